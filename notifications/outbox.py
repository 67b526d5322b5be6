"""The outbox: messages to be delivered, each once; claimed by lease, fenced by a count.

    new -> sending -> sent        claimed, delivered, told so
           sending -> new         failed: tried again later
           sending -> dead        failed for the last time
           sending -> unknown     whoever was sending it is gone; it cannot be repeated
    new -> superseded             it has become pointless

A claim is committed before anything is delivered. Only the claim with the newest fence
may say how the delivery went: a process that slept through its lease changes nothing.
"""

import hashlib
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from definitions.canonical import canonical
from notifications.delivery import FOLDER, Claimed
from workflow.store import Row, Transaction

LEASE = timedelta(minutes=5)
ATTEMPTS = 8
WAITS = (1, 5, 15, 60, 360, 360, 360)  # minutes after the first, second ... failure
LONGEST_WAIT = timedelta(minutes=max(WAITS))
REPEATABLE = {FOLDER}  # channels on which delivering twice is delivering once

NEW, SENT, DEAD, UNKNOWN = "new", "sent", "dead", "unknown"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to one recipient, ready to go out. `content` is RFC 5322."""

    key: str
    message_id: str
    channel: str
    kind: str
    reference: str | None
    recipient: str
    subject: str
    content: str
    late_days: int = 0


def key_of(channel: str, kind: str, occasion: Sequence[object], recipient: str) -> str:
    """The key of a message: whatever gives the same key is the same message.

    `occasion` is what it is about, with its local day or version; never an instant.
    """
    said = [channel, kind, [str(each) for each in occasion], recipient]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def enqueue(tx: Transaction, message: Outgoing, now: datetime) -> bool:
    """Put a message into the outbox; False if it is there, whatever became of it."""
    added = tx.run(
        "add_message",
        key=message.key,
        message_id=message.message_id,
        channel=message.channel,
        kind=message.kind,
        reference=message.reference,
        recipient=message.recipient,
        subject=message.subject,
        content=message.content,
        late_days=message.late_days,
        state=NEW,
        created_at=now,
        not_before=now,
        holder=None,
        lease_until=None,
        fence=0,
        attempts=0,
        last_error=None,
        sent_at=None,
    )
    return added == 1


def claim(tx: Transaction, now: datetime) -> Claimed | None:
    """Take the message that has waited longest, if any. Commit, then deliver."""
    row = tx.one(
        "claim_message",
        now=now,
        horizon=now + LONGEST_WAIT,
        holder=_holder(),
        lease_until=now + LEASE,
    )
    if row is None:
        return None
    return Claimed(**{name: row[name] for name in Claimed.__slots__})


def complete(tx: Transaction, claimed: Claimed, now: datetime) -> bool:
    """Say that a message was delivered; False if the claim is no longer ours."""
    return _settle(tx, claimed.key, claimed.fence, SENT, now, sent_at=now)


def fail(tx: Transaction, claimed: Claimed, now: datetime, error: str) -> str:
    """Say that a delivery failed; the new state: `new` (tried again) or `dead`."""
    state = _after(claimed.attempts)
    retry = now + _wait(claimed.attempts)
    _settle(tx, claimed.key, claimed.fence, state, retry, last_error=error)
    return state


def release_abandoned(tx: Transaction, now: datetime) -> list[str]:
    """Settle messages whose process is gone or whose lease is over; their new states.

    On a channel that can be repeated they are delivered again, else a person must look.
    """
    return [
        state
        for row in tx.all("claimed_messages")
        if _abandoned(row, now) and (state := _release(tx, row, now))
    ]


def _release(tx: Transaction, row: Row, now: datetime) -> str | None:
    state = _after(row["attempts"]) if row["channel"] in REPEATABLE else UNKNOWN
    error = "the process that was delivering it did not say how that went"
    done = _settle(tx, row["key"], row["fence"], state, now, last_error=error)
    return state if done else None


def supersede(tx: Transaction, key: str) -> bool:
    """Withdraw a message that nobody has begun to deliver; False if it is too late."""
    return tx.run("supersede_message", named=key) == 1


def listed(tx: Transaction, state: str | None = None) -> list[dict[str, Any]]:
    """All messages without their content, oldest first, or those in one state."""
    rows = tx.all("messages")
    return [row for row in rows if state is None or row["state"] == state]


def waiting(tx: Transaction) -> int:
    """How many messages have yet to be delivered."""
    (row,) = tx.all("waiting")
    count: int = row["messages"]
    return count


def _settle(
    tx: Transaction,
    key: str,
    fence: int,
    state: str,
    not_before: datetime,
    *,
    last_error: str | None = None,
    sent_at: datetime | None = None,
) -> bool:
    changed = tx.run(
        "settle_message",
        claimed=key,
        held=fence,
        state=state,
        not_before=not_before,
        last_error=last_error,
        sent_at=sent_at,
    )
    return changed == 1


def _after(attempts: int) -> str:
    return NEW if attempts < ATTEMPTS else DEAD


def _wait(attempts: int) -> timedelta:
    return timedelta(minutes=WAITS[min(attempts, len(WAITS)) - 1])


def _abandoned(row: Row, now: datetime) -> bool:
    """Over, or further ahead than any lease: then the clock has been put back since."""
    until = row["lease_until"]
    return until <= now or until > now + 2 * LEASE or _gone(row["holder"])


def _gone(holder: str) -> bool:
    """Whether a holder was a process of this machine that has ended.

    A process killed in mid-delivery is known at once, without waiting for its lease.
    """
    machine, _, process = holder.partition(" ")
    if machine != _machine():
        return False
    number, _, started = process.partition(" ")
    return bool(started) and _started(number) != started


def _holder() -> str:
    """This process: machine, number, start. Without /proc the start is not known."""
    return f"{_machine()} {os.getpid()} {_started(os.getpid())}"


@cache
def _machine() -> str:
    """This machine since its start, and the room in which process numbers count."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        return f"{boot.strip()}/{os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return socket.gethostname()


def _started(process: int | str) -> str:
    """When a process started, in ticks of the kernel; empty if there is none."""
    try:
        said = Path(f"/proc/{process}/stat").read_bytes()
    except OSError:
        return ""
    state, *rest = said.rpartition(b")")[2].decode().split()
    return "" if state in "ZX" else rest[18]  # a zombie has ended, too
