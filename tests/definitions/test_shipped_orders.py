"""Orders that other shipped paths must hold: ordinances, plans, parliament, abroad."""

from dataclasses import replace
from datetime import date

import pytest

from definitions.loader import find
from definitions.model import Definition
from workflow.asking import closes, may_ask
from workflow.bounds import Day
from workflow.guards import Consulted, Known
from workflow.machine import judge

A_DAY = Day(date(2024, 12, 17))
HASTE = frozenset({"urgency", "approved_by", "field:reason", "field:grounds"})


def answered(path: Definition, name: str, body: str, outcome: str) -> Consulted:
    """A body that was asked and has given this answer, on the same day."""
    done = closes(path, name, outcome)
    return Consulted(
        *(name, body, A_DAY, 1), outcome=outcome, answered=A_DAY, closed=done
    )


def told(path: Definition, *story: str, known: Known | None = None) -> str:
    """Where a story of `event` or `event/outcome` leads; the refusal, if one comes."""
    state = path.initial_state
    recorded: dict[str, str] = {}
    for part in story:
        event, _, outcome = part.partition("/")
        now = replace(known or Known(), recorded=dict(recorded), day=A_DAY)
        verdict = judge(path, state, event, outcome or None, now)
        if verdict.to is None:
            return f"{event}: {verdict.reason}"
        state, recorded[event] = verdict.to, "clerk"
    return state


@pytest.fixture(scope="module")
def ordinance() -> Definition:
    return find("berlin-ordinance").definition


@pytest.fixture(scope="module")
def programme() -> Definition:
    return find("berlin-programme").definition


@pytest.fixture(scope="module")
def town() -> Definition:
    return find("german-municipal-council").definition


@pytest.fixture(scope="module")
def swiss() -> Definition:
    return find("swiss-federal-council").definition


def examined(path: Definition, outcome: str = "no_objection") -> Known:
    """Co-signed by the Governing Mayor and justice, examined by the norm office."""
    signed = [
        answered(path, "cosignature", body, "given")
        for body in ("chancellery", "justice")
    ]
    norm = answered(path, "norm_review", "norm_office", outcome)
    return Known(consulted=(*signed, norm), said=HASTE)


TO_COUNCIL = ("register", "put_on_agenda/on_agenda", "first_passage/noted")


def test_an_ordinance_needs_the_governing_mayor_and_justice(
    ordinance: Definition,
) -> None:
    assert "GO Sen) § 8" in told(ordinance, "register")
    assert told(ordinance, "register", known=examined(ordinance)) == "registered"


@pytest.mark.parametrize(
    "outcome", ["no_objection", "followed", "followed_in_substance", "not_followed"]
)
def test_an_ordinance_is_issued_whatever_the_norm_office_says(
    ordinance: Definition, outcome: str
) -> None:
    """But it has been asked (form 18)."""
    second = ("register_again", "put_on_agenda", "issue/issued")
    way = (*TO_COUNCIL, "council_statement/rejected", *second)
    asked = examined(ordinance, outcome)
    assert told(ordinance, *way, known=asked) == "issued"
    unasked = replace(asked, consulted=asked.consulted[:2])
    assert "Muster 18" in told(ordinance, *way, known=unasked)


def test_an_ordinance_is_not_issued_before_the_statement(ordinance: Definition) -> None:
    known = examined(ordinance)
    ahead = (*TO_COUNCIL, "register_again", "put_on_agenda/on_agenda")
    assert "not on record yet" in told(ordinance, *ahead, "issue", known=known)
    late = (*ahead, "council_statement", "issue")
    assert told(ordinance, *late, known=known) == "issued"
    for again in ("circulate", "issue_at_once"):
        assert "cannot come any more" in told(ordinance, *ahead, again, known=known)


def test_an_urgent_ordinance_is_issued_by_circulation(ordinance: Definition) -> None:
    known = examined(ordinance)
    way = ("register_late", "circulate/issued")
    assert told(ordinance, *way, known=known) == "issued"
    hasty = told(ordinance, *way, known=replace(known, said=frozenset()))
    assert "--urgent" in hasty
    objected = ("register", "circulate/objection", "issue_at_once")
    assert told(ordinance, *objected, known=known) == "issued"


def test_an_ordinance_ends_when_parliament_has_been_informed(
    ordinance: Definition,
) -> None:
    known = examined(ordinance)
    law = ("register", "put_on_agenda", "issue_at_once", "promulgate")
    force = (*law, "enter_into_force")
    assert "inform_parliament" in told(ordinance, *force, "conclude", known=known)
    informed = (*law, "inform_parliament", "parliament/referred", "enter_into_force")
    assert told(ordinance, *informed, "conclude", known=known) == "concluded"


