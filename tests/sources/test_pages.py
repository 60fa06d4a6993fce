"""What comes out of a page, and what is no article."""

from __future__ import annotations

import time

import pytest

from pipeline.errors import SourceError
from pipeline.records import Article, Notice
from pipeline.settings import Limits
from pipeline.sources.checks import check
from pipeline.sources.declarations import PageRules
from pipeline.sources.pages import page_article
from pipeline.sources.walls import wall

ADDRESS = "https://www.imaginary.gr/x/1"
FIRST = "Η Τουρκία απείλησε χθες την Ελλάδα με νέες κινήσεις στο Αιγαίο, δήλωσε εκπρόσωπος του υπουργείου Άμυνας."
SECOND = "Η Αθήνα απάντησε ότι δεν δέχεται τετελεσμένα και κάλεσε την Ευρωπαϊκή Ένωση να αντιδράσει αμέσως."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
TEXT = f"{FIRST}\n{SECOND}"


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>Η Άγκυρα πιέζει - Εφημερίδα</title>{head}</head><body>{body}</body></html>"


def story(head: str = "", between: str = "", after: str = "") -> str:
    return page(f"<article><h1>Η Άγκυρα πιέζει</h1>{between}{BODY}</article>{after}", head)


def read(html: str | bytes, rules: PageRules | None = None, address: str = ADDRESS) -> tuple[Article, list[Notice]]:
    found = list(
        page_article(
            html if isinstance(html, bytes) else html.encode(),
            address=address,
            declared="text/html; charset=utf-8",
            rules=rules or PageRules(),
            retrieved_at="2023-03-10T10:30:00Z",
            source="",
            name="α",
        )
    )
    [article] = [a for a in found if isinstance(a, Article)]
    return article, [n for n in found if isinstance(n, Notice)]


def test_all_that_a_page_says() -> None:
    said = '{"@type": "NewsArticle", "headline": "Άλλος τίτλος", "datePublished": "2022-11-22T14:05:00+02:00", \
        "author": [{"@type": "Person", "name": "Μαρία"}, {"name": "Νίκος"}], "articleSection": "Διεθνή"}'
    html = story(f"<script type='application/ld+json'>{said}</script><link rel=canonical href='/x/1-i-agkyra#top'>")
    assert read(html)[0] == Article(
        doc_id="α",
        text=TEXT,
        title="Η Άγκυρα πιέζει",
        source="imaginary.gr",
        url="https://www.imaginary.gr/x/1-i-agkyra",
        author="Μαρία, Νίκος",
        published_at="2022-11-22T12:05:00Z",
        retrieved_at="2023-03-10T10:30:00Z",
        section="Διεθνή",
        path=ADDRESS,
    )


@pytest.mark.parametrize(
    ("html", "date"),
    [
        (story("<meta property='article:published_time' content='2022-11-22T14:05:00+02:00'>"), "2022-11-22T12:05:00Z"),
        (story("<meta itemprop='datePublished' content='22/11/2022'>"), "2022-11-22"),
        (story("<script type='ld+json'>{</script>", "<time datetime='2022-11-22'>χθες</time>"), "2022-11-22"),
        (story(between="<span class='post-date'>Τρίτη, 22/11/2022 - 14:05</span>"), "2022-11-22T12:05:00Z"),
        (story(between="<span class='post-date'>χθες 14:05</span>"), "2023-03-09T12:05:00Z"),
        (story(between="<div>Δημοσίευση: 22 Νοεμβρίου 2022</div>"), "2022-11-22"),
        (page(f"<article><i class='date'>22.11.22</i><h1>Η Άγκυρα πιέζει</h1>{BODY}</article>"), "2022-11-22"),
        # the day of the visit, and that of another article
        (page(f"<div class='date'>10/3/2023</div><main><h1>Η Άγκυρα πιέζει</h1>{BODY}</main>"), ""),
        (story(after="<aside><time datetime='2022-01-01'>1/1/2022</time></aside>"), ""),
        (story(between="<span class='post-date'>31/2/2022</span>"), ""),
    ],
)  # fmt: skip
def test_when_it_was_published(html: str, date: str) -> None:
    assert read(html)[0].published_at == date


def test_the_address_may_say_when() -> None:
    assert read(story(), address="https://imaginary.gr/2022/11/22/arthro")[0].published_at == "2022-11-22"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://m.imaginary.gr/x/2", "https://m.imaginary.gr/x/2"),
        ("https://imaginary.com.gr/x/1", ADDRESS),
        ("https://imaginary.gr/", ADDRESS),
        ("javascript:alert(1)", ADDRESS),
        ("https://[", ADDRESS),
        ("", ADDRESS),
    ],
)
def test_the_canonical_address_is_of_the_same_site(link: str, address: str) -> None:
    assert read(story(f"<link rel='canonical' href='{link}'>"))[0].url == address


LAYOUT = page(
    f"<div class='kicker'>Διεθνή</div><h2 class='t'>Άλλος τίτλος</h2><b class='w'>Α. Βήτα</b><b class='w'>Γ. Δέλτα</b>"
    f"<i class='d'>πριν από 3 ώρες</i><div id='b'>{BODY}<p class='ad'>Διαφήμιση</p>Ένα<br>δύο <b>τρία</b>,\nτέσσερα"
    "<script>x</script></div>ουρά"
)


