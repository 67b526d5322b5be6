"""The heartbeat: a row that says when a scheduler last finished a round.

Whether reminders run is known from it alone, never from whether a process exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from definitions.sentences import Sentence
from workflow.store import Store, Transaction

LATE = timedelta(minutes=15)  # without a finished round: something is wrong


@dataclass(frozen=True, slots=True)
class Status:
    """When a scheduler last finished a round. `stale`: too long ago, or never."""

    last_round_at: datetime | None
    age: timedelta | None
    stale: bool
    error: str | None
    schedulers: tuple[str, ...]


def beat(
    tx: Transaction, now: datetime, name: str, problems: Sequence[Sentence], seen: int
) -> None:
    """Say that scheduler `name` finished a round that saw the record up to `seen`."""
    error = "\n".join(map(str, problems)) or None
    said = {"last_round_at": now, "last_error": error, "seen_seq": seen}
    if not tx.run("beat", named=name, **said):
        tx.run("first_beat", scheduler=name, rounds=1, **said)


def seen(tx: Transaction) -> int:
    """The last entry of the record that a scheduler has worked through; 0 at first."""
    return max((row["seen_seq"] for row in tx.all("beats")), default=0)


def status(store: Store, now: datetime, limit: timedelta = LATE) -> Status:
    """The pulse at `now`; stale if it lies more than `limit` behind or ahead."""
    with store.reading() as tx:
        beats = tx.all("beats")
    names = tuple(row["scheduler"] for row in beats)
    if not beats:
        return Status(None, None, True, None, names)
    last = beats[0]
    age = now - last["last_round_at"]
    stale = abs(age) > limit
    return Status(last["last_round_at"], age, stale, last["last_error"], names)
