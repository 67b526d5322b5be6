"""What a calendar says against itself, as remarks about the keys of its file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from definitions.findings import Path
from definitions.remarks import Remark, Remarks
from definitions.sentences import sentence
from definitions.yearbooks import HolidayCalendar, Recess, SittingCalendar

_TAKE_OUT = sentence("take it out")
_KEEP_ONE = sentence("keep one of the two")
_MEND = sentence("mend one of the two days")


def contradictions(calendar: HolidayCalendar | SittingCalendar) -> Remarks:
    """Everything that cannot be so; nothing for a calendar that can be used."""
    if calendar.ends < calendar.begins:
        first = calendar.begins
        what = sentence("the last day is before the first, {first}", first=first)
        yield Remark(("ends",), what, _MEND)
    elif isinstance(calendar, HolidayCalendar):
        yield from off_twice("off", calendar)
    else:
        yield from _sittings(calendar)


def off_twice(key: str, calendar: HolidayCalendar) -> Remarks:
    """Days off that stand outside the calendar, or twice; `key` is that of the list."""
    seen: set[date] = set()
    for at, each in enumerate(calendar.off):
        place: Path = (key, at, "on")
        yield from _within(calendar, place, each.on)
        yield from _some(place, each.on)
        yield from _twice(place, each.on, seen)
        seen.update(each.on)


def overlaid(
    days_off: HolidayCalendar, working: tuple[date, ...], known: Mapping[date, object]
) -> Remarks:
    """What the additions and exceptions of a file say against each other.

    `days_off` are those that the file adds, `working` those that it takes out, `known`
    are the holidays by law.
    """
    yield from off_twice("days_off", days_off)
    for at, each in enumerate(days_off.off):
        for number, day in _each(("days_off", at, "on"), each.on):
            if day in known:
                what = sentence(
                    "{day} is a holiday already: {name}", day=day, name=known[day]
                )
                yield Remark(number, what, _TAKE_OUT)
    added = {day for each in days_off.off for day in each.on}
    place: Path = ("working_days",)
    yield from _within(days_off, place, working)
    yield from _twice(place, working, set())
    for number, day in _each(place, working):
        if day in added:
            what = sentence("{day} is a day off and a working day at once", day=day)
            yield Remark(number, what, _KEEP_ONE)
        elif day not in known:
            what = sentence("{day} is no holiday: nothing can be taken out", day=day)
            yield Remark(number, what, _TAKE_OUT)


def _sittings(calendar: SittingCalendar) -> Remarks:
    unclear = [*_rule(calendar)]
    for at, recess in enumerate(calendar.recess):
        unclear += _recess(calendar, ("recess", at), recess)
    yield from unclear
    for year, days in calendar.years.items():
        yield from _year(calendar, year, days)
    yield from _added(calendar)
    if not unclear:  # else nobody knows which sittings there are
        yield from _cancelled(calendar)
        yield from _moved(calendar)


def _rule(calendar: SittingCalendar) -> Remarks:
    rule = calendar.rule
    if rule is None:
        return
    if rule.every == "month" and rule.week is None:
        what = sentence("it is not said in which week of the month")
        yield Remark(("rule",), what, sentence("add `week`: 1, 2, 3, 4 or last"))
    if rule.every == "week" and rule.week is not None:
        what = sentence("a weekly rule knows no week of the month")
        yield Remark(("rule", "week"), what, _TAKE_OUT)


def _recess(calendar: SittingCalendar, place: Path, recess: Recess) -> Remarks:
    if recess.last < recess.first:
        what = sentence("the last day is before the first, {first}", first=recess.first)
        yield Remark((*place, "last"), what, _MEND)
        return
    for key in ("first", "last"):
        yield from _inside(calendar, (*place, key), getattr(recess, key))


def _year(calendar: SittingCalendar, year: int, days: tuple[date, ...]) -> Remarks:
    place: Path = ("years", str(year))
    yield from _within(calendar, place, days)
    yield from _twice(place, days, set())
    for number, day in _each(place, days):
        if day.year != year:
            what = sentence("{day} is no day of {year}", day=day, year=str(year))
            yield Remark(number, what, sentence("write it under its own year"))
        if name := _resting(calendar, day):
            what = sentence("{day} lies in a recess: {name}", day=day, name=name)
            yield Remark(number, what, _KEEP_ONE)


def _added(calendar: SittingCalendar) -> Remarks:
    yield from _within(calendar, ("added",), calendar.added)
    yield from _twice(("added",), calendar.added, set())
    for number, day in _each(("added",), calendar.added):
        if day in calendar.years.get(day.year, ()):
            what = sentence("{day} is entered in its year already", day=day)
            yield Remark(number, what, _KEEP_ONE)


def _cancelled(calendar: SittingCalendar) -> Remarks:
    yield from _twice(("cancelled",), calendar.cancelled, set())
    for number, day in _each(("cancelled",), calendar.cancelled):
        if day in calendar.added:
            what = sentence("the sitting of {day} is added and cancelled", day=day)
            yield Remark(number, what, _KEEP_ONE)
        elif day in calendar.moved:
            what = sentence("the sitting of {day} is moved and cancelled", day=day)
            yield Remark(number, what, _KEEP_ONE)
        elif not calendar.regular(day):
            yield _no_sitting(number, day)


def _moved(calendar: SittingCalendar) -> Remarks:
    targets = Counter(calendar.moved.values())
    for start, end in calendar.moved.items():
        place: Path = ("moved", start.isoformat())
        if not calendar.regular(start) and start not in targets:
            yield _no_sitting(place, start)
        if start in _beyond(calendar.moved, start):
            what = sentence("the sitting of {day} comes back to its day", day=start)
            yield Remark(place, what, _TAKE_OUT)
            continue
        yield from _inside(calendar, place, end)
        if end in calendar.cancelled:
            what = sentence("the sitting of {day} is cancelled", day=end)
            hint = sentence("cancel the sitting of {day} instead", day=start)
            yield Remark(place, what, hint)
        elif targets[end] > 1 or calendar.regular(end):
            what = sentence("two sittings would fall on {day}", day=end)
            hint = sentence("cancel one of the two instead of moving it")
            yield Remark(place, what, hint)


def _beyond(moved: Mapping[date, date], day: date) -> Iterator[date]:
    """The days to which a sitting is moved, one after the other; a ring only once."""
    seen: set[date] = set()
    while day in moved and day not in seen:
        seen.add(day)
        day = moved[day]
        yield day


def _resting(calendar: SittingCalendar, day: date) -> Recess | None:
    return next(
        (each for each in calendar.recess if each.first <= day <= each.last), None
    )


def _no_sitting(place: Path, day: date) -> Remark:
    what = sentence("there is no sitting on {day}", day=day)
    hint = sentence("mend the day, or enter the sitting first")
    return Remark(place, what, hint)


def _within(
    calendar: HolidayCalendar | SittingCalendar, place: Path, days: tuple[date, ...]
) -> Remarks:
    for number, day in _each(place, days):
        yield from _inside(calendar, number, day)


def _inside(
    calendar: HolidayCalendar | SittingCalendar, place: Path, day: date
) -> Remarks:
    if not calendar.begins <= day <= calendar.ends:
        first, last = calendar.begins, calendar.ends
        what = sentence(
            "{day} lies outside the calendar, which goes from {first} to {last}",
            day=day,
            first=first,
            last=last,
        )
        hint = sentence("mend the day, or `begins` and `ends`")
        yield Remark(place, what, hint)


def _some(place: Path, days: tuple[date, ...]) -> Remarks:
    if not days:
        what = sentence("no day stands here")
        yield Remark(place, what, sentence("name a day, or take the entry out"))


def _twice(place: Path, days: tuple[date, ...], seen: Iterable[date]) -> Remarks:
    met = set(seen)
    for number, day in _each(place, days):
        if day in met:
            what = sentence("{day} stands twice", day=day)
            yield Remark(number, what, _KEEP_ONE)
        met.add(day)


def _each(place: Path, days: tuple[date, ...]) -> Iterator[tuple[Path, date]]:
    return (((*place, at), day) for at, day in enumerate(days))
