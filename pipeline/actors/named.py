"""A name found in a text."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.actors.gazetteer import Name
from pipeline.records import Actor, Link


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a Doc: tokens ``first`` … ``last`` (both included), its label, whom it stands for and how we know."""

    first: int
    last: int
    label: str
    actor: Actor
    link: Link
    name: Name | None = None

    @property
    def adjective(self) -> bool:
        """Whether it only describes («ρωσική»): an actor through the noun it stands on."""
        return self.label == "adjective"
