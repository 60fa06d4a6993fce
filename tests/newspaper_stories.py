"""What the made-up newspaper «Ο Φάρος του Βορρά» prints. Written for these tests: nobody said any of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime


@dataclass(frozen=True)
class Story:
    """One article; ``date`` is ISO 8601 with its zone, ``printed`` the same as the page shows it."""

    slug: str
    section: str
    title: str
    author: str
    date: str
    printed: str
    paragraphs: tuple[str, ...]

    @property
    def path(self) -> str:
        """Its page."""
        return f"/{self.section}/{self.slug}"

    @property
    def text(self) -> str:
        """Its paragraphs, a line each."""
        return "\n".join(self.paragraphs)


STORIES = (
    Story(
        "agogos",
        "oikonomia",
        "Η Βουλγαρία στηρίζει τον νέο αγωγό",
        "Μυρτώ Δενδρινού",
        "2022-11-22T14:05:00+02:00",
        "22 Νοεμβρίου 2022, 14:05",
        (
            "Η Βουλγαρία στηρίζει την κατασκευή του νέου αγωγού, είπε ο σύμβουλος Πέταρ Ζλάτεφ σε ημερίδα στη Δράμα.",
            "Η Σόφια εξαρτάται ακόμη από τη Ρωσία για το μισό αέριο που καίει τον χειμώνα, πρόσθεσε ο κ. Ζλάτεφ.",
            "Η Ελλάδα χαιρέτισε τη θέση αυτή και κάλεσε τη Ρουμανία να πάρει μέρος στο έργο ως την άνοιξη.",
        ),
    ),
    Story(
        "synomilies",
        "politiki",
        "Η Άγκυρα ζητά άλλον έναν γύρο συνομιλιών",
        "Στέλιος Αρμπουζάνης",
        "2022-11-23T09:30:00+02:00",
        "Τετάρτη 23 Νοεμβρίου 2022, 09:30",
        (
            "Η Τουρκία ζήτησε άλλον έναν γύρο συνομιλιών με την Ελλάδα πριν από τα Χριστούγεννα.",
            "Η Αθήνα επέκρινε τη συνοδευτική ανακοίνωση και απέρριψε κάθε όρο που τίθεται εκ των προτέρων.",
            "Η Ευρωπαϊκή Ένωση υποστηρίζει τον διάλογο, είπε η εκπρόσωπος Ίνγκριντ Χάλβορσεν στις Βρυξέλλες.",
        ),
    ),
    Story(
        "sitari",
        "kosmos",
        "Η Αίγυπτος εξαρτάται από το σιτάρι της Ουκρανίας",
        "Μυρτώ Δενδρινού",
        "2022-11-24T18:40:00+02:00",
        "24/11/2022 18:40",
        (
            "Η Αίγυπτος εξαρτάται από την Ουκρανία για το σιτάρι της, έδειξε μελέτη του γεωπόνου Σαμίρ Χαλαφάουι.",
            "Το Κάιρο καταδίκασε τον αποκλεισμό των λιμανιών και ζήτησε από τη Μόσχα να τον άρει χωρίς όρους.",
            "Η Γαλλία υποσχέθηκε να στείλει πέντε πλοία με σιτάρι, ως την επόμενη συγκομιδή.",
        ),
    ),
    Story(
        "askisi",
        "kosmos",
        "Η Κίνα επικρίνει την άσκηση της Ιαπωνίας",
        "",
        "2022-11-25T07:15:00+02:00",
        "Παρασκευή 25 Νοεμβρίου 2022, 07:15",
        (
            "Η Κίνα επέκρινε την Ιαπωνία για τη ναυτική άσκηση που άρχισε χθες, νότια των νησιών.",
            "Το Τόκιο απάντησε ότι η άσκηση δεν στρέφεται εναντίον κανενός και ότι θα τελειώσει την Κυριακή.",
            "Οι Ηνωμένες Πολιτείες τάχθηκαν στο πλευρό της Ιαπωνίας, χωρίς να στείλουν δικά τους πλοία.",
        ),
    ),
    Story(
        "limani",
        "oikonomia",
        "Ο Έβρος περιμένει τα τρένα του λιμανιού",
        "Στέλιος Αρμπουζάνης",
        "2022-11-26T12:00:00+02:00",
        "26 Νοεμβρίου 2022, 12:00",
        (
            "Η Ουκρανία στηρίζεται όλο και περισσότερο στο λιμάνι της Αλεξανδρούπολης για τις εξαγωγές της.",
            "Η Ρωσία απείλησε με αντίμετρα την Ελλάδα, αν περάσουν από εκεί όπλα, έγραψε ο αναλυτής Ιβάν Τσερνίκοφ.",
            "Η Πολωνία συμφώνησε με την Ελλάδα να ενώσουν τους σιδηροδρόμους τους με δρομολόγια κάθε εβδομάδα.",
        ),
    ),
)


def page(story: Story, charset: str = "utf-8") -> str:
    """The page of a story, which declares the charset unless that is ""."""
    meta = f"<meta charset='{charset}'>" if charset else ""
    author = f"<span class='author'>{story.author}</span>" if story.author else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    return (
        f"<!DOCTYPE html><html lang='el'><head>{meta}<title>{story.title} | Ο Φάρος του Βορρά</title>"
        f"<meta property='article:published_time' content='{story.date}'>"
        f"<link rel='canonical' href='{story.path}'></head><body>"
        "<nav><a href='/politiki'>Πολιτική</a> <a href='/oikonomia'>Οικονομία</a> <a href='/kosmos'>Κόσμος</a></nav>"
        f"<article><h1>{story.title}</h1>"
        f"<p class='by'>{author} <time datetime='{story.date}'>{story.printed}</time></p>"
        f"<div class='body'>{body}</div></article><aside>Ο καιρός: νεφώσεις στον Έβρο</aside>"
        "<footer>Ο Φάρος του Βορρά, εφημερίδα που δεν υπάρχει</footer></body></html>"
    )


def home() -> str:
    """The front page, which names the feeds."""
    links = "".join(f"<li><a href='{story.path}'>{story.title}</a></li>" for story in STORIES)
    return (
        "<!DOCTYPE html><html lang='el'><head><meta charset='utf-8'><title>Ο Φάρος του Βορρά</title>"
        "<link rel='alternate' type='application/rss+xml' title='Όλα' href='/feed.xml'>"
        "<link rel='alternate' type='application/atom+xml' title='Όλα' href='/atom.xml'>"
        f"</head><body><h1>Ο Φάρος του Βορρά</h1><ul>{links}</ul></body></html>"
    )


def rss(base: str, more: int = 0) -> str:
    """The feed as RSS 2.0, with so many further entries whose pages are not there."""
    items = "".join(
        f"<item><title>{story.title}</title><link>{base}{story.path}</link><guid>{base}{story.path}</guid>"
        f"<pubDate>{_rfc822(story)}</pubDate></item>"
        for story in STORIES
    )
    items += "".join(f"<item><title>Άρθρο {n}</title><link>{base}/arxeio/{n}</link></item>" for n in range(1, more + 1))
    return (
        "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>Ο Φάρος του Βορρά</title>"
        f"<link>{base}/</link><description>Όλα τα άρθρα</description>{items}</channel></rss>"
    )


def atom(base: str) -> str:
    """The feed as Atom."""
    entries = "".join(
        f"<entry><title>{story.title}</title><id>{base}{story.path}</id><link rel='alternate' "
        f"href='{base}{story.path}'/><published>{story.date}</published><updated>{story.date}</updated></entry>"
        for story in STORIES
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<title>Ο Φάρος του Βορρά</title><id>{base}/</id><updated>{STORIES[-1].date}</updated>{entries}</feed>"
    )


def sitemap_index(base: str) -> str:
    """The index of the two sitemaps."""
    maps = "".join(f"<sitemap><loc>{base}/{name}</loc></sitemap>" for name in ("sitemap-news.xml", "sitemap-2022.xml"))
    return (
        f"<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{maps}</sitemapindex>"
    )


def sitemap(base: str) -> str:
    """Every page, with the day it changed last."""
    urls = "".join(f"<url><loc>{base}{s.path}</loc><lastmod>{s.date[:10]}</lastmod></url>" for s in STORIES)
    return f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"


def news_sitemap(base: str) -> str:
    """The newest two stories, as Google's news sitemaps have them."""
    urls = "".join(
        f"<url><loc>{base}{s.path}</loc><n:news><n:publication><n:name>Ο Φάρος του Βορρά</n:name><n:language>el"
        f"</n:language></n:publication><n:publication_date>{s.date}</n:publication_date><n:title>{s.title}</n:title>"
        "</n:news></url>"
        for s in STORIES[-2:]
    )
    return (
        "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        f"xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{urls}</urlset>"
    )


def _rfc822(story: Story) -> str:
    return format_datetime(datetime.fromisoformat(story.date))
