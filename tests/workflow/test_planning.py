"""Latest and earliest days of a path, as a clerk reckons them with the calendar."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.loader import find, shipped
from definitions.model import Definition
from tests.definitions.everything import loaded
from tests.workflow.planned_paths import (
    BYLAW,
    COUNCIL_SITS,
    SENATE_SITS,
    TODAY,
    TOWN,
    TUESDAYS,
    TWO_PASSAGES,
    USUAL,
    at_council,
    bylaw,
    days_of,
    office,
    sittings,
    standing,
    step,
    usual,
)
from workflow.alternatives import others
from workflow.bounds import Day
from workflow.earliest import earliest
from workflow.guards import Consulted
from workflow.itinerary import Office, Running
from workflow.latest import latest
from workflow.machine import judge
from workflow.planning import MOST, target_of
from workflow.routes import Route, routes
from workflow.rules import is_urgent, registers
from workflow.timetable import Timetable

DAY = timedelta(days=1)
ALL = {name: find(name).definition for name in shipped()}
NO_THURSDAYS = sittings("council", None, added=[COUNCIL_SITS])


def said(reasons: tuple[object, ...]) -> str:
    return "; ".join(map(str, reasons))


def usual_at_council(today: date = TODAY) -> tuple[Office, Route]:
    of = at_council(today)
    return of, usual(of, "publish")


# The real tight case: the rent cap of November 2019.


def test_the_cut_off_lies_before_the_sitting_of_the_council() -> None:
    """Council on Thursday, Senate on the Tuesday after: seven days are not left."""
    of, way = usual_at_council()
    plan = latest(of, way, SENATE_SITS)
    assert plan.obstacle is not None
    assert (plan.obstacle.name, plan.obstacle.by) == (
        *("council_statement", date(2019, 11, 19)),
    )
    why = said(plan.obstacle.why)
    assert "it ends on Tuesday, 19 November 2019 (GO Sen § 13" in why
    assert "the next sitting is on Thursday, 21 November 2019 only" in why
    assert days_of(plan.lines) == {
        "register_again": "2019-11-19",
        "put_on_agenda": "2019-11-26",
        "second_passage": "2019-11-26",
        "publish": "2019-11-26",
    }


def test_the_lawful_ways_of_the_tight_case() -> None:
    """Register ahead of the statement, let it be added, or register for urgency."""
    of = at_council()
    found = [*routes(of.path, of.found, "publish", TODAY)]
    ways = others(of.path, of, found, SENATE_SITS)
    assert [(way.kind, way.event) for way in ways] == [
        ("ahead", "register_again"),
        ("late", "add_to_agenda"),
        ("urgent", "register_late"),
        ("urgent", "circulate_again"),
    ]
    ahead, _, urgent, _ = (days_of(way.plan.lines) for way in ways)
    assert (ahead["register_again"], ahead["council_statement"]) == (
        *("2019-11-19", "2019-11-21"),
    )
    assert (urgent["council_statement"], urgent["register_late"]) == (
        *("2019-11-21", "2019-11-26"),
    )
    assert earliest(of, found[0]).end == date(2019, 12, 3)


def test_once_the_cut_off_is_over_nobody_can_register_ahead() -> None:
    of = at_council(date(2019, 11, 20))
    found = [*routes(of.path, of.found, "publish", of.today)]
    ways = others(of.path, of, found, SENATE_SITS)
    assert [way.kind for way in ways] == ["late", "urgent", "urgent"]


def test_every_urgent_way_is_told_and_what_has_to_come_first() -> None:
    """A draft, a day after the cut-off; the Council sits two days after the Senate.

    Late registration is permitted at once, a circulation takes a registered item. That
    somebody objects to it is not planned for.
    """
    council = sittings("council", None, added=[date(2026, 11, 26)])
    today = date(2026, 11, 18)
    books = USUAL | {"council": council}
    of = office(standing(TWO_PASSAGES, "draft"), today, timetables=books)
    found = [*routes(of.path, of.found, "council_statement", today)]
    ways = others(of.path, of, found, date(2026, 11, 26))
    urgent = {way.event: way for way in ways if way.kind == "urgent"}
    assert urgent["register_late"].first == ()
    steps = [scene.event for scene in urgent["circulate"].first]
    assert steps == ["register", "circulate"]
    for way in urgent.values():
        outcomes = of.path.events[way.event].outcomes
        assert way.scene.outcome in {None, *outcomes[:1]}
        assert is_urgent(of.path, way.event)


@pytest.mark.parametrize("path", ALL.values(), ids=ALL)
def test_a_step_for_urgency_that_is_permitted_now_is_told(path: Definition) -> None:
    """In whatever state: if a way by way of it keeps the day, it is among the ways."""
    council = sittings("council", None, added=[date(2026, 11, 26), date(2026, 12, 17)])
    books, today = USUAL | {"council": council}, date(2026, 11, 18)
    target, by = target_of(path, None), date(2026, 12, 17)
    for state in path.states:
        of = office(standing(path, state), today, timetables=books)
        found = [*islice(routes(path, of.found, target, today), MOST)]
        if not found or latest(of, found[0], by).obstacle is None:
            continue
        told = {way.event for way in others(path, of, found, by)}
        for event in (each for each in path.events if is_urgent(path, each)):
            known = of.found.known(today=today)
            if judge(path, state, event, None, known).to is None or event in told:
                continue
            via = islice(routes(path, of.found, target, today, [event]), MOST)
            kept = [way for way in via if latest(of, way, by).obstacle is None]
            assert not [way for way in kept if urgent_by(path, way) == event]


def urgent_by(path: Definition, way: Route) -> str | None:
    """The first step of a way that is taken for urgency."""
    steps = (scene.event for scene in way.scenes)
    return next((each for each in steps if is_urgent(path, each)), None)


def test_a_week_later_there_is_time_enough() -> None:
    of, way = usual_at_council()
    plan = latest(of, way, date(2019, 12, 4))
    assert plan.obstacle is None
    assert days_of(plan.lines) == {
        "council_statement": "2019-11-21",
        "register_again": "2019-11-26",
        "put_on_agenda": "2019-12-03",
        "second_passage": "2019-12-03",
        "publish": "2019-12-04",
    }


@pytest.mark.parametrize(
    "free",
    [
        {"cancelled": [date(2019, 12, 3)]},
        {
            "recess": [
                {
                    "de": "Pause",
                    "en": "recess",
                    "first": date(2019, 12, 2),
                    "last": date(2019, 12, 6),
                }
            ]
        },
        {"years": {2019: [SENATE_SITS, date(2019, 12, 10)]}},
    ],
)
def test_a_week_without_a_sitting_moves_everything(free: dict[str, object]) -> None:
    """Planned for 4 December; then the Senate cancels the sitting of that week."""
    books = USUAL | {"senate": sittings("senate", TUESDAYS, **free)}
    of = at_council(timetables=books)
    way = usual(of, "publish")
    plan = latest(of, way, date(2019, 12, 4))
    assert plan.obstacle is not None
    assert plan.obstacle.name == "council_statement"
    assert earliest(of, way).end == date(2019, 12, 10)
    later = latest(of, way, date(2019, 12, 12))
    assert days_of(later.lines)["register_again"] == "2019-12-03"
    assert days_of(later.lines)["publish"] == "2019-12-12"


def test_a_moved_sitting_is_used_where_it_takes_place() -> None:
    moved = sittings("senate", TUESDAYS, moved={date(2019, 12, 3): date(2019, 12, 5)})
    of = at_council(timetables=USUAL | {"senate": moved})
    forecast = earliest(of, usual(of, "publish"))
    assert days_of(forecast.lines)["second_passage"] == "2019-12-05"


def test_a_sitting_that_failed_is_no_sitting() -> None:
    """It had no quorum in the morning; now nothing of that day can be counted on."""
    senate = Timetable(USUAL["senate"].calendar, {date(2019, 12, 3): "not_quorate"})
    of = at_council(date(2019, 12, 3), timetables=USUAL | {"senate": senate})
    forecast = earliest(of, usual(of, "publish"))
    assert days_of(forecast.lines)["second_passage"] > "2019-12-10"


def test_without_a_calendar_of_the_council_nothing_is_promised() -> None:
    books = {"senate": USUAL["senate"]}
    of = at_council(timetables=books)
    way = usual(of, "publish")
    for found in (latest(of, way, date(2019, 12, 17)), earliest(of, way)):
        assert found.obstacle is not None
        assert found.obstacle.name == "council_statement"
        assert "nobody has entered the sittings" in said(found.obstacle.why)
    of = at_council(date(2019, 11, 22), timetables=books | {"council": NO_THURSDAYS})
    known = earliest(of, way).obstacle
    assert known is not None
    assert "no sitting is known from Friday, 22 November 2019 on" in said(known.why)


def test_a_registration_on_record_that_came_too_late_waits_for_the_next_sitting() -> (
    None
):
    """Registered on Wednesday: the sitting of Tuesday is out of reach."""
    registered = Day(date(2019, 11, 20))
    found = standing(
        TWO_PASSAGES,
        "registered_again",
        step("council_statement", date(2019, 11, 14), "statement_available"),
        step("register_again", date(2019, 11, 20), "registered_again"),
    )
    of = office(
        found,
        date(2019, 11, 20),
        registered={"registration": ("register_again", registered)},
    )
    way = usual(of, "publish")
    plan = latest(of, way, date(2019, 11, 29))
    assert plan.obstacle is not None
    assert plan.obstacle.name == "second_passage"
    assert "it was registered on 2019-11-20 only" in said(plan.obstacle.why)
    assert earliest(of, way).end == date(2019, 12, 3)


def test_a_registration_on_the_last_day_is_in_time() -> None:
    found = standing(
        TWO_PASSAGES,
        "registered_again",
        step("council_statement", date(2019, 11, 14), "statement_available"),
        step("register_again", date(2019, 11, 19), "registered_again"),
    )
    registered = ("register_again", Day(date(2019, 11, 19)))
    of = office(found, date(2019, 11, 20), registered={"registration": registered})
    assert earliest(of, usual(of, "publish")).end == SENATE_SITS


def test_a_decision_by_circulation_waits_for_no_sitting() -> None:
    of = at_council()
    found = routes(of.path, of.found, "publish", TODAY, ["circulate_again"])
    plan = latest(of, next(found), date(2019, 11, 22))
    assert plan.obstacle is None
    days = days_of(plan.lines)
    assert (days["council_statement"], days["circulate_again"]) == (
        *("2019-11-21", "2019-11-22"),
    )


def test_nobody_registers_on_a_saturday() -> None:
    of = office(standing(TWO_PASSAGES, "draft"), date(2019, 11, 23))
    found = days_of(earliest(of, usual(of, "first_passage")).lines)
    assert found == {
        "register": "2019-11-25",
        "put_on_agenda": "2019-11-25",
        "first_passage": "2019-12-03",
    }


def test_a_plan_for_a_later_sitting_is_waited_for() -> None:
    of = at_council(planned={"second_passage": date(2019, 12, 10)})
    forecast = earliest(of, usual(of, "publish"))
    assert forecast.end == date(2019, 12, 10)


def test_a_plan_for_a_sitting_that_was_moved_goes_with_it() -> None:
    """Planned for Tuesday, 10 December; the sitting is now on the Monday before."""
    moved = sittings("senate", TUESDAYS, moved={date(2019, 12, 10): date(2019, 12, 9)})
    of = at_council(
        planned={"second_passage": date(2019, 12, 10)},
        timetables=USUAL | {"senate": moved},
    )
    assert earliest(of, usual(of, "publish")).end == date(2019, 12, 9)


def test_a_term_that_nothing_meets_is_told_with_the_sitting() -> None:
    path = loaded(TOWN, ("    met_by: register\n", "")).definition
    of = office(standing(path, "registered"), date(2026, 3, 2))
    plan = latest(of, usual(of, "announce"), date(2026, 4, 1))
    assert "it ends on Tuesday, 24 March 2026" in said(plan.lines[0].why)


def test_publication_on_a_holiday_comes_before_it() -> None:
    of, way = usual_at_council()
    plan = latest(of, way, date(2019, 12, 26))
    publish = plan.lines[-1]
    assert publish.day == date(2019, 12, 24)  # Tuesday; the 25th is a holiday as well
    assert "Thursday, 26 December 2019 is a day off" in said(publish.why)


# A bylaw: a hearing with a term, a document, a sitting, terms that bind what follows.


def test_whoever_is_heard_has_the_whole_term() -> None:
    """Sitting on 31 March, registered by the 24th; two weeks end on the 23rd."""
    of = bylaw()
    plan = latest(of, usual(of, "announce"), date(2026, 4, 1))
    assert days_of(plan.lines) == {
        "hearing": "2026-03-09",
        "register": "2026-03-24",
        "adopt": "2026-03-31",
        "announce": "2026-04-01",
    }
    assert "it takes the document legal opinion" in said(plan.lines[1].why)
    hearing = said(plan.lines[0].why)
    assert "from Monday, 9 March 2026 it ends on Monday, 23 March 2026" in hearing


def test_a_hearing_that_cannot_end_in_time_is_the_obstacle() -> None:
    of = bylaw(date(2026, 3, 10))
    plan = latest(of, usual(of, "announce"), date(2026, 4, 1))
    assert plan.obstacle is not None
    assert (plan.obstacle.name, plan.obstacle.by) == ("hearing", None)
    assert "even if it begins today, on Tuesday, 10 March 2026" in said(
        plan.obstacle.why
    )
    assert earliest(of, usual(of, "announce")).end == date(2026, 4, 7)


def test_of_two_terms_the_longer_one_counts() -> None:
    """The chamber is asked at the same time, and has a week; the offices have two."""
    text = TOWN.replace(
        "events:\n",
        """\
  advice:
    de: Stellungnahme
    en: advice
    asks: chamber
    by: lead
    during: draft
    outcomes: [agreed, silent]
    silence: silent
