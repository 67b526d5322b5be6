"""Items with their history are taken in from a file: all of them, or nothing."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest

from definitions.findings import DefinitionBroken
from definitions.loader import find
from definitions.reader import read
from tests.workflow.office import CARL, LENA, STRANGER, employ, everything, sitting
from tests.worlds import World, on
from workflow.errors import NotPermitted, Refused
from workflow.intake import Definitions, take_in
from workflow.manifest import LIMITS, Manifest, manifest
from workflow.procedure import advance
from workflow.unit import Answer

TWO = """items:
  - title: Strategischer Rahmen
    lead: Senatskanzlei
    opened: {on_or_before: 2021-07-05, note: Datum des Dokuments}
    steps:
      - event: approve
        on: 2021-07-06
        outcome: approved_with_remarks
        outcome_text: mit Anmerkungen zugestimmt
      - planned: decide
        on: 2021-08-24
      - event: consent
        on_or_before: 2021-08-03
      - event: decide
        on: 2021-08-03
      - event: publish
        fields: {medium: Amtsblatt}
  - title: Solargesetz
    lead: Senatskanzlei
    definition: berlin-bill
    reference: S-3459/2020
    steps:
      - consultation: cosignature
        body: justice
        opened: {on: 2020-11-02, note: mit Anlage}
        due: 2020-11-16
        answered: {on: 2020-11-17}
        outcome: deemed_given
      - consultation: cosignature
        body: finance
      - answer: cosignature
        body: finance
        on: 2020-11-12
        outcome: given
        outcome_text: mitgezeichnet
      - gap: on_agenda
        note: nicht überliefert
      - event: first_passage
        on: 2020-12-08
        outcome: noted
"""
WRONG = """items:
  - title: Eins
    lead: Senatskanzlei
    opened: {on: 2021-07-05}
    steps:
      - event: approve
        on: 2021-07-06
      - event: decide
        on: 2021-08-03
      - event: publish
  - title: Zwei
    lead: Senatskanzlei
    steps:
      - event: approve
        on: 2021-08-11
  - titel: Drei
    lead: Senatskanzlei
  - title: Vier
    lead: Senatskanzlei
    reference: S-1
    steps:
      - event: approve
        on: 2021-07-06
        outcome: aproved
  - title: Fünf
    lead: Senatskanzlei
    reference: S-1
  - title: Sechs
    lead: Senatskanzlei
    steps:
      - gap: nirgends
  - title: Sieben
    lead: Senatskanzlei
    definition: nowhere
