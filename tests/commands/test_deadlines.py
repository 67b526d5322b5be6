"""Deadlines at the desk: listed, extended, suspended, resumed, and what is due."""

from typing import Any

import pytest

from tests.commands.termed import COSIGNATURE, FINANCE, JUSTICE, asked, at, opened
from tests.commands.terminal import QUIET, REF, Terminal, configured

FIELDS = {
    "kind",
    "reference",
    "name",
    "due",
    "due_precision",
    "status",
    "days_left",
    "overdue",
    "waiting_for",
    "reason",
    "role",
    "remind_before",
    "body",
    "basis",
    "stuck",
}


@pytest.fixture
def desk(terminal: Terminal) -> Terminal:
    """An item whose co-signature finance has been asked for, due on 23 December."""
    opened(terminal)
    asked(terminal, FINANCE, "--on", "2021-12-09")
    return terminal


def term(desk: Terminal, due: str, reason: str = "Bericht") -> None:
    """Set an office term of the lead department."""
    words = ("--due", due, "--reason", reason, "--for", "lead")
    desk.does("deadline", "add", REF, *words)


def due_of(desk: Terminal, *options: str) -> list[tuple[str, str | None]]:
    return [(each["name"], each["due"]) for each in desk.does("due", *options)]


def change(desk: Terminal, verb: str, *more: str) -> Any:
    return desk.does("deadline", verb, REF, COSIGNATURE, "--reason", "Bitte", *more)


# due


def test_deadlines_and_office_terms_stand_in_one_list(desk: Terminal) -> None:
    term(desk, "2021-12-20")
    term(desk, "2022-01-10")
    assert due_of(desk) == [
        ("term-1", "2021-12-20"),
        (COSIGNATURE, "2021-12-23"),
        ("term-2", "2022-01-10"),
    ]
    by_law = desk.does("due")[1]
    assert by_law.keys() == FIELDS
    assert by_law["kind"] == "deadline"
    assert (by_law["body"], by_law["days_left"]) == (FINANCE, 10)
    assert by_law["waiting_for"] == "Senate Department for Finance"
    assert by_law["basis"] == ["Geschäftsordnung § 10, Mitzeichnung"]


def test_a_consultation_with_a_term_by_law_is_told_once(desk: Terminal) -> None:
    assert [each["kind"] for each in desk.does("due")] == ["deadline"]


def test_a_term_known_at_the_latest_says_so(desk: Terminal) -> None:
    asked(desk, JUSTICE, "--on-or-before", "2021-12-10")
    (_, second) = desk.does("due")
    assert (second["due"], second["due_precision"]) == ("2021-12-24", "at_latest")
    assert "at the latest 2021-12-24" in desk("due").out


def test_due_of_one_body(desk: Terminal) -> None:
    asked(desk, JUSTICE, "--on", "2021-12-13")
    term(desk, "2021-12-20")
    assert due_of(desk, "--body", JUSTICE) == [(COSIGNATURE, "2021-12-27")]
    refused = desk("due", "--body", "parliament")
    assert refused.code == 1
    assert "there are: finance, justice, senate" in refused.err


def test_a_second_body_is_not_dropped_without_a_word(desk: Terminal) -> None:
    refused = desk("due", "--body", FINANCE, "--body", JUSTICE)
    assert refused.code == 2
    assert "--body was given more than once; it takes one value." in refused.err


def test_due_of_one_person_goes_by_the_roles_held(desk: Terminal) -> None:
    term(desk, "2021-12-20")
    desk.does("role", "grant", "uid:4711", "lead")
    assert due_of(desk, "--person", "4711") == [("term-1", "2021-12-20")]
    assert len(due_of(desk, "--mine")) == 2  # whoever founds a file holds every role
    refused = desk("due", "--person", "nobody-here")
    assert refused.code == 1
    assert "uid 4711" in refused.err
    assert desk("due", "--person", "4711", "--mine").code == 2


def test_due_within_some_days_keeps_what_is_overdue(desk: Terminal) -> None:
    term(desk, "2021-12-01", "versäumt")
    term(desk, "2021-12-20")
    assert due_of(desk, "--days", "6") == [("term-1", "2021-12-01")]
    assert due_of(desk, "--days", "7")[1] == ("term-2", "2021-12-20")


def test_due_is_sorted_as_asked_for(desk: Terminal) -> None:
    words = ("new", "Andere Vorlage", "--lead", "Energie", "--on", "2021-06-01")
    other = desk.does(*words)["reference"]
    term(desk, "2022-01-10")
    more = ("--due", "2021-12-14", "--reason", "R", "--for", "lead")
    desk.does("deadline", "add", other, *more)

    def order(by: str) -> list[tuple[str, str]]:
        rows = desk.does("due", "--sort", by)
        return [(each["reference"], each["due"]) for each in rows]

    dated = [(other, "2021-12-14"), (REF, "2021-12-23"), (REF, "2022-01-10")]
    assert order("due") == dated
    assert order("reference") == [*dated[1:], dated[0]]
    assert order("body") == [dated[1], dated[0], dated[2]]  # a body first


