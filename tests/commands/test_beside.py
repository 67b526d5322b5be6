"""Consultations, documents and sittings as a person at a terminal meets them."""

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from tests.commands.terminal import REF, Terminal
from tests.definitions.everything import everything
from workflow.access import identify
from workflow.bounds import Day
from workflow.papers import gap_in, plan_in
from workflow.store import open_store
from workflow.unit import Act, unit

JUSTICE = ("cosignature", "--body", "justice")


@pytest.fixture
def desk(terminal: Terminal) -> Terminal:
    """A record with an item on a path that asks for everything."""
    path = everything(
        *((f"2025-{day}", f"2021-{day}") for day in ("01-01", "02-01", "01-15")),
        ("    period: 2 years\n", "    period: 2 years\n    calendar: DE-BE\n"),
        ("    lapses: lapse\n", "    lapses: lapse\n    remind: lead\n"),
    )
    (terminal.folder / "path.yaml").write_text(path.source, encoding="utf-8")
    (terminal.folder / "vorlage.pdf").write_bytes(b"%PDF" * 1_000_000)
    terminal.does("init")
    words = ("--lead", "Amt", "--definition", "path.yaml", "--on", "2021-07-01")
    terminal.does("new", "Vorlage", *words)
    return terminal


def asked(desk: Terminal) -> None:
    """Justice and Finance are asked; Justice has answered, Finance is overdue."""
    term = ("--on", "2021-07-01", "--due", "2021-07-15")
    desk.does("consultation", "open", REF, *JUSTICE, *term)
    desk.does("consultation", "open", REF, "cosignature", "--body", "finance", *term)
    words = ("--on", "2021-07-05", "--evidence", "Az. 1", "--outcome-text", "ja")
    desk.does("consultation", "answer", REF, *JUSTICE, *words)


def on_agenda(desk: Terminal) -> None:
    """By the urgent way, on 5 July."""
    words = ("--urgent", "Frist", "--approved-by", "Dr. X", "--on", "2021-07-05")
    desk.does("advance", REF, "urgent", *words)


def test_consultations_are_listed_shown_and_due(desk: Terminal) -> None:
    asked(desk)
    justice, finance = found = desk.does("consultation", "list", REF)
    assert (justice["status"], justice["outcome"], justice["on"]) == (
        *("closed", "given", "2021-07-05"),
    )
    assert (justice["evidence"], justice["outcome_text"]) == ("Az. 1", "ja")
    assert (justice["overdue"], finance["overdue"]) == (False, True)
    assert desk.does("show", REF)["consultations"] == found
    out = desk("show", REF).out
    assert "  cosignature: Justice: given (2021-07-05)\n" in out
    assert "  cosignature: Finance: open, overdue since 2021-07-15\n" in out
    assert "open, overdue since 2021-07-15" in desk("consultation", "list", REF).out
    words = ("--due", "2021-07-20", "--reason", "Bericht", "--for", "lead")
    desk.does("deadline", "add", REF, *words)
    first, second = desk.does("due")
    assert (first["kind"], first["body"], first["role"]) == (
        *("consultation", "finance", "lead"),
    )
    assert (first["overdue"], first["days_left"]) == (True, -26)
    assert (second["kind"], second["role"]) == ("office_term", "lead")
    assert set(first) == set(second)
    assert "-26 (overdue)" in desk("due").out


def test_a_refused_answer_says_what_is_missing(desk: Terminal) -> None:
    asked(desk)
    said = desk("consultation", "answer", REF, "cosignature", "--on", "2021-07-20")
    assert (said.code, said.out) == (1, "")
    assert "--evidence TEXT" in said.err
    said = desk("consultation", "open", REF, "cosignature")
    assert said.code == 1
    assert "name one with --body: justice, finance" in said.err


