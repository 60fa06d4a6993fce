"""Texts that are hard on a parser go all the way: no crash, offsets right, and the analysis where there is one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
from offsets import assert_offsets

from pipeline import stages
from pipeline.records import Article, Parsed, Result
from pipeline.stages import Tools

UNTRAINED = pytest.mark.xfail(reason="the recogniser of entities has seen few names in capitals")
SHORT = pytest.mark.xfail(reason="a name in capitals is at times tagged as a common noun")

PLAIN = "Η Γαλλία στηρίζει την Ουκρανία."
HARD = {
    "capitals": "Η ΤΟΥΡΚΙΑ ΚΑΤΗΓΟΡΕΙ ΤΗΝ ΕΛΛΑΔΑ",
    "headline and text": "«ΟΧΙ» ΤΗΣ ΑΓΚΥΡΑΣ ΣΤΟ ΝΑΤΟ\n\nΗ Άγκυρα απέρριψε την πρόταση.",
    "no accents": "η τουρκια κατηγορει την ελλαδα και ο υπουργος απαντα",
    "bare initials": "Οι Ελληνες και η Αγκυρα συμφώνησαν στο Οσλο.",
    "decomposed": unicodedata.normalize("NFD", "Ο Έλληνας πρωθυπουργός πρωΐ-πρωΐ έφυγε για την Άγκυρα."),
    "polytonic": "Ἡ Ἑλλὰς στηρίζει τὴν Κύπρον· ποῦ πᾷς; ᾿Αθῆναι, ΄Αγκυρα.",
    "Latin look-alikes": "H Toυρκία κατηγoρεί την Eλλάδα. O Ερντoγάν είπε «όxι».",
    "Cyrillic look-alikes": "Η Тουρκία κατηγορεί την Еλλάδα.",
    "other scripts": "Η Τουρκία (تركيا) κατηγορεί την Κίνα (中国), είπε το РИА Новости στο ישראל.",
    "e-mail": "Γράψτε στο press.office@example.gr ή στο νέα@παράδειγμα.gr για την Τουρκία.",
    "address": "Η Τουρκία κατηγορεί την Ελλάδα (https://www.example.gr/νέα?id=5&x=%CE%B1#top), www.example.gr.",
    "hashtag": "Η #Τουρκία κατηγορεί την @Ελλάδα #κρίση2022 RT @xristis_1: όχι!!!",
    "emoji": "Η Τουρκία 🇹🇷 κατηγορεί την Ελλάδα 🇬🇷 👨‍👩‍👧‍👦 👍🏽❤️ 1️⃣!",
    "zero width": "Η Τουρ\u200bκία κατη\u00adγορεί\u2060 την Ελ\u200dλά\ufeffδα\u200c.",
    "directions": "Η \u202eΤουρκία\u202c κατηγορεί \u2067την\u2069 Ελλάδα\u200f.",
    "odd spaces": "Η\u00a0Τουρκία\u202fκατηγορεί\u2003την\u3000Ελλάδα\t\t.\u2028Τέλος\u0085.",
    "controls": "Η Τουρκία\x00 κατη\x07γορεί την\x1b Ελλάδα\x7f.\x0c",
    "replacement": "Η Τουρκ\ufffdα κατηγορεί την \ufffd\ufffdλάδα.",
    "beyond the first plane": "Η 𝐓𝐨𝐮𝐫𝐤𝐢𝐚 και το 𝕏, 𐤀𐤁, 𒀀.",
    "ligatures": "Το ﬁnal ﷺ №5 ½ ² ℡ Ⅻ κ.ά.",
    "punctuation": "... !!! ;;; «» -- ‘’ ”“ ()[]{} ///",
    "digits": "1 2,5 3.000.000 1/2/2022 14:30 50% 5€",
    "white space": " \n\t\u00a0\u200b ",
    "nothing": "",
    "a letter": "Α",
    "a stop": ".",
    "an emoji": "🙂",
    "a sign without letter": "\u0301",
    "quotation unclosed": "Ο υπουργός είπε: «Η Τουρκία απειλεί. " * 3,
    "brackets": "(" * 400 + "Τουρκία" + ")" * 400,
    "signs without end": "α" + "\u0301" * 2000,
    "new lines": "Η Τουρκία" + "\n" * 5000 + "κατηγορεί\r\n" * 200,
    "a long word": "α" * 50_000,
    "quotation marks": "«" * 5_000,
    "a long list": "Γαλλία, Ιταλία, Τουρκία, " * 200,
    "a long sentence": "η μέρα και ο ήλιος της άνοιξης στο χωριό " * 1250,
}
"""What it is → the text. The last has ten thousand words and no stop."""


@pytest.fixture(scope="module")
def way(tools: Tools) -> dict[str, tuple[Parsed, Result]]:
    """All of them the whole way, in one batch."""
    return _way(tools, HARD.values())


def _way(tools: Tools, texts: Iterable[str]) -> dict[str, tuple[Parsed, Result]]:
    parsed, unparsed = stages.annotate(tools, [Article(str(i), text) for i, text in enumerate(texts)])
    linked, unlinked = stages.link_actors(tools, parsed)
    results, unsearched = stages.extract(tools, linked, tokens=True)
    assert not [*unparsed, *unlinked, *unsearched]
    return {p.article.text: (p, result) for p, result in zip(parsed, results, strict=True)}


@pytest.mark.parametrize("kind", HARD)
def test_hard_texts_go_all_the_way(way: dict[str, tuple[Parsed, Result]], kind: str) -> None:
    parsed, result = way[HARD[kind]]
    text = parsed.article.text
    assert_offsets(parsed)
    assert [(row.start, row.end) for row in result.tokens] == [parsed.span(t.i, t.i) for t in parsed.doc]
    assert all(text[m.start : m.end] == m.text for m in result.mentions)
    assert all(text[c.start : c.end] == c.evidence and text[c.cue_start : c.cue_end] == c.cue for c in result.claims)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("capitals", ["Τουρκία", "Ελλάδα"]),
        ("bare initials", ["Ελλάδα", "Τουρκία"]),
        ("polytonic", ["Ελλάδα", "Κύπρος"]),
        ("Latin look-alikes", ["Τουρκία", "Ελλάδα", "Ρετζέπ Ταγίπ Ερντογάν"]),
        pytest.param(
            "Cyrillic look-alikes",
            ["Τουρκία", "Ελλάδα"],
            marks=pytest.mark.xfail(reason="only Latin letters that look Greek are mended"),
        ),
        pytest.param(
            "no accents",
            ["Τουρκία", "Ελλάδα"],
            marks=pytest.mark.xfail(reason="a name has to begin with a capital"),
        ),
        ("address", ["Τουρκία", "Ελλάδα"]),
        pytest.param(
            "hashtag",
            ["Τουρκία", "Ελλάδα"],
            marks=pytest.mark.xfail(reason="«@Ελλάδα» is one token: it might be anyone's name"),
        ),
        ("emoji", ["Τουρκία", "Ελλάδα"]),
        ("zero width", ["Τουρκία", "Ελλάδα"]),
        ("directions", ["Τουρκία", "Ελλάδα"]),
        ("odd spaces", ["Τουρκία", "Ελλάδα"]),
        ("controls", ["Τουρκία", "Ελλάδα"]),
    ],
)
def test_names_are_found(way: dict[str, tuple[Parsed, Result]], kind: str, names: list[str]) -> None:
    found = [m.actor.name for m in way[HARD[kind]][1].mentions if m.link == "gazetteer"]
    assert list(dict.fromkeys(found))[: len(names)] == names


SPELLINGS = {
    "capitals": "Η ΓΑΛΛΙΑ ΣΤΗΡΙΖΕΙ ΤΗΝ ΟΥΚΡΑΝΙΑ.",
    "no accents": "Η Γαλλια στηριζει την Ουκρανια.",
    "decomposed": unicodedata.normalize("NFD", PLAIN),
    "polytonic": "Ἡ Γαλλία στηρίζει τὴν Οὐκρανία.",
    "Latin look-alikes": "H Γaλλία στηρίζει την Oυκρανία.",
    "zero width": "Η Γαλ\u00adλία στη\u200bρίζει την Ουκρανία.",
    "odd spaces": "Η\u00a0Γαλλία  στηρίζει\nτην Ουκρανία.",
}


@pytest.fixture(scope="module")
def spelled(tools: Tools) -> dict[str, tuple[Parsed, Result]]:
    """The plain sentence and its spellings the whole way."""
    return _way(tools, [PLAIN, *SPELLINGS.values()])


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=SHORT) if kind == "capitals" else kind for kind in SPELLINGS]
)
def test_the_analysis_is_that_of_the_plain_sentence(spelled: dict[str, tuple[Parsed, Result]], kind: str) -> None:
    (plain, expected), (parsed, result) = spelled[PLAIN], spelled[SPELLINGS[kind]]
    assert [(t.pos_, t.dep_, t.head.i) for t in parsed.doc] == [(t.pos_, t.dep_, t.head.i) for t in plain.doc]
    assert [(c.first.name, c.value, c.second.name) for c in result.claims] == [("Γαλλία", "positive", "Ουκρανία")]
    assert len(expected.claims) == 1


CAPITALS = {
    "subject first": ("Η ΤΟΥΡΚΙΑ ΚΑΤΗΓΟΡΕΙ ΤΗΝ ΕΛΛΑΔΑ", "ΤΟΥΡΚΙΑ", "ΚΑΤΗΓΟΡΕΙ", "ΕΛΛΑΔΑ"),
    "threat": ("Η ΡΩΣΙΑ ΑΠΕΙΛΕΙ ΤΗΝ ΟΥΚΡΑΝΙΑ", "ΡΩΣΙΑ", "ΑΠΕΙΛΕΙ", "ΟΥΚΡΑΝΙΑ"),
    "past": ("Ο ΠΡΩΘΥΠΟΥΡΓΟΣ ΕΠΕΚΡΙΝΕ ΤΗΝ ΑΝΤΙΠΟΛΙΤΕΥΣΗ", "ΠΡΩΘΥΠΟΥΡΓΟΣ", "ΕΠΕΚΡΙΝΕ", "ΑΝΤΙΠΟΛΙΤΕΥΣΗ"),
    "object first": ("ΤΙΣ ΚΥΡΩΣΕΙΣ ΚΑΤΑΔΙΚΑΣΕ Η ΜΟΣΧΑ", "ΜΟΣΧΑ", "ΚΑΤΑΔΙΚΑΣΕ", "ΚΥΡΩΣΕΙΣ"),
}
"""Headline, its subject, verb and object."""


@pytest.mark.parametrize("kind", CAPITALS)
def test_headlines_in_capitals(tools: Tools, kind: str) -> None:
    text, subject, verb, thing = CAPITALS[kind]
    [parsed] = tools.engine.parse([Article("α", text)])
    found = {t.text: (t.pos_, t.dep_, t.head.text) for t in parsed.doc}
    assert found[verb][:2] == ("VERB", "ROOT")
    assert found[subject][1:] == ("nsubj", verb)
    assert found[thing][1:] == ("obj", verb)


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Η Αγκυρα απάντησε στην Αθήνα.", "Αγκυρα", "GPE"),
        ("Οι Ελληνες ψηφίζουν την Κυριακή.", "Ελληνες", "NORP"),
        ("Ο Αλέξης Τσίπρας μίλησε στην Υδρα.", "Υδρα", "GPE"),
        ("Ο Ομηρος Παπαδόπουλος έφυγε χθες.", "Ομηρος Παπαδόπουλος", "PERSON"),
        pytest.param("Η ΑΓΚΥΡΑ απάντησε στην ΑΘΗΝΑ.", "ΑΓΚΥΡΑ", "GPE", marks=UNTRAINED),
    ],
)
def test_entities_without_their_accents(tools: Tools, text: str, name: str, label: str) -> None:
    [parsed] = tools.engine.parse([Article("α", text)])
    assert (name, label) in {(entity.text, entity.label_) for entity in parsed.doc.ents}


def test_half_a_surrogate_pair_is_reported_and_takes_no_other_article_with_it(tools: Tools) -> None:
    # Files are refused for it when they are read; this is the way of an article that comes otherwise.
    articles = [Article("good", PLAIN), Article("bad", "Η Τουρκία \ud83c κατηγορεί."), Article("too", PLAIN)]
    parsed, [problem] = stages.annotate(tools, articles)
    assert [p.article.doc_id for p in parsed] == ["good", "too"]
    assert (problem.place, "surrogates" in problem.reason) == ("bad", True)


def test_the_page_on_robustness_names_every_kind() -> None:
    page = Path(__file__).parents[2] / "docs" / "robustness.md"
    [table] = (part for part in page.read_text(encoding="utf-8").split("\n\n") if part.startswith("| kind"))
    assert [line.split("|")[1].strip() for line in table.splitlines()[2:]] == list(HARD)
