"""Looking ahead at the keyboard: plan, forecast, timeline of the rent cap of 2019."""

from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.commands import termed
from tests.commands.terminal import Terminal

REF = "S-2019-0001"
PLAN, FORECAST = ("plan", REF), ("forecast", REF)
SVG = "{http://www.w3.org/2000/svg}"


def at(terminal: Terminal, text: str) -> None:
    """Let it be ten o'clock (UTC) on this day."""
    day = datetime.fromisoformat(text)
    terminal.now = day.replace(hour=10, tzinfo=UTC)


def rent_cap(terminal: Terminal) -> str:
    """The rent cap with the Council of Mayors, on Friday, 15 November 2019."""
    at(terminal, "2019-11-15")
    terminal.does("init")
    words = ("new", "Mietendeckel", "--lead", "Stadtentwicklung und Wohnen")
    terminal.does(*words, "--definition", "berlin-two-passages", "--on", "2019-09-02")
    for event, day in (
        ("register", "2019-10-08"),
        ("put_on_agenda", "2019-10-14"),
        ("first_passage", "2019-10-22"),
    ):
        terminal.does("advance", REF, event, "--on", day)
    return REF


def test_the_tight_case_is_told_with_its_lawful_ways(terminal: Terminal) -> None:
    rent_cap(terminal)
    told = terminal(*PLAN, "--publish-by", "2019-11-26")
    assert (told.code, told.err) == (1, "")
    lines = told.out.splitlines()
    assert lines[0] == "Mietendeckel"
    assert lines[2] == (
        "✗ No day is left: statement of the Council of Mayors (council_statement)"
    )
    assert (
        "    Council of Mayors: the next sitting is on Thursday, 21 November 2019"
        in (told.out)
    )
    assert "it ends on Tuesday, 19 November 2019" in " ".join(told.out.split())
    assert f"    laufzettel advance {REF} register_again" in lines
    assert (
        f"    laufzettel advance {REF} register_late --urgent REASON --approved-by NAME"
        in lines
    )
    assert lines[-1] == f"    laufzettel plan {REF} --publish-by 2019-12-03"


def test_every_urgent_way_is_told_and_works_as_it_is_typed(
    terminal: Terminal,
) -> None:
    """A draft, a day after the cut-off of 24 November; the Council sits on the 26th.

    Late registration is permitted now; a circulation wants a registered item first.
    """
    at(terminal, "2026-11-18")
    terminal.does("init")
    words = ("new", "Sache", "--lead", "X", "--definition", "berlin-two-passages")
    item = terminal.does(*words, "--on", "2026-11-02")["reference"]
    sitting = ("council", "2026-11-26", "--sitting", "--reason", "Kalender")
    terminal.does("calendar", "add", *sitting)
    words = ("plan", item, "--publish-by", "2026-11-26", "--to", "council_statement")
    told = terminal(*words)
    assert "    first: registration for the first passage (register); then:" in told.out
    ways = {
        each["event"]: each
        for each in terminal(*words, "--json").answer["ways"]
        if each["kind"] == "urgent"
    }
    assert ways.keys() >= {"register_late", "circulate"}
    assert ways["register_late"]["first"] == []
    assert ways["circulate"]["first"] == [
        "registration for the first passage (register)"
    ]
    typed = ways["circulate"]["command"].split()[1:]
    assert terminal(*typed).code == 1
    terminal.does("advance", item, "register")
    terminal.does(*typed)
    again = (*words[:2], "--publish-by", "2026-11-26", "--to", "council_statement")
    assert terminal(*again).code in {0, 1}


def test_a_late_registration_is_typed_as_it_is_told(terminal: Terminal) -> None:
    rent_cap(terminal)
    told = terminal(*PLAN, "--publish-by", "2019-11-26", "--json").answer
    (late,) = (way for way in told["ways"] if way["event"] == "register_late")
    assert late["first"] == []
    terminal.does(*late["command"].split()[1:])


def test_the_tight_case_in_german(terminal: Terminal) -> None:
    rent_cap(terminal)
    told = terminal("--lang", "de", *PLAN, "--publish-by", "2019-11-26")
    assert told.code == 1
    assert "Stellungnahme des Rats der Bürgermeister (council_statement)" in told.out
    assert "Donnerstag, 21. November 2019" in " ".join(told.out.split())


