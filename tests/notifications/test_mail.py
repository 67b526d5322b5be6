"""Mail: exactly the headers and the parts that were meant, in seven bits."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import compat32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import mail
from notifications.mail import Addresses, Draft, composed, tame
from tests.notifications.mailbox import read
from tests.notifications.vectors import VECTORS
from tests.notifications.wire import strictly
from workflow.errors import Refused

NOW = datetime(2021, 8, 24, 7, 0, tzinfo=UTC)
HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Precedence"),
    *("X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type"),
    "Content-Transfer-Encoding",
]
PRINTABLE = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=200
).map(lambda text: " ".join(text.split()) or "x")


def draft(subject: str = "Erinnerung", name: str = "Senat", text: str = "") -> Draft:
    return Draft("ab" * 32, name, "clerk@laufzettel.invalid", subject, text)


def written(given: Draft) -> bytes:
    return composed(given, Addresses(), NOW).encode()


def test_a_message_has_the_headers_of_an_automatic_letter() -> None:
    found = read(written(draft("Frist läuft ab", "Geschäftsstelle", "Grüße\n")))
    assert found.keys() == HEADERS
    assert found["Subject"] == "Frist läuft ab"
    assert found["To"].addresses[0].display_name == "Geschäftsstelle"
    assert found["Date"].datetime == NOW
    assert found["Message-ID"] == f"<{'ab' * 16}@laufzettel.invalid>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Precedence"] == "bulk"
    assert found["X-Auto-Response-Suppress"] == "All"
    assert found["Content-Language"] == "de"
    assert found.get_content_type() == "text/plain"
    assert found.get_content() == "Grüße\r\n"


def test_a_letter_is_from_the_sender_if_there_is_one() -> None:
    known = Addresses("a.example", sender="slip@b.example")
    found = read(composed(draft(), known, NOW).encode())
    assert found["From"] == "Laufzettel <slip@b.example>"
    assert found["Message-ID"].endswith("@a.example>")
    with pytest.raises(Refused, match="no mail address"):
        composed(draft(), Addresses(sender="nobody"), NOW)


def test_the_same_message_has_the_same_bytes() -> None:
    assert written(draft()) == written(draft())


@given(PRINTABLE, PRINTABLE, st.lists(PRINTABLE, max_size=5).map("\n".join))
def test_any_printable_title_and_name_arrive_as_they_are(
    subject: str, name: str, text: str
) -> None:
    if "=?" in subject + "=" + name:
        return
    text = f"{text}\n"
    content = written(draft(subject, name, text))
    found = read(content)
    assert found.keys() == HEADERS
    assert found["Subject"].split() == subject.split()
    assert [each.addr_spec for each in found["To"].addresses] == [
        "clerk@laufzettel.invalid"
    ]
    assert strictly(content).text == text


HARMLESS = {each for each in VECTORS if each.isprintable() and "=?" not in each}


@pytest.mark.parametrize("number", range(len(VECTORS)))
@pytest.mark.parametrize("place", ["subject", "name"])
def test_a_text_that_would_bring_a_header_is_refused(number: int, place: str) -> None:
    vector = VECTORS[number]
    if vector in HARMLESS:
        found = read(written(draft(**{place: vector})))
        assert found.keys() == HEADERS
        assert vector in (found["Subject"], found["To"].addresses[0].display_name)
        return
    with pytest.raises(Refused, match="would change its headers"):
        written(draft(**{place: vector}))


@pytest.mark.parametrize("number", range(len(VECTORS)))
@pytest.mark.parametrize("place", ["subject", "name"])
def test_and_would_be_found_in_the_bytes_if_it_got_so_far(
    number: int, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second guard alone: it may let a harmless one pass, never a new header."""
    monkeypatch.setattr(mail, "_dangerous", lambda text: False)
    try:
        content = written(draft(**{place: VECTORS[number]}))
    except (Refused, UnicodeEncodeError):  # half a character cannot be written at all
        return
    plain = message_from_bytes(content, policy=compat32)
    assert plain.keys() == HEADERS
    assert read(content).keys() == HEADERS


@given(st.text())
def test_a_tamed_text_holds_no_encoded_word(text: str) -> None:
    assert "=?" not in tame(text)
    assert tame(text).replace(" ", "") == text.replace(" ", "")


def test_a_text_cannot_bring_a_header() -> None:
    text = "\nBcc: evil@example.org\n\n.\nFrom x\n..\n"
    found = strictly(written(draft(text=text)))
    assert found.names == HEADERS
    assert found.text == text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "clerk",
        "clerk@",
        "@senat.example",
        "a@b@c",
        "clerk@senat.example\n",
        "clerk@senat.example\r\nBcc: x@y.example",
        "clerk@senat.example, x@y.example",
        "=?utf-8?q?a?=@senat.example",
        "clerk <x@y.example>",
        "cl\u00e9rk@senat.example",
        "clerk@senat..example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="no mail address"):
        composed(Draft("k", "Senat", address, "x", ""), Addresses(), NOW)


@pytest.mark.parametrize("domain", ["", "x y", "x\r\nBcc: y", "senat..example", "a@b"])
def test_what_is_no_domain_is_refused(domain: str) -> None:
    with pytest.raises(Refused, match="no mail address"):
        composed(draft(), Addresses(domain), NOW)


def test_a_role_without_an_address_gets_one_that_nobody_has() -> None:
    assert Addresses().of("lead") == "lead@laufzettel.invalid"
    assert Addresses().of("röle x\r\n") == "r-le-x--@laufzettel.invalid"
    assert (
        Addresses("a.example", {"lead": "amt@a.example"}).of("lead") == "amt@a.example"
    )


def test_a_line_of_any_length_travels_in_short_ones() -> None:
    content = written(draft(text="ä" * 600 + "\n"))
    assert max(map(len, content.split(b"\r\n"))) <= 76
    assert read(content).get_content().rstrip() == "ä" * 600
