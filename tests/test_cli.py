"""The command line is a contract: commands, options, fields, exit codes, languages."""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import cli
from commands.frame import Argument, Group, Listed, Option
from commands.table import COMMANDS as TABLE
from tests.commands.terminal import REF, Terminal, surroundings
from workflow import access
from workflow.access import Identity

ROOT = Path(__file__).parent.parent
RELEASE = "PM-2021-0001"
PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
READING = {
    "list",
    "show",
    "next",
    "history",
    "verify",
    "deadline list",
    "consultation list",
    "document list",
    "sitting list",
    "calendar show",
    "calendar export",
    "due",
    "today",
    "explain",
    "timeline",
    "scheduler status",
    "reminders preview",
    "reminders list",
    "outbox list",
    "outbox show",
    "announce list",
    "announce show",
    "announce diff",
    "announce check",
    "announce day",
    "announce lint",
    "announce render",
    "office list",
    "office show",
    "role list",
    "contact list",
    "absence list",
    "whoami",
    "definition list",
    "definition show",
    "definition check",
    "definition diff",
    "definition diagram",
    "definition rehearse",
    "definition schema",
}
RELEASING = {
    "announce edit",
    "announce submit",
    "announce approve",
    "announce return",
    "announce schedule",
    "announce publish",
    "announce withdraw",
    "announce correct",
}
WRITING = {
    "new",
    "advance",
    "withdraw",
    "correct",
    "deadline add",
    "deadline done",
    "deadline extend",
    "deadline suspend",
    "deadline resume",
    "extend",
    "suspend",
    "resume",
    "consultation open",
    "consultation answer",
    "document add",
    "sitting record",
    "sitting move",
    "calendar add",
    "calendar import",
    "plan",
    "role grant",
    "role revoke",
    "outbox retry",
    "outbox hold",
    "outbox release",
    "outbox drop",
    "outbox settle",
    "contact set",
    "contact drop",
    "absence add",
    "absence end",
    "scheduler confirm",
    "migrate",
    *RELEASING,
    "announce draft",
    "office set",
    "item titles",
}
NEEDED = {
    "init",
    "rebuild",
    "import",
    "forecast",
    "scheduler run",
    "scheduler tick",
    "announce feed",
    "demo",
    *READING,
    *WRITING,
}


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Terminal:
    surroundings(monkeypatch, tmp_path)
    return Terminal(capsys, tmp_path)


