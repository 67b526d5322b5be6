"""The desk a command is worked at: the settings, the clock, the database, the person.

Settings come from the options, then the environment, then the configuration file. They
are read once, when a command first needs them, so that `--help` works with a broken
file.
"""

import os
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from commands import language
from definitions.sentences import sentence

if TYPE_CHECKING:
    from commands.configuration import Setting
    from notifications.pulse import Pulse
    from workflow.store import Store
    from workflow.unit import Act

SYSTEM_FILE = "/etc/laufzettel/config.toml"


class Settings(NamedTuple):
    """What is configured.

    `database` is a path or a PostgreSQL URL, `outbox` a folder; `limit` is how long
    reminders may stand still before every command says so (0: none does). `smtp`,
    `webhook` and `press` are tables, with the files that they stand in.
    """

    database: str
    outbox: str
    lang: str | None
    service_account: str | None
    mail_domain: str | None
    addresses: Mapping[str, str]
    morning: time | None
    limit: timedelta
    channels: tuple[str, ...]
    smtp: "Setting | None"
    webhook: "Setting | None"
    press: "Setting | None" = None


class Desk:
    """What every command works with. `given` holds the options as they were typed."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.given: dict[str, str] = {}
        self.pulse: Pulse | None = None  # felt when the database was opened

    @cached_property
    def now(self) -> datetime:
        """The instant of the command (UTC): one command has one `now`."""
        return self.clock()

    @cached_property
    def today(self) -> date:
        """The legal day of the command, in Berlin."""
        from workflow.localtime import local_day

        return local_day(self.now)

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

    def store(self, *packages: str, feel: bool = True) -> "Store":
        """The database of this command, opened with the statements of `packages` too.

        `feel`: whether reminders run is asked on the way. Raises InputOutput,
        Misconfigured.
        """
        from workflow.store import open_store

        store = open_store(self.settings.database, ("workflow", *packages))
        if feel and self.pulse is None and self.settings.limit:
            from commands import pulse

            self.pulse = pulse.felt(store, self.now, self.settings.limit)
        return store

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

    Raises Misconfigured for a file that is wrong (`configuration.read`), OSError if the
    file that was asked for cannot be read, WrongUsage for what cannot be a database.
    """
    from commands import configuration

    files = {**configuration.read(SYSTEM_FILE), **_own_file(given.get("config"))}
    found: dict[str, Any] = {key: each.value for key, each in files.items()}
    found.update(given)
    database = found.get("database")
    if database is None:
        database = _data_folder("laufzettel.sqlite3")
    _check_database(database)
    morning = found.get("morning")
    return Settings(
        database=database,
        outbox=found.get("outbox") or _beside(database),
        lang=found.get("lang"),
        service_account=found.get("service_account"),
        mail_domain=found.get("mail_domain"),
        addresses=found.get("addresses", {}),
        morning=None if morning is None else time.fromisoformat(morning),
        limit=timedelta(minutes=found.get("reminders_limit", configuration.LIMIT)),
        channels=configuration.channels(files),
        smtp=files.get("smtp"),
        webhook=files.get("webhook"),
        press=files.get("press"),
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


def _own_file(asked: str | None) -> "dict[str, Setting]":
    from commands import configuration

    if asked is None:
        own = os.path.join(click.get_app_dir("laufzettel"), "config.toml")
        return configuration.read(own)
    if not asked:
        from workflow.errors import WrongUsage

        raise WrongUsage(
            sentence("The name of the configuration is empty: --config names a file.")
        )
    os.stat(asked)  # a file that was asked for must be there
    return configuration.read(asked)


def _beside(database: str) -> str:
    """The folder for messages: beside a file; in the data folder for a server."""
    if "://" in database:
        return _data_folder("outbox")
    return os.path.splitext(os.path.expanduser(database))[0] + "-outbox"


def _data_folder(name: str) -> str:
    from platformdirs import user_data_dir  # 10 ms, spared where a database is named

    return os.path.join(user_data_dir("laufzettel", appauthor=False), name)
