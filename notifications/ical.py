"""iCalendar files, read and written: the only door to `icalendar` (an extra).

What is written is made of the record alone: the same record makes the same bytes. What
is read is checked beyond what the library checks; every fault names its line.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Component
from icalendar import Event as Entry
from icalendar.prop import vRecur

from definitions.sentences import Sentence, sentence
from notifications.contentlines import Fault, Part, components
from notifications.occasions import Occasion
from notifications.recurrences import (
    YEARS,
    Event,
    Moment,
    Rule,
    Sittings,
    day_of,
    expanded,
)
from workflow.errors import Refused

MOST_FAULTS = 20  # told of one file
PRODUCT = "-//Laufzettel//Laufzettel//DE"

_MOMENT_OF_ALARM = timedelta(hours=9)  # in the morning, on the clock of the reader
_ONCE = ("UID", "DTSTART", "DTSTAMP", "DTEND", "RECURRENCE-ID", "RRULE", "STATUS")
_OF_EVENT = sentence("{name} of {event}: {what}").text
_DAY = timedelta(days=1)

Text = str | Sentence


def written(
    occasions: Iterable[Occasion], name: Text, say: Callable[[Text], str]
) -> str:
    """The occasions as the text of an iCalendar file; `say` puts them into a language.

    Characters that are none, such as the start of a terminal sequence, become spaces.

    They are events of whole days, also the deadlines: few programs show a VTODO.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(say(name)))
    for each in sorted(occasions, key=lambda each: (each.day, each.key)):
        calendar.add_component(_component(each, say))
    text: bytes = calendar.to_ical()
    return text.decode()


def uid(key: Sequence[str]) -> str:
    """The UID of an occasion: always the same, and nobody else's."""
    return str(uuid5(NAMESPACE_URL, "laufzettel:" + "\n".join(key)))


