"""Who repeats whom: one story in several papers is one, and one that only looks like it is not."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from duplicates_corpus import corpus, measure

from pipeline.duplicates import address, grouped, notices, published
from pipeline.records import Article
from pipeline.settings import DuplicateSettings

THRESHOLD = DuplicateSettings().threshold
PARTS = [
    "Η Άγκυρα ανακοίνωσε το πρωί της Δευτέρας ότι δεσμεύει μεγάλη περιοχή νότια του Καστελόριζου για έρευνες.",
    "Το υπουργείο Εξωτερικών έκανε λόγο για παράνομη ενέργεια και κάλεσε τον Τούρκο πρέσβη να δώσει εξηγήσεις.",
    "Ο ύπατος εκπρόσωπος της Ένωσης ζήτησε αποκλιμάκωση, ενώ το Παρίσι έστειλε μια φρεγάτα στην ανατολική Μεσόγειο.",
    "Στη Λευκωσία ο πρόεδρος συγκάλεσε σύσκεψη των πολιτικών αρχηγών με μοναδικό θέμα τις τουρκικές κινήσεις.",
    "Αναλυτές θυμίζουν ότι ανάλογη ένταση πριν από δύο χρόνια χρειάστηκε πέντε εβδομάδες για να εκτονωθεί.",
    "Η αντιπολίτευση κατηγόρησε την κυβέρνηση για αδράνεια και ζήτησε να ενημερωθεί αμέσως η αρμόδια επιτροπή.",
]
STORY = "\n".join(PARTS)
NEWS = [
    "Έξι ναυτικοί απεγκλωβίστηκαν τα ξημερώματα από φορτηγό πλοίο που έμπαζε νερά έξω από τη Σητεία.",
    "Το λιμεναρχείο μίλησε για βλάβη στο κύτος και όχι για πρόσκρουση, όπως είχαν γράψει νωρίτερα ιστότοποι.",
    "Ο πλοίαρχος κατέθεσε ότι είχε ενημερώσει εγκαίρως τον θάλαμο επιχειρήσεων και περίμενε ρυμουλκό.",
    "Η πλοιοκτήτρια εταιρεία ανέλαβε τα έξοδα μεταφοράς του πληρώματος και όρισε δικό της πραγματογνώμονα.",
]
FLASH = "Η Άγκυρα ανακάλεσε τον πρέσβη της στην Αθήνα."


def said(*articles: Article, threshold: float = THRESHOLD) -> list[str]:
    return [article.duplicate_of for article in grouped(articles, threshold)]


def pair(first: str, second: str, url: str = "") -> list[str]:
    return said(Article("α", first, published_at="2022-11-22", url=url), Article("β", second, url=url))


@pytest.mark.parametrize("half", [0, 1], ids=["the half it was chosen on", "the other half"])
def test_the_made_corpus(half: int) -> None:
    score, _ = measure(corpus(half), THRESHOLD)
    assert score.copies == 300
    assert score.precision >= 0.98
    assert score.recall >= 0.95


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        str.upper,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("ά", "α").replace(",", "").replace("\n", "\r\n\r\n"),
        lambda text: text.replace("Α", "A").replace("ρχ", "ρ\u00adχ"),
        lambda text: "ΑΠΕ-ΜΠΕ. " + text,
        lambda text: "Σε νέα φάση μπαίνει η κρίση." + text[len(PARTS[0]) :],
        lambda text: text[: len(text) // 2],
    ],
    ids=["equal", "capitals", "decomposed", "bare", "typed otherwise", "agency", "new lead", "half"],
)
def test_one_story(change: object) -> None:
    assert callable(change)
    assert pair(STORY, change(STORY)) == ["", "α"]
    assert pair(change(STORY), STORY) == ["", "α"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (STORY, "\n".join([*NEWS, *PARTS[4:]])),
        (STORY, PARTS[1]),
        (FLASH, FLASH.replace("στην Αθήνα", "στο Παρίσι")),
        (FLASH, f"{FLASH} Το ανακοίνωσε το υπουργείο."),
    ],
    ids=["shared background", "told in passing", "another flash", "a longer flash"],
)
def test_two_stories(first: str, second: str) -> None:
    assert pair(first, second) == ["", ""]


def test_a_flash_word_for_word() -> None:
    assert pair(FLASH, "Η ΑΓΚΥΡΑ ΑΝΑΚΑΛΕΣΕ ΤΟΝ ΠΡΕΣΒΗ ΤΗΣ ΣΤΗΝ ΑΘΗΝΑ") == ["", "α"]


def test_daily_reports_differ_by_their_numbers() -> None:
    report = (
        "Το ευρώ διαμορφώθηκε στα {} δολάρια, από {} δολάρια στην προηγούμενη συνεδρίαση. Έναντι της λίρας η τιμή "
        "του ήταν {}, έναντι του φράγκου {} και έναντι του γεν {}, όπως ανακοίνωσε η κεντρική τράπεζα."
    )
    one = report.format("1,0845", "1,0831", "0,8612", "0,9534", "162,41")
    assert pair(one, report.format("1,0722", "1,0845", "0,8588", "0,9611", "163,02")) == ["", ""]
    assert pair(one, f"Με άνοδο έκλεισε η αγορά. {one}") == ["", "α"]


@pytest.mark.parametrize(
    ("earlier", "later"),
    pairwise(
        [
            "2022-11-21",
            "2022-11-21T22:30:00Z",  # past midnight in Athens
            "2022-11-22T08:00:00+02:00",
            "2022-11-22T06:30:00Z",
            "2022-11-22",
            "2022-11-23T00:30:00",
            "",
        ]
    ),
)
def test_the_earliest_is_kept(earlier: str, later: str) -> None:
    early, late = Article("α", STORY, published_at=earlier), Article("β", STORY, published_at=later)
    assert said(early, late) == ["", "α"]
    assert said(late, early) == ["α", ""]
    assert published(early) < published(late)


def test_of_two_at_one_time_the_one_read_first_is_kept() -> None:
    assert said(Article("β", STORY), Article("α", STORY), Article("γ", STORY)) == ["", "β", "β"]


def test_groups_do_not_chain() -> None:
    """The middle resembles both ends, which have little in common."""
    ends = Article("α", "\n".join(PARTS[:4])), Article("γ", "\n".join(PARTS[2:]))
    middle = Article("β", "\n".join(PARTS[1:5]))
    assert said(*ends) == ["", ""]
    assert said(ends[0], middle, ends[1]) == ["", "α", ""]


def test_whom_it_resembles_most_is_whom_it_repeats() -> None:
    long, other = Article("α", "\n".join(PARTS[:4])), Article("β", "\n".join(PARTS[2:]))
    assert said(long, other, Article("γ", "\n".join(PARTS[3:]))) == ["", "", "β"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://efimerida.gr/a", "http://efimerida.gr/a", True),
        ("https://efimerida.gr/a", "https://www.efimerida.gr/a/", True),
        ("https://efimerida.gr/a", "https://efimerida.gr/a?utm_source=rss&fbclid=1#top", True),
        ("https://efimerida.gr/a?id=1", "https://efimerida.gr/a?id=2", False),
        ("https://efimerida.gr/a", "https://efimerida.gr/b", False),
    ],
)
def test_addresses(one: str, other: str, same: bool) -> None:
    assert (address(one) == address(other)) is same


@pytest.mark.parametrize("given", ["", "efimerida", "https://[", "mailto:a@b.gr", "://"])
def test_what_is_no_address(given: str) -> None:
    assert said(Article("α", STORY, url=given), Article("β", FLASH, url=given)) == ["", ""]


def test_at_one_address_less_is_enough() -> None:
    revised = "\n".join([*PARTS[:2], *NEWS])
    assert pair(STORY, revised) == ["", ""]
    assert pair(STORY, revised, url="https://efimerida.gr/a") == ["", "α"]
    assert pair(STORY, FLASH, url="https://efimerida.gr/") == ["", ""]


def test_from_one_on_only_equal_texts_are_found() -> None:
    articles = [Article("α", STORY), Article("β", STORY.upper()), Article("γ", STORY[:-40])]
    assert said(*articles, threshold=1) == ["", "α", ""]


def test_what_was_said_before_does_not_count() -> None:
    assert said(Article("α", STORY, duplicate_of="ω")) == [""]
    assert grouped([], THRESHOLD) == []


def test_the_order_of_reading_matters_for_ties_only() -> None:
    articles = [
        replace(case.article, published_at=f"2024-03-{n % 28 + 1:02}T{n // 28:02}:00:00Z")
        for n, case in enumerate(corpus(1)[:400])
    ]
    there = {article.doc_id: article.duplicate_of for article in grouped(articles, THRESHOLD)}
    assert {a.doc_id: a.duplicate_of for a in grouped(articles[::-1], THRESHOLD)} == there


def test_a_notice_names_both_places() -> None:
    first, second = Article("α", STORY, path="in/a.txt"), Article("β", STORY, url="https://efimerida.gr/b")
    [notice] = notices(grouped([first, second], THRESHOLD))
    assert str(notice).startswith("https://efimerida.gr/b: «β» repeats «α» in in/a.txt")
    assert notice.remedy
