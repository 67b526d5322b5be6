"""Consultations, sittings, the numbers of supplements."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.append_only import allow

revision = "0003"
down_revision = "0002"

_STATUS = "status IN ('open', 'closed', 'struck')"
_HELD = "status IN ('held', 'not_quorate', 'cancelled')"


def upgrade() -> None:
    """Make the tables of what stands beside the states of items."""
    op.create_table(
        "consultation",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        _item(),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("outcome", sa.String),
        sa.CheckConstraint(_STATUS, "ck_consultation_status"),
    )
    op.create_index("ix_consultation_item_id", "consultation", ["item_id"])
    op.create_index("ix_consultation_status_due", "consultation", ["status", "due"])
    op.create_table(
        "sitting",
        sa.Column("sittings", sa.String, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.CheckConstraint(_HELD, "ck_sitting_status"),
    )
    op.create_table(
        "supplement",
        sa.Column("number", sa.String, primary_key=True),
        _item(),
        sa.Column("seq", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_supplement_item_id", "supplement", ["item_id"])
    allow("SELECT, INSERT, UPDATE", ["consultation", "sitting"])
    allow("SELECT, INSERT", ["supplement"])


def _item() -> sa.Column[str]:
    return sa.Column("item_id", sa.String, sa.ForeignKey("item.id"), nullable=False)
