"""A record with a duty of every kind and urgency, and the lines of a letter."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from notifications import digests
from notifications.delivery import Outgoing
from notifications.digests import Line, Posting
from tests.notifications.mailbox import at, days, term
from tests.notifications.reminding import ask, consult
from tests.worlds import World, on
from workflow import papers
from workflow.directory import Recipient
from workflow.docket import slip
from workflow.duties import OFFICE_TERM, Duty, duties

TODAY = date(2023, 3, 9)  # a Thursday; the 8th of March is a holiday in Berlin
CLERK = Recipient("role:clerk", None, None)
TITLE = "Bericht über die Digitalisierung der Berliner Verwaltung: Bilanz und Ausblick"
REASON = "Vermerk des Referats anfordern"


def record(world: World, title: str = TITLE, reason: str = REASON) -> list[Line]:
    """What has to be told on TODAY: overdue, today, soon, and told before."""
    first = ask(world, "2023-02-20", title)  # its answer is due on 6 March
    consult(world, first, "cosignature", "interior", "2023-02-22")  # by rule: 9 March
    consult(world, first, "opinion", "culture", "2023-02-23", due="2023-03-14")
    second = ask(world, "2023-03-01", "Zweite Vorlage")  # due on 15 March
    term(world, second, "2023-03-03", reason="Rücksprache", remind_before=(1,))
    world.now = at("2023-03-08", 6)
    act = world.act()
    papers.plan_event(world.store, act, first, "decide", on("2023-03-21"))
    world.now = at("2023-03-08", 6)
    term(world, second, "2023-03-16", reason=reason, remind_before=(10,))
    with world.store.reading() as tx:
        return [
            _told(Line(each, slip(tx, each.reference), *_when(each)))
            for each in duties(tx)
        ]


def _when(duty: Duty) -> tuple[Any, ...]:
    """When and why a duty is told on TODAY, as reminders would find it."""
    assert duty.due is not None
    if duty.due < TODAY:
        return "after", TODAY, TODAY, 0, None, None, None, False
    if duty.due == TODAY:
        return "day", TODAY, TODAY, 0, None, None, None, False
    back = 10 if duty.kind == OFFICE_TERM else 5
    on = min(TODAY, duty.due - days(back))
    return "before", on, TODAY, (TODAY - on).days, on + days(2), None, None, False


def _told(line: Line) -> Line:
    """What else is said of some of them."""
    duty = line.duty
    if duty.about == "Rücksprache":
        return replace(line, again=True)
    if duty.name == "answer_term" and duty.overdue(TODAY):
        return replace(line, stage="escalation", moved_from=date(2023, 3, 2))
    if duty.name == "answer_term":
        line = replace(line, occurrence=date(2023, 3, 7), late_days=2, set_on=None)
        return replace(line, stands_in_for="Dr. Ayşe Müller")
    if duty.name == "opinion":
        return replace(line, occurrence=TODAY, late_days=0, set_on=date(2023, 2, 23))
    return line


def letter(
    world: World,
    lines: Iterable[Line],
    to: Recipient = CLERK,
    kind: str = "digest",
    number: int = 1,
    posting: Posting | None = None,
    day: date = TODAY,
    more: int = 0,
) -> list[Outgoing]:
    """The letter about these lines, written at seven in the morning (UTC)."""
    with world.store.reading() as tx:
        return digests.letters(
            tx,
            to,
            list(lines),
            kind,
            day,
            number,
            posting or Posting(),
            at(day.isoformat()),
            more,
        )


def later(line: Line, by: int) -> Line:
    """The same, told some days later."""
    return replace(line, today=line.today + timedelta(days=by))
