"""The picture of a path shows every state once, and where the item stands."""

import pytest

from commands.language import said
from commands.picture import picture
from definitions.loader import find
from definitions.sentences import Labelled, Sentence

PATH = find("berlin-senate").definition


def drawn(state: str, *taken: str) -> list[str]:
    def english(label: Labelled) -> str:
        return label.en

    lines = picture(PATH, state, taken, english)
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
