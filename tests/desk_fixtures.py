"""A desk and its page, for the tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desks import desk, opened, serving

from pipeline.review.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    """A desk nothing was judged on: two claims in «α1», none in «β2», two in «κακό»."""
    with desk(tmp_path) as found:
        yield found


@pytest.fixture
def address(one: Desk) -> Iterator[str]:
    """The address of its page."""
    with serving(one) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, at the first claim."""
    with opened(browser, address) as found:
        yield found
