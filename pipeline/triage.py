"""What each article of a run needs: none where it repeats another or its rows stand, analysis where it is new."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline import stages
from pipeline.incremental import Plan, Standing, plan
from pipeline.settings import Pipeline
from pipeline.shelf import Chosen, Shelf
from pipeline.spool import Spool
from pipeline.store import Store
from pipeline.tables import to_tables
from pipeline.workbench import parts


def alone(articles: Shelf, spool: Spool, settings: Pipeline) -> Chosen:
    """The articles that repeat no other. Those that do are documents and no more: their rows are spooled.

    Args:
        articles: all that were read.
        spool: where rows go; each table is there afterwards, whatever comes.
        settings: of the run.
    """
    places: tuple[list[int], list[int]] = [], []
    for at, article in enumerate(articles):
        places[bool(article.duplicate_of)].append(at)
    spool.add(to_tables([], tokens=settings.tokens))
    for some in parts(Chosen(articles, places[True]), settings.batch):
        spool.add(to_tables(map(stages.skipped, some), tokens=settings.tokens))
    return Chosen(articles, places[False])


def compared(articles: Chosen, store: Store, now: Mapping[str, str], spool: Spool, *, full: bool) -> Plan:
    """Which articles must be analysed. The rows of the others are spooled as the newest version has them.

    Args:
        articles: those that repeat no other.
        store: where the newest version is.
        now: from ``incremental.conditions``.
        spool: where rows go.
        full: analyse all.

    Raises:
        StoreError: when the newest version is damaged.
    """
    newest = store.newest()
    todo = plan(articles, now, store.ledger.made(newest.version) if newest else None, full=full)
    if todo.kept:
        standing = Standing(todo.kept)
        for name in store.names():
            for rows in standing.rows(name, store.parts(name)):
                spool.add({name: rows})
    return todo
