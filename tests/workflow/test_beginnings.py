"""A law enters into force on its day, by the clock: neither the day after, nor twice.

The days are those of the constitution of Berlin, Art. 60 (3): the day that the law
names, else the 14th day after that of its promulgation, at 0:00; no § 193 BGB.
"""

import signal
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from tests.load import rounds
from tests.notifications.mailbox import in_processes
from tests.workflow.forging import Forger
from tests.workflow.killed import Fatal
from tests.workflow.law_path import NO_PERIOD, Law
from tests.workflow.terms_path import at
from tests.worlds import FOUNDER, PACKAGES, World, on
from workflow import planning, plans
from workflow.access import Standing, require
from workflow.docket import choices
from workflow.duties import duties
from workflow.errors import NotPermitted, Refused
from workflow.expiry import expire
from workflow.morning import hindered
from workflow.store import open_store


@pytest.fixture
def law(world: World) -> Law:
    return Law(world)


@pytest.mark.parametrize(
    ("promulgated", "in_force"),
    [
        ("2024-03-01", "2024-03-15"),  # the day of the promulgation does not count
        ("2024-02-16", "2024-03-01"),  # over the end of a leap month
        ("2024-03-17", "2024-03-31"),  # Easter Sunday, and the clocks go forward
        ("2024-12-11", "2024-12-25"),  # Christmas Day: no working day gives way
    ],
)
def test_it_enters_into_force_on_the_fourteenth_day(
    law: Law, promulgated: str, in_force: str
) -> None:
    law.promulgated(promulgated)
    eve = date.fromisoformat(in_force) - timedelta(days=1)
    assert law.tick(str(eve), hour=22).recorded == []  # 23:00 in Berlin, or 0:00
    (told,) = law.tick(in_force).recorded
    assert (told["event"], told["on"], told["to"]) == (
        "enter_into_force",
        in_force,
        "in_force",
    )
    assert law.standing == f"{in_force} met"
    assert law.world.verify().sound


def test_its_day_begins_at_midnight_in_berlin(law: Law) -> None:
    law.promulgated()
    midnight = datetime(2024, 3, 14, 23, 0, tzinfo=UTC)
    assert expire(law.world.store, midnight - timedelta(seconds=1)).recorded == []
    assert len(expire(law.world.store, midnight).recorded) == 1
    assert expire(law.world.store, midnight).recorded == []


def test_after_a_month_without_a_tick_it_has_its_day_all_the_same(law: Law) -> None:
    law.promulgated()
    (told,) = law.tick("2024-04-15").recorded
    assert (told["on"], law.in_force) == ("2024-03-15", [("2024-03-15", "clock")])
    assert law.tick("2024-04-16").recorded == []


