"""A wrong configuration is refused at once, by whichever command reads it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from commands import keys, ways
from commands.desk import Desk
from definitions.sentences import Problem
from definitions.values import LONGEST_NAME
from notifications.mailserver import SmtpSettings
from notifications.webhook import WebhookSettings
from tests.commands.terminal import NOON, Terminal, configured

LONG = 10_000
SMTP = '[smtp]\nhost = "mail.example"\nsender = "slip@office.example"\n'
HOOK = '[webhook]\nurl = "https://office.example/hook"\n'

WRONG = {
    "addresses.lead": [
        '[addresses]\nlead = ""',
        '[addresses]\nlead = "nope"',
        '[addresses]\nlead = "ü@office.example"',
        '[addresses]\nlead = "a@office.example\\r\\nBcc: x@y"',
        f'[addresses]\nlead = "{"x" * LONG}@office.example"',
    ],
    "[addresses]": [
        '[addresses]\n"role:lead" = "a@office.example"',
        '[addresses]\nLead = "a@office.example"',
        f'[addresses]\n{"x" * LONG} = "a@office.example"',
    ],
    "mail_domain": [
        'mail_domain = ""',
        'mail_domain = "a b"',
        'mail_domain = "a@b.example"',
        'mail_domain = "bücher.example"',
        'mail_domain = "a\\r\\nBcc: x"',
        f'mail_domain = "{"x" * LONG}"',
    ],
    "smtp.host": [
        SMTP.replace("mail.example", each)
        for each in (
            " ",
            "mail.example:25",
            "\\u202email",
            "a\\r\\nb",
            "ü.example",
            "-",
        )
    ]
    + [SMTP.replace("mail.example", "x" * LONG)],
    "smtp.sender": [
        SMTP.replace("slip@office.example", each)
        for each in ("nope", "ü@b.example", "a@b.example>\\r\\nRCPT TO:<x@y.z")
    ],
    "smtp.security": [SMTP + 'security = "none"', SMTP + 'security = "ssl"'],
    "smtp.user": [SMTP + 'user = ""', SMTP + 'user = "a\\r\\nb"'],
    "smtp.password_file": [SMTP + 'password_file = "secret"'],
    "webhook.url": [
        HOOK.replace("https://office.example/hook", each)
        for each in (
            "nope",
            "http://office.example/hook",
            "ftp://office.example/hook",
            "https://ann:hunter2@office.example/hook",
            "https://office.example:99999/",
            "https://office.example/#hunter2",
            "https://" + "x" * LONG,
        )
    ],
}


@pytest.mark.parametrize(
    ("key", "text"),
    [(key, text) for key, texts in WRONG.items() for text in texts],
)
def test_a_wrong_value_is_refused_with_its_file_and_its_key(
    terminal: Terminal, key: str, text: str
) -> None:
    path = configured(terminal.folder, text)
    for words in (("list",), ("contact", "list"), ("scheduler", "status")):
        said = terminal(*words)
        assert said.code == 78
        assert said.out == ""
        assert said.err.startswith(f"The configuration {path}: ")
        assert key in said.err
        assert len(said.err) < 600, "what is wrong is not told in full length"
        assert "hunter2" not in said.err


def test_what_is_cut_says_so(terminal: Terminal) -> None:
    configured(terminal.folder, f'mail_domain = "{"x" * LONG}"')
    assert "xxx… (cut here)" in terminal("list").err


@pytest.mark.parametrize(
    "text",
    [
        '[addresses]\nlead = "o\'neill+slip@amt-1.office.example"',
        'mail_domain = "xn--bcher-kva.example"',
        'mail_domain = "localhost"',
        SMTP.replace("mail.example", "::1") + 'security = "none"',
        SMTP.replace("mail.example", "192.0.2.1") + 'user = "büro"',
        SMTP + 'user = "slip"\npassword_file = "secret"',
        HOOK.replace("https://office.example", "http://localhost:8080"),
        HOOK.replace("office.example", "[2001:db8::1]:8443"),
    ],
)
def test_a_right_value_is_taken(terminal: Terminal, text: str) -> None:
    configured(terminal.folder, text)
    found = ways.settings(Desk(lambda: NOON), None)
    assert (found.smtp is not None, found.webhook is not None) == (
        "[smtp]" in text,
        "[webhook]" in text,
    )


def refuses(act: Callable[[], object]) -> bool:
    """Whether a channel refuses such settings."""
    with suppress(Problem):
        act()
        return False
    return True


@pytest.mark.parametrize("host", ["a", "a.b", "::1", "1.2.3.4", "", "a:1", "a b", "["])
@pytest.mark.parametrize("sender", ["a@b.example", "a", "a@b@c", "'@b"])
def test_the_mail_server_is_judged_as_the_channel_judges_it(
    host: str, sender: str
) -> None:
    table = {"host": host, "sender": sender}
    judged = keys.KEYS["smtp"]("smtp", table) is not None
    assert judged is refuses(lambda: SmtpSettings(host, sender=sender))


@pytest.mark.parametrize("url", [*WRONG["webhook.url"], HOOK])
def test_the_webhook_is_judged_as_the_channel_judges_it(url: str) -> None:
    given = url.split('"')[1]
    judged = keys.KEYS["webhook"]("webhook", {"url": given}) is not None
    assert judged is refuses(lambda: WebhookSettings(given))


def test_the_name_of_a_role_is_as_long_as_in_a_path() -> None:
    assert keys.ROLE.fullmatch("x" * LONGEST_NAME)
    assert not keys.ROLE.fullmatch("x" * (LONGEST_NAME + 1))


# --- whom letters are from


@pytest.mark.parametrize(
    ("text", "author", "domain"),
    [
        ("", "laufzettel@laufzettel.invalid", "laufzettel.invalid"),
        ('mail_domain = "a.example"', "laufzettel@a.example", "a.example"),
        (SMTP, "slip@office.example", "office.example"),
        ('mail_domain = "a.example"\n' + SMTP, "slip@office.example", "a.example"),
    ],
)
def test_letters_are_from_the_sender_of_the_mail_server(
    terminal: Terminal, text: str, author: str, domain: str
) -> None:
    configured(terminal.folder, text)
    found = ways.settings(Desk(lambda: NOON), None).addresses
    assert (found.author, found.domain) == (author, domain)


# --- roles that no path has


def test_mailboxes_of_roles_that_no_path_has_are_told(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.opened()
    config = tmp_path / "mailboxes.toml"
    config.write_text(
        '[addresses]\nlead = "a@office.example"\nleed = "b@office.example"\n'
    )
    words = ("--config", str(config), "contact", "list")
    assert terminal.does(*words)["unknown_roles"] == ["leed"]
    assert (
        "[addresses] of the configuration names roles that no path of this record has:"
        " leed.\n"
    ) in terminal(*words).out
