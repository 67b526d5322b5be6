"""The outbox: one message once, whoever delivers it and whatever becomes of them."""

import os
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import outbox
from notifications.outbox import Claimed, Outgoing
from tests.notifications.mailbox import in_processes
from tests.postgres import Postgres
from tests.worlds import NOON, PACKAGES, World
from workflow.store import Store, open_store

SECOND = timedelta(seconds=1)


def message(number: int = 1, channel: str = outbox.FOLDER) -> Outgoing:
    """A message, always the same for a number."""
    key = outbox.key_of(channel, "test", [number], "clerk")
    return Outgoing(
        key, f"<{number}@x>", channel, "test", "S-1", "clerk@x", "Betreff", "Inhalt"
    )


def put(store: Store, *messages: Outgoing, now: datetime = NOON) -> list[bool]:
    with store.writing() as tx:
        return [outbox.enqueue(tx, each, now) for each in messages]


def claim(store: Store, now: datetime = NOON) -> Claimed | None:
    with store.writing() as tx:
        return outbox.claim(tx, now)


def claimed(store: Store, now: datetime = NOON) -> Claimed:
    found = claim(store, now)
    assert found is not None
    return found


def abandoned(store: Store, now: datetime) -> list[str]:
    with store.writing() as tx:
        return outbox.release_abandoned(tx, now)


def only(store: Store) -> dict[str, Any]:
    """The one message of the outbox."""
    with store.reading() as tx:
        (row,) = outbox.listed(tx)
    return row


def test_the_same_key_is_the_same_message(world: World) -> None:
    assert put(world.store, message(), message()) == [True, False]
    assert put(world.store, message(), now=NOON + SECOND) == [False]
    assert only(world.store)["created_at"] == NOON


SHORT = st.text('ab",[]', max_size=3)


@given(st.lists(st.tuples(SHORT, SHORT, SHORT), min_size=2, max_size=2, unique=True))
def test_different_occasions_have_different_keys(pair: list[tuple[str, ...]]) -> None:
    one, other = (outbox.key_of("folder", a, [b], c) for a, b, c in pair)
    assert one != other


def test_a_claimed_message_is_claimed_by_nobody_else(world: World) -> None:
    put(world.store, message(1), message(2))
    assert {claimed(world.store).key, claimed(world.store).key} == {
        message(1).key,
        message(2).key,
    }
    assert claim(world.store) is None


def test_a_claim_is_durable_before_anything_is_delivered(world: World) -> None:
    put(world.store, message())
    claimed(world.store)
    with open_store(world.database, PACKAGES) as other:
        assert only(other)["state"] == "sending"


def test_on_postgresql_a_claim_does_not_wait_for_another(
    postgres: Postgres, postgres_template: str
) -> None:
    url = postgres.url(postgres.create_database(postgres_template))
    with open_store(url, PACKAGES) as one, open_store(url, PACKAGES) as other:
        put(one, message(1), message(2))
        with one.writing() as tx:
            first = outbox.claim(tx, NOON)
            second = claim(other)  # while the first is not committed
        assert first is not None
        assert second is not None
        assert first.key != second.key


def test_what_was_delivered_is_never_claimed_again(world: World) -> None:
    put(world.store, message())
    mine = claimed(world.store)
    with world.store.writing() as tx:
        assert outbox.complete(tx, mine, NOON)
        assert not outbox.complete(tx, mine, NOON)
    assert claim(world.store, NOON + timedelta(days=400)) is None
    assert only(world.store)["sent_at"] == NOON


def test_a_process_that_slept_through_its_lease_may_not_say_what_happened(
    world: World,
) -> None:
    put(world.store, message())
    slow = claimed(world.store)
    later = NOON + outbox.LEASE
    assert abandoned(world.store, later) == ["new"]
    quick = claimed(world.store, later)
    with world.store.writing() as tx:
        assert not outbox.complete(tx, slow, later)
        outbox.fail(tx, slow, later, "too late")
        assert outbox.complete(tx, quick, later)
    assert only(world.store)["state"] == "sent"


def test_a_lease_that_runs_is_respected(world: World) -> None:
    put(world.store, message())
    claimed(world.store)
    assert abandoned(world.store, NOON + outbox.LEASE - SECOND) == []


