"""What must be so before an event may be recorded: one refusal for each requirement.

Pure: a requirement of the path, held against what the record knows at that moment.
Everything that is missing is said at once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from definitions.vocabulary import Label, Requirement
from workflow.bounds import NO_DAY, Day

OPENING = "open"


@dataclass(frozen=True, slots=True)
class Consulted:
    """One body's consultation as it stands; `outcome` is the last answer, if any.

    `seq` is the item's entry that opened it, `replied` that of the last answer; `due`
    the last day of its term, which does not run while it is `stopped`.
    """

    name: str
    body: str
    opened: Day
    seq: int
    due: date | None = None
    outcome: str | None = None
    answered: Day = NO_DAY
    closed: bool = False
    replied: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of an item when an event is judged.

    `recorded`: who recorded each event last (and the opening); `hidden`: events and
    consultations that a gap in the sources may hide. `day`, `actor`, `said` (names of
    the texts given) and `sitting` (a quorate sitting of that day is on record) belong
    to the event itself; while `said` is None they are not known yet, and what asks for
    them is not judged. `terms`: the last days of the deadlines that run, by name; not
    judged either while they are None. `today` stands for the event's day while nobody
    has typed that.
    """

    recorded: Mapping[str, str] = field(default_factory=dict)
    consulted: tuple[Consulted, ...] = ()
    attached: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    day: Day = NO_DAY
    actor: str | None = None
    said: frozenset[str] | None = None
    sitting: bool = False
    terms: Mapping[str, date] | None = None
    today: date | None = None


def refusals(
    path: Definition, event: str, outcome: str | None, known: Known
) -> tuple[Sentence, ...]:
    """Everything that stands against the event, whatever the state of the item is."""
    rule = path.events[event]
    earliest, latest = known.day.earliest, known.day.latest
    found: list[Sentence] = []
    if not rule.may_hold(earliest, latest):
        found.append(
            sentence(
                "{event} is a step only from {begin} to {end}, and the day is {day}",
                event=sentence("{label} ({name})", label=rule, name=event),
                begin=rule.valid_from or sentence("the beginning"),
                end=rule.valid_to or sentence("open end"),
                day=str(known.day),
            )
        )
    for each in rule.requires:
        asked = not each.only_for or outcome in each.only_for
        if asked and each.may_hold(earliest, latest):
            found += (
                _by_law(path, each, known, why)
                for why in _unmet(path, event, each, known)
            )
    return tuple(found)


def asks_for(path: Definition, event: str, kind: str) -> tuple[Requirement, ...]:
    """The requirements of one kind that an event has, for whichever outcome."""
    return tuple(each for each in path.events[event].requires if each.kind == kind)


def _by_law(
    path: Definition, each: Requirement, known: Known, why: Sentence
) -> Sentence:
    """The refusal with the sources it rests on."""
    day = known.day.day or date.max
    basis = tuple(source.text for source in path.sources_of(each.basis, day))
    return sentence("{why} ({basis})", why=why, basis=basis) if basis else why


def _unmet(
    path: Definition, event: str, each: Requirement, known: Known
) -> Iterator[Sentence]:
    if each.kind == "field" and known.said is not None:
        yield from _field(path.events[event].fields[each.name], each.name, known.said)
    elif each.kind in _GUARDS:
        yield from _GUARDS[each.kind](path, each, known)


def _event(path: Definition, each: Requirement, known: Known) -> Iterator[Sentence]:
    if each.name not in known.recorded and each.name not in known.hidden:
        yield sentence(
            "{event} ({name}) is not on record yet",
            event=path.events[each.name],
            name=each.name,
        )


def _consultation(
    path: Definition, each: Requirement, known: Known
) -> Iterator[Sentence]:
    label = path.consultations[each.name]
    asked = {
        consulted.body: consulted  # the last round of each body counts
        for consulted in known.consulted
        if consulted.name == each.name
        and (not each.bodies or consulted.body in each.bodies)
    }
    missing = [body for body in each.bodies if body not in asked]
    if each.name in known.hidden and not asked:
        return
    if missing or not asked:
        yield sentence(
            "{consultation} ({name}) is missing: nobody has been asked: {bodies}",
            consultation=label,
            name=each.name,
            bodies=tuple(path.bodies[body] for body in missing or label.asks),
        )
    for body, consulted in asked.items():
        yield from _answer(path, each, consulted, path.bodies[body], known)


