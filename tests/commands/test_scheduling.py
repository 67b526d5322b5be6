"""Whether reminders run: what every command says, the status, the settings."""

import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from commands import desk, ways
from commands.desk import Desk
from notifications.clockwork import Sense
from notifications.delivery import RELEASE
from tests.commands.terminal import NOON, REF, Terminal, configured
from tests.notifications.deliveries import message, put
from tests.worlds import PACKAGES
from workflow.store import open_store

NEVER = "Reminders have never run. `laufzettel scheduler status` tells more.\n"
TERM = ("deadline", "add", REF, "--due", "2021-09-01", "--reason", "Bericht")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """An item with an office term; nothing is switched off."""
    terminal.opened()
    terminal.does(*TERM, "--for", "clerk")
    configured(terminal.folder, "")
    return terminal


# --- one line after every command


@pytest.mark.parametrize(
    "words",
    [
        ("show", REF),
        ("list",),
        ("next", REF),
        ("due",),
        ("today",),
        ("history", REF),
        ("verify",),
        ("whoami",),
        ("outbox", "list"),
        ("rebuild", "--check"),
        ("advance", REF, "approve", "--on", "2021-07-06"),
    ],
    ids=" ".join,
)
def test_every_command_says_that_reminders_do_not_run(
    office: Terminal, words: tuple[str, ...]
) -> None:
    said = office(*words)
    assert (said.code, said.err) == (0, NEVER)
    assert said.out


def test_json_is_left_alone_and_the_line_is_said_all_the_same(office: Terminal) -> None:
    said = office("show", REF, "--json")
    assert said.answer["reference"] == REF
    assert said.err == NEVER


def test_a_command_that_fails_fails_as_before_and_then_says_so(
    office: Terminal,
) -> None:
    said = office("show", "S-2021-0009")
    assert said.code == 1
    assert said.err.startswith("There is no item S-2021-0009.")
    assert said.err.endswith(NEVER)


@pytest.mark.parametrize(
    "words",
    [
        ("scheduler", "status"),
        ("scheduler", "tick"),
        ("definition", "schema"),
        ("--version",),
        ("show", "--help"),
        ("shwo",),
    ],
    ids=" ".join,
)
def test_what_opens_no_record_or_tells_it_by_itself_says_nothing(
    office: Terminal, words: tuple[str, ...]
) -> None:
    assert NEVER not in office(*words).err


def test_completion_says_nothing(
    office: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_LAUFZETTEL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "laufzettel show ")
    monkeypatch.setenv("COMP_CWORD", "2")
    said = office()
    assert REF in said.out
    assert said.err == ""


def test_where_nobody_is_to_be_reminded_nothing_is_said(terminal: Terminal) -> None:
    configured(terminal.folder, "")
    for words in (("init",), ("list",), ("due",)):
        assert terminal(*words).err == ""


def test_a_scheduler_that_stopped_is_told_with_its_last_round(
    office: Terminal,
) -> None:
    office.does("scheduler", "tick")
    office.now += 15 * MINUTE
    assert office("show", REF).err == ""
    office.now = NOON + timedelta(days=3)
    assert office("show", REF).err == (
        "Reminders have not run since Tuesday, 10 August 2021, 12:00 (3 days)."
        " `laufzettel scheduler status` tells more.\n"
    )


@pytest.mark.parametrize(("limit", "minutes"), [(2, 2), (120, 120), (10080, 10080)])
def test_how_long_is_too_long_can_be_set(
    office: Terminal, limit: int, minutes: int
) -> None:
    configured(office.folder, f"reminders_limit = {limit}")
    office.does("scheduler", "tick")
    office.now += minutes * MINUTE
    assert office("list").err == ""
    office.now += timedelta(seconds=1)
    assert "have not run since" in office("list").err


def test_no_limit_is_no_line_and_no_look(office: Terminal) -> None:
    configured(office.folder, "reminders_limit = 0")
    assert office("list").err == ""
    assert office("scheduler", "status").code == 5  # who asks is told


def test_a_clock_in_doubt_is_told(office: Terminal) -> None:
    office.does("scheduler", "tick")
    jumped(office)
    assert office("show", REF).err == (
        "The clock is in doubt, and releases are held back."
        " `laufzettel scheduler status` tells more.\n"
    )


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE heartbeat",
        "DROP TABLE clock_doubt",
        "UPDATE heartbeat SET last_round_at = '2021-08-10 07 h'",
        "ALTER TABLE heartbeat RENAME COLUMN last_round_at TO last",
    ],
)
def test_a_damaged_heartbeat_disturbs_no_command(office: Terminal, damage: str) -> None:
    office.does("scheduler", "tick")
    with sqlite3.connect(office.folder / "record.sqlite3") as rows:
        rows.execute(damage)
    said = office("show", REF)
    assert (said.code, said.err) == (0, "")


