"""The ladder: on which days whom a duty reminds, as the path says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.almanac import shipped
from definitions.model import Definition
from definitions.yearbooks import HolidayCalendar
from notifications.ladder import AFTER, BEFORE, DAY, ESCALATION, Rung, of_one, rungs
from tests.definitions.everything import loaded
from tests.notifications import reminding
from workflow.books import DaysOff
from workflow.bounds import EXACT
from workflow.duties import CONSULTATION, DEADLINE, OFFICE_TERM, Duty

PATH = reminding.path().definition


def berlin() -> DaysOff:
    found = shipped("DE-BE")
    assert isinstance(found, HolidayCalendar)
    return DaysOff.of(found)


BERLIN = berlin()


def duty(
    due: date,
    name: str = "answer_term",
    kind: str = DEADLINE,
    *,
    path: Definition = PATH,
    body: str | None = None,
    told: tuple[str, ...] = ("lead",),
    before: tuple[int, ...] = (),
) -> Duty:
    rule = path.deadlines.get(name)
    return Duty(
        kind=kind,
        reference="S-2021-0001",
        path=path,
        name=name,
        about="",
        due=due,
        precision=EXACT,
        status="open",
        body=body,
        waits_for=(),
        told=tuple(rule.remind) if rule else told,
        acting=(),
        remind_before=tuple(rule.remind_before) if rule else before,
        rule=rule,
    )


def said(found: list[Rung]) -> list[tuple[str, str, str]]:
    return [(each.stage, str(each.on), each.principal) for each in found]


def test_before_on_and_after_the_day_and_then_others_are_told() -> None:
    """Last day Friday, 14 May 2021; Thursday the 13th is Ascension Day."""
    assert said(rungs(duty(date(2021, 5, 14)), BERLIN)) == [
        (BEFORE, "2021-05-06", "role:lead"),  # the fifth working day before
        (BEFORE, "2021-05-12", "role:lead"),
        (DAY, "2021-05-14", "role:lead"),
        (AFTER, "2021-05-17", "role:lead"),
        (ESCALATION, "2021-05-18", "role:head"),
        (AFTER, "2021-05-19", "role:lead"),
    ]


def test_a_last_day_that_is_a_holiday_reminds_on_the_working_day_before() -> None:
    found = rungs(duty(date(2021, 5, 13)), BERLIN)
    assert (DAY, "2021-05-12", "role:lead") in said(found)
    assert (AFTER, "2021-05-14", "role:lead") in said(found)


def test_what_ends_by_itself_is_overdue_only_if_that_could_not_come() -> None:
    """The clock records its end in the night after; who hears of it, hears of that."""
    found = rungs(duty(date(2021, 5, 14), "cosignature_term", body="interior"), BERLIN)
    assert said(found) == [
        (BEFORE, "2021-05-11", "body:interior"),
        (BEFORE, "2021-05-11", "role:clerk"),
        (BEFORE, "2021-05-11", "role:lead"),
        (AFTER, "2021-05-17", "body:interior"),
        (AFTER, "2021-05-17", "role:clerk"),
        (AFTER, "2021-05-17", "role:lead"),
    ]


def test_a_path_that_says_no_days_reminds_on_the_last_one_and_when_it_is_over() -> None:
    silent = loaded(
        reminding.TEXT,
        ("    remind_before: [5, 1, 0]\n", ""),
        ("    remind_after: [1, 3]\n", ""),
        ("    escalates_to: head\n    escalate_after: 2\n", ""),
    ).definition
    assert said(rungs(duty(date(2021, 5, 14), path=silent), BERLIN)) == [
        (DAY, "2021-05-14", "role:lead"),
        (AFTER, "2021-05-17", "role:lead"),
    ]


def test_an_office_term_comes_up_before_on_its_day_and_when_it_is_over() -> None:
    """In calendar days, as whoever set it has said; Saturday, 15 May 2021."""
    term = duty(date(2021, 5, 15), "term-1", OFFICE_TERM, before=(7, 2))
    assert said(rungs(term, BERLIN)) == [
        (BEFORE, "2021-05-08", "role:lead"),
        (BEFORE, "2021-05-13", "role:lead"),
        (DAY, "2021-05-15", "role:lead"),
        (AFTER, "2021-05-17", "role:lead"),
    ]


def test_a_consultation_with_a_day_set_by_hand_reminds_those_asked_too() -> None:
    asked = duty(date(2021, 5, 18), "opinion", CONSULTATION, body="culture")
    assert said(rungs(asked, BERLIN)) == [
        (BEFORE, "2021-05-17", "body:culture"),
        (BEFORE, "2021-05-17", "role:lead"),
        (DAY, "2021-05-18", "body:culture"),
        (DAY, "2021-05-18", "role:lead"),
        (AFTER, "2021-05-19", "body:culture"),
        (AFTER, "2021-05-19", "role:lead"),
    ]


def test_of_two_reminders_that_fall_on_one_day_the_later_stage_is_told() -> None:
    """A last day on a Sunday: a day before it and the day itself mean the Friday."""
    asked = duty(date(2021, 5, 16), "opinion", CONSULTATION, body="culture")
    own = of_one(rungs(asked, BERLIN), date(2021, 5, 3))["role:lead"]
    assert said(own) == [
        (DAY, "2021-05-14", "role:lead"),
        (AFTER, "2021-05-17", "role:lead"),
    ]


def test_where_the_calendar_ends_only_weekends_are_days_off() -> None:
    beyond = date(BERLIN.ends.year + 1, 1, 1)
    found = rungs(duty(beyond), BERLIN)
    assert [each.stage for each in found].count(BEFORE) == 2
    assert all(each.on.weekday() < 5 for each in found)


@given(st.dates(date(2015, 1, 1), date(2029, 12, 31)))
def test_every_legal_reminder_comes_on_a_working_day_and_in_order(due: date) -> None:
    found = rungs(duty(due), BERLIN)
    assert len(found) == 6
    assert all(BERLIN.reason(each.on) is None for each in found)
    for each in found:
        assert (each.on <= due) == (each.stage in {BEFORE, DAY})
    assert [each.on for each in found] == sorted(each.on for each in found)


def test_without_a_last_day_nothing_reminds() -> None:
    assert rungs(duty(date(2021, 5, 14)), BERLIN)
    undated = duty(date.max)
    object.__setattr__(undated, "due", None)
    assert rungs(undated, BERLIN) == []


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=8),
    st.dates(date(2020, 1, 1), date(2023, 1, 1)),
)
def test_of_the_days_before_it_became_known_only_the_last_counts(
    before: list[int], known_on: date
) -> None:
    due = date(2021, 8, 31)
    term = duty(due, "term-1", OFFICE_TERM, before=tuple(before))
    found = [each.on for each in of_one(rungs(term), known_on)["role:lead"]]
    every = [each.on for each in rungs(term)]
    ahead = [each for each in every if each > known_on]
    assert [each for each in found if each > known_on] == ahead
    behind = [each for each in every if each <= known_on]
    assert found[: len(found) - len(ahead)] == behind[-1:]


@pytest.mark.parametrize("late", range(8))
def test_each_principal_is_counted_for_itself(late: int) -> None:
    """Whoever is only told late has missed nothing of what others were told."""
    found = rungs(duty(date(2021, 5, 14)), BERLIN)
    own = of_one(found, date(2021, 5, 14) + timedelta(days=late))
    assert [each.stage for each in own["role:head"]] == [ESCALATION]
    assert own["role:lead"]