def test_what_is_told_can_be_read_by_a_program(terminal: Terminal) -> None:
    rent_cap(terminal)
    told = terminal(*PLAN, "--publish-by", "2019-11-26", "--json")
    assert told.code == 1
    assert {name: told.answer[name] for name in ("event", "by", "possible")} == {
        "event": "publish",
        "by": "2019-11-26",
        "possible": False,
    }
    assert told.answer["impossible"]["name"] == "council_statement"
    assert told.answer["impossible"]["latest"] == "2019-11-19"
    assert [(way["kind"], way["event"]) for way in told.answer["ways"]] == [
        ("ahead", "register_again"),
        ("late", "add_to_agenda"),
        ("urgent", "register_late"),
        ("urgent", "circulate_again"),
    ]
    assert told.answer["soonest"] == "2019-12-03"


def test_the_next_sitting_keeps_every_term(terminal: Terminal) -> None:
    rent_cap(terminal)
    found = terminal.does(*PLAN, "--publish-by", "2019-12-03")
    assert found["possible"]
    assert found["ways"] == []
    assert [(step["name"], step["on"]) for step in found["steps"]] == [
        ("council_statement", "2019-11-21"),
        ("register_again", "2019-11-26"),
        ("put_on_agenda", "2019-12-03"),
        ("second_passage", "2019-12-03"),
        ("publish", "2019-12-03"),
    ]
    assert [step["sitting"] for step in found["steps"]] == [
        *(True, False, False, True, False),
    ]


def test_no_line_is_wider_than_a_terminal_but_a_command(terminal: Terminal) -> None:
    rent_cap(terminal)
    for words in ((*PLAN, "--publish-by", "2019-11-26"), FORECAST):
        for line in terminal(*words).out.splitlines():
            assert len(line) <= 79 or line.startswith("    laufzettel ")


def test_kept_plans_stand_on_the_slip_and_run_the_terms(terminal: Terminal) -> None:
    rent_cap(terminal)
    words = (*PLAN, "--publish-by", "2019-12-04", "--keep")
    answer = terminal.does(*words, "--command-id", "p1", "--note", "mit RBm besprochen")
    assert [each["event"] for each in answer["planned"]] == [
        *("council_statement", "register_again", "put_on_agenda"),
        *("second_passage", "publish"),
    ]
    plans = terminal.does("show", REF)["planned"]
    assert {each["event"]: each["on"] for each in plans} == {
        each["event"]: each["on"] for each in answer["planned"]
    }
    deadlines = terminal.does("show", REF)["deadlines"]
    assert [(each["name"], each["due"]) for each in deadlines] == [
        ("registration", "2019-11-26")
    ]
    again = terminal.does(*words, "--command-id", "p1", "--note", "mit RBm besprochen")
    assert (again["hash"], again["planned"]) == (answer["hash"], answer["planned"])
    refused = terminal(*words)
    assert (refused.code, refused.out) == (1, "")
    assert "planned already" in refused.err
    assert terminal("verify").code == 0


def test_a_recess_and_a_moved_sitting_change_what_can_be_kept(
    terminal: Terminal,
) -> None:
    """The Senate gives up the week of 3 December, and moves the sitting after it."""
    rent_cap(terminal)
    recess = ("2019-12-02", "--until", "2019-12-08", "--off", "Sitzungspause")
    terminal.does("calendar", "add", "senate", *recess, "--reason", "Haushalt")
    assert terminal(*PLAN, "--publish-by", "2019-12-04").code == 1
    assert terminal.does(*FORECAST)["earliest"] == "2019-12-10"
    terminal.does(*PLAN, "--publish-by", "2019-12-12", "--keep")
    moved = ("sitting", "move", "senate", "2019-12-10", "2019-12-11")
    terminal.does(*moved, "--reason", "Bundesrat", "--yes")
    assert terminal.does(*FORECAST)["earliest"] == "2019-12-11"
    marks = {
        (each["kind"], each["name"]): each
        for each in terminal.does("timeline", REF)["marks"]
    }
    passage = marks["planned", "second_passage"]
    assert (passage["first"], passage["status"]) == (
        *("2019-12-11", "planned for 2019-12-10, the sitting is now on this day"),
    )
    term = marks["deadline", "registration"]
    assert (term["first"], term["last"]) == ("2019-12-04", "2019-12-11")


