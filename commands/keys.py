"""The keys of a configuration file, each with what is right for it.

Nothing is imported for what is not there: every command reads the configuration.
"""

import re
from collections.abc import Callable, Mapping

from commands.language import LANGUAGES
from definitions.sentences import Sentence, sentence, shortened

CHANNELS = ("folder", "smtp", "webhook")  # as notifications.delivery names them
SECURITY = ("starttls", "tls", "none")
LONGEST_LIMIT = 10_080  # minutes: a week of them
ROLE = re.compile("[a-z][a-z0-9_]{0,63}")  # as definitions.values.Name has it

Check = Callable[[str, object], Sentence | None]


def _text(key: str, value: object) -> Sentence | None:
    if not isinstance(value, str) or not value:
        return sentence("the value of {key} must be a text", key=key)
    if not value.isprintable():
        return sentence(
            "the value of {key} holds a line break or an invisible character", key=key
        )
    return None


def _lang(key: str, value: object) -> Sentence | None:
    if reason := _text(key, value):
        return reason
    if value not in LANGUAGES:
        return sentence(
            "{value} is no language here: {known}",
            value=shortened(str(value)),
            known=LANGUAGES,
        )
    return None


def _addresses(_: str, value: object) -> Sentence | None:
    fits = isinstance(value, dict) and all(isinstance(at, str) for at in value.values())
    if not isinstance(value, dict) or not fits:
        return sentence("[addresses] has a text for each role")
    for role, address in value.items():
        if not ROLE.fullmatch(role):
            return sentence(
                "[addresses] names roles as the path does, such as lead = …; {role}"
                " cannot be one",
                role=shortened(repr(role)),
            )
        if reason := _address(f"addresses.{role}", address):
            return reason
    return None


def _address(key: str, value: object) -> Sentence | None:
    from workflow.wording import is_address

    if reason := _text(key, value):
        return reason
    if is_address(str(value)):
        return None
    return sentence(
        "{key} must be a plain mail address such as name@office.example (a domain with"
        " umlauts as xn--…), not {value}",
        key=key,
        value=shortened(repr(value)),
    )


def _domain(key: str, value: object) -> Sentence | None:
    from workflow.wording import is_address

    if reason := _text(key, value):
        return reason
    if is_address(f"laufzettel@{value}"):  # the longest that it becomes a part of
        return None
    return sentence(
        "{key} must be a domain such as office.example (one with umlauts as xn--…), not"
        " {value}",
        key=key,
        value=shortened(repr(value)),
    )


def _morning(key: str, value: object) -> Sentence | None:
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


def _host(key: str, value: object) -> Sentence | None:
    from notifications.hosts import is_host

    if reason := _text(key, value):
        return reason
    if is_host(str(value)):
        return None
    return sentence(
        "{key} must be the name or the address of a machine, without a port, not"
        " {value}",
        key=key,
        value=shortened(repr(value)),
    )


def _url(key: str, value: object) -> Sentence | None:
    from notifications.hosts import is_here, parts

    if reason := _text(key, value):
        return reason
    found = parts(str(value))
    if found is None:  # it is not shown: there may be a password in it
        return sentence(
            "{key} must be an address such as https://HOST/PATH, without a user name, a"
            " password or a #",
            key=key,
        )
    if found.scheme == "https" or is_here(found.hostname or ""):
        return None
    return sentence(
        "{key} must begin with https: events to {host} would travel in the clear, which"
        " is allowed only to this machine (localhost)",
        key=key,
        host=shortened(found.hostname or ""),
    )


def _smtp(key: str, value: object) -> Sentence | None:
    """The table of the mail server: each key by itself, then what goes together."""
    from notifications.hosts import is_here

    if reason := _SMTP_KEYS(key, value):
        return reason
    assert isinstance(value, dict)
    if "password_file" in value and "user" not in value:
        return sentence(
            "{key}.password_file counts only with {key}.user: nothing says who logs in",
            key=key,
        )
    if value.get("security") == "none" and not is_here(value["host"]):
        return sentence(
            '{key}.security "none" is allowed only to this machine (localhost): mail to'
            " {host} would travel in the clear; choose starttls or tls",
            key=key,
            host=value["host"],
        )
    return None


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
                    key=shortened(named),
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
    "host": _host,
    "port": _whole(1, 65535),
    "security": _one_of(*SECURITY),
    "user": _text,
    "password_file": _text,
    "sender": _address,
    "ca_file": _text,
}
_SMTP_KEYS = _table(("host", "sender"), _SMTP)
_PRESS: Mapping[str, Check] = {
    "templates": _text,
    "feed": _url,
    "issuer": _text,
    "logo": _text,
    "logo_alt": _text,
    "fonts": _text,
}
_WEBHOOK: Mapping[str, Check] = {"url": _url, "secret_file": _text, "ca_file": _text}
KEYS: Mapping[str, Check] = {
    "database": _text,
    "lang": _lang,
    "outbox": _text,
    "mail_domain": _domain,
    "service_account": _text,
    "addresses": _addresses,
    "morning": _morning,
    "reminders_limit": _whole(0, LONGEST_LIMIT),
    "channels": _channels,
    "smtp": _smtp,
    "webhook": _table(("url",), _WEBHOOK),
    "press": _table((), _PRESS),
}
