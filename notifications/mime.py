"""The body of a message: its parts in seven bits, and the bytes read again.

Written by hand: what a library makes differs between its releases, and a letter that is
written twice must have the same bytes. Boundaries are made of the Message-ID, and of
characters that neither encoding can produce (RFC 2045 section 6.7, rule 1).
"""

import hashlib
import re
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

QUOTED, BASE64 = "quoted-printable", "base64"
LONGEST = 76  # characters of an encoded line, RFC 2045 sections 6.7 and 6.8
_OF_A_PART = ("Content-Type", "Content-Transfer-Encoding")
_ATTACHED = "Content-Disposition"


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a message. `kind` is its Content-Type; `file` the name of a file.

    Lines of `content` end with a line feed; of a calendar as it is written.
    """

    kind: str
    content: str
    encoding: str = QUOTED
    file: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of this part."""
        found = dict(zip(_OF_A_PART, (self.kind, self.encoding), strict=True))
        if self.file is not None:
            found[_ATTACHED] = f"attachment; filename={self.file}"
        return found


@dataclass(frozen=True, slots=True)
class Several:
    """Parts of a message: `mixed` (one after the other) or `alternative` (one of)."""

    subtype: str
    parts: "Sequence[Body]"

    def boundary(self, seed: str) -> str:
        """What stands between the parts; `seed` is the Message-ID."""
        made = hashlib.sha256(f"{self.subtype} {seed}".encode()).hexdigest()
        return f"=_{made[:32]}"


Body = Part | Several


def headers_of(body: Body, seed: str) -> dict[str, str]:
    """The headers that tell what a body is."""
    if isinstance(body, Part):
        return body.headers
    kind = f'multipart/{body.subtype};\n boundary="{body.boundary(seed)}"'
    return {"Content-Type": kind}


def written(body: Body, seed: str) -> str:
    """A body as it goes out, without its headers; lines end with a line feed."""
    if isinstance(body, Part):
        return _encoded(body)
    boundary = body.boundary(seed)
    inside = "".join(
        f"--{boundary}\n{_lines(headers_of(each, seed))}\n{written(each, seed)}\n"
        for each in body.parts
    )
    return f"{inside}--{boundary}--\n"


def _lines(headers: dict[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in headers.items())


def _encoded(part: Part) -> str:
    data = part.content.encode()
    if part.encoding == QUOTED:
        plain = b2a_qp(data, istext=True).decode("ascii").replace("\t", "=09")
        lines = (short for line in plain.split("\n") for short in _short(line))
        return "\n".join(map(_guarded, lines))
    packed = b64encode(data).decode("ascii")
    starts = range(0, len(packed), LONGEST)
    return "".join(f"{packed[at : at + LONGEST]}\n" for at in starts)


def _short(line: str) -> Iterator[str]:
    """Lines of 76 characters at most; the library's are longer where one ends in a
    blank, and where a tab was written out.
    """
    while len(line) > LONGEST:
        at = LONGEST - 1
        while "=" in line[at - 2 : at]:  # not within =C3
            at -= 1
        yield f"{line[:at]}="
        line = line[at:]
    yield line


def _guarded(line: str) -> str:
    """No line is a dot, or begins as the start of another message in a mailbox file.

    Both are written otherwise on the way by programs that mean well.
    """
    if not line.startswith((".", "From ")):
        return line
    first = f"={ord(line[0]):02X}"
    if len(line) + len(first) - 1 <= LONGEST:
        return first + line[1:]
    return f"{first}=\n{_guarded(line[1:])}"


def as_meant(content: bytes, body: Body, headers: Sequence[str], seed: str) -> bool:
    """Whether the bytes, read again, are this body under exactly these headers."""
    found = message_from_bytes(content, policy=compat32)
    meant = [*headers, *headers_of(body, seed)]
    return sorted(found.keys()) == sorted(meant) and _is(found, body, seed)


def _is(found: Message, body: Body, seed: str) -> bool:
    if found.defects or _told(found) != _meant(body, seed):
        return False
    if isinstance(body, Part):
        raw, data = found.get_payload(), found.get_payload(decode=True)
        assert isinstance(raw, str)
        assert isinstance(data, bytes)
        # A decoder passes over what is no base64, so what was written is held too.
        whole = raw.replace("\r\n", "\n") == _encoded(body)
        return whole and _unix(data) == _unix(body.content.encode())
    parts = list(_parts(found))
    return (
        not found.preamble
        and not found.epilogue
        and len(parts) == len(body.parts)
        and all(
            sorted(each.keys()) == sorted(headers_of(meant, seed))
            and _is(each, meant, seed)
            for each, meant in zip(parts, body.parts, strict=True)
        )
    )


def _parts(found: Message) -> Iterator[Message]:
    payload = found.get_payload()
    for each in payload if isinstance(payload, list) else []:
        if isinstance(each, Message):
            yield each


def _told(found: Message) -> dict[str, str]:
    names = (*_OF_A_PART, _ATTACHED)
    return {name: _even(str(found[name])) for name in names if name in found}


def _meant(body: Body, seed: str) -> dict[str, str]:
    return {name: _even(value) for name, value in headers_of(body, seed).items()}


def _even(value: str) -> str:
    return re.sub(r"\s+", " ", value)


def _unix(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")
