"""Paths are those that are shipped, and those that items of the record are on."""

from pathlib import Path

from definitions import loader
from definitions.model import schema
from tests.commands.terminal import Terminal
from tests.definitions.everything import TEXT

SHIPPED = loader.find("berlin-senate")


def own_path(terminal: Terminal, name: str, version: str = "2026-01") -> str:
    """A file with a path of another name or version."""
    text = SHIPPED.source.replace("berlin-senate", name)
    text = text.replace("version: 2026-01", f"version: {version}")
    file = terminal.folder / f"{name}-{version}.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def opened_on(terminal: Terminal, path: str) -> None:
    """An item on a path of one's own, whose file is gone afterwards."""
    words = ("--lead", "Senatskanzlei", "--on", "2021-07-05", "--definition", path)
    terminal.does("new", "Rahmen", *words)
    Path(path).unlink()


def test_without_a_database_the_shipped_paths_are_known(terminal: Terminal) -> None:
    paths = {path["name"]: path for path in terminal.does("definition", "list")}
    assert tuple(paths) == loader.shipped()
    path = paths["berlin-senate"]
    assert path["hash"] == SHIPPED.hash
    assert (path["shipped"], path["stored"], path["items"]) == (True, False, None)
    said = terminal("definition", "show", "harbour")
    assert said.code == 1
    assert "There is no approval path harbour" in said.err


def test_paths_of_the_record_are_listed_with_their_items(terminal: Terminal) -> None:
    terminal.opened()
    opened_on(terminal, own_path(terminal, "harbour"))
    opened_on(terminal, own_path(terminal, "harbour"))
    *others, own = terminal.does("definition", "list")
    (shipped,) = (path for path in others if path["name"] == "berlin-senate")
    assert (shipped["shipped"], shipped["stored"], shipped["items"]) == (True, True, 1)
    assert (own["name"], own["shipped"], own["items"]) == ("harbour", False, 2)
    said = terminal("definition", "list").out
    assert f"{shipped['hash'][:8]}  the program  1" in said
    assert f"{own['hash'][:8]}  the record   2" in said


def test_a_path_of_the_record_is_shown_by_name_and_by_hash(terminal: Terminal) -> None:
    terminal.opened()
    opened_on(terminal, own_path(terminal, "harbour"))
    shown = terminal.does("definition", "show", "harbour")
    assert shown["definition"] == "harbour"
    assert terminal.does("definition", "show", shown["hash"]) == shown
    assert terminal.does("definition", "show", shown["hash"][:8]) == shown
    assert terminal("definition", "show", shown["hash"][:7]).code == 1
    assert "recorded by" in terminal("definition", "show", "harbour").out


def test_an_older_version_is_found_in_the_record(terminal: Terminal) -> None:
    terminal.opened()
    opened_on(terminal, own_path(terminal, "berlin-senate", "2025-07"))
    show = ("definition", "show", "berlin-senate")
    assert terminal.does(*show)["hash"] == SHIPPED.hash
    assert terminal.does(*show, "--version", "2025-07")["version"] == "2025-07"
    said = terminal(*show, "--version", "1999-01")
    assert said.code == 1
    assert "no version 1999-01" in said.err


def test_several_paths_of_one_name_are_told_apart(terminal: Terminal) -> None:
    terminal.opened()
    for version in ("2024-01", "2025-07"):
        opened_on(terminal, own_path(terminal, "harbour", version))
    said = terminal("definition", "show", "harbour")
    assert said.code == 1
    assert "several" in said.err
    assert "2024-01 (" in said.err
    one = terminal.does("definition", "show", "harbour", "--version", "2024-01")
    assert one["version"] == "2024-01"


def test_a_sound_path_is_said_in_one_line(terminal: Terminal) -> None:
    names = ", ".join(loader.shipped())
    assert terminal("definition", "check").out == f"Sound: {names}.\n"


# --- differences


def test_versions_hashes_and_files_are_compared(terminal: Terminal) -> None:
    terminal.opened()
    opened_on(terminal, own_path(terminal, "berlin-senate", "2025-07"))
    older = terminal.does("definition", "show", "berlin-senate@2025-07")["hash"]
    file = own_path(terminal, "berlin-senate", "2025-07")
    for one in ("berlin-senate@2025-07", older[:8], file):
        for other in ("berlin-senate", "berlin-senate@2026-01", SHIPPED.hash):
            answer = terminal.does("definition", "diff", one, other)
            assert answer["old"] == {
                "name": "berlin-senate",
                "version": "2025-07",
                "hash": older,
            }
            (change,) = answer["changes"]
            assert (change["section"], change["key"]) == ("head", "version")
            assert (change["old"], change["new"]) == ("2025-07", "2026-01")
            assert not answer["same"]
    said = terminal("definition", "diff", "berlin-senate@2025-07", "berlin-senate")
    assert said.code == 0
    assert said.out.splitlines()[2:] == [
        "Head of the file",
        "  ~ version: was 2025-07, is now 2026-01",
    ]


