"""A frame of an office may look as it likes; it may not hide, load or run anything."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from notifications.filling import Filling
from notifications.kiln import reason
from notifications.moulds import moulds
from notifications.page import Page
from notifications.plain import Unfilled
from tests.notifications.firing import page

SHIPPED = {name: mould.text for name, mould in moulds().items()}
FRAME = "html/release.jinja"
MARKS = "{{ parts.marks(page) }}"
MARK = "Sperrfrist: 3. August 2021, 12.00 Uhr"
EMBARGOED = replace(page("own", "Ein Satz."), headline="Titel", marks=(MARK,))
INSTANT = datetime(2021, 8, 3, 10, tzinfo=UTC)
PUBLIC = replace(EMBARGOED, marks=(), published_at=INSTANT)
SAID = "{{ page.marks | join }}"


def framed(frame: str, said: Page = EMBARGOED) -> str:
    return Filling({**SHIPPED, FRAME: frame}, "de").framed(said)[1]


def faults(frame: str, said: Page = EMBARGOED) -> list[str]:
    """What is said against a frame, in sentences."""
    try:
        framed(frame, said)
    except Unfilled as error:
        both = (error, *error.others)
        return [str(reason(each)) for each in both if each.template == FRAME]
    return []


def without(words: str, instead: str = "") -> str:
    assert words in SHIPPED[FRAME]
    return SHIPPED[FRAME].replace(words, instead)


def added(words: str, before: str = "</head>") -> str:
    return without(before, words + before)


HIDDEN = [
    f"<p hidden>{SAID}</p>",
    f'<p style="display: none">{SAID}</p>',
    f'<p style="DISPLAY:/**/NONE">{SAID}</p>',
    f'<p style="d\\69 splay:none">{SAID}</p>',
    f'<p style="visibility:hidden">{SAID}</p>',
    f'<p style="opacity: 0.0">{SAID}</p>',
    f'<p style="font-size:0">{SAID}</p>',
    f'<p style="position:absolute;left:-9999px">{SAID}</p>',
    f'<p aria-hidden="true">{SAID}</p>',
    f"<div hidden><b>Ein Satz.</b><p>{SAID}</p></div>",
    f"<template><p>{SAID}</p></template>",
    f"<noscript><p>{SAID}</p></noscript>",
    f"<details><summary>Mehr</summary>{SAID}</details>",
    f"<dialog>{SAID}</dialog>",
    f"<textarea>{SAID}</textarea>",
]
NOT_SAID = [
    "",
    f"<!-- {SAID} -->",
    f'<a href="{SAID}">hier</a>',
    f'<p title="{SAID}">hier</p>',
    f'<img src="data:image/png;base64,AA==" alt="{SAID}">',
    f"<style>/* {SAID} */</style>",
    f'<input type="hidden" value="{SAID}">',
]


@pytest.mark.parametrize("frame", HIDDEN)
def test_a_mark_that_nobody_sees_is_refused(frame: str) -> None:
    assert f"it hides this: “{MARK}”" in faults(without(MARKS, frame))


@pytest.mark.parametrize("frame", ["<div hidden><i></div>", "<b hidden><p></b>"])
def test_where_elements_overlap_what_follows_counts_as_hidden(frame: str) -> None:
    """A browser goes on hiding it, or does not: nobody should have to know."""
    assert faults(without(MARKS, f"{frame}{SAID}"))


@pytest.mark.parametrize("frame", NOT_SAID)
def test_so_is_one_that_is_not_said(frame: str) -> None:
    assert f"it leaves out this: “{MARK}”" in faults(without(MARKS, frame))


@pytest.mark.parametrize(
    "frame",
    [
        f"<p>{SAID}</p>",
        f'<p style="color: #8a0000; opacity: 0.9; margin: 0 auto">{SAID}</p>',
        f"<details open><summary>Achtung</summary>{SAID}</details>",
        f"<div hidden>Nichts</div><p>{SAID}</p>",
    ],
)
def test_one_that_is_seen_is_not(frame: str) -> None:
    assert faults(without(MARKS, frame)) == []


FOREIGN = [
    '<script src="https://example.org/x.js"></script>',
    "<script>alert(1)</script>",
    '<img src="https://example.org/pixel.gif" alt="">',
    '<img src="/pixel.gif" alt="">',
    '<img srcset="https://example.org/a.png 2x" src="data:image/png;base64,AA" alt="">',
    '<link rel="stylesheet" href="https://example.org/x.css">',
    '<link rel="preload icon" href="//example.org/x">',
    '<iframe src="https://example.org/"></iframe>',
    '<object data="https://example.org/x"></object>',
    '<embed src="x">',
    '<base href="https://example.org/">',
    '<form action="https://example.org/"></form>',
    '<a ping="https://example.org/" href="https://example.org/">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<p onclick="alert(1)">x</p>',
    '<p style="background: url(https://example.org/x)">x</p>',
    "<style>@import 'https://example.org/x.css';</style>",
    "<style>p { background: image-set('https://example.org/x' 1x) }</style>",
    "<style>p { background: u\\72l(//example.org/x) }</style>",
    '<meta http-equiv="refresh" content="0; url=https://example.org/">',
    '<svg><image href="https://example.org/x.svg"/></svg>',
    '<svg><use xlink:href="https://example.org/x.svg#a"/></svg>',
]


@pytest.mark.parametrize("words", FOREIGN)
def test_nothing_is_run_and_nothing_loaded(words: str) -> None:
    for said in (EMBARGOED, PUBLIC):
        assert any("loads it from elsewhere" in each for each in faults(added(words)))
        assert faults(added(words), said)


HARMLESS = [
    '<img src="data:image/png;base64,iVBORw0KGgo=" alt="Wappen">',
    "<style>p { background: url('data:image/svg+xml;utf8,<svg xmlns=\"http://x\">') }"
    " a::before { content: '→' } @media print { a { color: #000 } }</style>",
    '<a href="https://www.berlin.de/">Berlin</a><a href="#oben">Nach oben</a>',
    '<link rel="alternate" href="https://www.berlin.de/feed" title="Feed">',
    "<style>.a { min-height: 0; border-width: 0; line-height: .9 }</style>",
    '<svg><use href="#wappen"/></svg>',
]


@pytest.mark.parametrize("words", HARMLESS)
def test_what_does_no_harm_may_stay(words: str) -> None:
    assert faults(added(words)) == faults(added(words), PUBLIC) == []


@pytest.mark.parametrize(
    "style",
    [".mark { display: none }", "@media all { .mark { visibility: hidden } }"],
)
def test_no_style_may_hide_words(style: str) -> None:
    (found,) = faults(added(f"<style>{style}</style>"))
    assert "it has a style that can hide words" in found


LINKED = '<script type="application/ld+json">{{ linked_data }}</script>'
HEAD = "{{ parts.head(page.title, page.public) }}"
ROBOTS = '<meta name="robots" content="noindex">'


@pytest.mark.parametrize(
    ("words", "instead", "why"),
    [
        (' lang="{{ page.language }}"', "", "does not name the language: lang “de”"),
        ("{{ page.language }}", "en", "does not name the language: lang “de”"),
        (LINKED, "", "lacks what machines read"),
        (LINKED, LINKED * 2, "lacks what machines read"),
        (LINKED, f"<template>{LINKED}</template>", "lacks what machines read"),
        ("{{ linked_data }}", '{"@type": "NewsArticle"}', "lacks what machines read"),
        (HEAD, "<title>x</title>", "it lacks noindex"),
        (HEAD, f"<title>x</title><!-- {ROBOTS} -->", "it lacks noindex"),
        (HEAD, f"<noscript>{ROBOTS}</noscript>", "it lacks noindex"),
    ],
)
def test_what_machines_need_is_there(words: str, instead: str, why: str) -> None:
    assert why in " ".join(faults(without(words, instead)))


def test_what_is_public_may_be_found() -> None:
    assert faults(without(HEAD, "<title>x</title>"), PUBLIC) == []


def test_all_that_is_wrong_is_said_at_once() -> None:
    both = added("<script>1</script>").replace(MARKS, "")
    found = faults(both.replace(LINKED, ""))
    assert len(found) == 3
