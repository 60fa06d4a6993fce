"""Exports appear whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import ExportError
from pipeline.exports.writing import write_file, write_folder


def text(path: Path) -> None:
    path.write_text("Ρωσία", encoding="utf-8")


def fails(path: Path) -> None:
    path.write_text("Ρω", encoding="utf-8")
    raise OSError(28, "No space left on device")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_and_the_folders_above_it_are_made(tmp_path: Path) -> None:
    write_file(tmp_path / "α" / "β.txt", text)
    assert (tmp_path / "α" / "β.txt").read_text(encoding="utf-8") == "Ρωσία"
    assert names(tmp_path / "α") == ["β.txt"]


def test_a_file_that_stands_there_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "β.txt").write_text("παλιό", encoding="utf-8")
    with pytest.raises(ExportError, match=r"β.txt: cannot be written: No space left on device\n  -> see that"):
        write_file(tmp_path / "β.txt", fails)
    assert (tmp_path / "β.txt").read_text(encoding="utf-8") == "παλιό"
    write_file(tmp_path / "β.txt", text)
    assert (tmp_path / "β.txt").read_text(encoding="utf-8") == "Ρωσία"
    assert names(tmp_path) == ["β.txt"]


def test_a_folder_appears_with_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "κενός").mkdir()
    for folder in ("κενός", "νέος"):
        write_folder(tmp_path / folder, {"α.txt": text, "β.txt": text})
        assert names(tmp_path / folder) == ["α.txt", "β.txt"]


def test_of_a_folder_that_fails_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="No space left"):
        write_folder(tmp_path / "νέος", {"α.txt": text, "β.txt": fails})
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("write", "content", "place", "says"),
    [
        (write_file, text, ".", "is a folder, and a file is to be written"),
        (write_file, text, "α.txt/β.txt", "cannot be written"),
        (write_file, text, "/", "is a folder"),
        (write_folder, {"β.txt": text}, ".", "the folder is not empty"),
        (write_folder, {"β.txt": text}, "α.txt", "is a file, and a folder is to be written"),
    ],
)
def test_what_stands_there_is_not_touched(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[Path, object], None],
    content: object,
    place: str,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    text(tmp_path / "α.txt")
    with pytest.raises(ExportError, match=says):
        write(Path(place), content)
    assert names(tmp_path) == ["α.txt"]
