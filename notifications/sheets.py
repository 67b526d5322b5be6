"""Sheets: a letter that is to be written, what it says, and what stands against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from definitions.sentences import Sentence, sentence
from notifications import digests, outbox
from notifications.agenda import Reader, duty_of
from notifications.digests import Line, Posting
from notifications.reaching import Reaching
from notifications.told import this, unwritten
from workflow.store import Row, Store, Transaction

DIGEST, URGENT = "digest", "urgent"  # kinds of letters
OFFICE = ZoneInfo("Europe/Berlin")  # whose mornings are meant, whatever a path says
AGAIN = 50  # duties told before and still overdue that a digest names again
COUNTED = 5000  # reminders of such duties that are looked at: the others are counted

Told = tuple[Row, Line]  # a reminder, and what the letter says of it


class Overtaken(Exception):
    """Another scheduler, or an act, was quicker: nothing of this letter stays."""


@dataclass(slots=True)
class Writing:
    """The writing of letters at an instant, and what has come of it."""

    store: Store
    now: datetime
    posting: Posting
    letters: int = 0
    superseded: int = 0
    more: bool = False
    problems: list[Sentence] = field(default_factory=list)
    bad: set[tuple[object, ...]] = field(default_factory=set)  # cannot be written

    @property
    def day(self) -> date:
        """The local day of the office."""
        return self.now.astimezone(OFFICE).date()

    def readable(self, rows: Sequence[Row]) -> list[Row]:
        """The rows without those that could not be written before."""
        return [row for row in rows if _key(row) not in self.bad]

    def report(self, row: Row, error: Exception) -> None:
        """Say that a reminder cannot be told; a fault of the database is raised."""
        self.raise_fault(error)
        self.problems.append(unwritten(row["reference"], row["name"], error))

    def raise_fault(self, error: Exception) -> None:
        """A fault of the database is not one of a letter."""
        if isinstance(error, self.store.driver.errors()):
            raise error


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter that is to be written: which, to whom, about which reminders."""

    kind: str
    day: date
    number: int
    to: str
    rows: list[Row]
    reaching: Reaching
    part: int = 1  # among the letters of that day that say something

    @property
    def key(self) -> str:
        """The key of the letter: the same for whoever writes it."""
        said = self.kind, self.day, self.number, self.to
        return digests.letter_key(self.reaching.log, *said)


def after(tx: Transaction, sheet: Sheet) -> Sheet:
    """The next letter of its kind on that day; what was taken back is no part of it."""
    row = tx.one("letter_exists", in_letter=sheet.key)
    stands = row is not None and row["state"] != outbox.SUPERSEDED
    return replace(sheet, number=sheet.number + 1, part=sheet.part + stands)


def lines_of(
    tx: Transaction, work: Writing, sheet: Sheet
) -> tuple[list[Told], list[Row]]:
    """The lines of the letter with their reminders, and reminders without a duty."""
    reader = Reader(tx, sheet.reaching.directory, sheet.day, work.now)
    lines: list[Told] = []
    stale: list[Row] = []
    latest = {_thread(row): row for row in sorted(sheet.rows, key=_occurrence)}
    for row in sheet.rows:
        if row is not latest[_thread(row)]:
            stale.append(row)  # a later reminder of the same stands in the same letter
            continue
        try:
            line = reader.line(row)
        except Exception as error:
            work.report(row, error)
            work.bad.add(_key(row))
            continue
        if line is None or row["occurrence"] > line.today:
            stale.append(row)  # of a day that only a wrong clock has seen
        elif sheet.kind == DIGEST or row["due"] <= line.today:
            lines.append((row, line))
    if sheet.kind == DIGEST and sheet.part == 1 and lines:
        lines += _again(tx, work, reader, sheet, lines)
    return lines, stale


def _thread(row: Row) -> tuple[object, ...]:
    return (*duty_of(row), row["principal"])


def _key(row: Row) -> tuple[object, ...]:
    return tuple(this(row).values())


def _occurrence(row: Row) -> date:
    found: date = row["occurrence"]
    return found


def _again(
    tx: Transaction,
    work: Writing,
    reader: Reader,
    sheet: Sheet,
    lines: Sequence[Told],
) -> Iterator[Told]:
    """What the recipient was told of before and is still overdue."""
    for row in islice(_still_overdue(tx, sheet, lines), AGAIN):
        try:
            line = reader.line({**row, "stage": "after"})
        except Exception as error:
            work.report(row, error)
            continue
        if line is not None:
            yield row, replace(line, again=True, late_days=0, moved_from=None)


def _still_overdue(
    tx: Transaction, sheet: Sheet, lines: Sequence[Told]
) -> Iterator[Row]:
    """Each duty once that is overdue, concerns the recipient and is not named yet."""
    named = {duty_of(row) for row, _ in lines}
    for row in tx.all("still_overdue", to=sheet.to, before=sheet.day, most=COUNTED):
        told = sheet.reaching.reaches(row["principal"], sheet.to, sheet.day)
        if told and duty_of(row) not in named:
            named.add(duty_of(row))
            yield row


def composed(
    tx: Transaction, work: Writing, sheet: Sheet, lines: Sequence[Told]
) -> list[outbox.Outgoing]:
    """The letter, once for each channel; none if it says nothing or cannot be written.

    A duty of which somebody is told twice (two roles of one person) is said once.
    """
    if not lines:
        return []
    told = [line for _, line in lines]
    more = 0
    if any(line.again for line in told):
        more = sum(1 for _ in _still_overdue(tx, sheet, lines))
    to = sheet.reaching.recipient(sheet.to)
    which = sheet.kind, sheet.day, sheet.number, work.posting, work.now
    try:
        return digests.letters(tx, to, told, *which, more=more, part=sheet.part)
    except Exception as error:
        work.raise_fault(error)
        work.problems.append(
            sentence(
                "The letter to {recipient} cannot be written: {reason}",
                recipient=to.name or sheet.to,
                reason=getattr(error, "sentences", None) or repr(error),
            )
        )
        return []
