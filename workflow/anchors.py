"""What the deadlines of an item run from, and what ends them.

Pure: the path and the walk of the item; no day is counted here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from definitions.graph import onward, reach
from definitions.model import Definition
from definitions.vocabulary import Deadline
from workflow.bounds import Day
from workflow.course import Beside, Step, Walk
from workflow.guards import Consulted
from workflow.history import END, EXPIRY, Entry

MET, LAPSED, DROPPED = "met", "lapsed", "dropped"


@dataclass(frozen=True, slots=True)
class Term:
    """What a deadline runs from, before it is counted.

    `started` is the item's entry, `start` its day (of the sitting it is planned for,
    if `planned`; of the one that it was, if the body has `sat`); `set_due` the last day
    where that was set for this case, by the entry `set_by`.
    """

    name: str
    started: int
    body: str | None
    start: Day
    planned: bool = False
    sat: bool = False
    set_due: date | None = None
    set_by: int | None = None


@dataclass(frozen=True, slots=True)
class End:
    """The entry that ended a term, its day, and how: met, lapsed or dropped."""

    entry: Entry
    day: Day
    how: str = MET


def terms(
    path: Definition, found: Walk, name: str, rule: Deadline
) -> Iterator[tuple[Term, End | None]]:
    """Every term of this name that has begun, and how it ended if it did."""
    for term, end in _begun(path, found, name, rule):
        if end is None and path.states[found.state].final:
            last = found.steps[-1]
            yield term, End(last.entry, last.day, DROPPED)
        else:
            yield term, end


def _begun(
    path: Definition, found: Walk, name: str, rule: Deadline
) -> Iterator[tuple[Term, End | None]]:
    if rule.before is not None:
        yield from _before_sittings(path, found, name, rule)
    elif rule.after in path.consultations:
        yield from _of_consultations(path, found, name, rule)
    else:
        yield from _after_events(path, found, name, rule)


def _of_consultations(
    path: Definition, found: Walk, name: str, rule: Deadline
) -> Iterator[tuple[Term, End | None]]:
    for asked in found.consulted.values():
        if asked.name != rule.after or not _in_force(rule, asked.opened):
            continue
        term = Term(
            name,
            asked.seq,
            asked.body,
            asked.opened,
            set_due=_set_due(found, asked),
            set_by=asked.seq,
        )
        yield term, _answer(path, found, asked)


def _set_due(found: Walk, asked: Consulted) -> date | None:
    """The last day that was set for this case, by whoever asked the body."""
    facts = found.entry(asked.seq).content["facts"]
    if "due" not in facts or "deadline" in facts:
        return None
    return date.fromisoformat(facts["due"])


def _answer(path: Definition, found: Walk, asked: Consulted) -> End | None:
    if not asked.closed:
        return None
    silence = path.consultations[asked.name].silence
    lapsed = silence is not None and asked.outcome == silence
    return End(found.entry(asked.replied), asked.answered, LAPSED if lapsed else MET)


def _after_events(
    path: Definition, found: Walk, name: str, rule: Deadline
) -> Iterator[tuple[Term, End | None]]:
    starts = [step for step in found.steps if step.event == rule.after]
    for at, step in enumerate(starts):
        later = starts[at + 1] if at + 1 < len(starts) else None
        if not _in_force(rule, step.day):
            continue
        term = Term(name, step.entry.item_seq, step.body, step.day)
        end = _first_end(path, found, rule, (term, step), later)
        if end is None and later is not None:
            continue  # it began anew
        yield _as_planned(path, found, rule, term, end), end


def _as_planned(
    path: Definition, found: Walk, rule: Deadline, term: Term, end: End | None
) -> Term:
    """A text can name the day itself: its last plan then stands instead of the count.

    A plan was made since the event last happened, and since the item last began anew;
    what is planned once the event has happened is not for it.
    """
    if rule.begins is None:
        return term
    until, since = (end.entry.item_seq if end else END), 0
    for step in found.steps:
        again = step.to_state == path.initial_state != step.from_state
        if step.entry.item_seq < until and (again or step.event == rule.begins):
            since = step.entry.item_seq
    for plan in reversed(found.beside):
        inside = since < plan.entry.item_seq < until
        named = (plan.entry.kind, plan.entry.event) == ("planned", rule.begins)
        if inside and named and plan.day.day is not None:
            return replace(term, set_due=plan.day.day, set_by=plan.entry.item_seq)
    return term


def _first_end(
    path: Definition,
    found: Walk,
    rule: Deadline,
    begun: tuple[Term, Step],
    later: Step | None,
) -> End | None:
    """What kept the term or ended it; an item that is recalled begins anew."""
    first, (term, start) = path.initial_state, begun
    for step in found.steps:
        seq = step.entry.item_seq
        inside = seq > start.entry.item_seq
        inside &= later is None or seq <= later.entry.item_seq
        if inside and step.event in rule.met_by:
            return End(step.entry, step.day, MET)
        by_itself = step.event in (rule.lapses, rule.begins)
        if inside and by_itself and _names(step, term):
            how = LAPSED if step.event == rule.lapses else MET
            return End(step.entry, step.day, how)
        elsewhere = by_itself and step.to_state != step.from_state
        if inside and (elsewhere or step.to_state == first != step.from_state):
            return End(step.entry, step.day, DROPPED)
    return None


def _names(step: Step, term: Term) -> bool:
    """Whether the clock's step is that of this term; anybody's else ends them all."""
    if step.entry.actor != EXPIRY:
        return True
    facts = step.entry.content["facts"]
    return (facts["deadline"], facts["started"]) == (term.name, term.started)


def _before_sittings(
    path: Definition, found: Walk, name: str, rule: Deadline
) -> Iterator[tuple[Term, End | None]]:
    """One term for each event of the body that is planned for a sitting."""
    for planned, again in _planned(path, found, rule):
        if planned.day.day is None or not _in_force(rule, planned.day):
            continue
        if again is not None:  # of the sitting before, only a lapse remains
            term = _of_plan(name, rule, planned)
            lapsed = _lapsed(found, rule, term, again)
            yield from [(term, lapsed)] if lapsed else []
            continue
        happened = _happened(found, planned)
        met = _registration(found, rule, planned, happened)
        if met is None and happened is not None:
            continue  # it took place without: nobody has to act any more
        ended = path.states[found.state].final
        if (
            met is None
            and not ended
            and not _still_possible(path, found, rule, planned)
        ):
            continue
        term = _of_plan(name, rule, planned, happened)
        end = End(met.entry, met.day) if met else _lapsed(found, rule, term)
        yield term, end


def _of_plan(
    name: str, rule: Deadline, planned: Beside, happened: Step | None = None
) -> Term:
    """The term before a planned sitting; before the one that it was, once it was."""
    start, sat = planned.day, False
    if happened is not None and happened.day.day is not None:
        start, sat = happened.day, True
    return Term(name, planned.entry.item_seq, rule.before, start, planned=True, sat=sat)


def _lapsed(
    found: Walk, rule: Deadline, term: Term, until: Beside | None = None
) -> End | None:
    """The clock's step, if nobody has registered the item in time."""
    last = until.entry.item_seq if until else END
    for step in found.steps:
        seq = step.entry.item_seq
        inside = term.started < seq < last
        if step.event == rule.lapses and inside and _names(step, term):
            return End(step.entry, step.day, LAPSED)
    return None


