"""Dates, quotation marks, no-break spaces, lines; and no gap leaves unseen."""

import re
from dataclasses import dataclass
from datetime import date
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import letters
from notifications.letters import colleagues
from notifications.typography import (
    NBSP,
    bound,
    english_date,
    english_quoted,
    english_weekday,
    harmless,
    indented,
    long_date,
    quoted,
    short_date,
    shortened,
    verbatim,
    weekday,
    wrapped,
)
from tests.notifications.slips import AUGUST_3
from workflow.errors import Misconfigured


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


def test_english_days_are_told_in_words() -> None:
    assert english_date(date(2021, 8, 3)) == "3 August 2021"
    assert english_weekday(date(2021, 8, 3)) == "Tuesday"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Building Act", "“Building Act”"),
        ('The "Campus" and "Yard"', "“The ‘Campus’ and ‘Yard’”"),
        ("das „Smart“ Gesetz", "“das ‘Smart’ Gesetz”"),
        ("a “smart” act", "“a ‘smart’ act”"),
    ],
)
def test_english_quotation_marks_are_single_inside(given: str, shown: str) -> None:
    assert english_quoted(given) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Straßenbau  \r\n in Mitte\t", "Straßenbau in Mitte"),
        ("Nr.\u00a05", "Nr.\u00a05"),
        ("rot\x1b[31m", "rot\\x1b[31m"),
        ("am \u202e1202", "am \\u202e1202"),
        ("a\u2028b\x85c", "a\\u2028b\\x85c"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_is_invisible_is_shown(given: str, shown: str) -> None:
    assert harmless(given) == shown


@given(st.text())
def test_nothing_invisible_is_left_and_nothing_visible_is_lost(text: str) -> None:
    told = harmless(text)
    assert all(category(each)[0] not in "C" for each in told)
    assert not {"\u2028", "\u2029"} & set(told)
    assert harmless(told) == told
    visible = [each for each in text if each.isprintable() and each != " "]
    rest = iter(told)
    assert all(each in rest for each in visible)  # in this order


@given(st.text(st.characters(exclude_categories=["C", "Z"])), st.integers(0, 20))
def test_lines_are_cut_where_a_word_has_no_end(text: str, blanks: int) -> None:
    lines = indented(text, " " * blanks, "  ").splitlines()
    assert all(len(line) <= 72 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@dataclass(frozen=True)
class Gap:
    """Facts of a letter to colleagues that say next to nothing."""

    kind: str = "digest"
    language: str = "de"
    day: date = AUGUST_3
    number: int = 1
    groups: tuple[()] = ()
    single: None = None
    entry: int = 104
    head: str = "9f3c 21ab"


def test_a_letter_to_colleagues_is_better_with_a_gap_than_not_at_all() -> None:
    letter = colleagues("digest", "de", Gap())
    assert letter.headline == "Fristen am 03.08.2021:"
    assert letter.text.endswith("Stand der Akte: Eintrag 104 · 9f3c 21ab\n")


def test_but_what_its_template_asks_for_must_be_there() -> None:
    @dataclass(frozen=True)
    class Nothing:
        kind: str = "digest"

    with pytest.raises(Misconfigured, match=r"digest\.headline\.jinja"):
        colleagues("digest", "de", Nothing())


def test_both_languages_have_the_same_wording_to_offer() -> None:
    def macros(language: str) -> list[str]:
        path = letters.TEMPLATES / language / "notices.jinja"
        return re.findall(r"macro (\w+\(.*?\))", path.read_text(encoding="utf-8"))

    assert macros("german") == macros("english")
