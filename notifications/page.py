"""A release as words: what every format is set from, so that all state the same.

Plain frozen data. Nothing here knows how a page is laid out, nor where its facts come
from.
"""

from dataclasses import dataclass
from datetime import date, datetime

ISSUER = "Presse- und Informationsamt des Landes Berlin"


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, word for word. `office` is the key of the office quoted."""

    speaker: str
    text: str
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address and what it leads to, in words."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Page:
    """A release in one language.

    `identity` is kept by corrections; the lead is the first paragraph; `imprint` names
    the item, the lead department and the state of the record; `note` says what a
    correction replaces; `marks` stand on every page of what is not public yet (draft,
    embargo). Instants are aware UTC. `plain_language` leads to the commissioned text in
    Leichte Sprache, which is never generated.
    """

    identity: str
    kind: str
    language: str
    headline: str
    dateline: str
    kicker: str | None
    paragraphs: tuple[str, ...]
    release_day: date
    quotes: tuple[Quote, ...] = ()
    links: tuple[Link, ...] = ()
    contact: tuple[str, ...] = ()
    imprint: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    url: str | None = None
    issuer: str = ISSUER
    plain_language: Link | None = None
