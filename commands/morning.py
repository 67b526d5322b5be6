"""The clerk's morning: today."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from commands import printing
from commands.answers import label
from commands.called import KINDS
from commands.desk import Desk
from commands.duties import (
    about,
    duty_data,
    standing,
    waited_for,
    way_data,
    way_said,
)
from commands.frame import command
from commands.galley import release_data, release_line
from commands.language import said
from commands.options import as_json
from definitions.sentences import FullDay, Sentence, sentence

if TYPE_CHECKING:
    from datetime import date

    from notifications.heartbeat import Status
    from notifications.presswork import Waiting
    from workflow.access import Standing
    from workflow.duties import Duty
    from workflow.morning import Ahead, News, Way
    from workflow.store import Store, Transaction

SHOWN = 5  # entries of a part of `today`
SCREEN = 18  # entries of all parts together: a morning fits a screen
WIDTH = 79
_SECTIONS = {  # of `today`, in the order of their urgency
    "overdue": sentence("Overdue:"),
    "due_today": sentence("Due today:"),
    "coming": sentence("Due in the coming week:"),
    "suspended": sentence("Suspended:"),
    "waiting": sentence("Waiting for an answer:"),
    "undated": sentence("Without a day, until it is planned:"),
}


@command
@as_json
def today(desk: Desk, as_json: bool) -> None:
    from notifications import heartbeat
    from notifications.heartbeat import LATE

    with desk.store("notifications") as store:
        with store.reading() as tx:
            found = _morning(desk, store, tx, None if as_json else SHOWN)
        pulse = heartbeat.status(store, desk.now, desk.settings.limit or LATE)
    if as_json:
        printing.say_json(_morning_data(found, pulse))
    else:
        printing.say(*_morning_lines(found))


@dataclass(slots=True)
class _Morning:
    """What `today` tells. `sections` are duties with their way on, by heading."""

    today: "date"
    sections: Mapping[str, Sequence["Duty"]]
    ways: Mapping[int, "Way"] = field(default_factory=dict)
    news: Sequence["News"] = ()
    items: int = 0
    ahead: Sequence["Ahead"] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    releases: Sequence["Waiting"] = ()


def _morning(
    desk: Desk, store: "Store", tx: "Transaction", most: int | None
) -> _Morning:
    from notifications import presswork
    from workflow import access, duties, morning

    held = access.standing(tx, desk.act(store).identity)
    found = _Morning(desk.today, _sections(duties.duties(tx, undated=True), desk.today))
    found.ways = dict(_ways(tx, found.sections, held, desk.today, most))
    found.news, found.items = morning.news(tx, desk.today, held, most)
    found.ahead = morning.ahead(tx, desk.today)
    found.releases = presswork.waiting(tx, held, desk.today)
    found.names = morning.named(tx)
    return found


def _sections(
    duties: Iterable["Duty"], today: "date"
) -> Mapping[str, Sequence["Duty"]]:
    found: dict[str, list[Duty]] = {name: [] for name in _SECTIONS}
    for each in duties:
        if name := _section(each, each.days_left(today)):
            found[name].append(each)
    return found


def _section(duty: "Duty", left: int | None) -> str | None:
    if duty.status == "suspended":
        return "suspended"
    if left is not None and left < 0:
        return "overdue"
    if left == 0:
        return "due_today"
    if left is not None and left <= 7:
        return "coming"
    if duty.rule is not None and duty.rule.begins is not None and left is None:
        return "undated"
    return "waiting" if duty.asks else None


def _ways(
    tx: "Transaction",
    sections: Mapping[str, Sequence["Duty"]],
    held: "Standing",
    today: "date",
    most: int | None,
) -> Iterator[tuple[int, "Way"]]:
    """How this person can go on with each duty that is shown."""
    from workflow import morning

    for found in sections.values():
        for each in found[:most]:
            yield id(each), morning.way(tx, each, held, today)


def _morning_lines(found: _Morning) -> Iterator[printing.Text]:
    yield sentence("{day}", day=FullDay(found.today))
    parts = [part for part in _parts(found) if part.lines]
    if not parts:
        yield sentence("Nothing to do: nothing is due, and nothing has changed.")
    for part in parts:
        yield ""
        yield part.heading
        yield from part.said(min(SHOWN, max(2, SCREEN // len(parts))))


class _Part(NamedTuple):
    """A part of the screen: what it tells with the way on, `whole` of them in all."""

    heading: Sentence
    lines: Sequence[tuple[Sentence, printing.Text]]
    whole: int
    more: str  # the command that lists them all

    def said(self, most: int) -> Iterator[printing.Text]:
        """At most so many lines, and how many there are besides."""
        shown = self.lines[:most]
        for what, how in shown:
            first, second = f"  {printing.shown(what)}", printing.shown(how)
            if len(first) + len(second) + 4 <= WIDTH:
                yield f"{first}  → {second}"
            else:
                yield first
                yield f"    → {second}"
        if left := self.whole - len(shown):
            yield sentence("  and {number} more: `{more}`", number=left, more=self.more)


def _parts(found: _Morning) -> Iterator[_Part]:
    for name, heading in _SECTIONS.items():
        duties = found.sections[name]
        lines = [_line(each, found) for each in duties[:SHOWN]]
        yield _Part(heading, lines, len(duties), "laufzettel due")
    heading = sentence("Releases:")
    waiting = [release_line(each) for each in found.releases[:SHOWN]]
    yield _Part(heading, waiting, len(found.releases), "laufzettel announce list")
    news = [_news_line(each, found) for each in found.news]
    heading = sentence("Changed since yesterday:")
    yield _Part(heading, news, found.items, "laufzettel list")
    ahead = [_ahead_line(each) for each in found.ahead[:SHOWN]]
    heading = sentence("Sittings and cut-offs of the coming week:")
    yield _Part(heading, ahead, len(found.ahead), "laufzettel calendar show")


def _line(duty: "Duty", found: _Morning) -> tuple[Sentence, printing.Text]:
    """A duty in one line, and how to go on."""
    called = printing.short(about(duty))
    if duty.asks:
        called = f"{called}, {waited_for(duty)}"
    what = sentence(
        "{reference}: {called} ({standing})",
        reference=duty.reference,
        called=called,
        standing=standing(duty, found.today),
    )
    return what, way_said(found.ways[id(duty)])


def _news_line(each: "News", found: _Morning) -> tuple[Sentence, printing.Text]:
    events = list(dict.fromkeys(map(partial(_event, each), each.entries)))
    what = sentence(
        "{reference} {title}: {events} ({actors})",
        reference=each.slip.reference,
        title=printing.short(each.slip.title, 30),
        events=(*(["…"] if len(events) > 2 else []), *events[-2:]),
        actors=tuple(_actor(found, actor) for actor in each.actors),
    )
    return what, way_said(each.way)


def _actor(found: _Morning, actor: str) -> printing.Text:
    """Who recorded an entry; nobody did where a term ended."""
    from workflow.history import EXPIRY

    if actor == EXPIRY:
        return sentence("expiry of a term")
    return found.names.get(actor, actor)


def _event(each: "News", row: Mapping[str, Any]) -> str:
    """What an entry records, in the words of the path."""
    name, events = row["event"], each.slip.definition.events
    if row["kind"] in KINDS:
        return printing.shown(KINDS[row["kind"]])
    called = label(events[name]) if name in events else name
    if row["kind"] == "planned":
        return said(sentence("planned, not happened: {event}", event=called))
    return called


def _ahead_line(each: "Ahead") -> tuple[Sentence, printing.Text]:
    show = f"laufzettel calendar show {each.series}"
    bodies = each.bodies
    if each.rule is None:
        what = sentence("{day}: sitting of {bodies}", day=each.day, bodies=bodies)
        return what, show
    what = sentence(
        "{day}: last day of {rule}, for the sitting of {bodies} on {sitting}",
        day=each.day,
        rule=each.rule,
        bodies=bodies,
        sitting=each.sitting,
    )
    return what, show


def _morning_data(found: _Morning, pulse: "Status") -> dict[str, Any]:
    sections = {
        name: [
            {**duty_data(each, found.today), **way_data(found.ways[id(each)])}
            for each in duties
        ]
        for name, duties in found.sections.items()
    }
    return {
        "today": found.today,
        **sections,
        "releases": [release_data(each) for each in found.releases],
        "changed": [_news_data(each, found) for each in found.news],
        "ahead": [_ahead_data(each) for each in found.ahead],
        "scheduler": {"last_round_at": pulse.last_round_at, "stale": pulse.stale},
    }


def _news_data(each: "News", found: _Morning) -> dict[str, Any]:
    return {
        "reference": each.slip.reference,
        "title": each.slip.title,
        "state": each.slip.state,
        "entries": [
            {
                "seq": row["item_seq"],
                "kind": row["kind"],
                "event": row["event"],
                "on": row["day"],
                "outcome": row["outcome"],
                "recorded_at": row["recorded_at"],
                "actor": found.names.get(row["actor"], row["actor"]),
            }
            for row in each.entries
        ],
        **way_data(each.way),
    }


def _ahead_data(each: "Ahead") -> dict[str, Any]:
    return {
        "kind": "sitting" if each.rule is None else "cut_off",
        "on": each.day,
        "sittings": each.series,
        "bodies": [label(body) for body in each.bodies],
        "sitting": each.sitting,
        "name": each.name,
        "label": label(each.rule) if each.rule else None,
    }
