"""What is shown of a release: its story for people, its data for programs."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from commands.answers import local_said
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from notifications.page import Page
    from notifications.presswork import Waiting
    from workflow.history import Entry
    from workflow.publicity import Life


def story(life: "Life", people: Mapping[str, str]) -> list[Sentence]:
    """What has become of a release, and what comes next."""
    from workflow.clearance import STATE_NAMES

    told = [
        sentence(
            "{release}, version {version}: {state}. Text: {hash}",
            release=life.id,
            version=life.version,
            state=STATE_NAMES[life.state],
            hash=life.content,
        )
    ]
    told += [
        sentence("Released: {part} by {name}", part=each.part, name=people[each.person])
        for each in life.approvals
    ]
    told += [
        sentence(
            "Still to be released: {part}, by {names}",
            part=part,
            names=tuple(people[each] for each in life.reviewers.get(part, ())),
        )
        for part in life.open_parts
        if life.state == "in_review"
    ]
    if life.url:
        told.append(sentence("Address: {url}", url=life.url))
    told.append(sentence("It states what these entries say:"))
    told += [sentence("  {hash}", hash=each) for each in life.bearing]
    return told


VERBS = {
    "draft": sentence("written"),
    "edit": sentence("changed"),
    "correct": sentence("correction written"),
    "submit": sentence("submitted"),
    "approve": sentence("released"),
    "return": sentence("given back"),
    "schedule": sentence("embargo set"),
    "publish": sentence("published"),
    "locate": sentence("address entered"),
    "withdraw": sentence("withdrawn"),
}


def told_of(entry: "Entry", people: Mapping[str, str]) -> Sentence:
    """What happened to a release, when, by whom, and what was noted with it."""
    facts, words = entry.content["facts"], entry.words
    note = words.get("note") or words.get("reason") or words.get("url")
    return sentence(
        "  {when}  {verb} (version {version}), {name}{note}",
        when=local_said(entry.recorded_at),
        verb=VERBS[facts["verb"]],
        version=facts["version"],
        name=people.get(entry.actor, sentence("by the clock")),
        note=f": {note}" if note else "",
    )


def story_data(entry: "Entry", people: Mapping[str, str]) -> dict[str, Any]:
    """The same as data."""
    facts = entry.content["facts"]
    return {
        "entry": entry.seq,
        "verb": facts["verb"],
        "version": facts["version"],
        "name": people.get(entry.actor),
        "recorded_at": entry.recorded_at,
        **{name: entry.words.get(name) for name in ("note", "reason", "url")},
    }


def life_data(life: "Life", people: Mapping[str, str]) -> dict[str, Any]:
    return {
        "release": life.id,
        "state": life.state,
        "version": life.version,
        "sha256": life.content,
        "entry_hashes": list(life.bearing),
        "open_parts": list(life.open_parts),
        "reviewers": {
            part: [people[each] for each in persons]
            for part, persons in life.reviewers.items()
        },
        "approvals": [
            {"part": each.part, "name": people[each.person], "entry": each.seq}
            for each in life.approvals
        ],
        "embargo_at": life.embargo_at,
        "embargo_event": life.embargo_event,
        "public_version": life.public_version,
        "published_at": life.published_at,
        "modified_at": life.modified_at,
    }


def page_data(page: "Page") -> dict[str, Any]:
    return {
        "kind": page.kind,
        "language": page.language,
        "day": page.release_day,
        "headline": page.headline,
        "kicker": page.kicker,
        "paragraphs": list(page.paragraphs),
        "quotes": [
            {"speaker": each.speaker, "text": each.text, "office": each.office}
            for each in page.quotes
        ],
        "note": list(page.note),
        "marks": list(page.marks),
        "url": page.url,
    }


def release_line(each: "Waiting") -> tuple[Sentence, str]:
    """A release that waits for somebody, and how to go on."""
    told = sentence("{release}: {why}", release=each.life.id, why=each.why)
    return told, shlex.join(("laufzettel", "announce", *each.words))


def release_data(each: "Waiting") -> dict[str, Any]:
    """The same as data."""
    life = each.life
    words = ["laufzettel", "announce", *each.words]
    return {
        "release": life.id,
        "state": life.state,
        "day": life.day,
        "why": each.why,
        "command": shlex.join(words),
    }


def releases_said(rows: Sequence[Mapping[str, Any]]) -> Iterator[Sentence | str]:
    """The releases of an item, on its slip."""
    from workflow.clearance import STATE_NAMES

    if rows:
        yield ""
        yield sentence("Releases:")
    for row in rows:
        yield sentence(
            "  {release}: {kind}, {day}, {state}",
            release=row["id"],
            kind=row["kind"],
            day=row["day"],
            state=STATE_NAMES[row["state"]],
        )


def of_item(row: Mapping[str, Any]) -> dict[str, Any]:
    """A release on the slip of its item, as data."""
    names = ("id", "kind", "language", "announced", "state", "day", "url")
    return {name: row[name] for name in names}
