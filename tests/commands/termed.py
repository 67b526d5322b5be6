"""An item whose terms run: what the tests of deadlines begin with."""

from datetime import UTC, datetime
from pathlib import Path

from tests.commands.terminal import REF, Terminal

PATH = str(Path(__file__).with_name("terms.yaml"))
COSIGNATURE, FINANCE, JUSTICE = "cosignature_term", "finance", "justice"


def at(terminal: Terminal, text: str) -> None:
    """Let it be this instant (UTC), such as `2021-12-13 09:00`."""
    terminal.now = datetime.fromisoformat(text).replace(tzinfo=UTC)


def opened(terminal: Terminal, now: str = "2021-12-13 09:00") -> str:
    """A record with one item of the path `terms`; its reference."""
    at(terminal, now)
    terminal.does("init")
    words = ("new", "Solargesetz Berlin", "--lead", "Energie", "--definition", PATH)
    terminal.does(*words, "--on", "2021-06-01")
    return REF


def asked(terminal: Terminal, body: str, *day: str) -> None:
    """Ask a body to co-sign, on a day given as options."""
    terminal.does("consultation", "open", REF, "cosignature", "--body", body, *day)


def answered(terminal: Terminal, body: str, *day: str) -> None:
    """Record that a body has co-signed."""
    terminal.does("consultation", "answer", REF, "cosignature", "--body", body, *day)
