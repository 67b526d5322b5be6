"""Stored forms of documents of every gender and number, for the tests of releases."""

from typing import Any

from notifications.particulars import Particulars, read

NAMES = ("gender", "number", "nom", "akk", "dat", "gen", "akk_bare", "dat_bare")
FORMS: dict[str, tuple[str, ...]] = {
    "masculine": (
        *("masculine", "singular", "der Strategische Rahmen"),
        *("den Strategischen Rahmen", "dem Strategischen Rahmen"),
        *("des Strategischen Rahmens", "Strategischen Rahmen"),
        "Strategischem Rahmen",
    ),
    "feminine": (
        *("feminine", "singular", "die Sechste Verordnung", "die Sechste Verordnung"),
        *("der Sechsten Verordnung", "der Sechsten Verordnung", "Sechste Verordnung"),
        "Sechster Verordnung",
    ),
    "neuter": (
        *("neuter", "singular", "das neue Konzept", "das neue Konzept"),
        *("dem neuen Konzept", "des neuen Konzepts", "neues Konzept", "neuem Konzept"),
    ),
    "plural": (
        *("feminine", "plural", "die Leitlinien", "die Leitlinien", "den Leitlinien"),
        *("der Leitlinien", "Leitlinien", "Leitlinien"),
    ),
    "bill": (
        *("masculine", "singular", "der Entwurf des Solargesetzes"),
        *("den Entwurf des Solargesetzes", "dem Entwurf des Solargesetzes"),
        *("des Entwurfs des Solargesetzes", "Entwurf des Solargesetzes"),
        "Entwurf des Solargesetzes",
    ),
    "law": (
        *("neuter", "singular", "das Solargesetz Berlin", "das Solargesetz Berlin"),
        *("dem Solargesetz Berlin", "des Solargesetzes Berlin"),
        *("Solargesetz Berlin", "Solargesetz Berlin"),
    ),
    "report": (
        *("masculine", "singular", "der Bericht über die Einnahmen"),
        *("den Bericht über die Einnahmen", "dem Bericht über die Einnahmen"),
        *("des Berichts über die Einnahmen", "Bericht über die Einnahmen"),
        "Bericht über die Einnahmen",
    ),
    "members": (
        *("feminine", "singular", "die Berufung des Beirats"),
        *("die Berufung des Beirats", "der Berufung des Beirats"),
        *("der Berufung des Beirats", "Berufung des Beirats", "Berufung des Beirats"),
    ),
}
SENATOR = {
    "person": "Katrin Lompscher",
    "gen": "der Senatorin für Stadtentwicklung und Wohnen",
}


def forms(name: str) -> dict[str, Any]:
    """The document part of particulars."""
    return dict(zip(NAMES, FORMS[name], strict=True))


def given(name: str, **more: Any) -> Particulars:
    """Particulars with the document of this name."""
    return read({"document": forms(name), **more})
