"""The clock, and consultations that nobody waits for."""

from definitions.findings import Path, Severity
from definitions.model import Definition
from definitions.remarks import ANY, Remark, Remarks
from definitions.sentences import sentence
from definitions.values import CLOCK

_WAITED_FOR: tuple[Path, ...] = (
    ("events", ANY, "requires", ANY, "consultation"),
    ("events", ANY, "requires", ANY, "none_open"),
)


def terms(path: Definition) -> Remarks:
    """Every rule about time and waiting."""
    yield from _somebody_triggers(path)
    yield from _consultations_open_somewhere(path)
    yield from _consultations_waited_for(path)
    yield from _silence_has_a_term(path)
    yield from _reminded_by_its_deadline(path)


def _somebody_triggers(path: Definition) -> Remarks:
    """An event of the clock is brought about by a term that names it."""
    terms = path.deadlines.values()
    lapsing = {each.lapses for each in terms} | {each.begins for each in terms}
    for event, each in path.events.items():
        if CLOCK not in each.by or event in lapsing:
            continue
        severity: Severity = "error" if each.by == (CLOCK,) else "warning"
        place = ("events", event, "by", each.by.index(CLOCK))
        what = sentence("no deadline brings this event about: the clock never will")
        hint = sentence(
            "name the event in `lapses` or `begins` of a deadline, or name a role here"
        )
        named = tuple(("deadlines", ANY, key) for key in ("lapses", "begins"))
        relies: tuple[Path, ...] = (*named, (*place[:3], ANY))
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


def _silence_has_a_term(path: Definition) -> Remarks:
    """Silence says something when a term has run out, and not before."""
    starts = {each.after for each in path.deadlines.values() if each.before is None}
    both = any(each.after and each.before for each in path.deadlines.values())
    if both or not starts <= {*path.consultations, *path.events}:
        return  # of what is unknown or unclear it is remarked already
    for name, each in path.consultations.items():
        if each.silence is not None and name not in starts:
            place = ("consultations", name, "silence")
            what = sentence("no deadline runs after this consultation")
            hint = sentence("add a deadline with `after: {name}`", name=name)
            relies = (("deadlines", ANY, "after"),)
            yield Remark(place, what, hint, "warning", relies=relies)


def _reminded_by_its_deadline(path: Definition) -> Remarks:
    """Where a deadline always runs, no last day is left to the consultation alone."""
    ruled = {
        each.after: name
        for name, each in path.deadlines.items()
        if each.before is None and each.valid_from is each.valid_to is None
    }
    for name, each in path.consultations.items():
        for key in ("remind", "remind_before", "remind_after"):
            if getattr(each, key) and name in ruled:
                what = sentence(
                    "the deadline {name} says who is reminded, and when",
                    name=ruled[name],
                )
                hint = sentence("take it out, or say it there")
                relies: tuple[Path, ...] = (("deadlines", ruled[name], ANY),)
                place = ("consultations", name, key)
                yield Remark(place, what, hint, "warning", True, relies)
