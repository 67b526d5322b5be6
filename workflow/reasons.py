"""Why a period ends when it does: the sentences of a file note, one a line.

A day that was passed over is the value `off`.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from definitions.sentences import FullDay, Labelled, Sentence, sentence
from workflow.counting import (
    CLEAR_DAYS,
    DAYS,
    HALF_MONTHS,
    WEEKS,
    Days,
    Landing,
    Period,
    Skipped,
    working_days,
)

_NAMED = 10  # days off that are told one by one; of further ones only the number


def rests_on(basis: tuple[Labelled | str, ...]) -> Iterator[Sentence]:
    """The legal basis of the rule, if it names one."""
    if basis:
        yield sentence("Legal basis: {basis}.", basis=basis)


def started(start: date, counted: int) -> Sentence:
    """From which day the period runs, and whether that day counts (BGB § 187)."""
    if counted:
        return sentence(
            "The period begins with {start}; that day is counted (BGB § 187 (2)).",
            start=FullDay(start),
        )
    return sentence(
        "The event is of {start}; that day is not counted (BGB § 187 (1)).",
        start=FullDay(start),
    )


def lasts(period: Period) -> Sentence:
    """How long it is."""
    return sentence("The period is {period}.", period=period.said)


def landed(found: Landing, period: Period, counted: int) -> Iterator[Sentence]:
    """Where so many days, weeks or months arrive (BGB §§ 188, 189)."""
    raw = FullDay(found.day)
    if period.unit == HALF_MONTHS:
        yield from _half_months(found, period.amount)
        yield sentence("It ends with {raw}.", raw=raw)
    elif found.missing is not None:
        yield _missing(found.missing, found.day)
    elif period.unit in (DAYS, CLEAR_DAYS):
        yield sentence("It ends with {raw} (BGB § 188 (1)).", raw=raw)
    elif period.unit == WEEKS:
        yield _weeks(raw, counted)
    else:
        yield _months(raw, counted)


def _weeks(raw: FullDay, counted: int) -> Sentence:
    if counted:
        return sentence(
            "It ends on the day before the same weekday, {raw} (BGB § 188 (2)).",
            raw=raw,
        )
    return sentence("It ends on the same weekday, {raw} (BGB § 188 (2)).", raw=raw)


def _months(raw: FullDay, counted: int) -> Sentence:
    if counted:
        return sentence(
            "It ends on the day before the one of the same number, {raw}"
            " (BGB § 188 (2)).",
            raw=raw,
        )
    return sentence(
        "It ends on the day of the same number, {raw} (BGB § 188 (2)).", raw=raw
    )


def _missing(number: int, last: date) -> Sentence:
    return sentence(
        "Its last month has no day of the number {number}: the last day of that month"
        " takes its place, {last} (BGB § 188 (3)).",
        number=number,
        last=FullDay(last),
    )


def _half_months(found: Landing, number: int) -> Iterator[Sentence]:
    if number > 1:
        yield sentence("Two half months count as a month (BGB § 189 (2) by analogy).")
    if found.missing is not None:
        yield _missing(found.missing, found.whole or found.day)
    if found.whole:
        yield sentence(
            "The whole months are counted first and lead to {whole} (BGB § 189 (2)).",
            whole=FullDay(found.whole),
        )
    if number % 2:
        yield sentence("The half month is 15 days (BGB § 189 (1)).")


def worked(
    end: date, number: int, days: Days, skipped: Sequence[Skipped]
) -> Iterator[Sentence]:
    """How working days were counted: each day off, then the last working day."""
    yield _without_days_off(days)
    yield from passed_over(skipped)
    yield sentence("Working day {number} is {raw}.", number=number, raw=FullDay(end))


def _without_days_off(days: Days) -> Sentence:
    return sentence(
        "Days off by the calendar {calendar} are not counted.", calendar=days.name
    )


def passed_over(skipped: Sequence[Skipped]) -> Iterator[Sentence]:
    """The days off that were passed over, one by one, with their reasons."""
    for each in skipped[:_NAMED]:
        yield sentence(
            "{off} is a day off: {reason}.",
            off=FullDay(each.day),
            reason=each.reason,
        )
    if further := skipped[_NAMED:]:
        yield sentence(
            "Further days off, the last of them {last}: {number}.",
            last=FullDay(further[-1].day),
            number=len(further),
        )


def moved(
    raw: date, end: date, days: Days, skipped: Sequence[Skipped]
) -> Iterator[Sentence]:
    """What BGB § 193 does to the last day."""
    yield from passed_over(skipped)
    if skipped:
        yield sentence(
            "By the calendar {calendar}, the period ends on the next working day"
            " instead, {shifted} (BGB § 193).",
            calendar=days.name,
            shifted=FullDay(end),
        )
    else:
        yield sentence(
            "{raw} is a working day by the calendar {calendar}: the end is not"
            " moved (BGB § 193).",
            raw=FullDay(raw),
            calendar=days.name,
        )


def left_there(end: date, days: Days | None) -> Iterator[Sentence]:
    """A last day that is off and stays, since BGB § 193 does not hold."""
    if days and (reason := days.reason(end)):
        yield sentence(
            "{day} is a day off ({reason}), but BGB § 193 does not apply to this"
            " period: its end is not moved.",
            day=FullDay(end),
            reason=reason,
        )


def stood_still(since: date, last: date, number: int) -> Iterator[Sentence]:
    """A suspension, `last` included, of whose days `number` would have counted."""
    values = {"since": FullDay(since), "last": FullDay(last), "number": number}
    if number == (last - since).days + 1:
        yield sentence(
            "It was suspended from {since} to {last}; days not counted: {number}"
            " (BGB § 209 by analogy).",
            **values,
        )
    else:
        yield sentence(
            "It was suspended from {since} to {last}. Days among them that count for"
            " this period and are left out: {number} (BGB § 209 by analogy).",
            **values,
        )


def stands_still(first: date) -> Sentence:
    """A suspension that has not ended."""
    return sentence(
        "It has been suspended since {first} (BGB § 209 by analogy): it has no end"
        " until it is resumed.",
        first=FullDay(first),
    )


def now_ends(raw: date) -> Sentence:
    """Where a suspension or an extension puts the end."""
    return sentence("It now ends with {raw}.", raw=FullDay(raw))


def extended(by: Period, old: date) -> Sentence:
    """An extension by a period (BGB § 190)."""
    return sentence(
        "It was extended by {period}, counted from its old end, {old} (BGB § 190).",
        period=by.said,
        old=FullDay(old),
    )


def extended_until(until: date, old: date) -> Sentence:
    """An extension up to a day; one that would shorten the period changes nothing."""
    if until > old:
        return sentence("It was extended until {until}.", until=FullDay(until))
    return sentence(
        "It was extended until {until}; that is not later than its end, {old}, which"
        " stays.",
        until=FullDay(until),
        old=FullDay(old),
    )


def over(end: date) -> Sentence:
    """The result."""
    return sentence("The last day is {end}.", end=FullDay(end))


def permitted(day: date) -> Sentence:
    """What clear days are for."""
    return sentence(
        "These days have to pass whole: what waits for them is permitted from"
        " {permitted} on.",
        permitted=FullDay(day),
    )


def before_the_sitting(sitting: date) -> Sentence:
    """From which day a period is counted backwards."""
    return sentence(
        "The sitting is on {sitting}; that day is not counted (BGB § 187 (1) by"
        " analogy).",
        sitting=FullDay(sitting),
    )


def landed_back(found: Landing, period: Period) -> Iterator[Sentence]:
    """Where a count backwards arrives."""
    if period.unit == HALF_MONTHS:
        yield from _half_months(found, period.amount)
    elif found.missing is not None:
        yield _missing(found.missing, found.day)
    yield sentence(
        "Counted backwards, it leads to {day} (BGB §§ 188, 189 by analogy).",
        day=FullDay(found.day),
    )


def left_clear(day: date) -> Sentence:
    """Clear days backwards: the day of the notice does not count either."""
    return sentence(
        "The days between have to be whole days: the day of the notice is not counted"
        " either, so it is {day} at the latest.",
        day=FullDay(day),
    )


def in_time(end: date) -> Sentence:
    """The result backwards."""
    return sentence("It is in time up to {end}, that day included.", end=FullDay(end))


def plan_for(end: date, days: Days | None) -> Iterator[Sentence]:
    """A last day backwards that is off: it stays, and a working day is named."""
    if days and (reason := days.reason(end)):
        plan = working_days(end, 1, days, step=-1)[0]
        yield sentence(
            "{day} is a day off ({reason}). It is not moved towards the sitting, which"
            " would shorten the notice: plan for {plan}.",
            day=FullDay(end),
            reason=reason,
            plan=FullDay(plan),
        )


def worked_back(
    end: date, number: int, days: Days, skipped: Sequence[Skipped], clear: bool
) -> Iterator[Sentence]:
    """How working days were counted backwards; clear ones lie whole between."""
    yield _without_days_off(days)
    yield from passed_over(skipped)
    if clear:
        yield left_clear(end)
    else:
        yield sentence(
            "Working day {number} before the sitting is {day}.",
            number=number,
            day=FullDay(end),
        )
