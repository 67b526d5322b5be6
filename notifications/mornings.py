"""Mornings: one letter to each who has to be reminded, ordered by urgency.

At or after the morning hour of a local day each recipient gets the digest of that day;
whatever arises later waits for the next morning, unless it cannot: then a letter goes
at once. What a letter says is read in one snapshot and written down in the next
transaction, which fails as a whole if meanwhile somebody else wrote it or a duty was
done.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from notifications import outbox
from notifications.digests import Posting
from notifications.reminders import this
from notifications.sheets import (
    DIGEST,
    OFFICE,
    URGENT,
    Overtaken,
    Sheet,
    Told,
    Writing,
    composed,
    letter_key,
    lines_of,
)
from workflow.directory import Directory
from workflow.store import Row, Store, Transaction

MORNING = time(6)
PART = 250  # reminders in one letter; a longer digest has several parts
MOST_URGENT = 5  # urgent letters to one recipient on one day
LETTERS = 500  # letters written in one round; the others wait for the next


def write(store: Store, now: datetime, posting: Posting, morning: time) -> Writing:
    """Write the letters that are due; none before `morning`, a local time of day.

    Raises what `store` raises; what is wrong with one letter stops no other.
    """
    work = Writing(store, now, posting)
    if now.astimezone(OFFICE).time() < morning:
        return work
    after = ""
    while to := _next_recipient(store, after):
        if work.letters >= LETTERS:
            work.more = True
            break
        while _write_one(work, to):
            work.letters += 1
        after = to
    return work


def _next_recipient(store: Store, after: str) -> str | None:
    with store.reading() as tx:
        row = tx.one("recipients_waiting", after=after, most=1)
    return None if row is None else str(row["recipient"])


def _write_one(work: Writing, to: str) -> bool:
    """Write the next letter to a recipient; False if there is none to be written."""
    with work.store.reading() as tx:
        sheet = _sheet(tx, work, to)
        if sheet is None or not sheet.rows:
            return False
        lines, stale = lines_of(tx, work, sheet)
        messages = composed(tx, work, sheet, lines)
    try:
        with work.store.writing() as tx:
            for row in stale:
                work.superseded += tx.run("supersede_reminder", **this(row))
            _enqueue(tx, sheet, lines if messages else (), messages, work.now)
    except Overtaken:
        return False
    return bool(messages)


def _sheet(tx: Transaction, work: Writing, to: str) -> Sheet | None:
    """The next letter of the day: the digest, its next part, or what cannot wait."""
    day, directory = work.day, Directory.of(tx, work.posting.addresses.of_role)
    number = _free(tx, DIGEST, day, to)
    if number == 1 or _full(tx, letter_key(DIGEST, day, number - 1, to)):
        return Sheet(DIGEST, day, number, to, _rows(tx, to, date.max), directory)
    number = _free(tx, URGENT, day, to)
    if number > MOST_URGENT:
        return None
    return Sheet(URGENT, day, number, to, _rows(tx, to, day), directory)


def _free(tx: Transaction, kind: str, day: date, to: str) -> int:
    number = 1
    while tx.one("letter_exists", in_letter=letter_key(kind, day, number, to)):
        number += 1
    return number


def _full(tx: Transaction, letter: str) -> bool:
    """Whether a part of a digest could hold no more: then there may be another."""
    row = tx.one("reminders_in_letter", in_letter=letter)
    return row is not None and row["reminders"] >= PART


def _rows(tx: Transaction, to: str, until: date) -> list[Row]:
    return tx.all("reminders_to", to=to, until=until, most=PART)


def _enqueue(
    tx: Transaction,
    sheet: Sheet,
    lines: Sequence[Told],
    messages: Sequence[outbox.Outgoing],
    now: datetime,
) -> None:
    for message in messages:
        if not outbox.enqueue(tx, message, now):
            raise Overtaken
    for row, line in lines:
        if line.again:
            continue
        said = {"letter": sheet.key, "late_days": line.late_days}
        if tx.run("queue_reminder", **this(row), **said) != 1:
            raise Overtaken
