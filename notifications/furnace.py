"""The process that fills templates of releases; `notifications.oven` starts it.

It reads its templates and its data from the standard input and answers on the standard
output, one line of JSON each. Before the first template is looked at, it gives up what
it does not need: memory beyond 256 MiB, files, other processes, the network.
"""

import json
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from notifications.filling import LONGEST, Filling
from notifications.plain import Trace, Unfilled, packed, page_of, unpacked
from notifications.sandbox import warm

MEMORY = 256 * 1024 * 1024  # bytes of address space
SECONDS = 2.0  # of processor time for one request

_NEEDED = frozenset(  # audit events: what Jinja2 does to compile a template
    {"compile", "exec", "code.__new__", "object.__getattr__", "builtins.id"}
)
_LIMITS = {
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NPROC: 0,
}


def main() -> None:
    """Answer request after request, until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    texts = json.loads(source.readline())["texts"]
    shop = _Shop(texts, lambda line: _say(sink, line))
    warm()
    for limit, most in _LIMITS.items():
        _bounded(limit, most)
    sys.addaudithook(_nothing_else)
    _say(sink, {"ready": True})
    for line in source:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # its signal ends the process
        answer = shop.answer(json.loads(line))
        signal.setitimer(signal.ITIMER_PROF, 0)
        _say(sink, answer)


def _bounded(limit: int, most: int) -> None:
    """Set a limit, unless a stricter one stands already."""
    _, hard = resource.getrlimit(limit)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(limit, (most, most))


def _say(sink: BinaryIO, line: dict[str, Any]) -> None:
    sink.write(json.dumps(line).encode() + b"\n")
    sink.flush()


def _nothing_else(event: str, _: object) -> None:
    """Should a template leave the sandbox, it finds no file, process or network."""
    if event not in _NEEDED:
        raise PermissionError(event)


class _Shop:
    """The fillings of each language, kept between requests."""

    def __init__(
        self, texts: dict[str, str], tell: Callable[[dict[str, Any]], None]
    ) -> None:
        self.texts, self.tell, self.at = texts, tell, ""
        self.trace = Trace()  # of the requests that ask for one
        self.fillings: dict[tuple[str, bool], Filling] = {}

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The page in its words and frames, or why there is none."""
        try:
            if "page" in request:
                return self._filled(request)
            return self.trace.told()
        except MemoryError:
            return {"unfilled": [["memory", "", self.at]]}
        except Unfilled as error:
            return {"unfilled": error.told()}

    def _filled(self, request: dict[str, Any]) -> dict[str, Any]:
        page = page_of(request["page"])
        filling = self._filling(page.language, traced=request.get("traced", False))
        if request["facts"] is not None:
            page = filling.worded(page, unpacked(request["facts"]))
        if request.get("frameless"):
            return {"page": packed(page)}
        text, html = filling.framed(page)
        if len(f"{text}{html}".encode()) > LONGEST:
            raise Unfilled("output", "", "html/release.jinja")
        return {"page": packed(page), "text": text, "html": html}

    def _filling(self, language: str, *, traced: bool) -> Filling:
        known = language, traced
        if known not in self.fillings:
            trace = self.trace if traced else None
            self.fillings[known] = Filling(self.texts, language, trace, self._at)
        return self.fillings[known]

    def _at(self, template: str) -> None:
        """Tell where we are, should we never come back from there."""
        self.at = template
        self.tell({"at": template})
