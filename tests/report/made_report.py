"""Made-up versions for the tests of the report: small ones, hostile ones, and one of any size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from results import BAKU, RUSSIA, SENTENCES, TEXT, dependence, mention, stance

from pipeline.records import FACTUALITIES, POLARITY, TRENDS, Article, Claim, Result, Role
from pipeline.tables import to_tables
from pipeline.versions import Version

NAMES = (
    "Ελλάδα Τουρκία Ρωσία Κίνα ΗΠΑ Γερμανία Γαλλία Ουκρανία Ισραήλ Αίγυπτος Κύπρος Ιταλία Ισπανία Πολωνία Ουγγαρία "
    "Σερβία Αλβανία Βουλγαρία Ρουμανία Ιράν Ιράκ Συρία Λίβανος Ιορδανία Κατάρ Ινδία Ιαπωνία Βραζιλία Αυστρία Σουηδία"
).split()
CATEGORIES = tuple(POLARITY)

SCRIPTS = (
    'Η Άγκυρα <script>window.ran = 1</script> στηρίζει <img src=x onerror="window.ran = 2"> το Μπακού.\n'
    "Η Αθήνα εξαρτάται </script><script>window.ran = 3</script> από <!-- το ρωσικό αέριο --> ]]> &amp; {{ 7 * 7 }}.\n"
    "Ανάποδα \u202eκείμενο\u202c και \u2067άλλο\u2069, " + "ω" * 5000 + " 😀 τέλος."
)
"""An article that would run as code, turn the line and burst the page, if it could."""

HOSTILE = "Χώρα</script><script>window.ran = 4</script><b onmouseover='window.ran = 5'>\u202eβ"


def version(number: int = 4, **more: Any) -> Version:
    """What the store tells of a version."""
    blank: dict[str, Any] = dict.fromkeys(
        ("config_hash", "models_hash", "lexicon_hash", "gazetteer_hash", "content_hash"), ""
    )
    told: dict[str, Any] = {"created_at": "2026-11-20T06:00:00+00:00", "code_version": "0.1.0", "engine": "spacy"}
    told |= {"n_documents": 1, "counts": {}, "delta_versions": {}, "changes": {}}
    return Version(version=number, **(blank | told | more))


def role(at: str, text: str, name: str, kind: Any = "actor") -> Role:
    """Someone whose name stands in the text as ``at``."""
    start = text.index(at)
    return Role(name, at, start, start + len(at), "", "", kind)


def hostile() -> dict[str, Any]:
    """A version of one article in which every text tries something."""
    words = "Η Άγκυρα", "στηρίζει"
    first, second = role(words[0], SCRIPTS, HOSTILE), role("το Μπακού", SCRIPTS, "ω" * 5000)
    cue = SCRIPTS.index(words[1])
    end = SCRIPTS.index("\n")
    base = replace(
        stance(doc_id="α</script>"), first=first, second=second, start=0, end=end, evidence=SCRIPTS[:end], cue_start=cue
    )
    base = replace(base, cue_end=cue + 8, frame=HOSTILE, source=HOSTILE)
    emoji = SCRIPTS.index("😀")
    last = replace(base, first=role("τέλος", SCRIPTS, "τέλος"), cue="😀", cue_start=emoji, cue_end=emoji + 1)
    last = replace(last, start=end + 1, end=len(SCRIPTS), evidence=SCRIPTS[end + 1 :], sentence_id=1, confidence=0.5)
    article = Article("α</script>", SCRIPTS, HOSTILE, HOSTILE, "javascript:window.ran = 6", HOSTILE, "2022-11-20")
    return to_tables([Result(article, ((0, end), (end + 1, len(SCRIPTS))), 30, (), (base, last))])


def small() -> dict[str, Any]:
    """Two articles of 2022 and 2023 and one without a date that repeats the first; six claims."""
    return to_tables(_small())


def _small() -> Iterator[Result]:
    one = Article("α1", TEXT, "Στήριξη", "Εφημερίδα", "https://example.org/α1", published_at="2022-11-20")
    denied = replace(stance(), second=RUSSIA, factuality="negated")
    claims = stance(), denied, dependence()
    yield Result(one, SENTENCES, 14, (mention(),), claims)
    two = replace(
        one, doc_id="α2", title="Πίεση", source="Πρακτορείο", url="javascript:alert(1)", published_at="2023-01-05"
    )
    more = (
        replace(stance(doc_id="α2", value="negative"), detail="pressure", confidence=0.5, published_at="2023-01-05"),
        replace(dependence(doc_id="α2"), value="decreasing", confidence=0.4, published_at="2023-01-05"),
        replace(
            stance(doc_id="α2"),
            first=BAKU,
            second=BAKU,
            cue="Μπακού",
            cue_start=21,
            cue_end=27,
            confidence=0.3,
            published_at="2023-01-05",
        ),
    )
    yield Result(two, SENTENCES, 14, (), more)
    yield Result(replace(one, doc_id="α3", published_at="", duplicate_of="α1"))


def many(n: int) -> dict[str, Any]:
    """A version of about ``n`` claims, five to an article of some 1,200 characters, over ten years."""
    return to_tables(_article(number) for number in range(n // 5))


def _article(number: int) -> Result:
    doc_id, month = f"α{number:06}", number % 120
    date = f"{2014 + month // 12}-{month % 12 + 1:02}-{number % 28 + 1:02}"
    text, places, claims = "", [], []
    for at in range(10):
        first, second = (NAMES[(number * step + at * 7) % len(NAMES)] for step in (1, 3))
        said = f"Η {first} στηρίζει εδώ και {number} μέρες ό,τι κάνει η {second}, λένε πηγές που το ξέρουν από κοντά. "
        places.append((len(text), len(text) + len(said) - 1))
        if at % 2 == 0:
            claims.append(_claim(doc_id, number + at, at, len(text), said, date, (first, second)))
        text += said
    article = Article(
        doc_id, text, f"Τίτλος του άρθρου {number}", f"Εφημερίδα {number % 40}", f"https://example.org/{number}"
    )
    return Result(replace(article, published_at=date), tuple(places), 200, (), tuple(claims))


def _claim(doc_id: str, turn: int, sentence: int, at: int, said: str, date: str, names: tuple[str, str]) -> Claim:
    first = Role(names[0], names[0], at + 2, at + 2 + len(names[0]))
    second_at = at + said.rindex(names[1])
    second = Role(names[1], names[1], second_at, second_at + len(names[1]))
    category, trend = CATEGORIES[turn % 5], TRENDS[turn % 3]
    base = stance() if turn % 3 else dependence()
    value = (POLARITY[category], category) if turn % 3 else (trend, "energy")
    cue = at + said.index("στηρίζει")
    return replace(
        base, doc_id=doc_id, sentence_id=sentence, start=at, end=at + len(said) - 1, evidence=said[:-1], cue="στηρίζει",
        cue_start=cue, cue_end=cue + 8, first=first, second=second, value=value[0], detail=value[1], published_at=date,
        factuality=FACTUALITIES[turn % 4] if turn % 7 == 0 else "asserted", confidence=(turn * 37 % 80 + 20) / 100,
    )  # fmt: skip
