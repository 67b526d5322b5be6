"""Connections that end in time, and files of authorities that are of use or named."""

import socket
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from notifications import wires
from notifications.wires import Plug
from tests.notifications.sorting import CERTIFICATES
from workflow.errors import Misconfigured


def test_whoever_waits_on_a_connection_is_set_free_in_time() -> None:
    plug = Plug()
    here, there = socket.socketpair()
    with here, there:
        plug.into(here)
        began = monotonic()
        with plug.within(0.2):
            assert here.recv(1) == b""  # without the plug: for ever
            assert plug.pulled
        assert 0.15 < monotonic() - began < 2
        plug.out()


def test_what_ended_in_time_leaves_the_next_in_peace() -> None:
    """A watchdog of one message never bites the one after it."""
    plug = Plug()
    here, there = socket.socketpair()
    with here, there:
        plug.into(here)
        for _ in range(200):
            with plug.within(0.05):
                pass
        sleep(0.1)
        with plug.within(5):
            there.sendall(b"x")
            assert here.recv(1) == b"x"
            assert not plug.pulled
        plug.out()


def test_a_watchdog_that_cannot_be_called_back_any_more_bites_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threading.Timer, "cancel", lambda timer: None)
    plug = Plug()
    here, there = socket.socketpair()
    with here, there:
        plug.into(here)
        with plug.within(0.05):
            pass
        with plug.within(0.5):
            sleep(0.1)
            there.sendall(b"x")
            assert here.recv(1) == b"x"
        plug.out()
        sleep(0.5)


def test_a_connection_made_in_haste_waits_as_long_as_any_later() -> None:
    plug = Plug()
    with socket.create_server(("127.0.0.1", 0)) as server, plug.within(0.5):
        port = server.getsockname()[1]
        with wires.dialled("127.0.0.1", port, 30.0, plug) as line:
            assert line.gettimeout() == 30.0
        plug.out()


def test_a_connection_that_comes_too_late_is_ended_at_once() -> None:
    plug = Plug()
    here, there = socket.socketpair()
    with here, there:
        with plug.within(0.01):
            sleep(0.1)
            plug.into(here)
            assert here.recv(1) == b""
        plug.out()


def test_no_thread_stays_behind() -> None:
    before = threading.active_count()
    for _ in range(50):
        with Plug().within(60), suppress(ValueError):
            raise ValueError
    sleep(0.1)
    assert threading.active_count() <= before


@pytest.mark.parametrize(
    ("host", "here"),
    [
        *((host, True) for host in ("localhost", "127.0.0.1", "127.1.2.3", "::1")),
        *((host, False) for host in ("", "0.0.0.0", "::", "10.0.0.1", "localhost.de")),
        *(
            (host, False)
            for host in ("mail.example", "127.0.0.1.example", "2130706433")
        ),
    ],
)
def test_what_is_this_machine_is_known_by_its_form(host: str, here: bool) -> None:
    assert wires.is_here(host) is here


@pytest.mark.parametrize(
    "content", [None, "", "nonsense", "-----BEGIN CERTIFICATE-----"]
)
def test_a_file_of_authorities_that_is_of_no_use_is_named(
    content: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "authorities.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(Misconfigured, match=str(path)):
        wires.trusting(path)
    assert wires.trusting(CERTIFICATES / "authority.pem").check_hostname


def test_an_impossible_path_is_no_traceback() -> None:
    with pytest.raises(Misconfigured, match="cannot be used"):
        wires.trusting(Path("a\0b"))