def test_a_plan_that_cannot_be_kept_leaves_nothing_behind(terminal: Terminal) -> None:
    rent_cap(terminal)
    before = terminal("history", REF, "--json").out
    said = terminal(*PLAN, "--publish-by", "2019-11-26", "--keep")
    assert (said.code, said.out) == (1, "")
    assert "no day is left for council_statement" in said.err
    assert terminal("history", REF, "--json").out == before


def test_a_step_is_planned_for_a_sitting(terminal: Terminal) -> None:
    rent_cap(terminal)
    words = (*PLAN, "--event", "second_passage", "--on")
    said = terminal(*words, "2019-11-27")
    assert (said.code, said.out) == (1, "")
    assert "the nearest sittings are: 2019-11-26, 2019-12-03" in said.err
    told = terminal(*words, "2019-12-03")
    assert told.out == (
        f"{REF}: second_passage is planned for 2019-12-03.\n"
        f"{REF}: registration runs now, and ends on 2019-11-26.\n"
    )
    forecast = terminal.does(*FORECAST)
    assert forecast["earliest"] == "2019-12-03"
    terminal.does(*words, "2019-12-10")
    assert terminal.does(*FORECAST)["earliest"] == "2019-12-10"


def test_a_plan_made_anew_says_which_term_moves_and_whether_it_is_over(
    terminal: Terminal,
) -> None:
    rent_cap(terminal)
    words = (*PLAN, "--event", "second_passage", "--on")
    terminal.does(*words, "2019-12-03")
    before = terminal("history", REF, "--json").out
    preview = terminal(*words, "2019-11-19", "--preview")
    assert "2019-11-26  2019-11-12" in preview.out
    assert terminal("history", REF, "--json").out == before
    told = terminal(*words, "2019-11-19")
    assert "2019-11-26  2019-11-12" in told.out
    assert "registration ended on 2019-11-12 and is over already" in told.out
    answer = terminal.does(*words, "2019-12-10", "--command-id", "p1")
    (moved,) = answer["moved"]
    assert (moved["name"], moved["was"], moved["due"]) == (
        *("registration", "2019-11-12", "2019-12-03"),
    )
    (runs,) = answer["runs"]
    assert (runs["due"], runs["over"]) == ("2019-12-03", False)
    again = terminal.does(*words, "2019-12-10", "--command-id", "p1")
    assert again["runs"] == answer["runs"]
    assert terminal("verify").code == 0


def test_kept_plans_are_shown_before_they_are_recorded(terminal: Terminal) -> None:
    rent_cap(terminal)
    terminal.does(*PLAN, "--event", "second_passage", "--on", "2019-12-10")
    words = (*PLAN, "--publish-by", "2019-12-04", "--keep")
    (moved,) = terminal.does(*words, "--preview")["moved"]
    assert (moved["was"], moved["due"]) == ("2019-12-03", "2019-11-26")
    answer = terminal.does(*words, "--yes")
    assert answer["moved"] == [moved]
    assert [each["due"] for each in answer["runs"]] == ["2019-11-26"]


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("--publish-by", "2019-12-10", "--preview"), 2, "go with --keep or --event"),
        (("--publish-by", "2019-11-10"), 1, "2019-11-10 is over"),
        (("--publish-by", "2019-02-30"), 1, "is not a day"),
        (("--event", "first_passage", "--on", "2019-12-03"), 1, "recorded already"),
        (("--event", "publish", "--on", "2019-11-10"), 1, "is over"),
        (("--event", "publis", "--on", "2019-12-10"), 1, "did you mean publish?"),
        (("--publish-by", "2019-12-10", "--to", "publis"), 1, "did you mean publish?"),
        (("--publish-by", "2019-12-10", "--via", "x"), 1, "has no event x"),
        (("--publish-by", "2019-12-10", "--to", "register"), 1, "recorded already"),
        ((), 2, "Give either"),
        (("--event", "publish"), 2, "Give either"),
        (("--on", "2019-12-10"), 2, "Give either"),
        (("--event", "publish", "--on", "2019-12-10", "--keep"), 2, "--keep belongs"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    terminal: Terminal, words: tuple[str, ...], code: int, why: str
) -> None:
    rent_cap(terminal)
    said = terminal(*PLAN, *words)
    assert (said.code, said.out) == (code, "")
    assert why in said.err


