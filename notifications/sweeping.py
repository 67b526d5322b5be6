"""The statements of reminders, built from their tables; for build time only.

Pages are cut by the item's id, so that a sweep over many duties holds few of them.
"""

from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from notifications.tables import Message, Reminder
from workflow.compiler import Executable, given, table
from workflow.tables import Consultation, Deadline, Entry, Item, OfficeTerm, Words

reminder, message = table(Reminder), table(Message)
other = message.alias("other")
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


# The duty that a reminder reminds of is open, and its last day is still that day.
_STANDS = or_(
    exists().where(
        reminder.c.kind == "office_term",
        term.c.item_id == reminder.c.item_id,
        term.c.name == reminder.c.name,
        term.c.seq == reminder.c.version,
        term.c.due == reminder.c.due,
        term.c.status == "open",
    ),
    exists().where(
        reminder.c.kind == "deadline",
        deadline.c.item_id == reminder.c.item_id,
        deadline.c.name == reminder.c.name,
        deadline.c.started == reminder.c.version,
        deadline.c.due == reminder.c.due,
        deadline.c.status == "open",
    ),
    exists().where(
        reminder.c.kind == "consultation",
        asked.c.seq == reminder.c.version,
        asked.c.due == reminder.c.due,
        asked.c.status == "open",
    ),
)

_THIS = and_(
    reminder.c.item_id == given("item"),
    reminder.c.kind == given("of_kind"),
    reminder.c.name == given("named"),
    reminder.c.version == given("of_version"),
    reminder.c.due == given("on"),
    reminder.c.occurrence == given("meant_for"),
    reminder.c.principal == given("told"),
    reminder.c.recipient == given("to"),
)