events:
""",
        1,
    )
    path = loaded(
        text,
        ("  offices: {", "  chamber: {de: Kammer, en: chamber}\n  offices: {"),
        (
            "      - consultation: hearing\n",
            """\
      - consultation: hearing
      - consultation: advice
""",
        ),
        (
            "deadlines:\n",
            """\
deadlines:
  advice_term:
    de: Frist der Kammer
    en: term of the chamber
    after: advice
    period: 1 week
    calendar: DE-BE
    remind: lead
""",
        ),
    ).definition
    of = office(standing(path, "draft"), date(2026, 3, 2))
    forecast = days_of(earliest(of, usual(of, "announce")).lines)
    assert (forecast["hearing"], forecast["advice"]) == ("2026-03-02", "2026-03-02")
    assert forecast["register"] == "2026-03-17"
    plan = days_of(latest(of, usual(of, "announce"), date(2026, 4, 1)).lines)
    assert (plan["hearing"], plan["advice"]) == ("2026-03-09", "2026-03-16")


def test_who_has_been_asked_is_waited_for() -> None:
    """Asked on 2 March until the 16th: silence counts from the 17th on."""
    asked = Consulted("hearing", "offices", Day(date(2026, 3, 2)), 2, date(2026, 3, 16))
    of = office(standing(BYLAW, "draft", consulted=(asked,)), date(2026, 3, 10))
    forecast = earliest(of, usual(of, "announce"))
    assert days_of(forecast.lines) == {
        "hearing": "2026-03-16",
        "register": "2026-03-17",
        "adopt": "2026-03-24",
        "announce": "2026-03-24",
    }
    plan = latest(of, usual(of, "announce"), date(2026, 3, 18))
    assert plan.obstacle is None
    answer = plan.lines[0]
    assert (answer.kind, answer.day) == ("answer", date(2026, 3, 10))
    assert "the answer is needed before its term ends" in said(answer.why)


def test_who_owes_an_answer_owes_it_by_the_end_of_its_term() -> None:
    """However much later the step comes that waits for it; in the order of the days."""
    asked = Consulted("hearing", "offices", Day(date(2026, 3, 2)), 2, date(2026, 3, 16))
    found = standing(BYLAW, "draft", consulted=(asked,))
    of = office(found, date(2026, 3, 10))
    plan = latest(of, usual(of, "announce"), date(2026, 4, 29))
    assert plan.obstacle is None
    answer = plan.lines[0]
    assert (answer.kind, answer.day) == ("answer", date(2026, 3, 16))
    assert days_of(plan.lines)["register"] > "2026-04-01"
    late = office(found, date(2026, 3, 20))
    answer = latest(late, usual(late, "announce"), date(2026, 4, 29)).lines[0]
    assert "its term ended on Monday, 16 March 2026" in said(answer.why)
    assert answer.day > late.today


def test_what_a_step_begins_binds_what_comes_after() -> None:
    """Adopted on 31 March, the last sitting for long: announced within two weeks."""
    board = sittings("board", None, added=[date(2026, 3, 31)])
    of = bylaw(timetables={"board": board})
    plan = latest(of, usual(of, "announce"), date(2026, 5, 20))
    assert days_of(plan.lines)["announce"] == "2026-04-14"
    assert "term of the announcement ends on" in said(plan.lines[-1].why)


def test_a_term_that_runs_already_binds_the_next_step() -> None:
    found = standing(BYLAW, "adopted", step("adopt", date(2026, 3, 3), "adopted"))
    rule = BYLAW.deadlines["announcement"]
    runs = Running("announcement", rule, date(2026, 3, 17))
    of = office(found, date(2026, 3, 10), running=(runs,))
    plan = latest(of, usual(of, "announce"), date(2026, 5, 20))
    assert days_of(plan.lines) == {"announce": "2026-03-17"}


def test_what_the_clock_brings_about_comes_when_its_term_is_over() -> None:
    """Announced on 24 March at the earliest, in force on the fifteenth day after."""
    of = bylaw(date(2026, 2, 23))
    way = usual(of, "commence")
    forecast = days_of(earliest(of, way).lines)
    announced = date.fromisoformat(forecast["announce"])
    assert date.fromisoformat(forecast["commence"]) == announced + 15 * DAY
    plan = days_of(latest(of, way, date(2026, 5, 1)).lines)
    assert (plan["announce"], plan["commence"]) == ("2026-04-16", "2026-05-01")


def test_what_the_clock_has_begun_ends_on_its_day() -> None:
    found = standing(BYLAW, "announced", step("announce", date(2026, 3, 3), "x"))
    rule = BYLAW.deadlines["commencement"]
    runs = Running("commencement", rule, date(2026, 3, 17))
    of = office(found, date(2026, 3, 10), running=(runs,))
    way = usual(of, "commence")
    assert earliest(of, way).end == date(2026, 3, 18)
    assert days_of(latest(of, way, date(2026, 4, 1)).lines) == {
        "commence": "2026-03-18"
    }
    assert latest(of, way, date(2026, 3, 17)).obstacle is not None
    unknown = replace(of, running=())
    assert earliest(unknown, way).obstacle is not None


def test_a_count_beyond_the_calendar_says_so() -> None:
    of = bylaw(date(2061, 1, 3))
    for found in (
        latest(of, usual(of, "announce"), date(2061, 5, 1)),
        earliest(of, usual(of, "announce")),
    ):
        assert found.obstacle is not None
        assert "The calendar DE-BE ends on 2060-12-31" in said(found.obstacle.why)


def test_without_a_calendar_of_days_off_every_day_is_one_to_work_on() -> None:
    """The path names no calendar: nobody knows which days are off there."""
    path = ALL["berlin-senate"]
    of = office(standing(path, "draft"), date(2021, 7, 4))
    way = usual(of, "publish")
    assert days_of(latest(of, way, date(2021, 8, 8)).lines)["publish"] == "2021-08-08"


# The ways.


@pytest.mark.parametrize("path", ALL.values(), ids=ALL)
def test_the_usual_way_of_every_path_needs_no_urgency(path: Definition) -> None:
    start = max(path.valid_from, date(2026, 3, 2))
    found = standing(path, path.initial_state)
    way = next(routes(path, found, target_of(path, None), start))
    assert not way.urgent
    assert not way.late
    events = [scene.event for scene in way.scenes]
    assert events[-1] == target_of(path, None)
    assert not any(is_urgent(path, event) for event in events)


def test_the_usual_way_hears_the_council_before_it_registers_again() -> None:
    of = office(standing(TWO_PASSAGES, "draft"), TODAY)
    assert [scene.event for scene in usual(of, "publish").scenes] == [
        *("register", "put_on_agenda", "first_passage", "council_statement"),
        *("register_again", "put_on_agenda", "second_passage", "publish"),
    ]


def test_a_way_can_be_asked_to_pass_an_event() -> None:
    of = at_council()
    found = routes(of.path, of.found, "publish", TODAY, ["supplement"])
    assert "supplement" in [scene.event for scene in next(found).scenes]
    assert [*routes(of.path, of.found, "first_passage", TODAY)] == []


def test_a_supplement_is_no_part_of_the_usual_way() -> None:
    begin, end = TOWN.index("  registration:\n    de: An"), TOWN.index("  answer:\n")
    amend = """\
  amend:
    de: Ergänzungsvorlage
    en: supplement
    by: lead
    moves: {draft: registered}
    supplement: true
  adopt:
