"""The clerk's morning: what is owed, by whom, how to go on, and what lies ahead."""

from datetime import UTC, date, datetime

import pytest

from tests.workflow.office import CARL, LENA, STRANGER
from tests.workflow.terms_path import Case, at
from tests.worlds import World
from workflow import people
from workflow.access import Identity, standing
from workflow.duties import Duty, duties
from workflow.morning import Ahead, Way, ahead, news, way
from workflow.sittings import record_sitting
from workflow.terms import add_term


@pytest.fixture
def case(world: World) -> Case:
    """An item that interior is asked to co-sign; the term ends on 9 March 2023."""
    made = Case(world)
    for role, person in (("lead", LENA), ("clerk", CARL)):
        people.grant(world.store, world.act(), person, role, [world.path.definition])
    made.today("2023-02-22")
    made.ask("interior", "2023-02-22")
    return made


def owed(case: Case, name: str = "cosignature_term") -> Duty:
    """The duty of a name."""
    with case.world.store.reading() as tx:
        (found,) = [each for each in duties(tx) if each.name == name]
    return found


def way_of(case: Case, who: Identity, name: str = "cosignature_term") -> Way:
    """How somebody can go on with it."""
    duty = owed(case, name)
    with case.world.store.reading() as tx:
        return way(tx, duty, standing(tx, who), case.world.now.date())


def term(case: Case, due: str) -> None:
    """An office term for the lead office."""
    add_term(
        case.world.store,
        case.world.act(),
        case.item,
        due=date.fromisoformat(due),
        reason="Bericht",
        role="lead",
    )


# whom it waits for, and who may go on


def test_the_roles_of_a_consultation_record_its_answer(case: Case) -> None:
    words = ("consultation", "answer", case.item, "cosignature", "--body", "interior")
    assert way_of(case, LENA) == Way(words)
    for other in (CARL, STRANGER):
        barred = way_of(case, other)
        assert (barred.words, str(barred.barred)) == (
            (),
            "this takes the role of: lead office",
        )


def test_a_suspended_term_is_to_be_resumed(case: Case) -> None:
    case.suspend("interior", "2023-02-22")
    words = ("deadline", "resume", case.item, "cosignature_term", "--body", "interior")
    assert way_of(case, LENA) == Way((*words, "--reason", "TEXT"))
    assert way_of(case, CARL).words == ()
    assert owed(case).due is None


def test_a_term_is_kept_by_an_event_that_is_possible_now(case: Case) -> None:
    case.plan("pass", "2023-03-14")
    assert owed(case, "registration").due == date(2023, 3, 7)
    urgent = way_of(case, LENA, "registration")
    late = ("advance", case.item, "register_late")  # interior has not answered
    assert urgent.words == (*late, "--urgent", "REASON", "--approved-by", "NAME")
    case.answer("interior", "given", "2023-02-22")
    words = ("advance", case.item, "register")
    assert way_of(case, LENA, "registration") == Way(words)
    assert "lead office" in str(way_of(case, CARL, "registration").barred)


def test_an_office_term_is_closed_by_every_role_of_the_path(case: Case) -> None:
    term(case, "2023-03-01")
    words = ("deadline", "done", case.item, "term-1")
    assert way_of(case, CARL, "term-1") == Way(words)
    assert way_of(case, STRANGER, "term-1").words == ()


def test_what_is_owed_stands_by_its_last_day(case: Case) -> None:
    term(case, "2023-03-01")
    case.ask("culture", "2023-02-21")
    with case.world.store.reading() as tx:
        found = [(each.name, each.body, str(each.due)) for each in duties(tx)]
    assert found == [
        ("term-1", None, "2023-03-01"),
        ("cosignature_term", "culture", "2023-03-07"),
        ("cosignature_term", "interior", "2023-03-09"),
    ]


