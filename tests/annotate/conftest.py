"""Stanza is loaded once a session."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.annotate import Engine, load_engine
from pipeline.records import Article


@pytest.fixture(scope="session")
def stanza_engine() -> Engine:
    """The Stanza models that ship."""
    return load_engine("stanza")


@pytest.fixture(scope="session")
def read(stanza_engine: Engine) -> Callable[[str], Doc]:
    """One text to its Doc, by Stanza."""
    return lambda text: next(iter(stanza_engine.parse([Article("α", text)]))).doc
