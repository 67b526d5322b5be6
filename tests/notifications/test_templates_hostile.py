"""Nothing that is typed is carried out, and no template reaches out of its process.

26 payloads, as data and as templates; a plain Jinja2 shows that they would work, were
it not for the sandbox. Six templates that never end or eat memory.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from time import monotonic

import pytest
from jinja2 import Environment

from definitions.sentences import Problem
from notifications.facts import Notice
from notifications.kiln import Fired, Job, fired, fired_all, request
from notifications.moulds import moulds
from notifications.oven import Oven
from notifications.page import Link, Page, Quote
from notifications.plain import Unfilled
from notifications.samples import samples
from notifications.typography import NBSP
from tests.notifications.firing import DAY, own, page, write

CANARY = "laufzettel-canary"
GLOBALS = "__init__.__globals__"
ATTRIBUTE = "|attr('__init__')|attr('__globals__')|attr('__getitem__')"
_TOUCH = f"system('touch {CANARY}')"
_WRITE = f"open('{CANARY}','w').close()"
_MODULE = f"a()._module.__builtins__.{_WRITE}"
PAYLOADS = [
    # the globals of Jinja2 lead to os
    f"{{{{ cycler.{GLOBALS}.os.{_TOUCH} }}}}",
    f"{{{{ joiner.{GLOBALS}.os.{_TOUCH} }}}}",
    f"{{{{ namespace.{GLOBALS}.os.{_TOUCH} }}}}",
    f"{{{{ lipsum.__globals__.os.{_TOUCH} }}}}",
    f"{{{{ lipsum.__globals__['os'].{_TOUCH} }}}}",
    f"{{{{ cycler['__init__']['__globals__'].os.{_TOUCH} }}}}",
    f"{{{{ cycler{ATTRIBUTE}('os').{_TOUCH} }}}}",
    f"{{% set a = cycler.{GLOBALS} %}}{{{{ a.os.{_TOUCH} }}}}",
    f"{{% for a in [lipsum] %}}{{{{ a.__globals__.os.{_TOUCH} }}}}{{% endfor %}}",
    f"{{{{ lipsum['__glo' ~ 'bals__'].os.{_TOUCH} }}}}",
    f"{{{{ lipsum['\\x5f\\x5fglobals\\x5f\\x5f'].os.{_TOUCH} }}}}",
    # the template itself does
    f"{{{{ self.{GLOBALS}.__builtins__.{_WRITE} }}}}",
    f"{{{{ self._TemplateReference__context.cycler.{GLOBALS}.os.{_TOUCH} }}}}",
    f"{{% macro m() %}}{{% endmacro %}}{{{{ m.{GLOBALS}.__builtins__.{_WRITE} }}}}",
    f"{{% for a in [1] %}}{{{{ loop.{GLOBALS}.__builtins__.{_WRITE} }}}}{{% endfor %}}",
    f"{{{{ nothing.{GLOBALS}.__builtins__.{_WRITE} }}}}",
    f"{{{{ title.__init__.__class__.__base__.__subclasses__()[0].{_WRITE} }}}}",
    "{% for a in ().__class__.__base__.__subclasses__() %}"
    f"{{% if a.__name__ == 'catch_warnings' %}}{{{{ {_MODULE} }}}}"
    "{% endif %}{% endfor %}",
    # formats, filters, files
    "{{ '{0.__class__.__base__}'.format(title) }}",
    "{{ '{a.__class__}'.format_map({'a': title}) }}",
    "{{ '%s' | format(title.__class__.__base__) }}",
    "{{ ['{0.__class__}'] | map('format', title) | list }}",
    "{{ title | attr('__class__') }}",
    "{% include '/etc/passwd' %}",
    "{% extends '../../../../etc/passwd' %}",
    f"{{% import 'os' as os %}}{{{{ os.{_TOUCH} }}}}",
]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where a payload would leave its mark."""
    monkeypatch.chdir(tmp_path)
    yield
    for found in (Path(CANARY), Path("/", CANARY)):
        found.unlink(missing_ok=True)


