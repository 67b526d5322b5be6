"""Paths change while items run: nothing happens to these until somebody moves them."""

from pathlib import Path
from typing import Any

from tests.commands.terminal import REF, Terminal
from tests.commands.test_paths import SHIPPED, own_path

ITEMS = 50


def opened(terminal: Terminal, path: str, count: int) -> list[str]:
    """So many items on a path; every third has gone a step on."""
    terminal.does("init")
    words = ("--lead", "Senatskanzlei", "--on", "2021-07-05", "--definition", path)
    found = [terminal.does("new", "Vorlage", *words)["reference"] for _ in range(count)]
    for reference in found[::3]:
        terminal.does("advance", reference, "approve", "--on", "2021-07-06")
    return found


def as_shown(terminal: Terminal, items: list[str]) -> list[Any]:
    """Slip and history of every item."""
    words = ("show", "history")
    return [terminal.does(word, each) for each in items for word in words]


def test_files_that_are_edited_and_deleted_change_nothing_for_running_items(
    terminal: Terminal,
) -> None:
    file = own_path(terminal, "harbour")
    items = opened(terminal, file, ITEMS)
    before = as_shown(terminal, items)
    text = Path(file).read_text(encoding="utf-8")
    Path(file).write_text(text.replace("approve", "admit"), encoding="utf-8")
    assert as_shown(terminal, items) == before
    Path(file).write_text("definition: [", encoding="utf-8")
    assert as_shown(terminal, items) == before
    Path(file).unlink()
    assert as_shown(terminal, items) == before
    for reference in items:
        if reference not in items[::3]:
            terminal.does("advance", reference, "approve", "--on", "2021-07-06")
        terminal.does("advance", reference, "consent", "--on", "2021-07-07")
        terminal.does("advance", reference, "decide", "--on", "2021-07-08")
        terminal.does("advance", reference, "publish", "--on", "2021-07-09")
    assert {each["state"] for each in terminal.does("list")} == {"publication"}
    for reference, slip in zip(items, before[::2], strict=True):
        story = terminal.does("history", reference)
        assert story[: slip["version"]] == before[2 * items.index(reference) + 1]
        assert [each["event"] for each in story][1:] == [
            *("approve", "consent", "decide", "publish")
        ]
    assert terminal.does("verify")["sound"]


def test_a_plan_is_a_table_and_applying_it_an_entry_in_each_history(
    terminal: Terminal,
) -> None:
    file = own_path(terminal, "harbour", "2025-07")
    items = opened(terminal, file, 3)
    new = own_path(terminal, "harbour", "2026-07")
    said = terminal("migrate", new, "--plan")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[2].startswith(f"{REF}  2025-07 (")
    assert said.out.splitlines()[2].endswith("first approval  first approval")
    answer = terminal.does("migrate", new, "--plan")
    assert answer["definition"]["version"] == "2026-07"
    assert [each["reference"] for each in answer["items"]] == items
    assert [each["to"] for each in answer["items"]] == [
        *("first_approval", "draft", "draft")
    ]
    done = terminal.does("migrate", new, "--apply", "--note", "Neufassung")
    assert [each["reference"] for each in done["migrated"]] == items
    assert done["left"] == []
    assert "No open item of harbour" in terminal("migrate", new, "--plan").out
    assert terminal.does("show", REF)["definition"]["version"] == "2026-07"
    last = terminal.does("history", REF)[-1]
    assert (last["event"], last["note"]) == ("migrate", "Neufassung")
    assert last["facts"]["definition"] == answer["definition"]["hash"]
    assert "moved to another version of its path" in terminal("history", REF).out
    terminal.does("migrate", "harbour@2025-07", REF, "--apply")  # from the record
    assert terminal.does("show", REF)["definition"]["version"] == "2025-07"
    assert terminal.does("verify")["sound"]


def test_those_that_cannot_move_say_why(terminal: Terminal) -> None:
    file = own_path(terminal, "harbour", "2025-07")
    opened(terminal, file, 2)
    new = Path(own_path(terminal, "harbour", "2026-07"))
    text = new.read_text(encoding="utf-8").replace("valid_from: 2021-01-01", _LATER)
    new.write_text(text, encoding="utf-8")
    plan = terminal("migrate", str(new), "--plan")
    assert plan.code == 0
    assert plan.out.count("not possible: it was opened on 2021-07-05") == 2
    named = terminal("migrate", str(new), REF, "--apply")
    assert named.code == 1
    assert f"{REF} cannot go over: it was opened on" in named.err
    rest = terminal.does("migrate", str(new), "--apply")
    assert rest["migrated"] == []
    assert [each["to"] for each in rest["left"]] == [None, None]


_LATER = "valid_from: 2021-08-01"


def test_it_has_to_be_said_whether_it_is_only_a_plan(terminal: Terminal) -> None:
    terminal.opened()
    for words in ((), ("--plan", "--apply")):
        said = terminal("migrate", "berlin-senate", *words)
        assert said.code == 2
        assert "either --plan" in said.err
    said = terminal("migrate", "berlin-senate", "--plan", "--note", "x")
    assert said.code == 2
    assert "A plan records nothing" in said.err


def test_a_path_that_is_not_sound_takes_no_items(terminal: Terminal) -> None:
    terminal.opened()
    file = Path(own_path(terminal, "berlin-senate", "2026-07"))
    text = SHIPPED.source.replace("[decided]", "[decidet]")
    file.write_text(text, encoding="utf-8")
    said = terminal("migrate", str(file), "--apply")
    assert said.code != 0
    assert "decidet" in said.err
    assert terminal.does("show", REF)["version"] == 1


def test_letters_and_releases_go_on_for_an_item_that_has_moved(
    terminal: Terminal,
) -> None:
    terminal.published()
    terminal.does("new", "Hafen", "--lead", "Senatskanzlei", "--on", "2021-07-05")
    other = "S-2021-0002"
    terminal.does("advance", other, "approve", "--on", "2021-07-06")
    words = ("--due", "2021-08-12", "--reason", "Plan", "--for", "lead")
    terminal.does("deadline", "add", other, *words)
    file = Path(own_path(terminal, "berlin-senate", "2026-07"))
    text = file.read_text(encoding="utf-8").replace("first_approval", "first_passage")
    text = text.replace("approve: first_passage", "approve: first_approval")
    file.write_text(text, encoding="utf-8")
    done = terminal.does("migrate", str(file), other, "--apply")
    assert [each["to"] for each in done["migrated"]] == ["first_passage"]
    tick = terminal.does("scheduler", "tick")
    assert (tick["queued"], tick["sent"], tick["problems"]) == (1, 1, [])
    terminal.does("announce", "draft", other)
    (release,) = terminal.does("announce", "list")
    assert (release["kind"], release["announced"]) == ("first_approval", 2)
    terminal.does("deadline", "done", other, "term-1")
    assert terminal.does("verify")["sound"]