def leaves(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, each in group.commands.items():
        path = f"{before} {name}".strip()
        if isinstance(each, click.Group):
            yield from leaves(each, path)
        else:
            yield path, each.load() if isinstance(each, Listed) else each


COMMANDS = dict(leaves(cli.program()))
GROUPS = [name for name, each in TABLE.items() if isinstance(each, str)]


def options(command: click.Command) -> set[str]:
    return {name for each in command.params for name in each.opts if name[0] == "-"}


# --- the table and the page


def test_every_command_that_was_asked_for_is_there() -> None:
    assert set(COMMANDS) == NEEDED


def test_every_command_and_every_option_has_help() -> None:
    for name, command in COMMANDS.items():
        assert command.help, name
        for each in command.params:
            assert isinstance(each, Option | Argument), name
            assert each.help, (name, each.name)


def test_every_command_stands_in_the_page_with_its_options() -> None:
    sections = dict(re.findall(r"(?ms)^### `laufzettel ([^`]+)`\n(.*?)(?=^#|\Z)", PAGE))
    for name, command in COMMANDS.items():
        arguments = [each for each in command.params if isinstance(each, Argument)]
        words = [name, *(_shown(each) for each in arguments)]
        text = sections.pop(" ".join(words))
        for each in options(command):
            assert re.search(rf"`{each}\b", text), f"{name}: {each}"
    assert sections == {}


def _shown(argument: Argument) -> str:
    name = argument.metavar or ""
    name = name if argument.nargs == 1 else f"{name}..."
    return name if argument.required else f"[{name}]"


def test_every_exit_code_stands_in_the_page() -> None:
    found = {int(code) for code in re.findall(r"(?m)^\| (\d+) \|", PAGE)}
    assert found == {0, 1, 2, 3, 4, 5, 74, 75, 77, 78, 130}


@pytest.mark.parametrize("name", sorted(READING | WRITING))
def test_commands_that_read_or_write_can_answer_in_json(name: str) -> None:
    assert "--json" in options(COMMANDS[name])


_REASONED = {
    *("sitting move", "calendar add", "calendar import"),
    *("deadline extend", "deadline suspend", "deadline resume"),
    *("extend", "suspend", "resume"),
    *("outbox retry", "outbox hold", "outbox release", "outbox drop"),
    "outbox settle",
    "scheduler confirm",
    *("announce withdraw", "announce correct", "announce draft", "item titles"),
}
# what changes is told by the text itself, or by whom and when it is released
_SILENT = {"announce edit", "announce schedule", "announce publish"}


@pytest.mark.parametrize("name", sorted(WRITING))
def test_commands_that_write_can_be_repeated_and_can_expect(name: str) -> None:
    without = {
        "new",
        "sitting record",
        "sitting move",
        "calendar add",
        "calendar import",
        "role grant",
        "role revoke",
        "outbox retry",
        "outbox hold",
        "outbox release",
        "outbox drop",
        "outbox settle",
        "contact set",
        "contact drop",
        "absence add",
        "absence end",
        "scheduler confirm",
        "migrate",
        "announce draft",
        "office set",
    }  # no item was shown before
    expect = set() if name in without else {"--expect"}
    known = {"--command-id", "--note", "--expect"}
    found = known & options(COMMANDS[name])
    if name in _REASONED:  # the reason says what a note would say
        assert "--reason" in options(COMMANDS[name])
        found |= {"--note"}
    if name in _SILENT:
        found |= {"--note"}
    assert found == {"--command-id", "--note", *expect}


@pytest.mark.parametrize("name", ["new", "advance", "withdraw", "correct"])
def test_steps_have_a_day_and_a_note(name: str) -> None:
    wanted = {"--on", "--on-or-before", "--day-unknown", "--note"}
    assert wanted <= options(COMMANDS[name])


# --- languages


@pytest.mark.parametrize("name", ["", *GROUPS, *COMMANDS])
def test_help_is_there_in_both_languages(terminal: Terminal, name: str) -> None:
    english = terminal("--lang", "en", *name.split(), "--help")
    german = terminal("--lang", "de", *name.split(), "--help")
    assert (english.code, german.code) == (0, 0)
    assert english.out.startswith(f"Usage: {'laufzettel ' + name}".rstrip())
    assert german.out.startswith(f"Aufruf: {'laufzettel ' + name}".rstrip())
    alike = {line.strip() for line in english.out.splitlines()}
    alike &= {line.strip() for line in german.out.splitlines()}
    # a broken line may end with the name of a variable, which no language has
    assert {line for line in alike if line and not line.endswith("]")} == set()


def test_the_language_may_stand_anywhere(terminal: Terminal) -> None:
    for words in (["--lang", "de", "list", "-h"], ["list", "-h", "--lang=de"]):
        assert terminal(*words).out.startswith("Aufruf:")


def test_usage_errors_are_said_in_german(terminal: Terminal) -> None:
    said = terminal("--lang", "de", "outbx")
    assert said.code == 2
    assert "Fehler: Den Befehl 'outbx' gibt es nicht. Ist 'outbox' gemeint?" in said.err


@pytest.mark.parametrize(
    ("environment", "start"),
    [
        ({"LANGUAGE": "de:en"}, "Aufruf:"),
        ({"LANGUAGE": "", "LC_ALL": "de_DE.UTF-8"}, "Aufruf:"),
        ({"LANGUAGE": "", "LC_ALL": "", "LANG": "C"}, "Usage:"),
        ({"LANGUAGE": "fr"}, "Usage:"),
    ],
)
def test_the_language_of_the_system_is_used(
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    start: str,
) -> None:
    monkeypatch.delenv("LAUFZETTEL_LANG")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert terminal("--help").out.startswith(start)


def test_the_version_is_that_of_the_project(terminal: Terminal) -> None:
    assert re.fullmatch(r"laufzettel \d+\.\d+\.\d+\n", terminal("--version").out)


# --- the fields of the contract


def test_an_item_that_was_opened_answers_its_reference_and_state(
    terminal: Terminal,
) -> None:
    terminal.does("init")
    answer = terminal.does(
        "new", "Titel", "--lead", "Senatskanzlei", "--on", "6.7.2021"
    )
    assert (answer["reference"], answer["state"]) == (REF, "draft")
    assert (answer["on"], answer["on_precision"]) == ("2021-07-06", "exact")


def test_the_fields_of_reading_commands_are_those_of_the_contract(
    terminal: Terminal,
) -> None:
    terminal.published()
    words = ("--due", "2022-12-31", "--reason", "Strategie", "--for", "lead")
    terminal.does("deadline", "add", REF, *words)
    (first, second, *_) = history = terminal.does("history", REF)
    assert [entry["seq"] for entry in history] == [1, 2, 3, 4, 5, 6]
    assert set(first) >= {
        *("seq", "event", "from", "to", "on", "on_precision", "recorded_at", "actor"),
        *("body", "outcome", "outcome_text", "note", "corrects", "hash"),
    }
    assert first["on_precision"] == "at_latest"
    assert (second["event"], second["on"], second["body"]) == (
        *("approve", "2021-07-06", "senate"),
    )
    slip = terminal.does("show", REF)
    assert {"reference", "title", "lead", "state"} <= set(slip)
    assert slip["definition"] == {"name": "berlin-senate", "version": "2026-01"}
    assert [each["station"] for each in slip["stations"]] == [
        *("open", "consent", "approve", "decide", "publish"),
    ]
    assert {"name", "due", "status"} <= set(slip["deadlines"][0])
    assert all({"event", "allowed", "reason"} <= set(each) for each in slip["next"])
    (due,) = terminal.does("due")
    assert due["reference"] == REF
    assert (due["name"], due["due"], due["status"]) == ("term-1", "2022-12-31", "open")
    assert (due["days_left"], due["waiting_for"]) == (508, "lead")


def test_next_names_every_event_with_the_command_or_the_reason(
    terminal: Terminal,
) -> None:
    terminal.opened()
    said = terminal("next", REF).out
    assert "approve: allowed" in said
    assert f"  laufzettel advance {REF} approve\n" in said
    assert "decide: not now" in said
    assert f"  laufzettel withdraw {REF}\n" in said


_PATHS = {
    "definition show": ["berlin-senate"],
    "definition diff": ["berlin-senate", "berlin-senate"],
    "definition diagram": ["berlin-senate"],
    "definition rehearse": ["berlin-senate"],
    "calendar export": ["senate"],
    "explain": [REF, "term-1"],
    "announce show": [RELEASE],
    "announce render": [RELEASE, "--out", "files"],
    "announce diff": [RELEASE],
    "office show": ["senator-finanzen"],
}


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_reading_command_prints_for_people_too(
    terminal: Terminal, language: str
) -> None:
    terminal.published()
    words = ("--due", "2021-08-12", "--reason", "Strategie", "--for", "lead")
    terminal.does("deadline", "add", REF, *words)
    terminal.does("scheduler", "tick")
    key = terminal.does("outbox", "list")[0]["key"]
    offices = ROOT / "notifications" / "cases" / "berlin-offices.yaml"
    terminal.does("office", "set", "--file", str(offices))
    terminal.does("announce", "draft", REF, "--on", "2021-08-04")
    terminal.does("announce", "edit", RELEASE, "--on", "2021-08-05")
    for name in READING - {"announce day"}:  # nothing is public yet
        needs = {"show", "next", "history", "timeline"}
        listed = ("deadline", "consultation", "document", "reminders")
        needs |= {f"{each} list" for each in listed}
        path = [REF] if name in needs else []
        path = [key] if name == "outbox show" else _PATHS.get(name, path)
        said = terminal("--lang", language, *name.split(), *path)
        assert (said.code, said.err) == (0, ""), name
        assert said.out.strip(), name


def test_the_slip_shows_both_dates_of_every_station(terminal: Terminal) -> None:
    terminal.published()
    out = terminal("show", REF).out
    assert "at the latest 2021-08-03  2021-08-10 10:00 UTC, entry 3" in out
    assert "● publication" in out


# --- bad input: a plain sentence, the code of the contract, nothing recorded

LONG = "x" * 301
BAD: list[tuple[int, str, list[str]]] = [
    (1, "There is no item S-2021-9", ["advance", "S-2021-9", "approve"]),
    (1, "has no event aprove", ["advance", REF, "aprove"]),
    (1, "still missing", ["advance", REF, "decide"]),
    (1, "2021-02-30 is not a day", ["advance", REF, "approve", "--on", "2021-02-30"]),
    (1, "is not a day", ["advance", REF, "approve", "--on", "tomorrow"]),
    (1, "lies in the future", ["advance", REF, "approve", "--on", "2021-08-11"]),
    (1, "is no outcome", ["advance", REF, "approve", "--outcome", "maybe"]),
    (1, "records no field", ["advance", REF, "approve", "--field", "medium=x"]),
    (2, "exclude each other", ["withdraw", REF, "--on", "6.7.2021", "--day-unknown"]),
    (2, "is no field", ["advance", REF, "approve", "--field", "medium"]),
    (2, "is not a number", ["advance", REF, "approve", "--expect", "9" * 30]),
    (2, "Missing argument", ["advance", REF]),
    (2, "No such option", ["advance", REF, "approve", "--onn", "6.7.2021"]),
    (2, "no text in UTF-8", ["advance", "\udcff", "approve"]),
    (4, "has moved", ["advance", REF, "approve", "--expect", "7"]),
    (1, "it is empty", ["new", "", "--lead", "x"]),
    (1, "it is empty", ["new", "  ", "--lead", "x"]),
    (1, "longer than", ["new", LONG, "--lead", "x"]),
    (1, "control character", ["new", "a\x1b[31mb", "--lead", "x"]),
    (1, "control character", ["new", "a\u202eb", "--lead", "x"]),
    (1, "control character", ["new", "a\nb", "--lead", "x"]),
    (1, "encoded word", ["new", "=?utf-8?q?x?=", "--lead", "x"]),
    (1, "no approval path", ["new", "Titel", "--lead", "x", "--definition", "berlin"]),
    (74, "cannot be read", ["new", "T", "--lead", "x", "--definition", "none.yaml"]),
    (74, "does not exist", ["new", "T", "--lead", "x", "--particulars", "none.yaml"]),
    (74, "is a folder", ["new", "T", "--lead", "x", "--particulars", "."]),
    (1, "already", ["new", "Titel", "--lead", "x", "--reference", REF]),
    (1, "cannot be a reference", ["new", "T", "--lead", "x", "--reference", "../x"]),
    (1, "has no entry 9", ["correct", REF, "9", "--reason", "x", "--void"]),
    (1, "no open office term", ["deadline", "done", REF, "term-9"]),
    (1, "not to be announced", ["announce", "draft", REF]),
    (1, "no login", ["role", "grant", "nobody-of-this-name", "clerk"]),
    (1, "No path has a role", ["role", "grant", "uid:1", "king"]),
    (1, "last administrator", ["role", "revoke", f"uid:{os.geteuid()}", "admin"]),
    (1, "already", ["init"]),
    (74, "no database at", ["--database", "nowhere.db", "list"]),
    (2, "founds a file administers it", ["init", "--admin", "uid:5555"]),
    (2, "the database is empty", ["--database", "", "list"]),
    (2, "the database is empty", ["list", "--database", " "]),
    (2, "needs a file", ["--database", ":memory:", "init"]),
    (2, "needs a file", ["--database", "./:memory:", "list"]),
    (2, "from 1 to", ["scheduler", "run", "--every", "0"]),
    (2, "A head is", ["verify", "--head", "x · c7f8 8227"]),
    (78, "A database is a path", ["--database", "mysql://host/db", "list"]),
]


@pytest.mark.parametrize(("code", "sentence", "words"), BAD)
def test_bad_input_is_refused_in_a_plain_sentence(
    terminal: Terminal, code: int, sentence: str, words: list[str]
) -> None:
    terminal.opened()
    before = terminal.does("verify")
    said = terminal(*words)
    assert said.code == code, said.err
    assert sentence in said.err
    assert said.out == ""
    assert terminal.does("verify") == before


def test_a_missing_role_is_not_permitted(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.opened()
    before = terminal.does("verify")
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER", "SUDO_UID"):
        monkeypatch.setenv(name, "0")
    said = terminal("advance", REF, "approve")
    assert said.code == 77
    assert "`laufzettel role grant uid:54321 clerk`" in said.err
    assert not any(each["allowed"] for each in terminal.does("next", REF))
    assert terminal.does("whoami")["roles"] == []
    assert terminal.does("verify") == before


@pytest.mark.parametrize(
    ("identity", "typed"),
    [
        (Identity("uid:0", "root", "system"), "root"),
        (Identity("uid:54321", "uid 54321", "system"), "uid:54321"),
        (Identity("uid:54321", "root", "sudo"), "uid:54321"),
        (Identity("database:ann", "ann", "database"), "ann"),
        (Identity("database:ann lee", "ann lee", "database"), "'ann lee'"),
    ],
)
def test_the_account_in_a_hint_can_be_typed(identity: Identity, typed: str) -> None:
    assert access.typed(identity) == typed
    (word,) = shlex.split(typed)
    meant = access.account_of(word, server=identity.how == "database")
    assert meant.account == identity.account


def test_a_broken_definition_is_said_with_every_place(terminal: Terminal) -> None:
    terminal.opened()
    broken = terminal.folder / "broken.yaml"
    broken.write_text("definition: x\nstates: [\n", encoding="utf-8")
    said = terminal("definition", "check", "broken.yaml")
    assert said.code == 5
    assert "broken.yaml:" in said.out
    (finding, *_) = terminal("definition", "check", "broken.yaml", "--json").answer
    assert finding["file"] == "broken.yaml"
    said = terminal("new", "Titel", "--lead", "x", "--definition", "broken.yaml")
    assert said.code == 1
    assert "broken.yaml:" in said.err


def test_an_output_that_is_there_is_not_overwritten(terminal: Terminal) -> None:
    terminal.published()
    terminal.does("announce", "draft", REF, "--kind", "first_approval")
    words = ("announce", "render", RELEASE, "--out", "releases")
    assert len(terminal.does(*words)["files"]) == 2
    said = terminal(*words)
    assert said.code == 1
    assert "not overwritten" in said.err


# --- the process


def process(folder: Path, *words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LAUFZETTEL_LANG": "en"}
    return subprocess.Popen(
        [sys.executable, "-m", "cli", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("words", [["--help"], ["definition", "show", "berlin-senate"]])
def test_a_closed_pipe_ends_it_quietly(tmp_path: Path, words: list[str]) -> None:
    running = process(tmp_path, *words)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    with running.stderr:
        assert running.stderr.read() == ""
    assert running.wait() == 74


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cli", "definition", "list"],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "LAUFZETTEL_LANG": "en",
                "LAUFZETTEL_DATABASE": str(tmp_path / "none.db"),
            },
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert (done.returncode, done.stderr) == (
        74,
        "The output: there is no space left.\n",
    )


@pytest.mark.parametrize("words", [["list"], ["list", "--json"]])
def test_an_answer_that_nobody_can_receive_is_an_error(
    terminal: Terminal, words: list[str]
) -> None:
    terminal.opened()
    line = f"{sys.executable} -m cli {' '.join(words)} >&-"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        line, shell=True, env=environment, stderr=subprocess.PIPE, text=True
    )
    assert (done.returncode, done.stderr) == (74, "The output is closed.\n")


def test_an_interrupt_ends_it_with_its_code(terminal: Terminal) -> None:
    terminal.does("init")
    running = process(terminal.folder, "scheduler", "run")
    assert running.stderr is not None
    with running.stderr:
        while "event=round" not in running.stderr.readline():
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        assert "Traceback" not in running.stderr.read()
    assert running.wait() == 130
    assert running.stdout is not None
    running.stdout.close()


def test_help_loads_no_command(tmp_path: Path) -> None:
    code = (
        "import sys, cli; cli.main(['--help']); cli.main(['deadline', '-h']); "
        "print(sorted(name for name in sys.modules if name.startswith('commands.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    light = ["desk", "frame", "language", "printing", "table"]
    loaded = [f"commands.{name}" for name in light]
    assert done.stdout.splitlines()[-1] == str(loaded)


def test_groups_are_listed_like_commands() -> None:
    root = cli.program()
    assert isinstance(root.commands["deadline"], Group)
    assert list(root.commands) == [name for name in TABLE if " " not in name]


def test_a_folder_that_takes_no_messages_is_said_once(terminal: Terminal) -> None:
    terminal.opened()
    terminal.does(
        *("deadline", "add", REF, "--due", "2021-08-10"),
        *("--reason", "Bericht", "--for", "lead"),
    )
    Path("file").touch()
    said = terminal("scheduler", "tick", "--outbox", "file")
    assert said.code == 74
    assert said.err.count("cannot take messages") == 1
