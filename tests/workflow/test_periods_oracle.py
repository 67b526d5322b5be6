"""Ten thousand periods, counted by the program and with a pencil on a wall calendar.

The pencil (`tests.workflow.oracle`) knows the statute and nothing of the program.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from definitions.sentences import FullDay, Labelled, Sentence
from tests.load import rounds
from tests.workflow.chance_cases import CALENDARS, KINDS, cases
from tests.workflow.oracle import forwards, next_working_day
from tests.workflow.oracle_back import backwards, working_days_back
from tests.workflow.sheet import Asked, Crossed, NotOnTheCalendar, Sheet
from tests.workflow.wall_calendar import ONE_DAY, Berlin
from workflow import periods

_SEEDS = range(rounds(15, 100))
_OF_A_SEED = 100
_NAMED_AT_MOST = 10  # days off, one by one; further ones are told in a sum


def _by_program(asked: Asked, calendar: Berlin, *, back: bool) -> periods.Count:
    period = periods.Period(asked.amount, asked.unit)
    rule = periods.Rule(period, asked.counting, asked.shift)
    if back:
        return periods.backwards(asked.start, rule, calendar)
    return periods.forwards(
        asked.start,
        rule,
        calendar,
        extensions=[
            periods.Extension(until=longer, seq=seq)
            if isinstance(longer, date)
            else periods.Extension(by=periods.Period(*longer), seq=seq)
            for seq, longer in zip((1, 3), asked.longer, strict=False)
        ],
        stops=[
            *(periods.Stop(*stop) for stop in asked.stops),
            *(periods.Stop(*stop, seq=2) for stop in asked.midway),
        ],
    )


@pytest.mark.heavy
@pytest.mark.parametrize("seed", _SEEDS, ids="seed-{}".format)
def test_the_program_counts_as_the_pencil_does(seed: int) -> None:
    """The last day before and after § 193, and each day that is named on the way."""
    for kind, asked, calendar in cases(seed, _OF_A_SEED):
        back = kind == "back"
        try:
            sheet = (backwards if back else forwards)(asked, calendar)
        except NotOnTheCalendar:
            with pytest.raises(periods.Uncountable):
                _by_program(asked, calendar, back=back)
            continue
        counted = _by_program(asked, calendar, back=back)
        assert (counted.raw, counted.end) == (sheet.raw, sheet.end), asked
        _check_note(counted.notes, asked, sheet)


def _check_note(notes: Sequence[Sentence], asked: Asked, sheet: Sheet) -> None:
    """Whoever reads the note crosses off the same days, for the same reasons."""
    assert _days_off(notes, sheet.off) == sheet.off, asked
    assert _in_place(notes) == sheet.in_place, asked
    _check_suspended(notes, sheet.stopped)
    assert _days(notes, "first") == _some(sheet.stands_since), asked
    assert _days(notes, "old") == sheet.old_ends, asked
    assert _days(notes, "permitted") == _some(sheet.permitted), asked
    assert _days(notes, "plan") == _some(sheet.plan_for), asked
    assert _days(notes, "end") == _some(sheet.end), asked
    off = sheet.end and sheet.why(sheet.end)
    assert _reason_of_the_end(notes, sheet.end) == ([off] if off else []), asked


def _days_off(notes: Sequence[Sentence], crossed: list[Crossed]) -> list[Crossed]:
    """The days off a note tells; a sum in it stands for as many of those crossed."""
    told: list[Crossed] = []
    named = 0
    for each in notes:
        values = each.values
        if "off" in values:
            told.append((_day(values["off"]), _english(values["reason"])))
            named += 1
        elif each.text.startswith("Further days off"):
            assert named == _NAMED_AT_MOST
            told += crossed[len(told) :][: _number(values["number"])]
            assert told[-1][0] == _day(values["last"])
        else:
            named = 0
    return told


def _in_place(notes: Sequence[Sentence]) -> list[tuple[date, int]]:
    told = (each.values for each in notes if "no day of the number" in each.text)
    return [(_day(values["last"]), _number(values["number"])) for values in told]


def _check_suspended(notes: Sequence[Sentence], stopped: list[date]) -> None:
    """Each suspension tells how many of its days are left out, or that all of them."""
    told = 0
    for each in notes:
        if "since" not in each.values:
            continue
        since, last = _day(each.values["since"]), _day(each.values["last"])
        number = _number(each.values["number"])
        days = [day for day in stopped[told:][:number] if since <= day <= last]
        assert len(days) == number
        whole = (last - since).days + 1
        assert (number == whole) is ("days not counted" in each.text)
        told += number
    assert told == len(stopped)


def _reason_of_the_end(notes: Sequence[Sentence], end: date | None) -> list[str]:
    """Why the last day is off, where it is off and stays the last day."""
    return [
        _english(each.values["reason"])
        for each in notes
        if "reason" in each.values
        and each.values.get("day") == FullDay(end or date.min)
    ]


def _days(notes: Sequence[Sentence], place: str) -> list[date]:
    return [_day(each.values[place]) for each in notes if place in each.values]


def _day(value: object) -> date:
    assert isinstance(value, FullDay)
    return value.day


def _english(value: object) -> str:
    assert isinstance(value, Labelled)
    return value.en


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def _some(day: date | None) -> list[date]:
    return [day] if day else []


@pytest.mark.parametrize("calendar", CALENDARS, ids=["holidays", "closures"])
def test_the_nearest_working_days_are_those_of_the_wall_calendar(
    calendar: Berlin,
) -> None:
    """Every day of three years, and up to three working days before it."""
    day = date(2024, 1, 1)
    while day.year < 2027:
        sheet = Sheet(calendar)
        assert periods.next_working_day(day, calendar) == next_working_day(sheet, day)
        on = day if not sheet.why(day) else working_days_back(sheet, day, 1)
        back = [on, *(working_days_back(sheet, day, number) for number in (1, 2, 3))]
        assert back == [
            periods.working_day_before(day, calendar, number) for number in range(4)
        ]
        day += ONE_DAY


def test_chance_draws_what_matters() -> None:
    """Among the cases of the sample stands every kind of turn a count can take."""
    turns: Counter[str] = Counter()
    for seed in range(15):
        for kind, asked, calendar in cases(seed, _OF_A_SEED):
            turns[kind] += 1
            turns[asked.unit] += 1
            try:
                sheet = (backwards if kind == "back" else forwards)(asked, calendar)
            except NotOnTheCalendar:
                turns["refused"] += 1
                continue
            turns["moved"] += sheet.raw != sheet.end
            turns["days off"] += bool(sheet.off)
            turns["many days off"] += len(sheet.off) > _NAMED_AT_MOST
            turns["no such day"] += bool(sheet.in_place)
            turns["suspended"] += bool(sheet.stopped)
            turns["standing still"] += bool(sheet.stands_since)
            turns["standing still where it was moved"] += _between(asked, calendar)
            turns["earlier plan"] += bool(sheet.plan_for)
            turns["last of month"] += bool(
                sheet.raw and sheet.raw.day < asked.start.day
            )
    assert set(KINDS) < set(turns)
    assert min(turns.values()) > 15


def _between(asked: Asked, calendar: Berlin) -> bool:
    """Whether a suspension begins after the end that was counted and is still felt."""
    if not asked.stops:
        return False
    alone = replace(asked, longer=(), stops=(), midway=())
    sheet = forwards(alone, calendar)
    held_up = forwards(replace(alone, stops=asked.stops[:1]), calendar)
    return asked.stops[0][0] > (sheet.raw or date.max) and held_up.end != sheet.end
