"""Deadlines, the clock, and consultations that nobody waits for."""

from definitions.findings import Path, Severity
from definitions.model import Definition
from definitions.remarks import ANY, Remark, Remarks
from definitions.sentences import sentence
from definitions.values import CLOCK
from definitions.vocabulary import Deadline

_WAITED_FOR: tuple[Path, ...] = (
    ("events", ANY, "requires", ANY, "consultation"),
    ("events", ANY, "requires", ANY, "none_open"),
)


def terms(path: Definition) -> Remarks:
    """Every rule about time and waiting."""
    for name, deadline in path.deadlines.items():
        yield from _deadline(path, name, deadline)
    yield from _somebody_triggers(path)
    yield from _consultations_open_somewhere(path)
    yield from _consultations_waited_for(path)


def _deadline(path: Definition, name: str, each: Deadline) -> Remarks:
    place: Path = ("deadlines", name)
    if not each.remind:
        what = sentence("nobody is reminded of this term")
        yield Remark((*place, "remind"), what, sentence("add `remind` with a role"))
    yield from _one_anchor(place, each)
    yield from _calendar(path, place, each)
    lapses = each.lapses or ""
    if lapses in path.events and CLOCK not in path.events[lapses].by:
        what = sentence("{name} is no event of the clock", name=lapses)
        hint = sentence("add `clock` to its `by`, or take `lapses` out")
        relies = (("events", lapses, "by", ANY),)
        yield Remark((*place, "lapses"), what, hint, relies=relies)


def _one_anchor(place: Path, each: Deadline) -> Remarks:
    if each.after is None and each.before is None:
        what = sentence("it is not said what the term runs from")
        hint = sentence("add `after` with an event, or `before` with a body")
        relies = ((*place, "after"), (*place, "before"))
        yield Remark(place, what, hint, at_key=True, relies=relies)
    if each.after is not None and each.before is not None:
        what = sentence("a term runs after an event or before a sitting, not both")
        hint = sentence("take `after` or `before` out")
        yield Remark((*place, "before"), what, hint, at_key=True)


def _calendar(path: Definition, place: Path, each: Deadline) -> Remarks:
    counted = each.after is not None or each.period.endswith("working days")
    if counted and each.calendar is None:
        what = sentence("without a calendar nobody knows which days are holidays")
        hint = sentence("add `calendar`, such as DE-BE")
        yield Remark((*place, "calendar"), what, hint)
    body = each.before or ""
    if body in path.bodies and path.bodies[body].sittings is None:
        what = sentence("no sittings are named for {name}", name=body)
        hint = sentence("add `sittings` to the body")
        relies = (("bodies", body, "sittings"),)
        yield Remark((*place, "before"), what, hint, relies=relies)


def _somebody_triggers(path: Definition) -> Remarks:
    """An event of the clock is brought about by a term that names it."""
    lapsing = {each.lapses for each in path.deadlines.values()}
    for event, each in path.events.items():
        if CLOCK not in each.by or event in lapsing:
            continue
        severity: Severity = "error" if each.by == (CLOCK,) else "warning"
        place = ("events", event, "by", each.by.index(CLOCK))
        what = sentence("no deadline brings this event about: the clock never will")
        hint = sentence("name the event in `lapses` of a deadline, or name a role here")
        relies: tuple[Path, ...] = (("deadlines", ANY, "lapses"), (*place[:3], ANY))
        yield Remark(place, what, hint, severity, relies=relies)


def _consultations_open_somewhere(path: Definition) -> Remarks:
    for name, each in path.consultations.items():
        for at, state in enumerate(each.during):
            if state in path.final_states:
                place = ("consultations", name, "during", at)
                what = sentence(
                    "{name} is a final state: nothing is opened there", name=state
                )
                yield Remark(place, what, sentence("take it out"))


def _consultations_waited_for(path: Definition) -> Remarks:
    required = (rule for each in path.events.values() for rule in each.requires)
    asked = {
        each.name for each in required if each.kind in {"consultation", "none_open"}
    }
    for name in path.consultations:
        if name not in asked:
            what = sentence("no event waits until this consultation is closed")
            hint = sentence("require it in an event: `consultation` or `none_open`")
            place = ("consultations", name)
            yield Remark(place, what, hint, "warning", True, _WAITED_FOR)
