"""The commands about messages, as an administrator at a terminal meets them."""

import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from notifications import outbox
from notifications.delivery import RELEASE, SMTP, WEBHOOK, Outgoing
from tests.commands.terminal import NOON, Terminal
from tests.notifications.deliveries import claimed, message, passed, put, settled
from tests.worlds import PACKAGES
from workflow.store import Store, open_store

ONE = message(1, SMTP)
KEY = ONE.key[:12]
DAY = timedelta(days=1)


@pytest.fixture
def desk(terminal: Terminal) -> Terminal:
    """A record with one waiting message."""
    terminal.opened()
    with _store(terminal) as store:
        put(store, ONE)
    return terminal


def _store(terminal: Terminal) -> Store:
    return open_store(str(terminal.folder / "record.sqlite3"), PACKAGES)


def _lose(terminal: Terminal, one: Outgoing) -> str:
    """Let nobody know whether a message has arrived; the key as one types it."""
    with _store(terminal) as store:
        put(store, one, now=NOON - DAY)
        mine = claimed(store, NOON, SMTP)
        assert mine.key == one.key
        passed(store, mine)
        settled(store, outbox.uncertain, mine, reason="no answer after the last dot")
    return one.key[:12]


def _refuse(terminal: Terminal) -> None:
    with _store(terminal) as store, store.writing() as tx:
        mine = outbox.claim(tx, NOON, SMTP)
        assert mine is not None
        outbox.fail(tx, mine, NOON, "550 unknown user", permanent=True)


def test_an_empty_outbox_says_so(terminal: Terminal) -> None:
    terminal.does("init")
    assert terminal("outbox", "list").out == "No messages.\n"
    assert terminal.does("outbox", "list") == []


def test_the_list_tells_what_is_in_trouble_first(desk: Terminal) -> None:
    lost = _lose(desk, message(7, SMTP, RELEASE))
    lines = desk("outbox", "list").out.splitlines()
    assert lines[2].startswith(f"{lost}  unknown")
    assert "no answer after the last dot" in lines[2]
    assert lines[3].startswith(f"{KEY}  new")
    assert "2021-08-10 12:00 Berlin" in lines[3]
    assert lines[-1] == "In the outbox: new 1, unknown 1."


def test_a_list_names_its_states_in_the_language_of_the_reader(desk: Terminal) -> None:
    """And as clocks in the office show it when there is another attempt."""
    _refuse(desk)
    said = desk("--lang", "de", "outbox", "list").out
    assert f"{KEY}  aufgegeben" in said
    assert "2021-08-10 12:00 Berlin" in said
    assert said.splitlines()[-1] == "Im Postausgang: aufgegeben 1."
    assert f"{KEY}  dead" in desk("outbox", "list").out
    assert desk.does("outbox", "list")[0]["not_before"] == "2021-08-10T10:00:00.000000Z"


def test_a_list_can_be_narrowed(desk: Terminal) -> None:
    other = replace(
        message(2, WEBHOOK, RELEASE),
        reference="S-2021-0001",
        recipient="Presse@Example.org",
    )
    with _store(desk) as store:
        put(store, other)
    assert [
        len(desk.does("outbox", "list", *words))
        for words in (
            (),
            ("--to", "presse@example.org"),
            ("--to", "presse@example"),
            ("--ref", "S-2021-0001"),
            ("--ref", "S-2021-0001", "--state", "new", "--to", other.recipient),
            ("--ref", "S-2021-0001", "--state", "sent"),
            ("--ref", "' OR ''='"),
        )
    ] == [2, 1, 0, 1, 1, 0, 0]


def test_a_long_list_comes_in_pages(desk: Terminal) -> None:
    with _store(desk) as store:
        put(store, *(message(number, SMTP) for number in range(outbox.PAGE)))
        put(store, message(outbox.PAGE, SMTP))
    said = desk("outbox", "list", "--json")
    assert len(said.answer) == outbox.PAGE
    assert said.err == "There are more: `--page 2` shows them.\n"
    rest = desk("outbox", "list", "--page", "2", "--json")
    assert len(rest.answer) == 1
    assert rest.err == ""
    assert desk.does("outbox", "list", "--page", "3") == []
    keys = {row["key"] for row in said.answer + rest.answer}
    assert len(keys) == outbox.PAGE + 1
    assert desk("outbox", "list", "--page", "0").code == 2


