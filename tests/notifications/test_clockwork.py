"""The clock sense: a wrong clock sends no release and silences no reminder."""

import ctypes
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import cli
from notifications import clockwork, heartbeat, outbox, witnesses
from notifications.clockwork import NO_DOUBT, Doubt, Sense
from notifications.delivery import FOLDER, RELEASE, Outgoing
from notifications.rounds import Settings, round
from notifications.witnesses import agree
from tests.notifications.deliveries import message, put, unbound
from tests.notifications.mailbox import term
from tests.workflow.terms_path import Case
from tests.worlds import NOON, World
from workflow import people
from workflow.access import Identity
from workflow.errors import NotPermitted, Refused
from workflow.unit import Act

__all__ = ["unbound"]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HELD = Doubt(press_held=True, clock_events_held=True)
PRESS = Doubt(press_held=True)


@dataclass
class Machine:
    """A machine with a scheduler: a clock that can be set, and one that cannot."""

    world: World
    now: datetime = NOON
    passed: float = 5000.0
    vouched: bool = True
    name: str = "one"

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """A new process of the scheduler."""
        self.sense = Sense(self.name, lambda: self.passed, lambda: self.vouched)

    def wait(self, span: timedelta = MINUTE) -> None:
        """Time passes; both clocks go on, also while the machine sleeps."""
        self.now += span
        self.passed += span.total_seconds()

    def round(self) -> Doubt:
        """A round, as far as the clock and the heartbeat take part in it."""
        found = self.sense.check(self.world.store, self.now)
        with self.world.store.writing() as tx:
            heartbeat.beat(tx, self.now, self.name, found.problems, 0)
        return found

    def confirm(self) -> None:
        """An administrator says that the clock is right."""
        act = Act(self.world.person, self.now)
        clockwork.confirm(self.world.store, act, "Uhr geprüft")


@pytest.fixture
def machine(world: World) -> Machine:
    """A machine whose scheduler has run for an hour."""
    found = Machine(world)
    for _ in range(3):
        assert not found.round()
        found.wait(20 * MINUTE)
    return found


def held(found: Doubt) -> Doubt:
    """What is held back, without the words for it."""
    return Doubt(found.press_held, found.clock_events_held)


@pytest.mark.parametrize(
    ("jump", "said"),
    [(HOUR, "60 minutes"), (DAY, "24 hours"), (3653 * DAY, "3653 days")],
)
def test_a_jump_ahead_holds_releases_and_the_ends_of_terms_until_confirmed(
    machine: Machine, jump: timedelta, said: str
) -> None:
    machine.now += jump
    found = machine.round()
    assert held(found) == HELD
    (problem,) = found.problems
    assert f"ahead by {said} (noticed by one)" in str(problem)
    for _ in range(3):
        machine.wait()
        assert machine.round() == found
    machine.start()  # killing the process is no way around it
    assert machine.round() == found
    machine.confirm()
    machine.wait()
    assert machine.round() == NO_DOUBT


def test_every_scheduler_holds_back_what_one_of_them_doubts(machine: Machine) -> None:
    machine.now += HOUR
    machine.round()
    other = Machine(machine.world, machine.now - HOUR, name="two")
    assert held(other.round()) == HELD
    with machine.world.store.reading() as tx:
        assert sum(row["seconds"] > 0 for row in tx.all("clock_doubts")) == 1


def test_a_clock_that_falls_back_into_line_still_has_to_be_confirmed(
    machine: Machine,
) -> None:
    machine.now += DAY
    machine.round()
    machine.wait()
    machine.now -= DAY
    found = machine.round()
    assert held(found) == HELD
    assert len(found.problems) == 2  # it jumped ahead, and it was put back
    machine.confirm()
    machine.wait()
    assert machine.round() == NO_DOUBT


@pytest.mark.parametrize(
    ("step", "noticed"), [(10 * MINUTE, False), (11 * MINUTE, True)]
)
def test_what_a_time_service_sets_is_no_jump(
    machine: Machine, step: timedelta, noticed: bool
) -> None:
    machine.now += step
    assert bool(machine.round()) is noticed


@pytest.mark.parametrize("back", [HOUR, DAY])
def test_a_clock_put_back_is_complained_of_until_it_has_caught_up(
    machine: Machine, back: timedelta
) -> None:
    machine.now -= back
    found = machine.round()
    assert held(found) == NO_DOUBT
    assert "behind the newest entry or round" in str(found.problems[0])
    machine.wait(back - 11 * MINUTE)
    assert machine.round().problems
    machine.wait(11 * MINUTE)
    assert machine.round() == NO_DOUBT