# A letter is judged by one of its messages: the mail, else the file, else the event.
_LEADS = or_(
    message.c.channel == "smtp",
    ~exists().where(
        other.c.letter == message.c.letter,
        or_(
            other.c.channel == "smtp",
            and_(other.c.channel == "folder", message.c.channel == "webhook"),
        ),
    ),
)
_NOT_OUT = (
    _LEADS,
    message.c.state == "new",
    message.c.stage.is_(None),
    message.c.repeats == 0,
)
_OF_LETTER = reminder.c.letter == given("in_letter")
_QUEUED = reminder.c.state == "queued"
_DUE = reminder.c.state == "due"

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
    # reminders
    "reminders_of": (
        select(reminder)
        .where(reminder.c.item_id > given("after"), reminder.c.item_id <= given("last"))
        .order_by(reminder.c.item_id, reminder.c.occurrence)
    ),
    "add_reminder": insert(reminder).on_conflict_do_nothing(),
    "revive_reminder": (
        update(reminder)
        .where(_THIS, reminder.c.state == "superseded", reminder.c.letter.is_(None))
        .values(state="due", late_days=given("late_days"))
    ),
    "remind_anew": (
        update(reminder)
        .where(_THIS, _QUEUED)
        .values(
            state="due",
            letter=None,
            late_days=given("late_days"),
            created_at=given("created_at"),
        )
    ),
    "queue_reminder": (
        update(reminder)
        .where(_THIS, _DUE)
        .values(state="queued", letter=given("letter"), late_days=given("late_days"))
    ),
    "supersede_reminder": (
        update(reminder)
        .where(_THIS, or_(_DUE, _QUEUED))
        .values(state="superseded", letter=None)
    ),
    "pointless_reminders": (
        select(reminder)
        .where(_DUE, ~_STANDS)
        .order_by(reminder.c.item_id)
        .limit(given("most"))
    ),
    "recipients_waiting": (
        select(reminder.c.recipient)
        .where(_DUE, reminder.c.recipient > given("after"))
        .distinct()
        .order_by(reminder.c.recipient)
        .limit(given("most"))
    ),
    "waiting_for": (
        select(reminder.c.principal, reminder.c.recipient)
        .where(_DUE, reminder.c.recipient == given("to"))
        .distinct()
        .order_by(reminder.c.principal)
    ),
    "reminders_to": (
        select(reminder, item.c.reference)
        .join(item, item.c.id == reminder.c.item_id)
        .where(
            _DUE,
            reminder.c.recipient == given("to"),
            reminder.c.due <= given("until"),
            reminder.c.created_at <= given("found_by"),
        )
        .order_by(
            reminder.c.due,
            item.c.reference,
            reminder.c.kind,
            reminder.c.name,
            reminder.c.version,
            reminder.c.principal,
        )
        .limit(given("most"))
    ),
    "reminders_from": (
        select(reminder).where(
            _DUE,
            reminder.c.recipient == given("to"),
            reminder.c.principal == given("told"),
        )
    ),
    "reminders_in": (
        select(reminder, item.c.reference)
        .join(item, item.c.id == reminder.c.item_id)
        .where(_OF_LETTER, _QUEUED)
        .order_by(
            reminder.c.due,
            item.c.reference,
            reminder.c.kind,
            reminder.c.name,
            reminder.c.version,
            reminder.c.principal,
        )
    ),
    "still_overdue": (
        select(
            item.c.reference,
            reminder.c.item_id,
            reminder.c.kind,
            reminder.c.name,
            reminder.c.version,
            reminder.c.due,
            reminder.c.principal,
            reminder.c.recipient,
            func.max(reminder.c.occurrence).label("occurrence"),
        )
        .join(item, item.c.id == reminder.c.item_id)
        .where(
            _QUEUED,
            reminder.c.recipient == given("to"),
            reminder.c.due < given("before"),
            _STANDS,
        )
        .group_by(
            item.c.reference,
            reminder.c.item_id,
            reminder.c.kind,
            reminder.c.name,
            reminder.c.version,
            reminder.c.due,
            reminder.c.principal,
            reminder.c.recipient,
        )
        .order_by(reminder.c.due, item.c.reference, reminder.c.name)
        .limit(given("most"))
    ),
    "letter_exists": (
        select(message.c.created_at)
        .where(message.c.letter == given("in_letter"))
        .order_by(message.c.created_at)
        .limit(1)
    ),
    # letters that waited over night: what they say goes into the letter of the morning
    "letters_left": (
        select(message.c.letter)
        .where(
            message.c.state == "new",
            or_(message.c.kind == "digest", message.c.kind == "urgent"),
            message.c.created_at < given("midnight"),
            *_NOT_OUT,
        )
        .distinct()
        .order_by(message.c.letter)
        .limit(given("most"))
    ),
    # letters that wait, with those they are for and where they go
    "letters_addressed": (
        select(
            reminder.c.letter,
            reminder.c.principal,
            reminder.c.recipient,
            message.c.recipient.label("address"),
        )
        .join(message, message.c.letter == reminder.c.letter)
        .where(
            _QUEUED,
            reminder.c.letter > given("after"),
            message.c.channel != "webhook",
            *_NOT_OUT,
        )
        .distinct()
        .order_by(reminder.c.letter, reminder.c.principal, reminder.c.recipient)
        .limit(given("most"))
    ),
    "unqueue_reminders": (
        update(reminder).where(_OF_LETTER, _QUEUED).values(state="due", letter=None)
    ),
    # letters that wait, and name what nobody has to do any more
    "pointless_in_letters": (
        select(reminder)
        .where(
            _QUEUED,
            exists().where(message.c.letter == reminder.c.letter, *_NOT_OUT),
            ~_STANDS,
        )
        .order_by(reminder.c.letter, reminder.c.item_id)
        .limit(given("most"))
    ),
    # whether the item has ended is known to its path alone
    "asked_in_letters": (
        select(reminder, item.c.state.label("at"), item.c.definition_hash)
        .join(item, item.c.id == reminder.c.item_id)
        .where(
            _QUEUED,
            reminder.c.kind == "consultation",
            exists().where(message.c.letter == reminder.c.letter, *_NOT_OUT),
        )
        .order_by(reminder.c.letter, reminder.c.item_id)
        .limit(given("most"))
    ),
    "messages_of": (
        select(
            message.c.key,
            message.c.kind,
            message.c.state,
            message.c.channel,
            message.c.created_at,
        )
        .where(message.c.letter == given("in_letter"))
        .order_by(message.c.key)
    ),
}
