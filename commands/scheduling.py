"""Commands of the scheduler: run, tick, status."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands import printing
from commands.answers import instant_said
from commands.desk import Desk
from commands.frame import command, option
from commands.options import FOLDER, WholeNumber, as_json
from definitions.sentences import sentence

if TYPE_CHECKING:
    from notifications.heartbeat import Status
    from notifications.rounds import Settings

outbox_option = option(
    "--outbox",
    metavar="DIR",
    type=FOLDER,
    envvar="LAUFZETTEL_OUTBOX",
    show_envvar=True,
    help="The folder for outgoing messages; beside the database if none.",
)


@command
@outbox_option
@option(
    "--every",
    metavar="SECONDS",
    type=WholeNumber(least=1),
    default=60,
    show_default=True,
    help="Seconds between two rounds.",
)
def run(desk: Desk, outbox: str | None, every: int) -> int:
    from notifications import scheduler

    settings = _settings(desk, outbox, every)
    desk.store("notifications").close()  # what is wrong with it is said before we start
    return scheduler.run(lambda: desk.store("notifications"), settings, desk.clock)


@command
@outbox_option
@as_json
def tick(desk: Desk, outbox: str | None, as_json: bool) -> int:
    from notifications import rounds

    with desk.store("notifications") as store:
        report = rounds.round(store, desk.now, _settings(desk, outbox))
    if as_json:
        printing.say_json({**report.counts(), "problems": report.problems})
    else:
        printing.say(
            sentence(
                "Sent: {sent} (late: {late}). Queued: {queued}. Waiting: {waiting}.",
                **report.counts(),
            )
        )
        if report.expired:
            printing.say(
                sentence("Recorded by expiry: {expired}.", expired=report.expired)
            )
    if report.blocked is not None:
        raise report.blocked
    if report.problems and not as_json:
        printing.complain(*report.problems)
    return 5 if report.problems else 0


@command
@as_json
def status(desk: Desk, as_json: bool) -> int:
    from notifications import heartbeat

    with desk.store("notifications") as store:
        found = heartbeat.status(store, desk.now)
    if as_json:
        printing.say_json(
            {
                "last_round_at": found.last_round_at,
                "age_seconds": round(found.age.total_seconds()) if found.age else None,
                "stale": found.stale,
                "error": found.error,
                "schedulers": list(found.schedulers),
            }
        )
    elif found.last_round_at is None:
        printing.say(
            sentence(
                "No scheduler has run yet: nobody is reminded. "
                "`laufzettel scheduler run` starts one."
            )
        )
    else:
        printing.say(*_pulse(found.last_round_at, found))
    return 5 if found.stale or found.error else 0


def _pulse(last: datetime, found: "Status") -> Iterator[printing.Text]:
    yield sentence(
        "Last round: {instant} ({names}).",
        instant=instant_said(last),
        names=found.schedulers,
    )
    if found.stale:
        yield sentence("That is too long ago: look whether the scheduler runs.")
    for line in (found.error or "").splitlines():
        yield sentence("It reported: {error}", error=line)


def _settings(desk: Desk, outbox: str | None, every: int = 60) -> "Settings":
    from notifications.mail import DOMAIN, Addresses
    from notifications.rounds import Settings

    configured = desk.settings
    folder = Path(outbox or configured.outbox).expanduser()
    addresses = Addresses(configured.mail_domain or DOMAIN, configured.addresses)
    return Settings(folder, addresses, every)
