"""Letters: what stands in them, to whom they go, and that both formats say the same."""

import html
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from definitions.values import CLOCK
from notifications import digests, enclosure, occasions
from notifications.delivery import Outgoing
from notifications.digests import Line, Posting
from notifications.mail import Addresses
from notifications.occasions import Gathering
from tests.notifications import lines
from tests.notifications.lines import CLERK, TODAY, later, letter, record
from tests.notifications.mailbox import at, read, term, text_of
from tests.notifications.wire import Entity, strictly
from tests.worlds import World
from workflow.directory import Recipient
from workflow.errors import Refused

GOLDEN = Path(__file__).parent / "golden"
HEAD = {"seq": 104, "hash": "9f3c21ab" * 8, "log": "log"}
ENGLISH = replace(CLERK, language="en")


@pytest.fixture
def told(world: World) -> list[Line]:
    """Lines of every kind and urgency."""
    return record(world)


def opened(message: Outgoing) -> Entity:
    return strictly(message.content.encode())


def text_in(message: Outgoing) -> str:
    return opened(message).leaves[0].text


def page_in(message: Outgoing) -> str:
    return opened(message).leaves[1].text


def events_in(message: Outgoing) -> list[str]:
    plain = opened(message).leaves[2].text.replace("\r\n ", "").replace("\r\n", "\n")
    return re.findall(r"BEGIN:VEVENT\n(.*?)END:VEVENT", plain, re.DOTALL)


def uids_in(message: Outgoing) -> set[str]:
    return {uid for each in events_in(message) for uid in re.findall("UID:(.*)", each)}


def only(told: list[Line], name: str) -> Line:
    """The first line of a duty of this name (an office term: with this reason)."""
    return next(each for each in told if name in (each.duty.name, each.duty.about))


