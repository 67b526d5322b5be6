"""Mornings: one letter to each who has to be reminded, ordered by urgency.

At or after the morning hour of a local day each recipient gets the digest of that day;
whatever arises later waits for the next morning, unless it cannot: then a letter goes
at once. What a letter says is read in one snapshot and written down in the next
transaction, which fails as a whole if meanwhile somebody else wrote it or a duty was
done.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from notifications import outbox
from notifications.delivery import Outgoing
from notifications.digests import DIGEST, URGENT, Posting
from notifications.sheets import (
    Overtaken,
    Sheet,
    Told,
    Writing,
    after,
    composed,
    drafted,
    written,
)
from notifications.told import this
from workflow.localtime import local
from workflow.store import Row, Store, Transaction

MORNING = time(6)
PART = 250  # reminders in one letter; a longer digest has several parts
MOST_URGENT = 5  # urgent letters to one recipient on one day
EVER = datetime(9999, 1, 1, tzinfo=UTC)
LETTERS = 500  # letters written in one round; the others wait for the next


def write(store: Store, now: datetime, posting: Posting, morning: time) -> Writing:
    """Write the letters that are due; none before `morning`, a local time of day.

    Raises what `store` raises; what is wrong with one letter stops no other.
    """
    work = Writing(store, now, posting)
    if local(now).time() < morning:
        return work
    last = ""
    while to := _next_recipient(store, last):
        if work.letters >= LETTERS:
            work.more = True
            break
        while _write_one(work, to):
            pass
        last = to
    return work


def _next_recipient(store: Store, last: str) -> str | None:
    with store.reading() as tx:
        row = tx.one("recipients_waiting", after=last, most=1)
    return None if row is None else str(row["recipient"])


def _write_one(work: Writing, to: str) -> bool:
    """Write the next letter to a recipient; False if there is none to be written."""
    with work.store.reading() as tx:
        sheet = _sheet(tx, work, to)
        if sheet is None or not sheet.rows:
            return False
        bad = len(work.bad)
        draft = drafted(tx, work, sheet)
        messages = composed(tx, work, sheet, draft)
    try:
        with work.store.writing() as tx:
            for row in draft.stale:
                work.superseded += tx.run("supersede_reminder", **this(row))
            _enqueue(tx, sheet, draft.lines if messages else (), messages, work.now)
    except Overtaken:
        return False
    work.letters += bool(messages)
    return bool(messages or draft.stale or len(work.bad) > bad)


def _sheet(tx: Transaction, work: Writing, to: str) -> Sheet | None:
    """The next letter of the day: the digest, its next part, or what cannot wait.

    What was found by the time the digest was written belongs into it, and makes another
    part if the first ones were full, or if a clock that was wrong used up the day.
    """
    reaching = work.reaching(tx)
    digest, first = _free(tx, Sheet(DIGEST, work.day, 1, to, [], reaching))
    if rows := _rows(tx, work, to, date.max, first or EVER):
        return replace(digest, rows=rows)
    urgent, _ = _free(tx, Sheet(URGENT, work.day, 1, to, [], reaching))
    if first is None or urgent.part > MOST_URGENT:
        return None
    tomorrow = work.day + timedelta(days=1)  # it may be today where the path counts
    return replace(urgent, rows=_rows(tx, work, to, tomorrow, EVER))


def _free(tx: Transaction, sheet: Sheet) -> tuple[Sheet, datetime | None]:
    """The first of the day's letters not written yet; when `sheet`, the first, was."""
    row, at = written(tx, sheet), None
    while row is not None:
        at = at or row["created_at"]
        sheet = after(sheet, row)
        row = written(tx, sheet)
    return sheet, at


def _rows(
    tx: Transaction, work: Writing, to: str, until: date, found_by: datetime
) -> list[Row]:
    """What waits for a letter; what cannot be written hides nothing that can."""
    most = PART + len(work.bad)
    rows = tx.all("reminders_to", to=to, until=until, found_by=found_by, most=most)
    return work.readable(rows)[:PART]


def _enqueue(
    tx: Transaction,
    sheet: Sheet,
    lines: Sequence[Told],
    messages: Sequence[Outgoing],
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
