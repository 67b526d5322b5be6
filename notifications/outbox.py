"""The outbox: messages to be delivered, each once; claimed by lease, fenced by a count.

    new -> sending -> sent        claimed, delivered, told so
           sending -> new         surely not taken: tried again later
           sending -> dead        refused for good, or not taken for the last time
           sending -> unknown     handed over, and nobody knows whether it was taken
    new <-> held                  a person holds it back
    new -> superseded             it has become pointless, or a person dropped it

A claim is committed before anything is delivered, and so is the fact that a message is
handed over (`passed`). Only the claim with the newest fence may say how the delivery
went: a process that slept through its lease changes nothing.

What follows from an outcome that nobody knows: a release is never sent again by itself;
on a channel that can be repeated a message is sent until somebody takes it; every other
one is sent once more, the same to the byte, and then a person must look.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from definitions.canonical import canonical
from definitions.sentences import sentence
from notifications import holders
from notifications.delivery import (
    FOLDER,
    RELEASE,
    WEBHOOK,
    Claimed,
    Fenced,
    Outgoing,
)
from workflow.store import Row, Transaction

LEASE = timedelta(minutes=5)  # longer than any channel takes for a message
ATTEMPTS = 8
WAITS = (1, 5, 15, 60, 360, 360, 360)  # minutes after the first, second ... failure
LONGEST_WAIT = timedelta(minutes=max(WAITS))
REPEATABLE = {FOLDER, WEBHOOK}  # delivered twice is delivered once: the name, the id
PAGE = 100  # messages listed at a time

NEW, SENDING, SENT = "new", "sending", "sent"
DEAD, UNKNOWN, HELD, SUPERSEDED = "dead", "unknown", "held", "superseded"
STATES = (NEW, SENDING, SENT, UNKNOWN, DEAD, HELD, SUPERSEDED)
FENCED = "fenced"  # no state: the claim was no longer ours, so nothing was said
GIVEN = "given"
ABANDONED = sentence("the process that was delivering it did not say how that went")

_COUNTED = (UNKNOWN, DEAD, HELD, NEW)
_MAY_CHANGE = ("message_id", "recipient", "subject", "content", "late_days")
_COUNTS = {"repeats": 0, "fence": 0, "attempts": 0}
_UNSAID = ("stage", "holder", "lease_until", "last_error", "sent_at")
_UNTOUCHED = {"state": NEW, **_COUNTS, **dict.fromkeys(_UNSAID)}
_EVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Troubles:
    """What a person has to look at, and what waits; `oldest`: since when (UTC)."""

    unknown: int
    dead: int
    held: int
    waiting: int
    oldest: datetime | None


def key_of(channel: str, kind: str, occasion: Sequence[object], recipient: str) -> str:
    """The key of a message: whatever gives the same key is the same message.

    `occasion` is what it is about, with its local day or version; never an instant.
    """
    said = [channel, kind, [str(each) for each in occasion], recipient]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def enqueue(tx: Transaction, message: Outgoing, now: datetime) -> bool:
    """Put a message into the outbox; False if it is there, whatever became of it."""
    said = {name: getattr(message, name) for name in Outgoing.__slots__}
    times = {"created_at": now, "not_before": now}
    added = tx.run("add_message", **said, **times, **_UNTOUCHED)
    return added == 1


def recompose(tx: Transaction, message: Outgoing) -> bool:
    """Let a waiting message say something else; False if it may be out already."""
    said = {name: getattr(message, name) for name in _MAY_CHANGE}
    return tx.run("recompose_message", named=message.key, **said) == 1


def claim(
    tx: Transaction, now: datetime, channel: str, *, press: bool = True
) -> Claimed | None:
    """Take the message that has waited longest for a channel. Commit, then deliver.

    `press` False: releases stay where they are. A time that lies further ahead than any
    wait was set by a clock that has been put back since: it counts as passed, or one
    wrong clock would silence a message for as long as it was wrong. Not so for a
    release: rather never than before its time.
    """
    first, last = _EVER
    come = {"after": first, "until": now, "withheld": "" if press else RELEASE}
    ahead = {"after": now + LONGEST_WAIT, "until": last, "withheld": RELEASE}
    for span in (come, ahead):
        row = tx.one(
            "claim_message",
            **span,
            of_channel=channel,
            holder=holders.holder(),
            lease_until=now + LEASE,
        )
        if row is not None:
            return Claimed(**{name: row[name] for name in Claimed.__slots__})
    return None


def passed(tx: Transaction, claimed: Claimed, now: datetime) -> None:
    """Say that a message is being handed over, and renew the lease. Commit, then do it.

    Raises Fenced if the claim is no longer ours, or was handed over before.
    """
    ours = {"claimed": claimed.key, "held": claimed.fence}
    if tx.run("pass_message", **ours, lease_until=now + LEASE) != 1:
        raise Fenced


def complete(tx: Transaction, claimed: Claimed, now: datetime) -> bool:
    """Say that a message was delivered; False if the claim is no longer ours."""
    return _settle(tx, claimed, SENT, now, None, sent_at=now) == SENT


def fail(
    tx: Transaction,
    claimed: Claimed,
    now: datetime,
    reason: str,
    *,
    permanent: bool = False,
) -> str:
    """Say that a message was surely not taken: `new` (tried again), `dead`, `fenced`.

    `permanent`: trying again would change nothing.
    """
    state = DEAD if permanent else _after(claimed.attempts)
    return _settle(tx, claimed, state, _when(state, claimed, now), reason)


def uncertain(tx: Transaction, claimed: Claimed, now: datetime, reason: str) -> str:
    """Say that nobody knows whether it was taken: `new`, `unknown` or `fenced`."""
    state = _after_unknown(claimed)
    return _settle(tx, claimed, state, _when(state, claimed, now), reason, given=True)


def broke(tx: Transaction, claimed: Claimed, now: datetime, reason: str) -> str:
    """Say that the channel broke down without a word; the new state.

    The message was surely not taken only if it had not been handed over yet.
    """
    row = tx.one("message", named=claimed.key) or {}
    given = row.get("fence") == claimed.fence and row.get("stage") == GIVEN
    return (uncertain if given else fail)(tx, claimed, now, reason)


def back(tx: Transaction, claimed: Claimed, now: datetime, reason: str) -> str:
    """Say that the channel cannot be used: `new`, and no attempt counts; or `fenced`.

    Its place among the others stays as it was.
    """
    ours = {"claimed": claimed.key, "held": claimed.fence}
    return NEW if tx.run("return_message", **ours, last_error=reason) == 1 else FENCED


def withhold(tx: Transaction, claimed: Claimed, now: datetime, reason: str) -> str:
    """Hold a message back that was claimed and must not go out; `held` or `fenced`."""
    return _settle(tx, claimed, HELD, now, reason)


def release_abandoned(tx: Transaction, now: datetime) -> list[str]:
    """Settle messages whose process is gone or whose lease is over; their new states.

    What was not handed over was surely not taken and is tried again at once.
    """
    rows = (row for row in tx.all("claimed_messages") if _abandoned(row, now))
    states = [_release(tx, row, now) for row in rows]
    return [each for each in states if each != FENCED]


def _release(tx: Transaction, row: Row, now: datetime) -> str:
    claimed = Claimed(**{name: row.get(name, "") for name in Claimed.__slots__})
    given = row["stage"] == GIVEN
    state = _after_unknown(claimed) if given else _after(claimed.attempts)
    # a clock that is wrong now must not put a release off: nobody would take it sooner
    keeps = claimed.kind == RELEASE and state == NEW
    since = row["not_before"] if keeps else now
    # whoever is slow, but not gone, may hand it over at this very moment
    seen = {"given": given, "seen_stage": row["stage"] or ""}
    return _settle(tx, claimed, state, since, str(ABANDONED), **seen)


def supersede(tx: Transaction, key: str) -> bool:
    """Withdraw a message that nobody has begun to deliver; False if it is too late."""
    return tx.run("supersede_message", named=key) == 1


def listed(
    tx: Transaction,
    state: str | None = None,
    *,
    to: str | None = None,
    about: str | None = None,
    page: int = 1,
    most: int = PAGE,
) -> list[Row]:
    """A page of messages without their contents.

    What a person has to look at comes first and the oldest of it, what is over last and
    the newest of it. `about` is the reference of an item; `page` counts from 1.
    """
    said = {"only_state": state or "", "most": most, "skipped": (page - 1) * most}
    if to is None and about is None:
        return tx.all("messages", **said)
    return tx.all("messages_found", only_to=to or "", only_about=about or "", **said)


def waiting(
    tx: Transaction, channel: str | None = None, now: datetime | None = None
) -> int:
    """How many messages have yet to be delivered, in all or on a channel.

    With `now`: those whose time has come, as `claim` sees it.
    """
    until = now or _EVER[1]
    rows = tx.all("waiting", until=until, horizon=until + LONGEST_WAIT)
    return sum(row["messages"] for row in rows if channel in {None, row["channel"]})


def troubles(tx: Transaction) -> Troubles:
    """How many messages a person has to look at, and how many wait."""
    count = {row["state"]: row["messages"] for row in tx.all("troubles")}
    row = tx.one("oldest_waiting")
    unknown, dead, held, new = (count.get(each, 0) for each in _COUNTED)
    return Troubles(unknown, dead, held, new, row["since"] if row else None)


def _settle(
    tx: Transaction,
    claimed: Claimed,
    state: str,
    not_before: datetime,
    reason: str | None,
    *,
    given: bool = False,
    sent_at: datetime | None = None,
    seen_stage: str | None = None,
) -> str:
    """The new state, or FENCED. `given`: it was handed over, whatever became of it."""
    again = given and state == NEW
    changed = tx.run(
        "settle_message" if seen_stage is None else "settle_abandoned",
        claimed=claimed.key,
        held=claimed.fence,
        state=state,
        stage=GIVEN if state in {SENT, UNKNOWN} else None,
        repeats=claimed.repeats + again,
        not_before=not_before,
        last_error=reason,
        sent_at=sent_at,
        **({} if seen_stage is None else {"seen_stage": seen_stage}),
    )
    return state if changed == 1 else FENCED


def _after(attempts: int) -> str:
    return NEW if attempts < ATTEMPTS else DEAD


def _after_unknown(claimed: Claimed) -> str:
    if claimed.kind == RELEASE:
        return UNKNOWN
    if claimed.channel in REPEATABLE:
        return NEW if claimed.attempts < ATTEMPTS else UNKNOWN
    return NEW if claimed.repeats == 0 else UNKNOWN


def _when(state: str, claimed: Claimed, now: datetime) -> datetime:
    """When it is tried again; for what is over: when that was."""
    wait = WAITS[min(claimed.attempts, len(WAITS)) - 1]
    return now + timedelta(minutes=wait) if state == NEW else now


def _abandoned(row: Row, now: datetime) -> bool:
    """Over, or further ahead than any lease: then the clock has been put back since."""
    until = row["lease_until"]
    return until <= now or until > now + 2 * LEASE or holders.gone(row["holder"])
