"""English versions: official English, and nothing translated that nobody has given."""

from dataclasses import replace
from typing import Any

import pytest

from notifications.bodies import BODIES
from notifications.facts import Effect, Submitter
from notifications.phrases import PHRASES, phrase
from tests.press.matrix import AUGUST_3, JULY_6, PARLIAMENT, item, passage, stated
from tests.press.telling import OFFICE, job, set_in

FOREIGN = phrase("so oder so")  # an outcome for which nothing is stored
STORED = sorted(
    {each.code: each for each in PHRASES}.values(), key=lambda one: one.code
)


def told(kind: str, *given: Any) -> list[tuple[str, str]]:
    """Headline and text of some releases in English."""
    pages = [each.page for each in set_in(job(kind, one, "en") for one in given)]
    return [(each.headline, "\n".join(each.paragraphs)) for each in pages]


def with_outcome(said: Any, **more: Any) -> Any:
    """A decision with another outcome."""
    facts = stated("formal_decision")
    return replace(facts, passage=replace(facts.passage, phrase=said, **more))


def test_every_stored_outcome_has_a_verb_of_its_own() -> None:
    found = told(
        "formal_decision", *(with_outcome(each) for each in (*STORED, FOREIGN))
    )
    assert len({headline for headline, _ in found}) == len(found)
    dealt = [each for each in found if "deals with" in each[0]]
    assert dealt == found[-1:]


def test_an_outcome_without_verb_is_told_by_its_english_label() -> None:
    given = with_outcome(FOREIGN, english="either way")
    ((_, text),) = told("formal_decision", given)
    assert "(recorded outcome: either way)." in text


def test_what_was_added_to_an_outcome_is_told_by_its_english_label() -> None:
    remarks = phrase("mit Anmerkungen zugestimmt")
    given = with_outcome(remarks, english="approved with remarks")
    ((headline, text),) = told("formal_decision", given)
    assert (
        headline == "Senate of Berlin on “Rahmen für die Stadt”: approved with remarks"
    )
    assert "(recorded outcome: approved with remarks)." in text.partition("\n")[0]


@pytest.mark.parametrize("proposal", ["vorlage", "antrag", "vorschlag"])
def test_an_office_without_stored_english_is_not_translated(proposal: str) -> None:
    given = stated("formal_decision")
    named = item("short", "masculine", proposal=proposal)
    ((_, text),) = told("formal_decision", replace(given, item=named))
    assert "from Dr. Matthias Kollatz-Ahnen." in text
    assert "enator" not in text


def test_a_title_is_english_where_somebody_has_given_it() -> None:
    given = stated("formal_decision")
    english = replace(given.item, english="Framework for the City")
    german, translated = told("formal_decision", given, replace(given, item=english))
    assert "“Rahmen für die Stadt”" in german[0]
    assert "“Framework for the City”" in translated[0]
    assert "Rahmen" not in translated[1]


def test_the_background_was_typed_in_german_and_stays_there() -> None:
    given = stated("formal_decision")
    assert given.item.background
    ((_, text),) = told("formal_decision", given)
    assert not any(each in text for each in given.item.background)


def test_a_bill_is_not_adopted_before_parliament_has_voted() -> None:
    given = replace(stated("formal_decision"), parliament_later=PARLIAMENT)
    ((headline, text),) = told("formal_decision", given)
    assert "decides to submit" in headline
    assert ", Michael Müller, to submit the item “Rahmen für die Stadt” to the" in text
    assert "adopt" not in headline + text


def a_bill(kind: str, **more: Any) -> Any:
    """The facts of a kind, where a parliament votes on the item."""
    given = stated(kind, document="neuter")
    return replace(given, item=replace(given.item, bill=True), **more)


@pytest.mark.parametrize("said", ["beschlossen", "geändert beschlossen"])
def test_a_government_adopts_no_bill_also_after_it_was_handed_over(said: str) -> None:
    first = a_bill("formal_decision")
    decided = replace(first.passage, phrase=phrase(said))
    handed = told("to_parliament", a_bill("to_parliament", decision=decided))
    for headline, text in (
        *told("formal_decision", replace(first, passage=decided)),
        *handed,
    ):
        assert "adopt" not in headline + text
        assert "approve" in text


def law(**more: Any) -> Any:
    """The promulgation of a law that the House of Representatives adopted on 6 July."""
    vote = passage("adoption", PARLIAMENT, JULY_6, "beschlossen", "adopted")
    return a_bill("publication", participle="verkündet", law=True, adopted=vote, **more)


def test_parliament_adopts_it() -> None:
    ((_, text),) = told("publication", law())
    assert "The House of Representatives of Berlin had adopted it on 6 July" in text


def test_where_it_made_no_law_the_decision_is_what_was_published() -> None:
    vote = passage("adoption", PARLIAMENT, JULY_6, "beschlossen", "adopted")
    given = replace(stated("publication"), adopted=vote)
    with_it, without = told("publication", given, stated("publication"))
    assert with_it == without
    assert with_it[1].startswith("The decision of the Senate of Berlin on the item")


def test_a_law_bears_its_own_name() -> None:
    """Not that of the bill; and its German one where nobody has given the English."""
    given = law()
    translated = replace(given, item=replace(given.item, english="Framework Act"))
    german, english = told("publication", given, translated)
    assert german[0] == "“Neues Konzept” promulgated"
    assert german[1].startswith("The law “Neues Konzept” was promulgated on")
    assert english[0] == "“Framework Act” promulgated"


@pytest.mark.parametrize("kind", ["first_approval", "council_to", "council_position"])
def test_what_goes_to_parliament_is_not_finally_decided_by_the_senate(
    kind: str,
) -> None:
    given = replace(stated(kind), parliament_later=PARLIAMENT)
    (_, plain), (_, onward) = told(kind, stated(kind), given)
    assert "final decision" in plain
    assert "final decision" not in onward
    assert "decision" in onward
    assert "; after that the House of Representatives of Berlin decides." in onward


