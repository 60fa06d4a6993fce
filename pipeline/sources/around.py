"""What a source is read in: its name, the settings, and what the sources of one run share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline.settings import Limits, Pipeline, WebSettings
from pipeline.sources.checks import Seen
from pipeline.sources.web import Pace


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a source while it is read. ``seen`` and ``pace`` are one for all sources of a run.

    ``now`` is the moment of the run.
    """

    name: str
    settings: Pipeline
    seen: Seen = field(default_factory=Seen)
    pace: Pace = field(default_factory=Pace)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def limits(self) -> Limits:
        """What is not worth reading."""
        return self.settings.limits

    @property
    def web(self) -> WebSettings:
        """How pages are fetched."""
        return self.settings.web

    @property
    def raw(self) -> Path:
        """The source's own folder for what is fetched."""
        return self.settings.raw / self.name