@pytest.mark.parametrize("back", [HOUR, DAY])
def test_a_clock_that_was_put_right_is_complained_of_until_confirmed(
    machine: Machine, back: timedelta
) -> None:
    machine.now -= back
    assert machine.round().problems
    machine.confirm()
    machine.start()
    for _ in range(3):
        machine.wait()
        assert machine.round() == NO_DOUBT


def test_a_round_before_the_newest_entry_is_complained_of_by_a_new_process(
    world: World,
) -> None:
    world.open()
    machine = Machine(world, world.now - HOUR)
    found = machine.round()
    assert held(found) == NO_DOUBT
    assert "stands 60 minutes behind" in str(found.problems[0])


def test_entries_of_a_wrong_clock_keep_their_order_and_are_accepted_once(
    world: World,
) -> None:
    world.now = NOON + 3653 * DAY
    reference = world.open()
    machine = Machine(world, NOON)
    assert machine.round().problems
    machine.confirm()
    world.now = NOON + DAY
    world.advance(reference, "approve", "2021-07-06")
    assert world.verify().sound
    machine.wait()
    assert machine.round() == NO_DOUBT


def test_a_machine_that_slept_is_not_doubted(machine: Machine) -> None:
    machine.wait(70 * HOUR)
    assert machine.round() == NO_DOUBT


