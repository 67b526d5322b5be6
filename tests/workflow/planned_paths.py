"""Paths and offices to plan on: Berlin in November 2019, and a small town."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from definitions.almanac import shipped
from definitions.loader import find
from definitions.model import Definition
from definitions.yearbooks import HolidayCalendar, SittingCalendar, SittingRule
from tests.definitions.everything import loaded
from workflow.books import DaysOff
from workflow.bounds import Day
from workflow.course import Step, Walk
from workflow.guards import Consulted
from workflow.history import Entry
from workflow.itinerary import Line, Office
from workflow.periods import Days
from workflow.routes import Route, routes
from workflow.timetable import Timetable

TWO_PASSAGES = find("berlin-two-passages").definition
COUNCIL_SITS, SENATE_SITS = date(2019, 11, 21), date(2019, 11, 26)
TODAY = date(2019, 11, 15)
THURSDAYS = SittingRule(every="month", on="thursday", week=3)
TUESDAYS = SittingRule(every="week", on="tuesday")

TOWN = """\
definition: town
version: 2026-01
title: {de: Satzung, en: Bylaw}
valid_from: 2015-01-01
zone: Europe/Berlin
opened_by: [lead]
bodies:
  board: {de: Rat, en: board, sittings: board}
  offices: {de: Ämter, en: offices}
roles:
  lead: {de: Amt, en: lead office}
  clerk: {de: Büro, en: clerk}
outcomes:
  agreed: {de: einverstanden, en: agreed}
  silent: {de: gilt als einverstanden, en: deemed agreed}
  adopted: {de: beschlossen, en: adopted}
documents:
  opinion: {de: Gutachten, en: legal opinion}
states:
  draft: {de: Entwurf, en: draft, initial: true}
  registered: {de: angemeldet, en: registered}
  adopted: {de: beschlossen, en: adopted}
  announced: {de: bekannt gemacht, en: announced}
  in_force: {de: in Kraft, en: in force, final: true}
consultations:
  hearing:
    de: Beteiligung
    en: hearing
    asks: offices
    by: lead
    during: draft
    outcomes: [agreed, silent]
    silence: silent
events:
  register:
    de: Anmeldung
    en: registration
    by: lead
    moves: {draft: registered}
    requires:
      - consultation: hearing
      - document: opinion
  adopt:
    de: Beschluss
    en: adoption
    body: board
    by: clerk
    moves: {registered: adopted}
    outcomes: [adopted]
  announce:
    de: Bekanntmachung
    en: announcement
    by: clerk
    moves: {adopted: announced}
  commence:
    de: Inkrafttreten
    en: entry into force
    by: clock
    moves: {announced: in_force}
deadlines:
  registration:
    de: Anmeldefrist
    en: term of registration
    before: board
    period: 7 days
    met_by: register
    calendar: DE-BE
    remind: lead
  answer:
    de: Frist zur Äußerung
    en: term of the answer
    after: hearing
    period: 2 weeks
    shift: working_day
    calendar: DE-BE
    remind: lead
  announcement:
    de: Bekanntmachungsfrist
    en: term of the announcement
    after: adopt
    period: 2 weeks
    calendar: DE-BE
    met_by: announce
    remind: clerk
  commencement:
    de: Frist bis zum Inkrafttreten
    en: time until the entry into force
    after: announce
    period: 14 days
    calendar: DE-BE
    lapses: commence
    remind: clerk
stations: [open, adopt, announce]
"""
BYLAW = loaded(TOWN).definition


def berlin_days() -> Days:
    """The days off in Berlin, as they are shipped."""
    calendar = shipped("DE-BE")
    assert isinstance(calendar, HolidayCalendar)
    return DaysOff.of(calendar)


DAYS = berlin_days()


def sittings(series: str, rule: SittingRule | None, **changes: object) -> Timetable:
    """When a body sits, from 2015 to 2030."""
    said = {
        "de": series,
        "en": series,
        "sittings": series,
        "begins": date(2015, 1, 1),
        "ends": date(2030, 12, 31),
        "rule": rule,
    }
    return Timetable(SittingCalendar.model_validate(said | changes))


SENATE, COUNCIL = sittings("senate", TUESDAYS), sittings("council", THURSDAYS)
USUAL = {"senate": SENATE, "council": COUNCIL, "board": sittings("board", TUESDAYS)}


def step(event: str, day: date, state: str) -> Step:
    """A step on record."""
    return Step(ENTRY, event, Day(day), None, state, None, None, {}, ())


def standing(
    path: Definition,
    state: str,
    *steps: Step,
    consulted: tuple[Consulted, ...] = (),
) -> Walk:
    """An item that stands in a state after these steps."""
    found = Walk(path, state=state)
    found.steps += [step("open", date(2019, 9, 2), path.initial_state), *steps]
    found.recorded |= {each.event: "p1" for each in found.steps}
    found.consulted |= {each.seq: each for each in consulted}
    return found


def office(found: Walk, today: date, **known: Any) -> Office:
    """What is known on a day: Tuesdays, third Thursdays, the days off in Berlin."""
    books: dict[str, Any] = {"timetables": USUAL, "days": {"DE-BE": DAYS}}
    return Office(found, today, **(books | known))


def usual(of: Office, target: str) -> Route:
    """The way that the path means."""
    return next(routes(of.path, of.found, target, of.today))


def days_of(lines: Sequence[Line]) -> dict[str, str]:
    """The days of some lines by name; asking bears the name of the consultation."""
    return {line.name: line.day.isoformat() for line in lines}


def at_council(today: date = TODAY, **known: Any) -> Office:
    """The rent cap (Mietendeckel) with the Council of Mayors, in November 2019."""
    return office(standing(TWO_PASSAGES, "at_council"), today, **known)


def bylaw(today: date = date(2026, 3, 2), **known: Any) -> Office:
    """A bylaw of the town, as a draft."""
    return office(standing(BYLAW, "draft"), today, **known)


ENTRY = Entry(
    *(1, 1, "0" * 64, "moved", "open", None, None, Day(date(2019, 9, 2))),
    *(datetime(2019, 9, 2, tzinfo=UTC), "p1", None, None, None, None, {}, {}),
)
