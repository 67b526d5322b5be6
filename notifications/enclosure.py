"""The calendar part of a letter: its days, for the reader's own calendar."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from types import ModuleType

from definitions.sentences import Sentence
from notifications import notices
from notifications.letters import ENGLISH, GERMAN
from notifications.notices import Line
from notifications.occasions import Gathering, Occasion
from workflow.localtime import OFFICE

_calendars: ModuleType | None = None
try:
    from notifications import ical

    _calendars = ical
except ModuleNotFoundError as missing:  # the extra `calendar` is not installed
    if missing.name != "icalendar":
        raise

_CALENDAR = {GERMAN: "Fristen", ENGLISH: "Deadlines"}

Translate = Callable[[str, str], str]  # a sentence in English and a language


def calendar(
    gathering: Gathering,
    lines: Iterable[Line],
    day: date,
    language: str,
    translate: Translate,
) -> str | None:
    """The days of this letter for the reader's calendar, if it can be written here.

    By the keys of `calendar export`, so that a calendar moves an entry; with the plans
    of these items. Made on the letter's own day (DTSTAMP, RFC 5545 section 3.8.7.2).
    """
    if _calendars is None:
        return None
    made = datetime.combine(day, time(), OFFICE).astimezone(UTC)

    def say(text: str | Sentence) -> str:
        if isinstance(text, str):
            return text
        return text.said(lambda each: translate(each, language), language)

    found = [replace(each, stamp=made) for each in _occasions(gathering, lines)]
    if not found:
        return None
    written: str = _calendars.written(found, _CALENDAR[language], say)
    return written


def _occasions(gathering: Gathering, lines: Iterable[Line]) -> Iterator[Occasion]:
    duties: dict[str, list[Line]] = {}
    for each in lines:
        if each.duty.due is not None:
            duties.setdefault(each.item.reference, []).append(each)
    for of_item in duties.values():
        item, today = of_item[0].item, of_item[0].today
        wanted = {notices.place_of(each.duty, item) for each in of_item}
        for found in gathering.of_slip(item):
            planned = found.key[2] == "planned" and found.day >= today
            if not found.cancelled and (planned or found.key[1:] in wanted):
                yield found
