"""Deadlines of an item, as a clerk lives with them: they run, move, are kept, end."""

from datetime import date

import pytest

from tests.definitions.everything import loaded
from tests.workflow.office import CARL
from tests.workflow.terms_path import TEXT, Case, terms_path
from tests.worlds import World, by, on
from workflow import correction, procedure, transfer
from workflow.bounds import NO_DAY, Day
from workflow.changes import Changes
from workflow.errors import NotPermitted, Refused
from workflow.people import grant
from workflow.unit import Answer


@pytest.fixture
def case(world: World) -> Case:
    return Case(world)


def test_whoever_is_asked_is_told_the_last_day(case: Case) -> None:
    case.today("2023-02-22")
    told = case.ask("interior", "2023-02-22")  # 8 March is a holiday
    assert told["due"] == "2023-03-09"
    assert case.due("cosignature_term") == "2023-03-09 open"
    assert told["calendar"] == case.term("cosignature_term").calendar
    assert case.world.verify().sound


def test_a_day_set_for_the_case_goes_before_the_rule(case: Case) -> None:
    case.today("2023-02-22")
    case.ask("interior", "2023-02-22", due="2023-03-01")
    assert case.due("cosignature_term") == "2023-03-01 open"


def test_what_is_known_at_the_latest_ends_at_the_latest(case: Case) -> None:
    case.today("2023-02-22")
    case.world.correct(case.item, 1, day=by("2023-02-20"))
    case.advance("register", "2023-02-21")
    case.world.advance(case.item, "pass", "2023-02-22")
    case.world.correct(case.item, 4, day=by("2023-02-22"))
    term = case.term("council_term")
    assert (str(term.due), term.precision) == ("2023-03-22", "at_latest")


@pytest.mark.parametrize(
    ("day", "status"),
    [("2023-03-01", "met"), ("2023-03-09", "met"), ("2023-03-10", "met_late")],
)
def test_an_answer_keeps_the_term_or_comes_late(
    world: World, day: str, status: str
) -> None:
    case = Case(world, path=terms_path(("    silence: deemed\n", "")))
    case.today("2023-02-22")
    case.ask("interior", "2023-02-22")
    case.today("2023-03-20")
    case.answer("interior", "given", day)
    assert case.due("cosignature_term") == f"2023-03-09 {status}"
    assert case.world.verify().sound


def test_an_extension_counts_from_the_old_end(case: Case) -> None:
    case.today("2023-02-22")
    case.ask("interior", "2023-02-20")
    assert case.due("cosignature_term") == "2023-03-06 open"
    told = case.extend("interior", by="7 days")
    assert (told["was"], told["due"]) == ("2023-03-06", "2023-03-13")
    assert case.due("cosignature_term") == "2023-03-13 open"
    assert case.world.verify().sound


def test_an_extension_goes_no_further_than_the_rule(case: Case) -> None:
    case.today("2023-02-22")
    case.ask("interior", "2023-02-20")
    case.ask("culture", "2023-02-20")
    with pytest.raises(Refused, match="7 days at most, until 2023-03-13; 2023-03-14"):
        case.extend("interior", until=date(2023, 3, 14))
    with pytest.raises(Refused, match="extended for Interior only"):
        case.extend("culture", by="1 day")
    with pytest.raises(Refused, match="2023-03-06 is no extension"):
        case.extend("interior", until=date(2023, 3, 6))
    case.extend("interior", until=date(2023, 3, 13))
    with pytest.raises(Refused, match="has been extended already"):
        case.extend("interior", by="1 day")
    with pytest.raises(Refused, match="name one with --body: interior, culture"):
        case.extend(None, by="1 day")
    assert case.due("cosignature_term", "culture") == "2023-03-06 open"
    assert case.world.verify().sound


def test_an_extension_is_moved_on_by_a_suspension(case: Case) -> None:
    case.today("2023-03-01")
    case.ask("interior", "2023-02-20")
    case.extend("interior", until=date(2023, 3, 13))  # seven days after 6 March
    case.suspend("interior", "2023-03-01")
    case.today("2023-03-03")
    case.resume("interior", "2023-03-03")
    assert case.due("cosignature_term") == "2023-03-15 open"
    assert case.world.verify().sound


