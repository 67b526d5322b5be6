"""A small sound definition to be broken in one place, and what is found in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from definitions import proof
from definitions.check import check
from definitions.findings import DefinitionBroken, Finding
from definitions.loader import load

DOCUMENT = Path(__file__).parents[2] / "docs" / "definitions.md"
KINDS = frozenset({"formal_decision", "publication"})
Write = Callable[[str | bytes], Path]

SOUND = """\
definition: small
version: 2026-01
title: {de: Kleiner Weg, en: Small path}
valid_from: 2024-01-01
valid_to: 2030-12-31
zone: Europe/Berlin
sources:
  rules: Geschäftsordnung § 1
  old:
    text: Altes Gesetz
    valid_from: 2000-01-01
    valid_to: 2025-12-31
    replaced_by: new
  new: {text: Neues Gesetz, valid_from: 2026-01-01}
bodies:
  council: {de: Rat, en: council}
roles:
  lead: {de: Amt, en: office}
  clerk: {de: Büro, en: desk}
outcomes:
  adopted: {de: beschlossen, en: adopted}
  noted: {de: zur Kenntnis genommen, en: noted}
states:
  draft: {de: Entwurf, en: draft, initial: true}
  decided: {de: beschlossen, en: decided}
  published: {de: bekannt, en: published, final: true}
  withdrawn: {de: zurückgezogen, en: withdrawn, final: true}
events:
  decide:
    de: Beschluss
    en: decision
    body: council
    by: clerk
    moves:
      draft: decided
    outcomes: [adopted, noted]
    basis: [rules, old]
  publish:
    de: Bekanntmachung
    en: publication
    by: [clerk]
    moves:
      decided: published
    fields:
      medium: {de: Medium, en: medium}
  withdraw:
    de: Zurückziehung
    en: withdrawal
    by: [lead, clerk]
    moves:
      every_open_state: withdrawn
stations: [open, decide, publish]
announcements:
  decide: formal_decision
  publish: publication
opened_by: lead
"""


def edited(*changes: tuple[str, str]) -> str:
    """SOUND with each first text replaced by the second; each must be there."""
    text = SOUND
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def example() -> str:
    """The complete file of the documentation: it uses every key."""
    text = DOCUMENT.read_text("utf-8")
    return text[text.index("```yaml\n") + 8 :].split("```", 1)[0]


def altered(*changes: tuple[str, str]) -> str:
    """The example with each first text replaced by the second; each must be there."""
    text = example()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def proven(file: Path) -> tuple[Finding, ...]:
    """What `definition check` finds, in the form and in the path."""
    return proof.findings(str(file), release_kinds=KINDS)


def unmarked(text: str) -> tuple[str, str]:
    """The text without its mark », and `line:column` of where the mark stood."""
    before, after = text.split("»")
    lines = before.split("\n")
    return before + after, f"{len(lines)}:{len(lines[-1]) + 1}"


def refused(file: Path) -> tuple[Finding, ...]:
    """What the loader finds."""
    with pytest.raises(DefinitionBroken) as caught:
        load(file)
    return caught.value.findings


def checked(file: Path) -> tuple[Finding, ...]:
    """What the checker finds in a file that can be loaded."""
    return check(load(file), release_kinds=KINDS)


def brief(finding: Finding) -> str:
    """A finding without its file: `line:column: where: what; hint`."""
    return str(finding).removeprefix(f"{finding.file}:")


def line_of(text: str, part: str) -> int:
    """The line in which `part` first stands."""
    return text[: text.index(part)].count("\n") + 1