"""


def manifest_of(text: str, *, json: bool = False) -> Manifest:
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    return manifest(read(data, "f", LIMITS, json=json), "f", digest)


def paths_of(given: Manifest) -> Definitions:
    found: dict[str, Any] = {}
    for item in given.items:
        try:
            found[item.definition] = find(item.definition)
        except Exception as problem:
            found[item.definition] = problem
    return found


def taken(world: World, text: str, **said: Any) -> Answer:
    given = manifest_of(text)
    act = world.act(**{k: said.pop(k) for k in ("command_id",) if k in said})
    return take_in(world.store, act, given, paths_of(given), **said)


def refused(world: World, text: str, **said: Any) -> list[str]:
    """What is said of a file of which nothing may be recorded."""
    before = everything(world)
    with pytest.raises(Refused) as caught:
        taken(world, text, **said)
    assert everything(world) == before
    return str(caught.value).splitlines()


def test_items_come_with_their_history(world: World) -> None:
    answer = taken(world, TWO)
    assert [(each["reference"], each["state"]) for each in answer["items"]] == [
        ("S-2021-0001", "publication"),
        ("S-3459/2020", "at_council"),
    ]
    story = [(step.event, str(step.day)) for step in world.slip("S-2021-0001").steps]
    assert story == [
        ("open", "≤ 2021-07-05"),
        ("approve", "2021-07-06"),
        ("consent", "≤ 2021-08-03"),
        ("decide", "2021-08-03"),
        ("publish", "unknown"),
    ]
    first = world.slip("S-2021-0001")
    assert first.entries[0].words["note"] == "Datum des Dokuments"
    assert first.steps[1].outcome == "approved_with_remarks"
    assert first.steps[1].words["outcome_text"] == "mit Anmerkungen zugestimmt"
    assert first.steps[-1].words == {"field:medium": "Amtsblatt"}
    assert world.verify().sound


def test_plans_gaps_and_consultations_are_what_they_are(world: World) -> None:
    taken(world, TWO)
    plan = world.slip("S-2021-0001").entries[2]
    assert (plan.kind, plan.event, str(plan.day)) == ("planned", "decide", "2021-08-24")
    second = world.slip("S-3459/2020")
    assert [entry.kind for entry in second.entries] == [
        *("opened", "consulted", "answered", "consulted", "answered"),
        *("gap", "moved"),
    ]
    asked = [
        (each.body, str(each.opened), each.outcome, str(each.answered))
        for each in second.walk.consulted.values()
    ]
    assert asked == [
        ("justice", "2020-11-02", "deemed_given", "2020-11-17"),
        ("finance", "unknown", "given", "2020-11-12"),
    ]
    assert second.entries[1].words == {"note": "mit Anlage"}
    assert second.entries[4].words == {"outcome_text": "mitgezeichnet"}
    assert [step.event for step in second.steps] == ["open", "first_passage"]


def test_everything_that_is_wrong_is_told_at_once(world: World) -> None:
    lines = refused(world, WRONG)
    told = [re.match(r"f:(\d+:\d+): ([^:]+): (.*)", line) for line in lines]
    found = [(each[1], each[2]) for each in told if each]
    assert found == [
        ("8:9", "items[0].steps[1]"),
        ("14:9", "items[1].steps[0]"),
        ("16:5", "items[2].titel"),
        ("22:9", "items[3].steps[0]"),
        ("25:5", "items[4]"),
        ("31:9", "items[5].steps[0]"),
        ("34:5", "items[6].definition"),
    ]
    said = [each[3] for each in told if each]
    assert "by the path berlin-senate 2026-01" in said[0]
    assert "consent of the Council of Mayors (consent)" in said[0]
    assert said[0].endswith("`- gap: ready_for_decision`")
    assert "2021-08-11 lies in the future" in said[1]
    assert "`- planned: approve`" in said[1]
    assert said[2].endswith("did you mean title?")
    assert "aproved" in said[3]
    assert "There is an item S-1 already" in said[4]
    assert "has no state nirgends" in said[5]
    assert lines[-3].startswith("There is no approval path nowhere")
    assert lines[-1] == (
        "Nothing was recorded: an import is taken in whole or not at all."
        " Errors in f: 7."
    )


def test_a_dry_run_says_what_would_be_and_records_nothing(world: World) -> None:
    before = everything(world)
    tried = taken(world, TWO, dry_run=True)
    assert everything(world) == before
    assert (tried["dry_run"], tried["entry"], tried["hash"]) == (True, None, None)
    assert tried["items"] == taken(world, TWO)["items"]
    refused(world, WRONG, dry_run=True)


def test_a_repeated_import_answers_as_the_first(world: World) -> None:
    first = taken(world, TWO, command_id="alt-1")
    advance(world.store, world.act(), "S-3459/2020", "withdraw", day=on("2021-08-10"))
    world.open("Ein weiterer Vorgang")
    before = everything(world)
    assert taken(world, TWO, command_id="alt-1") == first
    assert taken(world, TWO, command_id="alt-1", dry_run=True) == first
    assert everything(world) == before
    other = refused(world, TWO.replace("Solar", "Wind"), command_id="alt-1")
    assert "stands for another command" in other[0]


def test_one_entry_tells_of_the_import(world: World) -> None:
    answer = taken(world, TWO, command_id="alt-1")
    rows = everything(world)["entries"]
    (told,) = [row for row in rows if row["kind"] == "imported"]
    assert (told["seq"], told["command_id"]) == (answer["entry"], "alt-1")
    digest = hashlib.sha256(TWO.encode()).hexdigest()
    assert (answer["sha256"], digest in told["content"]) == (digest, True)
    assert all(row["command_id"] is None for row in rows[told["seq"] :])


def test_every_step_takes_its_role(world: World) -> None:
    employ(world)
    with sitting(world, CARL), pytest.raises(NotPermitted) as caught:
        taken(world, TWO)
    line, other, _ = str(caught.value).splitlines()
    assert line.startswith("f:16:9: items[0].steps[4]: carl")
    assert "press" in line
    assert other.startswith("f:23:9: items[1].steps[0]: carl")
    with sitting(world, LENA), pytest.raises(NotPermitted) as caught:
        taken(world, TWO)
    assert "f:6:9: items[0].steps[0]: lena" in str(caught.value)
    with sitting(world, STRANGER), pytest.raises(NotPermitted, match="stranger"):
        taken(world, TWO)
    assert world.verify().items == 0


def test_sittings_come_before_the_items_that_need_them(world: World) -> None:
    text = """sittings:
  - {series: town-council, on: 2021-04-10}
items:
  - title: Bebauungsplan
    lead: Stadtplanungsamt
    definition: german-municipal-council
    steps:
      - gap: at_council
      - event: council_decision
        on: 2021-04-10
