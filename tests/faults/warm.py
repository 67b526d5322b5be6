"""The program, loaded once: every command is a fork of it and costs no start.

Reads one line of JSON for each job from standard input: a `folder` for what is said,
and a `crew`, a list of commands for each process, all of which start at the same
moment. When all have ended, it answers with one line of JSON: their wait statuses. What
command B of process A said lies in A.B.out and A.B.err, its exit code in A.B.code.
"""

import gc
import json
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import cli

PATIENCE = 100  # seconds until a command that hangs is killed (SIGALRM)
PACKAGES = ("definitions", "workflow", "notifications", "commands")
OTHERS = (  # what they load where they need it
    "psycopg",
    "ruamel.yaml",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "time_machine",
)


def serve() -> None:
    """Do jobs until the input ends."""
    _load()
    for line in sys.stdin:
        print(json.dumps(_done(**json.loads(line))), flush=True)  # noqa: T201


def _load() -> None:
    """Load all there is, and count it out of every later search for garbage.

    Such a search in a fork would copy each page that it looks at: it takes four times
    as long as the command itself.
    """
    for name in PACKAGES:
        for module in iter_modules(import_module(name).__path__, f"{name}."):
            import_module(module.name)
    for name in OTHERS:
        import_module(name)
    gc.collect()
    gc.freeze()


def _done(folder: str, crew: list[list[dict[str, Any]]]) -> list[int]:
    start, starter = os.pipe()
    workers = []
    for number, commands in enumerate(crew):
        if (pid := os.fork()) == 0:
            os.close(starter)
            os.read(start, 1)  # ends when the last starter is closed
            _work(Path(folder) / str(number), commands)
        workers.append(pid)
    os.close(starter)
    os.close(start)
    return [os.waitpid(pid, 0)[1] for pid in workers]


def _work(place: Path, commands: list[dict[str, Any]]) -> None:
    sitecustomize = import_module("sitecustomize")
    for number, command in enumerate(commands):
        _redirect(f"{place}.{number}.out", f"{place}.{number}.err")
        os.environ.update(command["environment"])
        sitecustomize.arm(command["faults"])
        signal.alarm(PATIENCE)
        try:
            code = cli.main(command["arguments"])
        except BaseException:  # what the interpreter would do
            sys.excepthook(*sys.exc_info())
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        Path(f"{place}.{number}.code").write_text(str(code), encoding="utf-8")
    os._exit(0)


def _redirect(out: str, err: str) -> None:
    for number, path in ((0, os.devnull), (1, out), (2, err)):
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(file, number)
        os.close(file)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)


if __name__ == "__main__":
    serve()