def test_rules_say_where_things_stand() -> None:
    rules = PageRules(
        title="h2.t", author=".w", date="i.d", section="//div[@class='kicker']/text()", body="#b", drop=[".ad"]
    )
    article, notices = read(LAYOUT, rules)
    assert article.text == f"{TEXT}\nΈνα\nδύο τρία, τέσσερα"
    assert (article.title, article.author, article.section) == ("Άλλος τίτλος", "Α. Βήτα, Γ. Δέλτα", "Διεθνή")
    assert article.published_at == "2023-03-10T07:30:00Z"
    assert notices == []


def test_rules_that_match_nothing_are_said() -> None:
    article, notices = read(story(), PageRules(title="h2.t", body="#b", author=".w"))
    assert (article.text, article.title) == (TEXT, "Η Άγκυρα πιέζει")
    assert [n.reason.split(" of ")[0] for n in notices] == ["page.title", "page.body"]


def test_a_date_that_is_no_date_is_said() -> None:
    article, [notice] = read(story(between="<i class='d'>προσεχώς</i>"), PageRules(date="i.d"))
    assert article.published_at == ""
    assert "the date «προσεχώς» is not understood" in notice.reason


def test_a_rule_that_cannot_be_followed() -> None:
    with pytest.raises(SourceError, match=r"the rule «//p\[foo\(\)\]» cannot be followed"):
        read(story(), PageRules(body="//p[foo()]"))


CONSENT = (
    "Χρησιμοποιούμε cookies για να βελτιώσουμε την εμπειρία σας. Πατώντας «Αποδοχή όλων» δίνετε τη συγκατάθεσή σας."
)
REFUSED = [
    (page(f"<div>{CONSENT}</div><button>Αποδοχή όλων</button>"), "a request for consent stands"),
    (page(f"<div class='cookie-wall'>{CONSENT}</div>"), "a request for consent stands"),
    (page("<noscript>You need to enable JavaScript to run this app.</noscript>"), "cookies or scripts"),
    (page("<h1>Just a moment...</h1><p>Checking your browser before accessing imaginary.gr.</p>"), "is a person"),
    (
        page(f"<article><h1>Τ</h1><p>{FIRST}</p><p>Για να διαβάσετε τη συνέχεια, συνδεθείτε.</p></article>"),
        "only the beginning",
    ),
    (
        story("<script type='application/ld+json'>{\"@type\":\"Article\",\"isAccessibleForFree\":false}</script>"),
        "only the beginning",
    ),
    (page(""), "no article text"),
    ("<div>" * 30_000 + FIRST, "no article text"),
    (page(BODY * 7000), "more than 12,000 elements"),
    ("", "nothing is in the HTML"),
    (b"\x00\x01\x02" * 1000, "binary data"),
    (page("<p>" + "α\x01β\x02" * 200 + "</p>"), "binary data"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "says"), REFUSED, ids=range(len(REFUSED)))
def test_what_holds_no_article(html: str | bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as refused:
        read(html)
    assert refused.value.place == ADDRESS
    assert refused.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "Η Αρχή επέβαλε πρόστιμο σε τρεις εταιρείες για τη χρήση cookies χωρίς συγκατάθεση.",
        "«Δεν αποδέχομαι τον χαρακτηρισμό», είπε ο υπουργός στους συνεργάτες του.",
        f"{CONSENT} " + FIRST * 20,
        f"{FIRST} {SECOND} {FIRST} Χρησιμοποιούμε cookies.",
        "Η εταιρεία έχασε χίλιους συνδρομητές και κατηγορεί το δημόσιο.",
    ],
)
def test_an_article_may_be_about_walls(text: str) -> None:
    assert wall(text) is None


@pytest.mark.parametrize(
    "head",
    [
        f"<script>{'x += `<p>όχι</p>`;' * 600_000}</script>",
        f"<style>{'p {color: red} ' * 700_000}</style>",
        f"<!-- {'<p>όχι</p>' * 700_000} -->",
        "<script></script>" * 300_000,
        "<!-- <script> -->",
    ],
    ids=["script", "style", "comment", "scripts", "script in a comment"],
)
def test_ten_megabytes_of_no_text_take_no_time(head: str) -> None:
    start = time.process_time()
    assert read(story(head))[0].text == TEXT
    assert time.process_time() - start < 5


def test_stray_signs() -> None:
    article, _ = read(
        page(f"<article><h1>Η Άγκυρα πιέζει</h1><p>{FIRST}&#1;\x02</p><p>{SECOND} &#150; ναι</p></article>")
    )
    assert article.text == f"{FIRST}\n{SECOND} – ναι"


def test_a_page_in_another_language_is_left_to_the_gate() -> None:
    english = "<article><h1>Ankara</h1>" + "<p>Turkey warned Greece on Tuesday over the islands in the Aegean.</p>" * 5
    with pytest.raises(SourceError, match="not Greek"):
        check(read(page(english))[0], Limits(), ADDRESS)