def test_a_document_is_kept_by_its_hash(desk: Terminal) -> None:
    desk.does("document", "add", REF, "paper", "vorlage.pdf", "--on", "2021-07-02")
    (found,) = desk.does("document", "list", REF)
    expected = hashlib.sha256(b"%PDF" * 1_000_000).hexdigest()
    assert (found["sha256"], found["size"]) == (expected, 4_000_000)
    assert (found["file"], found["on"]) == ("vorlage.pdf", "2021-07-02")
    assert desk.does("show", REF)["documents"] == [found]
    assert f"SHA-256 {expected[:12]}…" in desk("show", REF).out


@pytest.mark.parametrize("file", ["nothing.pdf", ".", "pipe", "secret.pdf"])
def test_a_document_that_cannot_be_read_is_not_recorded(
    desk: Terminal, file: str
) -> None:
    os.mkfifo("pipe")
    Path("secret.pdf").symlink_to("secret.pdf")
    said = desk("document", "add", REF, "paper", file)
    assert (said.code, said.out) == (74, "")
    assert file in said.err
    assert desk.does("document", "list", REF) == []


def test_a_sitting_lets_an_event_happen(desk: Terminal) -> None:
    on_agenda(desk)
    step = ("advance", REF, "pass", "--outcome", "noted", "--on", "2021-07-06")
    said = desk(*step)
    assert said.code == 1
    assert "`laufzettel sitting record senate-sittings DAY`" in said.err
    desk.does("sitting", "record", "senate-sittings", "2021-07-06", "--not-quorate")
    assert desk(*step).code == 1
    answer = desk.does("sitting", "record", "senate-sittings", "6.7.2021")
    assert (answer["reference"], answer["status"]) == (None, "held")
    (found,) = desk.does("sitting", "list")
    assert (found["on"], found["status"], found["bodies"]) == (
        *("2021-07-06", "held", ["Senate"]),
    )
    assert desk.does(*step)["sitting"] == found["entry"] == answer["entry"]
    assert desk("sitting", "list", "council").code == 1
    both = ("--not-quorate", "--cancelled")
    assert desk("sitting", "record", "senate-sittings", "2021-07-07", *both).code == 2


def test_next_tells_where_each_outcome_leads(desk: Terminal) -> None:
    on_agenda(desk)
    out = desk("next", REF).out
    assert "  with --outcome noted → before the Council (before_council)\n" in out
    assert "  not with --outcome decided: hearing (hear) is not on record yet" in out
    assert "  it takes a sitting of Senate on that day\n" in out
    found = {each["event"]: each for each in desk.does("next", REF)}
    noted, *_, decided = found["pass"]["outcomes"]
    assert (noted["outcome"], noted["allowed"], noted["to"]) == (
        *("noted", True, "before_council"),
    )
    assert (decided["outcome"], decided["allowed"], decided["to"]) == (
        *("decided", False, None),
    )
    assert "hearing" in decided["reason"]
    assert found["register"]["outcomes"] == []


def test_a_supplement_is_found_by_its_number(desk: Terminal) -> None:
    on_agenda(desk)
    desk.does("sitting", "record", "senate-sittings", "2021-07-06")
    desk.does("advance", REF, "pass", "--outcome", "noted", "--on", "2021-07-06")
    desk.does("advance", REF, "hear", "--number", "E-1", "--on", "2021-07-07")
    found = desk.does("show", "E-1")
    assert found["reference"] == REF
    assert found["supplements"] == [
        {"number": "E-1", "event": "hear", "on": "2021-07-07", "seq": 4}
    ]
    assert "  E-1: hearing (2021-07-07)\n" in desk("show", REF).out


