"""The archive: versions of releases as they were written, and as they may be shown."""

from dataclasses import replace
from datetime import date

from definitions.sentences import sentence
from notifications import contents
from notifications.contents import Content
from notifications.marks import marks, replaced
from notifications.page import Page
from workflow import lives
from workflow.errors import Refused
from workflow.publicity import WITHDRAWN, Life
from workflow.store import Transaction


def content_of(tx: Transaction, life: Life, version: int | None = None) -> Content:
    """A version of a release; the newest if none is named. Refused if unknown."""
    if version is None:
        return contents.restored(lives.content_at(tx, life.content_seq))
    known = dict(lives.versions(tx, life.id))
    if version not in known:
        raise Refused(
            sentence(
                "{release} has no version {version}; there are {known}.",
                release=life.id,
                version=version,
                known=tuple(known),
            )
        )
    return contents.restored(lives.content_at(tx, known[version]))


def page_of(tx: Transaction, life: Life, version: int | None = None) -> Page:
    """A version as it may be shown: what is not public bears its marks."""
    page = content_of(tx, life, version).page
    if _is_public(life, version) and life.cleared:
        return public_page(page, life)
    told = marks(life, page, elsewhere=_is_public(life, version))
    if version in life.public_versions[:-1]:
        told = replaced(page)
    return replace(page, marks=told, published_at=None, url=life.url)


def _is_public(life: Life, version: int | None) -> bool:
    """Whether a version is the one that is public; also while it is corrected."""
    if life.state == WITHDRAWN:
        return False
    newest = version is None and life.content_seq == life.public_seq
    return newest or (version is not None and version == life.public_version)


def public_page(page: Page, life: Life) -> Page:
    """A page with the instants at which it became public and was changed."""
    return replace(
        page,
        published_at=life.published_at,
        modified_at=life.modified_at,
        url=life.url,
    )


def published(
    tx: Transaction,
    day: date | None = None,
    language: str | None = None,
    most: int | None = None,
) -> list[Page]:
    """All public releases as they stand, or those of a day, in the order they came out.

    What was published elsewhere, and released by nobody here, is none of ours. `most`:
    only so many, those that were published or corrected last.
    """
    found: list[Page] = []
    for row in reversed(tx.all("public_contents")):
        page = contents.restored(row["text"]).page
        if day not in {None, page.release_day} or language not in {None, page.language}:
            continue
        life = lives.life_of(tx, row["id"])
        if life.cleared:
            found.append(public_page(page, life))
        if len(found) == most:
            break
    return sorted(found, key=lambda page: (page.published_at, page.identity))


def headlines(tx: Transaction) -> dict[str, str]:
    """The headline of the newest version of every release, by its number."""
    return {
        row["id"]: contents.restored(row["text"]).page.headline
        for row in tx.all("newest_contents")
    }
