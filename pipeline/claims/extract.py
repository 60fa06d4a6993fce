"""A parsed article and its mentions → claims."""

from __future__ import annotations

from pathlib import Path

from spacy.tokens import Doc

from pipeline.claims.candidates import Argument, Candidate, candidates
from pipeline.claims.cues import find_cues
from pipeline.claims.domains import domain
from pipeline.claims.factuality import factuality, tense
from pipeline.claims.features import Features
from pipeline.claims.lexicon import PLOVER_OF, Lexicon, load_lexicon
from pipeline.claims.scorer import UNTRAINED, Scorer, load_scorer
from pipeline.records import Actor, Claim, Mention, Parsed, Role
from pipeline.syntax import first_conjunct

Scored = tuple[float, Candidate]


class Extractor:
    """Finds stance and dependence claims.

    Args:
        lexicon: frames and domain words.
        scorer: gives each candidate its probability.
        min_confidence: claims less likely are left out.
    """

    def __init__(self, lexicon: Lexicon, scorer: Scorer, min_confidence: float) -> None:
        self.lexicon = lexicon
        self.scorer = scorer
        self.min_confidence = min_confidence

    @classmethod
    def load(cls, frames: Path, min_confidence: float, *, scorer: bool = True) -> Extractor:
        """With the lexicon in ``frames`` and the scorer that ships.

        Raises:
            SettingsError: when the lexicon is malformed.
            ModelError: when the scorer is missing.
        """
        return cls(load_lexicon(frames), load_scorer() if scorer else UNTRAINED, min_confidence)

    def extract(self, parsed: Parsed, mentions: tuple[Mention, ...]) -> tuple[Claim, ...]:
        """The claims of one article, in reading order."""
        matches = find_cues(parsed.doc, self.lexicon)
        features = Features(parsed)
        scored = [
            (self.scorer.probability(c.match.frame.type, features.of(c)), c)
            for c in candidates(parsed, matches, mentions)
        ]
        likely = [(p, c) for p, c in scored if p >= self.min_confidence]
        chosen = _strongest(_consistent(parsed.doc, likely))
        claims = [self._claim(parsed, p, c) for p, c in chosen]
        return tuple(sorted(claims, key=lambda c: (c.start, c.cue_start, c.first.start, c.second.start, c.type)))

    def _claim(self, parsed: Parsed, probability: float, candidate: Candidate) -> Claim:
        match, doc = candidate.match, parsed.doc
        frame = match.frame
        sentence = doc[match.head].sent
        start, end = parsed.span(sentence.start, sentence.end - 1)
        cue_start, cue_end = parsed.span(match.tokens[0], match.tokens[-1])
        said_by = candidate.said_by
        first, second = _at_home(candidate.holder.mention, candidate.target.mention)
        return Claim(
            type=frame.type,
            doc_id=parsed.article.doc_id,
            sentence_id=match.sentence,
            start=start,
            end=end,
            evidence=parsed.article.text[start:end],
            cue=parsed.article.text[cue_start:cue_end],
            cue_start=cue_start,
            cue_end=cue_end,
            frame=frame.id,
            first=first,
            second=second,
            value=frame.value,
            detail=frame.category or domain(doc, match, candidate.target.mention, self.lexicon),
            plover=frame.plover or PLOVER_OF.get(frame.category or "", ""),
            factuality=factuality(doc, match),
            source=said_by.actor.name if said_by else "",
            source_rollup=said_by.actor.rollup if said_by else "",
            tense=tense(doc, match),
            published_at=parsed.article.published_at,
            confidence=round(probability, 4),
            engine=parsed.engine,
        )


def _consistent(doc: Doc, scored: list[Scored]) -> list[Scored]:
    """For each cue the likeliest pair, and the pairs coordinated with it; the others compete for the same roles."""
    kept: list[Scored] = []
    best: dict[tuple[int, str], Candidate] = {}
    for probability, candidate in sorted(scored, key=lambda s: -s[0]):
        key = (candidate.match.head, candidate.match.frame.type)
        leader = best.setdefault(key, candidate)
        if leader is candidate or candidate.match.frame.mutual or _beside(doc, leader, candidate):
            kept.append((probability, candidate))
    return kept


def _beside(doc: Doc, leader: Candidate, other: Candidate) -> bool:
    return _coordinated(doc, leader.holder, other.holder) and _coordinated(doc, leader.target, other.target)


def _coordinated(doc: Doc, a: Argument, b: Argument) -> bool:
    return first_conjunct(doc[a.mention.anchor]).i == first_conjunct(doc[b.mention.anchor]).i


def _strongest(scored: list[Scored]) -> list[Scored]:
    """The same claim made twice in one sentence is one: the likelier is kept."""
    best: dict[tuple[str, ...], Scored] = {}
    for probability, candidate in scored:
        key = (
            str(candidate.match.sentence),
            candidate.match.frame.type,
            candidate.match.frame.value,
            _identity(candidate.holder.mention),
            _identity(candidate.target.mention),
        )
        if key not in best or best[key][0] < probability:
            best[key] = (probability, candidate)
    return list(best.values())


def _identity(mention: Mention) -> str:
    return mention.actor.rollup if mention.actor.rollup and mention.actor.kind == "actor" else mention.actor.name


HOME = "GRC"
"""The state whose politics the papers write of as their own."""


def _at_home(holder: Mention, target: Mention) -> tuple[Role, Role]:
    """The two roles; in a domestic quarrel a member of the government speaks for the party (codebook, rollup)."""
    return _role(holder, _domestic(holder.actor, target.actor)), _role(target, _domestic(target.actor, holder.actor))


def _domestic(actor: Actor, other: Actor) -> bool:
    """Whether a politician in office speaks for the party to another.

    Always to a party at home and its people. Of the politicians of the papers' own state also to the state's bodies and
    where nobody is behind an issue: in ``train*.jsonl`` 138 of 188 such have the party's rollup, abroad 37 of 146.
    """
    partisan = other.state == actor.state and (bool(other.party) or other.rollup not in ("", actor.state))
    return partisan or (actor.state == HOME and other.rollup in ("", HOME))


def _role(mention: Mention, domestic: bool) -> Role:
    actor = mention.actor
    rollup = actor.party if domestic and actor.party else actor.rollup
    return Role(actor.name, mention.text, mention.start, mention.end, actor.id, rollup, actor.kind)