def canary() -> bool:
    return any(found.exists() for found in (Path(CANARY), Path("/", CANARY)))


def test_there_are_26_and_each_is_another() -> None:
    assert len(set(PAYLOADS)) == 26


def test_without_the_sandbox_they_work() -> None:
    """So that the tests below can fail: most leave their mark, the others tell."""
    worked = []
    for payload in PAYLOADS:
        Path(CANARY).unlink(missing_ok=True)
        try:
            told = Environment(autoescape=True).from_string(payload).render(title="T")
        except Exception:  # no loader, no such name
            told = ""
        worked.append(canary() or "class" in told)
    assert worked.count(True) >= 18


def test_as_templates_of_an_office_all_are_refused(tmp_path: Path) -> None:
    jobs = [
        own(tmp_path / "own", f"own{number}", f"Ein Satz. {payload}")
        for number, payload in enumerate(PAYLOADS)
    ]
    done = fired_all(jobs)
    assert [str(each) for each in done if not isinstance(each, Problem)] == []
    assert not canary()
    assert "root:" not in "".join(map(str, done))


@pytest.mark.parametrize("frame", ["text", "html"])
def test_nor_do_they_work_in_frames(tmp_path: Path, frame: str) -> None:
    job = Job(replace(page("own", "Ein Satz."), headline="Titel"))
    for number, payload in enumerate(PAYLOADS[:: 5 if frame == "text" else 6]):
        folder = tmp_path / str(number)
        write(folder, f"{frame}/release.jinja", f"{{{{ page.title }}}} {payload}")
        (done,) = fired_all([replace(job, folders=(folder,))])
        assert isinstance(done, Problem)
    assert not canary()


def test_as_data_they_are_printed_as_they_are() -> None:
    notice = samples("notice")[0]
    assert isinstance(notice, Notice)
    jobs = [
        Job(
            replace(
                page("notice", f"Absatz {payload}"),
                quotes=(Quote(f"Wer {payload}", f"Was {payload}"),),
                links=(Link(f"Wo {payload}", "https://example.org/"),),
                note=(f"Hinweis {payload}",),
                contact=(f"Kontakt {payload}",),
            ),
            replace(notice, headline=payload, paragraphs=(f"Text {payload}",)),
        )
        for payload in PAYLOADS
    ]
    for payload, done in zip(PAYLOADS, fired_all(jobs), strict=True):
        assert isinstance(done, Fired)
        assert done.page.headline == payload
        assert done.page.paragraphs == (f"Text {payload}", f"Absatz {payload}")
        for words in (payload, f"Text {payload}", f"Was {payload}", f"Wo {payload}"):
            assert _bare(words) in _bare(done.text)
            assert _bare(words) in _bare(read(done.html).text)
    assert not canary()


LOOPS = "".join(f"{{% for a{n} in '{'x' * 60}' %}}" for n in range(8))
BOMBS = {
    "nested loops": LOOPS + "{% endfor %}" * 8,
    "a long text": "{{ 'a' * 10 ** 9 }}",
    "a large number": "{{ 10 ** (10 ** 7) }}",
    "a macro in itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a long row": "{{ range(10 ** 9) | join }}",
    "memory": "{% set a = 'xxxxxxxx' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    # and more of them
    "doubled": "{% set a = 'xxxxxxxx' %}" + "{% set a = a + a %}" * 40 + "{{ a }}",
    "a wide number": "{{ '%1000000000d' % 1 }}",
    "joined": "{% set a = 'xxxxxxxxxxxxxxxx' %}" + "{% set a = a | join(a) %}" * 8,
    "itself": "{% include 'itself.jinja' %}",
    "parentheses": "{{ " + "(" * 9000 + "1" + ")" * 9000 + " }}",
    "output": LOOPS + "ein Satz" + "{% endfor %}" * 8,
}
REASONS = {
    "nested loops": "longer than it may",
    "memory": "more memory",
    "doubled": "more memory",
    "output": "256 KiB",
    "a macro in itself": "itself without end",
    "itself": "itself without end",
}


