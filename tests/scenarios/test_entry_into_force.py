"""Laws and ordinances of Berlin enter into force by the clock, on their day.

VvB Art. 60 (3): on the day that the law names, else on the 14th day after that of its
promulgation. Of ordinances no source for the second case was seen.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.commands.terminal import Terminal, surroundings
from tests.workflow.terms_path import at
from tests.worlds import PACKAGES, World, on, shipped_path
from workflow import consultations, plans
from workflow.expiry import expire
from workflow.store import open_store

CASE = Path(__file__).parent / "cases" / "verwaltungsreform.yaml"
IN_FORCE = "enter_into_force"


def day_of(world: World, item: str) -> list[str]:
    """When it entered into force, by the record."""
    steps = world.slip(item).steps
    return [str(each.day) for each in steps if each.event == IN_FORCE]


def test_a_bill_of_parliament_whose_text_names_no_day(world: World) -> None:
    """Promulgated on Friday, 1 March 2024; in force on 15 March, from 0:00."""
    world.path, world.now = shipped_path("berlin-parliament-bill"), at("2024-03-01")
    law = world.open(day=on("2024-01-10"))
    world.advance(law, "first_reading", "2024-01-18")
    world.advance(law, "final_vote", "2024-02-08")
    world.advance(law, "certify", "2024-02-20")
    world.advance(law, "promulgate", "2024-03-01")
    expire(world.store, at("2024-03-14"))
    assert day_of(world, law) == []
    expire(world.store, at("2024-03-18"))  # the machine stood still over the weekend
    assert day_of(world, law) == ["2024-03-15"]
    assert world.verify().sound


def test_an_ordinance_that_enters_into_force_on_the_day_after(world: World) -> None:
    """Of 22 December 2020, as often in that winter: nothing is in force by itself."""
    world.path, world.now = shipped_path("berlin-ordinance"), at("2020-12-21")
    item = world.open(day=on("2020-12-20"))
    review, body, day = "norm_review", "norm_office", on("2020-12-20")
    act = world.act()
    consultations.consult(world.store, act, item, review, body=body, day=day)
    given = {"body": body, "outcome": "no_objection"}
    consultations.reply(world.store, world.act(), item, review, **given, day=day)
    world.now = at("2020-12-22")
    world.advance(item, "add_to_agenda", "2020-12-22")
    world.advance(item, "issue_at_once", "2020-12-22")
    world.advance(item, "promulgate", "2020-12-22")
    expire(world.store, at("2021-12-22"))
    assert day_of(world, item) == []
    (term,) = [each for each in world.slip(item).deadlines if each.running]
    assert (term.name, term.due) == ("entry_into_force", None)
    plans.plan_step(world.store, world.act(), item, IN_FORCE, date(2020, 12, 23))
    expire(world.store, at("2020-12-23", 0))  # 1:00 in Berlin
    assert day_of(world, item) == ["2020-12-23"]
    assert world.verify().sound


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Terminal:
    surroundings(monkeypatch, tmp_path)
    return Terminal(capsys, tmp_path)


def test_the_reform_of_the_administration_names_new_years_day(
    terminal: Terminal, tmp_path: Path
) -> None:
    """Promulgated on 23 July 2025, in force on 1 January 2026 (LOG, GVBl. S. 270)."""
    terminal.now = at("2025-07-24")
    terminal.does("init")
    told = CASE.read_text("utf-8").partition(f"      - event: {IN_FORCE}\n")[0]
    file = tmp_path / "case.yaml"
    file.write_text(told, encoding="utf-8")
    (opened,) = terminal.does("import", str(file))["items"]
    law = opened["reference"]
    assert due(terminal, law) == "2025-08-06"  # a Wednesday: nothing is shifted
    terminal.does("plan", law, "--event", IN_FORCE, "--on", "2026-01-01", "--yes")
    assert due(terminal, law) == "2026-01-01"
    with open_store(str(tmp_path / "record.sqlite3"), PACKAGES) as store:
        assert expire(store, at("2025-12-31")).recorded == []
        (step,) = expire(store, at("2026-01-02")).recorded
    assert (step["event"], step["on"]) == (IN_FORCE, "2026-01-01")
    terminal.now = at("2026-01-02")
    assert terminal.does("show", law)["state"] == "in_force"
    assert terminal.does("verify")["sound"]


def due(terminal: Terminal, law: str) -> str:
    """The day on which it will enter into force."""
    (term,) = [
        each
        for each in terminal.does("deadline", "list", law)
        if each["name"] == "entry_into_force"
    ]
    found: str = term["due"]
    return found
