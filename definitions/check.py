"""Whether the path that a definition describes can be walked, and says what it means.

Each rule is a small function from the definition to remarks; a remark names the key or
value it is about, and `check` turns it into a finding with line and column.
A clean definition has no findings; warnings alone do not stop it from being used.
"""

from collections.abc import Callable

from definitions.almanac import known
from definitions.belonging import belonging
from definitions.deadlines import deadlines
from definitions.findings import DefinitionBroken, Finding, in_order
from definitions.model import Definition, Loaded
from definitions.reachability import reachability
from definitions.references import announced, references
from definitions.remarks import Remark, Remarks, findings
from definitions.requirements import requirements
from definitions.sentences import sentence
from definitions.terms import terms
from definitions.validity import validity


def _calendars(path: Definition) -> Remarks:
    """The holidays of every calendar are known."""
    for name, each in path.deadlines.items():
        if each.calendar is not None and not known(each.calendar):
            what = sentence("no calendar of that name is known")
            hint = sentence("write a country, or a part of one, by its ISO code: DE-BE")
            yield Remark(("deadlines", name, "calendar"), what, hint)


_RULES: tuple[Callable[[Definition], Remarks], ...] = (
    references,
    belonging,
    validity,
    reachability,
    requirements,
    terms,
    deadlines,
    _calendars,
)


def check(
    loaded: Loaded, *, release_kinds: frozenset[str] | None = None
) -> tuple[Finding, ...]:
    """Everything that is wrong with the path, in the order of the file.

    `release_kinds` are the kinds of release that can be written; None leaves the
    announcements unchecked.
    """
    found = remarks(loaded.definition, release_kinds)
    return in_order(findings(found, loaded.file, loaded.places))


def remarks(path: Definition, release_kinds: frozenset[str] | None) -> Remarks:
    """What every rule has to say, in the order of the rules."""
    for rule in _RULES:
        yield from rule(path)
    if release_kinds is not None:
        yield from announced(path, release_kinds)


def sound(loaded: Loaded, *, release_kinds: frozenset[str] | None = None) -> Loaded:
    """The same definition, proven sound. Raises DefinitionBroken with all errors."""
    found = check(loaded, release_kinds=release_kinds)
    if errors := [each for each in found if each.severity == "error"]:
        raise DefinitionBroken(errors)
    return loaded
