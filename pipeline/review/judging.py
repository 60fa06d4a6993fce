"""A judgement: what a person says of one claim, checked against its document."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from pipeline.errors import GoldError, ReviewError
from pipeline.gold import parse_claim
from pipeline.records import ROLES, SECOND, VALUE, ClaimType
from pipeline.review.documents import Document, Json

Verdict = Literal["confirmed", "corrected", "rejected", "added"]

TENSES = ("", "past", "present", "future")
CUE = "cue"
RIGHT, CORRECTED, WRONG = "confirmed", "corrected", "rejected"


def fields(kind: ClaimType) -> tuple[str, ...]:
    """What is judged of a claim, in order. Mention and name of an actor are one field, its rollup and kind two more.

    >>> fields("dependence")[:4]
    ('dependent', 'dependent.rollup', 'dependent.kind', 'provider')
    """
    roles = (part for role in ROLES[kind] for part in (role, f"{role}.rollup", f"{role}.kind"))
    return (*roles, VALUE[kind], SECOND[kind], "factuality", "source", "tense", CUE)


def judge(document: Document, proposed: Json | None, posted: Json, wrong: Collection[str], *, refuse: bool) -> Json:
    """The verdict on a claim, on each of its fields, and the claim as the person wants it.

    Args:
        document: where it stands.
        proposed: the claim that the pipeline proposed; None for one that the person adds.
        posted: the claim as it is to be, in the form of ``Document.claims``.
        wrong: the fields that are wrong and have nothing right to put in their place.
        refuse: whether there is no claim there at all.

    Raises:
        ReviewError: when ``posted`` is no claim of the document.

    >>> judge(document, proposed, proposed, (), refuse=False)["verdict"]  # doctest: +SKIP
    'confirmed'
    """
    kind = posted.get("type")
    if kind not in ROLES or (proposed and kind != proposed["type"]):
        raise _no("its type is neither stance nor dependence, or not the one proposed")
    if odd := set(wrong) - set(fields(kind)):
        raise _no(f"there is no field «{min(odd)}»")
    claim = _checked(document, proposed, posted)
    # Of a claim that is none only what the person named is known to be wrong, and nothing to be right.
    named = wrong if refuse else fields(kind)
    said = {name: _said(name, proposed, claim, wrong) for name in named}
    verdict: Verdict = "rejected" if refuse else "added" if proposed is None else "confirmed"
    if verdict == "confirmed" and (wrong or CORRECTED in said.values()):
        verdict = "corrected"
    if not refuse and wrong:
        raise _no(f"«{min(wrong)}» is said to be wrong, and the claim is kept")
    return {"verdict": verdict, "fields": said, "claim": claim}


def value_of(claim: Json, name: str) -> Any:
    """What a claim says in a field; of an actor its name, mention and place.

    >>> value_of({"holder": {"name": "Τουρκία", "text": "Άγκυρα", "start": 2, "end": 8}}, "holder")
    ('Τουρκία', 'Άγκυρα', 2)
    """
    role, _, part = name.partition(".")
    if part:
        return claim[role][part]
    if isinstance(claim[role], dict):
        actor = claim[role]
        return actor["name"], actor["text"], actor.get("start")
    return (claim[CUE], claim["cue_start"]) if role == CUE else claim[role]


def _said(name: str, proposed: Json | None, claim: Json, wrong: Collection[str]) -> str:
    if name in wrong:
        return WRONG
    return RIGHT if proposed is None or value_of(proposed, name) == value_of(claim, name) else CORRECTED


def _checked(document: Document, proposed: Json | None, posted: Json) -> Json:
    """The claim with its words taken from the text, so that no offset is beside what it says."""
    claim = dict(posted)
    try:
        for role in ROLES[posted["type"]]:
            claim[role] = _anchored(document, posted[role], proposed[role] if proposed else {})
        if proposed is None or (posted["cue_start"], posted["cue_end"]) != (proposed["cue_start"], proposed["cue_end"]):
            claim[CUE] = _words(document, posted["cue_start"], posted["cue_end"])
            sentence = document.sentence_at(posted["cue_start"])
            if sentence is None:
                raise _no("its cue stands in no sentence")
            claim["sentence"] = sentence
        else:
            claim[CUE], claim["sentence"] = proposed[CUE], proposed["sentence"]
    except (KeyError, TypeError, AttributeError) as error:
        raise _no(f"a key is missing or of the wrong type: {error}") from error
    if claim.get("tense") not in TENSES:
        raise _no("its tense is none of past, present, future")
    try:
        gold = parse_claim(claim, len(document.sentences), "judgement").as_dict()
    except GoldError as error:
        raise ReviewError(error.problem, place="judgement", remedy=error.remedy) from error
    if not all(gold[role]["name"].strip() for role in ROLES[gold["type"]]):
        raise _no("an actor has no name")
    for role in ROLES[gold["type"]]:
        gold[role] |= {key: claim[role][key] for key in ("start", "end")}
    given = proposed or {"frame": "", "confidence": None}
    return gold | {
        "cue_start": claim["cue_start"],
        "cue_end": claim["cue_end"],
        "tense": claim["tense"],
        "frame": given["frame"],
        "confidence": given["confidence"],
    }


def _anchored(document: Document, posted: Json, proposed: Json) -> Json:
    span = posted["start"], posted["end"]
    if proposed and span == (proposed["start"], proposed["end"]):
        return posted | {"text": proposed["text"]}
    return posted | {"text": _words(document, *span)}


def _words(document: Document, start: Any, end: Any) -> str:
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(document.text):
        raise _no("its words stand outside the text")
    return document.text[start:end]


def _no(problem: str) -> ReviewError:
    return ReviewError(problem, place="judgement", remedy="mark words of the text and choose among the values given")
