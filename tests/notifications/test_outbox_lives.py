"""Random lives of messages: two workers, a clock that jumps, a person who decides.

Whatever happens, a release is handed over once and a reminder twice at most, unless a
person had it sent again; nothing is lost; whoever comes too late changes nothing. What
was surely refused does not count as handed over.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from notifications import outbox, postbook
from notifications.delivery import FOLDER, RELEASE, SMTP, WEBHOOK, Claimed, Fenced
from tests.load import rounds
from tests.notifications.deliveries import MINUTE, message, put
from tests.worlds import NOON, PACKAGES, World
from workflow.errors import Refused
from workflow.store import Row, Store, open_store

KINDS = ("digest", "urgent", RELEASE)
CHANNELS = (FOLDER, SMTP, WEBHOOK)
OVER = {"sent", "unknown", "dead", "held", "superseded"}
MOST = 6  # messages in one life: few, so that much happens to each
JUMPS = (1, 1, 4, 6, 6, 70, 400, 400, 24 * 60, -3, -3 * 24 * 60)  # minutes
RARELY = st.sampled_from((False, False, False, False, True))

lives = count()  # the database is one for all of them


class Lives(RuleBasedStateMachine):
    """The outbox, and what must be true of it."""

    stores: tuple[Store, Store]
    world: World
    keys = Bundle("keys")
    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.now, self.life = NOON, next(lives)
        self.handed: dict[str, int] = {}  # handed over, and not surely refused
        self.sent_again: dict[str, int] = {}  # by a person, though it may be there
        self.touched: dict[str, datetime] = {}  # when a lease was last begun
        self.ours: dict[str, Claimed] = {}  # the claims that count

    def row(self, key: str) -> Row:
        with self.stores[0].reading() as tx:
            found = tx.one("message", named=key)
        assert found is not None
        return found

    @initialize(target=keys, kind=st.sampled_from(KINDS))
    def begin(self, kind: str) -> str:
        return self.add(kind, SMTP)

    @rule(target=keys, kind=st.sampled_from(KINDS), channel=st.sampled_from(CHANNELS))
    @precondition(lambda self: len(self.handed) < MOST)
    def enqueue(self, kind: str, channel: str) -> str:
        return self.add(kind, channel)

    def add(self, kind: str, channel: str) -> str:
        number = len(self.handed)  # so that the order of the keys is that of the adding
        said = message(self.life * 1000 + number, channel, kind)
        one = replace(said, key=f"{self.life:08x}{number:056x}")
        assert put(self.stores[0], one, one, now=self.now) == [True, False]
        self.handed[one.key] = self.sent_again[one.key] = 0
        return one.key

    @rule(
        target=claims,
        worker=st.integers(0, 1),
        channel=st.sampled_from((SMTP, SMTP, *CHANNELS)),
        press=st.sampled_from((True, True, False)),
    )
    def claim(self, worker: int, channel: str, press: bool) -> Any:
        if press:
            self.wait_for_the_next()
        with self.stores[worker].writing() as tx:
            waiting = {row["key"]: row for row in outbox.listed(tx, "new", most=10_000)}
            mine = outbox.claim(tx, self.now, channel, press=press)
        if mine is None:
            return multiple()
        before = waiting[mine.key]
        assert before["channel"] == channel
        assert press or mine.kind != RELEASE
        if before["not_before"] > self.now:
            assert mine.kind != RELEASE
            assert before["not_before"] > self.now + outbox.LONGEST_WAIT
        self.ours[mine.key], self.touched[mine.key] = mine, self.now
        return worker, mine

    def counts(self, mine: Claimed) -> bool:
        return self.ours.get(mine.key) == mine

    @rule(claim=claims)
    def hand_over(self, claim: tuple[int, Claimed]) -> None:
        worker, mine = claim
        before = self.row(mine.key)
        can = self.counts(mine) and before["stage"] is None
        try:
            with self.stores[worker].writing() as tx:
                outbox.passed(tx, mine, self.now)
        except Fenced:
            assert not can
            assert self.row(mine.key) == before
        else:
            assert can
            self.handed[mine.key] += 1
            self.touched[mine.key] = self.now

    @rule(
        claim=claims,
        outcome=st.sampled_from(("complete", "fail", "refuse", "uncertain", "back")),
    )
    def settle(self, claim: tuple[int, Claimed], outcome: str) -> None:
        worker, mine = claim
        before = self.row(mine.key)
        after = outcome in {"complete", "uncertain"}
        if self.counts(mine) and after and before["stage"] is None:
            return  # nobody says so before it was handed over
        with self.stores[worker].writing() as tx:
            said = self.said(tx, mine, outcome)
        if not self.counts(mine):
            assert said in {False, outbox.FENCED}
            assert self.row(mine.key) == before
            return
        del self.ours[mine.key]
        assert said is True or said == self.row(mine.key)["state"]
        if outcome not in {"complete", "uncertain"} and before["stage"] is not None:
            self.handed[mine.key] -= 1  # surely not taken
        if outcome == "back":
            assert self.row(mine.key)["attempts"] == mine.attempts - 1

    def said(self, tx: Any, mine: Claimed, outcome: str) -> object:
        if outcome == "complete":
            return outbox.complete(tx, mine, self.now)
        if outcome == "refuse":
            return outbox.fail(tx, mine, self.now, "550", permanent=True)
        said: object = getattr(outbox, outcome)(tx, mine, self.now, "because")
        return said

    def wait_for_the_next(self) -> None:
        rows = [self.row(key) for key in self.handed]
        times = [row["not_before"] for row in rows if row["state"] == "new"]
        self.now = max(self.now, min(times, default=self.now))

    @rule(worker=st.integers(0, 1))
    def sleep_through_a_lease(self, worker: int) -> None:
        self.now += outbox.LEASE
        self.look_for_abandoned(worker)

    @rule(channel=st.sampled_from((SMTP, SMTP, *CHANNELS)))
    def lose_the_answer(self, channel: str) -> None:
        self.wait_for_the_next()
        with self.stores[0].writing() as tx:
            mine = outbox.claim(tx, self.now, channel)
        if mine is not None:
            with self.stores[0].writing() as tx:
                outbox.passed(tx, mine, self.now)
                outbox.uncertain(tx, mine, self.now, "no answer")
            self.handed[mine.key] += 1

    @rule(minutes=st.sampled_from(JUMPS))
    def jump(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @rule(worker=st.integers(0, 1))
    def look(self, worker: int) -> None:
        self.look_for_abandoned(worker)

    def look_for_abandoned(self, worker: int) -> None:
        with self.stores[worker].writing() as tx:
            outbox.release_abandoned(tx, self.now)
        for key in list(self.ours):
            row = self.row(key)
            if row["state"] == "sending":
                assert self.now < row["lease_until"] <= self.now + 2 * outbox.LEASE
            else:
                del self.ours[key]

    @rule(
        key=keys,
        what=st.sampled_from(("hold", "release", "retry", "retry", "drop")),
        really=RARELY,
    )
    def decide(self, key: str, what: str, really: bool) -> None:
        if what == "drop" and not really:
            return  # little happens to what is over
        before, act = self.row(key), self.world.act()
        try:
            getattr(postbook, what)(self.world.store, act, [key], "weil")
        except Refused:
            assert self.row(key) == before
        else:
            assert before["state"] not in {"sending", "sent", "unknown"} or (
                what == "drop" and before["state"] == "unknown"
            )

    @rule(key=keys)
    def send_again(self, key: str) -> None:
        if self.row(key)["state"] == "unknown":
            postbook.retry(
                self.world.store, self.world.act(), [key], "fehlt", again=True
            )
            self.sent_again[key] += 1

    @rule(key=keys, delivered=st.booleans(), really=RARELY)
    def state_the_outcome(self, key: str, delivered: bool, really: bool) -> None:
        if not really:
            return
        before, act = self.row(key), self.world.act()
        try:
            said = self.world.store, act, [key], "weil"
            postbook.settle(*said, delivered=delivered)
        except Refused:
            assert self.row(key) == before
            assert before["state"] in {"sending", "sent"}
        else:
            assert self.row(key)["state"] == ("sent" if delivered else "superseded")

    @rule(key=keys, really=RARELY)
    def withdraw(self, key: str, really: bool) -> None:
        if not really:
            return
        before = self.row(key)["state"]
        with self.stores[1].writing() as tx:
            assert outbox.supersede(tx, key) is (before in {"new", "held"})

    @invariant()
    def nothing_is_handed_over_too_often(self) -> None:
        for key, handed in self.handed.items():
            row = self.row(key)
            if row["kind"] == RELEASE:
                assert handed <= 1 + self.sent_again[key], row
            elif row["channel"] == SMTP:
                assert handed <= 2 + self.sent_again[key], row

    @invariant()
    def what_is_being_delivered_has_a_holder_and_a_lease(self) -> None:
        for key in self.handed:
            row = self.row(key)
            assert (row["state"] == "sending") is (key in self.ours), row
            assert (row["holder"] is not None) is (key in self.ours)
            if key in self.ours:
                assert row["lease_until"] == self.touched[key] + outbox.LEASE

    def teardown(self) -> None:
        """In the end everything is out, or stands where a person sees it."""
        self.now += timedelta(days=400)
        for channel in CHANNELS * 2:
            with self.stores[0].writing() as tx:
                outbox.release_abandoned(tx, self.now)
            for mine in self.claims_left(channel):
                with self.stores[0].writing() as tx:
                    outbox.passed(tx, mine, self.now)
                    assert outbox.complete(tx, mine, self.now)
        assert {self.row(key)["state"] for key in self.handed} <= OVER

    def claims_left(self, channel: str) -> Iterator[Claimed]:
        while True:
            with self.stores[0].writing() as tx:
                mine = outbox.claim(tx, self.now, channel)
            if mine is None:
                return
            yield mine


@pytest.mark.heavy
def test_no_life_of_a_message_breaks_the_promise(world: World) -> None:
    with (
        open_store(world.database, PACKAGES) as one,
        open_store(world.database, PACKAGES) as other,
    ):

        class Here(Lives):
            stores = one, other

        Here.world = world
        run_state_machine_as_test(
            Here,
            settings=settings(max_examples=rounds(25, 600), stateful_step_count=50),
        )
    assert world.verify().sound
