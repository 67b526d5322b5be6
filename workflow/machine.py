"""The judge of the path: may this event fire from this state, given these facts?

The only door to `transitions`. A flat machine per definition and thread, without a
model of its own, without callbacks from data; it drives a throw-away case and never
sees a row.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from transitions import EventData, Machine, MachineError

from definitions.graph import onward, reach
from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from definitions.vocabulary import Event
from workflow.guards import Known, asks_for, refusals


@dataclass(frozen=True, slots=True)
class Verdict:
    """`to` is the state after the event; if the event may not fire, `reason` says why.

    `outcome` is the one given, or the plain one that the event states by itself.
    `gone`: no way leads from here to the event any more.
    """

    to: str | None = None
    outcome: str | None = None
    reason: Sentence | None = None
    gone: bool = False


class _Case:
    """What the machine drives: a state, the outcome, and what stands against it."""

    __slots__ = ("State", "outcome")

    def __init__(self, state: str, outcome: str | None):
        self.State = state  # no event can bear a name with a capital letter
        self.outcome = outcome


_known = threading.local()


def judge(
    definition: Definition,
    state: str,
    event: str,
    outcome: str | None = None,
    known: Known | None = None,
) -> Verdict:
    """The verdict on `event` in `state`, given what is known of the item.

    Without `known` only the path is asked, not what the event requires.

    Never raises for what a person can type.
    """
    rule = definition.events.get(event)
    if rule is None:
        return Verdict(reason=_unknown_event(definition, event))
    meant = outcome or next(iter(rule.outcomes), None)
    case = _Case(state, meant)
    try:
        fired = _machine(definition).events[event].trigger(case)
    except MachineError:
        return _not_from_here(definition, case, event, known)
    if not fired:
        return Verdict(reason=_outcome_refused(rule, event, meant))
    against = refusals(definition, event, meant, known) if known else ()
    if against:
        return Verdict(outcome=meant, reason=_joined(against))
    return Verdict(to=case.State, outcome=meant)


def any_outcome(
    definition: Definition, state: str, event: str, known: Known | None = None
) -> Verdict | None:
    """The verdict on the first outcome with which `event` may fire, if there is one."""
    for outcome in definition.events[event].outcomes or (None,):
        verdict = judge(definition, state, event, outcome, known)
        if verdict.to is not None:
            return verdict
    return None


def missing(definition: Definition, state: str, event: str) -> tuple[str, ...]:
    """The events without which no way leads from `state` to where `event` may fire.

    In the order in which the definition names its events.
    """
    goals, moves = definition.moves_of(event).keys(), definition.moves()
    if not _leads(moves, state, goals):
        return ()
    return tuple(
        name
        for name in definition.events
        if not _leads([move for move in moves if move[0] != name], state, goals)
    )


def first_steps(definition: Definition, state: str, event: str) -> tuple[str, ...]:
    """The events that begin a way from `state` to where `event` may fire.

    Empty if there is no way.
    """
    goals, moves = definition.moves_of(event).keys(), definition.moves()
    onward = [each for each in moves if each[2] != state]
    found = {
        name for name, at, to in onward if at == state and _leads(onward, to, goals)
    }
    return tuple(each for each in definition.events_along_the_path() if each in found)


def _leads(
    moves: Iterable[tuple[str, str, str]], start: str, goals: Collection[str]
) -> bool:
    """Whether some way leads from `start` to one of `goals`."""
    ways = onward((at, to) for _, at, to in moves)
    return not reach([start], ways).isdisjoint(goals)


def _machine(definition: Definition) -> Machine:
    """One machine per definition and thread; keeping both keeps the id unique."""
    cache: dict[int, tuple[Definition, Machine]] | None
    cache = getattr(_known, "machines", None)
    if cache is None:
        cache = _known.machines = {}
    if id(definition) not in cache:
        cache[id(definition)] = (definition, _built(definition))
    return cache[id(definition)][1]


def _built(definition: Definition) -> Machine:
    moves: list[dict[str, Any]] = [
        {"trigger": name, "source": at, "dest": to, "conditions": _comes_with(outcomes)}
        for name in definition.events
        for at, by_outcome in definition.moves_of(name).items()
        for to, outcomes in _by_target(by_outcome).items()
    ]
    return Machine(
        model=None,
        model_attribute="State",
        states=list(definition.states),
        transitions=moves,
        initial=definition.initial_state,
        auto_transitions=False,
        send_event=True,
    )


def _by_target(by_outcome: Mapping[str | None, str]) -> dict[str, set[str | None]]:
    found: dict[str, set[str | None]] = {}
    for outcome, to in by_outcome.items():
        found.setdefault(to, set()).add(outcome)
    return found


def _comes_with(outcomes: Collection[str | None]) -> Callable[[EventData], bool]:
    """Whether the case has one of the outcomes that lead along this transition."""

    def fits(event: EventData) -> bool:
        return cast(_Case, event.model).outcome in outcomes

    return fits


def _outcome_refused(rule: Event, event: str, outcome: str | None) -> Sentence:
    if not rule.outcomes:
        return sentence("the event {event} has no outcomes", event=event)
    return sentence(
        "{outcome} is no outcome of {event}; allowed are {outcomes}",
        outcome=outcome,
        event=event,
        outcomes=rule.outcomes,
    )


def _unknown_event(definition: Definition, event: str) -> Sentence:
    return sentence(
        "the path {path} has no event {event}; it has {events}",
        path=definition.definition,
        event=event,
        events=tuple(definition.events),
    )


def _not_from_here(
    definition: Definition, case: _Case, event: str, known: Known | None
) -> Verdict:
    label = definition.states[case.State]
    if label.final:
        ended = sentence("the item is at its end: {state}", state=label)
        return Verdict(reason=ended, gone=True)
    said = {"event": _named(definition, event), "state": label}
    ways = first_steps(definition, case.State, event)
    if not ways:
        over = sentence("{event} cannot come any more in the state {state}", **said)
        return Verdict(reason=over, gone=True)
    asked = _required(definition, event, case.outcome, known)
    needed = {*missing(definition, case.State, event), *asked}
    names = [each for each in definition.events_along_the_path() if each in needed]
    if names:
        waits = sentence(
            "{event} is not possible in the state {state}: still missing: {missing}",
            **said,
            missing=tuple(_named(definition, each) for each in names),
        )
        return Verdict(reason=waits)
    waits = sentence(
        "{event} is not possible in the state {state}; first one of: {ways}",
        **said,
        ways=tuple(_named(definition, each) for each in ways),
    )
    return Verdict(reason=waits)


def _required(
    definition: Definition, event: str, outcome: str | None, known: Known | None
) -> set[str]:
    """The events that it requires and that are not on record."""
    there = {*known.recorded, *known.hidden} if known else set()
    return {
        each.name
        for each in asks_for(definition, event, "event")
        if each.name not in there and (not each.only_for or outcome in each.only_for)
    }


def _joined(against: tuple[Sentence, ...]) -> Sentence:
    first, *others = against
    for each in others:
        first = sentence("{first}; {second}", first=first, second=each)
    return first


def _named(definition: Definition, event: str) -> Sentence:
    return sentence("{label} ({name})", label=definition.events[event], name=event)
