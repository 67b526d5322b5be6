"""Drawings of paths: well formed, whole, safe, and the same every time."""

import json
import re
from xml.etree import ElementTree

import pytest

from definitions import lettering
from definitions.arrows import MANY, arrows, sheaves
from definitions.loader import find, shipped
from definitions.mermaid import escaped, mermaid
from definitions.sentences import Labelled, Sentence
from definitions.sketch import Marks, Say
from definitions.svg import svg
from tests.definitions.everything import everything

PATHS = {
    "everything": everything().definition,
    **{name: find(name).definition for name in shipped()},
}
SVG = "{http://www.w3.org/2000/svg}"


def english(value: object) -> str:
    if isinstance(value, Sentence):
        return value.said()
    assert isinstance(value, Labelled)
    return value.en


def german(value: object) -> str:
    if isinstance(value, Sentence):
        return value.said(language="de")
    assert isinstance(value, Labelled)
    return value.de


def texts(drawing: str) -> list[str]:
    return [
        each.text or "" for each in ElementTree.fromstring(drawing).iter(f"{SVG}text")
    ]


# --- SVG


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("say", [english, german])
def test_the_drawing_names_every_state_and_every_event(name: str, say: Say) -> None:
    path = PATHS[name]
    words = "".join("".join(texts(svg(path, say))).split())
    for each in (*path.states.values(), *path.events.values()):
        assert "".join(say(each).split()) in words


@pytest.mark.parametrize("name", PATHS)
def test_all_text_stands_inside_the_page(name: str) -> None:
    root = ElementTree.fromstring(svg(PATHS[name], german))
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    for parent, shift in moved(root):
        for each in parent.findall(f"{SVG}text"):
            size = float(each.get("font-size", 0))
            x = float(each.get("x", 0)) + shift[0]
            y = float(each.get("y", 0)) + shift[1]
            room = lettering.width(each.text or "", size)
            left = x - room / 2 if each.get("text-anchor") == "middle" else x
            assert left >= 0
            assert left + room <= width
            assert size <= y <= height


def moved(
    root: ElementTree.Element,
) -> list[tuple[ElementTree.Element, tuple[float, float]]]:
    found = [(root, (0.0, 0.0))]
    for group in root.findall(f"{SVG}g"):
        x, y = re.findall(r"[-\d.]+", group.get("transform", ""))
        found.append((group, (float(x), float(y))))
    return found


@pytest.mark.parametrize("name", PATHS)
def test_the_drawing_speaks_to_a_screen_reader(name: str) -> None:
    path = PATHS[name]
    root = ElementTree.fromstring(svg(path, german, language="de"))
    assert (root.get("role"), root.get("lang")) == ("img", "de")
    named = {each.get("id"): each.text or "" for each in root if each.get("id")}
    assert root.get("aria-labelledby", "").split() == [*named]
    title, description = named.values()
    assert title == path.title.de
    assert len(description.split("; ")) >= len([*arrows(path)])


@pytest.mark.parametrize("name", PATHS)
def test_the_drawing_refers_to_nothing_and_runs_nothing(name: str) -> None:
    drawing = svg(PATHS[name], english)
    assert re.findall(r"https?://[^\"]+", drawing) == ["http://www.w3.org/2000/svg"]
    for word in ("<script", "<style", "<image", "href", "url(", "@import", "onload"):
        assert word not in drawing


@pytest.mark.parametrize("name", PATHS)
def test_the_same_path_gives_the_same_bytes(name: str) -> None:
    assert svg(PATHS[name], english) == svg(PATHS[name], english)
    assert mermaid(PATHS[name], english) == mermaid(PATHS[name], english)


def test_present_and_passed_states_are_marked_by_more_than_a_colour() -> None:
    marks = Marks(
        "on_agenda", frozenset({"draft", "registered"}), ("S-2021-0001 · <x>",)
    )
    drawing = svg(PATHS["everything"], english, marks)
    found = texts(drawing)
    assert "● on the agenda" in found
    assert {"✓ draft", "✓ registered"} <= set(found)
    assert sum(each.startswith(("✓", "●")) for each in found) == 4  # and the legend
    assert "S-2021-0001 · <x>" in found
    assert "present state: on the agenda" in drawing


