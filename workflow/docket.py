"""The docket: what stands in the record, what is pending, and when it is due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow.access import Standing, holders
from workflow.books import Books
from workflow.course import Step, Walk
from workflow.deadlines import Legal, derive, running
from workflow.entries import entries_of
from workflow.errors import Refused
from workflow.guards import Known
from workflow.history import Entry
from workflow.machine import judge
from workflow.store import Row, Transaction
from workflow.unit import damaged_row, definition_of, find_item
from workflow.walk import steps, walk, why_not

OPEN, DONE = "open", "done"


@dataclass(frozen=True, slots=True)
class Term:
    """An office term (Wiedervorlage): not from law.

    `seq` is the entry that set it.
    """

    reference: str
    name: str
    due: date
    reason: str
    role: str
    remind_before: tuple[int, ...]
    status: str
    seq: int

    def days_left(self, today: date) -> int:
        """Days from `today` to the due day; negative once it is over."""
        return (self.due - today).days


@dataclass(frozen=True, slots=True)
class Slip:
    """An item with its whole history: the routing slip."""

    item_id: str
    reference: str
    state: str
    version: int
    definition: Definition
    definition_hash: str
    entries: tuple[Entry, ...]
    steps: tuple[Step, ...]
    terms: tuple[Term, ...]
    walk: Walk
    deadlines: tuple[Legal, ...] = ()

    @property
    def title(self) -> str:
        """The title, as corrected."""
        return self.steps[0].words["title"]

    @property
    def lead(self) -> str:
        """The lead department, as corrected."""
        return self.steps[0].words["lead"]

    @property
    def at_end(self) -> bool:
        """Whether the item is in a final state."""
        return self.definition.states[self.state].final


@dataclass(frozen=True, slots=True)
class Choice:
    """An event of the path: allowed now (`to` names the state after it), or why not.

    `outcomes` are those with which it is allowed, and where each leads; `barred` are
    those with which it is not allowed now though with others it is, and why not.
    """

    event: str
    to: str | None
    reason: Sentence | None
    outcomes: Mapping[str, str] = field(default_factory=dict)
    barred: Mapping[str, Sentence] = field(default_factory=dict)

    @property
    def allowed(self) -> bool:
        """Whether this person may record the event now."""
        return self.reason is None


def slip(tx: Transaction, reference: str) -> Slip:
    """The slip of an item.

    Refused if the reference is unknown.
    """
    item = find_item(tx, reference)
    definition = definition_of(tx, item["definition_hash"])
    entries = entries_of(tx, item["id"])
    walked = walk(definition, entries)
    row = (item["state"], item["version"], item["head"])
    if not entries or row != (walked.state, len(entries), entries[-1].hash):
        raise damaged_row(reference)
    return Slip(
        item_id=item["id"],
        reference=item["reference"],
        state=item["state"],
        version=item["version"],
        definition=definition,
        definition_hash=item["definition_hash"],
        entries=entries,
        steps=tuple(walked.steps),
        terms=tuple(_terms(item, entries, tx.all("terms_of", item=item["id"]))),
        walk=walked,
        deadlines=_deadlines(tx, definition, walked),
    )


def _deadlines(tx: Transaction, path: Definition, walked: Walk) -> tuple[Legal, ...]:
    return derive(path, walked, Books.of(tx)) if path.deadlines else ()


def choices(of: Slip, held: Standing, today: date | None = None) -> tuple[Choice, ...]:
    """Every event of the item's path: allowed for this person now, or why not.

    Terms are held against `today`, if it is given.
    """
    terms = None if today is None else running(of.deadlines)
    known = of.walk.known(actor=held.person, terms=terms, today=today)
    return tuple(
        _choice(of, name, known, held) for name in of.definition.events_along_the_path()
    )


def _choice(of: Slip, name: str, known: Known, held: Standing) -> Choice:
    path, event = of.definition, of.definition.events[name]
    verdicts = [
        judge(path, of.state, name, outcome, known)
        for outcome in event.outcomes or (None,)
    ]
    verdict = next((each for each in verdicts if each.to), verdicts[0])
    if verdict.to is not None and not held.may(event.by):
        roles = tuple(path.roles.get(role, role) for role in holders(event.by))
        reason = sentence("this takes the role of: {roles}", roles=roles)
        return Choice(name, verdict.to, reason)
    outcomes = {each.outcome: each.to for each in verdicts if each.outcome and each.to}
    barred = {
        outcome: each.reason
        for outcome, each in zip(event.outcomes, verdicts, strict=False)
        if each.reason is not None and outcomes
    }
    refused = why_not(of.steps, name, verdict)
    return Choice(name, verdict.to, refused, outcomes, barred)


@dataclass(frozen=True, slots=True)
class Line:
    """One item in the list of items."""

    reference: str
    title: str
    lead: str
    state: str
    definition: Definition


def items(tx: Transaction, state: str | None = None) -> list[Line]:
    """All items by reference, or those in one state; Refused if no path has it."""
    if state is not None:
        _check_state(tx, state)
    words = _item_words(tx)
    rows = tx.all("items_listed", state=state)
    return [_line(tx, row, words.get(row["id"], {})) for row in rows]


def _line(tx: Transaction, row: Row, words: Mapping[str, str]) -> Line:
    path = definition_of(tx, row["definition_hash"])
    if row["state"] not in path.states or not {"title", "lead"} <= words.keys():
        raise damaged_row(row["reference"])
    return Line(row["reference"], words["title"], words["lead"], row["state"], path)


def _check_state(tx: Transaction, state: str) -> None:
    paths = [definition_of(tx, row["hash"]) for row in tx.all("definitions")]
    known = dict.fromkeys(name for path in paths for name in path.states)
    if state not in known:
        raise Refused(
            sentence(
                "No path of these items has a state {state}; there are: {states}.",
                state=state,
                states=tuple(known) or sentence("none"),
            )
        )


def _item_words(tx: Transaction) -> dict[str, dict[str, str]]:
    """Title and lead of every item.

    Only an item that was corrected is read whole.
    """
    found: dict[str, dict[str, str]] = {}
    corrected: dict[str, bool] = {}
    for row in tx.all("item_words"):
        found.setdefault(row["item_id"], {})[row["field"]] = row["text"]
        if row["kind"] == "corrected":
            corrected[row["item_id"]] = True
    for item_id in corrected:
        found[item_id] = dict(_opening(tx, item_id).words)
    return found


def _opening(tx: Transaction, item_id: str) -> Step:
    row = tx.one("item_by_id", item=item_id)
    assert row is not None
    path = definition_of(tx, row["definition_hash"])
    return steps(path, entries_of(tx, item_id))[0]


def due(tx: Transaction) -> list[Term]:
    """The open office terms, by due day.

    An office term stays open until it is closed.
    """
    return [
        Term(
            row["reference"],
            row["name"],
            row["due"],
            row["reason"],
            row["role"],
            leads(row["remind_before"]),
            row["status"],
            row["seq"],
        )
        for row in tx.all("open_terms")
    ]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open consultation of an item; `due` is the last day of its term, if any.

    `seq` is the entry of the record that opened it.
    """

    reference: str
    name: str
    body: str
    due: date | None
    seq: int
    definition: Definition


