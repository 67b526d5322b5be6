"""The acts: what they record, and what they refuse without recording anything."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from definitions.loader import load
from definitions.model import Loaded
from tests.workflow.office import entry, everything
from tests.worlds import NOON, World, by, on
from workflow import procedure
from workflow.bounds import UNKNOWN, Day
from workflow.errors import Refused

SHIPPED = Path(__file__).parents[2] / "definitions/paths/berlin-senate.yaml"
DAY = "2021-07-07"
Attempt = Callable[[World, str], object]


def _changed(tmp_path: Path, *changes: tuple[str, str]) -> Loaded:
    """The shipped path with another wording, under the same name."""
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "berlin-senate.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file)


# --- what is recorded


def test_an_answer_says_what_was_recorded(world: World) -> None:
    item = world.open()
    answer = world.advance(item, "approve", "2021-07-06", outcome="noted")
    row = entry(world)
    assert answer == {
        "reference": item,
        "seq": 2,
        "entry": row["seq"],
        "event": "approve",
        "from": "draft",
        "to": "first_approval",
        "state": "first_approval",
        "on": "2021-07-06",
        "on_precision": "exact",
        "recorded_at": "2021-08-10T10:00:02.000000Z",
        "body": "senate",
        "outcome": "noted",
        "corrects": None,
        "hash": row["hash"],
    }


def test_the_first_outcome_is_meant_if_none_is_given(world: World) -> None:
    item = world.open()
    assert world.advance(item, "approve", "2021-07-06")["outcome"] == "approved"


def test_the_texts_of_a_step_are_kept(world: World) -> None:
    item = world.smart_city()
    fields = {"medium": "ABl.", "citation": "S. 270"}
    other = world.open(note="Notiz", particulars="{}")
    for event in ("approve", "consent", "decide"):
        world.advance(other, event, DAY, note="N\nN", outcome_text=" Wortlaut ")
    world.advance(other, "publish", DAY, fields=fields)
    found = [step.words for step in world.slip(other).steps]
    assert found[0] == {
        "title": "Strategischer Rahmen",
        "lead": "Senatskanzlei",
        "note": "Notiz",
        "particulars": "{}",
    }
    assert found[1] == {"note": "N\nN", "outcome_text": "Wortlaut"}
    assert found[4] == {"field:medium": "ABl.", "field:citation": "S. 270"}
    assert world.slip(item).steps[4].words == {"field:medium": "Pressemitteilung"}


@pytest.mark.parametrize("steps", range(4))
def test_an_item_can_be_withdrawn_from_every_open_state(
    world: World, steps: int
) -> None:
    item = world.open()
    for event in ("consent", "approve", "decide")[:steps]:
        world.advance(item, event, DAY)
    answer = procedure.withdraw(world.store, world.act(), item, note="Überholt")
    assert answer["to"] == "withdrawn"
    assert world.slip(item).at_end
    with pytest.raises(Refused):
        procedure.withdraw(world.store, world.act(), item)


def test_something_outside_the_record_is_noted_without_moving_the_item(
    world: World,
) -> None:
    item = world.smart_city()
    answer = procedure.record(world.store, world.act(), "released", item, "a" * 64)
    assert (answer["from"], answer["to"]) == ("publication", "publication")
    assert answer["payload"] == "a" * 64
    assert world.slip(item).version == 6
    assert world.verify().sound


# --- days


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2021, 7, 5, 21, 59, 50, tzinfo=UTC), "2021-07-05"),
        (datetime(2021, 7, 5, 22, 0, 0, tzinfo=UTC), "2021-07-06"),  # summer time
        (datetime(2021, 12, 31, 22, 59, 50, tzinfo=UTC), "2021-12-31"),
        (datetime(2021, 12, 31, 23, 0, 0, tzinfo=UTC), "2022-01-01"),  # winter time
        (datetime(2021, 10, 30, 22, 30, 0, tzinfo=UTC), "2021-10-31"),
        (datetime(2021, 10, 31, 23, 0, 0, tzinfo=UTC), "2021-11-01"),
    ],
)
def test_today_is_the_day_in_berlin(
    world: World, now: datetime, today: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    world.now = now
    item = world.open(day=None)
    opened = world.slip(item).steps[0]
    assert str(opened.day) == today
    assert item.startswith(f"S-{today[:4]}-")
    following = date.fromordinal(date.fromisoformat(today).toordinal() + 1)
    with pytest.raises(Refused, match=str(following)):
        world.open(day=on(str(following)))
    world.open(day=on(today))


DAYS = [on("2021-07-06"), by("2021-07-06"), Day(None, UNKNOWN)]


@pytest.mark.parametrize("day", DAYS, ids=["exact", "at the latest", "unknown"])
def test_a_day_is_kept_as_precisely_as_it_is_known(world: World, day: Day) -> None:
    item = world.open()
    procedure.advance(world.store, world.act(), item, "approve", day=day)
    assert world.slip(item).steps[1].day == day
    assert entry(world)["day_precision"] == day.precision
    assert world.verify().sound


def test_a_day_is_refused_only_if_no_order_of_days_is_left(world: World) -> None:
    item = world.open(day=by("2021-07-05"))
    world.advance(item, "approve", "2021-07-01")  # the draft may be older still
    act = procedure.advance
    with pytest.raises(Refused, match="2021-07-01"):
        act(world.store, world.act(), item, "consent", day=by("2021-06-30"))
    act(world.store, world.act(), item, "consent", day=by("2021-07-01"))
    with pytest.raises(Refused, match="2021-07-01"):
        world.advance(item, "decide", "2021-06-30")
    act(world.store, world.act(), item, "decide", day=Day(None, UNKNOWN))
    world.advance(item, "publish", "2021-07-01")
    assert world.verify().sound


def test_the_refusal_of_a_day_names_the_command_that_mends_it(world: World) -> None:
    item = world.open()
    world.advance(item, "approve", "2021-07-06")
    with pytest.raises(Refused) as refusal:
        world.advance(item, "consent", "2021-07-05")
    assert f"laufzettel correct {item} 2" in str(refusal.value)


# --- references


def test_references_are_counted_by_the_year_of_the_draft(world: World) -> None:
    world.now = NOON.replace(year=2022)
    assert world.open(day=on("2021-12-31")) == "S-2021-0001"
    assert world.open(day=on("2022-01-01")) == "S-2022-0001"
    assert world.open(day=by("2021-12-31")) == "S-2021-0002"
    assert world.open(day=Day(None, UNKNOWN)) == "S-2022-0002"


def test_given_references_are_counted_on(world: World) -> None:
    for given in ("S-2021-0041", "S-2021-X", "S-2021-0042-a", "s-2021-0099", "18/4500"):
        assert world.open(reference=given) == given
    assert world.open() == "S-2021-0042"
    assert world.open(reference="S-2021-9999") == "S-2021-9999"
    assert world.open() == "S-2021-10000"
    assert world.open() == "S-2021-10001"


# --- definitions


def test_a_definition_is_stored_once_by_what_it_says(
    world: World, tmp_path: Path
) -> None:
    commented = _changed(tmp_path, ("definition: berlin", "# Neu\ndefinition: berlin"))
    assert commented.hash == world.path.hash
    for path in (world.path, world.path, commented):
        _open_under(world, path)
    (row,) = everything(world)["definitions"]
    assert row["source"] == SHIPPED.read_text(encoding="utf-8")
    kinds = [each["kind"] for each in everything(world)["entries"]]
    assert kinds.count("definition") == 1
    assert world.verify().sound


def _open_under(world: World, path: Loaded) -> str:
    before, world.path = world.path, path
    try:
        return world.open()
    finally:
        world.path = before


def test_an_item_stays_on_the_version_it_was_opened_under(
    world: World, tmp_path: Path
) -> None:
    changed = _changed(
        tmp_path,
        ("outcomes: [decided]", "outcomes: [noted]"),
        ("valid_from: 2021-01-01 ", "valid_from: 2021-07-01 "),
    )
    old, new = world.open(), _open_under(world, changed)
    assert len(everything(world)["definitions"]) == 2
    for item, outcome in ((old, "decided"), (new, "noted")):
        world.advance(item, "approve", DAY)
        world.advance(item, "consent", DAY)
        assert world.advance(item, "decide", DAY)["outcome"] == outcome
    assert world.slip(old).definition.valid_from == date(2021, 1, 1)
    assert world.slip(new).definition.valid_from == date(2021, 7, 1)
    assert world.verify().sound


def test_a_path_is_open_to_items_while_it_is_valid(
    world: World, tmp_path: Path
) -> None:
    world.path = _changed(
        tmp_path,
        ("valid_from: 2021-01-01 ", "valid_to: 2021-07-31\nvalid_from: 2021-07-01 "),
    )
    for day in (on("2021-06-30"), by("2021-06-30"), on("2021-08-01"), None):
        with pytest.raises(Refused, match="2021-07-31"):
            world.open(day=day)
    for day in (on("2021-07-01"), on("2021-07-31"), by("2021-08-01"), by("2021-07-01")):
        world.open(day=day)
    item = world.open(day=on("2021-07-31"))
    world.advance(item, "approve", "2021-08-05")  # a running item is not stopped
    assert world.verify().sound
