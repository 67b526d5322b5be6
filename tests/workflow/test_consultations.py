"""Bodies are asked beside the path, answer late or not at all, and are corrected."""

from typing import Any

import pytest

from tests.workflow.beside import Busy
from tests.workflow.office import STRANGER, sitting
from tests.worlds import World, on
from workflow import consultations
from workflow.access import standing
from workflow.bounds import UNKNOWN, Day
from workflow.consultations import consult
from workflow.docket import choices, waiting
from workflow.errors import NotPermitted, Refused
from workflow.unit import Answer


@pytest.fixture
def busy(world: World) -> Busy:
    return Busy(world)


def _register(busy: Busy, day: str = "2021-07-20") -> Answer:
    return busy.advance("register", day, fields={"number": "12"})


def _sound(busy: Busy) -> None:
    assert busy.world.verify().findings == ()


def test_four_are_asked_at_once_and_one_stays_silent(busy: Busy) -> None:
    for body in ("justice", "finance", "interior", "culture"):
        busy.ask(body, "2021-07-01", due="2021-07-15")
    busy.attach()
    for body, day in (("finance", "03"), ("justice", "05"), ("culture", "20")):
        busy.answer(body, f"2021-07-{day}")  # the last one late, and it counts
    assert busy.open_ones() == ["interior"]
    with pytest.raises(Refused, match="Interior has not given its statement"):
        _register(busy)
    with pytest.raises(Refused, match="runs until 2021-07-15"):
        busy.answer("interior", "2021-07-15", "deemed")
    busy.answer("interior", "2021-07-16", "deemed", evidence=None)
    assert busy.open_ones() == []
    assert _register(busy)["state"] == "registered"
    _sound(busy)


def test_silence_means_nothing_without_a_term(busy: Busy) -> None:
    busy.ask("justice", "2021-07-01")
    with pytest.raises(Refused, match="no term was set"):
        busy.answer("justice", "2021-08-01", "deemed")
    assert busy.open_ones() == ["justice"]


def test_silence_on_an_unknown_day_ends_no_term(busy: Busy) -> None:
    """Otherwise a term of next year could be over today."""
    busy.ask("justice", "2021-07-01", due="2021-08-20")
    with pytest.raises(Refused, match="silence counts from the day after the term"):
        consultations.reply(
            busy.world.store,
            busy.world.act(),
            busy.item,
            "cosignature",
            body="justice",
            outcome="deemed",
            day=Day(None, UNKNOWN),
        )
    assert busy.open_ones() == ["justice"]


def test_an_answer_without_a_body_asks_which_of_several(busy: Busy) -> None:
    busy.ask("justice", "2021-07-01")
    busy.ask("finance", "2021-07-01")
    with pytest.raises(Refused, match="name one with --body: justice, finance"):
        consultations.reply(
            busy.world.store, busy.world.act(), busy.item, "cosignature"
        )


def test_a_statement_must_be_there_on_the_day_that_it_bears(busy: Busy) -> None:
    busy.cosigned()
    with pytest.raises(Refused, match="dates from 2021-07-02, after 2021-07-01"):
        _register(busy, "2021-07-01")
    _register(busy, "2021-07-02")
    _sound(busy)


def test_a_body_is_asked_once_at_a_time_and_again_when_it_has_answered(
    busy: Busy,
) -> None:
    busy.cosigned()
    busy.ask("justice", "2021-07-03")
    with pytest.raises(Refused, match="has been asked already"):
        busy.ask("justice", "2021-07-03")
    with pytest.raises(Refused, match="Justice has not given"):
        _register(busy)
    busy.answer("justice", "2021-07-04", "refused")
    with pytest.raises(Refused, match="of Justice ended with refused"):
        _register(busy)
    busy.ask("justice", "2021-07-05")
    busy.answer("justice", "2021-07-06", "given")
    _register(busy)
    _sound(busy)


def test_an_answer_names_its_evidence_where_it_is_asked_for(busy: Busy) -> None:
    busy.ask("justice", "2021-07-01")
    with pytest.raises(Refused, match="--evidence"):
        busy.answer("justice", "2021-07-02", evidence=None)
    busy.answer("justice", "2021-07-02", evidence="II B 3 – 12/21")
    (answer,) = busy.world.slip(busy.item).walk.beside
    assert answer.words["evidence"] == "II B 3 – 12/21"


def test_an_adjourned_statement_stays_open(busy: Busy) -> None:
    busy.ask("council", "2021-07-01", name="statement")
    said = {"name": "statement", "evidence": None}
    busy.answer("council", "2021-07-05", "adjourned", **said)
    assert busy.open_ones() == ["council"]
    busy.answer("council", "2021-07-12", "given", **said)
    assert busy.open_ones() == []
    with pytest.raises(Refused, match="is waited for"):
        busy.answer("council", "2021-07-13", "given", **said)
    _sound(busy)


