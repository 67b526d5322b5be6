"""Who is reminded of a term, and when, in words.

What stands nowhere in a path has a meaning all the same: the last day itself, and the
next working day once the term is overdue. These are the days that the scheduler keeps.
"""

from collections.abc import Sequence

from definitions.model import Definition
from definitions.phrases import role_said
from definitions.sentences import Sentence, sentence
from definitions.vocabulary import Consultation, Deadline

BEFORE = (0,)  # working days before the end: on the last day itself
BEFORE_ASKED = (1, 0)  # of a last day that was set by hand
AFTER = (1,)  # working days after the end, while nobody has acted


def has_effect(path: Definition, rule: Deadline) -> bool:
    """Whether the end of a deadline brings something about: then it is never overdue.

    Silence that is an outcome, an event of the clock.
    """
    if rule.lapses is not None or rule.begins is not None:
        return True
    asked = path.consultations.get(rule.after or "")
    return asked is not None and asked.silence is not None


def reminding_said(path: Definition, rule: Deadline) -> Sentence:
    """On which days those who are named are reminded of a deadline."""
    before = _before(rule.remind_before or BEFORE)
    if has_effect(path, rule):
        return before
    return _and_after(before, rule.remind_after or AFTER)


def asking_said(rule: Consultation) -> Sentence:
    """On which days somebody is reminded of an answer that is due by a set day."""
    before = _before(rule.remind_before or BEFORE_ASKED)
    return _and_after(before, rule.remind_after or AFTER)


def escalation_said(path: Definition, rule: Deadline) -> Sentence | None:
    """Who else is told, and when; None if nobody is."""
    if not rule.escalates_to or rule.escalate_after is None:
        return None
    roles = tuple(role_said(path, each) for each in rule.escalates_to)
    days = _working_days((rule.escalate_after,))
    if has_effect(path, rule):
        return sentence(
            "{roles}, {days} after it, if its effect could not be recorded by then",
            roles=roles,
            days=days,
        )
    return sentence("{roles}, {days} after it", roles=roles, days=days)


def _before(leads: Sequence[int]) -> Sentence:
    days = sorted({each for each in leads if each}, reverse=True)
    if not days:
        return sentence("on the last day")
    said = sentence("{days} before the last day", days=_working_days(days))
    return sentence("{days} and on it", days=said) if 0 in leads else said


def _and_after(before: Sentence, late: Sequence[int]) -> Sentence:
    return sentence(
        "{before}; again {days} after it while nobody has acted",
        before=before,
        days=_working_days(sorted(late)),
    )


def _working_days(days: Sequence[int]) -> Sentence:
    """`1 working day`, `5 and 1 working days`."""
    if list(days) == [1]:
        return sentence("1 working day")
    *others, last = (str(each) for each in days)
    if not others:
        return sentence("{number} working days", number=last)
    many = sentence("{several} and {last}", several=tuple(others), last=last)
    return sentence("{number} working days", number=many)
