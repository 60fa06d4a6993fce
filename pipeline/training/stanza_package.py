"""Stanza's trained models made small and laid out as its own packages are, so that Stanza loads them by itself.

Weights are kept in half precision: half the size, and the analysis of one word in 1,500 changes (GDT dev). They are
cast back when they are loaded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.annotate import multiword
from pipeline.annotate.stanza_model import PROCESSORS
from pipeline.errors import ModelError

NAME = "stasis"
_KEPT = frozenset("model model_type vocab config dict dicts dicts_version contextual lexicon external_dict emb".split())
_VECTORS = ("pos", "depparse")


def pack(parts: Mapping[str, Path], to: Path) -> int:
    """Write the package and return its size in bytes. The state of optimisers and the paths of training are left out.

    Args:
        parts: the trained files: the names in ``PROCESSORS`` and «pretrain», the word vectors.
        to: the folder to write, which ``annotate.stanza_model.load`` reads.

    Raises:
        ModelError: when a part is not there.
    """
    import torch

    index: dict[str, Any] = {"packages": {"default": dict.fromkeys(PROCESSORS, NAME)}}
    for name in (*PROCESSORS, "pretrain"):
        if name not in parts or not parts[name].is_file():
            raise ModelError(f"the part «{name}» is not there", place=parts.get(name, ""), remedy="train it first")
        content = torch.load(parts[name], map_location="cpu", weights_only=True)
        small = {key: _small(value) for key, value in content.items() if key in _KEPT}
        if name == "mwt":
            small["dict"] = _contractions() | small["dict"]
        path = to / "el" / name / f"{NAME}.pt"
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(small, path)
        index[name] = {NAME: {"md5": hashlib.md5(path.read_bytes()).hexdigest()}}
        if name in _VECTORS:
            index[name][NAME]["dependencies"] = [{"model": "pretrain", "package": NAME}]
    text = json.dumps({"el": index | {"lang_name": "Greek"}}, indent=1, sort_keys=True)
    (to / "resources.json").write_text(text + "\n", encoding="utf-8")
    return sum(path.stat().st_size for path in to.rglob("*") if path.is_file())


def _small(value: Any, key: str = "") -> Any:
    """Weights in half precision, no paths of the machine that trained."""
    import torch

    if isinstance(value, torch.Tensor):
        return value.half() if value.is_floating_point() else value
    if isinstance(value, Mapping):
        return {k: _small(v, str(k)) for k, v in value.items()}
    return None if key.endswith(("_file", "_dir", "_gold", "save_name", "continue_from")) else value


def _contractions() -> dict[str, str]:
    """Every contraction of «σε», as Stanza writes expansions; it tries a word in capitals in lower case too."""
    return {form: " ".join(multiword.expand(form) or ()) for form in multiword.CONTRACTIONS}
