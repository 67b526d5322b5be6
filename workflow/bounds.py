"""The legal day of a step as bounds: exact, at the latest, or unknown."""

from dataclasses import dataclass
from datetime import date

EXACT, AT_LATEST, UNKNOWN = "exact", "at_latest", "unknown"


@dataclass(frozen=True, slots=True)
class Day:
    """The legal day of a step: exact, at the latest that day, or unknown."""

    day: date | None
    precision: str = EXACT

    @classmethod
    def of(cls, day: str | None, precision: str | None) -> "Day":
        """The day that an entry names: ISO 8601 text and its precision."""
        return cls(date.fromisoformat(day) if day else None, precision or UNKNOWN)

    @property
    def earliest(self) -> date:
        """The first day on which the step can have taken effect."""
        if self.precision == EXACT and self.day is not None:
            return self.day
        return date.min

    @property
    def latest(self) -> date:
        """The last day on which the step can have taken effect."""
        return self.day or date.max

    def __str__(self) -> str:
        if self.day is None:
            return "unknown"
        return f"≤ {self.day}" if self.precision == AT_LATEST else str(self.day)


NO_DAY = Day(None, UNKNOWN)
