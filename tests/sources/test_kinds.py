"""Kinds of source that other packages bring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.records import Article
from pipeline.settings import Pipeline
from pipeline.sources.configured import read_all
from pipeline.sources.kinds import BUILT_IN, kinds

MINE = """
from typing import Literal
from pipeline.records import Article, Problem
from pipeline.sources.declarations import Source
from pipeline.sources.kinds import Kind

class Clippings(Source):
    kind: Literal["clippings"]
    shelf: str

def read(source, around):
    for number, text in enumerate(source.shelf.split("|")):
        yield around.seen.admit(Article(f"{around.name}-{number}", text, source=source.title), source.shelf)
    yield Problem(source.shelf, "ένα φύλλο λείπει")

CLIPPINGS = Kind(Clippings, read)
FOLDER = CLIPPINGS
NOTHING = 3
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package with a module ``mine``; what it offers stands in its file of entry points."""
    (tmp_path / "mine.py").write_text(MINE, encoding="utf-8")
    (tmp_path / "mine-1.0.dist-info").mkdir()
    (tmp_path / "mine-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: mine\nVersion: 1.0\n", "utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    kinds.cache_clear()
    yield tmp_path / "mine-1.0.dist-info" / "entry_points.txt"
    kinds.cache_clear()


def test_a_kind_of_another_package_is_read(package: Path, tmp_path: Path) -> None:
    package.write_text("[stasis.sources]\nclippings = mine:CLIPPINGS\n", encoding="utf-8")
    (tmp_path / "sources").mkdir()
    path = tmp_path / "sources" / "rafi.yaml"
    path.write_text("kind: clippings\ntitle: Ράφι\nshelf: Η Άγκυρα απειλεί.|Η Αθήνα απαντά.\n", encoding="utf-8")
    *articles, problem = read_all(Pipeline(sources=["rafi"]), tmp_path)
    assert [(a.doc_id, a.text, a.source) for a in articles if isinstance(a, Article)] == [
        ("rafi-0", "Η Άγκυρα απειλεί.", "Ράφι"),
        ("rafi-1", "Η Αθήνα απαντά.", "Ράφι"),
    ]
    assert "ένα φύλλο λείπει" in str(problem)
    path.write_text("kind: clippings\nself: α\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"rafi.yaml:\d: .*\n  -> keys allowed here: .*shelf"):
        list(read_all(Pipeline(sources=["rafi"]), tmp_path))


def test_none_replaces_one_of_ours(package: Path) -> None:
    package.write_text("[stasis.sources]\nfolder = mine:FOLDER\n", encoding="utf-8")
    assert kinds() == BUILT_IN


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("mine:NOTHING", "the kind of source «clippings» is none\n  -> it has to be a pipeline.sources.kinds.Kind"),
        ("mine:MISSING", "cannot be imported (AttributeError"),
        ("lost:CLIPPINGS", "cannot be imported (ModuleNotFoundError"),
    ],
)
def test_a_package_that_is_broken(package: Path, named: str, said: str) -> None:
    package.write_text(f"[stasis.sources]\nclippings = {named}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        kinds()
    assert said in str(caught.value)
