"""The command ``stasis``: reads what is asked, calls a function, prints. Nothing is decided here."""

from pipeline.cli import (  # each adds its commands
    actors,
    diff,
    export,
    frames,
    knowledge,
    quality,
    report,
    review,
    schedule,
    sources,
    store,
    tables,
    train,
)
from pipeline.cli.common import app

__all__ = [
    "actors", "app", "diff", "export", "frames", "knowledge", "quality", "report", "review", "schedule", "sources",
    "store", "tables", "train",
]  # fmt: skip