def _planned(
    path: Definition, found: Walk, rule: Deadline
) -> Iterator[tuple[Beside, Beside | None]]:
    """Every plan of an event that the body decides, and the one that replaced it."""
    plans: dict[str, list[Beside]] = {}
    for each in found.beside:
        event = path.events.get(each.entry.event)
        if each.entry.kind == "planned" and event and event.body == rule.before:
            plans.setdefault(each.entry.event, []).append(each)
    for made in plans.values():
        for at, each in enumerate(made):
            yield each, (made[at + 1] if at + 1 < len(made) else None)


def _happened(found: Walk, planned: Beside) -> Step | None:
    later = planned.entry.item_seq
    for step in found.steps:
        if step.entry.item_seq > later and step.event == planned.entry.event:
            return step
    return None


def _registration(
    found: Walk, rule: Deadline, planned: Beside, happened: Step | None
) -> Step | None:
    """The registration for the planned sitting.

    The last one since the body last dealt with the item.
    """
    until = happened.entry.item_seq if happened else END
    since = 0
    for step in found.steps:
        sat = step.body == rule.before and step.entry.item_seq < until
        since = step.entry.item_seq if sat else since
    met = [
        step
        for step in found.steps
        if step.event in rule.met_by and since < step.entry.item_seq < until
    ]
    return met[-1] if met else None


def _still_possible(
    path: Definition, found: Walk, rule: Deadline, planned: Beside
) -> bool:
    """Whether an event that meets the term still lies ahead, before the sitting.

    At the end of the item nothing does: the term is then dropped.
    """
    if path.states[found.state].final:
        return True
    ways = onward(
        (source, target)
        for event, source, target in path.moves()
        if event != planned.entry.event
    )
    ahead = reach([found.state], ways)
    return any(
        event in rule.met_by and source in ahead for event, source, _ in path.moves()
    )


def _in_force(rule: Deadline, day: Day) -> bool:
    return rule.may_hold(day.earliest, day.latest)
