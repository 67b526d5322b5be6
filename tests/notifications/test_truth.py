"""Nothing false: effects, laws, last words, and what was undone or is over."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from notifications.grammar import called_a_law, english_law, headed_as_law
from notifications.particulars import Particulars
from tests.notifications.documents import SENATOR, forms, given
from tests.notifications.paths import unguarded
from tests.notifications.slips import Act, opened, said, slip
from tests.notifications.test_facts import (
    ADOPTED,
    COUNCIL,
    FIRST,
    INTRODUCED,
    ISSUED,
    PROMULGATED,
    SECOND,
    body,
    ordinance,
    refusal,
    released,
    story,
    told,
    week,
)
from workflow.bounds import Day
from workflow.course import Beside
from workflow.deadlines import OPEN, Legal
from workflow.docket import Slip

LAW = forms("law")


def bill(*events: str, **more: Any) -> Slip:
    document = given("bill", proposers=[SENATOR], law=LAW, **more)
    return story("berlin-bill", document, *events)


def planned(of: Slip, day: date) -> Slip:
    """The same with a planned entry into force."""
    entry = replace(
        of.entries[-1], kind="planned", event="enter_into_force", item_seq=90
    )
    of.walk.beside.append(Beside(entry, Day(day), None, {}))
    return of


def counted(of: Slip, day: date) -> Slip:
    """The same with the term by whose end it enters into force."""
    rule = of.definition.deadlines["entry_into_force"]
    started = of.steps[-1].entry.item_seq
    term = Legal(
        *("entry_into_force", started, rule, None),
        *(of.steps[-1].day, day, "exact", OPEN),
    )
    return replace(of, deadlines=(term,))


# --- effects are those of what was decided


@pytest.mark.parametrize("outcome", ["rejected", "referred_back"])
def test_what_was_not_decided_has_no_effect(outcome: str) -> None:
    effect = {"after_publication": 0, "until": "2022-01-31"}
    plan = given("masculine", effect=effect)
    of = story(
        "german-municipal-council", plan, *to_council(), f"council_decision/{outcome}"
    )
    assert "Kraft" not in body(released(of, week(9)))
    decided = story(
        "german-municipal-council", plan, *to_council(), "council_decision/decided"
    )
    assert "tritt am Tag der Verkündung in Kraft" in body(released(decided, week(9)))


def to_council() -> tuple[str, ...]:
    return ("submit", "main_committee/recommended")


@pytest.mark.parametrize(
    "effect",
    [
        {"after_publication": 1},
        {"in_force": "2021-08-10"},
        {"until": "2021-12-31"},
        {
            "replaces": "das Energiewendegesetz",
            "replaced_until": "2021-08-09",
        },
    ],
)
def test_a_bill_takes_no_effect(effect: dict[str, Any]) -> None:
    """Neither when the Senate decides on it, nor when parliament has rejected it."""
    for events in (SECOND, (*INTRODUCED, "first_reading/read_without_committee")):
        of = bill(*events, effect=effect)
        text = body(released(of, week(7), kind="formal_decision"))
        assert "Kraft" not in text
    rejected = (*ADOPTED[:-1], "final_vote/rejected")
    of = bill(*rejected, effect=effect)
    assert "Kraft" not in body(released(of, week(9), kind="formal_decision"))
    done = bill(*PROMULGATED, "enter_into_force", effect={})
    assert "Kraft" not in body(released(done, week(12), kind="formal_decision"))


def test_a_programme_that_went_to_parliament_takes_no_effect_before_its_vote() -> None:
    plan = given("plural", effect={"in_force": "2021-12-01"})
    events = ("add_to_agenda", "decide/decided")
    of = story("berlin-programme", plan, *events)
    assert "treten am 1. Dezember 2021 in Kraft" in body(released(of, week(1)))
    handed = story("berlin-programme", plan, *events, "introduce")
    text = body(released(handed, week(2), kind="formal_decision"))
    assert "Kraft" not in text


# --- the day on which it begins


def test_the_days_after_publication_are_counted_once_that_is_on_record() -> None:
    of = ordinance(*ISSUED, "promulgate", after_publication=1)
    before = released(of, week(2) - timedelta(days=1), kind="formal_decision")
    assert "Diese tritt am Tag nach der Verkündung in Kraft." in body(before)
    same = body(released(of, week(2), kind="publication"))
    assert "Diese tritt am 21. Juli 2021 in Kraft." in same
    later = body(released(of, week(30), kind="publication"))
    assert "Diese ist am 21. Juli 2021 in Kraft getreten." in later
    found = told(of, week(2), kind="formal_decision")
    assert set(of.steps[-1].hashes) <= set(found.entry_hashes)


def test_after_a_publication_on_an_unknown_day_no_day_is_told() -> None:
    of = ordinance(*ISSUED, "promulgate", after_publication=1)
    last = replace(of.steps[-1], day=Day(week(2), "at_latest"))
    of = replace(of, steps=(*of.steps[:-1], last))
    assert "Kraft" not in body(released(of, week(30), kind="publication"))


@pytest.mark.parametrize(
    "effect",
    [
        {"after_publication": 1},
        {"in_force": "2022-01-01"},
        {"in_force": "2022-01-01", "expected": True},
    ],
)
def test_a_term_that_says_another_day_than_people_is_refused(
    effect: dict[str, Any],
) -> None:
    """The 14 days hold only where the law names no day of its own."""
    due = week(9) + timedelta(days=14)
    of = counted(bill(*PROMULGATED, effect=effect), due)
    found = refusal(of, week(9))
    assert f"By the term of its path it enters into force on {due}" in found
    assert "plan it: laufzettel plan S-2021-0001 --event enter_into_force" in found
    alike = counted(bill(*PROMULGATED, effect={"after_publication": 14}), due)
    assert "Dieses tritt am 21. September 2021 in Kraft." in body(
        released(alike, week(9))
    )


def test_a_term_that_was_ended_on_another_day_has_not_brought_it_about() -> None:
    due = week(9) + timedelta(days=14)
    of = bill(*PROMULGATED, "enter_into_force", effect={"after_publication": 7})
    (term,) = counted(replace(of, steps=of.steps[:-1]), due).deadlines
    of = replace(of, deadlines=(replace(term, met_on=of.steps[-1].day),))
    early = body(released(of, week(9), kind="publication"))
    assert "Dieses tritt am 14. September 2021 in Kraft." in early


def test_a_plan_stays_a_plan_also_once_it_is_promulgated() -> None:
    day = date(2021, 8, 20)
    of = planned(counted(ordinance(*ISSUED, "promulgate"), day), day)
    text = body(released(of, week(2)))
    assert "Diese tritt voraussichtlich am 20. August 2021 in Kraft." in text
    named = planned(ordinance(*ISSUED, "promulgate", in_force=str(day)), day)
    assert "Diese tritt am 20. August 2021 in Kraft." in body(released(named, week(2)))


def test_what_was_to_begin_and_is_not_on_record_is_not_told_as_coming() -> None:
    day = week(3)
    for of in (
        planned(ordinance(*ISSUED, "promulgate"), day),
        counted(ordinance(*ISSUED, "promulgate"), day),
    ):
        found = refusal(of, day + timedelta(days=1))
        assert "It was to enter into force on 2021-07-27" in found
        assert "laufzettel advance S-2021-0001 enter_into_force --on 2021-07-27" in (
            found
        )


def test_what_began_on_a_day_that_nobody_knows_is_not_told_as_coming() -> None:
    of = ordinance(
        *ISSUED, "promulgate", "enter_into_force", in_force="2021-07-25", expected=True
    )
    last = replace(of.steps[-1], day=Day(week(3), "at_latest"))
    of = replace(of, steps=(*of.steps[:-1], last))
    assert "Kraft" not in body(released(of, week(4)))
    certain = ordinance(
        *ISSUED, "promulgate", "enter_into_force", in_force="2021-07-25"
    )
    last = replace(certain.steps[-1], day=Day(week(3), "at_latest"))
    certain = replace(certain, steps=(*certain.steps[:-1], last))
    assert "ist am 25. Juli 2021 in Kraft getreten" in body(released(certain, week(4)))


# --- and the day on which it ends


@pytest.mark.parametrize("name", ["until", "extended_until"])
def test_a_last_day_that_is_over_is_not_told_as_coming(name: str) -> None:
    of = ordinance(*ISSUED, **{name: "2021-07-30"})
    assert "30. Juli 2021" in body(released(of, date(2021, 7, 30)))
    found = refusal(of, date(2021, 7, 31))
    assert "It was to hold until 2021-07-30" in found


@pytest.mark.parametrize(
    ("replaces", "several", "coming", "past"),
    [
        ("die Vierte Verordnung", False, "tritt", "ist"),
        ("die Dritte und die Zweite Verordnung", True, "treten", "sind"),
    ],
)
def test_what_was_replaced_is_told_as_past(
    replaces: str, several: bool, coming: str, past: str
) -> None:
    of = ordinance(
        *ISSUED,
        replaces=replaces,
        replaces_several=several,
        replaced_until="2021-07-30",
    )
    start = f"D{replaces[1:]}"
    until = "mit Ablauf des 30. Juli 2021 außer Kraft"
    early, late = (
        body(released(of, date(2021, 7, 30) + timedelta(days=more))) for more in (0, 1)
    )
    assert f"{start} {coming} {until}." in early
    assert f"{start} {past} {until} getreten." in late


def test_a_term_of_office_that_has_begun_is_told_as_past() -> None:
    people = [{"person": "Ali Kaya"}]
    term = {"people": people, "begins": "2021-09-01", "ends": "2025-08-31"}
    of = story(
        "berlin-programme",
        given("members", appointment=term),
        *("add_to_agenda", "decide/decided"),
    )
    texts = [
        body(released(of, day, kind="appointment"))
        for day in (date(2021, 9, 1), date(2021, 9, 2), date(2025, 9, 1))
    ]
    ends = "mit Ablauf des 31. August 2025."
    assert f"beginnt am 1. September 2021 und endet {ends}" in texts[0]
    assert f"begann am 1. September 2021; sie endet {ends}" in texts[1]
    assert f"begann am 1. September 2021 und endete {ends}" in texts[2]


def test_what_was_issued_is_the_document_and_not_what_it_replaces() -> None:
    of = ordinance(
        *ISSUED,
        "promulgate",
        in_force="2021-08-01",
        replaces="die Dritte Verordnung",
        replaced_until="2021-07-31",
    )
    assert (
        "Diese tritt am 1. August 2021 in Kraft. Der Senat hatte sie am 13. Juli 2021 "
        "erlassen. Die Dritte Verordnung tritt mit Ablauf des 31. Juli 2021 außer "
        "Kraft."
    ) in body(released(of, week(2)))


# --- what is called a law


@pytest.mark.parametrize(
    ("nom", "word"),
    [
        ("das Berliner Klimaschutz- und Energiewendegesetz", "Energiewendegesetz"),
        ("das Klimaschutz-, Energie- und Umweltgesetz", "Umweltgesetz"),
        ("das 2. Klimaschutzgesetz", "Klimaschutzgesetz"),
        ("das II. Hochschulgesetz", "Hochschulgesetz"),
        ("das „Gesetz zum Klimaschutz“", "Gesetz"),
        ("das „Zweites Gesetz zum Klimaschutz“", "Gesetz"),
        ("das E-Government-Gesetz Berlin", "E-Government-Gesetz"),
        ("das Gesetz- und Verordnungsblatt", None),
        ("das Vorhaben „Solargesetz“", None),
        ("die Vorlage „Neue Gesetze“", None),
        ("die Leitlinien zu den Gesetzen", None),
    ],
)
def test_the_noun_of_a_title_calls_it_a_law_however_it_begins(
    nom: str, word: str | None
) -> None:
    assert called_a_law(nom) == word
    assert headed_as_law(nom.partition(" ")[2]) == word


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Climate Protection Act", "Act"),
        ("Climate Protection and Energy Transition Act", "Act"),
        ("Second Act amending the School Act", "Act"),
        ("Act on Climate Protection", "Act"),
        ("Solar Act Berlin", "Act"),
        ("Solar Act (SolarG) 2021", "Act"),
        ("“Law for the Boroughs”", "Law"),
        ("Climate Protection Bill", None),
        ("Bill for a Climate Protection Act", None),
        ("Draft Climate Protection Act", None),
        ("Report on the Solar Act", None),
        ("Law Enforcement Strategy", None),
        ("Rule of Law Programme", None),
    ],
)
def test_an_english_title_calls_it_a_law_by_its_noun(
    title: str, word: str | None
) -> None:
    assert english_law(title) == word


def of_title(**more: Any) -> Particulars:
    return given("bill", proposers=[SENATOR], law=LAW, **more)


def test_a_bill_is_not_called_an_act_either() -> None:
    named = of_title(english={"title": "Solar Act", "law": "Solar Act"})
    found = refusal(story("berlin-bill", named, *SECOND), week(4))
    assert "is called a law in English (“Solar Act”)" in found
    headline = {**forms("bill"), "akk_bare": "Solargesetz Berlin"}
    bare = of_title().model_dump() | {"document": headline}
    called = Particulars.model_validate(bare)
    found = refusal(story("berlin-bill", called, *SECOND), week(4))
    assert "is called a law (“Solargesetz”)" in found


def test_the_english_title_of_the_law_is_not_that_of_the_bill() -> None:
    titles = {"title": "Solar Bill", "law": "Solar Act"}
    of = story("berlin-bill", of_title(english=titles), *PROMULGATED)
    assert told(of, week(9)).facts.item.english == "Solar Act"  # type: ignore[union-attr]
    early = told(of, week(9), kind="formal_decision").facts
    assert early.item.english == "Solar Bill"  # type: ignore[union-attr]
    alone = story(
        "berlin-bill", of_title(english={"title": "Solar Bill"}), *PROMULGATED
    )
    assert told(alone, week(9)).facts.item.english is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("path", "events", "known"),
    [
        ("berlin-bill", FIRST, True),
        ("berlin-two-passages", FIRST, False),
        ("berlin-ordinance", ISSUED, False),
        ("berlin-programme", ("add_to_agenda", "decide/decided"), False),
    ],
)
def test_a_bill_is_what_only_parliament_can_make_a_law_of(
    path: str, events: tuple[str, ...], known: bool
) -> None:
    of = story(path, given("masculine"), *events)
    assert told(of, week(2)).facts.item.bill is known  # type: ignore[union-attr]


# --- whose release it is


@pytest.mark.parametrize(
    ("path", "events", "kicker"),
    [
        (
            "swiss-federal-council",
            ("waive_offices", "submit", "decide/decided", "publish"),
            "Aus dem Bundesrat:",
        ),
        (
            "swiss-federal-council",
            ("waive_offices", "submit", "decide/noted", "publish"),
            "Aus dem Bundesrat:",
        ),
        (
            "german-municipal-council",
            (
                "submit",
                "main_committee/recommended",
                "council_decision/decided",
                "announce",
            ),
            "Aus dem Rat:",
        ),
        (
            "berlin-ordinance",
            (*ISSUED, "promulgate"),
            "Das Presse- und Informationsamt des Landes Berlin teilt mit:",
        ),
    ],
)
def test_a_release_comes_from_nobody_but_the_bodies_of_its_path(
    path: str, events: tuple[str, ...], kicker: str
) -> None:
    of = story(path, given("masculine"), *events, medium="Amtsblatt")
    release = released(of, week(9), kind="publication")
    assert said(release.kicker or "") == kicker


# --- the last word on a bill, and what was undone


def test_the_last_word_on_a_bill_is_that_of_parliament() -> None:
    first = body(released(bill(*FIRST), week(1)))
    assert (
        "Dieser wird dem Senat nach Befassung des Rats der Bürgermeister erneut "
        "vorgelegt; danach entscheidet das Abgeordnetenhaus von Berlin."
    ) in first
    heard = body(released(bill(*COUNCIL), week(2)))
    assert (
        "Anschließend entscheidet der Senat, danach das Abgeordnetenhaus von Berlin."
    ) in heard
    for text in (first, heard):
        assert "abschließend" not in text
    other = story("berlin-two-passages", given("masculine"), *FIRST)
    assert "zur abschließenden Entscheidung erneut vorgelegt." in body(
        released(other, week(1))
    )


OBJECTED = (*SECOND, "object")


def test_a_decision_that_an_objection_has_undone_is_not_announced() -> None:
    of = bill(*OBJECTED)
    assert "beschlossen" in body(released(of, week(5) - timedelta(days=1)))
    for choice in ({}, {"kind": "formal_decision"}, {"entry_seq": 6}):
        found = refusal(of, week(5), **choice)
        assert "Entry 6 (second passage) was undone by entry 7 (objection" in found
    again = bill(*OBJECTED, "second_passage/decided")
    assert "undone by entry 7" in refusal(again, week(6), entry_seq=6)
    assert released(again, week(6)).seq == 8


def test_an_undone_decision_is_not_looked_back_on() -> None:
    of = bill(*OBJECTED, "council_statement/rejected")
    text = body(released(of, week(6)))
    assert "beschlossen" not in text
    assert "zur Kenntnis genommen" in text


RECALLED = (*INTRODUCED, "recall/recalled")


@pytest.mark.parametrize(
    "choice",
    [
        {},
        *({"kind": kind} for kind in ("first_approval", "council_to")),
        *({"kind": kind} for kind in ("council_position", "formal_decision")),
    ],
)
def test_what_a_recall_has_left_behind_is_not_announced(choice: Any) -> None:
    of = bill(*RECALLED)
    found = refusal(of, week(6), **choice)
    assert "was undone by entry 8 (recall by the Senate" in found
    if choice.get("kind") != "council_to":  # the Council had dealt with it by then
        assert released(of, week(6) - timedelta(days=1), **choice).kind


def test_a_recall_to_decide_anew_leaves_the_statement_of_the_council() -> None:
    of = bill(*INTRODUCED, "recall/recalled_to_decide")
    assert "undone" in refusal(of, week(6))
    assert "undone" in refusal(of, week(6), kind="formal_decision")
    text = body(released(of, week(6), kind="council_position"))
    assert "Anschließend entscheidet der Senat" in text


def test_an_objection_to_a_decision_of_the_town_council_undoes_it() -> None:
    plan = given("masculine")
    events = (*to_council(), "council_decision/decided", "object")
    found = refusal(story("german-municipal-council", plan, *events), week(9))
    assert "was undone by entry 5" in found


def test_a_referral_back_is_what_it_was_though_the_item_comes_again() -> None:
    events = (
        *to_council(),
        "council_decision/referred_back",
        "main_committee/adjourned",
    )
    of = story("german-municipal-council", given("masculine"), *events)
    onward = (*to_council(), "council_decision/referred_back", to_council()[1])
    again = story("german-municipal-council", given("masculine"), *onward)
    for each in (of, again):
        assert "zurückverwiesen" in body(released(each, week(9)))


# --- on what law it rests


def test_a_recorded_authority_is_the_law_of_every_release() -> None:
    more = given("feminine", basis=["§ 9 KitaFöG"])
    of = story("berlin-ordinance", more, *ISSUED)
    decision = Act(
        "issue_at_once", Day(week(1)), "issued", {"field:authority": "§ 28a IfSG"}
    )
    acts = (
        opened("Plan", more),
        Act("add_to_agenda", Day(week(0))),
        decision,
        Act("promulgate", Day(week(2))),
    )
    path = of.definition
    of = replace(slip(*acts, path=unguarded(path)), definition=path)
    for kind in ("formal_decision", "publication"):
        found = told(of, week(2), kind=kind)
        assert found.facts.basis == ("§ 28a IfSG",)  # type: ignore[union-attr]
        assert of.entries[2].hash in found.entry_hashes