def test_rounds_that_lie_ahead_are_no_rounds_that_never_were(office: Terminal) -> None:
    office.does("scheduler", "tick")
    office.now -= timedelta(hours=3)
    assert office("show", REF).err == (
        "The last round of reminders lies 3 hours ahead: the clock was wrong then, or"
        " is wrong now. `laufzettel scheduler status` tells more.\n"
    )
    assert "That lies 3 hours ahead" in office("scheduler", "status").out


# --- scheduler status


def test_a_clock_that_was_put_back_is_told_once(office: Terminal) -> None:
    office.does("scheduler", "tick")
    office.now -= timedelta(days=4)
    assert office("scheduler", "tick").code == 5
    office.now += timedelta(hours=1)  # by now it is another span
    said = office("scheduler", "status").out
    assert said.count("The clock stands") == 1


def test_a_problem_beside_the_clock_is_told_all_the_same(office: Terminal) -> None:
    office.does("scheduler", "tick")
    jumped(office)
    with sqlite3.connect(office.folder / "record.sqlite3") as rows:
        rows.execute("UPDATE heartbeat SET last_error = 'The folder is full.'")
    said = office("scheduler", "status").out
    assert "It reported: The folder is full." in said
    assert said.count("The clock jumped ahead") == 1


@pytest.mark.parametrize("shape", [[], ["--json"]], ids=["text", "json"])
def test_whatever_somebody_has_to_look_at_stands_on_the_standard_error(
    office: Terminal, shape: list[str]
) -> None:
    said = office("scheduler", "status", *shape)
    assert (said.code, said.err) == (
        5,
        "Somebody has to look: no scheduler has finished a round in time.\n",
    )
    office.does("scheduler", "tick")
    assert office("scheduler", "status", *shape).err == ""
    jumped(office)
    with sqlite3.connect(office.folder / "record.sqlite3") as rows:
        rows.execute("UPDATE heartbeat SET last_error = 'The folder is full.'")
    assert office("scheduler", "status", *shape).err == (
        "Somebody has to look: a round has reported a problem, the clock is in doubt.\n"
    )
    for words in (("scheduler", "tick"), ("reminders", "preview")):
        said = office(*words, *shape)
        assert said.code == 5
        assert "The clock jumped ahead by 60 minutes" in said.err


def test_the_status_before_the_first_round(office: Terminal) -> None:
    said = office("scheduler", "status")
    assert said.code == 5
    assert said.out.startswith("No scheduler has run yet")
    answer = office("scheduler", "status", "--json").answer
    assert answer["stale"] is True
    assert (answer["last_round_at"], answer["rounds"]) == (None, [])


def test_the_status_after_a_round(office: Terminal) -> None:
    office.does("scheduler", "tick")
    office.now += 5 * MINUTE
    said = office("scheduler", "status", "--json")
    assert said.code == 0
    answer = said.answer
    (scheduler,) = answer.pop("schedulers")
    assert answer == {
        "last_round_at": "2021-08-10T10:00:00.000000Z",
        "age_seconds": 300,
        "limit_seconds": 900,
        "stale": False,
        "error": None,
        "rounds": [
            {
                "scheduler": scheduler,
                "last_round_at": "2021-08-10T10:00:00.000000Z",
                "rounds": 1,
                "error": None,
            }
        ],
        "next_morning": "2021-08-11T04:00:00.000000Z",
        "waiting": 0,
        "oldest_waiting_at": None,
        "unknown": 0,
        "dead": 0,
        "held": 0,
        "doubts": [],
    }
    text = office("scheduler", "status").out
    assert text.splitlines() == [
        f"Last round: 2021-08-10 12:00 Berlin ({scheduler}).",
        "Next morning: 2021-08-11 06:00 Berlin.",
    ]


def test_the_status_of_a_scheduler_that_stopped(office: Terminal) -> None:
    office.does("scheduler", "tick")
    office.now += timedelta(hours=3)
    said = office("scheduler", "status")
    assert said.code == 5
    assert "lies 3 hours back, the limit is 15 minutes" in said.out


