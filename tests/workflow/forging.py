"""Somebody who writes into the database past the program and its guards.

In a file the triggers are dropped first; on PostgreSQL a superuser tells the server to
ignore them. `chain` computes the hashes anew, written again from docs/security.md, so
that it proves the format as well.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.postgres import Postgres

Content = dict[str, Any]
TABLES = (
    *("entry", "words", "item", "head", "definition", "person", "role_grant"),
    *("office_term", "consultation", "sitting", "supplement"),
    *("calendar", "deadline", "contact", "absence"),
)
COLUMNS = {  # of an entry, by what its content calls them
    "seq": "seq",
    "prev": "prev",
    "kind": "kind",
    "item": "item_id",
    "item_seq": "item_seq",
    "event": "event",
    "from": "from_state",
    "to": "to_state",
    "on": "day",
    "on_precision": "day_precision",
    "body": "body",
    "outcome": "outcome",
    "corrects": "corrects",
    "actor": "actor",
    "recorded_at": "recorded_at",
    "command": "command_id",
}


@dataclass
class Forger:
    """Runs any SQL (`?` stands for a value) on both databases, each at once durable."""

    execute: Callable[..., Any]
    server: bool

    def run(self, sql: str, *values: object) -> int:
        """Run a statement; how many rows it changed."""
        if self.server:
            sql = sql.replace("%", "%%").replace("?", "%s")
        return int(self.execute(sql, values).rowcount)

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a question."""
        if self.server:
            sql = sql.replace("?", "%s")
        return list(self.execute(sql, values).fetchall())

    def contents(self) -> list[Content]:
        """What every entry says, oldest first."""
        rows = self.ask("SELECT content FROM entry ORDER BY seq")
        return [json.loads(text) for (text,) in rows]

    def keep(self) -> None:
        """Remember every row."""
        for table in TABLES:
            self.run(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")

    def restore(self) -> None:
        """Put every row back as it was."""
        for table in TABLES:
            self.run(f"DELETE FROM {table}")
            self.run(f"INSERT INTO {table} SELECT * FROM kept_{table}")

    def put(self, content: Content) -> None:
        """Write an entry over the one with its number, hash and columns fitting."""
        self.run("DELETE FROM entry WHERE seq = ?", content["seq"])
        text = canonical(content)
        row = {
            column: self._value(name, content.get(name))
            for name, column in COLUMNS.items()
        }
        row |= {"hash": entry_hash(text), "content": text}
        names, places = ", ".join(row), ", ".join("?" for _ in row)
        self.run(f"INSERT INTO entry ({names}) VALUES ({places})", *row.values())

    def chain(self, contents: list[Content]) -> None:
        """Write entries with numbers and both chains made anew; head and items too."""
        self.run("DELETE FROM entry")
        before, files = "0" * 64, dict[str, tuple[int, str]]()
        for seq, content in enumerate(contents, 1):
            content |= {"seq": seq, "prev": before}
            item = content.get("item")
            if item is not None:
                count, last = files.get(item, (0, "0" * 64))
                content |= {"item_seq": count + 1, "item_prev": last}
            self.put(content)
            before = entry_hash(canonical(content))
            if item is not None:
                files[item] = (content["item_seq"], before)
        self._follow(contents[-1], before, files)

    def _follow(
        self, last: Content, head: str, files: dict[str, tuple[int, str]]
    ) -> None:
        instant = self._value("recorded_at", last["recorded_at"])
        values = (last["seq"], head, instant)
        self.run("UPDATE head SET seq = ?, hash = ?, recorded_at = ?", *values)
        for item, (version, hash_) in files.items():
            values = (version, hash_, item)
            self.run("UPDATE item SET version = ?, head = ? WHERE id = ?", *values)

    def _value(self, name: str, value: object) -> object:
        if name == "recorded_at" and not self.server:
            return str(value).replace("T", " ").removesuffix("Z")
        return value


def canonical(content: Content) -> str:
    """The one text of an entry."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def entry_hash(text: str) -> str:
    """The hash of an entry."""
    return hashlib.sha256(b"\x00" + text.encode()).hexdigest()


def commitment(salt: str, text: str) -> str:
    """What an entry says of a free text."""
    return hashlib.sha256(b"\x02" + bytes.fromhex(salt) + text.encode()).hexdigest()


@contextmanager
def forger(database: str, server: Postgres | None) -> Iterator[Forger]:
    """A forger at work on a database; `server` is None for a file."""
    if server is None:
        with closing(sqlite3.connect(database, isolation_level=None)) as file:
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for (name,) in file.execute(triggers).fetchall():
                file.execute(f"DROP TRIGGER {name}")
            yield Forger(file.execute, server=False)
        return
    path = urlsplit(database).path
    url = urlsplit(server.superuser)._replace(path=path).geturl()
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("SET session_replication_role = replica")
        yield Forger(session.execute, server=True)
