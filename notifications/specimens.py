"""What samples of releases are put together from. Invented, and always the same."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from notifications.bodies import BODIES
from notifications.facts import Appointee, Earlier, Item, Passage, Submitter
from notifications.grammar import Document, agreement, articles, untitled, upon
from notifications.page import Link, Page, Quote
from notifications.phrases import PHRASES
from notifications.typography import weekday

FIRST, COUNCIL, DECISION = date(2021, 7, 6), date(2021, 7, 22), date(2021, 8, 3)
SENATE = replace(BODIES["Senat"], english="Senate of Berlin")
MAYORS = replace(BODIES["Rat der Bürgermeister"], english="Council of Mayors")
PARLIAMENT = replace(BODIES["Abgeordnetenhaus"], english="House of Representatives")
BOTH = replace(BODIES["Senat und Rat der Bürgermeister"], english="Senate and Council")
BY_CODE = {each.code: each for each in PHRASES}
AGREED = replace(BY_CODE["agreed"], manner="mit Anmerkungen")
URL = "https://example.org/2021/1.php"


def passage(kind: str, day: date | None, release: Earlier | None = None) -> Passage:
    found = {"council_position": MAYORS}.get(kind, SENATE)
    return Passage(
        kind=kind,
        body=found,
        day=day,
        weekday=None if day is None else weekday(day),
        today=day == DECISION,
        phrase=BY_CODE["noted" if kind == "report_noted" else "agreed"],
        outcome="zugestimmt",
        english="approved",
        release=release,
    )


def document(noun: str) -> Document:
    """Stored forms, as particulars give them."""
    gender, number, nom, dat, gen, strong, strong_dat = NOUNS[noun]
    found = articles(gender, number)
    return Document(
        start=f"{found['nom'].capitalize()} {nom}",
        nom=f"{found['nom']} {nom}",
        akk=f"{found['akk']} {nom}",
        dat=f"{found['dat']} {dat}",
        gen=f"{found['gen']} {gen}",
        akk_bare=strong,
        dat_bare=strong_dat,
        upon=upon(f"{found['dat']} {dat}"),
        agreement=agreement(gender, number),
    )


def item(document: Document) -> Item:
    return Item(
        reference="S-2021-0001",
        title="Bericht über Bund & Land",
        lead="Senatskanzlei",
        document=document,
        proposers=(MAYOR,),
        background=("Der Bericht ist der erste seiner Art.", "Er kostet nichts."),
        english="Report on the Federation and the States",
    )


NOUNS: Mapping[str, Any] = {
    "masculine": (
        *("masculine", "singular", "Bericht", "Bericht", "Berichts"),
        *("Bericht", "Bericht"),
    ),
    "feminine": (
        *("feminine", "singular", "neue Richtlinie", "neuen Richtlinie"),
        *("neuen Richtlinie", "neue Richtlinie", "neuer Richtlinie"),
    ),
    "neuter": (
        *("neuter", "singular", "Konzept", "Konzept", "Konzepts", "Konzept"),
        "Konzept",
    ),
    "plural": (
        *("feminine", "plural", "Leitlinien", "Leitlinien", "Leitlinien"),
        *("Leitlinien", "Leitlinien"),
    ),
}
MAYOR = Submitter(
    gen="des Regierenden Bürgermeisters von Berlin",
    person="Michael Müller",
    english="the Governing Mayor of Berlin",
)
MINISTER = Submitter(
    gen="der Senatorin für Bildung", person="Erika Muster", short="Bildungssenatorin"
)
RELEASE = Earlier("first_approval", 2, FIRST, "Senat stimmt Bericht zu", URL)
APPOINTEE = Appointee("Dr. Erika Muster", "Vorsitzende")
FIRST_PASSAGE = passage("first_approval", FIRST, RELEASE)
COUNCIL_PASSAGE = passage("council_position", COUNCIL)
ITEM_ALONE = replace(
    item(untitled("„Bericht“")), proposers=(), background=(), english=None
)
ITEMLESS = frozenset({"notice", "correction", "withdrawal"})


def sample_pages(language: str) -> tuple[Page, ...]:
    """Pages that bring every part of a frame, and leave every part out."""
    bare = Page(
        identity="PM-2021-0001",
        kind="formal_decision",
        language=language,
        headline="Senat beschließt Bericht über Bund & Land",
        dateline="Pressemitteilung vom 03.08.2021",
        kicker=None,
        paragraphs=("Der Senat hat den Bericht beschlossen.",),
        release_day=DECISION,
    )
    instant = datetime(2021, 8, 3, 10, tzinfo=UTC)
    full = replace(
        bare,
        kicker="Aus der Sitzung des Senats am 3. August 2021:",
        quotes=(Quote("Erika Muster", "Ein Wort, und noch eins."),),
        links=(Link("Bericht", URL), Link("Akte", "file:///akte")),
        contact=("Pressestelle", "Telefon: 030 123"),
        imprint=("Vorlage: S-2021-0001",),
        note=("Korrektur vom 5. August 2021.",),
        plain_language=Link("Der Bericht", URL),
        url=URL,
    )
    public = replace(full, published_at=instant, modified_at=instant)
    marked = replace(full, marks=("Sperrfrist: 3. August 2021, 12.00 Uhr",))
    without_links = replace(full, links=(), plain_language=None)
    only_plain = replace(full, links=())
    only_links = replace(full, plain_language=None)
    no_address = replace(full, plain_language=Link("Der Bericht", "file:///x"))
    back = replace(public, kind="withdrawal")
    corrected = replace(public, kind="correction", note=())
    pages = (bare, full, public, marked, without_links, only_plain, only_links)
    return (*pages, no_address, back, corrected)
