"""What a frame shows, runs and loads: read again before anybody relies on it.

A frame must state every word of its page where a reader sees it, bring what machines
need (language, noindex, JSON-LD), run nothing, and load nothing from elsewhere. What
only an eye can see, such as white on white, is not found here. Pure.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from notifications.plain import Unfilled
from notifications.setting import Sheet

_Attributes = dict[str, str]

_VOID = frozenset(  # HTML Living Standard, 13.1.2
    [
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("source", "track", "wbr"),
    ]
)
_SILENT = frozenset(  # what stands in them is not shown, or not at once
    [
        *("title", "script", "style", "template", "noscript", "noframes", "noembed"),
        *("textarea", "select", "datalist", "details", "dialog", "object", "iframe"),
        *("frame", "canvas", "audio", "video", "svg", "math", "xmp", "plaintext"),
    ]
)
_OPEN_ENDED = frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "tbody", "option"))
_REACHING = frozenset(  # go on in the paragraph after the one they end in, 13.2.4.3
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strong", "u")
)
_LOADING = frozenset(
    ("src", "srcset", "poster", "data", "background", "ping", "action", "formaction")
)
_FOREIGN = frozenset(
    [
        *("iframe", "frame", "frameset", "object", "embed", "applet", "portal"),
        *("base", "form", "audio", "video"),
    ]
)
_LEADING = frozenset(("a", "area"))  # their href is where a reader may go
_NAMING = frozenset(("canonical", "alternate", "license", "author"))  # rel of a link
_INLINE = re.compile(r"data:image/[a-z+]+[;,]")
_HIDES = re.compile(  # in a style without blanks
    r"(?<![a-z-])(?:display:(?:none|var)|visibility:(?:hidden|collapse|var)"
    r"|content-visibility:|clip(?:-path)?:|color:transparent"
    r"|(?:opacity|font-size|(?:max-)?(?:height|width)|line-height):[0.]+(?![.0-9])"
    r"|(?:left|right|top|bottom|margin[a-z-]*|text-indent):-\d{3}|scale:0)"
    r"|scale\(0"
)
_LOADS = re.compile(r"@import|url\((?!#)[^)]*\)?|image-set\([^)]*\)?|//[^;}]*")


def inspected(text: str, html: str, told: Sheet, linked: str) -> None:
    """Find what both frames of a page leave out, hide or bring with them.

    `linked` is the JSON-LD of the page. Raises `Unfilled` with all of it.
    """
    view = _View(html)
    faults = [*_left_out("text/release.jinja", told, text, text)]
    leads = f"{view.seen}\n{view.leads}"
    faults += _left_out("html/release.jinja", told, view.seen, leads, view.unseen)
    for what, about in (*_unmachined(view, told, linked), *view.faults):
        faults.append(Unfilled(what, about, "html/release.jinja"))
    if faults:
        raise faults[0].with_others(faults[1:])


def shown(html: str) -> str:
    """The words of a page of HTML that a reader sees."""
    return _View(html).seen


def _left_out(
    place: str, told: Sheet, shown: str, leads: str, hidden: str = ""
) -> Iterator[Unfilled]:
    """Every word of the page stands in the frame, whatever is set around it.

    `leads`: where an address may stand, too. The first that is missing is named.
    """
    seen, unseen, addresses = map(_bare, (shown, hidden, leads))
    missing = [each for each in _to_state(told) if _bare(each) not in seen]
    missing += [each for each in _addresses(told) if _bare(each) not in addresses]
    for each in missing[:1]:
        yield Unfilled("hidden" if _bare(each) in unseen else "omission", each, place)


def _addresses(told: Sheet) -> Iterator[str]:
    links = (*told.links, *filter(None, [told.plain_language]))
    yield from (each.url for each in links)


def _to_state(told: Sheet) -> Iterator[str]:
    yield from told.marks  # first: the worst that can be left out
    yield from (told.headline, told.dateline, told.kicker, told.identity)
    yield from (*told.note, *told.paragraphs, *told.contact)
    for quote in told.quotes:
        yield from (quote.speaker, quote.said)
    for link in (*told.links, *filter(None, [told.plain_language])):
        yield link.text
    yield from told.imprint


def _bare(text: str) -> str:
    """Letters and digits alone: lines, quotation marks and dashes are the frame's."""
    return "".join(filter(str.isalnum, text))


def _unmachined(view: "_View", told: Sheet, linked: str) -> Iterator[tuple[str, str]]:
    """What machines need, and do not find."""
    if view.language.partition("-")[0].lower() != told.language:
        yield "speechless", told.language
    if not told.public and not view.noindex:
        yield "listed", ""
    if not _same_data(view.linked, linked):
        yield "unlinked", ""


def _same_data(found: list[str], linked: str) -> bool:
    try:
        return [json.loads(each) for each in found] == [json.loads(linked)]
    except ValueError:
        return False


