"""The tables of what people are told: reminders, messages, the scheduler's pulse."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

import workflow.release_tables  # noqa: F401  (holds the tables referred to)

STATES = "'new', 'sending', 'sent', 'unknown', 'dead', 'held', 'superseded'"


class Reminder(SQLModel, table=True):
    """One reminder of a duty: on a local date, for one who is to be told.

    `principal` is who is told by the path (`role:lead`, `body:finance`); `recipient`
    whom that reached on that day (the same, or `person:` and an id; a deputy).
    `version` is what the duty began with: the record's entry that set an office term or
    opened a consultation, the item's entry that a deadline by law runs from.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        Index(None, "state", "recipient", "due"),
        Index(None, "letter"),
        CheckConstraint("kind IN ('deadline', 'office_term', 'consultation')", "kind"),
        CheckConstraint("stage IN ('before', 'day', 'after', 'escalation')", "stage"),
        CheckConstraint("state IN ('due', 'queued', 'superseded')", "state"),
    )
    item_id: str = Field(primary_key=True, foreign_key="item.id")
    kind: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_type=BigInteger)
    due: date = Field(primary_key=True)  # the last day that it reminds of
    occurrence: date = Field(primary_key=True)  # the day it was meant for
    principal: str = Field(primary_key=True)
    recipient: str = Field(primary_key=True)
    stage: str
    state: str  # due: waits for a letter; queued: stands in one; superseded: not sent
    late_days: int
    letter: str | None = None  # the letter it stands in
    created_at: datetime


class Message(SQLModel, table=True):
    """One outgoing message to one recipient on one channel, as it will be sent."""

    __tablename__ = "message"
    __table_args__ = (
        Index(None, "state", "channel", "not_before", "key"),
        Index(None, "letter"),
        CheckConstraint(f"state IN ({STATES})", "state"),
        CheckConstraint("stage IS NULL OR stage = 'given'", "stage"),
    )
    key: str = Field(primary_key=True)  # hash of channel, kind, occasion, recipient
    message_id: str = Field(unique=True)
    letter: str  # the same for what says the same on several channels
    channel: str
    kind: str
    reference: str | None = None
    recipient: str  # a mail address; of a webhook its name
    subject: str
    late_days: int
    state: str
    stage: str | None = None  # given: handed over, whatever becomes of it
    repeats: int  # how often it was sent anew after an unknown outcome
    created_at: datetime
    not_before: datetime  # no attempt to deliver it earlier
    holder: str | None = None  # the process that is delivering it
    lease_until: datetime | None = None
    fence: int  # counts the claims: only the newest may say what happened
    attempts: int
    last_error: str | None = None
    sent_at: datetime | None = None
    # As it goes out (RFC 5322; of a webhook JSON). It stands last: SQLite reads a row
    # up to the column that is asked for.
    content: str


class Heartbeat(SQLModel, table=True):
    """When a scheduler last finished a round, and how that went."""

    __tablename__ = "heartbeat"
    scheduler: str = Field(primary_key=True)
    last_round_at: datetime
    last_error: str | None = None
    rounds: int
    seen_seq: int = Field(sa_type=BigInteger)  # worked through up to here
    swept: str | None = None  # the quarter of an hour in which all was looked through


class ClockDoubt(SQLModel, table=True):
    """A doubt about the clock that somebody has to look at, until it is settled."""

    __tablename__ = "clock_doubt"
    noticed_at: datetime = Field(primary_key=True)
    scheduler: str = Field(primary_key=True)
    seconds: int  # ahead of what had passed; 0: unvouched; negative: put back
    settled_seq: int | None = Field(default=None, sa_type=BigInteger)  # by this entry
