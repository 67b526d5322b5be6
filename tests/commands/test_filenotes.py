"""A file note is wrapped like a letter: days and paragraphs stay in one piece."""

from hypothesis import given
from hypothesis import strategies as st

from commands.filenotes import WIDTH, Note
from commands.printing import shown
from definitions.sentences import sentence

TITLE = sentence("File note: an office term")
PART = sentence("Result")


def lines(text: str, *, numbered: bool = False) -> list[str]:
    """The lines of a note with one sentence."""
    parts = [(PART, [text])]
    note = Note(TITLE, [], parts, {}, numbered=PART if numbered else None)
    return [shown(each) for each in note.lines()][4:]


@given(st.integers(1, 70))
def test_a_day_or_a_paragraph_is_never_torn(before: int) -> None:
    wholes = (
        "§ 188 Abs. 2 Satz 1 BGB",
        "BGB § 188 (2)",
        "§§ 188, 189",
        "26. November 2026",
        "26 November 2026",
        "2026-11-23 13:25 UTC",
    )
    for whole in wholes:
        text = f"{'x' * before} und {whole} und {'x' * 50}"
        assert sum(whole in line for line in lines(text)) == 1


@given(st.text(st.sampled_from("ab c§1.()"), min_size=1).filter(str.strip))
def test_wrapping_loses_no_word_and_keeps_the_width(text: str) -> None:
    text = " ".join(text.split())
    found = lines(text, numbered=True)
    assert " ".join(" ".join(found).split()) == f"1. {text}"
    assert all(len(line) <= WIDTH or " " not in line[5:] for line in found)


def test_a_hash_stays_whole_though_it_is_long() -> None:
    assert any("f" * 90 in line for line in lines(f"Hash {'f' * 90} am Ende"))


def test_a_line_break_in_a_title_makes_no_line() -> None:
    assert lines("eins\nzwei") == ["  eins\\x0azwei"]


def test_a_part_without_sentences_has_no_heading() -> None:
    note = Note(TITLE, [], [(PART, [])], {})
    assert [shown(each) for each in note.lines()] == ["File note: an office term", ""]
