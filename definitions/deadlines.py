"""Whether a deadline can be counted, kept, extended and told to somebody."""

from collections.abc import Collection

from definitions.findings import Path
from definitions.model import Definition
from definitions.remarks import ANY, Remark, Remarks, undeclared
from definitions.reminding import has_effect
from definitions.sentences import sentence
from definitions.values import CLOCK
from definitions.vocabulary import Deadline, Extension

_TAKE_OUT = sentence("take it out")
_FORWARDS = ("event_day", "begin_of_day", "clear_days")
_BACKWARDS = ("calendar_days", "clear_days")
_MOVED = ("shift", "extension")  # what moves a last day, and no day of beginning


def deadlines(path: Definition) -> Remarks:
    """Every rule about a single deadline."""
    for name, each in path.deadlines.items():
        place: Path = ("deadlines", name)
        yield from _one_anchor(place, each)
        yield from _length(place, each)
        yield from _calendar(path, place, each)
        yield from _counting(place, each)
        yield from _shift(place, each)
        yield from _somebody_hears(place, each)
        yield from _never_overdue(path, place, each)
        yield from _its_end(path, place, each)
        yield from _its_day(path, place, each)
        yield from _kept(path, place, each)
        yield from _never_moved(place, each)
        if each.extension is not None:
            yield from _extended(path, (*place, "extension"), each, each.extension)


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


def _length(place: Path, each: Deadline) -> Remarks:
    """Only a day that is planned for the case needs no period."""
    if each.period is not None:
        return
    if each.begins is None:
        what = sentence("the key {key} is missing", key="period")
        hint = sentence("add it: a number and a unit, such as 2 weeks")
        relies = ((*place, "begins"),)
        yield Remark((*place, "period"), what, hint, relies=relies)
    elif each.counting is not None:
        what = sentence("without a period nothing is counted")
        relies = ((*place, "period"),)
        yield Remark((*place, "counting"), what, _TAKE_OUT, relies=relies)


def _calendar(path: Definition, place: Path, each: Deadline) -> Remarks:
    if each.calendar is None and _holidays_matter(each):
        what = sentence("without a calendar nobody knows which days are holidays")
        hint = sentence("add `calendar`, such as DE-BE")
        yield Remark((*place, "calendar"), what, hint)
    body = each.before or ""
    if body in path.bodies and path.bodies[body].sittings is None:
        what = sentence("no sittings are named for {name}", name=body)
        hint = sentence("add `sittings` to the body")
        relies = (("bodies", body, "sittings"),)
        yield Remark((*place, "before"), what, hint, relies=relies)


def _holidays_matter(each: Deadline) -> bool:
    told = each.remind_before or each.remind_after or each.escalate_after is not None
    return each.after is not None or _in_working_days(each) or bool(told)


def _in_working_days(each: Deadline) -> bool:
    return each.period is not None and each.period.endswith("working days")


def _counting(place: Path, each: Deadline) -> Remarks:
    if each.counting is None:
        return
    at = (*place, "counting")
    if each.period is not None and each.period.endswith("clear days"):
        what = sentence("clear days are counted in one way only")
        hint = sentence("take `counting` out, or write the period in days")
        yield Remark(at, what, hint, relies=((*place, "period"),))
        return
    if each.after is not None and each.before is not None:
        return  # nobody knows in which direction
    forwards = each.before is None
    known = _FORWARDS if forwards else _BACKWARDS
    if each.counting not in known:
        what = sentence("{name} counts back from a sitting", name=each.counting)
        if not forwards:
            what = sentence("{name} counts on from an event", name=each.counting)
        hint = sentence("use one of: {names}", names=known)
        relies = ((*place, "after"), (*place, "before"))
        yield Remark(at, what, hint, relies=relies)


def _shift(place: Path, each: Deadline) -> Remarks:
    at = (*place, "shift")
    if each.shift is None or each.begins is not None:
        return  # of a day on which something begins see there
    if each.before is not None and each.after is None:
        what = sentence("a term before a sitting is never moved towards it")
        yield Remark(at, what, _TAKE_OUT, relies=((*place, "after"),))
    elif _in_working_days(each):
        what = sentence("a term of working days never ends on a day off")
        relies = ((*place, "period"),)
        yield Remark(at, what, _TAKE_OUT, "warning", relies=relies)


def _somebody_hears(place: Path, each: Deadline) -> Remarks:
    if not each.remind:
        what = sentence("nobody is reminded of this term")
        yield Remark((*place, "remind"), what, sentence("add `remind` with a role"))
    to, after = (*place, "escalates_to"), (*place, "escalate_after")
    if each.escalates_to and each.escalate_after is None:
        what = sentence("it is not said when they are told")
        hint = sentence("add `escalate_after`: how many working days after the end")
        yield Remark(to, what, hint, relies=(after,))
    if each.escalate_after is not None and not each.escalates_to:
        what = sentence("it is not said who is told")
        hint = sentence("add `escalates_to` with a role")
        yield Remark(after, what, hint, relies=(to,))


def _never_overdue(path: Definition, place: Path, each: Deadline) -> Remarks:
    """Where the end has an effect by itself, nobody can act any more."""
    if each.begins is not None and each.before is not None:
        return  # that nothing begins before a sitting is said of that
    if each.remind_after and has_effect(path, each):
        what = sentence("this term is never overdue: its end has an effect by itself")
        silence = ("consultations", each.after or "", "silence")
        relies = ((*place, "lapses"), (*place, "begins"), (*place, "after"), silence)
        yield Remark((*place, "remind_after"), what, _TAKE_OUT, relies=relies)


