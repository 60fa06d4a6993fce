"""What the runs of an output say of its sources, and how they are kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import health, history, runlog
from pipeline.cli import app
from pipeline.errors import StoreError
from pipeline.history import Record
from pipeline.intake import Given, Intake
from pipeline.journal import keeping
from pipeline.outputs import output_at
from pipeline.records import Article, Notice, Problem
from pipeline.settings import Pipeline
from pipeline.summary import run_name

BEGIN = datetime(2022, 11, 22, 5, tzinfo=UTC)


def run(hour: int, given: Given | None, state: str = "completed", error: str = "") -> Record:
    started = (BEGIN + timedelta(hours=hour)).isoformat(timespec="seconds")
    return Record(f"{hour:08x}", started, 9.0, state, error=error, sources={"efsyn": given})


def hourly(*new: int, length: int = 3000, new_length: int = 3000, articles: int = 50) -> list[Record]:
    """A run an hour, with so many new articles each."""
    lengths = [new_length if n else 0 for n in new]
    return [
        run(hour, Given(articles, n, 9, 0, length, long))
        for hour, (n, long) in enumerate(zip(new, lengths, strict=True))
    ]


@pytest.mark.parametrize(
    ("runs", "warns"),
    [
        (hourly(5, 3, 4), ""),
        (hourly(5, 3, 4, 0, 0, 0), ""),
        (hourly(5, 3, 4, 0, 0, 0, 0, 0), "quiet: nothing new for 5 hours, usually something every 60 minutes"),
        (hourly(5, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0, 0), ""),  # every four hours: five are no silence
        (hourly(5, 0, 0, 0, 0, 0, 0, 0), ""),  # once is no habit
        ([*hourly(5, 3, 4), run(900, Given(50, 6, 9, 0, 3000, 3100))], ""),  # the machine was off, the paper was not
        ([*hourly(5, 3, 4), run(3, Given(54, 4, 0, 0, 2900, 240))], "new articles shrank to 240 characters"),
        ([*hourly(5, 3, 4), run(3, Given(51, 1, 0, 0, 2900, 240))], ""),  # one short article is none yet
        ([*hourly(5, 3, 4), run(3, Given(50, 0, 0, 0, 250, 0))], "articles shrank to 250 characters in the median"),
        ([*hourly(5, 3, 4), run(3, Given(54, 4, 0, 0, 2900, 1600))], ""),
        ([*hourly(5, 3, 4), run(3, Given(0, 0, 0, 12))], "no article at all any more, where there were 50"),
        (
            [*hourly(5, 3, 4), run(3, None, "failed", "StoreError: ο δίσκος γέμισε")],
            "the last run failed: StoreError: ο δίσκος γέμισε",
        ),
    ],
)
def test_warnings(runs: list[Record], warns: str) -> None:
    [found] = health.of_sources(runs)
    assert found.last == runs[-1].started
    assert len(found.warnings) == bool(warns)
    assert warns in "".join(found.warnings)


def test_the_patience_with_a_quiet_source_can_be_set() -> None:
    [found] = health.of_sources(hourly(5, 3, 4, 0, 0), quiet=1)
    assert "quiet" in found.warnings[0]


def test_what_a_source_gave() -> None:
    found: list[tuple[str, Article | Problem]] = [
        ("efsyn", Article("α1", "α" * 100, path="α1.html")),
        ("efsyn", Article("α2", "α" * 300, path="α2.html")),
        ("avgi", Problem("https://avgi.example/1", "a consent wall")),
    ]
    later = [
        Problem("https://avgi.example/1", "a consent wall"),
        Problem("α2.html", "cannot be parsed"),
        Notice("α1.html", "equal to another"),
    ]
    given = Intake(["efsyn", "avgi", "lifo"], found).given({}, later, {"α2"})
    assert given["efsyn"] == Given(articles=2, new=1, problems=1, length=200, new_length=300)
    assert (given["avgi"], given["lifo"]) == (Given(problems=1), Given())


class TestHistory:
    def test_there_and_back(self, tmp_path: Path) -> None:
        output = output_at(tmp_path)
        for record in reversed(hourly(1, 2, 3)):
            history.remember(output, record)
        assert history.recall(output) == hourly(1, 2, 3)
        assert history.recall(output, limit=1) == hourly(1, 2, 3)[-1:]

    def test_the_oldest_go(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(history, "KEPT", 2)
        for record in hourly(1, 2, 3):
            history.remember(output_at(tmp_path), record)
        assert history.recall(output_at(tmp_path)) == hourly(1, 2, 3)[1:]

    def test_what_a_newer_release_says_besides_is_passed_over(self, tmp_path: Path) -> None:
        [record] = hourly(1)
        history.remember(output_at(tmp_path), record)
        file = tmp_path / record.file
        file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), "καιρός": "βροχή"}))
        assert history.recall(output_at(tmp_path)) == [record]

    def test_something_else_in_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "runs").mkdir()
        (tmp_path / "runs" / "α.json").write_text("[]")
        with pytest.raises(StoreError, match=r"α\.json: this is no record of a run\n  -> remove this file"):
            history.recall(output_at(tmp_path))


class TestLog:
    def test_one_file_a_run_and_the_oldest_go(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(runlog, "KEPT", 2)
        settings = Pipeline(output=tmp_path / "out", log=tmp_path / "logs")
        (tmp_path / "logs").mkdir()
        (tmp_path / "logs" / "mine.jsonl").touch()
        for hour in range(3):
            with runlog.opened(settings, f"{hour:08x}", BEGIN + timedelta(hours=hour)):
                runlog.note("stage", stage="read", items=3)
        names = ["20221122T060000Z-00000001.jsonl", "20221122T070000Z-00000002.jsonl", "mine.jsonl"]
        assert sorted(file.name for file in (tmp_path / "logs").iterdir()) == names
        runlog.note("stage", stage="none goes on")

    def test_a_disk_that_cannot_be_written_ends_no_run(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        settings = Pipeline(output=tmp_path / "file" / "out")
        with keeping(settings, ["efsyn"]) as journal:
            journal.log.note("stage")

    def test_an_error_that_quotes_an_article_is_not_quoted(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="Άγκυρα"), keeping(Pipeline(output=tmp_path), ["efsyn"]):
            raise ValueError("cannot read «Η Άγκυρα σιωπά»")
        [record] = history.recall(output_at(tmp_path))
        assert (record.state, record.error) == ("failed", "ValueError")
        [file] = (tmp_path / "logs").iterdir()
        assert "Άγκυρα" not in file.read_text(encoding="utf-8")

    def test_a_run_that_is_stopped_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(KeyboardInterrupt), keeping(Pipeline(output=tmp_path), ["efsyn"]):
            raise KeyboardInterrupt
        [record] = history.recall(output_at(tmp_path))
        assert (record.state, record.sources) == ("stopped", {"efsyn": None})


def test_a_name_says_sources_and_minute() -> None:
    assert run_name(["α", "β", "γ", "δ", "ε"], BEGIN) == "α, β, γ and 2 more 2022-11-22 05:00"


class TestStatus:
    def test_of_nothing(self, tmp_path: Path) -> None:
        said = CliRunner().invoke(app, ["status", "--output", str(tmp_path)])
        assert (said.exit_code, said.stdout) == (0, f"No run is remembered in {tmp_path} yet: run «stasis run».\n")

    @pytest.mark.parametrize(("runs", "status"), [(hourly(5, 3, 4), 0), (hourly(5, 3, 4, 0, 0, 0, 0, 0), 1)])
    def test_says_how_the_sources_do(self, tmp_path: Path, runs: list[Record], status: int) -> None:
        for record in runs:
            history.remember(output_at(tmp_path), record)
        said = CliRunner().invoke(app, ["status", "--output", str(tmp_path)])
        assert said.exit_code == status
        row = said.stdout.splitlines()[1].split("\t")
        assert row == ["efsyn", runs[-1].started, "completed", "50", "4" if status == 0 else "0", "9", "0", "3000"]
        assert said.stdout.count("warning: efsyn: quiet") == status
