"""Releases of every kind as pages, and hostile ones, to be set in every format."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from notifications.page import Link, Page, Quote

OUT = datetime(2021, 7, 6, 10, 30, tzinfo=UTC)
DRAFT = "Entwurf – nicht zur Veröffentlichung"
EMBARGO = "Sperrfrist: 6. Juli 2021, 12.00 Uhr"
KINDS = (
    *("first_approval", "council_to", "council_position", "formal_decision"),
    *("to_parliament", "publication", "report_noted", "appointment", "notice"),
    *("correction", "withdrawal"),
)
_NOTES = {
    "correction": (
        "Korrektur vom 7. Juli 2021: Es muss heißen: „acht“ statt „sieben“.",
    ),
    "withdrawal": ("Die Pressemitteilung vom 6. Juli 2021 wird zurückgezogen.",),
}
_GERMAN = Page(
    identity="PM-2021-0001",
    kind="first_approval",
    language="de",
    headline="Senat bringt Strategischen Rahmen auf den Weg",
    dateline="Pressemitteilung vom 06.07.2021",
    kicker="Aus der Sitzung des Senats am 6.\u00a0Juli 2021:",
    paragraphs=(
        "Der Senat hat in seiner heutigen Sitzung auf Vorlage des Regierenden "
        "Bürgermeisters von Berlin, Michael Müller, den Strategischen Rahmen "
        "„Gemeinsam Digital: Berlin“ in erster Befassung auf den Weg gebracht.",
        "1. September ist der Tag; Bund & Land finanzieren je 50 % < 3 Mio. €.",
    ),
    release_day=date(2021, 7, 6),
    quotes=(
        Quote("Der Regierende Bürgermeister von Berlin", "Das ist <b>gut</b> so."),
    ),
    links=(Link("Der Strategische Rahmen", "https://www.berlin.de/rahmen?a=1&b=2"),),
    contact=("Presse- und Informationsamt", "Telefon: 030 9026-0"),
    imprint=("Vorlage: „Strategischer Rahmen“ (S-2021-0001)", "Federführung: SKzl"),
    plain_language=Link("Der Rahmen, leicht gesagt", "https://www.berlin.de/leicht"),
    url="https://www.berlin.de/presse/1",
    published_at=OUT,
)
_ENGLISH = replace(
    _GERMAN,
    language="en",
    headline="Senate gives first approval to the strategic framework",
    dateline="Press release of 6 July 2021",
    kicker="From the sitting of the Senate on 6 July 2021:",
    paragraphs=("At its meeting today, the Senate of Berlin gave its first approval.",),
    quotes=(Quote("The Governing Mayor of Berlin", "That’s good."),),
    links=(Link("The framework", "https://www.berlin.de/en/framework"),),
    contact=("Press and Information Office",),
    imprint=("Item: S-2021-0001",),
)


def release(kind: str = "first_approval", language: str = "de") -> Page:
    """A published release of a kind."""
    page = _GERMAN if language == "de" else _ENGLISH
    note = _NOTES.get(kind, ())
    return replace(page, kind=kind, note=note, modified_at=OUT if note else None)


def draft(language: str = "de") -> Page:
    """A release that is not public, under an embargo."""
    page = release(language=language)
    return replace(page, published_at=None, marks=(DRAFT, EMBARGO), url=None)


HOSTILE = (
    "<script>alert(1)</script><!-- </article> -->",
    "{{ 7*7 }} {% raw %} ${7*7} #{7*7}",
    '#panic() *fett* _kursiv_ $x^2$ `roh` = Titel @ziel \\ #read("/etc/passwd")',
    "1. September",
    "+ eins - zwei / drei: vier",
    "Bund & Land <b> &amp; &lt;b&gt; ]]> <w:p/>",
    "\x1b[2J\u202e1202\u202c\u200b\x00\r\nBcc: evil@example.org",
    "=?utf-8?q?=0D=0ABcc=3A_evil?=",
    "From hier. -- \n.\nSubject: x",
    "ffi fl „Zitat ‚innen‘“ »x« ’ “ ‘ – — …",
    "W" * 300,
    "Łódź Ñandú Þór Ελλάδα Москва ß ẞ",
    "</style><style>*{display:none}</style>",
    "javascript:alert(1)",
    '" onmouseover="alert(1)" \'x\'',
)
# What the fonts of the PDF have, and everything that is told as an escape.
_CHARACTERS = st.sampled_from(
    "aZäß0 .,-–„“<>&#*_$`\\\"'/=@[]{}%()\u00a0\u202e\x07\n\tЖλ"
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(_CHARACTERS, min_size=1, max_size=80).filter(lambda text: text.strip()),
)
ADDRESSES = st.sampled_from(
    [
        "https://www.berlin.de/a?b=1&c=%22",
        "http://localhost:8080/x",
        "mailto:presse@berlin.invalid",
        "javascript:alert(1)",
        'https://x/"><script>',
        "data:text/html,x",
        "//berlin.de",
    ]
)
_LINKS = st.builds(Link, TEXTS, ADDRESSES)
_LISTS = st.lists(TEXTS, max_size=3).map(tuple)
HOSTILE_PAGES = st.builds(
    Page,
    identity=st.just("PM-2021-0001"),
    kind=st.sampled_from(KINDS),
    language=st.sampled_from(["de", "en"]),
    headline=TEXTS,
    dateline=TEXTS,
    kicker=st.none() | TEXTS,
    paragraphs=st.lists(TEXTS, min_size=1, max_size=3).map(tuple),
    release_day=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    quotes=st.lists(st.builds(Quote, TEXTS, TEXTS), max_size=2).map(tuple),
    links=st.lists(_LINKS, max_size=2).map(tuple),
    contact=_LISTS,
    imprint=_LISTS,
    note=_LISTS,
    marks=_LISTS,
    published_at=st.none() | st.just(OUT),
    modified_at=st.none() | st.just(OUT),
    url=st.none() | ADDRESSES,
    issuer=TEXTS,
    plain_language=st.none() | _LINKS,
)