class _View(HTMLParser):
    """A page as a browser would take it: what is seen, what is not, what is loaded."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._shown: list[str] = []
        self._hidden: list[str] = []
        self._leads: list[str] = []
        self._open: list[tuple[str, bool]] = []  # elements; whether one is hidden
        self._lost = False  # a hidden element ended where another one was open
        self._script: list[str] | None = None
        self._in_vain = False  # a script where nobody looks for one
        self.language, self.noindex = "", False
        self.linked: list[str] = []
        self.faults: dict[tuple[str, str], None] = {}
        self.feed(html)
        self.close()

    @property
    def seen(self) -> str:
        return "\n".join(self._shown)

    @property
    def leads(self) -> str:
        return "\n".join(self._leads)

    @property
    def unseen(self) -> str:
        return "\n".join(self._hidden)

    @property
    def _silent(self) -> bool:
        return self._lost or any(hidden for _, hidden in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said: _Attributes = {}
        for name, value in attrs:
            said.setdefault(name, value or "")  # of two, a browser takes the first
        self._look(tag, said)
        if tag == "script":
            self._script, self._in_vain = [], self._silent
        if tag not in _VOID:
            self._open.append((tag, _is_hidden(tag, said)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self.linked += [] if self._in_vain else ["".join(self._script)]
            self._script = None
        names = [name for name, _ in self._open]
        if tag not in names:
            return
        at = len(names) - 1 - names[::-1].index(tag)
        ended, inside = self._open[at], names[at + 1 :]
        nested = not inside or (_OPEN_ENDED.issuperset(inside) and tag not in _REACHING)
        self._lost |= ended[1] and not nested
        del self._open[at:]

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)
        elif self._open and self._open[-1][0] == "style":
            self._look_at_style(data, whole=True)
        elif not self._silent:
            self._shown.append(data)
        elif self._open[-1:] != [("title", True)]:  # which repeats what is shown
            self._hidden.append(data)

    def _look(self, tag: str, said: _Attributes) -> None:
        address = said.get("href", said.get("xlink:href", ""))
        if tag in _LEADING and not self._silent:
            self._leads.append(address)
        if tag == "html":  # of several, a browser takes the first that names one
            self.language = self.language or said.get("lang", "")
        if tag == "meta" and not self._silent:
            self._look_at_meta(said)
        self._look_at_style(said.get("style", ""), whole=False)
        for name in said:
            if name.startswith("on"):
                self._fault("foreign", name)
        for each in _loaded(tag, said):
            self._fault("foreign", each)
        if _leads_to_code(address):
            self._fault("foreign", address)

    def _look_at_meta(self, said: _Attributes) -> None:
        if said.get("http-equiv", "").lower() == "refresh":
            self._fault("foreign", "refresh")
        if said.get("name", "").lower() == "robots":
            self.noindex |= "noindex" in said.get("content", "").lower()

    def _look_at_style(self, style: str, *, whole: bool) -> None:
        plain = _plain_style(style)
        if found := _LOADS.search(plain):
            self._fault("foreign", found[0])
        if whole and (found := _HIDES.search(plain)):
            self._fault("hiding", found[0])

    def _fault(self, what: str, about: str) -> None:
        self.faults[what, about] = None


def _is_hidden(tag: str, said: _Attributes) -> bool:
    if tag in _SILENT:
        return not (tag in {"details", "dialog"} and "open" in said)
    unheard = said.get("aria-hidden", "").lower() == "true"
    return "hidden" in said or unheard or bool(_HIDES.search(_style_of(said)))


def _style_of(said: _Attributes) -> str:
    return _plain_style(said.get("style", ""))


def _plain_style(style: str) -> str:
    """A style as a browser reads it: no comments, escapes, blanks, inline pictures."""
    text = re.sub(r"/\*.*?(\*/|$)", "", style, flags=re.DOTALL)
    text = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", _unescaped, text)
    text = re.sub(r"\s|\\", "", text).lower()
    return re.sub(r"""url\(["']?data:image/[^)]*\)""", "", text)


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code < 0x110000 else ""


def _loaded(tag: str, said: _Attributes) -> Iterator[str]:
    """What an element brings from elsewhere, or runs."""
    if tag in _FOREIGN:
        yield tag
    if tag == "script" and said.get("type", "").lower() != "application/ld+json":
        yield tag
    for name in sorted(_LOADING.intersection(said)):
        if not (tag == "img" and name == "src" and _INLINE.match(said[name])):
            yield said[name] or name
    reached = said.get("href", said.get("xlink:href", ""))
    named = set(said.get("rel", "").lower().split())
    if tag == "link" and not (named and named <= _NAMING):
        yield reached or tag
    elif tag not in {*_LEADING, "link"} and reached and not reached.startswith("#"):
        yield reached


def _leads_to_code(address: str) -> bool:
    scheme = re.sub(r"[\s\x00-\x20]", "", address).lower()
    return scheme.startswith(("javascript:", "vbscript:", "data:"))
