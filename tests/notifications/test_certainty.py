"""What a path makes certain, and what it leaves open."""

import pytest

from definitions.loader import find, shipped
from notifications.certainty import demanded, given_up, sure

SENATE = "senate"  # in a sitting or by circulation
# Path, state, kind: the event that surely follows, or None.
FOLLOWS = [
    ("berlin-senate", "draft", "formal_decision", "decide"),
    ("berlin-senate", "first_approval", "council_position", "consent"),
    ("berlin-senate", "council_consent", "council_position", None),  # it has acted
    ("berlin-senate", "ready_for_decision", "formal_decision", "decide"),
    ("berlin-senate", "formal_decision", "formal_decision", None),
    ("berlin-senate", "formal_decision", "publication", "publish"),
    ("berlin-bill", "at_council", "formal_decision", SENATE),
    ("berlin-bill", "at_council", "council_position", None),  # not by its states
    ("berlin-bill", "decided", "to_parliament", "introduce"),
    ("berlin-bill", "decided", "formal_decision", None),
    ("berlin-bill", "read_once", "publication", None),  # it can be rejected
    ("berlin-bill", "adopted", "publication", "promulgate"),
    ("berlin-programme", "registered", "formal_decision", SENATE),
    ("berlin-programme", "decided", "to_parliament", None),  # not every programme
    ("berlin-programme", "decided", "council_position", None),
    ("berlin-two-passages", "on_agenda", "formal_decision", SENATE),
    ("berlin-ordinance", "on_agenda", "first_approval", None),  # or issued at once
]


@pytest.mark.parametrize(("name", "state", "kind", "event"), FOLLOWS)
def test_only_what_no_way_leads_around_is_certain(
    name: str, state: str, kind: str, event: str | None
) -> None:
    path = find(name).definition
    found = sure(path, state, kind)
    assert event in (found, path.events[found].body if found else None)


def test_a_hearing_that_the_decision_requires_is_certain_until_it_was_held() -> None:
    path = find("berlin-bill").definition
    statement = "council_statement"
    assert demanded(path, "second_passage", {"first_passage"}) == statement
    assert demanded(path, "second_passage", {"first_passage", statement}) is None
    assert demanded(path, "introduce", set()) is None


def test_what_two_bodies_can_do_is_certain_of_neither() -> None:
    path = find("berlin-senate").definition
    decide = path.events["decide"]
    other = decide.model_copy(update={"body": "council"})
    events = {**path.events, "decide_too": other}
    both = path.model_copy(update={"events": events})
    both.__dict__.pop("_moves", None)
    assert sure(both, "ready_for_decision", "formal_decision") is None


@pytest.mark.parametrize("name", shipped())
def test_an_open_item_is_not_given_up(name: str) -> None:
    path = find(name).definition
    assert not any(given_up(path, state) for state in path.open_states)


@pytest.mark.parametrize(
    ("name", "ended"),
    [
        ("berlin-senate", {"withdrawn"}),
        ("berlin-bill", {"withdrawn", "lapsed"}),
        ("berlin-ordinance", {"withdrawn"}),  # concluded: after it is in force
        ("german-municipal-council", {"withdrawn"}),
        ("swiss-federal-council", {"withdrawn", "closed"}),
    ],
)
def test_ends_that_no_station_leads_to_give_an_item_up(
    name: str, ended: set[str]
) -> None:
    path = find(name).definition
    assert {state for state in path.final_states if given_up(path, state)} == ended
