"""The marks on what is not public: draft, embargo, withdrawal. Pure.

An embargo binds nobody by law: what protects a text is that it does not leave the
house. The mark says so to whoever is shown it.
"""

from datetime import datetime

from notifications.page import Page
from notifications.setting import WORDS
from notifications.typography import NBSP, english_date, long_date
from workflow.localtime import local
from workflow.publicity import EMBARGOED, WITHDRAWN, Life

_ELSEWHERE = {
    "de": "Anderswo veröffentlicht – hier nicht freigegeben",
    "en": "Published elsewhere – not released here",
}
_UNTIL = {"de": "Sperrfrist: {when}", "en": "Embargoed until {when}"}
_EVENT = {
    "de": "Sperrfrist: bis zur Eintragung von „{when}“",
    "en": "Embargoed until “{when}” is recorded",
}


def marks(
    life: Life | None, page: Page, event: str = "", *, elsewhere: bool = False
) -> tuple[str, ...]:
    """What stands on every page of a text that nobody has released here, or not yet.

    `event`: how the awaited one is called; `elsewhere`: it was published without this
    program, and the text here is not what was read there.
    """
    language = page.language
    if elsewhere:
        return (_ELSEWHERE[language],)
    if life is not None and life.state == WITHDRAWN:
        return (WORDS[language].gone,)
    if life is None or life.state != EMBARGOED:
        return (WORDS[language].draft,)
    if life.embargo_at is not None:
        return (_UNTIL[language].format(when=said(life.embargo_at, language)),)
    when = event or life.embargo_event or ""
    return (_EVENT[language].format(when=when),)


def replaced(page: Page) -> tuple[str, ...]:
    """What stands on a version that was public until it was corrected."""
    return (WORDS[page.language].replaced,)


def said(instant: datetime, language: str) -> str:
    """An instant as people read it: 3. August 2021, 12.00 Uhr."""
    there = local(instant)
    if language == "de":
        return f"{long_date(there.date())}, {there:%H.%M}{NBSP}Uhr"
    return f"{english_date(there.date())}, {there:%H:%M} {there:%Z}"
