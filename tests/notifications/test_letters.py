"""German dates, quotation marks, no-break spaces, lines; and no gap leaves unseen."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from notifications import letters
from notifications.facts import Publication, gather
from notifications.grammar import KINDS
from notifications.letters import (
    NBSP,
    bound,
    long_date,
    quoted,
    short_date,
    shortened,
    verbatim,
    weekday,
    wrapped,
    written,
)
from tests.notifications.slips import AUGUST_3, HEAD, real, step
from workflow.errors import Misconfigured


def published() -> Publication:
    slip = real()
    found = gather(
        slip, step(slip, "publish"), "publication", AUGUST_3, (HEAD, 105)
    ).facts
    assert isinstance(found, Publication)
    return found


def test_a_date_in_a_sentence_has_no_leading_zero_and_does_not_break() -> None:
    assert long_date(date(2021, 8, 3)) == f"3.{NBSP}August 2021"


def test_every_month_has_its_german_name() -> None:
    found = [long_date(date(2024, month, 1)).split()[1] for month in range(1, 13)]
    assert found == [
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ]


def test_the_last_day_of_a_year_belongs_to_that_year() -> None:
    assert long_date(date(2024, 12, 31)).endswith(" 2024")


def test_the_date_line_has_leading_zeros_and_the_full_year() -> None:
    assert short_date(date(2021, 8, 3)) == "03.08.2021"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Plan", "Plan"),
        ("Plan vorlegen", "Plan vorlegen"),
        ("Plan vorlegen, bald", "Plan vorlegen …"),
        ("Plan vorlegen –   bald", "Plan vorlegen …"),
        ("Donaudampfschifffahrt", "Donaudampfschif…"),
    ],
)
def test_a_long_text_is_cut_after_a_whole_word(text: str, told: str) -> None:
    assert shortened(text, 16) == told
    assert len(told) <= 16


def test_the_weekday_is_computed() -> None:
    assert weekday(date(2021, 8, 3)) == "Dienstag"
    assert weekday(date(2021, 12, 23)) == "Donnerstag"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Bauvereinfachungsgesetz", "„Bauvereinfachungsgesetz“"),
        ("Gebiet „Campus“", "„Gebiet ‚Campus‘“"),
        ('Gebiet "Campus" und "Hof"', "„Gebiet ‚Campus‘ und ‚Hof‘“"),
        ("das “Smart” Gesetz", "„das ‚Smart‘ Gesetz“"),
        ("die »Stadt«, die «Stadt»", "„die ‚Stadt‘, die ‚Stadt‘“"),
        ("(„Campus“)", "„(‚Campus‘)“"),
    ],
)
def test_quotation_marks_are_german_and_single_inside(given: str, shown: str) -> None:
    assert quoted(given) == shown


def test_a_quoted_resolution_closes_its_sentence_once() -> None:
    assert verbatim("Der Senat stimmt zu") == "„Der Senat stimmt zu“."
    assert verbatim("Der Senat stimmt zu.") == "„Der Senat stimmt zu.“"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "am 26. März 2019",
            "am 1. Mai",
            "nach § 9 Absatz 1 Nr. 2",
            "von Dr. Lederer",
        ),
        *("mit Prof. Weiß", "z. B. hier", "nach Art. 68", "GVBl. S. 123"),
    ],
)
def test_what_belongs_together_is_not_parted(text: str) -> None:
    assert NBSP in bound(text)
    assert bound(text).replace(NBSP, " ") == text


def test_an_ordinary_blank_stays_a_blank() -> None:
    text = "Am Ende der Sitzung. Im Mai beginnt die 2. Phase; Satz und Absatz"
    assert bound(text) == text


def test_a_dash_does_not_begin_a_line() -> None:
    assert bound("Müller, – nach Zustimmung – den") == (
        f"Müller,{NBSP}– nach Zustimmung{NBSP}– den"
    )


def test_lines_have_72_columns_and_break_only_at_blanks() -> None:
    text = bound(
        "Der Senat von Berlin hat die Vorlage in seiner Sitzung am Dienstag, 6. Juli, "
        "beraten; die Smart-City-Strategie folgt."
    )
    lines = wrapped(text).splitlines()
    assert max(map(len, lines)) <= 72
    assert " ".join(lines) == text


def test_an_unknown_name_in_a_template_is_an_error_that_names_the_template() -> None:
    @dataclass(frozen=True)
    class Nothing:
        release_day: date

    with pytest.raises(Misconfigured, match=r"publication\.headline\.jinja"):
        written("publication", Nothing(AUGUST_3))


def test_a_value_that_is_none_is_an_error_and_not_a_word() -> None:
    facts = replace(published(), citation=None)
    assert "None" not in written("publication", facts).text
    hollow = replace(facts, item=replace(facts.item, reference=None))  # type: ignore[arg-type]
    with pytest.raises(Misconfigured, match="None"):
        written("publication", hollow)


def test_an_empty_value_leaves_a_gap_that_is_found() -> None:
    facts = published()
    assert facts.decision is not None
    phrase = replace(facts.decision.phrase, participle="")
    with pytest.raises(Misconfigured, match="gap"):
        written(
            "publication",
            replace(facts, decision=replace(facts.decision, phrase=phrase)),
        )


def test_a_mark_that_the_facts_bring_is_not_a_gap() -> None:
    facts = published()
    title = "None of {{ these }} {% marks %} ()"
    letter = written(
        "publication", replace(facts, item=replace(facts.item, title=title))
    )
    assert title in letter.text.replace("\n", " ")
    assert title in letter.html


def test_what_a_title_says_in_template_language_is_not_carried_out() -> None:
    facts = published()
    title = "{{ 7 * 7 }} {{ ''.__class__ }}"
    letter = written(
        "publication", replace(facts, item=replace(facts.item, title=title))
    )
    assert "7 * 7" in letter.text
    assert "49" not in letter.text


def test_every_kind_has_a_template_and_a_headline() -> None:
    found = {path.name for path in (letters.TEMPLATES / "german").iterdir()}
    for kind in KINDS:
        assert {f"{kind}.jinja", f"{kind}.headline.jinja"} <= found
