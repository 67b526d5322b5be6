"""The statements of the outbox, built from its table; for build time only.

A claim takes one row and skips those that others are taking (FOR UPDATE SKIP LOCKED).
SQLite knows no such clause, and SQLAlchemy leaves it out there: BEGIN IMMEDIATE lets
one writer in at a time. Whatever looks at many messages goes by the index alone and
leaves their contents unread.
"""

from typing import Any

from sqlalchemy import Select, String, bindparam, case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from notifications.tables import Message, Reminder
from workflow.compiler import Executable, given, table
from workflow.tables import Item

message, reminder, item = table(Message), table(Reminder), table(Item)

_MINE = (
    (message.c.key == given("claimed"))
    & (message.c.fence == given("held"))
    & (message.c.state == "sending")
)
_UNTAKEN = (message.c.state == "new") | (message.c.state == "held")
_NOBODYS = {"holder": None, "lease_until": None}

_settled = update(message).values(
    state=given("state"),
    stage=given("stage"),
    repeats=given("repeats"),
    not_before=given("not_before"),
    last_error=given("last_error"),
    sent_at=given("sent_at"),
    **_NOBODYS,
)

# Of messages enqueued at one instant the keys decide, so that the order is the same
# for everybody and on both databases.
_NEXT = (
    select(message.c.key)
    .where(
        message.c.state == "new",
        message.c.channel == given("of_channel"),
        message.c.not_before > given("after"),
        message.c.not_before <= given("until"),
        message.c.kind != given("withheld"),
    )
    .order_by(message.c.not_before, message.c.key)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)

# What a person has to look at comes first and the oldest of it, what is over last and
# the newest of it.
_TROUBLED = ("unknown", "dead", "held")
_FIRST = {name: at for at, name in enumerate((*_TROUBLED, "sending", "new"))}
_RANK = case(_FIRST, value=message.c.state)
_ORDER = (
    func.coalesce(_RANK, len(_FIRST)),
    case((_RANK.is_not(None), message.c.not_before)),
    message.c.not_before.desc(),
    message.c.key,
)
_FACTS = [each for each in message.c if each.key not in {"content", "holder"}]
_ONE_OF = bindparam("only_state", type_=String)
_TO = bindparam("only_to", type_=String)
_ABOUT = bindparam("only_about", type_=String)


def _page(*filters: Any) -> Select[Any]:
    """A page of messages without their contents: chosen by the index, then read."""
    chosen = (
        select(message.c.key)
        .where(or_(_ONE_OF == "", message.c.state == _ONE_OF), *filters)
        .order_by(*_ORDER)
        .limit(given("most"))
        .offset(given("skipped"))
    )
    return select(*_FACTS).where(message.c.key.in_(chosen)).order_by(*_ORDER)


_ABOUT_IT = or_(
    message.c.reference == _ABOUT,
    message.c.letter.in_(
        select(reminder.c.letter)
        .join(item, item.c.id == reminder.c.item_id)
        .where(item.c.reference == _ABOUT)
    ),
)

POSTAL: dict[str, Executable] = {
    "add_message": insert(message).on_conflict_do_nothing(),
    "claim_message": update(message)
    .where(message.c.key == _NEXT)
    .values(
        state="sending",
        stage=None,
        holder=given("holder"),
        lease_until=given("lease_until"),
        fence=message.c.fence + 1,
        attempts=message.c.attempts + 1,
    )
    .returning(message),
    # Handed over once for each claim: `stage` is empty only before.
    "pass_message": update(message)
    .where(_MINE, message.c.stage.is_(None))
    .values(stage="given", lease_until=given("lease_until")),
    "settle_message": _settled.where(_MINE),
    "settle_abandoned": _settled.where(
        _MINE, func.coalesce(message.c.stage, "") == given("seen_stage")
    ),
    "return_message": update(message)
    .where(_MINE)
    .values(
        state="new",
        stage=None,
        attempts=message.c.attempts - 1,
        last_error=given("last_error"),
        **_NOBODYS,
    ),
    "claimed_messages": select(*_FACTS, message.c.holder)
    .where(message.c.state == "sending")
    .order_by(message.c.key),
    "supersede_letter": update(message)
    .where(message.c.letter == given("in_letter"), _UNTAKEN)
    .values(state="superseded", last_error=given("last_error")),
    "states_of_letter": select(message.c.key, message.c.state)
    .where(message.c.letter == given("in_letter"))
    .order_by(message.c.key),
    "supersede_message": update(message)
    .where(message.c.key == given("named"), _UNTAKEN)
    .values(state="superseded"),
    "recompose_message": update(message)
    .where(message.c.key == given("named"), _UNTAKEN, message.c.repeats == 0)
    .values(
        message_id=given("message_id"),
        recipient=given("recipient"),
        subject=given("subject"),
        content=given("content"),
        late_days=given("late_days"),
    ),
    # what a person decides: only about the message as it was read
    "decide_message": update(message)
    .where(
        message.c.key == given("named"),
        message.c.state == given("was"),
        message.c.fence == given("seen_fence"),
    )
    .values(
        state=given("state"),
        stage=given("stage"),
        repeats=given("repeats"),
        attempts=given("attempts"),
        not_before=given("not_before"),
        last_error=given("last_error"),
    ),
    "retry_dead": update(message)
    .where(message.c.state == "dead")
    .values(state="new", attempts=0, not_before=given("not_before")),
    "drop_dead": update(message)
    .where(message.c.state == "dead")
    .values(
        state="superseded",
        last_error=case(
            (message.c.repeats > 0, bindparam("perhaps", type_=String)),
            else_=bindparam("last_error", type_=String),
        ),
    ),
    # looking
    "message": select(message).where(message.c.key == given("named")),
    "messages": _page(),
    "messages_found": _page(
        or_(_TO == "", func.lower(message.c.recipient) == func.lower(_TO)),
        or_(_ABOUT == "", _ABOUT_IT),
    ),
    "messages_like": select(message.c.key)
    .where(message.c.key >= given("lowest"), message.c.key < given("above"))
    .order_by(message.c.key)
    .limit(given("most")),
    "waiting": select(message.c.channel, func.count().label("messages"))
    .where(
        message.c.state == "new",
        or_(
            message.c.not_before <= given("until"),
            message.c.not_before > given("horizon"),
        ),
    )
    .group_by(message.c.channel),
    "troubles": select(message.c.state, func.count().label("messages"))
    .where(or_(*(message.c.state == each for each in (*_TROUBLED, "new"))))
    .group_by(message.c.state),
    "message_states": select(message.c.state, func.count().label("messages")).group_by(
        message.c.state
    ),
    "oldest_waiting": select(func.min(message.c.created_at).label("since")).where(
        message.c.state == "new"
    ),
}
