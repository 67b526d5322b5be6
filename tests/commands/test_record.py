"""The history reads in the language in use, and tells what corrections have made."""

from tests.commands.terminal import REF, Terminal


def corrected(terminal: Terminal) -> None:
    """Entry 2 is corrected by 3, 3 struck by 4, and 2 struck by 5."""
    terminal.opened()
    terminal.does("advance", REF, "approve", "--on", "2021-07-06")
    words = ("--outcome", "noted", "--on-or-before", "2021-07-07")
    terminal.does("correct", REF, "2", "--reason", "Protokoll", *words)
    terminal.does("correct", REF, "3", "--reason", "Irrtum", "--void")
    terminal.does("correct", REF, "2", "--reason", "falsche Vorlage", "--void")


def block(text: str, seq: int) -> list[str]:
    """The lines of one entry, without those that time and chance make."""
    lines = text.splitlines()
    starts = [at for at, line in enumerate(lines) if not line.startswith(" ")]
    begin, *after = starts[seq - 1 : seq + 1]
    end = after[0] if after else len(lines)
    return [line.strip() for line in lines[begin : end - 1] if " UTC " not in line]


def test_corrected_and_struck_entries_are_marked(terminal: Terminal) -> None:
    corrected(terminal)
    entries = terminal.does("history", REF)
    assert [each["corrected_by"] for each in entries] == [[], [5], [4], [], []]
    assert [each["void"] for each in entries] == [False, True, True, False, False]
    assert entries[2]["changes"] == {
        "outcome": "noted",
        "on": "2021-07-07",
        "on_precision": "at_latest",
    }
    said = terminal("history", REF).out
    assert block(said, 2)[1] == "struck by entry 5"
    assert block(said, 3)[1] == "struck by entry 4"
    assert "strikes entry 3" in block(said, 4)


def test_a_correction_that_stands_marks_its_entry(terminal: Terminal) -> None:
    terminal.opened()
    terminal.does("correct", REF, "1", "--reason", "Schreibfehler", "--title", "Neu")
    (first, second) = terminal.does("history", REF)
    assert (first["corrected_by"], first["void"]) == ([2], False)
    assert (second["corrected_by"], second["void"]) == ([], False)
    assert (second["title"], second["lead"]) == ("Neu", None)
    assert "corrected by entry 2" in block(terminal("history", REF).out, 1)


def test_the_history_is_german_where_german_is_spoken(terminal: Terminal) -> None:
    corrected(terminal)
    words = ("--due", "2022-12-31", "--reason", "Bericht", "--for", "lead")
    terminal.does("deadline", "add", REF, *words, "--remind", "30", "--remind", "7")
    said = terminal("--lang", "de", "history", REF).out
    assert block(said, 2) == [
        "2  erste Befassung des Senats (approve)",
        "gestrichen durch Eintrag 5",
        "Tag: 2021-07-06",
        "Entwurf (draft) → nach erster Befassung des Senats (first_approval)",
        "Ergebnis: zugestimmt (approved)",
    ]
    assert block(said, 3) == [
        "3  Berichtigung",
        "gestrichen durch Eintrag 4",
        "berichtigt Eintrag 2",
        "richtig: Tag spätestens 2021-07-07",
        "richtig: Ergebnis zur Kenntnis genommen (noted)",
        "Grund: Protokoll",
    ]
    assert block(said, 6) == [
        "6  Wiedervorlage gesetzt",
        "fällig: 2022-12-31",
        "Name: term-1",
        "Erinnerungen, Tage vorher: 30, 7",
        "Rolle: federführende Senatsverwaltung (lead)",
        "Grund: Bericht",
    ]


def test_fields_and_events_are_called_by_their_labels(terminal: Terminal) -> None:
    terminal.published()
    words = ("--event", "withdraw", "--reason", "Irrtum")
    terminal.does("correct", REF, "5", *words)
    said = terminal("--lang", "de", "history", REF).out
    assert "Medium (medium): Amtsblatt" in block(said, 5)
    assert "richtig: Ereignis Zurückziehung (withdraw)" in block(said, 6)


def test_a_head_is_taken_as_a_letter_prints_it(terminal: Terminal) -> None:
    terminal.opened()
    last = terminal.does("verify")
    seq, start = last["entries"], last["head"]
    for text in (
        f"{seq}:{start[:8]}",
        f"{seq} · {start[:8].upper()}",
        f"{seq} · {start[:4]} {start[4:8]}",
    ):
        assert terminal("verify", "--head", text).code == 0
    assert terminal("verify", "--head", f"{seq - 1} · {start[:8]}").code == 3


def test_a_long_reason_is_cut_in_tables_alone(terminal: Terminal) -> None:
    terminal.opened()
    reason = "Bericht " * 100
    words = ("--due", "2021-09-01", "--reason", reason, "--for", "lead")
    terminal.does("deadline", "add", REF, *words)
    for command in (("due",), ("deadline", "list", REF)):
        said = terminal(*command).out
        assert "Bericht Ber…" in said
        assert max(map(len, said.splitlines())) < 120
        (term,) = terminal.does(*command)
        assert term["reason"] == reason.strip()
