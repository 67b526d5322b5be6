"""A founded record to act on, on SQLite and on PostgreSQL (there as the app role)."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from definitions.loader import find
from definitions.model import Loaded
from workflow import correction, procedure
from workflow.access import Identity
from workflow.audit import Report, verify
from workflow.bounds import AT_LATEST, Day
from workflow.changes import Changes
from workflow.docket import Slip, slip
from workflow.people import found
from workflow.schema import upgrade
from workflow.store import Store, open_store
from workflow.unit import Act, Answer

PACKAGES = ("workflow", "notifications")
FOUNDER = Identity("database:clerk", "clerk", "database")
NOON = datetime(2021, 8, 10, 10, 0, tzinfo=UTC)  # when most tests take place


def on(text: str) -> Day:
    """An exact day."""
    return Day(date.fromisoformat(text))


def by(text: str) -> Day:
    """A day known only at the latest."""
    return Day(date.fromisoformat(text), AT_LATEST)


@cache
def shipped_path(name: str) -> Loaded:
    """A shipped path, read once: reading takes longer than most of the tests."""
    return find(name)


def found_record(database: str, owner: str | None = None) -> None:
    """Make schema and record, as `laufzettel init` does; FOUNDER holds every role."""
    upgrade(owner or database)
    with open_store(owner or database, PACKAGES) as store:
        act = Act(FOUNDER, NOON - timedelta(days=100))
        found(store, act, administrator=FOUNDER, every_role=True)


@dataclass
class World:
    """An open record, the person at the keyboard, and a clock that only tests move."""

    store: Store
    database: str
    path: Loaded = field(default_factory=lambda: shipped_path("berlin-senate"))
    person: Identity = FOUNDER
    now: datetime = NOON

    def act(self, **options: Any) -> Act:
        """An act of this person; the clock moves on by a second."""
        self.now += timedelta(seconds=1)
        return Act(self.person, self.now, **options)

    def open(self, title: str = "Strategischer Rahmen", **said: Any) -> str:
        """Open an item; its reference."""
        said.setdefault("lead", "Senatskanzlei")
        said.setdefault("day", on("2021-07-05"))
        done = procedure.open_item(
            self.store, self.act(), title=title, definition=self.path, **said
        )
        reference: str = done["reference"]
        return reference

    def advance(self, reference: str, event: str, day: str, **said: Any) -> Answer:
        """Record an event on an exact day."""
        act = self.act(**{k: said.pop(k) for k in _OF_ACT if k in said})
        return procedure.advance(self.store, act, reference, event, day=on(day), **said)

    def correct(self, reference: str, seq: int, **changes: Any) -> Answer:
        """Correct an entry because the clerk mistyped it."""
        made = Changes(**changes)
        return correction.correct(
            self.store, self.act(), reference, seq, reason="Tippfehler", changes=made
        )

    def smart_city(self) -> str:
        """The real case of 2021 up to publication; its reference."""
        reference = self.open(day=by("2021-07-05"))
        self.advance(
            reference, "approve", "2021-07-06", outcome="approved_with_remarks"
        )
        procedure.advance(
            self.store, self.act(), reference, "consent", day=by("2021-08-03")
        )
        self.advance(reference, "decide", "2021-08-03")
        self.advance(
            reference, "publish", "2021-08-03", fields={"medium": "Pressemitteilung"}
        )
        return reference

    def slip(self, reference: str) -> Slip:
        """The item as it stands."""
        with self.store.reading() as tx:
            return slip(tx, reference)

    def verify(self) -> Report:
        """What verifying the whole record finds."""
        with self.store.reading() as tx:
            return verify(tx)


_OF_ACT = ("command_id", "expect")
