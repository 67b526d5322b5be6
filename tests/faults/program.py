"""The program as others run it: a process with arguments, words and an exit code."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SECONDS = 60  # until a process is given up
KILLED = -9

# as the script does it that the installation puts beside the interpreter
PROGRAM = (sys.executable, "-c", "import sys; from cli import main; sys.exit(main())")

Words = str | int | Path


@dataclass(frozen=True)
class Done:
    """What became of a command. A negative exit code is the signal that ended it."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """What it said with --json."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Call:
    """A command to be run, what is done to it meanwhile, and where it runs."""

    arguments: tuple[str, ...]
    faults: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def surroundings(self) -> dict[str, str]:
        """The whole environment of the process: nothing of the developer's own."""
        own = {
            name: text
            for name, text in os.environ.items()
            if not name.startswith(("LAUFZETTEL_", "LC_", "PG"))
        }
        ours = {
            "PYTHONPATH": os.pathsep.join([str(HERE / "preload"), str(ROOT)]),
            "LAUFZETTEL_LANG": "en",
            "LAUFZETTEL_CONFIG": str(HERE / "quiet.toml"),
            "FAULTS": json.dumps(self.faults),
        }
        return own | ours | self.environment


def call(database: str, *words: Words, **faults: Any) -> Call:
    """A command on a database; `faults` are those of preload/sitecustomize.py."""
    driver = "psycopg" if "://" in database else "sqlite"
    environment = {"LAUFZETTEL_DATABASE": database}
    return Call(tuple(map(str, words)), {"driver": driver, **faults}, environment)


def started(wanted: Call, **options: Any) -> subprocess.Popen[str]:
    """The real program in a process of its own, running."""
    return subprocess.Popen(
        [*PROGRAM, *wanted.arguments],
        env=wanted.surroundings,
        text=True,
        **{
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            **options,
        },
    )


def ended(process: subprocess.Popen[str]) -> Done:
    """What a process said, when it has ended."""
    try:
        out, err = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return Done(process.returncode, out or "", err or "")


def run(wanted: Call, **options: Any) -> Done:
    """Run the real program in a process of its own."""
    return ended(started(wanted, **options))


class Gate:
    """A place at which a process waits until it may go on (see preload)."""

    def __init__(self, path: Path) -> None:
        self._path, self._way = path, -1
        os.mkfifo(path)

    def before(self, sql: str) -> dict[str, str]:
        """The faults of a process that is to wait before such a statement."""
        return {"gate": str(self._path), "before": sql}

    def wait_for(self, process: subprocess.Popen[str]) -> None:
        """Wait until the process stands at the gate."""
        until = time.monotonic() + SECONDS
        while self._way < 0:
            try:
                self._way = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:  # nobody is there yet
                if process.poll() is not None or time.monotonic() > until:
                    raise AssertionError(f"it passed by: {ended(process)}") from None
                time.sleep(0.005)

    def open(self) -> None:
        """Let the process go on."""
        if self._way >= 0:
            os.close(self._way)
        self._way = -1

    def __enter__(self) -> "Gate":
        return self

    def __exit__(self, *_: object) -> None:
        self.open()


class Warm:
    """The program loaded once (see warm.py); runs commands as forks of it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._jobs = folder, count()
        self._process = subprocess.Popen(
            [sys.executable, "-P", HERE / "warm.py"],
            env=Call(()).surroundings,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def run(self, wanted: Call) -> Done:
        """Run one command."""
        return self.crew([[wanted]])[0][0]

    def crew(self, work: Sequence[Sequence[Call]]) -> list[list[Done]]:
        """Run several processes at once, each doing its commands one after another.

        A process that is killed leaves its later commands undone.
        """
        folder = self._folder / str(next(self._jobs))
        folder.mkdir()
        job = {"folder": str(folder), "crew": [list(map(_as_data, w)) for w in work]}
        statuses = self._ask(job)
        return [
            [
                done
                for place in range(len(calls))
                if (done := _done(folder / f"{number}.{place}", status))
            ]
            for number, (calls, status) in enumerate(zip(work, statuses, strict=True))
        ]

    def _ask(self, job: dict[str, Any]) -> list[int]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        statuses: list[int] = json.loads(self._process.stdout.readline())
        return statuses

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=SECONDS)


def _as_data(wanted: Call) -> dict[str, Any]:
    return {
        "arguments": wanted.arguments,
        "faults": wanted.faults,
        "environment": {"LAUFZETTEL_LANG": "en", **wanted.environment},
    }


def _done(place: Path, status: int) -> Done | None:
    """What a command said; None if its process was killed before it began."""
    out, err, code = (Path(f"{place}.{kind}") for kind in ("out", "err", "code"))
    if not out.exists():
        return None
    ending = (
        int(code.read_text()) if code.exists() else os.waitstatus_to_exitcode(status)
    )
    said = (path.read_text(encoding="utf-8") for path in (out, err))
    return Done(ending, *said)
