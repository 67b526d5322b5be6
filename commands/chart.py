"""A timeline as an SVG drawing: readable by eye, by a screen reader and in a print.

No references to other files, no scripts; the same item on the same day in the same
language gives the same bytes. Nothing is told by colour alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commands.language import said
from definitions import lettering
from definitions.ink import BLUE, FONT, GREY, INK, PALE, number, safe, text_at
from definitions.sentences import Labelled, Sentence, sentence

if TYPE_CHECKING:
    from workflow.timeline import Mark, Timeline

Say = Callable[[Labelled | Sentence], str]

MARGIN, NAMES, LINE = 24.0, 300.0, 560.0
TEXT, TITLE, SMALL = 12.0, 17.0, 10.5
GAP, EDGE = 10.0, 36.0  # EDGE: room for half a day written at the end
RED = "#8c1d18"
TICKS = 7  # days written on the axis, at most
LEGEND = sentence("● done  ○ planned or at the latest  ▭ term  ■ office term  ┊ today")


@dataclass(frozen=True, slots=True)
class Row:
    """A mark on the page: its lines of text, and where it begins."""

    mark: "Mark"
    lines: Sequence[str]
    top: float

    @property
    def height(self) -> float:
        """The height with the gap to the next row."""
        return lettering.height(self.lines, TEXT) + GAP

    @property
    def middle(self) -> float:
        """Where its line of days runs."""
        return self.top + TEXT * 0.75


def chart(found: "Timeline", say: Say, language: str) -> str:
    """The text of the drawing."""
    return "".join(f"{each}\n" for each in _drawing(found, say, language))


def _drawing(found: "Timeline", say: Say, language: str) -> Iterator[str]:
    title = f"{found.of.reference} · {found.of.title}"
    head = lettering.wrapped(title, TITLE * 1.1, NAMES + LINE)
    top = MARGIN + len(head) * TITLE * 1.4 + 34
    rows = _rows(found, say, top)
    bottom = rows[-1].top + rows[-1].height
    width, height = MARGIN * 2 + NAMES + LINE + EDGE, bottom + 24 + MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="{language}"'
        f' aria-labelledby="timeline-title timeline-desc" width="{number(width)}"'
        f' height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
        f' font-family="{FONT}" fill="{INK}">'
    )
    yield f'<title id="timeline-title">{safe(title)}</title>'
    yield f'<desc id="timeline-desc">{safe(_described(found, say))}</desc>'
    yield f'<rect width="{number(width)}" height="{number(height)}" fill="#ffffff"/>'
    for at, line in enumerate(head):
        y = MARGIN + TITLE + at * TITLE * 1.4
        yield text_at(MARGIN, y, line, TITLE, bold=True)
    yield from _axis(found, top - 14, bottom)
    for row in rows:
        yield from _row(found, row)
    yield text_at(MARGIN, bottom + 24, said(LEGEND), SMALL, ink=GREY)
    yield "</svg>"


def _rows(found: "Timeline", say: Say, top: float) -> list[Row]:
    rows: list[Row] = []
    for mark in found.marks:
        lines = [
            *lettering.wrapped(say(mark.said), TEXT, NAMES - 2 * GAP),
            *lettering.wrapped(_days(mark), TEXT, NAMES - 2 * GAP),
        ]
        rows.append(Row(mark, lines, top))
        top += rows[-1].height
    return rows


def _days(mark: "Mark") -> str:
    """The days of a mark and how it stands, in words."""
    if mark.back and mark.last is not None:
        days = sentence(
            "{day}, for the sitting of {sitting}",
            day=mark.first or "…",
            sitting=mark.last,
        )
    elif mark.first is None and mark.last is None:
        days = sentence("day unknown")
    elif mark.last == mark.first:
        days = sentence("{day}", day=mark.first)
        if mark.at_latest:
            days = sentence("≤ {day}", day=mark.first)
    else:
        first = mark.first or "…"
        days = sentence(
            "{first} to {last}",
            first=sentence("≤ {day}", day=first) if mark.at_latest else first,
            last=mark.last or "…",
        )
    if mark.kind == "planned":
        days = sentence("planned: {days}", days=days)
    if mark.status is None:
        return said(days)
    return said(sentence("{days} · {status}", days=days, status=mark.status))


def _described(found: "Timeline", say: Say) -> str:
    today = said(sentence("today is {today}", today=found.today))
    marks = (f"{say(mark.said)}: {_days(mark)}" for mark in found.marks)
    return "; ".join([*marks, today])


def _x(found: "Timeline", day: date) -> float:
    days = max((found.last - found.first).days, 1)
    return MARGIN + NAMES + (day - found.first).days * LINE / days


def _axis(found: "Timeline", top: float, bottom: float) -> Iterator[str]:
    """Beginnings of months above the rows, and the line of today through them."""
    left, right = MARGIN + NAMES, MARGIN + NAMES + LINE
    yield (
        f'<path d="M{number(left)} {number(top)}H{number(right)}" stroke="{GREY}"'
        ' fill="none"/>'
    )
    for day in _ticks(found.first, found.last):
        x = _x(found, day)
        yield (
            f'<path d="M{number(x)} {number(top - 4)}V{number(bottom)}"'
            f' stroke="{PALE}" fill="none"/>'
        )
        yield text_at(
            x, top - 8, day.isoformat(), SMALL, ink=GREY, anchor=' text-anchor="middle"'
        )
    x = _x(found, found.today)
    yield (
        f'<path d="M{number(x)} {number(top)}V{number(bottom)}" stroke="{INK}"'
        ' stroke-dasharray="4 3" fill="none"/>'
    )
    label = said(sentence("today, {today}", today=found.today))
    yield text_at(x, bottom + 4, label, SMALL, anchor=' text-anchor="middle"')


def _ticks(first: date, last: date) -> list[date]:
    """The beginnings of months between two days, so few that they can be read."""
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    found = [date(each // 12, each % 12 + 1, 1) for each in months]
    return found[:: -(-len(found) // TICKS) or 1]


def _row(found: "Timeline", row: Row) -> Iterator[str]:
    mark = row.mark
    for at, line in enumerate(row.lines):
        y = row.top + TEXT * (1.0 + at * lettering.LINE)
        yield text_at(MARGIN, y, line, TEXT, ink=GREY if at else INK)
    first = mark.first or mark.last
    if first is None:
        return
    if mark.first is not None and mark.last == mark.first:
        yield _point(mark, _x(found, first), row.middle)
        return
    start = _x(found, first)
    end = _x(found, mark.last or found.last)
    colour = RED if mark.late else BLUE
    dash = ' stroke-dasharray="3 3"' if mark.last is None else ""
    yield (
        f'<rect x="{number(start)}" y="{number(row.middle - 5)}"'
        f' width="{number(max(end - start, 2.0))}" height="10" rx="2" fill="{PALE}"'
        f' stroke="{colour}"{dash}/>'
    )


def _point(mark: "Mark", x: float, y: float) -> str:
    if mark.kind == "office_term":
        return (
            f'<rect x="{number(x - 5)}" y="{number(y - 5)}" width="10" height="10"'
            f' fill="{RED if mark.late else INK}"/>'
        )
    fill = "#ffffff" if mark.kind == "planned" or mark.at_latest else BLUE
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="5.5" fill="{fill}"'
        f' stroke="{BLUE}" stroke-width="2"/>'
    )