def test_text_of_a_file_stays_text() -> None:
    label = "</text><script>alert(1)</script> & \"'"
    path = everything(("en: registered}", f"en: {json.dumps(label)}}}")).definition
    drawing = svg(path, english)
    root = ElementTree.fromstring(drawing)
    assert not [*root.iter(f"{SVG}script")]
    assert "<script" not in drawing
    assert "alert(1)" in "".join("".join(texts(drawing)).split())


def test_what_xml_cannot_say_is_replaced() -> None:
    path = everything(("en: registered}", 'en: "a\\uFFFEb"}')).definition
    assert "a\ufffdb" in texts(svg(path, english))


# --- many moves as one


def test_a_move_of_every_open_state_is_one_line() -> None:
    single, together = sheaves([*arrows(PATHS["everything"])])
    assert [(each.event, each.sources, each.target) for each in together] == [
        ("withdraw", (), "withdrawn")
    ]
    assert "withdraw" not in {each.event for each in single}
    drawing = mermaid(PATHS["everything"], english)
    assert drawing.count("withdrawal") == 1


def test_moves_from_many_named_states_are_one_line_too() -> None:
    states = ("draft", "registered", "on_agenda", "before_council", "decided")
    for count in (MANY - 1, MANY):
        moves = ", ".join(f"{each}: withdrawn" for each in states[:count])
        edit = ("moves: {every_open_state: withdrawn}", f"moves: {{{moves}}}")
        _, together = sheaves([*arrows(everything(edit).definition)])
        assert bool(together) is (count == MANY)


# --- Mermaid

STATE = re.compile(r'    state "([^"]+)" as (s_\w+|many_\d+)')
MOVE = re.compile(r"    (\[\*\]|\w+) --> (\[\*\]|\w+)(?: : ((?:[^:;#\n]|#\d+;)+))?")


@pytest.mark.parametrize("name", PATHS)
def test_mermaid_declares_every_state_and_moves_between_declared_ones(
    name: str,
) -> None:
    path = PATHS[name]
    lines = mermaid(path, english).splitlines()
    assert lines[0] == "stateDiagram-v2"
    found = {match[2]: match[1] for match in map(STATE.fullmatch, lines) if match}
    assert {f"s_{each}" for each in path.states} <= set(found)
    moves = [match for match in map(MOVE.fullmatch, lines) if match]
    assert len(moves) == sum("-->" in line for line in lines)
    known = {"[*]", *found}
    assert all({match[1], match[2]} <= known for match in moves)
    assert len(moves) >= len(path.final_states) + 1 + len(path.events)


def test_mermaid_takes_no_label_for_a_command() -> None:
    assert escaped('a: b; "c" #d --> [*] {e}') == (
        "a#58; b#59; #34;c#34; #35;d --#62; #91;*#93; #123;e#125;"
    )
    label = 'x"; note right of s_draft : y'
    path = everything(("en: registered}", f"en: '{label}'}}")).definition
    plain = mermaid(PATHS["everything"], english).splitlines()
    odd = mermaid(path, english).splitlines()
    assert len(odd) == len(plain)
    assert [line for line in odd if line not in plain] == [
        f'    state "{escaped(label)}" as s_registered'
    ]


def test_mermaid_marks_where_the_item_stands() -> None:
    lines = mermaid(PATHS["everything"], english, "on_agenda", {"draft"}).splitlines()
    assert '    state "● on the agenda" as s_on_agenda' in lines
    assert '    state "✓ draft" as s_draft' in lines
    assert "    class s_on_agenda present" in lines
    assert "    class s_draft passed" in lines


def test_consultations_stand_beside_the_state_in_which_they_begin() -> None:
    drawing = mermaid(PATHS["everything"], english)
    note = drawing.partition("note right of s_draft\n")[2].partition("end note")[0]
    assert "cosignature#58; asks Justice, Finance" in note
    tags = texts(svg(PATHS["everything"], english))
    assert "[A]" in tags
    assert any(each.startswith("[A] cosignature: asks") for each in tags)