def test_a_forecast_names_the_sittings_and_what_it_assumes(terminal: Terminal) -> None:
    rent_cap(terminal)
    told = terminal(*FORECAST)
    assert (told.code, told.err) == (0, "")
    words = " ".join(told.out.split())
    assert "2019-12-03 second passage (second_passage) · Senate of Berlin" in words
    assert "not in time for an earlier one: registration seven days before" in words
    assert "In another order it could be 2019-11-26: register_again" in words
    assert "Assumed: every body uses its next sitting" in words


def test_the_shortest_way_says_what_it_leaves_out(terminal: Terminal) -> None:
    """An ordinance can be issued without the Council; whether it may, a clerk knows."""
    at(terminal, "2019-11-04")
    terminal.does("init")
    words = ("new", "Verordnung", "--lead", "X", "--definition", "berlin-ordinance")
    terminal.does(*words, "--on", "2019-11-01")
    short = terminal.does(*FORECAST)
    assert short["left_out"] == ["first_passage", "council_statement", "issue"]
    assert "This way leaves out: first passage (first_passage)" in " ".join(
        terminal(*FORECAST).out.split()
    )
    whole = terminal.does(*FORECAST, "--via", "council_statement", "--via", "issue")
    assert whole["left_out"] == []
    assert [each["name"] for each in whole["steps"] if each["sitting"]] == [
        *("first_passage", "council_statement", "issue"),
    ]


def test_a_forecast_stops_where_no_sitting_is_known(terminal: Terminal) -> None:
    """The calendar of the Council has no sitting after 18 February 2021."""
    rent_cap(terminal)
    at(terminal, "2021-03-01")
    told = terminal(*FORECAST, "--json")
    assert told.code == 1
    assert told.answer["earliest"] is None
    assert told.answer["impossible"]["name"] == "council_statement"


def test_an_item_at_its_end_is_not_planned(terminal: Terminal) -> None:
    rent_cap(terminal)
    terminal.does("withdraw", REF)
    said = terminal(*FORECAST)
    assert (said.code, said.out) == (1, "")
    assert "the item is at its end: withdrawn" in said.err


def test_the_timeline_is_drawn_beside_its_days(terminal: Terminal) -> None:
    rent_cap(terminal)
    terminal.does(*PLAN, "--publish-by", "2019-12-04", "--keep")
    told = terminal("timeline", REF)
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[1] == f"{REF}: 2019-09-02 to 2019-12-04, today 2019-11-15"
    assert max(map(len, lines)) <= 79
    days = [line[:10] for line in lines if line[:2] == "20"]
    assert days == sorted(days)
    today = next(line for line in lines if "today" in line and "│" in line[20:])
    column = today.rindex("│")
    draft = next(line for line in lines if "● draft" in line)
    publish = next(line for line in lines if "○ publication" in line)
    assert draft.rindex("●") < column < publish.rindex("○")
    assert "for the sitting of 2019-12-03 · open" in told.out


