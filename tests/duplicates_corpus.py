"""Stories as other papers print them, and stories that only look like one: 300 of each, made from our own articles.

A copy has gone through two to five of the changes that papers make. A story that only looks like another goes on where
it ended and repeats its background, quotes its politician, or is a daily report with other numbers. Two halves share
neither articles nor chances: the threshold is chosen on one and measured on the other.

    python tests/duplicates_corpus.py
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from duplicates_reports import DAILY, news

from pipeline.duplicates import grouped
from pipeline.records import Article
from pipeline.settings import Limits
from pipeline.sources import read

DATA = Path(__file__).parents[1] / "data"
COPIES = 300
FOLLOWING, QUOTING = 110, 50

Story = list[list[str]]
"""Paragraphs of sentences."""


@dataclass(frozen=True, slots=True)
class Case:
    """An article, which one it is a copy of ("" for none), and what was done to it."""

    article: Article
    copy_of: str = ""
    made_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How many copies were found, of how many, and how many articles were said to repeat another wrongly."""

    found: int
    copies: int
    wrong: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.found / max(1, self.found + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the copies that were found."""
        return self.found / self.copies


def corpus(half: int, seed: int = 0) -> list[Case]:
    """One half, 0 or 1: originals, 300 copies, 300 that only look like one, in an order left to chance."""
    chance = Random(f"half {half}, seed {seed}")
    originals = [*_articles()[half::2], *_reports(chance, "first", per_kind=2)]
    cases = [Case(article) for article in originals]
    for number in range(COPIES):
        cases.append(_copy(originals[number % len(originals)], number, chance))
    long = [article for article in originals if len(_sentences(article.text)) >= 6]
    for number in range(FOLLOWING + QUOTING):
        cases.append(_following(chance.choice(long), number, chance, quoting=number >= FOLLOWING))
    cases += [Case(article, made_by=(article.section,)) for article in _reports(chance, "later")]
    chance.shuffle(cases)
    return cases


def measure(cases: Sequence[Case], threshold: float) -> tuple[Score, list[tuple[Case, str]]]:
    """How well the copies are found at a threshold, and each case that went wrong with what it was taken for."""
    articles = grouped([case.article for case in cases], threshold)
    pairs = [(case, article.duplicate_of) for case, article in zip(cases, articles, strict=True)]
    mistakes = [(case, said) for case, said in pairs if said != case.copy_of]
    copies = sum(bool(case.copy_of) for case in cases)
    missed = sum(bool(case.copy_of) for case, _ in mistakes)
    return Score(copies - missed, copies, sum(bool(said) for _, said in mistakes)), mistakes


def _articles() -> list[Article]:
    places = [DATA / "raw" / "sample", DATA / "annotated" / "dependence-original.jsonl"]
    found = [item for place in places for item in read(place, Limits()) if isinstance(item, Article)]
    return [replace(article, published_at="2024-03-05T06:00:00Z", url="") for article in found]


def _reports(chance: Random, name: str, per_kind: int = 0) -> Iterator[Article]:
    for kind, (make, number) in DAILY.items():
        for i in range(per_kind or number):
            yield Article(f"{name}-{kind}-{i}", make(chance), section=kind, published_at="2024-03-05T05:00:00Z")


def _copy(article: Article, number: int, chance: Random) -> Case:
    cut = chance.choice(CUTS)
    names = [*chance.sample(sorted(EDITS.keys() - CUTS), chance.randint(1, 4)), *([cut] if cut else [])]
    # What is done to letters comes last, as those who change words would not find them.
    names.sort(key=list(EDITS).index)
    story = _story(article.text, chance)
    for name in names:
        story = EDITS[name](story, chance)
    text = "\n\n".join(" ".join(paragraph) for paragraph in story if paragraph)
    if "typed otherwise" in names:
        text = chance.choice(_TYPING)(text)
    day = chance.choice(["2024-03-05", f"2024-03-05T{chance.randint(7, 21):02}:30:00Z", "2024-03-06", ""])
    copy = replace(article, doc_id=f"copy-{number}", text=text, title="Άλλος τίτλος", published_at=day)
    return Case(copy, article.doc_id, tuple(names))


def _following(article: Article, number: int, chance: Random, *, quoting: bool) -> Case:
    """News of the next day that says again what is known: a third to two fifths of it, or a quotation."""
    old = _sentences(article.text)
    if quoting:
        quoted = [sentence for sentence in old if "«" in sentence] or old
        known = [chance.choice(quoted)]
        share = 0.3
    else:
        begin = chance.randrange(len(old) - 2)
        known = old[begin : begin + 2]
        share = chance.uniform(0.3, 0.42)
    fresh: list[str] = []
    supply = news(chance, 24)
    while sum(map(_length, fresh)) * share < sum(map(_length, known)) * (1 - share):
        fresh.append(supply.pop())
    text = " ".join(fresh[:-1]) + "\n\n" + " ".join([*known, fresh[-1]])
    made_by = ("quoting" if quoting else "following",)
    name = f"{made_by[0]}-{number}"
    return Case(replace(article, doc_id=name, text=text, published_at="2024-03-06T09:00:00Z"), made_by=made_by)


def _length(sentence: str) -> int:
    return len(sentence.split())


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.;!»])\s+(?=[«Α-ΩΆ-Ώ])", text) if s.strip()]


def _story(text: str, chance: Random) -> Story:
    left, story = _sentences(text), []
    while left:
        size = chance.randint(2, 3)
        story.append(left[:size])
        left = left[size:]
    return story


LEADS = """
Ραγδαίες εξελίξεις σημειώθηκαν τις τελευταίες ώρες, όπως μεταδίδουν τα διεθνή πρακτορεία.
Σε νέα φάση μπαίνει η υπόθεση που απασχολεί εδώ και εβδομάδες την κοινή γνώμη.
Με το βλέμμα στραμμένο στις αντιδράσεις των επόμενων ημερών εξελίσσεται το θέμα.
Τα φώτα της δημοσιότητας τράβηξε σήμερα μια είδηση που συζητείται ήδη σε πολλές πρωτεύουσες.
Πολλά ερωτηματικά αφήνουν όσα έγιναν γνωστά το τελευταίο εικοσιτετράωρο.
""".strip().splitlines()

OWN = """
Το θέμα αναμένεται να συζητηθεί και στο επόμενο υπουργικό συμβούλιο.
Η εφημερίδα μας είχε γράψει πρώτη για την υπόθεση τον περασμένο μήνα.
Αναλυτές με τους οποίους μιλήσαμε δεν αποκλείουν νέες εκπλήξεις.
Ο απόηχος έφτασε ώς τα καφενεία της επαρχίας.
Δείτε παρακάτω αναλυτικά τι προβλέπεται και ποιους αφορά.
""".strip().splitlines()

WORDS = dict(
    pair.split("=")
    for pair in """δήλωσε=είπε|ωστόσο=όμως|όμως=ωστόσο|εκατομμύρια=εκατ.|δισεκατομμύρια=δισ.|δισ.=δισεκατομμύρια|
    δολάρια=δολ.|ώς=μέχρι|ανακοίνωσε=γνωστοποίησε|χθες=την Τρίτη|περίπου=γύρω στα|επίσης=ακόμη|αυγά=αβγά|
    ορθοπεδικός=ορθοπαιδικός|αφού=καθώς|επειδή=διότι|κατήγγειλε=κατηγόρησε|πρόσθεσε=συμπλήρωσε|ενώ=την ώρα που|
    σύμφωνα με=όπως μεταδίδει|ύστερα από=έπειτα από|μετά από=έπειτα από|παρά=παρόλο|προχθές=το Σάββατο|τρένο=τραίνο|
    ΗΠΑ=Ηνωμένες Πολιτείες|Ουάσινγκτον=Ουάσιγκτον|Βουλή=Κοινοβούλιο|πρωθυπουργός=αρχηγός της κυβέρνησης|
    υποστηρίζει=στηρίζει|τόνισε=υπογράμμισε|υπογράμμισε=τόνισε|εξακολουθεί=συνεχίζει|μόνο=μονάχα|εννέα=εννιά""".split(
        "|"
    )
    for pair in [pair.strip()]
)
_WORDS = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, WORDS)) + r")(?!\w)")
_FULL_NAME = re.compile(r"(?<=[α-ωά-ώ,] )([Α-ΩΆ-Ώ][α-ωά-ώ]+) (?=[Α-ΩΆ-Ώ][α-ωά-ώ]+)")


def _lead(story: Story, chance: Random) -> Story:
    return [[chance.choice(LEADS), *story[0][1:]], *story[1:]]


def _half(story: Story, chance: Random) -> Story:
    """The first half, in whole sentences."""
    most, kept, total = sum(len(" ".join(p)) for p in story) / 2, [], 0
    for sentence in (sentence for paragraph in story for sentence in paragraph):
        if total < most:
            kept.append(sentence)
        total += len(sentence)
    return [kept[begin : begin + 2] for begin in range(0, len(kept), 2)]


def _middle(story: Story, chance: Random) -> Story:
    cut = chance.randrange(1, len(story)) if len(story) > 2 else None
    return [paragraph for at, paragraph in enumerate(story) if at != cut]


def _swap(story: Story, chance: Random) -> Story:
    if len(story) < 2:
        return story
    one, other = sorted(chance.sample(range(len(story)), 2))
    return [*story[:one], story[other], *story[one + 1 : other], story[one], *story[other + 1 :]]


def _inserted(story: Story, chance: Random) -> Story:
    at = chance.randrange(len(story))
    return [*story[:at], [*story[at], chance.choice(OWN)], *story[at + 1 :]]


def _each(change: Callable[[str], str]) -> Callable[[Story, Random], Story]:
    return lambda story, chance: [[change(sentence) for sentence in paragraph] for paragraph in story]


EDITS: dict[str, Callable[[Story, Random], Story]] = {
    "half": _half,
    "cut tail": lambda story, chance: story[: max(1, round(len(story) * chance.uniform(0.6, 0.9)))],
    "cut middle": _middle,
    "new lead": _lead,
    "moved paragraphs": _swap,
    "own sentence": _inserted,
    "synonyms": _each(lambda sentence: _WORDS.sub(lambda found: WORDS[found[0]], sentence)),
    "surnames only": _each(lambda sentence: _FULL_NAME.sub("", sentence)),
    "headline in capitals": lambda story, chance: [[story[0][0].upper()[:70]], *story],
    "byline": lambda story, chance: [[chance.choice(["Του Νίκου Αρβανίτη", "Ρεπορτάζ: Ελένη Δήμου"])], *story],
    "agency": lambda story, chance: chance.choice(([["(ΑΠΕ-ΜΠΕ)"], *story], [*story, ["Πηγή: ΑΠΕ-ΜΠΕ"]])),
    "typed otherwise": lambda story, chance: story,
}
"""What papers do to a story, in the order it is done."""

CUTS = ("half", "cut tail", "cut middle", "")
"""Of these a copy has one at most: nobody shortens to half what is cut already."""

_TYPING: list[Callable[[str], str]] = [
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace("στ", "σ\u00adτ").replace(" ", "\u00a0"),
    lambda text: text.replace("«", "“").replace("»", "”").replace("\n\n", "\r\n"),
    lambda text: re.sub(r"\b([ΑΕΗ])(?=[α-ωά-ώ])", lambda found: "AEH"["ΑΕΗ".index(found[0])], text),
]


def main() -> None:
    """Precision and recall by threshold on the first half, and what goes wrong on the second."""
    from pipeline.settings import DuplicateSettings

    first, second = corpus(0), corpus(1)
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        score, mistakes = measure(first, threshold)
        kinds = Counter(case.made_by for case, said in mistakes if not case.copy_of)
        print(f"{threshold:.2f}: precision {score.precision:.3f}, recall {score.recall:.3f}  {dict(kinds)}")
    score, mistakes = measure(second, DuplicateSettings().threshold)
    print(f"other half: precision {score.precision:.3f}, recall {score.recall:.3f}")
    for case, said in mistakes:
        print(f"  {case.article.doc_id} of «{case.copy_of}» taken for «{said}»: {', '.join(case.made_by)}")


if __name__ == "__main__":
    main()
