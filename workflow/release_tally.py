"""What the entries about releases add up to, proved one by one.

That nobody released a text of their own, that what went out was released to the letter,
and that it stated what the record said at that moment.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from definitions.sentences import sentence
from workflow.clearance import why_not
from workflow.entries import Wrong, need
from workflow.history import EXPIRY, Entry
from workflow.lives import still_borne
from workflow.localtime import local_day
from workflow.portfolios import office_of
from workflow.publicity import ELSEWHERE, PRESS, QUOTE, RELEASE, WRITERS, Life, after
from workflow.tally import Replay
from workflow.walk import walk

_BY_WRITERS = frozenset({"draft", "edit", "correct", "submit"})
_BY_PRESS = frozenset({"schedule", "publish", "locate", "withdraw"})


def release(replay: Replay, entry: Entry) -> None:
    """Something happened to a release."""
    facts = entry.content["facts"]
    named, verb = facts["release"], facts["verb"]
    life = replay.releases.get(named)
    if (reason := why_not(life, entry)) is not None:
        raise Wrong(reason)
    _check_rights(replay, entry, life)
    if "bearing" in facts:
        _check_text(replay, entry, life)
    if verb == "submit":
        _check_spokespersons(replay, entry)
    if verb == "schedule" and life is not None:
        _check_event(replay, life, entry)
    if verb == "approve" and life is not None:
        _check_speaks(replay, entry, life)
    if verb == "publish" and life is not None:
        _check_public(replay, entry, life)
    replay.releases[named] = after(life, entry)
    replay.release_entries[entry.seq] = {"seq": entry.seq, "release_id": named}


def _check_rights(replay: Replay, entry: Entry, life: Life | None) -> None:
    facts = entry.content["facts"]
    verb = facts["verb"]
    if entry.actor == EXPIRY:
        need(verb == "publish", sentence("no end of a term brings such an entry about"))
    elif verb in _BY_WRITERS:
        replay.need_role(entry.actor, WRITERS)
    elif verb in _BY_PRESS or RELEASE in facts.get("parts", ()):
        replay.need_role(entry.actor, PRESS)
    elif verb == "return":
        _check_returned(replay, entry, life)


def _check_returned(replay: Replay, entry: Entry, life: Life | None) -> None:
    reviewers = life.reviewers.values() if life else ()
    if not any(entry.actor in persons for persons in reviewers):
        replay.need_role(entry.actor, PRESS)


def _check_text(replay: Replay, entry: Entry, life: Life | None) -> None:
    """The text is the one whose hash is on the chain; the entries it states stand."""
    facts = entry.content["facts"]
    content = entry.words.get("content")
    if content is not None:  # a text may have been erased
        made = hashlib.sha256(content.encode()).hexdigest()
        need(made == facts["content"], sentence("its text is not the one it names"))
        need(
            _told(content) == _meant(facts, life),
            sentence("its text is not of the release, the day or the offices it names"),
        )
    item = life.item if life else facts.get("item")
    _check_bearing(replay, item, facts["bearing"])
    announced = life.announced if life else facts.get("announced")
    if announced is not None:
        entries = replay.files[str(item)].entries
        need(
            0 < announced <= len(entries)
            and entries[announced - 1].hash in facts["bearing"],
            sentence("it does not rest on the entry that it announces"),
        )


Meant = tuple[str, str, str, set[str]]  # kind, language, day, quoted offices


def _meant(facts: Mapping[str, Any], life: Life | None) -> Meant:
    kind = life.kind if life else facts["kind"]
    language = life.language if life else facts["language"]
    return kind, language, facts["day"], set(facts["quoted"])


def _told(content: str) -> Meant | None:
    """What a text says of itself; None if it cannot be read."""
    try:
        told = json.loads(content)
        page = told["page"]["fields"]
        quoted = {each["fields"]["office"] for each in page["quotes"]}
        day = page["release_day"]["day"]
        if told["amended"] is not None:
            day = told["amended"]["day"]
        return page["kind"], page["language"], day, quoted - {None}
    except (ValueError, KeyError, TypeError):
        return None


def _check_bearing(replay: Replay, item: Any, bearing: Sequence[str]) -> None:
    """What a text states stood so when it was written, and when it went out."""
    if item is None:
        need(not bearing, sentence("it states entries of no item"))
        return
    file = replay.files.get(item)
    need(file is not None, sentence("its item is unknown"))
    assert file is not None
    steps = walk(file.path, file.entries).steps
    need(
        still_borne(steps, bearing),
        sentence("it states what the record did not say at that moment"),
    )


def _check_spokespersons(replay: Replay, entry: Entry) -> None:
    """Quotations were submitted to those alone who speak for the office."""
    for part, persons in entry.content["facts"]["reviewers"].items():
        need(
            bool(persons) and set(persons) <= replay.people.keys(),
            sentence("its reviewers are unknown"),
        )
        if part.startswith(QUOTE):
            key = part.removeprefix(QUOTE)
            speak = {
                each
                for (named, _), row in replay.offices.items()
                if named == key
                for each in office_of(row).spokespersons
            }
            need(
                set(persons) <= speak,
                sentence("its reviewers do not speak for the office that is quoted"),
            )


def _check_speaks(replay: Replay, entry: Entry, life: Life) -> None:
    """Whoever released a quotation spoke for the office on the day of the release."""
    for part in entry.content["facts"]["parts"]:
        key = part.removeprefix(QUOTE)
        if key != part:
            speak = {
                each
                for (named, _), row in replay.offices.items()
                if named == key and office_of(row).covers(life.day)
                for each in office_of(row).spokespersons
            }
            need(
                entry.actor in speak,
                sentence("its author did not speak for the office that is quoted"),
            )


def _check_event(replay: Replay, life: Life, entry: Entry) -> None:
    """An embargo waits for an event of the path that is still to come."""
    event = entry.content["facts"].get("event")
    if event is not None:
        file = replay.files.get(life.item or "")
        need(
            file is not None and event in file.path.events,
            sentence("the path has no event that it could wait for"),
        )
        assert file is not None
        steps = walk(file.path, file.entries).steps
        need(
            all(each.event != event for each in steps),
            sentence("the event that it waits for is recorded already"),
        )


def _check_public(replay: Replay, entry: Entry, life: Life) -> None:
    _check_bearing(replay, life.item, life.bearing)
    day = local_day(entry.recorded_at)
    said = entry.content["facts"].get(ELSEWHERE)
    need(
        day >= life.day if said else day == life.day,
        sentence("it went out on another day than the one it bears"),
    )
    event = life.embargo_event
    if entry.actor == EXPIRY and event is not None:
        file = replay.files.get(life.item or "")
        recorded = file is not None and any(
            each.event == event for each in walk(file.path, file.entries).steps
        )
        need(recorded, sentence("the event that it waited for is not recorded"))
