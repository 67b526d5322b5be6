"""The book of the outbox: a message looked up, and what a person decides about it.

    retry      dead, unknown -> new     with all its attempts; a waiting one at once
    hold       new -> held              never claimed until it is released
    release    held -> new
    drop       new, held, dead, unknown -> superseded
    settle     all but sending, sent -> sent (delivered) or superseded (not delivered)

Every decision is an entry of the record, written together with the change, and an
administrator's. Of several messages all are changed or none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from definitions.sentences import sentence
from notifications import objections, outbox, outcomes
from notifications.objections import digits
from notifications.outbox import DEAD, HELD, NEW, SENT, SUPERSEDED, UNKNOWN
from notifications.outcomes import ARRIVED, DROPPED, DROPPED_UNKNOWN, NOT_ARRIVED
from workflow import dispatching
from workflow.access import ADMIN
from workflow.errors import ItemMoved, Refused
from workflow.store import Row, Store, Transaction
from workflow.unit import Act, Answer, Answered, Unit, answer, unit

MOST = 100  # messages decided about at once

_HEX = frozenset("0123456789abcdef")
_NEAR = 5  # keys that are named when several begin alike

Changed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Decision:
    """What is decided: the name of it, and what it makes of a message."""

    verb: str
    made: Callable[[Row], Changed]
    again: bool = False  # what may have arrived may be sent again
    told: Changed = field(default_factory=dict)  # what else goes on the record


def counts(tx: Transaction) -> dict[str, int]:
    """How many messages there are, by state; every state is named."""
    found = {row["state"]: row["messages"] for row in tx.all("message_states")}
    return {state: found.get(state, 0) for state in outbox.STATES}


def shown(tx: Transaction, key: str) -> Row:
    """A message with everything that is kept of it.

    The first digits of its key are enough. Refused if none or several begin so.
    """
    begun = key.lower()
    if not begun or not _HEX.issuperset(begun):
        raise Refused(objections.unknown(key))
    span = {"lowest": begun, "above": f"{begun}g"}  # g: behind every digit
    found = [row["key"] for row in tx.all("messages_like", **span, most=_NEAR)]
    row = tx.one("message", named=found[0]) if len(found) == 1 else None
    if row is None:
        raise Refused(
            objections.several(key, found) if found else objections.unknown(key)
        )
    return row


def retry(
    store: Store,
    act: Act,
    keys: Sequence[str],
    reason: str | None = None,
    *,
    again: bool = False,
) -> Answer:
    """Let messages be tried again with all their attempts, at once.

    One that may have arrived (`unknown`) only if `again` says that it may arrive twice,
    and with a reason. Raises Refused, NotPermitted.
    """

    def made(row: Row) -> Changed:
        _check_state(row, DEAD, UNKNOWN, NEW)
        if row["state"] == NEW and row["attempts"] == 0:
            raise Refused(
                sentence(
                    "Message {key} waits already, and nothing has stopped it so far. "
                    "Nothing was changed.",
                    key=digits(row),
                )
            )
        sent_anew = row["state"] == UNKNOWN
        if sent_anew and not (again and reason):
            raise Refused(objections.perhaps_there(row))
        return {
            "state": NEW,
            "stage": None,
            "attempts": 0,
            "repeats": row["repeats"] + sent_anew,
            "not_before": act.now,
        }

    return _decide(store, act, _Decision("retry", made, again), keys, reason)


def hold(
    store: Store, act: Act, keys: Sequence[str], reason: str | None = None
) -> Answer:
    """Hold waiting messages back until they are released."""

    def made(row: Row) -> Changed:
        _check_state(row, NEW)
        return {"state": HELD}

    return _decide(store, act, _Decision("hold", made), keys, reason)


def release(
    store: Store, act: Act, keys: Sequence[str], reason: str | None = None
) -> Answer:
    """Let messages that were held go their way, with the attempts they had left."""

    def made(row: Row) -> Changed:
        _check_state(row, HELD)
        return {"state": NEW}

    return _decide(store, act, _Decision("release", made), keys, reason)


def drop(store: Store, act: Act, keys: Sequence[str], reason: str) -> Answer:
    """Never send messages (again)."""

    def made(row: Row) -> Changed:
        _check_state(row, NEW, HELD, DEAD, UNKNOWN)
        perhaps = outcomes.may_have_arrived(row)
        said = DROPPED_UNKNOWN if perhaps else DROPPED
        return {"state": SUPERSEDED, "last_error": str(said)}

    return _decide(store, act, _Decision("drop", made), keys, reason)


def retry_dead(store: Store, act: Act, reason: str | None = None) -> Answer:
    """Let every message that was given up be tried again. Refused if there is none."""
    return _all_dead(store, act, "retry", {"not_before": act.now}, reason)


def drop_dead(store: Store, act: Act, reason: str) -> Answer:
    """Never send what was given up. Refused if there is nothing."""
    said = {"last_error": str(DROPPED), "perhaps": str(DROPPED_UNKNOWN)}
    return _all_dead(store, act, "drop", said, reason)


def settle(
    store: Store, act: Act, keys: Sequence[str], reason: str, *, delivered: bool
) -> Answer:
    """Say what became of messages, as somebody has found out; they are sent no more.

    A later statement counts instead of an earlier one.
    """
    said = ARRIVED if delivered else NOT_ARRIVED

    def made(row: Row) -> Changed:
        if not outcomes.stated(row):
            _check_state(row, NEW, HELD, DEAD, UNKNOWN, SUPERSEDED)
        return {
            "state": SENT if delivered else SUPERSEDED,
            "not_before": min(row["not_before"], act.now),  # its end is no time to come
            "last_error": str(said),
        }

    decision = _Decision("settle", made, told={"delivered": delivered})
    return _decide(store, act, decision, keys, reason)


def _decide(
    store: Store,
    act: Act,
    decision: _Decision,
    keys: Sequence[str],
    reason: str | None,
) -> Answer:
    verb, words = decision.verb, {"reason": reason}
    asked = {"keys": list(keys), "again": decision.again, "words": words}
    asked |= decision.told
    _check_number(keys)
    try:
        with unit(store, act, f"message {verb}", asked) as work:
            person = work.require((ADMIN,))
            rows = {row["key"]: row for row in (shown(work.tx, key) for key in keys)}
            for row in rows.values():
                _change(work, row, decision.made(row))
            facts = {"messages": list(rows), **decision.told}
            return answer(None, dispatching.written(work, person, verb, facts, words))
    except Answered as done:
        return done.answer


def _change(work: Unit, row: Row, changed: Changed) -> None:
    """Change a message as it was read.

    A scheduler takes messages without asking for the head of the record: it may have
    been quicker.
    """
    names = ("state", "stage", "repeats", "attempts", "not_before", "last_error")
    said = {name: changed.get(name, row[name]) for name in names}
    seen = {"named": row["key"], "was": row["state"], "seen_fence": row["fence"]}
    if work.tx.run("decide_message", **seen, **said) != 1:
        raise ItemMoved(
            sentence(
                "Message {key} has just gone on. Nothing was changed; look again with"
                " `laufzettel outbox show {key}`.",
                key=digits(row),
            )
        )


def _all_dead(
    store: Store, act: Act, verb: str, changed: Changed, reason: str | None
) -> Answer:
    words = {"reason": reason}
    try:
        with unit(store, act, f"dead messages {verb}", {"words": words}) as work:
            person = work.require((ADMIN,))
            count = work.tx.run(f"{verb}_dead", **changed)
            if count == 0:
                raise Refused(sentence("No message was given up. Nothing was changed."))
            facts = {"dead": count}
            return answer(None, dispatching.written(work, person, verb, facts, words))
    except Answered as done:
        return done.answer


def _check_state(row: Row, *states: str) -> None:
    if row["state"] not in states:
        raise Refused(objections.stands(row))


def _check_number(keys: Sequence[str]) -> None:
    if len(keys) > MOST:
        raise Refused(
            sentence(
                "At most {most} messages are decided about at once. Nothing was "
                "changed.",
                most=MOST,
            )
        )
