"""Releases as the record holds them: read, proved on the way, and written on.

`publicity` tells what their entries add up to, `clearance` what may follow.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from definitions.sentences import Problem, sentence, shortened
from workflow.clearance import told, why_not
from workflow.course import Step
from workflow.entries import entry_of
from workflow.errors import ItemMoved, RecordDamaged, Refused
from workflow.history import Entry, not_yet
from workflow.publicity import RELEASE, Life, after, row_of
from workflow.store import Transaction
from workflow.unit import Unit

_PREFIX = "PM"  # Pressemitteilung


@dataclass(frozen=True, slots=True)
class Text:
    """A version of a release: its content (canonical JSON), and what that rests on.

    `day`: the day it bears; `bearing`: hashes of the entries that it states; `quoted`:
    keys of the offices whose words it repeats.
    """

    content: str
    day: date
    bearing: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """What is approved: sha256 of the content."""
        return hashlib.sha256(self.content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a release is: its kind, language, item and entry, or an earlier release."""

    kind: str
    language: str
    reference: str | None = None
    announced: int | None = None
    about: str | None = None


def life_of(tx: Transaction, release: str) -> Life:
    """A release as its entries tell it. Refused if unknown, RecordDamaged if broken."""
    try:
        life = told(story(tx, release))
    except (ValueError, KeyError):
        raise _damaged(release) from None
    if life is None:
        raise _unknown(tx, release)
    row = tx.one("release", release=release)
    if row != row_of(life):
        raise _damaged(release)
    return life


def content_at(tx: Transaction, seq: int) -> str:
    """The content (canonical JSON) that an entry of a release keeps."""
    for each in tx.all("words_at", seq=seq):
        if each["field"] == "content":
            return str(each["text"])
    raise _damaged(str(seq))


def story(tx: Transaction, release: str) -> list[Entry]:
    """The entries of a release with their notes and reasons, the oldest first."""
    words: dict[int, dict[str, str]] = {}
    for each in tx.all("words_of_release", release=release):
        words.setdefault(each["seq"], {})[each["field"]] = each["text"]
    rows = tx.all("entries_of_release", release=release)
    return [entry_of(row, words.get(row["seq"], {})) for row in rows]


def versions(tx: Transaction, release: str) -> list[tuple[int, int]]:
    """The versions of a release and the entry that holds each, the oldest first."""
    rows = tx.all("entries_of_release", release=release)
    entries = [entry_of(row, {}) for row in rows]
    made = [each for each in entries if "bearing" in each.content["facts"]]
    return [(each.content["facts"]["version"], each.seq) for each in made]


def within(work: Unit, release: str) -> Life:
    """The life inside a unit; ItemMoved if the person was shown another version."""
    life = life_of(work.tx, release)
    shown = work.act.expect
    if shown is not None and shown != life.version:
        raise ItemMoved(
            sentence(
                "{release} has changed since it was shown: you saw version {shown}, the"
                " newest is {version}. Nothing was recorded; look again with"
                " `laufzettel announce show {release}`.",
                release=release,
                shown=shown,
                version=life.version,
            )
        )
    return life


def write(
    work: Unit,
    life: Life | None,
    facts: Mapping[str, Any],
    words: Mapping[str, str],
    person: str,
) -> Entry:
    """Judge, record, and set the row to what the entries now say."""
    before = not_yet(RELEASE, facts, words=words)
    meant = replace(before, actor=person, recorded_at=work.act.now)
    if (reason := why_not(life, meant)) is not None:
        raise Refused(sentence("{reason}. Nothing was recorded.", reason=reason))
    entry = work.write(RELEASE, person, facts=facts, words=words)
    row = row_of(after(life, entry))
    if life is None:
        work.tx.change("add_release", **row)
    else:
        new = {f"new_{name}": value for name, value in row.items()}
        for fixed in ("id", "item_id", "kind", "language", "announced"):
            del new[f"new_{fixed}"]
        work.tx.change("set_release", release=life.id, **new)
    work.tx.change("add_release_entry", seq=entry.seq, release_id=row["id"])
    return entry


def verb_of(life: Life, verb: str) -> dict[str, Any]:
    """What every entry says that speaks of a release."""
    return {
        "release": life.id,
        "verb": verb,
        "version": life.version,
        "content": life.content,
    }


def still_borne(steps: Iterable[Step], bearing: Sequence[str]) -> bool:
    """Whether entries still say what a text states: none corrected, none struck."""
    wanted = set(bearing)
    standing = [set(each.hashes) for each in steps if wanted & set(each.hashes)]
    return set().union(*standing) == wanted


def next_number(tx: Transaction, day: date) -> str:
    """The next free identity of a year: PM-2021-0001."""
    begin = f"{_PREFIX}-{day.year:04}-"
    taken = [row["id"] for row in tx.all("release_numbers", pattern=f"{begin}%")]
    numbers = [int(each.removeprefix(begin)) for each in taken]
    return f"{begin}{max(numbers, default=0) + 1:04}"


def check_number(tx: Transaction, release: str, day: date) -> None:
    """Raises ItemMoved if a number is not the next one any more."""
    if next_number(tx, day) != release:
        raise ItemMoved(
            sentence(
                "The number {release} was taken meanwhile. Nothing was recorded; repeat"
                " the command.",
                release=release,
            )
        )


def check_unmoved(seen: Life, life: Life) -> None:
    """Raises ItemMoved if a release is not the one any more that was read."""
    if (seen.version, seen.public_version) != (life.version, life.public_version):
        raise ItemMoved(
            sentence(
                "{release} has been changed while it was written anew. Nothing was"
                " recorded; repeat the command.",
                release=life.id,
            )
        )


def _unknown(tx: Transaction, release: str) -> Problem:
    known = [row["id"] for row in tx.all("releases")]
    near = get_close_matches(release, known, n=3)
    if near:
        return Refused(
            sentence(
                "There is no release {release}. Near it: {near}.",
                release=shortened(release),
                near=tuple(near),
            )
        )
    return Refused(
        sentence(
            "There is no release {release}. `laufzettel announce list` shows all.",
            release=shortened(release),
        )
    )


def _damaged(release: str) -> RecordDamaged:
    return RecordDamaged(
        sentence(
            "What the record says of the release {release} contradicts itself. Nothing"
            " was recorded; `laufzettel verify` tells more.",
            release=release,
        )
    )
