"""The page for operators: what it tells to copy and to type is what there is."""

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import pytest

import cli
from commands import configuration
from commands.desk import Desk
from commands.frame import Listed

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
PROGRAM = "/opt/laufzettel/bin/laufzettel"
BLOCKS = re.findall(r"(?ms)^```(\w*)\n(.*?)^```$", PAGE)
UNITS = {
    Path(first.removeprefix("# ")).name: text
    for language, text in BLOCKS
    for first in [text.partition("\n")[0]]
    if language == "ini"
}
SERVICES = [name for name in UNITS if name.endswith(".service")]
NAMED = {"KEY": "1f2e3d4c5b6a", "N": "7"}  # places in commands that a person fills in


def settings(unit: str) -> dict[str, str]:
    """The settings of a unit; none may stand there twice."""
    found = [
        line.partition("=")[::2]
        for line in UNITS[unit].splitlines()
        if line and line[0] not in "#["
    ]
    assert len(dict(found)) == len(found)
    return dict(found)


def typed(text: str) -> Iterator[str]:
    """The commands of this program in a text."""
    for line in re.sub(" 2>&1|sudo -u laufzettel ", "", text).splitlines():
        for found in re.findall(r"(?:^|[ /=(])laufzettel ([a-z][^|>&)]*)", line):
            yield found.strip()


PROSE = re.sub(r"(?ms)^```.*?^```$", "", PAGE)
COMMANDS = sorted(
    {
        *typed("\n".join(text for kind, text in BLOCKS if kind in {"sh", "ini"})),
        *typed("\n".join(re.findall(r"`([^`\n]+)`", PROSE))),
    }
)


def parsed(line: str) -> click.Context:
    """The command line as the program reads it; wrong usage raises."""
    words = [NAMED.get(each, each) for each in shlex.split(line)]
    group: click.Command = cli.program()
    context = group.make_context("laufzettel", words, obj=Desk(cli.read_clock))
    while isinstance(group, click.Group):
        rest = [*context._protected_args, *context.args]
        _, found, left = group.resolve_command(context, rest)
        assert found is not None
        group = found.load() if isinstance(found, Listed) else found
        context = group.make_context(group.name, left, parent=context)
    return context


def test_the_page_has_what_is_looked_for_in_it() -> None:
    assert sorted(UNITS) == [
        "laufzettel-scheduler.service",
        "laufzettel-tick.service",
        "laufzettel-tick.timer",
    ]
    assert len(COMMANDS) > 10
    assert "scheduler status" in COMMANDS


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_on_the_page_can_be_typed(line: str) -> None:
    with suppress(click.MissingParameter):  # a command may be named without its words
        assert parsed(line).command.callback is not None


@pytest.mark.parametrize("line", ["scheduler stats", "scheduler status --jsn"])
def test_a_command_that_is_not_there_would_be_found(line: str) -> None:
    with pytest.raises(click.UsageError):
        parsed(line)


@pytest.mark.parametrize("unit", SERVICES)
def test_a_service_starts_what_there_is_under_a_named_account(unit: str) -> None:
    found = settings(unit)
    path, _, line = found["ExecStart"].partition(" ")
    assert path == PROGRAM
    assert parsed(line).command.name in {"run", "tick"}
    assert found["User"] == "laufzettel"
    assert int(found["TimeoutStopSec"]) > 120  # the longest message, and its end
    assert found["KillSignal"] == "SIGTERM"


@pytest.mark.parametrize("unit", SERVICES)
def test_a_service_may_do_no_more_than_it_must(unit: str) -> None:
    found = settings(unit)
    assert found["CapabilityBoundingSet"] == ""
    assert found["ProtectSystem"] == "strict"
    assert found["LoadCredential"].startswith("smtp_password:")
    for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "RestrictNamespaces"):
        assert found[name] == "yes"
    calls = found["SystemCallFilter"].split()
    assert {"@system-service", "adjtimex", "clock_adjtime"} == set(calls)
    assert not {"ProtectClock", "ProtectProc", "ProcSubset"} & found.keys()


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_systemd_knows_every_directive(unit: str, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd here")
    for name, text in UNITS.items():  # a timer is looked at with its service
        (tmp_path / name).write_text(text.replace(PROGRAM, "/bin/true"))
    done = subprocess.run(
        [analyze, "verify", "--man=no", tmp_path / unit],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "laufzettel" in line]
    assert (done.returncode, ours) == (0, []), done.stderr


def test_the_configurations_on_the_page_are_right(tmp_path: Path) -> None:
    texts = [text for language, text in BLOCKS if language == "toml"]
    assert len(texts) == 2
    for text in texts:
        path = tmp_path / "config.toml"
        path.write_text(text.replace("service_account", "mail_domain"))
        assert set(configuration.read(str(path))) == set(
            tomllib.loads(path.read_text())
        )


def test_what_is_installed_is_what_is_locked_for_a_server() -> None:
    lock = re.findall(r"pip install [^\n]*-r (\S+)", PAGE)
    assert lock == ["requirements.service.lock"]
    assert (ROOT / lock[0]).exists()
    assert "ln -s /opt/laufzettel/bin/laufzettel /usr/local/bin/laufzettel" in PAGE


def test_every_event_of_the_log_is_explained() -> None:
    source = (ROOT / "notifications" / "scheduler.py").read_text(encoding="utf-8")
    events = set(re.findall(r'_log\(\s*"([a-z]+)"', source))
    table = set(re.findall(r"(?m)^\| ((?:`[a-z]+`(?:, )?)+) \|", PAGE))
    told = {name for cell in table for name in re.findall("[a-z]+", cell)}
    assert events == {"start", "stop", "round", "problem", "fault"}
    assert events <= told
