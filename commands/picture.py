"""A path as a picture of text: the states in boxes, the way taken, the present state.

States stand in rows, nearest to the opening first. Moves from one row to the next are
drawn; moves that go back, go further or hold everywhere are listed below the picture.
A path that does not fit a terminal is not drawn: where the item was, stands and may go
is listed instead. `definition diagram` draws every path.
"""

import textwrap
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from commands.printing import Text
from definitions.sentences import Labelled, sentence

if TYPE_CHECKING:
    from definitions.arrows import Arrow
    from definitions.model import Definition

BOX = 26  # columns of text in a box before it is wrapped
GAP = 3  # columns between two boxes, odd as the boxes are
PAGE = 79  # columns of a terminal
TALLEST = 48  # lines of a picture that can still be taken in
_JOINTS = {  # which sides of a crossing are drawn: up, down, left, right
    "ud": "│", "lr": "─", "dr": "┌", "dl": "┐", "ur": "└", "ul": "┘",
    "udr": "├", "udl": "┤", "dlr": "┬", "ulr": "┴", "udlr": "┼",
}  # fmt: skip

Name = Callable[[Labelled], str]


@dataclass
class Box:
    """A state on the page. `middle` is the column of its connections."""

    lines: Sequence[str]
    border: str
    least: int = 0  # columns of text
    left: int = 0

    @property
    def width(self) -> int:
        """Always odd, so that boxes below each other have one middle."""
        return max(*map(len, self.lines), self.least) // 2 * 2 + 5

    @property
    def middle(self) -> int:
        return self.left + self.width // 2


@dataclass
class Bundle:
    """Moves between two rows that share a state: drawn as one line with branches."""

    moves: list["Arrow"] = field(default_factory=list)

    def touches(self, move: "Arrow") -> bool:
        return any(
            move.source == each.source or move.target == each.target
            for each in self.moves
        )


def picture(
    definition: "Definition", state: str, taken: Collection[str], name: Name
) -> list[Text]:
    """The lines of the picture, or of the list in its place.

    `taken` are the states passed; `name` says a label.
    """
    lines = drawn(definition, state, taken, name)
    return lines or [*_listed(definition, state, taken, name)]


def drawn(
    definition: "Definition", state: str, taken: Collection[str], name: Name
) -> list[Text]:
    """The lines of the picture; none if it does not fit a terminal."""
    from definitions.arrows import arrows

    moves = list(arrows(definition))
    rows = _rows(definition, moves)
    boxes = {
        each: _box(definition, each, state, taken, name) for row in rows for each in row
    }
    for row in rows:
        if len(row) > 1:  # the names of events need room beside the lines
            for each in row:
                boxes[each].least = BOX
    width = max(_width([boxes[each] for each in row]) for row in rows)
    if width > PAGE or not _plain(moves, rows):
        return []
    for row in rows:
        _place([boxes[each] for each in row], width)
    lines: list[Text] = [*_drawn_row([boxes[each] for each in rows[0]])]
    for above, below in pairwise(rows):
        between = [
            each for each in moves if each.source in above and each.target in below
        ]
        for bundle in _bundles(between):
            lines += _drawn_bundle(definition, bundle, boxes, name)
        lines += _drawn_row([boxes[each] for each in below])
    rest = [move for move in moves if not _between(move, rows)]
    lines += _below(definition, rest, state, name)
    return lines if len(lines) <= TALLEST else []