def test_a_message_is_shown_with_what_became_of_it(desk: Terminal) -> None:
    lost = _lose(desk, message(7, SMTP, RELEASE))
    said = desk("outbox", "show", lost[:6])
    assert said.code == 0
    assert said.out.splitlines() == [
        f"Message {lost} (release) by smtp to clerk@example.org: unknown",
        "  it was handed over, and nobody knows whether it has arrived",
        "  subject: Betreff",
        "  Message-ID: <7.smtp.release@x>",
        f"  key: {message(7, SMTP, RELEASE).key}",
        "  written: 2021-08-09 12:00 Berlin",
        "  attempts: 1",
        "  last error: no answer after the last dot",
        f"Ask whether it has arrived. If so: `laufzettel outbox settle {lost} "
        f"--delivered --reason TEXT`. If not: `laufzettel outbox retry {lost} --again "
        "--reason TEXT`.",
        "",
        "Inhalt",
    ]


def test_a_message_of_several_parts_shows_its_plain_text(desk: Terminal) -> None:
    content = (
        "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="x"\r\n\r\n--x\r\n'
        'Content-Type: text/plain; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        "Gr=C3=BC=C3=9Fe=1B[2J\r\n--x\r\nContent-Type: text/html\r\n\r\n"
        "<p>Hallo</p>\r\n--x--\r\n"
    )
    with _store(desk) as store:
        put(store, replace(message(3, SMTP), key="c" * 64, content=content))
    said = desk("outbox", "show", "cccc").out
    assert said.endswith("\nGrüße\\x1b[2J\n"), "and no terminal obeys it"
    assert desk.does("outbox", "show", "cccc")["text"].rstrip() == "Grüße\x1b[2J"
    assert desk.does("outbox", "show", "cccc")["content"] == content


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no header at all",
        'Content-Type: text/plain; charset="x-nobody"\r\n\r\nabc',
        "Content-Type: application/octet-stream\r\n\r\nabc",
        "Content-Type: multipart/mixed\r\n\r\nabc",
        "Content-Transfer-Encoding: base64\r\n\r\n====abc",
    ],
)
def test_a_content_that_is_odd_is_shown_all_the_same(
    desk: Terminal, content: str
) -> None:
    with _store(desk) as store:
        put(store, replace(message(3, SMTP), key="d" * 64, content=content))
    assert desk("outbox", "show", "dddd").code == 0


def test_the_content_of_a_webhook_is_shown_as_it_is(desk: Terminal) -> None:
    one = replace(message(3, WEBHOOK), key="e" * 64, content='{"specversion": "1.0"}')
    with _store(desk) as store:
        put(store, one)
    assert desk("outbox", "show", "eee").out.endswith('\n{"specversion": "1.0"}\n')


def test_raw_is_the_message_byte_for_byte(desk: Terminal) -> None:
    assert desk("outbox", "show", KEY, "--raw").out == ONE.content


