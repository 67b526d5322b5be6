"""The configuration files: TOML, read strictly."""

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from commands.keys import KEYS
from definitions.sentences import Sentence, sentence, shortened

LIMIT = 15  # minutes without a round, after which every command says so


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
            "the key {key} is unknown; known are {keys}",
            key=shortened(key),
            keys=tuple(KEYS),
        )
    if reason := KEYS[key](key, value):
        return reason
    if key == "service_account" and not trusted:
        return sentence(
            "{key} counts only in a file that root owns and nobody else can write",
            key=key,
        )
    return None
