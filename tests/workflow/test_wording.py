"""What may stand in a title, a name or a note, and what is refused."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import Refused
from workflow.wording import (
    clean,
    clean_command_id,
    clean_reference,
    clean_words,
    is_reference,
)

ONE_LINE = ["title", "lead", "field:medium"]
SEVERAL_LINES = ["note", "reason", "outcome_text", "particulars"]
LIMITS = {
    "title": 300,
    "lead": 200,
    "note": 20_000,
    "reason": 20_000,
    "outcome_text": 20_000,
    "particulars": 100_000,
    "field:medium": 1_000,
}
BAD = {
    "nothing": "",
    "spaces": "  \t\n ",
    "no-break spaces": "\u00a0\u2003",
    "soft hyphens alone": "\u00ad\u00ad",
    "NUL": "a\0b",
    "bell": "a\ab",
    "backspace": "Ablehnung\b\b\b",
    "carriage return": "a\rb",
    "vertical tab": "a\vb",
    "escape": "\x1b[31mred",
    "terminal title": "\x1b]0;APPROVED\x07",
    "C1 control": "a\x9b31mb",
    "delete": "a\x7fb",
    "next line": "a\x85b",
    "line separator": "a\u2028b",
    "paragraph separator": "a\u2029b",
    "right to left override": "a\u202eb",
    "left to right mark": "a\u200eb",
    "isolate": "a\u2066b\u2069",
    "Arabic letter mark": "a\u061cb",
    "zero width space": "a\u200bb",
    "zero width joiner": "a\u200db",
    "word joiner": "a\u2060b",
    "byte order mark": "a\ufeffb",
    "tag letter": "a\U000e0041b",
    "lone surrogate": "a\ud800b",
    "undecodable byte": "a\udcffb",
    "private use": "a\ue000b",
    "unassigned": "a\u0378b",
    "no character": "a\uffffb",
    "encoded word": "=?utf-8?q?Bcc=3A_x=40y?=",
    "begin of an encoded word": "Was =? Wie",
}
GOOD = [
    "Strategischer Rahmen „Smart City“ – Berlin",
    "Änderung des § 5 Abs. 2 (Größe ≥ 3 m²)",
    "L’État, Ærø, Łódź, Αθήνα, Київ, القاهرة, 東京",
    "a = ? b",
    "<b>&amp;</b> [red] {x} %s $1 \\",
    "1\u00a0600\u202fEuro",
]


@pytest.mark.parametrize("name", [*ONE_LINE, *SEVERAL_LINES])
@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_bad_text_is_refused_wherever_it_stands(name: str, text: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean(name, text)
    assert refusal.value.exit_code == 1
    said = str(refusal.value)
    assert said.isprintable()
    assert "Nothing was recorded" in said


@pytest.mark.parametrize("text", GOOD)
@pytest.mark.parametrize("name", [*ONE_LINE, *SEVERAL_LINES])
def test_a_good_text_stays_as_it_is(name: str, text: str) -> None:
    assert clean(name, text) == text


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\r\nb"])
def test_lines_may_stand_in_notes_and_not_in_titles(text: str) -> None:
    for name in SEVERAL_LINES:
        assert clean(name, text) == text.replace("\r", "")
    for name in ONE_LINE:
        with pytest.raises(Refused):
            clean(name, text)


@pytest.mark.parametrize(("name", "limit"), LIMITS.items())
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(
    name: str, limit: int
) -> None:
    assert len(clean(name, "ß" * limit)) == limit
    assert len(clean(name, "e\u0301" * limit)) == limit  # counted in NFC
    with pytest.raises(Refused, match=str(limit)):
        clean(name, "ß" * (limit + 1))


def test_a_giant_text_is_refused_at_once() -> None:
    begun = time.perf_counter()
    with pytest.raises(Refused):
        clean("title", "a" * 10_000_000)
    assert time.perf_counter() - begun < 1


def test_soft_hyphens_from_pasted_files_are_dropped() -> None:
    assert clean("title", "Ver\u00adkehrs\u00adent\u00adwick\u00adlung") == (
        "Verkehrsentwicklung"
    )


def test_letters_are_composed_and_outer_space_is_dropped() -> None:
    assert clean("title", " \u00a0A\u0308nderung \n") == "Änderung"


def test_what_was_not_given_is_not_there() -> None:
    assert clean_words({"title": "a", "note": None}) == {"title": "a"}


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Refused) as refusal:
        clean_words({"title": "", "lead": "a\tb", "note": "fine", "field:medium": "\0"})
    said = [str(each) for each in refusal.value.sentences]
    assert len(said) == 3
    assert "title" in said[0]
    assert "lead" in said[1]
    assert "given as medium" in said[2]


@given(st.text())
def test_a_clean_text_is_clean_for_ever(text: str) -> None:
    try:
        found = clean("note", text)
    except Refused:
        return
    assert clean("note", found) == found
    assert found.encode()
    assert unicodedata.is_normalized("NFC", found)
    assert found.replace("\n", "").replace("\t", "").splitlines() == [
        found.replace("\n", "").replace("\t", "")
    ]


@pytest.mark.parametrize(
    "text", ["S-2021-0001", "S-1234/2021", "18_4500", "a", "a" * 64]
)
def test_offices_write_references_in_many_ways(text: str) -> None:
    assert is_reference(text)
    assert clean_reference(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "a b",
            "-a",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a..b",
            ".a",
            "a" * 65,
        ),
        *(
            "Ä-1",
            "S-\uff12021",
            "a\n",
            "a\0",
            "a\x1b[m",
            "a%",
            "a*",
            "a;b",
            "a\\b",
            "\udcff",
        ),
    ],
)
def test_what_is_no_reference_is_refused(text: str) -> None:
    assert not is_reference(text)
    with pytest.raises(Refused) as refusal:
        clean_reference(text)
    assert str(refusal.value).isprintable()


@pytest.mark.parametrize(
    "text", ["a", "6f1f1c9e-6c3f", "x" * 100, "user@host:1/2+3=!~"]
)
def test_a_command_id_is_visible_ascii(text: str) -> None:
    assert clean_command_id(text) == text


@pytest.mark.parametrize(
    "text", ["", " ", "a b", "é", "e\u0301", "a\n", "\0", "\udcff", "x" * 101]
)
def test_what_is_no_command_id_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        clean_command_id(text)
