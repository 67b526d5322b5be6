"""A path as an SVG drawing: readable by eye, by a screen reader and in a print.

Made without any library of drawings. No references to other files, no scripts, no
fonts of its own; the same path in the same language gives the same bytes.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from definitions import lettering
from definitions.ink import BLUE, FONT, GREY, INK, PALE
from definitions.ink import number as _n
from definitions.ink import safe as _safe
from definitions.ink import text_at as _text
from definitions.layout import Layout, Placed, Point, laid_out
from definitions.model import Definition
from definitions.sketch import (
    BOX_TEXT,
    LINE_TEXT,
    LOOP,
    TAG_TEXT,
    UNMARKED,
    Marks,
    Say,
    Sketch,
    box_size,
    described,
    label_size,
    legend,
    low,
    sketched,
)

MARGIN = 24.0
TITLE_TEXT = 17.0
DOT = 30.0  # room above the first box
LEAST = 560.0  # width of a page, for its legend


def svg(
    path: Definition, say: Say, marks: Marks = UNMARKED, language: str = "en"
) -> str:
    """The text of the drawing."""
    sketch = sketched(path, say, marks)
    nodes = {node: box_size(sketch, node) for node in sketch.texts}
    lines = [(line, label_size(texts)) for line, texts in sketch.lines]
    page = laid_out(nodes, lines, low=low(sketch))
    return "".join(f"{each}\n" for each in _drawing(sketch, page, language))


def _drawing(sketch: Sketch, page: Layout, language: str) -> Iterator[str]:
    width = max(page.width, LEAST) + 2 * MARGIN
    head = _head(sketch, width)
    top = MARGIN + len(head) * TITLE_TEXT * 1.4 + DOT
    words = legend(sketch, width - 2 * MARGIN)
    bottom = top + page.height + MARGIN
    height = bottom + len(words) * LINE_TEXT * 1.5 + MARGIN
    name = sketch.path.name
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="{language}"'
        f' aria-labelledby="{name}-title {name}-desc" width="{_n(width)}"'
        f' height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}"'
        f' font-family="{FONT}" fill="{INK}">'
    )
    yield f'<title id="{name}-title">{_safe(sketch.say(sketch.path.title))}</title>'
    yield f'<desc id="{name}-desc">{_safe(described(sketch))}</desc>'
    yield f'<rect width="{_n(width)}" height="{_n(height)}" fill="#ffffff"/>'
    for at, (line, size) in enumerate(head):
        y = MARGIN + size + at * TITLE_TEXT * 1.4
        yield _text(MARGIN, y, line, size, bold=at == 0)
    left = MARGIN + (width - 2 * MARGIN - page.width) / 2
    yield f'<g transform="translate({_n(left)} {_n(top)})">'
    yield from _lines(page)
    yield from _loops(sketch, page)
    yield from _labels(sketch, page)
    yield from _boxes(sketch, page)
    yield "</g>"
    for at, line in enumerate(words):
        y = bottom + LINE_TEXT + at * LINE_TEXT * 1.5
        yield _text(MARGIN, y, line, LINE_TEXT)
    yield "</svg>"


def _head(sketch: Sketch, width: float) -> list[tuple[str, float]]:
    room = width - 2 * MARGIN
    title = lettering.wrapped(sketch.say(sketch.path.title), TITLE_TEXT * 1.1, room)
    rest = [f"{sketch.path.name} {sketch.path.version}", *sketch.marks.caption]
    small = [line for each in rest for line in lettering.wrapped(each, BOX_TEXT, room)]
    return [(each, TITLE_TEXT) for each in title] + [(each, BOX_TEXT) for each in small]


def _lines(page: Layout) -> Iterator[str]:
    for points in page.lines:
        yield f'<path d="{_curve(points)}" fill="none" stroke="{GREY}"/>'
        x, y = points[-1]
        back = -8 if _goes_down(points) else 8
        yield _arrow((x, y), (x - 4.5, y + back), (x + 4.5, y + back))


def _goes_down(points: Sequence[Point]) -> bool:
    return points[-1][1] > points[0][1]


def _arrow(*corners: Point) -> str:
    places = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
    return f'<polygon points="{places}" fill="{GREY}"/>'


def _curve(points: Sequence[Point]) -> str:
    """Straight down or up where x stays, else a bend that begins and ends upright."""
    x, y = points[0]
    parts = [f"M{_n(x)} {_n(y)}"]
    for (x, y), (to, end) in pairwise(points):
        if _n(x) == _n(to):
            parts.append(f"V{_n(end)}")
        else:
            half = _n((y + end) / 2)
            parts.append(f"C{_n(x)} {half} {_n(to)} {half} {_n(to)} {_n(end)}")
    return "".join(parts)


def _labels(sketch: Sketch, page: Layout) -> Iterator[str]:
    for (_, lines), at in zip(sketch.lines, page.labels, strict=True):
        yield (
            f'<rect x="{_n(at.left)}" y="{_n(at.top)}" width="{_n(at.width)}"'
            f' height="{_n(at.height)}" fill="#ffffff"/>'
        )
        yield from _centred(lines, LINE_TEXT, at.middle, at.top + 2)


def _loops(sketch: Sketch, page: Layout) -> Iterator[str]:
    """Lines that come back to their box, on its right."""
    for node, lines in sketch.loops.items():
        box = page.boxes[node]
        right, middle = box.left + box.width, box.top + box.height / 2
        out, high, low = _n(right + LOOP * 1.3), _n(middle - 11), _n(middle + 11)
        yield (
            f'<path d="M{_n(right)} {high}C{out} {high} {out} {low} {_n(right)} {low}"'
            f' fill="none" stroke="{GREY}"/>'
        )
        tip = (right, middle + 11)
        yield _arrow(tip, (right + 8, middle + 6.5), (right + 8, middle + 15.5))
        size = label_size(lines)
        left = right + LOOP + 4
        start = middle - size.height / 2
        for at, line in enumerate(lines):
            y = start + LINE_TEXT * (1.1 + at * lettering.LINE)
            yield _text(left, y, line, LINE_TEXT)


def _boxes(sketch: Sketch, page: Layout) -> Iterator[str]:
    for node, box in page.boxes.items():
        if node not in sketch.path.states:
            yield _frame(box, radius=12, dashed=True)
            yield from _centred(sketch.texts[node], LINE_TEXT, box.middle, box.top + 8)
            continue
        present = node == sketch.marks.state
        passed = node in sketch.marks.taken
        fill = BLUE if present else PALE if passed else "#ffffff"
        yield _frame(box, fill=fill, bold=present)
        if sketch.path.states[node].final:
            inner = Placed(box.left + 3, box.top + 3, box.width - 6, box.height - 6)
            yield _frame(inner, fill="none", light=present)
        yield from _box_text(sketch, node, box, "#ffffff" if present else INK)
        if node == sketch.path.initial_state:
            yield from _start(box)


def _box_text(sketch: Sketch, node: str, box: Placed, ink: str) -> Iterator[str]:
    lines, tags = sketch.texts[node], sketch.tags[node]
    tall = lettering.height(lines, BOX_TEXT) + (TAG_TEXT * 1.4 if tags else 0)
    top = box.top + (box.height - tall) / 2
    yield from _centred(lines, BOX_TEXT, box.middle, top, ink)
    if tags:
        top += lettering.height(lines, BOX_TEXT)
        yield from _centred([tags], TAG_TEXT, box.middle, top, ink)


def _start(box: Placed) -> Iterator[str]:
    x, y = box.middle, box.top
    yield f'<circle cx="{_n(x)}" cy="{_n(y - 22)}" r="5"/>'
    yield f'<path d="M{_n(x)} {_n(y - 17)}V{_n(y)}" stroke="{GREY}"/>'
    yield _arrow((x, y), (x - 4.5, y - 8), (x + 4.5, y - 8))


def _frame(
    at: Placed,
    *,
    fill: str = "#ffffff",
    radius: int = 3,
    dashed: bool = False,
    bold: bool = False,
    light: bool = False,
) -> str:
    stroke = "#ffffff" if light else GREY if dashed else INK
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    wide = ' stroke-width="2.5"' if bold else ""
    return (
        f'<rect x="{_n(at.left)}" y="{_n(at.top)}" width="{_n(at.width)}"'
        f' height="{_n(at.height)}" rx="{radius}" fill="{fill}"'
        f' stroke="{stroke}"{wide}{dash}/>'
    )


def _centred(
    lines: Sequence[str], size: float, x: float, top: float, ink: str = INK
) -> Iterator[str]:
    for at, line in enumerate(lines):
        y = top + size * (1.02 + at * lettering.LINE)
        yield _text(x, y, line, size, ink=ink, anchor=' text-anchor="middle"')
