"""The hash of an engine's models changes with its files, whichever engine takes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from pkgutil import resolve_name

import pytest

from pipeline.annotate import NAMES, fingerprint
from pipeline.annotate.engine import ENGINES


@pytest.mark.parametrize("engine", ["spacy", "stanza", "both"])
def test_follows_the_files(tmp_path: Path, engine: str) -> None:
    found = set()
    for name, content in (("a.pt", b"1"), ("a.pt", b"2"), ("b.pt", b"2")):
        (tmp_path / name).write_bytes(content)
        found.add(fingerprint(engine, str(tmp_path)))
        (tmp_path / "__pycache__").mkdir(exist_ok=True)
        (tmp_path / "__pycache__" / f"{len(found)}.pyc").touch()
        assert fingerprint(engine, str(tmp_path)) in found
    assert len(found) == 3


def test_tells_engines_and_models_apart() -> None:
    found = [fingerprint(engine, model) for engine in ("spacy", "stanza", "both") for model in ("shipped", "download")]
    assert found[0] == found[1]  # spaCy knows no «download»: it takes what ships
    assert len(set(found)) == 5


@pytest.mark.parametrize("model", ["no.such.package", "./nowhere", "json"])
def test_what_is_no_model_has_a_hash_too(model: str) -> None:
    assert len(fingerprint("spacy", model)) == 16


@pytest.mark.parametrize("engine", ENGINES)
def test_the_tables_call_an_engine_by_its_name(engine: str) -> None:
    assert resolve_name(ENGINES[engine]).name == NAMES[engine]


def test_to_ask_for_a_hash_takes_no_engine() -> None:
    ask = "import sys, pipeline.stages as s; from pipeline.settings import Pipeline; s.models_hash(Pipeline());"
    told = subprocess.run([sys.executable, "-c", ask + "print('spacy' in sys.modules)"], capture_output=True, text=True)
    assert (told.stdout, told.stderr) == ("False\n", "")
