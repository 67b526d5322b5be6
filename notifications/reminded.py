"""Which reminders there are of an item, of what, whom they reached and when.

A clerk asks: was I told? A reminder stands in a letter, which goes out on every
channel; what became of it there is the state of its messages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from definitions.sentences import Labelled
from notifications import outcomes
from notifications.awaiting import BERLIN
from notifications.ladder import BEFORE, WEEKDAYS
from notifications.outcomes import Statement
from workflow.books import Books, DaysOff
from workflow.duties import CONSULTATION, DEADLINE, OFFICE_TERM
from workflow.store import Row, Transaction
from workflow.unit import definition_of, find_item

_KEY = ("kind", "name", "version", "due", "occurrence", "principal", "recipient")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is told: a duty, and which of its reminders.

    `about` is what the duty is called, or the reason of an office term. `apart` are the
    working days between the last day and the day that the reminder is meant for; before
    the day of an office term calendar days.
    """

    reference: str
    kind: str
    name: str
    about: Labelled | str
    body: Labelled | None
    due: date
    stage: str
    occurrence: date
    apart: int
    late_days: int
    principal: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a letter on one channel. `at`: sent, or not tried before.

    `perhaps`: it was handed over, and nobody knows whether it arrived; `statement`:
    what somebody has stated about that.
    """

    message: str
    channel: str
    kind: str
    address: str
    state: str
    at: datetime
    perhaps: bool
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder of an item. `state`: due, queued (its letter is written), superseded.

    `recipient` is whom it reached, by name where the record knows one.
    """

    reason: Reason
    state: str
    recipient: str
    posted: tuple[Posted, ...]


def reminders_of(tx: Transaction, reference: str) -> list[Reminded]:
    """Every reminder of an item by the day it is meant for, sent or not.

    Refused if the reference is unknown.
    """
    item = find_item(tx, reference)
    names = {f"person:{row['id']}": row["name"] for row in tx.all("people")}
    rows = tx.all("reminders_of_item", item=item["id"])
    posted: dict[tuple[object, ...], list[Posted]] = {}
    one_each: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in _KEY)
        one_each.setdefault(key, row)
        posted.setdefault(key, []).extend(_posted(tx, row))
    reasons = _read(tx, list(one_each.values()))
    return [
        Reminded(
            reason,
            one_each[key]["state"],
            names.get(reason.recipient, reason.recipient),
            tuple(posted[key]),
        )
        for key, reason in zip(one_each, reasons, strict=True)
    ]


def reasons_of(tx: Transaction, letter: str) -> tuple[Reason, ...]:
    """What a letter reminds of, by last day."""
    return tuple(_read(tx, tx.all("reasons_of_letter", in_letter=letter)))


def _posted(tx: Transaction, row: Row) -> Iterator[Posted]:
    if row["message"] is None:
        return
    message = {
        "key": row["message"],
        "state": row["message_state"],
        "stage": row["message_stage"],
        "repeats": row["repeats"],
        "last_error": row["last_error"],
    }
    yield Posted(
        row["message"],
        row["channel"],
        row["message_kind"],
        row["address"],
        row["message_state"],
        row["sent_at"] or row["not_before"],
        outcomes.may_have_arrived(message),
        outcomes.statement(tx, message),
    )


def _read(tx: Transaction, rows: Sequence[Row]) -> Iterator[Reason]:
    books = Books.of(tx)
    for row in rows:
        yield _reason(tx, books, row)


def _reason(tx: Transaction, books: Books, row: Row) -> Reason:
    path, kind, name = (
        definition_of(tx, row["definition_hash"]),
        row["kind"],
        row["name"],
    )
    calendar, about, body = BERLIN, _of_term(tx, row["version"]), row["body"]
    if kind == DEADLINE:
        about = rule = path.deadlines[name]
        calendar, body = rule.calendar or BERLIN, None if rule.before else body
    elif kind == CONSULTATION:
        about = path.consultations[name]
    ahead = kind == OFFICE_TERM and row["stage"] == BEFORE
    days = None if ahead else books.days_off(calendar) or WEEKDAYS
    return Reason(
        reference=row["reference"],
        kind=kind,
        name=name,
        about=about,
        body=path.bodies.get(body or ""),
        due=row["due"],
        stage=row["stage"],
        occurrence=row["occurrence"],
        apart=apart(row["due"], row["occurrence"], days),
        late_days=row["late_days"],
        principal=row["principal"],
        recipient=row["recipient"],
    )


def _of_term(tx: Transaction, seq: int) -> Labelled | str:
    """The reason of an office term, by the entry that set it."""
    words: dict[str, Any] = {
        each["field"]: each["text"] for each in tx.all("words_at", seq=seq)
    }
    reason: str = words.get("reason", "")
    return reason


def apart(due: date, on: date, days: DaysOff | None) -> int:
    """How many days lie between a last day and another day: working days, or all.

    The day after counts as 1 if it is a working day, so does the day before; where the
    calendar ends, Saturdays and Sundays are what is known of days off.
    """
    if days is None:
        return abs((due - on).days)
    if not days.begins <= min(due, on) <= max(due, on) <= days.ends:
        days = WEEKDAYS
    first = on if on < due else due + timedelta(days=1)
    span = (first + timedelta(days=each) for each in range(abs((due - on).days)))
    return sum(days.reason(day) is None for day in span)
