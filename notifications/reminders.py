"""Reminders: which of them are due, and which have become pointless.

A sweep looks at what is open, page by page, and writes a row for each reminder whose
day has come: (item, duty and what it began with, last day, day of the reminder, whom
the path tells, whom that reaches) is there once, however many schedulers run and
whatever the clock does. Of several that were missed the latest is told, and says how
late; the others are recorded as not sent. Whoever has acted is left alone. The letters
are written in `mornings`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from definitions.sentences import Sentence, sentence
from notifications import awaiting, heartbeat
from notifications.awaiting import Awaited, Desk
from notifications.digests import Posting
from notifications.ladder import Rung
from notifications.reaching import Telling
from notifications.told import (
    DUE,
    QUEUED,
    SUPERSEDED,
    Known,
    base_of,
    known_of,
    row_of,
    settled,
    this,
    thread_of,
    unwritten,
    write,
)
from workflow.errors import Misconfigured
from workflow.store import Row, Store, Transaction

TOUCHED = 500  # items that may have changed before everything is looked through
PAGE = 500  # rows handled in one transaction


@dataclass(slots=True)
class Swept:
    """What a sweep did: reminders found due, and recorded as not sent.

    `seen` is the record's last entry then, `quarter` the time of the last full sweep.
    """

    due: int = 0
    superseded: int = 0
    seen: int = 0
    quarter: str = ""
    problems: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a sweep has to look at: the items touched since, or (None) everything."""

    head: int
    seen: int
    quarter: str
    touched: list[str] | None


def scope(store: Store, now: datetime) -> Scope:
    """What has to be looked at now.

    All that is open is looked through once in a quarter of an hour and whenever
    something was recorded that may concern every item; else only the items touched
    since. Raises Misconfigured where nothing is founded, and what `store` raises.
    """
    with store.reading() as tx:
        head = tx.one("head")
        if head is None:  # between the two halves of `init`
            raise Misconfigured(
                sentence(
                    "The database holds no record yet. `laufzettel init` founds one."
                )
            )
        seen, swept = heartbeat.seen(tx), heartbeat.swept(tx)
        quarter = _quarter(now)
        touched = None if swept != quarter else _touched(tx, seen)
    return Scope(head["seq"], seen, quarter, touched)


def sweep(store: Store, now: datetime, posting: Posting, of: Scope) -> Swept:
    """Find the reminders that are due, and those that have become pointless.

    Raises what `store` raises; what is wrong with one item stops no other.
    """
    found = Swept(seen=of.head, quarter=of.quarter)
    for after, last in _pages(store, of.touched):
        _sweep_page(store, now, posting, found, after, last)
    _pass_over_closed(store, found, now, of.seen)
    _withdraw(store, found)
    if found.problems:  # they are told in every round until they are mended
        found.quarter = ""
    return found


def _quarter(now: datetime) -> str:
    """The quarter of an hour: in every zone a day begins with one."""
    minute = now.minute - now.minute % 15
    return now.replace(minute=minute, second=0, microsecond=0).isoformat()


def _touched(tx: Transaction, seen: int) -> list[str] | None:
    """The items touched since an entry; None if it may be all of them."""
    if tx.one("others_touched", seen=seen) is not None:
        return None
    rows = tx.all("items_touched", seen=seen, most=TOUCHED)
    return [row["item_id"] for row in rows] if len(rows) < TOUCHED else None


def _pages(store: Store, touched: list[str] | None) -> Iterator[tuple[str, str]]:
    """Spans of item ids: the first excluded, the last included."""
    if touched is not None:
        yield from ((each[:-1], each) for each in touched)
        return
    after = ""
    while True:
        with store.reading() as tx:
            page = tx.one("page_of_items", after=after, most=awaiting.PAGE)
        if page is None or not page["items"]:
            return
        yield after, page["last"]
        after = page["last"]


def _sweep_page(
    store: Store, now: datetime, posting: Posting, found: Swept, after: str, last: str
) -> None:
    with store.reading() as tx:
        known = known_of(tx, after, last)
        day = now.date() - timedelta(days=1)  # wherever the paths count
        reaching = Telling(tx, posting, day)
        desk = Desk(tx, _reporting(store, found))
        rows = [
            row
            for each in desk.page(after, last)
            for row in _of_one(each, known, now, reaching)
        ]
    found.problems += [each for each in reaching.nobody if each not in found.problems]
    if rows:
        with store.writing() as tx:
            for row in rows:
                _count(found, row, write(tx, row, now))


