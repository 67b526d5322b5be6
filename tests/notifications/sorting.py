"""One connection of the scripted mail server: SMTP (RFC 5321) as a server speaks it."""

import base64
import binascii
import re
import socket
import ssl
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Protocol

CERTIFICATES = Path(__file__).parent / "certificates"
MESSAGE = 64 << 20  # bytes of the largest message

REFUSALS = {
    "banner": ("554 5.3.2 no service", "421 4.3.2 busy"),
    "auth": ("535 5.7.8 credentials invalid", "454 4.7.0 not now"),
    "starttls": ("501 5.5.4 no", "454 4.7.0 TLS not available"),
    "rcpt": ("550 5.1.1 no such mailbox", "450 4.2.0 greylisted"),
    "content": ("552 5.3.4 too big", "452 4.3.1 no space"),
    "dot": ("554 5.7.1 spam", "451 4.3.0 try again"),
}
_OTHERWISE = ("550 5.0.0 refused", "451 4.0.0 try again later")


class Stopped(Exception):
    """This conversation is over."""


class Office(Protocol):
    """What a connection needs of its server."""

    security: str
    account: tuple[str, str] | None
    mechanisms: str
    pace: float
    context: ssl.SSLContext | None
    closing: Event
    offers: Sequence[str]

    def fault(self, stage: str, recipient: str = "") -> str | None: ...

    def accept(
        self, sender: str, recipients: list[str], content: bytes, connection: int
    ) -> None: ...


