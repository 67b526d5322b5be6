"""What somebody has to do by a day: deadlines, office terms and consultations in one.

A consultation whose term is a deadline by law is told once, as that deadline.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from definitions.model import Definition
from definitions.sentences import Labelled, sentence, shortened
from definitions.values import CLOCK
from definitions.vocabulary import Deadline
from workflow.access import Identity, Standing, covers, known_person, standing
from workflow.bounds import EXACT
from workflow.docket import Term, Waiting, due, waiting
from workflow.errors import Refused
from workflow.pending import Pending, due_by_law
from workflow.store import Transaction
from workflow.unit import definition_of

DEADLINE, OFFICE_TERM, CONSULTATION = "deadline", "office_term", "consultation"
ORDERS = ("due", "reference", "body")
PAGE = 50  # duties on a page where nobody says how many

Called = Labelled | str


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that has to be done by a day, and whom it waits for.

    `about` is what it is called, or the reason of an office term; `due` the last day,
    None while a term is suspended or its day is unknown; `told` the roles that are
    reminded, `acting` those that can record what closes it; `rule` that of a deadline
    by law; `seq` the item's entry that a deadline runs from.
    """

    kind: str
    reference: str
    path: Definition
    name: str
    about: Called
    due: date | None
    precision: str
    status: str
    body: str | None
    waits_for: tuple[Called, ...]
    told: tuple[str, ...]
    acting: tuple[str, ...]
    remind_before: tuple[int, ...] = ()
    rule: Deadline | None = None
    seq: int | None = None

    def days_left(self, today: date) -> int | None:
        """Days from `today` to the last day; negative once it is over."""
        return None if self.due is None else (self.due - today).days

    def overdue(self, today: date) -> bool:
        """Whether the last day is over."""
        return self.due is not None and self.due < today

    @property
    def asks(self) -> bool:
        """Whether a body is asked for its statement."""
        return self.kind == CONSULTATION or (
            self.rule is not None and self.rule.after in self.path.consultations
        )

    def concerns(self, held: Standing) -> bool:
        """Whether somebody is told of it; of a deadline also who can keep it."""
        acting = () if self.kind == OFFICE_TERM else self.acting
        return covers(held.roles, {*self.told, *acting})


def duties(tx: Transaction, *, undated: bool = False) -> list[Duty]:
    """Everything that is open over all items, by its last day.

    With `undated` also consultations that have no term.
    """
    legal = due_by_law(tx)
    told = {(each.reference, each.rule.after, each.body) for each in legal}
    found = [of_deadline(each) for each in legal]
    on = {(row["reference"], row["name"]): row for row in tx.all("open_terms")}
    for each in due(tx):
        path = definition_of(tx, on[each.reference, each.name]["definition_hash"])
        found.append(of_term(path, each))
    found += [
        of_consultation(asked)
        for asked in waiting(tx)
        if (asked.due or undated)
        and (asked.reference, asked.name, asked.body) not in told
    ]
    return ordered(found, "due")


def ordered(found: Iterable[Duty], by: str) -> list[Duty]:
    """Duties by last day, by reference or by body; what has no day comes last."""

    def place(each: Duty) -> tuple[object, ...]:
        day = (each.due or date.max, each.reference, each.kind, each.name)
        if by == "reference":
            return (each.reference, *day)
        if by == "body":
            return (each.body is None, each.body or "", *day)
        return day

    return sorted(found, key=place)


def of_body(tx: Transaction, found: Iterable[Duty], body: str) -> list[Duty]:
    """The duties of one body. Refused if no path of the record has it."""
    known = sorted({name for path in paths(tx) for name in path.bodies})
    if body not in known:
        raise Refused(
            sentence(
                "No path of this record has a body {name}; there are: {names}.",
                name=shortened(body or repr(body)),
                names=tuple(known) or sentence("none"),
            )
        )
    return [each for each in found if each.body == body]


def of_person(tx: Transaction, found: Iterable[Duty], person: str) -> list[Duty]:
    """The duties of a person, named by login or account, through the roles held.

    Refused if the record knows no such person, or several.
    """
    row = known_person(tx, person)
    held = standing(tx, Identity(row["account"], row["name"], ""))
    return [each for each in found if each.concerns(held)]


def page_of(found: Sequence[Duty], number: int, length: int) -> Sequence[Duty]:
    """One page, the first being 1. Refused for a page beyond the last one."""
    pages = max(1, -(-len(found) // length))
    if number > pages:
        raise Refused(
            sentence(
                "There is no page {number}: {count} entries make {pages} page(s) of"
                " {length}.",
                number=number,
                count=len(found),
                pages=pages,
                length=length,
            )
        )
    return found[(number - 1) * length : number * length]


def paths(tx: Transaction) -> list[Definition]:
    """The paths of this record, every version."""
    return [definition_of(tx, row["hash"]) for row in tx.all("definitions")]


def acting_on(path: Definition, rule: Deadline) -> tuple[str, ...]:
    """The roles that can record what keeps a deadline."""
    if asked := path.consultations.get(rule.after or ""):
        return tuple(asked.by)
    events = (*rule.met_by, *([rule.begins] if rule.begins else []))
    by = (role for event in events for role in path.events[event].by if role != CLOCK)
    return tuple(dict.fromkeys(by))


def of_deadline(each: Pending) -> Duty:
    """The duty to keep a deadline by law."""
    path, rule = each.definition, each.rule
    acting = acting_on(path, rule)
    return Duty(
        kind=DEADLINE,
        reference=each.reference,
        path=path,
        name=each.name,
        about=rule,
        due=each.due,
        precision=each.precision,
        status=each.status,
        body=each.body or rule.before,
        waits_for=tuple(_waited_for(path, rule, each.body, acting)),
        told=tuple(rule.remind) or acting,
        acting=acting,
        remind_before=tuple(rule.remind_before),
        rule=rule,
        seq=each.started,
    )


def _waited_for(
    path: Definition, rule: Deadline, body: str | None, acting: Iterable[str]
) -> Iterator[Called]:
    """The body that was asked; else the roles that can keep the deadline."""
    if rule.after in path.consultations and body:
        yield path.bodies[body]
        return
    yield from (path.roles[role] for role in acting or rule.remind)


def of_term(path: Definition, each: Term) -> Duty:
    """An office term: the role waits for itself, and every role may close it."""
    return Duty(
        kind=OFFICE_TERM,
        reference=each.reference,
        path=path,
        name=each.name,
        about=each.reason,
        due=each.due,
        precision=EXACT,
        status=each.status,
        body=None,
        waits_for=(each.role,),
        told=(each.role,),
        acting=tuple(path.roles),
        remind_before=each.remind_before,
    )


def of_consultation(each: Waiting) -> Duty:
    """A consultation whose term was set by hand; its roles record the answer."""
    rule = each.definition.consultations[each.name]
    return Duty(
        kind=CONSULTATION,
        reference=each.reference,
        path=each.definition,
        name=each.name,
        about=rule,
        due=each.due,
        precision=EXACT,
        status="open",
        body=each.body,
        waits_for=(each.definition.bodies[each.body],),
        told=tuple(rule.remind or rule.by),
        acting=tuple(rule.by),
        remind_before=tuple(rule.remind_before),
    )
