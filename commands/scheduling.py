"""Commands of the scheduler: run, tick, status, confirm."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from commands import printing, ways
from commands.answers import local_said, say_entry
from commands.desk import Desk
from commands.frame import command, option
from commands.options import WholeNumber, as_json, repeatable
from commands.ways import outbox_option
from definitions.sentences import FullDay, Sentence, sentence

if TYPE_CHECKING:
    from notifications.deliveries import RoundReport
    from notifications.heartbeat import Beat, Status
    from notifications.outbox import Troubles
    from notifications.stopping import Stopping
    from workflow.store import Store


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

    settings = ways.settings(desk, outbox, every)
    _store(desk).close()  # what is wrong with it is said before we start
    return scheduler.run(lambda: _store(desk), settings, desk.clock)


@command
@outbox_option
@as_json
def tick(desk: Desk, outbox: str | None, as_json: bool) -> int:
    from notifications import rounds
    from notifications.stopping import Stopping

    stopping = Stopping()
    with stopping.signals():
        settings = ways.settings(desk, outbox)
        with _store(desk) as store:
            report = rounds.round(store, desk.now, settings, stopping.event.is_set)
        if as_json:
            printing.say_json({**report.counts(), "problems": report.problems})
        else:
            printing.say(*_round_said(report))
        printing.complain(*report.problems)
    return _ended(report, stopping)


def _round_said(report: "RoundReport") -> Iterator[Sentence]:
    yield sentence(
        "Sent: {sent} (late: {late}). Queued: {queued}. Waiting: {waiting}.",
        **report.counts(),
    )
    if report.expired:
        yield sentence("Recorded by expiry: {expired}.", expired=report.expired)


def _ended(report: "RoundReport", stopping: "Stopping") -> int:
    """The exit code of a round; a word about a signal that ended it early."""
    from notifications.stopping import INTERRUPTED

    if stopping.signal is not None:
        printing.complain(
            sentence(
                "Stopped by {signal} after the message in hand. `laufzettel outbox"
                " list` tells what waits.",
                signal=stopping.signal,
            )
        )
    if stopping.interrupted:
        return INTERRUPTED
    if report.blocked is not None:
        return report.blocked.exit_code
    return 5 if report.problems else 0


@command
@as_json
def status(desk: Desk, as_json: bool) -> int:
    from notifications import clockwork, heartbeat, outbox

    limit = desk.settings.limit or heartbeat.LATE
    with _store(desk) as store:
        found = heartbeat.status(store, desk.now, limit)
        with store.reading() as tx:
            troubles = outbox.troubles(tx)
            doubts = clockwork.doubts(tx, desk.now)
    if as_json:
        data = _status_data(desk, found, limit)
        printing.say_json({**data, **_troubles_data(troubles), "doubts": doubts})
    else:
        printing.say(*_pulse(desk, found, limit))
        printing.say(*_reported(found, doubts), *_next(desk, found))
        printing.say(*_troubles(troubles, desk.now), *doubts)
    wrong = list(_wrong(found, troubles, doubts))
    if wrong:
        printing.complain(
            sentence("Somebody has to look: {reasons}.", reasons=tuple(wrong))
        )
    return 5 if wrong else 0


@command
@option(
    "--reason",
    metavar="TEXT",
    required=True,
    help="Why the clock can be believed, and what was wrong.",
)
@repeatable
@as_json
def confirm(desk: Desk, reason: str, command_id: str | None, as_json: bool) -> None:
    from notifications import clockwork

    with _store(desk) as store:
        act = desk.act(store, command_id)
        answer = clockwork.confirm(store, act, reason)
    if as_json:
        say_entry(answer)
    else:
        printing.say(
            sentence(
                "Recorded: the clock is right. It says {day}, {time}.",
                day=FullDay(_local(desk.now).date()),
                time=f"{_local(desk.now):%H:%M}",
            )
        )


def _store(desk: Desk) -> "Store":
    """The database; its own status tells more of the pulse than one line would."""
    return desk.store("notifications", feel=False)


def _local(instant: datetime) -> datetime:
    """An instant as the clock in the office shows it."""
    from workflow.localtime import local

    return local(instant)


def _next_morning(desk: Desk) -> datetime:
    """When the next letters of a morning are written."""
    from notifications.mornings import MORNING

    at, local = desk.settings.morning or MORNING, _local(desk.now)
    day = local.date() + timedelta(days=local.time() >= at)
    return datetime.combine(day, at, local.tzinfo).astimezone(UTC)


def _pulse(desk: Desk, found: "Status", limit: timedelta) -> Iterator[Sentence]:
    from notifications.pulse import lasting

    if found.last_round_at is None or found.age is None:
        yield sentence(
            "No scheduler has run yet: nobody is reminded. "
            "`laufzettel scheduler run` starts one."
        )
        return
    for each in found.beats:
        yield _beat_said(each)
    if found.stale and found.age < timedelta():
        yield sentence(
            "That lies {span} ahead: the clock was wrong then, or is wrong now.",
            span=lasting(-found.age),
        )
    elif found.stale:
        yield sentence(
            "The last round lies {span} back, the limit is {limit}: look whether the"
            " scheduler runs.",
            span=lasting(found.age),
            limit=lasting(limit),
        )


def _reported(found: "Status", doubts: Sequence[Sentence]) -> Iterator[Sentence]:
    """What the last round reported, but for doubts of the clock that are told anyway.

    Those may have another span by now: they begin alike.
    """
    told = tuple(each.text.partition("{")[0] for each in doubts)
    for line in (found.error or "").splitlines():
        if not line.startswith(told):
            yield sentence("It reported: {error}", error=line)


def _next(desk: Desk, found: "Status") -> Iterator[Sentence]:
    if not found.stale:
        morning = _next_morning(desk)
        yield sentence("Next morning: {instant}.", instant=local_said(morning))


def _wrong(
    found: "Status", troubles: "Troubles", doubts: Sequence[Sentence]
) -> Iterator[Sentence]:
    """Why somebody has to look; nothing if all is well."""
    if found.stale:
        yield sentence("no scheduler has finished a round in time")
    if found.error:
        yield sentence("a round has reported a problem")
    if troubles.unknown or troubles.dead:
        yield sentence("messages need a decision")
    if doubts:
        yield sentence("the clock is in doubt")


def _beat_said(each: "Beat") -> Sentence:
    return sentence(
        "Last round: {instant} ({names}).",
        instant=local_said(each.last_round_at),
        names=each.scheduler,
    )


def _troubles(found: "Troubles", now: datetime) -> Iterator[Sentence]:
    from notifications.pulse import lasting

    if found.waiting and found.oldest is not None:
        yield sentence(
            "Messages that wait: {waiting}, the oldest for {span}.",
            waiting=found.waiting,
            span=lasting(max(now - found.oldest, timedelta())),
        )
    if found.unknown or found.dead or found.held:
        yield sentence(
            "Messages that need a person: unknown {unknown}, given up {dead}, held"
            " {held}. `laufzettel outbox list` shows them.",
            unknown=found.unknown,
            dead=found.dead,
            held=found.held,
        )


def _status_data(desk: Desk, found: "Status", limit: timedelta) -> dict[str, Any]:
    age = found.age
    return {
        "last_round_at": found.last_round_at,
        "age_seconds": None if age is None else round(age.total_seconds()),
        "limit_seconds": round(limit.total_seconds()),
        "stale": found.stale,
        "error": found.error,
        "schedulers": list(found.schedulers),
        "rounds": [
            {
                "scheduler": each.scheduler,
                "last_round_at": each.last_round_at,
                "rounds": each.rounds,
                "error": each.error,
            }
            for each in found.beats
        ],
        "next_morning": _next_morning(desk),
    }


def _troubles_data(found: "Troubles") -> dict[str, Any]:
    return {
        "waiting": found.waiting,
        "oldest_waiting_at": found.oldest,
        "unknown": found.unknown,
        "dead": found.dead,
        "held": found.held,
    }