"""
    path = loaded(TOWN[:begin] + TOWN[end:], ("  adopt:\n", amend)).definition
    found = routes(path, standing(path, "draft"), "announce", TODAY)
    first, second = (next(found).scenes[0].event for _ in range(2))
    assert (first, second) == ("register", "amend")


def test_only_what_asks_for_the_term_is_bound_by_it() -> None:
    assert registers(TWO_PASSAGES, "registration") == {"register", "register_again"}
    assert registers(BYLAW, "registration") == {"register"}  # nothing asks for it


def test_the_target_is_the_publication() -> None:
    assert target_of(TWO_PASSAGES, None) == "publish"
    assert target_of(ALL["berlin-bill"], None) == "promulgate"
    assert target_of(BYLAW, None) == "announce"  # the last station


# What holds for every day.


def later_than(start: date, days: int) -> st.SearchStrategy[date]:
    return st.dates(start, start + days * DAY)


@given(later_than(date(2026, 2, 1), 60), later_than(date(2026, 4, 1), 120))
def test_a_day_can_be_kept_from_the_forecast_on_and_not_before(
    today: date, by: date
) -> None:
    """The two reckonings are independent; they meet on one day."""
    for of, target in (
        (bylaw(today), "announce"),
        (bylaw(today), "commence"),
        (at_council(today), "publish"),
        (office(standing(TWO_PASSAGES, "draft"), today), "publish"),
    ):
        way = usual(of, target)
        end = earliest(of, way).end
        assert end is not None
        assert latest(of, way, end).obstacle is None
        assert latest(of, way, end - DAY).obstacle is not None
        assert (latest(of, way, by).obstacle is None) == (by >= end)


@given(later_than(date(2026, 1, 1), 300), st.integers(60, 200), st.integers(1, 30))
def test_the_days_of_a_plan_stand_in_order_and_grow_with_the_wish(
    today: date, days: int, more: int
) -> None:
    of = office(standing(TWO_PASSAGES, "draft"), today)
    way, by = usual(of, "publish"), today + days * DAY
    plan, later = latest(of, way, by), latest(of, way, by + more * DAY)
    if plan.obstacle is not None:
        return
    found = [line.day for line in plan.lines]
    assert found == sorted(found)
    assert today <= found[0]
    assert found[-1] <= by
    pairs = zip(plan.lines, later.lines, strict=True)
    assert all(one.day <= two.day for one, two in pairs)
    for line in plan.lines:
        if line.sitting:
            body = of.path.bodies[line.bodies[0]]
            assert USUAL[body.sittings or ""].sits(line.day)


@given(later_than(date(2026, 3, 1), 100), st.integers(1, 20))
def test_a_sitting_less_never_makes_anything_earlier(today: date, number: int) -> None:
    senate = USUAL["senate"]
    gone = senate.between(today, today + 365 * DAY)[number - 1]
    fewer = USUAL | {"senate": sittings("senate", TUESDAYS, cancelled=[gone])}
    whole, less = (
        office(standing(TWO_PASSAGES, "draft"), today, timetables=books)
        for books in (USUAL, fewer)
    )
    way = usual(whole, "publish")
    one, two = earliest(whole, way).end, earliest(less, way).end
    assert one is not None
    assert two is not None
    assert one <= two


def test_a_town_without_a_term_for_the_answer_says_so() -> None:
    first, last = "  answer:\n", "  announcement:\n    de"
    at, end = TOWN.index(first), TOWN.index(last)
    path = loaded(TOWN[:at] + TOWN[end:]).definition
    of = office(standing(path, "draft"), date(2026, 3, 2))
    plan = latest(of, usual(of, "announce"), date(2026, 4, 1))
    assert "the path sets no term for the answer" in said(plan.lines[0].why)
    forecast = earliest(of, usual(of, "announce"))
    assert "an answer at once is assumed" in said(forecast.lines[0].why)
