"""What every published table holds: the one place where columns, their order, meaning, limits and keys are said.

The order of columns is that of ``tables.md``; Arrow, pandas and Frictionless schemas are derived (``schema.py``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from pipeline.records import DOMAINS, FACTUALITIES, POLARITY, TRENDS, Kind, Link
from pipeline.schema import Column, Table


def _string(name: str, description: str, *, required: bool = False, enum: Iterable[str] = ()) -> Column:
    return Column(name, "string", description, required, tuple(enum))


def _count(name: str, description: str, *, required: bool = True) -> Column:
    return Column(name, "integer", description, required, minimum=0)


def _role(role: str, meaning: str) -> tuple[Column, ...]:
    return (
        _string(role, f"{meaning}: canonical name, nominative Greek", required=True),
        _string(f"{role}_text", f"Mention of the {role} as it stands in the text", required=True),
        _count(f"{role}_start", "Where that mention (or its antecedent) starts, code points", required=False),
        _count(f"{role}_end", "Where that mention (or its antecedent) ends, exclusive", required=False),
        _string(f"{role}_id", f"Gazetteer id of the {role}, a Wikidata QID where known"),
        _string(f"{role}_rollup", f"State (ISO 3166 alpha-3) or organisation the {role} acts for"),
        _string(f"{role}_kind", f"Whether the {role} is an actor or an issue", required=True, enum=get_args(Kind)),
    )


_DOC = _string("doc_id", "The document", required=True)
_SENTENCE = _count("sentence_id", "The sentence within the document, from 0")
_START = _count("start", "First character, Unicode code points into the document's text")
_END = _count("end", "Character after the last, Unicode code points into the document's text")
_PUBLISHED = _string("published_at", "When the article was published, ISO 8601, UTC")
_TO_DOC = (("doc_id",), "documents", ("doc_id",))
_TO_SENTENCE = (("doc_id", "sentence_id"), "sentences", ("doc_id", "sentence_id"))

_CLAIM = (
    _string("claim_id", "The claim; the same in every version that holds it", required=True),
    _DOC,
    _SENTENCE,
    _count("start", "First character of the evidence sentence in the document's text, code points"),
    _count("end", "Character after the evidence sentence"),
    _string("evidence", "The evidence sentence", required=True),
    _string("cue", "The word or words that carry the claim, as they stand", required=True),
    _count("cue_start", "First character of the cue in the document's text, code points"),
    _count("cue_end", "Character after the cue"),
    _string("frame", "The lexicon entry that proposed the claim", required=True),
    _string("factuality", "How far the text commits to the claim", required=True, enum=FACTUALITIES),
    _string("source", 'The actor the report is attributed to; "" for the article itself'),
    _string("source_rollup", "State or organisation the source acts for"),
    _string("tense", "Tense of the cue"),
    _PUBLISHED,
    Column("confidence", "number", "Calibrated probability of the claim", True, minimum=0, maximum=1),
    _string("engine", "The parser or parsers that carried the claim", required=True),
)

_ALL = (
    Table(
        "documents",
        "The articles, also those that repeat another",
        ("doc_id",),
        (
            _DOC,
            _string("source", "The newspaper, agency or feed"),
            _string("url", "The address of the article"),
            _string("title", "The headline"),
            _string("author", "The author as named"),
            _PUBLISHED,
            Column("retrieved_at", "string", "When the article was fetched, ISO 8601, UTC", volatile=True),
            _string("section", "The section of the paper"),
            _string("text", "The text as it was read; all offsets count its code points", required=True),
            _string("sha256", "SHA-256 of the text in UTF-8, hexadecimal", required=True),
            _string("duplicate_of", "The document this one repeats; such a document is not analysed again"),
            _count("n_sentences", "Sentences found"),
            _count("n_tokens", "Tokens found"),
            Column("fictional", "boolean", "Made up for this project: no such article was published", True),
        ),
        ((("duplicate_of",), "documents", ("doc_id",)),),
    ),
    Table(
        "sentences",
        "The sentences of the documents",
        ("doc_id", "sentence_id"),
        (_DOC, _SENTENCE, _START, _END, _string("text", "The sentence")),
        (_TO_DOC,),
    ),
    Table(
        "tokens",
        "The tokens with their analysis in Universal Dependencies",
        ("doc_id", "token_id"),
        (
            _DOC,
            _SENTENCE,
            _count("token_id", "The token within the document, from 0"),
            _START,
            _END,
            _string("text", "The token"),
            _string("lemma", "Its lemma"),
            _string("upos", "Universal part of speech"),
            _string("feats", "Morphological features, Name=Value with | between"),
            _count("head", "token_id of the governing token; itself for a root"),
            _string("deprel", "Universal dependency relation to the head"),
            _string("ent_type", "Type of the entity the token is part of"),
        ),
        (_TO_SENTENCE,),
    ),
    Table(
        "entities",
        "The mentions of actors",
        ("entity_id",),
        (
            _string("entity_id", "The mention; the same in every version that holds it", required=True),
            _DOC,
            _SENTENCE,
            _START,
            _END,
            _string("text", "The mention as it stands; the antecedent of a dropped subject"),
            _string("label", "Entity type"),
            _string("actor_id", "Gazetteer id of the actor, a Wikidata QID where known"),
            _string("name", "Canonical name of the actor"),
            _string("rollup", "State (ISO 3166 alpha-3) or organisation the actor acts for"),
            _string("kind", "Whether it is an actor or an issue", required=True, enum=get_args(Kind)),
            _string("link", "How the mention was resolved", required=True, enum=get_args(Link)),
        ),
        (_TO_DOC, _TO_SENTENCE),
    ),
    Table(
        "stance",
        "Who takes which position toward whom",
        ("claim_id",),
        (
            *_CLAIM,
            *_role("holder", "Who takes the position"),
            *_role("target", "Toward whom or what"),
            _string("polarity", "Sign of the position", required=True, enum=dict.fromkeys(POLARITY.values())),
            _string("category", "Kind of position", required=True, enum=POLARITY),
            _string("plover", "PLOVER event class"),
        ),
        (_TO_DOC, _TO_SENTENCE),
    ),
    Table(
        "dependence",
        "Who relies on whom for what",
        ("claim_id",),
        (
            *_CLAIM,
            *_role("dependent", "Who relies"),
            *_role("provider", "On whom or what"),
            _string("domain", "What for", required=True, enum=DOMAINS),
            _string("trend", "Whether the reliance stands, grows or shrinks", required=True, enum=TRENDS),
        ),
        (_TO_DOC, _TO_SENTENCE),
    ),
)
TABLES: dict[str, Table] = {table.name: table for table in _ALL}
