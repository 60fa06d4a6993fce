"""What is wrong in a YAML file is named by file, line and key, with the keys there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from pipeline.errors import SettingsError
from pipeline.settings import Pipeline, digest, lines_of, load, load_folder
from pipeline.sources.declarations import FolderSource


@pytest.mark.parametrize(
    ("content", "line", "problem", "remedy"),
    [
        ("sources: [α]\noutptu: x\n", 2, "unknown key «outptu»", "keys allowed here: sources, output, engine, model"),
        ("batch: 8\nlimits:\n  greek: 0.5\n  greec: 1\n", 4, "unknown key «limits.greec»", "here: characters, file_b"),
        ("csv: {exel: true}\n", 1, "unknown key «csv.exel»", "keys allowed here: excel"),
        ("claims: {confidence: 1}\n", 1, "unknown key «claims.confidence»", "keys allowed here: min_confidence"),
        ("# σχόλιο\n\nbatch: πολλά\n", 3, "«batch»: input should be a valid integer", "correct the value"),
        ("batch: 0\n", 1, "«batch»: input should be greater than 0 (given: 0)", "correct the value"),
        ("limits:\n  greek: 1.5\n", 2, "«limits.greek»: input should be less than or equal to 1", "correct"),
        ("sources:\n- α\n- [β]\n", 3, "«sources.1»: input should be a valid string (given: ['β'])", "correct"),
        ("limits: 3\n", 1, "«limits»: input should be a valid dictionary", "correct the value"),
        ("tokens: ίσως\n", 1, "«tokens»: input should be a valid boolean", "correct the value"),
        ("sources: [α\noutput: x\n", 2, "not valid YAML: did not find expected ',' or ']'", "mend the YAML there"),
        ("output: x\n\tbatch: 3\n", 2, "not valid YAML: found a tab character", "no tabs"),
        ("output: α: β\n", 1, "not valid YAML: mapping values are not allowed", "quotes around text with «:»"),
        ("output: !!python/object:os.x {}\n", 1, "not valid YAML: could not determine a constructor", "mend"),
        ("a: 1\n---\nb: 2\n", 2, "not valid YAML: but found another document", "mend the YAML there"),
        ("- α\n", 1, "the file: input should be a valid dictionary", "correct the value"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, content: str, line: int, problem: str, remedy: str) -> None:
    path = tmp_path / "pipeline.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(path, Pipeline)
    assert caught.value.place == f"{path}:{line}"
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy
    assert "\n" not in caught.value.problem


@pytest.mark.parametrize(
    ("content", "model", "problem", "remedy"),
    [
        ("path: α\n", FolderSource, "«kind»: field required", "keys allowed here: kind, title"),
        ("kind: feed\npath: α\n", FolderSource, "«kind»: input should be 'folder' (given: 'feed')", "correct"),
        ("kind: folder\npath: α\nurl: β\n", FolderSource, "unknown key «url»", "keys allowed here: kind, title"),
    ],
)
def test_a_source_is_checked_too(
    tmp_path: Path, content: str, model: type[BaseModel], problem: str, remedy: str
) -> None:
    (tmp_path / "s.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(tmp_path / "s.yaml", model)
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("encoding", ["cp1253", "utf-16"])
def test_not_utf8(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "pipeline.yaml"
    path.write_bytes("output: Αθήνα\n".encode(encoding))
    with pytest.raises(SettingsError, match=r"pipeline\.yaml: byte \d+ is not UTF-8\n  -> save the file as UTF-8"):
        load(path, Pipeline)


def test_binary(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"output: \x00\x01")
    with pytest.raises(SettingsError, match=r"a\.yaml.*not valid YAML"):
        load(tmp_path / "a.yaml", Pipeline)


@pytest.mark.parametrize(
    ("name", "reason"), [("gone.yaml", "No such file"), (".", "Is a directory"), ("file/a.yaml", "Not a directory")]
)
def test_a_file_that_is_not_there(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=rf"the file cannot be read\n  -> .*{reason}"):
        load(tmp_path / name, Pipeline)


@pytest.mark.parametrize("content", ["", "# μόνο σχόλια\n", "---\n", "limits: {}\n"])
def test_what_is_not_said_has_its_default(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
    assert load(tmp_path / "a.yaml", Pipeline) == Pipeline()


def test_a_folder_keeps_the_files_that_hold_the_key(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("kind: folder\npath: β\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("kind: folder\npath: α\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("other: 1\n", encoding="utf-8")
    found = list(load_folder(tmp_path, FolderSource, "kind"))
    assert [(path.name, source.path) for path, source in found] == [("a.yaml", Path("α")), ("b.yaml", Path("β"))]
    with pytest.raises(SettingsError, match=r"gone: the folder is not there\n  -> run in the project's folder"):
        list(load_folder(tmp_path / "gone", FolderSource, "kind"))


def test_a_file_that_changed_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    for batch in (1, 2):
        path.write_text(f"batch: {batch}\n", encoding="utf-8")
        assert load(path, Pipeline).batch == batch


def test_lines_of(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x: 1\nitems:\n- a\n\n# σχόλιο\n- b: 1\n  c: 2\n", encoding="utf-8")
    assert lines_of(tmp_path / "a.yaml", "items") == [3, 6]
    assert lines_of(tmp_path / "a.yaml", "gone") == []


def test_digest_follows_content_and_name(tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_bytes(b"1")
    b.write_bytes(b"1")
    marks = {digest([a]), digest([b]), digest([a, b]), digest([a], "α"), digest([])}
    assert len(marks) == 5
    assert digest([a, b]) == digest([b, a])


def test_the_settings_that_ship_are_the_defaults(configs: Path) -> None:
    assert load(configs / "pipeline.yaml", Pipeline) == Pipeline()
