"""Duties in pages and in order: nothing is lost, nothing is told twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.terms_path import terms_path
from workflow.duties import OFFICE_TERM, ORDERS, Duty, ordered, page_of
from workflow.errors import Refused

PATH = terms_path().definition


@st.composite
def duties(draw: st.DrawFn) -> Duty:
    """A duty of some item, day and body."""
    return Duty(
        kind=OFFICE_TERM,
        reference=draw(st.sampled_from(["S-1", "S-2", "S-3"])),
        path=PATH,
        name=f"term-{draw(st.integers(1, 99))}",
        about="Bericht",
        due=draw(st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9))),
        precision="exact",
        status="open",
        body=draw(st.sampled_from([None, "culture", "interior"])),
        waits_for=(),
        told=(),
        acting=(),
    )


@given(st.lists(duties(), max_size=30), st.integers(1, 7))
def test_the_pages_are_the_list(found: list[Duty], length: int) -> None:
    pages = max(1, -(-len(found) // length))
    told = [page_of(found, number, length) for number in range(1, pages + 1)]
    assert [each for page in told for each in page] == found
    assert all(len(page) == length for page in told[:-1])
    with pytest.raises(Refused):
        page_of(found, pages + 1, length)


@given(st.lists(duties(), max_size=30), st.sampled_from(ORDERS))
def test_an_order_keeps_every_duty_and_what_has_no_day_last(
    found: list[Duty], by: str
) -> None:
    told = ordered(found, by)
    assert sorted(map(id, told)) == sorted(map(id, found))
    days = [each.due is None for each in told]
    if by == "due":
        assert days == sorted(days)
        dated = [each.due for each in told if each.due]
        assert dated == sorted(dated)
    elif by == "reference":
        names = [each.reference for each in told]
        assert names == sorted(names)
    else:
        bodies = [each.body for each in told]
        named = [each for each in bodies if each is not None]
        assert bodies[: len(named)] == sorted(named)


@pytest.mark.parametrize(
    ("today", "left", "overdue"),
    [("2026-01-04", 1, False), ("2026-01-05", 0, False), ("2026-01-06", -1, True)],
)
def test_the_last_day_itself_is_still_in_time(
    today: str, left: int, overdue: bool
) -> None:
    duty = Duty(
        OFFICE_TERM,
        "S-1",
        PATH,
        "term-1",
        "Bericht",
        date(2026, 1, 5),
        "exact",
        "open",
        None,
        (),
        (),
        (),
    )
    day = date.fromisoformat(today)
    assert (duty.days_left(day), duty.overdue(day)) == (left, overdue)