@pytest.mark.parametrize("before", ["2026-03-29", "2026-10-25"])
def test_a_night_in_which_local_time_jumps_is_a_night_like_any_other(
    world: World, before: str
) -> None:
    night = datetime.fromisoformat(f"{before}T00:00:00+00:00")
    machine = Machine(world, night - HOUR)
    for _ in range(8):
        assert machine.round() == NO_DOUBT
        machine.wait(30 * MINUTE)


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that is set to the time of Kiritimati."""
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("far_away")
def test_the_zone_of_the_machine_is_nothing_to_the_clock(machine: Machine) -> None:
    machine.wait()
    assert machine.round() == NO_DOUBT
    machine.now += HOUR
    assert held(machine.round()) == HELD


@pytest.mark.parametrize("vouched", [True, False])
def test_after_a_week_without_a_scheduler_somebody_has_to_vouch(
    machine: Machine, vouched: bool
) -> None:
    machine.wait(7 * DAY)
    machine.start()
    machine.vouched = vouched
    found = machine.round()
    assert held(found) == (NO_DOUBT if vouched else PRESS)
    assert not found.problems  # nothing is held back, so there is nothing to hear of
    put(machine.world.store, message(kind=RELEASE), now=machine.now)
    found = machine.round()
    assert len(found.problems) == (not vouched)
    machine.wait()
    machine.start()
    machine.vouched = True  # too late: the doubt is on record
    assert machine.round() == found


def test_a_day_without_a_scheduler_is_a_day_off(machine: Machine) -> None:
    machine.vouched = False
    machine.wait(DAY - 20 * MINUTE)  # since the end of its last round
    machine.start()
    assert machine.round() == NO_DOUBT


def test_an_entry_does_not_vouch_for_the_clock_that_dated_it(machine: Machine) -> None:
    """Clerks go on while the scheduler stands: with the clock that is in question."""
    machine.wait(7 * DAY)
    machine.world.now = machine.now
    machine.world.open()
    machine.start()
    machine.vouched = False
    assert held(machine.round()) == PRESS


def test_a_jump_is_worse_than_a_clock_that_nobody_vouches_for(
    machine: Machine,
) -> None:
    machine.wait(7 * DAY)
    machine.start()
    machine.vouched = False
    assert held(machine.round()) == PRESS
    machine.wait()
    machine.now += HOUR
    assert held(machine.round()) == HELD
    machine.confirm()
    machine.wait()
    assert machine.round() == NO_DOUBT


def test_a_single_round_compares_nothing_but_the_record(machine: Machine) -> None:
    machine.now += HOUR
    single = Sense("tick", vouches=lambda: False)
    assert single.check(machine.world.store, machine.now) == NO_DOUBT
    machine.now += 2 * DAY
    single = Sense("tick", vouches=lambda: False)
    assert held(single.check(machine.world.store, machine.now)) == PRESS


# --- what is held back


def embargoed(world: World, until: datetime) -> None:
    """A release waits for its time."""
    said = Outgoing(
        key="f" * 64,
        message_id="<release@office.example>",
        letter="f" * 64,
        channel=FOLDER,
        kind=RELEASE,
        reference=None,
        recipient="press@office.example",
        subject="Beschluss",
        content="Subject: Beschluss\r\n\r\nDer Senat hat beschlossen.\r\n",
    )
    with world.store.writing() as tx:
        assert outbox.enqueue(tx, said, until)


def kinds(world: World) -> set[tuple[str, str]]:
    """The kinds of messages in the outbox, with their states."""
    with world.store.reading() as tx:
        return {(row["kind"], row["state"]) for row in outbox.listed(tx)}


@pytest.mark.usefixtures("unbound")
@pytest.mark.parametrize("ahead", [60 * DAY, 3653 * DAY])
def test_while_the_clock_is_ahead_people_are_reminded_and_nothing_else_happens(
    world: World, tmp_path: Path, ahead: timedelta
) -> None:
    case = Case(world)  # on 20 February 2023
    case.ask("interior", "2023-02-20")  # silence will be a consent
    term(world, case.item, "2023-03-20")
    embargoed(world, world.now + 30 * DAY)
    settings = Settings(tmp_path / "outbox", name="one")
    machine = Machine(world, world.now + HOUR)
    round(world.store, machine.now, settings, sense=machine.sense)
    machine.wait()
    machine.now += ahead
    for _ in range(3):
        report = round(world.store, machine.now, settings, sense=machine.sense)
        assert report.expired == 0
        machine.wait()
    assert kinds(world) >= {("release", "new"), ("digest", "sent")}
    assert ("release", "sent") not in kinds(world)
    machine.confirm()
    report = round(world.store, machine.now, settings, sense=machine.sense)
    assert report.expired == 1
    assert ("release", "sent") in kinds(world)
    assert world.verify().sound


@pytest.mark.usefixtures("unbound")
def test_after_a_long_stop_only_releases_wait_for_a_witness(
    world: World, tmp_path: Path
) -> None:
    case = Case(world)
    case.ask("interior", "2023-02-20")
    embargoed(world, world.now + 30 * DAY)
    settings = Settings(tmp_path / "outbox", name="one")
    machine = Machine(world, world.now + 60 * DAY, vouched=False)
    report = round(world.store, machine.now, settings, sense=machine.sense)
    assert report.expired == 1
    assert ("release", "new") in kinds(world)
    machine.confirm()
    round(world.store, machine.now, settings, sense=machine.sense)
    assert ("release", "sent") in kinds(world)


# --- who confirms


def test_confirming_is_an_entry_of_an_administrator(machine: Machine) -> None:
    clerk = Identity("database:other", "other", "database")
    world = machine.world
    people.grant(world.store, world.act(), clerk, "clerk", [world.path.definition])
    machine.now += DAY
    machine.round()
    with pytest.raises(NotPermitted):
        clockwork.confirm(world.store, Act(clerk, machine.now), "ich war's nicht")
    assert held(machine.round()) == HELD
    act = Act(world.person, machine.now, command_id="c-1")
    answer = clockwork.confirm(world.store, act, "Funkuhr verglichen")
    assert (answer["verb"], answer["doubts"]) == ("clock", [86400])
    assert clockwork.confirm(world.store, act, "Funkuhr verglichen") == answer
    assert world.verify().sound


def test_what_nobody_doubts_cannot_be_confirmed(machine: Machine) -> None:
    with pytest.raises(Refused, match="no doubt about the clock"):
        machine.confirm()


# --- second witnesses


@pytest.mark.parametrize(
    ("ahead", "near"), [(0, True), (50, True), (70, False), (-70, False)]
)
@pytest.mark.parametrize("kept", [True, False])
def test_the_server_is_asked_or_else_the_kernel(
    world: World, monkeypatch: pytest.MonkeyPatch, ahead: int, near: bool, kept: bool
) -> None:
    monkeypatch.setattr(witnesses, "kernel_vouches", lambda: kept)
    with world.store.reading() as tx:
        found = agree(world.store, tx, cli.read_clock() + timedelta(seconds=ahead))
    assert found is (near if world.store.session_user else kept)


@pytest.mark.parametrize(
    ("state", "status", "expected"),
    [
        (0, 0x2001, True),  # TIME_OK, kept by a time service
        (1, 0x0001, True),  # a leap second is coming
        (5, 0x0040, False),  # TIME_ERROR, STA_UNSYNC
        (0, 0x0040, False),
        (-1, 0, False),  # not permitted
    ],
)
def test_what_the_kernel_says_is_read_right(
    monkeypatch: pytest.MonkeyPatch, state: int, status: int, expected: bool
) -> None:
    class Library:
        def __init__(self, _: None) -> None:
            pass

        def adjtimex(self, asked: object) -> int:
            asked._obj.status = status  # type: ignore[attr-defined]
            return state

    monkeypatch.setattr("ctypes.CDLL", Library)
    assert witnesses.kernel_vouches() is expected


def test_a_system_without_that_call_vouches_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _: object())
    assert witnesses.kernel_vouches() is False


def test_there_is_room_for_all_that_the_kernel_writes() -> None:
    """The call fills in 208 bytes where a long has eight, whatever we read of it."""
    assert ctypes.sizeof(witnesses._Timex) >= 208
    assert witnesses._Timex.status.offset == 5 * ctypes.sizeof(ctypes.c_long)
