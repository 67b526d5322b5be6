"""Somebody at a keyboard: the program in a process of its own, at a real terminal."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ANSWERED_BY = 20.0  # seconds that a terminal waits for an answer
PRESSES = 10  # of a key that somebody insists on
# the program at a terminal that is its own, so that Ctrl-C reaches it
PROGRAM = "import os, sys, cli; os.login_tty(0); sys.exit(cli.main())"


class Person:
    """Somebody at a terminal of their own, where the program runs."""

    def __init__(self, *words: str) -> None:
        self._end, far = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words],
            stdin=far,
            stdout=far,
            stderr=far,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            close_fds=True,
        )
        os.close(far)

    def reads(self, until: str = "", insists_on: str = "") -> str:
        """What stands on the screen up to a text, or to the end.

        A key that somebody `insists_on` is pressed again while nothing happens: one
        that comes just before the program waits for a line is noticed with the next.
        """
        seen, wait = b"", ANSWERED_BY / PRESSES if insists_on else ANSWERED_BY
        left = PRESSES if insists_on else 0
        while not (until and until.encode() in seen):
            if not select.select([self._end], [], [], wait)[0]:
                if not left:
                    raise AssertionError(f"nothing came after {seen!r}")
                self.presses(insists_on)
                left -= 1
                continue
            try:
                more = os.read(self._end, 4096)
            except OSError:  # the program has left the terminal
                break
            if not more:
                break
            seen += more
        return seen.decode()

    def types(self, text: str) -> None:
        """What is typed, and the return key."""
        self.presses(f"{text}\n")

    def presses(self, key: str) -> None:
        """Keys as they are pressed; the terminal makes Ctrl-C an interruption."""
        os.write(self._end, key.encode())

    def ends(self) -> int:
        """The exit code."""
        code = self._process.wait(ANSWERED_BY)
        os.close(self._end)
        return code
