"""Being asked to stop: what is in hand is finished, and nothing else begun."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130  # the exit code after SIGINT


class Stopping:
    """Whether we were asked to stop, and by which signal."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.signal: str | None = None

    @property
    def interrupted(self) -> bool:
        """Whether it was Ctrl-C."""
        return self.signal == "SIGINT"

    @contextmanager
    def signals(self) -> Iterator[None]:
        """Listen meanwhile: SIGTERM, SIGINT, SIGHUP if `nohup` does not ignore it.

        For the main thread of a process.
        """
        asking = [signal.SIGTERM, signal.SIGINT]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            asking.append(signal.SIGHUP)
        before = {each: signal.signal(each, self._asked) for each in asking}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def _asked(self, number: int, _: FrameType | None) -> None:
        if self.signal is None:  # a second signal may interrupt the first one's handler
            self.signal = signal.Signals(number).name
            self.event.set()
