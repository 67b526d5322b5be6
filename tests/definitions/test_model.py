"""What the engine asks of a definition."""

from datetime import date

import pytest
from pydantic import ValidationError

from definitions.loader import find, load
from definitions.model import Definition
from definitions.vocabulary import Requirement, Valid
from tests.definitions.files import SOUND, Write, edited


@pytest.fixture
def small(write: Write) -> Definition:
    return load(write(SOUND)).definition


@pytest.fixture(scope="module")
def senate() -> Definition:
    return find("berlin-senate").definition


def test_items_are_opened_in_the_initial_state(small: Definition) -> None:
    assert small.initial_state == "draft"


def test_open_states_are_those_that_are_not_final(small: Definition) -> None:
    assert set(small.open_states) == {"draft", "decided"}
    assert set(small.final_states) == {"published", "withdrawn"}


def test_every_open_state_is_written_out(small: Definition) -> None:
    assert small.moves_of("withdraw") == {
        "draft": {None: "withdrawn"},
        "decided": {None: "withdrawn"},
    }
    assert small.targets_of("decide") == {"draft": ("decided",)}


def test_an_outcome_may_choose_the_target(write: Write) -> None:
    chosen = "draft: {noted: draft, otherwise: decided}"
    small = load(write(edited(("draft: decided", chosen)))).definition
    assert small.moves_of("decide") == {
        "draft": {"adopted": "decided", "noted": "draft"}
    }
    assert set(small.targets_of("decide")["draft"]) == {"decided", "draft"}


def test_without_a_choice_every_outcome_leads_to_the_same_state(
    small: Definition,
) -> None:
    assert small.moves_of("decide") == {
        "draft": {"adopted": "decided", "noted": "decided"}
    }


def test_an_outcome_that_no_line_covers_leads_nowhere(write: Write) -> None:
    small = load(write(edited(("draft: decided", "draft: {noted: draft}")))).definition
    assert small.moves_of("decide") == {"draft": {"noted": "draft"}}


def test_a_choice_for_every_open_state_is_written_out(write: Write) -> None:
    chosen = "every_open_state: {noted: withdrawn, otherwise: decided}"
    small = load(write(edited(("draft: decided", chosen)))).definition
    assert set(small.moves_of("decide")) == {"draft", "decided"}
    assert set(small.targets_of("decide")["draft"]) == {"decided", "withdrawn"}


@pytest.mark.parametrize(
    ("written", "read"), [("1 month", "1 months"), ("14 days", "14 days")]
)
def test_a_period_of_one_may_stand_in_the_singular(
    written: str, read: str, write: Write
) -> None:
    deadline = f"{{de: Frist, en: term, after: decide, period: {written}}}"
    text = f"{SOUND}deadlines:\n  term: {deadline}\n"
    assert load(write(text)).definition.deadlines["term"].period == read


def test_a_requirement_knows_its_kind_and_its_name() -> None:
    assert Requirement(document="opinion", basis=()).kind == "document"
    assert Requirement(document="opinion").name == "opinion"
    assert Requirement(urgency=True).name == ""


def test_a_rule_may_hold_if_some_day_of_both_is_common() -> None:
    rule = Valid(valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 31))
    assert rule.in_force(date(2026, 1, 31))
    assert not rule.in_force(date(2026, 2, 1))
    assert rule.may_hold(date(2025, 1, 1), date(2026, 1, 1))
    assert not rule.may_hold(date(2025, 1, 1), date(2025, 12, 31))
    assert Valid().may_hold(date.min, date.max)


def test_a_state_named_by_itself_keeps_its_own_move(write: Write) -> None:
    own = "every_open_state: withdrawn\n      draft: published"
    text = edited(("every_open_state: withdrawn", own))
    moves = load(write(text)).definition.targets_of("withdraw")
    assert moves == {"draft": ("published",), "decided": ("withdrawn",)}


def test_events_from_a_state_are_those_with_a_move(small: Definition) -> None:
    assert set(small.events_from("draft")) == {"decide", "withdraw"}
    assert small.events_from("published") == ()


def test_states_and_events_come_in_the_order_of_the_path(senate: Definition) -> None:
    assert senate.states_along_the_path() == (
        "draft",
        "first_approval",
        "council_consent",
        "ready_for_decision",
        "formal_decision",
        "withdrawn",
        "publication",
    )
    assert senate.events_along_the_path() == (
        "approve",
        "consent",
        "decide",
        "publish",
        "withdraw",
    )


def test_one_role_or_source_may_stand_without_a_list(small: Definition) -> None:
    assert small.events["decide"].by == ("clerk",)
    assert small.events["decide"].basis == ("rules", "old")
    assert small.opened_by == ("lead",)


def test_a_source_may_be_nothing_but_a_text(small: Definition) -> None:
    assert small.sources["rules"].text == "Geschäftsordnung § 1"


def test_the_opening_bears_the_name_of_its_state(small: Definition) -> None:
    assert small.station("open").de == "Entwurf"
    assert small.station("decide").de == "Beschluss"
    assert small.label("outcomes", "noted").en == "noted"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2025, 12, 31), "Altes Gesetz"),
        (date(2026, 1, 1), "Neues Gesetz"),
    ],
)
def test_the_basis_is_the_law_of_the_day(
    small: Definition, day: date, text: str
) -> None:
    basis = [source.text for source in small.basis_of("decide", day)]
    assert basis == ["Geschäftsordnung § 1", text]


def test_a_source_that_was_not_yet_law_is_no_basis(small: Definition) -> None:
    assert len(small.basis_of("decide", date(1999, 12, 31))) == 1


def test_a_definition_cannot_be_changed(small: Definition) -> None:
    with pytest.raises(ValidationError):
        small.version = "2"
    with pytest.raises(TypeError):
        small.states["new"] = small.states["draft"]  # type: ignore[index]
    with pytest.raises(TypeError):
        small.events["decide"].moves["draft"] = "draft"  # type: ignore[index]
    with pytest.raises(TypeError):
        small.announcements["decide"] = "x"  # type: ignore[index]
