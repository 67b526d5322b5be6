"""The statements of who only looks: at reminders of an item, at what would be sent.

For build time only.
"""

from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update

from notifications.tables import Message, Reminder
from workflow.compiler import Executable, given, table
from workflow.tables import Consultation, Deadline, Entry, Item, Person

reminder, message, item = table(Reminder), table(Message), table(Item)
deadline, asked = table(Deadline), table(Consultation)
entry, person = table(Entry), table(Person)

_RUNS = and_(
    reminder.c.kind == "deadline",
    deadline.c.item_id == reminder.c.item_id,
    deadline.c.name == reminder.c.name,
    deadline.c.started == reminder.c.version,
)
_WAITS = (reminder.c.kind == "consultation") & (asked.c.seq == reminder.c.version)


def _reasons(*more: Any) -> Select[Any]:
    """Reminders with what it takes to name their duties."""
    return (
        select(
            *(each for each in reminder.c if each.key != "letter"),
            item.c.reference,
            item.c.definition_hash,
            func.coalesce(deadline.c.body, asked.c.body).label("body"),
            *more,
        )
        .select_from(reminder)
        .join(item, item.c.id == reminder.c.item_id)
        .outerjoin(deadline, _RUNS)
        .outerjoin(asked, _WAITS)
    )


_STUCK = or_(*(message.c.state == each for each in ("held", "unknown", "dead")))

LOOKING: dict[str, Executable] = {
    # one row per reminder and message that it stands in
    "reminders_of_item": (
        _reasons(
            message.c.key.label("message"),
            message.c.channel,
            message.c.kind.label("message_kind"),
            message.c.recipient.label("address"),
            message.c.state.label("message_state"),
            message.c.stage.label("message_stage"),
            message.c.repeats,
            message.c.last_error,
            message.c.not_before,
            message.c.sent_at,
        )
        .outerjoin(message, message.c.letter == reminder.c.letter)
        .where(reminder.c.item_id == given("item"))
        .order_by(
            reminder.c.occurrence,
            reminder.c.name,
            reminder.c.version,
            reminder.c.principal,
            reminder.c.recipient,
            message.c.channel,
        )
    ),
    # what was decided about a message last, and by whom
    "last_dispatch_naming": (
        select(entry.c.seq, person.c.name)
        .outerjoin(person, person.c.id == entry.c.actor)
        .where(entry.c.kind == "dispatch", entry.c.content.like(given("holding")))
        .order_by(entry.c.seq.desc())
        .limit(1)
    ),
    # what a letter says, and of what
    "message_in_hand": select(message.c.letter, message.c.subject).where(
        message.c.key == given("in_hand")
    ),
    "reasons_of_letter": (
        _reasons()
        .where(reminder.c.letter == given("in_letter"), reminder.c.state == "queued")
        .order_by(
            reminder.c.due,
            item.c.reference,
            reminder.c.name,
            reminder.c.version,
            reminder.c.principal,
        )
    ),
    # what waits for another attempt, and what waits for a person
    "next_attempt": select(func.min(message.c.not_before).label("instant")).where(
        message.c.state == "new", message.c.not_before > given("now")
    ),
    "messages_stuck": (
        select(
            message.c.key,
            message.c.state,
            message.c.channel,
            message.c.kind,
            message.c.recipient,
            message.c.subject,
        )
        .where(_STUCK)
        .order_by(message.c.created_at, message.c.key)
    ),
    # of a replica: whoever is sending them is taken to get there
    "sent_by_others": (
        update(message).where(message.c.state == "sending").values(state="sent")
    ),
}
