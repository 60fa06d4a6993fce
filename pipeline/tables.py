"""Records of a run laid into the published tables, with ids that outlive edits elsewhere in the article."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from pipeline.catalogue import TABLES
from pipeline.errors import StoreError
from pipeline.records import ROLES, SECOND, VALUE, Article, Claim, Mention, Result, Role
from pipeline.schema import DIGITS

Row = dict[str, Any]


def to_tables(results: Iterable[Result], *, tokens: bool = False) -> dict[str, Any]:
    """Lay results into one ``pyarrow.Table`` per published table, rows sorted by key.

    Args:
        results: one per article; an article that repeats another gives a row of ``documents`` only.
        tokens: whether to lay out the ``tokens`` table too.

    Raises:
        StoreError: when two articles share a ``doc_id``, or a text holds what UTF-8 cannot.

    >>> rows = to_tables([Result(Article("α1", "Η Άγκυρα σιωπά."), sentences=((0, 15),))])
    >>> rows["sentences"].to_pylist()
    [{'doc_id': 'α1', 'sentence_id': 0, 'start': 0, 'end': 15, 'text': 'Η Άγκυρα σιωπά.'}]
    """
    makers: dict[str, Callable[[Result], Iterable[Row]]] = {
        "documents": lambda result: [_document(result)],
        "sentences": _sentences,
        "entities": _entities,
        "stance": lambda result: _claims(result, "stance"),
        "dependence": lambda result: _claims(result, "dependence"),
    }
    if tokens:
        makers["tokens"] = _tokens
    schemas = {name: TABLES[name].arrow() for name in makers}
    # A batch per article, not rows of the whole run: Python objects take ten times the room of Arrow's.
    batches: dict[str, list[Any]] = {name: [] for name in makers}
    results = list(results)
    refuse_twins(result.article for result in results)
    for result in results:
        for name, make in makers.items():
            batches[name].append(pa.RecordBatch.from_pylist(list(make(result)), schema=schemas[name]))
    laid = {name: pa.Table.from_batches(parts, schema=schemas[name]) for name, parts in batches.items()}
    return {name: TABLES[name].conform(laid[name]) for name in TABLES if name in laid}


def refuse_twins(articles: Iterable[Article]) -> None:
    """See that no two articles have one id.

    Raises:
        StoreError: for the first two that do.
    """
    seen: dict[str, str] = {}
    for article in articles:
        if article.doc_id in seen:
            places = " and ".join((seen[article.doc_id], article.path or "?"))
            raise StoreError(
                f"two articles have the doc_id '{article.doc_id}'",
                place=places,
                remedy="give one of them another doc_id, or leave it out",
            )
        seen[article.doc_id] = article.path or "?"


def claim_id(claim: Claim, occurrence: int = 0) -> str:
    """The id of a claim: 16 hexadecimal digits from what it says, not from where it stands.

    Args:
        claim: the claim.
        occurrence: how many claims alike in all of this stand before it in the document.

    >>> role = Role("Ρωσία", "Μόσχα", 0, 5)
    >>> claim = Claim("stance", "α1", 0, 0, 15, "Η Μόσχα απειλεί", "απειλεί", 8, 15, "απειλώ", role, role, "", "")
    >>> claim_id(claim) == claim_id(claim), claim_id(claim) == claim_id(claim, 1)
    (True, False)
    """
    return _digest(*_identity(claim), occurrence)


def _document(result: Result) -> Row:
    article = result.article
    try:
        text = article.text.encode()
    except UnicodeEncodeError as error:
        place = article.path or article.doc_id
        raise StoreError(f"half a surrogate pair in the text: {error}", place=place, remedy="mend the text") from error
    counts = {"n_sentences": len(result.sentences), "n_tokens": result.n_tokens}
    fields = {name: getattr(article, name) for name in TABLES["documents"].names if hasattr(article, name)}
    return fields | counts | {"sha256": hashlib.sha256(text).hexdigest()}


def _sentences(result: Result) -> Iterator[Row]:
    for number, (start, end) in enumerate(result.sentences):
        text = result.article.text[start:end]
        yield {"doc_id": result.article.doc_id, "sentence_id": number, "start": start, "end": end, "text": text}


def _tokens(result: Result) -> Iterator[Row]:
    fields = [name for name in TABLES["tokens"].names if name not in ("doc_id", "token_id")]
    for number, token in enumerate(result.tokens):
        row = {name: getattr(token, name) for name in fields}
        yield row | {"doc_id": result.article.doc_id, "token_id": number}


def _entities(result: Result) -> Iterator[Row]:
    seen: Counter[tuple[str, ...]] = Counter()
    for mention in sorted(result.mentions, key=_place):
        actor = mention.actor
        start, end = result.sentences[mention.sentence_id]
        # A dropped subject borrows the words of its antecedent: were it counted among the mentions that stand in the
        # text, resolving one more would give them the ids of others.
        borrowed = ("elsewhere",) if mention.elsewhere else ()
        alike = (result.article.text[start:end], mention.text, *borrowed)
        row = {name: getattr(mention, name) for name in ("sentence_id", "start", "end", "text", "label", "link")}
        row |= {"actor_id": actor.id, "name": actor.name, "rollup": actor.rollup, "kind": actor.kind}
        row |= {"doc_id": result.article.doc_id}
        yield row | {"entity_id": _digest(result.article.doc_id, *alike, seen[alike])}
        seen[alike] += 1


def _place(mention: Mention) -> tuple[int, int, int, int]:
    # By sentence first: the antecedent, where a dropped subject has its offsets, may stand anywhere.
    return mention.sentence_id, mention.start, mention.end, mention.anchor


def _claims(result: Result, kind: str) -> Iterator[Row]:
    seen: Counter[tuple[str, ...]] = Counter()
    claims = (claim for claim in result.claims if claim.type == kind)
    for claim in sorted(claims, key=_position):
        alike = _identity(claim)
        yield _claim(claim, result.article) | {"claim_id": claim_id(claim, seen[alike])}
        seen[alike] += 1


def _claim(claim: Claim, article: Article) -> Row:
    common = [name for name in TABLES[claim.type].names if name in Claim.__dataclass_fields__]
    row: Row = {name: getattr(claim, name) for name in common}
    row |= {VALUE[claim.type]: claim.value, SECOND[claim.type]: claim.detail}
    row["published_at"] = claim.published_at or article.published_at
    row["confidence"] = round(claim.confidence, DIGITS)
    for name, role in zip(ROLES[claim.type], (claim.first, claim.second), strict=True):
        row |= _role(name, role)
    return row


def _role(name: str, role: Role) -> Row:
    offsets = (role.start, role.end) if role.start >= 0 else (None, None)
    row = {f"{name}_{part}": getattr(role, part) for part in ("text", "id", "rollup", "kind")}
    return row | {name: role.name, f"{name}_start": offsets[0], f"{name}_end": offsets[1]}


def _position(claim: Claim) -> tuple[Any, ...]:
    return claim.start, claim.cue_start, claim.first.start, claim.second.start, claim.detail, claim.frame, claim.cue_end


def _identity(claim: Claim) -> tuple[str, ...]:
    return claim.doc_id, claim.type, claim.evidence, claim.first.name, claim.second.name, claim.value, claim.cue


def _digest(*parts: str | int) -> str:
    # JSON keeps the parts apart: joined bare, ("ab", "c") and ("a", "bc") would be one.
    return hashlib.sha1(json.dumps(parts, ensure_ascii=False).encode(), usedforsecurity=False).hexdigest()[:16]
