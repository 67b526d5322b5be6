"""Commands about reminders: what is to come, and what was told."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.commands.terminal import REF, Said, Terminal
from tests.worlds import PACKAGES
from workflow.store import open_store


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """An item with an office term, and a mailbox for whoever is told; 10 August."""
    terminal.opened()
    terminal.does("contact", "set", "role:clerk", "--mail", "buero@senat.example")
    said = ("--due", "2021-08-20", "--reason", "Entwurf [x] vorlegen", "--for", "clerk")
    terminal.does("deadline", "add", REF, *said, "--remind", "7", "--remind", "1")
    return terminal


def preview(terminal: Terminal, *words: str) -> Said:
    return terminal("reminders", "preview", *words)


def test_a_preview_tells_when_to_whom_and_why(office: Terminal) -> None:
    said = preview(office)
    assert (said.code, said.err) == (0, "")
    assert "2021-08-24" in said.out.splitlines()[0]
    for line in (
        "2021-08-13 06:00 Berlin  buero@senat.example",
        "Entwurf [x] vorlegen, last day 2021-08-20: 7 days before",
        "2021-08-19 06:00 Berlin  buero@senat.example",
        "Entwurf [x] vorlegen, last day 2021-08-20: 1 day before",
        "Entwurf [x] vorlegen, last day 2021-08-20: on the last day",
        "Entwurf [x] vorlegen, last day 2021-08-20: overdue, 1 working day after",
    ):
        assert line in said.out, line
    assert f"laufzettel show {REF}" not in said.out


def test_a_preview_says_nothing_of_a_span_without_a_reminder(office: Terminal) -> None:
    said = preview(office, "--days", "1")
    assert said.out == "Until 2021-08-11 nothing is sent.\n"


def test_a_full_preview_prints_what_each_message_says(office: Terminal) -> None:
    said = preview(office, "--full", "--days", "3")
    assert f"laufzettel show {REF}" in said.out
    assert "Content-Type" not in said.out


def test_a_preview_as_data_has_the_documented_fields(office: Terminal) -> None:
    found = office.does("reminders", "preview", "--full")
    assert set(found) == {"until", "messages", "clock_events", "stuck", "problems"}
    first = found["messages"][0]
    assert set(first) == {
        "at",
        "recipient",
        "channel",
        "kind",
        "subject",
        "key",
        "message_id",
        "reasons",
        "content",
    }
    assert first["at"] == "2021-08-13T04:00:00.000000Z"
    assert first["reasons"] == [
        {
            "reference": REF,
            "kind": "office_term",
            "name": "term-1",
            "reason": "Entwurf [x] vorlegen",
            "due": "2021-08-20",
            "stage": "before",
            "meant_for": "2021-08-13",
            "days_apart": 7,
            "late_days": 0,
            "principal": "role:clerk",
            "recipient": "role:clerk",
        }
    ]


def test_what_was_foreseen_is_what_a_tick_sends(office: Terminal) -> None:
    foreseen = office.does("reminders", "preview", "--full")["messages"]
    for each in foreseen:
        office.now = datetime.fromisoformat(each["at"])
        assert office.does("scheduler", "tick")["sent"] == 1
    (outbox,) = office.folder.rglob("*-outbox")
    sent = {path.read_bytes().decode() for path in outbox.iterdir()}
    assert sent == {each["content"] for each in foreseen}
    assert office.does("reminders", "list", REF)


@pytest.mark.parametrize(
    ("who", "count"), [("buero@senat.example", 4), ("role:clerk", 4), ("role:lead", 0)]
)
def test_a_preview_of_one_recipient(office: Terminal, who: str, count: int) -> None:
    found = office.does("reminders", "preview", "--to", who)
    assert len(found["messages"]) == count


def test_a_preview_for_nobody_is_refused(office: Terminal) -> None:
    said = preview(office, "--to", "nobody-here")
    assert (said.code, said.out) == (1, "")
    assert "nobody-here" in said.err


def test_a_preview_of_many_years_is_refused(office: Terminal) -> None:
    said = preview(office, "--days", "401")
    assert said.code == 2
    assert "400" in said.err


def test_what_would_stand_against_it_is_told_and_known_by_the_exit_code(
    office: Terminal,
) -> None:
    with open_store(str(next(office.folder.rglob("*.sqlite3"))), PACKAGES) as store:
        doubt = {"noticed_at": office.now, "scheduler": "one", "seconds": 86_400}
        with store.writing() as tx:
            tx.run("add_clock_doubt", settled_seq=None, **doubt)
    said = preview(office)
    assert said.code == 5
    assert "buero@senat.example" in said.out
    assert said.err.count("scheduler confirm") == 1
    found = preview(office, "--json")
    assert (found.code, len(found.answer["problems"])) == (5, 1)


def test_the_list_tells_what_became_of_each_reminder(office: Terminal) -> None:
    said = office("reminders", "list", REF)
    assert said.code == 0
    assert "reminders preview" in said.out
    office.now = datetime(2021, 8, 13, 4, 0, tzinfo=UTC)
    office.does("scheduler", "tick")
    said = office("reminders", "list", REF)
    assert "2021-08-13" in said.out
    assert "7 days before" in said.out
    assert "sent (folder: buero@senat.example, 2021-08-13 06:00 Berlin)" in said.out
    (found,) = office.does("reminders", "list", REF)
    assert found["state"] == "queued"
    assert [each["state"] for each in found["messages"]] == ["sent"]
    assert set(found["messages"][0]) == {
        "key",
        "channel",
        "kind",
        "recipient",
        "state",
        "at",
        "may_have_arrived",
        "statement",
    }


def _lost(office: Terminal) -> str:
    """The first letter is handed over, and no answer comes; its key."""
    office.now = datetime(2021, 8, 13, 4, 0, tzinfo=UTC)
    office.does("scheduler", "tick")
    (row,) = office.does("outbox", "list")
    said = {"attempts": 2, "repeats": 1, "stage": "given", "state": "unknown"}
    said |= {"not_before": office.now, "last_error": "dot: no answer"}
    seen = {"named": row["key"], "was": "sent", "seen_fence": row["fence"]}
    database = str(next(office.folder.rglob("*.sqlite3")))
    with open_store(database, PACKAGES) as store, store.writing() as tx:
        assert tx.run("decide_message", **seen, **said) == 1
    key: str = row["key"][:12]
    return key


def became(office: Terminal) -> str:
    return office("reminders", "list", REF).out.splitlines()[-1]


def test_what_may_have_arrived_is_never_told_as_not_sent(office: Terminal) -> None:
    key = _lost(office)
    assert "unknown whether it arrived (folder" in became(office)
    office.does("outbox", "drop", key, "--reason", "überholt")
    assert "sent no more, may have arrived (folder" in became(office)
    assert "not sent" not in became(office)
    (found,) = office.does("reminders", "list", REF)
    assert found["messages"][0]["may_have_arrived"] is True


def test_what_is_sent_once_more_or_was_given_up_may_have_arrived(
    office: Terminal,
) -> None:
    key = _lost(office)
    office.does("outbox", "retry", key, "--again", "--reason", "fehlt")
    assert "waits in the outbox, may have arrived (folder" in became(office)
    office.does("outbox", "hold", key)
    assert "held back, may have arrived (folder" in became(office)


def test_a_statement_of_a_person_is_told_as_such(office: Terminal) -> None:
    key = _lost(office)
    office.does("outbox", "drop", key, "--reason", "überholt")
    said = office.does("outbox", "settle", key, "--delivered", "--reason", "Protokoll")
    (found,) = office.does("reminders", "list", REF)
    stated = found["messages"][0]["statement"]
    assert (stated["delivered"], stated["entry"]) == (True, said["entry"])
    line = f"delivered, by statement of {stated['by']} (entry {said['entry']})"
    assert f"  {line} (folder" in became(office)


def test_the_list_of_an_unknown_item_is_refused(office: Terminal) -> None:
    assert office("reminders", "list", "S-1999-0001").code == 1


def test_a_late_reminder_says_so(office: Terminal) -> None:
    office.now += timedelta(days=5)
    said = preview(office, "--days", "0")
    assert "7 days before; late, meant for 2021-08-13" in said.out
