"""What a person decides about messages: on the record, and about what was seen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from notifications import outbox, outcomes, postbook
from notifications.delivery import RELEASE, SMTP
from tests.notifications.deliveries import (
    MINUTE,
    claim,
    claimed,
    message,
    only,
    passed,
    put,
    settled,
)
from tests.worlds import NOON, World
from workflow.access import Identity
from workflow.errors import ItemMoved, NotPermitted, Refused

ONE = message(channel=SMTP)
KEYS = [ONE.key]
Outcome = Callable[..., Any]


def lost(world: World, kind: str = RELEASE) -> str:
    """A message that may have arrived; its key."""
    one = message(channel=SMTP, kind=kind)
    put(world.store, one)
    now = NOON
    while (mine := claim(world.store, now, SMTP)) is not None:
        passed(world.store, mine, now)
        settled(world.store, outbox.uncertain, mine, now, reason="no answer")
        now += MINUTE
    assert only(world.store)["state"] == "unknown"
    return one.key


def dead(world: World, *numbers: int) -> list[str]:
    """Messages that were given up; their keys."""
    for number in numbers or (1,):
        put(world.store, message(number, SMTP))
        mine = claimed(world.store, channel=SMTP)
        with world.store.writing() as tx:
            outbox.fail(tx, mine, NOON, "550 no such user", permanent=True)
    return [message(number, SMTP).key for number in numbers or (1,)]


def refusal(decide: Callable[..., Any], *asked: Any, **more: Any) -> str:
    with pytest.raises(Refused) as caught:
        decide(*asked, **more)
    return str(caught.value)


def test_what_was_given_up_is_tried_again_with_all_its_attempts(world: World) -> None:
    keys = dead(world)
    act = world.act()
    answer = postbook.retry(world.store, act, keys, "Postfach gibt es wieder")
    row = only(world.store)
    assert (row["state"], row["attempts"], row["not_before"]) == ("new", 0, act.now)
    assert (answer["verb"], answer["messages"]) == ("retry", keys)
    again = claimed(world.store, act.now, SMTP)
    assert (again.message_id, again.repeats) == (ONE.message_id, 0)


def test_what_failed_and_waits_is_tried_at_once(world: World) -> None:
    put(world.store, ONE)
    mine = claimed(world.store, channel=SMTP)
    settled(world.store, outbox.fail, mine, reason="451 later")
    assert claim(world.store, NOON + timedelta(seconds=30), SMTP) is None
    postbook.retry(world.store, world.act(), KEYS)
    assert claimed(world.store, world.now, SMTP).attempts == 1


def test_what_may_have_arrived_is_sent_again_only_if_the_person_says_so(
    world: World,
) -> None:
    keys = [lost(world, "digest")]
    assert "may have arrived" in refusal(
        postbook.retry, world.store, world.act(), keys, "fehlt"
    )
    unreasoned = refusal(postbook.retry, world.store, world.act(), keys, again=True)
    assert "--again --reason" in unreasoned
    assert only(world.store)["state"] == "unknown"
    postbook.retry(world.store, world.act(), keys, "nicht angekommen", again=True)
    assert only(world.store)["state"] == "new"


def test_a_release_sent_again_by_a_person_is_not_sent_a_third_time(
    world: World,
) -> None:
    keys = [lost(world)]
    said = refusal(postbook.retry, world.store, world.act(), keys, "fehlt")
    assert "clerk@example.org" in said
    assert "twice" in said
    postbook.retry(world.store, world.act(), keys, "nicht angekommen", again=True)
    mine = claimed(world.store, world.now, SMTP)
    passed(world.store, mine, world.now)
    state = settled(world.store, outbox.uncertain, mine, world.now, reason="lost")
    assert (state, only(world.store)["repeats"]) == ("unknown", 1)


def test_what_is_held_is_not_claimed_until_it_is_released(world: World) -> None:
    put(world.store, ONE)
    postbook.hold(world.store, world.act(), KEYS, "Rückfrage der Leitung")
    assert claim(world.store, NOON + timedelta(days=400), SMTP) is None
    postbook.release(world.store, world.act(), KEYS)
    assert claim(world.store, NOON, SMTP) is not None


def test_what_is_held_can_become_pointless(world: World) -> None:
    put(world.store, ONE)
    postbook.hold(world.store, world.act(), KEYS)
    with world.store.writing() as tx:
        assert outbox.recompose(tx, replace(ONE, content="kürzer"))
        assert outbox.supersede(tx, ONE.key)
    assert refusal(postbook.release, world.store, world.act(), KEYS)


def test_what_is_being_delivered_can_be_neither_held_nor_dropped(world: World) -> None:
    put(world.store, ONE)
    claimed(world.store, channel=SMTP)
    before = only(world.store)
    for decide in (postbook.hold, postbook.release, postbook.drop, postbook.retry):
        said = refusal(decide, world.store, world.act(), KEYS, "zu spät")
        assert "being delivered" in said
        assert "10:05 UTC" in said
    assert only(world.store) == before


def test_a_dropped_message_is_never_sent_and_says_so(world: World) -> None:
    put(world.store, ONE)
    postbook.drop(world.store, world.act(), KEYS, "überholt")
    assert claim(world.store, NOON + timedelta(days=400), SMTP) is None
    row = only(world.store)
    assert (row["state"], row["last_error"]) == ("superseded", str(outcomes.DROPPED))


def test_a_dropped_message_that_may_have_arrived_says_that(world: World) -> None:
    keys = [lost(world)]
    postbook.drop(world.store, world.act(), keys, "telefonisch bestätigt")
    assert only(world.store)["last_error"] == str(outcomes.DROPPED_UNKNOWN)


def given_up_after_a_doubt(world: World, number: int = 1) -> str:
    """A message that may have arrived before it was given up; its key."""
    one = message(number, SMTP)
    put(world.store, one)
    first = claimed(world.store, channel=SMTP)
    passed(world.store, first)
    assert settled(world.store, outbox.uncertain, first, reason="no answer") == "new"
    with world.store.writing() as tx:
        again = outbox.claim(tx, NOON + MINUTE, SMTP)
        assert again is not None
        outbox.fail(tx, again, NOON + MINUTE, "550 no such user", permanent=True)
    return one.key


def row_of(world: World, key: str) -> dict[str, Any]:
    with world.store.reading() as tx:
        return postbook.shown(tx, key)


def test_dropping_all_that_was_given_up_forgets_no_doubt(world: World) -> None:
    doubtful = given_up_after_a_doubt(world, 1)
    (plain,) = dead(world, 2)
    assert outcomes.may_have_arrived(row_of(world, doubtful))
    postbook.drop_dead(world.store, world.act(), "weg")
    for key, perhaps, said in (
        (doubtful, True, outcomes.DROPPED_UNKNOWN),
        (plain, False, outcomes.DROPPED),
    ):
        row = row_of(world, key)
        assert (row["state"], row["last_error"]) == ("superseded", str(said))
        assert outcomes.may_have_arrived(row) is perhaps


def test_a_doubt_outlives_every_decision_but_a_statement(world: World) -> None:
    key = lost(world, "digest")

    def doubtful() -> bool:
        return outcomes.may_have_arrived(row_of(world, key))

    assert doubtful()
    postbook.retry(world.store, world.act(), [key], "fehlt", again=True)
    assert doubtful()
    postbook.hold(world.store, world.act(), [key])
    assert doubtful()
    postbook.drop(world.store, world.act(), [key], "überholt")
    assert doubtful()
    postbook.settle(world.store, world.act(), [key], "im Protokoll", delivered=True)
    assert not doubtful()


def test_what_is_in_nobodys_doubt_is_in_none(world: World) -> None:
    put(world.store, ONE)
    assert not outcomes.may_have_arrived(only(world.store))
    mine = claimed(world.store, channel=SMTP)
    passed(world.store, mine)
    assert not outcomes.may_have_arrived(only(world.store)), "it is on its way"
    settled(world.store, outbox.complete, mine)
    assert not outcomes.may_have_arrived(only(world.store))


@pytest.mark.parametrize(
    ("delivered", "state"), [(True, "sent"), (False, "superseded")]
)
def test_a_person_states_what_became_of_a_message(
    world: World, delivered: bool, state: str
) -> None:
    key = lost(world, "digest")
    say = {"delivered": delivered}
    answer = postbook.settle(world.store, world.act(), [key], "im Protokoll", **say)
    row = row_of(world, key)
    assert (row["state"], outcomes.may_have_arrived(row)) == (state, False)
    assert claim(world.store, NOON + timedelta(days=400), SMTP) is None
    with world.store.reading() as tx:
        found = outcomes.statement(tx, row)
    name, entry = world.person.name, answer["entry"]
    assert found == outcomes.Statement(delivered, name, entry)
    assert (answer["verb"], answer["delivered"]) == ("settle", delivered)
    assert world.verify().sound


def test_the_latest_statement_counts_and_other_decisions_are_none(
    world: World,
) -> None:
    one, two = lost(world, "digest"), lost_too(world)
    for delivered in (True, False, True):
        said = world.act(), [one], "nachgefragt"
        last = postbook.settle(world.store, *said, delivered=delivered)
    postbook.settle(world.store, world.act(), [two], "fehlt", delivered=False)
    with world.store.reading() as tx:
        found = outcomes.statement(tx, postbook.shown(tx, one))
    assert found is not None
    assert (found.delivered, found.entry) == (True, last["entry"])
    assert "sent already" in refusal(
        postbook.drop, world.store, world.act(), [one], "weg"
    )


def lost_too(world: World) -> str:
    """Another message that may have arrived; its key."""
    one = message(2, SMTP, RELEASE)
    put(world.store, one)
    mine = claimed(world.store, channel=SMTP)
    passed(world.store, mine)
    settled(world.store, outbox.uncertain, mine, reason="no answer")
    return one.key


def test_what_was_sent_before_a_restore_is_stated_and_not_sent_again(
    world: World,
) -> None:
    """The database of the night knows the message as one that waits."""
    put(world.store, ONE, now=world.now + timedelta(days=3))
    said = world.act(), KEYS, "Protokoll des Servers"
    postbook.settle(world.store, *said, delivered=True)
    assert claim(world.store, NOON + timedelta(days=400), SMTP) is None
    assert only(world.store)["not_before"] <= world.now, "its end lies behind"


def test_of_what_is_on_its_way_or_was_taken_nothing_can_be_stated(
    world: World,
) -> None:
    put(world.store, ONE)
    mine = claimed(world.store, channel=SMTP)
    for said in ("being delivered", "sent already"):
        before = only(world.store)
        for delivered in (True, False):
            asked = world.store, world.act(), KEYS, "weil"
            assert said in refusal(postbook.settle, *asked, delivered=delivered)
        assert only(world.store) == before
        settled(world.store, outbox.complete, mine)


def test_what_was_sent_stays_as_it_is(world: World) -> None:
    put(world.store, ONE)
    settled(world.store, outbox.complete, claimed(world.store, channel=SMTP))
    for decide in (postbook.hold, postbook.release, postbook.drop, postbook.retry):
        assert "sent already" in refusal(
            decide, world.store, world.act(), KEYS, "zu spät"
        )


def test_all_that_was_given_up_is_tried_again_by_one_decision(world: World) -> None:
    dead(world, 1, 2, 3)
    put(world.store, message(4, SMTP))
    answer = postbook.retry_dead(world.store, world.act(), "Server ist wieder da")
    assert answer["dead"] == 3
    with world.store.reading() as tx:
        assert postbook.counts(tx)["new"] == 4
    assert refusal(postbook.drop_dead, world.store, world.act(), "weg")


def test_a_decision_is_an_entry_with_its_reason_and_no_address(world: World) -> None:
    keys = dead(world)
    answer = postbook.drop(world.store, world.act(), keys, "ausgeschieden")
    with world.store.reading() as tx:
        (entry,) = [row for row in tx.all("entries") if row["seq"] == answer["entry"]]
        (words,) = tx.all("words_at", seq=answer["entry"])
    assert words["text"] == "ausgeschieden"
    assert "example.org" not in str(entry)
    assert keys[0] in str(entry)
    assert world.verify().sound


def test_a_repeated_command_decides_once(world: World) -> None:
    keys = dead(world)
    first = postbook.retry(world.store, world.act(command_id="a"), keys)
    mine = claimed(world.store, world.now, SMTP)
    again = postbook.retry(world.store, world.act(command_id="a"), keys)
    assert again == first
    assert settled(world.store, outbox.complete, mine), "it was not touched again"


def test_all_messages_are_decided_about_or_none(world: World) -> None:
    keys = dead(world, 1, 2)
    put(world.store, message(3, SMTP))
    claimed(world.store, channel=SMTP)
    both = [*keys, message(3, SMTP).key]
    refusal(postbook.drop, world.store, world.act(), both, "weg")
    with world.store.reading() as tx:
        assert postbook.counts(tx)["dead"] == 2
    assert world.verify().sound


def test_only_an_administrator_decides(world: World) -> None:
    dead(world)
    put(world.store, message(2, SMTP))
    world.person = Identity("database:guest", "guest", "database")
    for decide in (postbook.retry, postbook.hold, postbook.release, postbook.drop):
        with pytest.raises(NotPermitted):
            decide(world.store, world.act(), KEYS, "darf ich")
    with pytest.raises(NotPermitted):
        postbook.settle(world.store, world.act(), KEYS, "darf ich", delivered=True)
    with pytest.raises(NotPermitted):
        postbook.retry_dead(world.store, world.act())


def test_a_scheduler_that_was_quicker_wins(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking at a message and changing it, it was claimed."""
    put(world.store, ONE)
    seen = only(world.store)
    claimed(world.store, channel=SMTP)
    monkeypatch.setattr(postbook, "shown", lambda tx, key: seen)
    with pytest.raises(ItemMoved):
        postbook.hold(world.store, world.act(), KEYS)
    assert only(world.store)["state"] == "sending"
    assert world.verify().sound


def test_the_first_digits_of_a_key_are_enough(world: World) -> None:
    ones = [replace(message(n), key=f"ab{n:062x}", letter="x") for n in range(3)]
    put(world.store, *ones)
    with world.store.reading() as tx:
        assert postbook.shown(tx, ones[2].key.upper())["key"] == ones[2].key
        assert "More digits" in refusal(postbook.shown, tx, "ab")
        for wrong in ("ac", "", "ab%", "'", "zz", "ab0' OR 1=1", "ä", "a" * 900):
            assert "There is no message" in refusal(postbook.shown, tx, wrong)


def test_every_state_is_counted(world: World) -> None:
    dead(world, 1)
    put(world.store, message(2, SMTP))
    with world.store.reading() as tx:
        assert postbook.counts(tx) == dict.fromkeys(outbox.STATES, 0) | {
            "new": 1,
            "dead": 1,
        }


def test_too_many_at_once_are_refused(world: World) -> None:
    keys = [message(number).key for number in range(postbook.MOST + 1)]
    assert "At most" in refusal(postbook.hold, world.store, world.act(), keys)
