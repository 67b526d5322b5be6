"""Proof-reading: does a text still say what the record says?

Asked by people (`announce check`), and at the moment of publication. A text that is not
public has to be true now: in what it states, in what it says is coming, and in the
releases that it names. Of one that is public only what it states counts: what came
afterwards has not made it wrong.
"""

from dataclasses import dataclass
from datetime import date

from definitions.sentences import Sentence, sentence
from notifications import archive, composing, contents, typed
from notifications.composing import Source, Wanted
from notifications.contents import Content, Difference
from notifications.plain import packed
from notifications.typed import Typed
from workflow import lives
from workflow.docket import slip
from workflow.errors import Refused
from workflow.publicity import Life
from workflow.store import Transaction


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with the newest text of a release, as the record stands.

    `corrected`: an entry that it states was corrected or struck; `differences` are the
    facts that are others now, `gaps` why they cannot be stated any more.
    """

    life: Life
    corrected: bool
    differences: tuple[Difference, ...] = ()
    gaps: tuple[Sentence, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether the text must not go out as it is, or be corrected if it is out."""
        return bool(self.corrected or self.differences or self.gaps)


def check(tx: Transaction, life: Life) -> Checked:
    """Hold the newest text of a release against the record."""
    corrected = not borne(tx, life, life.bearing)
    old = archive.content_of(tx, life)
    try:
        source = source_of(tx, life, old, None, old.page.release_day)
    except Refused as refusal:
        return Checked(life, corrected, gaps=refusal.sentences)
    new = packed(source.gathered.facts)
    found = contents.differences(old.facts, new, public=is_public(life))
    return Checked(life, corrected, found)


def is_public(life: Life) -> bool:
    """Whether the newest text is the one that is public."""
    return life.public_version is not None and life.content_seq == life.public_seq


def borne(tx: Transaction, life: Life, bearing: tuple[str, ...]) -> bool:
    """Whether the entries still stand that a text states."""
    if life.item is None:
        return True
    row = tx.one("item_by_id", item=life.item)
    steps = slip(tx, str(row["reference"])).steps if row else ()
    return lives.still_borne(steps, bearing)


def why_stale(tx: Transaction, life: Life) -> Sentence | None:
    """Why the newest text of a release must not go out; None if it may."""
    if not check(tx, life).stale:
        return None
    return sentence(
        "{release} states what the record no longer says. `laufzettel announce check"
        " {release}` names it; `laufzettel announce edit {release}` writes it anew",
        release=life.id,
    )


def source_of(
    tx: Transaction, life: Life, old: Content, written: Typed | None, day: date
) -> Source:
    """What a new version of a release would be written from, on the day it bears."""
    row = tx.one("item_by_id", item=life.item) if life.item else None
    wanted = Wanted(
        language=life.language,
        day=day,
        reference=str(row["reference"]) if row and life.about is None else None,
        kind=life.kind,
        entry=life.announced,
        about=life.about,
        reason=_reason(old),
        release=life.id,
        issuer=old.page.issuer,
    )
    return composing.read(tx, wanted, written or typed.read(old.typed))


def _reason(old: Content) -> str | None:
    """Why an earlier release was withdrawn, where this one tells of that."""
    told = old.facts.get("fields", {}).get("reason")
    return None if told is None else str(told)
