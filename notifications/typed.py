"""What people type of a release: paragraphs, quotations, links, whom to ask.

All else comes from the record. Texts are checked where a check cannot be wrong and
are never rewritten, least of all what somebody is quoted with.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from definitions.sentences import sentence
from definitions.values import Day, Kebab
from notifications.checkedtext import (
    LONGEST_PARAGRAPH,
    Form,
    Line,
    Paragraph,
    Plain,
    Unfit,
    faults,
)
from notifications.page import Link, Quote
from workflow.errors import Refused
from workflow.portfolios import Office

_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]{3,1000}")


def _address(value: str) -> str:
    if not _URL.fullmatch(value):
        raise Unfit(sentence("an address begins with https:// and holds no blanks"))
    return value


def _spoken(value: object) -> object:
    return (
        re.sub(r"[ \t\r\n]+", " ", value).strip() if isinstance(value, str) else value
    )


def _visible(value: str) -> str:
    if not value.replace("\u00a0", " ").isprintable():
        raise Unfit(sentence("it holds invisible or control characters: type it anew"))
    return value


Url = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_address)]
Words = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_PARAGRAPH),
    BeforeValidator(_spoken),
    AfterValidator(_visible),
]


_REASON: TypeAdapter[str] = TypeAdapter(Paragraph)


class TypedQuote(Plain):
    """What an office is quoted with, word for word, and how its holder is named."""

    office: Kebab
    text: Words
    speaker: Line | None = None


class TypedLink(Plain):
    """An address, and what stands there."""

    text: Line
    url: Url


class Replaced(Plain):
    """What a correction puts in the place of what was said."""

    said: Words | None = None
    instead: Words


class Typed(Plain):
    """The part of a release that people write. A notice has a headline of its own.

    `next_step`: whether the text says who acts next; one that waits for that very event
    must not.
    """

    headline: Form | None = None
    release_day: Day | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    quotes: tuple[TypedQuote, ...] = ()
    links: tuple[TypedLink, ...] = ()
    contact: tuple[Line, ...] = ()
    plain_language: TypedLink | None = None
    replacements: tuple[Replaced, ...] = ()
    next_step: bool = True


def read(data: object) -> Typed:
    """What was typed, from plain data as a YAML file gives it.

    Raises Refused with one sentence for every fault found.
    """
    try:
        return Typed.model_validate({} if data is None else data)
    except ValidationError as found:
        raise Refused(*faults(found, "text")) from found


def reason(text: str) -> str:
    """A reason that is told in public, as a whole sentence.

    Raises Refused with one sentence for every fault found.
    """
    whole = text.strip()
    if not whole.rstrip("“‘").endswith((".", "!", "?")):
        whole = f"{whole}."
    try:
        return _REASON.validate_python(whole)
    except ValidationError as found:
        raise Refused(*faults(found, "reason")) from found


def plain(typed: Typed) -> dict[str, Any]:
    """The same as plain data, without what was left out."""
    return typed.model_dump(mode="json", exclude_defaults=True)


def silent(typed: Typed) -> Typed:
    """The same, but that the text does not say who acts next."""
    return typed.model_copy(update={"next_step": False})


def quotes(typed: Typed, offices: Mapping[str, Office], day: date) -> tuple[Quote, ...]:
    """The quotations with their speakers, as the offices are held on a legal day.

    Raises Refused, with a sentence for every office that nobody holds then.
    """
    unknown = dict.fromkeys(
        each.office
        for each in typed.quotes
        if each.speaker is None and each.office not in offices
    )
    if unknown:
        raise Refused(
            *(
                sentence(
                    "Nobody is on record as holding the office {office} on {day}. Enter"
                    " it: laufzettel office set {office} --file FILE",
                    office=each,
                    day=day,
                )
                for each in unknown
            )
        )
    return tuple(
        Quote(each.speaker or offices[each.office].speaker, each.text, each.office)
        for each in typed.quotes
    )


def links(typed: Typed) -> tuple[Link, ...]:
    """The links as a page has them."""
    return tuple(Link(each.text, each.url) for each in typed.links)
