"""A strict reader of mail as it travels: it takes nothing that the standard does not.

Written against RFC 5322 and RFC 2046 alone, without the library that wrote the mail.
"""

import re
from base64 import b64decode
from dataclasses import dataclass
from quopri import decodestring

LONGEST = 998  # octets without CRLF, RFC 5322 section 2.1.1
_HEADER = re.compile(r"([A-Za-z][A-Za-z-]*): (.+)")
_BOUNDARY = re.compile(r'multipart/(\w+); boundary="(=_[0-9a-f]{32})"')


@dataclass(frozen=True)
class Entity:
    """A message or a part: its headers in order, then a text or parts."""

    headers: list[tuple[str, str]]
    text: str
    parts: "list[Entity]"

    @property
    def names(self) -> list[str]:
        """The names of its headers."""
        return [name for name, _ in self.headers]

    def __getitem__(self, name: str) -> str:
        (found,) = [value for each, value in self.headers if each == name]
        return found

    @property
    def leaves(self) -> "list[Entity]":
        """The texts in it, in order."""
        return [leaf for each in self.parts for leaf in each.leaves] or [self]


def strictly(content: bytes) -> Entity:
    """The message in these bytes. Fails on whatever a reader could take in two ways."""
    assert content.isascii()
    assert content.endswith(b"\r\n")
    lines = content.decode("ascii").split("\r\n")[:-1]
    for line in lines:
        assert line.isprintable(), repr(line)  # so no CR, LF or other control alone
        assert len(line) <= LONGEST
        assert line != "."
        assert not line.startswith("From ")
    return _entity(lines)


def _entity(lines: list[str]) -> Entity:
    end = lines.index("")
    headers = _headers(lines[:end])
    body = lines[end + 1 :]
    kind = dict(headers)["Content-Type"]
    if not kind.startswith("multipart/"):
        assert "boundary" not in kind
        return Entity(headers, _text(dict(headers), body), [])
    found = _BOUNDARY.fullmatch(kind)
    assert found, kind
    return Entity(headers, "", [_entity(each) for each in _split(body, found[2])])


def _headers(lines: list[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in lines:
        if line[0] == " ":
            assert line.strip()  # RFC 5322 section 3.2.2: no folded line is empty
            name, value = found.pop()
            found.append((name, value + line))
            continue
        header = _HEADER.fullmatch(line)
        assert header, line
        found.append((header[1], header[2]))
    return found


def _split(body: list[str], boundary: str) -> list[list[str]]:
    """The parts; nothing before the first and nothing after the last."""
    assert body[0] == f"--{boundary}"
    assert body[-1] == f"--{boundary}--"
    assert sum(boundary in line for line in body) == body.count(f"--{boundary}") + 1
    parts: list[list[str]] = []
    for line in body[:-1]:
        if line == f"--{boundary}":
            parts.append([])
        else:
            parts[-1].append(line)
    for each in parts:
        assert each.pop() == ""  # the line end that belongs to the boundary
    return parts


def _text(headers: dict[str, str], body: list[str]) -> str:
    assert all(len(line) <= 76 for line in body)
    packed = "\n".join([*body, ""]).encode()
    if headers["Content-Transfer-Encoding"] == "base64":
        return b64decode(packed).decode()
    assert headers["Content-Transfer-Encoding"] == "quoted-printable"
    return decodestring(packed).decode()
