"""The statements of the record, built from its tables; run at build time only.

`python -m workflow.statements` writes `sql.json`, which is what `store` runs.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, or_, select, update
from sqlmodel import SQLModel

from workflow.compiler import Executable, write
from workflow.tables import (
    Consultation,
    Definition,
    Entry,
    Head,
    Item,
    OfficeTerm,
    Person,
    RoleGrant,
    Sitting,
    Supplement,
    Words,
)


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]


entry, words, head = _table(Entry), _table(Words), _table(Head)
item, definition = _table(Item), _table(Definition)
person, grant, term = _table(Person), _table(RoleGrant), _table(OfficeTerm)
consultation, sitting = _table(Consultation), _table(Sitting)
supplement = _table(Supplement)


def _given(name: str) -> Any:
    """A value that must be given when the statement is run."""
    return bindparam(name)


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
        .where(head.c.seq == _given("before"))
        .values(
            seq=_given("seq"), hash=_given("hash"), recorded_at=_given("recorded_at")
        )
    ),
    "add_head": insert(head),
    "add_entry": insert(entry),
    "add_words": insert(words),
    "latest": select(entry.c.seq).order_by(entry.c.seq.desc()).limit(1),
    "entries": select(entry).order_by(entry.c.seq),
    "entries_of": (
        select(entry)
        .where(entry.c.item_id == _given("item"))
        .order_by(entry.c.item_seq)
    ),
    "entries_between": (
        select(entry)
        .where(entry.c.seq >= _given("first"), entry.c.seq <= _given("last"))
        .order_by(entry.c.seq)
    ),
    "words": select(words).order_by(words.c.seq, words.c.field),
    "words_of": (
        select(words)
        .select_from(words.join(entry, entry.c.seq == words.c.seq))
        .where(entry.c.item_id == _given("item"))
        .order_by(words.c.seq, words.c.field)
    ),
    "entry_of_command": select(entry).where(entry.c.command_id == _given("command")),
    "words_at": select(words.c.field, words.c.text).where(words.c.seq == _given("seq")),
    # items
    "item": select(item).where(item.c.reference == _given("reference")),
    "item_by_id": select(item).where(item.c.id == _given("item")),
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
    "numbers": select(item.c.reference).where(item.c.reference.like(_given("pattern"))),
    "add_item": insert(item),
    "move_item": (
        update(item)
        .where(
            item.c.id == _given("item"),
            item.c.version == _given("before"),
            item.c.state == _given("from_state"),
        )
        .values(
            state=_given("state"),
            version=_given("version"),
            head=_given("head"),
            not_before=_given("not_before"),
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
    # definitions
    "definition": select(definition).where(definition.c.hash == _given("hash")),
    "definitions": select(definition).order_by(definition.c.name, definition.c.version),
    "add_definition": insert(definition),
    # people and rights
    "person_of": select(person).where(person.c.account == _given("account")),
    "person": select(person).where(person.c.id == _given("person")),
    "people": select(person).order_by(person.c.account),
    "add_person": insert(person),
    "standing_of": (
        select(person.c.id, person.c.name, grant.c.role)
        .select_from(person.outerjoin(grant, _HELD))
        .where(person.c.account == _given("account"))
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
            grant.c.person_id == _given("person"),
            grant.c.role == _given("named"),
            grant.c.revoked_seq.is_(None),
        )
        .values(revoked_seq=_given("seq"))
    ),
    # office terms
    "add_term": insert(term),
    "close_term": (
        update(term)
        .where(
            term.c.item_id == _given("item"),
            term.c.name == _given("named"),
            term.c.status == "open",
        )
        .values(status="done", closed_seq=_given("seq"))
    ),
    "terms_of": (
        select(term)
        .where(term.c.item_id == _given("item"))
        .order_by(term.c.due, term.c.name)
    ),
    "terms": select(term).order_by(term.c.seq),
    "open_terms": (
        select(
            item.c.reference,
            item.c.id,
            item.c.definition_hash,
            term.c.name,
            term.c.due,
            term.c.role,
            term.c.remind_before,
            term.c.status,
            term.c.seq,
            words.c.text.label("reason"),
        )
        .select_from(
            term.join(item, item.c.id == term.c.item_id).outerjoin(
                words, (words.c.seq == term.c.seq) & (words.c.field == "reason")
            )
        )
        .where(term.c.status == "open")
        .order_by(term.c.due, item.c.reference, term.c.name)
    ),
    # consultations, sittings, supplements
    "add_consultation": insert(consultation),
    "set_consultation": (
        update(consultation)
        .where(consultation.c.seq == _given("opened"))
        .values(status=_given("status"), outcome=_given("outcome"))
    ),
    "consultations_of": (
        select(consultation)
        .where(consultation.c.item_id == _given("item"))
        .order_by(consultation.c.seq)
    ),
    "consultations": select(consultation).order_by(consultation.c.seq),
    "open_consultations": (
        select(
            item.c.reference,
            item.c.definition_hash,
            item.c.state,
            consultation.c.name,
            consultation.c.body,
            consultation.c.due,
            consultation.c.seq,
        )
        .join(item, item.c.id == consultation.c.item_id)
        .where(consultation.c.status == "open")
        .order_by(consultation.c.due, item.c.reference, consultation.c.seq)
    ),
    "add_sitting": insert(sitting),
    "set_sitting": (
        update(sitting)
        .where(sitting.c.sittings == _given("series"), sitting.c.day == _given("on"))
        .values(status=_given("status"), seq=_given("seq"))
    ),
    "sitting": select(sitting).where(
        sitting.c.sittings == _given("series"), sitting.c.day == _given("on")
    ),
    "sittings": select(sitting).order_by(sitting.c.day, sitting.c.sittings),
    "add_supplement": insert(supplement),
    "supplement": (
        select(item)
        .join(supplement, item.c.id == supplement.c.item_id)
        .where(supplement.c.number == _given("number"))
    ),
    "supplement_numbers": (
        select(supplement.c.number).where(supplement.c.number.like(_given("pattern")))
    ),
    "supplements": select(supplement).order_by(supplement.c.number),
    "migrate_item": (
        update(item)
        .where(item.c.id == _given("item"), item.c.version == _given("before"))
        .values(
            definition_hash=_given("definition_hash"),
            state=_given("state"),
            version=_given("version"),
            head=_given("head"),
            not_before=_given("not_before"),
        )
    ),
    "count_items": select(func.count().label("items")).select_from(item),
}

if __name__ == "__main__":
    write(STATEMENTS, Path(__file__).with_name("sql.json"))
