"""Bytes → text → text for analysis, and the way back."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.greek import is_greek
from pipeline.text import HOMOGLYPHS, decode, fold, greek_share, normalise

ARTICLE = "Η Άγκυρα «απειλεί» την Αθήνα. Ο Έλληνας υπουργός είπε ότι δεν θα υποχωρήσει, και ύστερα έφυγε για το Όσλο."
QUOTED = "Ο υπουργός είπε “όχι” – και η Άγκυρα το άκουσε…"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (ARTICLE, "utf-8", "utf-8"),
        (ARTICLE, "utf-8-sig", "utf-8"),
        (ARTICLE, "utf-16", "utf-16"),
        (ARTICLE, "utf-16-le", "utf-16-le"),
        (ARTICLE, "utf-16-be", "utf-16-be"),
        (ARTICLE, "utf-32", "utf-32"),
        (ARTICLE, "cp1253", "cp1253"),
        (ARTICLE, "iso8859_7", "iso8859_7"),
        (QUOTED, "cp1253", "cp1253"),
        ("Άνω κάτω η Άγκυρα", "cp1253", "cp1253"),
        ("Άνω κάτω η Άγκυρα", "iso8859_7", "iso8859_7"),
        ("Πάρ’ το απ’ την Ελλάδα", "iso8859_7", "iso8859_7"),
        (f"<html><body><div class='article-body main'><p>{ARTICLE}</p></div></body></html>", "iso8859_7", "iso8859_7"),
        ("", "utf-8", "utf-8"),
        ("plain", "ascii", "utf-8"),
    ],
)
def test_decode(text: str, encoding: str, name: str) -> None:
    assert decode(text.encode(encoding)) == (text, name)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (ARTICLE.encode()[: ARTICLE.encode().index("φυγε".encode()) + 1], ARTICLE[: ARTICLE.index("φυγε")] + "\ufffd"),
        (ARTICLE.encode().replace("ύστερα".encode(), b"\xff"), ARTICLE.replace("ύστερα", "\ufffd")),
        (ARTICLE.encode("utf-16")[:-1], ARTICLE[:-1]),
    ],
    ids=["utf-8 cut inside a letter", "one bad byte in utf-8", "utf-16 cut inside a letter"],
)
def test_decode_damaged(data: bytes, text: str) -> None:
    assert decode(data)[0] == text


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03" * 50, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, b"\x01" * 100],
    ids=["zeros", "png", "controls"],
)
def test_decode_binary(data: bytes) -> None:
    with pytest.raises(ValueError, match="binary"):
        decode(data)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le président français a déclaré à la télévision que la Grèce était prête à négocier dès l'été.", "cp1252"),
        ("Президент России заявил, что Москва не откажется от своих планов и будет защищать интересы " * 2, "cp1251"),
    ],
)
def test_decode_takes_no_other_language_for_greek(text: str, encoding: str) -> None:
    assert greek_share(decode(text.encode(encoding))[0]) < 0.1


NORMAL = [
    # decomposed, and decomposed polytonic
    (unicodedata.normalize("NFD", "Η Άγκυρα προϊδεάζει"), "Η Άγκυρα προϊδεάζει"),
    (unicodedata.normalize("NFD", "ᾗ ἕν τῇ Ἑλλάδι"), "ή εν τη Ελλάδι"),
    # polytonic; «ἢ», «ποῦ» and «πῶς» keep an accent in monotonic writing, other monosyllables do not
    ("Ἡ Ἑλλὰς καὶ ὁ λαὸς τῆς Τουρκίας", "Η Ελλάς και ο λαός της Τουρκίας"),
    ("γιὰ μιὰ στιγμή, ποιὸς θὰ ’ρθῆ;", "για μια στιγμή, ποιος θα ’ρθη;"),
    ("ποῦ πᾶς; ὁ τόπος ποὺ ξέρω· πῶς; εἶπε πὼς ἢ ναὶ ἢ ὄχι", "πού πας; ο τόπος που ξέρω· πώς; είπε πως ή ναι ή όχι"),
    ("Ὁ ἀγὼν ὑπὲρ τῶν ὅλων. Τί νὰ ποῦν;", "Ο αγών υπέρ των όλων. Τι να πουν;"),
    ("ᾠδὴ, πρωῒ, Ῥόδος, Ὅμηρος", "ωδή, πρωΐ, Ρόδος, Όμηρος"),
    # a monotonic text keeps what its author wrote
    ("Πού πας, ή μένεις; Τί;", "Πού πας, ή μένεις; Τί;"),
    # an accent or breathing typed before its capital
    ("΄Αγκυρα, ᾿Αθῆναι, ῎Εθνος", "Άγκυρα, Αθήναι, Έθνος"),
    # what stands invisibly inside words
    ("Ελ\u00adλά\u200bδα \u200eκαι\u202c Κύ\u2060προς", "Ελλάδα και Κύπρος"),
    ("\ufeffΕλλάδα\u200b", "Ελλάδα"),
    # white space
    ("  Η\u00a0Ελλάδα \t\u2009και\r\nη Κύπρος\n", "Η Ελλάδα και η Κύπρος"),
    # Latin letters in Greek words; Greek letters in Latin words; Latin words
    ("Η Eλλάδα και η Tουρκία στο Aιγαίo", "Η Ελλάδα και η Τουρκία στο Αιγαίο"),
    ("AΘHNA, ΝATO, Ελλáδα", "ΑΘΗΝΑ, ΝΑΤΟ, Ελλάδα"),
    ("Νews, Κate, Gazprom, COVID-19, NATO, Αmazon", "Νews, Κate, Gazprom, COVID-19, NATO, Αmazon"),
    ("H Τουρκία και o Ερντογάν. To Βήμα", "Η Τουρκία και ο Ερντογάν. Το Βήμα"),
    ("Vitamin H είναι", "Vitamin H είναι"),
    # apostrophes, not quotation marks
    ("απ’ την Κύπρο, σ΄ αυτόν, του ’21, Β΄", "απ' την Κύπρο, σ' αυτόν, του '21, Β'"),
    ("είπε ‘ναι’ κι έφυγε", "είπε ‘ναι’ κι έφυγε"),
    # variants that Unicode keeps apart
    ("ϑεός, 5 \u00b5m\u037e ναι\u0387", "θεός, 5 μm; ναι·"),
    ("", ""),
    (" \n\u200b ", ""),
]


@pytest.mark.parametrize(("text", "normal"), NORMAL)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text).text == normal


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Τίτλος\nΗ Άγκυρα", ["Τίτλος", "Η Άγκυρα"]),
        ("Η Άγκυρα\nαπειλεί", ["Η Άγκυρα απειλεί"]),
        ("Η Άγκυρα\r\nαπειλεί", ["Η Άγκυρα απειλεί"]),
        ("Τέλος.\n\nκαι πάλι", ["Τέλος.", "και πάλι"]),
        ("\n\nΑ \n Β\n", ["Α", "Β"]),
    ],
)
def test_paragraphs(text: str, paragraphs: list[str]) -> None:
    normal = normalise(text)
    ends = (*normal.paragraphs[1:], len(normal.text) + 1)
    assert [normal.text[a : b - 1] for a, b in zip(normal.paragraphs, ends, strict=True)] == paragraphs


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("Η  Άγκυρα\u00a0λέει", "λέει", "λέει"),
        ("\ufeffΗ Ελ\u00adλάδα.", "Ελλάδα", "Ελ\u00adλάδα"),
        (unicodedata.normalize("NFD", "η Κύπρος"), "Κύπρος", unicodedata.normalize("NFD", "Κύπρος")),
        ("εἰς ΄Αγκυραν", "Άγκυραν", "΄Αγκυραν"),
        ("τῆς Ἑλλάδος", "Ελλάδος", "Ἑλλάδος"),
    ],
)
def test_the_way_back(text: str, word: str, original: str) -> None:
    normal = normalise(text)
    start = normal.text.index(word)
    first, last = normal.alignment.original(start, start + len(word))
    assert text[first:last] == original


TRICKY = "αΑεοςΣβΉϊΐἡὴᾧῇ᾽΄’‘A oTHaé \t\n\r"
TRICKY += "\u00a0\u00ad\u200b\u0301\u0300\u0342\u0313\u0345\u0308\ufeff\u202e.1Жक़\ud55c\u1100\u1161🙂"


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(alphabet=TRICKY, max_size=40))
def test_offsets_hold_for_any_text(text: str) -> None:
    normal = normalise(text)
    starts, ends = list(normal.alignment.starts), list(normal.alignment.ends)
    assert len(starts) == len(ends) == len(normal.text)
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))
    assert list(normal.paragraphs) == sorted(set(normal.paragraphs))
    for char, start, end in zip(normal.text, starts, ends, strict=True):
        assert agrees(char, text[start:end]), (char, text[start:end])


def agrees(char: str, read: str) -> bool:
    """Whether a character of the normalised text is the same letter as what was read, accents apart."""
    if char == " ":
        return any(map(str.isspace, read))
    likely = {fold(HOMOGLYPHS[c]) for c in read if c in HOMOGLYPHS}
    # Apostrophes and Unicode's own variants are not letters that change.
    return fold(char) in fold(read) or fold(char) in likely or not is_greek(char) or read in "\u00b5ϐϑϒϕϖϰϱϲϵ"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=TRICKY, max_size=40))
def test_normalising_twice_changes_no_space(text: str) -> None:
    once = normalise(text).text
    assert once == once.strip()
    assert "  " not in once


@pytest.mark.parametrize(
    "text",
    ["α" + "\u200b" * 200_000 + "β", "α" + "\u0301\u0323" * 100_000, "α" + " " * 200_000 + "β", "‘" * 200_000],
    ids=["zero-width", "combining", "spaces", "quotes"],
)
def test_hostile_runs_take_no_more_than_linear_time(text: str) -> None:
    # At the square of the length each of these would take minutes.
    assert len(normalise(text).text) <= len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ΤΟΥΡΚΙΑΣ", "Τουρκίας"), ("Ἑλλάς", "ΕΛΛΑΣ"), ("προϊόν", "ΠΡΟΪΟΝ"), (unicodedata.normalize("NFD", "Ώς"), "ωσ")],
)
def test_fold(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert fold(one * 30) == fold(one) * 30


@settings(deadline=None)
@given(st.text())
def test_fold_is_settled_after_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("text", "share"), [("", 0), ("12 !", 0), ("αβγδ", 1), ("αβ ab", 0.5), ("ἡ ά;", 1)])
def test_greek_share(text: str, share: float) -> None:
    assert greek_share(text) == share


def test_random_bytes_are_no_text() -> None:
    for _ in range(20):
        with pytest.raises(ValueError, match="binary"):
            decode(os.urandom(4096))
