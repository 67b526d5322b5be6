"""What stands on record of reminders: their rows, and how one gets there once."""

from collections.abc import Mapping
from datetime import date, datetime

from definitions.sentences import Problem, Sentence, sentence
from notifications.awaiting import Awaited
from notifications.ladder import Rung
from workflow.store import Row, Transaction

DUE, QUEUED, SUPERSEDED = "due", "queued", "superseded"

_THREAD = ("item_id", "kind", "name", "version", "principal")
_KEY = {
    "item": "item_id",
    "of_kind": "kind",
    "named": "name",
    "of_version": "version",
    "on": "due",
    "meant_for": "occurrence",
    "told": "principal",
    "to": "recipient",
}

Known = Mapping[tuple[object, ...], list[Row]]


def known_of(tx: Transaction, after: str, last: str) -> Known:
    """The reminders of a span of items, by what they have in common."""
    known: dict[tuple[object, ...], list[Row]] = {}
    for row in tx.all("reminders_of", after=after, last=last):
        known.setdefault(thread_of(row), []).append(row)
    return known


def thread_of(row: Mapping[str, object]) -> tuple[object, ...]:
    """What the reminders of one duty to one principal have in common."""
    return tuple(row[name] for name in _THREAD)


def settled(row: Row) -> bool:
    """Told, about to be told, or not sent by somebody's decision.

    One that had become pointless counts again once its duty stands again.
    """
    return row["state"] != SUPERSEDED or row["letter"] is not None


def base_of(each: Awaited, principal: str) -> Row:
    """What the reminders of a duty and its last day to one principal have in common."""
    item_id, kind, name, version, due = each.key
    said = {"item_id": item_id, "kind": kind, "name": name, "version": version}
    return {**said, "due": due, "principal": principal}


def row_of(base: Row, rung: Rung, today: date, recipient: str, state: str) -> Row:
    """A reminder as it is found on a day."""
    return {
        **base,
        "occurrence": rung.on,
        "recipient": recipient,
        "stage": rung.stage,
        "state": state,
        "late_days": (today - rung.on).days,
    }


def write(tx: Transaction, row: Row, now: datetime) -> bool:
    """Record the reminder; False if it is on record: another scheduler was quicker.

    One that had become pointless counts again, and so does one that was told (at
    `told_at`, as it was read) before another last day was.
    """
    if tx.run("add_reminder", **row, letter=None, created_at=now):
        return True
    if row["state"] == SUPERSEDED:
        return False
    said = {**this(row), "late_days": row["late_days"]}
    if tx.run("revive_reminder", **said):
        return True
    if row.get("told_at") is None:
        return False
    anew = {**said, "told_at": row["told_at"], "created_at": now}
    return tx.run("remind_anew", **anew) == 1


def this(row: Mapping[str, object]) -> dict[str, object]:
    """The key of a reminder, as the statements about one of them take it."""
    return {given: row[column] for given, column in _KEY.items()}


def unwritten(reference: str, name: str, error: Exception) -> Sentence:
    """That there is no reminder of a duty, and why."""
    said = error.sentences if isinstance(error, Problem) else repr(error)
    return sentence(
        "The reminder of {name} of {reference} cannot be written: {reason}",
        name=name,
        reference=reference,
        reason=said,
    )
