"""Speed, for docs/performance.md: `make bench`.

Durable steps per second against hand-written SQL that writes the same rows with the
same settings, in turn within one run; and what a person waits for: whole processes
against `python -c 'import click'`. Quote medians and ratios: machines are shared and
disks have slow spells.
"""

import contextlib
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests import postgres
from tests.worlds import PACKAGES, World, found_record
from workflow.bounds import Day
from workflow.procedure import advance
from workflow.store import connect, open_store
from workflow.unit import Act

BATCH, ROUNDS = 40, 15
DURABLE: postgres.Command = ["-c", "listen_addresses=", "-c", "shared_buffers=64MB"]


def main() -> None:
    """Print every figure."""
    with tempfile.TemporaryDirectory(prefix="laufzettel-bench-") as folder:
        path = Path(folder) / "record.db"
        found_record(str(path))
        print("Durable steps per second, median of", ROUNDS, "rounds of", BATCH)
        _report("SQLite", *_steps(str(path), str(Path(folder) / "raw.db")))
        with _durable_postgresql() as (ours, theirs):
            _report("PostgreSQL", *_steps(ours, theirs))
    print("Whole processes, median of 21, milliseconds")
    with tempfile.TemporaryDirectory(prefix="laufzettel-bench-") as folder:
        _processes(Path(folder))


def _steps(database: str, raw_database: str) -> tuple[list[float], list[float]]:
    """Steps per second of the program and of plain SQL, batch by batch in turn."""
    with open_store(database, PACKAGES) as store:
        world = World(store, database)
        raw = _Raw(raw_database, world)
        ours, theirs = [], []
        for _ in range(ROUNDS + 1):
            references = [world.open() for _ in range(BATCH)]
            ours.append(_rate(_program(world), references))
            theirs.append(_rate(raw.step, raw.items(BATCH)))
    return ours[1:], theirs[1:]  # the first round warms up


def _program(world: World) -> Callable[[str], object]:
    day = Day(date(2021, 7, 6))

    def step(reference: str) -> object:
        act = Act(world.person, datetime.now(UTC))
        return advance(world.store, act, reference, "approve", day=day)

    return step


def _rate(step: Callable[[str], object], references: Sequence[str]) -> float:
    begin = time.perf_counter()
    for reference in references:
        step(reference)
    return len(references) / (time.perf_counter() - begin)


