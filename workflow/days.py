"""Which days may be recorded: not the future, not outside the path's validity."""

from datetime import datetime

from definitions.model import Definition
from definitions.sentences import sentence
from workflow.bounds import Day
from workflow.errors import Refused
from workflow.unit import today_in


def day_or_today(day: Day | None, definition: Definition, now: datetime) -> Day:
    """The given day, or today; Refused if it lies in the future."""
    today = today_in(definition, now)
    if day is None:
        return Day(today)
    if day.day is not None and day.day > today:
        raise Refused(
            sentence(
                "{day} lies in the future (today is {today}): only what has happened is"
                " recorded. Nothing was recorded.",
                day=day.day,
                today=today,
            )
        )
    return day


def is_outside(path: Definition, day: Day) -> bool:
    """Whether an item opened on this day cannot be on the path."""
    begins_late = day.day is not None and day.latest < path.valid_from
    return begins_late or (path.valid_to is not None and day.earliest > path.valid_to)


def check_validity(path: Definition, day: Day) -> None:
    """Refused unless the path was in force on the day of the draft."""
    if is_outside(path, day):
        raise Refused(
            sentence(
                "The path {path} {version} is valid from {begin} to {end}; {day} lies"
                " outside. Nothing was recorded; name another definition.",
                path=path.definition,
                version=path.version,
                begin=path.valid_from,
                end=path.valid_to or sentence("open end"),
                day=str(day),
            )
        )
