"""Releases state what the record says, all of it and no more, in correct German."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from definitions.loader import find
from definitions.vocabulary import Outcome
from notifications.particulars import Particulars, read
from notifications.typography import MONTHS, NBSP
from tests.notifications.drafting import Drafted, draft
from tests.notifications.slips import (
    APPROVED,
    AT_LATEST,
    AUGUST_3,
    CONSENTED,
    DECIDED,
    HEAD,
    JULY_6,
    MEDIUM,
    PATH,
    PUBLISHED,
    REAL,
    UNKNOWN,
    Act,
    changed,
    hashes,
    opened,
    real,
    said,
    slip,
    smart_city,
    step,
)
from workflow.bounds import Day
from workflow.course import Step
from workflow.docket import Slip
from workflow.errors import Refused

GOLDEN = Path(__file__).parent / "golden"
KINDS = ("first_approval", "council_position", "formal_decision", "publication")
DAYS = dict(zip(KINDS, (JULY_6, AUGUST_3, AUGUST_3, AUGUST_3), strict=True))
EVENTS = {kind: event for event, (kind,) in PATH.announcements.items()}


def released(of: Slip, day: date = AUGUST_3, **choice: Any) -> Drafted:
    seq = of.entries[-1].seq
    return draft(of, release_day=day, head=HEAD, head_seq=seq, **choice)


def sentences(of: Slip, day: date = AUGUST_3, **choice: Any) -> str:
    return said(released(of, day, **choice).text)


def told(of: Slip, day: date = AUGUST_3, **choice: Any) -> str:
    with pytest.raises(Refused) as refused:
        released(of, day, **choice)
    return str(refused.value)


# --- facts traced back to the record


def german(day: date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def stated(of: Slip, announced: Step) -> Iterator[str]:
    """What a release of a step has to say, read from the stored steps alone."""
    opening = of.steps[0]
    yield opening.words["title"]
    yield f"Federführung: {opening.words['lead']}"
    yield from passage(of, announced)
    for name in ("outcome_text", "field:medium", "field:citation"):
        if name in announced.words:
            yield announced.words[name]
    for each in of.steps[1 : of.steps.index(announced)]:
        if (announced.event, each.event) in {
            *(("consent", "approve"), ("approve", "consent"), ("decide", "approve")),
            ("publish", "decide"),
        }:
            yield from passage(of, each)
        elif (announced.event, each.event) == ("decide", "consent"):
            yield from council(of, each)


def passage(of: Slip, each: Step) -> Iterator[str]:
    path = of.definition
    if each.day.precision == "exact" and each.day.day:
        yield german(each.day.day)
    if each.body:
        body = path.bodies[each.body].de.removesuffix(" von Berlin")
        yield re.sub("^", "der ", body)
    if each.outcome:
        yield path.outcomes[each.outcome].de


def council(of: Slip, each: Step) -> Iterator[str]:
    """A decision names the plain consent of the Council as such, all else in full."""
    if each.outcome != "consented":
        yield from passage(of, each)
        return
    yield "nach Zustimmung des Rats der Bürgermeister"
    if each.day.precision == "exact" and each.day.day:
        yield german(each.day.day)


def missing(of: Slip, announced: Step, release: Drafted) -> list[str]:
    """The facts of the record that the text or the HTML does not hold."""
    wanted = list(stated(of, announced))
    texts = [said(release.text), said(release.html)]
    return [
        fact
        for fact in wanted
        if not all(fact.casefold() in text.casefold() for text in texts)
    ]


RICH = (
    opened("Rahmen für die „Stadt“ & mehr", smart_city()),
    replace(APPROVED, words={"outcome_text": "Wir bitten um Ergänzungen"}),
    replace(CONSENTED, day=Day(date(2021, 7, 22)), outcome="consented_with_remarks"),
    replace(DECIDED, words={"outcome_text": "Wir beschließen den Rahmen"}),
    replace(
        PUBLISHED,
        day=Day(date(2021, 8, 5)),
        words={"field:medium": "Amtsblatt", "field:citation": "S. 2612"},
    ),
)
PLAIN_TITLE = opened("Rahmen für die Stadt", smart_city())
MUTATIONS = [
    ("first_approval", "open", {"words": {"title": "Anderer Titel"}}),
    ("first_approval", "open", {"words": {"lead": "Senatsverwaltung für Finanzen"}}),
    ("first_approval", "approve", {"day": Day(date(2021, 7, 13))}),
    ("first_approval", "approve", {"day": Day(JULY_6, AT_LATEST)}),
    ("first_approval", "approve", {"outcome": "noted"}),
    ("first_approval", "approve", {"outcome": "approved"}),
    ("first_approval", "approve", {"body": "council"}),
    ("first_approval", "approve", {"words": {"outcome_text": "Der Senat nickt"}}),
    ("council_position", "consent", {"day": Day(date(2021, 7, 29))}),
    ("council_position", "consent", {"day": Day(None, UNKNOWN)}),
    ("council_position", "consent", {"outcome": "consented"}),
    ("council_position", "consent", {"body": "senate"}),
    ("council_position", "approve", {"day": Day(date(2021, 7, 13))}),
    ("council_position", "approve", {"outcome": "noted"}),
    ("formal_decision", "decide", {"day": Day(date(2021, 8, 10))}),
    ("formal_decision", "decide", {"words": {"outcome_text": "Anders"}}),
    ("formal_decision", "approve", {"day": Day(date(2021, 7, 13))}),
    ("formal_decision", "approve", {"outcome": "approved"}),
    ("formal_decision", "consent", {"outcome": "noted"}),
    ("formal_decision", "consent", {"outcome": "consented"}),
    ("formal_decision", "consent", {"day": Day(date(2021, 7, 23))}),
    ("publication", "decide", {"day": Day(date(2021, 8, 2))}),
    ("publication", "decide", {"outcome": "approved"}),
    ("publication", "publish", {"day": Day(date(2021, 8, 9))}),
    ("publication", "publish", {"words": {"field:medium": "Gesetzblatt"}}),
    ("publication", "publish", {"words": {"field:citation": "S. 2613"}}),
]


@pytest.mark.parametrize("kind", KINDS)
def test_each_release_states_every_fact_of_the_record(kind: str) -> None:
    of = slip(PLAIN_TITLE, *RICH[1:])
    release = released(of, date(2021, 8, 10), kind=kind)
    assert not missing(of, step(of, EVENTS[kind]), release)


@pytest.mark.parametrize(("kind", "event", "facts"), MUTATIONS)
def test_a_fact_changed_in_the_record_is_changed_in_the_release(
    kind: str, event: str, facts: dict[str, Any]
) -> None:
    of = slip(PLAIN_TITLE, *RICH[1:])
    if "words" in facts:
        facts = {"words": {**step(of, event).words, **facts["words"]}}
    other = changed(of, event, **facts)
    later = date(2021, 8, 10)
    first, second = (released(each, later, kind=kind) for each in (of, other))
    assert first.text != second.text
    assert first.html != second.html
    assert missing(of, step(of, EVENTS[kind]), second), "the trace does not notice"
    assert not missing(other, step(other, EVENTS[kind]), second)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("plain", [False, True])
def test_no_day_is_stated_that_the_record_does_not_hold(kind: str, plain: bool) -> None:
    of = real(kind, plain=plain)
    release = released(of, DAYS[kind])
    allowed = {
        german(each.day.day)
        for each in of.steps
        if each.day.precision == "exact" and each.day.day
    }
    if not plain:
        allowed.add("5. Juli 2021")  # the version of the document, in the case file
    months = "|".join(MONTHS)
    for text in (said(release.text), said(release.html)):
        assert set(re.findall(rf"\d{{1,2}}\. (?:{months}) \d{{4}}", text)) <= allowed
        numeric = set(re.findall(r"\d\d\.\d\d\.\d{4}", text))
        assert numeric == {f"{DAYS[kind]:%d.%m.%Y}"}
    marked = set(re.findall(r'datetime="(.*?)"', release.html))
    assert marked <= {str(each.day.day) for each in of.steps if each.event != "open"}


def test_the_names_of_the_particulars_come_from_the_record() -> None:
    data = smart_city().model_dump()
    data["proposers"][0]["person"] = "Erika Muster"
    of = slip(opened(given=read(data)), APPROVED)
    assert "von Berlin, Erika Muster, dem" in sentences(of)
    assert "Müller" not in sentences(of)


# --- the four releases of the Smart City framework


@pytest.mark.parametrize("kind", KINDS)
def test_the_releases_of_the_real_case_read_as_proofread(kind: str) -> None:
    release = released(real(kind), DAYS[kind])
    words = (release.headline, release.kicker, *release.paragraphs)
    said = "\n\n".join(each for each in words if each) + "\n"
    assert said == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


def test_the_first_passage_is_announced_as_what_it_is() -> None:
    text = sentences(real("first_approval"), JULY_6)
    assert "Senat stimmt Strategischem Rahmen" in text
    assert "in erster Befassung mit Anmerkungen zugestimmt" in text
    assert "beschlossen" not in text
    assert "beschließt" not in text


def test_a_release_of_july_says_nothing_of_august() -> None:
    text = sentences(real("first_approval"), JULY_6)
    assert "mehr als 1.600" in text
    assert not re.search("350|September|2022|KfW|5. Juli|August", text)


def test_a_release_of_autumn_does_not_announce_september() -> None:
    assert "Im September beginnt" in sentences(real(), kind="formal_decision")
    autumn = sentences(real(), date(2021, 10, 1), kind="formal_decision")
    assert "Im September beginnt" not in autumn
    assert "rund 350" in autumn


# --- days and sittings


def test_today_is_said_only_on_the_day_of_the_sitting() -> None:
    of = real("first_approval")
    assert "in seiner heutigen Sitzung" in sentences(of, JULY_6)
    later = sentences(of, JULY_6 + timedelta(days=1))
    assert "heut" not in later
    assert "hat in seiner Sitzung am 6. Juli 2021 auf Vorlage" in later


@pytest.mark.parametrize("day", [Day(JULY_6, AT_LATEST), Day(None, UNKNOWN)])
def test_without_an_exact_day_neither_day_nor_sitting_is_stated(day: Day) -> None:
    release = released(slip(opened(), replace(APPROVED, day=day)), JULY_6)
    text = said(release.text)
    assert "Aus dem Senat:" in text
    assert "Sitzung" not in text
    assert "heut" not in text
    assert "Juli" not in text


def test_the_council_of_the_real_case_has_no_day_and_no_sitting() -> None:
    text = sentences(real("council_position"), AUGUST_3)
    assert "Aus dem Rat der Bürgermeister:" in text
    assert "Der Rat der Bürgermeister hat dem Strategischen Rahmen" in text
    assert "Sitzung" not in text
    assert "August" not in text


# --- the earliest day of a release


AT_LATEST_THE_3RD = Day(AUGUST_3, AT_LATEST)
NO_DAY = Day(None, UNKNOWN)


@pytest.mark.parametrize(
    ("acts", "first", "because"),
    [
        (
            REAL[:1],
            JULY_6,
            "first approval by the Senate (entry 2) took effect on that",
        ),
        (
            REAL[:2],
            AUGUST_3,
            "consent of the Council of Mayors (entry 3) had taken effect by that day "
            "at the latest",
        ),
        (REAL[:3], AUGUST_3, "formal decision of the Senate (entry 4) took effect on"),
        (
            (replace(APPROVED, day=NO_DAY),),
            date(2021, 7, 5),
            "draft (entry 1) had taken effect by that day at the latest",
        ),
        (
            (replace(APPROVED, day=AT_LATEST_THE_3RD), replace(CONSENTED, day=NO_DAY)),
            AUGUST_3,
            "first approval by the Senate (entry 2) had taken effect by that day",
        ),
    ],
)
def test_a_release_is_not_older_than_all_that_it_rests_on(
    acts: tuple[Act, ...], first: date, because: str
) -> None:
    of = slip(opened(), *acts)
    refused = told(of, first - timedelta(days=1))
    assert (
        f"cannot bear the day {first - timedelta(days=1)}. From {first} on" in refused
    )
    assert because in refused
    assert f"From {first} on" in told(of, date(1, 1, 1))
    assert released(of, first).text


def test_without_any_known_day_the_day_of_recording_counts() -> None:
    opening = replace(opened("Plan"), day=NO_DAY)
    of = slip(opening, replace(APPROVED, day=NO_DAY))
    assert "From 2021-08-04 on it can be drafted" in told(of)
    assert "(entry 2) was recorded on that day" in told(of)
    assert released(of, date(2021, 8, 4)).text


def test_the_day_of_recording_is_one_in_the_zone_of_the_path() -> None:
    of = slip(replace(opened("Plan"), day=NO_DAY), replace(APPROVED, day=NO_DAY))
    late = datetime(2021, 8, 4, 22, 30, tzinfo=UTC)  # 5 August in Berlin
    entry = replace(of.steps[1].entry, recorded_at=late)
    of = changed(of, "approve", entry=entry)
    assert "From 2021-08-05 on" in told(of, date(2021, 8, 4))


def test_a_passage_looked_back_on_counts_too() -> None:
    late = replace(APPROVED, day=AT_LATEST_THE_3RD)
    of = slip(opened(), late, replace(CONSENTED, day=Day(date(2021, 7, 22))))
    assert "From 2021-08-03 on" in told(of, date(2021, 7, 22))
    assert "In erster Befassung hatte" in sentences(of, AUGUST_3)


# --- both orders, and what is still to come


def test_first_approval_names_the_bodies_that_have_still_to_act() -> None:
    assert (
        "Dieser wird dem Senat nach Befassung des Rats der Bürgermeister zur "
        "abschließenden Entscheidung erneut vorgelegt."
    ) in sentences(real("first_approval"), JULY_6)


def test_written_later_for_its_own_day_the_release_still_says_so() -> None:
    early, late = released(real("first_approval"), JULY_6), real()
    again = released(late, JULY_6, kind="first_approval")
    assert again.text.replace("Eintrag 105", "Eintrag 102") == early.text


def test_written_after_the_decision_it_announces_nothing_as_coming() -> None:
    assert "vorgelegt" not in sentences(real(), kind="first_approval")
    assert "abschließende" not in sentences(real(), kind="council_position")


WITHDRAWN = Act("withdraw", Day(date(2021, 8, 10)))


@pytest.mark.parametrize("reached", range(4))
@pytest.mark.parametrize("choice", [{}, {"kind": "formal_decision"}, {"entry_seq": 2}])
def test_of_a_withdrawn_item_nothing_is_released(
    reached: int, choice: dict[str, Any]
) -> None:
    of = slip(opened(), *REAL[:reached], WITHDRAWN)
    assert told(of, date(2021, 8, 10), **choice) == (
        f"S-2021-0001 ended with withdrawal (2021-08-10, entry {reached + 2}): no "
        "release of it is drafted any more. See: laufzettel history S-2021-0001"
    )


def test_a_withdrawal_that_was_undone_stops_no_release() -> None:
    undone = Act("correct", WITHDRAWN.day, corrects=3, changes={"void": True})
    assert released(slip(opened(), APPROVED, WITHDRAWN, undone), JULY_6).text


COUNCIL_FIRST = (
    replace(opened(given=smart_city()), day=Day(date(2021, 6, 1))),
    replace(CONSENTED, day=Day(date(2021, 6, 24))),
    APPROVED,
    DECIDED,
)


def test_council_first_its_position_stands_in_the_release_of_the_first_approval() -> (
    None
):
    text = sentences(slip(*COUNCIL_FIRST[:3]), JULY_6)
    assert (
        "Der Rat der Bürgermeister hatte der Vorlage bereits am 24. Juni 2021 "
        "zugestimmt."
    ) in text
    assert (
        "Dieser wird dem Senat zur abschließenden Entscheidung erneut vorgelegt" in text
    )


def test_council_first_its_own_release_knows_of_no_first_passage() -> None:
    text = sentences(slip(*COUNCIL_FIRST[:2]), date(2021, 6, 24))
    assert "in seiner heutigen Sitzung dem Strategischen Rahmen" in text
    assert "Befassung" not in text
    assert "Die abschließende Entscheidung trifft der Senat." in text


def test_the_decision_tells_both_passages_in_the_order_of_the_record() -> None:
    first = "In erster Befassung hatte der Senat der Vorlage {}am 6. Juli 2021 mit"
    council = (
        "Der Rat der Bürgermeister hatte der Vorlage {}am 24. Juni 2021 mit Hinweis"
    )
    remarks = replace(COUNCIL_FIRST[1], outcome="consented_with_remarks")
    one = sentences(slip(COUNCIL_FIRST[0], remarks, *COUNCIL_FIRST[2:]))
    assert one.index(council.format("bereits ")) < one.index(first.format(""))
    later = council.replace("24. Juni", "22. Juli")
    of = slip(PLAIN_TITLE, *RICH[1:])
    other = sentences(of, date(2021, 8, 5), kind="formal_decision")
    assert other.index(first.format("bereits ")) < other.index(later.format(""))


VARIANTS = [
    (outcome, day, first)
    for outcome in ("consented", "consented_with_remarks")
    for day in (Day(date(2021, 6, 24)), Day(JULY_6), Day(JULY_6, AT_LATEST), NO_DAY)
    for first in (Day(JULY_6), NO_DAY)
]


@pytest.mark.parametrize("council_first", [False, True])
@pytest.mark.parametrize(("outcome", "day", "first"), VARIANTS)
def test_a_decision_says_each_passage_once(
    council_first: bool, outcome: str, day: Day, first: Day
) -> None:
    acts = [
        replace(APPROVED, day=first),
        replace(CONSENTED, day=day, outcome=outcome),
    ]
    acts = acts[::-1] if council_first else acts
    text = sentences(slip(opened("Plan"), *acts, DECIDED))
    assert text.count("Rats der Bürgermeister") + text.count("Der Rat der") == 1
    assert text.count("In erster Befassung") == 1
    assert text.count("bereits") == 1
    assert ("24. Juni 2021" in text) == (day == Day(date(2021, 6, 24)))


def test_among_several_days_none_is_called_the_same_day() -> None:
    remarks = replace(CONSENTED, day=Day(AUGUST_3), outcome="consented_with_remarks")
    text = sentences(slip(opened("Plan"), APPROVED, remarks, DECIDED))
    assert "selben" not in text
    assert "hatte der Vorlage am 3. August 2021 mit Hinweisen zugestimmt." in text


def test_plain_consent_of_the_council_is_told_in_passing_with_its_day() -> None:
    assert (
        "– nach Zustimmung des Rats der Bürgermeister am 24. Juni 2021 – den "
        "Strategischen Rahmen für die neue Smart-City-Strategie beschlossen. In erster "
        "Befassung hatte der Senat der Vorlage bereits am 6. Juli 2021 mit Anmerkungen "
        "zugestimmt."
    ) in sentences(slip(*COUNCIL_FIRST))


def test_what_happened_on_one_day_is_told_without_repeating_the_day() -> None:
    same = replace(CONSENTED, day=Day(AUGUST_3))
    text = sentences(slip(opened("Plan"), APPROVED, same, DECIDED))
    assert "– nach Zustimmung des Rats der Bürgermeister am selben Tag – die" in text
    same = replace(CONSENTED, day=Day(JULY_6))
    text = sentences(slip(opened("Plan"), APPROVED, same))
    assert "hatte der Senat der Vorlage bereits am selben Tag mit Anmerkungen" in text


@pytest.mark.parametrize("label", ["abgelehnt", "Bedenken geäußert"])
def test_only_a_recorded_consent_of_the_council_is_called_consent(label: str) -> None:
    outcomes = {**PATH.outcomes, "consented": Outcome(de=label, en="no consent")}
    path = PATH.model_copy(update={"outcomes": outcomes})
    acts = (APPROVED, CONSENTED, DECIDED)
    text = sentences(slip(opened(), *acts, path=path))
    assert text.count("Der Rat der Bürgermeister hatte") == 1
    assert "Zustimmung" not in text
    assert label in text


# --- grammar


def forms(
    gender: str, number: str, nom: str, akk: str, dat: str, gen: str, bare: str
) -> Particulars:
    names = ("gender", "number", "nom", "akk", "dat", "gen", "akk_bare")
    values = (gender, number, nom, akk, dat, gen, bare)
    return read({"document": dict(zip(names, values, strict=True))})


DOCUMENTS = {
    "masculine": forms(
        *("masculine", "singular", "der Nahverkehrsplan", "den Nahverkehrsplan"),
        *("dem Nahverkehrsplan", "des Nahverkehrsplans", "Nahverkehrsplan"),
    ),
    "feminine": forms(
        *("feminine", "singular", "die Sechste Verordnung", "die Sechste Verordnung"),
        *("der Sechsten Verordnung", "der Sechsten Verordnung", "Sechste Verordnung"),
    ),
    "neuter": forms(
        *("neuter", "singular", "das neue Konzept", "das neue Konzept"),
        *("dem neuen Konzept", "des neuen Konzepts", "neues Konzept"),
    ),
    "plural": forms(
        *("feminine", "plural", "die Leitlinien", "die Leitlinien"),
        *("den Leitlinien", "der Leitlinien", "Leitlinien"),
    ),
}
EXPECTED = {
    (
        "masculine",
        "approve",
    ): "hat in seiner heutigen Sitzung dem Nahverkehrsplan in erster "
    "Befassung mit Anmerkungen zugestimmt. Dieser wird dem Senat",
    (
        "feminine",
        "approve",
    ): "hat in seiner heutigen Sitzung der Sechsten Verordnung in "
    "erster Befassung mit Anmerkungen zugestimmt. Diese wird dem Senat",
    ("neuter", "approve"): "hat in seiner heutigen Sitzung dem neuen Konzept in erster "
    "Befassung mit Anmerkungen zugestimmt. Dieses wird dem Senat",
    ("plural", "approve"): "hat in seiner heutigen Sitzung den Leitlinien in erster "
    "Befassung mit Anmerkungen zugestimmt. Diese werden dem Senat",
    ("masculine", "publish"): "über den Nahverkehrsplan ist am 3. August 2021 "
    "veröffentlicht worden. Der Senat hatte ihn am selben Tag beschlossen.",
    ("feminine", "publish"): "über die Sechste Verordnung ist am 3. August 2021 "
    "veröffentlicht worden. Der Senat hatte sie am selben Tag beschlossen.",
    ("neuter", "publish"): "über das neue Konzept ist am 3. August 2021 veröffentlicht "
    "worden. Der Senat hatte es am selben Tag beschlossen.",
    ("plural", "publish"): "über die Leitlinien ist am 3. August 2021 veröffentlicht "
    "worden. Der Senat hatte sie am selben Tag beschlossen.",
}
HEADLINES = {
    ("masculine", "decide"): "Senat beschließt Nahverkehrsplan",
    ("feminine", "decide"): "Senat beschließt Sechste Verordnung",
    ("neuter", "decide"): "Senat beschließt neues Konzept",
    ("plural", "decide"): "Senat beschließt Leitlinien",
    ("neuter", "approve"): "Senat billigt in erster Befassung neues Konzept",
    ("neuter", "consent"): "Rat der Bürgermeister billigt neues Konzept",
    ("plural", "publish"): "Entscheidung des Senats über Leitlinien veröffentlicht",
}


def story(gender: str, event: str, **other: Any) -> Slip:
    acts = (APPROVED, CONSENTED, DECIDED, PUBLISHED)
    number = [each.event for each in acts].index(event)
    taken = [replace(each, **other) if each.event == event else each for each in acts]
    return slip(opened(given=DOCUMENTS[gender]), *taken[: number + 1])


@pytest.mark.parametrize(("gender", "event"), EXPECTED)
def test_words_agree_with_the_document(gender: str, event: str) -> None:
    day = JULY_6 if event == "approve" else AUGUST_3
    release = released(story(gender, event), day)
    assert EXPECTED[gender, event] in said(release.text)
    assert EXPECTED[gender, event] in said(release.html)


@pytest.mark.parametrize(("gender", "event"), HEADLINES)
def test_headlines_have_the_bare_form(gender: str, event: str) -> None:
    assert released(story(gender, event)).headline == HEADLINES[gender, event]


def test_a_headline_in_the_dative_takes_the_stored_bare_dative() -> None:
    assert released(real("first_approval")).headline == (
        "Senat stimmt Strategischem Rahmen für neue Smart-City-Strategie "
        "in erster Befassung zu"
    )


def test_taking_note_governs_the_accusative() -> None:
    release = released(story("masculine", "approve", outcome="noted"))
    assert release.headline == (
        "Senat nimmt in erster Befassung Nahverkehrsplan zur Kenntnis"
    )
    assert "den Nahverkehrsplan in erster Befassung zur Kenntnis genommen." in said(
        release.text
    )


def test_a_passage_noted_is_looked_back_on_in_the_accusative() -> None:
    of = slip(opened(), replace(APPROVED, outcome="noted"), CONSENTED, DECIDED)
    assert (
        "In erster Befassung hatte der Senat die Vorlage bereits am 6. Juli 2021 "
        "zur Kenntnis genommen."
    ) in sentences(of)


def test_an_outcome_in_words_of_the_path_stays_in_its_words() -> None:
    labels = {"de": "mit Auflagen versehen", "en": "with conditions"}
    outcomes = {**PATH.outcomes, "approved": Outcome(**labels)}
    path = PATH.model_copy(update={"outcomes": outcomes})
    approved = replace(APPROVED, outcome="approved")
    release = released(slip(opened("Plan"), approved, path=path), JULY_6)
    assert release.headline == "Senat berät in erster Befassung über Vorlage „Plan“"
    assert ("über die Vorlage „Plan“ in erster Befassung beraten. Diese wird") in said(
        release.text
    )
    assert "Ergebnis: mit Auflagen versehen" in said(release.html)


@pytest.mark.parametrize("label", ["mit Mehrheit nicht zugestimmt", "nicht zugestimmt"])
def test_a_denied_participle_is_not_taken_for_consent(label: str) -> None:
    outcomes = {**PATH.outcomes, "consented": Outcome(de=label, en="not consented")}
    path = PATH.model_copy(update={"outcomes": outcomes})
    release = released(slip(opened("Plan"), CONSENTED, path=path))
    assert release.headline == "Rat der Bürgermeister berät über Vorlage „Plan“"
    assert f"Ergebnis: {label}" in said(release.text)


def proposed(*proposers: tuple[str, str]) -> str:
    data = smart_city().model_dump()
    data["proposers"] = [{"gen": gen, "person": person} for gen, person in proposers]
    return sentences(slip(opened(given=read(data)), APPROVED))


def test_the_proposer_stands_in_the_genitive_between_two_commas() -> None:
    assert (
        " auf Vorlage des Regierenden Bürgermeisters von Berlin, Michael Müller, dem "
    ) in sentences(real("first_approval"))
    office = "der Senatorin für Umwelt, Verkehr und Klimaschutz"
    assert f" auf Vorlage {office}, Regine Günther, dem " in proposed(
        (office, "Regine Günther")
    )


def test_several_proposers_are_joined() -> None:
    found = proposed(
        ("des Senators für Finanzen", "Dr. Matthias Kollatz"),
        ("der Senatorin für Bildung", "Sandra Scheeres"),
        ("des Senators für Kultur", "Dr. Klaus Lederer"),
    )
    assert (
        "auf Vorlage des Senators für Finanzen, Dr. Matthias Kollatz, der Senatorin "
        "für Bildung, Sandra Scheeres, und des Senators für Kultur, Dr. Klaus "
        "Lederer, dem"
    ) in found


def test_without_particulars_the_wording_needs_no_inflection() -> None:
    text = sentences(real("formal_decision", plain=True))
    assert (
        "Der Senat hat in seiner heutigen Sitzung – nach Zustimmung des Rats der "
        "Bürgermeister – die Vorlage „Strategischer Rahmen für die "
        "Smart-City-Strategie Berlins“ beschlossen."
    ) in text
    assert "Federführung: Senatskanzlei" in text
    assert "auf Vorlage" not in text


# --- form


HOSTILE = 'Bund & Land <b>"Stadt"</b> {{ title }} für § 9'


@pytest.mark.parametrize("kind", KINDS)
def test_a_title_is_data_in_both_formats(kind: str) -> None:
    acts = (APPROVED, CONSENTED, DECIDED, PUBLISHED)[: KINDS.index(kind) + 1]
    release = released(slip(opened(HOSTILE), *acts))
    shown = "„Bund & Land <b>‚Stadt‘</b> {{ title }} für § 9“"
    assert shown in re.sub(r"\s+", " ", release.text)
    assert "<b>" not in release.html
    assert "Bund &amp; Land &lt;b&gt;‚Stadt‘&lt;/b&gt;" in release.html
    assert f"§{NBSP}9" in release.text
    assert f"§{NBSP}9" in release.html


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_has_72_columns_and_keeps_dates_together(kind: str) -> None:
    text = released(real(kind), DAYS[kind]).text
    assert max(map(len, text.splitlines())) <= 72
    months = "|".join(MONTHS)
    assert not re.search(rf"\d\.[ \n](?:{months})", text)


def test_the_footer_names_the_state_of_the_record() -> None:
    release = released(real())
    assert f"Stand der Akte: Eintrag 105 · {HEAD}" in said(release.text)
    assert f"Stand der Akte: Eintrag 105 · {HEAD}" in said(release.html)


# --- which entry is announced


def test_by_default_the_latest_entry_that_has_a_kind_is_announced() -> None:
    assert [released(real(kind)).kind for kind in KINDS] == list(KINDS)


def test_kind_and_entry_choose_another() -> None:
    assert released(real(), kind="first_approval").seq == 2
    assert released(real(), entry_seq=3).kind == "council_position"


def test_a_release_is_bound_to_the_entries_it_states() -> None:
    of = real()
    release = released(of, kind="formal_decision")
    assert list(release.entry_hashes) == hashes(of.steps[:4])
    assert list(released(of).entry_hashes) == hashes((of.steps[0], *of.steps[3:]))


CORRECTED = Act(
    "correct",
    Day(date(2021, 7, 7)),
    corrects=2,
    changes={"outcome": "noted", "on": "2021-07-07", "on_precision": "exact"},
)
VOIDED = Act("correct", Day(date(2021, 7, 7)), corrects=2, changes={"void": True})


@pytest.mark.parametrize("seq", [2, 3])
def test_of_a_corrected_entry_the_facts_that_stand_are_announced(seq: int) -> None:
    release = released(slip(opened(), APPROVED, CORRECTED), entry_seq=seq)
    assert "7. Juli 2021" in said(release.text)
    assert "zur Kenntnis genommen" in said(release.text)
    assert release.seq == 2
    assert release.entry_hashes == tuple(f"{number:064x}" for number in (1, 2, 3))


@pytest.mark.parametrize("seq", [2, 3])
def test_of_an_undone_entry_nothing_is_announced(seq: int) -> None:
    with pytest.raises(Refused, match=f"Nothing of entry {seq} stands"):
        released(slip(opened(), APPROVED, VOIDED), entry_seq=seq)


def test_an_undone_step_is_not_reached() -> None:
    with pytest.raises(Refused, match="first approval by the Senate"):
        released(slip(opened(), APPROVED, VOIDED), kind="first_approval")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reached", range(5))
def test_no_release_runs_ahead_of_the_record(kind: str, reached: int) -> None:
    of = slip(opened(), *(APPROVED, CONSENTED, DECIDED, PUBLISHED)[:reached])
    if KINDS.index(kind) < reached:
        assert released(of, kind=kind).kind == kind
        return
    with pytest.raises(Refused) as refused:
        released(of, kind=kind)
    assert PATH.events[EVENTS[kind]].en in str(refused.value)
    assert "laufzettel advance S-2021-0001" in str(refused.value)


def test_before_any_step_the_permitted_commands_are_named() -> None:
    with pytest.raises(Refused) as refused:
        released(slip(opened()))
    assert str(refused.value).endswith(
        "Next: laufzettel advance S-2021-0001 approve, "
        "laufzettel advance S-2021-0001 consent"
    )


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (
            {"kind": "speech"},
            "no release of the kind 'speech'. Its kinds are: first_app",
        ),
        ({"entry_seq": 9}, "S-2021-0001 has no entry 9"),
        ({"entry_seq": 1}, "Entry 1 records draft; it has no such release"),
        ({"entry_seq": 2, "kind": "publication"}, "it has no such release"),
    ],
)
def test_a_wrong_choice_is_refused_in_a_sentence(choice: Any, told: str) -> None:
    with pytest.raises(Refused, match=re.escape(told)):
        released(real(), **choice)


def test_a_kind_of_the_path_without_template_is_refused() -> None:
    path = PATH.model_copy(update={"announcements": {"approve": ("speech",)}})
    with pytest.raises(Refused, match="no template for releases of the kind 'speech'"):
        released(slip(opened(), APPROVED, path=path))


# --- what the record lacks


def test_missing_facts_are_named_all_at_once_with_the_command_that_adds_them() -> None:
    of = changed(real(), "open", words={"title": " "})
    of = changed(of, "publish", words={})
    found = told(of)
    for fact, seq, option in (
        ("the title", 1, "--title TEXT"),
        ("the medium of publication", 5, "--field medium=TEXT"),
    ):
        assert f"does not hold {fact} (entry {seq})" in found
        assert f"laufzettel correct S-2021-0001 {seq} --reason TEXT {option}" in found
    found = told(changed(real(), "open", words={"title": "Plan"}))
    assert "the lead department (entry 1)" in found
    assert "S-2021-0001 1 --reason TEXT --lead NAME" in found


def test_a_missing_outcome_of_an_earlier_passage_is_named() -> None:
    of = changed(real(), "approve", outcome=None)
    found = told(of, kind="formal_decision")
    assert "does not hold the outcome (entry 2)" in found
    assert "correct S-2021-0001 2 --reason TEXT --outcome OUTCOME" in found


def test_a_body_without_stored_forms_is_not_guessed_at() -> None:
    of = changed(real(), "approve", body="parliament")
    assert "the body “parliament” of entry 2" in told(of, kind="first_approval")


def test_a_title_that_breaks_off_makes_no_headline() -> None:
    found = told(slip(opened("Neunzehnte Rechtsverordnung zum"), APPROVED))
    assert "breaks off with “zum” (entry 1)" in found
    assert found.endswith("correct S-2021-0001 1 --reason TEXT --title TEXT")


def test_a_publication_without_day_states_none() -> None:
    undated = replace(PUBLISHED, day=Day(None, UNKNOWN))
    text = sentences(slip(opened("Plan"), APPROVED, CONSENTED, DECIDED, undated))
    assert "über die Vorlage „Plan“ ist veröffentlicht worden." in text
    assert "Der Senat hatte sie am 3. August 2021 beschlossen." in text
    assert f"Medium der Veröffentlichung: {MEDIUM}" in text
    assert "Fundstelle" not in text


def test_a_path_without_decision_publishes_the_item_itself() -> None:
    path = PATH.model_copy(update={"announcements": {"publish": ("publication",)}})
    of = slip(opened("Plan"), APPROVED, CONSENTED, DECIDED, PUBLISHED, path=path)
    release = released(of)
    assert release.headline == "„Plan“ veröffentlicht"
    assert "Die Vorlage „Plan“ ist am 3. August 2021 veröffentlicht" in said(
        release.text
    )


def test_a_passage_that_was_adjourned_is_not_announced_as_a_first_passage() -> None:
    """Nothing goes to the Council then; a release would say that it does."""
    path = find("berlin-two-passages").definition
    agenda = Act("add_to_agenda", Day(date(2021, 7, 5)))
    adjourned = Act("first_passage", Day(date(2021, 7, 6)), "adjourned")
    noted = Act("first_passage", Day(date(2021, 7, 13)), "noted")
    acts = (opened(), agenda, adjourned)
    with pytest.raises(Refused) as refused:
        released(slip(*acts, path=path))
    assert "Not recorded yet" in str(refused.value)
    text = sentences(slip(*acts, noted, path=path))
    assert "13. Juli 2021" in text
    assert "6. Juli 2021" not in text
