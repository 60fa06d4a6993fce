"""A parsed article and its mentions → claims."""

from __future__ import annotations

from pipeline.claims.candidates import Candidate
from pipeline.claims.context import Context
from pipeline.claims.cues import find_cues
from pipeline.claims.domains import Domains
from pipeline.claims.factuality import factuality, tense
from pipeline.claims.judging import Judge, Verdict, choose
from pipeline.claims.lexicon import PLOVER_OF, Lexicon
from pipeline.claims.scorer import Scorer
from pipeline.records import Actor, Claim, Mention, Parsed, Role
from pipeline.text import fold


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

    def extract(self, parsed: Parsed, mentions: tuple[Mention, ...]) -> tuple[Claim, ...]:
        """The claims of one article, in reading order."""
        chosen = choose(parsed.doc, self.verdicts(parsed, mentions), self.min_confidence)
        domains = Domains(parsed.doc, self.lexicon)
        claims = [self._claim(parsed, p, c, domains) for p, c in chosen]
        return tuple(sorted(claims, key=lambda c: (c.start, c.cue_start, c.first.start, c.second.start, c.type)))

    def verdicts(self, parsed: Parsed, mentions: tuple[Mention, ...]) -> list[Verdict]:
        """What the scorer makes of every cue of one article, in reading order."""
        matches = find_cues(parsed.doc, self.lexicon)
        context = Context(parsed, mentions, matches)
        return Judge(context, self.scorer).verdicts(matches)

    def _claim(self, parsed: Parsed, probability: float, candidate: Candidate, domains: Domains) -> Claim:
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
            detail=frame.category or domains.domain(match, candidate.target.mention),
            plover=frame.plover or PLOVER_OF.get(frame.category or "", ""),
            factuality=factuality(doc, match),
            source=said_by.actor.name if said_by else "",
            source_rollup=said_by.actor.rollup if said_by else "",
            tense=tense(doc, match),
            published_at=parsed.article.published_at,
            confidence=round(probability, 4),
            engine=parsed.engine,
        )


HOME = "GRC"
"""The state whose politics the papers write of as their own."""


_CREDITORS = frozenset({"δανειστ", "πιστωτε", "πιστωτω", "τροικα", "τροικασ", "εταιροι", "εταιρου", "εταιρων"})
"""Beginnings of words for those abroad who have no rollup (codebook): to them a government speaks for its state."""


def _at_home(holder: Mention, target: Mention) -> tuple[Role, Role]:
    """The two roles; in a domestic quarrel a member of the government speaks for the party (codebook, rollup)."""
    return _role(holder, _domestic(holder.actor, target.actor)), _role(target, _domestic(target.actor, holder.actor))


def _domestic(actor: Actor, other: Actor) -> bool:
    """Whether a politician in office speaks for the party to another.

    Always to a party at home and its people. Of the politicians of the papers' own state also to the state's bodies and
    where nobody is behind an issue: in ``train*.jsonl`` 138 of 188 such have the party's rollup, abroad 37 of 146.
    """
    if not _CREDITORS.isdisjoint(word[:7] for word in fold(other.name).split()):
        return False
    partisan = other.state == actor.state and (bool(other.party) or other.rollup not in ("", actor.state))
    return partisan or (actor.state == HOME and other.rollup in ("", HOME))


def _role(mention: Mention, domestic: bool) -> Role:
    actor = mention.actor
    rollup = actor.party if domestic and actor.party else actor.rollup
    return Role(actor.name, mention.text, mention.start, mention.end, actor.id, rollup, actor.kind)
