"""Gold files: documents with the claims a careful reader found in them, as ``claims.md`` lays them down."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pipeline.errors import GoldError
from pipeline.records import DOMAINS, FACTUALITIES, POLARITY, ROLES, SECOND, TRENDS, VALUE, Article, ClaimType, Kind

_ALLOWED: dict[str, Collection[str]] = {
    "polarity": tuple(dict.fromkeys(POLARITY.values())),
    "trend": TRENDS,
    "category": tuple(POLARITY),
    "domain": DOMAINS,
    "factuality": FACTUALITIES,
    "type": tuple(ROLES),
    "kind": ("actor", "issue"),
}


@dataclass(frozen=True, slots=True)
class GoldRole:
    """One of the two actors of a gold claim. Gold gives the words of a mention, not where it stands."""

    name: str
    text: str
    rollup: str = ""
    kind: Kind = "actor"


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim of the gold, its fields named as in ``records.Claim``; ``sentence`` counts from 0."""

    type: ClaimType
    sentence: int
    first: GoldRole
    second: GoldRole
    value: str
    detail: str
    factuality: str = "asserted"
    source: str = ""
    cue: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The claim as a gold file writes it.

        >>> role = GoldRole("Τουρκία", "Άγκυρα", "TUR")
        >>> GoldClaim("stance", 0, role, role, "positive", "support").as_dict()["holder"]["name"]
        'Τουρκία'
        """
        roles = {
            key: {"text": role.text, "name": role.name, "rollup": role.rollup, "kind": role.kind}
            for key, role in zip(ROLES[self.type], (self.first, self.second), strict=True)
        }
        decisive = {VALUE[self.type]: self.value, SECOND[self.type]: self.detail}
        rest = {"factuality": self.factuality, "source": self.source, "cue": self.cue}
        return {"type": self.type, "sentence": self.sentence, **roles, **decisive, **rest}


@dataclass(frozen=True, slots=True)
class GoldDoc:
    """A document of the gold. ``sentences`` are offsets into ``text`` in code points, ends exclusive."""

    doc_id: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    claims: tuple[GoldClaim, ...] = ()
    title: str = ""
    published_at: str = ""
    source: str = ""

    def of_type(self, kind: ClaimType) -> tuple[GoldClaim, ...]:
        """Its stance claims, or its dependence claims."""
        return tuple(claim for claim in self.claims if claim.type == kind)

    def article(self) -> Article:
        """The document without its claims, to be sent down the pipeline.

        >>> GoldDoc("α1", "Η Άγκυρα στηρίζει το Μπακού.", ((0, 28),)).article().doc_id
        'α1'
        """
        return Article(self.doc_id, self.text, title=self.title, source=self.source, published_at=self.published_at)


def read_gold(path: Path | str) -> dict[str, GoldDoc]:
    """Documents of a gold file by ``doc_id``, in the order of the file. Keys that gold does not define are ignored.

    Args:
        path: a file of JSON lines, UTF-8, one document a line; blank lines are passed over.

    Raises:
        GoldError: when the file cannot be opened or a line is no document of gold: broken JSON, a key missing, a
            value not among those allowed, offsets outside the text, a ``doc_id`` twice. It says file and line.

    >>> read_gold("shared/gold/dev-seed.jsonl")  # doctest: +SKIP
    {'seed': GoldDoc(doc_id='seed', text='Η Άγκυρα …', …)}
    """
    try:
        lines = Path(path).read_bytes().split(b"\n")
    except OSError as error:
        raise GoldError(
            f"cannot be read: {error.strerror}", place=path, remedy="give the path of a gold file"
        ) from error
    docs: dict[str, GoldDoc] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        reader = _Reader(f"{path}:{number}")
        doc = reader.document(reader.parse(line))
        if doc.doc_id in docs:
            raise reader.error(f"'{doc.doc_id}' stands on an earlier line too", "give every document its own doc_id")
        docs[doc.doc_id] = doc
    return docs


def parse_claim(data: Any, n_sentences: int, place: str) -> GoldClaim:
    """One claim from the form that ``as_dict`` writes, checked as in a gold file.

    Args:
        data: parsed JSON; keys that gold does not define are ignored.
        n_sentences: how many sentences its document has.
        place: where it comes from, for messages.

    Raises:
        GoldError: when it is no claim of gold.

    >>> role = GoldRole("Τουρκία", "Άγκυρα", "TUR")
    >>> parse_claim(GoldClaim("stance", 0, role, role, "positive", "support").as_dict(), 1, "εδώ").first.rollup
    'TUR'
    """
    return _Reader(place).claim(data, n_sentences, "claim")


@dataclass(frozen=True, slots=True)
class _Reader:
    """What reads one line; ``place`` is its file and line, for messages. ``at`` names a part of the document."""

    place: str

    def error(self, problem: str, remedy: str) -> GoldError:
        return GoldError(problem, place=self.place, remedy=remedy)

    def parse(self, line: bytes) -> Any:
        try:
            return json.loads(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise self.error(f"byte {error.start + 1} is not UTF-8", "save the file as UTF-8") from error
        except json.JSONDecodeError as error:
            problem = f"no valid JSON at character {error.colno}: {error.msg}"
            raise self.error(problem, "write one document a line, without breaks inside") from error

    def document(self, data: Any) -> GoldDoc:
        doc_id, text, title, published_at = (
            self.string(data, key, "document") for key in ("doc_id", "text", "title", "published_at")
        )
        if not doc_id:
            raise self.error("the document's doc_id is empty", "give every document a doc_id")
        sentences = tuple(
            self.sentence(span, len(text), f"sentences[{i}]")
            for i, span in enumerate(self.array(data, "sentences", "document"))
        )
        claims = tuple(
            self.claim(claim, len(sentences), f"claims[{i}]")
            for i, claim in enumerate(self.array(data, "claims", "document"))
        )
        # Most corpora have no newspaper to name, so this one key may be missing.
        source = self.string(data, "source", "document") if "source" in data else ""
        return GoldDoc(doc_id, text, sentences, claims, title, published_at, source)

    def sentence(self, span: Any, length: int, at: str) -> tuple[int, int]:
        whole = isinstance(span, list) and len(span) == 2 and all(type(offset) is int for offset in span)
        if not whole or not 0 <= span[0] < span[1] <= length:
            remedy = f"write [start, end] in characters, 0 <= start < end <= {length}, the length of the text"
            raise self.error(f"{at} is {_show(span)}", remedy)
        return span[0], span[1]

    def claim(self, data: Any, n_sentences: int, at: str) -> GoldClaim:
        kind = cast(ClaimType, self.choice(data, "type", at))
        sentence = self.get(data, "sentence", at)
        if type(sentence) is not int or not 0 <= sentence < n_sentences:
            remedy = f"number a sentence that holds the cue, 0 to {n_sentences - 1}"
            raise self.error(f"{at}.sentence is {_show(sentence)}", remedy)
        first, second = (self.role(self.get(data, role, at), f"{at}.{role}") for role in ROLES[kind])
        value, detail = self.choice(data, VALUE[kind], at), self.choice(data, SECOND[kind], at)
        if kind == "stance" and POLARITY[detail] != value:
            remedy = f"make the polarity {POLARITY[detail]} or choose another category"
            raise self.error(f"{at}: {detail} is never {value}", remedy)
        factuality = self.choice(data, "factuality", at)
        source, cue = self.string(data, "source", at), self.string(data, "cue", at)
        return GoldClaim(kind, sentence, first, second, value, detail, factuality, source, cue)

    def role(self, data: Any, at: str) -> GoldRole:
        name, text, rollup = (self.string(data, key, at) for key in ("name", "text", "rollup"))
        return GoldRole(name, text, rollup, cast(Kind, self.choice(data, "kind", at)))

    def get(self, data: Any, key: str, at: str) -> Any:
        if not isinstance(data, Mapping):
            raise self.error(f"{at} is {_show(data)}, no JSON object", f"write {{…}} with the key '{key}'")
        if key not in data:
            raise self.error(f"{at} lacks the key '{key}'", f"add it; the keys there are: {', '.join(data) or 'none'}")
        return data[key]

    def string(self, data: Any, key: str, at: str) -> str:
        value = self.get(data, key, at)
        if not isinstance(value, str):
            raise self.error(f"{at}.{key} is {_show(value)}", 'write a string, "" when there is none')
        return value

    def array(self, data: Any, key: str, at: str) -> list[Any]:
        value = self.get(data, key, at)
        if not isinstance(value, list):
            raise self.error(f"{at}.{key} is {_show(value)}", "write a list, [] when there is none")
        return value

    def choice(self, data: Any, key: str, at: str) -> str:
        value = self.string(data, key, at)
        if value not in _ALLOWED[key]:
            raise self.error(f"{at}.{key} is {_show(value)}", f"choose one of {', '.join(_ALLOWED[key])}")
        return value


def _show(value: Any) -> str:
    """A value as JSON, cut short so that a message stays a line."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"
