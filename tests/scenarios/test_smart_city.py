"""The Smart City framework of 2021 as it was lived: recorded, reminded of, announced.

The days are those of the sources (smart-city-berlin.de, release of 6 July 2021); the
clock stands where the clerks stood.
"""

from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from definitions.sentences import Problem
from notifications import particulars
from notifications.rounds import Settings
from notifications.rounds import round as one_round
from tests.notifications.drafting import draft
from tests.worlds import World, by, on
from workflow import procedure, terms
from workflow.errors import Refused

TITLE = "Strategischer Rahmen für die Smart-City-Strategie Berlins"


def case() -> str:
    """The stored forms and facts of the case, as `new --particulars` reads them."""
    text = (
        files("notifications").joinpath("cases", "smart-city.yaml").read_text("utf-8")
    )
    return particulars.stored(particulars.read(YAML(typ="safe").load(text)))


def at(world: World, day: str, hour: int = 10) -> date:
    """Move the clock to a day; it never moves back."""
    year, month, number = (int(part) for part in day.split("-"))
    world.now = datetime(year, month, number, hour, tzinfo=UTC)
    return world.now.date()


def release(world: World, reference: str, kind: str, day: date) -> str:
    """The release as drafted on a day."""
    with world.store.reading() as tx:
        head = tx.one("head") or {}
    return draft(
        world.slip(reference),
        kind=kind,
        release_day=day,
        head=head["hash"],
        head_seq=head["seq"],
    ).text


@pytest.fixture
def framework(world: World) -> str:
    """The draft, whose document bears the date of 5 July 2021."""
    world.now = datetime(2021, 7, 5, 9, 0, tzinfo=UTC)
    return world.open(TITLE, day=by("2021-07-05"), particulars=case())


def test_from_the_draft_to_the_announcement(world: World, framework: str) -> None:
    tuesday = at(world, "2021-07-06")
    world.advance(framework, "approve", "2021-07-06", outcome="approved_with_remarks")
    first = release(world, framework, "first_approval", tuesday)
    assert "in seiner heutigen Sitzung" in first
    assert "in erster Befassung mit Anmerkungen" in " ".join(first.split())
    said, _, footer = first.partition("Vorlage:")
    assert footer  # holds a hash, in which any digits can stand
    assert "350" not in said  # what was known in August only is not said in July

    with pytest.raises(Problem, match="consent"):
        release(world, framework, "formal_decision", tuesday)
    with pytest.raises(Refused, match="consent of the Council of Mayors"):
        world.advance(framework, "decide", "2021-07-06")

    decision_day = at(world, "2021-08-03")
    act = world.act()
    procedure.advance(world.store, act, framework, "consent", day=by("2021-08-03"))
    council = release(world, framework, "council_position", decision_day)
    body = council.split("Pressemitteilung vom 03.08.2021")[1].split("Vorlage:")[0]
    assert "3. August" not in body.replace("\N{NO-BREAK SPACE}", " ")
    assert "Sitzung" not in body  # nobody knows which one it was

    world.advance(framework, "decide", "2021-08-03")
    decided = release(world, framework, "formal_decision", decision_day)
    assert "\n\nSenat beschließt Strategischen Rahmen" in decided
    assert "nach Zustimmung des Rats" in " ".join(decided.split())

    medium = {"medium": "Pressemitteilung des Senats von Berlin"}
    world.advance(framework, "publish", "2021-08-03", fields=medium)
    assert medium["medium"] in release(world, framework, "publication", decision_day)
    assert world.slip(framework).state == "publication"
    assert world.verify().sound


def test_the_strategy_is_remembered_until_it_is_there(
    world: World, framework: str, tmp_path: Path
) -> None:
    """A Wiedervorlage for the end of 2022, set in 2021, reminds in time, and again."""
    at(world, "2021-08-10")
    due = date(2022, 12, 31)
    reason, role = "Strategie liegt vor", "lead"
    terms.add_term(
        world.store, world.act(), framework, due=due, reason=reason, role=role
    )
    settings = Settings(tmp_path / "outbox")
    sent = {}
    days = ("2021-08-11", "2022-12-23", "2022-12-24", "2022-12-27")
    for day in (*days, "2022-12-31", "2023-01-02", "2023-01-09"):
        at(world, day)
        sent[day] = one_round(world.store, world.now, settings).sent
    assert [day for day, count in sent.items() if count] == [
        "2022-12-24",
        "2022-12-31",
        "2023-01-02",  # the next working day: it is overdue
    ]

    terms.finish_term(world.store, world.act(), framework, "term-1")
    assert [term.status for term in world.slip(framework).terms] == ["done"]
    assert world.verify().sound


def test_the_council_came_first_after_all(world: World, framework: str) -> None:
    """Two entries in the wrong order are put right without a gap in the record."""
    at(world, "2021-08-10")
    world.advance(framework, "approve", "2021-07-06")
    world.advance(framework, "consent", "2021-07-15")
    with pytest.raises(Refused, match="Entry 3"):  # two first approvals
        world.correct(framework, 3, event="approve")
    world.correct(framework, 3, void=True)
    world.correct(framework, 2, event="consent")
    world.advance(framework, "approve", "2021-07-20")
    story = [(step.event, str(step.day)) for step in world.slip(framework).steps]
    assert story == [
        ("open", "≤ 2021-07-05"),
        ("consent", "2021-07-06"),
        ("approve", "2021-07-20"),
    ]
    assert world.slip(framework).state == "ready_for_decision"
    assert [entry.event for entry in world.slip(framework).entries] == [
        *("open", "approve", "consent", "correct", "correct", "approve")
    ]
    assert world.verify().sound
    assert world.correct(framework, 2, day=on("2021-07-08"))["to"] == (
        "ready_for_decision"
    )
