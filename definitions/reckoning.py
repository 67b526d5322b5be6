"""A deadline in words: its period, how it is counted, how it can be moved."""

from collections.abc import Mapping

from definitions.model import Definition
from definitions.phrases import bodies_said, by_law, cited, role_said, step_named
from definitions.sentences import Sentence, sentence
from definitions.vocabulary import Deadline, Extension, Suspension


def deadline_said(path: Definition, rule: Deadline) -> Sentence:
    """When a term ends, as the law says it. The day is not reckoned here."""
    if rule.period is None:
        said = sentence("on the day that is planned for it")
        return by_law(path, rule, said)
    period = period_said(rule.period)
    if rule.before is not None:
        said = sentence(
            "{period} before the sitting of {body}",
            period=period,
            body=path.bodies.get(rule.before, rule.before),
        )
    else:
        start = step_named(path, rule.after or "")
        said = sentence("{period} after {start}", period=period, start=start)
    for key in (rule.counting, rule.shift):
        if key is not None:
            how = counting_said(key)
            said = sentence("{what}, {how}", what=said, how=how)
    if rule.calendar:
        calendar = rule.calendar
        said = sentence("{what}, holidays of {calendar}", what=said, calendar=calendar)
    return by_law(path, rule, said)


def counting_said(key: str) -> object:
    """How days are counted, or which day gives way, in words."""
    return _COUNTINGS.get(key, key)


def extension_said(path: Definition, rule: Extension) -> Sentence:
    """How far a term can be extended, how often, for whom."""
    said = sentence(
        "at most {period}, recorded by {roles}",
        period=period_said(rule.at_most),
        roles=tuple(role_said(path, each) for each in rule.by),
    )
    if rule.times > 1:
        times = str(rule.times)
        said = sentence("{what}, up to {times} times", what=said, times=times)
    if rule.bodies:
        bodies = bodies_said(path, rule.bodies)
        said = sentence("{what}, for {bodies}", what=said, bodies=bodies)
    return cited(path, rule.basis, said)


def suspension_said(path: Definition, rule: Suspension) -> Sentence:
    """Who records that a term stands still, and by which law."""
    roles = tuple(role_said(path, each) for each in rule.by)
    return cited(path, rule.basis, sentence("recorded by {roles}", roles=roles))


def period_said(period: str) -> Sentence:
    """A period of the file (`2 weeks`) in the language in use."""
    number, _, unit = period.partition(" ")
    one, many = _PERIODS[unit]
    return one if number == "1" else Sentence(many.text, {"number": number})


_PERIODS: Mapping[str, tuple[Sentence, Sentence]] = {
    "days": (sentence("1 day"), sentence("{number} days")),
    "working days": (sentence("1 working day"), sentence("{number} working days")),
    "clear days": (sentence("1 clear day"), sentence("{number} clear days")),
    "weeks": (sentence("1 week"), sentence("{number} weeks")),
    "half months": (sentence("1 half month"), sentence("{number} half months")),
    "months": (sentence("1 month"), sentence("{number} months")),
    "years": (sentence("1 year"), sentence("{number} years")),
}


_COUNTINGS: Mapping[str, Sentence] = {
    "event_day": sentence("the day of the event not counted"),
    "begin_of_day": sentence("the first day counted"),
    "calendar_days": sentence("in calendar days"),
    "clear_days": sentence("in clear days"),
    "working_day": sentence("moved from a day off to the next working day"),
}
