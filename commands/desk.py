"""The desk a command is worked at: the settings, the clock, the database, the person.

Settings come from the options, then the environment, then the configuration file. They
are read once, when a command first needs them, so that `--help` works with a broken
file.
"""

import os
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from commands import language
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from workflow.store import Store
    from workflow.unit import Act

TEXTS = ("database", "lang", "outbox", "mail_domain", "service_account")
KEYS = (*TEXTS, "addresses")
SYSTEM_FILE = "/etc/laufzettel/config.toml"


class Settings(NamedTuple):
    """What is configured.

    `database` is a path or a PostgreSQL URL, `outbox` a folder.
    """

    database: str
    outbox: str
    lang: str | None
    service_account: str | None
    mail_domain: str | None
    addresses: Mapping[str, str]


class Desk:
    """What every command works with. `given` holds the options as they were typed."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.given: dict[str, str] = {}

    @cached_property
    def now(self) -> datetime:
        """The instant of the command (UTC): one command has one `now`."""
        return self.clock()

    @cached_property
    def today(self) -> date:
        """The legal day of the command, in Berlin."""
        from zoneinfo import ZoneInfo

        return self.now.astimezone(ZoneInfo("Europe/Berlin")).date()

    @cached_property
    def settings(self) -> Settings:
        """The settings of this command. Raises Misconfigured, OSError."""
        found = settings(self.given)
        if found.lang and "lang" not in self.given:
            language.speak(found.lang)
        return found

    @property
    def database_shown(self) -> str:
        """The database as it may be printed: without the password of a URL."""
        start, at, end = self.settings.database.rpartition("@")
        scheme, slashes, user = start.partition("://")
        return f"{scheme}{slashes}{user.split(':')[0]}{at}{end}"

    def store(self, *packages: str) -> "Store":
        """The database of this command, opened with the statements of `packages` too.

        Raises InputOutput, Misconfigured.
        """
        from workflow.store import open_store

        return open_store(self.settings.database, ("workflow", *packages))

    def act(
        self, store: "Store", command_id: str | None = None, expect: int | None = None
    ) -> "Act":
        """Who acts and when, as the procedure wants to know it."""
        from workflow.access import identify
        from workflow.unit import Act

        identity = identify(store.session_user, self.settings.service_account)
        return Act(identity, self.now, command_id, expect)


def settings(given: Mapping[str, str]) -> Settings:
    """The settings from options and environment (`given`) and the configuration file.

    Raises Misconfigured for a file that is no TOML or has unknown keys, OSError if the
    file that was asked for cannot be read, WrongUsage for what cannot be a database.
    """
    found: dict[str, Any] = {
        **_file(SYSTEM_FILE),
        **_own_file(given.get("config")),
        **given,
    }
    database = found.get("database")
    if database is None:
        database = _data_folder("laufzettel.sqlite3")
    _check_database(database)
    return Settings(
        database=database,
        outbox=found.get("outbox") or _beside(database),
        lang=found.get("lang"),
        service_account=found.get("service_account"),
        mail_domain=found.get("mail_domain"),
        addresses=found.get("addresses", {}),
    )


def _check_database(database: str) -> None:
    from workflow.errors import WrongUsage

    if not database.strip():
        raise WrongUsage(
            sentence(
                "The name of the database is empty: --database or LAUFZETTEL_DATABASE"
                " names a file or a PostgreSQL URL."
            )
        )
    if os.path.normpath(database) == ":memory:":  # SQLite would make no file of it
        raise WrongUsage(
            sentence("A record needs a file: {database} is none.", database=database)
        )


def _own_file(asked: str | None) -> dict[str, Any]:
    if asked is None:
        return _file(os.path.join(click.get_app_dir("laufzettel"), "config.toml"))
    os.stat(asked)  # a file that was asked for must be there
    return _file(asked)


def _file(path: str) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            content, status = file.read(), os.fstat(file.fileno())
    except FileNotFoundError:
        return {}
    # whoever can write the file could name an account and act as anybody
    trusted = status.st_uid == 0 and not status.st_mode & 0o022
    return _checked(path, _parsed(path, content), trusted)


def _parsed(path: str, content: bytes) -> dict[str, Any]:
    import tomllib

    from workflow.errors import Misconfigured

    try:
        return tomllib.loads(content.decode())
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        raise Misconfigured(
            sentence(
                "The configuration {file} is no TOML: {reason}.",
                file=path,
                reason=str(error),
            )
        ) from error


def _checked(path: str, values: dict[str, Any], trusted: bool) -> dict[str, Any]:
    for key, value in values.items():
        if reason := _wrong(key, value, trusted):
            from workflow.errors import Misconfigured

            raise Misconfigured(
                sentence(
                    "The configuration {file}: {reason}.", file=path, reason=reason
                )
            )
    return values


def _wrong(key: str, value: object, trusted: bool) -> Sentence | None:
    if key not in KEYS:
        return sentence(
            "the key {key} is unknown; known are {keys}", key=key, keys=KEYS
        )
    if key == "addresses":
        fits = isinstance(value, dict) and all(
            isinstance(at, str) for at in value.values()
        )
        return None if fits else sentence("[addresses] has a text for each role")
    if not isinstance(value, str) or not value:
        return sentence("the value of {key} must be a text", key=key)
    if key == "lang" and value not in language.LANGUAGES:
        known = language.LANGUAGES
        return sentence(
            "{value} is no language here: {known}", value=value, known=known
        )
    if key == "service_account" and not trusted:
        return sentence(
            "{key} counts only in a file that root owns and nobody else can write",
            key=key,
        )
    return None


def _beside(database: str) -> str:
    """The folder for messages: beside a file; in the data folder for a server."""
    if "://" in database:
        return _data_folder("outbox")
    return os.path.splitext(os.path.expanduser(database))[0] + "-outbox"


def _data_folder(name: str) -> str:
    from platformdirs import user_data_dir  # 10 ms, spared where a database is named

    return os.path.join(user_data_dir("laufzettel", appauthor=False), name)
