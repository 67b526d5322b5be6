"""The life of a release (Pressemitteilung), told by its entries. Pure.

    draft -> in_review -> approved -> embargoed -> published -> corrected
      ^          |           |           |             |            |
      +- return, edit -------+-----------+        correct (a new version)
    every state -> withdrawn

Approvals hold for one version, by the hash of its content: an edit makes a new version,
and nobody has approved that. What may follow what is judged by `clearance`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from workflow.history import Entry
from workflow.store import Row

RELEASE = (
    "release"  # the kind of the entries, and the part that the press office approves
)
ELSEWHERE = "elsewhere"  # said of what was published without this program
QUOTE = "quote:"  # begins the name of the part that a quoted office approves
WRITERS = ("press", "clerk", "lead")  # roles that may write a release
PRESS = ("press",)  # the role that may let one go
DRAFT, IN_REVIEW, APPROVED = "draft", "in_review", "approved"
EMBARGOED, PUBLISHED, CORRECTED = "embargoed", "published", "corrected"
WITHDRAWN = "withdrawn"
UNRELEASED = frozenset({DRAFT, IN_REVIEW, APPROVED, EMBARGOED})
PUBLIC = frozenset({PUBLISHED, CORRECTED})

_NEXT: Mapping[str, str] = {  # what a person would do in a state
    DRAFT: "announce submit",
    IN_REVIEW: "announce approve",
    APPROVED: "announce publish",
    EMBARGOED: "announce publish",
    PUBLISHED: "announce correct",
    CORRECTED: "announce correct",
    WITHDRAWN: "announce show",
}


@dataclass(frozen=True, slots=True)
class Approval:
    """Who released which part of the present version (`release`, `quote:OFFICE`)."""

    part: str
    person: str
    seq: int


@dataclass(frozen=True, slots=True)
class Life:
    """A release as its entries add up to now.

    `bearing` are the hashes of the entries that the text states, `quoted` the offices
    whose words it repeats. `authors` have touched the text since it was last public:
    none of them can release it. `reviewers` names for each part who may. `cleared`: the
    version that is public was released here, and not only published elsewhere.
    """

    id: str
    item: str | None
    kind: str
    language: str
    announced: int | None
    about: str | None
    state: str
    version: int
    content: str
    content_seq: int
    day: date
    bearing: tuple[str, ...]
    quoted: tuple[str, ...]
    authors: frozenset[str]
    seq: int
    reviewers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()
    embargo_at: datetime | None = None
    embargo_event: str | None = None
    public_version: int | None = None
    public_content: str | None = None
    public_seq: int | None = None
    public_bearing: tuple[str, ...] = ()
    public_day: date | None = None
    public_versions: tuple[int, ...] = ()  # that were public, the newest last
    last_version: int = 1  # the highest number; of a correction given up, too
    cleared: bool = False
    published_at: datetime | None = None
    modified_at: datetime | None = None
    url: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that somebody has to release before the text can go out."""
        return (*(QUOTE + each for each in self.quoted), RELEASE)

    @property
    def open_parts(self) -> tuple[str, ...]:
        """The parts that nobody has released yet."""
        given = {each.part for each in self.approvals}
        return tuple(each for each in self.parts if each not in given)

    @property
    def next_command(self) -> str:
        """What a person would do next, as it is typed."""
        return f"laufzettel {_NEXT[self.state]} {self.id}"


def after(life: Life | None, entry: Entry) -> Life:
    """The life after an entry that could be recorded."""
    facts = entry.content["facts"]
    if life is None:
        return _drafted(entry, facts)
    return replace(_ACTS[facts["verb"]](life, entry, facts), seq=entry.seq)


def _drafted(entry: Entry, facts: Mapping[str, Any]) -> Life:
    return Life(
        id=facts["release"],
        item=facts.get("item"),
        kind=facts["kind"],
        language=facts["language"],
        announced=facts.get("announced"),
        about=facts.get("about"),
        state=DRAFT,
        authors=frozenset({entry.actor}),
        seq=entry.seq,
        **_text(entry, facts),
    )


