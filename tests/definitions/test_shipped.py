"""The paths that come with the program are sound, and say what was asked for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from definitions.check import check
from definitions.loader import find, shipped
from definitions.model import Definition
from notifications.grammar import STEP_KINDS
from workflow.asking import closes, may_ask
from workflow.bounds import Day
from workflow.guards import Consulted, Known
from workflow.machine import judge

TWO_PASSAGES = ("berlin-two-passages", "berlin-bill")
URGENT = frozenset({"urgency", "approved_by"})
LAST_OF_AZG = date(2025, 12, 31)
A_DAY = Day(date(2024, 12, 17))
CO_SIGNED = tuple(  # the Governing Mayor and justice take part in bills and ordinances
    Consulted(
        *("cosignature", body, A_DAY, seq),
        outcome="given",
        answered=A_DAY,
        closed=True,
    )
    for seq, body in enumerate(("chancellery", "justice"), start=1)
)


@pytest.fixture(scope="module")
def senate() -> Definition:
    return find("berlin-senate").definition


@pytest.fixture(scope="module")
def bill() -> Definition:
    return find("berlin-bill").definition


@pytest.fixture(scope="module", params=TWO_PASSAGES)
def passages(request: pytest.FixtureRequest) -> Definition:
    return find(request.param).definition


def told(path: Definition, *story: str, said: frozenset[str] = frozenset()) -> str:
    """Where a story of `event` or `event/outcome` leads; the refusal, if one comes."""
    state = path.initial_state
    recorded: dict[str, str] = {}
    for part in story:
        event, _, outcome = part.partition("/")
        known = Known(recorded, CO_SIGNED, day=A_DAY, actor="clerk", said=said)
        verdict = judge(path, state, event, outcome or None, known)
        if verdict.to is None:
            return f"{event}: {verdict.reason}"
        state = verdict.to
        recorded[event] = "clerk"
    return state


BEFORE_COUNCIL = ("register", "put_on_agenda/on_agenda", "first_passage/noted")
TO_SECOND = ("register_again", "put_on_agenda/on_agenda")


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_definition_has_no_findings(name: str) -> None:
    loaded = find(name)
    assert [
        str(each) for each in check(loaded, release_kinds=frozenset(STEP_KINDS))
    ] == []
    assert loaded.definition.name == name


def test_the_path_is_the_one_that_was_asked_for(senate: Definition) -> None:
    moves = {
        (start, event, end)
        for event in senate.events
        if event != "withdraw"
        for start, ends in senate.targets_of(event).items()
        for end in ends
    }
    assert moves == {
        ("draft", "approve", "first_approval"),
        ("draft", "consent", "council_consent"),
        ("first_approval", "consent", "ready_for_decision"),
        ("council_consent", "approve", "ready_for_decision"),
        ("ready_for_decision", "decide", "formal_decision"),
        ("formal_decision", "publish", "publication"),
    }


def test_the_default_path_is_what_it_was(senate: Definition) -> None:
    """Records in use hold it by this hash, and a new version would be another path."""
    assert find("berlin-senate").hash.startswith("fc44ee01c359")
    assert senate.deadlines == {}


REGISTERED = ["berlin-bill", "berlin-ordinance", "berlin-programme"]


@pytest.mark.parametrize("name", [*REGISTERED, "berlin-two-passages"])
def test_registration_ends_seven_calendar_days_before_the_sitting(name: str) -> None:
    path = find(name).definition
    term = path.deadlines["registration"]
    assert (term.before, term.period, term.counting) == (
        "senate",
        "7 days",
        "calendar_days",
    )
    assert (term.shift, term.extension, term.suspension) == (None, None, None)
    in_time = [event for event in path.events if requires_term(path, event)]
    assert set(in_time) == {"register", "register_again"} & set(path.events)
    assert set(in_time) <= set(term.met_by)


@pytest.mark.parametrize("name", [*REGISTERED, "berlin-two-passages"])
def test_who_registers_late_gives_a_reason_instead_of_keeping_the_term(
    name: str,
) -> None:
    path = find(name).definition
    assert not requires_term(path, "register_late")
    assert any(each.urgency for each in path.events["register_late"].requires)
    assert "register_late" in path.deadlines["registration"].met_by
    for event in ("register", "register_again"):
        if event in path.events:
            late = path.moves_of("register_late")
            assert path.moves_of(event).items() <= late.items()


def requires_term(path: Definition, event: str) -> bool:
    return any(each.deadline is not None for each in path.events[event].requires)


@pytest.mark.parametrize("name", [*REGISTERED, "berlin-two-passages"])
def test_three_departments_may_take_seven_days_more_to_cosign(name: str) -> None:
    path = find(name).definition
    term = path.deadlines["cosignature_term"]
    assert (term.after, term.period, term.counting, term.shift) == (
        "cosignature",
        "2 weeks",
        "event_day",
        "working_day",
    )
    assert term.extension is not None
    assert (term.extension.at_most, term.extension.times) == ("7 days", 1)
    assert set(term.extension.bodies) == {"interior", "finance", "justice"}
    assert path.consultations["cosignature"].silence == "deemed_given"


@pytest.mark.parametrize("name", ["berlin-bill", "berlin-parliament-bill"])
def test_promulgation_keeps_its_term_and_no_day_off_moves_it(name: str) -> None:
    term = find(name).definition.deadlines["promulgation"]
    assert (term.after, term.met_by, term.shift) == ("certify", ("promulgate",), None)


@pytest.mark.parametrize("name", shipped())
def test_no_term_is_given_to_the_council(name: str) -> None:
    """No source sets one, and none is made up."""
    path = find(name).definition
    asked = {key for key, each in path.consultations.items() if "council" in each.asks}
    assert not asked & {each.after for each in path.deadlines.values()}
    assert not any(each.before == "council" for each in path.deadlines.values())


def test_an_item_can_be_withdrawn_from_every_open_state(senate: Definition) -> None:
    ends = {"publication", "withdrawn"}
    assert set(senate.moves_of("withdraw")) == set(senate.states) - ends
    assert set(senate.targets_of("withdraw").values()) == {("withdrawn",)}


def test_the_slip_has_five_stations(senate: Definition) -> None:
    assert senate.stations == ("open", "consent", "approve", "decide", "publish")


def test_who_records_what(senate: Definition) -> None:
    assert {name: event.by for name, event in senate.events.items()} == {
        "approve": ("clerk",),
        "consent": ("clerk",),
        "decide": ("clerk",),
        "publish": ("press",),
        "withdraw": ("lead", "clerk"),
    }


def test_the_first_passage_may_be_noted_only(senate: Definition) -> None:
    assert "noted" in senate.events["approve"].outcomes
    assert senate.label("outcomes", "noted").de == "zur Kenntnis genommen"


@pytest.mark.parametrize(
    ("day", "law"),
    [
        (date(2021, 7, 15), "Zuständigkeitsgesetz (AZG) § 14"),
        (date(2025, 12, 31), "Zuständigkeitsgesetz (AZG) § 14"),
        (date(2026, 1, 1), "Landesorganisationsgesetz (LOG)"),
    ],
)
def test_the_council_acts_by_the_law_of_the_day(
    senate: Definition, day: date, law: str
) -> None:
    """The LOG of 10 July 2025 replaces the AZG on 1 January 2026."""
    texts = [source.text for source in senate.basis_of("consent", day)]
    assert any(law in text for text in texts)
    assert len(texts) == 3


def _rules(path: Definition) -> Iterator[tuple[str, ...]]:
    """The sources that each rule of a path cites."""
    for event in path.events.values():
        yield event.basis
        yield from (each.basis for each in event.requires)
    yield from (each.basis for each in path.consultations.values())
    yield from (each.basis for each in path.deadlines.values())


@pytest.mark.parametrize("name", shipped())
def test_no_rule_cites_the_azg_after_2025(name: str) -> None:
    path = find(name).definition
    after = LAST_OF_AZG + timedelta(days=1)
    for basis in _rules(path):
        texts = [source.text for source in path.sources_of(basis, after)]
        assert not any("AZG" in text for text in texts)
        assert len(texts) == len(basis)  # what is replaced is followed, not lost


def test_the_council_has_no_veto(passages: Definition) -> None:
    """Whatever the statement says, the Senate can decide either way."""
    outcomes = passages.events["council_statement"].outcomes
    assert {"agreed", "rejected", "no_statement"} <= set(outcomes)
    for outcome in outcomes:
        way = (*BEFORE_COUNCIL, f"council_statement/{outcome}", *TO_SECOND)
        for decision in ("decided", "decided_following", "decided_not_following"):
            assert told(passages, *way, f"second_passage/{decision}") == "decided"


def test_without_a_statement_the_senate_cannot_decide(passages: Definition) -> None:
    way = (*BEFORE_COUNCIL, "council_puts_off/adjourned", *TO_SECOND)
    refusal = told(passages, *way, "second_passage/decided")
    assert "council_statement) is not on record yet" in refusal
    assert "Muster 3" in refusal
    assert told(passages, *way, "second_passage/adjourned") == "on_agenda_again"
    by_letter = (*BEFORE_COUNCIL, "register_again", "circulate_again/decided")
    assert "not on record yet" in told(passages, *by_letter, said=URGENT)


def test_the_second_passage_is_registered_before_the_council_sits(
    passages: Definition,
) -> None:
    """Mietendeckel: cut-off 19, Council 21, Senate 26 November 2019."""
    way = (*BEFORE_COUNCIL, *TO_SECOND, "council_statement/agreed_with_conditions")
    assert told(passages, *way, "second_passage/decided") == "decided"


def test_adjourning_keeps_an_item_where_it_is(passages: Definition) -> None:
    again = ("first_passage/adjourned", "sitting_failed/no_quorum")
    start = BEFORE_COUNCIL[:2]
    assert told(passages, *start, *again * 2) == "on_agenda"
    put_off = [
        f"council_puts_off/{each}"
        for each in passages.events["council_puts_off"].outcomes
    ]
    assert told(passages, *BEFORE_COUNCIL, *put_off * 2) == "at_council"
    assert told(passages, "register", "put_on_agenda/later_sitting") == "registered"


def test_joint_sitting_and_decision_on_one_day(passages: Definition) -> None:
    """Schneller-Bauen-Gesetz, 20 August 2024: nothing is registered for it."""
    way = (*BEFORE_COUNCIL, "joint_sitting", "council_statement", "add_to_agenda")
    assert told(passages, *way, "second_passage") == "decided"


def test_a_late_statement_is_recorded_after_the_decision(passages: Definition) -> None:
    none = (*BEFORE_COUNCIL, "council_statement/no_statement", *TO_SECOND)
    late = (*none, "second_passage/decided", "council_statement/rejected")
    assert told(passages, *late) == "decided"


@pytest.mark.parametrize("event", ["register_late", "circulate", "circulate_again"])
def test_haste_takes_a_reason_and_an_approver(passages: Definition, event: str) -> None:
    way = {
        "register_late": (),
        "circulate": ("register",),
        "circulate_again": (*BEFORE_COUNCIL, "council_statement", "register_again"),
    }[event]
    assert "--urgent" in told(passages, *way, event)
    assert told(passages, *way, event, said=URGENT) in passages.states


def test_a_supplement_comes_from_what_the_council_proposes(
    passages: Definition,
) -> None:
    assert passages.events["supplement"].supplement
    changed = (*BEFORE_COUNCIL, "council_statement/agreed_with_conditions")
    assert told(passages, *changed, "supplement") == "registered_again"
    ahead = (*BEFORE_COUNCIL, "register_again", "supplement")
    assert "not on record yet" in told(passages, *ahead)


def test_departments_are_asked_at_the_same_time(passages: Definition) -> None:
    """Each answers for itself; the registration waits for every one that was asked."""
    first = Consulted("cosignature", "finance", A_DAY, seq=2)
    second = replace(first, body="justice", seq=3)
    assert may_ask(passages, "draft", Known(consulted=(first,)), second) is None

    def registered(*asked: Consulted) -> str | None:
        known = Known(consulted=(*CO_SIGNED, *asked), day=A_DAY, said=frozenset())
        return judge(passages, "draft", "register", None, known).to

    def closed(asked: Consulted, outcome: str) -> Consulted:
        done = closes(passages, asked.name, outcome)
        return replace(asked, outcome=outcome, answered=A_DAY, closed=done)

    assert registered(first, second) is None
    assert registered(closed(first, "given"), second) is None
    silent = closed(second, "deemed_given")
    assert registered(closed(first, "reservation"), silent) == "registered"


INTRODUCED = (
    *BEFORE_COUNCIL,
    *("council_statement", *TO_SECOND, "second_passage/decided", "introduce"),
)


def test_a_bill_becomes_law(bill: Definition) -> None:
    way = ("first_reading", "committee/taken_off", "committee", "main_committee")
    law = ("final_vote", "certify", "promulgate", "enter_into_force")
    assert told(bill, *INTRODUCED, *way, *law) == "in_force"


def test_the_senate_recalls_a_bill_from_parliament(bill: Definition) -> None:
    """Mobilitätsgesetz, 9 May 2023: back to the draft, and all the way again."""
    for way in (INTRODUCED, (*INTRODUCED, "first_reading")):
        assert told(bill, *way, "recall/recalled") == "draft"
        assert told(bill, *way, "recall/recalled_to_decide") == "statement_available"
    again = (*INTRODUCED, "recall/recalled", *INTRODUCED)
    assert told(bill, *again) == "in_parliament"


def test_a_bill_ends_in_parliament(bill: Definition) -> None:
    read = (*INTRODUCED, "first_reading", "final_vote/adjourned")
    assert told(bill, *read) == "read_once"
    assert told(bill, *read, "final_vote/rejected") == "rejected"
    assert told(bill, *read, "lapse") == "lapsed"


def test_an_adopted_law_is_not_withdrawn(bill: Definition) -> None:
    beyond = {"adopted", "certified", "promulgated"}
    assert set(bill.moves_of("withdraw")) == set(bill.open_states) - beyond
