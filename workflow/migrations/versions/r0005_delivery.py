"""The directory of people; reminders of every duty; messages on several channels."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.append_only import allow

revision = "0005"
down_revision = "0004"

_INSTANT = sa.DateTime(timezone=True)
_STATES = "'new', 'sending', 'sent', 'unknown', 'dead', 'held', 'superseded'"
_KINDS = "kind IN ('deadline', 'office_term', 'consultation')"
_STAGES = "stage IN ('before', 'day', 'after', 'escalation')"


def upgrade() -> None:
    """Make the directory; rebuild reminders and messages with what they hold."""
    _directory()
    _set_aside("reminder")
    _set_aside("message", "ix_message_state_not_before")
    _reminder()
    _message()
    op.execute(_REMINDERS)
    op.execute(_MESSAGES)
    op.drop_table("reminder_0004")
    op.drop_table("message_0004")
    op.add_column("heartbeat", sa.Column("swept", sa.String))
    op.create_table(
        "clock_doubt",
        sa.Column("noticed_at", _INSTANT, primary_key=True),
        sa.Column("scheduler", sa.String, primary_key=True),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("settled_seq", sa.BigInteger),
    )
    derived = ["contact", "absence", "reminder", "message", "clock_doubt"]
    allow("SELECT, INSERT, UPDATE", derived)
    allow("DELETE", ["contact"])  # an address that was taken back is kept by no row


def _set_aside(table: str, index: str | None = None) -> None:
    """Keep the rows under another name, free of keys whose names are needed again."""
    op.execute(f"CREATE TABLE {table}_0004 AS SELECT * FROM {table}")
    if index is not None:
        op.drop_index(index, table)
    op.drop_table(table)


def _directory() -> None:
    op.create_table(
        "contact",
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("name", sa.String),
        *_texts("address", "language"),
        sa.Column("seq", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "absence",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.String, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date),
        sa.Column("deputy_id", sa.String, sa.ForeignKey("person.id")),
        sa.Column("ended_seq", sa.BigInteger),
    )
    op.create_index("ix_absence_person_id", "absence", ["person_id"])


def _reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("item_id", sa.String, sa.ForeignKey("item.id"), primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("due", sa.Date, primary_key=True),
        sa.Column("occurrence", sa.Date, primary_key=True),
        sa.Column("principal", sa.String, primary_key=True),
        sa.Column("recipient", sa.String, primary_key=True),
        *_texts("stage", "state"),
        sa.Column("late_days", sa.Integer, nullable=False),
        sa.Column("letter", sa.String),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.CheckConstraint(_KINDS, "ck_reminder_kind"),
        sa.CheckConstraint(_STAGES, "ck_reminder_stage"),
        sa.CheckConstraint(
            "state IN ('due', 'queued', 'superseded')", "ck_reminder_state"
        ),
    )
    waiting = ["state", "recipient", "due"]
    op.create_index("ix_reminder_state_recipient_due", "reminder", waiting)
    op.create_index("ix_reminder_letter", "reminder", ["letter"])


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("key", sa.String, primary_key=True),
        *_texts("message_id", "letter", "channel", "kind"),
        sa.Column("reference", sa.String),
        *_texts("recipient", "subject"),
        sa.Column("late_days", sa.Integer, nullable=False),
        *_texts("state"),
        sa.Column("stage", sa.String),
        sa.Column("repeats", sa.Integer, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("not_before", _INSTANT, nullable=False),
        sa.Column("holder", sa.String),
        sa.Column("lease_until", _INSTANT),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("last_error", sa.String),
        sa.Column("sent_at", _INSTANT),
        *_texts("content"),
        sa.UniqueConstraint("message_id", name="uq_message_message_id"),
        sa.CheckConstraint(f"state IN ({_STATES})", "ck_message_state"),
        sa.CheckConstraint("stage IS NULL OR stage = 'given'", "ck_message_stage"),
    )
    waiting = ["state", "channel", "not_before", "key"]
    op.create_index("ix_message_state_channel_not_before_key", "message", waiting)
    op.create_index("ix_message_letter", "message", ["letter"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


# Reminders were of office terms, to roles. One whose term was set anew since keeps its
# own date as the day it reminds of: nothing else is known of it.
_REMINDERS = """
INSERT INTO reminder (item_id, kind, name, version, due, occurrence, principal,
    recipient, stage, state, late_days, letter, created_at)
SELECT old.item_id, 'office_term', old.deadline, old.version,
    COALESCE(term.due, old.occurrence), old.occurrence, 'role:' || old.recipient,
    'role:' || old.recipient, 'before', old.state, old.late_days, old.message_key,
    old.created_at
FROM reminder_0004 AS old LEFT JOIN office_term AS term
    ON term.item_id = old.item_id AND term.name = old.deadline
    AND term.seq = old.version
"""
_MESSAGES = """
INSERT INTO message (key, message_id, letter, channel, kind, reference, recipient,
    subject, content, late_days, state, stage, repeats, created_at, not_before, holder,
    lease_until, fence, attempts, last_error, sent_at)
SELECT key, message_id, key, channel, kind, reference, recipient, subject, content,
    late_days, state, NULL, 0, created_at, not_before, holder, lease_until, fence,
    attempts, last_error, sent_at
FROM message_0004
"""
