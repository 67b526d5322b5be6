"""The real cases run as they were: every day and every outcome of their files."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.commands.terminal import Terminal, surroundings

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
LATER = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAYS = {"on": "exact", "on_or_before": "at_latest"}
Line = tuple[object, ...]


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Terminal:
    surroundings(monkeypatch, tmp_path)
    terminal = Terminal(capsys, tmp_path)
    terminal.now = LATER
    return terminal


def test_there_are_cases() -> None:
    assert len(CASES) >= 14


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_runs_as_it_was(case: Path, terminal: Terminal) -> None:
    terminal.does("init")
    opened = terminal.does("import", str(case))["items"]
    items = YAML(typ="safe", pure=True).load(case.read_bytes())["items"]
    assert len(opened) == len(items)
    for line, item in zip(opened, items, strict=True):
        history = terminal.does("history", line["reference"])
        assert [recorded(each) for each in history] == list(told(item))
        assert history[-1]["to"] == line["state"]
    assert terminal.does("verify")["sound"]


def recorded(entry: dict[str, Any]) -> Line:
    """An entry as `history --json` shows it."""
    name = entry["event"]
    if entry["kind"] in {"consulted", "answered"}:
        name = entry["facts"]["consultation"]
    if entry["kind"] == "gap":
        name = entry["to"]
    return (
        *(entry["kind"], name, entry["on"], entry["on_precision"]),
        *(entry["outcome"], entry["outcome_text"], entry["note"]),
    )


def told(item: dict[str, Any]) -> Any:
    """What the file says that `recorded` has to say."""
    opened = item.get("opened", {})
    note = opened.get("note", item.get("note"))
    yield ("opened", "open", *day(opened), None, None, note)
    for step in item.get("steps", []):
        said = [step.get(name) for name in ("outcome", "outcome_text", "note")]
        if "consultation" in step:
            yield from asked(step)
        elif "event" in step:
            yield ("moved", step["event"], *day(step), *said)
        elif "planned" in step:
            yield ("planned", step["planned"], *day(step), *said)
        elif "answer" in step:
            yield ("answered", step["answer"], *day(step), *said)
        else:
            yield ("gap", step["gap"], None, "unknown", *said)


def asked(step: dict[str, Any]) -> Any:
    opened, answered = step.get("opened", {}), step.get("answered", {})
    name, note = step["consultation"], step.get("note", opened.get("note"))
    yield ("consulted", name, *day(opened), None, None, note)
    if "outcome" in step:
        said = (step["outcome"], step.get("outcome_text"), answered.get("note"))
        yield ("answered", name, *day(answered), *said)


def day(said: dict[str, Any]) -> tuple[str | None, str]:
    for key, precision in DAYS.items():
        if key in said:
            return str(said[key]), precision
    return None, "unknown"
