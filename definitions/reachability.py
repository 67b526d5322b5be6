"""One beginning, an end, and a way from everywhere to everywhere an item can stand."""

from definitions.graph import Onward, onward, reach
from definitions.model import Definition
from definitions.remarks import ANY, Remark, Remarks
from definitions.sentences import sentence
from definitions.values import EVERY_OPEN_STATE
from definitions.walks import MOVES, astray, beginnings, walks

_INITIAL = (("states", ANY, "initial"),)
_FINAL = (("states", ANY, "final"),)


def reachability(path: Definition) -> Remarks:
    """Every rule about states and the moves between them."""
    yield from _one_beginning(path)
    yield from _ends_are_ends(path)
    moves = walks(path).moves
    if not astray(path):  # one slip of the pen in a move is one finding, not five
        yield from _every_state_reached(path, moves)
        yield from _every_state_left(path, moves)
    yield from _every_open_state_says_something(path)


def _one_beginning(path: Definition) -> Remarks:
    initial = beginnings(path)
    if not initial:
        what = sentence("no state is the initial one")
        hint = sentence("write `initial: true` in the state in which items are opened")
        yield Remark(("states",), what, hint, at_key=True, relies=_INITIAL)
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
        yield Remark(("states",), what, hint, at_key=True, relies=_FINAL)
    for event, each in path.events.items():
        for start in each.moves:
            if start in path.final_states:
                what = sentence(
                    "a move leads out of the final state {name}", name=start
                )
                hint = sentence("take the move out, or `final: true` of the state")
                yield Remark(("events", event, "moves", start), what, hint, at_key=True)


def _every_state_reached(path: Definition, moves: Onward) -> Remarks:
    initial = beginnings(path)
    if not initial:
        return
    met = reach(initial, moves)
    for name in path.states:
        if name not in met:
            what = sentence("no move leads to this state from the initial one")
            hint = sentence("add a move to it, or take the state out")
            yield Remark(("states", name), what, hint, at_key=True, relies=MOVES)


def _every_state_left(path: Definition, moves: Onward) -> Remarks:
    """From every state that is not final, some way leads to a final one."""
    if not path.final_states:
        return
    back = onward((end, start) for start, ends in moves.items() for end in ends)
    leading_out = reach(path.final_states, back)
    for name in path.open_states:
        if name in leading_out:
            continue
        if moves.get(name, set()) - {name}:
            what = sentence("no way leads from this state to a final one")
        else:
            what = sentence("nothing leads out of this state, and it is not final")
        hint = sentence("add a move out of it, or write `final: true`")
        yield Remark(("states", name), what, hint, at_key=True, relies=MOVES)


def _every_open_state_says_something(path: Definition) -> Remarks:
    for event, each in path.events.items():
        by_name = {start for start in each.moves if start != EVERY_OPEN_STATE}
        if EVERY_OPEN_STATE in each.moves and by_name.issuperset(path.open_states):
            place = ("events", event, "moves", EVERY_OPEN_STATE)
            what = sentence("every open state has a move of its own here")
            hint = sentence("take {key} out", key=EVERY_OPEN_STATE)
            yield Remark(place, what, hint, "warning", at_key=True, relies=_FINAL)
