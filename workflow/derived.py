"""The statements of what is derived from the entries, and of calendars.

Built from the tables at build time only (`workflow.statements`).
"""

from sqlalchemy import delete, func, insert, or_, select, update

from workflow.compiler import Executable, given, table
from workflow.tables import (
    Absence,
    Calendar,
    Consultation,
    Contact,
    Deadline,
    Entry,
    Item,
    OfficeTerm,
    Person,
    Sitting,
    Supplement,
    Words,
)

item, entry, words = table(Item), table(Entry), table(Words)
term, consultation, sitting = table(OfficeTerm), table(Consultation), table(Sitting)
supplement, calendar, deadline = table(Supplement), table(Calendar), table(Deadline)
contact, absence, person = table(Contact), table(Absence), table(Person)

# of a contact, the id of its person; of a mailbox nobody's
_PERSON = func.substr(contact.c.subject, len("person:") + 1)

DERIVED: dict[str, Executable] = {
    # office terms
    "add_term": insert(term),
    "close_term": (
        update(term)
        .where(
            term.c.item_id == given("item"),
            term.c.name == given("named"),
            term.c.status == "open",
        )
        .values(status="done", closed_seq=given("seq"))
    ),
    "terms_of": (
        select(term)
        .where(term.c.item_id == given("item"))
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
        .where(consultation.c.seq == given("opened"))
        .values(status=given("status"), outcome=given("outcome"))
    ),
    "consultations_of": (
        select(consultation)
        .where(consultation.c.item_id == given("item"))
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
        .where(sitting.c.sittings == given("series"), sitting.c.day == given("on"))
        .values(status=given("status"), seq=given("seq"))
    ),
    "sitting": select(sitting).where(
        sitting.c.sittings == given("series"), sitting.c.day == given("on")
    ),
    "sittings": select(sitting).order_by(sitting.c.day, sitting.c.sittings),
    "add_supplement": insert(supplement),
    "supplement": (
        select(item)
        .join(supplement, item.c.id == supplement.c.item_id)
        .where(supplement.c.number == given("number"))
    ),
    "supplement_numbers": (
        select(supplement.c.number).where(supplement.c.number.like(given("pattern")))
    ),
    "supplements": select(supplement).order_by(supplement.c.number),
    # the directory of people
    "add_contact": insert(contact),
    "set_contact": (
        update(contact)
        .where(contact.c.subject == given("of_subject"))
        .values(
            name=given("name"),
            address=given("address"),
            language=given("language"),
            seq=given("seq"),
        )
    ),
    "drop_contact": delete(contact).where(contact.c.subject == given("of_subject")),
    "contact": select(contact).where(contact.c.subject == given("of_subject")),
    "contacts": select(contact).order_by(contact.c.subject),
    "contacts_called": (
        select(contact, person.c.account, person.c.name.label("called"))
        .select_from(contact.outerjoin(person, person.c.id == _PERSON))
        .order_by(contact.c.subject)
    ),
    "add_absence": insert(absence),
    "end_absence": (
        update(absence)
        .where(absence.c.seq == given("told_by"), absence.c.ended_seq.is_(None))
        .values(ended_seq=given("seq"))
    ),
    "absences": select(absence).order_by(absence.c.seq),
    "absences_since": (
        select(absence)
        .where(
            absence.c.ended_seq.is_(None),
            or_(absence.c.last.is_(None), absence.c.last >= given("day")),
        )
        .order_by(absence.c.first, absence.c.seq)
    ),
    # calendars and deadlines
    "add_calendar": insert(calendar),
    "calendar_at": (
        select(calendar)
        .where(calendar.c.name == given("named"), calendar.c.seq <= given("seq"))
        .order_by(calendar.c.seq.desc())
        .limit(1)
    ),
    "calendar_kept": (
        select(calendar.c.seq).where(calendar.c.name == given("named")).limit(1)
    ),
    "first_calendar": (
        select(calendar)
        .where(calendar.c.name == given("named"))
        .order_by(calendar.c.seq)
        .limit(1)
    ),
    "calendar_names": (
        select(calendar.c.name, func.max(calendar.c.seq).label("seq"))
        .group_by(calendar.c.name)
        .order_by(calendar.c.name)
    ),
    "calendars": select(calendar).order_by(calendar.c.seq),
    "rescheduled_after": (
        select(entry.c.item_id, entry.c.content)
        .where(entry.c.kind == "rescheduled", entry.c.seq > given("seq"))
        .order_by(entry.c.seq)
    ),
    "sitting_entries": (
        select(entry.c.seq, entry.c.content)
        .where(entry.c.kind == "sitting")
        .order_by(entry.c.seq)
    ),
    "add_deadline": insert(deadline),
    "set_deadline": (
        update(deadline)
        .where(
            deadline.c.item_id == given("item"),
            deadline.c.name == given("named"),
            deadline.c.started == given("from_entry"),
        )
        .values(
            body=given("body"),
            due=given("due"),
            precision=given("precision"),
            status=given("status"),
            closed=given("closed"),
            calendar=given("calendar"),
        )
    ),
    "drop_deadline": (
        delete(deadline).where(
            deadline.c.item_id == given("item"),
            deadline.c.name == given("named"),
            deadline.c.started == given("from_entry"),
        )
    ),
    "deadlines_of": (
        select(deadline)
        .where(deadline.c.item_id == given("item"))
        .order_by(deadline.c.started, deadline.c.name)
    ),
    "deadlines": (
        select(deadline).order_by(
            deadline.c.item_id, deadline.c.started, deadline.c.name
        )
    ),
    "running_deadlines": (
        select(
            item.c.reference,
            item.c.id,
            item.c.state,
            item.c.definition_hash,
            deadline.c.name,
            deadline.c.started,
            deadline.c.body,
            deadline.c.due,
            deadline.c.precision,
            deadline.c.status,
            deadline.c.calendar,
        )
        .join(item, item.c.id == deadline.c.item_id)
        .where(or_(deadline.c.status == "open", deadline.c.status == "suspended"))
        .order_by(deadline.c.due, item.c.reference, deadline.c.name, deadline.c.started)
    ),
}