def _component(of: Occasion, say: Callable[[Text], str]) -> Entry:
    event = Entry()
    event.add("uid", uid(of.key))
    event.add("dtstamp", of.stamp.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", of.sequence)
    event.add("dtstart", of.day)
    event.add("dtend", of.day + _DAY)
    summary = _line(say(of.summary))
    event.add("summary", summary)
    if of.about:
        event.add("description", "\n".join(_line(say(each)) for each in of.about))
    event.add("transp", "TRANSPARENT")  # a deadline takes nobody's time
    event.add("status", "CANCELLED" if of.cancelled else "CONFIRMED")
    for day in sorted(set(of.alarms)):
        event.add_component(_alarm(day - of.day, summary))
    return event


def _line(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)


def _alarm(before: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", before + _MOMENT_OF_ALARM)
    return alarm


def sittings(data: bytes, file: str, begins: date, ends: date) -> Sittings:
    """The sittings that an iCalendar file tells of, from `begins` to `ends`.

    Refused with every fault of the file at once, each with its line.
    """
    read = components(data)
    faults = read.faults
    if not faults:
        events, faults = _events(data, read.of("VEVENT"))
        found, more = expanded(events, begins, ends)
        faults += more
        if not faults and found.days:
            return found
        if not faults:
            faults = [Fault(1, _none(begins, ends))]
    told = sorted(faults, key=lambda each: each.line)
    raise Refused(*_told(told, file), sentence("Nothing was recorded."))


def _told(faults: Sequence[Fault], file: str) -> Iterator[Sentence]:
    for each in faults[:MOST_FAULTS]:
        place = f"{file}:{each.line}"
        yield sentence("{place}: {what}", place=place, what=each.what)
    if len(faults) > MOST_FAULTS:
        count = len(faults) - MOST_FAULTS
        yield sentence("{file}: faults not shown here: {n}", file=file, n=count)


def _none(begins: date, ends: date) -> Sentence:
    return sentence(
        "no event lies inside the calendar, which goes from {first} to {last}",
        first=begins,
        last=ends,
    )


def _events(data: bytes, parts: Sequence[Part]) -> tuple[list[Event], list[Fault]]:
    """The events as they are written; those with a fault are left out."""
    try:
        calendars = Calendar.from_ical(data.removeprefix(b"\xef\xbb\xbf"), True)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
        reason = str(error)[:200]
        what = sentence("the file cannot be read: {reason}", reason=reason)
        return [], [Fault(1, what)]
    read = [
        each
        for calendar in calendars
        for each in calendar.subcomponents
        if each.name == "VEVENT"
    ]
    events, faults = list[Event](), list[Fault]()
    for part, component in zip(parts, read, strict=True):
        wrong = list(_faults(part, component))
        faults += wrong
        if not wrong:
            events.append(_event(part, component))
    return events, faults


def _faults(part: Part, component: Component) -> Iterator[Fault]:
    """What is missing in an event, stands twice, or makes no sense."""
    called = part.called
    for name in ("UID", "DTSTAMP", "DTSTART"):
        if not any(each.value for each in part.all(name)):
            what = sentence("{event} has no {name}", event=called, name=name)
            yield Fault(part.line, what)
    for name in _ONCE:
        for line in part.all(name)[1:]:
            what = sentence("{event} has {name} twice", event=called, name=name)
            yield Fault(line.number, what)
    if part.all("EXRULE"):
        what = sentence(
            "{event}: EXRULE is not read here; write EXDATE instead", event=called
        )
        yield Fault(part.at("EXRULE"), what)
    broken = {str(name or "").upper(): reason for name, reason in component.errors}
    for name in broken:
        value = part.all(name)[0].value if part.all(name) else ""
        what = sentence(
            "{name} of {event} cannot be read: {value}",
            name=name,
            event=called,
            value=value[:60],
        )
        yield Fault(part.at(name), what)
    yield from _odd_days(part, component, called, broken.keys())


def _odd_days(
    part: Part, component: Component, called: Sentence, broken: Iterable[str]
) -> Iterator[Fault]:
    """Days far away, in a zone that nobody knows, or of another kind than a day."""
    names = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
    for name in (each for each in names if each not in set(broken)):
        for moment, zone in _moments(component, name):
            what = _odd(moment, zone)
            if what is not None:
                values = {"name": name, "event": called, "what": what}
                yield Fault(part.at(name), Sentence(_OF_EVENT, values))
    if _later_too(component):
        what = sentence(
            "{event} puts off all later events too; write them one by one",
            event=called,
        )
        yield Fault(part.at("RECURRENCE-ID"), what)
    if not {"DTSTART", "DTEND", "DURATION"} & set(broken):
        yield from _length(part, component, called)


def _length(part: Part, component: Component, called: Sentence) -> Iterator[Fault]:
    """An event that ends before it begins, or goes on for days."""
    days = _lasts(component)
    if days < timedelta():
        what = sentence("{event} ends before it begins", event=called)
        yield Fault(part.line, what)
    elif days > _DAY:
        what = sentence(
            "{event} goes on for several days: enter each day of sitting by itself",
            event=called,
        )
        yield Fault(part.line, what)


def _lasts(component: Component) -> timedelta:
    for each, _ in _moments(component, "DURATION"):
        return each if isinstance(each, timedelta) else timedelta()
    first, last = (
        [_plain_day(each) for each, _ in _moments(component, name)][:1]
        for name in ("DTSTART", "DTEND")
    )
    if not last or not first or first[0] is None or last[0] is None:
        return timedelta()
    return last[0] - first[0]


def _plain_day(moment: object) -> date | None:
    fits = isinstance(moment, date) and _odd(moment, "") is None
    return day_of(moment) if fits and isinstance(moment, date) else None


def _odd(moment: object, zone: str) -> Sentence | None:
    if not isinstance(moment, date):
        return sentence("this is neither a day nor a time of a day")
    if moment.year not in YEARS:
        return sentence("the year {year} is a slip of the pen", year=str(moment.year))
    if zone and isinstance(moment, datetime) and moment.tzinfo is None:
        return sentence("nobody knows the time zone {zone}", zone=zone)
    return None


def _moments(component: Component, name: str) -> Iterator[tuple[object, str]]:
    """The values of a property, each with the zone that is written beside it."""
    found = component.get(name, [])
    for each in found if isinstance(found, list) else [found]:
        zone = str(each.params.get("TZID", ""))
        for value in getattr(each, "dts", [each]):
            yield value.dt, zone


def _later_too(component: Component) -> bool:
    found = component.get("RECURRENCE-ID")
    return found is not None and not isinstance(found, list) and "RANGE" in found.params


def _event(part: Part, component: Component) -> Event:
    rules = part.all("RRULE")
    instead = [_moment(each) for each, _ in _moments(component, "RECURRENCE-ID")]
    return Event(
        uid=part.all("UID")[0].value,
        called=part.called,
        line=part.line,
        start=next(_moment(each) for each, _ in _moments(component, "DTSTART")),
        rule=_rule(component["RRULE"]) if rules else None,
        text=rules[0].value if rules else "",
        besides=tuple(_moment(each) for each, _ in _moments(component, "RDATE")),
        without=tuple(_moment(each) for each, _ in _moments(component, "EXDATE")),
        instead=instead[0] if instead else None,
        cancelled=any(each.value.upper() == "CANCELLED" for each in part.all("STATUS")),
    )


def _rule(found: object) -> Rule:
    assert isinstance(found, vRecur)
    return {str(name): tuple(values) for name, values in found.items()}


def _moment(value: object) -> Moment:
    assert isinstance(value, date)  # `_odd` has seen it
    return value
