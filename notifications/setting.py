"""What every frame is set from: a page as harmless strings, with the fixed words.

Text, HTML, PDF, DOCX, feed and mail are all set from a `Sheet`, so that none of them
can say more, or less, than another. Nothing invisible or unprintable gets into one:
a control character would end an XML file, a mark of direction would turn what stands
beside it. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from notifications.page import Link, Page, Quote
from notifications.typography import harmless

CORRECTION, WITHDRAWAL = "correction", "withdrawal"
# https://schema.org/creativeWorkStatus: what has become of a text
DRAFT, PUBLISHED, WITHDRAWN, OBSOLETE = "Draft", "Published", "Withdrawn", "Obsolete"
_REACHABLE = re.compile(r"https?://[!-~]+|mailto:[!-~]+@[!-~]+")
_NEVER = frozenset('<>"`\\')  # no address holds them, RFC 3986 section 2


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of the frames in one language."""

    draft: str
    gone: str  # the mark of a text that was withdrawn
    replaced: str  # the mark of a version that was public until it was corrected
    prefixes: Mapping[str, str]  # before the subject of what is not public, by status
    corrected: str
    withdrawn: str
    links: str
    plain_language: str
    contact: str
    imprint: str
    page: str
    day: str  # the headline of a page of several bodies, with {day}
    contents: str
    marks: tuple[str, str]  # that a quotation stands in


WORDS = {
    "de": Words(
        draft="Entwurf – nicht zur Veröffentlichung",
        gone="Zurückgezogen – nicht mehr verwenden",
        replaced="Durch eine Berichtigung ersetzt",
        prefixes={DRAFT: "ENTWURF", WITHDRAWN: "ZURÜCKGEZOGEN", OBSOLETE: "ERSETZT"},
        corrected="Korrektur",
        withdrawn="Zurückgezogen",
        links="Weitere Informationen",
        plain_language="In Leichter Sprache",
        contact="Rückfragen",
        imprint="Angaben zur Mitteilung",
        page="Seite {number} von {all}",
        day="Pressemitteilungen vom {day}",
        contents="Mitteilungen",
        marks=("„", "“"),
    ),
    "en": Words(
        draft="Draft – not for publication",
        gone="Withdrawn – no longer to be used",
        replaced="Replaced by a correction",
        prefixes={DRAFT: "DRAFT", WITHDRAWN: "WITHDRAWN", OBSOLETE: "REPLACED"},
        corrected="Correction",
        withdrawn="Withdrawn",
        links="Further information",
        plain_language="In easy-to-read German (Leichte Sprache)",
        contact="Contact",
        imprint="About this release",
        page="Page {number} of {all}",
        day="Press releases of {day}",
        contents="Releases",
        marks=("“", "”"),
    ),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quotation as it is set: who speaks, and the words within their marks."""

    speaker: str
    said: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as frames take it: printable strings on one line each, and no dates.

    `title` names the document (marks, then the headline); `day` is the release day in
    ISO 8601; an address that cannot be reached safely is "" and stands in the words.
    `public` tells a published text from all others. "" stands for what there is not.
    """

    language: str
    title: str
    public: bool
    marks: tuple[str, ...]
    headline: str
    dateline: str
    day: str
    note: tuple[str, ...]
    kicker: str
    paragraphs: tuple[str, ...]
    quotes: tuple[Spoken, ...]
    links: tuple[Link, ...]
    plain_language: Link | None
    contact: tuple[str, ...]
    imprint: tuple[str, ...]
    issuer: str
    identity: str
    url: str
    words: Words


def sheet(page: Page) -> Sheet:
    """What the frames of this page are set from.

    A text that is not published bears a mark, whatever the page forgot. Raises
    KeyError for a language that no frame is in.
    """
    words = WORDS[page.language]
    headline, marks = harmless(page.headline), marked(page)
    return Sheet(
        language=page.language,
        title=": ".join((*marks[:1], headline)),
        public=published(page),
        marks=marks,
        headline=headline,
        dateline=harmless(page.dateline),
        day=page.release_day.isoformat(),
        note=_lines(page.note),
        kicker=harmless(page.kicker or ""),
        paragraphs=_lines(page.paragraphs),
        quotes=tuple(_spoken(each, words) for each in page.quotes),
        links=tuple(map(_link, page.links)),
        plain_language=page.plain_language and _link(page.plain_language),
        contact=_lines(page.contact),
        imprint=_lines(page.imprint),
        issuer=harmless(page.issuer),
        identity=harmless(page.identity),
        url=_address(page.url or ""),
        words=words,
    )


def published(page: Page) -> bool:
    """Whether this text is public: it went out, and no mark holds it back."""
    return page.published_at is not None and not page.marks


def marked(page: Page) -> tuple[str, ...]:
    """The marks of a page; of one that is not published at least that of a draft."""
    marks = _lines(page.marks)
    return marks if marks or published(page) else (WORDS[page.language].draft,)


def status(page: Page) -> str:
    """What has become of this text, which its marks say: a draft, and nothing else, is
    what nobody has released.
    """
    words, marks = WORDS[page.language], marked(page)
    if words.gone in marks:
        return WITHDRAWN
    if words.replaced in marks:
        return OBSOLETE
    if not published(page):
        return DRAFT
    return WITHDRAWN if withdrawn(page) else PUBLISHED


def withdrawn(page: Page) -> bool:
    """Whether this page takes an earlier release back."""
    return page.kind == WITHDRAWAL


def corrected(page: Page) -> bool:
    """Whether this page stands in the place of an earlier version of itself."""
    return not withdrawn(page) and (page.kind == CORRECTION or bool(page.note))


def announced(page: Page) -> str:
    """The headline as a list or a subject tells it: what became of it comes first."""
    words, headline = WORDS[page.language], harmless(page.headline)
    if not published(page):
        return f"{words.prefixes[status(page)]}: {headline}"
    if withdrawn(page) or corrected(page):
        became = words.withdrawn if withdrawn(page) else words.corrected
        return headline if headline.startswith(became) else f"{became}: {headline}"
    return headline


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for text in texts if (line := harmless(text)))


def _spoken(quote: Quote, words: Words) -> Spoken:
    """Word for word: the marks stand around what was said, nothing inside is set."""
    opening, closing = words.marks
    speaker = harmless(quote.speaker).removesuffix(":")
    return Spoken(speaker, f"{opening}{harmless(quote.text)}{closing}")


def _link(link: Link) -> Link:
    url = _address(link.url)
    if url:
        return Link(harmless(link.text) or url, url)
    return replace(link, text=harmless(f"{link.text} ({link.url})"), url="")


def _address(url: str) -> str:
    """An address of the web or of mail; "" for all that a browser might execute."""
    fits = _REACHABLE.fullmatch(url) and not _NEVER.intersection(url)
    return url if fits else ""
