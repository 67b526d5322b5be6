"""Releases that announce no step: notices of the press office, and withdrawals.

They are bound to the opening of the item that they speak of, if there is one: that is
where its title comes from.
"""

from datetime import date

from definitions.sentences import sentence
from notifications.facts import Earlier, Item, Notice, Withdrawal
from notifications.gathering import Gathered
from notifications.grammar import Kind
from notifications.reading import Reading, issuer_of
from workflow.docket import Slip
from workflow.errors import Refused


def noticed(
    slip: Slip | None,
    *,
    headline: str | None,
    paragraphs: tuple[str, ...],
    release_day: date,
    head: str,
    head_seq: int | None = None,
    issuer: str | None = None,
    earlier: tuple[Earlier, ...] = (),
) -> Gathered:
    """The facts of a notice, written by hand; `issuer` begins a sentence.

    Without `issuer` it is the press office of the item's path, or of Berlin. Raises
    Refused if it has no headline or no paragraph.
    """
    _all_there(headline, paragraphs)
    item, hashes = _of_item(slip, release_day, "notice")
    facts = Notice(
        item=item,
        release_day=release_day,
        head=head,
        head_seq=head_seq,
        issuer=issuer or issuer_of(slip),
        headline=headline or "",
        paragraphs=tuple(paragraphs),
        earlier=earlier,
    )
    steps = slip.steps[:1] if slip else ()
    return Gathered("notice", facts, steps, None, hashes)


def withdrawing(
    slip: Slip | None,
    *,
    release: Earlier,
    reason: str,
    release_day: date,
    head: str,
    head_seq: int | None = None,
) -> Gathered:
    """The facts of the withdrawal of a published release.

    Raises Refused without a reason, and for a day before that of the release.
    """
    _can_be_taken_back(release, reason, release_day)
    item, hashes = _of_item(slip, release_day, "withdrawal")
    facts = Withdrawal(
        item=item,
        release_day=release_day,
        head=head,
        head_seq=head_seq,
        release=release,
        reason=ended(reason),
        issuer=issuer_of(slip),
    )
    steps = slip.steps[:1] if slip else ()
    return Gathered("withdrawal", facts, steps, None, hashes)


def ended(text: str) -> str:
    """A text that closes its sentence: it gets a full stop if it has no end."""
    text = text.strip()
    return text if text.rstrip("“‘").endswith((".", "!", "?")) else f"{text}."


def _all_there(headline: str | None, paragraphs: tuple[str, ...]) -> None:
    gaps = []
    if not (headline or "").strip():
        gaps.append(sentence("A notice has a headline of its own: add `headline`."))
    if not any(each.strip() for each in paragraphs):
        gaps.append(
            sentence("A notice is written by hand: add a paragraph to `paragraphs`.")
        )
    if gaps:
        raise Refused(*gaps)


def _can_be_taken_back(release: Earlier, reason: str, day: date) -> None:
    if not reason.strip():
        raise Refused(
            sentence("A withdrawal says why: add `--reason TEXT`, a whole sentence.")
        )
    if day < release.day:
        raise Refused(
            sentence(
                "The withdrawal cannot bear the day {day}: the release bears {first}.",
                day=day,
                first=release.day,
            )
        )


def _of_item(
    slip: Slip | None, day: date, kind: Kind
) -> tuple[Item | None, tuple[str, ...]]:
    if slip is None:
        return None, ()
    return Reading(slip, day).mentioned(kind), slip.steps[0].hashes
