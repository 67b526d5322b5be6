"""What is open and has a last day: read page by page, with what reminders hang on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from notifications import ladder
from notifications.ladder import Rung
from workflow.books import Books
from workflow.counting import Days
from workflow.docket import Term, Waiting, leads
from workflow.duties import Duty, of_consultation, of_deadline, of_term
from workflow.pending import pending
from workflow.store import Row, Transaction
from workflow.unit import definition_of, today_in

PAGE = 250  # items read at a time
BERLIN = "DE-BE"  # the days off for what names no calendar of its own, where it is kept

Key = tuple[str, str, str, int, date | None]


@dataclass(frozen=True, slots=True)
class Awaited:
    """An open duty with its place in the record.

    `version` is what it began with, as in the table of reminders; `known_on` the day on
    which that was recorded, in the zone of its path.
    """

    duty: Duty
    item_id: str
    version: int
    known_on: date
    days: Days | None

    @property
    def key(self) -> Key:
        """What tells it from every other, with its last day."""
        each = self.duty
        return self.item_id, each.kind, each.name, self.version, each.due

    @property
    def rungs(self) -> dict[str, list[Rung]]:
        """On which days whom it reminds, by principal."""
        return ladder.of_one(ladder.rungs(self.duty, self.days), self.known_on)

    def today(self, now: datetime) -> date:
        """The local day of its path."""
        return today_in(self.duty.path, now)


Fault = Callable[[Row, Exception], None]


def _raised(_: Row, error: Exception) -> None:
    raise error


class Desk:
    """Reads duties of one transaction; calendars are read once.

    What is wrong with one row is handed to `fault`, which may raise it; the others are
    read on.
    """

    def __init__(self, tx: Transaction, fault: Fault = _raised) -> None:
        self._tx, self._books, self._fault = tx, Books.of(tx), fault
        self._days: dict[str, Days | None] = {}

    def page(self, after: str, last: str) -> Iterator[Awaited]:
        """What is open of the items whose ids come after `after`, up to `last`."""
        span = {"after": after, "last": last}
        yield from self._read(self._term, self._tx.all("terms_to_remind", **span))
        legal = self._tx.all("deadlines_to_remind", **span)
        yield from self._read(self._deadline, legal)
        rows = self._tx.all("consultations_to_remind", **span)
        yield from self._read(self._consultation, rows)

    def of_item(self, item_id: str) -> Iterator[Awaited]:
        """What is open of one item."""
        # before every longer text, in whatever order a database sorts; few share it
        found = self.page(item_id[:-1], item_id)
        return (each for each in found if each.item_id == item_id)

    def closed(self, seen: int) -> Iterator[tuple[Awaited, date]]:
        """What was closed by entries after `seen`, with the day of closing."""
        for build, statement in (
            (self._term, "terms_closed"),
            (self._deadline, "deadlines_closed"),
        ):
            for row in self._tx.all(statement, seen=seen):
                for found in self._read(build, [row]):
                    yield found, found.today(row["closed_at"])

    def _read(
        self, build: Callable[[Row], Awaited | None], rows: Iterable[Row]
    ) -> Iterator[Awaited]:
        for row in rows:
            try:
                found = build(row)
            except Exception as error:
                self._fault(row, error)
            else:
                if found is not None:
                    yield found

    def _term(self, row: Row) -> Awaited:
        path = definition_of(self._tx, row["definition_hash"])
        term = Term(
            row["reference"],
            row["name"],
            row["due"],
            row["reason"] or "",
            row["role"],
            leads(row["remind_before"]),
            row["status"],
            row["seq"],
        )
        return self._awaited(of_term(path, term), row, row["seq"], BERLIN)

    def _deadline(self, row: Row) -> Awaited:
        duty = of_deadline(pending(self._tx, row))
        calendar = duty.rule.calendar if duty.rule else None
        return self._awaited(duty, row, row["started"], calendar or BERLIN)

    def _consultation(self, row: Row) -> Awaited | None:
        """What is still open when its item has come to an end waits for nobody."""
        path = definition_of(self._tx, row["definition_hash"])
        if path.states[row["state"]].final:
            return None
        asked = Waiting(
            row["reference"], row["name"], row["body"], row["due"], row["seq"], path
        )
        return self._awaited(of_consultation(asked), row, row["seq"], BERLIN)

    def _awaited(self, duty: Duty, row: Row, version: int, calendar: str) -> Awaited:
        known_on = today_in(duty.path, row["known_at"])
        return Awaited(duty, row["id"], version, known_on, self._calendar(calendar))

    def _calendar(self, name: str) -> Days | None:
        if name not in self._days:
            self._days[name] = self._books.days_off(name)
        return self._days[name]
