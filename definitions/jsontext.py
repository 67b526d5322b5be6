"""JSON text into the events that a YAML parser gives, so that one tree reads both."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NoReturn

from definitions.sentences import Sentence, sentence

_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r'(?P<text>"(?:[^"\\\x00-\x1f]|\\.)*")'
    r"|(?P<word>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
    r"(?![0-9A-Za-z.])|(?:true|false|null)\b)"
    r"|(?P<sign>[][{}:,])"
)


class NotJson(Exception):
    """The text is not JSON from character `at` (from 0) on."""

    def __init__(self, at: int, what: Sentence, hint: Sentence) -> None:
        self.at, self.what, self.hint = at, what, hint
        super().__init__(str(what))


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text; both count from 0, as the YAML parser counts."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Event:
    start_mark: Mark
    value: str = ""
    implicit: tuple[bool, bool] = (True, False)  # (False, True): a quoted text
    anchor: None = None
    tag: None = None


# The tree knows the events of the YAML parser by these names.
class DocumentStartEvent(_Event): ...


class MappingStartEvent(_Event): ...


class MappingEndEvent(_Event): ...


class SequenceStartEvent(_Event): ...


class SequenceEndEvent(_Event): ...


class ScalarEvent(_Event): ...


def events(text: str) -> Iterator[_Event]:
    """The events of a JSON text. Raises NotJson.

    Whoever takes them limits the depth: each level is a frame of Python.
    """
    scan = _Scan(text)
    yield DocumentStartEvent(Mark(0, 0))
    if scan.next.kind:
        yield from _value(scan)
    if scan.next.kind:
        scan.wrong(
            sentence("the text goes on after its end"),
            sentence("look for one closing bracket too many"),
        )


@dataclass(frozen=True, slots=True)
class _Token:
    at: int
    kind: str  # text, word, the sign itself; empty at the end
    text: str


class _Scan:
    """The tokens of a text, one ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        lengths = (len(line) for line in text.splitlines(keepends=True))
        self._starts = [0, *accumulate(lengths)]
        self._line = 0
        self.next = self._token(0)

    def take(self) -> _Token:
        """The next token, left behind."""
        token = self.next
        self.next = self._token(token.at + len(token.text))
        return token

    def expect(self, sign: str) -> Mark:
        """Where the sign stands that has to come next."""
        if self.next.kind != sign:
            what = sentence("{sign} is wanted here", sign=sign)
            hint = sentence("look for a missing comma, colon, quote or bracket")
            self.wrong(what, hint)
        return self.mark(self.take())

    def mark(self, token: _Token) -> Mark:
        """Line and column of a token; tokens are asked for in their order."""
        starts = self._starts
        while self._line + 1 < len(starts) and starts[self._line + 1] <= token.at:
            self._line += 1
        return Mark(self._line, token.at - starts[self._line])

    def wrong(self, what: Sentence, hint: Sentence) -> NoReturn:
        raise NotJson(self.next.at, what, hint)

    def _token(self, start: int) -> _Token:
        space = _SPACE.match(self._text, start)
        at = space.end() if space else start
        if at == len(self._text):
            return _Token(at, "", "")
        found = _TOKEN.match(self._text, at)
        if found is None:
            what = sentence("the text is not JSON from here on")
            hint = sentence("look for missing quotes, brackets or commas in this line")
            raise NotJson(at, what, hint)
        kind = found.lastgroup or ""
        return _Token(at, found[0] if kind == "sign" else kind, found[0])


def _value(scan: _Scan) -> Iterator[_Event]:
    token = scan.next
    match token.kind:
        case "{":
            yield MappingStartEvent(scan.mark(scan.take()))
            yield from _listed(scan, "}")
            yield MappingEndEvent(scan.expect("}"))
        case "[":
            yield SequenceStartEvent(scan.mark(scan.take()))
            yield from _listed(scan, "]")
            yield SequenceEndEvent(scan.expect("]"))
        case "text" | "word":
            yield _scalar(scan)
        case _:
            scan.wrong(
                sentence("a value is missing here"),
                sentence("look for a stray bracket or comma"),
            )


def _listed(scan: _Scan, end: str) -> Iterator[_Event]:
    """What stands between two brackets, with commas between."""
    first = True
    while scan.next.kind != end:
        if not first:
            scan.expect(",")
        first = False
        if end == "}":
            yield _key(scan)
            scan.expect(":")
        yield from _value(scan)


def _key(scan: _Scan) -> _Event:
    if scan.next.kind != "text":
        what = sentence("a key in double quotes is wanted here")
        scan.wrong(what, sentence("look for a comma before a closing bracket"))
    return _scalar(scan)


def _scalar(scan: _Scan) -> _Event:
    token = scan.next
    if token.kind == "word":
        return ScalarEvent(scan.mark(scan.take()), token.text)
    try:
        text = json.loads(token.text)
    except ValueError:
        what = sentence("a backslash in double quotes that means nothing")
        scan.wrong(what, sentence("write the backslash twice"))
    return ScalarEvent(scan.mark(scan.take()), text, (False, True))
