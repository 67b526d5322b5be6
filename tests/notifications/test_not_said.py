"""What a release must not say: who may not have been it, what was dismissed, undone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from definitions.loader import find
from notifications import newsroom, releasing
from notifications.annexes import Verb
from notifications.colophon import issuer_of
from notifications.facts import (
    Appointment,
    CouncilTo,
    Earlier,
    FormalDecision,
    Publication,
    Withdrawal,
)
from notifications.handwritten import withdrawing
from notifications.page import ISSUER
from notifications.particulars import Particulars, read, stored
from notifications.reading import possible_days
from notifications.typed import Typed
from tests.notifications.documents import SENATOR, given
from tests.notifications.newsdesk import JULY_6, MAYOR, Desk
from tests.notifications.ovens import hearths, warm
from tests.notifications.slips import (
    AT_LATEST,
    EXACT,
    HEAD,
    UNKNOWN,
    Act,
    opened,
    slip,
    smart_city,
)
from tests.notifications.test_facts import (
    FIRST,
    INTRODUCED,
    SECOND,
    bill,
    refusal,
    story,
    told,
    week,
)
from tests.worlds import World, on
from workflow import offices, procedure
from workflow.bounds import Day
from workflow.docket import Slip
from workflow.errors import Refused
from workflow.officefile import Given
from workflow.offices import Changed

__all__ = ["hearths", "warm"]
pytestmark = pytest.mark.usefixtures("warm")

# --- a withdrawal


def by_key(of: Particulars, key: str = "senator-umwelt") -> Particulars:
    """The particulars, submitted by the holder of an office."""
    plain = of.model_dump(mode="json", exclude_defaults=True)
    return read({**plain, "proposers": [{"office": key}]})


def test_a_release_can_be_taken_back_whoever_submitted_the_item() -> None:
    of = slip(opened("Plan zum", by_key(smart_city())))
    release = Earlier("formal_decision", 4, JULY_6, "Senat beschließt Plan")
    found = withdrawing(
        of, release=release, reason="Falsch.", release_day=week(99), head=HEAD
    ).facts
    assert isinstance(found, Withdrawal)
    assert found.item is not None
    assert found.item.proposers == ()
    assert found.item.reference == of.reference


# --- who held an office on a day that is not known exactly


def days_of(*days: Day) -> tuple[date, date] | None:
    """The days on which the first passage can have been: the second of these steps."""
    events = ("add_to_agenda", "first_passage", "council_statement")
    outcomes = (None, "noted", "agreed")
    start = Act("open", Day(None, UNKNOWN), words=opened("Plan").words)
    of = slip(
        start, *map(Act, events, days, outcomes), path=find("berlin-bill").definition
    )
    return possible_days(of, of.steps[2])


def test_a_day_lies_between_the_days_that_are_known() -> None:
    known, unknown = Day(week(1), EXACT), Day(None, UNKNOWN)
    latest = Day(week(3), AT_LATEST)
    assert days_of(known, Day(week(2), EXACT)) == (week(2), week(2))
    assert days_of(known, latest) == (week(1), week(3))
    assert days_of(known, unknown, latest) == (week(1), week(3))
    assert days_of(known, unknown) is None
    assert days_of(unknown, latest) is None  # it may be long ago


@pytest.fixture
def desk(world: World) -> Desk:
    """An item of a path that is submitted by the holder of an office."""
    world.now = datetime(2021, 7, 6, 6, 0, tzinfo=UTC)
    of = stored(by_key(smart_city(), MAYOR.key))
    reference = world.open(day=on("2021-06-01"), particulars=of)
    made = Desk(world, reference)
    made.staff()
    return made


def test_nobody_is_named_who_may_not_have_held_the_office(desk: Desk) -> None:
    world = desk.world
    procedure.advance(
        *(world.store, world.act(), desk.reference, "approve"),
        day=Day(JULY_6, AT_LATEST),
        outcome="approved",
    )
    begun = replace(MAYOR, first=date(2021, 6, 2))
    offices.set_offices(world.store, world.act(), [Given(begun)])
    with pytest.raises(Refused, match="The day of the step is not known exactly"):
        desk.draft()
    before = replace(MAYOR, first=date(2020, 1, 1), until=date(2021, 6, 1))
    offices.set_offices(world.store, world.act(), [Given(before)])
    assert MAYOR.person in desk.content(desk.draft()).text  # the same man, all along


# --- appointments, dismissals


def decided_of(called: str, **appointment: Any) -> Slip:
    """A decision on the document of this name, about a person."""
    people = [{"person": "Dr. Erika Muster"}]
    members = given("members", appointment={"people": people, **appointment})
    plain = members.model_dump(mode="json", exclude_defaults=True)
    document = {
        name: text.replace("Berufung", called)
        for name, text in plain["document"].items()
    }
    of = read({**plain, "document": document})
    return story("berlin-programme", of, "add_to_agenda", "decide/decided")


def verb_of(of: Slip) -> str:
    found = told(of, week(1), kind="appointment").facts
    assert isinstance(found, Appointment)
    assert found.verb_start == found.verb.capitalize()
    return found.verb


@pytest.mark.parametrize("verb", get_args(Verb))
def test_what_is_decided_of_persons_is_said_in_the_word_that_was_given(
    verb: str,
) -> None:
    assert verb_of(decided_of("Ernennung", verb=verb)) == verb


def test_of_an_appointment_the_word_is_known_and_of_nothing_else() -> None:
    assert verb_of(decided_of("Berufung")) == "berufen"
    for other in ("Abberufung", "Ernennung", "Neuberufung", "Wahl"):
        assert "Add `verb` (berufen," in refusal(
            decided_of(other), week(1), kind="appointment"
        )


@pytest.mark.parametrize("verb", ["abberufen", "entlassen"])
def test_who_is_dismissed_has_no_term_that_begins(verb: str) -> None:
    for more in ({"begins": "2021-09-01"}, {"term": "vier Jahre"}):
        with pytest.raises(Refused, match="who is dismissed has a last day"):
            decided_of("Abberufung", verb=verb, **more)
    assert verb_of(decided_of("Abberufung", verb=verb, ends="2021-12-31")) == verb


# --- what goes to the Council


@pytest.mark.parametrize(
    "since",
    [
        "council_puts_off/adjourned",
        "council_puts_off/no_quorum",
        "council_statement/agreed",
        "joint_sitting/heard",
    ],
)
def test_what_is_before_the_council_is_not_brought_there(since: str) -> None:
    of = bill(*FIRST, since)
    refused = refusal(of, week(2), kind="council_to")
    assert "that body has dealt with it" in refused
    assert "--kind first_approval --entry 3" in refused
    assert "council_to" not in refused
    before = told(of, week(2) - timedelta(days=1), kind="council_to").facts
    assert isinstance(before, CouncilTo)


# --- a programme that comes back from parliament

PROGRAMME = (
    *("add_to_agenda", "decide/decided", "introduce", "final_vote/adopted"),
    "final_passage/finally_discussed",
)


def test_a_final_passage_looks_back_on_decision_and_vote() -> None:
    of = story("berlin-programme", given("plural"), *PROGRAMME)
    found = told(of, week(4))
    assert isinstance(found.facts, FormalDecision)
    assert [(each.body.name, each.day) for each in found.facts.before] == [
        ("Senat", week(1)),
        ("Abgeordnetenhaus von Berlin", week(3)),
    ]
    assert [each.entry.item_seq for each in found.steps] == [1, 3, 5, 6]
    first = told(of, week(1), entry_seq=3).facts
    assert isinstance(first, FormalDecision)
    assert first.before == ()


# --- what was rejected; refusals that help


def test_of_what_parliament_rejected_the_handing_over_is_not_meant() -> None:
    of = bill(
        *INTRODUCED, "first_reading/referred_to_committees", "final_vote/rejected"
    )
    refused = refusal(of, week(7))
    assert "After entry 7 came final vote (2021-08-24, entry 9): rejected" in refused
    assert "--kind to_parliament --entry 7" in refused
    assert told(of, week(7), kind="to_parliament").seq == 7
    assert told(of, week(7), entry_seq=7).seq == 7
    assert told(of, week(6)).seq == 7  # it was not rejected yet


def test_a_day_that_is_too_early_is_told_what_it_can_bear() -> None:
    of = bill(*SECOND)
    refused = refusal(of, week(2))
    assert "--kind council_position --entry 4" in refused
    assert "--kind first_approval --entry 3" in refused
    assert "formal_decision" not in refused
    programme = story("berlin-programme", given("plural"), *PROGRAMME)
    again = refusal(programme, week(1), kind="formal_decision")
    assert "--kind formal_decision --entry 3" in again
    assert "can be announced" not in refusal(of, date(2021, 7, 1))


def test_what_is_said_to_be_possible_is() -> None:
    of = bill(*SECOND, "object")
    refused = refusal(of, week(3))
    found = list(offered(refused))
    assert len(found) == 2
    for kind, seq in found:
        assert told(of, week(3), kind=kind, entry_seq=seq).seq == seq


def offered(refused: str) -> Iterator[tuple[str, int]]:
    """What a refusal names instead."""
    for each in refused.partition("one of: ")[2].rstrip(".").split(", "):
        _, kind, _, seq = each.split()
        yield kind, int(seq)


# --- taking note, published


def test_taking_note_is_looked_back_on_where_the_document_is_published() -> None:
    of = story(
        "swiss-federal-council",
        given("report", proposers=[SENATOR]),
        *("close_offices", "submit", "decide/noted", "publish"),
        medium="BBl",
    )
    found = told(of, week(4)).facts
    assert isinstance(found, Publication)
    assert found.decision is not None
    assert found.decision.phrase.code == "noted"


# --- who issues it


@pytest.mark.parametrize(
    ("path", "german", "english"),
    [
        ("berlin-bill", ISSUER, ISSUER),
        ("berlin-senate", ISSUER, ISSUER),
        ("swiss-federal-council", "Bundesrat", "Federal Council"),
        ("german-municipal-council", "Rat", "Council"),
    ],
)
def test_berlins_press_office_issues_what_is_berlins(
    path: str, german: str, english: str
) -> None:
    of = find(path).definition
    assert (issuer_of(of, "de"), issuer_of(of, "en")) == (german, english)


def test_a_release_is_issued_in_one_name_and_taken_back_in_it(desk: Desk) -> None:
    world = desk.world
    world.advance(desk.reference, "approve", "2021-07-06", outcome="approved")
    desk.office()
    release = desk.draft(issuer="Senatskanzlei")
    desk.edit(release, typed=Typed(paragraphs=("Es folgt mehr.",)))
    assert f"Senatskanzlei · {release}" in desk.content(release).text
    desk.submit(release)
    desk.approve(release)
    desk.publish(release)
    offices.change_office(  # nobody holds it any more
        world.store, world.act(), MAYOR.key, Changed(until=date(2021, 7, 6))
    )
    releasing.withdraw(world.store, desk.by("ben"), release, "Falsch.")
    told_of = newsroom.told_withdrawn(
        *(world.store, desk.by("anna"), desk.life(release)),
        *(date(2021, 7, 9), "Falsch.", ()),
    )
    assert f"Senatskanzlei · {told_of}" in desk.content(told_of).text
    assert world.verify().sound