def test_a_day_set_for_the_case_can_be_extended(case: Case) -> None:
    case.ask("interior", "2023-02-20", due="2023-02-24")
    assert case.extend("interior", by="3 days")["due"] == "2023-02-27"
    assert case.due("cosignature_term") == "2023-02-27 open"
    assert case.world.verify().sound


def test_what_has_ended_is_not_extended(case: Case) -> None:
    case.today("2023-02-22")
    case.ask("interior", "2023-02-20")
    case.today("2023-03-07")
    with pytest.raises(
        Refused, match="the term ended on 2023-03-06, before 2023-03-07"
    ):
        case.extend("interior", by="7 days")
    with pytest.raises(Refused, match="the term ended on 2023-03-06"):
        case.suspend("interior", "2023-03-07")


def test_a_suspended_term_keeps_what_is_left_of_it(case: Case) -> None:
    case.today("2023-02-24")
    case.ask("interior", "2023-02-20")  # ends on Monday 6 March
    case.suspend("interior", "2023-02-24")
    assert case.due("cosignature_term") == "None suspended"
    with pytest.raises(Refused, match="suspended already, from 2023-02-24"):
        case.suspend("interior", "2023-02-24")
    case.today("2023-03-03")
    told = case.resume("interior", "2023-03-03")  # seven days stood still
    assert told["due"] == "2023-03-13"
    assert case.due("cosignature_term") == "2023-03-13 open"
    with pytest.raises(Refused, match="is not suspended"):
        case.resume("interior", "2023-03-03")
    assert case.world.verify().sound


def test_while_a_term_is_suspended_silence_means_nothing(case: Case) -> None:
    case.today("2023-02-24")
    case.ask("interior", "2023-02-20")
    case.suspend("interior", "2023-02-24")
    assert case.expire("2023-05-01").recorded == []
    with pytest.raises(Refused, match="the term of Interior is suspended"):
        case.answer("interior", "deemed", "2023-05-01")


def test_a_term_that_no_rule_lets_move_stays(world: World) -> None:
    path = terms_path(
        ("    extension: {at_most: 7 days, by: lead, bodies: interior}\n", ""),
        ("    suspension: {by: lead}\n", ""),
    )
    case = Case(world, path=path)
    case.ask("interior", "2023-02-20")
    with pytest.raises(Refused, match="no rule of the path lets this term be extended"):
        case.extend("interior", by="1 day")
    with pytest.raises(Refused, match="lets this term be suspended"):
        case.suspend("interior", "2023-02-20")


def test_it_takes_the_role_that_the_rule_names(world: World) -> None:
    case = Case(world)
    case.ask("interior", "2023-02-20")
    path = world.path.definition
    grant(world.store, world.act(), CARL, "clerk", [path])
    world.person = CARL
    with pytest.raises(NotPermitted, match="takes the role lead"):
        case.extend("interior", by="1 day")
    with pytest.raises(NotPermitted, match="takes the role lead"):
        case.suspend("interior", "2023-02-20")