@pytest.mark.parametrize("kind", ["digest", "urgent"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_letter_is_the_one_that_was_approved(
    world: World,
    told: list[Line],
    kind: str,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for place in (digests, occasions):
        monkeypatch.setattr(place, "head_of", lambda tx: HEAD)
    found = told if kind == "digest" else [only(told, "cosignature_term")]
    (message,) = letter(world, found, replace(CLERK, language=language), kind)
    name = f"{kind}.{language}"
    assert text_in(message) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert page_in(message) == (GOLDEN / f"{name}.html").read_text(encoding="utf-8")
    mail = (GOLDEN / f"{name}.eml").read_text(encoding="utf-8")
    assert message.content.replace("\r\n", "\n") == mail


@pytest.mark.parametrize("language", ["de", "en"])
def test_text_and_page_say_the_same(
    world: World, told: list[Line], language: str
) -> None:
    (message,) = letter(world, told, replace(CLERK, language=language), more=2)
    text = re.sub(r"^-+\n", "", text_in(message), flags=re.MULTILINE)
    text = re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE)
    page = page_in(message).partition("<body>")[2].replace("</th><td>", ": ")
    plain = html.unescape(re.sub(r"<[^>]*>", "", page))
    assert plain.split() == text.replace("\u00a0", " ").split()


class Outline(HTMLParser):
    """The elements of a page; what is opened has to be closed, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for each, attributes in self.found if each == tag]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_can_be_read_aloud(
    world: World, told: list[Line], language: str
) -> None:
    (message,) = letter(world, told, replace(CLERK, language=language))
    page = Outline(page_in(message))
    assert page.all("html") == [{"lang": language}]
    assert len(page.all("h1")) == 1
    assert len(page.all("h2")) == 4
    assert len(page.all("h3")) == len(told)
    assert page.all("th")
    assert all(each == {"scope": "row"} for each in page.all("th"))
    assert not {"img", "script", "link", "a"} & {tag for tag, _ in page.found}


@pytest.mark.parametrize(
    ("names", "kind", "number", "subject"),
    [
        (("answer_term",), "digest", 1, "Frist 06.03.2023 überschritten: Antwortfrist"),
        (("cosignature_term",), "digest", 1, "Frist 09.03.2023: Mitzeichnungsfrist – "),
        (("opinion",), "digest", 1, "Beteiligung 14.03.2023: Stellungnahme – S-2023-0"),
        ((lines.REASON,), "digest", 1, "Wiedervorlage 16.03.2023: Vermerk des Refe"),
        (
            ("answer_term", "cosignature_term"),
            "digest",
            1,
            "Fristen am 09.03.2023: 1 überfällig, 1 heute",
        ),
        (
            ("cosignature_term", "opinion", lines.REASON),
            "digest",
            2,
            "Fristen am 09.03.2023: 1 heute, 2 demnächst (2. Teil)",
        ),
        (
            ("answer_term", "cosignature_term"),
            "urgent",
            1,
            "Dringend: 1 überfällig, 1 heute",
        ),
        (
            ("answer_term", "cosignature_term"),
            "urgent",
            3,
            "Dringend: 1 überfällig, 1 heute (3. Nachricht heute)",
        ),
        (
            ("cosignature_term",),
            "urgent",
            1,
            "Dringend: Frist 09.03.2023: Mitzeichnungsfrist – S-2023-0001 Bericht",
        ),
    ],
)
def test_the_subject_tells_how_much_is_how_urgent(
    world: World,
    told: list[Line],
    names: tuple[str, ...],
    kind: str,
    number: int,
    subject: str,
) -> None:
    found = [only(told, name) for name in names]
    (message,) = letter(world, found, CLERK, kind, number)
    assert message.subject.startswith(subject)
    if len(names) > 1:  # what is counted is all there is to say
        assert message.subject == subject
    assert read(message.content.encode())["Subject"] == message.subject


def test_the_most_urgent_comes_first_and_the_oldest_of_it(
    world: World, told: list[Line]
) -> None:
    (message,) = letter(world, reversed([later(each, 10) for each in told]))
    text = text_in(message)
    overdue, again = text.split("Weiterhin offen und überfällig")
    days = re.findall(r"Letzter Tag: \w+, (\d\d)\.03\.2023", overdue)
    assert days == ["06", "09", "14", "15", "16"]
    assert "03.03.2023" in again
    for absent in ("Heute", "Demnächst"):
        assert absent not in text


def test_a_late_reminder_says_by_how_much_and_why(
    world: World, told: list[Line]
) -> None:
    found = only(told, lines.REASON)
    (message,) = letter(world, [found])
    said = " ".join(text_in(message).split())
    assert "kommt 3 Tage verspätet (vorgesehen: 06.03.2023)." in said
    assert "Die Wiedervorlage wurde erst am 08.03.2023 eingetragen." in said
    assert message.late_days == 3
    assert letter(world, told)[0].late_days == 3  # the latest of all
    (on_the_day,) = letter(world, [replace(found, set_on=found.occurrence)])
    assert "erst am" not in text_in(on_the_day), "it was entered in time"
    (early,) = letter(world, [replace(found, set_on=date(2023, 3, 1))])
    said = " ".join(text_in(early).split())
    assert "kommt 3 Tage verspätet" in said
    assert "erst am" not in said


def test_whoever_has_two_roles_reads_of_a_duty_once_and_of_the_escalation(
    world: World, told: list[Line]
) -> None:
    escalated = only(told, "answer_term")
    plain = replace(escalated, stage="after")
    for twice in ([plain, escalated], [escalated, plain]):
        (message,) = letter(world, twice)
        assert text_in(message).count("Antwortfrist – S-2023-0001\n") == 1
        assert "Eskalation" in text_in(message)
        assert message.subject.startswith("Frist ")


@pytest.mark.parametrize(
    ("by", "german", "english"),
    [
        (0, "(heute)", "(today)"),
        (1, "(gestern abgelaufen)", "(ended yesterday)"),
        (2, "(vor 2 Tagen abgelaufen)", "(ended 2 days ago)"),
        (31, "(vor 31 Tagen abgelaufen)", "(ended 31 days ago)"),
    ],
)
def test_a_term_ends_with_its_last_day_and_not_before(
    world: World, told: list[Line], by: int, german: str, english: str
) -> None:
    """BGB § 188: on the day after it, what ended yesterday is over since midnight."""
    found = later(only(told, "cosignature_term"), by)
    for to, said in ((CLERK, german), (ENGLISH, english)):
        (message,) = letter(world, [found], to)
        assert f"09.03.2023 {said}" in text_in(message).replace(
            "9 March 2023", "09.03.2023"
        )


def keeping(line: Line, *events: str, outcomes: tuple[str, ...] = ()) -> Line:
    """The same deadline, kept by these events; they have these outcomes."""
    duty = line.duty
    assert duty.rule is not None
    ruled = {
        name: each.model_copy(update={"outcomes": outcomes if name in events else ()})
        for name, each in duty.path.events.items()
    }
    path = duty.path.model_copy(update={"events": ruled})
    rule = duty.rule.model_copy(update={"met_by": events})
    return replace(line, duty=replace(duty, path=path, rule=rule))


@pytest.mark.parametrize(
    ("events", "outcomes", "german", "command"),
    [
        (("answer",), (), "Als erledigt eintragen:", "answer"),
        (("answer",), ("given",), "Als erledigt eintragen:", "answer"),
        (
            ("answer",),
            ("given", "refused"),
            "Als erledigt eintragen:",
            "answer --outcome OUTCOME",
        ),
        (
            ("decide", "answer", "ask"),
            (),
            "Als erledigt eintragen, zum Beispiel:",
            "answer",  # nothing can be decided before it is answered
        ),
        (("decide",), (), "Als erledigt eintragen:", "decide"),
    ],
)
def test_a_letter_brings_the_command_that_keeps_a_deadline(
    world: World,
    told: list[Line],
    events: tuple[str, ...],
    outcomes: tuple[str, ...],
    german: str,
    command: str,
) -> None:
    found = keeping(only(told, "answer_term"), *events, outcomes=outcomes)
    (message,) = letter(world, [found])
    wanted = f"   {german}\n     laufzettel advance S-2023-0001 {command}\n"
    assert wanted in text_in(message)
    (english,) = letter(world, [found], ENGLISH)
    assert ("Record that it is done, for example:" in text_in(english)) is (
        len(events) > 1
    )


def test_what_nobody_can_record_or_a_statement_keeps_has_no_such_command(
    world: World, told: list[Line]
) -> None:
    by_answer = keeping(only(told, "cosignature_term"), "answer")
    (message,) = letter(world, [by_answer])
    assert "Als erledigt" not in text_in(message)
    assert "Stellungnahme eintragen:" in text_in(message)
    for events in ((), ("answer",)):
        found = keeping(only(told, "answer_term"), *events)
        path = found.duty.path
        clock = {
            name: each.model_copy(update={"by": (CLOCK,)})
            for name, each in path.events.items()
        }
        clocked = path.model_copy(update={"events": clock})
        found = replace(found, duty=replace(found.duty, path=clocked))
        (message,) = letter(world, [found])
        assert "Als erledigt" not in text_in(message)


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_not_named_is_counted_and_can_be_looked_up(
    world: World, told: list[Line], language: str
) -> None:
    to = replace(CLERK, language=language)
    (message,) = letter(world, told, to, more=20)
    text, page = text_in(message), page_in(message)
    words = {
        "de": (
            "21 weiterhin offen",
            "überfällig (21)",
            "… und 20 weitere überfällige:",
        ),
        "en": ("21 still open", "overdue (21)", "… and 20 more overdue:"),
    }[language]
    assert words[0] in message.subject
    for said in words[1:]:
        assert said in text
        assert said in page
    assert f"{words[2]} laufzettel due\n" in text
    assert f"<p>{words[2]} <code>laufzettel due</code></p>" in page
    (whole,) = letter(world, told, to)
    assert "laufzettel due" not in whole.content
    (event,) = letter(world, told, to, more=20, posting=Posting(channels=("webhook",)))
    assert json.loads(event.content)["data"]["more_overdue"] == 20


def test_a_letter_about_one_duty_and_others_unnamed_is_not_about_one(
    world: World, told: list[Line]
) -> None:
    (message,) = letter(world, [only(told, "cosignature_term")], more=3)
    assert message.subject == "Fristen am 09.03.2023: 1 heute, 3 weiterhin offen"
    assert "… und 3 weitere überfällige: laufzettel due\n" in text_in(message)


def test_a_term_without_a_last_day_is_left_out(world: World, told: list[Line]) -> None:
    found = only(told, "answer_term")
    undated = replace(found, duty=replace(found.duty, due=None))
    assert letter(world, [undated]) == []
    (message,) = letter(world, [undated, only(told, "opinion")])
    assert "Antwortfrist" not in message.content
    assert len(events_in(message)) == 2  # the opinion, and the plan of its item


def test_a_last_day_that_is_not_exact_is_told_so(
    world: World, told: list[Line]
) -> None:
    found = only(told, "answer_term")
    (message,) = letter(
        world, [replace(found, duty=replace(found.duty, precision="at_latest"))]
    )
    assert "Letzter Tag: spätestens Montag, 06.03.2023" in text_in(message)


def test_a_term_before_a_sitting_says_whose(world: World, told: list[Line]) -> None:
    found = only(told, "answer_term")
    (message,) = letter(
        world, [replace(found, duty=replace(found.duty, body="senate"))]
    )
    assert "Vor der Sitzung: Senat\n" in text_in(message)
    assert "Angefragt" not in text_in(message)


def test_the_calendar_holds_nothing_that_is_over_or_was_given_up(
    world: World, told: list[Line]
) -> None:
    found = only(told, "cosignature_term")
    (before,) = letter(world, [later(found, 12)])  # on the day of the planned sitting
    assert len(events_in(before)) == 2
    (after,) = letter(world, [later(found, 13)])
    assert len(events_in(after)) == 1
    world.advance("S-2023-0001", "withdraw", "2023-03-08")
    (ended,) = letter(world, [replace(found, item=world.slip("S-2023-0001"))])
    assert "text/calendar" not in ended.content


def test_a_deadline_without_a_source_is_called_that_of_its_path(
    world: World, told: list[Line]
) -> None:
    found = only(told, "answer_term")
    assert found.duty.rule is not None
    rule = found.duty.rule.model_copy(update={"basis": ()})
    (message,) = letter(world, [replace(found, duty=replace(found.duty, rule=rule))])
    assert "Rechtsgrundlage: Frist des Verfahrenswegs „Erinnern“" in text_in(message)


def test_lines_have_72_columns_whatever_is_typed_but_commands_stay_whole(
    world: World,
) -> None:
    told = record(world, "Ü" * 300, "ein Wort " * 60)
    for to in (CLERK, ENGLISH):
        for line in text_in(letter(world, told, to)[0]).splitlines():
            assert len(line) <= 72 or line.startswith("     laufzettel ")


def test_a_mailbox_without_a_name_is_called_as_the_path_calls_it(
    world: World, told: list[Line]
) -> None:
    def name(to: Recipient) -> str:
        found = read(letter(world, told, to)[0].content.encode())["To"].addresses
        return f"{found[0].display_name} {found[0].addr_spec}"

    assert name(CLERK) == "Büro clerk@laufzettel.invalid"
    assert name(ENGLISH) == "clerk clerk@laufzettel.invalid"
    body = Recipient("body:interior", None, "post@innen.example")
    assert name(body) == "Inneres post@innen.example"
    person = Recipient("person:5f", "Dr. Ayşe Müller", "a.mueller@senat.example")
    assert name(person) == "Dr. Ayşe Müller a.mueller@senat.example"
    assert name(Recipient("role:gone", None, None)) == "gone gone@laufzettel.invalid"


def test_the_address_of_a_role_is_not_that_of_a_body_of_the_same_name(
    world: World, told: list[Line]
) -> None:
    posting = Posting(Addresses(of_role={"interior": "amt@senat.example"}))
    for subject, address in (
        ("role:interior", "amt@senat.example"),
        ("body:interior", "interior@laufzettel.invalid"),
        ("person:interior", "interior@laufzettel.invalid"),
    ):
        (message,) = letter(
            world, told, Recipient(subject, None, None), posting=posting
        )
        assert message.recipient == address


def test_an_address_that_is_none_is_refused(world: World, told: list[Line]) -> None:
    with pytest.raises(Refused, match="no mail address"):
        letter(world, told, replace(CLERK, address="a@b.example\r\nBcc: x@y.example"))


def test_one_letter_is_one_message_on_each_channel(
    world: World, told: list[Line]
) -> None:
    known = Addresses("senat.example", {"clerk": "buero@senat.example"})
    posting = Posting(known, ("folder", "smtp", "webhook"))
    found = letter(world, told, posting=posting)
    assert [each.channel for each in found] == ["folder", "smtp", "webhook"]
    assert len({each.letter for each in found}) == 1
    assert len({each.key for each in found}) == 3
    assert len({each.message_id for each in found}) == 3
    assert [each.recipient for each in found] == [
        *("buero@senat.example", "buero@senat.example", "webhook")
    ]
    assert {each.kind for each in found} == {"digest"}
    assert read(found[1].content.encode())["Message-ID"] == found[1].message_id


def test_the_webhook_gets_the_same_facts_as_data(
    world: World, told: list[Line]
) -> None:
    (message,) = letter(world, told, posting=Posting(channels=("webhook",)))
    event = json.loads(message.content)
    assert event["id"] == message.key
    assert event["type"] == "laufzettel.digest"
    data = event["data"]
    assert (data["recipient"], data["day"]) == ("role:clerk", TODAY.isoformat())
    said = {
        (each["reference"], each["kind"], each["name"], each["due"], each["group"])
        for each in data["lines"]
    }
    assert said == {
        ("S-2023-0001", "deadline", "answer_term", "2023-03-06", "overdue"),
        ("S-2023-0001", "deadline", "cosignature_term", "2023-03-09", "today"),
        ("S-2023-0001", "consultation", "opinion", "2023-03-14", "coming"),
        ("S-2023-0002", "deadline", "answer_term", "2023-03-15", "coming"),
        ("S-2023-0002", "office_term", "term-2", "2023-03-16", "coming"),
        ("S-2023-0002", "office_term", "term-1", "2023-03-03", "again"),
    }
    first = data["lines"][0]
    assert (first["stage"], first["moved_from"]) == ("escalation", "2023-03-02")
    assert first["title"] == lines.TITLE


def test_keys_hold_no_instant_and_differ_by_kind_day_part_and_recipient(
    world: World, told: list[Line]
) -> None:
    def keys(**said: Any) -> tuple[str, str]:
        (message,) = letter(world, told, **said)
        return message.letter, message.key

    found = [
        keys(),
        keys(kind="urgent"),
        keys(number=2),
        keys(day=date(2023, 3, 10)),
        keys(to=Recipient("role:lead", None, None)),
    ]
    assert len(set(found)) == 5
    term(world, "S-2023-0002", "2023-04-30")  # the record goes on
    assert keys() == found[0]


def differing(one: str, other: str) -> list[str]:
    """The lines of the first that stand otherwise in the second."""
    mine, theirs = one.split("\r\n"), other.split("\r\n")
    assert len(mine) == len(theirs)
    return [mine for mine, their in zip(mine, theirs, strict=True) if mine != their]


@pytest.mark.parametrize("language", ["de", "en"])
def test_only_date_and_state_of_the_record_hang_on_when_it_was_written(
    world: World, told: list[Line], language: str
) -> None:
    to = replace(CLERK, language=language)
    (before,) = letter(world, told, to)
    assert letter(world, told, to) == [before]
    term(world, "S-2023-0002", "2023-04-30")
    with world.store.reading() as tx:
        now = at(TODAY.isoformat(), 17)
        (after,) = digests.letters(tx, to, told, "digest", TODAY, 1, Posting(), now)
    date_line, text, page = differing(before.content, after.content)
    assert date_line.startswith("Date: ")
    state = {"de": "Stand der Akte: Eintrag ", "en": "State of the record: entry "}
    assert text.startswith(state[language])
    assert page == text


def test_the_calendar_moves_what_was_exported_before(
    world: World, told: list[Line]
) -> None:
    """The same UIDs as those of `calendar export`, and the plans of the items."""
    (message,) = letter(world, told)
    assert enclosure._calendars is not None
    with world.store.reading() as tx:
        known = {
            enclosure._calendars.uid(each.key)
            for reference in ("S-2023-0001", "S-2023-0002")
            for each in Gathering(tx).of_item(reference)
        }
    assert uids_in(message) == known
    assert len(known) == len(told) + 1
    (one,) = letter(world, [only(told, "cosignature_term")])
    assert uids_in(one) < known
    assert [re.findall("SUMMARY:(.*)", each)[0] for each in events_in(one)] == [
        *(
            "S-2023-0001: Mitzeichnungsfrist\\, Inneres",
            "S-2023-0001: planned: Beschluss",
        )
    ]


def test_the_calendar_speaks_the_language_of_its_reader(
    world: World, told: list[Line]
) -> None:
    spoken: list[str] = []

    def translate(text: str, language: str) -> str:
        spoken.append(language)
        return text.replace("planned", "geplant")

    posting = Posting(translate=translate)
    (message,) = letter(world, told, posting=posting)
    assert "SUMMARY:S-2023-0001: geplant: Beschluss" in "\n".join(events_in(message))
    assert set(spoken) == {"de"}


def test_without_the_extra_there_is_no_calendar_and_nothing_else_is_missing(
    world: World, told: list[Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    (whole,) = letter(world, told)
    monkeypatch.setattr(enclosure, "_calendars", None)
    (without,) = letter(world, told)
    assert opened(without)["Content-Type"].startswith("multipart/alternative;")
    assert [each.text for each in opened(without).leaves] == [
        text_in(whole),
        page_in(whole),
    ]


def test_a_program_reads_the_text_and_offers_the_days(
    world: World, told: list[Line]
) -> None:
    (message,) = letter(world, told)
    found = read(message.content.encode())
    assert found.get_content_type() == "multipart/mixed"
    assert text_of(found) == text_in(message)
    (attached,) = found.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "PUBLISH"
    assert attached.get_filename() == "fristen.ics"
    assert found["Content-Language"] == "de"


def test_markup_and_template_language_are_plain_text(world: World) -> None:
    title = "<b>{{ 7 * 7 }}</b> & {% for %} {{ ''.__class__ }}"
    reason = '`rm -rf` "$(x)" <script>alert(1)</script> &amp; None'
    (message,) = letter(world, record(world, title, reason))
    text = " ".join(text_in(message).split())
    assert title in text
    assert reason in text
    page = page_in(message)
    assert html.escape(reason) in page.replace("&#34;", "&quot;")
    assert not {"b", "script"} & {tag for tag, _ in Outline(page).found}
