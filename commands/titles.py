"""The command about the forms of a title: item titles.

A person at a terminal confirms each form, or types another; what is piped in confirms
nothing. Nothing is recorded before the last yes.
"""

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from commands import printing
from commands.answers import say_recorded
from commands.confirming import check_agreed
from commands.desk import Desk
from commands.frame import command, option
from commands.language import said
from commands.options import FILE, as_json, reference_argument, written
from definitions.sentences import Sentence, sentence
from workflow.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from notifications.grammar import Gender, Number
    from workflow.docket import Slip
    from workflow.store import Store

Forms = dict[str, str]
Parts = Mapping[str, Mapping[str, object]]
PARTS = ("document", "law")
ASKED = ("nom", "akk", "dat", "gen", "akk_bare", "dat_bare")
HEARD = {  # German, for the ear: the place in which a release puts the form
    "nom": "Auf der Tagesordnung: {form}",
    "akk": "Der Senat hat {form} beschlossen.",
    "dat": "Der Senat hat {form} zugestimmt.",
    "gen": "Der Wortlaut {form} steht fest.",
    "akk_bare": "Senat beschließt {form}",
    "dat_bare": "Senat stimmt {form} zu",
}


@command
@reference_argument
@option(
    "--file",
    metavar="FILE",
    type=FILE,
    help="A YAML file with the section document, and law; nothing is asked.",
)
@option(
    "--preview", is_flag=True, help="Only print the proposed forms, as such a file."
)
@option("--reason", metavar="TEXT", help="Why the forms are entered.")
@written
@as_json
def titles(
    desk: Desk,
    reference: str,
    file: str | None,
    preview: bool,
    reason: str | None,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> None:
    from workflow import access, docket

    if file is not None and preview:
        raise WrongUsage(sentence("--file and --preview exclude each other."))
    forms: Parts = _read(file) if file is not None else {}
    with desk.store() as store:
        with store.reading() as tx:
            slip = docket.slip(tx, reference)
            held = access.standing(tx, desk.act(store).identity)
        if preview or (as_json and file is None):
            _say_forms(slip, preview, as_json)
            return
        access.require(held, slip.definition.opened_by, slip.definition)
        if file is None:
            forms = _asked(slip)
            expect = slip.version if expect is None else expect
        act = desk.act(store, command_id, expect)
        answer = _record(store, act, slip, forms, reason)
    say_recorded(answer, as_json)


def _record(
    store: "Store",
    act: Any,
    slip: "Slip",
    forms: Parts,
    reason: str | None,
) -> dict[str, Any]:
    """Correct the opening: its particulars, with another document part, and law."""
    from notifications import particulars, titles
    from workflow import correction
    from workflow.changes import Changes

    given = slip.steps[0].words.get("particulars")
    present = particulars.restored(given) if given else None
    whole = titles.with_document(present, forms["document"], forms.get("law"))
    changes = Changes(words={"particulars": particulars.stored(whole)})
    why = reason or said(sentence("The forms of the title were entered."))
    first = slip.steps[0].entry.item_seq
    return correction.correct(
        store, act, slip.reference, first, reason=why, changes=changes
    )


def _read(file: str) -> Parts:
    """The sections `document` and perhaps `law` of a file.

    Raises OSError, DefinitionBroken, Refused.
    """
    from commands.files import LARGEST
    from definitions.findings import DefinitionBroken
    from definitions.reader import read

    with open(file, "rb") as stream:
        found = read(stream.read(LARGEST), file)
    if found.findings:
        raise DefinitionBroken(found.findings)
    value = found.value if isinstance(found.value, dict) else {}
    sections = [isinstance(each, dict) for each in value.values()]
    if "document" not in value or not value.keys() <= set(PARTS) or not all(sections):
        raise Refused(
            sentence(
                "{file}: exactly the section document is expected, with gender, number"
                " and the forms, and for a bill the section law;"
                " `laufzettel item titles REF --preview` prints them."
                " Nothing was recorded.",
                file=file,
            )
        )
    return value


def _say_forms(slip: "Slip", proposed: bool, as_json: bool) -> None:
    forms = _proposed(slip) if proposed else _present(slip)
    if as_json:
        names = {"reference": slip.reference, "title": slip.title}
        parts = {part: forms.get(part) for part in PARTS}
        printing.say_json({**names, **parts})
        return
    heading = sentence(
        "Proposed from the title of {reference}: read each form aloud and mend it,"
        " then enter it with `laufzettel item titles {reference} --file FILE`.",
        reference=slip.reference,
    )
    printing.say(f"# {said(heading)}")
    for part, told in forms.items():
        printing.say(f"{part}:")
        printing.say(
            *(
                f"  {name}: {json.dumps(text, ensure_ascii=False)}"
                for name, text in told.items()
            )
        )


def _proposed(slip: "Slip") -> dict[str, Forms]:
    """What the title suggests: a law is called a bill until a parliament has voted."""
    from notifications import titles
    from notifications.lookout import parliament_of

    forms, bill = titles.suggested(slip.title), titles.of_bill(slip.title)
    if bill is None:
        return {"document": forms}
    law = {"law": forms} if parliament_of(slip) is not None else {}
    return {"document": bill, **law}


def _present(slip: "Slip") -> dict[str, Forms]:
    """The forms on record, with gender and number; none if there are none."""
    from notifications import particulars

    given = slip.steps[0].words.get("particulars")
    if not given:
        return {}
    whole = particulars.restored(given)
    parts = {"document": whole.document, "law": whole.law}
    return {
        part: {name: text for name, text in each.model_dump().items() if text}
        for part, each in parts.items()
        if each is not None
    }


def _asked(slip: "Slip") -> dict[str, Forms]:
    """The forms as the person confirms or types them, one by one."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused(
            sentence(
                "Nobody is at a terminal to confirm the forms. Nothing was recorded;"
                " `laufzettel item titles {reference} --preview` prints proposals, and"
                " `--file FILE` enters what a person has read and mended.",
                reference=slip.reference,
            )
        )
    present, fresh = _present(slip), _proposed(slip)
    printing.say(
        sentence("{reference}: {title}", reference=slip.reference, title=slip.title),
        sentence(
            "Return takes what is proposed; or type another form. Ctrl-C ends: nothing"
            " is recorded then."
        ),
    )
    taken = {}
    for part in {**present, **fresh}:
        if part == "law":
            printing.say(sentence("And once a parliament has made a law of it:"))
        offers = [each[part] for each in (present, fresh) if part in each]
        taken[part] = _asked_part(offers)
    for forms in taken.values():
        printing.say(*(f"  {name}: {text}" for name, text in forms.items()))
    check_agreed()
    return taken


def _asked_part(known: list[Forms]) -> Forms:
    """Gender, number and forms of one title; the first of what is known is offered."""
    shown = known[0]
    gender = _chosen(
        sentence("gender"), ("masculine", "feminine", "neuter"), shown["gender"]
    )
    number = _chosen(sentence("number"), ("singular", "plural"), shown["number"])
    agreeing = {"gender": gender, "number": number}
    offers = [each for each in known if agreeing.items() <= each.items()]
    forms: Forms = {}
    for name in ASKED:
        forms[name] = _form(agreeing | forms, name, offers)
    return agreeing | {name: text for name, text in forms.items() if text}


def _chosen(name: Sentence, among: tuple[str, ...], offer: str) -> str:
    """One of a few words, also by its first letter; return takes the one offered."""
    question = sentence(
        "{name} ({names}) [{offer}]:", name=name, names=among, offer=offer
    )
    while True:
        given = _typed(question).lower()
        found = [each for each in among if each.startswith(given)]
        if not given:
            return offer
        if len(found) == 1:
            return found[0]
        printing.complain(sentence("Type one of: {names}.", names=among))


def _form(agreeing: Mapping[str, str], name: str, offers: list[Forms]) -> str:
    """One form, asked for until it can stand; "" for one that may be missing."""
    proposals = list(dict.fromkeys(each[name] for each in offers if name in each))
    for each in proposals or ["…"]:
        printing.say(f"{name}: " + HEARD[name].replace("{form}", each))
    offer = proposals[0] if proposals else ""
    while True:
        given = _typed(_question(name, bool(offer))) or offer
        if not given and name == "dat_bare":
            return ""
        if not (wrong := _unfit(agreeing, name, given)):
            return given
        printing.complain(*wrong)


def _question(name: str, offered: bool) -> Sentence:
    if offered:
        return sentence("  [return, or another form]:")
    if name == "dat_bare":
        return sentence("  [return for none, or the form]:")
    return sentence("  [type the form]:")


def _unfit(agreeing: Mapping[str, Any], name: str, text: str) -> tuple[Sentence, ...]:
    from notifications import titles

    gender: Gender = agreeing["gender"]
    number: Number = agreeing["number"]
    wrong = titles.unfit(gender, number, name, text)
    return wrong or titles.astray(name, text, agreeing)


def _typed(question: Sentence) -> str:
    """What is typed behind a question, without outer blanks. Raises click.Abort."""
    given: str = click.prompt(
        said(question), default="", show_default=False, prompt_suffix=" "
    )
    return given.strip()
