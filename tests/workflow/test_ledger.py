"""The chain of entries: what is hashed, what stands outside, when it was recorded."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.workflow.forging import canonical, commitment, entry_hash
from tests.workflow.office import entry, everything
from tests.worlds import NOON, World, on
from workflow.unit import Act


def test_both_chains_hold_as_the_documentation_says(world: World) -> None:
    """Computed here once more, from the stored texts alone."""
    world.smart_city()
    world.smart_city()
    before, files, words = "0" * 64, dict[str, str](), everything(world)["words"]
    for seq, row in enumerate(everything(world)["entries"], 1):
        content = json.loads(row["content"])
        assert canonical(content) == row["content"]
        assert (content["v"], content["alg"]) == (1, "sha256")
        assert content["seq"] == row["seq"] == seq
        assert content["prev"] == row["prev"] == before
        before = entry_hash(row["content"])
        assert row["hash"] == before
        if "item" in content:
            assert content["item_prev"] == files.get(content["item"], "0" * 64)
            files[content["item"]] = before
        assert content.get("words", {}) == {
            each["field"]: commitment(each["salt"], each["text"])
            for each in words
            if each["seq"] == seq
        }
    (head,) = everything(world)["head"]
    assert (head["seq"], head["hash"]) == (seq, before)


def test_no_name_and_no_text_stands_in_the_chain(world: World) -> None:
    item = world.open("Geheimer Titel", lead="Geheime Verwaltung", note="Geheime Notiz")
    world.advance(item, "approve", "2021-07-06", outcome_text="Geheimer Wortlaut")
    world.correct(item, 2, words={"note": "Geheimer Nachtrag"})
    for row in everything(world)["entries"]:
        assert "eheim" not in row["content"]
        assert "Tippfehler" not in row["content"]
        assert '"clerk"' not in row["content"]
        assert row["actor"].startswith("p-")


def test_equal_texts_have_unequal_commitments(world: World) -> None:
    for _ in range(2):
        world.open("Derselbe Titel")
    titles = [row for row in everything(world)["words"] if row["field"] == "title"]
    assert titles[0]["text"] == titles[1]["text"]
    assert titles[0]["salt"] != titles[1]["salt"]
    assert all(len(row["salt"]) == 32 for row in titles)


def _recorded(world: World) -> list[datetime]:
    return [row["recorded_at"] for row in everything(world)["entries"]]


def test_the_instant_of_recording_is_that_of_the_act(world: World) -> None:
    world.open()
    assert entry(world)["recorded_at"] - NOON < timedelta(seconds=2)
    assert "clock_behind" not in entry(world)["content"]


def test_entries_of_one_act_follow_each_other_and_blame_no_clock(world: World) -> None:
    """The first item brings its definition with it: two entries at one instant."""
    world.open()
    definition, opened = everything(world)["entries"][-2:]
    assert opened["recorded_at"] - definition["recorded_at"] == timedelta(
        microseconds=1
    )
    for row in everything(world)["entries"]:
        assert "clock_behind" not in row["content"]


@pytest.mark.parametrize("back", [timedelta(microseconds=1), timedelta(hours=1)])
def test_a_clock_that_runs_behind_is_told_and_time_runs_on(
    world: World, back: timedelta
) -> None:
    item = world.open()
    last = entry(world)["recorded_at"]
    world.now = last - back - timedelta(seconds=1)
    answer = world.advance(item, "approve", "2021-07-06")
    told = json.loads(entry(world)["content"])
    assert told["clock_behind"] is True
    assert entry(world)["recorded_at"] == last + timedelta(microseconds=1)
    assert answer["recorded_at"] == told["recorded_at"]
    world.now = last + timedelta(days=1)
    world.advance(item, "consent", "2021-07-07")
    assert "clock_behind" not in entry(world)["content"]
    assert _recorded(world) == sorted(set(_recorded(world)))
    assert world.verify().sound


def test_a_clock_that_jumps_to_and_fro_leaves_time_in_order(world: World) -> None:
    for jump in (0, 365, -150, 1, -200, 30, -1):
        world.now = NOON + timedelta(days=jump)
        world.open(day=on("2021-01-04"))
    assert _recorded(world) == sorted(set(_recorded(world)))
    assert world.verify().sound


def test_an_act_without_offset_from_utc_is_a_fault_of_the_program(world: World) -> None:
    before = everything(world)
    naive = datetime(2021, 8, 10, 12)  # noqa: DTZ001
    act = Act(world.person, naive)
    world.act = lambda **_: act  # type: ignore[method-assign]
    with pytest.raises((TypeError, ValueError)):
        world.open()
    assert everything(world) == before


def test_instants_are_kept_to_the_microsecond(world: World) -> None:
    world.open()
    world.now = datetime(2021, 8, 11, 23, 59, 58, 999_999, tzinfo=UTC)
    world.open()
    said = json.loads(entry(world)["content"])["recorded_at"]
    assert said == "2021-08-11T23:59:59.999999Z"
    assert entry(world)["recorded_at"] == datetime.fromisoformat(said)
