"""Mail: how a message is written down.

A title that holds an encoded word (`=?utf-8?q?...=0D=0ABcc=3A...?=`) becomes a header
of its own in unpatched mail libraries. So the bytes that would go out are read again,
and refused unless they hold exactly the headers and the parts that were meant.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.header import Header, decode_header, make_header
from email.policy import SMTP, compat32
from email.utils import format_datetime
from unicodedata import category

from definitions.sentences import sentence, shortened
from notifications.mime import (
    BASE64,
    Body,
    Part,
    Several,
    as_meant,
    headers_of,
    written,
)
from workflow import wording
from workflow.errors import Refused

DOMAIN = "laufzettel.invalid"  # reserved: no mail can reach it by mistake
CALENDAR = "fristen.ics"
WIDTH = 76  # columns


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the mail of a role goes, and whom it is from.

    `domain` is that of Message-IDs. `sender` is the address in From, which mail servers
    compare with the one that they were given; None: one of the domain.
    """

    domain: str = DOMAIN
    of_role: Mapping[str, str] = field(default_factory=dict)
    sender: str | None = None

    @property
    def author(self) -> str:
        """The address that letters are from."""
        return self.sender or f"laufzettel@{self.domain}"

    def of(self, role: str) -> str:
        """The address of a role; without a setting one that cannot be reached."""
        return self.of_role.get(role) or nowhere(role)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to one recipient, before it is written down.

    `from_name` stands before the address in From: the office that speaks.
    `html` and `calendar` (an iCalendar text, RFC 5545) go beside the text if they are
    there. Lines end with a line feed, those of the calendar with CRLF.
    """

    key: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str | None = None
    calendar: str | None = None
    language: str = "de"
    from_name: str = "Laufzettel"

    @property
    def body(self) -> Body:
        """The parts that it is made of."""
        text = Part("text/plain; charset=utf-8", self.text)
        body: Body = text
        if self.html is not None:
            html = Part("text/html; charset=utf-8", self.html)
            body = Several("alternative", (text, html))
        if self.calendar is not None:
            kind = f"text/calendar; charset=utf-8;\n method=PUBLISH; name={CALENDAR}"
            dates = Part(kind, self.calendar, BASE64, CALENDAR)
            body = Several("mixed", (body, dates))
        return body


def message_id(key: str, domain: str) -> str:
    """The Message-ID: the same at every attempt, so that a repeat is known as one."""
    return f"<{key[:32]}@{domain}>"


def composed(draft: Draft, addresses: Addresses, now: datetime) -> str:
    """The message as it goes out (RFC 5322, ASCII, CRLF); `now` becomes its date.

    Marked as RFC 3834 section 5 and common practice want it of what a machine writes,
    so that no absence note answers. Refused if an address is none, or if a text would
    bring a header of its own.
    """
    seed = message_id(draft.key, addresses.domain)
    headers = {
        "From": _address(draft.from_name, addresses.author),
        "To": _address(draft.to_name, draft.to_address),
        "Subject": draft.subject,
        "Date": format_datetime(now),
        "Message-ID": seed,
        "Auto-Submitted": "auto-generated",
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": draft.language,
        "MIME-Version": "1.0",
    }
    free = (draft.subject, draft.to_name, draft.from_name, draft.language)
    if any(map(_dangerous, free)):
        raise _refusal(draft)
    body = draft.body
    lines = {name: _encoded(name, value) for name, value in headers.items()}
    lines |= headers_of(body, seed)
    head = "".join(f"{name}: {value}\n" for name, value in lines.items())
    content = f"{head}\n{written(body, seed)}".replace("\n", "\r\n")
    if not _as_meant(content.encode(), headers, body, seed):
        raise _refusal(draft)
    return content


def tame(text: str) -> str:
    """A text for a header that holds nothing like an encoded word (RFC 2047)."""
    return text.replace("=?", "= ?")


def _dangerous(text: str) -> bool:
    """Control characters and line separators end a header, encoded words hide them."""
    found = {category(char) for char in text}
    return "=?" in text or any(each[0] == "C" or each in {"Zl", "Zp"} for each in found)


def _encoded(name: str, text: str) -> str:
    """The value of a header in ASCII (RFC 2047), folded.

    By the older of the two encoders of the standard library: the newer one, which
    EmailMessage uses, loses blanks between encoded words (“SmartCity”).
    """
    of_people = name in {"From", "To"}
    words, _, address = text.rpartition(" ") if of_people else (text, "", "")
    if words.isascii() and len(words) + len(name) < WIDTH:
        return text
    encoded = Header(words, "utf-8", WIDTH, header_name=name).encode()
    return f"{encoded}\n {address}" if address else encoded


def _as_meant(
    content: bytes, headers: Mapping[str, str], body: Body, seed: str
) -> bool:
    """Whether the bytes, read again, hold exactly these headers and these parts."""
    if not content.isascii() or not as_meant(content, body, [*headers], seed):
        return False
    head = content.partition(b"\r\n\r\n")[0]
    plain = message_from_bytes(head, policy=compat32)
    try:
        if any(_read(plain[name]).split() != headers[name].split() for name in headers):
            return False
        found = message_from_bytes(head, policy=SMTP)["To"].addresses
    except (ValueError, LookupError):  # of a line break or a charset in encoded words
        return False
    meant = headers["To"].rpartition("<")[2].rstrip(">")
    return [each.addr_spec for each in found] == [meant]


def _read(value: str) -> str:
    """A header as a reader sees it."""
    return str(make_header(decode_header(value)))


def nowhere(name: str) -> str:
    """An address that cannot be reached, for who has none: the folder takes it."""
    local = re.sub(r"[^A-Za-z0-9_-]", "-", name)[:64] or "-"
    return f"{local}@{DOMAIN}"


def _address(name: str, address: str) -> str:
    """A mailbox as a reader sees it: Name <address>."""
    if not wording.is_address(address):
        raise Refused(
            sentence(
                "{address} is no mail address: letters, digits and . _ + - before and "
                "after one @.",
                address=shortened(repr(address)),
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
