"""Every format that a release can be had in, by name; all are set from one page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from definitions.sentences import sentence
from notifications import atom, newsmail, setting
from notifications.kiln import Fired, Job, fired
from notifications.mail import Addresses, composed
from notifications.page import Page
from workflow.errors import Misconfigured, Refused

if TYPE_CHECKING:
    from notifications.pdf import Letterhead

TEXT, HTML, PDF, DOCX, ATOM, MAIL = "txt", "html", "pdf", "docx", "atom", "eml"
FORMATS = (TEXT, HTML, PDF, DOCX, ATOM, MAIL)

_EXTRAS = {  # the room, and the library that it is the door to
    PDF: ("notifications.pdf", "typst"),
    DOCX: ("notifications.docx", "docx"),
}


@dataclass(frozen=True, slots=True)
class Office:
    """What an office sets around its releases: address of the feed, mail, letterhead,
    folders of templates.

    The letterhead is read when a PDF is written, and not before. `record` is what the
    log of the record calls itself; ids of the feed are made of it. `version` numbers
    the text within the life of the release: it is in the Message-ID.
    """

    feed: str | None = None
    record: str = ""
    addresses: Addresses = field(default_factory=Addresses)
    letterhead: "Callable[[], Letterhead] | None" = None
    folders: tuple[Path, ...] = ()
    version: int = 1


ANY = Office()


def rendered(
    page: Page, name: str, office: Office = ANY, released: Fired | None = None
) -> bytes:
    """The page in one format.

    `released`: its text and HTML as they were released; they are taken to the byte, and
    no template is asked. Raises Misconfigured if the extra that the format needs is not
    installed, Refused for an unknown format and for what the format cannot hold (see
    its module).
    """
    if name not in _WRITERS:
        raise Refused(
            sentence(
                "There is no format {name}; there are {names}.",
                name=name,
                names=FORMATS,
            )
        )
    return _WRITERS[name](_Work(page, office, released))


def formats(page: Page, office: Office = ANY) -> dict[str, bytes]:
    """The page in every format; in the feed only if it is published, and has one."""
    work, public = _Work(page, office), setting.published(page)
    fed = public and office.feed is not None
    names = [each for each in FORMATS if fed or each != ATOM]
    return {name: _WRITERS[name](work) for name in names}


@dataclass(frozen=True)
class _Work:
    """One page on its way into formats; its frames are set once for all of them."""

    page: Page
    office: Office
    released: Fired | None = None

    @cached_property
    def framed(self) -> Fired:
        return self.released or fired(Job(self.page, folders=self.office.folders))

    @property
    def instant(self) -> datetime:
        """When the page was last changed; of a draft the beginning of its day."""
        last = self.page.modified_at or self.page.published_at
        return last or datetime.combine(self.page.release_day, time(), UTC)


def _text(work: _Work) -> bytes:
    return work.framed.text.encode()


def _html(work: _Work) -> bytes:
    return work.framed.html.encode()


def _pdf(work: _Work) -> bytes:
    door = extra(PDF)
    letterhead = work.office.letterhead
    made: bytes = door.written(work.page, letterhead() if letterhead else door.PLAIN)
    return made


def _docx(work: _Work) -> bytes:
    made: bytes = extra(DOCX).written(work.page)
    return made


def _atom(work: _Work) -> bytes:
    office = work.office
    return atom.feed([work.page], work.instant, office.feed, office.record)


def _mail(work: _Work) -> bytes:
    page, found, office = work.page, work.framed, work.office
    message = newsmail.draft(page, found.text, found.html, office.version)
    return composed(message, office.addresses, work.instant).encode()


_WRITERS: Mapping[str, Callable[[_Work], bytes]] = {
    TEXT: _text,
    HTML: _html,
    PDF: _pdf,
    DOCX: _docx,
    ATOM: _atom,
    MAIL: _mail,
}


def extra(name: str) -> ModuleType:
    """The room that writes `pdf` or `docx`; Misconfigured without its library."""
    room, library = _EXTRAS[name]
    try:
        return import_module(room)
    except ModuleNotFoundError as missing:
        if missing.name != library:
            raise
        raise Misconfigured(
            sentence(
                "The format {name} needs the extra `{name}`: `pip install"
                " 'laufzettel[{name}]'` installs it. Text, HTML, feed and mail work"
                " without it. Nothing was written.",
                name=name,
            )
        ) from None
