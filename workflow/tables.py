"""The tables of the record and of what is derived from it.

`entry`, `words`, `definition`, `calendar` and `person` are append-only (triggers and,
on PostgreSQL, privileges: `workflow.migrations`). `item`, `head`, `role_grant`,
`contact`, `absence`, `office_term`, `consultation`, `sitting`, `supplement` and
`deadline` are what the entries add up to; `audit` replays the entries and compares.
Instants are UTC and aware, legal days are dates. Table classes do not validate: values
are checked at the doors.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Definition(SQLModel, table=True):
    """A version of an approval path that an item was opened under, by content hash."""

    __tablename__ = "definition"
    hash: str = Field(primary_key=True)
    name: str
    version: str
    source: str  # the file as the lawyer wrote it
    content: str  # canonical JSON of its data: what the hash is taken of


class Entry(SQLModel, table=True):
    """One entry of the record.

    `content` is the truth; the other columns repeat it.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("item_id", "item_seq"),
        CheckConstraint("length(hash) = 64 AND length(prev) = 64", "hashes"),
        CheckConstraint("seq > 0", "counted"),
        CheckConstraint(
            "day_precision IN ('exact', 'at_latest', 'unknown')", "precision"
        ),
    )
    seq: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False)
    )
    hash: str = Field(unique=True)
    prev: str = Field(unique=True)
    content: str
    kind: str
    item_id: str | None = None
    item_seq: int | None = None
    event: str | None = None
    from_state: str | None = None
    to_state: str | None = None
    day: date | None = None
    day_precision: str | None = None
    body: str | None = None
    outcome: str | None = None
    corrects: int | None = None
    actor: str
    recorded_at: datetime
    command_id: str | None = Field(default=None, unique=True)


class Words(SQLModel, table=True):
    """A free text of an entry, which itself holds only a salted commitment to it."""

    __tablename__ = "words"
    seq: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False)
    )
    field: str = Field(primary_key=True)
    salt: str
    text: str


class Head(SQLModel, table=True):
    """The last entry: the one row every writer locks.

    `log` names this record.
    """

    __tablename__ = "head"
    __table_args__ = (CheckConstraint("id = 1", "one"),)
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    log: str
    seq: int = Field(sa_type=BigInteger)
    hash: str
    recorded_at: datetime


class Item(SQLModel, table=True):
    """An item (Vorlage) as its entries add up to today."""

    __tablename__ = "item"
    __table_args__ = (Index(None, "state"),)
    id: str = Field(primary_key=True)
    reference: str = Field(unique=True)
    definition_hash: str = Field(foreign_key="definition.hash")
    state: str
    version: int  # the item's number of entries
    head: str  # hash of the item's last entry
    not_before: date | None = None  # the latest exact day of a step so far
    opened_seq: int = Field(sa_type=BigInteger)


class Person(SQLModel, table=True):
    """A person by account.

    Entries know only the opaque id.
    """

    __tablename__ = "person"
    id: str = Field(primary_key=True)
    account: str = Field(unique=True)
    name: str
    seq: int = Field(sa_type=BigInteger)


class RoleGrant(SQLModel, table=True):
    """A role that a person holds or has held."""

    __tablename__ = "role_grant"
    granted_seq: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False)
    )
    person_id: str = Field(foreign_key="person.id", index=True)
    role: str
    revoked_seq: int | None = Field(default=None, sa_type=BigInteger)


class Contact(SQLModel, table=True):
    """Where somebody is written to: a person, a role's mailbox, a body's.

    `subject` is `person:` and the opaque id, `role:` or `body:` and the name in paths.
    """

    __tablename__ = "contact"
    subject: str = Field(primary_key=True)
    name: str | None = None  # as it stands before the address
    address: str
    language: str  # de or en
    seq: int = Field(sa_type=BigInteger)  # the entry that last spoke of it


class Absence(SQLModel, table=True):
    """Days on which a person is away, and who is written to instead."""

    __tablename__ = "absence"
    seq: int = Field(  # the entry that told of it
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False)
    )
    person_id: str = Field(foreign_key="person.id", index=True)
    first: date
    last: date | None = None  # until somebody ends it
    deputy_id: str | None = Field(default=None, foreign_key="person.id")
    ended_seq: int | None = Field(default=None, sa_type=BigInteger)


class OfficeTerm(SQLModel, table=True):
    """An office term (Wiedervorlage): a day, a reason, a recipient; not from law."""

    __tablename__ = "office_term"
    __table_args__ = (
        Index(None, "status", "due"),
        CheckConstraint("status IN ('open', 'done')", "status"),
    )
    item_id: str = Field(primary_key=True, foreign_key="item.id")
    name: str = Field(primary_key=True)
    due: date
    role: str
    remind_before: str  # days before the due day, with commas, largest first
    status: str
    seq: int = Field(sa_type=BigInteger)  # the entry that set it
    closed_seq: int | None = Field(default=None, sa_type=BigInteger)


class Consultation(SQLModel, table=True):
    """A body that was asked for its statement (Beteiligung), beside the state."""

    __tablename__ = "consultation"
    __table_args__ = (
        Index(None, "status", "due"),
        CheckConstraint("status IN ('open', 'closed', 'struck')", "status"),
    )
    seq: int = Field(  # the entry that opened it
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False)
    )
    item_id: str = Field(foreign_key="item.id", index=True)
    name: str
    body: str
    due: date | None = None  # the last day of its term
    status: str
    outcome: str | None = None  # of the last answer


class Sitting(SQLModel, table=True):
    """A sitting (Sitzung) of a body on a day: held with a quorum, or not."""

    __tablename__ = "sitting"
    __table_args__ = (
        CheckConstraint("status IN ('held', 'not_quorate', 'cancelled')", "status"),
    )
    sittings: str = Field(primary_key=True)  # the series that a body of a path names
    day: date = Field(primary_key=True)
    status: str
    seq: int = Field(sa_type=BigInteger)  # the entry that last spoke of it


class Supplement(SQLModel, table=True):
    """The own number of a supplement (Ergänzungsvorlage); never given again."""

    __tablename__ = "supplement"
    number: str = Field(primary_key=True)
    item_id: str = Field(foreign_key="item.id", index=True)
    seq: int = Field(sa_type=BigInteger)  # the entry that brought it


class Calendar(SQLModel, table=True):
    """A version of a calendar: the days off of a land, or the sittings of a series.

    The one with the largest `seq` of a name is in force.
    """

    __tablename__ = "calendar"
    __table_args__ = (Index(None, "name", "seq"),)
    seq: int = Field(  # the entry that brought it
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False)
    )
    name: str
    hash: str
    content: str  # canonical JSON: what the hash is taken of


class Deadline(SQLModel, table=True):
    """A deadline (Frist) of an item, as its path, entries and calendars make it."""

    __tablename__ = "deadline"
    __table_args__ = (
        Index(None, "status", "due"),
        CheckConstraint(
            "status IN ('open', 'suspended', 'met', 'met_late', 'lapsed', 'dropped')",
            "status",
        ),
        CheckConstraint("precision IN ('exact', 'at_latest', 'unknown')", "precision"),
    )
    item_id: str = Field(primary_key=True, foreign_key="item.id")
    name: str = Field(primary_key=True)
    started: int = Field(primary_key=True)  # the item's entry that it runs from
    body: str | None = None
    due: date | None = None  # the last day; none while nobody can say it
    precision: str  # of the due day: that day, at the latest that day, or unknown
    status: str
    closed: int | None = None  # the item's entry that met or ended it
    calendar: str | None = None  # hash of the calendar that it was counted with
