"""What the record gives to somebody's calendar: sittings, deadlines, plans, terms.

Each has a key that stays when its day changes, so that the calendar moves it instead of
showing it twice; `sequence` counts the changes, `stamp` is the instant of the last one.
What was met, moved to a suspension or cancelled is told as cancelled.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from definitions.sentences import Labelled, Sentence, sentence
from workflow import almanacs
from workflow.almanacs import Spoken
from workflow.books import Books
from workflow.course import Beside
from workflow.deadlines import Legal
from workflow.docket import Slip, Term, due, slip, waiting
from workflow.errors import Refused
from workflow.guards import Consulted
from workflow.history import END
from workflow.outlook import meant_for, standing, timetable, told_in
from workflow.pending import due_by_law
from workflow.periods import Uncountable, working_day_before
from workflow.store import Transaction
from workflow.timetable import Timetable
from workflow.unit import head_of

Text = str | Sentence


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day for somebody's calendar.

    `key` tells it from every other for ever; `stamp` is the instant of the entry that
    last spoke of it (aware UTC); `sequence` counts how often its day has changed;
    `alarms` are the days on which to remind.
    """

    key: tuple[str, ...]
    summary: Text
    day: date
    stamp: datetime
    sequence: int = 0
    about: tuple[Text, ...] = ()
    alarms: tuple[date, ...] = ()
    cancelled: bool = False


