"""What ``configs/deployments.yaml`` may say, and what its times mean on a Greek clock."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prefect.server.schemas.schedules import CronSchedule

from pipeline.deployments import load_deployments, overriding
from pipeline.errors import SettingsError
from pipeline.settings import Pipeline
from pipeline.sources.configured import configured

ONE = "deployments:\n- name: πρωί\n  cron: 0 7 * * *\n"


def test_the_example_that_ships_is_sound_and_sleeps(configs: Path, pipeline: Pipeline) -> None:
    found = load_deployments(configs, pipeline, configured(configs))
    assert [(d.name, d.sources, d.paused) for d in found] == [("sample", ["sample"], True)]


def test_a_deployment_overrides_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    said = ONE + "  sources: [efsyn]\n  claims:\n    min_confidence: 0.5\n  web: {gap: 5}\n  output: s3://bucket/πρωί\n"
    (tmp_path / "deployments.yaml").write_text(said, encoding="utf-8")
    settings = Pipeline.model_validate({"engine": "both", "web": {"contact": "α@β.gr", "gap": 3}})
    [found] = load_deployments(tmp_path, settings, ["efsyn"])
    assert found.cron == ["0 7 * * *"]
    full = overriding(settings, found.overrides)
    assert (full.engine, full.sources, full.output) == ("both", ["efsyn"], "s3://bucket/πρωί")
    assert (full.claims.min_confidence, full.web.contact, full.web.gap) == (0.5, "α@β.gr", 5)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("deployments:\n- name: α\n", 2, "«deployments.0.cron»: field required"),
        (ONE + "  timezone: Europe/Athina\n", 4, "no such time zone: write one as Europe/Athens"),
        (ONE + "  timezone: ../zone\n", 4, "no such time zone"),
        ("deployments:\n- name: α\n  cron: 7:00\n", 3, "cron has five fields"),
        ("deployments:\n- name: α\n  cron: [0 7 * * *, 19:00]\n", 3, "cron has five fields"),
        ("deployments:\n- name: α\n  cron: []\n", 3, "at least 1 item"),
        ("deployments:\n- name: α/β\n  cron: 0 7 * * *\n", 2, "should match pattern"),
        (ONE + "  pauzed: true\n", 4, "unknown key «deployments.0.pauzed»"),
        (ONE + "  claims: {min_confidence: 2}\n", 4, "less than or equal to 1"),
        (ONE + "  sources: [sampel]\n", 2, "no source is called «sampel»\n  -> perhaps sample"),
        (ONE + "- name: πρωί\n  cron: 0 9 * * *\n", 4, "«πρωί» is declared in line 2 already"),
        (ONE + "- name: βράδυ\n  cron: 0 19 * * *\n", 4, "«βράδυ» and «πρωί» have the same output data/processed"),
        ("when: never\n", 1, "unknown key «when»"),
    ],
)
def test_slips(tmp_path: Path, text: str, line: int, says: str) -> None:
    file = tmp_path / "deployments.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load_deployments(tmp_path, Pipeline(), ["sample", "efsyn"])
    assert str(raised.value).startswith(f"{file}:{line}: ")
    assert says in str(raised.value)


SPRING, AUTUMN = datetime(2023, 3, 25, tzinfo=UTC), datetime(2023, 10, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "start", "times"),
    [
        ("0 7 * * *", SPRING, ["03-25 05:00", "03-26 04:00", "03-27 04:00"]),  # UTC+2, then UTC+3
        ("0 7 * * *", AUTUMN, ["10-28 04:00", "10-29 05:00", "10-30 05:00"]),
        # Half past three on the clock is skipped on one night of the year, and comes twice on another: one run each.
        ("30 3 * * *", SPRING, ["03-25 01:30", "03-26 01:30", "03-27 00:30"]),
        ("30 3 * * *", AUTUMN, ["10-28 00:30", "10-29 00:30", "10-30 01:30"]),
    ],
)
def test_both_changes_of_the_clock(cron: str, start: datetime, times: list[str]) -> None:
    """What Prefect's server makes of the schedules it is sent."""
    found = asyncio.run(CronSchedule(cron=cron, timezone="Europe/Athens").get_dates(3, start))
    assert [date.astimezone(UTC).strftime("%m-%d %H:%M") for date in found] == times
