"""The record: entries, words, definitions, people; and what they add up to."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.append_only import APP_ROLE, allow, protect

revision = "0001"
down_revision = None

_INSTANT = sa.DateTime(timezone=True)
_APPEND_ONLY = {
    "entry": (("seq",), ("hash",), ("prev",), ("item_id", "item_seq"), ("command_id",)),
    "words": (("seq", "field"),),
    "definition": (("hash",),),
    "person": (("id",), ("account",)),
}


def upgrade() -> None:
    """Make the tables, the guards, and on PostgreSQL the rights of the app role."""
    _definition_and_item()
    _record()
    _people()
    _office_terms()
    for table, keys in _APPEND_ONLY.items():
        protect(table, keys)
    _rights()


def _definition_and_item() -> None:
    op.create_table(
        "definition",
        sa.Column("hash", sa.String, primary_key=True),
        *_texts("name", "version", "source", "content"),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.String, primary_key=True),
        *_texts("reference"),
        _points("definition_hash", "definition.hash", nullable=False),
        *_texts("state", "head"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("not_before", sa.Date),
        sa.Column("opened_seq", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("reference", name="uq_item_reference"),
    )
    op.create_index("ix_item_state", "item", ["state"])


def _record() -> None:
    op.create_table(
        "entry",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        *_texts("hash", "prev", "content", "kind", "actor"),
        *_texts("item_id", "event", "from_state", "to_state", nullable=True),
        *_texts("day_precision", "body", "outcome", nullable=True),
        *(sa.Column(name, sa.Integer) for name in ("item_seq", "corrects")),
        sa.Column("day", sa.Date),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("command_id", sa.String),
        *(
            sa.UniqueConstraint(*key, name="_".join(("uq_entry", *key)))
            for key in _APPEND_ONLY["entry"][1:]
        ),
        sa.CheckConstraint(
            "length(hash) = 64 AND length(prev) = 64", "ck_entry_hashes"
        ),
        sa.CheckConstraint("seq > 0", "ck_entry_counted"),
        sa.CheckConstraint(
            "day_precision IN ('exact', 'at_latest', 'unknown')", "ck_entry_precision"
        ),
    )
    op.create_table(
        "words",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("field", sa.String, primary_key=True),
        *_texts("salt", "text"),
    )
    op.create_table(
        "head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *_texts("log", "hash"),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.CheckConstraint("id = 1", "ck_head_one"),
    )


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String, primary_key=True),
        *_texts("account", "name"),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("account", name="uq_person_account"),
    )
    op.create_table(
        "role_grant",
        sa.Column("granted_seq", sa.BigInteger, primary_key=True, autoincrement=False),
        _points("person_id", "person.id", nullable=False),
        *_texts("role"),
        sa.Column("revoked_seq", sa.BigInteger),
    )
    op.create_index("ix_role_grant_person_id", "role_grant", ["person_id"])


def _office_terms() -> None:
    op.create_table(
        "office_term",
        _points("item_id", "item.id", primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("due", sa.Date, nullable=False),
        *_texts("role", "remind_before", "status"),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("closed_seq", sa.BigInteger),
        sa.CheckConstraint("status IN ('open', 'done')", "ck_office_term_status"),
    )
    op.create_index("ix_office_term_status_due", "office_term", ["status", "due"])


def _rights() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"DO $$ BEGIN IF to_regrole('{APP_ROLE}') IS NULL THEN "
            f"CREATE ROLE {APP_ROLE} NOLOGIN; END IF; END $$"
        )
    allow("SELECT", ["alembic_version"])
    allow("SELECT, INSERT", list(_APPEND_ONLY))
    allow("SELECT, INSERT, UPDATE", ["item", "head", "role_grant", "office_term"])


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=nullable) for name in names]


def _points(
    name: str, target: str, *, nullable: bool = True, primary_key: bool = False
) -> sa.Column[str]:
    return sa.Column(
        name,
        sa.String,
        sa.ForeignKey(target),
        nullable=nullable and not primary_key,
        primary_key=primary_key,
    )
