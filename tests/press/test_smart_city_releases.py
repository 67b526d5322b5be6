"""The two releases of the Smart City framework, in the summer of 2021, word by word.

The facts are those of the release of 6 July 2021 (berlin.de, 1103451) and of the report
on 3 August 2021 (smart-city-berlin.de, news 1949). What is kept was read aloud.
"""

from datetime import date

from tests.press.golden import GOLDEN
from tests.press.smart_city import AUGUST_3, JULY_6, URL, told
from tests.press.telling import loose
from tests.press.test_tracing import DAYS
from tests.worlds import World


def kept(day: date, language: str = "de") -> str:
    """The release that was read aloud."""
    return (GOLDEN / f"smart-city.{day}.{language}.txt").read_text("utf-8")


def heard(day: date) -> str:
    """What a listener hears of it."""
    return " ".join(loose(kept(day)).split())


def days(text: str) -> set[str]:
    """The days that a German text names."""
    found = DAYS["de"].findall(text)
    return {f"{number}. {month} {year}" for _, number, month, year in found}


def test_both_releases_read_as_they_were_read_aloud(world: World) -> None:
    for (day, language), fired in told(world).items():
        assert fired.text == kept(day, language)


def test_in_july_the_senate_has_approved_and_decides_later() -> None:
    first = heard(JULY_6)
    for fact in (
        "Aus der Sitzung des Senats am 6. Juli 2021:",
        "in seiner heutigen Sitzung",
        "auf Vorlage des Regierenden Bürgermeisters von Berlin, Michael Müller,",
        "dem Strategischen Rahmen für die neue Smart-City-Strategie",
        "in erster Befassung mit Anmerkungen zugestimmt",
        "nach Befassung des Rats der Bürgermeister",
        "zur abschließenden Entscheidung erneut vorgelegt",
    ):
        assert fact in first
    assert "beschl" not in first
    assert days(first) == {"6. Juli 2021"}


def test_in_august_it_has_decided_after_the_council() -> None:
    second = heard(AUGUST_3)
    for fact in (
        "Senat beschließt Strategischen Rahmen",
        "Aus der Sitzung des Senats am 3. August 2021:",
        "– nach Zustimmung des Rats der Bürgermeister –",
        "den Strategischen Rahmen für die neue Smart-City-Strategie beschlossen",
        "In erster Befassung hatte der Senat der Vorlage bereits am 6. Juli 2021",
        "mehr als 1.600 Berlinerinnen und Berliner",
        "rund 350 Bürgerinnen und Bürger",
        "Im September beginnt die zweite Phase",
        "Bis Ende 2022 soll der Strategieprozess abgeschlossen sein.",
        "„Modellprojekte Smart Cities“",
        "Bundesministerium des Innern, für Bau und Heimat",
        "in der Fassung vom 5. Juli 2021",
    ):
        assert fact in second
    assert days(second) == {"5. Juli 2021", "6. Juli 2021", "3. August 2021"}
    assert "Stellungnahme" not in second  # its consent is on record


def test_in_august_the_release_of_july_can_be_found() -> None:
    second = heard(AUGUST_3)
    headline = heard(JULY_6).split(" *** ")[1].partition(" Pressemitteilung")[0]
    assert f"die Pressemitteilung vom 6. Juli 2021 „{headline}“: {URL}" in second
    assert second.count(URL) == 1
