"""What is made of YAML is made once, and anew when anything it came from is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import kept as module
from pipeline.errors import SettingsError
from pipeline.kept import GENERATIONS, kept


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "user_cache_path", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache" / "stasis"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "frames"
    folder.mkdir()
    (folder / "a.yaml").write_text("α", encoding="utf-8")
    return folder


class Maker:
    """Reads a folder, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, folder: Path) -> list[str]:
        self.times += 1
        return sorted(path.read_text(encoding="utf-8") for path in folder.glob("*.yaml"))


def test_made_once(cache: Path, folder: Path) -> None:
    make = Maker()
    assert kept(folder, make) == kept(folder, make) == ["α"]
    assert (make.times, len(list(cache.iterdir()))) == (1, 1)


def test_made_anew_when_a_file_changes_or_comes(cache: Path, folder: Path) -> None:
    make = Maker()
    kept(folder, make)
    (folder / "a.yaml").write_text("β", encoding="utf-8")
    assert kept(folder, make) == ["β"]
    (folder / "b.yaml").write_text("γ", encoding="utf-8")
    assert kept(folder, make) == ["β", "γ"]
    assert make.times == 3


@pytest.mark.parametrize("content", [b"", b"not a pickle", b"\x80\x05cno.such\nmodule\n."])
def test_a_damaged_file_is_made_anew(cache: Path, folder: Path, content: bytes) -> None:
    make = Maker()
    kept(folder, make)
    next(cache.iterdir()).write_bytes(content)
    assert kept(folder, make) == kept(folder, make) == ["α"]
    assert make.times == 2


def test_where_nothing_can_be_kept_it_is_made_each_time(cache: Path, folder: Path) -> None:
    cache.parent.write_text("a file where a folder should be", encoding="utf-8")
    make = Maker()
    assert kept(folder, make) == kept(folder, make) == ["α"]
    assert make.times == 2


def test_a_full_disk_leaves_nothing_half_written(cache: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert kept(folder, Maker()) == ["α"]
    assert not list(cache.iterdir())


def test_a_mistake_is_told_each_time(cache: Path, folder: Path) -> None:
    def wrong(folder: Path) -> None:
        raise SettingsError("no", place=folder, remedy="mend it")

    for _ in range(2):
        with pytest.raises(SettingsError):
            kept(folder, wrong)
    assert not cache.exists()


def test_only_some_generations_stay(cache: Path, folder: Path) -> None:
    for number in range(GENERATIONS + 3):
        (folder / "a.yaml").write_text(str(number), encoding="utf-8")
        kept(folder, Maker())
    assert len(list(cache.iterdir())) == GENERATIONS
