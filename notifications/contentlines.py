"""The lines of an iCalendar file (RFC 5545), and how its components lie in each other.

Library parsers let broken files through. What is found here has the line of the file
that is to be mended; nothing of it is interpreted.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from definitions.sentences import Sentence, sentence

LARGEST = 5 * 1024 * 1024  # bytes of a file
MOST_EVENTS = 2_000
DEEPEST = 4  # components in each other; alarms and time zones need three

_ROOM = 80  # characters of a title
_NAME = re.compile(r"([A-Za-z0-9-]+)(;.*)?", re.ASCII | re.DOTALL)
_BREAK = re.compile(r"\r\n|\n|\r")
_ESCAPE = re.compile(r"\\([,;\\])")
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend; `line` counts from 1."""

    line: int
    what: Sentence


@dataclass(frozen=True, slots=True)
class Line:
    """An unfolded line: the name of its property, and the text after the colon."""

    number: int
    name: str
    value: str


@dataclass(slots=True)
class Part:
    """A component: its kind, where it begins, its properties, what it lies in."""

    kind: str
    line: int
    within: str | None
    lines: list[Line] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """Every line of a property."""
        return [each for each in self.lines if each.name == name]

    def at(self, name: str) -> int:
        """The line of a property; where the component begins if it has none."""
        return next(
            (each.number for each in self.lines if each.name == name), self.line
        )

    @property
    def title(self) -> str:
        """What it is about, cut to what a line has room for."""
        found = next((each.value for each in self.all("SUMMARY")), "")
        return _ESCAPE.sub(r"\1", found)[:_ROOM]

    @property
    def called(self) -> Sentence:
        """How a fault names it: by its title and UID, else by its line."""
        known = next((each.value for each in self.all("UID")), "")[:_ROOM]
        if self.title and known:
            return sentence("“{title}” ({uid})", title=self.title, uid=known)
        if self.title or known:
            return sentence("“{title}”", title=self.title or known)
        return sentence("the event of line {line}", line=self.line)


@dataclass(slots=True)
class Read:
    """The components of a file in the order in which they begin, and what is wrong."""

    parts: list[Part] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def of(self, kind: str) -> list[Part]:
        """The components of one kind."""
        return [each for each in self.parts if each.kind == kind]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a file says of whose sittings it holds: its name, the UIDs, the years."""

    name: str
    uids: frozenset[str]
    years: frozenset[int]


def marks(data: bytes) -> Marks:
    """The name that a file gives to its calendar ("" if none), its UIDs and years."""
    read = components(data)
    named = [
        line.value
        for part in read.of("VCALENDAR")
        for name in ("X-WR-CALNAME", "NAME")
        for line in part.all(name)
    ]
    events = read.of("VEVENT")
    uids = (line.value for part in events for line in part.all("UID"))
    starts = (line.value[:4] for part in events for line in part.all("DTSTART"))
    years = {int(each) for each in starts if each.isdecimal()}
    return Marks(
        _ESCAPE.sub(r"\1", next(iter(named), "")).strip(),
        frozenset(uids),
        frozenset(years),
    )


def components(data: bytes) -> Read:
    """The components of a file, with every fault of its form."""
    if len(data) > LARGEST:
        size = LARGEST // (1024 * 1024)
        return _refused(1, sentence("the file is larger than {size} MiB", size=size))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _refused(line, sentence("the file is not written in UTF-8"))
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        return _refused(line, sentence("there is a character without meaning (NUL)"))
    read = _nested(text)
    if not read.faults:
        read.faults += _overfull(read)
    return read


def _refused(line: int, what: Sentence) -> Read:
    return Read(faults=[Fault(line, what)])


def _nested(text: str) -> Read:
    read, stack = Read(), list[Part]()
    for line in _lines(text, read.faults):
        if line.name == "BEGIN":
            _begin(read, stack, line)
        elif line.name == "END":
            _end(read, stack, line)
        elif stack:
            stack[-1].lines.append(line)
        else:
            what = sentence("{name} stands outside of a calendar", name=line.name)
            read.faults.append(Fault(line.number, what))
    for part in stack:
        what = sentence("BEGIN:{kind} has no END:{kind}", kind=part.kind)
        read.faults.append(Fault(part.line, what))
    return read


def _begin(read: Read, stack: list[Part], line: Line) -> None:
    kind = line.value.upper()
    within = stack[-1].kind if stack else None
    part = Part(kind, line.number, within)
    stack.append(part)
    read.parts.append(part)
    if len(stack) == DEEPEST + 1:
        what = sentence("components lie more than {depth} deep", depth=DEEPEST)
        read.faults.append(Fault(line.number, what))
    elif (within is None) != (kind == "VCALENDAR") or (
        kind == "VEVENT" and within != "VCALENDAR"
    ):
        what = sentence("BEGIN:{kind} cannot stand here", kind=kind)
        read.faults.append(Fault(line.number, what))


def _end(read: Read, stack: list[Part], line: Line) -> None:
    kind = line.value.upper()
    if any(each.kind == kind for each in stack):
        while (part := stack.pop()).kind != kind:
            what = sentence("BEGIN:{kind} has no END:{kind}", kind=part.kind)
            read.faults.append(Fault(part.line, what))
    else:
        what = sentence("END:{kind} has no BEGIN:{kind}", kind=kind)
        read.faults.append(Fault(line.number, what))


def _lines(text: str, faults: list[Fault]) -> Iterator[Line]:
    for number, whole in _unfolded(text):
        # a colon inside of quotes belongs to a parameter
        blank = _QUOTED.sub(lambda found: "_" * len(found[0]), whole)
        head, colon, _ = blank.partition(":")
        found = _NAME.fullmatch(whole[: len(head)])
        if not colon or found is None:
            what = sentence("this is no line of an iCalendar file (NAME:VALUE)")
            faults.append(Fault(number, what))
        else:
            yield Line(number, found[1].upper(), whole[len(head) + 1 :].strip())


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Lines with those that go on in the next ones joined; the number of the first."""
    at, pieces = 0, list[str]()
    for number, line in enumerate(_BREAK.split(text), 1):
        if line[:1] in (" ", "\t") and pieces:
            pieces.append(line[1:])
            continue
        if pieces:
            yield at, "".join(pieces)
        at, pieces = number, [line] if line.strip() else []
    if pieces:
        yield at, "".join(pieces)


def _overfull(read: Read) -> Iterable[Fault]:
    """What no calendar of sittings needs, and what would cost hours to reckon."""
    events = read.of("VEVENT")
    if not events:
        yield Fault(1, sentence("the file has no event (VEVENT)"))
    if len(events) > MOST_EVENTS:
        what = sentence("the file has more than {most} events", most=MOST_EVENTS)
        yield Fault(events[MOST_EVENTS].line, what)
    for part in (*read.of("STANDARD"), *read.of("DAYLIGHT")):
        for line in part.all("RRULE"):
            if "FREQ=YEARLY" not in line.value.upper().split(";"):
                what = sentence("the clock of a time zone changes by the year only")
                yield Fault(line.number, what)
