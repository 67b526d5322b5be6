"""Calendars, and the deadlines by law."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.append_only import allow, protect

revision = "0004"
down_revision = "0003"

_STATUS = "status IN ('open', 'suspended', 'met', 'met_late', 'lapsed', 'dropped')"
_PRECISION = "precision IN ('exact', 'at_latest', 'unknown')"


def upgrade() -> None:
    """Make the tables of calendars and deadlines."""
    op.create_table(
        "calendar",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("content", sa.String, nullable=False),
    )
    op.create_index("ix_calendar_name_seq", "calendar", ["name", "seq"])
    op.create_table(
        "deadline",
        sa.Column("item_id", sa.String, sa.ForeignKey("item.id"), primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("started", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.String),
        sa.Column("due", sa.Date),
        sa.Column("precision", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("closed", sa.Integer),
        sa.Column("calendar", sa.String),
        sa.CheckConstraint(_STATUS, "ck_deadline_status"),
        sa.CheckConstraint(_PRECISION, "ck_deadline_precision"),
    )
    op.create_index("ix_deadline_status_due", "deadline", ["status", "due"])
    protect("calendar", (("seq",),))
    allow("SELECT, INSERT", ["calendar"])
    allow("SELECT, INSERT, UPDATE, DELETE", ["deadline"])