def test_a_duty_concerns_who_is_told_and_who_can_close_it(case: Case) -> None:
    case.plan("pass", "2023-03-14")
    term(case, "2023-03-01")
    with case.world.store.reading() as tx:
        every = duties(tx)
        names = {
            who.name: [each.name for each in every if each.concerns(standing(tx, who))]
            for who in (LENA, CARL, STRANGER)
        }
    assert names == {
        "lena": ["term-1", "registration", "cosignature_term"],
        "carl": [],
        "stranger": [],
    }


# what has changed


def told(case: Case, today: str, who: Identity = LENA) -> list[tuple[str, list[str]]]:
    """The items that changed, with the events of their entries."""
    with case.world.store.reading() as tx:
        found, _ = news(tx, date.fromisoformat(today), standing(tx, who))
    return [
        (each.slip.reference, [row["event"] for row in each.entries]) for each in found
    ]


def test_yesterday_begins_at_midnight_in_berlin(case: Case) -> None:
    world = case.world
    world.now = datetime(2023, 2, 26, 22, 59, tzinfo=UTC)  # 23:59 in Berlin
    case.plan("pass", "2023-03-14")
    world.now = datetime(2023, 2, 26, 23, 0, tzinfo=UTC)  # the act is a second later
    case.plan("decide", "2023-03-21")
    assert told(case, "2023-02-28") == [(case.item, ["decide"])]
    assert told(case, "2023-03-01") == []


def test_the_night_of_the_change_of_clocks_is_no_hour_short(case: Case) -> None:
    world = case.world  # on 26 March 2023 the day begins at 23:00 UTC
    world.now = datetime(2023, 3, 25, 22, 58, tzinfo=UTC)
    case.plan("pass", "2023-04-18")
    world.now = datetime(2023, 3, 25, 23, 0, tzinfo=UTC)
    case.plan("decide", "2023-04-25")
    assert told(case, "2023-03-27") == [(case.item, ["decide"])]


def test_the_item_touched_last_is_told_first(case: Case) -> None:
    other = case.world.open("Andere Vorlage")
    assert [item for item, _ in told(case, "2023-02-22")] == [other, case.item]
    with case.world.store.reading() as tx:
        some, number = news(tx, date(2023, 2, 22), standing(tx, LENA), most=1)
    assert ([each.slip.reference for each in some], number) == ([other], 2)


def test_news_lead_on_to_what_this_person_may_do(case: Case) -> None:
    with case.world.store.reading() as tx:
        ((mine,), _) = news(tx, date(2023, 2, 22), standing(tx, LENA))
        ((theirs,), _) = news(tx, date(2023, 2, 22), standing(tx, CARL))
    late = ("advance", case.item, "register_late")
    assert mine.way == Way((*late, "--urgent", "REASON", "--approved-by", "NAME"))
    assert theirs.way == Way(("show", case.item))


def test_where_several_steps_are_possible_the_list_of_them_is_named(case: Case) -> None:
    case.answer("interior", "given", "2023-02-22")
    with case.world.store.reading() as tx:
        ((mine,), _) = news(tx, date(2023, 2, 22), standing(tx, LENA))
    assert mine.way == Way(("next", case.item))


# what lies ahead


def coming(case: Case, today: str) -> list[tuple[str, str | None, str]]:
    """Sittings and cut-offs of the week that begins on that day."""

    def line(each: Ahead) -> tuple[str, str | None, str]:
        return str(each.day), each.name, str(each.sitting)

    with case.world.store.reading() as tx:
        return [line(each) for each in ahead(tx, date.fromisoformat(today))]


def test_a_week_tells_its_sitting_and_the_cut_off_of_the_next(case: Case) -> None:
    assert coming(case, "2023-03-01") == [
        ("2023-03-07", None, "2023-03-07"),
        ("2023-03-07", "registration", "2023-03-14"),
    ]


def test_a_sitting_that_did_not_take_place_is_not_announced(case: Case) -> None:
    case.world.now = at("2023-03-01")
    record_sitting(
        case.world.store,
        case.world.act(),
        "senate",
        date(2023, 3, 14),
        status="cancelled",
    )
    assert coming(case, "2023-03-01") == [("2023-03-07", None, "2023-03-07")]
