"""Sheets: a letter that is to be written, what it says, and what stands against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from definitions.sentences import Sentence, sentence
from notifications import digests, outbox
from notifications.agenda import Reader, duty_of
from notifications.delivery import Outgoing
from notifications.digests import DIGEST, Line, Posting
from notifications.reaching import Reaching
from notifications.told import this, unwritten
from workflow.localtime import local_day
from workflow.store import Row, Store, Transaction
from workflow.unit import head_of

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
    _read: tuple[int, Reaching] | None = None  # and the last entry by then

    @property
    def day(self) -> date:
        """The local day of the office."""
        return local_day(self.now)

    def reaching(self, tx: Transaction) -> Reaching:
        """Who is written to for whom: read anew when anything has been recorded since.

        The directory of a city takes longer to read than a letter to write.
        """
        head: int = head_of(tx)["seq"]
        if self._read is None or self._read[0] != head:
            self._read = head, Reaching(tx, self.posting, self.day)
        return self._read[1]

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


@dataclass(slots=True)
class Draft:
    """What a letter says.

    `stale`: reminders without a duty. `more`: how many duties are overdue still, and
    not named.
    """

    lines: list[Told] = field(default_factory=list)
    stale: list[Row] = field(default_factory=list)
    more: int = 0


def written(tx: Transaction, sheet: Sheet) -> Row | None:
    """When the letter was written and how it stands; None if it was not."""
    return tx.one("letter_exists", in_letter=sheet.key)


def after(sheet: Sheet, row: Row | None) -> Sheet:
    """The next letter of its kind on that day; what was taken back is no part of it.

    `row`: how this one stands (`written`).
    """
    stands = row is not None and row["state"] != outbox.SUPERSEDED
    return replace(sheet, number=sheet.number + 1, part=sheet.part + stands)


def drafted(tx: Transaction, work: Writing, sheet: Sheet) -> Draft:
    """What the letter has to say, by the record as it stands."""
    reader = Reader(tx, sheet.reaching.directory, sheet.day, work.now)
    draft = Draft()
    latest = {_thread(row): row for row in sorted(sheet.rows, key=_occurrence)}
    for row in sheet.rows:
        if row is not latest[_thread(row)]:
            draft.stale.append(row)  # a later one stands in the same letter
            continue
        try:
            line = reader.line(row)
        except Exception as error:
            work.report(row, error)
            work.bad.add(_key(row))
            continue
        if line is None or row["occurrence"] > line.today:
            draft.stale.append(row)  # of a day that only a wrong clock has seen
        elif sheet.kind == DIGEST or row["due"] <= line.today:
            draft.lines.append((row, line))
    if sheet.kind == DIGEST and sheet.part == 1 and draft.lines:
        _add_overdue(tx, work, reader, sheet, draft)
    return draft


def _thread(row: Row) -> tuple[object, ...]:
    return (*duty_of(row), row["principal"])


def _key(row: Row) -> tuple[object, ...]:
    return tuple(this(row).values())


def _occurrence(row: Row) -> date:
    found: date = row["occurrence"]
    return found


def _add_overdue(
    tx: Transaction, work: Writing, reader: Reader, sheet: Sheet, draft: Draft
) -> None:
    """What the recipient was told of before and is still overdue; the rest in number.

    Without a line of it nothing is counted either.
    """
    overdue = list(_still_overdue(tx, sheet, draft.lines))
    again: list[Told] = []
    over = 0
    for row in overdue[:AGAIN]:
        try:
            line = reader.line({**row, "stage": "after"})
        except Exception as error:
            work.report(row, error)
            continue
        if line is None:
            over += 1  # its item has come to an end
        else:
            said = replace(line, again=True, late_days=0, moved_from=None)
            again.append((row, said))
    draft.lines += again
    draft.more = len(overdue) - len(again) - over if again else 0


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
    tx: Transaction, work: Writing, sheet: Sheet, draft: Draft
) -> list[Outgoing]:
    """The letter, once for each channel; none if it says nothing or cannot be written.

    A duty of which somebody is told twice (two roles of one person) is said once.
    """
    if not draft.lines:
        return []
    told = [line for _, line in draft.lines]
    to = sheet.reaching.recipient(sheet.to)
    which = sheet.kind, sheet.day, sheet.number, work.posting, work.now
    try:
        return digests.letters(tx, to, told, *which, more=draft.more, part=sheet.part)
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