def _its_end(path: Definition, place: Path, each: Deadline) -> Remarks:
    """The event of the clock that the end of the term brings about."""
    lapses = each.lapses or ""
    if lapses not in path.events:
        return
    if CLOCK not in path.events[lapses].by:
        yield _not_of_the_clock(place, "lapses", lapses)
    else:
        yield from _one_effect(path, place, each)
    yield from _asks_for_itself(path, place, lapses)


def _its_day(path: Definition, place: Path, each: Deadline) -> Remarks:
    """The event of the clock that takes place as the last day begins.

    It is a day of beginning (entry into force), no end of a term: nobody has to declare
    or to perform anything on it, so BGB § 193 does not move it.
    """
    begins, at = each.begins or "", (*place, "begins")
    if begins not in path.events:
        return
    if CLOCK not in path.events[begins].by:
        yield _not_of_the_clock(place, "begins", begins)
    if each.lapses is not None:
        what = sentence("a term has one effect, not two")
        hint = sentence("take `lapses` or `begins` out")
        yield Remark(at, what, hint, relies=((*place, "lapses"),))
    asking = each.after in path.consultations and each.after not in path.events
    if each.before is not None or asking:
        what = sentence("only a term after an event brings something about on its day")
        relies = ((*place, "after"), (*place, "before"))
        yield Remark(at, what, _TAKE_OUT, relies=relies)
    for key in _MOVED if not asking else ():
        if getattr(each, key) is not None:
            what = sentence("the day on which something begins is not moved so")
            hint = sentence("take it out; another day is set by planning the event")
            yield Remark((*place, key), what, hint, at_key=True, relies=(at,))
    yield from _asks_for_itself(path, place, begins)


def _not_of_the_clock(place: Path, key: str, event: str) -> Remark:
    what = sentence("{name} is no event of the clock", name=event)
    hint = sentence("add `clock` to its `by`, or take `{key}` out", key=key)
    return Remark((*place, key), what, hint, relies=(("events", event, "by", ANY),))


def _asks_for_itself(path: Definition, place: Path, event: str) -> Remarks:
    for at, rule in enumerate(path.events[event].requires):
        if rule.deadline == place[1]:
            what = sentence("the event comes when this term has run out")
            required = ("events", event, "requires", at, "deadline")
            yield Remark(required, what, _TAKE_OUT)


def _one_effect(path: Definition, place: Path, each: Deadline) -> Remarks:
    """The silence of a body is recorded when its term ends: that is its effect."""
    asked = path.consultations.get(each.after or "")
    if asked is None or asked.silence is None or each.before is not None:
        return
    what = sentence(
        "the end of this term is the answer {outcome} of {consultation}: it has one"
        " effect, not two",
        outcome=asked.silence,
        consultation=each.after,
    )
    hint = sentence(
        "take `lapses` out, or `silence` out of {consultation}",
        consultation=each.after,
    )
    silence = ("consultations", each.after or "", "silence")
    relies = (silence, (*place, "after"), (*place, "before"))
    yield Remark((*place, "lapses"), what, hint, relies=relies)


def _kept(path: Definition, place: Path, each: Deadline) -> Remarks:
    """A term ends with an event that keeps it, an answer, or an event of the clock."""
    if each.lapses is not None and each.lapses in each.met_by:
        at = (*place, "met_by", each.met_by.index(each.lapses))
        what = sentence("{name} comes because the term was not kept", name=each.lapses)
        yield Remark(at, what, _TAKE_OUT)
    if each.begins is not None and each.begins in each.met_by:
        at = (*place, "met_by", each.met_by.index(each.begins))
        what = sentence("{name} ends this term anyhow", name=each.begins)
        yield Remark(at, what, _TAKE_OUT)
    by_itself = each.lapses or each.begins
    ended = each.met_by or by_itself or each.after in path.consultations
    if not ended and (each.after in path.events or each.before is not None):
        what = sentence("no event keeps this term: it stays overdue for ever")
        hint = sentence("add `met_by` with the event that keeps it")
        keys = ("met_by", "lapses", "begins", "after")
        relies = tuple((*place, key) for key in keys)
        yield Remark((*place, "met_by"), what, hint, "warning", relies=relies)


def _never_moved(place: Path, each: Deadline) -> Remarks:
    """The sitting sets the end of a term before it, and nothing else does."""
    if each.before is None or each.after is not None:
        return
    for key in ("extension", "suspension"):
        if getattr(each, key) is not None:
            what = sentence("a term before a sitting moves with the sitting alone")
            relies = ((*place, "after"),)
            yield Remark((*place, key), what, _TAKE_OUT, at_key=True, relies=relies)


def _extended(
    path: Definition, place: Path, each: Deadline, extension: Extension
) -> Remarks:
    if not extension.bodies or each.after is None:
        return
    asked = path.consultations.get(each.after)
    if asked is None:
        if each.after not in path.events:
            return  # the unknown name is remarked upon already
        what = sentence("only the term of a consultation is one of single bodies")
        relies = ((*place[:2], "after"),)
        yield Remark((*place, "bodies"), what, _TAKE_OUT, at_key=True, relies=relies)
        return
    yield from _asked(place, each.after, extension, asked.asks)


def _asked(
    place: Path, name: str, extension: Extension, asks: Collection[str]
) -> Remarks:
    relies = ("consultations", name, "asks", ANY)
    for at, body in enumerate(extension.bodies):
        what = sentence(
            "{consultation} does not ask {name}", consultation=name, name=body
        )
        yield from undeclared((*place, "bodies", at), body, asks, what, relies)
