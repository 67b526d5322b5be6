"""What releases of the fuller paths state: kinds, next steps, effect, and before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from definitions.loader import find
from notifications.facts import CouncilPosition, Earlier
from notifications.particulars import Particulars
from notifications.press import Gathered, gathered, kinds_of
from tests.notifications.documents import SENATOR, given
from tests.notifications.drafting import Drafted, set_out
from tests.notifications.paths import unguarded
from tests.notifications.slips import HEAD, Act, changed, opened, said, slip
from workflow.bounds import Day
from workflow.course import Beside
from workflow.docket import Slip
from workflow.errors import Refused
from workflow.guards import Consulted
from workflow.portfolios import Office

START = date(2021, 7, 6)
URL = "https://www.berlin.de/rbmskzl/aktuelles/pressemitteilungen/2021/1103451"


def week(number: int) -> date:
    return START + timedelta(weeks=number)


def story(path: str, of: Particulars | None, *events: str, **fields: str) -> Slip:
    """An item of a path; `event/outcome` a week after the other from 6 July 2021 on."""
    definition = find(path).definition
    words = {f"field:{name}": text for name, text in fields.items()}
    acts = []
    for number, each in enumerate(events):
        event, _, outcome = each.partition("/")
        acts.append(Act(event, Day(week(number)), outcome or None, words))
    found = slip(opened("Plan", of), *acts, path=unguarded(definition))
    return replace(found, definition=definition)


def told(of: Slip, day: date, **choice: Any) -> Gathered:
    return gathered(of, release_day=day, head=HEAD, head_seq=9, **choice)


def released(of: Slip, day: date, **choice: Any) -> Drafted:
    return set_out(told(of, day, **choice))


def body(release: Drafted) -> str:
    return said("\n".join(release.paragraphs))


def refusal(of: Slip, day: date, **choice: Any) -> str:
    with pytest.raises(Refused) as refused:
        told(of, day, **choice)
    return str(refused.value)


# --- the bill: from the first passage to its promulgation

FIRST = ("add_to_agenda", "first_passage/noted")
COUNCIL = (*FIRST, "council_statement/agreed_with_remarks")
SECOND = (*COUNCIL, "add_to_agenda", "second_passage/decided")
INTRODUCED = (*SECOND, "introduce")
ADOPTED = (*INTRODUCED, "first_reading/referred_to_committees", "final_vote/adopted")
PROMULGATED = (*ADOPTED, "certify", "promulgate")
BILL = given("bill", proposers=[SENATOR], law=given("law").document.model_dump())


def bill(*events: str, **fields: str) -> Slip:
    return story("berlin-bill", BILL, *events, **fields)


def test_the_first_passage_of_a_bill_can_be_told_in_two_kinds() -> None:
    of = bill(*FIRST)
    assert kinds_of(of, of.steps[-1]) == ("first_approval", "council_to")
    first = released(of, week(1))
    assert first.kind == "first_approval"
    other = released(of, week(1), kind="council_to")
    assert other.headline == (
        "Senat leitet Entwurf des Solargesetzes dem Rat der Bürgermeister zu"
    )
    assert body(other) == (
        "Der Senat hat in seiner heutigen Sitzung auf Vorlage der Senatorin für "
        "Stadtentwicklung und Wohnen, Katrin Lompscher, den Entwurf des Solargesetzes "
        "in erster Befassung zur Kenntnis genommen. Dieser wird nun dem Rat der "
        "Bürgermeister zur Stellungnahme zugeleitet. Anschließend entscheidet erneut "
        "der Senat, danach das Abgeordnetenhaus von Berlin."
    )


def test_once_the_council_has_spoken_nothing_goes_to_it_any_more() -> None:
    of = bill(*COUNCIL)
    told_late = refusal(of, week(2), kind="council_to")
    assert "Entry 3 brings the item before no other body" in told_late
    # of the day before its statement, the release still says what was true then
    assert "dem Rat der Bürgermeister" in body(
        released(of, week(2) - timedelta(days=1), kind="council_to")
    )


def test_the_decision_on_a_bill_is_to_bring_it_before_parliament() -> None:
    text = body(released(bill(*SECOND), week(4)))
    assert (
        "Katrin Lompscher, – nach Stellungnahme durch den Rat der Bürgermeister – "
        "beschlossen, den Entwurf des Solargesetzes beim Abgeordnetenhaus von Berlin "
        "einzubringen. In erster Befassung hatte der Senat die Vorlage bereits am "
        "13. Juli 2021 zur Kenntnis genommen. Der Rat der Bürgermeister hatte der "
        "Vorlage am 20. Juli 2021 mit Hinweisen zugestimmt."
    ) in text


def test_where_parliament_need_not_decide_nothing_is_said_of_it() -> None:
    of = story("berlin-programme", given("plural"), "add_to_agenda", "decide/decided")
    assert "Abgeordnetenhaus" not in body(released(of, week(1)))


def test_a_bill_is_handed_to_parliament_only_when_that_is_recorded() -> None:
    missing = refusal(bill(*SECOND), week(4), kind="to_parliament")
    assert "Not recorded yet" in missing
    assert "introduction in parliament" in missing
    release = released(bill(*INTRODUCED, number="18/3540"), week(5))
    assert release.kind == "to_parliament"
    assert release.headline == (
        "Senat hat Entwurf des Solargesetzes dem Abgeordnetenhaus von Berlin zugeleitet"
    )
    assert (
        "Der Senat hat heute auf Vorlage der Senatorin für Stadtentwicklung und "
        "Wohnen, Katrin Lompscher, – nach Stellungnahme durch den Rat der "
        "Bürgermeister – den Entwurf des Solargesetzes dem Abgeordnetenhaus von Berlin "
        "zur parlamentarischen Beratung und Abstimmung zugeleitet. Der Senat hatte die "
        "Vorlage am 3. August 2021 beschlossen."
    ) in body(release)
    assert "Drucksache: 18/3540" in release.paragraphs
    later = released(bill(*INTRODUCED), week(5) + timedelta(days=1))
    assert "Der Senat hat am 10. August 2021 auf Vorlage" in body(later)


def test_what_parliament_has_adopted_is_called_the_law_it_has_become() -> None:
    release = released(bill(*PROMULGATED, citation="GVBl. S. 813"), week(9))
    assert release.headline == "Verkündung des Solargesetzes Berlin"
    assert body(release).startswith(
        "Das Solargesetz Berlin ist am 7. September 2021 verkündet worden. Das "
        "Abgeordnetenhaus von Berlin hatte es am 24. August 2021 beschlossen."
    )
    assert "Fundstelle: GVBl. S. 813" in body(release)


def test_a_promulgated_bill_without_the_forms_of_its_law_is_refused() -> None:
    of = story("berlin-bill", given("bill"), *PROMULGATED)
    missing = refusal(of, week(9))
    assert "How the law is called that parliament has made of S-2021-0001" in missing
    assert "laufzettel correct S-2021-0001 1 --reason TEXT --particulars" in missing


@pytest.mark.parametrize(
    ("events", "kind"),
    [
        (FIRST, "first_approval"),
        (FIRST, "council_to"),
        (COUNCIL, "council_position"),
        (SECOND, "formal_decision"),
        (INTRODUCED, "to_parliament"),
    ],
)
def test_a_bill_is_not_called_a_law_before_parliament_votes(
    events: tuple[str, ...], kind: str
) -> None:
    of = story("berlin-bill", given("law"), *events)
    missing = refusal(of, week(len(events) - 1), kind=kind)
    assert "S-2021-0001 is called a law (“Solargesetz”)" in missing
    assert "laufzettel item titles S-2021-0001" in missing


def test_a_recalled_bill_begins_anew() -> None:
    """What the Council said of the old draft is not told of the new one."""
    again = (*INTRODUCED, "recall/recalled", *FIRST)
    text = body(released(bill(*again), week(len(again) - 1)))
    assert "nach Befassung des Rats der Bürgermeister" in text
    assert "mit Hinweisen" not in text
    assert "beschlossen" not in text


def test_a_bill_taken_back_in_its_sitting_is_not_announced() -> None:
    of = bill("add_to_agenda", "first_passage/taken_back")
    assert kinds_of(of, of.steps[-1]) == ()
    assert "no release of it is drafted any more" in refusal(of, week(1))


def test_a_council_that_puts_the_matter_off_is_told_and_has_said_nothing_yet() -> None:
    put_off = (*FIRST, "council_puts_off/adjourned")
    release = released(bill(*put_off), week(2))
    assert release.headline == "Rat der Bürgermeister vertagt Entwurf des Solargesetzes"
    assert "nach Befassung des Rats" in body(
        released(bill(*put_off), week(2), kind="first_approval")
    )
    failed = bill(*FIRST, "council_puts_off/no_quorum")
    assert kinds_of(failed, failed.steps[-1]) == ()


def test_a_statement_stands_though_the_council_deals_with_it_again() -> None:
    events = (*FIRST, "council_puts_off/adjourned", "council_statement/rejected")
    decided = (*events, "add_to_agenda", "second_passage/decided_not_following")
    text = body(released(bill(*decided), week(5)))
    assert "Rat der Bürgermeister hatte die Vorlage am 27. Juli 2021 abgelehnt" in text
    assert "vertagt" not in text
    assert "– nach Stellungnahme durch den Rat der Bürgermeister –" in text


# --- reports, appointments


def test_a_report_that_was_noted_is_announced_as_such_and_not_as_decided() -> None:
    report = given("report", proposers=[{**SENATOR, "compound": "Bausenatorin"}])
    of = story("berlin-programme", report, "add_to_agenda", "decide/noted")
    assert kinds_of(of, of.steps[-1]) == ("report_noted",)
    release = released(of, week(1))
    assert release.headline == "Senat nimmt Bericht über die Einnahmen zur Kenntnis"
    assert body(release).endswith(
        "den Bericht über die Einnahmen zur Kenntnis genommen."
    )
    assert "taking note is no decision" in refusal(of, week(1), kind="formal_decision")
    decided = story("berlin-programme", report, "add_to_agenda", "decide/decided")
    assert "zur Kenntnis genommen" in refusal(decided, week(1), kind="report_noted")


PEOPLE = [{"person": "Dr. Erika Muster", "role": "Vorsitzende"}, {"person": "Ali Kaya"}]


def appointed(**more: Any) -> Slip:
    members = given("members", proposers=[SENATOR], proposal="vorschlag", **more)
    return story("berlin-programme", members, "add_to_agenda", "decide/decided")


def test_an_appointment_names_the_persons_and_their_term() -> None:
    of = appointed(appointment={"people": PEOPLE, "term": "vier Jahre"})
    release = released(of, week(1), kind="appointment")
    assert release.headline == "Senat beschließt Berufung des Beirats"
    assert release.paragraphs[1:3] == (
        "Berufen wurden: Dr.\u00a0Erika Muster (Vorsitzende) und Ali Kaya.",
        "Die Amtszeit beträgt vier Jahre.",
    )
    assert (
        " auf Vorschlag der Senatorin für Stadtentwicklung und Wohnen, Katrin"
        in (release.paragraphs[0])
    )
    alone = appointed(
        appointment={
            "people": PEOPLE[1:],
            "begins": "2021-09-01",
            "ends": "2025-08-31",
        }
    )
    assert (
        "Berufen wurde: Ali Kaya. Die Amtszeit beginnt am 1. September 2021 und endet "
        "mit Ablauf des 31. August 2025."
    ) in body(released(alone, week(1), kind="appointment"))


def test_an_appointment_of_nobody_is_refused() -> None:
    missing = refusal(appointed(), week(1), kind="appointment")
    assert "do not say who is appointed" in missing


# --- what was said beside the steps


def answered(outcome: str) -> Slip:
    """The Council was consulted on a programme, and the Senate has decided."""
    of = story("berlin-programme", given("plural"), "add_to_agenda", "decide/decided")
    said_beside = Consulted(
        "council_statement",
        "council",
        opened=Day(START),
        seq=2,
        outcome=outcome,
        answered=Day(START),
        closed=True,
        replied=2,
    )
    of.walk.consulted[2] = said_beside
    return of


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (
            "agreed",
            "– nach Zustimmung des Rats der Bürgermeister am 6. Juli 2021 – die",
        ),
        (
            "commented",
            "– nach Stellungnahme durch den Rat der Bürgermeister am 6. Juli 2021 –",
        ),
        ("rejected", "Der Rat der Bürgermeister hatte die Vorlage bereits am 6. Juli"),
    ],
)
def test_an_answer_of_the_council_to_a_consultation_is_told(
    outcome: str, text: str
) -> None:
    of = answered(outcome)
    found = told(of, week(1))
    assert text in body(set_out(found))
    assert of.entries[1].hash in found.entry_hashes


def test_an_answer_that_came_to_nothing_is_not_told() -> None:
    assert "Rat" not in body(released(answered("no_quorum"), week(1)))


# --- effect

ISSUED = ("add_to_agenda", "issue_at_once/issued")


def ordinance(*events: str, **effect: Any) -> Slip:
    more = {"effect": effect} if effect else {}
    return story("berlin-ordinance", given("feminine", **more), *events)


@pytest.mark.parametrize(
    ("effect", "text"),
    [
        (
            {"in_force": "2021-08-20", "expected": True},
            "Diese tritt voraussichtlich am 20. August 2021 in Kraft.",
        ),
        (
            {"in_force": "2021-08-28", "until": "2022-01-22"},
            "Diese tritt am 28. August 2021 in Kraft und mit Ablauf des 22. Januar "
            "2022 außer Kraft.",
        ),
        ({"after_publication": 1}, "Diese tritt am Tag nach der Verkündung in Kraft."),
        ({"after_publication": 0}, "Diese tritt am Tag der Verkündung in Kraft."),
        (
            {"after_publication": 14},
            "Diese tritt am 14. Tag nach der Verkündung in Kraft.",
        ),
        (
            {"extended_until": "2021-09-17"},
            "Die Geltungsdauer wird bis zum 17. September 2021 verlängert.",
        ),
        (
            {"until": "2021-09-17"},
            "Diese tritt mit Ablauf des 17. September 2021 außer Kraft.",
        ),
        (
            {
                "replaces": "die Vierte Verordnung",
                "replaced_until": "2022-03-31",
            },
            "Die Vierte Verordnung tritt mit Ablauf des 31. März 2022 außer Kraft.",
        ),
        (
            {
                "replaces": "die bisherigen Regeln",
                "replaces_several": True,
                "replaced_until": "2022-03-31",
            },
            "Die bisherigen Regeln treten mit Ablauf des 31. März 2022 außer Kraft.",
        ),
        ({"in_force": "2021-07-08"}, "Diese ist am 8. Juli 2021 in Kraft getreten."),
    ],
)
def test_the_effect_is_told_as_it_was_given(
    effect: Mapping[str, Any], text: str
) -> None:
    found = body(released(ordinance(*ISSUED, **effect), week(1)))
    assert f"die Sechste Verordnung erlassen. {text}" in found


def test_nothing_is_said_of_an_effect_that_nobody_knows() -> None:
    assert "Kraft" not in body(released(ordinance(*ISSUED), week(1)))


def test_an_expectation_that_is_past_is_refused() -> None:
    of = ordinance(*ISSUED, in_force="2021-07-20", expected=True)
    assert "voraussichtlich am 20. Juli 2021" in body(released(of, week(1)))
    assert "was expected for 2021-07-20" in refusal(of, week(2))


def test_an_entry_into_force_on_record_goes_before_what_was_typed() -> None:
    events = (*ISSUED, "promulgate", "enter_into_force")
    of = ordinance(*events)
    text = body(released(of, week(3), kind="publication"))
    assert "Diese ist am 27. Juli 2021 in Kraft getreten." in text
    assert told(of, week(3), kind="publication").entry_hashes[-1] == of.entries[-1].hash
    early = body(released(of, week(2), kind="publication"))
    assert "in Kraft getreten" not in early
    other = ordinance(*events, in_force="2021-07-30")
    contrary = refusal(other, week(3), kind="publication")
    assert "enters into force on 2021-07-27" in contrary
    assert "2021-07-30" in contrary


def test_a_planned_entry_into_force_is_only_expected() -> None:
    of = ordinance(*ISSUED)
    entry = replace(
        of.entries[-1], kind="planned", event="enter_into_force", item_seq=9
    )
    of.walk.beside.append(Beside(entry, Day(date(2021, 8, 20)), None, {}))
    assert "Diese tritt voraussichtlich am 20. August 2021 in Kraft." in body(
        released(of, week(1))
    )


# --- law, and what was published before


def test_the_law_of_the_matter_is_told_once() -> None:
    more = given("feminine", basis=["§ 9 Absatz 1 Satz 1 Nr. 1 AGBauGB"])
    of = story("berlin-ordinance", more, *ISSUED)
    basis = "Rechtsgrundlage: § 9 Absatz 1 Satz 1 Nr. 1 AGBauGB"
    assert body(released(of, week(1))).count(basis) == 1
    recorded = story("berlin-ordinance", more, *ISSUED, authority="§ 32 IfSG")
    assert "Rechtsgrundlage: § 32 IfSG" in body(released(recorded, week(1)))


def test_the_sources_of_the_step_are_those_of_its_day() -> None:
    found = told(bill(*COUNCIL), week(2)).facts
    assert isinstance(found, CouncilPosition)
    procedure = found.procedure
    assert any("(AZG) § 14" in each for each in procedure)
    assert not any("Landesorganisationsgesetz" in each for each in procedure)


BEFORE = Earlier("first_approval", 3, week(1), "Senat nimmt „Plan“ zur Kenntnis", URL)


def test_a_release_names_the_one_before_it_with_its_day_and_address() -> None:
    text = body(released(bill(*SECOND), week(4), earlier=(BEFORE,)))
    assert text.endswith(
        "Zur ersten Befassung siehe die Pressemitteilung vom 13. Juli 2021 „Senat "
        f"nimmt ‚Plan‘ zur Kenntnis“: {URL}"
    )
    without = replace(BEFORE, url=None)
    other = body(released(bill(*SECOND), week(4), earlier=(without,)))
    assert other.endswith("Senat nimmt ‚Plan‘ zur Kenntnis“.")


def test_a_release_of_something_else_is_not_named() -> None:
    other = replace(BEFORE, seq=2)
    text = body(released(bill(*SECOND), week(4), earlier=(other,)))
    assert "Pressemitteilung" not in text


# --- who submitted


MAYOR = Office(
    key="rbm",
    first=date(2016, 12, 8),
    until=None,
    person="Michael Müller",
    nom="der Regierende Bürgermeister von Berlin",
    gen="des Regierenden Bürgermeisters von Berlin",
    dat="dem Regierenden Bürgermeister von Berlin",
    akk="den Regierenden Bürgermeister von Berlin",
    short="Bürgermeister",
)


def test_an_office_is_asked_of_the_directory() -> None:
    plan = given("masculine", proposers=[{"office": "rbm"}])
    of = story("berlin-two-passages", plan, *FIRST)
    text = body(released(of, week(1), offices={"rbm": MAYOR}))
    assert (
        "auf Vorlage des Regierenden Bürgermeisters von Berlin, Michael Müller, "
        in (text)
    )
    assert "laufzettel office set rbm" in refusal(of, week(1))


def test_all_that_is_missing_is_named_at_once() -> None:
    plan = given("law", proposers=[{"office": "rbm"}])
    of = story("berlin-programme", plan, "add_to_agenda", "decide/decided")
    found = refusal(of, week(1), kind="appointment")
    assert "office set rbm" in found
    assert "who is appointed" in found
    assert "is called a law" in found


# --- each fact of the newer kinds comes from the record

TRACED = [
    ("council_to", FIRST, "first_passage", {"day": Day(date(2021, 7, 12))}),
    ("council_to", FIRST, "first_passage", {"outcome": "sent_on"}),
    ("to_parliament", INTRODUCED, "introduce", {"day": Day(date(2021, 8, 9))}),
    ("to_parliament", INTRODUCED, "introduce", {"words": {"field:number": "18/1"}}),
    ("to_parliament", INTRODUCED, "second_passage", {"day": Day(date(2021, 8, 2))}),
    ("to_parliament", INTRODUCED, "second_passage", {"outcome": "decided_following"}),
    ("to_parliament", INTRODUCED, "council_statement", {"outcome": "agreed"}),
    ("to_parliament", INTRODUCED, "first_passage", {"day": Day(date(2021, 7, 12))}),
    ("publication", PROMULGATED, "promulgate", {"day": Day(date(2021, 9, 6))}),
    ("publication", PROMULGATED, "promulgate", {"words": {"field:citation": "S. 1"}}),
    ("publication", PROMULGATED, "final_vote", {"day": Day(date(2021, 8, 23))}),
    ("publication", PROMULGATED, "final_vote", {"outcome": "adopted_with_amendments"}),
]


@pytest.mark.parametrize(("kind", "events", "event", "facts"), TRACED)
def test_a_fact_changed_in_the_record_is_changed_in_the_release(
    kind: str, events: tuple[str, ...], event: str, facts: dict[str, Any]
) -> None:
    of, day = bill(*events), week(len(events))
    other = changed(of, event, **facts)
    first, second = (released(each, day, kind=kind) for each in (of, other))
    assert first.paragraphs != second.paragraphs
    assert first.html != second.html
    for name, value in facts.items():
        if name == "day":
            assert f"{value.day.day}. " in body(second)
            assert value.day.strftime("%Y") in body(second)
        elif name == "outcome":
            assert find("berlin-bill").definition.outcomes[value].de in body(
                second
            ) or "nach Zustimmung des Rats" in body(second)
        else:
            assert all(text in body(second) for text in value.values())


@pytest.mark.parametrize(
    ("kind", "events"),
    [
        ("council_to", FIRST),
        ("council_position", COUNCIL),
        ("formal_decision", SECOND),
        ("to_parliament", INTRODUCED),
        ("publication", PROMULGATED),
    ],
)
def test_a_release_is_bound_to_what_it_states_and_to_nothing_else(
    kind: str, events: tuple[str, ...]
) -> None:
    """Whatever entry is changed: if the words change, the release was bound to it."""
    of, day = bill(*events), week(len(events))
    found = told(of, day, kind=kind)
    words = set_out(found).paragraphs
    for step in of.steps[1:]:
        moved = changed(of, step.event, day=Day(step.day.latest - timedelta(days=1)))
        if set_out(told(moved, day, kind=kind)).paragraphs != words:
            assert set(step.hashes) <= set(found.entry_hashes), step.event


def test_an_outcome_that_put_a_publication_off_announces_none() -> None:
    """On a path of somebody else, where a body publishes."""
    path = find("berlin-two-passages").definition
    adjourned = {"outcomes": ("adjourned", "noted"), "body": "senate"}
    publish = path.events["publish"].model_copy(update=adjourned)
    other = path.model_copy(update={"events": {**path.events, "publish": publish}})
    other.__dict__.pop("_moves", None)
    of = story("berlin-two-passages", given("plural"), *SECOND, "publish")
    last = replace(of.steps[-1], outcome="adjourned")
    of = replace(of, definition=other, steps=(*of.steps[:-1], last))
    assert kinds_of(of, last) == ()
    assert "put the matter off" in refusal(of, week(5), kind="publication", entry_seq=7)


def test_by_circulation_the_senate_decides_without_a_sitting() -> None:
    events = ("register", "circulate/approved", "council_statement/agreed")
    of = bill(*events, "register_again", "circulate_again/decided")
    release = released(of, week(4))
    assert release.kicker == "Aus dem Senat:"
    assert "Sitzung" not in body(release)
    assert "Der Senat hat heute im schriftlichen Verfahren auf Vorlage" in body(release)
    objected = bill("register", "circulate/objection")
    assert kinds_of(objected, objected.steps[-1]) == ()
