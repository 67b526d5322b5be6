"""`scheduler tick` is asked to stop while the mail server takes its time."""

import signal
import time
from pathlib import Path

import pytest

from notifications.mail import DOMAIN
from tests.faults.program import SECONDS, ended, started
from tests.faults.records import DUE, Copies, state
from tests.notifications.postoffice import Fault, PostOffice

SENDER = "laufzettel@office.example"


def configured(folder: Path, office: PostOffice) -> Path:
    """A configuration with which three letters go to this mail server."""
    path = folder / "config.toml"
    boxes = "".join(f'{role} = "{role}@office.example"\n' for role in DUE)
    path.write_text(
        f'[smtp]\nhost = "{office.host}"\nport = {office.port}\nsecurity = "none"\n'
        f'sender = "{SENDER}"\n[addresses]\n{boxes}',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("asked", "code"),
    [(signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGINT, 130)],
    ids=lambda each: getattr(each, "name", str(each)),
)
def test_a_tick_that_is_stopped_ends_after_the_message_in_hand(
    prepared: Copies, tmp_path: Path, asked: signal.Signals, code: int
) -> None:
    database = prepared.fresh()
    with PostOffice(Fault("dot", "trickle"), pace=0.04) as office:
        config = configured(tmp_path, office)
        words = "--config", config, "scheduler", "tick"
        process = started(prepared.call(database, *words))
        until = time.monotonic() + SECONDS
        while not office.received and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(asked)  # while the answer to the first one is on its way
        done = ended(process)
        assert len(office.received) == 1
    assert done.code == code, done
    assert done.out.startswith("Sent: 1 ")
    assert done.err == (
        f"Stopped by {asked.name} after the message in hand."
        " `laufzettel outbox list` tells what waits.\n"
    )
    rows = prepared.said(database, "outbox", "list", "--config", config)
    assert sorted(row["state"] for row in rows) == ["new", "new", "sent"]
    assert state(database).sound


def test_letters_are_from_the_sender_that_the_server_is_told(
    prepared: Copies, tmp_path: Path
) -> None:
    database = prepared.fresh()
    with PostOffice() as office:
        words = "--config", configured(tmp_path, office), "scheduler", "tick"
        assert prepared.said(database, *words)["sent"] == len(DUE)
    for each in office.received:
        assert each.sender == SENDER
        assert f'From: "Laufzettel" <{SENDER}>\r\n'.encode() in each.content
        assert each.message_id.endswith("@office.example>")
        assert DOMAIN.encode() not in each.content
