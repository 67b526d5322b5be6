"""Records made by the real commands, and as many copies of them as a test wants."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.program import Call, Done, Warm, Words, call
from tests.postgres import CLERK, OWNER, Postgres
from tests.worlds import PACKAGES
from workflow.audit import verify
from workflow.store import open_store

FOUNDED = "2021-07-10T08:00:00Z"
NOW = "2021-08-10T08:00:00Z"
ROLES = ("lead", "clerk", "press")

ITEM = "S-2021-0001"  # in the copies of a prepared record: draft and first approval
DUE = {  # its office terms by their offices: each is reminded of its own
    "lead": "2021-07-20",
    "clerk": "2021-07-24",
    "press": "2021-07-28",
}


@dataclass
class Copies:
    """Copies of one record."""

    _copy: Callable[[], str]
    _warm: Warm

    def fresh(self) -> str:
        """A copy of the record: a path or a URL."""
        return self._copy()

    def run(self, database: str, *words: Words, **faults: Any) -> Done:
        """Run a command on a database."""
        return self._warm.run(self.call(database, *words, **faults))

    def call(self, database: str, *words: Words, **faults: Any) -> Call:
        """A command on a database, in August 2021."""
        return call(database, *words, **{"at": NOW, **faults})

    def said(self, database: str, *words: Words, **faults: Any) -> Any:
        """What a command answers, which must succeed."""
        done = self.run(database, *words, "--json", **faults)
        assert done.code == 0, done.err
        return done.answer

    def crew(self, work: list[list[Call]]) -> list[list[Done]]:
        """Several processes at once."""
        return self._warm.crew(work)


def founded_file(warm: Warm, path: Path) -> None:
    """A record in a file, founded by whoever runs the tests."""
    must(warm, str(path), "init")


def founded_database(warm: Warm, server: Postgres, name: str) -> None:
    """A record on a server, founded by its owner; the clerk holds every role."""
    must(warm, server.url(name, OWNER), "init", "--admin", CLERK)
    for role in ROLES:
        must(warm, server.url(name), "role", "grant", CLERK, role)


def prepare(warm: Warm, database: str) -> None:
    """An item with an approval, and three office terms."""
    opened = "new", "Strategischer Rahmen", "--lead", "Senatskanzlei"
    must(warm, database, *opened, "--on", "2021-07-05", at=FOUNDED)
    must(warm, database, "advance", ITEM, "approve", "--on", "2021-07-06", at=FOUNDED)
    for role, due in DUE.items():
        add = "deadline", "add", ITEM, "--due", due, "--reason", "Bericht"
        must(warm, database, *add, "--for", role, "--remind", "0", at=FOUNDED)


def schedule(warm: Warm, database: str) -> None:
    """Three items that are planned for one sitting of the Senate, in August 2021."""
    for number in (1, 2, 3):
        opened = "new", f"Plan {number}", "--lead", "Senatskanzlei"
        path = "--definition", "berlin-two-passages"
        must(warm, database, *opened, *path, "--on", "2021-07-05")
        planned = "plan", f"S-2021-000{number}", "--event", "first_passage"
        must(warm, database, *planned, "--on", "2021-08-17")


def must(warm: Warm, database: str, *words: Words, **faults: Any) -> Done:
    """Run a command, which must succeed."""
    done = warm.run(call(database, *words, **{"at": FOUNDED, **faults}))
    assert done.code == 0, done
    return done


@dataclass(frozen=True)
class State:
    """The state of a record as its rows tell it: what half a step would disturb."""

    head: int
    sound: bool
    findings: tuple[Any, ...]
    commands: tuple[str, ...]


def state(database: str) -> State:
    """Read a record; `commands` are the ids of its commands, once for each entry."""
    with open_store(database, PACKAGES) as store, store.reading() as tx:
        head = tx.one("head")
        report = verify(tx)
        entries = tx.all("entries")
    assert head is not None
    ids = tuple(row["command_id"] for row in entries if row["command_id"])
    assert [row["seq"] for row in entries] == list(range(1, len(entries) + 1))
    assert head["seq"] == len(entries)
    return State(head["seq"], report.sound, tuple(report.findings), ids)
