"""An output in a bucket: the same versions as on disk, the same safety, and no credentials in them."""

from __future__ import annotations

import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import boto3
import obstore
import pytest
from obstore.store import from_url
from results import MADE, marks, publish, result
from typer.testing import CliRunner

import pipeline
from pipeline import history, pruning, tags
from pipeline.cli import app
from pipeline.errors import StoreError
from pipeline.history import Record
from pipeline.intake import Given
from pipeline.outputs import output_at
from pipeline.outputs.bucket import Bucket
from pipeline.outputs.lease import held
from pipeline.store import Store
from pipeline.tables import to_tables

SECRET = "ένα-μυστικό-κλειδί".encode().hex()
_numbers = count(1)


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """The address of an S3 server with an empty bucket «stasis»."""
    with subprocess.Popen(
        [sys.executable, Path(__file__).with_name("s3server.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        address = f"http://127.0.0.1:{int(process.stdout.readline())}"
        s3 = boto3.client("s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="α",
                          aws_secret_access_key="β")  # fmt: skip
        s3.create_bucket(Bucket="stasis")
        yield address


@pytest.fixture
def s3(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an output that is not there yet, with all that is needed to reach it in the environment."""
    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "stasis",
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }.items():
        monkeypatch.setenv(name, value)
    return f"s3://stasis/δοκιμή {next(_numbers)}"


class TestVersions:
    def test_are_published_read_and_compared_as_on_disk(self, s3: str, tmp_path: Path) -> None:
        for store in (Store(s3), Store(tmp_path)):
            assert store.versions() == []
            assert [publish(store, mark, tokens=True) for mark in "αββγ"] == [1, 2, 2, 3]
        there, here = Store(s3), Store(tmp_path)
        assert [marks(there, version) for version in (1, 2, None)] == [{"α"}, {"β"}, {"γ"}]
        for name in here.names():
            assert there.read(name).equals(here.read(name))
            if name != "tokens":
                assert pipeline.read_csv(f"{s3}/csv", name).equals(pipeline.read_csv(tmp_path / "csv", name))
        assert pipeline.open(s3).diff(1, 3)["field"].tolist() == pipeline.open(tmp_path).diff(1, 3)["field"].tolist()

    def test_are_tagged_and_pruned(self, s3: str) -> None:
        store = Store(s3)
        for mark in "αβγδ":
            publish(store, mark)
        tags.put(store, 1, "άρθρο-1")
        before = store.deltas.output.files("store/stance")
        assert pruning.prune(store, 1).versions == (2, 3)
        assert [(v.version, v.tags) for v in store.versions()] == [(1, ("άρθρο-1",)), (4, ())]
        assert len(store.deltas.output.files("store/stance")) == len(before) - 2
        assert (marks(store, 1), marks(store)) == ({"α"}, {"δ"})

    def test_are_told_of_by_the_runs_beside_them(self, s3: str) -> None:
        runs = [
            Record(f"{hour:08x}", f"2022-11-22T0{hour}:00:00+00:00", 9.0, "completed", sources={"efsyn": Given(3)})
            for hour in range(3)
        ]
        for run in runs:
            history.remember(output_at(s3), run)
        assert history.recall(output_at(s3), limit=2) == runs[1:]

    def test_hold_no_credentials(self, s3: str) -> None:
        publish(Store(s3), "α", tokens=True)
        bucket = from_url(s3)
        names = [meta["path"] for batch in obstore.list(bucket) for meta in batch]
        assert len(names) > 15
        for name in names:
            content = bytes(obstore.get(bucket, name).bytes())
            assert SECRET.encode() not in content and b"AWS_" not in content

    def test_lost_files_for_people_are_written_again(self, s3: str) -> None:
        store = Store(s3)
        publish(store, "α", tokens=True)
        for name in ("csv/stance.csv", "csv/datapackage.json", "tokens.parquet"):
            store.output.remove(name)
            if name == "csv/datapackage.json":
                for left in store.output.files("csv"):
                    store.output.remove(f"csv/{left}")
            assert store.heal()
            assert not store.heal()

    def test_strange_files_stay(self, s3: str) -> None:
        obstore.put(from_url(s3), "csv/δικά μου.csv", b"1")
        with pytest.raises(StoreError, match="something that is no output of stasis"):
            publish(Store(s3), "α")
        assert Store(s3).output.files("csv") == {"δικά μου.csv": 1}


class TestWriters:
    def test_one_waits_for_the_other(self, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Bucket, "lease", 2.0)
        with Store(s3).deltas.writing(), pytest.raises(StoreError, match="another run is publishing here"):
            publish(Store(s3, patience=0.1), "α")
        assert publish(Store(s3, patience=0.1), "α") == 1

    def test_two_at_once_make_two_versions(self, s3: str) -> None:
        context = multiprocessing.get_context("spawn")
        runs = [context.Process(target=_publish, args=(s3, mark)) for mark in "αβ"]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        assert [run.exitcode for run in runs] == [0, 0]
        assert [v.version for v in Store(s3).versions()] == [1, 2]
        assert marks(Store(s3), 1) | marks(Store(s3), 2) == {"α", "β"}

    def test_one_that_was_killed_is_taken_over_from(self, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Bucket, "lease", 1.0)
        context, moments = multiprocessing.get_context("spawn"), random.Random(20221120)
        for _ in range(4):
            ready, begun = context.Pipe(duplex=False)
            run = context.Process(target=_publish_for_ever, args=(s3, begun))
            run.start()
            ready.recv()
            ready.poll(moments.uniform(0, 1.5))
            run.kill()
            run.join()
            store = Store(s3)
            versions = [v.version for v in store.versions()]
            assert versions == list(range(1, len(versions) + 1))
            assert all(len(marks(store, version)) == 1 for version in versions)
        assert publish(Store(s3), "τέλος", tokens=True) == len(versions) + 1
        assert marks(Store(s3)) == {"τέλος"}

    def test_one_that_stood_still_publishes_nothing(self, s3: str) -> None:
        bucket, stood_still = from_url(s3), "this run stood still, and another is publishing here"
        with held(bucket, "store/.lock", s3, 0, lease=0.4) as check:
            obstore.put(bucket, "store/.lock", b"another's")
            until = time.monotonic() + 5
            with pytest.raises(StoreError, match=stood_still):
                while time.monotonic() < until:
                    check()
        assert bytes(obstore.get(bucket, "store/.lock").bytes()) == b"another's"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://stasis-is-not-here/out", "NoSuchBucket"),
        ("http://stasis/out", "addresses begin with s3:// or gs://"),
        ("s3://key:secret@stasis/out", "credentials are taken from the environment"),
        ("s3:///out", "the address names no bucket"),
    ],
)
def test_what_cannot_be_written_to_is_told(s3: str, address: str, said: str) -> None:
    with pytest.raises(StoreError) as caught:
        Store(address).check()
    assert said in caught.value.problem
    assert SECRET not in str(caught.value)


def test_a_service_that_does_not_answer_is_told_of_soon(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(StoreError, match=r"(?s)cannot be read: .*127\.0\.0\.1:9.*credentials in the environment"):
        Store(s3).versions()


def test_commands_take_an_address(s3: str) -> None:
    publish(Store(s3), "α")
    said = CliRunner().invoke(app, ["versions", "--output", s3])
    assert said.exit_code == 0
    assert "spacy" in said.output
    said = CliRunner().invoke(app, ["versions", "--output", "ftp://stasis/out"])
    assert said.exit_code == 2
    assert "addresses begin with s3:// or gs://" in " ".join(said.output.split())


def _publish(address: str, mark: str) -> None:
    Store(address).publish(to_tables([result(mark=mark)]), MADE)


def _publish_for_ever(address: str, begun: Connection) -> None:
    store = Store(address)
    begun.send("ready")
    for number in count():
        publish(store, f"γύρος {number} {os.getpid()}", tokens=True)