def waiting(tx: Transaction) -> list[Waiting]:
    """The open consultations of all items, by the last day of their terms.

    What is still open when its item has come to an end waits for nobody.
    """
    found = [_waiting(tx, row) for row in tx.all("open_consultations")]
    return [each for each, ended in found if not ended]


def _waiting(tx: Transaction, row: Row) -> tuple[Waiting, bool]:
    path = definition_of(tx, row["definition_hash"])
    asked = Waiting(
        row["reference"], row["name"], row["body"], row["due"], row["seq"], path
    )
    return asked, path.states[row["state"]].final


def leads(text: str) -> tuple[int, ...]:
    """The days before a due day on which to remind, as the table keeps them."""
    return tuple(int(each) for each in text.split(","))


def references(tx: Transaction) -> list[str]:
    """All references, for completion."""
    return [row["reference"] for row in tx.all("references")]


def _terms(item: Row, entries: Iterable[Entry], rows: Iterable[Row]) -> Iterable[Term]:
    reasons = {entry.seq: entry.words.get("reason", "") for entry in entries}
    for row in rows:
        yield Term(
            item["reference"],
            row["name"],
            row["due"],
            reasons.get(row["seq"], ""),
            row["role"],
            leads(row["remind_before"]),
            row["status"],
            row["seq"],
        )
