"""Stanza's processors, loaded from a folder laid out as Stanza's own packages are, or from its published Greek package.

Stanza and torch are the extra ``stanza``; nothing else of ours imports them outside of training.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError

SHIPPED = Path(__file__).parents[1] / "models" / "el_stasis_stanza"
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse")
DOWNLOAD = "download"

_INSTALL = "pip install 'stasis[stanza]'"


def load(model: str = "shipped") -> Any:
    """A ``stanza.Pipeline`` from text to dependencies, on one thread of the processor.

    Args:
        model: «shipped»; «download» for Stanza's own Greek package, fetched once into its folder
            (``STANZA_RESOURCES_DIR``, as Stanza defines it); or a folder with ``resources.json``.

    Raises:
        ModelError: when Stanza is not installed, the folder holds no model, or the package cannot be fetched.
    """
    try:
        import stanza
        import torch
        from stanza.resources.common import DEFAULT_MODEL_DIR
    except ImportError as error:
        raise ModelError(f"Stanza is not installed ({error})", remedy=_INSTALL) from error
    # Documents are many and sentences short: several processes serve better than several threads.
    torch.set_num_threads(1)
    logging.getLogger("stanza").setLevel(logging.ERROR)
    folder = DEFAULT_MODEL_DIR if model == DOWNLOAD else str(SHIPPED if model == "shipped" else Path(model))
    try:
        pipeline = stanza.Pipeline(
            "el",
            dir=folder,
            processors=",".join(PROCESSORS),
            download_method=stanza.DownloadMethod.REUSE_RESOURCES if model == DOWNLOAD else None,
            use_gpu=False,
        )
    except Exception as error:
        # Network, disk, and what torch makes of a damaged file: too many kinds to name.
        raise _unloadable(model, folder, error) from error
    for name in ("pos", "depparse"):
        # Stanza casts weights in half precision when it loads them, but not the word vectors.
        pipeline.processors[name].trainer.model.float()
    return pipeline


def _unloadable(model: str, folder: str, error: Exception) -> ModelError:
    reason = f"({type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''})"
    if model == DOWNLOAD:
        remedy = "connect to the network once, or set model to «shipped»"
        return ModelError(f"Stanza's Greek package cannot be fetched or read {reason}", place=folder, remedy=remedy)
    remedy = "set model to «shipped», «download», or a folder with resources.json as «stasis train stanza» writes it"
    return ModelError(f"the Stanza models cannot be read {reason}", place=folder, remedy=remedy)


def downloaded() -> Path:
    """Where Stanza keeps its own Greek package, whether it has been fetched or not."""
    try:
        from stanza.resources.common import DEFAULT_MODEL_DIR
    except ImportError:
        return Path()
    return Path(DEFAULT_MODEL_DIR) / "el"
