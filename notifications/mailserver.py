"""The mail server of an office, as it is set: checked before anything is sent."""

import re
from dataclasses import dataclass
from pathlib import Path

from definitions.sentences import sentence, shortened
from notifications import hosts
from notifications.hosts import HOST as HOST
from workflow.errors import Misconfigured
from workflow.wording import is_address

STARTTLS, TLS, NONE = "starttls", "tls", "none"

# What stands between < and > in a command: no blank, no line end, no < nor >.
ADDRESS = re.compile(r"(?=.{3,254}\Z)[!-;=?-~]+@[!-;=?-~]+")


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The mail server, and how it is spoken to. Raises Misconfigured.

    `security`: `starttls`, `tls` (from the first byte), or `none`, which is allowed on
    this machine only. `ca_file`: authorities other than those of this machine. `step`:
    seconds for one answer; `whole`: for one message with all its answers.
    """

    host: str
    port: int = 587
    security: str = STARTTLS
    user: str | None = None
    password_file: Path | None = None
    sender: str = "laufzettel@laufzettel.invalid"
    ca_file: Path | None = None
    step: float = 30.0
    whole: float = 120.0

    def __post_init__(self) -> None:
        if not hosts.is_host(self.host) or not 0 < self.port < 65536:
            raise Misconfigured(
                sentence(
                    "{server} is no mail server: a name or an address and a port from "
                    "1 to 65535 are wanted.",
                    server=shortened(repr(f"{self.host}:{self.port}")),
                )
            )
        self._check_security()
        self._check_values()

    def _check_security(self) -> None:
        if self.security not in {STARTTLS, TLS, NONE}:
            raise Misconfigured(
                sentence(
                    "{security} is no way to secure mail: starttls, tls, or none on "
                    "this machine.",
                    security=shortened(repr(self.security)),
                )
            )
        if self.security == NONE and not hosts.is_here(self.host):
            raise Misconfigured(
                sentence(
                    "Mail to {server} would travel in the clear: `none` is allowed "
                    "only to a server on this machine (localhost). Choose starttls or "
                    "tls.",
                    server=self.server,
                )
            )

    def _check_values(self) -> None:
        if not is_address(self.sender):  # it stands in From, too
            raise Misconfigured(
                sentence(
                    "{address} cannot be the sender of mail: it is no address.",
                    address=shortened(repr(self.sender)),
                )
            )
        if not 0 < self.step <= self.whole:
            raise Misconfigured(
                sentence(
                    "The time for one answer of the mail server ({step} s) must be "
                    "more than 0 and at most the time for a message ({whole} s).",
                    step=self.step,
                    whole=self.whole,
                )
            )

    @property
    def server(self) -> str:
        """Host and port, as a person reads them."""
        return f"{self.host}:{self.port}"
