"""The records that stages exchange: frozen, with offsets into the article's text as it was read.

An offset is a count of Unicode code points from the start of ``Article.text``; ``end`` is exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.text import Alignment
    from pipeline.words import Tree

ClaimType = Literal["stance", "dependence"]
Kind = Literal["actor", "issue"]
Link = Literal["gazetteer", "model", "reference", "zero", "none"]

ROLES: dict[ClaimType, tuple[str, str]] = {"stance": ("holder", "target"), "dependence": ("dependent", "provider")}
"""The two roles of each type of claim, first the one who takes the stance or depends."""

VALUE: dict[ClaimType, str] = {"stance": "polarity", "dependence": "trend"}
"""The field that decides, with the two roles, whether two claims agree in full."""

SECOND: dict[ClaimType, str] = {"stance": "category", "dependence": "domain"}

POLARITY = {
    "support": "positive",
    "alignment": "positive",
    "criticism": "negative",
    "distancing": "negative",
    "pressure": "negative",
}
"""Category of a stance → its polarity."""

TRENDS = ("dependent", "increasing", "decreasing")
DOMAINS = ("energy", "trade", "security", "finance", "politics", "technology", "resources", "general")
FACTUALITIES = ("asserted", "intended", "possible", "negated")


@dataclass(frozen=True, slots=True)
class Article:
    """One news text as it was read. ``path`` says where from; dates are ISO 8601, "" when unknown."""

    doc_id: str
    text: str
    title: str = ""
    source: str = ""
    url: str = ""
    author: str = ""
    published_at: str = ""
    retrieved_at: str = ""
    section: str = ""
    fictional: bool = False
    path: str = ""
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was left out of a run, where it stands, why, and what to do about it."""

    place: str
    reason: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" + (f"\n  -> {self.remedy}" if self.remedy else "")


@dataclass(frozen=True, slots=True)
class Notice(Problem):
    """Something a person should know of, though no article was left out for it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article with its analysis. ``doc`` lies over normalised text; ``alignment`` leads back to the article's."""

    article: Article
    doc: Tree
    alignment: Alignment
    engine: str = "spacy"
    dissent: frozenset[int] | None = None
    """Tokens whose head or relation a second engine sees otherwise; None where only one read the text."""

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets into the article's text of the tokens ``first`` … ``last`` (both included)."""
        start = self.doc[first].idx
        end = self.doc[last].idx + len(self.doc[last])
        return self.alignment.original(start, end)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who a mention stands for. ``id`` is the gazetteer's (a QID where known), "" for an actor it lacks."""

    name: str
    id: str = ""
    rollup: str = ""
    kind: Kind = "actor"
    party: str = ""
    """Rollup in a domestic quarrel, where it differs: the party of a member of a government."""
    state: str = ""
    """The state it belongs to, where the gazetteer tells: of a party, a politician, a body, the state itself."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that stands for an actor.

    ``first`` and ``last`` are its tokens (both included), ``head`` the token that carries its syntax. For a
    dropped subject (``link="zero"``) these are the antecedent's, and ``anchor`` is the verb that lacks its subject;
    for a pronoun ``anchor`` is the pronoun. Otherwise ``anchor`` equals ``head``: a description that means an actor
    named before («η χώρα») has ``link="reference"`` too, and its own words.
    """

    start: int
    end: int
    text: str
    first: int
    last: int
    head: int
    sentence_id: int
    label: str
    actor: Actor
    link: Link
    anchor: int
    confidence: float = 1.0

    @property
    def pronoun(self) -> bool:
        """Whether a pronoun stands for the actor."""
        return self.link == "reference" and self.anchor != self.head

    @property
    def elsewhere(self) -> bool:
        """Whether the words are an antecedent's: a pronoun or nothing stands where the actor is meant."""
        return self.link == "zero" or self.pronoun


@dataclass(frozen=True, slots=True)
class Role:
    """One of the two actors of a claim, with the mention it was read from."""

    name: str
    text: str
    start: int
    end: int
    id: str = ""
    rollup: str = ""
    kind: Kind = "actor"


@dataclass(frozen=True, slots=True)
class Claim:
    """A stance or dependence claim as ``claims.md`` defines it.

    ``first`` is holder or dependent, ``second`` target or provider; ``value`` is polarity or trend, ``detail``
    category or domain. ``start`` and ``end`` bound the evidence sentence.
    """

    type: ClaimType
    doc_id: str
    sentence_id: int
    start: int
    end: int
    evidence: str
    cue: str
    cue_start: int
    cue_end: int
    frame: str
    first: Role
    second: Role
    value: str
    detail: str
    plover: str = ""
    factuality: str = "asserted"
    source: str = ""
    source_rollup: str = ""
    tense: str = ""
    published_at: str = ""
    confidence: float = 0.0
    engine: str = "spacy"


@dataclass(frozen=True, slots=True)
class Result:
    """All that a run found in one article, ready to be laid into tables."""

    article: Article
    sentences: tuple[tuple[int, int], ...] = ()
    n_tokens: int = 0
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    tokens: tuple[TokenRow, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token for the ``tokens`` table; ``head`` is the id of the governing token, itself for a root."""

    sentence_id: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str
    ent_type: str