class _Raw:
    """What a careful person writes by hand for the same rows: no checks, no rights."""

    def __init__(self, database: str, world: World) -> None:
        if "://" not in database:
            found_record(database)
        self.driver = connect(database)
        self.mark = "?" if self.driver.dialect == "sqlite" else "%s"
        self.lock = "" if self.driver.dialect == "sqlite" else " FOR UPDATE"
        with open_store(database, PACKAGES) as store:
            self.world = World(store, database, path=world.path)
            self.references = [self.world.open() for _ in range(BATCH * (ROUNDS + 1))]
            with store.reading() as tx:
                self.person = tx.all("people")[0]["id"]

    def items(self, count: int) -> list[str]:
        """The next items that have not moved yet."""
        taken, self.references = self.references[:count], self.references[count:]
        return taken

    def step(self, reference: str) -> None:
        """One step: read, insert the entry, move item and head, commit."""
        run, now = self._run, datetime.now(UTC)
        self.driver.begin(write=True)
        head = run(f"SELECT log, seq, hash FROM head{self.lock}").fetchone()
        item = run(
            "SELECT id, version, head FROM item WHERE reference = ?", reference
        ).fetchone()
        said: dict[str, Any] = {
            "v": 1,
            "alg": "sha256",
            "log": head[0],
            "seq": head[1] + 1,
            "prev": head[2],
            "item": item[0],
            "item_seq": item[1] + 1,
            "item_prev": item[2],
            "kind": "moved",
            "event": "approve",
            "from": "draft",
            "to": "first_approval",
            "on": "2021-07-06",
            "on_precision": "exact",
            "body": "senate",
            "outcome": "approved",
            "actor": self.person,
            "identified": "database",
            "recorded_at": now.isoformat(),
        }
        text = json.dumps(
            said, sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        mark = hashlib.sha256(b"\0" + text.encode()).hexdigest()
        columns = (
            "seq, hash, prev, content, kind, item_id, item_seq, event, from_state, "
            "to_state, day, day_precision, body, outcome, actor, recorded_at"
        )
        run(
            f"INSERT INTO entry ({columns}) VALUES ({', '.join('?' * 16)})",
            *(said["seq"], mark, head[2], text, "moved", item[0], said["item_seq"]),
            *("approve", "draft", "first_approval", "2021-07-06", "exact", "senate"),
            *("approved", self.person, now.isoformat(" ")),
        )
        run(
            "UPDATE item SET state = ?, version = ?, head = ?, not_before = ? "
            "WHERE id = ? AND version = ?",
            *("first_approval", said["item_seq"], mark, "2021-07-06"),
            *(item[0], item[1]),
        )
        run(
            "UPDATE head SET seq = ?, hash = ?, recorded_at = ? WHERE seq = ?",
            *(said["seq"], mark, now.isoformat(" "), head[1]),
        )
        self.driver.commit()

    def _run(self, sql: str, *values: Any) -> Any:
        return self.driver.execute(sql.replace("?", self.mark), values)


@contextlib.contextmanager
def _durable_postgresql() -> Iterator[tuple[str, str]]:
    """Two founded databases on a server that flushes every commit to disk."""
    with postgres.server(postgres.binaries(), DURABLE) as url:
        made = postgres._with_roles(postgres.Postgres(url))
        names = [made.create_database(), made.create_database()]
        for name in names:
            found_record(made.url(name), owner=made.url(name, postgres.OWNER))
        yield made.url(names[0]), made.url(names[1])


def _report(name: str, ours: list[float], theirs: list[float]) -> None:
    ratios = [mine / raw for mine, raw in zip(ours, theirs, strict=True)]
    print(
        f"  {name:<11} program {statistics.median(ours):7.0f}   "
        f"plain SQL {statistics.median(theirs):7.0f}   "
        f"ratio {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f} to {max(ratios):.2f})"
    )


def _processes(folder: Path) -> None:
    """Start to end of whole commands, in turn, so that a slow spell hits them all."""
    program = str(Path(sys.executable).with_name("laufzettel"))
    database = ["--database", str(folder / "record.db")]
    start = [program, *database]
    said = subprocess.run(
        [*start, "init"], check=True, capture_output=True, env=_quiet()
    )
    opened = subprocess.run(
        [*start, "new", "Vorlage", "--lead", "Senatskanzlei", "--json"],
        check=True,
        capture_output=True,
        env=_quiet(),
    )
    reference = json.loads(opened.stdout)["reference"]
    assert said.returncode == 0
    commands = {
        "import click": [sys.executable, "-c", "import click"],
        "--help": [program, "--help"],
        "show": [*start, "show", reference],
        "next": [*start, "next", reference],
        "list": [*start, "list"],
        "advance (refused)": [*start, "advance", reference, "decide"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for round_number in range(22):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(command, capture_output=True, check=False, env=_quiet())
            if round_number:  # the first round warms up
                times[name].append((time.perf_counter() - begin) * 1000)
    times["advance"] = _advances(start)
    least = statistics.median(times["import click"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"  {name:<18} {median:6.0f}   {median / least:5.2f} x import click")


def _advances(start: list[str]) -> list[float]:
    taken = []
    for _ in range(21):
        opened = subprocess.run(
            [*start, "new", "Vorlage", "--lead", "Senatskanzlei", "--json"],
            check=True,
            capture_output=True,
            env=_quiet(),
        )
        reference = json.loads(opened.stdout)["reference"]
        begin = time.perf_counter()
        subprocess.run(
            [*start, "advance", reference, "approve"],
            check=True,
            capture_output=True,
            env=_quiet(),
        )
        taken.append((time.perf_counter() - begin) * 1000)
    return taken


def _quiet() -> dict[str, str]:
    """The environment without settings of the person who measures."""
    return {k: v for k, v in os.environ.items() if not k.startswith("LAUFZETTEL_")}


if __name__ == "__main__":
    main()
