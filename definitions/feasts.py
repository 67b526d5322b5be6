"""The holidays of a country or of a part of it: the only door to `holidays`."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from holidays import HolidayBase, country_holidays

_ENGLISH = ("en_US", "en_GB", "en")


@dataclass(frozen=True, slots=True)
class Feast:
    """One name in German and English, and the days that bear it, in order."""

    de: str
    en: str
    on: tuple[date, ...]


def years_known(code: str) -> range | None:
    """The years whose holidays are known for `DE`, `DE-BE`; None for no such place."""
    found = _holidays(code, range(0))
    return None if found is None else range(found.start_year, found.end_year + 1)


def feasts(code: str, years: range) -> tuple[Feast, ...]:
    """The public holidays of a place by name; each day stands once.

    Where the library has no German (or English) names, those of the country stand
    instead. Raises ValueError for an unknown place.
    """
    local = _holidays(code, years)
    if local is None:
        raise ValueError(f"no holidays are known for {code}")
    german = _holidays(code, years, _spoken(local, ("de",))) or local
    english = _holidays(code, years, _spoken(local, _ENGLISH)) or local
    days: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
    for day, names in _paired(german, english):
        days[names].append(day)
    return tuple(Feast(*names, tuple(on)) for names, on in sorted(days.items()))


def _holidays(
    code: str, years: range, language: str | None = None
) -> HolidayBase | None:
    country, _, part = code.partition("-")
    try:
        return country_holidays(
            country, subdiv=part or None, years=years, expand=False, language=language
        )
    except NotImplementedError:
        return None


def _spoken(local: HolidayBase, languages: Sequence[str]) -> str | None:
    # Where no language is named, the library takes that of the environment.
    known = (each for each in languages if each in local.supported_languages)
    return next(known, local.default_language)


def _paired(
    german: HolidayBase, english: HolidayBase
) -> Iterator[tuple[date, tuple[str, str]]]:
    """Each day with its name in both languages.

    Of a day with two holidays the library sorts the names anew in each language; from
    the other years it is known which name belongs to which.
    """
    alone = {
        german[day]: english[day]
        for day in german
        if len(german.get_list(day)) == 1 == len(english.get_list(day))
    }
    for day in sorted(german):
        names = german.get_list(day)
        if all(name in alone for name in names):
            others = [alone[name] for name in names]
        else:
            others = english.get_list(day)
        yield day, (" / ".join(names), " / ".join(others))
