"""The statements of what people are told, built from its tables; for build time only.

`python -m notifications.statements` writes `sql.json`, which is what `store` runs.

A claim takes one row and skips those that others are taking (FOR UPDATE SKIP LOCKED).
SQLite knows no such clause, and SQLAlchemy leaves it out there: BEGIN IMMEDIATE lets
one writer in at a time. `insert` is that of PostgreSQL, for its ON CONFLICT, which
SQLite writes in the same way.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from notifications.tables import Heartbeat, Message, Reminder
from workflow.compiler import Executable, given, table, write
from workflow.tables import Entry, Item, OfficeTerm, Words

reminder, message, beat = table(Reminder), table(Message), table(Heartbeat)
item, term, entry, words = (table(model) for model in (Item, OfficeTerm, Entry, Words))


def _terms(happened: Any) -> Select[Any]:
    """Office terms: when they were set, and when the entry `happened` was recorded."""
    return (
        select(
            item.c.reference,
            term.c.item_id,
            item.c.definition_hash,
            term.c.name,
            term.c.due,
            term.c.role,
            term.c.remind_before,
            term.c.seq,
            entry.c.recorded_at.label("set_at"),
            happened.c.recorded_at.label("happened_at"),
            words.c.text.label("reason"),
        )
        .select_from(term)
        .join(item, item.c.id == term.c.item_id)
        .join(entry, entry.c.seq == term.c.seq)
        .outerjoin(words, (words.c.seq == term.c.seq) & (words.c.field == "reason"))
        .order_by(term.c.due, item.c.reference, term.c.name)
    )


_closing = entry.alias("closing")

# The reminder's own version of the term is still open.
_STANDS = (
    (term.c.item_id == reminder.c.item_id)
    & (term.c.name == reminder.c.deadline)
    & (term.c.seq == reminder.c.version)
    & (term.c.status == "open")
)

_MINE = (
    (message.c.key == given("claimed"))
    & (message.c.fence == given("held"))
    & (message.c.state == "sending")
)

# A time that lies too far ahead was set by a clock that has been put back since: it
# counts as passed, or one wrong clock would silence a message for as long as it was
# wrong.
_DUE = (message.c.state == "new") & or_(
    message.c.not_before <= given("now"), message.c.not_before > given("horizon")
)

_NEXT = (
    select(message.c.key)
    .where(_DUE)
    .order_by(message.c.not_before, message.c.key)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)

STATEMENTS: dict[str, Executable] = {
    # reminders
    "terms_to_remind": _terms(entry).where(term.c.status == "open"),
    "terms_closed": _terms(_closing)
    .join(_closing, _closing.c.seq == term.c.closed_seq)
    .where(term.c.status == "done", term.c.closed_seq > given("seen")),
    "reminded": select(
        reminder.c.item_id,
        reminder.c.deadline,
        reminder.c.version,
        reminder.c.occurrence,
        reminder.c.recipient,
    ).join(term, _STANDS),
    "add_reminder": insert(reminder).on_conflict_do_nothing(),
    "pointless_reminders": select(
        reminder.c.item_id,
        reminder.c.deadline,
        reminder.c.version,
        reminder.c.occurrence,
        reminder.c.recipient,
        reminder.c.message_key,
    )
    .join(message, message.c.key == reminder.c.message_key)
    .outerjoin(term, _STANDS)
    .where(
        message.c.state == "new",
        reminder.c.state == "queued",
        term.c.item_id.is_(None),
    ),
    "supersede_reminder": update(reminder)
    .where(reminder.c.message_key == given("of_message"))
    .values(state="superseded"),
    # the outbox
    "add_message": insert(message).on_conflict_do_nothing(),
    "claim_message": update(message)
    .where(message.c.key == _NEXT)
    .values(
        state="sending",
        holder=given("holder"),
        lease_until=given("lease_until"),
        fence=message.c.fence + 1,
        attempts=message.c.attempts + 1,
    )
    .returning(message),
    "claimed_messages": select(
        message.c.key,
        message.c.channel,
        message.c.holder,
        message.c.lease_until,
        message.c.fence,
        message.c.attempts,
    ).where(message.c.state == "sending"),
    "settle_message": update(message)
    .where(_MINE)
    .values(
        state=given("state"),
        not_before=given("not_before"),
        last_error=given("last_error"),
        sent_at=given("sent_at"),
        holder=None,
        lease_until=None,
    ),
    "supersede_message": update(message)
    .where(message.c.key == given("named"), message.c.state == "new")
    .values(state="superseded"),
    "messages": select(
        *(each for each in message.c if each.key not in {"content", "holder"})
    ).order_by(message.c.created_at, message.c.key),
    "message": select(message).where(message.c.key == given("named")),
    "waiting": select(func.count().label("messages")).where(message.c.state == "new"),
    # the scheduler
    "beat": update(beat)
    .where(beat.c.scheduler == given("named"))
    .values(
        last_round_at=given("last_round_at"),
        last_error=given("last_error"),
        rounds=beat.c.rounds + 1,
        seen_seq=given("seen_seq"),
    ),
    "first_beat": insert(beat).on_conflict_do_nothing(),
    "beats": select(beat).order_by(beat.c.last_round_at.desc(), beat.c.scheduler),
}

if __name__ == "__main__":
    write(STATEMENTS, Path(__file__).with_name("sql.json"))
