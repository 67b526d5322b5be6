"""The tables of releases and of the offices that releases speak of.

All of them repeat what entries say (`workflow.tables`): `audit` replays and compares.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

import workflow.tables  # noqa: F401  (names constraints, holds the tables referred to)

STATES = (
    *("draft", "in_review", "approved", "embargoed", "published", "corrected"),
    "withdrawn",
)
_STATES = ", ".join(f"'{each}'" for each in STATES)


class Release(SQLModel, table=True):
    """A release (Pressemitteilung) as its entries add up to today.

    `content_seq` is the entry that holds the words of the newest version,
    `public_seq` that of the version which was published last.
    """

    __tablename__ = "release"
    __table_args__ = (
        Index(None, "state", "embargo_at"),
        CheckConstraint(f"state IN ({_STATES})", "state"),
    )
    id: str = Field(primary_key=True)
    item_id: str | None = Field(default=None, foreign_key="item.id", index=True)
    kind: str
    language: str
    announced: int | None = None  # the item's entry that it tells of
    state: str
    version: int
    content: str  # sha256 of the newest version
    content_seq: int = Field(sa_type=BigInteger)
    day: date  # the day it bears; it goes out on no other
    embargo_at: datetime | None = None
    embargo_event: str | None = None
    public_version: int | None = None
    public_seq: int | None = Field(default=None, sa_type=BigInteger)
    published_at: datetime | None = None
    modified_at: datetime | None = None
    url: str | None = None
    seq: int = Field(sa_type=BigInteger)  # the entry that last spoke of it


class ReleaseEntry(SQLModel, table=True):
    """Which release an entry of the record speaks of."""

    __tablename__ = "release_entry"
    seq: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False)
    )
    release_id: str = Field(foreign_key="release.id", index=True)


class Office(SQLModel, table=True):
    """An office (Amt), who holds it from when to when, and its stored word forms."""

    __tablename__ = "office"
    __table_args__ = (
        CheckConstraint("style IN ('pair', 'colon', 'neutral')", "style"),
    )
    key: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None  # the last day, included
    person: str
    forms: str  # canonical JSON
    style: str  # how its department writes of women and men
    spokespersons: str  # canonical JSON: ids of who may release its quotes
    seq: int = Field(sa_type=BigInteger)  # the entry that last spoke of it
