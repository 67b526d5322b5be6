"""What stands at the foot of a release: who issues it, what it rests on."""

from definitions.model import Definition
from notifications.bodies import OF_BERLIN
from notifications.page import ISSUER
from notifications.typography import bound, english_quoted, quoted
from workflow.docket import Slip
from workflow.store import Row

GERMAN = "de"


def issuer_of(path: Definition | None, language: str) -> str:
    """Who issues the releases of a path where the office has not named itself.

    Berlin's press office issues what Berlin's bodies do, and nobody else's: otherwise
    it is the body of which the path tells first.
    """
    if path is None or any(each.de in OF_BERLIN for each in path.bodies.values()):
        return ISSUER
    telling = (path.events[event].body for event in path.announcements)
    named = [path.bodies[each] for each in telling if each]
    label = named[0] if named else path.title
    name = label.de if language == GERMAN else label.en
    return f"{name[:1].upper()}{name[1:]}"


def imprint(found: Slip | None, head: Row, *, german: bool) -> tuple[str, ...]:
    """Item, lead department, and the last entry of the record, `head`."""
    names = ("Vorlage", "Federführung", "Stand der Akte: Eintrag")
    if not german:
        names = ("Item", "Lead department", "State of the record: entry")
    state = f"{names[2]} {head['seq']} · {head['hash']}"
    if found is None:
        return (state,)
    title = quoted(found.title) if german else english_quoted(found.title)
    item = f"{names[0]}: {title} ({found.reference})"
    lines = (item, f"{names[1]}: {found.lead}", state)
    return tuple(map(bound, lines)) if german else lines
