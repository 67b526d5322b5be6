"""What may be done to a running term: it is extended, suspended, resumed.

Pure rules of the path; how far a term may be extended is counted in `legal`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow.bounds import EXACT, Day
from workflow.history import Entry


class Done(Protocol):
    """What was done to the term before."""

    @property
    def entry(self) -> Entry: ...
    @property
    def day(self) -> Day: ...


def may_change(
    path: Definition,
    done: Sequence[Done],
    kind: str,
    facts: Mapping[str, Any],
    day: Day,
) -> Sentence | None:
    """Why the term cannot be extended, suspended or resumed now, or None."""
    rule = path.deadlines.get(facts["deadline"])
    if rule is None:
        return sentence(
            "the path {path} has no deadline {name}; it has {names}",
            path=path.definition,
            name=facts["deadline"],
            names=tuple(path.deadlines) or sentence("none"),
        )
    named = sentence("{label} ({name})", label=rule, name=facts["deadline"])
    if kind == "extended":
        return _no_extension(path, named, rule.extension, done, facts.get("body"))
    if rule.suspension is None:
        return sentence(
            "{deadline}: no rule of the path lets this term be suspended",
            deadline=named,
        )
    if day.precision != EXACT or day.day is None:
        return sentence("a suspension needs its exact day: `--on DATE`")
    if kind == "suspended" and (stop := _stop_on(done, day)):
        return sentence(
            "{deadline} stood still on {day} already: it was suspended from {first} and"
            " resumed from {again}",
            deadline=named,
            day=str(day),
            first=str(stop[0]),
            again=str(stop[1]),
        )
    return _out_of_turn(named, stopped_since(done), kind, day)


def _no_extension(
    path: Definition,
    named: Sentence,
    extension: Any,
    done: Sequence[Done],
    body: str | None,
) -> Sentence | None:
    if extension is None:
        return sentence(
            "{deadline}: no rule of the path lets this term be extended", deadline=named
        )
    if extension.bodies and body not in extension.bodies:
        return sentence(
            "{deadline} is extended for {bodies} only",
            deadline=named,
            bodies=tuple(path.bodies[each] for each in extension.bodies),
        )
    before = sum(each.entry.kind == "extended" for each in done)
    if before >= extension.times:
        return sentence(
            "{deadline} has been extended already; the path allows it {times} time(s)",
            deadline=named,
            times=extension.times,
        )
    return None


def stopped_since(done: Sequence[Done]) -> Day | None:
    """The first day that does not count, if the term is suspended now."""
    since = None
    for each in done:
        if each.entry.kind == "suspended":
            since = each.day
        elif each.entry.kind == "resumed":
            since = None
    return since


def _stop_on(done: Sequence[Done], day: Day) -> tuple[Day, Day] | None:
    """The stop that is over and that a day lies in: its first day, the one after it."""
    first = None
    for each in done:
        if each.entry.kind == "suspended":
            first = each.day
        elif each.entry.kind == "resumed" and first is not None:
            if first.earliest <= day.earliest < each.day.earliest:
                return first, each.day
            first = None
    return None


def _out_of_turn(
    named: Sentence, since: Day | None, kind: str, day: Day
) -> Sentence | None:
    if kind == "suspended" and since is not None:
        return sentence(
            "{deadline} is suspended already, from {day}",
            deadline=named,
            day=str(since),
        )
    if kind == "resumed" and since is None:
        return sentence(
            "{deadline} is not suspended: there is nothing to resume", deadline=named
        )
    if kind == "resumed" and since is not None and day.latest <= since.earliest:
        return sentence(
            "{deadline} is suspended from {since}: it can run again from the day after,"
            " not from {day}",
            deadline=named,
            since=str(since),
            day=str(day),
        )
    return None