def _answer(
    path: Definition,
    each: Requirement,
    consulted: Consulted,
    body: object,
    known: Known,
) -> Iterator[Sentence]:
    said = {
        "consultation": path.consultations[each.name],
        "name": each.name,
        "body": body,
    }
    if not consulted.closed:
        yield sentence(
            "{consultation} ({name}) is still open: {body} has not given its statement",
            **said,
        )
    elif each.outcomes and consulted.outcome not in each.outcomes:
        yield sentence(
            "{consultation} ({name}) of {body} ended with {outcome}; what is asked for"
            " is: {outcomes}",
            **said,
            outcome=path.outcomes[consulted.outcome or ""],
            outcomes=tuple(path.outcomes[outcome] for outcome in each.outcomes),
        )
    elif consulted.answered.earliest > known.day.latest:
        yield sentence(
            "{consultation} ({name}): the statement of {body} dates from {answered},"
            " after {day}",
            **said,
            answered=str(consulted.answered),
            day=str(known.day),
        )


def _none_open(path: Definition, each: Requirement, known: Known) -> Iterator[Sentence]:
    for consulted in known.consulted:
        if consulted.name == each.name and not consulted.closed:
            yield sentence(
                "{consultation} ({name}) is still open: {body} has not given its"
                " statement",
                consultation=path.consultations[each.name],
                name=each.name,
                body=path.bodies[consulted.body],
            )


def _document(path: Definition, each: Requirement, known: Known) -> Iterator[Sentence]:
    if each.name not in known.attached and not known.hidden:
        yield sentence(
            "the document {document} ({name}) is not attached: `laufzettel document"
            " add`",
            document=path.documents[each.name],
            name=each.name,
        )


def _field(label: Label, name: str, said: frozenset[str]) -> Iterator[Sentence]:
    if f"field:{name}" not in said:
        yield sentence(
            "{field} is not filled: give it with `--field {name}=TEXT`",
            field=label,
            name=name,
        )


def _sitting(path: Definition, each: Requirement, known: Known) -> Iterator[Sentence]:
    if known.said is not None and not known.sitting:
        body = path.bodies[each.name]
        yield sentence(
            "no sitting of {body} with a quorum is on record for the day {day}:"
            " `laufzettel sitting record {sittings} DAY`",
            body=body,
            day=str(known.day),
            sittings=body.sittings or "",
        )


def _second_person(
    path: Definition, each: Requirement, known: Known
) -> Iterator[Sentence]:
    before = known.recorded.get(each.name)
    if known.actor is not None and known.actor == before:
        first: object = sentence("the opening")
        if each.name != OPENING:
            first = path.events[each.name]
        yield sentence(
            "a second person must record this: {event} was recorded by the same person",
            event=first,
        )


def _deadline(path: Definition, each: Requirement, known: Known) -> Iterator[Sentence]:
    due, day = (known.terms or {}).get(each.name), known.day
    if known.said is None and known.today is not None:
        day = Day(known.today)
    if due is not None and day.earliest > due:
        yield sentence(
            "the term {deadline} ({name}) ended on {due}, before {day}",
            deadline=path.deadlines[each.name],
            name=each.name,
            due=due,
            day=str(day),
        )


def _urgency(_: Definition, __: Requirement, known: Known) -> Iterator[Sentence]:
    if known.said is not None and not {"urgency", "approved_by"} <= known.said:
        yield sentence(
            "it takes a reason of urgency and who approved it: `--urgent REASON"
            " --approved-by NAME`"
        )


_GUARDS: Mapping[
    str, Callable[[Definition, Requirement, Known], Iterator[Sentence]]
] = {
    "event": _event,
    "consultation": _consultation,
    "none_open": _none_open,
    "document": _document,
    "sitting": _sitting,
    "second_person": _second_person,
    "urgency": _urgency,
    "deadline": _deadline,
}