def test_a_plan_is_decided_with_the_council_or_without(programme: Definition) -> None:
    """Stadtentwicklungsplan Wohnen 2040: no Council. Asked, it is waited for."""
    way = ("register", "put_on_agenda", "decide/noted", "put_on_agenda")
    assert told(programme, *way, "decide") == "decided"
    for outcome in ("adjourned", "referred"):
        asked = answered(programme, "council_statement", "council", outcome)
        refusal = told(programme, *way, "decide", known=Known(consulted=(asked,)))
        assert "still open" in refusal
        assert "GO RdB" in refusal
    for outcome in ("agreed_with_conditions", "rejected", "no_statement"):
        said = answered(programme, "council_statement", "council", outcome)
        for decision in ("decided", "decided_following", "decided_not_following"):
            end = told(
                programme, *way, f"decide/{decision}", known=Known(consulted=(said,))
            )
            assert end == "decided"


def test_a_programme_goes_on_after_parliament(programme: Definition) -> None:
    """BEK 2030: parliament, then the Senate, then reports and an update."""
    decided = (
        "register",
        "put_on_agenda",
        "decide",
        "introduce",
        "committee/adjourned",
    )
    way = (*decided, "final_vote", "final_passage", "report", "update", "report")
    assert told(programme, *way) == "settled"
    assert told(programme, *way, "conclude") == "concluded"
    assert told(programme, *decided, "final_vote/rejected") == "rejected"


def test_an_item_waits_for_its_place_on_the_agenda(programme: Definition) -> None:
    """Stadtentwicklungsplan Wohnen 2030: refused for weeks, put off, decided."""
    kept_off = ("register", "put_on_agenda/refused", "put_on_agenda/later_sitting")
    assert told(programme, *kept_off, "prepare/consensus") == "registered"
    assert "put_on_agenda" in told(programme, *kept_off, "decide")
    assert (
        told(programme, *kept_off, "add_to_agenda", "decide/adjourned") == "on_agenda"
    )


def test_parliament_waits_for_neither_comment() -> None:
    """2005: it decided while the Council's own committee had the bill."""
    path = find("berlin-parliament-bill").definition
    referred = answered(path, "council_statement", "council", "referred")
    law = ("first_reading", "committee", "final_vote/third_reading", "final_vote")
    way = (*law, "certify", "promulgate", "enter_into_force")
    open_still = Known(consulted=(referred,))
    assert told(path, *way, known=open_still) == "in_force"
    assert "still open" in told(path, *way, "conclude", known=open_still)


def test_committees_of_a_town_are_asked_at_the_same_time(town: Definition) -> None:
    """Each with an outcome of its own; whoever has put the item off is waited for."""
    planning = answered(town, "committees", "planning", "recommended_with_changes")
    borough = answered(town, "committees", "borough_1", "postponed")
    both = Known(consulted=(planning, borough))
    assert (
        may_ask(town, "in_committees", both, replace(borough, body="finance")) is None
    )
    assert "still open" in told(town, "submit", "main_committee", known=both)
    spoken = Known(
        consulted=(planning, replace(borough, outcome="rejected", closed=True))
    )
    assert told(town, "submit", "main_committee/rejected", known=spoken) == "at_council"


def test_the_council_of_a_town_decides_in_a_quorate_sitting(town: Definition) -> None:
    asked = (answered(town, "committees", "planning", "rejected"),)
    no_sitting = Known(consulted=asked, said=HASTE)
    way = ("submit", "main_committee/recommended", "sitting_failed")
    assert "no sitting of council" in told(
        town, *way, "council_decision", known=no_sitting
    )
    held = replace(no_sitting, sitting=True)
    decided = (*way, "council_decision/decided_with_changes")
    assert told(town, *decided, "announce", known=held) == "announced"
    assert told(town, *decided, "object", "council_decision", known=held) == "decided"


@pytest.mark.parametrize("event", ["decide", "decide_in_writing"])
def test_sitting_and_written_procedure_are_equal(swiss: Definition, event: str) -> None:
    known = Known(said=HASTE)
    way = ("waive_offices", "submit")
    assert told(swiss, *way, event, "publish", known=known) == "published"
    asked = replace(answered(swiss, "joint_report", "efd", "no_report"), closed=False)
    waiting = replace(known, consulted=(asked,))
    assert "still open" in told(swiss, *way, event, known=waiting)


def test_the_office_consultation_is_held_or_waived_with_a_reason(
    swiss: Definition,
) -> None:
    nothing = Known(said=frozenset())
    assert "RVOV Art. 4" in told(swiss, "waive_offices", known=nothing)
    assert "nobody has been asked" in told(swiss, "close_offices", known=nothing)
    asked = answered(swiss, "offices", "finance_office", "differing")
    assert told(swiss, "close_offices", known=Known(consulted=(asked,))) == "consulted"
    open_still = Known(consulted=(replace(asked, closed=False),), said=HASTE)
    assert "still open" in told(swiss, "waive_offices", known=open_still)