def test_a_lease_from_a_clock_that_was_put_back_is_over(world: World) -> None:
    put(world.store, message())
    claimed(world.store)
    assert abandoned(world.store, NOON - timedelta(days=1)) == ["new"]


def test_a_message_from_a_clock_that_was_put_back_does_not_wait_for_it(
    world: World,
) -> None:
    put(world.store, message())
    assert claim(world.store, NOON - SECOND) is None
    assert claim(world.store, NOON - timedelta(days=1)) is not None


def test_what_cannot_be_repeated_becomes_unknown(world: World) -> None:
    put(world.store, message(channel="smtp"))
    claimed(world.store)
    assert abandoned(world.store, NOON + outbox.LEASE) == ["unknown"]
    assert claim(world.store, NOON + timedelta(days=400)) is None


def test_a_killed_process_is_known_at_once(world: World) -> None:
    put(world.store, message())

    def claim_and_die() -> None:
        with open_store(world.database, PACKAGES) as store:
            claimed(store)
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_processes(claim_and_die) == [-signal.SIGKILL]
    assert abandoned(world.store, NOON) == ["new"]
    assert abandoned(world.store, NOON) == []


def test_a_message_that_fails_waits_longer_each_time_and_is_given_up(
    world: World,
) -> None:
    put(world.store, message())
    now, waits = NOON, []
    for attempt in range(1, outbox.ATTEMPTS + 1):
        mine = claimed(world.store, now)
        assert mine.attempts == attempt
        with world.store.writing() as tx:
            state = outbox.fail(tx, mine, now, f"no {attempt}")
        waits.append(only(world.store)["not_before"] - now)
        if state == "new":
            assert claim(world.store, now + waits[-1] - SECOND) is None
        now += waits[-1]
    minutes = [each / timedelta(minutes=1) for each in waits]
    assert minutes[:-1] == list(outbox.WAITS)
    row = only(world.store)
    assert (row["state"], row["last_error"]) == ("dead", "no 8")
    assert claim(world.store, now + timedelta(days=400)) is None


def test_a_message_that_kills_its_process_each_time_is_given_up(world: World) -> None:
    put(world.store, message())
    for attempt in range(outbox.ATTEMPTS):
        now = NOON + attempt * outbox.LEASE
        claimed(world.store, now)
        (state,) = abandoned(world.store, now + outbox.LEASE)
    assert state == "dead"


def test_a_message_that_fails_is_no_obstacle_to_the_others(world: World) -> None:
    put(world.store, *(message(number) for number in range(5)))
    done = []
    for mine in _claims(world.store):
        with world.store.writing() as tx:
            if mine.key == message(3).key:
                outbox.fail(tx, mine, NOON, "poison")
            else:
                outbox.complete(tx, mine, NOON)
                done.append(mine.key)
    assert len(done) == 4


def _claims(store: Store) -> Iterator[Claimed]:
    while (mine := claim(store)) is not None:
        yield mine


def test_only_what_nobody_delivers_can_be_withdrawn(world: World) -> None:
    put(world.store, message(1), message(2))
    taken = claimed(world.store)
    other = ({message(1).key, message(2).key} - {taken.key}).pop()
    with world.store.writing() as tx:
        assert not outbox.supersede(tx, taken.key)
        assert outbox.supersede(tx, other)
    assert claim(world.store, NOON + timedelta(days=1)) is None


def test_the_list_holds_everything_but_the_contents(world: World) -> None:
    put(world.store, message(1), message(2))
    claimed(world.store)
    with world.store.reading() as tx:
        assert len(outbox.listed(tx)) == 2
        (waiting,) = outbox.listed(tx, "new")
        assert outbox.waiting(tx) == 1
    assert waiting["subject"] == "Betreff"
    assert "content" not in waiting


def test_a_machine_without_proc_goes_by_leases_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_started", lambda process: "")
    monkeypatch.setattr(outbox, "_machine", lambda: "somewhere")
    put(world.store, message())
    claimed(world.store)
    assert abandoned(world.store, NOON) == []
    assert abandoned(world.store, NOON + outbox.LEASE) == ["new"]
