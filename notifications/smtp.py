"""Mail by SMTP (RFC 5321): the only door to smtplib.

What is known after a failure depends on the stage. Before the final dot the server
cannot have taken the message (NotAccepted); after it, without an answer, nobody knows
(Uncertain, RFC 1047). What concerns every message alike – no connection, no TLS, no
login, a sender that is not wanted (5xx at MAIL) – makes the channel Unusable, so that
a wrong setting does not spoil the messages one after the other.
"""

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from definitions.sentences import sentence
from notifications import credentials, wires
from notifications.credentials import Secret
from notifications.delivery import Claimed, NotAccepted, Passing, Uncertain, Unusable
from notifications.mailserver import ADDRESS, HOST, NONE, STARTTLS, TLS
from notifications.mailserver import SmtpSettings as SmtpSettings
from workflow.errors import InputOutput, Misconfigured

CREDENTIAL = "smtp_password"  # its name among the credentials of systemd
FAREWELL = 5.0  # seconds for QUIT: every message is through by then

_LINE_END = re.compile(r"\r\n|\r|\n")


class Mailer:
    """A session with the mail server, kept open over many messages.

    After anything that went wrong with a message the next one gets a connection of its
    own; what the server closed between two messages is opened again, once.
    """

    def __init__(
        self,
        settings: SmtpSettings,
        password: Secret | None,
        context: ssl.SSLContext | None,
    ) -> None:
        self._settings, self._password, self._context = settings, password, context
        self._plug = wires.Plug()
        self._session: smtplib.SMTP | None = None
        self._used = False

    def connect(self) -> None:
        """Open the session. Raises Unusable."""
        with self._plug.within(self._settings.whole):
            self._open()

    def deliver(self, claimed: Claimed, passing: Passing) -> None:
        """Hand a message over (see `delivery.Channel`), within `whole` seconds."""
        if not ADDRESS.fullmatch(claimed.recipient):
            raise NotAccepted(
                f"{claimed.recipient!r} is no mail address", permanent=True
            )
        content = _on_the_wire(claimed.content)
        with self._plug.within(self._settings.whole):
            try:
                session = self._ready()
                self._announce(session, claimed.recipient, content)
                passing()
                self._give(session, content)
            except BaseException:
                self._drop()
                raise
        self._used = True

    def close(self) -> None:
        """Say goodbye; whatever comes of that, all messages are through."""
        if self._session is not None:
            seconds = min(FAREWELL, self._settings.step)
            with self._plug.within(seconds), suppress(OSError):
                self._session.quit()
        self._drop()

    # --- the session

    def _ready(self) -> smtplib.SMTP:
        if self._session is not None and self._used and not _listens(self._session):
            self._drop()
        if self._session is None:
            self._open()
        assert self._session is not None
        return self._session

    def _open(self) -> None:
        # With a host in its constructor, smtplib would look up this machine's full
        # name, which can take as long as the name server likes.
        self._session = smtplib.SMTP(local_hostname="")
        self._used = False
        try:
            self._greet(self._session)
            if self._password is not None:
                _log_in(self._session, self._settings.user or "", self._password)
        except OSError as error:  # smtplib's own are of this kind, too
            reason = self._reason(error)
            self._drop()
            raise Unusable(reason) from None
        except BaseException:
            self._drop()
            raise

    def _greet(self, session: smtplib.SMTP) -> None:
        """Connect, and secure the line before anything is said that matters."""
        settings = self._settings
        line = wires.dialled(settings.host, settings.port, settings.step, self._plug)
        session.sock, session.local_hostname = line, _own_name(line)
        if settings.security == NONE and not wires.leads_here(line):
            raise Unusable(f"{settings.host} is not this machine")
        if settings.security == TLS:
            self._encrypt(session, line)
        _expected(session.getreply(), 220, "greeting")
        _expected(session.ehlo(), 250, "EHLO")
        if settings.security == STARTTLS:
            if not session.has_extn("starttls"):
                raise Unusable("the server offers no STARTTLS")
            _expected(session.docmd("STARTTLS"), 220, "STARTTLS")
            self._encrypt(session, line)
            _expected(session.ehlo(), 250, "EHLO")

    def _encrypt(self, session: smtplib.SMTP, line: socket.socket) -> None:
        assert self._context is not None
        host = self._settings.host
        session.sock = self._context.wrap_socket(line, server_hostname=host)
        session.file = None  # with whatever came before the line was secure

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None
        self._plug.out()

    def _reason(self, error: OSError) -> str:
        if self._plug.pulled:
            return "no end after the time set for a whole message"
        return wires.reason(error)

    # --- a message

    def _announce(self, session: smtplib.SMTP, recipient: str, content: bytes) -> None:
        """Everything before the content. Raises NotAccepted, Unusable."""
        body = "" if content.isascii() else " BODY=8BITMIME"
        if body and not session.has_extn("8bitmime"):
            raise NotAccepted("the server takes ASCII only", permanent=True)
        sender = f"FROM:<{self._settings.sender}>{body}"
        code, answer = self._asked(session, "MAIL", sender)
        if code // 100 == 5:
            raise Unusable(_told("MAIL", code, answer))
        _accepted(code, answer, "MAIL", 2)
        _accepted(*self._asked(session, "RCPT", f"TO:<{recipient}>"), "RCPT", 2)
        _accepted(*self._asked(session, "DATA"), "DATA", 3)

    def _asked(
        self, session: smtplib.SMTP, verb: str, rest: str = ""
    ) -> tuple[int, bytes]:
        try:
            return session.docmd(verb, rest)
        except OSError as error:
            raise NotAccepted(f"{verb}: {self._reason(error)}") from None

    def _give(self, session: smtplib.SMTP, content: bytes) -> None:
        """The content, then the final dot. Raises NotAccepted, Uncertain."""
        try:
            session.send(content)
        except OSError as error:
            raise NotAccepted(f"content: {self._reason(error)}") from None
        try:
            session.send(b".\r\n")
            code, answer = session.getreply()
        except OSError as error:
            raise Uncertain(f"final dot: {self._reason(error)}") from None
        if code // 100 not in {2, 4, 5}:
            raise Uncertain(_told("final dot", code, answer))
        _accepted(code, answer, "final dot", 2)


