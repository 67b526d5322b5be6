"""The heartbeat: a row that says when a scheduler last finished a round.

Whether reminders run is known from it alone, never from whether a process exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from definitions.sentences import Sentence
from workflow.store import Row, Store, Transaction

LATE = timedelta(minutes=15)  # without a finished round: something is wrong


@dataclass(frozen=True, slots=True)
class Beat:
    """What one scheduler left: when it finished its last round, and how that went."""

    scheduler: str
    last_round_at: datetime
    error: str | None
    rounds: int


@dataclass(frozen=True, slots=True)
class Status:
    """When a scheduler last finished a round. `stale`: too long ago, or never.

    `error` is what the schedulers that are alive reported; if none is, the last one.
    """

    last_round_at: datetime | None
    age: timedelta | None
    stale: bool
    error: str | None
    beats: tuple[Beat, ...]

    @property
    def schedulers(self) -> tuple[str, ...]:
        """The names of all schedulers that ever finished a round, the latest first."""
        return tuple(each.scheduler for each in self.beats)


def beat(
    tx: Transaction,
    now: datetime,
    name: str,
    problems: Sequence[Sentence],
    seen: int,
    swept: str | None = None,
) -> None:
    """Say that scheduler `name` finished a round that saw the record up to `seen`.

    `swept` names the time in which all that is open was last looked through.
    """
    error = "\n".join(map(str, problems)) or None
    said = {"last_round_at": now, "last_error": error, "seen_seq": seen, "swept": swept}
    if not tx.run("beat", named=name, **said):
        tx.run("first_beat", scheduler=name, rounds=1, **said)


def seen(tx: Transaction) -> int:
    """The last entry of the record that a scheduler has worked through; 0 at first."""
    return max((row["seen_seq"] for row in tx.all("beats")), default=0)


def swept(tx: Transaction) -> str | None:
    """The latest time in which a scheduler has looked through all that is open."""
    return max((row["swept"] for row in tx.all("beats") if row["swept"]), default=None)


def status(store: Store, now: datetime, limit: timedelta = LATE) -> Status:
    """The pulse at `now`; stale if no scheduler finished a round within `limit`.

    A scheduler that is long gone says nothing about those that run. A round that lies
    ahead by more than `limit` was dated by a clock that has been put back since: it is
    no sign of life.
    """
    with store.reading() as tx:
        found = tuple(_beat(row) for row in tx.all("beats"))
    if not found:
        return Status(None, None, True, None, ())
    past = [each for each in found if each.last_round_at <= now + limit]
    last = (past or found)[0]
    alive = [each for each in past if now - each.last_round_at <= limit]
    errors = [each.error for each in alive or [last] if each.error]
    said = "\n".join(dict.fromkeys("\n".join(errors).splitlines())) or None
    age = now - last.last_round_at
    return Status(last.last_round_at, age, not alive, said, found)


def _beat(row: Row) -> Beat:
    names = ("scheduler", "last_round_at", "last_error", "rounds")
    return Beat(*(row[name] for name in names))
