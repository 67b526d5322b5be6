"""Connections that end in time: to a name and port, with TLS, whatever the other does.

A timeout of a socket counts one wait. A server that sends a byte now and then keeps it
alive for ever, so a watchdog pulls the plug when the whole has lasted too long.
"""

import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from definitions.sentences import sentence
from notifications.hosts import is_here as is_here
from workflow.errors import Misconfigured


class Plug:
    """What ends every wait on a connection at once, whoever waits and in whatever.

    It holds the connection by a descriptor of its own, which stays good while TLS puts
    another object around the socket.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self._turn: object | None = None
        self._ends = 0.0
        self.pulled = False

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Whatever happens on the connection inside ends after so many seconds."""
        turn = object()
        with self._lock:
            self._turn, self.pulled, self._ends = turn, False, monotonic() + seconds
        timer = threading.Timer(seconds, self._pull, [turn])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:
                self._turn = None

    def left(self) -> float:
        """The seconds left, at least a thousandth (0 would mean: do not wait)."""
        return max(self._ends - monotonic(), 0.001)

    def into(self, connection: socket.socket) -> None:
        """Put it into a new connection; out of the one before."""
        with self._lock:
            self._out()
            self._held = connection.dup()
            if self.pulled:
                _shut(self._held)

    def out(self) -> None:
        """Take it out: the connection is gone."""
        with self._lock:
            self._out()

    def _out(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    def _pull(self, turn: object) -> None:
        with self._lock:
            if self._turn is not turn:
                return  # it ended just in time
            self.pulled = True
            if self._held is not None:
                _shut(self._held)


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def dialled(host: str, port: int, step: float, plug: Plug) -> socket.socket:
    """A connection to the first address of `host` that answers, `plug` in it.

    `step`: seconds for one address, and for each later wait. Raises OSError.
    """
    problem: OSError = OSError("no address")
    for *_, where in _addresses(host, port):
        try:
            wait = min(step, plug.left())
            connection = socket.create_connection(where[:2], timeout=wait)
        except OSError as error:
            problem = error
            continue
        # Without it the last bytes of a message wait until those before are confirmed.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(step)
        plug.into(connection)
        return connection
    raise problem


def _addresses(host: str, port: int) -> Sequence[tuple[Any, ...]]:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:  # of a name with an empty part, or one that is too long
        raise OSError("no name of a machine") from None


def trusting(ca_file: Path | None) -> ssl.SSLContext:
    """What proves a server: the authorities of this machine, or those in a file.

    Name and chain are always checked. Raises Misconfigured if the file is of no use.
    """
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ValueError) as error:  # ValueError: a path with a zero byte
        raise Misconfigured(
            sentence(
                "The file {path} with certificates of authorities cannot be used: "
                "{reason}.",
                path=ca_file,
                reason=reason(error),
            )
        ) from None


def leads_here(connection: socket.socket) -> bool:
    """Whether a connection really ends on this machine: `localhost` can be mapped."""
    return is_here(connection.getpeername()[0])


def reason(error: Exception) -> str:
    """What went wrong with a connection or a file, in the words of the system."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message.rstrip(".")
    said = error.strerror if isinstance(error, OSError) else None
    return (said or str(error) or type(error).__name__).rstrip(".")