def _text(entry: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "version": facts["version"],
        "content": facts["content"],
        "content_seq": entry.seq,
        "day": date.fromisoformat(facts["day"]),
        "bearing": tuple(facts["bearing"]),
        "quoted": tuple(facts["quoted"]),
    }


_UNAPPROVED: Mapping[str, Any] = {
    "reviewers": {},
    "approvals": (),
    "embargo_at": None,
    "embargo_event": None,
}


def _rewritten(life: Life, entry: Entry, facts: Mapping[str, Any]) -> Life:
    text = _text(entry, facts)
    authors = life.authors | {entry.actor}
    text["last_version"] = facts["version"]
    return replace(life, state=DRAFT, authors=authors, **text, **_UNAPPROVED)


def _submitted(life: Life, _: Entry, facts: Mapping[str, Any]) -> Life:
    named = {part: tuple(each) for part, each in facts["reviewers"].items()}
    return replace(life, state=IN_REVIEW, reviewers=named)


def _approved(life: Life, entry: Entry, facts: Mapping[str, Any]) -> Life:
    given = [Approval(part, entry.actor, entry.seq) for part in facts["parts"]]
    kept = [each for each in life.approvals if each.part not in facts["parts"]]
    life = replace(life, approvals=(*kept, *given))
    return life if life.open_parts else replace(life, state=APPROVED)


def _returned(life: Life, _: Entry, __: Mapping[str, Any]) -> Life:
    if life.state != DRAFT or life.public_content is None or life.public_seq is None:
        return replace(life, state=DRAFT, **_UNAPPROVED)
    corrected = len(life.public_versions) > 1  # the correction alone is given up
    return replace(
        life,
        state=CORRECTED if corrected else PUBLISHED,
        version=life.public_versions[-1],
        content=life.public_content,
        content_seq=life.public_seq,
        bearing=life.public_bearing,
        day=life.public_day or life.day,
        quoted=(),
        authors=frozenset(),
        **_UNAPPROVED,
    )


def _scheduled(life: Life, _: Entry, facts: Mapping[str, Any]) -> Life:
    at = facts.get("at")
    return replace(
        life,
        state=EMBARGOED,
        embargo_at=None if at is None else datetime.fromisoformat(at),
        embargo_event=facts.get("event"),
    )


def _made_public(life: Life, entry: Entry, facts: Mapping[str, Any]) -> Life:
    first = life.public_version is None
    return replace(
        life,
        state=PUBLISHED if first else CORRECTED,
        public_version=life.version,
        public_content=life.content,
        public_seq=life.content_seq,
        public_bearing=life.bearing,
        public_day=life.day,
        public_versions=(*life.public_versions, life.version),
        cleared=not life.open_parts and not facts.get(ELSEWHERE),
        published_at=entry.recorded_at if first else life.published_at,
        modified_at=entry.recorded_at,
        url=entry.words.get("url", life.url),
        authors=frozenset(),
    )


def _located(life: Life, entry: Entry, _: Mapping[str, Any]) -> Life:
    return replace(life, url=entry.words["url"])


def _withdrawn(life: Life, entry: Entry, _: Mapping[str, Any]) -> Life:
    public = life.public_version is not None
    changed = entry.recorded_at if public else life.modified_at
    return replace(life, state=WITHDRAWN, modified_at=changed, **_UNAPPROVED)


_ACTS: Mapping[str, Callable[[Life, Entry, Mapping[str, Any]], Life]] = {
    "edit": _rewritten,
    "correct": _rewritten,
    "submit": _submitted,
    "approve": _approved,
    "return": _returned,
    "schedule": _scheduled,
    "publish": _made_public,
    "locate": _located,
    "withdraw": _withdrawn,
}


def row_of(life: Life) -> Row:
    """The row of the table `release` that repeats a life."""
    return {name: getattr(life, attribute) for name, attribute in _COLUMNS.items()}


_SAME = (
    *("id", "kind", "language", "announced", "state", "version", "content", "day"),
    *("content_seq", "embargo_at", "embargo_event", "public_version", "public_seq"),
    *("published_at", "modified_at", "url", "seq"),
)
_COLUMNS: Mapping[str, str] = {**{each: each for each in _SAME}, "item_id": "item"}
