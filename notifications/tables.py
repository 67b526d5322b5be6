"""The tables of what people are told: reminders, messages, the scheduler's pulse."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

import workflow.tables  # noqa: F401  (names constraints, holds the tables referred to)

STATES = "'new', 'sending', 'sent', 'unknown', 'dead', 'held', 'superseded'"


class Reminder(SQLModel, table=True):
    """One reminder: for a version of a deadline, a local date, a recipient."""

    __tablename__ = "reminder"
    __table_args__ = (CheckConstraint("state IN ('queued', 'superseded')", "state"),)
    item_id: str = Field(primary_key=True, foreign_key="item.id")
    deadline: str = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_type=BigInteger)  # the entry that set it
    occurrence: date = Field(primary_key=True)
    recipient: str = Field(primary_key=True)
    state: str
    late_days: int
    message_key: str | None = None
    created_at: datetime


class Message(SQLModel, table=True):
    """One outgoing message to one recipient, as it will be sent."""

    __tablename__ = "message"
    __table_args__ = (
        Index(None, "state", "not_before"),
        CheckConstraint(f"state IN ({STATES})", "state"),
    )
    key: str = Field(primary_key=True)  # hash of channel, kind, occasion, recipient
    message_id: str = Field(unique=True)
    channel: str
    kind: str
    reference: str | None = None
    recipient: str
    subject: str
    content: str  # the message as it goes out (RFC 5322)
    late_days: int
    state: str
    created_at: datetime
    not_before: datetime  # no attempt to deliver it earlier
    holder: str | None = None  # the process that is delivering it
    lease_until: datetime | None = None
    fence: int  # counts the claims: only the newest may say what happened
    attempts: int
    last_error: str | None = None
    sent_at: datetime | None = None


class Heartbeat(SQLModel, table=True):
    """When a scheduler last finished a round, and how that went."""

    __tablename__ = "heartbeat"
    scheduler: str = Field(primary_key=True)
    last_round_at: datetime
    last_error: str | None = None
    rounds: int
    seen_seq: int = Field(sa_type=BigInteger)  # worked through up to here
