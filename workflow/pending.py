"""Pending deadlines by law, over all items: what has to be done, and until when."""

from dataclasses import dataclass
from datetime import date

from definitions.model import Definition
from definitions.vocabulary import Deadline
from workflow.store import Row, Transaction
from workflow.unit import definition_of


@dataclass(frozen=True, slots=True)
class Pending:
    """A deadline that runs, as its row has it.

    `due` is the last day; none while the term is suspended, or its day is unknown.
    """

    reference: str
    item_id: str
    state: str
    definition: Definition
    name: str
    rule: Deadline
    started: int
    body: str | None
    due: date | None
    precision: str
    status: str
    calendar: str | None


def due_by_law(tx: Transaction) -> list[Pending]:
    """The deadlines that run, by their last day."""
    return [pending(tx, row) for row in tx.all("running_deadlines")]


def pending(tx: Transaction, row: Row) -> Pending:
    """The deadline of a row of `running_deadlines`."""
    path = definition_of(tx, row["definition_hash"])
    return Pending(
        row["reference"],
        row["id"],
        row["state"],
        path,
        row["name"],
        path.deadlines[row["name"]],
        row["started"],
        row["body"],
        row["due"],
        row["precision"],
        row["status"],
        row["calendar"],
    )