@pytest.mark.parametrize(
    ("state", "code"), [("unknown", 5), ("dead", 5), ("held", 0), ("new", 0)]
)
def test_the_status_names_messages_that_need_a_person(
    office: Terminal, state: str, code: int
) -> None:
    office.now = NOON + timedelta(days=21)  # a day before the term ends
    office.does("scheduler", "tick")
    with sqlite3.connect(office.folder / "record.sqlite3") as rows:
        assert rows.execute("UPDATE message SET state = ?", [state]).rowcount == 1
    said = office("scheduler", "status", "--json")
    assert said.code == code
    field = "waiting" if state == "new" else state
    assert said.answer[field] == 1
    assert len(office("scheduler", "status").out.splitlines()) == 3


@pytest.mark.parametrize(
    ("now", "morning", "expected"),
    [
        ("2026-03-28T12:00", "06:00", "2026-03-29T04:00"),  # summer time begins
        ("2026-10-24T12:00", "06:00", "2026-10-25T05:00"),  # and ends
        ("2026-11-23T04:59", "06:00", "2026-11-23T05:00"),
        ("2026-11-23T05:00", "06:00", "2026-11-24T05:00"),
        ("2026-12-31T23:30", "07:30", "2027-01-01T06:30"),
    ],
)
def test_the_next_morning_is_one_of_the_office(
    terminal: Terminal, now: str, morning: str, expected: str
) -> None:
    terminal.does("init")
    configured(terminal.folder, f'morning = "{morning}"')
    terminal.now = NOON.fromisoformat(f"{now}:00+00:00")
    answer = terminal("scheduler", "status", "--json").answer
    assert answer["next_morning"] == f"{expected}:00.000000Z"


# --- the clock


def jumped(office: Terminal) -> None:
    """A scheduler notices that its clock jumps by an hour."""
    sense = Sense("one", lambda: 0.0)
    database = str(office.folder / "record.sqlite3")
    with open_store(database, ("workflow", "notifications")) as store:
        sense.check(store, office.now)
        assert sense.check(store, office.now + timedelta(hours=1)).press_held


def test_a_doubt_is_shown_until_an_administrator_confirms_the_clock(
    office: Terminal,
) -> None:
    office.does("scheduler", "tick")
    jumped(office)
    said = office("scheduler", "status")
    assert said.code == 5
    assert "The clock jumped ahead by 60 minutes (noticed by one)" in said.out
    assert office("scheduler", "tick").code == 5
    confirmed = office("scheduler", "confirm", "--reason", "Zeitserver geprüft")
    assert (confirmed.code, confirmed.err) == (0, "")
    assert confirmed.out == (
        "Recorded: the clock is right. It says Tuesday, 10 August 2021, 12:00.\n"
    )
    assert office("scheduler", "tick").code == 0
    assert office("scheduler", "status").code == 0
    assert office("verify").code == 0
    again = office("scheduler", "confirm", "--reason", "noch einmal")
    assert (again.code, again.err) == (
        1,
        "There is no doubt about the clock. Nothing was recorded.\n",
    )


def test_confirming_twice_under_one_name_is_confirming_once(office: Terminal) -> None:
    jumped(office)
    words = ("scheduler", "confirm", "--reason", "geprüft", "--command-id", "c-1")
    first = office.does(*words)
    assert (first["verb"], first["doubts"]) == ("clock", [3600])
    assert office.does(*words) == first


def test_confirming_wants_a_reason(office: Terminal) -> None:
    jumped(office)
    assert office("scheduler", "confirm").code == 2


