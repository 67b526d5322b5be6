"""Calendars: from the library of holidays and from files, to one text that is stored.

A holiday calendar is what the library knows of a place, with what a file adds to it and
takes out of it. A sitting calendar stands in its file alone. What ships lies in
`calendars/`; a record keeps the text of each calendar it has counted with, so that
neither the library nor a file is asked again.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, ValidationError

from definitions.canonical import canonical
from definitions.changes import plain
from definitions.clashes import contradictions, overlaid
from definitions.complaints import complaints, path_of
from definitions.files import bytes_of
from definitions.findings import DefinitionBroken, Finding, shown, where
from definitions.findings import Path as Place
from definitions.limits import CALENDAR
from definitions.remarks import Remark, Remarks, findings
from definitions.sentences import Problem, Sentence, sentence
from definitions.tree import Reading
from definitions.values import PLACE, Calendar, Day, DayOrDays
from definitions.vocabulary import Label, Plain
from definitions.yearbooks import (
    AnyCalendar,
    Holiday,
    HolidayCalendar,
    Recess,
    SittingCalendar,
    SittingRule,
    from_stored,
    listed,
)

__all__ = [
    "CalendarBroken",
    "Holiday",
    "HolidayCalendar",
    "Recess",
    "SittingCalendar",
    "SittingRule",
    "checked",
    "content_of",
    "from_file",
    "known",
    "parsed",
    "shipped",
    "shipped_names",
]

FIRST = date(1991, 1, 1)  # since then there is one law of holidays in all of Berlin
LAST = date(2060, 12, 31)

_Calendar = TypeVar("_Calendar", HolidayCalendar, SittingCalendar)
_Model = TypeVar("_Model", bound=Plain)


class CalendarBroken(Problem):
    """A calendar contradicts itself; each sentence tells one contradiction."""


class _Overlay(Plain):
    """A file about days off: what it adds to the holidays of a place, and takes out."""

    calendar: Calendar
    title: Label | None = None
    begins: Day = FIRST
    ends: Day = LAST
    days_off: Annotated[tuple[Holiday, ...], BeforeValidator(listed)] = ()
    working_days: DayOrDays = ()


def content_of(calendar: AnyCalendar) -> str:
    """The one text of a calendar, canonical JSON; its address is the hash of it."""
    return canonical(_in_order(plain(calendar)))


def parsed(content: str) -> AnyCalendar:
    """The calendar in a stored text.

    Raises CalendarBroken with all contradictions at once; ValueError for what is no
    calendar at all.
    """
    found = from_stored(content)
    if isinstance(found, SittingCalendar):
        return checked(found)
    return checked(found)


def checked(calendar: _Calendar) -> _Calendar:
    """The same calendar, which does not contradict itself. Raises CalendarBroken."""
    if found := tuple(contradictions(calendar)):
        raise CalendarBroken(*(_said(calendar, each) for each in found))
    return calendar


def shipped_names() -> tuple[str, ...]:
    """The calendars that come with a file of the program; cheap."""
    names = (each.name for each in _folder().iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".yaml")))


@lru_cache(maxsize=64)
def shipped(name: str) -> AnyCalendar | None:
    """The calendar `DE-BE` (any place whose holidays are known), `senate`, `council`.

    None if there is no such calendar.
    """
    if name in shipped_names():
        return from_file(_folder() / f"{name}.yaml")
    years = _years(name)
    if years is None:
        return None
    begins = max(FIRST, date(years[0], 1, 1))
    ends = min(LAST, date(years[-1], 12, 31))
    return _calendar(_Overlay(calendar=name, begins=begins, ends=ends))


def known(name: str) -> bool:
    """Whether the holidays of a place are known; cheap for those that are shipped."""
    return name in shipped_names() or _years(name) is not None


def from_file(path: str | Path) -> AnyCalendar:
    """A calendar from a file that a clerk has written.

    Raises FileUnreadable, or DefinitionBroken with every finding at once.
    """
    # Only a command that reads YAML pays for the parser.
    from definitions.reader import read  # noqa: PLC0415

    name = shown(str(path), limit=300)
    reading = read(bytes_of(Path(path), name), name, CALENDAR)
    if reading.complete and reading.value is None:
        raise DefinitionBroken([_empty(name)])
    if isinstance(reading.value, dict) and "sittings" in reading.value:
        calendar = _validated(SittingCalendar, reading, name)
        _refuse(contradictions(calendar), reading, name)
        return calendar
    overlay = _validated(_Overlay, reading, name)
    _refuse(_out_of_reach(overlay), reading, name)
    _refuse(_contradicted(overlay), reading, name)
    return _calendar(overlay)


def _validated(model: type[_Model], reading: Reading, name: str) -> _Model:
    """The calendar that a file says, if nothing is wrong with its form."""
    if not reading.complete:
        raise DefinitionBroken(reading.findings)
    try:
        calendar = model.model_validate(reading.value)
    except ValidationError as problem:
        errors = [
            each
            for each in problem.errors(include_url=False)
            if not any(path_of(each)[: len(path)] == path for path in reading.spoiled)
        ]
        found = complaints(errors, name, reading.places, partial(_model_at, model))
        raise DefinitionBroken([*reading.findings, *found]) from problem
    if reading.findings:
        raise DefinitionBroken(reading.findings)
    return calendar


def _empty(name: str) -> Finding:
    what = sentence("the file is empty")
    hint = sentence("begin with `calendar: DE-BE` or with `sittings: NAME`")
    return Finding(name, 1, 1, "", what, hint)


def _refuse(remarks: Iterable[Remark], reading: Reading, name: str) -> None:
    if found := findings(remarks, name, reading.places):
        raise DefinitionBroken(found)


def _model_at(model: type[Plain], path: Place) -> type[Plain] | None:
    """What the map at `path` of a calendar file is read as."""
    match path:
        case ():
            return model
        case ("title",):
            return Label
        case ("rule",):
            return SittingRule
        case ("recess", _):
            return Recess
        case ("days_off", _):
            return Holiday
    return None


def _out_of_reach(overlay: _Overlay) -> Remarks:
    """The place, or the years, of which no holidays are known."""
    years = _years(overlay.calendar)
    if years is None:
        what = sentence("no holidays are known for {name}", name=overlay.calendar)
        hint = sentence("write a country, or a part of one, by its ISO code: DE-BE")
        yield Remark(("calendar",), what, hint)
        return
    for key in ("begins", "ends"):
        day = getattr(overlay, key)
        if day.year not in years:
            what = sentence(
                "holidays are known from {first} to {last} only",
                first=str(years[0]),
                last=str(years[-1]),
            )
            yield Remark((key,), what, sentence("mend the day"))


def _contradicted(overlay: _Overlay) -> Remarks:
    if overlay.ends < overlay.begins:
        yield from contradictions(_added(overlay))
    else:
        law = _by_law(overlay)
        yield from overlaid(_added(overlay), overlay.working_days, law)


def _added(overlay: _Overlay) -> HolidayCalendar:
    return HolidayCalendar(
        calendar=overlay.calendar,
        begins=overlay.begins,
        ends=overlay.ends,
        off=overlay.days_off,
    )


def _calendar(overlay: _Overlay) -> HolidayCalendar:
    """The holidays by law without what the file takes out, and with what it adds."""
    open_on = frozenset(overlay.working_days)
    kept = (
        each.model_copy(
            update={"on": tuple(day for day in each.on if day not in open_on)}
        )
        for each in dict.fromkeys(_by_law(overlay).values())
    )
    calendar = _added(overlay)
    off = (*(each for each in kept if each.on), *calendar.off)
    return calendar.model_copy(update={"off": off})


def _by_law(overlay: _Overlay) -> dict[date, Holiday]:
    # The library is loaded when a calendar is made, not when the program starts.
    from definitions.feasts import feasts  # noqa: PLC0415

    found: dict[date, Holiday] = {}
    for feast in feasts(
        overlay.calendar, range(overlay.begins.year, overlay.ends.year + 1)
    ):
        on = tuple(day for day in feast.on if overlay.begins <= day <= overlay.ends)
        found |= dict.fromkeys(on, Holiday(de=feast.de, en=feast.en, on=on))
    return found


@lru_cache(maxsize=64)
def _years(name: str) -> range | None:
    """The years whose holidays are known; None if they are those of no place."""
    from definitions.feasts import years_known  # noqa: PLC0415

    return years_known(name) if PLACE.fullmatch(name) else None


def _in_order(value: object) -> object:
    """Lists have no order here: one calendar has one text."""
    match value:
        case dict():
            return {key: _in_order(each) for key, each in value.items()}
        case list():
            return sorted(map(_in_order, value), key=canonical)
    return value


def _said(calendar: AnyCalendar, each: Remark) -> Sentence:
    return sentence(
        "calendar {name}: {where}: {what}; {hint}",
        name=calendar.name,
        where=where(each.path),
        what=each.what,
        hint=each.hint,
    )


def _folder() -> Path:
    # importlib.resources says the same 10 ms later, in every command.
    return Path(__file__).parent / "calendars"
