"""Reminders: which of them are due, what they say, and which have become pointless.

A reminder is due on a local date: so many days before the day of an open office term,
in the zone of the item's definition. Each (item, deadline, entry that set it, date,
recipient) is told once, however many schedulers run and whatever the clock does; a
scheduler that was down tells it afterwards and says how late. Whoever has acted is left
alone.
"""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from definitions.model import Definition
from definitions.sentences import Problem, Sentence, sentence
from notifications import heartbeat, letters, mail, outbox
from notifications.mail import Addresses
from workflow.docket import leads, slip
from workflow.errors import Misconfigured
from workflow.store import Row, Store, Transaction
from workflow.unit import definition_of, today_in

KIND = "reminder"
QUEUED, SUPERSEDED = "queued", "superseded"


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder to be sent now. `late_days`: since the date it was meant for."""

    term: Row
    definition: Definition
    occurrence: date
    today: date

    @property
    def late_days(self) -> int:
        return (self.today - self.occurrence).days

    @property
    def set_on(self) -> date:
        return today_in(self.definition, self.term["set_at"])


@dataclass(frozen=True, slots=True)
class Facts:
    """What the letter of a reminder says."""

    reference: str
    title: str
    state: str
    reason: str
    due: date
    days_left: int
    responsible: str
    occurrence: date
    late_days: int
    set_on: date
    show: str
    done: str
    entry: int
    head: str


@dataclass(slots=True)
class Told:
    """What one round did about reminders. `seen`: the record's last entry then."""

    queued: int = 0
    superseded: int = 0
    seen: int = 0
    problems: list[Sentence] = field(default_factory=list)


def occurrences(due: date, before: Sequence[int], set_on: date) -> list[date]:
    """The dates on which to remind of `due`: so many days `before` it, earliest first.

    Of the dates up to the day on which the term was set only the last one counts: the
    earlier ones were not missed, and would all say the same on the same day.
    """
    dates = sorted({due - timedelta(days=each) for each in before})
    behind = [each for each in dates if each <= set_on]
    return behind[-1:] + dates[len(behind) :]


def tell(store: Store, now: datetime, addresses: Addresses) -> Told:
    """Put every reminder that is due into the outbox; withdraw the pointless ones.

    What is wrong with one item is reported and stops no other. Raises what `store`
    raises.
    """
    told = Told()
    with store.reading() as tx:
        letters_due = list(_letters(store, tx, now, addresses, told))
        pointless = list(_never_sent(store, tx, told))
    for due, message in letters_due:
        with store.writing() as tx:
            if _add(tx, due, QUEUED, now, message.key):
                outbox.enqueue(tx, message, now)
                told.queued += 1
    with store.writing() as tx:
        told.superseded += sum(_add(tx, due, SUPERSEDED, now) for due in pointless)
        told.superseded += _withdraw(tx)
    return told


def _letters(
    store: Store, tx: Transaction, now: datetime, addresses: Addresses, told: Told
) -> Iterator[tuple[Due, outbox.Outgoing]]:
    head = tx.one("head")
    if head is None:  # between the two halves of `init`
        raise Misconfigured(
            sentence("The database holds no record yet. `laufzettel init` founds one.")
        )
    told.seen = head["seq"]
    done = {tuple(row.values()) for row in tx.all("reminded")}
    for term in tx.all("terms_to_remind"):
        try:
            for due in _due(tx, term, now):
                if _identity(due) not in done:
                    yield due, _message(tx, due, head, addresses, now)
        except Exception as error:
            told.problems.append(_problem(store, term, error))


def _due(tx: Transaction, term: Row, until: datetime) -> Iterator[Due]:
    """The reminders of a term whose date has come at the instant `until`."""
    definition = definition_of(tx, term["definition_hash"])
    today = today_in(definition, until)
    set_on = today_in(definition, term["set_at"])
    for each in occurrences(term["due"], leads(term["remind_before"]), set_on):
        if each <= today:
            yield Due(term, definition, each, today)


def _never_sent(store: Store, tx: Transaction, told: Told) -> Iterator[Due]:
    """Of terms closed lately: the reminders whose date came before the closing."""
    for term in tx.all("terms_closed", seen=heartbeat.seen(tx)):
        try:
            yield from _due(tx, term, term["happened_at"])
        except Exception as error:
            told.problems.append(_problem(store, term, error))


def _identity(due: Due) -> tuple[object, ...]:
    term = due.term
    return term["item_id"], term["name"], term["seq"], due.occurrence, term["role"]


def _add(
    tx: Transaction, due: Due, state: str, now: datetime, message: str | None = None
) -> bool:
    """Record the reminder; False if it is on record: another scheduler was quicker."""
    term = due.term
    added = tx.run(
        "add_reminder",
        item_id=term["item_id"],
        deadline=term["name"],
        version=term["seq"],
        occurrence=due.occurrence,
        recipient=term["role"],
        state=state,
        late_days=due.late_days,
        message_key=message,
        created_at=now,
    )
    return added == 1


def _withdraw(tx: Transaction) -> int:
    """Withdraw the unsent messages whose term is closed or was set anew."""
    withdrawn = 0
    for row in tx.all("pointless_reminders"):
        if outbox.supersede(tx, row["message_key"]):
            withdrawn += tx.run("supersede_reminder", of_message=row["message_key"])
    return withdrawn


def _message(
    tx: Transaction, due: Due, head: Row, addresses: Addresses, now: datetime
) -> outbox.Outgoing:
    facts, role = _facts(tx, due, head), due.term["role"]
    subject, text = letters.plain(KIND, facts)
    key = outbox.key_of(outbox.FOLDER, KIND, _identity(due), role)
    draft = mail.Draft(key, facts.responsible, addresses.of(role), subject, text)
    local = now.astimezone(ZoneInfo(due.definition.zone))
    return outbox.Outgoing(
        key=key,
        message_id=mail.message_id(key, addresses.domain),
        channel=outbox.FOLDER,
        kind=KIND,
        reference=facts.reference,
        recipient=draft.to_address,
        subject=subject,
        content=mail.composed(draft, addresses, local),
        late_days=due.late_days,
    )


def _facts(tx: Transaction, due: Due, head: Row) -> Facts:
    term, path = due.term, due.definition
    item = slip(tx, term["reference"])
    reference = item.reference
    return Facts(
        reference=reference,
        title=item.title,
        state=path.label("states", item.state).de,
        reason=term["reason"] or "",
        due=term["due"],
        days_left=(term["due"] - due.today).days,
        responsible=path.label("roles", term["role"]).de,
        occurrence=due.occurrence,
        late_days=due.late_days,
        set_on=due.set_on,
        show=f"laufzettel show {reference}",
        done=f"laufzettel deadline done {reference} {shlex.quote(term['name'])}",
        entry=head["seq"],
        head=f"{head['hash'][:4]} {head['hash'][4:8]}",
    )


def _problem(store: Store, term: Row, error: Exception) -> Sentence:
    """What is wrong with the reminder of a term; a fault of the database is raised."""
    if isinstance(error, store.driver.errors()):
        raise error
    said = error.sentences if isinstance(error, Problem) else repr(error)
    return sentence(
        "The reminder of {name} of {reference} cannot be written: {reason}",
        name=term["name"],
        reference=term["reference"],
        reason=said,
    )
