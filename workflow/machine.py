"""The judge of the path: may this event fire from this state, given these facts?

The only door to `transitions`. A flat machine per definition and thread, without a
model of its own, without callbacks from data; it drives a throw-away case and never
sees a row.
"""

import threading
from dataclasses import dataclass
from typing import Any, cast

from transitions import EventData, Machine, MachineError

from definitions.model import Definition
from definitions.sentences import Sentence, sentence


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
    """What the machine drives: a state, and the facts that guards may ask about."""

    __slots__ = ("State", "allowed", "outcome", "reason")

    def __init__(self, state: str, outcome: str | None, allowed: tuple[str, ...]):
        self.State = state  # no event can bear a name with a capital letter
        self.outcome = outcome
        self.allowed = allowed
        self.reason: Sentence | None = None


_known = threading.local()


def judge(
    definition: Definition, state: str, event: str, outcome: str | None = None
) -> Verdict:
    """The verdict on `event` in `state`.

    Never raises for what a person can type.
    """
    rule = definition.events.get(event)
    if rule is None:
        return Verdict(reason=_unknown_event(definition, event))
    allowed = tuple(rule.outcomes)
    case = _Case(state, outcome or next(iter(allowed), None), allowed)
    try:
        fired = _machine(definition).events[event].trigger(case)
    except MachineError:
        return _not_from_here(definition, state, event)
    if not fired:
        return Verdict(reason=case.reason)
    return Verdict(to=case.State, outcome=case.outcome)


def missing(definition: Definition, state: str, event: str) -> tuple[str, ...]:
    """The events on the shortest ways from `state` to a state where `event` may fire.

    Empty if there is no way. In the order in which the definition names its events.
    """
    sources = definition.moves_of(event).keys()
    ways: list[tuple[str, tuple[str, ...]]] = [(state, ())]
    seen = {state}
    while ways:
        found = {name for at, way in ways if at in sources for name in way}
        if found:
            return tuple(name for name in definition.events if name in found)
        ways = [
            (to, (*way, name))
            for at, way in ways
            for name, to in _moves(definition, at)
        ]
        ways = [(at, way) for at, way in ways if at not in seen]
        seen |= {at for at, _ in ways}
    return ()


def _moves(definition: Definition, state: str) -> list[tuple[str, str]]:
    return [
        (name, definition.moves_of(name)[state])
        for name in definition.events_from(state)
    ]


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
        {"trigger": name, "source": at, "dest": to, "conditions": _outcome_fits}
        for name in definition.events
        for at, to in definition.moves_of(name).items()
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


def _outcome_fits(event: EventData) -> bool:
    case = cast(_Case, event.model)
    if case.outcome in case.allowed or (case.outcome is None and not case.allowed):
        return True
    case.reason = _outcome_refused(event.event.name, case)
    return False


def _outcome_refused(event: str, case: _Case) -> Sentence:
    if not case.allowed:
        return sentence("the event {event} has no outcomes", event=event)
    return sentence(
        "{outcome} is no outcome of {event}; allowed are {outcomes}",
        outcome=case.outcome,
        event=event,
        outcomes=case.allowed,
    )


def _unknown_event(definition: Definition, event: str) -> Sentence:
    return sentence(
        "the path {path} has no event {event}; it has {events}",
        path=definition.definition,
        event=event,
        events=tuple(definition.events),
    )


def _not_from_here(definition: Definition, state: str, event: str) -> Verdict:
    label = definition.states[state]
    if label.final:
        ended = sentence("the item is at its end: {state}", state=label)
        return Verdict(reason=ended, gone=True)
    named = _named(definition, event)
    first = missing(definition, state, event)
    if not first:
        over = sentence(
            "{event} cannot come any more in the state {state}",
            event=named,
            state=label,
        )
        return Verdict(reason=over, gone=True)
    waits = sentence(
        "{event} is not possible in the state {state}: still missing: {missing}",
        event=named,
        state=label,
        missing=tuple(_named(definition, each) for each in first),
    )
    return Verdict(reason=waits)


def _named(definition: Definition, event: str) -> Sentence:
    return sentence("{label} ({name})", label=definition.events[event], name=event)