@pytest.mark.parametrize("columns", ["20", "45", "60", "200"])
def test_the_timeline_fits_the_terminal(
    terminal: Terminal, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rent_cap(terminal)
    monkeypatch.setenv("COLUMNS", columns)
    lines = terminal("timeline", REF).out.splitlines()
    assert max(map(len, lines)) <= max(36, min(int(columns) - 1, 79))
    assert sum("first passage" in line for line in lines) >= 1


def test_a_term_without_an_end_and_a_day_at_the_latest(terminal: Terminal) -> None:
    at(terminal, "2021-08-10")
    terminal.does("init")
    words = ("new", "Rahmen & <Strategie>", "--lead", "Senatskanzlei")
    path = ("--definition", "berlin-two-passages")
    terminal.does(*words, *path, "--on-or-before", "2021-07-05")
    asked = ("consultation", "open", "S-2021-0001", "cosignature")
    terminal.does(*asked, "--body", "finance", "--on", "2021-07-20")
    term = ("deadline", "add", "S-2021-0001", "--due", "2021-08-01", "--reason", "R")
    terminal.does(*term, "--for", "lead")
    told = terminal("timeline", "S-2021-0001").out
    assert "2021-07-05 ≤ draft" in told
    assert "to 2021-08-03 · overdue" in told
    assert "2021-08-01 ■ term-1: R" in told
    marks = terminal.does("timeline", "S-2021-0001")["marks"]
    assert [(each["kind"], each["first"], each["late"]) for each in marks] == [
        ("step", "2021-07-05", False),
        ("consultation", "2021-07-20", True),
        ("office_term", "2021-08-01", True),
    ]


def test_an_answer_that_came_late_is_drawn_with_its_term(terminal: Terminal) -> None:
    """On a path where silence says nothing, so that an answer can come late."""
    at(terminal, "2021-08-10")
    terminal.does("init")
    file = terminal.folder / "terms.yaml"
    text = Path(termed.PATH).read_text("utf-8").replace("    silence: deemed\n", "")
    file.write_text(text, "utf-8")
    path = ("--definition", str(file), "--on", "2021-05-03")
    terminal.does("new", "Rahmen", "--lead", "Senatskanzlei", *path)
    asked = ("S-2021-0001", "cosignature", "--body", "finance")
    terminal.does("consultation", "open", *asked, "--on-or-before", "2021-06-01")
    due = terminal.does("deadline", "list", asked[0])[0]["due"]
    terminal.does("consultation", "answer", *asked, "--on", "2021-07-20")
    marks = {
        each["kind"]: each for each in terminal.does("timeline", asked[0])["marks"]
    }
    consulted, term = marks["consultation"], marks["deadline"]
    assert (consulted["first"], consulted["at_latest"]) == ("2021-06-01", True)
    assert consulted["last"] == "2021-07-20"
    assert consulted["late"]
    assert (term["first"], term["last"], term["late"]) == ("2021-06-01", due, True)
    assert "met late on 2021-07-20" in term["status"]
    assert "≤" in terminal("timeline", asked[0]).out


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("line.png", "ends in .svg"),
        ("line", "ends in .svg"),
        ("x/a.svg", "no folder x"),
    ],
)
def test_a_drawing_goes_where_it_can(terminal: Terminal, name: str, why: str) -> None:
    rent_cap(terminal)
    said = terminal("timeline", REF, "--output", name)
    assert (said.code, said.out) == (1, "")
    assert why in said.err
    assert not Path(name).exists()
    assert not Path("x").exists()


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_drawing_can_be_read_by_ear_and_holds_nothing_but_itself(
    terminal: Terminal, language: str
) -> None:
    at(terminal, "2019-11-15")
    terminal.does("init")
    title = 'Miete & "Deckel" <script>alert(1)</script>'
    words = ("new", title, "--lead", "SenSW", "--definition", "berlin-two-passages")
    terminal.does(*words, "--on", "2019-09-02")
    terminal.does(*PLAN, "--event", "first_passage", "--on", "2019-11-26")
    answer = terminal("--lang", language, "timeline", REF, "--output", "line.svg")
    assert answer.code == 0
    text = Path("line.svg").read_text("utf-8")
    tree = ElementTree.fromstring(text)
    assert tree.get("role") == "img"
    assert tree.get("lang") == language
    named = {each.get("id"): each.text for each in tree if each.get("id")}
    assert tree.get("aria-labelledby") == "timeline-title timeline-desc"
    assert named["timeline-title"] == f"{REF} · {title}"
    assert "2019-11-26" in (named["timeline-desc"] or "")
    assert not list(tree.iter(f"{SVG}script"))
    assert "href" not in text
    again = terminal("timeline", REF, "--output", "line.svg")
    assert (again.code, again.out) == (1, "")
    assert "not overwritten" in again.err
