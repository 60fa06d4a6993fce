"""``stasis versions``, ``tag`` and ``prune``, and tags in place of numbers, as a person meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from results import publish
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.store import Store


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder with three versions."""
    for mark in "αβγ":
        publish(Store(tmp_path), mark)
    return tmp_path


def stasis(out: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--output", str(out)], catch_exceptions=False)


def test_a_tag_from_its_giving_to_its_end(out: Path) -> None:
    assert stasis(out, "tag", "2", "paper-1").stdout == "version 2 has the tag «paper-1»\n"
    listed = [line.split("\t") for line in stasis(out, "versions").stdout.splitlines()]
    assert (listed[0][-2:], listed[2][-2:]) == (["tags", "pruned at"], ["paper-1", ""])
    shown = stasis(out, "show", "documents", "--version", "paper-1")
    assert "\tβ\t" in shown.stdout
    assert stasis(out, "diff", "paper-1", "3").stdout == stasis(out, "diff", "2", "3").stdout
    refused = stasis(out, "tag", "3", "paper-1")
    assert (refused.exit_code, "add --move" in refused.stderr) == (2, True)
    assert stasis(out, "tag", "3", "paper-1", "--move").exit_code == 0
    assert stasis(out, "tag", "paper-1", "paper-2").stdout == "version 3 has the tag «paper-2»\n"
    assert stasis(out, "tag", "--remove", "paper-1").stdout == "version 3 no longer has the tag «paper-1»\n"


def test_pruning_says_what_goes(out: Path) -> None:
    would = stasis(out, "prune", "--keep", "1", "--dry-run").stdout
    assert would.startswith("would be pruned: version 1, 2\nwould be freed: ")
    assert stasis(out, "prune", "--keep", "1").stdout == would.replace("would be ", "")
    assert stasis(out, "prune", "--keep", "1").stdout == "pruned: no version\nfreed: 0 bytes in 0 files\n"
    assert stasis(out, "versions").stdout.count("\n") == 4
    for command in (["show", "stance", "--version", "1"], ["diff", "1", "3"], ["tag", "1", "α"]):
        said = stasis(out, *command)
        assert said.exit_code == 2
        assert "version 1 was pruned on 2" in said.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("show stance --version paper-9", "there is no tag «paper-9»"),
        ("diff 1 paper-9", "there is no tag «paper-9»"),
        ("tag 1 12", "a tag cannot be '12': it is a number"),
        ("tag 9 α", "there is no version 9"),
        ("tag --remove α", "there is no tag «α»"),
        ("tag 1", "give a version and a tag"),
        ("tag", "give a version and a tag"),
        ("tag 1 α --remove β", "or --remove and a tag"),
        ("tag --move --remove β", "or --remove and a tag"),
        ("prune --keep 0", "greater than or equal to 1"),
        ("prune", "--keep"),
    ],
)
def test_slips(out: Path, arguments: str, says: str) -> None:
    said = stasis(out, *arguments.split())
    assert said.exit_code == 2
    assert says in said.stderr
    assert len(Store(out).versions()) == 3