def test_what_never_ends_or_eats_memory_is_stopped_within_three_seconds(
    tmp_path: Path,
) -> None:
    names = {name: name.replace(" ", "_") for name in BOMBS}
    jobs = {name: own(tmp_path, names[name], text) for name, text in BOMBS.items()}
    good = own(tmp_path, "good", "Ein Satz.")
    texts = {name: mould.text for name, mould in moulds([tmp_path]).items()}
    with Oven(texts) as oven:
        for name, job in jobs.items():
            assert oven.ask(request(good))["text"], "a process that has begun"
            begun = monotonic()
            with pytest.raises(Unfilled):
                oven.ask(request(job))
            assert monotonic() - begun < 3, name


def test_and_the_others_are_set_all_the_same(tmp_path: Path) -> None:
    good = own(tmp_path, "good", "Ein Satz.")
    for name in ("memory", "output", "a macro in itself"):
        bad = own(tmp_path, "bad", BOMBS[name])
        first, failed, last = fired_all([good, bad, good])
        assert isinstance(first, Fired)
        assert last == first
        assert REASONS[name] in str(failed)
        assert "bad.jinja" in str(failed)


TITLES = [
    "Bund & Land",
    "<script>alert(1)</script>",
    "</title></head><body onload=alert(1)>",
    "<!-- --> <![CDATA[ ]]> &lt;b&gt; &amp;amp;",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }} {% raw %} {# #} ${7*7}",
    "1. September 2021: Beginn",
    "- Aufzählung",
    "From here on",
    "=?utf-8?q?x?=",
    "Straße 北京 עברית",
    "X" * 300,
    "Wort " * 60,
    "</script><script>",
]


class _Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(name.startswith("on") for name, _ in attrs)
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> _Read:
    reader = _Read()
    reader.feed(html)
    reader.close()
    return reader


def _bare(text: str) -> str:
    return "".join(text.replace(NBSP, " ").split())


def test_hostile_titles_are_words_and_nothing_else() -> None:
    notice = samples("notice")[0]
    assert isinstance(notice, Notice)

    def about(title: str) -> Job:
        facts = replace(notice, headline=title, paragraphs=(title,))
        quotes = (Quote(title, title),)
        return Job(replace(page("notice", title), quotes=quotes), facts)

    plain, *done = fired_all([about("Titel"), *map(about, TITLES)])
    assert isinstance(plain, Fired)
    for title, each in zip(TITLES, done, strict=True):
        assert isinstance(each, Fired)
        assert each.page.headline.replace(NBSP, " ") == title.strip()
        found = read(each.html)
        assert found.tags == read(plain.html).tags, "no tag came with it"
        for shown in (each.text, found.text):
            assert _bare(shown).count(_bare(title)) >= 4


def test_marks_of_direction_are_shown_and_do_not_turn_the_page() -> None:
    turned = replace(page("own", "rot \u202etbew\u202c \x1b[31m\x07"), headline="Titel")
    done = fired(Job(turned))
    for shown in (done.text, done.html):
        assert not set("\u202e\u202c\x1b\x07") & set(shown)
        assert "\\u202e" in shown


def test_linked_data_ends_where_its_script_ends() -> None:
    hostile = "</script><script>alert(1)</script><!-- \u2028"
    found: Page = replace(page("own", hostile), headline=hostile)
    html = fired(Job(found)).html
    before, _, after = html.partition('<script type="application/ld+json">')
    assert "<script" not in before
    data, _, rest = after.partition("</script>")
    assert "</script>" not in rest
    assert json.loads(data)["headline"].startswith("</script><script>")
    assert DAY.isoformat() in html
