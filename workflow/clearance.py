"""What may happen to a release, and when: the one judge of acts and of `verify`. Pure.

Four eyes: nobody releases a text that they have written or changed. Whoever is quoted
releases the quotation, and the press office the whole.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from definitions.sentences import Sentence, sentence
from workflow.history import EXPIRY, Entry
from workflow.localtime import local_day
from workflow.publicity import (
    APPROVED,
    CORRECTED,
    DRAFT,
    ELSEWHERE,
    EMBARGOED,
    IN_REVIEW,
    PUBLIC,
    PUBLISHED,
    RELEASE,
    UNRELEASED,
    WITHDRAWN,
    Life,
    after,
)

_FROM: Mapping[str, frozenset[str]] = {  # the states in which an act is possible
    "edit": UNRELEASED,
    "submit": frozenset({DRAFT}),
    "approve": frozenset({IN_REVIEW}),
    "return": frozenset({IN_REVIEW, APPROVED, EMBARGOED}),
    "schedule": frozenset({APPROVED, EMBARGOED}),
    "publish": UNRELEASED,
    "locate": PUBLIC,
    "correct": PUBLIC,
    "withdraw": UNRELEASED | PUBLIC,
}
STATE_NAMES: Mapping[str, Sentence] = {
    DRAFT: sentence("a draft"),
    IN_REVIEW: sentence("in review"),
    APPROVED: sentence("approved"),
    EMBARGOED: sentence("embargoed"),
    PUBLISHED: sentence("published"),
    CORRECTED: sentence("published and corrected"),
    WITHDRAWN: sentence("withdrawn"),
}


def told(entries: Iterable[Entry]) -> Life | None:
    """The life that the entries of one release tell; None of none.

    Raises ValueError if they contradict each other, which no act allows.
    """
    life: Life | None = None
    for each in entries:
        if (reason := why_not(life, each)) is not None:
            raise ValueError(str(reason))
        life = after(life, each)
    return life


def why_not(life: Life | None, entry: Entry) -> Sentence | None:
    """Why an entry could not be recorded in this life, or None if it could."""
    facts, verb = entry.content["facts"], entry.content["facts"]["verb"]
    if life is None:
        return _why_not_begin(facts)
    if verb not in _FROM:
        return sentence("{release} exists already", release=life.id)
    if not _possible(life, verb):
        return not_in_this_state(life)
    if (reason := _of_another(life, verb, facts)) is not None:
        return reason
    if verb == "approve":
        return why_not_approve(life, entry.actor, facts["parts"])
    judge = {
        "submit": _why_not_submit,
        "schedule": _why_not_schedule,
        "publish": _why_not_publish,
    }.get(verb)
    return None if judge is None else judge(life, entry)


def _why_not_begin(facts: Mapping[str, Any]) -> Sentence | None:
    if facts["verb"] != "draft" or facts["version"] != 1:
        return sentence("it speaks of a release that is not there")
    if not facts["release"].startswith(f"PM-{facts['day'][:4]}-"):
        return sentence("its number is not of the year of the day it bears")
    return None


def _why_not_submit(life: Life, entry: Entry) -> Sentence | None:
    if set(entry.content["facts"]["reviewers"].get(RELEASE, ())) - life.authors:
        return None
    return sentence("nobody but its authors was to release the text (four eyes)")


def _why_not_schedule(life: Life, entry: Entry) -> Sentence | None:
    at = entry.content["facts"].get("at")
    if at is None:
        return None
    until = datetime.fromisoformat(at)
    if until <= entry.recorded_at:
        return sentence("its embargo was over already")
    if local_day(until) != life.day:
        return sentence("its embargo ends on another day than the one it bears")
    return None


def _possible(life: Life, verb: str) -> bool:
    """Of a public release the address can be told, and a correction be given up."""
    correcting = life.public_version is not None and life.state in UNRELEASED
    if correcting and verb == "locate":
        return True
    if correcting and verb == "return" and life.state == DRAFT:
        return True
    return life.state in _FROM[verb]


def _of_another(life: Life, verb: str, facts: Mapping[str, Any]) -> Sentence | None:
    anew = verb in {"edit", "correct"}
    if facts["version"] != (life.last_version + 1 if anew else life.version):
        return sentence("it speaks of another version of {release}", release=life.id)
    if not anew and facts.get("content", life.content) != life.content:
        return sentence("it speaks of another text of {release}", release=life.id)
    return None


def not_in_this_state(life: Life) -> Sentence:
    """What to say where an act does not fit the state of a release."""
    return sentence(
        "{release} is {state}; next: {command}",
        release=life.id,
        state=STATE_NAMES[life.state],
        command=life.next_command,
    )


def why_not_approve(life: Life, person: str, parts: Iterable[str]) -> Sentence | None:
    """Why a person cannot release parts of the text: four eyes, and named reviewers."""
    for part in parts:
        if part not in life.parts:
            return sentence("{release} has no part {part}", release=life.id, part=part)
        if person not in life.reviewers.get(part, ()):
            return sentence(
                "the text was not submitted to you for the part {part}", part=part
            )
        if part == RELEASE and person in life.authors:
            return sentence(
                "whoever has written or changed the text cannot release it (four eyes)"
            )
    return None


def _why_not_publish(life: Life, entry: Entry) -> Sentence | None:
    cleared = life.state in {APPROVED, EMBARGOED}
    if not cleared and not entry.content["facts"].get(ELSEWHERE):
        return not_in_this_state(life)
    if entry.actor != EXPIRY:
        return None
    if life.state != EMBARGOED:
        return sentence("nobody has set an embargo that could end")
    if life.embargo_at is not None and entry.recorded_at < life.embargo_at:
        return sentence("its embargo had not ended")
    return None


def open_to(life: Life, person: str) -> tuple[str, ...]:
    """The open parts that a person may release; the whole if none is theirs."""
    mine = [each for each in life.open_parts if person in life.reviewers.get(each, ())]
    if RELEASE in mine and person in life.authors and len(mine) > 1:
        mine.remove(RELEASE)
    return tuple(mine) or (RELEASE,)