def test_silence_is_recorded_by_expiry_once(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    case.ask("culture", "2023-02-20")
    case.today("2023-03-01")
    case.answer("culture", "refused", "2023-03-01")
    assert case.expire("2023-03-06").recorded == []  # the last day is not over
    (told,) = case.expire("2023-03-07").recorded
    assert (told["outcome"], told["on"], told["body"]) == (
        "deemed",
        "2023-03-07",
        "interior",
    )
    entry = case.world.slip(case.item).entries[-1]
    assert entry.actor == "expiry"
    assert entry.content["facts"]["basis"] == ["rules"]
    assert case.due("cosignature_term", "interior") == "2023-03-06 lapsed"
    assert case.expire("2023-03-08").recorded == []
    assert case.world.verify().sound


def test_an_objection_inside_the_term_reverses_what_was_deemed(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    case.expire("2023-03-07")
    case.today("2023-03-10")
    with pytest.raises(Refused, match="the term of Interior ended on 2023-03-06, and"):
        case.answer("interior", "refused", "2023-03-07")  # a day too late
    told = case.answer("interior", "refused", "2023-03-06")
    assert told["reverses"] == 3
    assert case.due("cosignature_term") == "2023-03-06 met"
    (asked,) = case.world.slip(case.item).walk.consulted.values()
    assert (asked.outcome, asked.closed) == ("refused", True)
    assert case.world.verify().sound


def test_an_objection_names_the_steps_that_came_in_between(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    case.expire("2023-03-07")
    case.advance("register", "2023-03-07")
    told = case.answer("interior", "refused", "2023-03-06")
    assert (told["reverses"], told["later"]) == (3, [4])


def passed(case: Case) -> None:
    """The Senate passes the item on 22 February: the Council has until 22 March."""
    case.today("2023-02-22")
    case.advance("register", "2023-02-21")
    case.advance("pass", "2023-02-22")


def test_the_clock_moves_an_item_when_a_term_has_ended(case: Case) -> None:
    passed(case)
    assert case.due("council_term") == "2023-03-22 open"
    assert case.expire("2023-03-22").recorded == []
    (told,) = case.expire("2023-03-25").recorded
    assert (told["event"], told["to"], told["on"]) == (
        "consent_deemed",
        "available",
        "2023-03-23",
    )
    assert case.due("council_term") == "2023-03-22 lapsed"
    assert case.world.verify().sound


def test_a_statement_inside_the_term_undoes_the_clocks_step(case: Case) -> None:
    passed(case)
    case.expire("2023-03-25")
    told = case.advance("statement", "2023-03-20", outcome="rejected")
    assert (told["reverses"], told["to"]) == (4, "available")
    events = [step.event for step in case.world.slip(case.item).steps]
    assert events == ["open", "register", "pass", "statement"]
    assert case.due("council_term") == "2023-03-22 met"
    assert case.world.verify().sound


def test_a_statement_after_the_term_is_refused_before_the_clock_as_well(
    case: Case,
) -> None:
    passed(case)
    case.today("2023-04-20")
    with pytest.raises(Refused, match="term of the Council ended on 2023-03-22; what"):
        case.advance("statement", "2023-04-18", outcome="rejected")
    assert len(case.world.slip(case.item).entries) == 3


def test_a_statement_after_the_term_undoes_nothing(case: Case) -> None:
    passed(case)
    case.expire("2023-03-25")
    with pytest.raises(Refused, match="statement"):
        case.advance("statement", "2023-03-24", outcome="rejected")


def test_on_what_others_built_is_not_undone_behind_their_back(case: Case) -> None:
    passed(case)
    case.expire("2023-03-25")
    case.advance("decide", "2023-03-25")
    before = len(case.world.slip(case.item).entries)
    with pytest.raises(Refused, match=r"steps were recorded after entry 4.* 5 --void"):
        case.advance("statement", "2023-03-20", outcome="rejected")
    assert len(case.world.slip(case.item).entries) == before


def test_a_term_that_nobody_kept_is_dropped_with_the_item(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    case.advance("withdraw", "2023-02-20")
    assert case.due("cosignature_term") == "2023-03-06 dropped"
    assert case.expire("2023-05-01").recorded == []


def test_a_corrected_day_moves_the_term_and_says_so(case: Case) -> None:
    case.today("2023-02-24")
    case.ask("interior", "2023-02-20")
    told = case.world.correct(case.item, 2, day=on("2023-02-21"))
    assert told["moved"] == [
        {
            "reference": case.item,
            "name": "cosignature_term",
            "started": 2,
            "body": "interior",
            "was": "2023-03-06",
            "due": "2023-03-07",
        }
    ]
    last = case.world.slip(case.item).entries[-1]
    assert (last.kind, last.content["facts"]["because"]) == (
        "rescheduled",
        told["entry"],
    )
    assert case.expire("2023-03-07").recorded == []
    assert len(case.expire("2023-03-08").recorded) == 1
    assert case.world.verify().sound


def test_a_repeated_correction_tells_again_what_moved(case: Case) -> None:
    case.today("2023-02-24")
    case.ask("interior", "2023-02-20")

    def again() -> Answer:
        act = case.world.act(command_id="korrektur-1")
        made = Changes(day=on("2023-02-21"))
        return correction.correct(
            case.world.store, act, case.item, 2, reason="Tippfehler", changes=made
        )

    first = again()
    assert again() == first
    assert first["moved"]


def test_a_struck_question_has_no_term(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    case.world.correct(case.item, 2, void=True)
    assert case.terms == ()
    assert case.expire("2023-05-01").recorded == []
    assert case.world.verify().sound


def test_whoever_misses_the_cut_off_goes_to_the_next_sitting(world: World) -> None:
    path = terms_path(
        (
            "deadlines:\n",
            "  next_sitting:\n"
            "    de: nächste Sitzung\n"
            "    en: next sitting\n"
            "    by: clock\n"
            "    moves: {draft: draft}\n"
            "deadlines:\n",
        ),
        (
            "    met_by: [register, register_late]\n",
            "    met_by: [register, register_late]\n    lapses: next_sitting\n",
        ),
    )
    case = Case(world, path=path)
    case.plan("pass", "2023-03-07")
    assert case.expire("2023-02-28").recorded == []
    told = case.expire("2023-03-09").recorded  # the cut-off of 14 March is over as well
    assert [(each["event"], each["on"]) for each in told] == [
        ("next_sitting", "2023-03-01"),
        ("pass", "2023-03-21"),
    ]
    terms = {each.started: f"{each.due} {each.status}" for each in case.terms}
    assert terms == {2: "2023-02-28 lapsed", 4: "2023-03-14 open"}
    assert case.expire("2023-03-10").recorded == []
    assert world.verify().sound


def test_what_is_recorded_late_is_judged_as_if_recorded_in_time(case: Case) -> None:
    """Nobody ran the clock: the term was over all the same."""
    passed(case)
    case.today("2023-04-20")
    case.advance("decide", "2023-04-18")
    slip = case.world.slip(case.item)
    assert [(each.event, str(each.day)) for each in slip.steps[3:]] == [
        ("consent_deemed", "2023-03-23"),
        ("decide", "2023-04-18"),
    ]
    assert case.world.verify().sound


def test_an_answer_after_the_term_is_refused_whether_the_clock_ran_or_not(
    case: Case,
) -> None:
    case.ask("interior", "2023-02-20")
    case.today("2023-03-20")
    before = len(case.world.slip(case.item).entries)
    with pytest.raises(Refused, match="the term of Interior ended on 2023-03-06, and"):
        case.answer("interior", "refused", "2023-03-10")
    assert len(case.world.slip(case.item).entries) == before
    case.answer("interior", "refused", "2023-03-06")
    assert case.world.verify().sound


def test_the_clock_does_not_go_back_behind_a_later_step(world: World) -> None:
    """A remark of a day that was known at the latest only came between."""
    path = terms_path(
        (
            "  consent_deemed:\n",
            "  remark:\n"
            "    de: Bemerkung\n"
            "    en: remark\n"
            "    by: clerk\n"
            "    moves: {at_council: at_council}\n"
            "  consent_deemed:\n",
        )
    )
    case = Case(world, path=path)
    passed(case)
    case.today("2023-04-20")
    procedure.advance(
        world.store, world.act(), case.item, "remark", day=by("2023-04-18")
    )
    case.world.correct(case.item, 4, day=on("2023-04-18"))
    done = case.expire("2023-04-21")
    assert (done.recorded, len(done.stuck)) == ([], 1)
    assert "a later step is on record already (2023-04-18)" in str(done.stuck[0])
    assert world.verify().sound


def test_a_start_is_not_corrected_away_under_a_deemed_outcome(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    case.expire("2023-03-07")
    with pytest.raises(Refused, match="--void --reason TEXT`; the next tick records"):
        case.world.correct(case.item, 2, day=on("2023-02-27"))
    case.world.correct(case.item, 3, void=True)
    case.world.correct(case.item, 2, day=on("2023-02-27"))
    assert case.due("cosignature_term") == "2023-03-13 open"
    (told,) = case.expire("2023-03-14").recorded
    assert told["on"] == "2023-03-14"
    assert case.world.verify().sound


def test_what_the_clock_recorded_is_struck_or_stays(case: Case) -> None:
    passed(case)
    case.expire("2023-03-25")
    with pytest.raises(Refused, match="the end of a term brought it about"):
        case.world.correct(case.item, 4, day=on("2023-03-01"))
    case.ask("interior", "2023-03-25")
    case.expire("2023-04-15")
    deemed = len(case.world.slip(case.item).entries)
    with pytest.raises(Refused, match="the end of a term brought it about"):
        case.world.correct(case.item, deemed, outcome="refused")
    case.world.correct(case.item, deemed, void=True)
    assert case.due("cosignature_term") == "2023-04-11 open"  # after Easter Monday


def test_a_month_mistyped_can_be_mended(case: Case) -> None:
    case.today("2023-03-22")
    case.ask("interior", "2023-02-22")
    told = case.world.correct(case.item, 2, day=on("2023-03-22"))
    assert [(each["was"], each["due"]) for each in told["moved"]] == [
        ("2023-03-09", "2023-04-05")
    ]
    assert case.world.verify().sound


def test_what_began_later_is_not_changed_before(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    with pytest.raises(Refused, match="began on 2023-02-20, after 2023-02-17"):
        case.extend("interior", by="1 day", day=on("2023-02-17"))
    with pytest.raises(Refused, match="began on 2023-02-20, after 2023-02-17"):
        case.suspend("interior", "2023-02-17")


def test_whoever_was_asked_before_there_was_a_term_is_told_of_it(world: World) -> None:
    begin, end = TEXT.index("deadlines:\n"), TEXT.index("stations:")
    older = loaded(TEXT[:begin] + TEXT[end:], ("version: 2026-01", "version: 2025-01"))
    case = Case(world, path=older)
    case.ask("interior", "2023-02-20")
    assert case.terms == ()
    case.today("2023-02-27")
    (told,) = transfer.apply(world.store, world.act(), terms_path())
    assert [(each["was"], each["due"]) for each in told["moved"]] == [
        (None, "2023-03-06")
    ]
    (silence,) = case.expire("2023-03-07").recorded
    assert silence["outcome"] == "deemed"
    assert world.verify().sound


def test_a_term_that_ended_does_not_move_with_the_path(world: World) -> None:
    case = Case(world)
    case.ask("interior", "2023-02-20")
    case.expire("2023-03-07")
    longer = terms_path(
        ("version: 2026-01", "version: 2026-02"), ("period: 2 weeks", "period: 3 weeks")
    )
    with world.store.reading() as tx:
        (stays,) = transfer.plan(tx, longer)
    assert "another day" in str(stays.reason)


def test_a_day_that_was_set_stands_whenever_the_term_began(case: Case) -> None:
    """A letter has told it: what is known of the day of asking changes nothing."""
    case.ask("interior", "2023-02-20", due="2023-03-20")
    case.world.correct(case.item, 2, day=NO_DAY)
    term = case.term("cosignature_term")
    assert (str(term.due), term.precision) == ("2023-03-20", "exact")
    assert case.extend("interior", by="3 days")["due"] == "2023-03-23"
    said = " ".join(str(note) for note in case.term("cosignature_term").notes)
    assert "was set for this case" in said
    assert "The period is" not in said
    assert case.world.verify().sound


def test_a_suspended_term_stays_suspended_whatever_its_start(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    case.suspend("interior", "2023-02-20")
    case.world.correct(case.item, 2, day=NO_DAY)
    assert case.due("cosignature_term") == "None suspended"
    assert case.world.verify().sound


def test_a_planned_sitting_that_never_came_leaves_its_term(case: Case) -> None:
    case.plan("pass", "2023-03-07")
    case.advance("withdraw", "2023-02-20")
    assert case.due("registration") == "2023-02-28 dropped"
    assert case.world.verify().sound


def test_with_a_recall_the_terms_of_the_item_are_dropped(world: World) -> None:
    recall = (
        "  recall: {de: Rückruf, en: recall, by: lead, moves: {at_council: draft}}\n"
    )
    case = Case(world, path=terms_path(("  decide:\n", recall + "  decide:\n")))
    passed(case)
    case.today("2023-03-01")
    case.advance("recall", "2023-03-01")
    assert case.due("council_term") == "2023-03-22 dropped"
    done = case.expire("2023-04-20")
    assert (done.recorded, done.problems) == ([], [])
    assert world.verify().sound


def test_one_event_of_the_clock_ends_the_term_that_it_names(world: World) -> None:
    """Two plans before sittings: one is missed, the other is still to be kept."""
    path = terms_path(
        (
            "deadlines:\n",
            "  missed:\n"
            "    de: versäumt\n"
            "    en: missed\n"
            "    by: clock\n"
            "    moves: {draft: draft}\n"
            "deadlines:\n",
        ),
        (
            "    met_by: [register, register_late]\n",
            "    met_by: [register, register_late]\n    lapses: missed\n",
        ),
    )
    case = Case(world, path=path)
    case.plan("pass", "2023-03-07")
    case.plan("decide", "2023-03-14")
    case.expire("2023-03-01")
    terms = {each.started: f"{each.due} {each.status}" for each in case.terms}
    assert terms[2] == "2023-02-28 lapsed"
    assert terms[3] == "2023-03-07 open"
    assert world.verify().sound


def test_a_day_that_was_promised_stands(case: Case) -> None:
    """Extended until a day: a corrected start or a holiday does not move it."""
    case.today("2023-02-24")
    case.ask("interior", "2023-02-20")
    case.extend("interior", until=date(2023, 3, 10))
    case.world.correct(case.item, 2, day=on("2023-02-17"))
    assert case.due("cosignature_term") == "2023-03-10 open"
    assert case.world.verify().sound


def test_working_days_go_on_from_a_day_that_was_set(world: World) -> None:
    path = terms_path(
        ("extension: {at_most: 7 days", "extension: {at_most: 5 working days")
    )
    case = Case(world, path=path)
    case.ask("interior", "2023-02-20", due="2023-02-24")  # a Friday
    assert case.extend("interior", by="3 working days")["due"] == "2023-03-01"
    assert world.verify().sound


def test_what_goes_on_from_a_set_day_ends_on_a_working_day(case: Case) -> None:
    case.ask("interior", "2023-02-20", due="2023-02-24")
    assert case.extend("interior", by="2 days")["due"] == "2023-02-27"  # not a Sunday


@pytest.mark.parametrize("day", [on("2023-03-10"), on("2023-03-20")])
def test_a_correction_is_no_way_around_the_end_of_a_term(case: Case, day: Day) -> None:
    case.ask("interior", "2023-02-20")
    case.today("2023-03-20")
    case.answer("interior", "refused", "2023-03-06")
    with pytest.raises(Refused, match="what its end brings about comes before an act"):
        case.world.correct(case.item, 3, day=day)


def test_a_start_that_nobody_knows_leaves_no_deemed_outcome(case: Case) -> None:
    passed(case)
    case.expire("2023-03-25")
    with pytest.raises(Refused, match="--void --reason TEXT`; the next tick records"):
        case.world.correct(case.item, 3, day=NO_DAY)


def test_an_act_says_what_was_recorded_before_it(case: Case) -> None:
    passed(case)
    case.today("2023-04-20")
    assert case.advance("decide", "2023-04-18")["expired"] == [4]


def test_a_day_to_come_brings_nothing_about(case: Case) -> None:
    passed(case)
    with pytest.raises(Refused, match="2099-01-01"):
        case.advance("statement", "2099-01-01", outcome="agreed")
    assert len(case.world.slip(case.item).entries) == 3


def test_a_version_with_a_calendar_of_its_own_is_judged_by_it(world: World) -> None:
    case = Case(world)
    case.ask("interior", "2023-02-20")
    case.expire("2023-03-07")
    longer = terms_path(
        ("version: 2026-01", "version: 2026-02"),
        ("period: 2 weeks", "period: 3 weeks"),
        ("calendar: DE-BE", "calendar: DE-BY"),
    )
    with pytest.raises(Refused, match="another day"):
        transfer.apply(world.store, world.act(), longer, [case.item])
    assert world.verify().sound


def test_a_term_is_not_corrected_to_end_before_it_was_suspended(case: Case) -> None:
    case.today("2023-03-06")
    case.ask("interior", "2023-02-20")
    case.suspend("interior", "2023-03-06")
    with pytest.raises(
        Refused, match="would end on 2023-02-27, before it is suspended"
    ):
        case.world.correct(case.item, 2, day=on("2023-02-13"))
    assert case.due("cosignature_term") == "None suspended"


def test_an_extension_granted_in_time_and_typed_late_has_its_way(case: Case) -> None:
    case.ask("interior", "2023-02-20")
    case.expire("2023-03-07")
    with pytest.raises(Refused, match=r"ended on 2023-03-06, and entry 3 .* 3 --void"):
        case.extend("interior", by="7 days", day=on("2023-03-01"))
    case.world.correct(case.item, 3, void=True)
    assert case.extend("interior", by="7 days", day=on("2023-03-01"))["due"] == (
        "2023-03-13"
    )
    assert case.world.verify().sound
