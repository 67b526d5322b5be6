"""A driver that kills its process with a statement, begun or not."""

import os
import signal
from typing import Any


class Fatal:
    """Stands between a store and its driver; the process dies with a statement."""

    def __init__(self, driver: Any, statement: int) -> None:
        self._driver, self._left = driver, statement

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._driver, name)
        if name not in {"begin", "execute", "commit"}:
            return found

        def counted(*given: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return found(*given, **named)

        return counted
