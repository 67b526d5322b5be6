"""Mail: exactly the headers that were meant, and exactly one file, whole."""

import os
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import compat32
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import mail
from notifications.mail import Addresses, Draft, composed
from tests.notifications.mailbox import mails, read
from workflow.errors import InputOutput, Refused

NOW = datetime(2021, 8, 24, 7, 0, tzinfo=UTC)
HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
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
    assert found.get_content_type() == "text/plain"
    assert found.get_content() == "Grüße\r\n"


def test_the_same_message_has_the_same_bytes() -> None:
    assert written(draft()) == written(draft())


@given(PRINTABLE, PRINTABLE, st.lists(PRINTABLE, max_size=5).map("\n".join))
def test_any_printable_title_and_name_arrive_as_they_are(
    subject: str, name: str, text: str
) -> None:
    if "=?" in subject + "=" + name:
        return
    content = written(draft(subject, name, text))
    found = read(content)
    assert found.keys() == HEADERS
    assert found["Subject"].split() == subject.split()
    assert [each.addr_spec for each in found["To"].addresses] == [
        "clerk@laufzettel.invalid"
    ]
    assert max(map(len, content.splitlines())) <= mail.LONGEST_LINE


VECTORS = [
    "=?utf-8?q?Beschluss=0D=0ABcc=3A_evil=40example.org?=",
    "=?utf-8?b?QmVzY2hsdXNzDQpCY2M6IGV2aWxAZXhhbXBsZS5vcmc=?=",
    "Beschluss =?utf-8?q?=0D=0ABcc=3A_evil?=",
    "=?iso-8859-1?q?=0A_Bcc=3A_evil?=",
    "Beschluss\r\nBcc: evil@example.org",
    "Beschluss\nBcc: evil@example.org",
    "Beschluss\rBcc: evil@example.org",
    "Beschluss\r\n\r\n<html>",
    "Beschluss\x00Bcc: evil",
    "Beschluss\x0bBcc: evil@example.org",
    "Beschluss\x0cBcc: evil@example.org",
    "Beschluss\x1cBcc: evil@example.org",
    "Beschluss\x85Bcc: evil@example.org",
    "Beschluss\u2028Bcc: evil@example.org",
    "Beschluss\u2029Bcc: evil@example.org",
    "Beschluss\u202eBcc: evil@example.org",
]


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("place", ["subject", "name"])
def test_a_text_that_would_bring_a_header_is_refused(vector: str, place: str) -> None:
    with pytest.raises(Refused, match="would change its headers"):
        written(draft(**{place: vector}))


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("place", ["subject", "name"])
def test_and_would_be_found_in_the_bytes_if_it_got_so_far(
    vector: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second guard alone: it may let a harmless one pass, never a new header."""
    monkeypatch.setattr(mail, "_dangerous", lambda text: False)
    try:
        content = written(draft(**{place: vector}))
    except Refused:
        return
    plain = message_from_bytes(content, policy=compat32)
    assert plain.keys() == HEADERS
    assert read(content).keys() == HEADERS


def test_a_text_cannot_bring_a_header() -> None:
    found = read(written(draft(text="\nBcc: evil@example.org\n\n.\nFrom x\n")))
    assert found.keys() == HEADERS


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


def test_long_lines_are_folded_and_commands_stay_whole() -> None:
    sentence = "Wort " * 40
    command = "  laufzettel " + "x" * 100
    lines = mail.folded(f"{sentence}\n{command}\n").splitlines()
    assert lines[-1] == command
    assert max(map(len, lines[:-1])) <= mail.WIDTH


def test_a_line_too_long_for_mail_is_encoded() -> None:
    found = read(written(draft(text="ä" * 600)))
    assert found["Content-Transfer-Encoding"] == "base64"
    assert found.get_content().rstrip() == "ä" * 600


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("S-2021-0001", "S-2021-0001-reminder-abababababababab.eml"),
        ("S-1234/2021", "S-1234-2021-reminder-abababababababab.eml"),
        ("../../etc/passwd", "etc-passwd-reminder-abababababababab.eml"),
        (None, "reminder-abababababababab.eml"),
    ],
)
def test_the_name_of_a_file_cannot_leave_the_folder(
    reference: str | None, name: str
) -> None:
    assert mail.file_name("ab" * 32, "reminder", reference) == name


def put(folder: Path, content: str = "To: x\r\n\r\n", attempt: int = 1) -> None:
    with mail.opened(folder) as to:
        to.put("a.eml", content, attempt)


def test_folder_and_file_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "outbox"
    before = os.umask(0)
    try:
        put(folder)
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "a.eml").stat().st_mode & 0o777 == 0o600


def test_a_repeat_leaves_one_file_with_the_newest_content(tmp_path: Path) -> None:
    put(tmp_path, "To: a\r\n\r\n", 1)
    put(tmp_path, "To: b\r\n\r\n", 2)
    (found,) = mails(tmp_path)
    assert found["To"] == "b"


@pytest.mark.parametrize("moment", ["fsync", "rename"])
def test_a_kill_in_mid_writing_leaves_no_half_message_and_the_repeat_tidies_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def killed(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "unlink", lambda *_, **__: None)  # as after a real kill
    monkeypatch.setattr(os, moment, killed)
    with pytest.raises(KeyboardInterrupt):
        put(tmp_path)
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == [".a.eml.1"]
    put(tmp_path, attempt=2)
    assert len(mails(tmp_path)) == 1


def test_a_failed_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_place_of_the_file_is_replaced_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    folder = tmp_path / "outbox"
    folder.mkdir()
    (folder / "a.eml").symlink_to(victim)
    put(folder)
    assert victim.read_text() == "untouched"
    assert not (folder / "a.eml").is_symlink()


def test_a_link_in_place_of_the_draft_is_refused(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    folder = tmp_path / "outbox"
    folder.mkdir()
    (folder / ".a.eml.1").symlink_to(victim)
    with pytest.raises(FileExistsError):
        put(folder)
    assert victim.read_text() == "untouched"


def a_link(path: Path) -> None:
    elsewhere = path.with_name("elsewhere")
    elsewhere.mkdir()
    path.symlink_to(elsewhere)


def open_to_all(path: Path) -> None:
    path.mkdir()
    path.chmod(0o777)


@pytest.mark.parametrize("spoil", [a_link, open_to_all, Path.touch])
def test_a_folder_that_cannot_be_trusted_is_refused(
    tmp_path: Path, spoil: "type[object]"
) -> None:
    folder = tmp_path / "outbox"
    spoil(folder)  # type: ignore[call-arg]
    with pytest.raises(InputOutput, match="They wait in the outbox"):
        put(folder)
