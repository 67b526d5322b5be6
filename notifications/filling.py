"""Words from facts, and frames around words: what goes on inside the furnace.

The words are plain text: a headline, perhaps a kicker, paragraphs parted by an empty
line. Jinja2 lets empty values and half sentences pass in silence, so they are read
again. A frame must state every word of its page, `inspection` sees to that: one that
forgets an embargo is worse than none. Pure.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from unicodedata import category

from markupsafe import Markup, escape

from notifications import inspection, jsonld
from notifications.page import Page
from notifications.plain import Day, Instant, Record, Trace, Unfilled, facts_of
from notifications.sandbox import Hardened
from notifications.setting import sheet
from notifications.typography import (
    bound,
    english_date,
    english_quoted,
    english_weekday,
    harmless,
    long_date,
    one_line,
    quoted,
    short_date,
    shortened,
    verbatim,
    weekday,
    wrapped,
)

LONGEST = 256 * 1024  # bytes of all that comes of one release
ROOMS = {"de": "german", "en": "english"}

_GAPS = ("None", "{{", "}}", "{%", "%}", "  ", " ,", " .", ",,", "„“", "“”", "()")
_OPEN = ("None", "{{", "}}", "{%", "%}")  # what a frame may leave open
_Set = Callable[..., str]
_Filters = dict[str, _Set]


@dataclass(frozen=True)
class Filling:
    """The templates at hand (by name, as german/notice.jinja) in one language."""

    texts: Mapping[str, str]
    language: str
    trace: Trace | None = None
    begun: Callable[[str], None] = lambda _: None  # hears which template comes next

    def worded(self, page: Page, facts: Record) -> Page:
        """The page with the words of its kind; what people typed follows them.

        Raises `Unfilled`.
        """
        told, brought = facts_of(facts), "\n".join(_texts(facts))
        made: dict[str, tuple[str, ...]] = {}
        errors: list[Unfilled] = []
        for part in (".headline", ".kicker", ""):
            try:
                made[part] = self._part(f"{page.kind}{part}.jinja", told, brought)
            except Unfilled as error:  # the lint wants to know of all three
                errors.append(error)
        if errors:
            raise errors[0].with_others(errors[1:])
        return replace(
            page,
            headline=made[".headline"][0],
            kicker=made[".kicker"][0] or None,
            paragraphs=made[""] + page.paragraphs,
        )

    def _part(
        self, name: str, facts: Mapping[str, Any], brought: str
    ) -> tuple[str, ...]:
        """A headline or a kicker, which is one line, or paragraphs."""
        text = self._filled(self._wording, name, facts)
        several = name.count(".") == 1
        lines = re.split(r"\n[ \t]*\n", text) if several else [text]
        found = tuple(filter(None, map(self._line, lines))) or ("",)
        if found != ("",) or not name.endswith(".kicker.jinja"):
            for each in found:
                _read_again(f"{ROOMS[self.language]}/{name}", each, brought, _GAPS)
        return found

    def framed(self, page: Page) -> tuple[str, str]:
        """The page as plain text and as HTML. Raises `Unfilled`."""
        told = sheet(page)
        brought = "\n".join(_texts(told))
        text = self._filled(self._text, "release.jinja", {"page": told})
        text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
        linked = Markup(jsonld.script(page))
        facts = {"page": told, "linked_data": linked}
        html = self._filled(self._html, "release.jinja", facts)
        html = re.sub(r"\n{2,}", "\n", html).strip() + "\n"
        for name, shown in (("text", text), ("html", inspection.shown(html))):
            _read_again(f"{name}/release.jinja", shown, brought, _OPEN)
        inspection.inspected(text, html, told, str(linked))
        return text, html

    def _line(self, text: str) -> str:
        line = one_line(text)
        return bound(line) if self.language == "de" else line

    def _filled(self, sandbox: Hardened, name: str, facts: Mapping[str, Any]) -> str:
        self.begun(f"{sandbox.rooms[0]}/{name}")
        return sandbox.filled(name, facts, LONGEST)

    @cached_property
    def _wording(self) -> Hardened:
        return self._sandbox((ROOMS[self.language],), _apart)

    @cached_property
    def _text(self) -> Hardened:
        return self._sandbox(("text",), self._lines)

    @cached_property
    def _html(self) -> Hardened:
        return self._sandbox(("html",), in_markup, escaping=True)

    def _lines(self, text: str) -> str:
        return wrapped(self._line(text)) + "\n\n"

    def _sandbox(
        self, rooms: tuple[str, ...], paragraph: _Set, *, escaping: bool = False
    ) -> Hardened:
        filters = {**_dates(self.language), **_marks(self.language)}
        filters["paragraph"] = paragraph
        return Hardened(self.texts, rooms, filters, escaping=escaping, trace=self.trace)


def in_markup(text: str) -> Markup:
    """A paragraph of HTML: what is no markup yet is escaped."""
    return Markup("<p>{}</p>\n").format(Markup(one_line(str(escape(text)))))


def _apart(text: str) -> str:
    return one_line(text) + "\n\n"


def _dates(language: str) -> _Filters:
    german = language == "de"
    return {
        "long_date": _of_day(long_date if german else english_date),
        "short_date": _of_day(short_date if german else english_date),
        "weekday": _of_day(weekday if german else english_weekday),
        "iso": _iso,
    }


def _marks(language: str) -> _Filters:
    german = language == "de"
    return {
        "quoted": quoted if german else english_quoted,
        "verbatim": verbatim if german else _english_verbatim,
        "shortened": shortened,
    }


def _english_verbatim(text: str) -> str:
    return english_quoted(text) + ("" if text.endswith((".", "!", "?")) else ".")


def _of_day(shown: Callable[[date], str]) -> Callable[[object], str]:
    def said(day: object) -> str:
        if not isinstance(day, Day):
            raise Unfilled("no_day")
        return shown(date(day.year, day.month, day.day))

    return said


def _iso(when: object) -> str:
    if isinstance(when, Instant):
        return when.iso
    return _of_day(date.isoformat)(when)


def _read_again(place: str, words: str, brought: str, marks: tuple[str, ...]) -> None:
    """Find what a template left open. A mark that the facts bring is theirs."""
    hidden = {each for each in words if category(each)[0] == "C" and each != "\n"}
    found = [mark for mark in marks if mark in words and mark not in brought]
    found += [harmless(each) for each in sorted(hidden) if each not in brought]
    if found or not words.strip():
        raise Unfilled("gap", ", ".join(f"“{each}”" for each in found) or "“”", place)


def _texts(value: object) -> Iterator[str]:
    """Every text inside frozen data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, Record):
        for each in facts_of(value).values():
            yield from _texts(each)
    elif is_dataclass(value):
        for named in fields(value):
            yield from _texts(getattr(value, named.name))
