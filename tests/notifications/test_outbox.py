"""The outbox: one message once, whoever delivers it and whatever becomes of them."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import holders, outbox
from notifications.delivery import FOLDER, RELEASE, SMTP, WEBHOOK, Claimed, Fenced
from tests.load import rounds
from tests.notifications.deliveries import (
    MINUTE,
    SECOND,
    abandoned,
    claim,
    claimed,
    message,
    only,
    passed,
    put,
    settled,
)
from tests.notifications.mailbox import in_processes
from tests.postgres import Postgres
from tests.worlds import NOON, PACKAGES, World
from workflow.store import Store, open_store


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


def test_the_one_that_has_waited_longest_goes_first(world: World) -> None:
    for number in (3, 1, 2):
        put(world.store, message(number), now=NOON - number * MINUTE)
    wanted = [message(number).key for number in (3, 2, 1)]
    assert [each.key for each in _claims(world.store)] == wanted


def test_what_waits_since_the_same_instant_goes_in_the_order_of_the_keys(
    world: World,
) -> None:
    put(world.store, *(message(number) for number in range(9)))
    keys = [each.key for each in _claims(world.store)]
    assert keys == sorted(keys)


def test_a_claim_is_for_one_channel(world: World) -> None:
    put(world.store, message(channel=SMTP), message(channel=WEBHOOK))
    assert claim(world.store, channel=FOLDER) is None
    assert claimed(world.store, channel=WEBHOOK).channel == WEBHOOK
    with world.store.reading() as tx:
        assert outbox.waiting(tx) == outbox.waiting(tx, SMTP) == 1
        assert outbox.waiting(tx, WEBHOOK) == 0


def test_releases_can_be_held_back_while_reminders_go(world: World) -> None:
    put(world.store, message(1, SMTP, RELEASE), message(2, SMTP, "urgent"))
    with world.store.writing() as tx:
        taken = outbox.claim(tx, NOON, SMTP, press=False)
        assert taken is not None
        assert taken.kind == "urgent"
        assert outbox.claim(tx, NOON, SMTP, press=False) is None
    assert claimed(world.store, channel=SMTP).kind == RELEASE


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
            first = outbox.claim(tx, NOON, FOLDER)
            second = claim(other)  # while the first is not committed
        assert first is not None
        assert second is not None
        assert first.key != second.key


@pytest.mark.heavy
def test_processes_that_claim_at_once_never_claim_the_same(world: World) -> None:
    count = rounds(200, 4000)
    put(world.store, *(message(number) for number in range(count)))

    def claim_all() -> None:
        with open_store(world.database, PACKAGES) as store:
            for mine in _claims(store):
                passed(store, mine)
                settled(store, outbox.complete, mine)

    assert in_processes(*[claim_all] * 3) == [0] * 3
    with world.store.reading() as tx:
        rows = outbox.listed(tx, most=count + 1)
    assert len(rows) == count
    assert {(row["state"], row["fence"], row["attempts"]) for row in rows} == {
        ("sent", 1, 1)
    }


def test_what_was_delivered_is_never_claimed_again(world: World) -> None:
    put(world.store, message())
    mine = claimed(world.store)
    assert settled(world.store, outbox.complete, mine)
    assert not settled(world.store, outbox.complete, mine)
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
    before = only(world.store)
    with pytest.raises(Fenced):
        passed(world.store, slow, later)
    with world.store.writing() as tx:
        assert not outbox.complete(tx, slow, later)
        assert outbox.fail(tx, slow, later, "too late") == outbox.FENCED
        assert outbox.uncertain(tx, slow, later, "too late") == outbox.FENCED
        assert outbox.back(tx, slow, later, "too late") == outbox.FENCED
    assert only(world.store) == before
    assert settled(world.store, outbox.complete, quick, later)
    assert only(world.store)["state"] == "sent"


def test_a_lease_that_runs_is_respected(world: World) -> None:
    put(world.store, message())
    claimed(world.store)
    assert abandoned(world.store, NOON + outbox.LEASE - SECOND) == []


def test_handing_over_renews_the_lease(world: World) -> None:
    put(world.store, message(channel=SMTP))
    mine = claimed(world.store, channel=SMTP)
    passed(world.store, mine, NOON + 4 * MINUTE)
    assert abandoned(world.store, NOON + outbox.LEASE) == []
    assert abandoned(world.store, NOON + 4 * MINUTE + outbox.LEASE) == ["new"]


def test_one_claim_hands_over_once(world: World) -> None:
    put(world.store, message(channel=SMTP, kind=RELEASE))
    mine = claimed(world.store, channel=SMTP)
    passed(world.store, mine)
    with pytest.raises(Fenced):
        passed(world.store, mine)


def test_a_message_handed_over_at_the_moment_it_is_looked_for_counts_as_given(
    postgres: Postgres, postgres_template: str
) -> None:
    """Its lease was over when it was read, but it is no longer when it is settled."""
    url = postgres.url(postgres.create_database(postgres_template))
    with open_store(url, PACKAGES) as one, open_store(url, PACKAGES) as other:
        put(one, message(channel=SMTP, kind=RELEASE))
        slow = claimed(one, channel=SMTP)
        later = NOON + outbox.LEASE
        with other.writing() as tx:
            (row,) = tx.all("claimed_messages")
            passed(one, slow, NOON)  # with the same clock: the same lease as before
            assert outbox._release(tx, row, later) == outbox.FENCED
        assert only(one)["state"] == "sending"
        assert abandoned(one, later) == ["unknown"]


def test_a_lease_from_a_clock_that_was_put_back_is_over(world: World) -> None:
    put(world.store, message())
    claimed(world.store)
    assert abandoned(world.store, NOON - timedelta(days=1)) == ["new"]


def test_a_message_from_a_clock_that_was_put_back_does_not_wait_for_it(
    world: World,
) -> None:
    put(world.store, message())
    for now in (NOON - SECOND, NOON - outbox.LONGEST_WAIT):
        assert claim(world.store, now) is None
        with world.store.reading() as tx:
            assert outbox.waiting(tx, FOLDER, now) == 0
    yesterday = NOON - timedelta(days=1)
    with world.store.reading() as tx:
        assert outbox.waiting(tx, FOLDER, yesterday) == 1
    assert claim(world.store, yesterday) is not None


def test_a_release_waits_for_its_time_whatever_the_clock_says(world: World) -> None:
    put(world.store, message(channel=SMTP, kind=RELEASE))
    for days in (1, 400):
        assert claim(world.store, NOON - timedelta(days=days), SMTP) is None
    assert claim(world.store, NOON, SMTP) is not None


def test_nobody_knows_of_a_release_and_it_is_not_sent_again(world: World) -> None:
    """On no channel: a folder or a webhook may have readers who cannot tell."""
    for channel in (FOLDER, SMTP, WEBHOOK):
        put(world.store, message(channel=channel, kind=RELEASE))
        mine = claimed(world.store, channel=channel)
        passed(world.store, mine)
        assert settled(world.store, outbox.uncertain, mine, reason="no answer") == (
            "unknown"
        )
        assert claim(world.store, NOON + timedelta(days=400), channel) is None


@pytest.mark.parametrize("kind", ["digest", "urgent"])
def test_nobody_knows_of_a_reminder_and_it_is_sent_once_more(
    world: World, kind: str
) -> None:
    put(world.store, message(channel=SMTP, kind=kind))
    first = claimed(world.store, channel=SMTP)
    passed(world.store, first)
    assert settled(world.store, outbox.uncertain, first, reason="lost") == "new"
    assert claim(world.store, NOON + MINUTE - SECOND, SMTP) is None
    second = claimed(world.store, NOON + MINUTE, SMTP)
    assert second == replace(first, repeats=1, fence=2, attempts=2), "same to the byte"
    passed(world.store, second, NOON + MINUTE)
    assert settled(world.store, outbox.uncertain, second, reason="lost") == "unknown"
    assert claim(world.store, NOON + timedelta(days=400), SMTP) is None


@pytest.mark.parametrize(("given", "became"), [(False, "new"), (True, "unknown")])
def test_a_channel_that_breaks_down_without_a_word_may_have_sent_a_release(
    world: World, given: bool, became: str
) -> None:
    put(world.store, message(channel=SMTP, kind=RELEASE))
    mine = claimed(world.store, channel=SMTP)
    if given:
        passed(world.store, mine)
    assert settled(world.store, outbox.broke, mine, reason="KeyError") == became
    assert settled(world.store, outbox.broke, mine, reason="again") == outbox.FENCED


@pytest.mark.parametrize("channel", [FOLDER, WEBHOOK])
def test_what_can_be_repeated_is_sent_until_it_is_taken(
    world: World, channel: str
) -> None:
    put(world.store, message(channel=channel))
    now, states = NOON, []
    while (mine := claim(world.store, now, channel)) is not None:
        passed(world.store, mine, now)
        states.append(settled(world.store, outbox.uncertain, mine, now, reason="lost"))
        now = only(world.store)["not_before"]
    assert states == ["new"] * (outbox.ATTEMPTS - 1) + ["unknown"]


@pytest.mark.parametrize(
    ("kind", "given", "became"),
    [
        ("digest", False, "new"),
        ("digest", True, "new"),
        (RELEASE, False, "new"),
        (RELEASE, True, "unknown"),
    ],
)
def test_what_becomes_of_a_message_whose_process_is_gone(
    world: World, kind: str, given: bool, became: str
) -> None:
    put(world.store, message(channel=SMTP, kind=kind))
    mine = claimed(world.store, channel=SMTP)
    if given:
        passed(world.store, mine)
    later = NOON + outbox.LEASE
    assert abandoned(world.store, later) == [became]
    assert abandoned(world.store, later) == []
    again = claim(world.store, later, SMTP)
    assert (again is not None) is (became == "new")
    if again is not None:
        assert again.repeats == given


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
        state = settled(world.store, outbox.fail, mine, now, reason=f"no {attempt}")
        waits.append(only(world.store)["not_before"] - now)
        if state == "new":
            assert claim(world.store, now + waits[-1] - SECOND) is None
        now += waits[-1]
    assert [each / MINUTE for each in waits] == [*outbox.WAITS, 0]
    row = only(world.store)
    assert (row["state"], row["last_error"]) == ("dead", "no 8")
    assert claim(world.store, now + timedelta(days=400)) is None


def test_what_is_refused_for_good_is_given_up_at_once(world: World) -> None:
    put(world.store, message(channel=SMTP))
    mine = claimed(world.store, channel=SMTP)
    with world.store.writing() as tx:
        said = outbox.fail(tx, mine, NOON, "550 no such user", permanent=True)
    assert said == "dead"
    assert only(world.store)["attempts"] == 1


def test_a_channel_that_cannot_be_used_costs_no_attempt(world: World) -> None:
    put(world.store, message(1, SMTP), message(2, SMTP))
    first = claimed(world.store, channel=SMTP)
    for _ in range(2 * outbox.ATTEMPTS):
        mine = claimed(world.store, channel=SMTP) if _ else first
        assert settled(world.store, outbox.back, mine, reason="no route") == "new"
        assert mine.key == first.key, "its place among the others stays"
    with world.store.reading() as tx:
        rows = {row["key"]: row for row in outbox.listed(tx)}
    assert rows[first.key]["attempts"] == 0
    assert rows[first.key]["not_before"] == NOON
    assert rows[first.key]["last_error"] == "no route"


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
        if mine.key == message(3).key:
            settled(world.store, outbox.fail, mine, reason="poison")
        else:
            settled(world.store, outbox.complete, mine)
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


def _nothing(store: Store) -> None:
    """It waits."""


def _take(store: Store) -> None:
    claimed(store, channel=SMTP)


def _refuse(store: Store) -> None:
    settled(store, outbox.fail, claimed(store, channel=SMTP), reason="451 later")


def _lose(store: Store) -> None:
    mine = claimed(store, channel=SMTP)
    passed(store, mine)
    settled(store, outbox.uncertain, mine, reason="no answer")


@pytest.mark.parametrize(
    ("happened", "can"),
    [(_nothing, True), (_take, False), (_refuse, True), (_lose, False)],
)
def test_only_what_surely_nobody_has_can_say_something_else(
    world: World, happened: Callable[[Store], None], can: bool
) -> None:
    put(world.store, message(channel=SMTP))
    happened(world.store)
    other = replace(message(channel=SMTP), subject="Neu", content="Anderes")
    with world.store.writing() as tx:
        assert outbox.recompose(tx, other) is can
    row = only(world.store)
    assert row["subject"] == ("Neu" if can else "Betreff")
    assert row["message_id"] == message(channel=SMTP).message_id


def test_a_list_holds_everything_but_the_contents(world: World) -> None:
    put(world.store, message(1), message(2))
    claimed(world.store)
    with world.store.reading() as tx:
        assert len(outbox.listed(tx)) == 2
        (waiting,) = outbox.listed(tx, "new")
        assert outbox.waiting(tx) == 1
    assert waiting["subject"] == "Betreff"
    assert "content" not in waiting


def test_pages_hold_each_message_once(world: World) -> None:
    put(world.store, *(message(number) for number in range(25)))
    with world.store.reading() as tx:
        pages = [outbox.listed(tx, page=page, most=10) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    keys = [row["key"] for page in pages for row in page]
    assert sorted(keys) == sorted(message(number).key for number in range(25))


def test_what_a_person_must_look_at_comes_first(world: World) -> None:
    states = _one_in_each_state(world.store)
    with world.store.reading() as tx:
        rows = outbox.listed(tx)
    assert [row["state"] for row in rows] == states


def test_what_is_over_is_listed_with_the_newest_first(world: World) -> None:
    put(world.store, message(1), message(2))
    for minute in (1, 2):
        mine = claimed(world.store)
        settled(world.store, outbox.complete, mine, NOON + minute * MINUTE)
    with world.store.reading() as tx:
        times = [row["sent_at"] for row in outbox.listed(tx)]
    assert times == sorted(times, reverse=True)


def test_troubles_are_counted_and_the_oldest_waiting_one_named(world: World) -> None:
    with world.store.reading() as tx:
        assert outbox.troubles(tx) == outbox.Troubles(0, 0, 0, 0, None)
    _one_in_each_state(world.store)
    put(world.store, message(90), now=NOON - timedelta(days=3))
    with world.store.reading() as tx:
        found = outbox.troubles(tx)
    assert (found.unknown, found.dead, found.held, found.waiting) == (1, 1, 0, 2)
    assert found.oldest == NOON - timedelta(days=3)


def _one_in_each_state(store: Store) -> list[str]:
    """A message in each state but held, which only a person brings about."""
    put(store, *(message(number, SMTP, RELEASE) for number in range(6)))
    lost = claimed(store, channel=SMTP)
    passed(store, lost)
    settled(store, outbox.uncertain, lost, reason="lost")
    with store.writing() as tx:
        refused = outbox.claim(tx, NOON, SMTP)
        assert refused is not None
        outbox.fail(tx, refused, NOON, "550", permanent=True)
        outbox.claim(tx, NOON, SMTP)
    settled(store, outbox.complete, claimed(store, channel=SMTP), NOON + SECOND)
    with store.writing() as tx:
        keys = [row["key"] for row in outbox.listed(tx, "new")]
        assert outbox.supersede(tx, keys[0])
    return ["unknown", "dead", "sending", "new", "sent", "superseded"]


@pytest.mark.heavy
def test_a_crowd_that_waits_does_not_slow_a_claim_down(world: World) -> None:
    """50,000 messages of one morning: a claim takes less than 50 ms."""
    count = rounds(5_000, 50_000)
    for begin in range(0, count, 5_000):
        put(world.store, *(message(begin + each, SMTP) for each in range(5_000)))
    took = []
    for _ in range(20):
        began = perf_counter()
        claimed(world.store, channel=SMTP)
        took.append(perf_counter() - began)
    assert min(took) < 0.05 * count / 50_000


def test_a_claim_is_found_by_the_index_and_sorts_nothing(world: World) -> None:
    assert _plan(world, "claim_message") == []


def _plan(world: World, name: str) -> list[str]:
    """What a claim would have to sort or to read through, as the database tells."""
    made = world.store.statements[name]
    said = {
        "of_channel": SMTP,
        "after": NOON - timedelta(days=1),
        "until": NOON,
        "withheld": "",
        "holder": "somebody",
        "lease_until": NOON,
    }
    sqlite = world.store.driver.dialect == "sqlite"
    explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
    with world.store.writing():
        if not sqlite:  # a table of a few rows is read whole
            world.store.driver.execute("SET LOCAL enable_seqscan = off", ())
        cursor = world.store.driver.execute(f"{explain} {made.sql}", made.values(said))
        lines = [str(row[-1]) for row in cursor.fetchall()]
    assert any("ix_message_state_channel_not_before_key" in line for line in lines)
    return [line for line in lines if "B-TREE" in line or "Sort" in line]


def test_a_machine_without_proc_goes_by_leases_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holders, "_started", lambda process: "")
    monkeypatch.setattr(holders, "_machine", lambda: "somewhere")
    put(world.store, message())
    claimed(world.store)
    assert abandoned(world.store, NOON) == []
    assert abandoned(world.store, NOON + outbox.LEASE) == ["new"]
