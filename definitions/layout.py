"""Where boxes, lines and labels of a drawing stand: layers with places on a page.

Pure geometry in the unit of the sizes that are given; x grows to the right, y down.
Lines run straight through the layers and bend only between them, so that none crosses a
box or a label.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from definitions.layers import Layered, Line, Spot, layered

APART = 26.0  # between two neighbours of a layer, at least
NARROW = 14.0  # the same between two lines without labels
GAP = 30.0  # between two layers, at least
STEEP = 14.0  # so many units sideways take one more unit of gap
LARGEST_GAP = 84.0
ROUNDS = 48  # times that the places of all layers are brought closer to each other

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Size:
    """The room of a box or a label; `beside` is room on the right that it needs too."""

    width: float
    height: float
    beside: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A box or a label on the page: its left upper corner and its size."""

    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """The page: boxes by node, labels and points of each line from source to target."""

    width: float
    height: float
    boxes: Mapping[str, Placed]
    labels: Sequence[Placed]
    lines: Sequence[Sequence[Point]]


def laid_out(
    nodes: Mapping[str, Size],
    lines: Sequence[tuple[Line, Size]],
    low: Sequence[str] = (),
) -> Layout:
    """Boxes and lines on a page. `low` as in `layers.layered`."""
    found = layered([*nodes], [line for line, _ in lines], low)
    page = _Page(found, nodes, [size for _, size in lines])
    page.place()
    return page.layout()


