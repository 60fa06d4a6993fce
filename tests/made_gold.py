"""Made-up gold, and claims that resemble it more or less, for the tests of the scorer."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.gold import GoldClaim, GoldDoc, GoldRole
from pipeline.records import DOMAINS, FACTUALITIES, POLARITY, TRENDS, Claim, ClaimType, Kind, Role

TURKEY = GoldRole("Τουρκία", "Άγκυρα", "TUR")
AZERBAIJAN = GoldRole("Αζερμπαϊτζάν", "Μπακού", "AZE")
RUSSIA = GoldRole("Ρωσία", "Ρωσία", "RUS")
NATO = GoldRole("ΝΑΤΟ", "ΝΑΤΟ", "NATO")
EU = GoldRole("Ευρωπαϊκή Ένωση", "ΕΕ", "EU")
GREECE = GoldRole("Ελλάδα", "Αθήνα", "GRC")
INVASION = GoldRole("ρωσική εισβολή", "ρωσική εισβολή", "RUS", "issue")
NEIGHBOURS = GoldRole("χώρες της περιοχής", "χωρών της περιοχής", "")
ANALYSTS = GoldRole("αναλυτές", "ΑΝΑΛΥΤΈΣ", "")
ACTORS = (TURKEY, AZERBAIJAN, RUSSIA, NATO, EU, GREECE, INVASION, NEIGHBOURS, ANALYSTS)
SOURCES = ("", "", "Reuters", "πρακτορείο Reuters", "Πεσκόφ", "ΠΕΣΚΌΦ")


def doc(doc_id: str, sentences: Iterable[str], *claims: GoldClaim) -> GoldDoc:
    """A document whose sentences stand one space apart."""
    text, spans = "", []
    for sentence in sentences:
        start = len(text) + bool(text)
        text = f"{text} {sentence}" if text else sentence
        spans.append((start, len(text)))
    return GoldDoc(doc_id, text, tuple(spans), claims)


def role(gold: GoldRole, rollup: str | None = None) -> Role:
    """A gold actor as the pipeline would have found it, with another rollup where one is given."""
    return Role(gold.name, gold.text, 0, 1, "", gold.rollup if rollup is None else rollup, gold.kind)


def found(gold: GoldDoc, claim: GoldClaim) -> Claim:
    """A gold claim as the pipeline would have found it."""
    start, end = gold.sentences[claim.sentence]
    return Claim(
        claim.type, gold.doc_id, claim.sentence, start, end, gold.text[start:end], claim.cue, start, start, "",
        role(claim.first), role(claim.second), claim.value, claim.detail,
        factuality=claim.factuality, source=claim.source,
    )  # fmt: skip


def write_gold(path: Path, gold: Mapping[str, GoldDoc]) -> Path:
    """The documents as a gold file."""
    lines = (
        {
            "doc_id": one.doc_id, "title": one.title, "published_at": one.published_at, "text": one.text,
            "sentences": [list(span) for span in one.sentences], "claims": [claim.as_dict() for claim in one.claims],
        }
        for one in gold.values()
    )  # fmt: skip
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def random_gold(rng: random.Random, size: int = 12) -> dict[str, GoldDoc]:
    """Documents of one to four sentences, each with none to six claims that may share a sentence."""
    docs = {}
    for number in range(size):
        sentences = ["Λόγος " * rng.randint(1, 5) + "τέλος." for _ in range(rng.randint(1, 4))]
        claims = [random_claim(rng, len(sentences)) for _ in range(rng.choice((0, 1, 3, 6)))]
        docs[f"δ{number}"] = doc(f"δ{number}", sentences, *claims)
    return docs


def random_claim(rng: random.Random, n_sentences: int) -> GoldClaim:
    """A claim of either type with any values that the codebook allows."""
    kind: ClaimType = rng.choice(("stance", "dependence"))
    category = rng.choice(list(POLARITY))
    value, detail = (POLARITY[category], category) if kind == "stance" else (rng.choice(TRENDS), rng.choice(DOMAINS))
    first, second = rng.sample(ACTORS, 2)
    rest = rng.choice(FACTUALITIES), rng.choice(SOURCES), "σήμα"
    return GoldClaim(kind, rng.randrange(n_sentences), first, second, value, detail, *rest)


def random_claims(rng: random.Random, gold: Mapping[str, GoldDoc]) -> list[Claim]:
    """The gold's claims with some lost, twisted or found twice, and others made up, in any order."""
    claims = []
    for one in gold.values():
        for claim in one.claims:
            claims += [twist(rng, found(one, claim)) for _ in range(rng.choice((0, 1, 1, 1, 2)))]
        made_up = [random_claim(rng, len(one.sentences)) for _ in range(rng.choice((0, 0, 1, 2)))]
        claims += [twist(rng, found(one, claim)) for claim in made_up]
    claims += [replace(claim, doc_id="άλλο") for claim in claims[:2]]
    rng.shuffle(claims)
    return claims


def twist(rng: random.Random, claim: Claim) -> Claim:
    """One change to a claim, or none: of its place, a role, or a value."""
    first, kinds = claim.first, list[Kind](("actor", "issue"))
    kind = rng.choice(kinds)
    changes: list[dict[str, object]] = [
        {},
        {},
        {"start": max(0, claim.start - rng.randint(1, 30)), "end": claim.end + rng.randint(-3, 30)},
        {"start": claim.end, "end": claim.end + 9},
        {"first": claim.second, "second": claim.first},
        {"first": role(rng.choice(ACTORS), rng.choice(("", "RUS", "EU")))},
        {"first": replace(first, name="", text=first.text.upper(), rollup="", kind=kind)},
        {"second": replace(claim.second, name=f" {claim.second.name}ς ", rollup=rng.choice(("", "TUR")))},
        {"value": rng.choice(("positive", "negative") if claim.type == "stance" else TRENDS)},
        {"detail": rng.choice(list(POLARITY) if claim.type == "stance" else DOMAINS)},
        {"factuality": rng.choice(FACTUALITIES), "source": rng.choice(SOURCES)},
    ]
    return replace(claim, **rng.choice(changes))  # type: ignore[arg-type]
