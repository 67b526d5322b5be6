"""Stored German: women and men named as a pair, and a word for both where there is one.

By the beginning that the forms share ("Bürger:innen", "Bürgerinnen"). Nothing is made
by rule: for a word that does not stand here nothing is suggested.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Both:
    """The pair in the plural, and the neutral word for it, if there is one."""

    pair: str
    neutral: str | None = None


def _row(pairs: Mapping[str, str], neutral: Mapping[str, str]) -> Mapping[str, Both]:
    return MappingProxyType(
        {stem: Both(pair, neutral.get(stem)) for stem, pair in pairs.items()}
    )


PAIRS: Mapping[str, Both] = _row(
    {
        "Akteur": "Akteurinnen und Akteure",
        "Anwohner": "Anwohnerinnen und Anwohner",
        "Arbeitgeber": "Arbeitgeberinnen und Arbeitgeber",
        "Arbeitnehmer": "Arbeitnehmerinnen und Arbeitnehmer",
        "Ärzt": "Ärztinnen und Ärzte",
        "Beamt": "Beamtinnen und Beamte",
        "Berliner": "Berlinerinnen und Berliner",
        "Besucher": "Besucherinnen und Besucher",
        "Bewohner": "Bewohnerinnen und Bewohner",
        "Bezirksbürgermeister": "Bezirksbürgermeisterinnen und Bezirksbürgermeister",
        "Bürger": "Bürgerinnen und Bürger",
        "Bürgermeister": "Bürgermeisterinnen und Bürgermeister",
        "Eigentümer": "Eigentümerinnen und Eigentümer",
        "Einwohner": "Einwohnerinnen und Einwohner",
        "Erzieher": "Erzieherinnen und Erzieher",
        "Expert": "Expertinnen und Experten",
        "Fahrer": "Fahrerinnen und Fahrer",
        "Forscher": "Forscherinnen und Forscher",
        "Fußgänger": "Fußgängerinnen und Fußgänger",
        "Journalist": "Journalistinnen und Journalisten",
        "Kolleg": "Kolleginnen und Kollegen",
        "Künstler": "Künstlerinnen und Künstler",
        "Kund": "Kundinnen und Kunden",
        "Lehrer": "Lehrerinnen und Lehrer",
        "Mieter": "Mieterinnen und Mieter",
        "Mitarbeiter": "Mitarbeiterinnen und Mitarbeiter",
        "Nutzer": "Nutzerinnen und Nutzer",
        "Patient": "Patientinnen und Patienten",
        "Partner": "Partnerinnen und Partner",
        "Pfleger": "Pflegerinnen und Pfleger",
        "Polizist": "Polizistinnen und Polizisten",
        "Radfahrer": "Radfahrerinnen und Radfahrer",
        "Redakteur": "Redakteurinnen und Redakteure",
        "Richter": "Richterinnen und Richter",
        "Schüler": "Schülerinnen und Schüler",
        "Senator": "Senatorinnen und Senatoren",
        "Staatssekretär": "Staatssekretärinnen und Staatssekretäre",
        "Student": "Studentinnen und Studenten",
        "Teilnehmer": "Teilnehmerinnen und Teilnehmer",
        "Unternehmer": "Unternehmerinnen und Unternehmer",
        "Verbraucher": "Verbraucherinnen und Verbraucher",
        "Vertreter": "Vertreterinnen und Vertreter",
        "Wähler": "Wählerinnen und Wähler",
        "Wissenschaftler": "Wissenschaftlerinnen und Wissenschaftler",
    },
    {
        "Arbeitnehmer": "Beschäftigte",
        "Expert": "Fachleute",
        "Forscher": "Forschende",
        "Journalist": "Medienschaffende",
        "Lehrer": "Lehrkräfte",
        "Mitarbeiter": "Beschäftigte",
        "Pfleger": "Pflegekräfte",
        "Radfahrer": "Radfahrende",
        "Student": "Studierende",
        "Teilnehmer": "Teilnehmende",
        "Wähler": "Wahlberechtigte",
    },
)
