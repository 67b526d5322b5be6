"""Calendars on a page: all of them in a list, and one with the days of a year."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from commands import printing
from commands.answers import instant_said, label, say_entry
from commands.printing import Text
from definitions.sentences import FullDay, Sentence, sentence
from workflow.errors import Refused

if TYPE_CHECKING:
    from workflow.almanacs import Calendar, Version
    from workflow.store import Transaction
    from workflow.timetable import Timetable

SHOWN = 10  # days that differ and are named


def say_changed(name: str, answer: dict[str, Any], as_json: bool) -> None:
    """Say that a calendar has a new version."""
    if as_json:
        say_entry(answer)
        return
    printing.say(
        sentence(
            "{name}: recorded the change as entry {entry} of the record. The calendar:"
            " `laufzettel calendar show {name}`.",
            name=name,
            entry=answer["entry"],
        )
    )


def names(tx: "Transaction") -> tuple[str, ...]:
    """The calendars of the record, and those that are shipped."""
    from workflow import almanacs

    return almanacs.names(tx)


def overview(tx: "Transaction", name: str) -> dict[str, Any]:
    """A calendar as a line of the list: its kind, its time, its versions."""
    from definitions.yearbooks import SittingCalendar
    from workflow import almanacs

    calendar, versions = known(tx, name), almanacs.versions(tx, name)
    sits = isinstance(calendar, SittingCalendar)
    return {
        "name": name,
        "kind": "sittings" if sits else "days_off",
        "begins": calendar.begins,
        "ends": calendar.ends,
        "versions": [_version(each) for each in versions],
    }


def known(tx: "Transaction", name: str) -> "Calendar":
    """The calendar that the record counts with, or the one that is shipped.

    Refused if there is none of this name.
    """
    from workflow import almanacs

    calendar = almanacs.calendar_for(tx, name)
    if calendar is None:
        raise Refused(
            sentence(
                "There is no calendar {name}; there are: {names}, and those of the"
                " holidays of other places, such as DE-BB.",
                name=name,
                names=names(tx),
            )
        )
    return calendar


def _version(of: "Version") -> dict[str, Any]:
    return {
        "entry": of.seq,
        "hash": of.hash,
        "recorded_at": of.recorded_at,
        "reason": of.reason or None,
    }


def say_overview(found: list[dict[str, Any]]) -> None:
    """Print the list of calendars."""
    headings = [
        sentence("calendar"),
        sentence("kind"),
        sentence("from"),
        sentence("to"),
        sentence("in force"),
    ]
    rows = [
        (each["name"], _KIND[each["kind"]], str(each["begins"]), str(each["ends"]), of)
        for each in found
        for of in [_standing(each["versions"])]
    ]
    printing.say_table(headings, rows)


_KIND = {"sittings": sentence("sittings"), "days_off": sentence("days off")}


def _standing(versions: list[dict[str, Any]]) -> Sentence:
    if not versions:
        return sentence("as shipped; not yet in the record")
    last = versions[-1]
    return sentence(
        "entry {entry} of the record ({hash}), version {number}",
        entry=last["entry"],
        hash=last["hash"][:8],
        number=len(versions),
    )


def one(tx: "Transaction", name: str, year: int) -> dict[str, Any]:
    """A calendar in a year, and whether what is installed here says something else."""
    from definitions.yearbooks import SittingCalendar

    calendar = known(tx, name)
    if not calendar.begins.year <= year <= calendar.ends.year:
        raise Refused(
            sentence(
                "The calendar {name} goes from {first} to {last}; it says nothing of"
                " {year}.",
                name=name,
                first=calendar.begins,
                last=calendar.ends,
                year=str(year),
            )
        )
    found = {**overview(tx, name), "year": year}
    if isinstance(calendar, SittingCalendar):
        days = list(_sittings(tx, name, year))
    else:
        days = [
            {"on": day, "weekday": _weekday(day), "off": True, "why": label(each)}
            for each in calendar.off
            for day in each.on
            if day.year == year
        ]
    days.sort(key=lambda each: each["on"])
    return {**found, "days": days, "installed": _installed(tx, name)}


def _sittings(tx: "Transaction", name: str, year: int) -> Iterator[dict[str, Any]]:
    from workflow.books import Books
    from workflow.outlook import timetable

    table = timetable(tx, Books.of(tx), name)
    for day in _days_told(table, year):
        why = table.why(day)
        yield {"on": day, "weekday": _weekday(day), "sits": table.sits(day), "why": why}


def _days_told(table: "Timetable", year: int) -> set[date]:
    """The sittings of a year, and the days of those that do not take place."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = {*table.between(first, last), *table.recorded}
    if (calendar := table.calendar) is not None:
        days |= {*calendar.cancelled, *calendar.moved}
        if calendar.rule is not None and year not in calendar.years:
            quiet = calendar.model_copy(update={"recess": ()})
            for each in calendar.recess:
                resting = _between(max(each.first, first), min(each.last, last))
                days |= {day for day in resting if quiet.regular(day)}
    return {day for day in days if first <= day <= last}


