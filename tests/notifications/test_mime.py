"""The body of a message: any text comes back as it was, and tampering is found."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notifications.mime import (
    BASE64,
    Body,
    Part,
    Several,
    as_meant,
    headers_of,
    written,
)
from tests.notifications.wire import Entity, strictly

SEED = "<6215ef1e74d1d8a850a10e0aa9c49d68@laufzettel.invalid>"
TEXT = Part("text/plain; charset=utf-8", "Größe\n.\nFrom x\n--=_x\n")
HTML = Part("text/html; charset=utf-8", "<p>Größe</p>\n")
DAYS = Part("text/calendar; charset=utf-8", "BEGIN:X\r\nEND:X\r\n", BASE64, "f.ics")
BODY = Several("mixed", (Several("alternative", (TEXT, HTML)), DAYS))
LINES = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]))


def whole(body: Body) -> bytes:
    """A message that has this body, and no other headers."""
    head = "".join(f"{name}: {each}\n" for name, each in headers_of(body, SEED).items())
    return f"{head}\n{written(body, SEED)}".replace("\n", "\r\n").encode()


def found_in(body: Body) -> Entity:
    return strictly(whole(body))


@given(LINES)
@example("\t0")
@example(f"{'a' * 75}\t")
def test_any_text_comes_back(text: str) -> None:
    part = Part("text/plain; charset=utf-8", f"{text}\n")
    assert found_in(part).text == part.content
    assert as_meant(whole(part), part, [], SEED)


@given(st.lists(st.sampled_from([".", "From ", "a", "ä", "=", " ", "\n"])))
@example(["ä", "ä", "From ", "=", "From "])  # the last blank makes the line too long
def test_no_line_is_a_dot_or_begins_another_message(pieces: list[str]) -> None:
    part = Part("text/plain; charset=utf-8", "".join(pieces) * 9 + "\n")
    assert found_in(part).text == part.content  # the strict reader wants no such line


def test_the_parts_come_in_order_and_the_file_has_its_name() -> None:
    mixed = found_in(BODY)
    assert [each["Content-Type"] for each in mixed.leaves] == [
        *("text/plain; charset=utf-8", "text/html; charset=utf-8"),
        "text/calendar; charset=utf-8",
    ]
    assert [each.text for each in mixed.leaves] == [
        each.content for each in (TEXT, HTML, DAYS)
    ]
    assert mixed.parts[1]["Content-Disposition"] == "attachment; filename=f.ics"


def test_the_boundaries_are_made_of_the_message_id() -> None:
    assert written(BODY, SEED) == written(BODY, SEED)
    assert headers_of(BODY, SEED) != headers_of(BODY, f"{SEED}x")


@given(LINES)
def test_no_text_can_be_a_boundary(text: str) -> None:
    boundary = BODY.boundary(SEED)
    part = Part("text/plain; charset=utf-8", f"{text}\n--{boundary}--\n--{boundary}\n")
    body = Several("mixed", (part, HTML))
    assert [each.text for each in found_in(body).leaves] == [
        *(part.content, HTML.content)
    ]


LINES_SENT = whole(BODY).split(b"\r\n")


def changed(at: int) -> list[bytes]:
    """The message with a line more, and with a line less, at this place."""
    more = [*LINES_SENT[:at], b"X-Evil: 1", *LINES_SENT[at:]]
    less = [*LINES_SENT[:at], *LINES_SENT[at + 1 :]]
    found = [more, less] if LINES_SENT[at] else [more]  # an empty line more is nothing
    return [b"\r\n".join(each) for each in found]


@pytest.mark.parametrize("at", range(len(LINES_SENT)))
def test_a_line_more_or_less_is_found(at: int) -> None:
    assert as_meant(whole(BODY), BODY, [], SEED)
    assert not any(as_meant(each, BODY, [], SEED) for each in changed(at))