@pytest.mark.parametrize(
    "named",
    [
        "2024-03-02",  # "on the day after its promulgation"
        "2024-04-01",  # Easter Monday
        "2026-01-01",
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["planned first", "then planned"])
def test_the_day_that_the_law_names_stands_instead(
    law: Law, named: str, first: bool
) -> None:
    if first:
        law.names(named)
    law.promulgated()
    if not first:
        assert law.standing == "2024-03-15 open"
        moved = law.names(named)["moved"]
        assert [(each["was"], each["due"]) for each in moved] == [("2024-03-15", named)]
    assert law.standing == f"{named} open"
    eve = date.fromisoformat(named) - timedelta(days=1)
    assert law.tick(str(eve)).recorded == []
    law.tick(named)
    assert law.in_force == [(named, "clock")]
    assert law.world.verify().sound


def test_the_last_plan_stands(law: Law) -> None:
    law.names("2024-06-01")
    law.promulgated()
    law.names("2024-05-01")
    assert law.standing == "2024-05-01 open"
    note = " ".join(str(each) for each in law.term.notes)
    seq = law.world.slip(law.item).entries[-2].item_seq  # the last one says what moved
    assert f"was set for this case (entry {seq})" in note
    law.tick("2024-06-01")
    assert law.in_force == [("2024-05-01", "clock")]


def test_what_was_planned_for_another_text_counts_no_more(law: Law) -> None:
    """A recalled item begins anew: the day stood in the text that was recalled."""
    law.names("2024-06-01")
    law.promulgated("2024-02-01")
    law.world.now = at("2024-02-05")
    law.record("recall", "2024-02-05")
    assert law.standing == "2024-06-01 dropped"
    law.promulgated("2024-03-01")
    assert law.standing == "2024-03-15 open"
    law.tick("2024-03-15")
    assert law.in_force == [("2024-03-15", "clock")]
    assert law.world.verify().sound


def test_nothing_is_counted_where_no_rule_is_known(world: World) -> None:
    law = Law(world, NO_PERIOD).promulgated()
    assert law.standing == "None open"
    assert "No rule counts this day" in str(law.term.notes[0])
    assert law.tick("2034-03-01").recorded == []
    world.now = at("2024-03-04")
    law.names("2024-03-05")
    (told,) = law.tick("2024-03-05").recorded
    assert told["on"] == "2024-03-05"
    assert world.verify().sound


def test_a_day_that_hangs_on_something_else_is_not_guessed(law: Law) -> None:
    law.promulgated()
    law.world.now = at("2024-03-04")
    law.suspend("2024-03-02")
    assert law.tick("2025-03-01").recorded == []
    law.record("enter_into_force", "2025-02-01")
    assert law.in_force == [("2025-02-01", "clerk")]
    assert law.world.verify().sound


def test_a_clerk_who_was_quicker_is_left_alone(law: Law) -> None:
    law.promulgated()
    law.world.now = at("2024-03-05")
    law.record("enter_into_force", "2024-03-02")
    assert law.standing == "2024-03-15 met"
    assert law.tick("2024-03-15").recorded == []
    assert law.in_force == [("2024-03-02", "clerk")]


def test_an_act_of_that_day_comes_after_it(law: Law) -> None:
    """At 0:00 the law was in force already, whenever that is recorded."""
    law.promulgated()
    law.world.now = at("2024-03-15")
    told = law.record("conclude", "2024-03-15")
    events = [each.event for each in law.world.slip(law.item).steps]
    assert events == ["open", "promulgate", "enter_into_force", "conclude"]
    assert told["from"] == "in_force"
    with pytest.raises(Refused):
        law.record("remark", "2024-03-15")


def test_an_act_of_that_day_does_not_undo_it(law: Law) -> None:
    law.promulgated()
    law.tick("2024-03-15")
    with pytest.raises(Refused):
        law.record("remark", "2024-03-15")
    assert law.in_force == [("2024-03-15", "clock")]


def test_an_act_of_the_day_before_is_still_possible(law: Law) -> None:
    """What the clock recorded is struck, and recorded anew with the next tick."""
    law.promulgated()
    law.tick("2024-03-15")
    assert law.record("remark", "2024-03-14")["reverses"] == 3
    assert law.in_force == []
    law.tick("2024-03-15", hour=11)
    assert law.in_force == [("2024-03-15", "clock")]
    assert law.world.verify().sound


def test_a_day_before_the_promulgation_waits_for_a_person(law: Law) -> None:
    """A law is in force before it is promulgated only if its text says so."""
    law.told("2024-02-01")
    law.promulgated()
    done = law.tick("2024-03-01")
    assert (done.recorded, done.problems, len(done.stuck)) == ([], [], 1)
    assert "a later step is on record already (2024-03-01)" in str(done.stuck[0])
    with law.world.store.reading() as tx:
        (duty,) = duties(tx)
        why = hindered(tx, duty, date(2024, 3, 1))
        assert "a later step is on record already" in str(why)
        assert hindered(tx, duty, date(2024, 1, 31)) is None
    entries = len(law.world.slip(law.item).entries)
    for hour in range(11, 15):
        law.tick("2024-03-01", hour)
    assert len(law.world.slip(law.item).entries) == entries
    law.names("2024-03-08")
    assert law.tick("2024-03-08").stuck == []
    assert law.in_force == [("2024-03-08", "clock")]


def test_a_wrong_day_of_the_clock_is_set_right_without_a_race(law: Law) -> None:
    """The right day is planned first: no tick can record the wrong one in between."""
    law.promulgated()
    law.tick("2024-03-20")
    law.names("2024-04-01")
    assert law.tick("2024-03-20", 11).recorded == []
    assert law.standing == "2024-03-15 met"  # until the clock's entry is struck
    assert law.world.verify().sound
    seq = law.world.slip(law.item).steps[-1].entry.item_seq
    law.world.correct(law.item, seq, void=True)
    assert law.tick("2024-03-20", 12).recorded == []
    assert law.standing == "2024-04-01 open"
    law.tick("2024-04-01")
    assert law.in_force == [("2024-04-01", "clock")]
    assert law.world.verify().sound


def test_what_a_clerk_has_recorded_is_not_planned_any_more(law: Law) -> None:
    law.promulgated()
    law.world.now = at("2024-03-05")
    law.record("enter_into_force", "2024-03-02")
    with pytest.raises(Refused, match="recorded already"):
        law.names("2024-04-01")


def test_a_promulgation_is_not_corrected_behind_the_clock(law: Law) -> None:
    law.promulgated()
    law.tick("2024-03-20")
    with pytest.raises(Refused, match=r"would end on 2024-03-14.*Strike that entry"):
        law.world.correct(law.item, 2, day=on("2024-02-29"))


def test_a_forged_day_is_found(law: Law, forge: Forger) -> None:
    law.promulgated()
    law.tick("2024-03-20")
    contents = forge.contents()
    step = next(each for each in contents if each.get("event") == "enter_into_force")
    step["on"] = "2024-03-16"
    forge.chain(contents)
    findings = " / ".join(str(each.what) for each in law.world.verify().findings)
    assert "no term takes effect on that day" in findings


def test_the_forecast_names_the_day_and_a_kept_plan_leaves_it_to_the_law(
    law: Law,
) -> None:
    """A day that was only reckoned must not pass for one that the text names."""
    with law.world.store.reading() as tx:
        found = planning.forecast(tx, law.item, at("2024-03-01"), to="enter_into_force")
    assert [str(each.day) for each in found.forecast.lines] == [
        "2024-03-01",
        "2024-03-15",
    ]
    act, until = law.world.act(), date(2024, 6, 1)
    law.world.now = at("2024-03-01")
    kept = plans.keep(law.world.store, act, law.item, until, to="enter_into_force")
    assert [each["event"] for each in kept["planned"]] == ["promulgate"]


def test_the_forecast_keeps_to_the_day_that_is_planned(law: Law) -> None:
    law.names("2024-05-01")
    with law.world.store.reading() as tx:
        ahead = planning.forecast(tx, law.item, at("2024-03-01"), to="enter_into_force")
        back = planning.plan(
            tx, law.item, date(2024, 4, 1), at("2024-03-01"), to="enter_into_force"
        )
    assert str(ahead.forecast.end) == "2024-05-01"
    assert "it is planned for" in str(back.plan.obstacle)


@pytest.mark.parametrize("seed", range(rounds(8, 300)))
def test_whatever_is_planned_and_whenever_the_clock_looks(law: Law, seed: int) -> None:
    """The last day that was named holds, and no act of that day comes before it."""
    chance, today, named = Random(seed), date(2024, 3, 1), date(2024, 3, 15)
    law.promulgated(str(today))
    while not law.in_force:
        today += timedelta(days=chance.randint(0, 4))
        act = chance.choice(["tick", "name", "remark"])
        law.world.now = at(str(today))
        if act == "tick":
            assert len(law.tick(str(today)).recorded) == (named <= today)
        elif act == "name" and chance.random() < 0.5:
            named = today + timedelta(days=chance.randint(0, 9))
            law.names(str(named))
        elif act == "remark" and named <= today:
            with pytest.raises(Refused):
                law.record("remark", str(today))
        elif act == "remark":
            law.record("remark", str(today))
    assert law.in_force == [(str(named), "clock")]
    assert law.standing == f"{named} met"
    assert law.world.verify().sound


def test_nobody_is_told_to_become_the_clock(law: Law) -> None:
    """The refusal names the roles that somebody can be given."""
    law.promulgated()
    held = Standing(FOUNDER, "somebody", frozenset({"lead"}))
    found = choices(law.world.slip(law.item), held)
    choice = next(each for each in found if each.event == "enter_into_force")
    assert str(choice.reason) == "this takes the role of: clerk"
    with pytest.raises(NotPermitted, match="role grant clerk clerk") as refusal:
        require(held, ("clock", "clerk"), None)
    assert "clock" not in str(refusal.value)


# --- once ---------------------------------------------------------------------------


def several(world: World, count: int = 3) -> list[Law]:
    """Laws that all enter into force on 15 March."""
    return [Law(world).promulgated() for _ in range(count)]


def tick_of_its_own(database: str) -> None:
    """What a scheduler process does with clock events."""
    with open_store(database, PACKAGES) as store:
        while expire(store, at("2024-03-15")).problems:
            pass  # busy: as it would at the next tick


def once(laws: list[Law]) -> None:
    assert [each.in_force for each in laws] == [[("2024-03-15", "clock")]] * len(laws)
    assert laws[0].world.verify().sound


@pytest.mark.parametrize("processes", [2, 4])
def test_any_number_of_schedulers_records_it_once(world: World, processes: int) -> None:
    laws = several(world, rounds(4, 40))
    ticks = [lambda: tick_of_its_own(world.database)] * processes
    assert in_processes(*ticks) == [0] * processes
    once(laws)


def test_a_tick_killed_at_any_statement_is_made_good(world: World) -> None:
    laws, statement, killed = several(world), 1, 0

    def tick_and_die() -> None:
        with open_store(world.database, PACKAGES) as store:
            store.driver = Fatal(store.driver, statement)
            expire(store, at("2024-03-15"))

    while in_processes(tick_and_die) == [-signal.SIGKILL]:
        killed += 1
        assert all(len(each.in_force) <= 1 for each in laws)
        statement += rounds(5, 1)
    assert killed > 3
    tick_of_its_own(world.database)
    once(laws)