class _Page:
    def __init__(
        self, found: Layered, nodes: Mapping[str, Size], labels: Sequence[Size]
    ) -> None:
        self.found, self.nodes, self.labels = found, nodes, labels
        self.x: dict[int, float] = {}  # the middle of each spot

    def size(self, spot: Spot) -> Size:
        if spot.node is not None:
            return self.nodes[spot.node]
        if spot.label and spot.line is not None:
            return self.labels[spot.line]
        return Size(0.0, 0.0)

    def place(self) -> None:
        """Bring every spot as near to its neighbours as its layer lets it."""
        for layer in self.found.layers:
            self._settle(layer, [0.0] * len(layer), [1.0] * len(layer))
        for round in range(ROUNDS):
            down = round % 2 == 0
            step = 1 if down else -1
            for layer in self.found.layers[::step]:
                wanted = [self._wanted(spot, down, round) for spot in layer]
                self._settle(layer, wanted, [_weight(spot) for spot in layer])

    def _wanted(self, spot: Spot, down: bool, round: int) -> float:
        near = spot.above if down else spot.below
        if round >= ROUNDS // 3:  # at last both sides count
            near = [*spot.above, *spot.below]
        places = [self.x[id(each)] for each in near]
        return sum(places) / len(places) if places else self.x[id(spot)]

    def _settle(
        self, layer: Sequence[Spot], wanted: Sequence[float], weights: Sequence[float]
    ) -> None:
        """The places nearest to the wanted ones (least squares) that keep apart."""
        offsets = [0.0]
        for one, other in pairwise(layer):
            offsets.append(offsets[-1] + self._distance(one, other))
        free = [each - offset for each, offset in zip(wanted, offsets, strict=True)]
        for spot, place, offset in zip(
            layer, rising(free, weights), offsets, strict=True
        ):
            self.x[id(spot)] = place + offset

    def _distance(self, one: Spot, other: Spot) -> float:
        """Between the middles of two neighbours."""
        left, right = self.size(one), self.size(other)
        plain = not left.width and not right.width
        apart = NARROW if plain else APART
        return left.width / 2 + left.beside + apart + right.width / 2

    def layout(self) -> Layout:
        """The page with its left upper corner at 0, 0."""
        edges = [
            (
                self.x[id(spot)] - size.width / 2,
                self.x[id(spot)] + size.width / 2 + size.beside,
            )
            for layer in self.found.layers
            for spot in layer
            for size in [self.size(spot)]
        ]
        first = min(left for left, _ in edges)
        self.x = {key: value - first for key, value in self.x.items()}
        tops, heights = self._heights()
        boxes: dict[str, Placed] = {}
        labels: dict[int, Placed] = {}
        for layer, top, height in zip(self.found.layers, tops, heights, strict=True):
            for spot in layer:
                size = self.size(spot)
                left = self.x[id(spot)] - size.width / 2
                at = top + (height - size.height) / 2
                placed = Placed(left, at, size.width, size.height)
                if spot.node is not None:
                    boxes[spot.node] = placed
                elif spot.label and spot.line is not None:
                    labels[spot.line] = placed
        return Layout(
            width=max(right for _, right in edges) - first,
            height=tops[-1] + heights[-1],
            boxes=boxes,
            labels=[labels[at] for at in range(len(self.labels))],
            lines=self._lines(boxes, labels, tops, heights),
        )

    def _heights(self) -> tuple[list[float], list[float]]:
        """Top and height of each layer; far ways sideways need more room between."""
        heights = [
            max((self.size(spot).height for spot in layer), default=0.0)
            for layer in self.found.layers
        ]
        tops = [0.0]
        for at, layer in enumerate(self.found.layers[:-1]):
            far = max(
                (
                    abs(self.x[id(spot)] - self.x[id(each)])
                    for spot in layer
                    for each in spot.below
                ),
                default=0.0,
            )
            gap = min(GAP + far / STEEP, LARGEST_GAP)
            tops.append(tops[-1] + heights[at] + gap)
        return tops, heights

    def _lines(
        self,
        boxes: Mapping[str, Placed],
        labels: Mapping[int, Placed],
        tops: Sequence[float],
        heights: Sequence[float],
    ) -> list[list[Point]]:
        layer_of = {
            id(spot): at for at, layer in enumerate(self.found.layers) for spot in layer
        }
        bottoms = [top + height for top, height in zip(tops, heights, strict=True)]
        below = self._ports(boxes, lambda spot: spot.below)
        above = self._ports(boxes, lambda spot: spot.above)
        found = []
        for number, chain in enumerate(self.found.chains):
            first, *pieces, last = chain
            start, end = (
                below[id(first), id(pieces[0])],
                above[id(last), id(pieces[-1])],
            )
            points = [(start, boxes[first.node or ""].bottom)]
            points.append((start, bottoms[layer_of[id(first)]]))
            for piece in pieces:
                at, x = layer_of[id(piece)], self.x[id(piece)]
                points += [(x, tops[at]), (x, bottoms[at])]
            points.append((end, tops[layer_of[id(last)]]))
            points.append((end, boxes[last.node or ""].top))
            found.append(points[::-1] if number in self.found.turned else points)
        return found

    def _ports(
        self, boxes: Mapping[str, Placed], side: Callable[[Spot], Sequence[Spot]]
    ) -> dict[tuple[int, int], float]:
        """Where lines meet the edge of a box: in the order of their other ends."""
        found: dict[tuple[int, int], float] = {}
        for layer in self.found.layers:
            for spot in layer:
                if spot.node is None:
                    continue
                box = boxes[spot.node]
                ends = sorted(side(spot), key=lambda each: self.x[id(each)])
                for at, each in enumerate(ends, start=1):
                    part = box.width * at / (len(ends) + 1)
                    found[id(spot), id(each)] = box.left + part
        return found


def rising(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest values to the wanted ones that never fall (least squares)."""
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for value, weight in zip(wanted, weights, strict=True):
        pools.append((value, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, heavy, many), (other, light, few) = pools[-2:]
            mean = (one * heavy + other * light) / (heavy + light)
            pools[-2:] = [(mean, heavy + light, many + few)]
    return [mean for mean, _, many in pools for _ in range(many)]


def _weight(spot: Spot) -> float:
    """A long line is to be straight before a box stands in the middle."""
    return 1.0 if spot.node is not None else 6.0
