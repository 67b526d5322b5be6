"""The statements of a sweep, built from the tables; for build time only.

Pages are cut by the item's id, so that a sweep over many duties holds few of them.
"""

from typing import Any

from sqlalchemy import Select, and_, exists, func, select

from workflow.compiler import Executable, given, table
from workflow.tables import Consultation, Deadline, Entry, Item, OfficeTerm, Words

item, entry, words = table(Item), table(Entry), table(Words)
term, deadline, asked = table(OfficeTerm), table(Deadline), table(Consultation)

closing = entry.alias("closing")

_PAGE = (item.c.id > given("after"), item.c.id <= given("last"))
_ids = (
    select(item.c.id)
    .where(item.c.id > given("after"))
    .order_by(item.c.id)
    .limit(given("most"))
    .subquery("page")
)
_ITEM = (item.c.reference, item.c.id, item.c.state, item.c.definition_hash)


def _open_terms() -> Select[Any]:
    reason = (words.c.seq == term.c.seq) & (words.c.field == "reason")
    return (
        select(
            *_ITEM,
            term.c.name,
            term.c.due,
            term.c.role,
            term.c.remind_before,
            term.c.status,
            term.c.seq,
            words.c.text.label("reason"),
            entry.c.recorded_at.label("known_at"),
        )
        .select_from(item)
        .join(term, term.c.item_id == item.c.id)
        .join(entry, entry.c.seq == term.c.seq)
        .outerjoin(words, reason)
        .order_by(item.c.id, term.c.name)
    )


def _deadlines() -> Select[Any]:
    began = and_(
        entry.c.item_id == deadline.c.item_id, entry.c.item_seq == deadline.c.started
    )
    return (
        select(
            *_ITEM,
            deadline.c.name,
            deadline.c.started,
            deadline.c.body,
            deadline.c.due,
            deadline.c.precision,
            deadline.c.status,
            deadline.c.calendar,
            entry.c.recorded_at.label("known_at"),
        )
        .select_from(item)
        .join(deadline, deadline.c.item_id == item.c.id)
        .join(entry, began)
        .order_by(item.c.id, deadline.c.name, deadline.c.started)
    )


def _consultations() -> Select[Any]:
    return (
        select(
            *_ITEM,
            asked.c.name,
            asked.c.body,
            asked.c.due,
            asked.c.seq,
            entry.c.recorded_at.label("known_at"),
        )
        .select_from(item)
        .join(asked, asked.c.item_id == item.c.id)
        .join(entry, entry.c.seq == asked.c.seq)
        .order_by(item.c.id, asked.c.seq)
    )


_last: Any = select(func.max(_ids.c.id).label("last"), func.count().label("items"))

SWEEPING: dict[str, Executable] = {
    # what is open, page by page
    "page_of_items": _last.select_from(_ids),
    "terms_to_remind": _open_terms().where(term.c.status == "open", *_PAGE),
    "deadlines_to_remind": _deadlines().where(
        deadline.c.status == "open", deadline.c.due.is_not(None), *_PAGE
    ),
    "consultations_to_remind": _consultations().where(
        asked.c.status == "open",
        asked.c.due.is_not(None),
        # its term is a deadline by law, which reminds by itself or stands still
        ~exists().where(
            deadline.c.item_id == asked.c.item_id,
            deadline.c.started == entry.c.item_seq,
        ),
        *_PAGE,
    ),
    # what was closed since, and had perhaps to be reminded of before
    "terms_closed": (
        _open_terms()
        .add_columns(closing.c.recorded_at.label("closed_at"))
        .join(closing, closing.c.seq == term.c.closed_seq)
        .where(term.c.closed_seq > given("seen"))
    ),
    "deadlines_closed": (
        _deadlines()
        .add_columns(closing.c.recorded_at.label("closed_at"))
        .join(
            closing,
            and_(
                closing.c.item_id == deadline.c.item_id,
                closing.c.item_seq == deadline.c.closed,
            ),
        )
        .where(closing.c.seq > given("seen"), deadline.c.due.is_not(None))
    ),
    "items_touched": (
        select(entry.c.item_id)
        .where(entry.c.seq > given("seen"), entry.c.item_id.is_not(None))
        .distinct()
        .order_by(entry.c.item_id)
        .limit(given("most"))
    ),
    "others_touched": (
        select(entry.c.seq)
        .where(entry.c.seq > given("seen"), entry.c.item_id.is_(None))
        .limit(1)
    ),
}
