"""Gaps in the sources: what they may hide, and what they may not."""

import pytest

from definitions.loader import find
from workflow.gaps import hidden_between, no_way
from workflow.guards import Known
from workflow.machine import judge

BILL = find("berlin-bill").definition
DECIDED = ("on_agenda_again", "second_passage", "decided")


def test_a_gap_before_the_first_passage_hides_no_statement_of_the_council() -> None:
    """Though a recall from parliament leads back to the draft: another round."""
    hidden = hidden_between(BILL, "draft", "on_agenda")
    assert {"register", "put_on_agenda", "cosignature"} <= hidden
    assert hidden.isdisjoint({"council_statement", "first_passage", "final_vote"})
    verdict = judge(BILL, *DECIDED, Known(hidden=frozenset(hidden)))
    assert "(council_statement) is not on record yet" in str(verdict.reason)


def test_a_gap_over_the_council_may_hide_its_statement() -> None:
    hidden = hidden_between(BILL, "at_council", "on_agenda_again")
    assert "council_statement" in hidden
    assert judge(BILL, *DECIDED, Known(hidden=frozenset(hidden))).to == "decided"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("draft", "nowhere", "the path berlin-bill has no state nowhere"),
        ("draft", "draft", "no way leads from draft to draft"),
        ("rejected", "draft", "no way leads from"),
    ],
)
def test_no_gap_leads_where_the_path_does_not(start: str, end: str, said: str) -> None:
    assert str(no_way(BILL, start, end)).startswith(said)


@pytest.mark.parametrize("end", [name for name in BILL.states if name != "draft"])
def test_every_state_can_be_where_the_sources_begin(end: str) -> None:
    assert no_way(BILL, "draft", end) is None
