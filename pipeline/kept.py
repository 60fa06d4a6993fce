"""What takes seconds to make of many YAML files, kept on disk from one process to the next: gazetteer and lexicon.

Two processes of a run and every run anew would else read 45,000 lines. What is kept counts only for the same files, the
same code and the same Python; anything else, or a kept file that cannot be read, is made anew.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

from platformdirs import user_cache_path

from pipeline.settings import digest, tree

T = TypeVar("T")

GENERATIONS = 4
"""How many are kept of one kind: of several projects, or of a lexicon that is being written."""
_MAKERS = ("pydantic", "simplemma", "pyyaml")


def kept(folder: Path, make: Callable[[Path], T]) -> T:
    """What ``make`` makes of a folder's YAML, from the last time if nothing has changed since.

    Args:
        folder: with the files; a mistake in one is told by ``make``, and nothing is kept.
        make: gives an object that can be pickled.

    Raises:
        SettingsError: as ``make`` does.
    """
    place = user_cache_path("stasis") / f"{folder.name}-{_mark(folder)}.pickle"
    with suppress(Exception):  # not there, cut short, or of other classes: it is made anew
        found: T = pickle.loads(place.read_bytes())
        return found
    made = make(folder)
    with suppress(OSError):  # a home that cannot be written costs seconds, no more
        _keep(place, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    return made


def _mark(folder: Path) -> str:
    made_by = " ".join([sys.version, *map(version, _MAKERS), str(folder.resolve())])
    return digest([*tree(folder, "*.yaml"), *tree(Path(__file__).parent, "*.py")], made_by)


def _keep(place: Path, content: bytes) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Whole or not at all: two processes may write at once.
    with NamedTemporaryFile(dir=place.parent, delete=False) as file:
        try:
            file.write(content)
            file.close()
            Path(file.name).replace(place)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    kind = place.name.partition("-")[0]
    generations = sorted(place.parent.glob(f"{kind}-*.pickle"), key=lambda path: path.stat().st_mtime)
    for old in generations[:-GENERATIONS]:
        old.unlink(missing_ok=True)
