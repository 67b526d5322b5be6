"""The house keeps its rules: floors, doors, types, style, a light start, the clock."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
PACKAGES = ("definitions", "workflow", "notifications", "commands")
HEAVY = (
    "alembic",
    "apscheduler",
    "cryptography",
    "docx",
    "holidays",
    "jinja2",
    "psycopg",
    "pydantic",
    "rich",
    "ruamel",
    "sqlalchemy",
    "sqlmodel",
    "transitions",
    "typst",
)
LOCKED = ("", "calendar", "docx", "pdf", "postgres", "test")  # extras of the locks
# In two parts, so that this file does not hold the words it looks for.
HOSTS = tuple(
    f"{name}.{end}"
    for name, end in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb.debian", "org"),
    )
)


def _run(
    *command: str, text: str | None = None, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, input=text, capture_output=True, text=True
    )


def _said(done: subprocess.CompletedProcess[str]) -> str:
    return f"\n{done.stdout}{done.stderr}"


def _imports(path: Path) -> list[ast.Import | ast.ImportFrom]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def _roots(node: ast.Import | ast.ImportFrom) -> set[str]:
    names = (
        [node.module or ""]
        if isinstance(node, ast.ImportFrom)
        else [alias.name for alias in node.names]
    )
    return {name.partition(".")[0] for name in names}


# --- style and types


def test_ruff_finds_nothing() -> None:
    done = _run("-m", "ruff", "check", "--no-cache")
    assert done.returncode == 0, _said(done)


def test_the_code_is_formatted() -> None:
    done = _run("-m", "ruff", "format", "--check", "--no-cache")
    assert done.returncode == 0, _said(done)


def test_the_types_hold() -> None:
    done = _run("-m", "mypy")
    assert done.returncode == 0, _said(done)


# --- floors and doors


def test_the_import_contracts_are_kept() -> None:
    code = "from importlinter.cli import lint_imports_command as lint; lint()"
    done = _run("-c", code, "--no-cache", "--no-logo")
    assert done.returncode == 0, _said(done)


def test_nobody_imports_the_program() -> None:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in _imports(path):
                assert "cli" not in _roots(node), f"{path}:{node.lineno}"


def test_the_program_knows_its_commands_and_no_floor_below_but_the_sentences() -> None:
    for node in _imports(ROOT / "cli.py"):
        known = {*sys.stdlib_module_names, "click", "commands"}
        if _roots(node) <= known:
            continue
        assert isinstance(node, ast.ImportFrom), f"cli.py:{node.lineno}"
        assert node.module in {"definitions.sentences", "workflow.errors"}, node.module


# --- a light start


@pytest.mark.parametrize(
    "start",
    [
        "import cli",
        "import cli; cli.main(['--help'])",
        "import cli; cli.main(['deadline', 'add', '--help'])",
    ],
    ids=["import", "help", "help of a command"],
)
def test_the_program_starts_without_anything_heavy(start: str) -> None:
    code = f"""
import json, sys
try:
    {start}
except SystemExit:
    pass
print()
print(json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""
    done = _run("-c", code)
    assert done.returncode == 0, _said(done)
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert set(HEAVY).isdisjoint(loaded), set(HEAVY) & set(loaded)


def test_ruff_knows_what_is_heavy() -> None:
    lint = _settings()["ruff"]["lint"]
    banned = lint["flake8-tidy-imports"]["banned-module-level-imports"]
    assert sorted(banned) == sorted(HEAVY)


# --- the clock


@pytest.mark.parametrize(
    "read",
    [
        "from datetime import UTC, datetime\n\nx = datetime.now(UTC)\n",
        "import datetime\n\nx = datetime.datetime.now(datetime.UTC)\n",
        "from datetime import date\n\nx = date.today()\n",
        "import time\n\nx = time.time()\n",
    ],
)
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("cli.py", True),
        ("notifications/scheduler.py", True),
        ("notifications/reminders.py", False),
        ("workflow/procedure.py", False),
        ("commands/items.py", False),
        ("definitions/check.py", False),
        ("tests/workflow/test_procedure.py", False),
    ],
)
def test_only_the_program_and_the_tick_read_the_clock(
    path: str, allowed: bool, read: str
) -> None:
    done = _run(
        *("-m", "ruff", "check", "--no-cache", "--select", "TID251"),
        *("--stdin-filename", path, "-"),
        text=read,
    )
    assert ("TID251" in done.stdout) is not allowed, _said(done)


