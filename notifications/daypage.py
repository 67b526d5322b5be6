"""The page of a sitting: all releases of a day in one, in the order of the agenda."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from markupsafe import Markup

from definitions.sentences import Sentence, sentence
from notifications import jsonld, setting
from notifications.page import Page
from notifications.sandbox import Trusted
from notifications.setting import WORDS, Sheet, Words, announced, sheet
from notifications.typography import english_date, harmless, long_date, wrapped
from workflow.errors import Refused

_OF_A_SITTING = re.compile(r"Aus der Sitzung |From the meeting ")
_TEMPLATES = Path(__file__).parent / "templates"
_DATES: Mapping[str, Callable[[date], str]] = {"de": long_date, "en": english_date}


@dataclass(frozen=True, slots=True)
class DayPage:
    """The page of a sitting in its two formats, and its headline."""

    headline: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Told:
    """A release on the page of a day: where it can be jumped to, and what it is called
    in the list above.
    """

    anchor: str
    title: str
    page: Sheet


@dataclass(frozen=True, slots=True)
class DaySheet:
    """What the frames of a day are set from."""

    language: str
    headline: str
    day: str  # ISO 8601
    releases: tuple[Told, ...]
    words: Words


def daypage(pages: Sequence[Page], day: date, language: str) -> DayPage:
    """The page of a day: its headline, its text and its HTML.

    `pages` are the published releases of that day in the order of the agenda. A sitting
    is named only if all of them come from it.
    Raises Refused if there is none, if one is not published, or in another language.
    """
    if refusals := [*_refusals(pages, day, language)]:
        raise Refused(*refusals)
    words = WORDS[language]
    headline = _sitting(pages) or words.day.format(day=_DATES[language](day))
    told = tuple(
        Told(_anchor(number, page), announced(page), sheet(page))
        for number, page in enumerate(pages, 1)
    )
    found = DaySheet(language, headline, day.isoformat(), told, words)
    text = _frames("text").rendered("day.jinja", {"day": found})
    linked = Markup(f"[{','.join(map(jsonld.script, pages))}]")
    filled = {"day": found, "linked_data": linked}
    html = _frames("html").rendered("day.jinja", filled)
    return DayPage(headline, _apart(text, 2), _apart(html, 1))


def _sitting(pages: Sequence[Page]) -> str | None:
    """The sitting that all of them come from, as each says itself; else None."""
    kickers = {(page.kicker or "").rstrip(":") for page in pages}
    said = kickers.pop() if len(kickers) == 1 else ""
    return said if _OF_A_SITTING.match(said) else None


@cache
def _frames(folder: str) -> Trusted:
    """The frames of the program alone: an office replaces those of a release."""
    sandbox = Trusted([_TEMPLATES / folder], escaping=folder == "html")
    sandbox.filters["paragraph"] = lambda text: f"{wrapped(text)}\n\n"
    return sandbox


def _apart(text: str, most: int) -> str:
    """No more line ends in a row than `most`, where a template said nothing."""
    return re.sub(rf"\n{{{most + 1},}}", "\n" * most, text).strip() + "\n"


def _refusals(pages: Sequence[Page], day: date, language: str) -> Iterator[Sentence]:
    if not pages:
        yield sentence(
            "Nothing was published on {day}, so there is no page of it. Nothing was"
            " written.",
            day=day,
        )
    for page in pages:
        if not setting.published(page):
            yield sentence(
                "The release {identity} is not published, so it does not get onto the"
                " page of the day. Nothing was written.",
                identity=harmless(page.identity),
            )
        if page.language != language:
            yield sentence(
                "The release {identity} is in another language ({other}) than the"
                " page of the day ({language}). Nothing was written.",
                identity=harmless(page.identity),
                other=page.language,
                language=language,
            )


def _anchor(number: int, page: Page) -> str:
    """Unique on the page, and the same as long as the agenda's order stands."""
    return f"{re.sub('[^A-Za-z0-9]', '-', page.identity)}-{number}"