"""
    lines = refused(world, text.replace("town-council", "village"))
    assert lines[0].startswith("f:2:5: sittings[0]: No path")
    assert lines[1].startswith("f:9:9: items[0].steps[1]: by the path")
    assert "no sitting of council" in lines[1]
    assert taken(world, text)["items"][0]["state"] == "decided"
    assert world.verify().sound


def test_json_says_the_same(world: World) -> None:
    text = (
        '{"items": [{"title": "A", "lead": "B", "opened": {"on": "2021-07-05"},\n'
        '  "steps": [{"event": "approve", "on": "2021-07-06"}]}]}'
    )
    given = manifest_of(text, json=True)
    answer = take_in(world.store, world.act(), given, paths_of(given))
    assert answer["items"][0]["state"] == "first_approval"


def test_progress_is_told_item_by_item(world: World) -> None:
    count: list[int] = []
    progress: Callable[[], None] = lambda: count.append(1)  # noqa: E731
    taken(world, TWO, progress=progress)
    assert len(count) == 2


FORMS = {
    "title: A\n    lead: B\n    opened: {on: 2021-07-05, unknown: true}": (
        "4:30: items[0].opened.unknown: on, unknown exclude each other;"
        " keep one of them"
    ),
    "title: A\n    lead: B\n    opened: {on: 2021-02-30}": (
        "4:18: items[0].opened.on: the calendar has no such day; mend the day"
    ),
    "title: A\n    lead: B\n    opened: 2021-07-05": (
        "4:13: items[0].opened: keys with values are wanted here;"
        " write one line per key, indented: key: value"
    ),
    "title: 12\n    lead: B": (
        '2:12: items[0].title: YAML reads 12 as a number; write it in quotes: "12"'
    ),
    "title: A": "2:5: items[0].lead: the key lead is missing; add it",
    "title: A\n    title: B\n    lead: C": (
        "3:5: items[0].title: the key stands twice, first in line 2;"
        " keep one of the two"
    ),
    "title: A\n    lead: B\n    steps: [{event: a, gap: b}]": (
        "4:13: items[0].steps[0]: several steps stand in one: event, gap;"
        " write each under a dash of its own"
    ),
    "title: A\n    lead: B\n    steps: [{evnt: a}]": (
        "4:14: items[0].steps[0].evnt: the key evnt is not known here;"
        " did you mean event?"
    ),
    "title: A\n    lead: B\n    steps: [{gap: a, on: 2021-07-06}]": (
        "4:22: items[0].steps[0].on: the key on is not known here;"
        " use one of: gap, note"
    ),
    "title: A\n    lead: B\n    steps: [approve]": (
        "4:13: items[0].steps[0]: keys with values are wanted here;"
        " write one line per key, indented: key: value"
    ),
    "title: A\n    lead: B\n    steps: [{consultation: a, answered: {}}]": (
        "4:13: items[0].steps[0]: an answer without its outcome; add the key outcome"
    ),
    'title: A\n    lead: "\\u202e"': (
        "3:11: items[0].lead: the text is refused: it holds an invisible or control"
        " character (U+202E) at place 1; mend the text"
    ),
    "title: A\n    lead: B\n    reference: ../etc": (
        "4:16: items[0].reference: ../etc cannot be a reference;"
        " letters, digits, dot, dash, slash and underscore only"
    ),
    "title: *x\n    lead: B": (
        "2:12: items[0].title: the alias *x is not allowed;"
        " write the value out where it is wanted"
    ),
}


@pytest.mark.parametrize("item", FORMS)
def test_the_form_is_told_with_its_place(item: str) -> None:
    given = manifest_of(f"items:\n  - {item}\n")
    assert [str(each) for each in given.findings] == [f"f:{FORMS[item]}"]
    assert given.items == ()


NO_FORM = {
    "": "1:1: the file is empty; begin with `items:`, then a dash for each item",
    "items: []\n": "1:8: items: nothing stands here; add an item",
    "item: []\n": "1:1: item: the key item is not known here; did you mean items?",
    "- a\n": "1:1: keys with values are wanted here;"
    " write one line per key, indented: key: value",
    "items: a\n": "1:8: items: a list is wanted here;"
    " begin each entry with a dash: - title: TEXT",
    "a: 1\n---\nb: 2\n": "2:1: a second document begins here;"
    " write all items under one `items:`",
    "items: " + "[" * 500: "1:27: items" + "[0]" * 18 + ": more than 20 levels deep;"
    " write it flatter",
}


@pytest.mark.parametrize("text", NO_FORM)
def test_what_is_no_list_of_items_is_refused(text: str) -> None:
    assert [str(each) for each in manifest_of(text).findings] == [f"f:{NO_FORM[text]}"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe",
        bytes(range(256)),
        b"items: \x00",
        b"a: b\n" * 2_000_000,
        b"- {a: b}\n" * 300_000,
        b"%YAML 1.1\n---\nitems: no\n",
        b"items: !!python/object/apply:os.system [id]\n",
        b"l0: &l0 [ha]\nitems: [*l0, *l0]\n",
    ],
)
@pytest.mark.parametrize("json", [False, True])
def test_hostile_files_name_their_fault(data: bytes, json: bool) -> None:
    given = manifest(read(data, "f", LIMITS, json=json), "f", "")
    assert given.items == ()
    assert given.findings
    assert str(DefinitionBroken(given.findings)).startswith("f:")
