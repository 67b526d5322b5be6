"""The statements of reminders and their letters; for build time only.

A letter is judged by the message that leads: what an event has told does not keep a
mail from being set right.
"""

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from notifications.tables import Message, Reminder
from workflow.compiler import Executable, given, table
from workflow.tables import Consultation, Deadline, Item, OfficeTerm

reminder, message, item = table(Reminder), table(Message), table(Item)
other = message.alias("other")
term, deadline, asked = table(OfficeTerm), table(Deadline), table(Consultation)

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

REMINDING: dict[str, Executable] = {
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
        .where(_THIS, _QUEUED, reminder.c.created_at == given("told_at"))
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
        select(message.c.created_at, message.c.state)
        .where(message.c.letter == given("in_letter"))
        .order_by(message.c.created_at, message.c.channel.desc())
        .limit(1)
    ),
    # letters that waited over night: what they say goes into the letter of the morning
    "letters_left": (
        select(message.c.letter)
        .where(
            message.c.state == "new",
            or_(message.c.kind == "digest", message.c.kind == "urgent"),
            message.c.created_at < given("midnight"),
            message.c.letter > given("after"),
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
            reminder.c.letter > given("after"),
            exists().where(message.c.letter == reminder.c.letter, *_NOT_OUT),
            ~_STANDS,
        )
        .order_by(reminder.c.letter, reminder.c.item_id)
        .limit(given("most"))
    ),
    # whether the item has ended is known to its path alone
    "asked_in_letters": (
        select(
            reminder,
            item.c.reference,
            item.c.state.label("at"),
            item.c.definition_hash,
        )
        .join(item, item.c.id == reminder.c.item_id)
        .where(
            _QUEUED,
            reminder.c.kind == "consultation",
            reminder.c.letter > given("after"),
            exists().where(message.c.letter == reminder.c.letter, *_NOT_OUT),
        )
        .order_by(reminder.c.letter, reminder.c.item_id)
        .limit(given("most"))
    ),
    # may have arrived, would be sent once more, and nothing of it has to be done
    "letters_over": (
        select(message.c.key)
        .where(
            message.c.state == "new",
            message.c.repeats > 0,
            exists().where(reminder.c.letter == message.c.letter, _QUEUED),
            ~exists().where(reminder.c.letter == message.c.letter, _QUEUED, _STANDS),
        )
        .order_by(message.c.key)
        .limit(given("most"))
    ),
    "messages_of": (
        select(
            message.c.key,
            message.c.kind,
            message.c.state,
            message.c.stage,
            message.c.repeats,
            message.c.channel,
            message.c.created_at,
        )
        .where(message.c.letter == given("in_letter"))
        .order_by(message.c.key)
    ),
}