def test_what_cannot_be_asked_is_refused(busy: Busy) -> None:
    before = busy.world.slip(busy.item).version
    for refused, body, name, day in (
        ("has no consultation hearing", "justice", "hearing", "2021-07-01"),
        ("does not ask council", "council", "cosignature", "2021-07-01"),
        ("lies in the future", "justice", "cosignature", "2021-12-01"),
    ):
        with pytest.raises(Refused, match=refused):
            busy.ask(body, day, name=name)
    with pytest.raises(Refused, match="before it begins"):
        busy.ask("justice", "2021-07-05", due="2021-07-01")
    busy.ask("justice", "2021-07-05")
    with pytest.raises(Refused, match="before 2021-07-05, on which"):
        busy.answer("justice", "2021-07-04")
    with pytest.raises(NotPermitted), sitting(busy.world, STRANGER):
        busy.ask("finance", "2021-07-05")
    busy.on_agenda()
    with pytest.raises(Refused, match="is opened in the state draft"):
        busy.ask("finance", "2021-07-05")
    assert busy.world.slip(busy.item).version == before + 2
    _sound(busy)


def test_a_consultation_exists_from_its_day_on(busy: Busy) -> None:
    with pytest.raises(Refused, match="exists only from 2021-02-01"):
        busy.ask("council", "2021-01-31", name="statement")


# --- corrections


def test_the_outcome_of_an_answer_is_corrected_and_an_answer_struck(busy: Busy) -> None:
    asked = busy.ask("justice", "2021-07-01")
    answer = busy.answer("justice", "2021-07-02")
    busy.world.correct(busy.item, answer["seq"], outcome="refused")
    (found,) = busy.world.slip(busy.item).walk.consulted.values()
    assert (found.outcome, found.closed) == ("refused", True)
    _sound(busy)
    busy.world.correct(busy.item, answer["seq"], words={"evidence": "Az. 2"})
    struck = busy.world.correct(busy.item, answer["seq"], void=True)
    assert busy.open_ones() == ["justice"]
    _sound(busy)
    busy.answer("justice", "2021-07-03")
    with pytest.raises(Refused, match="would become impossible"):
        busy.world.correct(busy.item, struck["seq"], void=True)  # it would answer twice
    with pytest.raises(Refused, match="would become impossible"):
        busy.world.correct(busy.item, asked["seq"], void=True)
    _sound(busy)


def test_an_answer_that_a_later_step_rests_on_cannot_be_struck(busy: Busy) -> None:
    busy.cosigned()
    _register(busy)
    for change in ({"void": True}, {"outcome": "refused"}, {"day": on("2021-07-21")}):
        with pytest.raises(Refused, match=r"register \(entry 11\) would become"):
            busy.world.correct(busy.item, 3, **change)
    busy.world.correct(busy.item, 11, void=True)
    busy.world.correct(busy.item, 3, outcome="refused")
    with pytest.raises(Refused, match="ended with refused"):
        _register(busy)
    _sound(busy)


@pytest.mark.parametrize(
    ("seq", "change", "why"),
    [
        (2, {"event": "register"}, "no event"),
        (2, {"outcome": "given"}, "no outcome"),
        (2, {"words": {"evidence": "x"}}, "no field"),
        (3, {"outcome": "decided"}, "no outcome of cosignature"),
        (10, {"words": {"title": "x"}}, "opening of the item"),
        (3, {"day": on("2021-06-30")}, "lies before 2021-07-01"),
    ],
)
def test_what_stands_beside_has_only_its_own_facts(
    busy: Busy, seq: int, change: dict[str, object], why: str
) -> None:
    busy.cosigned()
    with pytest.raises(Refused, match=why):
        busy.world.correct(busy.item, seq, **change)


# --- what is waited for


def test_open_consultations_are_waited_for_until_the_item_ends(busy: Busy) -> None:
    busy.ask("justice", "2021-07-01", due="2021-07-15")
    busy.ask("finance", "2021-07-01")
    with busy.world.store.reading() as tx:
        found = waiting(tx)
    assert {(each.body, str(each.due)) for each in found} == {
        *(("justice", "2021-07-15"), ("finance", "None")),
    }
    busy.advance("withdraw", "2021-07-16")
    with busy.world.store.reading() as tx:
        assert waiting(tx) == []


def test_a_repeated_command_asks_once(busy: Busy) -> None:
    said: dict[str, Any] = {"body": "justice", "day": on("2021-07-01")}
    store, act = busy.world.store, busy.world.act(command_id="one")
    first = consult(store, act, busy.item, "cosignature", **said)
    assert consult(store, act, busy.item, "cosignature", **said) == first
    assert busy.open_ones() == ["justice"]


def test_nobody_records_an_event_of_the_clock(busy: Busy) -> None:
    with pytest.raises(NotPermitted, match="comes by itself"):
        busy.advance("lapse", "2021-07-05")
    slip = busy.world.slip(busy.item)
    with busy.world.store.reading() as tx:
        held = standing(tx, busy.world.person)
    lapse = next(each for each in choices(slip, held) if each.event == "lapse")
    assert not lapse.allowed
