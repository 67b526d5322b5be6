"""How long a deadline of a path runs: as the law of periods takes it. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from definitions.model import Definition
from definitions.sentences import sentence
from definitions.vocabulary import Deadline
from workflow.course import Changed
from workflow.periods import Extension, Period, Rule, Stop, Uncountable


def law_of(path: Definition, rule: Deadline, day: date) -> Rule:
    """The rule of counting that a deadline of a path stands for.

    Raises Uncountable for one whose day is planned for the case alone.
    """
    if rule.period is None:
        raise Uncountable(
            sentence(
                "No rule counts this day: it is the one for which {event} is planned.",
                event=path.events[rule.begins or ""],
            )
        )
    usual = "calendar_days" if rule.before is not None else "event_day"
    return Rule(
        period=Period.parse(rule.period),
        counting=rule.counting or usual,
        shift=rule.shift is not None,
        basis=tuple(source.text for source in path.sources_of(rule.basis, day)),
    )


def ledger(
    changes: Sequence[Changed],
) -> tuple[tuple[Extension, ...], tuple[Stop, ...]]:
    """Extensions and stops of a term, in the order in which they were recorded."""
    extensions: list[Extension] = []
    stops: list[Stop] = []
    for seq, each in enumerate(changes, 1):  # also of one that is not recorded yet
        facts = each.entry.content["facts"]
        if each.entry.kind == "extended":
            by, until = facts.get("by"), facts.get("until")
            extensions.append(
                Extension(
                    by=Period.parse(by) if by else None,
                    until=date.fromisoformat(until) if until else None,
                    seq=seq,
                )
            )
        elif each.entry.kind == "suspended" and each.day.day:
            stops.append(Stop(each.day.day, None, seq))
        elif each.entry.kind == "resumed" and each.day.day and stops:
            stops[-1] = replace(stops[-1], until=each.day.day)
    return tuple(extensions), tuple(stops)