def _plain(moves: Sequence["Arrow"], rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines tell the moves: between two rows they only part, or only meet."""
    for above, below in pairwise(rows):
        between = [
            each for each in moves if each.source in above and each.target in below
        ]
        sources = {each.source for each in between}
        targets = {each.target for each in between}
        if len(_bundles(between)) > 1 or min(len(sources), len(targets)) > 1:
            return False
    return True


def _listed(
    definition: "Definition", state: str, taken: Collection[str], name: Name
) -> Iterator[Text]:
    """Where the item was, where it stands, and where it may go from there."""
    from definitions.arrows import arrows
    from definitions.values import EVERY_OPEN_STATE

    for each in dict.fromkeys(taken):
        if each != state:
            yield f"✓ {name(definition.states[each])}"
    yield f"● {name(definition.states[state])}"
    if definition.states[state].final:
        return
    for move in arrows(definition):
        own = move.source == state
        others = definition.events[move.event].moves
        if own or (move.source == EVERY_OPEN_STATE and state not in others):
            yield sentence(
                "  {event} ─▶ {target}",
                event=_event(definition, move, name),
                target=definition.states[move.target],
            )


def _event(definition: "Definition", move: "Arrow", name: Name) -> str:
    """The event of a move, with the outcomes that choose its target."""
    words = name(definition.events[move.event])
    outcomes = ", ".join(name(definition.outcomes[each]) for each in move.outcomes)
    return f"{words}: {outcomes}" if outcomes else words


def _rows(definition: "Definition", moves: Sequence["Arrow"]) -> list[list[str]]:
    """States by the number of moves from the opening on the shortest way."""
    rows = [[definition.initial_state]]
    seen = set(rows[0])
    while rows[-1]:
        reached = (move.target for move in moves if move.source in rows[-1])
        rows.append([each for each in dict.fromkeys(reached) if each not in seen])
        seen.update(rows[-1])
    return rows[:-1]


def _between(move: "Arrow", rows: Sequence[Sequence[str]]) -> bool:
    return any(
        move.source in above and move.target in below for above, below in pairwise(rows)
    )


def _bundles(moves: Sequence["Arrow"]) -> list[Bundle]:
    bundles: list[Bundle] = []
    for move in moves:
        joined = [each for each in bundles if each.touches(move)]
        merged = Bundle([old for each in joined for old in each.moves] + [move])
        bundles = [each for each in bundles if each not in joined] + [merged]
    return bundles


def _box(
    definition: "Definition", each: str, state: str, taken: Collection[str], name: Name
) -> Box:
    mark = "● " if each == state else "✓ " if each in taken else ""
    lines = textwrap.wrap(mark + name(definition.states[each]), BOX)
    return Box(lines, "╔═╗║╚╝" if each == state else "┌─┐│└┘")


def _width(row: Sequence[Box]) -> int:
    return sum(box.width for box in row) + GAP * (len(row) - 1)


def _place(row: Sequence[Box], width: int) -> None:
    """Give the boxes of a row their columns, in the middle of the page."""
    left = (width - _width(row)) // 2
    for box in row:
        box.left = left
        left += box.width + GAP


def _drawn_row(row: Sequence[Box]) -> list[str]:
    height = max(len(box.lines) for box in row) + 2
    lines = []
    for at in range(height):
        line = ""
        for box in row:
            line = line.ljust(box.left) + _slice(box, at)
        lines.append(line.rstrip())
    return lines


def _slice(box: Box, at: int) -> str:
    top_left, flat, top_right, side, low_left, low_right = tuple(box.border)
    if at == 0:
        return top_left + flat * (box.width - 2) + top_right
    if at <= len(box.lines):
        return f"{side} {box.lines[at - 1]:^{box.width - 4}} {side}"
    end = at == len(box.lines) + 1
    return low_left + flat * (box.width - 2) + low_right if end else " " * box.width


def _drawn_bundle(
    definition: "Definition", bundle: Bundle, boxes: dict[str, Box], name: Name
) -> list[str]:
    """The names of the events stand where the line has branched, else beside it."""
    above = dict.fromkeys(boxes[move.source].middle for move in bundle.moves)
    below = dict.fromkeys(boxes[move.target].middle for move in bundle.moves)
    names: dict[int, list[str]] = {}
    forks = len(below) > 1
    for move in bundle.moves:
        at = boxes[move.target if forks else move.source].middle
        label = _event(definition, move, name)
        names[at] = [*dict.fromkeys([*names.get(at, ()), label])]
    labels = _labels(names)
    bus = [] if [*above] == [*below] else [_bus(above, below)]
    return [*bus, *labels] if forks else [*labels, *bus]


def _labels(names: dict[int, list[str]]) -> list[str]:
    """The names of events beside their lines, wrapped before the next line."""
    columns = sorted(names)
    ends = [*columns[1:], max(columns[-1] + BOX + GAP, PAGE)]
    wrapped = {
        at: textwrap.wrap(" / ".join(names[at]), end - at - 3)
        for at, end in zip(columns, ends, strict=True)
    }
    lines = []
    for row in range(max(map(len, wrapped.values()))):
        line = ""
        for at in columns:
            text = wrapped[at][row] if row < len(wrapped[at]) else ""
            line = line.ljust(at) + f"│ {text}"
        lines.append(line.rstrip())
    return lines


def _bus(above: Collection[int], below: Collection[int]) -> str:
    first, last = min(*above, *below), max(*above, *below)
    line = " " * first
    for at in range(first, last + 1):
        sides = "u" * (at in above) + "d" * (at in below)
        line += _JOINTS[sides + "l" * (at > first) + "r" * (at < last)]
    return line


def _below(
    definition: "Definition", moves: Sequence["Arrow"], state: str, name: Name
) -> Iterator[Text]:
    from definitions.values import EVERY_OPEN_STATE

    for move in moves:
        everywhere = move.source == EVERY_OPEN_STATE
        mark = "● " if everywhere and move.target == state else ""
        yield sentence(
            "{source} ─ {event} ─▶ {target}",
            source=sentence("every open state")
            if everywhere
            else definition.states[move.source],
            event=_event(definition, move, name),
            target=mark + name(definition.states[move.target]),
        )
