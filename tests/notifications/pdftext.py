"""A reader of PDF text as Typst writes it: objects, content streams, maps to Unicode.

Written against ISO 32000-1, without the library that wrote the file. Strings hold two
bytes for a glyph; an ActualText stands for what lies inside of its mark.
"""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"^(.*?)stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_TOKEN = re.compile(
    rb"\(|<(?P<hex>[0-9A-F]+)>|/(?P<actual>ActualText)|/(?P<font>f\d+) [\d.]+ Tf"
    rb"|(?P<says>TJ|Tj)\b|(?P<begins>BDC|BMC)\b|(?P<ends>EMC)\b"
)
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(data: bytes) -> list[str]:
    """The text of each page, heads and feet included, line ends left out."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(data)}
    order = re.findall(rb"(\d+) 0 R", _matching(objects, rb"/Type/Pages")[0])
    kids = [objects[int(number)] for number in order]
    assert all(b"/Type/Page" in each for each in kids), "a tree of pages, not a list"
    return [_text(objects, each) for each in kids]


def _matching(objects: dict[int, bytes], pattern: bytes) -> list[bytes]:
    return [each for each in objects.values() if pattern in each]


def _stream(body: bytes) -> bytes:
    found = _STREAM.match(body)
    assert found is not None
    data = found[2]
    return zlib.decompress(data) if b"/FlateDecode" in found[1] else data


def _referred(body: bytes, name: bytes) -> int:
    found = re.search(name + rb"\s*\[?\s*(\d+) 0 R", body)
    assert found is not None, name
    return int(found[1])


def _fonts(objects: dict[int, bytes]) -> dict[bytes, dict[int, str]]:
    """The maps to Unicode of all fonts: one name means one font in the whole file."""
    found: dict[bytes, dict[int, str]] = {}
    for body in _matching(objects, b"/Font<<"):
        listed = re.search(rb"/Font<<(.*?)>>", body)
        assert listed is not None
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", listed[1]):
            cmap = _stream(objects[_referred(objects[int(number)], b"/ToUnicode")])
            found[name] = {
                int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
                for glyph, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", cmap)
                if (int(glyph, 16), text) != (0, b"FFFF")
            }
    return found


def _text(objects: dict[int, bytes], page: bytes) -> str:
    reader = _Reader(_fonts(objects))
    content = _stream(objects[_referred(page, b"/Contents")])
    at = 0
    while token := _TOKEN.search(content, at):
        at = token.end()
        if token[0] == b"(":
            at = _closing(content, at)
            reader.held.append(_bytes(content[token.end() : at - 1]))
        else:
            reader.take(token)
    return "".join(reader.told)


class _Reader:
    """What a content stream says, token by token."""

    def __init__(self, fonts: dict[bytes, dict[int, str]]) -> None:
        self.fonts, self.font = fonts, b""
        self.told: list[str] = []
        self.held: list[bytes] = []  # strings that no operator has used yet
        self.open: list[bool] = []  # marks; whether an ActualText stands for one
        self.actual = False

    def take(self, token: re.Match[bytes]) -> None:
        match token.lastgroup:
            case "hex":
                self.held.append(bytes.fromhex(token["hex"].decode()))
            case "actual":
                self.actual = True
                self.held.clear()
            case "font":
                self.font = token["font"]
            case "begins":
                self._begin()
            case "ends":
                self.open.pop()
            case _:
                self._say()

    def _begin(self) -> None:
        self.open.append(self.actual)
        if self.actual:
            self.told.append(_words(self.held[0]))
        self.actual = False
        self.held.clear()

    def _say(self) -> None:
        if not any(self.open):
            glyphs = _glyphs(b"".join(self.held))
            self.told += [self.fonts[self.font][each] for each in glyphs]
        self.held.clear()


def _closing(content: bytes, at: int) -> int:
    """Behind the parenthesis that closes a string; balanced ones may lie inside."""
    depth = 1
    while depth:
        found = _PAREN.search(content, at)
        assert found is not None
        at = found.end()
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
    return at


def _glyphs(raw: bytes) -> list[int]:
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]


def _words(raw: bytes) -> str:
    wide = raw.startswith(b"\xfe\xff")
    return raw[2:].decode("utf-16-be") if wide else raw.decode("latin-1")


def _bytes(text: bytes) -> bytes:
    return _ESCAPE.sub(_escaped, text)


def _escaped(found: re.Match[bytes]) -> bytes:
    said = found[1]
    if said.isdigit():
        return bytes([int(said, 8)])
    return b"" if said.endswith(b"\n") else _PLAIN.get(said, said)