@dataclass(slots=True)
class Gathering:
    """Occasions of one record, read in one transaction."""

    tx: Transaction
    books: Books = field(init=False)
    log: str = field(init=False)
    _spoken: dict[str, list[Spoken]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.books = Books.of(self.tx)
        self.log = head_of(self.tx)["log"]

    def of_series(self, series: str, year: int) -> list[Occasion]:
        """The sittings of a year; those that fail are told as cancelled.

        Refused if no sittings of this name are known.
        """
        table = self.timetable(series)
        if table.calendar is None and not table.recorded:
            raise Refused(
                sentence(
                    "There is no calendar of sittings {name}; `laufzettel calendar"
                    " show` lists the calendars.",
                    name=series,
                )
            )
        name: Labelled | str = table.calendar or series
        return [self._sitting(series, name, table, day) for day in told_in(table, year)]

    def of_item(self, reference: str) -> list[Occasion]:
        """Deadlines, consultations, office terms and plans of an item.

        Refused if the reference is unknown.
        """
        return list(self.of_slip(slip(self.tx, reference)))

    def of_all(self) -> list[Occasion]:
        """What is open over all items, without the plans."""
        open_ = {each.reference for each in due_by_law(self.tx)}
        open_ |= {each.reference for each in due(self.tx)}
        open_ |= {each.reference for each in waiting(self.tx) if each.due}
        return [
            occasion
            for reference in sorted(open_)
            for occasion in self._due(slip(self.tx, reference))
            if not occasion.cancelled
        ]

    def keys_of(self, series: str, years: Iterable[int]) -> Iterator[tuple[str, ...]]:
        """The keys that sittings of these years can have in what is exported here."""
        for year in years:
            first, last = date(year, 1, 1), date(year, 12, 31)
            for day in range(first.toordinal(), last.toordinal() + 1):
                meant = date.fromordinal(day).isoformat()
                yield (self.log, "sitting", series, meant)

    def timetable(self, series: str) -> Timetable:
        """When a body sits, by the calendar in force or the one that is shipped."""
        return timetable(self.tx, self.books, series)

    def _sitting(
        self, series: str, name: Labelled | str, table: Timetable, day: date
    ) -> Occasion:
        meant = meant_for(table, day)
        told = [each.at for each in self._changes(series, meant, standing)]
        return Occasion(
            key=(self.log, "sitting", series, meant.isoformat()),
            summary=name if isinstance(name, str) else sentence("{name}", name=name),
            day=day,
            stamp=max(told),
            sequence=len(told) - 1,
            about=(sentence("{why}", why=table.why(day)),),
            cancelled=not table.sits(day),
        )

    def _changes(
        self, series: str, day: date, said: Callable[[Timetable, date], object]
    ) -> list[Spoken]:
        if series not in self._spoken:
            self._spoken[series] = almanacs.spoken(self.tx, self.books, series)
        return almanacs.changes(self._spoken[series], day, said)

    def _recorded_at(self, seq: int) -> datetime:
        found: datetime = self.tx.all("entries_between", first=seq, last=seq)[0][
            "recorded_at"
        ]
        return found

    def of_slip(self, of: Slip) -> Iterator[Occasion]:
        """The same of an item that was read before."""
        yield from self._due(of)
        plans = {each.entry.event: each for each in of.walk.plans}
        for plan in plans.values():
            if (planned := self._planned(of, plan)) is not None:
                yield planned

    def _due(self, of: Slip) -> Iterator[Occasion]:
        """Deadlines by law, consultations with a term that is none, office terms."""
        for legal in of.deadlines:
            if (day := _day(legal)) is not None:
                yield self._deadline(of, legal, day)
        by_law = {legal.started for legal in of.deadlines}
        for seq, asked in of.walk.consulted.items():
            if asked.due is not None and seq not in by_law:
                yield self._asked(of, seq, asked, asked.due)
        for term in of.terms:
            yield self._term(of, term)

    def _deadline(self, of: Slip, legal: Legal, day: date) -> Occasion:
        moves = [
            entry
            for entry in of.entries
            if entry.kind == "rescheduled" and _tells_of(entry.content["facts"], legal)
        ]
        changes = [each.entry for each in legal.changes]
        ended = [of.entries[legal.closed - 1]] if legal.closed else []
        told = [of.entries[legal.started - 1], *moves, *changes, *ended]
        name: object = legal.rule
        if legal.body is not None and legal.rule.before is None:
            body = of.definition.bodies[legal.body]
            name = sentence("{label}, {body}", label=legal.rule, body=body)
        explain = sentence(
            "How it was counted: `{command}`", command=explained_by(of, legal)
        )
        return Occasion(
            key=(self.log, of.reference, legal.name, str(legal.started)),
            summary=sentence("{reference}: {name}", reference=of.reference, name=name),
            day=day,
            stamp=max(each.recorded_at for each in told),
            sequence=len(told) - 1,
            about=(of.title, explain),
            alarms=tuple(self._reminders(legal, day)),
            cancelled=not legal.running or legal.due is None,
        )

    def _reminders(self, legal: Legal, day: date) -> Iterator[date]:
        """So many working days before the last day, as its rule wants it."""
        name = legal.rule.calendar
        days = self.books.days_off(name) if name else None
        for back in legal.rule.remind_before:
            try:
                yield (
                    working_day_before(day, days, back) if days else _before(day, back)
                )
            except Uncountable:
                continue  # before the calendar begins nobody can be reminded

    def _asked(self, of: Slip, seq: int, asked: Consulted, day: date) -> Occasion:
        path, entry = of.definition, of.entries[seq - 1]
        return Occasion(
            key=(self.log, of.reference, "consultation", str(seq)),
            summary=sentence(
                "{reference}: {name}, {body}",
                reference=of.reference,
                name=path.consultations[asked.name],
                body=path.bodies[asked.body],
            ),
            day=day,
            stamp=entry.recorded_at,
            sequence=int(asked.closed),
            about=(of.title,),
            cancelled=asked.closed,
        )

    def _term(self, of: Slip, term: Term) -> Occasion:
        done = term.status != "open"
        return Occasion(
            key=(self.log, of.reference, "office term", term.name, str(term.seq)),
            summary=sentence(
                "{reference}: {name}", reference=of.reference, name=term.reason
            ),
            day=term.due,
            stamp=self._recorded_at(term.seq),
            sequence=int(done),
            about=(of.title, sentence("Office term, not from law")),
            alarms=tuple(_before(term.due, back) for back in term.remind_before),
            cancelled=done,
        )

    def _moved_on(
        self, series: str, plan: Beside, after: Beside | None
    ) -> Iterator[datetime]:
        """When the sitting of a plan became another one, as long as the plan held."""
        if plan.day.day is None:
            return
        until = after.entry.seq if after is not None else END
        for each in self._changes(series, plan.day.day, Timetable.resolve)[1:]:
            if plan.entry.seq < each.seq < until:
                yield each.at

    def _planned(self, of: Slip, plan: Beside) -> Occasion | None:
        event = of.definition.events[plan.entry.event]
        plans = [
            each
            for each in of.walk.beside
            if (each.entry.kind, each.entry.event) == ("planned", plan.entry.event)
        ]
        told = [each.entry.recorded_at for each in plans]
        day, series = plan.day.day, None
        if event.body is not None:
            series = of.definition.bodies[event.body].sittings
        if day is not None and series is not None:
            for each, after in zip(plans, [*plans[1:], None], strict=True):
                told += self._moved_on(series, each, after)
            day = self.timetable(series).resolve(day) or day
        if day is None:
            return None
        if of.at_end:  # nothing of it comes any more
            told.append(of.steps[-1].entry.recorded_at)
        return Occasion(
            key=(self.log, of.reference, "planned", plan.entry.event),
            summary=sentence(
                "{reference}: planned: {event}", reference=of.reference, event=event
            ),
            day=day,
            stamp=max(told),
            sequence=len(told) - 1,
            about=(of.title,),
            cancelled=of.at_end,
        )


def explained_by(of: Slip, legal: Legal) -> str:
    """The command that explains this deadline, and none of the same name."""
    words = ["laufzettel", "explain", of.reference, legal.name]
    same = [each for each in of.deadlines if each.name == legal.name]
    if len({each.body for each in same}) > 1 and legal.body is not None:
        words += ["--body", legal.body]
    if sum(each.body == legal.body for each in same) > 1:
        words += ["--entry", str(legal.started)]
    return " ".join(words)


def _day(legal: Legal) -> date | None:
    """The last day; of a suspended deadline the day on which it stopped."""
    if legal.due is not None:
        return legal.due
    return next((each.day.day for each in reversed(legal.changes)), None)


def _tells_of(facts: dict[str, object], legal: Legal) -> bool:
    told = facts["deadlines"]
    assert isinstance(told, Iterable)
    return any((each["name"], each["started"]) == legal.key for each in told)


def _before(day: date, back: int) -> date:
    return day - timedelta(days=back)
