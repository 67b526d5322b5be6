"""Releases and their lives; the offices that releases speak of."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.append_only import allow

revision = "0006"
down_revision = "0005"

_INSTANT = sa.DateTime(timezone=True)
_STATES = (
    "state IN ('draft', 'in_review', 'approved', 'embargoed', 'published', "
    "'corrected', 'withdrawn')"
)


def upgrade() -> None:
    """Make the tables; nothing that stands is touched."""
    op.create_table(
        "release",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("item_id", sa.String, sa.ForeignKey("item.id")),
        *_texts("kind", "language"),
        sa.Column("announced", sa.Integer),
        *_texts("state"),
        sa.Column("version", sa.Integer, nullable=False),
        *_texts("content"),
        sa.Column("content_seq", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("embargo_at", _INSTANT),
        sa.Column("embargo_event", sa.String),
        sa.Column("public_version", sa.Integer),
        sa.Column("public_seq", sa.BigInteger),
        sa.Column("published_at", _INSTANT),
        sa.Column("modified_at", _INSTANT),
        sa.Column("url", sa.String),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.CheckConstraint(_STATES, "ck_release_state"),
    )
    op.create_index("ix_release_item_id", "release", ["item_id"])
    waiting = ["state", "embargo_at"]
    op.create_index("ix_release_state_embargo_at", "release", waiting)
    op.create_table(
        "release_entry",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("release_id", sa.String, sa.ForeignKey("release.id"), nullable=False),
    )
    op.create_index("ix_release_entry_release_id", "release_entry", ["release_id"])
    _office()
    allow("SELECT, INSERT, UPDATE", ["release", "release_entry", "office"])


def _office() -> None:
    op.create_table(
        "office",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("valid_from", sa.Date, primary_key=True),
        sa.Column("valid_to", sa.Date),
        *_texts("person", "forms", "style", "spokespersons"),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.CheckConstraint("style IN ('pair', 'colon', 'neutral')", "ck_office_style"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]
