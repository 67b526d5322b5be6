"""The folder: one message is one file, whole, private, and where it was meant."""

import os
from pathlib import Path
from typing import NoReturn

import pytest

from notifications import folder
from tests.notifications.mailbox import mails
from workflow.errors import InputOutput


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
    assert folder.file_name("ab" * 32, "reminder", reference) == name


def put(at: Path, content: str = "To: x\r\n\r\n", attempt: int = 1) -> None:
    with folder.opened(at) as to:
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
