"""A release as mail (RFC 5322): the text, and the HTML beside it; nothing attached.

Text first, because who reads it decides in seconds, and on a small screen. The HTML
goes without its JSON-LD: mail programs distrust a letter that holds a script.
"""

import hashlib
import re

from notifications.mail import Draft, nowhere, tame
from notifications.page import Page
from notifications.setting import announced
from notifications.typography import harmless

_SCRIPT = re.compile(r"<script\b.*?</script>\n?", re.DOTALL)


def key(page: Page, version: int) -> str:
    """What the Message-ID is made of: the same for one version of a release, for good.

    A mail program that is sent it twice can tell; a correction is another message.
    """
    text = f"release\n{page.identity}\n{page.language}\n{version}"
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()


def draft(
    page: Page,
    text: str,
    html: str,
    version: int,
    to_name: str = "",
    to_address: str = "",
) -> Draft:
    """The message to one recipient; to an address that leads nowhere if none is given.

    `text` and `html` are the frames of the page. Its subject is the headline: that of a
    correction says so, that of an unreleased text begins with ENTWURF (DRAFT), and the
    marks stand in both bodies. `mail.composed` makes bytes of it, and refuses
    what would bring a header of its own.
    """
    issuer = tame(harmless(page.issuer))
    return Draft(
        key=key(page, version),
        to_name=tame(harmless(to_name)) or issuer,
        to_address=to_address or nowhere("press"),
        subject=tame(announced(page)),
        text=text,
        html=_SCRIPT.sub("", html),
        language=page.language,
        from_name=issuer,
    )
