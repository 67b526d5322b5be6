"""The ladder: on which days whom a duty reminds. Pure.

Before its last day, on it, and once it is over while nobody has acted; then others are
told (escalation). Of a deadline by law the path says so, in working days of its
calendar; of an office term whoever set it, in calendar days.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from definitions import reminding
from workflow.books import DaysOff
from workflow.counting import Days, Uncountable, working_day_after
from workflow.duties import CONSULTATION, OFFICE_TERM, Duty
from workflow.periods import working_day_before

BEFORE, DAY, AFTER, ESCALATION = "before", "day", "after", "escalation"
WEEKDAYS = DaysOff("weekdays", date.min, date.max, {})  # where no calendar is named

_ROLE, _BODY = "role:", "body:"


@dataclass(frozen=True, slots=True)
class Rung:
    """A day on which a duty reminds one who is told of it by the path.

    `principal` is `role:` or `body:` and the name in the path.
    """

    stage: str
    on: date
    principal: str


def rungs(duty: Duty, days: Days | None = None) -> list[Rung]:
    """All rungs of an open duty, earliest first; none if it has no last day.

    `days` is the calendar that its deadline counts with. Where that ends, Saturdays and
    Sundays are what is known of days off.
    """
    if duty.due is None:
        return []
    try:
        found = list(_rungs(duty, duty.due, days or WEEKDAYS))
    except Uncountable:
        found = list(_rungs(duty, duty.due, WEEKDAYS))
    return sorted(
        set(found), key=lambda each: (each.on, _ORDER[each.stage], each.principal)
    )


_ORDER = {stage: at for at, stage in enumerate((BEFORE, DAY, AFTER, ESCALATION))}


def of_one(found: Iterable[Rung], known_on: date) -> dict[str, list[Rung]]:
    """The rungs of each principal that can be missed, earliest first.

    Of those up to the day on which the duty became known only the last one counts: the
    earlier ones were not missed, and would all say the same on the same day.
    """
    each_one: dict[str, list[Rung]] = {}
    for rung in found:
        each_one.setdefault(rung.principal, []).append(rung)
    return {name: _missable(each, known_on) for name, each in each_one.items()}


def _missable(found: Sequence[Rung], known_on: date) -> list[Rung]:
    days = {each.on: each for each in found}  # of two on one day the later stage
    once = list(days.values())
    behind = [each for each in once if each.on <= known_on]
    return [*behind[-1:], *once[len(behind) :]]


def _rungs(duty: Duty, due: date, days: Days) -> Iterator[Rung]:
    told = [*(_ROLE + each for each in duty.told), *_asked(duty)]
    for stage, on in (*_until(duty, due, days), *_over(duty, due, days)):
        yield from (Rung(stage, on, principal) for principal in told)
    rule = duty.rule
    if rule is not None and rule.escalate_after is not None:
        on = working_day_after(due, days, rule.escalate_after)
        yield from (Rung(ESCALATION, on, _ROLE + each) for each in rule.escalates_to)


def _asked(duty: Duty) -> Iterator[str]:
    """The body that was asked is reminded too, if the directory knows its address."""
    if duty.asks and duty.body is not None:
        yield _BODY + duty.body


def _until(duty: Duty, due: date, days: Days) -> Iterator[tuple[str, date]]:
    if duty.kind == OFFICE_TERM:  # set by hand for a day: it comes up on that day too
        for lead in {*duty.remind_before, 0}:
            yield (BEFORE if lead else DAY), due - timedelta(days=lead)
        return
    before = duty.remind_before or _unsaid(duty)
    for lead in before:
        yield (BEFORE if lead else DAY), working_day_before(due, days, lead)


def _unsaid(duty: Duty) -> tuple[int, ...]:
    """The days before, where the path says nothing."""
    asked = duty.kind == CONSULTATION
    return reminding.BEFORE_ASKED if asked else reminding.BEFORE


def _over(duty: Duty, due: date, days: Days) -> Iterator[tuple[str, date]]:
    """What its end brings about by itself is overdue only if that could not come."""
    for late in _after(duty) or reminding.AFTER:
        yield AFTER, working_day_after(due, days, late)


def _after(duty: Duty) -> tuple[int, ...]:
    if duty.kind == CONSULTATION:
        return tuple(duty.path.consultations[duty.name].remind_after)
    return tuple(duty.rule.remind_after) if duty.rule is not None else ()
