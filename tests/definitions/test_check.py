"""A path is proven sound before an item is opened on it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.check import check, sound
from definitions.findings import DefinitionBroken
from definitions.loader import from_content, hash_of, load
from definitions.model import Loaded
from tests.definitions.files import (
    KINDS,
    SOUND,
    Write,
    brief,
    checked,
    edited,
    unmarked,
)

# What stood there, what is written instead (» marks the place that must be named), what
# is said of it. Each defect is the only one in its file.
UNSOUND = {
    "no initial state": (
        ("states:\n  draft: {de: Entwurf, en: draft, initial: true}"),
        ("»states:\n  draft: {de: Entwurf, en: draft}"),
        "states: no state is the initial one;"
        " write `initial: true` in the state in which items are opened",
    ),
    "unknown role": (
        "by: [clerk]",
        "by: [clerk, »clrek]",
        "events.publish.by.1: there is no role clrek; did you mean clerk?",
    ),
    "unknown role, not in a list": (
        "by: [clerk]",
        "by: »mayor",
        "events.publish.by.0: there is no role mayor; use one of: clerk, clock, lead",
    ),
    "unknown role that opens": (
        "opened_by: lead",
        "opened_by: [lead, »press]",
        "opened_by.1: there is no role press; use one of: clerk, lead",
    ),
    "unknown body": (
        "    by: [clerk]",
        "    outcomes: [noted]\n    body: »counsil\n    by: [clerk]",
        "events.publish.body: there is no body counsil; did you mean council?",
    ),
    "unknown outcome": (
        "[adopted, noted]",
        "[adopted, noted, »note]",
        "events.decide.outcomes.2: there is no outcome note; did you mean noted?",
    ),
    "unknown source": (
        "basis: [rules, old]",
        "basis: [rules, old, »law]",
        "events.decide.basis.2: there is no source law; use one of: new, old, rules",
    ),
    "unknown source that replaces": (
        "replaced_by: new",
        "replaced_by: »newer",
        "sources.old.replaced_by: there is no source newer; did you mean new?",
    ),
    "unknown state that is left": (
        "decided: published",
        "decided: published\n      »drafd: published",
        "events.publish.moves.drafd: there is no state drafd; did you mean draft?",
    ),
    "unknown state that is reached": (
        "decided: published",
        "decided: published\n      draft: »publisht",
        "events.publish.moves.draft: there is no state publisht;"
        " did you mean published?",
    ),
    "unknown station": (
        "[open, decide, publish]",
        "[open, decide, publish, »decided]",
        "stations.3: there is no event decided; did you mean decide?",
    ),
    "announcement of an unknown event": (
        "  decide: formal_decision\n",
        "  decide: formal_decision\n  »opening: publication\n",
        "announcements.opening: there is no event opening;"
        " use one of: decide, publish, withdraw",
    ),
    "announcement of an unknown kind": (
        "decide: formal_decision",
        "decide: »formal_decison",
        "announcements.decide: there is no release of the kind formal_decison;"
        " did you mean formal_decision?",
    ),
    "role twice": (
        "by: [lead, clerk]",
        "by: [lead, clerk, »lead]",
        "events.withdraw.by.2: lead stands twice in the list; keep one of the two",
    ),
    "station twice": (
        "[open, decide, publish]",
        "[open, decide, »open, publish]",
        "stations.2: open stands twice in the list; keep one of the two",
    ),
    "state that is not reached": (
        "  withdrawn: {de: zur",
        "  »lost: {de: verloren, en: lost}\n  withdrawn: {de: zur",
        "states.lost: no move leads to this state from the initial one;"
        " add a move to it, or take the state out",
    ),
    "state that is not left": (
        "      every_open_state: withdrawn\n",
        "      draft: withdrawn\n      decided: stuck\n  unstick:\n"
        "    {de: a, en: b, by: lead, moves: {stuck: stuck}}\n",
        "states.stuck: nothing leads out of this state, and it is not final;"
        " add a move out of it, or write `final: true`",
    ),
    "two states with no way out": (
        "      every_open_state: withdrawn\n",
        "      draft: withdrawn\n      decided: stuck\n  turn:\n"
        "    {de: a, en: b, by: lead, moves: {stuck: stuck2, stuck2: stuck}}\n",
        "states.stuck: no way leads from this state to a final one;"
        " add a move out of it, or write `final: true`",
    ),
    "move out of a final state": (
        "decided: published",
        "decided: published\n      »withdrawn: published",
        "events.publish.moves.withdrawn: a move leads out of the final state"
        " withdrawn; take the move out, or `final: true` of the state",
    ),
    "body without outcomes": (
        "  publish:\n    de: Bekanntmachung\n",
        "  »publish:\n    body: council\n    de: Bekanntmachung\n",
        "events.publish.outcomes: a body decides here, and no outcome is allowed;"
        " list what it may do: outcomes: [approved]",
    ),
    "no such zone": (
        "zone: Europe/Berlin",
        "zone: »Europe/Bonn",
        "zone: there is no time zone Europe/Bonn; write a name such as Europe/Berlin",
    ),
    "a folder of zones": (
        "zone: Europe/Berlin",
        "zone: »Europe",
        "zone: there is no time zone Europe; write a name such as Europe/Berlin",
    ),
    "last day before the first": (
        "valid_to: 2030-12-31",
        "valid_to: »2023-12-31",
        "valid_to: the last day is before the first, 2024-01-01;"
        " mend one of the two days",
    ),
    "source replaced without a last day": (
        "  rules: Geschäftsordnung § 1",
        "  rules: {text: Geschäftsordnung § 1, replaced_by: »new}",
        "sources.rules.replaced_by: a source that is replaced has a last day;"
        " add valid_to",
    ),
}

WARNINGS = {
    "role that nobody uses": (
        "  lead: {de",
        "  »guest: {de: Gast, en: guest}\n  lead: {de",
        "roles.guest: warning: nothing uses guest; take it out, or name it in an event",
    ),
    "outcome that nobody uses": (
        "  noted: {de",
        "  »refused: {de: abgelehnt, en: refused}\n  noted: {de",
        "outcomes.refused: warning: nothing uses refused;"
        " take it out, or name it in an event",
    ),
    "body that nobody uses": (
        "  council: {de",
        "  »board: {de: Beirat, en: board}\n  council: {de",
        "bodies.board: warning: nothing uses board;"
        " take it out, or name it in an event",
    ),
    "source that expires": (
        "  rules: Geschäftsordnung § 1\n",
        "  rules: {text: Geschäftsordnung § 1, valid_to: 2026-06-30}\n",
        "events.decide.basis.0: warning: rules is not in force on 2026-07-01;"
        " cite what is law then, or say replaced_by in the source",
    ),
    "source that is not yet law": (
        "  rules: Geschäftsordnung § 1\n",
        "  rules: {text: Geschäftsordnung § 1, valid_from: 2024-01-02}\n",
        "events.decide.basis.0: warning: rules is not in force on 2024-01-01;"
        " cite what is law then, or say replaced_by in the source",
    ),
    "gap between two sources": (
        "valid_from: 2026-01-01}",
        "valid_from: 2026-01-02}",
        "events.decide.basis.1: warning: old is not in force on 2026-01-01;"
        " cite what is law then, or say replaced_by in the source",
    ),
    "every open state has its own move": (
        "      every_open_state: withdrawn\n",
        "      draft: withdrawn\n      decided: withdrawn\n"
        "      »every_open_state: withdrawn\n",
        "events.withdraw.moves.every_open_state: warning: every open state has a"
        " move of its own here; take every_open_state out",
    ),
}
# Defects for which a second place is changed as well.
ALSO = {
    "state that is not left": (
        "  withdrawn: {de",
        "  »stuck: {de: fest, en: stuck}\n  withdrawn: {de",
    ),
    "two states with no way out": (
        "  withdrawn: {de",
        "  »stuck: {de: fest, en: stuck}\n"
        "  stuck2: {de: fest, en: stuck}\n  withdrawn: {de",
    ),
    "source that expires": ("basis: [rules, old]", "basis: [»rules, old]"),
    "source that is not yet law": ("basis: [rules, old]", "basis: [»rules, old]"),
    "gap between two sources": ("basis: [rules, old]", "basis: [rules, »old]"),
}


@pytest.mark.parametrize("name", [*UNSOUND, *WARNINGS])
def test_a_defect_is_found_where_it_stands(name: str, write: Write) -> None:
    old, marked, said = (UNSOUND | WARNINGS)[name]
    changes = [(old, marked)] + ([ALSO[name]] if name in ALSO else [])
    text, place = unmarked(edited(*changes))
    found = checked(write(text))
    assert brief(found[0]) == f"{place}: {said}"
    assert {each.severity for each in found} == {
        "error" if name in UNSOUND else "warning"
    }


@pytest.mark.parametrize(
    "name", sorted({*UNSOUND, *WARNINGS} - {"two states with no way out"})
)
def test_one_defect_is_one_finding(name: str, write: Write) -> None:
    old, marked, _ = (UNSOUND | WARNINGS)[name]
    changes = [(old, marked)] + ([ALSO[name]] if name in ALSO else [])
    text = edited(*changes).replace("»", "")
    assert len(checked(write(text))) == 1


def test_the_example_is_sound(write: Write) -> None:
    assert checked(write(SOUND)) == ()
    assert sound(load(write(SOUND)), release_kinds=KINDS).definition.name == "small"


def test_two_initial_states_are_both_named(write: Write) -> None:
    text = edited(("en: decided}", "en: decided, initial: true}"))
    assert [str(each.what) for each in checked(write(text))] == [
        "decided is initial too",
        "draft is initial too",
    ]


def test_an_initial_state_cannot_be_final(write: Write) -> None:
    text = edited(("initial: true}", "initial: true, final: true}"))
    found = [brief(each) for each in checked(write(text))]
    assert any("the initial state is final" in each for each in found)


def test_without_a_final_state_no_item_is_ever_closed(write: Write) -> None:
    text = SOUND.replace(", final: true", "")
    found = [brief(each) for each in checked(write(text))]
    assert found == [
        "23:1: states: no state is final: no item could ever be closed;"
        " write `final: true` in the states in which an item rests"
    ]


def test_sources_that_replace_each_other_in_a_ring(write: Write) -> None:
    ring = "new: {text: Neues Gesetz, valid_to: 2026-01-01, replaced_by: old}"
    text = edited(("new: {text: Neues Gesetz, valid_from: 2026-01-01}", ring))
    found = [brief(each) for each in checked(write(text))]
    assert sum("in a ring" in each for each in found) == 2


def test_kinds_of_release_are_checked_only_when_they_are_known(write: Write) -> None:
    loaded = load(write(edited(("decide: formal_decision", "decide: something"))))
    assert check(loaded) == ()
    assert len(check(loaded, release_kinds=KINDS)) == 1


def test_all_defects_are_found_at_once_in_the_order_of_the_file(write: Write) -> None:
    text = edited(
        ("zone: Europe/Berlin", "zone: Europe/Bonn"),
        ("by: clerk", "by: clrek"),
        ("decided: published", "decided: publshed"),
        ("  publish: publication", "  publish: publicaton"),
    )
    found = checked(write(text))
    assert [each.where for each in found] == [
        "zone",
        "events.decide.by.0",  # that nothing leads to `published` follows from a typo
        "events.publish.moves.decided",
        "announcements.publish",
    ]


def test_a_warning_does_not_stop_a_definition_an_error_does(write: Write) -> None:
    old, marked, _ = WARNINGS["role that nobody uses"]
    sound(load(write(edited((old, marked.replace("»", ""))))))
    old, marked, _ = UNSOUND["unknown role"]
    with pytest.raises(DefinitionBroken) as caught:
        sound(load(write(edited((old, marked.replace("»", ""))))))
    assert "there is no role clrek" in str(caught.value)


def test_a_definition_without_a_file_is_checked_too(write: Write) -> None:
    content = load(write(SOUND)).content
    loaded = Loaded(from_content(content), "", content, hash_of(content))
    assert check(loaded) == ()


LABEL = {"de": "Name", "en": "name"}


@st.composite
def sound_paths(draw: st.DrawFn) -> dict[str, object]:
    """Definitions that are sound by construction.

    State n+1 is entered from one of the states up to n, so all are reached; every open
    state may be closed, so all have a way out. Further moves do no harm.
    """
    count = draw(st.integers(1, 8))
    opened = [f"s{at}" for at in range(count)]
    moves = {
        f"enter_{at}": {draw(st.sampled_from(opened[:at])): opened[at]}
        for at in range(1, count)
    }
    anywhere = st.sampled_from([*opened, "closed"])
    extra = st.dictionaries(st.sampled_from(opened), anywhere, min_size=1)
    for at, more in enumerate(draw(st.lists(extra, max_size=4))):
        moves[f"extra_{at}"] = more
    moves["close"] = {"every_open_state": "closed"}
    roles = draw(st.lists(st.sampled_from("abcd"), min_size=1, unique=True))
    events: dict[str, dict[str, object]] = {
        name: {**LABEL, "by": roles, "moves": each} for name, each in moves.items()
    }
    if decided := draw(st.booleans()):
        events["close"] |= {"body": "board", "outcomes": ["yes"], "basis": "law"}
    path: dict[str, object] = {}
    if draw(st.booleans()):
        _ask(draw, path, events, opened, roles)
    stations = draw(
        st.lists(st.sampled_from(["open", *events]), min_size=1, unique=True)
    )
    path |= {
        "definition": "generated",
        "version": "1",
        "title": LABEL,
        "valid_from": "2024-01-01",
        "zone": "Europe/Berlin",
        "opened_by": roles,
        "roles": dict.fromkeys(roles, LABEL),
        "states": {
            "s0": {**LABEL, "initial": True},
            **dict.fromkeys(opened[1:], LABEL),
            "closed": {**LABEL, "final": True},
        },
        "events": events,
        "stations": stations,
        "announcements": {name: "publication" for name in stations if name != "open"},
    }
    office = {"office": {**LABEL, "sittings": "weekly"}} if "documents" in path else {}
    answers = dict.fromkeys(("good", "later", "never") if office else (), LABEL)
    if decided or office:
        path["bodies"] = office | ({"board": LABEL} if decided else {})
        path["outcomes"] = answers | ({"yes": LABEL} if decided else {})
        path["sources"] = {"law": "Law"}
    return path


def _ask(
    draw: st.DrawFn,
    path: dict[str, object],
    events: dict[str, dict[str, object]],
    opened: list[str],
    roles: list[str],
) -> None:
    """Outcomes that choose, guards, consultations, deadlines and the clock."""
    some = st.lists(st.sampled_from(opened), min_size=1, unique=True)
    path["documents"] = {"paper": LABEL}
    path["consultations"] = {
        "ask": {
            **LABEL,
            "asks": "office",
            "by": roles,
            "outcomes": ["good", "later"],
            "keeps_open": "later",
            "silence": "good",
            **({"during": draw(some)} if draw(st.booleans()) else {}),
        }
    }
    guards: list[dict[str, object]] = [
        {"consultation": "ask", "bodies": "office", "outcomes": "good"},
        {"none_open": "ask"},
        {"document": "paper"},
        {"field": "note"},
        {"sitting": "office"},
        {"second_person": "open"},
        {"urgency": True},
        {"deadline": "answer"},
    ]
    guards += [{"event": name} for name in events if name.startswith("enter_")]
    required = draw(st.lists(st.sampled_from(guards), min_size=1, unique_by=str))
    if not any("ask" in each.values() for each in required):
        required.append({"none_open": "ask"})
    events["close"] |= {"requires": required, "fields": {"note": LABEL}}
    targets = st.sampled_from([*opened, "closed"])
    events["choose"] = {
        **LABEL,
        "by": roles,
        "outcomes": ["good", "later", "never"],
        "moves": {draw(some)[0]: {"good": draw(targets), "otherwise": draw(targets)}},
    }
    events["lapse"] = {**LABEL, "by": "clock", "moves": {"s0": "closed"}}
    after = draw(st.sampled_from([*events]))  # of `ask` silence is recorded
    path["deadlines"] = {
        "term": {
            **LABEL,
            "after": after,
            "period": "2 weeks",
            "calendar": "DE-BE",
            "remind": roles,
            "lapses": "lapse",
        },
        "answer": draw(answering(roles)),
    }


@st.composite
def answering(draw: st.DrawFn, roles: list[str]) -> dict[str, object]:
    """A term of the consultation, with any of the keys that fit there."""
    some: dict[str, st.SearchStrategy[object]] = {
        "counting": st.sampled_from(["event_day", "begin_of_day", "clear_days"]),
        "shift": st.just("working_day"),
        "met_by": st.just("close"),
        "remind_before": st.sampled_from([0, [5, 1], 999]),
        "extension": st.sampled_from(
            [
                {"at_most": "7 days", "by": roles},
                {"at_most": "1 month", "by": roles, "bodies": "office", "times": 2},
            ]
        ),
        "suspension": st.just({"by": roles}),
    }
    keys = draw(st.lists(st.sampled_from([*some]), unique=True))
    return {
        **LABEL,
        "after": "ask",
        "period": draw(st.sampled_from(["2 weeks", "1 month", "100 years"])),
        "calendar": draw(st.sampled_from(["DE-BE", "DE-BY", "CH"])),
        "remind": roles,
        **{key: draw(some[key]) for key in keys},
    }


@given(sound_paths())
def test_a_sound_definition_raises_no_alarm(
    tmp_path_factory: pytest.TempPathFactory, path: dict[str, object]
) -> None:
    """JSON is YAML: the same text goes through the reader."""
    file = tmp_path_factory.getbasetemp() / "generated.yaml"
    Path(file).write_text(json.dumps(path, indent=1), encoding="utf-8")
    loaded = load(file)
    assert check(loaded, release_kinds=KINDS) == ()
    definition = loaded.definition
    assert set(definition.states_along_the_path()) == set(definition.states)
    assert set(definition.events_along_the_path()) == set(definition.events)


@given(sound_paths(), st.data())
def test_a_lost_state_is_always_found(
    path: dict[str, object], data: st.DataObject
) -> None:
    """In any path: a state that nothing enters, and one that nothing leaves."""
    states, events = path["states"], path["events"]
    assert isinstance(states, dict)
    assert isinstance(events, dict)
    start = data.draw(st.sampled_from([each for each in states if each != "closed"]))
    roles = path["opened_by"]
    states["lost"] = states["trap"] = LABEL
    events["close"]["moves"] = {
        each: "closed" for each in states if each not in ("trap", "closed")
    }
    events["fall"] = {**LABEL, "by": roles, "moves": {start: "trap"}}
    content = json.dumps(path, sort_keys=True, separators=(",", ":"))
    loaded = Loaded(from_content(content), "", content, hash_of(content))
    assert {each.where for each in check(loaded)} == {"states.lost", "states.trap"}
