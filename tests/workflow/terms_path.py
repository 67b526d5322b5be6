"""A path whose terms do everything a term can do, and an item that is carried on it."""

from datetime import UTC, date, datetime
from typing import Any

from definitions.model import Loaded
from tests.definitions.everything import loaded
from tests.worlds import World, on
from workflow import consultations, legal, papers
from workflow.deadlines import Legal
from workflow.expiry import Expired, expire
from workflow.unit import Answer

TEXT = """\
definition: terms
version: 2026-01
title: {de: Fristen, en: Terms}
valid_from: 2015-01-01
zone: Europe/Berlin
opened_by: [lead, clerk]
sources: {rules: Geschäftsordnung § 1}
bodies:
  senate: {de: Senat, en: Senate, sittings: senate}
  council: {de: Rat, en: Council}
  interior: {de: Inneres, en: Interior}
  culture: {de: Kultur, en: Culture}
roles:
  lead: {de: Amt, en: lead office}
  clerk: {de: Büro, en: clerk}
outcomes:
  given: {de: erteilt, en: given}
  refused: {de: verweigert, en: refused}
  deemed: {de: gilt als erteilt, en: deemed given}
  agreed: {de: zugestimmt, en: agreed}
  rejected: {de: abgelehnt, en: rejected}
states:
  draft: {de: Entwurf, en: draft, initial: true}
  registered: {de: angemeldet, en: registered}
  at_council: {de: beim Rat, en: with the Council}
  available: {de: Stellungnahme liegt vor, en: statement available}
  decided: {de: beschlossen, en: decided, final: true}
  withdrawn: {de: zurückgezogen, en: withdrawn, final: true}
consultations:
  cosignature:
    de: Mitzeichnung
    en: co-signature
    asks: [interior, culture]
    by: lead
    outcomes: [given, refused, deemed]
    silence: deemed
events:
  register:
    de: Anmeldung
    en: registration
    by: lead
    moves: {draft: registered}
    requires:
      - {deadline: registration, basis: rules}
      - {none_open: cosignature}
  register_late:
    de: Nachmeldung
    en: late registration
    by: lead
    moves: {draft: registered}
    requires: [{urgency: true}]
  pass:
    de: Durchgang
    en: passage
    body: senate
    by: clerk
    moves: {registered: at_council}
  statement:
    de: Stellungnahme
    en: statement
    body: council
    by: clerk
    moves: {at_council: available}
    outcomes: [agreed, rejected]
  consent_deemed:
    de: Zustimmung gilt als erteilt
    en: consent deemed given
    body: council
    by: clock
    moves: {at_council: available}
  decide:
    de: Beschluss
    en: decision
    body: senate
    by: clerk
    moves: {available: decided}
  withdraw:
    de: Zurückziehung
    en: withdrawal
    by: clerk
    moves: {every_open_state: withdrawn}
deadlines:
  cosignature_term:
    de: Mitzeichnungsfrist
    en: term of the co-signature
    after: cosignature
    period: 2 weeks
    shift: working_day
    calendar: DE-BE
    remind: lead
    extension: {at_most: 7 days, by: lead, bodies: interior}
    suspension: {by: lead}
    basis: rules
  council_term:
    de: Frist des Rats
    en: term of the Council
    after: pass
    period: 1 month
    shift: working_day
    calendar: DE-BE
    met_by: statement
    lapses: consent_deemed
    remind: clerk
    basis: rules
  registration:
    de: Anmeldefrist
    en: term of registration
    before: senate
    period: 7 days
    calendar: DE-BE
    met_by: [register, register_late]
    remind: lead
    basis: rules
stations: [open, pass, statement, decide]
"""


def terms_path(*changes: tuple[str, str]) -> Loaded:
    """The path, with parts of its text replaced."""
    return loaded(TEXT, *changes)


def at(day: str, hour: int = 10) -> datetime:
    """An instant of that day."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(
        hour=hour
    )


class Case:
    """An item on the path of terms, opened on a day on which the clock then stands."""

    def __init__(
        self, world: World, opened: str = "2023-02-20", path: Loaded | None = None
    ) -> None:
        world.path, world.now = path or terms_path(), at(opened)
        self.world = world
        self.item = world.open(day=on(opened))

    def today(self, day: str) -> None:
        """The clock moves on to that day."""
        self.world.now = at(day)

    def ask(self, body: str, day: str, due: str | None = None) -> Answer:
        """Ask a department to co-sign."""
        return consultations.consult(
            self.world.store,
            self.world.act(),
            self.item,
            "cosignature",
            body=body,
            day=on(day),
            due=date.fromisoformat(due) if due else None,
        )

    def answer(self, body: str, outcome: str, day: str) -> Answer:
        """A department answers."""
        return consultations.reply(
            self.world.store,
            self.world.act(),
            self.item,
            "cosignature",
            body=body,
            outcome=outcome,
            day=on(day),
        )

    def advance(self, event: str, day: str, **said: Any) -> Answer:
        """Something happens to the item."""
        return self.world.advance(self.item, event, day, **said)

    def plan(self, event: str, day: str) -> Answer:
        """An event is planned for a sitting."""
        act = self.world.act()
        return papers.plan_event(self.world.store, act, self.item, event, on(day))

    def extend(self, body: str | None, **said: Any) -> Answer:
        """The term of a department is extended."""
        return legal.extend(
            self.world.store,
            self.world.act(),
            self.item,
            "cosignature_term",
            body=body,
            reason="auf Bitte",
            **said,
        )

    def suspend(self, body: str, day: str) -> Answer:
        """The term of a department stands still from a day on."""
        return legal.suspend(
            self.world.store,
            self.world.act(),
            self.item,
            "cosignature_term",
            body=body,
            day=on(day),
            reason="Unterlagen fehlen",
        )

    def resume(self, body: str, day: str) -> Answer:
        """It runs again."""
        return legal.resume(
            self.world.store,
            self.world.act(),
            self.item,
            "cosignature_term",
            body=body,
            day=on(day),
            reason="Unterlagen da",
        )

    def expire(self, day: str) -> Expired:
        """The clock looks on that day what has ended."""
        self.today(day)
        return expire(self.world.store, self.world.now)

    @property
    def terms(self) -> tuple[Legal, ...]:
        """The item's deadlines."""
        return self.world.slip(self.item).deadlines

    def term(self, name: str, body: str | None = None) -> Legal:
        """One of them."""
        found = [
            each
            for each in self.terms
            if each.name == name and body in (None, each.body)
        ]
        assert len(found) == 1, found
        return found[0]

    def due(self, name: str, body: str | None = None) -> str:
        """Its last day and what became of it."""
        term = self.term(name, body)
        return f"{term.due} {term.status}"
