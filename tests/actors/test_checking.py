"""What ``stasis actors check`` and ``add`` point out and write."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.actors import load_gazetteer
from pipeline.actors.adding import add
from pipeline.actors.checking import check
from pipeline.actors.entries import Entry
from pipeline.errors import SettingsError

STATES = """# by hand
kind: state
actors:
  - id: RUS
    name: η Ρωσία
    capital: [η Μόσχα]
    people: [ο Ρώσος]
    adjective: [ρωσικός]
"""

# Keys of a person's entry, and what is said of it.
DOUBTFUL = [
    ("name: ο Ιβάν Πετρόφ\n    surname: [Πετρόφ]\n    rollup: XXQ", "rollup «XXQ»"),
    ("name: Ιβάν Πετρόφ\n    surname: [Πετρόφ]\n    rollup: RUS", "no article"),
    ("name: η Ρωσία\n    surname: [Πετρόφ]\n    rollup: RUS", "RUS (state)"),
    ("name: ο Ιβάν Πετρόφ\n    surname: [Πετρόφ]\n    rollup: RUS\n    office: [2020-13-01/]", "no period"),
    ("name: ο Ιβάν Πετρόφ\n    surname: [Πετρόφ]\n    rollup: RUS\n    office: ['2020-01-01']", "no period"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "actors"
    made.mkdir()
    (made / "states.yaml").write_text(STATES, encoding="utf-8")
    return made


@pytest.mark.parametrize(("keys", "told"), DOUBTFUL)
@pytest.mark.parametrize("inside", [True, False])
def test_doubtful(tmp_path: Path, folder: Path, keys: str, told: str, inside: bool) -> None:
    path = (folder if inside else tmp_path) / "persons.yaml"
    path.write_text(f"kind: person\nactors:\n  - id: P_X\n    {keys}\n", encoding="utf-8")
    [doubt] = check(path, folder)
    assert told in doubt.reason
    assert doubt.place == f"{path}:3"
    assert doubt.remedy


def test_nothing_to_say(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "persons.yaml"
    keys = (
        "name: ο Ιβάν Πετρόφ\n    surname: [Πετρόφ]\n    rollup: DEU\n    office: [2020-01-01/, 2018-01-01/2019-01-01]"
    )
    path.write_text(f"kind: person\nactors:\n  - id: P_X\n    {keys}\n", encoding="utf-8")
    assert check(path, folder) == []


def test_a_state_without_its_forms(folder: Path) -> None:
    (folder / "more.yaml").write_text("kind: state\nactors:\n  - id: FRA\n    name: η Γαλλία\n", encoding="utf-8")
    assert "capital, people, adjective" in check(folder / "more.yaml", folder)[0].reason


def test_an_id_that_is_taken(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "x.yaml").write_text(STATES, encoding="utf-8")
    assert "in the gazetteer already" in check(tmp_path / "x.yaml", folder)[0].reason


def test_added_entries_are_found(folder: Path) -> None:
    path = folder / "added-person.yaml"
    for number, name in enumerate(("ο Ιβάν Πετρόφ", "η Άννα Ιβάνοβα")):
        entry = Entry(id=f"P_{number}", name=name, rollup="RUS", surname=[name.split()[-1]], office=["2020-01-01/"])
        assert add(entry, "person", path, folder) == []
    entries = load_gazetteer(folder).entries
    assert entries["P_1"][1].office == ["2020-01-01/"]
    assert entries["P_0"][1].surname == ["Πετρόφ"]
    assert (folder / "states.yaml").read_text(encoding="utf-8") == STATES


def test_comments_stay(folder: Path) -> None:
    add(Entry(id="FRA", name="η Γαλλία"), "state", folder / "states.yaml", folder)
    assert (folder / "states.yaml").read_text(encoding="utf-8").startswith(STATES)


@pytest.mark.parametrize(
    ("kind", "id", "told"), [("person", "P_X", "kind «state»"), ("state", "RUS", "stands already")]
)
def test_what_does_not_fit_is_not_written(folder: Path, kind: str, id: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        add(Entry(id=id, name="ο Χ"), kind, folder / "states.yaml", folder)  # type: ignore[arg-type]
    assert told in str(caught.value)
    assert (folder / "states.yaml").read_text(encoding="utf-8") == STATES
