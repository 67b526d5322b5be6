"""A scripted mail server: a real socket, real TLS, and every fault a server can have.

It runs in threads of this process and is used from any process (`host`, `port`). What
it has accepted stands in `received`, and as a line of JSON in a file, written before
the sender hears of it: that file is the truth which a test compares with.
"""

import base64
import hashlib
import json
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from email import message_from_bytes
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

from notifications.delivery import SMTP, Claimed
from tests.notifications.sorting import CERTIFICATES, Sorting, Stopped

HOST = "127.0.0.1"
PLAIN, STARTTLS, TLS = "none", "starttls", "tls"

# Where something can go wrong. `content`: after 354, with the message on its way;
# `dot`: after the whole message; `rset`: between two messages.
STAGES = (
    *("banner", "ehlo", "starttls", "auth", "mail", "rcpt"),
    *("data", "content", "dot", "rset", "quit"),
)
OF_A_MESSAGE = ("mail", "rcpt", "data", "content", "dot")
# refuse: 5xx. later: 4xx. hang: no answer at all. drop: the connection ends. lost: it
# is done, then the connection ends (at `dot`: the message is accepted, the answer is
# lost). trickle: it is done, and the answer comes byte by byte, one each `pace`.
KINDS = ("refuse", "later", "hang", "drop", "lost", "trickle")


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at a stage: so many times, or for ever (`times` 0).

    The first `skip` passages go well. With `recipient`, only messages to it; with
    `each`, counted for each recipient anew (a greylist).
    """

    stage: str
    kind: str
    times: int = 1
    skip: int = 0
    recipient: str | None = None
    each: bool = False

    def __post_init__(self) -> None:
        assert self.stage in STAGES, self.stage
        assert self.kind in KINDS, self.kind


@dataclass(frozen=True, slots=True)
class Chaos:
    """Faults by lot: of all messages, about `rate` meet one, evenly over the stages."""

    seed: int
    rate: float = 0.2
    stages: Sequence[str] = STAGES
    kinds: Sequence[str] = KINDS


@dataclass(frozen=True, slots=True)
class Received:
    """A message that was accepted: its envelope, its bytes, when (seconds)."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    connection: int
    monotonic: float
    wall: float

    @property
    def message_id(self) -> str:
        """Its Message-ID."""
        return str(message_from_bytes(self.content)["Message-ID"])


class PostOffice:
    """The server. Use it as a context; everything it opened is closed with it."""

    host = HOST

    def __init__(
        self,
        *faults: Fault,
        chaos: Chaos | None = None,
        security: str = PLAIN,
        certificate: str = "localhost",
        account: tuple[str, str] | None = None,
        log: Path | None = None,
        pace: float = 0.005,
        mechanisms: str = "PLAIN LOGIN",
        offers: Sequence[str] = ("8BITMIME", "PIPELINING"),
    ) -> None:
        self.security, self.account, self.pace = security, account, pace
        self.mechanisms, self.offers = mechanisms, offers
        self.received: list[Received] = []
        self.passed: Counter[str] = Counter()  # how often each stage was reached
        self.met: Counter[tuple[str, str]] = Counter()  # the faults that happened
        self.context = _context(certificate) if security != PLAIN else None
        self.closing = threading.Event()
        self._log = log
        self._faults = list(faults)
        self._used: Counter[tuple[int, str]] = Counter()
        self._chaos = chaos
        self._lot = Random(chaos.seed if chaos else 0)
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._open: dict[int, socket.socket] = {}
        self.connections = 0
        self._listener = socket.create_server((HOST, 0), backlog=512)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._start(self._listen)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop: every connection ends, nothing is accepted any more."""
        self.closing.set()
        _end(self._listener)
        with self._lock:
            for each in self._open.values():
                _end(each)
        for thread in list(self._threads):
            thread.join(timeout=10)

    def script(self, *faults: Fault) -> None:
        """Let these happen from now on, instead of those before."""
        with self._lock:
            self._faults = list(faults)
            self._used.clear()

    # --- what a connection asks and tells

    def fault(self, stage: str, recipient: str = "") -> str | None:
        """What goes wrong at this passage of a stage, if anything."""
        with self._lock:
            self.passed[stage] += 1
            kind = self._scripted(stage, recipient) or self._by_lot(stage)
            if kind:
                self.met[stage, kind] += 1
            return kind

    def accept(
        self, sender: str, recipients: Sequence[str], content: bytes, connection: int
    ) -> None:
        """Take a message over. From here on it counts as delivered."""
        with self._lock:
            message = Received(
                sender,
                tuple(recipients),
                content,
                connection,
                time.monotonic(),
                time.clock_gettime(time.CLOCK_REALTIME),
            )
            self.received.append(message)
            if self._log:
                with self._log.open("a", encoding="ascii") as out:
                    out.write(_line(message))

    def _scripted(self, stage: str, recipient: str) -> str | None:
        for place, fault in enumerate(self._faults):
            if fault.stage != stage or fault.recipient not in {None, recipient}:
                continue
            counted = place, recipient if fault.each else ""
            self._used[counted] += 1
            turn = self._used[counted] - fault.skip
            if turn > 0 and (not fault.times or turn <= fault.times):
                return fault.kind
        return None

    def _by_lot(self, stage: str) -> str | None:
        chaos = self._chaos
        if chaos is None or stage not in chaos.stages:
            return None
        ways = len(set(chaos.stages) & set(OF_A_MESSAGE)) or 1
        if self._lot.random() >= chaos.rate / ways:
            return None
        return self._lot.choice(chaos.kinds)

    # --- sockets

    def _start(self, work: object, *given: object) -> None:
        assert callable(work)
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        with self._listener:
            while not self.closing.is_set():
                with suppress(OSError):
                    line, _ = self._listener.accept()
                    self._start(self._serve, line)

    def _serve(self, line: socket.socket) -> None:
        with self._lock:
            self.connections += 1
            number = self.connections
            # A process that was forked holds the socket too: closing it ends nothing.
            self._open[number] = plug = line.dup()
        try:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with suppress(Stopped, OSError, ValueError):
                Sorting(self, line, number).serve()
        finally:
            with self._lock:
                del self._open[number]
            _end(plug)
            plug.close()
            line.close()


def _context(certificate: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
    return context


def _end(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _line(message: Received) -> str:
    told = asdict(message) | {"content": base64.b64encode(message.content).decode()}
    return json.dumps(told) + "\n"


def logged(log: Path) -> list[Received]:
    """What a server has accepted, from its file."""
    found = []
    for line in log.read_text(encoding="ascii").splitlines() if log.exists() else []:
        told = json.loads(line)
        told["content"] = base64.b64decode(told["content"])
        told["recipients"] = tuple(told["recipients"])
        found.append(Received(**told))
    return found


def parcel(
    number: int = 1,
    recipient: str = "clerk@senat.example",
    content: str | None = None,
    channel: str = SMTP,
    kind: str = "digest",
) -> Claimed:
    """A claimed message to hand over; its Message-ID holds its number."""
    message_id = f"<{number}@laufzettel.invalid>"
    text = f"Message-ID: {message_id}\r\n\r\n.Guten Morgen\r\n"
    return Claimed(
        key=hashlib.sha256(message_id.encode()).hexdigest(),
        message_id=message_id,
        letter="letter",
        channel=channel,
        kind=kind,
        reference=None,
        recipient=recipient,
        content=text if content is None else content,
        late_days=0,
        repeats=0,
        fence=1,
        attempts=1,
    )