# --- what is installed


def test_every_dependency_is_locked_with_its_hashes() -> None:
    locked = _locked()
    for text in distribution("laufzettel").requires or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if marker and not any(marker.evaluate({"extra": each}) for each in LOCKED):
            continue
        name = canonicalize_name(requirement.name)
        assert name in locked, f"{name}: run make lock"
        assert locked[name] in requirement.specifier, f"{name}: run make lock"


def test_the_build_backend_is_locked_as_the_project_names_it() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        (backend,) = tomllib.load(file)["build-system"]["requires"]
    name, version = backend.split("==")
    assert _locked()[name] == version


def test_a_server_gets_what_the_tests_ran_with_and_no_tools() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = project["optional-dependencies"]
    served = _locked("requirements.service.lock")
    assert served.items() < _locked().items(), "run make lock"
    served_extras = [given for each in LOCKED[1:-1] for given in extras[each]]
    for given in [*project["dependencies"], *served_extras]:
        assert canonicalize_name(Requirement(given).name) in served
    tools = {canonicalize_name(Requirement(each).name) for each in extras["test"]}
    assert not tools & served.keys()
    hashes = [
        set(re.findall("--hash=[^ \n]+", (ROOT / name).read_text(encoding="utf-8")))
        for name in ("requirements.service.lock", "requirements.lock")
    ]
    assert hashes[0] < hashes[1]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements.service.lock"])
def test_a_lock_names_no_address_and_no_file(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for word in ("://", " @ ", "--index", "--extra-index", "--find-links", "--trusted"):
        assert word not in text
    for line in text.splitlines():
        assert re.fullmatch(
            r"|\s*#.*|[a-z0-9.-]+==[^ ]+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line
        ), line


def test_no_file_names_a_place_of_packages() -> None:
    for path in _files():
        text = path.read_bytes().decode(errors="replace").lower()
        for host in HOSTS:
            assert host not in text, f"{path} names {host}"


def test_the_wheel_holds_every_file_that_the_program_reads(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for path in _files():
        copy = source / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    build = "from setuptools.build_meta import build_wheel as b; print(b('..'))"
    done = _run("-c", build, cwd=source)
    assert done.returncode == 0, _said(done)
    wheel = tmp_path / done.stdout.splitlines()[-1]
    shutil.unpack_archive(wheel, tmp_path / "wheel", "zip")
    for path in _files():
        place = path.relative_to(ROOT)
        if place.parts[0] in {*PACKAGES, "cli.py"}:
            assert (tmp_path / "wheel" / place).exists(), f"not in the wheel: {place}"


def test_the_card_for_administrations_keeps_to_its_standard() -> None:
    card = YAML(typ="safe").load(ROOT / "publiccode.yml")
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    assert card["name"].lower() == project["name"]
    assert card["legal"]["license"] == project["license"]
    for text in card["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]


def _settings() -> dict[str, dict[str, dict[str, dict[str, list[str]]]]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        tools: dict[str, dict[str, dict[str, dict[str, list[str]]]]]
        tools = tomllib.load(file)["tool"]
    return tools


def _locked(name: str = "requirements.lock") -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9.-]+)==([^ ]+) \\$", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}


def _files() -> list[Path]:
    """The files of the project: what git would keep, or all that make has not made."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        found = [ROOT / name for name in listed.split("\0") if name]
        return [path for path in found if path.is_file()]
    made = {"__pycache__", "build", "dist"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not _made(path.relative_to(ROOT).parts, made)
    ]


def _made(parts: tuple[str, ...], made: set[str]) -> bool:
    hidden = any(part.startswith(".") for part in parts[:-1])
    return hidden or not made.isdisjoint(parts)
