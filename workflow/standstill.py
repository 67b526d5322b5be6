"""What a suspension takes out of a period: BGB § 209 by analogy. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.counting import Days, inside, plus


@dataclass(frozen=True, slots=True)
class Stop:
    """A suspension: the days from `first` to the one before `until` do not count.

    Without `until` the period is still suspended. A stop that ends on the day it
    begins, or before, stops nothing. `seq`: when it was recorded, among extensions.
    """

    first: date
    until: date | None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a period, from `first` on: its days off count, or they do not."""

    first: date
    working: bool  # whether its working days alone count


@dataclass(frozen=True, slots=True)
class Gap:
    """The days of one stop that no other has taken; `number` of them would count."""

    since: date
    last: date
    number: int
    taken: int  # of these, up to the last day of the period


def merged(stops: Iterable[Stop]) -> list[Stop]:
    """The same stopped days, in their order, none of them in two stops."""
    found: list[Stop] = []
    for each in sorted(stops, key=lambda stop: stop.first):
        last = found[-1] if found else None
        if last is None or (last.until is not None and last.until < each.first):
            found.append(each)
        elif last.until is not None and (each.until is None or each.until > last.until):
            found[-1] = Stop(last.first, each.until, last.seq)
    return found


def not_held(day: date, held: Sequence[Stop]) -> date:
    """This day, or the first after it that lies in none of the closed stops."""
    while later := [each.until for each in held if each.until and _within(day, each)]:
        day = max(later)
    return day


def gap(
    stop: Stop,
    parts: Sequence[Part],
    end: date,
    held: Sequence[Stop],
    days: Days | None,
) -> Gap | None:
    """What a closed stop takes out of a period that ends on `end`; None: nothing.

    Raises Uncountable where working days are looked for beyond the calendar.
    """
    found = [day for day in _days_of(stop) if not _in_any(day, held)]
    if not found:
        return None
    counted = [day for day in found if _counts(day, parts, days)]
    taken = sum(day <= end for day in counted)
    return Gap(found[0], found[-1], len(counted), taken)


def end_after(end: date, missing: Gap) -> date:
    """Where a period ends whose days all count, when those taken are given back."""
    return plus(max(end, missing.last), missing.taken)


def _days_of(stop: Stop) -> Iterator[date]:
    day = stop.first
    while stop.until is not None and day < stop.until:
        yield day
        day = plus(day, 1)


def _within(day: date, stop: Stop) -> bool:
    return stop.first <= day and (stop.until is None or day < stop.until)


def _in_any(day: date, stops: Sequence[Stop]) -> bool:
    return any(_within(day, each) for each in stops)


def _counts(day: date, parts: Sequence[Part], days: Days | None) -> bool:
    part = [each for each in parts if each.first <= day][-1]
    if not part.working or days is None:
        return True
    return days.reason(inside(day, days)) is None
