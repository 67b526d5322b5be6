"""What moves deadlines: calendars, sittings, corrections; what was told stays."""

from collections.abc import Callable
from datetime import date

import pytest

from definitions.almanac import HolidayCalendar, SittingCalendar
from tests.load import rounds
from tests.workflow.forging import Forger
from tests.workflow.terms_path import Case, at
from tests.worlds import World, on
from workflow import almanacs, papers, procedure, sittings
from workflow.books import Books
from workflow.editing import with_day_off, with_moved, with_recess
from workflow.errors import ItemMoved, Refused
from workflow.projection import differences, rebuild
from workflow.trial import Trial, Unmoved
from workflow.unit import Answer

Edit = Callable[[HolidayCalendar | SittingCalendar], HolidayCalendar | SittingCalendar]


@pytest.fixture
def case(world: World) -> Case:
    return Case(world)


def change(case: Case, name: str, edit: Edit, reason: str = "Beschluss") -> Answer:
    return almanacs.change(
        case.world.store, case.world.act(), name, edit, reason=reason, asked={}
    )


def closed(case: Case, day: str) -> Answer:
    """The offices stay closed on a day."""
    off = date.fromisoformat(day)
    return change(
        case, "DE-BE", lambda each: with_day_off(each, off, "Dienstschluss", "closed")
    )


def moved(case: Case, day: str, to: str) -> Answer:
    old, new = date.fromisoformat(day), date.fromisoformat(to)
    return change(case, "senate", lambda each: with_moved(each, old, new))


def no_difference(world: World) -> bool:
    with world.store.reading() as tx:
        return not list(differences(tx))


