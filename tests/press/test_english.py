"""English versions: official English, and nothing translated that nobody has given."""

from dataclasses import replace
from typing import Any

import pytest

from notifications.facts import Effect
from notifications.phrases import PHRASES, phrase
from tests.press.matrix import AUGUST_3, JULY_6, PARLIAMENT, item, stated
from tests.press.telling import job, set_in

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
    assert "The recorded outcome is: either way." in text


def test_what_was_added_to_an_outcome_is_told_by_its_english_label() -> None:
    remarks = phrase("mit Anmerkungen zugestimmt")
    given = with_outcome(remarks, english="approved with remarks")
    ((_, text),) = told("formal_decision", given)
    assert "approved with remarks" in text


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
    assert "at its meeting on Tuesday, 6 July 2021" in earlier[1]


EFFECTS = [
    (
        Effect(in_force=AUGUST_3, entered=True),
        "It entered into force on 3 August 2021.",
    ),
    (Effect(in_force=AUGUST_3), "It enters into force on 3 August 2021."),
    (
        Effect(in_force=AUGUST_3, expected=True),
        "It is expected to enter into force on 3 August 2021.",
    ),
    (Effect(after_publication=0), "on the day of its publication."),
    (Effect(after_publication=1), "on the day after its publication."),
    (
        Effect(after_publication=14),
        "enters into force 14 days after its publication.",
    ),
    (Effect(until=AUGUST_3), "It applies up to and including 3 August 2021."),
    (Effect(extended_until=AUGUST_3), "extended up to and including 3 August 2021."),
    (
        Effect(replaces="Die alte Ordnung", replaced_until=AUGUST_3),
        "It replaces “Die alte Ordnung”, which is in force up to and including",
    ),
]


def test_from_when_on_it_holds_is_told_as_far_as_it_is_known() -> None:
    given = stated("formal_decision")
    found = told("formal_decision", *(replace(given, effect=one) for one, _ in EFFECTS))
    for (_, text), (_, said) in zip(found, EFFECTS, strict=True):
        assert said in text
