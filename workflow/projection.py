"""Rows that are derived from an item's entries: its consultations and its deadlines.

Whenever an entry changes what stands, the rows are made anew. A running deadline that
thereby gets another last day is told of by an entry of its own (`rescheduled`): what
was told before stays on record, with the calendar it was counted with.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from definitions.model import Definition
from workflow.books import Books, needed
from workflow.course import Walk
from workflow.deadlines import Legal, derive, row_of, untold
from workflow.entries import entries_of
from workflow.history import Entry
from workflow.keeping import keep
from workflow.store import Row, Transaction
from workflow.unit import Unit, definition_of, reference_of
from workflow.walk import standing_of, walk


@dataclass(frozen=True, slots=True)
class Shift:
    """A running deadline of an item whose last day is another one now."""

    reference: str
    before: Row
    after: Legal

    def said(self) -> dict[str, Any]:
        """What moved, as an answer says it."""
        was, due = self.before["due"], self.after.due
        return {
            "reference": self.reference,
            "name": self.after.name,
            "started": self.after.started,
            "body": self.after.body,
            "was": was.isoformat() if was else None,
            "due": due.isoformat() if due else None,
        }


def set_rows(
    work: Unit, item: Row, because: Entry | None = None, *, told: bool = False
) -> list[dict[str, Any]]:
    """Set the item's rows to what its entries now say; the running deadlines moved.

    `because`: the entry that moved them; `told`: it says so itself, so that no entry
    of its own has to.
    """
    path = work.path_of(item)
    if not path.deadlines and not path.consultations:
        return []
    entries = entries_of(work.tx, item["id"])
    walked = walk(path, entries)
    if path.consultations:
        _set_consultations(work, item, walked)
    if not path.deadlines:
        return []
    found = derive(path, walked, Books.of(work.tx))
    new = because is not None and because.kind == "migrated"
    shifts = _set_deadlines(work, item, walked, found, new=new)
    said = [shift.said() for shift in shifts]
    if shifts and because is not None and not told:
        _tell(work, item, shifts, because)
    return said


def after_step(work: Unit, item: Row, because: Entry) -> list[dict[str, Any]]:
    """Set the rows that a step can change: those of the deadlines, where it has any."""
    return set_rows(work, item, because) if work.path_of(item).deadlines else []


def keep_needed(work: Unit, path: Definition) -> None:
    """Store the calendars that a path counts with, as they are shipped, if none are.

    Before anything is recorded that is counted with them. Items that were opened before
    get their days at the same moment.
    """
    for name in needed(path):
        entry = keep(work, name)
        if entry is not None:
            shift_all(work, name, entry, first=True)


def ready(work: Unit, item: Row, path: Definition) -> Row:
    """The item's row, once its path has the calendars it counts with."""
    if not path.deadlines:
        return item
    keep_needed(work, path)
    return work.again(item)


def shift_all(
    work: Unit, name: str, because: Entry, *, first: bool = False
) -> list[dict[str, Any]]:
    """Make the rows of every item anew that counts with a calendar; what moved.

    Only what runs can move; with the `first` version of a calendar also what has ended
    gets its day.
    """
    moved: list[dict[str, Any]] = []
    books = Books.of(work.tx)
    runs = {row["id"] for row in work.tx.all("running_deadlines")}
    for row in work.tx.all("definitions"):
        path = definition_of(work.tx, row["hash"])
        if name not in needed(path):
            continue
        for item in work.tx.all("items_of_definition", hash=row["hash"]):
            if not first and item["id"] not in runs:
                continue
            entries = entries_of(work.tx, item["id"])
            walked = walk(path, entries)
            found = derive(path, walked, books)
            shifts = _set_deadlines(work, item, walked, found, new=first)
            if shifts:
                _tell(work, item, shifts, because)
            moved += [shift.said() for shift in shifts]
    return moved


def _tell(work: Unit, item: Row, shifts: Sequence[Shift], because: Entry) -> None:
    """An entry of the item that says which deadlines moved, and because of what."""
    told = [
        {
            "name": each.after.name,
            "started": each.after.started,
            "body": each.after.body,
            "was": each.said()["was"],
            "due": each.said()["due"],
            "calendar": each.after.calendar,
        }
        for each in shifts
    ]
    facts = {"because": because.seq, "deadlines": told}
    work.beside(
        "rescheduled", because.actor, work.again(item), event="reschedule", facts=facts
    )


def _set_consultations(work: Unit, item: Row, found: Walk) -> None:
    rows = {row["seq"]: row for row in work.tx.all("consultations_of", item=item["id"])}
    for entry in found.entries:
        if entry.kind == "consulted":
            status, outcome = standing_of(found, entry.item_seq)
            row = rows[entry.seq]
            if (row["status"], row["outcome"]) != (status, outcome):
                work.tx.change(
                    "set_consultation",
                    opened=entry.seq,
                    status=status,
                    outcome=outcome,
                )


def _set_deadlines(
    work: Unit, item: Row, walked: Walk, found: Iterable[Legal], *, new: bool
) -> list[Shift]:
    """Set the rows; which running deadlines have another day than was told.

    `new`: the path, or the calendar, is: whoever was asked without a last day is told.
    """
    reference = reference_of(work.tx, item["id"]) or ""
    rows = {
        (row["name"], row["started"]): row
        for row in work.tx.all("deadlines_of", item=item["id"])
    }
    shifts = []
    for each in found:
        before, row = rows.pop(each.key, None), row_of(item["id"], each)
        if before is None:
            work.tx.change("add_deadline", **row)
        elif before != row:
            work.tx.change("set_deadline", **_keyed(row))
        if new and each.running and untold(each, walked):
            told = walked.consulted[each.started].due
            shifts.append(Shift(reference, {"due": told}, each))
        elif before is not None and each.running and before["due"] != each.due:
            shifts.append(Shift(reference, before, each))
    for name, started in rows:
        place = {"item": item["id"], "named": name, "from_entry": started}
        work.tx.change("drop_deadline", **place)
    return shifts


def _keyed(row: Row) -> Row:
    key = {"item_id": "item", "name": "named", "started": "from_entry"}
    return {key.get(name, name): value for name, value in row.items()}


def differences(tx: Transaction) -> Iterator[tuple[str, str, Row | None, Row | None]]:
    """Rows of deadlines that are not what the record makes of them.

    Reference, name, the row that is there, the row that should be.
    """
    books = Books.of(tx)
    for item in tx.all("items"):
        path = definition_of(tx, item["definition_hash"])
        if not path.deadlines:
            continue
        found = derive(path, walk(path, entries_of(tx, item["id"])), books)
        made = {each.key: row_of(item["id"], each) for each in found}
        there = {
            (row["name"], row["started"]): row
            for row in tx.all("deadlines_of", item=item["id"])
        }
        for key in sorted(made.keys() | there.keys()):
            if made.get(key) != there.get(key):
                yield item["reference"], key[0], there.get(key), made.get(key)


def rebuild(tx: Transaction) -> int:
    """Set the rows of every item to what the record makes of them; how many changed.

    Nothing is recorded: the rows are derived, and this makes them again.
    """
    changed = 0
    for _, _, there, made in list(differences(tx)):
        changed += 1
        row = made or there
        assert row is not None
        if there is None:
            tx.change("add_deadline", **row)
        elif made is None:
            place = {"named": row["name"], "from_entry": row["started"]}
            tx.change("drop_deadline", item=row["item_id"], **place)
        else:
            tx.change("set_deadline", **_keyed(made))
    return changed
