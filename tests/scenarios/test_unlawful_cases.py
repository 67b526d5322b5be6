"""The real cases, told wrongly: a step left out, a wrong order, a day that cannot be.

Each is refused with its place in the file and the rule, and nothing is recorded.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.commands.terminal import Terminal, surroundings

CASES = Path(__file__).parent / "cases"
TODAY = datetime.fromisoformat("2026-11-23T10:00:00+00:00")
Steps = list[dict[str, Any]]
Wrong = Callable[[Steps], Steps]


def without(*places: int) -> Wrong:
    """These steps are left out."""
    return lambda steps: [each for at, each in enumerate(steps) if at not in places]


def swapped(one: int, other: int) -> Wrong:
    """Two steps are told in the wrong order."""

    def change(steps: Steps) -> Steps:
        steps = list(steps)
        steps[one], steps[other] = steps[other], steps[one]
        return steps

    return change


def dated(place: int, day: str) -> Wrong:
    """A step bears a day on which it cannot have been."""

    def change(steps: Steps) -> Steps:
        step = {k: v for k, v in steps[place].items() if k != "on_or_before"}
        return [*steps[:place], {**step, "on": day}, *steps[place + 1 :]]

    return change


STATEMENT = "statement of the Council of Mayors (council_statement)"
WRONG: list[tuple[str, Wrong, str]] = [
    ("smart-city", without(0), "first approval by the Senate (approve)"),
    ("smart-city", without(1), "consent of the Council of Mayors (consent)"),
    ("smart-city", swapped(1, 2), "consent of the Council of Mayors (consent)"),
    ("smart-city", dated(2, "2021-07-01"), "lies before 2021-07-06"),
    ("verwaltungsreform", without(3, 4), STATEMENT),
    ("verwaltungsreform", swapped(3, 5), STATEMENT),
    ("verwaltungsreform", dated(5, "2024-12-01"), "lies before 2024-12-17"),
    ("mietendeckel", without(7), "still missing: second passage (second_passage)"),
    ("mietendeckel", swapped(5, 7), STATEMENT),
    ("mietendeckel", dated(7, "2019-11-20"), "lies before 2019-11-21"),
    ("fussverkehr", without(2), "introduction in parliament (introduce)"),
    ("fussverkehr", swapped(1, 3), "first passage (first_passage)"),
    ("fussverkehr", dated(3, "2019-09-01"), "lies before 2019-09-17"),
    ("feiertag-2025", without(1), "still missing: first passage (first_passage)"),
    ("feiertag-2025", swapped(2, 4), STATEMENT),
    ("step-wohnen-2030", without(3), "decision on the agenda (put_on_agenda)"),
    ("step-wohnen-2030", swapped(3, 5), "decision on the agenda (put_on_agenda)"),
    (
        "step-wohnen-2040",
        without(0),
        "registration for a sitting of the Senate (register)",
    ),
    ("zero-waste", without(3), "submission to parliament for decision (introduce)"),
    ("zero-waste", swapped(3, 5), "submission to parliament for decision (introduce)"),
    ("bek-2030", without(1), "decision of parliament (final_vote)"),
    ("bek-2030", swapped(1, 2), "decision of parliament (final_vote)"),
    ("bek-2030", dated(2, "2018-01-01"), "lies before 2018-01-25"),
    ("energiewendegesetz", without(2), STATEMENT),
    ("energiewendegesetz", swapped(1, 3), STATEMENT),
    ("strassengesetz", without(2), STATEMENT),
    ("strassengesetz", swapped(3, 6), "introduction in parliament (introduce)"),
    ("strassengesetz", dated(8, "2021-01-01"), "lies before 2021-06-08"),
    (
        "leitlinien-beteiligung",
        without(2),
        "registration for a sitting of the Senate (register)",
    ),
    ("leitlinien-beteiligung", dated(3, "2019-01-01"), "lies before 2019-06-03"),
    (
        "kinderbetreuung-2005",
        without(1),
        "still missing: first passage (first_passage)",
    ),
    (
        "kinderbetreuung-2005",
        swapped(1, 2),
        "still missing: first passage (first_passage)",
    ),
    ("buergerbegehren-2005", without(2), "first reading (first_reading)"),
    ("buergerbegehren-2005", swapped(3, 4), "final vote (final_vote)"),
    ("buergerbegehren-2005", dated(4, "2005-06-01"), "lies before 2005-06-16"),
    ("solargesetz", without(2, 3), STATEMENT),
    ("bauvereinfachung-2005", without(1), "first passage (first_passage)"),
    ("kleingaerten-2020", without(3), STATEMENT),
    ("schneller-bauen", dated(4, "2024-08-19"), "lies before 2024-08-20"),
    (
        "mobilitaetsgesetz-recall-2023",
        without(2),
        "introduction in parliament (introduce)",
    ),
    (
        "gemeinsam-digital",
        without(0),
        "registration for a sitting of the Senate (register)",
    ),
    ("parkgebuehren-2022", without(2), STATEMENT),
    ("late-statement", without(6), STATEMENT),
    ("failed-sitting", without(5), STATEMENT),
    (
        "swiss-written-procedure",
        without(2),
        "first one of: end of the office consultation (close_offices), waiver",
    ),
    ("swiss-written-procedure", swapped(1, 2), "is opened in the state draft"),
]


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Terminal:
    """A terminal with a database of its own."""
    surroundings(monkeypatch, tmp_path)
    return Terminal(capsys, tmp_path)


@pytest.mark.parametrize(("name", "wrong", "rule"), WRONG)
def test_a_case_told_wrongly_is_refused(
    terminal: Terminal, name: str, wrong: Wrong, rule: str
) -> None:
    terminal.now = TODAY
    terminal.does("init")
    head = terminal.does("verify")["head"]
    file = terminal.folder / f"{name}.json"
    told = plain(CASES / f"{name}.yaml")
    told["items"][0]["steps"] = wrong(told["items"][0]["steps"])
    file.write_text(json.dumps(told, default=date.isoformat), encoding="utf-8")
    said = terminal("import", str(file))
    assert said.code == 1
    assert "items[0].steps[" in said.err
    assert rule in said.err
    assert "Nothing was recorded" in said.err
    assert terminal.does("verify")["head"] == head


def plain(file: Path) -> Any:
    """A case as plain data."""
    return YAML(typ="safe", pure=True).load(file)
