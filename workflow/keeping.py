"""Keeping calendars in the record: a version is stored once, named by an entry."""

from collections.abc import Mapping

from definitions.loader import hash_of
from definitions.yearbooks import AnyCalendar
from workflow.history import EXPIRY, Entry
from workflow.unit import Unit


def keep(work: Unit, name: str) -> Entry | None:
    """Store the calendar as it is shipped, unless the record has one of this name."""
    if work.tx.one("calendar_kept", named=name) is not None:
        return None
    from definitions.almanac import shipped  # noqa: PLC0415 (reads files)

    calendar = shipped(name)
    if calendar is None:
        return None
    person = work.held.person or EXPIRY
    return store(work, person, name, calendar, {}, named=False)


def store(
    work: Unit,
    person: str,
    name: str,
    calendar: AnyCalendar,
    words: Mapping[str, str],
    *,
    named: bool = True,
) -> Entry:
    """Store a version of a calendar: an entry that names it, and its content."""
    from definitions.almanac import content_of  # noqa: PLC0415 (reads files)

    content = content_of(calendar)
    facts = {"calendar": name, "hash": hash_of(content)}
    entry = work.write(
        "calendar", person, named=named, event="calendar", facts=facts, words=words
    )
    row = {"seq": entry.seq, "name": name, "hash": facts["hash"], "content": content}
    work.tx.change("add_calendar", **row)
    return entry
