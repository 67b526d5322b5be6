"""The configuration files: TOML, read strictly, each key with what is right for it.

Nothing is imported for what is not there: every command reads the configuration.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from commands.language import LANGUAGES
from definitions.sentences import Sentence, sentence

CHANNELS = ("folder", "smtp", "webhook")  # as notifications.delivery names them
SECURITY = ("starttls", "tls", "none")
LIMIT = 15  # minutes without a round, after which every command says so
LONGEST_LIMIT = 10_080  # a week of them

Check = Callable[[str, object], Sentence | None]


class Setting(NamedTuple):
    """A value and the file that it stands in."""

    value: Any
    file: str


def read(path: str) -> dict[str, Setting]:
    """What a configuration file sets; nothing if there is no such file.

    Raises Misconfigured for what is no TOML, for an unknown key, for a wrong value;
    OSError if the file cannot be read.
    """
    try:
        with open(path, "rb") as file:
            content, status = file.read(), os.fstat(file.fileno())
    except FileNotFoundError:
        return {}
    # whoever can write the file could name an account and act as anybody
    trusted = status.st_uid == 0 and not status.st_mode & 0o022
    values = _parsed(path, content)
    for key, value in values.items():
        if reason := _wrong(key, value, trusted):
            raise wrong(path, reason)
    return {key: Setting(value, path) for key, value in values.items()}


def wrong(path: str, reason: Sentence) -> Exception:
    """Misconfigured: what is wrong in which file."""
    from workflow.errors import Misconfigured

    return Misconfigured(
        sentence("The configuration {file}: {reason}.", file=path, reason=reason)
    )


def channels(found: Mapping[str, Setting]) -> tuple[str, ...]:
    """The ways on which messages go out: as said, else all that are set up.

    Raises Misconfigured for a channel of which nothing says where it leads.
    """
    tables = [name for name in ("smtp", "webhook") if name in found]
    if "channels" not in found:
        return tuple(tables if "smtp" in tables else ["folder", *tables])
    said, path = found["channels"]
    for name in said:
        if name != "folder" and name not in tables:
            raise wrong(
                path,
                sentence(
                    "channels names {name}, but nothing says where it leads: add"
                    " [{name}]",
                    name=name,
                ),
            )
    return tuple(said)


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


def _wrong(key: str, value: object, trusted: bool) -> Sentence | None:
    if key not in KEYS:
        return sentence(
            "the key {key} is unknown; known are {keys}", key=key, keys=tuple(KEYS)
        )
    if reason := KEYS[key](key, value):
        return reason
    if key == "service_account" and not trusted:
        return sentence(
            "{key} counts only in a file that root owns and nobody else can write",
            key=key,
        )
    return None


def _text(key: str, value: object) -> Sentence | None:
    if isinstance(value, str) and value:
        return None
    return sentence("the value of {key} must be a text", key=key)


def _lang(key: str, value: object) -> Sentence | None:
    if reason := _text(key, value):
        return reason
    if value not in LANGUAGES:
        return sentence(
            "{value} is no language here: {known}", value=value, known=LANGUAGES
        )
    return None


def _addresses(_: str, value: object) -> Sentence | None:
    fits = isinstance(value, dict) and all(isinstance(at, str) for at in value.values())
    return None if fits else sentence("[addresses] has a text for each role")


def _morning(key: str, value: object) -> Sentence | None:
    import re

    if isinstance(value, str) and re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", value):
        return None
    return sentence('{key} must be a time of day in quotes, such as "06:00"', key=key)


def _whole(least: int, most: int) -> Check:
    def check(key: str, value: object) -> Sentence | None:
        if type(value) is int and least <= value <= most:  # True is an int, too
            return None
        return sentence(
            "{key} must be a whole number from {least} to {most}",
            key=key,
            least=least,
            most=most,
        )

    return check


def _one_of(*known: str) -> Check:
    def check(key: str, value: object) -> Sentence | None:
        if value in known:
            return None
        return sentence("{key} must be one of {known}", key=key, known=known)

    return check


def _channels(key: str, value: object) -> Sentence | None:
    names = value if isinstance(value, list) else []
    known = all(isinstance(each, str) and each in CHANNELS for each in names)
    if names and known and len(set(names)) == len(names):
        return None
    return sentence(
        '{key} must be a list such as ["smtp"]; there are {known}, each once',
        key=key,
        known=CHANNELS,
    )


def _table(required: tuple[str, ...], known: Mapping[str, Check]) -> Check:
    def check(key: str, value: object) -> Sentence | None:
        if not isinstance(value, dict):
            return sentence(
                "{key} must be a table: [{key}], and its keys below", key=key
            )
        for name, given in value.items():
            named = f"{key}.{name}"
            if name not in known:  # the value is not shown: it may be a password
                return sentence(
                    "the key {key} is unknown; known are {keys}",
                    key=named,
                    keys=tuple(known),
                )
            if reason := known[name](named, given):
                return reason
        for name in required:
            if name not in value:
                return sentence("[{key}] needs the key {name}", key=key, name=name)
        return None

    return check


_SMTP: Mapping[str, Check] = {
    "host": _text,
    "port": _whole(1, 65535),
    "security": _one_of(*SECURITY),
    "user": _text,
    "password_file": _text,
    "sender": _text,
    "ca_file": _text,
}
_WEBHOOK: Mapping[str, Check] = {"url": _text, "secret_file": _text, "ca_file": _text}
KEYS: Mapping[str, Check] = {
    "database": _text,
    "lang": _lang,
    "outbox": _text,
    "mail_domain": _text,
    "service_account": _text,
    "addresses": _addresses,
    "morning": _morning,
    "reminders_limit": _whole(0, LONGEST_LIMIT),
    "channels": _channels,
    "smtp": _table(("host", "sender"), _SMTP),
    "webhook": _table(("url",), _WEBHOOK),
}
