"""Shown before it is confirmed: which running deadlines an act would move.

The act is done once and undone; at a terminal the person is then asked. What is
recorded afterwards is what was shown: if anything was recorded in between, the act is
refused (exit 4).
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from commands import printing
from commands.frame import option
from commands.language import said
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from workflow.store import Store

Answer = dict[str, Any]
SHOWN = 20  # moved deadlines that a terminal lists one by one

_yes = option("--yes", is_flag=True, help="Do not ask.")
_preview = option(
    "--preview", is_flag=True, help="Only show which deadlines would move."
)


def previewed(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--yes` and `--preview`; the function takes both."""
    return _yes(_preview(function))


def confirmed(
    store: "Store",
    perform: Callable[["Store"], Answer],
    say: Callable[[Answer], None],
    *,
    yes: bool = False,
    preview: bool = False,
    as_json: bool = False,
) -> None:
    """Perform an act that may move deadlines, and `say` what was recorded.

    `perform` does it on the store that it is given. Refused (exit 1) if the person does
    not say yes; raises ItemMoved if something was recorded between showing and doing.
    """
    asks = not (yes or as_json) and sys.stdin.isatty() and sys.stdout.isatty()
    unmoved = _unmoved(store) if asks else store
    tried = perform(_trial(store)) if preview or asks else {}
    shown, first = tried.get("moved", []), tried.get("expired", [])
    if preview:
        _say_preview(shown, first, as_json)
        return
    if shown or first:
        _say_first(first)
        say_moved(shown, sentence("This moves deadlines that are running:"))
        check_agreed()
        say(perform(unmoved))
        return
    answer = perform(unmoved)
    say(answer)
    if not as_json:
        say_moved(answer.get("moved", []), sentence("Deadlines that moved:"))


def check_agreed() -> None:
    """Ask for a yes, in German or in English; nothing typed means no: Refused."""
    from workflow.errors import Refused

    question = said(sentence("Record it? [y/N]"))
    given: str = click.prompt(question, default="", show_default=False)
    if given.strip().lower() not in {"y", "yes", "j", "ja"}:
        raise Refused(sentence("Nothing was recorded."))


def say_moved(moved: Sequence[Mapping[str, Any]], heading: Sentence) -> None:
    """The deadlines that have another last day: which, the old one, the new one."""
    if not moved:
        return
    printing.say(heading)
    few = moved[:SHOWN] if sys.stdout.isatty() else moved
    headings = [
        sentence("reference"),
        sentence("deadline"),
        sentence("body"),
        sentence("was"),
        sentence("is now"),
    ]
    printing.say_table(headings, [_row(each) for each in few])
    if len(few) < len(moved):
        printing.say(
            sentence("… and {more} more.", more=len(moved) - len(few)),
        )


def _row(each: Mapping[str, Any]) -> list[printing.Text | None]:
    return [each["reference"], each["name"], each["body"], each["was"], each["due"]]


def _trial(store: "Store") -> "Store":
    from workflow.trial import Trial

    return Trial(store)


def _say_first(entries: Sequence[int]) -> None:
    """What the ends of terms bring about is recorded before the act itself."""
    if entries:
        printing.say(
            sentence(
                "Terms have ended before: what follows from that is recorded first, by"
                " expiry (entries: {count}).",
                count=len(entries),
            )
        )


def _unmoved(store: "Store") -> "Store":
    """The store, as long as nothing is recorded after what is shown now."""
    from workflow.trial import Unmoved
    from workflow.unit import head_of

    with store.reading() as tx:
        return Unmoved(store, head_of(tx)["seq"])


def _say_preview(
    moved: Sequence[Mapping[str, Any]], first: Sequence[int], as_json: bool
) -> None:
    if as_json:
        said: Answer = {"recorded": False, "moved": moved}
        printing.say_json({**said, "expired": len(first)} if first else said)
        return
    _say_first(first)
    say_moved(moved, sentence("This would move deadlines that are running:"))
    if not moved:
        printing.say(sentence("No running deadline would move."))
    printing.say(sentence("Nothing was recorded (--preview)."))