def test_due_comes_in_pages(desk: Terminal) -> None:
    for day in range(1, 5):
        term(desk, f"2022-01-0{day}")
    assert len(due_of(desk, "--limit", "2")) == 2
    assert due_of(desk, "--limit", "2", "--page", "3") == [("term-4", "2022-01-04")]
    said = desk("due", "--limit", "2", "--page", "2").out
    assert said.splitlines()[-1] == "Page 2 of 3, 5 entries in all."
    assert "Page" not in desk("due", "--limit", "5").out
    beyond = desk("due", "--limit", "2", "--page", "4", "--json")
    assert (beyond.code, beyond.out) == (1, "")
    assert "no page 4: 5 entries make 3 page(s) of 2" in beyond.err


def test_a_page_is_numbered_from_one(desk: Terminal) -> None:
    assert desk("due", "--page", "0").code == 2
    assert desk("due", "--limit", "0").code == 2


# extend, suspend, resume


def test_an_extension_is_counted_from_the_old_end(desk: Terminal) -> None:
    answer = change(desk, "extend", "--by", "7 days")
    assert (answer["was"], answer["due"]) == ("2021-12-23", "2021-12-30")
    assert due_of(desk) == [(COSIGNATURE, "2021-12-30")]
    said = desk.does("explain", REF, COSIGNATURE)
    assert not any("extended" in each for each in said["at_its_end"])  # only once
    (told,) = said["changes"]
    assert (told["kind"], told["by"], told["reason"]) == ("extended", "7 days", "Bitte")
    printed = " ".join(desk("explain", REF, COSIGNATURE).out.split())
    assert "extended by 7 days; granted: Monday, 13 December 2021; last day" in printed


def test_an_extension_may_name_the_last_day(desk: Terminal) -> None:
    words = ("--until", "29.12.2021", "--reason", "Bitte")
    said = desk("extend", REF, COSIGNATURE, *words)
    assert said.code == 0
    assert said.out == (
        f"{REF}: cosignature_term is extended (entry 3); its last day is 2021-12-29,"
        " before it was 2021-12-23.\n"
    )
    printed = " ".join(desk("explain", REF, COSIGNATURE).out.split())
    assert "extended until Wednesday, 29 December 2021; granted:" in printed


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["--by", "7 days", "--until", "2021-12-29"], 2),
        (["--by", "8 days"], 1),
        (["--until", "2021-12-23"], 1),
        (["--by", "0 days"], 1),
        (["--by", "sieben Tage"], 1),
    ],
)
def test_what_the_rule_does_not_permit_is_refused(
    desk: Terminal, words: list[str], code: int
) -> None:
    refused = desk("extend", REF, COSIGNATURE, *words, "--reason", "Bitte")
    assert refused.code == code
    assert len(refused.err.splitlines()) == 1
    assert due_of(desk) == [(COSIGNATURE, "2021-12-23")]


def test_a_term_is_extended_once_and_for_those_the_path_names(desk: Terminal) -> None:
    change(desk, "extend", "--by", "1 day")
    asked(desk, JUSTICE, "--on", "2021-12-13")
    for body in (FINANCE, JUSTICE):
        words = ("--by", "1 day", "--reason", "Bitte", "--body", body)
        assert desk("extend", REF, COSIGNATURE, *words).code == 1
    ambiguous = desk("extend", REF, COSIGNATURE, "--by", "1 day", "--reason", "Bitte")
    assert "--body: finance, justice" in ambiguous.err


def test_a_preview_shows_the_day_and_records_nothing(desk: Terminal) -> None:
    words = ("--by", "7 days", "--reason", "Bitte", "--preview")
    said = desk("extend", REF, COSIGNATURE, *words)
    assert "2021-12-30" in said.out
    assert due_of(desk) == [(COSIGNATURE, "2021-12-23")]
    assert len(desk.does("history", REF)) == 2


def test_a_suspended_term_has_no_last_day_until_it_is_resumed(desk: Terminal) -> None:
    answer = change(desk, "suspend", "--on", "2021-12-13")
    assert (answer["was"], answer.get("due")) == ("2021-12-23", None)
    (stopped,) = desk.does("due")
    assert (stopped["status"], stopped["due"]) == ("suspended", None)
    assert (stopped["days_left"], stopped["overdue"]) == (None, False)
    assert desk("due").out.splitlines()[2].startswith("suspended")
    at(desk, "2021-12-16 09:00")
    answer = change(desk, "resume")
    assert answer["due"] == "2021-12-27"  # three days on it would be Sunday, Boxing Day
    (told, again) = desk.does("explain", REF, COSIGNATURE)["changes"]
    assert (told["kind"], told["on"]) == ("suspended", "2021-12-13")
    assert (again["kind"], again["on"]) == ("resumed", "2021-12-16")


def test_a_term_that_runs_is_not_resumed(desk: Terminal) -> None:
    refused = desk("resume", REF, COSIGNATURE, "--reason", "Irrtum")
    assert refused.code == 1
    assert "not suspended" in refused.err