def test_a_round_of_its_own_asks_for_a_witness_after_a_long_stop(
    office: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.witnesses.agree", lambda *_: False)
    office.does("scheduler", "tick")
    office.now += timedelta(days=7)
    assert office("scheduler", "tick").code == 0, "nothing is held back"
    assert office("scheduler", "status").code == 0
    with open_store(os.environ["LAUFZETTEL_DATABASE"], PACKAGES) as store:
        put(store, message(kind=RELEASE), now=office.now)
    said = office("scheduler", "tick")
    assert said.code == 5
    assert "nothing vouches for the clock" in said.err


# --- the settings


SMTP = '[smtp]\nhost = "mail.example"\nsender = "slip@office.example"\n'
HOOK = '[webhook]\nurl = "https://office.example/hook"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'morning = "6:00"',
            'morning must be a time of day in quotes, such as "06:00"',
        ),
        ('morning = "24:00"', "morning must be a time of day"),
        ("morning = 6", "morning must be a time of day"),
        ("morning = 06:00:00", "morning must be a time of day in quotes"),
        ("reminders_limit = -1", "must be a whole number from 0 to 10080"),
        ("reminders_limit = 10081", "must be a whole number from 0 to 10080"),
        ("reminders_limit = true", "must be a whole number from 0 to 10080"),
        ('reminders_limit = "15"', "must be a whole number from 0 to 10080"),
        ('channels = "smtp"', 'channels must be a list such as ["smtp"]'),
        ("channels = []", "channels must be a list"),
        ('channels = ["mail"]', "there are folder, smtp, webhook, each once"),
        ('channels = ["folder", "folder"]', "each once"),
        ("channels = [1]", "channels must be a list"),
        ('channels = ["smtp"]', "nothing says where it leads: add [smtp]"),
        ('channels = ["webhook"]\n' + SMTP, "add [webhook]"),
        ('smtp = "mail.example"', "smtp must be a table: [smtp]"),
        ('[smtp]\nhost = "mail.example"', "[smtp] needs the key sender"),
        (SMTP + "port = 0", "smtp.port must be a whole number from 1 to 65535"),
        (SMTP + 'port = "25"', "smtp.port must be a whole number"),
        (SMTP + 'security = "ssl"', "smtp.security must be one of starttls, tls, none"),
        (SMTP + 'user = ""', "the value of smtp.user must be a text"),
        (SMTP + 'password = "hunter2"', "the key smtp.password is unknown"),
        ("[webhook]", "[webhook] needs the key url"),
        (HOOK + "secret_file = 3", "the value of webhook.secret_file must be a text"),
        (HOOK + 'token = "hunter2"', "the key webhook.token is unknown"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file_and_what_is_right(
    terminal: Terminal, text: str, said: str
) -> None:
    path = configured(terminal.folder, text)
    found = terminal("list")
    assert found.code == 78
    assert found.err.startswith(f"The configuration {path}: ")
    assert said in found.err
    assert "hunter2" not in found.err


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("", ("folder",)),
        (SMTP, ("smtp",)),
        (HOOK, ("folder", "webhook")),
        (SMTP + HOOK, ("smtp", "webhook")),
        ('channels = ["folder"]\n' + SMTP, ("folder",)),
        ('channels = ["webhook", "smtp"]\n' + HOOK + SMTP, ("webhook", "smtp")),
    ],
)
def test_without_a_list_messages_go_out_on_what_is_set_up(
    terminal: Terminal, text: str, channels: tuple[str, ...]
) -> None:
    configured(terminal.folder, text)
    assert desk.settings({}).channels == channels


def test_a_table_of_the_system_serves_a_list_of_ones_own(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = terminal.folder / "system.toml"
    system.write_text(SMTP)
    monkeypatch.setattr(desk, "SYSTEM_FILE", str(system))
    configured(terminal.folder, 'channels = ["smtp", "folder"]')
    assert desk.settings({}).channels == ("smtp", "folder")


def at(terminal: Terminal) -> Desk:
    """The desk of a command."""
    assert terminal.folder.exists()
    return Desk(lambda: NOON)


def test_the_settings_reach_the_scheduler(terminal: Terminal) -> None:
    path = configured(
        terminal.folder,
        'morning = "07:15"\nreminders_limit = 45\n'
        + SMTP
        + 'security = "tls"\nuser = "slip"\npassword_file = "secrets/smtp"\n'
        + HOOK
        + 'secret_file = "/run/hook"\n',
    )
    found = ways.settings(at(terminal), None, every=30)
    assert (found.every, found.limit) == (30, 45 * MINUTE)
    assert f"{found.morning:%H:%M}" == "07:15"
    assert found.smtp is not None
    assert found.webhook is not None
    assert (found.smtp.host, found.smtp.port) == ("mail.example", 465)
    assert found.smtp.password_file == path.parent / "secrets" / "smtp"
    assert found.webhook.secret_file == Path("/run/hook")


@pytest.mark.parametrize(
    ("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)]
)
def test_each_way_of_securing_mail_has_its_usual_port(
    terminal: Terminal, security: str, port: int
) -> None:
    text = SMTP.replace("mail.example", "localhost")
    configured(terminal.folder, text + f'security = "{security}"')
    found = ways.settings(at(terminal), None).smtp
    assert found is not None
    assert found.port == port
