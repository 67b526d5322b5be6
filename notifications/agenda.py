"""What a letter says of each duty: a reminder of the table becomes a line."""

from datetime import date, datetime

from notifications.awaiting import Awaited, Desk
from notifications.digests import Line
from notifications.told import QUEUED, Known, known_of, thread_of
from workflow.directory import Directory
from workflow.docket import Slip, slip
from workflow.store import Row, Transaction


def duty_of(row: Row) -> tuple[object, ...]:
    """What tells the duty of a reminder from every other: as `Awaited.key`."""
    return tuple(row[name] for name in ("item_id", "kind", "name", "version", "due"))


class Reader:
    """Reads lines; items and duties of one snapshot are read once."""

    def __init__(
        self, tx: Transaction, directory: Directory, day: date, now: datetime
    ) -> None:
        self._tx, self._day, self._now = tx, day, now
        self._desk, self._directory = Desk(tx), directory
        self._open: dict[str, dict[tuple[object, ...], Awaited]] = {}
        self._slips: dict[str, Slip] = {}
        self._known: dict[str, Known] = {}

    def line(self, row: Row) -> Line | None:
        """What the letter says of a reminder; None if nobody has to do it any more."""
        item_id = row["item_id"]
        if item_id not in self._open:
            awaited = self._desk.of_item(item_id)
            self._open[item_id] = {each.key: each for each in awaited}
        each = self._open[item_id].get(duty_of(row))
        if each is None:
            return None
        if item_id not in self._slips:
            self._slips[item_id] = slip(self._tx, row["reference"])
        today = each.today(self._now)
        return Line(
            duty=each.duty,
            item=self._slips[item_id],
            stage=row["stage"],
            occurrence=row["occurrence"],
            today=today,
            late_days=max(0, (today - row["occurrence"]).days),
            set_on=each.known_on,
            moved_from=self._moved_from(row),
            stands_in_for=self._stands_in(row),
            again=False,
        )

    def _moved_from(self, row: Row) -> date | None:
        """The other last day that was told before, the latest telling of several."""
        item_id = row["item_id"]
        if item_id not in self._known:
            self._known[item_id] = known_of(self._tx, item_id[:-1], item_id)
        told = [
            each
            for each in self._known[item_id].get(thread_of(row), ())
            if each["state"] == QUEUED and each["due"] != row["due"]
        ]
        last = max(told, key=lambda each: each["created_at"], default=None)
        return None if last is None else last["due"]

    def _stands_in(self, row: Row) -> str | None:
        for each in self._directory.reached(row["principal"], self._day):
            if each.subject == row["recipient"]:
                return each.stands_in_for
        return None
