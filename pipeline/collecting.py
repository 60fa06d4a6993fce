"""Python's garbage collector, held back while much is made that lives as long as the process."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_back() -> Iterator[None]:
    """What is imported or loaded here the collector need not walk through, neither now, which takes a fifth of the time
    and more, nor later.

    >>> with held_back():
    ...     import pipeline.stages
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