@contextmanager
def opened(settings: SmtpSettings) -> Iterator[Mailer]:
    """A session with the mail server. Raises InputOutput, Misconfigured."""
    context = None if settings.security == NONE else wires.trusting(settings.ca_file)
    mailer = Mailer(settings, _password(settings), context)
    try:
        mailer.connect()
    except Unusable as error:
        raise InputOutput(
            sentence(
                "The mail server {server} cannot be used ({reason}). The messages "
                "wait in the outbox.",
                server=settings.server,
                reason=error.reason,
            )
        ) from None
    try:
        yield mailer
    finally:
        mailer.close()


def _password(settings: SmtpSettings) -> Secret | None:
    """The password, if a user is set. It goes over TLS, or does not leave the machine.

    That holds by the settings: without TLS there is only this machine.
    """
    if settings.user is None:
        return None
    secret = credentials.read(settings.password_file, CREDENTIAL)
    if secret is None:
        raise Misconfigured(
            sentence(
                "There is no password for {user} at the mail server {server}: set a "
                "password file, or give the service the credential {name}.",
                user=settings.user,
                server=settings.server,
                name=CREDENTIAL,
            )
        )
    return secret


def _log_in(session: smtplib.SMTP, user: str, password: Secret) -> None:
    """Log in once, by PLAIN (RFC 4616) or LOGIN.

    smtplib would try one way after the other, and a wrong password three times would
    lock the account. What the server says is left out: it might repeat the password.
    """
    offered = session.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        both = _encoded(f"\0{user}\0{password.revealed()}")
        code, _ = session.docmd("AUTH", f"PLAIN {both}")
    elif "LOGIN" in offered:
        code, _ = session.docmd("AUTH", f"LOGIN {_encoded(user)}")
        if code == 334:
            code, _ = session.docmd(_encoded(password.revealed()))
    else:
        raise Unusable("the server offers neither AUTH PLAIN nor LOGIN")
    if code != 235:
        raise Unusable(f"AUTH: {code}, user name or password were not accepted")


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _listens(session: smtplib.SMTP) -> bool:
    """Whether the server is still there, and has forgotten the message before."""
    try:
        return session.rset()[0] == 250
    except OSError:
        return False


def _own_name(line: socket.socket) -> str:
    """This machine for EHLO: its full name, or its address (RFC 5321, 4.1.4)."""
    name = socket.gethostname()
    if "." in name and HOST.fullmatch(name):
        return name
    address = line.getsockname()[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _on_the_wire(content: str) -> bytes:
    """The content with CRLF alone, and dots doubled: nothing in it ends it early."""
    lines = _LINE_END.split(content.removesuffix("\n").removesuffix("\r"))
    doubled = ["." + line if line.startswith(".") else line for line in lines]
    return "\r\n".join([*doubled, ""]).encode()


def _expected(reply: tuple[int, bytes], code: int, stage: str) -> None:
    if reply[0] != code:
        raise Unusable(_told(stage, *reply))


def _accepted(code: int, answer: bytes, stage: str, wanted: int) -> None:
    if code // 100 != wanted:
        raise NotAccepted(_told(stage, code, answer), permanent=code // 100 == 5)


def _told(stage: str, code: int, answer: bytes) -> str:
    """What a server said, in one short line that cannot play tricks on a terminal."""
    text = " ".join(answer.decode("ascii", "replace").split())
    return f"{stage}: {code} {''.join(filter(str.isprintable, text))[:200]}".rstrip()
