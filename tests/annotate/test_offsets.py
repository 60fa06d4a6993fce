"""Offsets hold for any text: arbitrary Unicode, and Greek as it may come, in each engine that is installed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from offsets import assert_offsets

from pipeline.annotate import Engine
from pipeline.annotate.engine import ENGINES
from pipeline.annotate.spacy_model import SHIPPED
from pipeline.records import Article

WORDS = """
    η Τουρκία της Άγκυρας στην Αθήνα ο Έλληνας υπουργός κατηγορεί απειλεί είπε ότι δεν θα υποχωρήσει και προϊόν Μαΐου
    κ. Η.Π.Α. π.χ. 3,5 2022 95% €12 απ’ του ’21 NATO COVID-19 Eλλάδα Тουρκία ἡ Ἑλλὰς ΄Αγκυρα https://a.gr/ν?x=1 α@β.gr
    #κρίση 🙂 🇬🇷 👨‍👩‍👧 中国 تركيا
""".split()
SPACES = [" ", " ", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u200b", "\u00ad", ""]
SIGNS = ["", "", "", ".", ",", ";", "·", "…", "!", "«", "»", "“", "”", '"', "'", "(", ")", "–", "—", "-", "/", ":"]

SPELLINGS = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        str.title,
        lambda word: unicodedata.normalize("NFD", word),
        lambda word: "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)),
    ]
)
GREEK = st.lists(
    st.builds(
        lambda sign, word, spell, other, space: sign + spell(word) + other + space,
        st.sampled_from(SIGNS),
        st.sampled_from(WORDS),
        SPELLINGS,
        st.sampled_from(SIGNS),
        st.sampled_from(SPACES),
    ),
    max_size=30,
).map("".join)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TRICKY = st.text(
    "αΑςΣβΉϊΐἡᾧ᾽΄’‘AoTH é\t\n\r\u00a0\u00ad\u200b\u0301\u0342\u0313\u0345\u0308.'«»-@/Ж한🙂\u200d", max_size=40
)


@pytest.fixture(scope="module", params=["spacy", "stanza"])
def any_engine(request: pytest.FixtureRequest, engine: Engine) -> Engine:
    """Each engine; Stanza where its extra is installed."""
    if request.param == "spacy":
        return engine
    pytest.importorskip("stanza", reason="the extra stanza is not installed")
    if request.param not in ENGINES or not SHIPPED.with_name("el_stasis_stanza").is_dir():
        pytest.skip("no Stanza models ship")
    found: Engine = request.getfixturevalue("stanza_engine")
    return found


# Several texts at once: batches must not mix them up, and many small calls would take the time.
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(GREEK | ANY | TRICKY, min_size=1, max_size=6))
def test_offsets_hold_for_any_text(any_engine: Engine, texts: list[str]) -> None:
    articles = [Article(str(i), text) for i, text in enumerate(texts)]
    parsed = list(any_engine.parse(articles))
    assert [p.article for p in parsed] == articles
    for one in parsed:
        assert_offsets(one)


@pytest.mark.parametrize(
    "text",
    [
        # a letter and a sign that no letter has with it: two characters that lead to one place
        "α\u0323 β",
        "“α\u0301\u0308\u0313” ",
        # the same on a sign that is a token of its own, and on a letter that Unicode takes apart
        "¡\u0300",
        "\u0958\u0301",
        "«" * 50,
        "α" * 700 + "\u0301 " + "-" * 700,
        "https://example.gr/" + "α/" * 400,
        " ".join(["«Η», 5."] * 200),
    ],
)
def test_offsets_hold_for_what_once_was_hard(any_engine: Engine, text: str) -> None:
    [parsed] = any_engine.parse([Article("α", text)])
    assert_offsets(parsed)
