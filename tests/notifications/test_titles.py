"""Forms of titles: proposed where a title is understood, and nothing is guessed."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.checkedtext import LONGEST_FORM
from notifications.grammar import Gender, Number, articles, called_a_law
from notifications.nouns import NOUNS
from notifications.particulars import DocumentForms, Particulars, read
from notifications.titles import (
    FORMS,
    of_bill,
    suggested,
    understood,
    unfit,
    with_document,
)
from tests.notifications.slips import smart_city
from workflow.errors import Refused

# By the grammar of releases (docs/press.md): the title, then nom, akk, dat, gen, and
# the bare accusative and dative of headlines. Written down by hand, not computed.
KNOWN = {
    "Strategischer Rahmen für die neue Smart-City-Strategie": (
        "der Strategische Rahmen für die neue Smart-City-Strategie",
        "den Strategischen Rahmen für die neue Smart-City-Strategie",
        "dem Strategischen Rahmen für die neue Smart-City-Strategie",
        "des Strategischen Rahmens für die neue Smart-City-Strategie",
        "Strategischen Rahmen für die neue Smart-City-Strategie",
        "Strategischem Rahmen für die neue Smart-City-Strategie",
    ),
    "Sechste Verordnung zur Änderung der Dritten Verordnung": (
        "die Sechste Verordnung zur Änderung der Dritten Verordnung",
        "die Sechste Verordnung zur Änderung der Dritten Verordnung",
        "der Sechsten Verordnung zur Änderung der Dritten Verordnung",
        "der Sechsten Verordnung zur Änderung der Dritten Verordnung",
        "Sechste Verordnung zur Änderung der Dritten Verordnung",
        "Sechster Verordnung zur Änderung der Dritten Verordnung",
    ),
    "Neues Gesetz zur Stärkung von Familien": (
        "das Neue Gesetz zur Stärkung von Familien",
        "das Neue Gesetz zur Stärkung von Familien",
        "dem Neuen Gesetz zur Stärkung von Familien",
        "des Neuen Gesetzes zur Stärkung von Familien",
        "Neues Gesetz zur Stärkung von Familien",
        "Neuem Gesetz zur Stärkung von Familien",
    ),
    "Neue Eckpunkte für Bund & Land": (
        "die Neuen Eckpunkte für Bund & Land",
        "die Neuen Eckpunkte für Bund & Land",
        "den Neuen Eckpunkten für Bund & Land",
        "der Neuen Eckpunkte für Bund & Land",
        "Neue Eckpunkte für Bund & Land",
        "Neuen Eckpunkten für Bund & Land",
    ),
    "IT-Planungs- und Finanzierungskonzept": (
        "das IT-Planungs- und Finanzierungskonzept",
        "das IT-Planungs- und Finanzierungskonzept",
        "dem IT-Planungs- und Finanzierungskonzept",
        "des IT-Planungs- und Finanzierungskonzepts",
        "IT-Planungs- und Finanzierungskonzept",
        "IT-Planungs- und Finanzierungskonzept",
    ),
    "Das ergänzte Berliner Mobilitätsgesetz": (
        "das ergänzte Berliner Mobilitätsgesetz",
        "das ergänzte Berliner Mobilitätsgesetz",
        "dem ergänzten Berliner Mobilitätsgesetz",
        "des ergänzten Berliner Mobilitätsgesetzes",
        "ergänztes Berliner Mobilitätsgesetz",
        "ergänztem Berliner Mobilitätsgesetz",
    ),
    "Entwurf eines Gesetzes über Baustellen": (
        "der Entwurf eines Gesetzes über Baustellen",
        "den Entwurf eines Gesetzes über Baustellen",
        "dem Entwurf eines Gesetzes über Baustellen",
        "des Entwurfs eines Gesetzes über Baustellen",
        "Entwurf eines Gesetzes über Baustellen",
        "Entwurf eines Gesetzes über Baustellen",
    ),
    "Leitlinien, erste Fassung": (
        "die Leitlinien, erste Fassung",
        "die Leitlinien, erste Fassung",
        "den Leitlinien, erste Fassung",
        "der Leitlinien, erste Fassung",
        "Leitlinien, erste Fassung",
        "Leitlinien, erste Fassung",
    ),
}


@pytest.mark.parametrize(("title", "forms"), KNOWN.items(), ids=list(KNOWN))
def test_a_title_that_is_understood_is_proposed_in_every_form(
    title: str, forms: tuple[str, ...]
) -> None:
    found = suggested(title)
    assert tuple(found[name] for name in FORMS) == forms
    with_document(None, found)  # of one title, too


@pytest.mark.parametrize(
    "title",
    [
        "Smart City Berlin",
        "1. September: Konzept zum Schulbeginn",
        "Strategische Rahmen",  # no strong ending of the masculine: perhaps a plural
        "Umgang mit dem Klima im Konzept",
        "Eine Strategie für alle",
        "Unser Plan",
        "2021er Plan",
        "Er Plan",
        "Alle Maßnahmen",
        "Über Gesetze und Ordnung",
        "gesetz",
        "",
        "{{ config }} Gesetz",
        "<b>Gesetz</b>",
    ],
)
def test_what_is_not_understood_is_quoted_and_not_declined(title: str) -> None:
    assert understood(title) is None
    found = suggested(title)
    assert (found["gender"], found["number"]) == ("feminine", "singular")
    assert found["dat"] == f"der Vorlage „{title}“"
    assert found["akk_bare"] == f"Vorlage „{title}“"


@pytest.mark.parametrize(
    ("title", "carried"),
    [
        ("Konzept für {{ 7 * 7 }} und {% raise %}", "{{ 7 * 7 }} und {% raise %}"),
        ("Plan <script>alert(1)</script> & Land", "<script>alert(1)</script> & Land"),
        ("Bericht vom 1. September", "vom 1. September"),
        ('Gesetz "Gute Schule"', "„Gute Schule“"),
    ],
)
def test_what_follows_the_noun_is_carried_as_it_is(title: str, carried: str) -> None:
    found = suggested(title)
    assert all(found[name].endswith(carried) for name in FORMS)


@pytest.mark.parametrize(
    ("title", "gen"),
    [
        (
            "Tariftreuegesetz und Vergabegesetz für Berlin",
            "des Tariftreuegesetzes und Vergabegesetzes für Berlin",
        ),
        ("Leitlinien und Maßnahmen", "der Leitlinien und Maßnahmen"),
        # of two kinds, or of one that is not known: nobody guesses its article
        ("Rahmen und Ziele", "der Vorlage „Rahmen und Ziele“"),
        ("Konzept und Umsetzung", "der Vorlage „Konzept und Umsetzung“"),
        ("Plan, Bericht und Antrag", "der Vorlage „Plan, Bericht und Antrag“"),
    ],
)
def test_nouns_that_are_joined_are_declined_together_or_not_at_all(
    title: str, gen: str
) -> None:
    assert suggested(title)["gen"] == gen


def test_a_law_is_proposed_as_a_bill() -> None:
    bill = of_bill("Erstes Gesetz zur Änderung des Schulgesetzes")
    assert bill is not None
    DocumentForms.model_validate(bill)
    assert (
        bill["akk"] == "den Entwurf des Ersten Gesetzes zur Änderung des Schulgesetzes"
    )
    assert bill["gen"].startswith("des Entwurfs des Ersten Gesetzes zur")
    assert called_a_law(bill["nom"]) is None
    for other in ("Gesetzentwurf über Baustellen", "Konzept zum Gesetz", "Smart City"):
        assert of_bill(other) is None


def test_forms_of_two_titles_are_refused() -> None:
    forms = suggested("Strategischer Rahmen für Berlin")
    with pytest.raises(Refused) as refused:
        with_document(None, forms | {"nom": "der Rahmen", "dat_bare": "Plan"})
    told = [str(each) for each in refused.value.sentences]
    assert [each.partition(":")[0] for each in told] == [
        *("document.akk", "document.dat", "document.gen", "document.dat_bare")
    ]
    short = {"akk_bare": "Neuen Rahmen", "dat_bare": "Neuem Rahmen"}
    with_document(None, forms | short)  # a headline may have a shorter title


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.nom)
def test_every_stored_noun_stands_in_forms_that_are_right(noun: Any) -> None:
    found = suggested(f"Kleines-{noun.nom}")
    assert (found["gender"], found["number"]) == (noun.gender, noun.number)
    assert found["gen"].endswith(f"-{noun.gen}")
    assert found["dat"].endswith(f"-{noun.dat}")
    with_document(None, found)


TEXTS = st.text(min_size=1, max_size=80) | st.lists(
    st.sampled_from(
        [noun.nom for noun in NOUNS[:20]]
        + [
            "Neuer",
            "Neues",
            "Neue",
            "Berliner",
            "und",
            "Klima-",
            "für",
            "der",
            ",",
            '"',
        ]
    ),
    max_size=8,
).map(" ".join)


@given(TEXTS)
def test_whatever_is_proposed_has_the_articles_of_its_gender(title: str) -> None:
    found = suggested(title)
    genders, numbers = get_args(Gender), get_args(Number)
    gender, number = found["gender"], found["number"]
    assert gender in genders
    assert number in numbers
    row = articles(gender, number)  # type: ignore[arg-type]
    for case, article in row.items():
        assert found[case].startswith(f"{article} ")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("dat", "den Plan", "begin this form with “dem”"),
        ("akk_bare", "den Plan", "leave the article away"),
        ("gen", "des Plans für", "it breaks off with “für”"),
        ("nom", "der Plan" + "x" * LONGEST_FORM, "longer than 300 characters"),
        ("nom", "der Plan\u202e", "invisible or control"),
        ("nom", "der Plan\x1b[31m", "invisible or control"),
        ("nom", 'der "Plan"', "straight quotation marks"),
        ("dat_bare", "dem Plan", "leave the article away"),
    ],
)
def test_a_form_that_cannot_stand_is_refused_with_its_reason(
    name: str, text: str, told: str
) -> None:
    (wrong,) = unfit("masculine", "singular", name, text)
    assert str(wrong).startswith(f"{name}: ")
    assert told in str(wrong)
    assert unfit("masculine", "singular", "dat", "dem Plan") == ()


def test_only_the_document_is_replaced() -> None:
    before = smart_city()
    after = with_document(before, suggested("Neues Konzept"))
    assert after.document.gen == "des Neuen Konzepts"
    assert after.model_copy(update={"document": before.document}) == before
    alone = with_document(None, suggested("Neues Konzept"))
    assert alone == Particulars(document=after.document)
    assert read(alone.model_dump(mode="json")) == alone


def test_all_that_is_wrong_with_forms_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        with_document(None, {"gender": "m", "nom": "", "colour": "blue"})
    told = [str(each) for each in refused.value.sentences]
    assert any(each.startswith("document.gender") or "gender" in each for each in told)
    assert len(told) >= 4
