"""Where messages go and how, from the configuration: what the scheduler works with."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from commands.configuration import Setting
from commands.desk import Desk
from commands.frame import option
from commands.language import in_language
from commands.options import FOLDER
from definitions.sentences import sentence

if TYPE_CHECKING:
    from commands.desk import Settings as Configured
    from notifications.mail import Addresses
    from notifications.rounds import Settings
    from notifications.smtp import SmtpSettings
    from notifications.webhook import WebhookSettings

Made = TypeVar("Made")

_PORTS = {"starttls": 587, "tls": 465, "none": 25}  # RFC 6409, RFC 8314, RFC 5321

outbox_option = option(
    "--outbox",
    metavar="DIR",
    type=FOLDER,
    envvar="LAUFZETTEL_OUTBOX",
    show_envvar=True,
    help="The folder for outgoing messages; beside the database if none.",
)


def settings(desk: Desk, outbox: str | None, every: int = 60) -> "Settings":
    """The settings of the scheduler. Raises what reading the configuration raises."""
    from notifications.heartbeat import LATE
    from notifications.mornings import MORNING
    from notifications.rounds import Settings

    configured = desk.settings
    return Settings(
        folder=Path(outbox or configured.outbox).expanduser(),
        addresses=_addresses(configured),
        every=every,
        channels=configured.channels,
        smtp=_smtp(configured.smtp),
        webhook=_webhook(configured.webhook),
        morning=configured.morning or MORNING,
        limit=configured.limit or LATE,
        translate=in_language,
    )


def _addresses(configured: "Configured") -> "Addresses":
    """Whom letters are from: the sender that the mail server is told, if there is one.

    A letter from elsewhere would be taken for a forged one (DMARC, RFC 7489).
    """
    from notifications.mail import DOMAIN, Addresses

    smtp = configured.smtp
    sender = None if smtp is None else str(smtp.value["sender"])
    domain = configured.mail_domain or (sender or DOMAIN).rpartition("@")[2]
    return Addresses(domain, configured.addresses, sender)


def _smtp(found: Setting | None) -> "SmtpSettings | None":
    from notifications.smtp import SmtpSettings

    if found is None:
        return None
    port = _PORTS[found.value.get("security", "starttls")]
    return _made(SmtpSettings, found, {"port": port})


def _webhook(found: Setting | None) -> "WebhookSettings | None":
    from notifications.webhook import WebhookSettings

    return None if found is None else _made(WebhookSettings, found, {})


def _made(
    kind: Callable[..., Made], found: Setting, usual: Mapping[str, object]
) -> Made:
    """Settings of a channel; what is wrong with them is said with the file.

    Files that they name lie in the folder of the configuration, unless said otherwise.
    """
    from workflow.errors import Misconfigured

    beside = Path(found.file).absolute().parent
    given = {**usual, **found.value}
    for name in ("password_file", "secret_file", "ca_file"):
        if name in given:
            given[name] = beside / Path(str(given[name])).expanduser()
    try:
        return kind(**given)
    except Misconfigured as problem:
        said = (
            sentence("The configuration {file}: {reason}", file=found.file, reason=each)
            for each in problem.sentences
        )
        raise Misconfigured(*said) from None
