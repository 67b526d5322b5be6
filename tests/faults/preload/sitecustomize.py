"""What tests do to a running program from outside: count, kill, hold, move its clock.

Python imports a module of this name when it starts, if PYTHONPATH leads to it. The
program knows nothing of it and needs no change. FAULTS in the environment says what to
do, as JSON:

    driver    sqlite or psycopg: whose statements are counted
    log       a file; one line for each point passed
    kill_at   the number of the point at which the process is killed (SIGKILL)
    cut_at    the number of the statement whose answer the server cannot send any more
    gate      a FIFO: wait there before the first statement that starts with `before`
    wait_ms   how long a writer waits for another, instead of ten seconds
    at        the instant to which the clock is set; it goes on from there, and every
              other clock that the program asks agrees with it

A point is passed before every statement (also those of triggers, in SQLite), after
every COMMIT, and before and after a file is renamed into its place.
"""

import json
import os
import re
import select
import signal
import socket
import sqlite3
import sqlite3.dbapi2
from collections.abc import Callable, Mapping
from typing import Any

_connect, _rename = sqlite3.connect, os.rename


class Faults:
    """The faults of this process, and how many points it has passed."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self.said, self.passed = said, 0

    def point(self, what: str) -> None:
        """Count, and die if it is time."""
        self.passed += 1
        if log := self.said.get("log"):
            with open(log, "a", encoding="utf-8") as file:
                file.write(" ".join(what.split())[:100] + "\n")
        if self.passed == self.said.get("kill_at"):
            os.kill(os.getpid(), signal.SIGKILL)

    def hold(self, sql: str) -> None:
        """Wait at the gate, once."""
        gate = self.said.get("gate")
        if gate and sql.startswith(self.said["before"]):
            self.said = {**self.said, "gate": None}
            way = os.open(gate, os.O_RDONLY)  # returns when somebody is at the gate
            # looked at again and again: a signal must not wait for the gate to open
            while not select.select([way], [], [], 0.02)[0]:
                pass
            os.close(way)

    def cut(self, way: int) -> None:
        """From now on hear nothing from the server; what we say still arrives."""
        if self.passed == self.said.get("cut_at"):
            with socket.socket(fileno=os.dup(way)) as connection:
                connection.shutdown(socket.SHUT_RD)

    def waiting(self, text: str) -> str:
        """The settings of a connection with another waiting time."""
        wait = self.said.get("wait_ms")
        return re.sub(r"(_timeout=)10000", rf"\g<1>{wait}", text) if wait else text


faults = Faults({})


class Watched(sqlite3.Connection):
    """A connection of SQLite that passes the points."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        faults.hold(sql)
        done = super().execute(faults.waiting(sql), *values)
        if sql == "COMMIT":
            faults.point("after COMMIT")
        return done


def _watched(*args: Any, **options: Any) -> sqlite3.Connection:
    connection = _connect(*args, **options, factory=Watched)
    connection.set_trace_callback(faults.point)
    return connection


def _renamed(*args: Any, **options: Any) -> None:
    faults.point("rename")
    _rename(*args, **options)
    faults.point("after rename")


def _watch_psycopg() -> None:
    import psycopg  # noqa: PLC0415  (where SQLite is tested it is not wanted)

    execute, connect = psycopg.Cursor.execute, psycopg.connect

    def watched(self: Any, query: Any, *values: Any, **options: Any) -> Any:
        faults.hold(str(query))
        faults.point(str(query))
        faults.cut(self.connection.pgconn.socket)
        done = execute(self, query, *values, **options)
        if query == "COMMIT":
            faults.point("after COMMIT")
        return done

    def waiting(*urls: str, **said: Any) -> Any:
        said["options"] = faults.waiting(said.get("options", ""))
        return connect(*urls, **said)

    _set(psycopg.Cursor, "execute", watched)
    _set(psycopg, "connect", waiting)


def arm(said: Mapping[str, Any]) -> None:
    """Set up the faults of this process."""
    faults.said, faults.passed = said, 0
    if said.get("driver") == "sqlite" and sqlite3.connect is _connect:
        _set(sqlite3, "connect", _watched)
        _set(sqlite3.dbapi2, "connect", _watched)
        _set(os, "rename", _renamed)
    if said.get("driver") == "psycopg" and os.rename is _rename:
        _watch_psycopg()
        _set(os, "rename", _renamed)
    if instant := said.get("at"):
        import time_machine  # noqa: PLC0415  (takes a while)

        time_machine.travel(instant).start()
        from notifications import witnesses  # noqa: PLC0415  (only the scheduler asks)

        _set(witnesses, "agree", lambda *_: True)


def _set(place: Any, name: str, value: Callable[..., Any]) -> None:
    setattr(place, name, value)


if "FAULTS" in os.environ:
    # a shell that starts the tests in the background lets them ignore Ctrl-C
    signal.signal(signal.SIGINT, signal.default_int_handler)
    arm(json.loads(os.environ["FAULTS"]))
