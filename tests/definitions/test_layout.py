"""Boxes, labels and lines of a drawing keep out of each other's way, for any graph."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from definitions import lettering
from definitions.layers import Line, layered
from definitions.layout import Layout, Placed, Size, laid_out, rising

Graph = tuple[dict[str, Size], list[tuple[Line, Size]]]
sizes = some.builds(
    Size,
    some.floats(20, 200),
    some.floats(20, 80),
    some.sampled_from([0.0, 0.0, 0.0, 90.0]),
)


@some.composite
def graphs(draw: some.DrawFn) -> Graph:
    """A graph in which something leads to every node, loops and all."""
    names = [f"n{number}" for number in range(draw(some.integers(2, 14)))]
    nodes = {name: draw(sizes) for name in names}
    pairs = {
        (names[draw(some.integers(0, at - 1))], names[at])
        for at in range(1, len(names))
    }
    more = some.tuples(some.sampled_from(names), some.sampled_from(names))
    pairs |= draw(some.sets(more, max_size=16))
    labels = some.builds(Size, some.floats(10, 150), some.floats(10, 60))
    lines = [
        (Line(*each), draw(labels)) for each in sorted(pairs) if each[0] != each[1]
    ]
    return nodes, lines


@given(graphs())
def test_nothing_covers_anything(graph: Graph) -> None:
    page = laid_out(*graph)
    assert set(page.boxes) == set(graph[0])
    places = [*page.boxes.values(), *page.labels]
    for one, other in combinations(places, 2):
        assert apart(one, other), (one, other)
    for place in places:
        assert place.left >= -0.001
        assert place.top >= -0.001
        assert place.left + place.width <= page.width + 0.001
        assert place.bottom <= page.height + 0.001


@given(graphs())
def test_every_line_begins_and_ends_at_its_boxes(graph: Graph) -> None:
    page = laid_out(*graph)
    for (line, _), points in zip(graph[1], page.lines, strict=True):
        for name, (x, y) in ((line.source, points[0]), (line.target, points[-1])):
            box = page.boxes[name]
            assert box.left < x < box.left + box.width
            assert y == pytest.approx(box.top) or y == pytest.approx(box.bottom)


@given(graphs())
def test_no_line_goes_through_a_box_or_a_foreign_label(graph: Graph) -> None:
    page = laid_out(*graph)
    for number, points in enumerate(page.lines):
        others = [each for at, each in enumerate(page.labels) if at != number]
        for one, other in pairwise(points):
            for place in [*page.boxes.values(), *others]:
                assert not crosses(one, other, place), (number, place)


@given(graphs())
def test_the_label_stands_on_its_line(graph: Graph) -> None:
    page = laid_out(*graph)
    for label, points in zip(page.labels, page.lines, strict=True):
        assert any(
            x == pytest.approx(label.middle) and y <= label.top + 0.001
            for x, y in points
        )


@given(graphs())
def test_the_same_graph_gives_the_same_page(graph: Graph) -> None:
    assert shape(laid_out(*graph)) == shape(laid_out(*graph))


def test_a_line_that_closes_a_loop_points_up() -> None:
    box, label = Size(40, 20), Size(30, 12)
    lines = [(Line("a", "b"), label), (Line("b", "a"), label)]
    page = laid_out({"a": box, "b": box}, lines)
    down, up = page.lines
    assert down[0][1] < down[-1][1]
    assert up[0][1] > up[-1][1]
    assert down[0][0] != up[-1][0]


def test_low_nodes_stand_at_the_bottom_and_what_leads_to_them_right_above() -> None:
    lines = [Line("a", "b"), Line("b", "c"), Line("*", "gone")]
    found = layered(["a", "b", "c", "gone", "*"], lines, low=["gone"])
    rows = [[spot.node for spot in layer if spot.node] for layer in found.layers]
    assert [row for row in rows if row] == [["a"], ["b", "*"], ["c", "gone"]]


def test_values_that_must_not_fall_meet_in_their_mean() -> None:
    assert rising([3, 1, 5], [1, 1, 1]) == [2, 2, 5]
    assert rising([3, 1], [3, 1]) == [2.5, 2.5]


@given(some.text(max_size=60), some.floats(30, 300))
def test_wrapped_text_fits_and_loses_nothing(text: str, room: float) -> None:
    lines = lettering.wrapped(text, 11.0, room)
    assert all(lettering.width(each, 11.0) <= room for each in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def apart(one: Placed, other: Placed) -> bool:
    return (
        one.left + one.width < other.left
        or other.left + other.width < one.left
        or one.bottom < other.top
        or other.bottom < one.top
    )


def crosses(
    one: tuple[float, float], other: tuple[float, float], place: Placed
) -> bool:
    """Whether the bend between two points can touch the inside of a place.

    It stays within the rectangle that the points span.
    """
    (x, y), (to, end) = one, other
    low, high = sorted((y, end))
    left, right = sorted((x, to))
    return (
        left < place.left + place.width - 0.01
        and right > place.left + 0.01
        and low < place.bottom - 0.01
        and high > place.top + 0.01
    )


def shape(page: Layout) -> object:
    return page.width, page.height, page.boxes, page.labels, page.lines