def test_a_day_that_the_offices_close_moves_what_ends_on_it(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    case.ask("culture", "2023-02-20", due="2023-03-06")  # set for this case
    told = closed(case, "2023-03-06")
    assert [
        (each["name"], each["body"], each["was"], each["due"]) for each in told["moved"]
    ] == [("cosignature_term", "interior", "2023-03-06", "2023-03-07")]
    assert case.due("cosignature_term", "culture") == "2023-03-06 open"
    last = case.world.slip(case.item).entries[-1]
    (each,) = last.content["facts"]["deadlines"]
    assert (each["was"], each["due"]) == ("2023-03-06", "2023-03-07")
    assert last.content["facts"]["because"] == told["entry"]
    assert no_difference(case.world)
    assert case.world.verify().sound


def test_what_was_kept_before_stays_with_its_calendar(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    case.today("2023-03-06")
    case.answer("interior", "given", "2023-03-06")
    before = case.term("cosignature_term")
    assert closed(case, "2023-03-06")["moved"] == []
    after = case.term("cosignature_term")
    assert (after.due, after.calendar) == (before.due, before.calendar)
    with case.world.store.reading() as tx:
        assert Books.of(tx).version("DE-BE") != after.calendar
    assert case.world.verify().sound


def test_a_calendar_that_says_so_already_is_not_changed(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    closed(case, "2023-03-06")
    with pytest.raises(Refused):
        closed(case, "2023-03-06")
    with pytest.raises(Refused, match="There is no calendar atlantis"):
        change(case, "atlantis", lambda each: each)


def test_a_planned_sitting_binds_the_registration(case: Case) -> None:
    case.plan("pass", "2023-03-07")  # a Tuesday
    term = case.term("registration")
    assert (str(term.due), str(term.start), term.status) == (
        "2023-02-28",
        "2023-03-07",
        "open",
    )
    case.today("2023-02-28")
    case.advance("register", "2023-02-28")
    assert case.due("registration") == "2023-02-28 met"
    assert case.world.verify().sound


def test_after_the_cut_off_only_urgency_helps(case: Case) -> None:
    case.plan("pass", "2023-03-07")
    case.today("2023-03-01")
    with pytest.raises(
        Refused, match=r"ended on 2023-02-28, before 2023-03-01.*§ 1"
    ) as no:
        case.advance("register", "2023-03-01")
    permitted = str(no.value).partition("Permitted to you now:")[2]
    urgent = "register_late --urgent REASON --approved-by NAME`"
    assert f"`laufzettel advance {case.item} {urgent}" in permitted
    assert f"{case.item} register`" not in permitted
    case.advance(
        "register_late",
        "2023-03-01",
        urgency="Frist der EU",
        approved_by="Chefin der Senatskanzlei",
    )
    assert case.due("registration") == "2023-02-28 met_late"
    assert case.world.verify().sound


def test_with_another_sitting_the_registration_is_in_time_again(case: Case) -> None:
    case.plan("pass", "2023-03-07")
    case.today("2023-03-01")
    case.plan("pass", "2023-03-14")
    case.advance("register", "2023-03-01")
    assert case.due("registration") == "2023-03-07 met"


def test_the_sitting_that_took_place_counts_not_the_planned_one(case: Case) -> None:
    case.plan("pass", "2023-03-14")
    case.today("2023-03-07")
    case.advance("register", "2023-03-06")  # in time for the 14th
    assert case.due("registration") == "2023-03-07 met"
    case.advance("pass", "2023-03-07")
    assert case.due("registration") == "2023-02-28 met_late"
    assert case.world.verify().sound


def test_a_moved_sitting_takes_its_cut_off_with_it(case: Case) -> None:
    case.plan("pass", "2023-03-07")
    told = moved(case, "2023-03-07", "2023-03-09")
    assert [(each["was"], each["due"]) for each in told["moved"]] == [
        ("2023-02-28", "2023-03-02")
    ]
    term = case.term("registration")
    assert str(term.start) == "2023-03-09"
    assert "planned for the sitting of Tuesday, 7 March 2023" in str(term.notes[0])
    assert case.world.verify().sound


def test_a_failed_sitting_leads_to_the_next(case: Case) -> None:
    case.plan("pass", "2023-03-07")
    case.today("2023-03-07")
    told = sittings.record_sitting(
        case.world.store,
        case.world.act(),
        "senate",
        date(2023, 3, 7),
        status="not_quorate",
    )
    assert [each["due"] for each in told["moved"]] == ["2023-03-07"]
    assert str(case.term("registration").start) == "2023-03-14"
    assert case.world.verify().sound


def test_weeks_without_a_sitting_push_the_plan_on(case: Case) -> None:
    case.plan("pass", "2023-03-07")
    first, last = date(2023, 3, 6), date(2023, 3, 17)
    change(
        case, "senate", lambda each: with_recess(each, first, last, "Pause", "recess")
    )
    assert str(case.term("registration").start) == "2023-03-21"
    assert case.due("registration") == "2023-03-14 open"
    assert no_difference(case.world)


def test_a_corrected_sitting_is_the_one_that_counts(case: Case) -> None:
    case.plan("pass", "2023-03-07")
    case.today("2023-03-08")
    case.advance("register", "2023-02-28")
    case.advance("pass", "2023-03-07")
    case.world.correct(case.item, 4, day=on("2023-03-08"))
    assert case.due("registration") == "2023-03-01 met"
    assert case.due("council_term") == "2023-04-11 open"  # Easter Monday 10 April
    assert case.world.verify().sound


@pytest.mark.heavy
@pytest.mark.parametrize("items", [rounds(12, 500)])
def test_many_items_move_with_one_sitting(world: World, items: int) -> None:
    case = Case(world)
    references = [world.open(day=on("2023-02-20")) for _ in range(items)]
    for reference in references:
        papers.plan_event(world.store, world.act(), reference, "pass", on("2023-03-07"))
    told = moved(case, "2023-03-07", "2023-03-09")
    assert sorted(each["reference"] for each in told["moved"]) == sorted(references)
    assert no_difference(world)
    assert world.verify().sound


def test_a_trial_shows_and_keeps_nothing(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    before = case.world.verify()
    off = date(2023, 3, 6)
    shown = almanacs.change(
        Trial(case.world.store),
        case.world.act(),
        "DE-BE",
        lambda each: with_day_off(each, off, "Dienstschluss", "closed"),
        reason="Beschluss",
        asked={},
    )
    assert [each["due"] for each in shown["moved"]] == ["2023-03-07"]
    assert case.world.verify() == before


def test_what_was_shown_is_refused_when_something_came_between(case: Case) -> None:
    store = Unmoved(case.world.store, case.world.verify().entries)
    case.ask("interior", "2023-02-20")
    with pytest.raises(ItemMoved, match="recorded since this was shown"):
        procedure.withdraw(store, case.world.act(), case.item)
    still = Unmoved(case.world.store, case.world.verify().entries)
    procedure.withdraw(still, case.world.act(), case.item)


def test_a_row_that_somebody_changed_is_found_and_made_anew(
    case: Case, forge: Forger
) -> None:
    case.ask("interior", "2023-02-20")
    forge.run("UPDATE deadline SET due = '2023-04-01'")
    assert not case.world.verify().sound
    with case.world.store.reading() as tx:
        ((_, name, there, made),) = differences(tx)
    assert (name, there and there["due"], made and made["due"]) == (
        "cosignature_term",
        date(2023, 4, 1),
        date(2023, 3, 6),
    )
    with case.world.store.writing() as tx:
        assert rebuild(tx) == 1
    assert no_difference(case.world)
    assert case.world.verify().sound


def test_a_calendar_that_somebody_changed_is_found(case: Case, forge: Forger) -> None:
    case.ask("interior", "2023-02-20")
    forge.run(
        "UPDATE calendar SET content = replace(content, '2023-03-08', '2023-03-09')"
    )
    found = case.world.verify().findings
    assert any("calendar" in str(each.what) for each in found)


def test_the_record_does_not_ask_what_is_installed(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.ask("interior", "2023-02-20")
    for room in ("definitions.almanac", "workflow.almanacs"):
        monkeypatch.setattr(f"{room}.shipped", lambda _: None)
    case.today("2023-02-24")
    case.ask("culture", "2023-02-22")
    assert case.due("cosignature_term", "culture") == "2023-03-09 open"
    assert case.world.verify().sound


def test_a_term_that_nobody_can_count_stops_nobody(world: World) -> None:
    case = Case(world)
    world.now = at("2023-02-24")
    world.correct(case.item, 1, day=on("2016-01-04"))
    case.plan("pass", "2023-03-01")  # a Wednesday: the Senate does not sit
    term = case.term("registration")
    assert (term.due, term.status) == (None, "open")
    assert "No sitting" in str(term.notes[0])
    case.advance("register", "2023-02-24")
    assert world.verify().sound
