"""The conversation with the process that fills templates (`notifications.furnace`).

One line of JSON goes there, one comes back. The process has no environment, no way to
our files but the modules it is made of, and an end: by its own limits, or killed here.
Nothing is forked from a thread's point of view: the child is executed anew.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import IO, Any, Self

from notifications.plain import Unfilled

SECONDS = 2.9  # by the wall, for one release: stopped before three are over
TO_BEGIN = 60.0  # our own modules are loaded, however busy the machine is
LONGEST_ANSWER = 2 * 1024 * 1024  # bytes: 256 KiB, as JSON escapes them at worst

_BEGINNING = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from notifications.furnace import main; main()"
)
_OUR_OWN = str(Path(__file__).resolve().parent.parent)


class Oven:
    """A child that fills templates, begun anew after each that came to grief.

    A context manager; not to be shared by threads.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """What the child answers. Raises `Unfilled`, also for time, memory, crash."""
        try:
            answer = self._begun().answer(request, SECONDS)
        except Unfilled:
            self._close()
            raise
        if "unfilled" in answer:
            error = Unfilled.heard(answer["unfilled"])
            if error.what == "memory":  # what is left of it is no measure
                self._close()
            raise error
        return answer

    def _begun(self) -> "_Child":
        if self._child is None:
            self._child = _Child()
            self._child.answer({"texts": self._texts}, TO_BEGIN)
        return self._child

    def _close(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None


def _paths() -> list[str]:
    """Where our modules are, and those they need; never the folder we are in."""
    paths = [each for each in sys.path if os.path.isabs(each)]
    return paths if _OUR_OWN in paths else [_OUR_OWN, *paths]


class _Child:
    """One process, which has read the templates."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _BEGINNING, *_paths()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
            bufsize=0,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._to: IO[bytes] = self._process.stdin
        self._from: IO[bytes] = self._process.stdout
        for end in (self._to, self._from):
            os.set_blocking(end.fileno(), False)
        self._at = ""  # the template that it is busy with

    def answer(self, request: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """The line that answers a request; on the way it tells where it is."""
        until = monotonic() + seconds
        said = bytearray()
        unsaid = memoryview(json.dumps(request).encode() + b"\n")
        with selectors.DefaultSelector() as ends:
            ends.register(self._to, selectors.EVENT_WRITE)
            ends.register(self._from, selectors.EVENT_READ)
            while (answer := self._taken(said)) is None:
                ready = ends.select(max(0.0, until - monotonic()))
                if not ready:
                    raise Unfilled("time", template=self._at)
                for key, _ in ready:
                    if key.fileobj is self._from:
                        self._hear(said)
                    elif unsaid:
                        unsaid = self._say(unsaid)
                    else:
                        ends.unregister(self._to)
        return answer

    def _taken(self, said: bytearray) -> dict[str, Any] | None:
        """The answer, if it is complete; lines before it name a template."""
        while (end := said.find(b"\n")) >= 0:
            line = self._understood(bytes(said[:end]))
            del said[: end + 1]
            if "at" not in line:
                return line
            self._at = line["at"]
        return None

    def _understood(self, line: bytes) -> dict[str, Any]:
        """Whatever has taken hold of the child: what it says is JSON, or nothing."""
        try:
            return dict(json.loads(line))
        except ValueError:
            raise Unfilled("crash", template=self._at) from None

    def _say(self, unsaid: memoryview) -> memoryview:
        try:
            return unsaid[os.write(self._to.fileno(), unsaid) :]
        except BrokenPipeError:
            raise self._ended() from None

    def _hear(self, said: bytearray) -> None:
        heard = os.read(self._from.fileno(), 1 << 16)
        if not heard:
            raise self._ended()
        said += heard
        if len(said) > LONGEST_ANSWER:
            raise Unfilled("output", template=self._at)

    def _ended(self) -> Unfilled:
        """The child went by itself; its limits leave a signal behind."""
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            code = 0
        over = {-signal.SIGPROF, -signal.SIGXCPU}
        return Unfilled("time" if code in over else "crash", template=self._at)

    def close(self) -> None:
        """End the child, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._to.close()
        self._from.close()
