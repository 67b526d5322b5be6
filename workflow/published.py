"""The statements of releases and offices, built from their tables; build time only."""

from sqlalchemy import insert, or_, select, update

from workflow.compiler import Executable, given, table
from workflow.release_tables import Office, Release, ReleaseEntry
from workflow.tables import Entry, Item, Words

release, release_entry, office = table(Release), table(ReleaseEntry), table(Office)
entry, words, item = table(Entry), table(Words), table(Item)

_CHANGING = [
    each
    for each in release.c
    if each.key not in {"id", "item_id", "kind", "language", "announced"}
]
_SPEAKS_OF = entry.join(release_entry, release_entry.c.seq == entry.c.seq)
_LISTED = select(release, item.c.reference).select_from(
    release.outerjoin(item, item.c.id == release.c.item_id)
)

PUBLISHED: dict[str, Executable] = {
    # releases
    "add_release": insert(release),
    "set_release": (
        update(release)
        .where(release.c.id == given("release"))
        .values({each.key: given(f"new_{each.key}") for each in _CHANGING})
    ),
    "release": select(release).where(release.c.id == given("release")),
    "releases": select(release).order_by(release.c.id),
    "releases_listed": _LISTED.order_by(release.c.id),
    "releases_of_item": (
        select(release).where(release.c.item_id == given("item")).order_by(release.c.id)
    ),
    "release_numbers": select(release.c.id).where(release.c.id.like(given("pattern"))),
    "embargoes": (
        select(release).where(release.c.state == "embargoed").order_by(release.c.id)
    ),
    "public_contents": (
        select(release.c.id, release.c.state, words.c.text)
        .select_from(release.join(words, words.c.seq == release.c.public_seq))
        .where(words.c.field == "content", release.c.state != "withdrawn")
        .order_by(release.c.modified_at, release.c.id)
    ),
    "newest_contents": (
        select(release.c.id, words.c.text)
        .select_from(release.join(words, words.c.seq == release.c.content_seq))
        .where(words.c.field == "content")
        .order_by(release.c.id)
    ),
    "add_release_entry": insert(release_entry),
    "release_entries": select(release_entry).order_by(release_entry.c.seq),
    "entries_of_release": (
        select(entry)
        .select_from(_SPEAKS_OF)
        .where(release_entry.c.release_id == given("release"))
        .order_by(entry.c.seq)
    ),
    # all but the contents of the versions, which are long
    "words_of_release": (
        select(words)
        .select_from(words.join(release_entry, release_entry.c.seq == words.c.seq))
        .where(
            release_entry.c.release_id == given("release"), words.c.field != "content"
        )
        .order_by(words.c.seq, words.c.field)
    ),
    # offices
    "add_office": insert(office),
    "set_office": (
        update(office)
        .where(office.c.key == given("named"), office.c.valid_from == given("from_day"))
        .values(
            valid_from=given("valid_from"),
            valid_to=given("valid_to"),
            person=given("person"),
            forms=given("forms"),
            style=given("style"),
            spokespersons=given("spokespersons"),
            seq=given("seq"),
        )
    ),
    "offices": select(office).order_by(office.c.key, office.c.valid_from),
    "offices_of": (
        select(office)
        .where(office.c.key == given("named"))
        .order_by(office.c.valid_from)
    ),
    "offices_on": (
        select(office)
        .where(
            office.c.valid_from <= given("day"),
            or_(office.c.valid_to.is_(None), office.c.valid_to >= given("day")),
        )
        .order_by(office.c.key)
    ),
}