def test_who_suspends_is_told_the_whole_command_that_resumes(desk: Terminal) -> None:
    asked(desk, JUSTICE, "--on", "2021-12-09")
    words = ("--body", JUSTICE, "--reason", "Akten fehlen")
    said = desk("suspend", REF, COSIGNATURE, *words).out
    resume = f"deadline resume {REF} {COSIGNATURE} --body justice --reason TEXT"
    assert f"`laufzettel {resume}`" in said
    at(desk, "2021-12-14 09:00")
    assert desk(*resume.split()).code == 0


def test_a_day_that_stood_still_is_not_suspended_again(desk: Terminal) -> None:
    change(desk, "suspend", "--on", "2021-12-10")
    change(desk, "resume", "--on", "2021-12-11")
    words = (REF, COSIGNATURE, "--reason", "Bitte", "--on")
    refused = desk("suspend", *words, "2021-12-10")
    assert refused.code == 1
    assert "stood still on 2021-12-10 already" in refused.err
    assert "suspended from 2021-12-10 and resumed from 2021-12-11" in refused.err
    assert desk("suspend", *words, "2021-12-11").code == 0


def test_an_office_term_is_set_anew_and_not_extended(desk: Terminal) -> None:
    term(desk, "2021-12-20")
    for words in (("extend", "--by", "7 days"), ("suspend",), ("resume",)):
        verb, *more = words
        refused = desk("deadline", verb, REF, "term-1", "--reason", "Bitte", *more)
        assert refused.code == 1
        assert "term-1 is an office term" in refused.err
        assert f"`laufzettel deadline done {REF} term-1`" in refused.err
    desk.does("deadline", "done", REF, "term-1")
    refused = desk("deadline", "suspend", REF, "term-1", "--reason", "Bitte")
    assert "no deadline term-1 is running" in refused.err


@pytest.mark.parametrize(
    ("verb", "day"),
    [
        ("extend", "The day it was granted"),
        ("suspend", "The first day that does not count"),
        ("resume", "The first day that counts again"),
    ],
)
def test_help_says_which_day_is_meant(terminal: Terminal, verb: str, day: str) -> None:
    for words in ((verb,), ("deadline", verb)):
        assert day in " ".join(terminal(*words, "--help").out.split())


def test_the_verbs_stand_alone_as_well(desk: Terminal) -> None:
    reason = ("--reason", "Bitte")
    assert desk("suspend", REF, COSIGNATURE, *reason).code == 0
    at(desk, "2021-12-14 09:00")
    assert desk("resume", REF, COSIGNATURE, *reason).code == 0
    assert desk("extend", REF, COSIGNATURE, "--by", "1 day", *reason).code == 0


def test_a_repeated_command_extends_once(desk: Terminal) -> None:
    words = ("--by", "7 days", "--command-id", "einmal")
    first = change(desk, "extend", *words)
    assert change(desk, "extend", *words)["seq"] == first["seq"]
    assert len(desk.does("history", REF)) == 3


# slip and list


def test_the_slip_and_the_list_show_both_kinds(desk: Terminal) -> None:
    term(desk, "2021-12-20")
    listed = desk.does("deadline", "list", REF)
    assert listed == desk.does("show", REF)["deadlines"]
    assert [(each["kind"], each["name"]) for each in listed] == [
        ("deadline", COSIGNATURE),
        ("office_term", "term-1"),
    ]
    assert listed[0]["started"] == 2
    slip = desk("show", REF).out
    assert "2021-12-23 cosignature_term: term of the co-signature, Senate" in slip
    assert "2021-12-20 term-1: Bericht (lead department)" in slip


def test_a_deadline_that_ended_is_listed_and_not_due(desk: Terminal) -> None:
    words = ("consultation", "answer", REF, "cosignature", "--body", FINANCE)
    desk.does(*words, "--on", "2021-12-13")
    (met,) = desk.does("deadline", "list", REF)
    assert (met["status"], met["met_on"], met["closed"]) == ("met", "2021-12-13", 3)
    assert desk.does("due") == []
    assert "cosignature_term" not in desk("show", REF).out
    assert "met" in desk("deadline", "list", REF).out


def test_the_history_tells_of_a_term_in_words(desk: Terminal) -> None:
    change(desk, "extend", "--by", "7 days")
    at(desk, "2021-12-14 09:00")
    change(desk, "suspend")
    said = desk("--lang", "de", "history", REF).out
    assert "3  Frist verlängert" in said
    assert "   Frist: Mitzeichnungsfrist (cosignature_term)" in said
    assert "   bisher letzter Tag: 2021-12-23" in said
    assert "4  Frist gehemmt" in said


def test_who_sets_a_term_for_nobody_hears_of_it_at_once(terminal: Terminal) -> None:
    mail = '[smtp]\nhost = "localhost"\nsender = "slip@office.example"\n'
    configured(terminal.folder, QUIET + mail)
    terminal.opened()
    words = ("deadline", "add", REF, "--due", "2021-09-01", "--reason", "Bericht")
    said = terminal(*words, "--for", "press")
    assert said.code == 0
    assert "Nobody can be reached as press" in said.out
    terminal.does("contact", "set", "role:press", "--mail", "press@office.example")
    assert "Nobody" not in terminal(*words, "--for", "press").out
