"""The command ``stasis``: reads what is asked, calls a function, prints. Nothing is decided here."""

from pipeline.cli import actors, frames, knowledge, quality, store, tables, train  # each adds its commands
from pipeline.cli.common import app

__all__ = ["actors", "app", "frames", "knowledge", "quality", "store", "tables", "train"]