def named(*english: str | None) -> Any:
    """A decision on what persons proposed, with or without an office in English."""
    given = stated("formal_decision")
    proposers = tuple(
        Submitter(gen="des Senators", person=f"Person {at}", english=each)
        for at, each in enumerate(english, 1)
    )
    return replace(given, item=replace(given.item, proposers=proposers))


PROPOSERS = [
    (("the Mayor", None), "the Mayor, Person 1, and Person 2."),
    ((None, "the Mayor"), "Person 1 and the Mayor, Person 2."),
    ((None, None, None), "Person 1, Person 2 and Person 3."),
    (
        ("the Mayor", "the Senator", "the Judge"),
        "the Mayor, Person 1, the Senator, Person 2, and the Judge, Person 3.",
    ),
    (
        (None, "the Mayor", None, "the Judge"),
        "Person 1, the Mayor, Person 2, Person 3 and the Judge, Person 4.",
    ),
]


def test_proposers_are_parted_by_one_comma() -> None:
    found = told("formal_decision", *(named(*each) for each, _ in PROPOSERS))
    for (_, text), (_, said) in zip(found, PROPOSERS, strict=True):
        assert f", on a proposal from {said}" in text


def test_a_headline_begins_with_a_capital_letter() -> None:
    """Paths call their bodies as they stand in a sentence: “council”."""
    body = replace(BODIES["Rat"], english="council")
    for kind in (
        "first_approval",
        "council_position",
        "formal_decision",
        "appointment",
    ):
        given = stated(kind)
        in_council = replace(given, passage=replace(given.passage, body=body))
        ((headline, text),) = told(kind, in_council)
        assert headline.startswith("Council ")
        assert text.startswith("The council ")


@pytest.mark.parametrize("kind", ["publication", "to_parliament"])
def test_the_office_of_berlin_announces_nothing_of_other_governments(
    kind: str,
) -> None:
    body = replace(BODIES["Bundesrat"], english="Federal Council")
    name = "body" if kind == "to_parliament" else "house"
    given = stated(kind)
    kickers = [
        set_in([job(kind, replace(given, issuer=each, **{name: body}), "en")])[0]
        for each in (OFFICE, "Die Bundeskanzlei", None)
    ]
    assert [each.page.kicker for each in kickers] == [
        "The press and information office of the State of Berlin announces:",
        "Announced by: Die Bundeskanzlei",
        "From the Federal Council:",
    ]


@pytest.mark.parametrize("kind", ["notice", "correction", "withdrawal"])
def test_where_it_is_not_known_whose_release_it_is_nobody_announces_it(
    kind: str,
) -> None:
    (fired,) = set_in([job(kind, replace(stated(kind), issuer=None), "en")])
    assert fired.page.kicker is None


def test_the_council_that_spoke_after_the_decision_is_told_after_it() -> None:
    given = stated("to_parliament")
    late = replace(given, decision=replace(given.decision, day=JULY_6))
    usual, turned = told("to_parliament", given, late)
    order = "first passage", "Council of Mayors had", "had approved the item on"
    assert [usual[1].index(each) for each in order] == sorted(
        map(usual[1].index, order)
    )
    assert turned[1].index(order[2]) < turned[1].index(order[1])


def test_without_a_sitting_none_is_told_of() -> None:
    given = stated("formal_decision")
    in_writing = replace(given.passage, in_writing=True)
    unknown = replace(given.passage, day=None, weekday=None, today=False)
    other = replace(given.passage, day=JULY_6, today=False)
    circulated, vague, earlier = told(
        "formal_decision",
        *(replace(given, passage=each) for each in (in_writing, unknown, other)),
    )
    assert "today by written procedure" in circulated[1]
    assert "meeting" not in circulated[1] + vague[1]
    assert "at its meeting on Tuesday 6 July 2021, on a proposal" in earlier[1]


EFFECTS = [
    (
        Effect(in_force=AUGUST_3, entered=True),
        "The item entered into force on 3 August 2021.",
    ),
    (Effect(in_force=AUGUST_3), "The item enters into force on 3 August 2021."),
    (
        Effect(in_force=AUGUST_3, expected=True),
        "The item is expected to enter into force on 3 August 2021.",
    ),
    (
        Effect(in_force=JULY_6, until=AUGUST_3),
        "on 6 July 2021 and applies up to and including 3 August 2021.",
    ),
    (Effect(after_publication=0), "on the day of its publication."),
    (Effect(after_publication=1), "on the day after its publication."),
    (
        Effect(after_publication=14),
        "enters into force 14 days after its publication.",
    ),
    (Effect(until=AUGUST_3), "The item applies up to and including 3 August 2021."),
    (Effect(extended_until=AUGUST_3), "extended up to and including 3 August 2021."),
    (
        Effect(replaces="Die alte Ordnung", replaced_until=AUGUST_3),
        "The following ceases to be in force at the end of 3 August 2021 "
        "(in German): Die alte Ordnung.",
    ),
    (
        Effect(
            replaces="Die erste und die zweite Ordnung",
            replaces_several=True,
            replaced_until=AUGUST_3,
        ),
        "The following cease to be in force at the end of 3 August 2021 "
        "(in German): Die erste und die zweite Ordnung.",
    ),
]


def test_from_when_on_it_holds_is_told_as_far_as_it_is_known() -> None:
    given = stated("formal_decision")
    found = told("formal_decision", *(replace(given, effect=one) for one, _ in EFFECTS))
    for (_, text), (_, said) in zip(found, EFFECTS, strict=True):
        assert said in text
