"""The clock on the wall of the office: whose mornings, days and hours are meant.

What a path counts is counted in the zone that the path names; this is the zone of the
people who read letters, lists and answers.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Europe/Berlin")


def local(instant: datetime) -> datetime:
    """An aware instant as that clock shows it."""
    return instant.astimezone(OFFICE)


def local_day(instant: datetime) -> date:
    """The day of an aware instant there."""
    return local(instant).date()


def beginning(day: date) -> datetime:
    """The first instant of a day there, in UTC."""
    return datetime.combine(day, time.min, OFFICE).astimezone(UTC)
