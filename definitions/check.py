"""Whether the path that a definition describes can be walked, and says what it means.

Each rule is a small function from the definition to remarks; a remark names the key or
value it is about, and `check` turns it into a finding with line and column.
A clean definition has no findings; warnings alone do not stop it from being used.
"""

from collections.abc import Iterable, Mapping

from definitions.findings import DefinitionBroken, Finding, in_order
from definitions.model import Definition, Loaded
from definitions.references import announced, references
from definitions.remarks import Remark, Remarks, finding
from definitions.sentences import sentence
from definitions.validity import validity
from definitions.values import EVERY_OPEN_STATE


def check(
    loaded: Loaded, *, release_kinds: frozenset[str] | None = None
) -> tuple[Finding, ...]:
    """Everything that is wrong with the path, in the order of the file.

    `release_kinds` are the kinds of release that can be written; None leaves the
    announcements unchecked.
    """
    remarks = [each for rule in _RULES for each in rule(loaded.definition)]
    if release_kinds is not None:
        remarks += announced(loaded.definition, release_kinds)
    return in_order(finding(each, loaded) for each in remarks)


def sound(loaded: Loaded, *, release_kinds: frozenset[str] | None = None) -> Loaded:
    """The same definition, proven sound. Raises DefinitionBroken with all errors."""
    found = check(loaded, release_kinds=release_kinds)
    if errors := [each for each in found if each.severity == "error"]:
        raise DefinitionBroken(errors)
    return loaded


def _one_beginning(path: Definition) -> Remarks:
    initial = [name for name, state in path.states.items() if state.initial]
    if not initial:
        what = sentence("no state is the initial one")
        hint = sentence("write `initial: true` in the state in which items are opened")
        yield Remark(("states",), what, hint, at_key=True)
    for name in initial:
        place = ("states", name, "initial")
        if len(initial) > 1:
            others = tuple(each for each in initial if each != name)
            what = sentence("{others} is initial too", others=others)
            yield Remark(place, what, sentence("keep one initial state"))
        if path.states[name].final:
            what = sentence("the initial state is final: nothing could ever happen")
            yield Remark(place, what, sentence("take `initial` or `final` out"))


def _ends_are_ends(path: Definition) -> Remarks:
    if not path.final_states:
        what = sentence("no state is final: no item could ever be closed")
        hint = sentence("write `final: true` in the states in which an item rests")
        yield Remark(("states",), what, hint, at_key=True)
    for event, each in path.events.items():
        for start in each.moves:
            if start in path.final_states:
                what = sentence(
                    "a move leads out of the final state {name}", name=start
                )
                hint = sentence("take the move out, or `final: true` of the state")
                yield Remark(("events", event, "moves", start), what, hint, at_key=True)


def _every_state_reached(path: Definition) -> Remarks:
    beginnings = [name for name, state in path.states.items() if state.initial]
    if not beginnings:
        return
    met = _reach(beginnings, _moves(path))
    for name in path.states:
        if name not in met:
            what = sentence("no move leads to this state from the initial one")
            hint = sentence("add a move to it, or take the state out")
            yield Remark(("states", name), what, hint, at_key=True)


def _every_state_left(path: Definition) -> Remarks:
    """From every state that is not final, some way leads to a final one."""
    if not path.final_states:
        return
    onward = _moves(path)
    back: dict[str, set[str]] = {}
    for start, ends in onward.items():
        for end in ends:
            back.setdefault(end, set()).add(start)
    leading_out = _reach(path.final_states, back)
    for name in path.open_states:
        if name in leading_out:
            continue
        if onward.get(name, set()) - {name}:
            what = sentence("no way leads from this state to a final one")
        else:
            what = sentence("nothing leads out of this state, and it is not final")
        hint = sentence("add a move out of it, or write `final: true`")
        yield Remark(("states", name), what, hint, at_key=True)


def _moves(path: Definition) -> Mapping[str, set[str]]:
    """state -> the states that one event away from it (declared ones only)."""
    found: dict[str, set[str]] = {}
    for event in path.events:
        for start, end in path.moves_of(event).items():
            if start in path.open_states and end in path.states:
                found.setdefault(start, set()).add(end)
    return found


def _reach(beginnings: Iterable[str], moves: Mapping[str, set[str]]) -> set[str]:
    met = set(beginnings)
    queue = list(met)
    while queue:
        fresh = moves.get(queue.pop(), set()) - met
        met |= fresh
        queue.extend(fresh)
    return met


def _bodies_decide(path: Definition) -> Remarks:
    for event, each in path.events.items():
        if each.body is not None and not each.outcomes:
            what = sentence("a body decides here, and no outcome is allowed")
            hint = sentence("list what it may do: outcomes: [approved]")
            yield Remark(("events", event, "outcomes"), what, hint)


def _every_open_state_says_something(path: Definition) -> Remarks:
    for event, each in path.events.items():
        by_name = {start for start in each.moves if start != EVERY_OPEN_STATE}
        if EVERY_OPEN_STATE in each.moves and by_name.issuperset(path.open_states):
            place = ("events", event, "moves", EVERY_OPEN_STATE)
            what = sentence("every open state has a move of its own here")
            hint = sentence("take {key} out", key=EVERY_OPEN_STATE)
            yield Remark(place, what, hint, "warning", at_key=True)


_RULES = (
    references,
    validity,
    _one_beginning,
    _ends_are_ends,
    _every_state_reached,
    _every_state_left,
    _bodies_decide,
    _every_open_state_says_something,
)
