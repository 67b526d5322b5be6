"""Mail: how a message is written down, and the folder that it is put into.

A title that holds an encoded word (`=?utf-8?q?...=0D=0ABcc=3A...?=`) becomes a header
of its own in unpatched mail libraries. So the bytes that would go out are read again,
and refused unless they hold exactly the headers that were meant.
"""

import os
import re
import stat
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.header import Header, decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, compat32
from email.utils import format_datetime
from pathlib import Path
from unicodedata import category

from definitions.sentences import sentence
from workflow.errors import InputOutput, Refused

DOMAIN = "laufzettel.invalid"  # reserved: no mail can reach it by mistake
WIDTH = 76  # columns
LONGEST_LINE = 998  # octets, RFC 5322 section 2.1.1

_AS_GIVEN = SMTP.clone(refold_source="none")
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_MODE = sentence("it must be writable for this account, and not for everybody")
_TECHNICAL = ["Content-Type", "Content-Transfer-Encoding", "MIME-Version"]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the mail of a role goes, and the domain we send from."""

    domain: str = DOMAIN
    of_role: Mapping[str, str] = field(default_factory=dict)

    def of(self, role: str) -> str:
        """The address of a role; without a setting one that cannot be reached."""
        return self.of_role.get(role, f"{role}@{DOMAIN}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A plain message to one recipient, before it is written down."""

    key: str
    to_name: str
    to_address: str
    subject: str
    text: str


def message_id(key: str, domain: str) -> str:
    """The Message-ID: the same at every attempt, so that a repeat is known as one."""
    return f"<{key[:32]}@{domain}>"


def composed(draft: Draft, addresses: Addresses, now: datetime) -> str:
    """The message as it goes out (RFC 5322, CRLF); `now` becomes its date.

    Refused if an address is none, or if a text would bring a header of its own.
    """
    sender = _address("Laufzettel", f"laufzettel@{addresses.domain}")
    recipient = _address(draft.to_name, draft.to_address)
    headers = {
        "From": sender,
        "To": recipient,
        "Subject": draft.subject,
        "Date": format_datetime(now),
        "Message-ID": message_id(draft.key, addresses.domain),
        "Auto-Submitted": "auto-generated",
    }
    if any(map(_dangerous, (draft.subject, draft.to_name))):
        raise _refusal(draft)
    written = {name: _encoded(name, value) for name, value in headers.items()}
    content = _message(written, draft.text).as_bytes()
    if not _as_meant(content, headers):
        raise _refusal(draft)
    return content.decode()


def _dangerous(text: str) -> bool:
    """Control characters and line separators end a header, encoded words hide them."""
    found = {category(char) for char in text}
    return "=?" in text or any(each[0] == "C" or each in {"Zl", "Zp"} for each in found)


def _encoded(name: str, text: str) -> str:
    """The value of a header in ASCII (RFC 2047), folded.

    By the older of the two encoders of the standard library: the newer one, which
    EmailMessage uses, loses blanks between encoded words (“SmartCity”).
    """
    words, _, address = text.rpartition(" ") if name == "To" else (text, "", "")
    if words.isascii() and len(words) + len(name) < WIDTH:
        return text
    encoded = Header(words, "utf-8", WIDTH, header_name=name).encode()
    return f"{encoded}\n {address}" if address else encoded


def _message(headers: Mapping[str, str], text: str) -> EmailMessage:
    message = EmailMessage(policy=_AS_GIVEN)
    for name, value in headers.items():
        message.set_raw(name, value)
    body = folded(text)
    longest = max((len(line.encode()) for line in body.splitlines()), default=0)
    message.set_content(body, cte="8bit" if longest <= LONGEST_LINE else "base64")
    return message


def _as_meant(content: bytes, headers: Mapping[str, str]) -> bool:
    """Whether the bytes, read again, hold exactly these headers with these values."""
    plain = message_from_bytes(content, policy=compat32)
    if sorted(plain.keys()) != sorted([*headers, *_TECHNICAL]):
        return False
    if any(_read(plain[name]).split() != headers[name].split() for name in headers):
        return False
    try:
        found = message_from_bytes(content, policy=SMTP)["To"].addresses
    except ValueError:  # of a line break hidden in an encoded word
        return False
    meant = headers["To"].rpartition("<")[2].rstrip(">")
    return [each.addr_spec for each in found] == [meant]


def _read(value: str) -> str:
    """A header as a reader sees it."""
    return str(make_header(decode_header(value)))


def _address(name: str, address: str) -> str:
    """A mailbox as a reader sees it: Name <address>."""
    if not _ADDRESS.fullmatch(address):
        raise Refused(
            sentence(
                "{address} is no mail address: letters, digits and . _ + - before and "
                "after one @.",
                address=repr(address),
            )
        )
    quoted = re.sub(r'(["\\])', r"\\\1", name)
    return f'"{quoted}" <{address}>' if name.isascii() else f"{name} <{address}>"


def _refusal(draft: Draft) -> Refused:
    return Refused(
        sentence(
            "The message to {address} is refused: its subject or the name of its "
            "recipient would change its headers. Nothing was sent.",
            address=draft.to_address,
        )
    )


def folded(text: str) -> str:
    """The text in lines of at most 76 columns; indented lines (commands) stay whole."""
    return "\n".join(line for each in text.splitlines() for line in _lines(each)) + "\n"


def _lines(line: str) -> Sequence[str]:
    if len(line) <= WIDTH or line.startswith(" "):
        return [line]
    return textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False)


def file_name(key: str, kind: str, reference: str | None) -> str:
    """The name of a message's file: the same at every attempt."""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", reference or "").strip("-")
    return "-".join([*filter(None, [slug, kind]), key[:16]]) + ".eml"


class Folder:
    """A folder for outgoing messages, held open: its path may change meanwhile."""

    def __init__(self, descriptor: int) -> None:
        self._at = descriptor

    def put(self, name: str, content: str, attempt: int) -> None:
        """Write a message whole or not at all; repeated, it is still one file.

        `attempt` counts from 1: what a killed attempt has left behind is removed by a
        later one. Raises OSError.
        """
        draft = _draft_name(name, attempt)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.open(draft, flags, 0o600, dir_fd=self._at)
        try:
            with os.fdopen(file, "wb") as out:
                out.write(content.encode())
                out.flush()
                os.fsync(out.fileno())
            os.rename(draft, name, src_dir_fd=self._at, dst_dir_fd=self._at)
        except BaseException:
            self._remove(draft)
            raise
        for earlier in range(1, attempt):
            self._remove(_draft_name(name, earlier))
        os.fsync(self._at)

    def _remove(self, name: str) -> None:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self._at)


def _draft_name(name: str, attempt: int) -> str:
    return f".{name}.{attempt}"


@contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """The folder at `path`, made if need be (0700). Raises InputOutput.

    A symbolic link in its place is refused: whoever may set it would receive the mail.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(path, flags)
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from None
    try:
        if not os.access(path, os.W_OK | os.X_OK) or _writable_by_all(descriptor):
            raise _unusable(path, _MODE)
        yield Folder(descriptor)
    finally:
        os.close(descriptor)


def _writable_by_all(descriptor: int) -> bool:
    return bool(os.fstat(descriptor).st_mode & stat.S_IWOTH)


def _unusable(path: Path, reason: object) -> InputOutput:
    return InputOutput(
        sentence(
            "The folder {path} cannot take messages: {reason}. They wait in the "
            "outbox.",
            path=path,
            reason=reason,
        )
    )
