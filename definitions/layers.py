"""A graph in layers: every line goes from one layer to the next, few lines cross.

The usual way (Sugiyama, Tagawa, Toda 1981): turn lines that close a loop, rank by the
longest way, cut long lines into pieces, order each layer by the middle of neighbours.
The label of a line is a piece of it, in a layer of its own, so that nothing covers it.
The same graph gives the same layers, whatever the machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

ROUNDS = 12  # sweeps over all layers; more did not help with 25 states


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the graph from node to node."""

    source: str
    target: str


@dataclass(eq=False, slots=True)
class Spot:
    """A place in a layer: a node, or a piece of a line (`line`: which one)."""

    node: str | None = None
    line: int | None = None
    label: bool = False
    above: "list[Spot]" = field(default_factory=list)
    below: "list[Spot]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layered:
    """The layers from the top; `chains` are the spots of each line, from the top."""

    layers: list[list[Spot]]
    chains: list[list[Spot]]
    turned: frozenset[int]


def layered(nodes: Sequence[str], lines: Sequence[Line], low: Sequence[str]) -> Layered:
    """The layers of a graph whose first node is its beginning.

    `low` are nodes that belong to the bottom although nothing above leads to them.
    """
    turned = _turned(nodes, lines)
    down = [
        Line(each.target, each.source) if at in turned else each
        for at, each in enumerate(lines)
    ]
    ranks = _ranks(nodes, down, low)
    spots = {node: Spot(node) for node in nodes}
    layers: list[list[Spot]] = [[] for _ in range(2 * max(ranks.values()) + 1)]
    for node in nodes:
        layers[2 * ranks[node]].append(spots[node])
    chains = []
    for at, each in enumerate(down):
        first, last = 2 * ranks[each.source], 2 * ranks[each.target]
        label = last - 1 if at in turned else first + 1  # near its true beginning
        pieces = [Spot(line=at, label=rank == label) for rank in range(first + 1, last)]
        for rank, piece in enumerate(pieces, start=first + 1):
            layers[rank].append(piece)
        chains.append([spots[each.source], *pieces, spots[each.target]])
    for chain in chains:
        for upper, lower in pairwise(chain):
            upper.below.append(lower)
            lower.above.append(upper)
    return Layered(_ordered(layers), chains, turned)


def _turned(nodes: Sequence[str], lines: Sequence[Line]) -> frozenset[int]:
    """The lines that close a loop, seen from the beginning."""
    leaving: dict[str, list[int]] = {}
    for at, each in enumerate(lines):
        leaving.setdefault(each.source, []).append(at)
    found: set[int] = set()
    done: set[str] = set()
    for start in nodes:
        way = [(start, iter(leaving.get(start, ())))] if start not in done else []
        while way:
            node, rest = way[-1]
            onward = next(rest, None)
            if onward is None:
                done.add(node)
                way.pop()
                continue
            target = lines[onward].target
            if any(target == each for each, _ in way):
                found.add(onward)
            elif target not in done:
                way.append((target, iter(leaving.get(target, ()))))
    return frozenset(found)


def _ranks(
    nodes: Sequence[str], down: Sequence[Line], low: Sequence[str]
) -> dict[str, int]:
    """How far each node lies below the top."""
    ranks = dict.fromkeys(nodes, 0)
    for _ in nodes:  # no way is longer than that
        for each in down:
            ranks[each.target] = max(ranks[each.target], ranks[each.source] + 1)
    bottom = max(ranks.values())
    ranks |= dict.fromkeys(low, bottom)
    led = {each.target for each in down}
    for node in nodes[1:]:
        below = [ranks[each.target] for each in down if each.source == node]
        if node not in led and below:
            ranks[node] = max(min(below) - 1, 0)
    return ranks


def _ordered(layers: list[list[Spot]]) -> list[list[Spot]]:
    best, fewest = [list(each) for each in layers], _crossings(layers)
    for round in range(ROUNDS):
        down = round % 2 == 0
        for at in range(1, len(layers)) if down else range(len(layers) - 2, -1, -1):
            fixed = layers[at - 1 if down else at + 1]
            place = {id(spot): number for number, spot in enumerate(fixed)}
            layers[at] = _by_neighbours(layers[at], place, down=down)
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest = [list(each) for each in layers], crossings
    return best


def _by_neighbours(
    layer: Sequence[Spot], place: Mapping[int, int], *, down: bool
) -> list[Spot]:
    def middle(number: int) -> tuple[float, int]:
        spot = layer[number]
        near = [place[id(each)] for each in (spot.above if down else spot.below)]
        # who has no neighbour keeps its place
        return (sum(near) / len(near) if near else float(number)), number

    return [layer[number] for number in sorted(range(len(layer)), key=middle)]


def _crossings(layers: Sequence[Sequence[Spot]]) -> int:
    total = 0
    for upper, lower in pairwise(layers):
        place = {id(spot): number for number, spot in enumerate(lower)}
        ends = [
            sorted(place[id(each)] for each in spot.below if id(each) in place)
            for spot in upper
        ]
        flat = [each for some in ends for each in some]
        total += sum(
            later < each for at, each in enumerate(flat) for later in flat[at + 1 :]
        )
    return total
