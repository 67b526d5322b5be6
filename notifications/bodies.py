"""The bodies (Gremien) whose acts releases tell, in all forms; nothing is inflected.

"Rats der Bürgermeister" (not "Rates") is the form of the Council's own rules of
procedure. A body is found by the German label that a path gives it; one without stored
forms is refused, never guessed at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Body:
    """A body in its forms.

    `name` stands in headlines, `start` begins a sentence, `his` begins "seiner
    Sitzung", `at` says where something is brought in. `english` is the label that the
    path gives it in English.
    """

    name: str
    start: str
    nom: str
    akk: str
    dat: str
    gen: str
    his: str
    he: str
    at: str
    has: str = "hat"
    had: str = "hatte"
    english: str = ""


NOBODY = Body("", "", "", "", "", "", "", "", "")


def _masculine(name: str, gen: str) -> Body:
    return Body(
        name,
        f"Der {name}",
        f"der {name}",
        f"den {name}",
        f"dem {name}",
        gen,
        "seiner",
        "er",
        f"beim {name}",
    )


def _feminine(name: str) -> Body:
    der, die = f"der {name}", f"die {name}"
    start, at = f"Die {name}", f"bei {der}"
    return Body(name, start, die, die, der, der, "ihrer", "sie", at)


def _neuter(name: str, gen: str) -> Body:
    start, das, dem, at = f"Das {name}", f"das {name}", f"dem {name}", f"beim {name}"
    return Body(name, start, das, das, dem, gen, "seiner", "es", at)


_SENATE = _masculine("Senat", "des Senats")
_PARLIAMENT = _neuter("Abgeordnetenhaus", "des Abgeordnetenhauses")
BODIES: Mapping[str, Body] = MappingProxyType(
    {
        "Senat": _SENATE,
        "Senat von Berlin": _SENATE,
        "Rat der Bürgermeister": _masculine(
            "Rat der Bürgermeister", "des Rats der Bürgermeister"
        ),
        "Abgeordnetenhaus": _PARLIAMENT,
        "Abgeordnetenhaus von Berlin": _neuter(
            "Abgeordnetenhaus von Berlin", "des Abgeordnetenhauses von Berlin"
        ),
        "Bezirksamt": _neuter("Bezirksamt", "des Bezirksamts"),
        "Bezirksverordnetenversammlung": _feminine("Bezirksverordnetenversammlung"),
        "Bundesrat": _masculine("Bundesrat", "des Bundesrats"),
        "Bundestag": _masculine("Bundestag", "des Bundestags"),
        "Deutscher Bundestag": Body(
            "Deutscher Bundestag",
            "Der Deutsche Bundestag",
            "der Deutsche Bundestag",
            "den Deutschen Bundestag",
            "dem Deutschen Bundestag",
            "des Deutschen Bundestags",
            "seiner",
            "er",
            "beim Deutschen Bundestag",
        ),
        "Landtag": _masculine("Landtag", "des Landtags"),
        "Bürgerschaft": _feminine("Bürgerschaft"),
        "Landesregierung": _feminine("Landesregierung"),
        "Staatsregierung": _feminine("Staatsregierung"),
        "Regierungsrat": _masculine("Regierungsrat", "des Regierungsrats"),
        "Rat": _masculine("Rat", "des Rats"),
        "Gemeinderat": _masculine("Gemeinderat", "des Gemeinderats"),
        "Stadtrat": _masculine("Stadtrat", "des Stadtrats"),
        "Kreistag": _masculine("Kreistag", "des Kreistags"),
        "Magistrat": _masculine("Magistrat", "des Magistrats"),
        "Gemeindevertretung": _feminine("Gemeindevertretung"),
        "Stadtverordnetenversammlung": _feminine("Stadtverordnetenversammlung"),
        "Hauptausschuss": _masculine("Hauptausschuss", "des Hauptausschusses"),
        "Hauptausschuss des Abgeordnetenhauses": _masculine(
            "Hauptausschuss des Abgeordnetenhauses",
            "des Hauptausschusses des Abgeordnetenhauses",
        ),
        "Staatssekretärskonferenz": _feminine("Staatssekretärskonferenz"),
        "Senat und Rat der Bürgermeister": Body(
            "Senat und Rat der Bürgermeister",
            "Der Senat und der Rat der Bürgermeister",
            "der Senat und der Rat der Bürgermeister",
            "den Senat und den Rat der Bürgermeister",
            "dem Senat und dem Rat der Bürgermeister",
            "des Senats und des Rats der Bürgermeister",
            "ihrer",
            "sie",
            "beim Senat und beim Rat der Bürgermeister",
            "haben",
            "hatten",
        ),
    }
)
# The bodies that sit together under one label, by their names.
JOINT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "Senat und Rat der Bürgermeister": frozenset(
            ("Senat", "Rat der Bürgermeister")
        ),
    }
)
OF_BERLIN = frozenset(("Senat von Berlin", "Abgeordnetenhaus von Berlin"))
PARLIAMENTS = frozenset(  # labels of the bodies that can make a law of a bill
    (
        *("Abgeordnetenhaus", "Abgeordnetenhaus von Berlin", "Bundestag"),
        *("Deutscher Bundestag", "Landtag", "Bürgerschaft"),
    )
)
