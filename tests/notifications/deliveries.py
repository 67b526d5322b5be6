"""Messages that are always the same, and the steps of a delivery as one does them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from notifications import outbox, releasing
from notifications.delivery import FOLDER, Claimed, Outgoing
from tests.worlds import NOON
from workflow.store import Store

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def message(number: int = 1, channel: str = FOLDER, kind: str = "digest") -> Outgoing:
    """A message, always the same for a number, a channel and a kind."""
    return Outgoing(
        key=outbox.key_of(channel, kind, [number], "clerk"),
        message_id=f"<{number}.{channel}.{kind}@x>",
        letter=f"letter-{number}",
        channel=channel,
        kind=kind,
        reference=None,
        recipient="clerk@example.org",
        subject="Betreff",
        content="Subject: Betreff\r\n\r\nInhalt\r\n",
    )


def put(store: Store, *messages: Outgoing, now: datetime = NOON) -> list[bool]:
    """Put messages into the outbox; which of them were new."""
    with store.writing() as tx:
        return [outbox.enqueue(tx, each, now) for each in messages]


def claim(store: Store, now: datetime = NOON, channel: str = FOLDER) -> Claimed | None:
    """Take the next message of a channel, if any waits."""
    with store.writing() as tx:
        return outbox.claim(tx, now, channel)


def claimed(store: Store, now: datetime = NOON, channel: str = FOLDER) -> Claimed:
    """Take the next message of a channel; there must be one."""
    found = claim(store, now, channel)
    assert found is not None
    return found


def passed(store: Store, mine: Claimed, now: datetime = NOON) -> None:
    """Hand a message over."""
    with store.writing() as tx:
        outbox.passed(tx, mine, now)


def settled(
    store: Store,
    outcome: Callable[..., Any],
    mine: Claimed,
    now: datetime = NOON,
    **said: str,
) -> Any:
    """Say how a delivery went: `outcome` is one of the functions of the outbox."""
    with store.writing() as tx:
        return outcome(tx, mine, now, **said)


def abandoned(store: Store, now: datetime) -> list[str]:
    """Settle what was left behind; the new states."""
    with store.writing() as tx:
        return outbox.release_abandoned(tx, now)


def only(store: Store) -> dict[str, Any]:
    """The one message of the outbox."""
    with store.reading() as tx:
        (row,) = outbox.listed(tx)
    return row


@pytest.fixture
def unbound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages of releases go out though the record knows of no such release.

    That they do not, otherwise, is for the tests of releases.
    """
    monkeypatch.setattr(releasing, "why_held", lambda *_: None)
