"""The stages of a run as plain functions on records; one bad article never takes the others with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline import annotate as parsing
from pipeline import claims
from pipeline.actors import Gazetteer, link, load_gazetteer
from pipeline.annotate import Engine, load_engine
from pipeline.claims import UNTRAINED, Extractor, load_lexicon, load_scorer
from pipeline.collecting import held_back
from pipeline.kept import kept
from pipeline.records import Article, Claim, Mention, Parsed, Problem, Result, TokenRow
from pipeline.settings import Pipeline

T = TypeVar("T")
U = TypeVar("U")
Linked = tuple[Parsed, tuple[Mention, ...]]


@dataclass(frozen=True, slots=True)
class Tools:
    """What the stages work with, loaded once a run."""

    engine: Engine
    gazetteer: Gazetteer
    extractor: Extractor


def models_hash(settings: Pipeline) -> str:
    """Changes when the parser's or the scorer's weights change; nothing is loaded for it."""
    return f"{parsing.fingerprint(settings.engine, settings.model)}-{claims.fingerprint()}"


def load_tools(settings: Pipeline, configs: Path, *, scorer: bool = True) -> Tools:
    """Load engine, gazetteer, lexicon and scorer.

    Args:
        settings: the checked ``pipeline.yaml``.
        configs: the folder with ``actors/`` and ``frames/``.
        scorer: False where one is about to be trained, so that there need not be one.

    Raises:
        SettingsError: for a mistake in the YAML.
        ModelError: for a model that is missing or unfit.
    """
    with held_back():  # a million objects
        return Tools(
            load_engine(settings.engine, settings.model),
            kept(configs / "actors", load_gazetteer),
            Extractor(
                kept(configs / "frames", load_lexicon),
                load_scorer() if scorer else UNTRAINED,
                settings.claims.min_confidence,
            ),
        )


def annotate(tools: Tools, articles: Sequence[Article]) -> tuple[list[Parsed], list[Problem]]:
    """Parse a batch; if the parser fails on it, article by article, so that only the poisoned one is lost."""
    try:
        return list(tools.engine.parse(articles)), []
    except Exception:
        return _each(articles, lambda article: next(iter(tools.engine.parse([article]))), lambda a: a, "parsed")


def link_actors(tools: Tools, parsed: Iterable[Parsed]) -> tuple[list[Linked], list[Problem]]:
    """Find the mentions of actors in each document of a batch."""
    return _each(parsed, lambda p: (p, link(p, tools.gazetteer)), lambda p: p.article, "linked")


def extract(tools: Tools, linked: Iterable[Linked], *, tokens: bool = False) -> tuple[list[Result], list[Problem]]:
    """Find the claims of each document of a batch and let its analysis go; ``tokens`` keeps a row per token."""
    return _each(
        linked,
        lambda pair: _result(*pair, tools.extractor.extract(*pair), tokens),
        lambda pair: pair[0].article,
        "searched",
    )


def _each(
    items: Iterable[T], work: Callable[[T], U], article: Callable[[T], Article], done: str
) -> tuple[list[U], list[Problem]]:
    results: list[U] = []
    problems: list[Problem] = []
    for item in items:
        try:
            results.append(work(item))
        except Exception as error:
            # Whatever breaks on one text must not stop the run: it is reported with the article's name.
            place = article(item).path or article(item).doc_id
            reason = f"cannot be {done} ({type(error).__name__}: {error})"
            problems.append(Problem(place, reason, "the article is left out; please report it with its text"))
    return results, problems


def _result(parsed: Parsed, mentions: tuple[Mention, ...], claims: tuple[Claim, ...], tokens: bool) -> Result:
    spans = tuple(parsed.span(s.start, s.end - 1) for s in parsed.doc.sents)
    rows = _tokens(parsed) if tokens else ()
    return Result(parsed.article, spans, len(parsed.doc), mentions, claims, rows)


def _tokens(parsed: Parsed) -> tuple[TokenRow, ...]:
    rows = []
    for number, sentence in enumerate(parsed.doc.sents):
        for token in sentence:
            start, end = parsed.span(token.i, token.i)
            feats = str(token.morph)
            text = parsed.article.text[start:end]
            rows.append(
                TokenRow(
                    number, start, end, text, token.lemma_, token.pos_, feats, token.head.i, token.dep_, token.ent_type_
                )
            )
    return tuple(rows)


def skipped(article: Article) -> Result:
    """A duplicate: published as a document that points to the first, without claims."""
    return Result(article)