def test_the_history_tells_every_kind_in_words(desk: Terminal) -> None:
    asked(desk)
    desk.does("document", "add", REF, "paper", "vorlage.pdf")
    on_agenda(desk)
    desk.does("correct", REF, "4", "--reason", "Irrtum", "--evidence", "Az. 2")
    words = ("--reason", "Irrtum", "--approved-by", "Dr. Y")
    desk.does("correct", REF, "6", *words)
    out = desk("history", REF).out
    for line in (
        "2  body asked for its statement\n",
        "   body: Justice (justice)\n",
        "   consultation: cosignature (cosignature)\n",
        "4  answer to a consultation\n",
        "   answers entry: 2\n",
        "   evidence: Az. 1\n",
        "5  document attached\n",
        "   kind of document: paper (paper)\n",
        "   reason of urgency: Frist\n",
        "   approved by: Dr. Y\n",
    ):
        assert line in out
    entries = desk.does("history", REF)
    assert [each["kind"] for each in entries] == [
        *("opened", "consulted", "consulted", "answered", "document", "moved"),
        *("corrected", "corrected"),
    ]
    answer, document, urgent = entries[3:6]
    assert (answer["on"], answer["outcome"]) == ("2021-07-05", "given")
    assert (answer["outcome_text"], answer["evidence"]) == ("ja", "Az. 1")
    assert answer["facts"] == {"consultation": "cosignature", "asked": 2}
    assert (document["file"], document["fields"]) == ("vorlage.pdf", {})
    assert (urgent["urgency"], urgent["approved_by"]) == ("Frist", "Dr. X")
    assert desk.does("verify")["sound"]


def test_a_slip_has_no_headings_for_what_is_not_there(terminal: Terminal) -> None:
    terminal.published()
    out = terminal("show", REF).out
    for heading in ("Consultations", "Documents", "Supplements", "Planned", "Gaps"):
        assert heading not in out
    slip = terminal.does("show", REF)
    for name in ("consultations", "documents", "supplements", "planned", "gaps"):
        assert slip[name] == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f"consultation open {REF} ", ["cosignature", "statement"]),
        (f"consultation open {REF} cosignature --body ", ["justice", "finance"]),
        (f"consultation answer {REF} cosignature --outcome ", ["given", "refused"]),
        (f"document add {REF} ", ["paper"]),
        ("sitting record ", ["senate-sittings"]),
        ("sitting list se", ["senate-sittings"]),
    ],
)
def test_what_fits_is_completed(
    desk: Terminal, monkeypatch: pytest.MonkeyPatch, line: str, words: list[str]
) -> None:
    line = f"laufzettel {line}"
    monkeypatch.setenv("_LAUFZETTEL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    said = desk()
    assert [each.partition(",")[2] for each in said.out.splitlines()] == words


def test_plans_and_gaps_are_shown_as_what_they_are(desk: Terminal) -> None:
    database = os.environ["LAUFZETTEL_DATABASE"]
    with open_store(database, ("workflow",)) as store:
        act = Act(identify(None), desk.now)
        with unit(store, act, "test", {}) as work:
            gap_in(work, REF, "on_agenda", {"note": "nicht überliefert"})
            plan_in(work, REF, "pass", Day(date(2021, 12, 1)), {})
    slip = desk.does("show", REF)
    assert slip["state"] == "on_agenda"
    (gap,), (plan,) = slip["gaps"], slip["planned"]
    assert (gap["from"], gap["to"], gap["seq"]) == ("draft", "on_agenda", 2)
    assert (plan["event"], plan["on"]) == ("pass", "2021-12-01")
    out = desk("show", REF).out
    assert "  draft → on the agenda: nicht überliefert\n" in out
    assert "Planned:\n  2021-12-01 passage\n" in out
    out = desk("history", REF).out
    assert "2  gap in the sources\n" in out
    assert "3  planned, not happened: passage (pass)\n" in out
    assert desk("correct", REF, "2", "--reason", "x", "--on", "2021-07-02").code == 1
    desk.does("correct", REF, "3", "--reason", "verlegt", "--on", "2021-12-08")
    assert desk.does("show", REF)["planned"][0]["on"] == "2021-12-08"
    desk.does("correct", REF, "2", "--reason", "gefunden", "--void")
    assert desk.does("show", REF)["state"] == "draft"
    assert desk.does("verify")["sound"]
