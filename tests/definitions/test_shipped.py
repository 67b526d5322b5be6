"""The paths that come with the program are sound, and say what was asked for."""

from datetime import date

import pytest

from definitions.check import check
from definitions.loader import find, shipped
from definitions.model import Definition
from notifications.grammar import KINDS


@pytest.fixture(scope="module")
def senate() -> Definition:
    return find("berlin-senate").definition


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_definition_has_no_findings(name: str) -> None:
    loaded = find(name)
    assert [str(each) for each in check(loaded, release_kinds=frozenset(KINDS))] == []
    assert loaded.definition.name == name


def test_the_path_is_the_one_that_was_asked_for(senate: Definition) -> None:
    moves = {
        (start, event, end)
        for event in senate.events
        if event != "withdraw"
        for start, end in senate.moves_of(event).items()
    }
    assert moves == {
        ("draft", "approve", "first_approval"),
        ("draft", "consent", "council_consent"),
        ("first_approval", "consent", "ready_for_decision"),
        ("council_consent", "approve", "ready_for_decision"),
        ("ready_for_decision", "decide", "formal_decision"),
        ("formal_decision", "publish", "publication"),
    }


def test_an_item_can_be_withdrawn_from_every_open_state(senate: Definition) -> None:
    ends = {"publication", "withdrawn"}
    assert set(senate.moves_of("withdraw")) == set(senate.states) - ends
    assert set(senate.moves_of("withdraw").values()) == {"withdrawn"}


def test_the_slip_has_five_stations(senate: Definition) -> None:
    assert senate.stations == ("open", "consent", "approve", "decide", "publish")


def test_who_records_what(senate: Definition) -> None:
    assert {name: event.by for name, event in senate.events.items()} == {
        "approve": ("clerk",),
        "consent": ("clerk",),
        "decide": ("clerk",),
        "publish": ("press",),
        "withdraw": ("lead", "clerk"),
    }


def test_the_first_passage_may_be_noted_only(senate: Definition) -> None:
    assert "noted" in senate.events["approve"].outcomes
    assert senate.label("outcomes", "noted").de == "zur Kenntnis genommen"


@pytest.mark.parametrize(
    ("day", "law"),
    [
        (date(2021, 7, 15), "Zuständigkeitsgesetz (AZG) § 14"),
        (date(2025, 12, 31), "Zuständigkeitsgesetz (AZG) § 14"),
        (date(2026, 1, 1), "Landesorganisationsgesetz (LOG)"),
    ],
)
def test_the_council_acts_by_the_law_of_the_day(
    senate: Definition, day: date, law: str
) -> None:
    """The LOG of 10 July 2025 replaces the AZG on 1 January 2026."""
    texts = [source.text for source in senate.basis_of("consent", day)]
    assert any(law in text for text in texts)
    assert len(texts) == 3