def test_raw_on_a_terminal_gives_no_orders_to_it(
    desk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _store(desk) as store:
        one = replace(
            message(3, SMTP), key="f" * 64, content="A: b\r\n\r\n\x1b]0;x\x07"
        )
        put(store, one)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    said = desk("outbox", "show", "ffff", "--raw").out
    assert said == "A: b\n\n\\x1b]0;x\\x07\n"


def test_decisions_are_told_and_recorded(desk: Terminal) -> None:
    said = desk("outbox", "hold", KEY, "--reason", "Rückfrage")
    assert said.code == 0
    assert said.out.splitlines()[0] == f"Held back until they are released: {KEY}."
    assert desk.does("outbox", "list")[0]["state"] == "held"
    released = desk.does("outbox", "release", KEY)
    assert released["messages"] == [ONE.key]
    assert f"Released: {KEY}." not in released
    dropped = desk.does("outbox", "drop", KEY, "--reason", "überholt")
    assert dropped["entry"] == released["entry"] + 1
    assert desk.does("outbox", "show", KEY)["state"] == "superseded"
    assert desk("verify").code == 0


def test_what_was_given_up_can_be_tried_again_all_at_once(desk: Terminal) -> None:
    _refuse(desk)
    assert "it was given up" in desk("outbox", "show", KEY).out
    said = desk("outbox", "retry", "--all-dead", "--reason", "Server läuft wieder")
    assert said.out.startswith(
        "Tried again with the next round: all that were given up (1)."
    )
    assert desk("outbox", "retry", "--all-dead").code == 1
    assert desk.does("outbox", "list")[0]["state"] == "new"


def test_what_may_have_arrived_is_sent_again_only_with_again_and_a_reason(
    desk: Terminal,
) -> None:
    lost = _lose(desk, message(7, SMTP, RELEASE))
    for words in ((), ("--again",), ("--reason", "fehlt")):
        said = desk("outbox", "retry", lost, *words)
        assert said.code == 1
        assert "the press may have received" in said.err
    desk.does("outbox", "retry", lost, "--again", "--reason", "nicht angekommen")
    assert desk.does("outbox", "show", lost)["repeats"] == 1


def test_what_may_have_arrived_and_waits_says_that_it_is_sent_once_more(
    desk: Terminal,
) -> None:
    lost = _lose(desk, message(7, SMTP))
    said = desk("outbox", "show", lost).out
    assert "  it may have arrived, and is sent once more\n" in said
    assert "it waits to be delivered" not in said
    assert "whether it had arrived: once\n" in said
    assert f"`laufzettel outbox settle {lost} --delivered" in said
    assert "it waits to be delivered" in desk("outbox", "show", KEY).out


def test_how_often_it_was_sent_anew_is_counted_in_words(desk: Terminal) -> None:
    lost = _lose(desk, message(7, SMTP, RELEASE))
    for _ in range(2):
        desk.does("outbox", "retry", lost, "--again", "--reason", "fehlt")
        with _store(desk) as store:
            mine = claimed(store, NOON, SMTP)
            passed(store, mine)
            settled(store, outbox.uncertain, mine, reason="no answer")
    assert "whether it had arrived: 2 times\n" in desk("outbox", "show", lost).out


def test_a_drop_hides_no_doubt(desk: Terminal) -> None:
    lost = _lose(desk, message(7, SMTP, RELEASE))
    assert desk.does("outbox", "show", lost)["may_have_arrived"] is True
    desk.does("outbox", "drop", lost, "--reason", "überholt")
    said = desk("outbox", "show", lost).out
    assert "  it was withdrawn and is sent no more; it may have arrived\n" in said
    assert f"`laufzettel outbox settle {lost} --delivered" in said
    desk.does("outbox", "drop", KEY, "--reason", "überholt")
    assert "arrived" not in desk("outbox", "show", KEY).out


@pytest.mark.parametrize(
    ("how", "what", "state"),
    [
        ("--delivered", "delivered", "sent"),
        ("--not-delivered", "not delivered", "superseded"),
    ],
)
def test_a_statement_is_told_with_who_made_it(
    desk: Terminal, how: str, what: str, state: str
) -> None:
    lost = _lose(desk, message(7, SMTP, RELEASE))
    said = desk("outbox", "settle", lost, how, "--reason", "im Protokoll")
    assert said.out.startswith(f"Recorded as {what}: {lost}.\n")
    shown = desk.does("outbox", "show", lost)
    assert (shown["state"], shown["may_have_arrived"]) == (state, False)
    by, entry = shown["statement"]["by"], shown["statement"]["entry"]
    lines = desk("outbox", "show", lost).out.splitlines()
    assert lines[1] == f"  {what}, by statement of {by} (entry {entry})"
    assert not any("last error" in each or "settle" in each for each in lines)
    assert f"it was {what}, as" in desk("outbox", "list").out
    assert desk("verify").code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("settle", KEY, "--reason", "x"), 2),
        (("settle", KEY, "--reason", "x", "--delivered", "--not-delivered"), 2),
        (("settle", KEY, "--delivered"), 2),
        (("settle", "--delivered", "--reason", "x"), 2),
        (("settle", KEY, "--delivered", "--reason", ""), 1),
        (("show", "zzz"), 1),
        (("show",), 2),
        (("retry",), 2),
        (("retry", "abc", "--all-dead"), 2),
        (("hold",), 2),
        (("drop", KEY), 2),
        (("drop", KEY, "--reason", ""), 1),
        (("drop", KEY, "--reason", "a\x1bb"), 1),
        (("release", KEY), 1),
        (("retry", KEY), 1),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    desk: Terminal, words: tuple[str, ...], code: int
) -> None:
    before = desk.does("outbox", "list")
    said = desk("outbox", *words)
    assert said.code == code, said
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert desk.does("outbox", "list") == before


def test_a_repeated_command_answers_the_same(desk: Terminal) -> None:
    words = ("outbox", "hold", KEY, "--command-id", "halt-1")
    assert desk.does(*words) == desk.does(*words)


def test_keys_are_completed(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_LAUFZETTEL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"laufzettel outbox show {KEY[:2]}")
    monkeypatch.setenv("COMP_CWORD", "3")
    assert f"plain,{KEY}" in desk().out
