"""What reaches a terminal is text: no control, no direction mark, no broken JSON."""

import json
import unicodedata
from datetime import UTC, date, datetime

import pytest

from commands import printing
from commands.problems import io_problem
from definitions.sentences import sentence

PAYLOADS = [
    "\x1b[31mAPPROVED\x1b[0m",
    "\x1b]0;title\x07",
    "\x9b31m",
    "a\rb",
    "a\nb",
    "a\x00b",
    "\u202eevil",
    "\u2066x\u2069",
    "zero\u200bwidth",
    "soft\u00adhyphen",
    "line\u2028break",
    "\ufeffmark",
    "\udcff lone surrogate",
    "\U000e0041 tag",
    "\u0085 next line",
]


@pytest.mark.parametrize("text", PAYLOADS)
def test_other_peoples_text_is_printed_without_controls(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printing.say(text)
    printing.say_table(["title"], [[text]])
    printing.say_json({"title": text})
    printing.complain(sentence("{text}", text=text))
    out, err = capsys.readouterr()
    for each in (out + err).replace("\n", ""):
        assert unicodedata.category(each)[0] != "C"
        assert unicodedata.category(each) not in {"Zl", "Zp"}
    assert out.count("\n") == 1 + 3 + 3


@pytest.mark.parametrize("text", PAYLOADS)
def test_json_is_read_back_as_it_was(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printing.say_json([text])
    assert json.loads(capsys.readouterr().out) == [text]


def test_plain_text_stays_as_it_is() -> None:
    text = "Größe „Straße“ § 13\u202f% ✓ 東京"
    assert printing.shown(text) == text


def test_days_and_instants_are_written_in_iso(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printing.say_json([date(2021, 7, 6), datetime(2021, 7, 6, 12, tzinfo=UTC)])
    found = json.loads(capsys.readouterr().out)
    assert found == ["2021-07-06", "2021-07-06T12:00:00.000000Z"]


def test_what_has_no_json_form_is_a_fault() -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        printing.say_json({"set": {1}})


def test_a_table_is_as_wide_as_its_cells(capsys: pytest.CaptureFixture[str]) -> None:
    printing.say_table(["a", "title"], [["longer", None], ["x", "y"]])
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["a       title", "──────  ─────", "longer  –", "x       y"]


def test_errors_of_the_system_are_plain_sentences() -> None:
    missing = FileNotFoundError(2, "No such file or directory", "a.yaml")
    assert str(io_problem(missing)) == "a.yaml does not exist."
    strange = OSError(5, "Input/output error")
    said = "The output cannot be read or written: Input/output error."
    assert str(io_problem(strange)) == said
