"""Reminders, outgoing messages, the scheduler's pulse."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.append_only import allow

revision = "0002"
down_revision = "0001"

_INSTANT = sa.DateTime(timezone=True)
_STATES = "'new', 'sending', 'sent', 'unknown', 'dead', 'held', 'superseded'"


def upgrade() -> None:
    """Make the tables of what people are told."""
    _reminder()
    _message()
    op.create_table(
        "heartbeat",
        sa.Column("scheduler", sa.String, primary_key=True),
        sa.Column("last_round_at", _INSTANT, nullable=False),
        sa.Column("last_error", sa.String),
        sa.Column("rounds", sa.Integer, nullable=False),
        sa.Column("seen_seq", sa.BigInteger, nullable=False),
    )
    allow("SELECT, INSERT, UPDATE", ["reminder", "message", "heartbeat"])


def _reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("item_id", sa.String, sa.ForeignKey("item.id"), primary_key=True),
        sa.Column("deadline", sa.String, primary_key=True),
        sa.Column("version", sa.BigInteger, primary_key=True),
        sa.Column("occurrence", sa.Date, primary_key=True),
        sa.Column("recipient", sa.String, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("late_days", sa.Integer, nullable=False),
        sa.Column("message_key", sa.String),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.CheckConstraint("state IN ('queued', 'superseded')", "ck_reminder_state"),
    )


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("key", sa.String, primary_key=True),
        *_texts(
            "message_id", "channel", "kind", "recipient", "subject", "content", "state"
        ),
        sa.Column("reference", sa.String),
        sa.Column("late_days", sa.Integer, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("not_before", _INSTANT, nullable=False),
        sa.Column("holder", sa.String),
        sa.Column("lease_until", _INSTANT),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("last_error", sa.String),
        sa.Column("sent_at", _INSTANT),
        sa.UniqueConstraint("message_id", name="uq_message_message_id"),
        sa.CheckConstraint(f"state IN ({_STATES})", "ck_message_state"),
    )
    op.create_index("ix_message_state_not_before", "message", ["state", "not_before"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]
