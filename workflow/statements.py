"""The statements of the record, built from its tables; run at build time only.

`python -m workflow.statements` writes `sql.json`, which is what `store` runs.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, or_, select, update

from workflow.compiler import Executable, given, table, write
from workflow.derived import DERIVED
from workflow.published import PUBLISHED
from workflow.tables import (
    Definition,
    Entry,
    Head,
    Item,
    Person,
    RoleGrant,
    Supplement,
    Words,
)

entry, words, head = table(Entry), table(Words), table(Head)
item, definition = table(Item), table(Definition)
person, grant, supplement = table(Person), table(RoleGrant), table(Supplement)


def _or_all(column: Any, name: str) -> ColumnElement[bool]:
    """The rows with this value, or all rows where none is given."""
    return or_(
        bindparam(name, type_=column.type) == None,  # noqa: E711
        column == bindparam(name, type_=column.type),
    )


_HELD = (grant.c.person_id == person.c.id) & grant.c.revoked_seq.is_(None)

STATEMENTS: dict[str, Executable] = {
    # the record
    "head": select(head),
    "lock_head": select(head).with_for_update(),
    "move_head": (
        update(head)
        .where(head.c.seq == given("before"))
        .values(seq=given("seq"), hash=given("hash"), recorded_at=given("recorded_at"))
    ),
    "add_head": insert(head),
    "add_entry": insert(entry),
    "add_words": insert(words),
    "latest": select(entry.c.seq).order_by(entry.c.seq.desc()).limit(1),
    "entries": select(entry).order_by(entry.c.seq),
    "entries_of": (
        select(entry).where(entry.c.item_id == given("item")).order_by(entry.c.item_seq)
    ),
    "entries_between": (
        select(entry)
        .where(entry.c.seq >= given("first"), entry.c.seq <= given("last"))
        .order_by(entry.c.seq)
    ),
    "words": select(words).order_by(words.c.seq, words.c.field),
    "words_of": (
        select(words)
        .select_from(words.join(entry, entry.c.seq == words.c.seq))
        .where(entry.c.item_id == given("item"))
        .order_by(words.c.seq, words.c.field)
    ),
    "entry_of_command": select(entry).where(entry.c.command_id == given("command")),
    "words_at": select(words.c.field, words.c.text).where(words.c.seq == given("seq")),
    # items
    "item": select(item).where(item.c.reference == given("reference")),
    "item_by_id": select(item).where(item.c.id == given("item")),
    "items": select(item).order_by(item.c.reference),
    "items_listed": (
        select(
            item.c.reference,
            item.c.state,
            item.c.definition_hash,
            item.c.id,
        )
        .where(_or_all(item.c.state, "state"))
        .order_by(item.c.reference)
    ),
    "references": select(item.c.reference).order_by(item.c.reference),
    "numbers": select(item.c.reference).where(item.c.reference.like(given("pattern"))),
    "add_item": insert(item),
    "move_item": (
        update(item)
        .where(
            item.c.id == given("item"),
            item.c.version == given("before"),
            item.c.state == given("from_state"),
        )
        .values(
            state=given("state"),
            version=given("version"),
            head=given("head"),
            not_before=given("not_before"),
        )
    ),
    "item_words": (
        select(entry.c.item_id, entry.c.kind, words.c.field, words.c.text)
        .select_from(words.join(entry, entry.c.seq == words.c.seq))
        .where(
            or_(words.c.field == "title", words.c.field == "lead"),
            or_(entry.c.kind == "opened", entry.c.kind == "corrected"),
        )
        .order_by(words.c.seq)
    ),
    "items_of_definition": (
        select(item)
        .where(item.c.definition_hash == given("hash"))
        .order_by(item.c.reference)
    ),
    "entries_since": (
        select(
            entry.c.seq,
            entry.c.kind,
            entry.c.event,
            entry.c.item_id,
            entry.c.item_seq,
            entry.c.actor,
            entry.c.day,
            entry.c.day_precision,
            entry.c.outcome,
            entry.c.recorded_at,
            item.c.reference,
        )
        .join(item, item.c.id == entry.c.item_id)
        .where(entry.c.recorded_at >= given("instant"))
        .order_by(entry.c.seq)
    ),
    # definitions
    "definition": select(definition).where(definition.c.hash == given("hash")),
    "definitions": select(definition).order_by(definition.c.name, definition.c.version),
    "add_definition": insert(definition),
    # people and rights
    "person_of": select(person).where(person.c.account == given("account")),
    "person": select(person).where(person.c.id == given("person")),
    "people": select(person).order_by(person.c.account),
    "add_person": insert(person),
    "standing_of": (
        select(person.c.id, person.c.name, grant.c.role)
        .select_from(person.outerjoin(grant, _HELD))
        .where(person.c.account == given("account"))
    ),
    "grants": (
        select(
            person.c.id,
            person.c.account,
            person.c.name,
            grant.c.role,
            grant.c.granted_seq,
        )
        .join(person, person.c.id == grant.c.person_id)
        .where(grant.c.revoked_seq.is_(None))
        .order_by(person.c.account, grant.c.role)
    ),
    "all_grants": select(grant).order_by(grant.c.granted_seq),
    "add_grant": insert(grant),
    "end_grant": (
        update(grant)
        .where(
            grant.c.person_id == given("person"),
            grant.c.role == given("named"),
            grant.c.revoked_seq.is_(None),
        )
        .values(revoked_seq=given("seq"))
    ),
    "migrate_item": (
        update(item)
        .where(item.c.id == given("item"), item.c.version == given("before"))
        .values(
            definition_hash=given("definition_hash"),
            state=given("state"),
            version=given("version"),
            head=given("head"),
            not_before=given("not_before"),
        )
    ),
    **DERIVED,
    **PUBLISHED,
    "count_items": select(func.count().label("items")).select_from(item),
}

if __name__ == "__main__":
    write(STATEMENTS, Path(__file__).with_name("sql.json"))
