"""What many tests share. Models are loaded once a session; Prefect writes only to a folder that goes away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from pipeline.settings import SHIPPED_CONFIGS, Pipeline, load

if TYPE_CHECKING:
    from newspaper import Newspaper
    from playwright.sync_api import Browser

    from pipeline.actors import Gazetteer
    from pipeline.annotate import Engine
    from pipeline.claims import Extractor
    from pipeline.claims.lexicon import Lexicon
    from pipeline.stages import Tools

# Where `make test` shares the tests out, a worker has one processor: that the matrix products of each take turns on all
# of them costs more than it gives. Read when NumPy and torch are imported.
if "PYTEST_XDIST_WORKER" in os.environ:
    for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(_name, "1")

# Prefect reads these when it is imported, which test modules do before any fixture runs.
_prefect = TemporaryDirectory(prefix="stasis-prefect-", ignore_cleanup_errors=True)
os.environ["PREFECT_HOME"] = _prefect.name
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"  # as pipeline.flows sets it, whoever comes first
os.environ.pop("PREFECT_API_URL", None)

# What the package keeps between processes is kept between those of the tests, and not in the home of who runs them.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _cache = TemporaryDirectory(prefix="stasis-cache-", ignore_cleanup_errors=True)
    os.environ["XDG_CACHE_HOME"] = _cache.name


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Workers begin with the files that hold slow tests, lest one of them is left with a long file at the end."""
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def api() -> Iterator[str]:
    """The address of a Prefect server that all runs of the session share."""
    from pipeline.server import beside

    with beside() as address:
        yield address()


@pytest.fixture(scope="session")
def configs() -> Path:
    """The folder ``configs`` that ships."""
    return SHIPPED_CONFIGS


@pytest.fixture(scope="session")
def pipeline(configs: Path) -> Pipeline:
    """The settings that ship."""
    return load(configs / "pipeline.yaml", Pipeline)


@pytest.fixture(scope="session")
def engine(pipeline: Pipeline) -> Engine:
    """The parser that ships."""
    from pipeline.annotate import load_engine

    return load_engine(pipeline.engine, pipeline.model)


@pytest.fixture(scope="session")
def stanza_engine() -> Engine:
    """The second parser that ships."""
    from pipeline.annotate import load_engine

    return load_engine("stanza")


@pytest.fixture(scope="session")
def gazetteer(configs: Path) -> Gazetteer:
    """The actors that ship."""
    from pipeline.actors import load_gazetteer

    return load_gazetteer(configs / "actors")


@pytest.fixture(scope="session")
def lexicon(configs: Path) -> Lexicon:
    """The frames that ship."""
    from pipeline.claims.lexicon import load_lexicon

    return load_lexicon(configs / "frames")


@pytest.fixture(scope="session")
def extractor(lexicon: Lexicon, pipeline: Pipeline) -> Extractor:
    """The extractor with the scorer that ships, at the threshold that ships."""
    from pipeline.claims import Extractor
    from pipeline.claims.scorer import load_scorer

    return Extractor(lexicon, load_scorer(), pipeline.claims.min_confidence)


@pytest.fixture(scope="session")
def tools(engine: Engine, gazetteer: Gazetteer, extractor: Extractor) -> Tools:
    """All that the stages work with."""
    from pipeline.stages import Tools

    return Tools(engine, gazetteer, extractor)


@pytest.fixture
def newspaper() -> Iterator[Newspaper]:
    """A made-up newspaper on loopback, with mishaps on demand."""
    from newspaper import printing

    with printing() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium that the tests of a module share.

    Not those of the session: as long as Playwright stands, no other test of this thread can run an event loop.
    """
    from playwright.sync_api import sync_playwright

    executable = which("chromium") or which("chromium-browser") or which("google-chrome")
    if executable is None:
        pytest.skip("there is no Chromium on the path: install Debian's chromium, or Google Chrome")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield running
        running.close()
