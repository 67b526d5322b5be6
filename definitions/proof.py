"""Everything that is wrong with a file at once: with its form and with its path."""

from definitions.check import check, remarks
from definitions.complaints import complaints
from definitions.findings import Finding, in_order
from definitions.loader import faults, loaded, reading_of
from definitions.remarks import findings as placed
from definitions.repair import rest_of
from definitions.tree import Reading


def findings(
    name_or_path: str, *, release_kinds: frozenset[str] | None = None
) -> tuple[Finding, ...]:
    """What is to be mended in a shipped definition or a file, in the order of the file.

    Where the form is broken, the rest of the path is judged all the same; what may only
    follow from something that could not be read is left out. `release_kinds` as in
    `check`. Raises DefinitionUnknown or FileUnreadable.
    """
    reading, file = reading_of(name_or_path)
    broken = faults(reading, file)
    if not broken:
        return check(loaded(reading, file), release_kinds=release_kinds)
    return in_order([*broken, *_of_the_rest(reading, file, release_kinds, broken)])


def _of_the_rest(
    reading: Reading,
    file: str,
    release_kinds: frozenset[str] | None,
    broken: tuple[Finding, ...],
) -> tuple[Finding, ...]:
    rest = rest_of(reading)
    if rest is None:
        return ()
    said = {(each.line, each.column, each.where) for each in broken}
    trusted = filter(rest.trustworthy, remarks(rest.definition, release_kinds))
    found = [
        *complaints(rest.errors, file, rest.places),
        *placed(trusted, file, rest.places),
    ]
    return tuple(
        each for each in found if (each.line, each.column, each.where) not in said
    )