class Sorting:
    """The conversation on one connection."""

    def __init__(self, office: Office, line: socket.socket, number: int) -> None:
        self._office, self._line, self._number = office, line, number
        self._secure = self._known = False
        self._sender: str | None = None
        self._recipients: list[str] = []
        if office.security == "tls":
            self._encrypt()
        else:
            self._in = line.makefile("rb")

    def serve(self) -> None:
        """Greet, then answer one command after the other until the end."""
        try:
            if self._answer("banner", "220 postoffice.example ESMTP") != "220":
                return
            while command := self._in.readline(2048):
                self._obey(command.decode("ascii", "replace").strip())
        finally:
            self._in.close()
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
            self._line.close()

    def _obey(self, command: str) -> None:
        verb, _, rest = command.partition(" ")
        does = {
            "EHLO": self._ehlo,
            "STARTTLS": self._starttls,
            "AUTH": self._auth,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "QUIT": self._quit,
        }.get(verb.upper())
        if does is None:
            self._say("502 5.5.1 not implemented")
        else:
            does(rest)

    # --- faults

    def _answer(self, stage: str, well: str, recipient: str = "") -> str:
        """Answer at a stage, as the script has it; the code that was said."""
        kind = self._office.fault(stage, recipient)
        if kind in {"refuse", "later"}:
            said = REFUSALS.get(stage, _OTHERWISE)[kind == "later"]
            self._say(said)
            return said[:3]
        if kind == "hang":
            self._hang()
        if kind in {"drop", "lost"}:
            raise Stopped
        self._say(well, slowly=kind == "trickle")
        return well[:3]

    def _hang(self) -> None:
        self._office.closing.wait(600)
        raise Stopped

    def _say(self, text: str, *, slowly: bool = False) -> None:
        said = text.encode() + b"\r\n"
        if not slowly:
            self._line.sendall(said)
            return
        for byte in said:
            self._line.sendall(bytes([byte]))
            if self._office.closing.wait(self._office.pace):
                raise Stopped

    # --- commands

    def _ehlo(self, name: str) -> None:
        self._forget()
        offers = ["postoffice.example", *self._office.offers]
        if self._office.security == "starttls" and not self._secure:
            offers.append("STARTTLS")
        elif self._office.account:
            offers.append(f"AUTH {self._office.mechanisms}")
        lines = [f"250-{each}" for each in offers[:-1]] + [f"250 {offers[-1]}"]
        self._answer("ehlo", "\r\n".join(lines))

    def _starttls(self, _: str) -> None:
        if self._answer("starttls", "220 2.0.0 go ahead") == "220":
            self._in.close()
            self._encrypt()

    def _encrypt(self) -> None:
        assert self._office.context is not None
        self._line = self._office.context.wrap_socket(self._line, server_side=True)
        self._in = self._line.makefile("rb")
        self._secure = True

    def _auth(self, rest: str) -> None:
        mechanism, _, initial = rest.partition(" ")
        try:
            if mechanism == "PLAIN":
                given = self._decoded(initial or self._asked("")).split("\0")[1:]
            else:
                user = initial or self._asked("VXNlcm5hbWU6")
                given = [
                    self._decoded(user),
                    self._decoded(self._asked("UGFzc3dvcmQ6")),
                ]
        except (binascii.Error, UnicodeDecodeError):
            given = []
        known = self._office.account is not None and [*self._office.account] == given
        well = "235 2.7.0 welcome" if known else "535 5.7.8 credentials invalid"
        self._known = self._answer("auth", well) == "235"

    def _asked(self, question: str) -> str:
        self._say(f"334 {question}")
        return self._in.readline(2048).decode().strip()

    def _decoded(self, given: str) -> str:
        return base64.b64decode(given, validate=True).decode()

    def _mail(self, rest: str) -> None:
        if self._office.account and not self._known:
            return self._say("530 5.7.0 authenticate first")
        if self._sender is not None:
            return self._say("503 5.5.1 one at a time")
        path = re.fullmatch(r"FROM:<([^<>\s]*)>( BODY=8BITMIME)?", rest)
        if path is None:
            return self._say("501 5.5.4 no sender")
        if self._answer("mail", "250 2.1.0 ok") == "250":
            self._sender = path[1]
        return None

    def _rcpt(self, rest: str) -> None:
        path = re.fullmatch(r"TO:<([^<>\s]+)>", rest)
        if self._sender is None or path is None:
            return self._say("503 5.5.1 bad sequence or no recipient")
        if self._answer("rcpt", "250 2.1.5 ok", path[1]) == "250":
            self._recipients.append(path[1])
        return None

    def _data(self, _: str) -> None:
        if not self._recipients:
            return self._say("503 5.5.1 no recipients")
        to = self._recipients[-1]
        if self._answer("data", "354 go ahead", to) != "354":
            return None
        content = self._content(to)
        kind = self._office.fault("dot", to)
        if kind in {"refuse", "later"}:
            self._say(REFUSALS["dot"][kind == "later"])
        elif kind == "hang":
            self._hang()
        elif kind == "drop":
            raise Stopped
        else:
            assert self._sender is not None
            self._office.accept(self._sender, self._recipients, content, self._number)
            if kind == "lost":
                raise Stopped
            self._say("250 2.0.0 accepted", slowly=kind == "trickle")
        return self._forget()

    def _content(self, recipient: str) -> bytes:
        """What follows 354, without the dots that were put before dots."""
        kind = self._office.fault("content", recipient)
        if kind == "hang":
            self._hang()
        lines: list[bytes] = []
        size = 0
        while (line := self._in.readline(1 << 20)) != b".\r\n":
            size += len(line)
            if not line or size > MESSAGE or kind in {"drop", "lost"}:
                raise Stopped  # the sender has gone before the dot, or the server goes
            if kind in {"refuse", "later"}:
                self._say(REFUSALS["content"][kind == "later"])
                raise Stopped
            if kind == "trickle":
                time.sleep(self._office.pace)
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _rset(self, _: str) -> None:
        self._forget()
        self._answer("rset", "250 2.0.0 ok")

    def _quit(self, _: str) -> None:
        self._answer("quit", "221 2.0.0 bye")
        raise Stopped

    def _forget(self) -> None:
        self._sender, self._recipients = None, []