def _of_one(
    each: Awaited, known: Known, now: datetime, reaching: Telling
) -> Iterator[Row]:
    """The rows that have to be there by now and are not."""
    today = each.today(now)
    for principal, rungs in each.rungs.items():
        come = [rung for rung in rungs if rung.on <= today]
        if not come:
            continue
        base, latest = base_of(each, principal), come[-1]
        thread = known.get(thread_of(base), ())
        told = [row for row in thread if row["due"] == base["due"]]
        days = {row["occurrence"] for row in told}
        for rung in come[:-1]:
            if rung.on not in days:
                yield row_of(base, rung, today, principal, SUPERSEDED)
        anew = _told_otherwise(thread, base, now)
        if not anew and any(_covers(row, latest, each, now) for row in told):
            continue
        at = {
            row["recipient"]: row["created_at"]
            for row in told
            if row["occurrence"] == latest.on
        }
        for recipient in reaching.reached(principal, today, each.duty.path):
            row = row_of(base, latest, today, recipient.subject, DUE)
            yield {**row, "told_at": at.get(recipient.subject) if anew else None}


def _covers(row: Row, rung: Rung, each: Awaited, now: datetime) -> bool:
    """Whether a reminder of this last day stands for that rung too.

    A calendar or another version of the path may have moved the rungs since: what was
    told on its day or later has told it. What a clock that ran ahead has told on days
    that have not come covers none but its own.
    """
    if not settled(row):
        return False
    days = [row["occurrence"]]
    if row["created_at"] <= now:
        days.append(each.today(row["created_at"]))
    return any(rung.on <= day <= each.today(now) for day in days)


def _told_otherwise(thread: Iterable[Row], base: Row, now: datetime) -> bool:
    """Whether another last day was told, and this one not since: it came back."""
    told = [
        row for row in thread if row["state"] == QUEUED and row["created_at"] <= now
    ]
    last = max(told, key=lambda row: _told_at(row, base), default=None)
    return last is not None and last["due"] != base["due"]


def _told_at(row: Row, base: Row) -> tuple[datetime, bool]:
    return row["created_at"], row["due"] == base["due"]


def _count(found: Swept, row: Row, written: bool) -> None:
    found.due += written and row["state"] == DUE
    found.superseded += written and row["state"] == SUPERSEDED


def _pass_over_closed(store: Store, found: Swept, now: datetime, seen: int) -> None:
    """Of duties closed lately: the reminders whose day came before the closing."""
    with store.reading() as tx:
        rows = [
            row
            for each, on in Desk(tx, _reporting(store, found)).closed(seen)
            for row in _never_told(tx, each, on)
        ]
    for at in range(0, len(rows), PAGE):
        with store.writing() as tx:
            for row in rows[at : at + PAGE]:
                _count(found, row, write(tx, row, now))


def _never_told(tx: Transaction, each: Awaited, closed_on: date) -> Iterator[Row]:
    known = known_of(tx, each.item_id[:-1], each.item_id)
    for principal, rungs in each.rungs.items():
        base = base_of(each, principal)
        told = {row["occurrence"] for row in known.get(thread_of(base), ())}
        for rung in rungs:
            if rung.on <= closed_on and rung.on not in told:
                yield row_of(base, rung, closed_on, principal, SUPERSEDED)


def _withdraw(store: Store, found: Swept) -> None:
    """Of what nobody has to do any more, no reminder goes into a letter."""
    while True:
        with store.writing() as tx:
            rows = tx.all("pointless_reminders", most=PAGE)
            for row in rows:
                found.superseded += tx.run("supersede_reminder", **this(row))
        if len(rows) < PAGE:
            return


def _reporting(store: Store, found: Swept) -> Callable[[Row, Exception], None]:
    """Report what is wrong with one item; a fault of the database is raised."""

    def report(row: Row, error: Exception) -> None:
        if isinstance(error, store.driver.errors()):
            raise error
        found.problems.append(unwritten(row["reference"], row["name"], error))

    return report
