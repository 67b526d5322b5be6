"""A reader of the pictures that Typst draws of pages: where there is ink.

Written against the PNG specification (ISO/IEC 15948): eight bits, four channels, no
interlacing, which is what Typst writes.
"""

import struct
import zlib
from collections.abc import Iterator

_HEAD = 8  # bytes of the signature
_DEPTH = 4  # bytes of a pixel: red, green, blue, opacity


def inked(picture: bytes) -> tuple[float, float]:
    """The first and the last column that is not white, as parts of the width."""
    chunks = list(_chunks(picture))
    width, _, bits, colour, *_, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    assert (bits, colour, interlaced) == (8, 6, 0)
    data = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    columns = {
        at // _DEPTH
        for row in _rows(data, width * _DEPTH)
        for at, value in enumerate(row)
        if value != 255
    }
    return min(columns) / width, (max(columns) + 1) / width


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _HEAD
    while at < len(picture):
        (size,) = struct.unpack_from(">I", picture, at)
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        at += size + 12


def _rows(data: bytes, size: int) -> Iterator[bytearray]:
    above = bytearray(size)
    for start in range(0, len(data), size + 1):
        row = bytearray(data[start + 1 : start + 1 + size])
        for at in range(size):
            left = row[at - _DEPTH] if at >= _DEPTH else 0
            corner = above[at - _DEPTH] if at >= _DEPTH else 0
            row[at] = (row[at] + _guess(data[start], left, above[at], corner)) & 255
        above = row
        yield row


def _guess(filtered: int, left: int, above: int, corner: int) -> int:
    paeth = min(
        (left, above, corner), key=lambda each: abs(left + above - corner - each)
    )
    return (0, left, above, (left + above) // 2, paeth)[filtered]
