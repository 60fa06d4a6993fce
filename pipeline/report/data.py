"""All that the page knows of a version, apart from the words of its interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.report import laying
from pipeline.report.columns import columns
from pipeline.report.figures import figures
from pipeline.report.maps import network
from pipeline.report.matrix import matrix
from pipeline.report.times import timelines
from pipeline.versions import Version

TABLES = ("documents", "sentences", "entities", "stance", "dependence")
"""The tables that a report is made of."""


@dataclass(frozen=True, slots=True)
class Contents:
    """``shown`` is what the page shows at once, ``texts`` the articles, which are read when one is opened."""

    shown: dict[str, Any]
    texts: list[str]


def contents(tables: Mapping[str, Any], version: Version, least: float = 0.0) -> Contents:
    """Count what the page shows.

    Args:
        tables: those of ``TABLES``, each a ``pyarrow.Table``.
        version: which version they are of.
        least: leave out claims less likely than this, 0 to 1.

    >>> contents(tables, version).shown["figures"]["documents"]  # doctest: +SKIP
    20
    """
    both = laying.lay(tables, least)
    actors = laying.actors(both, tables["entities"])
    laid = columns(both, actors, tables["documents"])
    shown = {
        "about": _about(version, least),
        "figures": figures(tables, both),
        "actors": {"names": actors.names, "issues": actors.issues, "claims": actors.claims},
        "claims": laid.claims,
        "documents": laid.documents,
        "maps": {claims.kind: network(claims, actors) for claims in both},
        "matrix": {claims.kind: matrix(claims, actors) for claims in both},
        "times": timelines(both, actors),
    }
    return Contents(shown, laid.texts)


def _about(version: Version, least: float) -> dict[str, Any]:
    return {
        "version": version.version,
        "tags": version.tags,
        "created_at": version.created_at,
        "engine": version.engine,
        "code_version": version.code_version,
        "least": least,
    }
