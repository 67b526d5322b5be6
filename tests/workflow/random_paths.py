"""Random paths that the checker calls sound: choices, loops, consultations.

A backbone of states with an event from each to the next keeps every state alive; what
is thrown in beside it is kept if the path is sound with it.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from definitions.canonical import canonical
from definitions.check import check
from definitions.loader import from_content, hash_of
from definitions.model import Loaded

Plain = dict[str, Any]
BODIES = ("senate", "council", "justice")
OUTCOMES = ("decided", "noted", "adjourned", "rejected")
ANSWERS = ("given", "refused", "later")


def random_path(seed: int) -> Loaded:
    """The sound path of a number."""
    chance = Random(seed)
    path = _backbone(chance)
    for change in _additions(chance, path):
        tried = _with(path, change)
        if not [each for each in check(_loaded(tried)) if each.severity == "error"]:
            path = tried
    return _loaded(path)


def _backbone(chance: Random) -> Plain:
    states = [f"state_{number}" for number in range(chance.randint(2, 6))]
    onward = zip(states, [*states[1:], "done"], strict=True)
    events = {
        f"go_{number}": _labelled(by="lead", moves={start: end})
        for number, (start, end) in enumerate(onward)
    }
    events["withdraw"] = _labelled(
        by=["lead", "clerk"], moves={"every_open_state": "withdrawn"}
    )
    return {
        "definition": "random",
        "version": "1",
        "title": _labelled(),
        "valid_from": "2021-01-01",
        "zone": "Europe/Berlin",
        "opened_by": "lead",
        "bodies": {each: _labelled() for each in BODIES}
        | {"senate": _labelled(sittings="sittings")},
        "roles": {"lead": _labelled(), "clerk": _labelled()},
        "outcomes": {},
        "states": {
            **{each: _labelled() for each in states},
            states[0]: _labelled(initial=True),
            "done": _labelled(final=True),
            "withdrawn": _labelled(final=True),
        },
        "documents": {},
        "consultations": {},
        "events": events,
        "stations": ["open"],
    }


def _additions(chance: Random, path: Plain) -> Iterator[Plain]:
    """What is tried: consultations, then events that choose, then requirements."""
    states = [each for each in path["states"] if "final" not in path["states"][each]]
    asked = [f"ask_{number}" for number in range(chance.randint(0, 2))]
    for name in asked:
        during = chance.sample(states, chance.randint(0, len(states)))
        yield _consultation(chance, name, during)
    chosen = [f"choose_{number}" for number in range(chance.randint(1, 4))]
    for name in chosen:
        yield _choice(chance, name, states)
    everything = [*path["events"], *chosen]
    for _ in range(chance.randint(0, 6)):
        yield _requirement(chance, chance.choice(everything), everything, asked)


def _consultation(chance: Random, name: str, during: list[str]) -> Plain:
    rule = _labelled(
        asks=chance.sample(BODIES, chance.randint(1, 3)),
        by=chance.choice(["lead", "clerk"]),
        outcomes=[*ANSWERS],
        keeps_open="later",
    )
    rule |= {"during": during} if during else {}
    outcomes = {each: _labelled() for each in ANSWERS}
    return {"consultations": {name: rule}, "outcomes": outcomes}


def _choice(chance: Random, name: str, states: list[str]) -> Plain:
    """An event of which the outcome chooses the state, back and forth."""
    ends = [*states, "done"]
    outcomes = chance.sample(OUTCOMES, chance.randint(2, 4))
    moves: Plain = {}
    for start in chance.sample(states, chance.randint(1, len(states))):
        named = chance.sample(outcomes, chance.randint(1, len(outcomes) - 1))
        targets = {each: chance.choice(ends) for each in named}
        moves[start] = targets | {"otherwise": chance.choice(ends)}
    rule = _labelled(
        by="clerk", body=chance.choice(BODIES), moves=moves, outcomes=outcomes
    )
    return {
        "events": {name: rule},
        "outcomes": {each: _labelled() for each in outcomes},
    }


def _requirement(
    chance: Random, event: str, events: list[str], asked: list[str]
) -> Plain:
    """Something that an event asks for; the key names the event."""
    kinds: list[Plain] = [
        {"event": chance.choice(events)},
        {"document": "paper"},
        {"field": "number"},
        {"sitting": "senate"},
        {"second_person": chance.choice(["open", *events])},
        {"urgency": True},
    ]
    for name in asked:
        kinds += [{"consultation": name, "outcomes": "given"}, {"none_open": name}]
    return {"requires": {event: chance.choice(kinds)}}


def _with(path: Plain, change: Plain) -> Plain:
    merged = {
        name: value | change.get(name, {}) if isinstance(value, dict) else value
        for name, value in path.items()
    }
    for event, asks in change.get("requires", {}).items():
        rule = merged["events"].get(event)
        if rule is None:  # the event was not sound and is not there
            continue
        rule = rule | {"requires": [*rule.get("requires", []), asks]}
        if "field" in asks:
            rule["fields"] = {"number": _labelled()}
        if "document" in asks:
            merged["documents"] = {"paper": _labelled()}
        merged["events"] = merged["events"] | {event: rule}
    return merged


def _loaded(path: Plain) -> Loaded:
    content = canonical(path)
    return Loaded(from_content(content), content, content, hash_of(content))


def _labelled(**said: Any) -> Plain:
    return {"de": "Name", "en": "name", **said}
