"""The ways out by name: each as it is set up, or a sentence on what is missing."""

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from notifications import channels
from notifications.channels import Ways
from notifications.delivery import (
    FOLDER,
    SMTP,
    WEBHOOK,
    Fenced,
    NotAccepted,
    Uncertain,
    Unusable,
)
from notifications.folder import file_name
from notifications.smtp import SmtpSettings
from notifications.webhook import WebhookSettings
from tests.notifications.postoffice import PostOffice, parcel
from tests.notifications.receiver import SECRET, Receiver
from workflow.errors import InputOutput, Misconfigured

NOW = datetime(2021, 8, 10, 6, 0, tzinfo=UTC)


def test_each_channel_takes_a_message_and_says_once_that_it_passes(
    tmp_path: Path,
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    passed: list[str] = []
    with PostOffice() as office, Receiver() as receiver:
        ways = Ways(
            tmp_path / "out",
            SmtpSettings("localhost", office.port, "none"),
            WebhookSettings(receiver.url, secret),
        )
        for name in channels.NAMES:
            with channels.opened(name, ways, NOW) as channel:
                channel.deliver(parcel(1, channel=name), partial(passed.append, name))
        assert len(office.received) == len(receiver.requests) == 1
    (file,) = (tmp_path / "out").iterdir()
    assert file.read_bytes() == parcel(1).content.encode()
    assert passed == [FOLDER, SMTP, WEBHOOK]


@pytest.mark.parametrize("name", [SMTP, WEBHOOK])
def test_a_channel_that_is_not_set_up_says_so(name: str, tmp_path: Path) -> None:
    refusal = pytest.raises(Misconfigured, match=f"channel {name} has messages")
    with refusal, channels.opened(name, Ways(tmp_path), NOW):
        pass


def test_a_channel_that_does_not_exist_says_which_do(tmp_path: Path) -> None:
    refusal = pytest.raises(Misconfigured, match="folder, smtp, webhook")
    with refusal, channels.opened("fax", Ways(tmp_path), NOW):
        pass


def test_a_folder_that_cannot_be_used_keeps_the_messages(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    refusal = pytest.raises(InputOutput, match="wait in the outbox")
    with refusal, channels.opened(FOLDER, Ways(tmp_path / "out"), NOW):
        pass


def test_a_lost_claim_leaves_no_file(tmp_path: Path) -> None:
    def lost() -> None:
        raise Fenced

    with (
        channels.opened(FOLDER, Ways(tmp_path), NOW) as folder,
        pytest.raises(Fenced),
    ):
        folder.deliver(parcel(), lost)
    assert not [*tmp_path.iterdir()]


def test_a_full_disk_stops_the_folder_and_spoils_no_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    passed: list[int] = []
    with channels.opened(FOLDER, Ways(tmp_path), NOW) as folder:
        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(Unusable, match="No space left"):
            folder.deliver(parcel(), partial(passed.append, 1))
    assert not passed
    assert not [*tmp_path.iterdir()]


def test_a_file_in_the_way_of_one_message_stops_no_other(tmp_path: Path) -> None:
    with channels.opened(FOLDER, Ways(tmp_path), NOW) as folder:
        (tmp_path / file_name(parcel(1).key, "digest", None)).mkdir()
        with pytest.raises(NotAccepted, match="directory") as refused:
            folder.deliver(parcel(1), lambda: None)
        assert not refused.value.permanent
        folder.deliver(parcel(2), lambda: None)


def test_a_name_that_a_power_cut_might_take_away_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release that was put there may have been fetched: nobody repeats it unasked."""
    synced, failing = os.fsync, [False]

    def once(descriptor: int) -> None:
        if failing[0]:
            raise OSError(5, "Input/output error")
        synced(descriptor)

    monkeypatch.setattr("os.fsync", once)
    with (
        channels.opened(FOLDER, Ways(tmp_path), NOW) as folder,
        pytest.raises(Uncertain, match="Input/output error"),
    ):
        folder.deliver(parcel(), lambda: failing.__setitem__(0, True))
    assert len([*tmp_path.iterdir()]) == 1
