"""A machine whose clocks jump, and the schedulers that run on it.

The true time of a run goes on by itself, at a pace of its own; what the clocks of its
machine show can jump away from it and come back.
"""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from notifications.clockwork import Sense
from notifications.rounds import round
from tests.notifications.crowd import Crew
from tests.worlds import PACKAGES
from workflow.errors import Busy
from workflow.store import Store, open_store

PACE = 30.0  # seconds of a run in a second


@dataclass(frozen=True)
class Time:
    """The time of a run, and what the clocks of its machine show of it.

    Seconds count from the beginning `first`; the embargoes end from `lead` on, for
    `span`. From `jumps` on the clocks show `by` too much, until `mended`. At `sleeps`
    the machine stands still for `asleep`, as both kinds of clocks know.
    """

    first: datetime
    lead: float = 15.0
    span: float = 60.0
    by: timedelta = timedelta()
    sleeps: float = float("inf")
    asleep: timedelta = timedelta()
    began: float = 0.0  # by the clock that nobody can set, ours
    folder: Path = Path("/nowhere")  # what lies there is known to all processes

    @property
    def jumps(self) -> float:
        """When the clocks jump: some embargoes have ended, most have not."""
        return self.lead + self.span * 0.3

    @property
    def mended(self) -> float:
        """When they are set right: all embargoes are over for long."""
        return self.lead + self.span + 20.0

    def passed(self, at: float | None = None) -> float:
        """The seconds of the run that have passed: nobody can set that clock."""
        since = ((time.monotonic() if at is None else at) - self.began) * PACE
        slept = self.asleep.total_seconds() if since >= self.sleeps else 0.0
        return since + slept

    def true(self, at: float | None = None) -> datetime:
        """What time it is."""
        return self.first + timedelta(seconds=self.passed(at))

    def shown(self) -> datetime:
        """What time the clocks of the machine say it is."""
        return self.true() + (self.by if self.astray() else timedelta())

    def astray(self) -> bool:
        """Whether the clocks show something else at this moment."""
        return self.has("jumped") and not self.has("mended")

    def has(self, mark: str) -> bool:
        """Whether something has happened."""
        return (self.folder / mark).exists()

    def mark(self, mark: str) -> None:
        """Let something happen."""
        (self.folder / mark).touch()


@dataclass
class Schedulers(Crew):
    """Schedulers of one machine; each keeps its clock sense between its rounds."""

    time: Time = field(default_factory=lambda: Time(datetime(2021, 7, 6, tzinfo=UTC)))

    def work(self) -> None:
        """Rounds until the run is over."""
        mine = replace(self.settings, name=str(os.getpid()))
        sense = Sense(mine.name, self.time.passed, lambda: True)
        with open_store(self.database, PACKAGES) as store:
            while not self.time.has("over"):
                with suppress(Busy):
                    round(store, self.time.shown(), mine, sense=sense)
                time.sleep(0.03)

    def awake(self, store: Store) -> bool:
        """Whether each of those that run has looked at the clock before."""
        with store.reading() as tx:
            known = {row["scheduler"] for row in tx.all("beats")}
        return {str(child) for child in self._children} <= known

    @contextmanager
    def at_work(self, count: int) -> Iterator[None]:
        """So many at once, until the block ends."""
        for _ in range(count):
            self._start()
        try:
            yield
        finally:
            self.time.mark("over")
            for child in list(self._children):
                self._reap(child)

    def lose_one(self, lot: random.Random) -> None:
        """One of them is killed, and another takes its place."""
        self._kill(lot.choice(list(self._children)))
        self._start()