def _between(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _weekday(day: date) -> str:
    return label(FullDay(day)).partition(",")[0]


def _installed(tx: "Transaction", name: str) -> dict[str, Any] | None:
    """What the days off that are installed here have else; None: nothing to compare.

    When a body sits the office alone knows: what is shipped of it is only a beginning.
    """
    from definitions.almanac import shipped
    from definitions.yearbooks import SittingCalendar
    from workflow import almanacs, editing

    stored = almanacs.in_force(tx, name)
    if stored is None or isinstance(stored, SittingCalendar):
        return None
    here = shipped(name)
    if here is None:
        return None
    more, less = editing.differences(stored, here)
    return {"differs": bool(more or less), "only_here": more, "only_in_record": less}


def page(found: dict[str, Any]) -> Iterator[Text]:
    """The lines of a calendar with the days of a year."""
    head = {**found, "kind": _KIND[found["kind"]]}
    yield Sentence(_HEAD, head)
    yield sentence("In force: {version}.", version=_standing(found["versions"]))
    if found["versions"] and (reason := found["versions"][-1]["reason"]):
        instant = instant_said(found["versions"][-1]["recorded_at"])
        yield sentence("Recorded {at}: {reason}", at=instant, reason=reason)
    yield ""
    yield from _table(found)
    yield from _difference(found)


_HEAD = sentence("Calendar {name} ({kind}), {year}").text


def _table(found: dict[str, Any]) -> Iterator[Text]:
    if not found["days"]:
        yield sentence("No day of {year} is entered.", year=str(found["year"]))
        return
    headings = [sentence("day"), sentence("weekday"), sentence("why")]
    rows = []
    for each in found["days"]:
        row: list[Text] = [str(each["on"]), each["weekday"], each["why"]]
        if "sits" in each:
            row.insert(2, sentence("sitting") if each["sits"] else sentence("none"))
        rows.append(row)
    if "sits" in found["days"][0]:
        headings.insert(2, sentence("sits"))
    yield from printing.table(headings, rows)


def _difference(found: dict[str, Any]) -> Iterator[Text]:
    installed = found["installed"]
    if not installed or not installed["differs"]:
        return
    yield ""
    yield sentence("The calendar that is installed here says something else:")
    if more := installed["only_here"]:
        yield sentence("  only here: {days}", days=_few(more))
    if less := installed["only_in_record"]:
        yield sentence("  only in the record: {days}", days=_few(less))
    yield sentence(
        "The record counts with its own. To replace it by what is installed, with all"
        " that was entered in it: `laufzettel calendar import {name} --shipped --reason"
        " TEXT`.",
        name=found["name"],
    )


def _few(days: tuple[date, ...]) -> Sentence:
    if len(days) <= SHOWN:
        return sentence("{days}", days=days)
    return sentence(
        "{days} … and {more} more", days=days[:SHOWN], more=len(days) - SHOWN
    )
