"""A timeline as text: a line for each mark, its days on a strip where there is room."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING

from commands.answers import label
from commands.language import said
from commands.printing import Text, short, shown
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from workflow.timeline import Mark, Timeline

DATE = 10  # columns of a day in ISO 8601
LEAST = 20  # columns of a strip that still says something
ROOM = 34  # columns of a name beside a strip
SIGNS = {
    "step": "●",
    "deadline": "▬",
    "consultation": "▬",
    "office_term": "■",
    "planned": "○",
}
LEGEND = sentence("● done  ○ planned  ├┤ term  ■ office term  │ today  ≤ at the latest")


@dataclass(frozen=True, slots=True)
class Strip:
    """So many columns for the days from `first` to `last`."""

    first: date
    last: date
    width: int

    def column(self, day: date) -> int:
        """The column of a day."""
        days = max((self.last - self.first).days, 1)
        return round((day - self.first).days * (self.width - 1) / days)

    def drawn(self, mark: "Mark", today: date) -> str:
        """The strip of a mark, with the line of today."""
        cells = [" "] * self.width
        cells[self.column(today)] = "│"
        if mark.first is not None and mark.last != mark.first:
            self._span(cells, mark, mark.first)
        elif mark.first is not None:
            cells[self.column(mark.first)] = SIGNS[mark.kind]
        elif mark.last is not None:
            cells[self.column(mark.last)] = "┤"
        return "".join(cells).rstrip()

    def _span(self, cells: list[str], mark: "Mark", first: date) -> None:
        start = self.column(first)
        end = self.width - 1 if mark.last is None else self.column(mark.last)
        for at in range(start, end + 1):
            cells[at] = "─"
        cells[start] = "├"
        cells[end] = "┈" if mark.last is None else "┤"


def ribbon(found: "Timeline", columns: int) -> Iterator[Text]:
    """The lines of a timeline, none wider than `columns`."""
    of, strip = found.of, _strip(found, columns)
    yield short(of.title, columns)
    span = sentence(
        "{reference}: {first} to {last}, today {today}",
        reference=of.reference,
        first=found.first,
        last=found.last,
        today=found.today,
    )
    yield from wrap(said(span), columns)
    yield ""
    if strip is not None:
        yield f"{' ' * (columns - strip.width)}{_ends(strip)}"
    told = False
    for mark in found.marks:
        if not told and mark.first is not None and mark.first > found.today:
            yield from _today(found, strip, columns)
            told = True
        yield from _line(mark, found.today, strip, columns)
    if not told:
        yield from _today(found, strip, columns)
    yield ""
    yield from wrap(said(LEGEND), columns)


def _strip(found: "Timeline", columns: int) -> Strip | None:
    """The strip beside the names; None where there is no room for one."""
    longest = max((len(_name(mark)) for mark in found.marks), default=0)
    free = columns - DATE - 6
    width = free - min(longest, ROOM, free // 2)
    return Strip(found.first, found.last, width) if width >= LEAST else None


def _ends(strip: Strip) -> str:
    """The first and the last day above the strip, if there is room for both."""
    if strip.width < 2 * DATE + 1:
        return strip.first.isoformat()
    gap = " " * (strip.width - 2 * DATE)
    return f"{strip.first}{gap}{strip.last}"


def _today(found: "Timeline", strip: Strip | None, columns: int) -> Iterator[Text]:
    head = f"{found.today} │ {said(sentence('today'))}"
    if strip is None:
        yield head
        return
    line = " " * strip.column(found.today) + "│"
    yield f"{head.ljust(columns - strip.width)}{line}"


def _line(
    mark: "Mark", today: date, strip: Strip | None, columns: int
) -> Iterator[Text]:
    """A mark: its day, its name, its strip; what became of it below."""
    day = " " * DATE if mark.first is None else mark.first.isoformat()
    head = f"{day} {'≤' if mark.at_latest else SIGNS[mark.kind]} "
    if strip is None:
        yield from _wrapped(head, _name(mark), columns)
    else:
        left = columns - strip.width
        name = short(_name(mark), left - len(head) - 1)
        yield f"{f'{head}{name}'.ljust(left)}{strip.drawn(mark, today)}".rstrip()
    below = said(_below(mark))
    if below:
        yield from _wrapped(" " * (DATE + 3), below, columns)


def _wrapped(head: str, text: str, columns: int) -> Iterator[str]:
    """A text behind its beginning of a line, as many lines as it takes."""
    indent = " " * len(head)
    lines = wrap(text, columns - len(head), break_on_hyphens=False) or [""]
    yield f"{head}{lines[0]}".rstrip()
    yield from (f"{indent}{line}" for line in lines[1:])


def _name(mark: "Mark") -> str:
    text = said(mark.said) if isinstance(mark.said, Sentence) else label(mark.said)
    return shown(text)


def _below(mark: "Mark") -> Sentence:
    """The last day of a span, and how it stands."""
    status = mark.status
    if mark.back and mark.last is not None:
        return sentence(
            "for the sitting of {day} · {status}", day=mark.last, status=status or ""
        )
    if mark.last is not None and mark.last != mark.first:
        if status is None:
            return sentence("to {day}", day=mark.last)
        return sentence("to {day} · {status}", day=mark.last, status=status)
    if mark.first is None and mark.last is None:
        if status is None:
            return sentence("day unknown")
        return sentence("day unknown · {status}", status=status)
    return sentence("{status}", status=status or "")
