"""The picture of a path shows every state once, and where the item stands."""

import pytest

from commands.language import said
from commands.picture import PAGE, TALLEST, picture
from definitions.loader import find, shipped
from definitions.model import Definition
from definitions.sentences import Labelled, Sentence
from tests.definitions.everything import everything

PATH = find("berlin-senate").definition


def drawn(state: str, *taken: str, path: Definition = PATH) -> list[str]:
    def english(label: Labelled) -> str:
        return label.en

    lines = picture(path, state, taken, english)
    return [said(each) if isinstance(each, Sentence) else each for each in lines]


def test_the_diamond_is_drawn_with_both_ways() -> None:
    assert drawn("council_consent", "draft")[:17] == [
        "                           ┌─────────┐",
        "                           │ ✓ draft │",
        "                           └─────────┘",
        "               ┌────────────────┴────────────────┐",
        "               │ first approval by the Senate    │ consent of the Council of",
        "               │                                 │ Mayors",
        "┌─────────────────────────────┐   ╔═════════════════════════════╗",
        "│       first approval        │   ║      ● Council consent      ║",
        "└─────────────────────────────┘   ╚═════════════════════════════╝",
        "               │ consent of the Council of       │ first approval by the",
        "               │ Mayors                          │ Senate",
        "               └────────────────┬────────────────┘",
        "                     ┌─────────────────────┐",
        "                     │ ready for decision  │",
        "                     └─────────────────────┘",
        "                                │ formal decision of the Senate",
        "                       ┌─────────────────┐",
    ]


@pytest.mark.parametrize("state", PATH.states)
def test_the_present_state_is_marked_once(state: str) -> None:
    lines = drawn(state)
    assert "\n".join(lines).count("●") == 1
    (marked,) = (line for line in lines if "●" in line)
    assert f"● {PATH.states[state].en}" in marked


@pytest.mark.parametrize("state", PATH.states)
def test_the_picture_fits_a_terminal(state: str) -> None:
    assert max(map(len, drawn(state))) < 80


def test_what_is_possible_everywhere_stands_below() -> None:
    assert drawn("draft")[-1] == "every open state ─ withdrawal ─▶ withdrawn"


# --- paths that no terminal can show

LARGE = everything().definition


def test_what_cannot_be_drawn_is_listed() -> None:
    assert drawn("on_agenda", "draft", "registered", "on_agenda", path=LARGE) == [
        "✓ draft",
        "✓ registered",
        "● on the agenda",
        "  passage: noted ─▶ before the Council",
        "  passage: decided ─▶ decided",
        "  passage: adjourned ─▶ on the agenda",
        "  passage: referred, rejected ─▶ rejected",
        "  withdrawal ─▶ withdrawn",
    ]


def test_at_the_end_nothing_follows() -> None:
    lines = drawn("published", "draft", "decided", "published", path=LARGE)
    assert lines == ["✓ draft", "✓ decided", "● promulgated"]


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_path_has_a_picture_or_a_list_that_fits(name: str) -> None:
    path = find(name).definition
    for state in path.states:
        lines = drawn(state, path.initial_state, path=path)
        assert "\n".join(lines).count("●") == 1
        assert len(lines) <= TALLEST
        drawing = [line for line in lines if "─▶" not in line]
        assert max(map(len, drawing)) <= PAGE