def test_no_difference_is_said_and_so_is_one_in_writing_alone(
    terminal: Terminal,
) -> None:
    said = terminal("definition", "diff", "berlin-senate", "berlin-senate")
    assert (said.code, said.out.splitlines()[-1]) == (0, "No difference.")
    file = terminal.folder / "turned.yaml"
    text = SHIPPED.source.replace("by: [lead, clerk]", "by: [clerk, lead]")
    file.write_text(text, encoding="utf-8")
    said = terminal("definition", "diff", "berlin-senate", str(file))
    assert "only the way of writing differs" in said.out
    assert terminal.does("definition", "diff", "berlin-senate", str(file))["same"]


def test_a_path_that_is_not_there_is_said(terminal: Terminal) -> None:
    for words in (("diff", "berlin-senate", "harbour"), ("rehearse", "harbour")):
        said = terminal("definition", *words)
        assert (said.code, said.out) == (1, "")
        assert "There is no approval path harbour" in said.err
    said = terminal("definition", "diff", "berlin-senate@1999", "berlin-senate")
    assert (said.code, "no version 1999" in said.err) == (1, True)


def test_a_file_that_is_not_sound_is_refused_with_its_findings(
    terminal: Terminal,
) -> None:
    file = terminal.folder / "broken.yaml"
    text = SHIPPED.source.replace("body: council", "body: councel")
    file.write_text(text, encoding="utf-8")
    for command in ("show", "diagram", "rehearse"):
        said = terminal("definition", command, str(file))
        assert (said.code, said.out) == (1, "")
        assert "did you mean council?" in said.err
    assert terminal("definition", "diff", str(file), "berlin-senate").code == 0


# --- the page


def test_the_page_says_every_rule_in_words(terminal: Terminal) -> None:
    file = terminal.folder / "everything.yaml"
    text = TEXT.replace("by: clock", "by: clerk")
    kept = "    calendar: DE-BE\n    remind: clerk\n"
    text = text.replace("    lapses: lapse\n", kept)
    file.write_text(text, encoding="utf-8")
    said = terminal("definition", "show", str(file))
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert max(map(len, lines)) <= 79
    words = " ".join(said.out.split())
    for each in (
        "passage: decided ─▶ decided",  # no picture: every move by state
        "every open state withdrawal ─▶ withdrawn",
        "requires: the document paper (paper) is attached",
        "asked and answered by Justice, Finance, each with one of: given"
        " (Geschäftsordnung § 1)",
        "requires: the field number is filled",
        "requires: a reason of urgency is given, and who approved it",
        "requires: recorded by another person than registration (register)",
        "requires: Senate sat on this day and had a quorum",
        "requires: for decided: hearing (hear) is on record",
        "requires: statement (statement): none is open",
        "brings a number of its own (a supplement)",
        "asks Justice, Finance, while: draft",
        "asks Council, in every open state",
        "stays open after: adjourned (adjourned)",
        "no answer by the end of its term: deemed given (deemed)",
        "an answer names its evidence",
        "reminded, where a last day is set: lead office: 1 working day before the last"
        " day and on it; again 1 working day after it while nobody has acted",
        "Deadlines:",
        "7 days before the sitting of Senate, in calendar days (Geschäftsordnung § 1)",
        "kept by: registration (register), urgent registration (urgent)",
        "1 month after statement (statement), the day of the event not counted, moved"
        " from a day off to the next working day, holidays of DE-BE",
        "reminded: lead office, clerk: 5 and 1 working days before the last day",
        "escalation: clerk, 2 working days after it, if its effect could not be"
        " recorded by then",
        "reminded: lead office: on the last day; again 1 working day after it while"
        " nobody has acted",
        "extension: at most 7 days, recorded by lead office, up to 2 times, for"
        " Council (Geschäftsordnung § 1)",
        "suspension: recorded by clerk (Altes Gesetz § 14)",
        "requires: the term life (life) is kept (Geschäftsordnung § 1)",
        "announced as: publication",
        "valid to 2025-12-31 replaced by: Neues Gesetz § 3",
    ):
        assert each in words, each


def test_the_schema_is_printed_as_it_is_written(terminal: Terminal) -> None:
    said = terminal("definition", "schema")
    assert said.answer == schema()
    answer = terminal.does("definition", "schema", "--output", "schema.json")
    assert answer == {"file": "schema.json"}
    assert Path("schema.json").read_text("utf-8") == said.out
    again = terminal("definition", "schema", "--output", "schema.json")
    assert (again.code, "not overwritten" in again.err) == (1, True)
