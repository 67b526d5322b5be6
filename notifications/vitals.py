"""The statements of the scheduler's pulse and of its clock; for build time only.

PULSE is what every command runs: it is written into a file of its own (`pulse.json`),
so that none of them reads all the others.
"""

from sqlalchemy import and_, case, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from notifications.tables import ClockDoubt, Heartbeat, Message
from workflow.compiler import Executable, given, table
from workflow.tables import Consultation, Deadline, OfficeTerm

beat, doubt, message = table(Heartbeat), table(ClockDoubt), table(Message)
term, deadline, asked = table(OfficeTerm), table(Deadline), table(Consultation)

# Where nobody vouches for the clock, only releases are held back: as long as there are
# none, nothing is, and nobody has to hear of it.
_RELEASES = exists().where(message.c.kind == "release", message.c.state == "new")
_HOLDING = exists().where(
    doubt.c.settled_seq.is_(None),
    or_(doubt.c.seconds > 0, and_(doubt.c.seconds == 0, _RELEASES)),
)
# A beat that lies ahead was left by a clock that has been put back since: it proves
# nothing about today, but that a scheduler has run.
_COUNTED = case((beat.c.last_round_at <= given("ahead"), beat.c.last_round_at))
PULSE: dict[str, Executable] = {
    "pulse": select(
        func.max(_COUNTED).label("last_round_at"),
        func.max(beat.c.last_round_at).label("newest"),
        _HOLDING.label("doubt"),
    ),
    "duties_open": select(
        or_(
            exists().where(deadline.c.status == "open"),
            exists().where(term.c.status == "open"),
            exists().where(asked.c.status == "open"),
        ).label("some")
    ),
}

VITALS: dict[str, Executable] = {
    "beat": update(beat)
    .where(beat.c.scheduler == given("named"))
    .values(
        last_round_at=given("last_round_at"),
        last_error=given("last_error"),
        rounds=beat.c.rounds + 1,
        seen_seq=given("seen_seq"),
        swept=given("swept"),
    ),
    "first_beat": insert(beat).on_conflict_do_nothing(),
    "beats": select(beat).order_by(beat.c.last_round_at.desc(), beat.c.scheduler),
    "clock_doubts": select(doubt).order_by(doubt.c.noticed_at, doubt.c.scheduler),
    "add_clock_doubt": insert(doubt).on_conflict_do_nothing(),
    "settle_clock_doubts": update(doubt)
    .where(doubt.c.settled_seq.is_(None))
    .values(settled_seq=given("entry")),
    "releases_waiting": select(_RELEASES.label("some")),
    "database_clock": select(func.current_timestamp().label("now")),
}
