"""The rules of a path in words: moves, requirements, consultations, sources."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

from definitions.arrows import Arrow, Sheaf, by_target
from definitions.model import Definition, Section
from definitions.sentences import Sentence, sentence
from definitions.values import CLOCK, EVERY_OPEN_STATE, OPENING
from definitions.vocabulary import Consultation, Requirement


class _Ruled(Protocol):
    """A rule with its legal basis and its validity."""

    @property
    def basis(self) -> tuple[str, ...]: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


def named(path: Definition, section: Section, name: str) -> object:
    """A name with its label; the name alone where its section does not hold it."""
    if name not in getattr(path, section):
        return name
    return sentence("{label} ({name})", label=path.label(section, name), name=name)


def step_named(path: Definition, name: str) -> object:
    """An event, a consultation or the opening with its label."""
    if name == OPENING:
        return sentence("the opening")
    return named(path, "events" if name in path.events else "consultations", name)


def state_said(path: Definition, name: str) -> object:
    """A state by its label; `every_open_state` in words."""
    if name == EVERY_OPEN_STATE:
        return sentence("every open state")
    return path.states.get(name, name)


def role_said(path: Definition, name: str) -> object:
    """A role by its label; the clock is a role that nobody holds."""
    return sentence("the clock") if name == CLOCK else path.roles.get(name, name)


def sheaf_said(path: Definition, sheaf: Sheaf) -> Sentence:
    """From where the moves of a sheaf come."""
    if not sheaf.sources:
        return sentence("every open state")
    states = tuple(state_said(path, each) for each in sheaf.sources)
    return sentence("each of: {states}", states=states)


def event_said(path: Definition, arrow: Arrow | Sheaf) -> Sentence:
    """The event of an arrow, with the outcomes that choose its target."""
    event = path.events[arrow.event]
    if not arrow.outcomes:
        return sentence("{event}", event=event)
    outcomes = tuple(path.outcomes.get(each, each) for each in arrow.outcomes)
    return sentence("{event}: {outcomes}", event=event, outcomes=outcomes)


def moves_said(path: Definition, event: str) -> tuple[Sentence, ...]:
    """The moves of an event: `draft ─▶ registered`, with outcomes where they choose."""
    rule = path.events[event]
    return tuple(
        move_said(path, source, target, outcomes)
        for source, move in rule.moves.items()
        for target, outcomes in by_target(move, rule.outcomes).items()
    )


def move_said(
    path: Definition, source: str, target: str, outcomes: tuple[str, ...] = ()
) -> Sentence:
    """One move in words."""
    start, end = state_said(path, source), state_said(path, target)
    if not outcomes:
        return sentence("{source} ─▶ {target}", source=start, target=end)
    return sentence(
        "{source} ─ {outcomes} ─▶ {target}",
        source=start,
        outcomes=tuple(path.outcomes.get(each, each) for each in outcomes),
        target=end,
    )


def requirement_said(path: Definition, each: Requirement, event: str) -> Sentence:
    """What a requirement of `event` asks for, with its basis and its validity."""
    said = _KINDS[each.kind](path, each, event)
    if each.only_for:
        outcomes = tuple(path.outcomes.get(name, name) for name in each.only_for)
        said = sentence("for {outcomes}: {what}", outcomes=outcomes, what=said)
    return by_law(path, each, said)


def by_law(path: Definition, rule: _Ruled, said: Sentence) -> Sentence:
    """The words of a rule followed by the sources it rests on and when it holds."""
    said = cited(path, rule.basis, said)
    span = validity_said(rule.valid_from, rule.valid_to)
    return sentence("{what}; {when}", what=said, when=span) if span else said


def cited(path: Definition, keys: tuple[str, ...], said: Sentence) -> Sentence:
    """The words of a rule followed by the sources it rests on."""
    if not keys:
        return said
    basis = tuple(source_text(path, key) for key in keys)
    return sentence("{why} ({basis})", why=said, basis=basis)


def validity_said(first: date | None, last: date | None) -> Sentence | None:
    """From when to when something holds; None if it always does."""
    if first is not None and last is not None:
        return sentence("valid from {first} to {last}", first=first, last=last)
    if first is not None:
        return sentence("valid from {day}", day=first)
    return sentence("valid to {day}", day=last) if last is not None else None


def source_text(path: Definition, key: str) -> str:
    """A source as it is cited."""
    return path.sources[key].text if key in path.sources else key


def bodies_said(path: Definition, names: tuple[str, ...]) -> tuple[object, ...]:
    """Bodies by their labels."""
    return tuple(path.bodies.get(each, each) for each in names)


def outcomes_said(path: Definition, names: tuple[str, ...]) -> tuple[object, ...]:
    """Outcomes by their labels, with the names to be typed."""
    return tuple(named(path, "outcomes", each) for each in names)


def asks_said(path: Definition, rule: Consultation) -> Sentence:
    """Who is asked, and in which states."""
    bodies = bodies_said(path, rule.asks)
    if not rule.during:
        return sentence("asks {bodies}, in every open state", bodies=bodies)
    states = tuple(state_said(path, each) for each in rule.during)
    return sentence("asks {bodies}, while: {states}", bodies=bodies, states=states)


def _event(path: Definition, each: Requirement, _: str) -> Sentence:
    return sentence("{event} is on record", event=step_named(path, each.name))


def _consultation(path: Definition, each: Requirement, _: str) -> Sentence:
    asked = named(path, "consultations", each.name)
    if each.bodies:
        bodies = bodies_said(path, each.bodies)
        said = sentence(
            "{consultation}: asked and answered by {bodies}",
            consultation=asked,
            bodies=bodies,
        )
    else:
        said = sentence(
            "{consultation}: somebody was asked, and all who were have answered",
            consultation=asked,
        )
    if not each.outcomes:
        return said
    outcomes = tuple(path.outcomes.get(name, name) for name in each.outcomes)
    return sentence(
        "{what}, each with one of: {outcomes}", what=said, outcomes=outcomes
    )


def _none_open(path: Definition, each: Requirement, _: str) -> Sentence:
    asked = named(path, "consultations", each.name)
    return sentence("{consultation}: none is open", consultation=asked)


def _document(path: Definition, each: Requirement, _: str) -> Sentence:
    document = named(path, "documents", each.name)
    return sentence("the document {document} is attached", document=document)


def _field(path: Definition, each: Requirement, event: str) -> Sentence:
    label = path.events[event].fields.get(each.name) if event in path.events else None
    return sentence("the field {field} is filled", field=label or each.name)


def _sitting(path: Definition, each: Requirement, _: str) -> Sentence:
    body = path.bodies.get(each.name, each.name)
    return sentence("{body} sat on this day and had a quorum", body=body)


def _second_person(path: Definition, each: Requirement, _: str) -> Sentence:
    first = step_named(path, each.name)
    return sentence("recorded by another person than {event}", event=first)


def _urgency(_: Definition, __: Requirement, ___: str) -> Sentence:
    return sentence("a reason of urgency is given, and who approved it")


def _kept(path: Definition, each: Requirement, _: str) -> Sentence:
    term = named(path, "deadlines", each.name)
    return sentence("the term {deadline} is kept", deadline=term)


_KINDS: Mapping[str, Callable[[Definition, Requirement, str], Sentence]] = {
    "event": _event,
    "consultation": _consultation,
    "none_open": _none_open,
    "document": _document,
    "field": _field,
    "sitting": _sitting,
    "second_person": _second_person,
    "urgency": _urgency,
    "deadline": _kept,
}
