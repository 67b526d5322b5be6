"""Files of a size that the reader admits, made so that every rule has much to do."""

HEAD = """\
definition: heavy
version: a
title: {de: a, en: b}
valid_from: 2024-01-01
zone: UTC
opened_by: lead
stations: [open]
"""
LABEL = "{de: a, en: b}"
ROLE = f"roles:\n  lead: {LABEL}\n"
EVENT = "  e:\n    {de: a, en: b, by: lead, moves: {s0: end}"


def _states(count: int) -> str:
    between = "".join(f"  s{at}: {LABEL}\n" for at in range(1, count))
    return (
        "states:\n  s0: {de: a, en: b, initial: true}\n"
        f"{between}  end: {{de: a, en: b, final: true}}\n"
    )


def _lines(text: str, count: int, join: str = "") -> str:
    """The text for each number, `#` replaced by it and `+` by the next."""
    return join.join(
        text.replace("#", str(at)).replace("+", str(at + 1)) for at in range(count)
    )


HEAVY = {
    "a hundred events, each waiting for the next": HEAD
    + ROLE
    + _states(130)
    + "events:\n"
    + _lines(
        "  e#: {de: a, en: b, by: lead, moves: {every_open_state: s#},"
        " requires: [{event: e+}]}\n",
        129,
    )
    + "  e129: {de: a, en: b, by: lead, moves: {every_open_state: end}}\n",
    "many outcomes that choose": HEAD
    + ROLE
    + "outcomes:\n"
    + _lines(f"  o#: {LABEL}\n", 50)
    + _states(100)
    + "events:\n"
    + _lines(
        "  e#:\n    de: a\n    en: b\n    by: lead\n    moves: {every_open_state: {"
        + _lines("o#: s+", 50, ", ").replace("#", "")
        + "}}\n    outcomes: ["
        + _lines("o#", 50, ", ")
        + "]\n    requires: [{event: e+, only_for: o1}]\n",
        22,
    ),
    "unknown names beside many that are known": HEAD
    + "roles:\n"
    + _lines(f"  lead#: {LABEL}\n", 400)
    + _states(1)
    + "events:\n  e:\n    de: a\n    en: b\n    moves: {s0: end}\n    by: ["
    + _lines("laed#", 2000, ",\n ")
    + "]\n",
    "unknown names of great length": HEAD
    + "roles:\n"
    + _lines(f"  {'role' * 15}#: {LABEL}\n", 300)
    + _states(1)
    + "events:\n  e:\n    de: a\n    en: b\n    moves: {s0: end}\n    by: ["
    + _lines(f"{'roel' * 15}#", 2000, ",\n ")
    + "]\n",
    "sources that follow each other": HEAD
    + ROLE
    + _states(1)
    + "sources:\n"
    + _lines("  k#: {text: a, valid_to: 2024-01-01, replaced_by: k+}\n", 450)
    + f"events:\n{EVENT}"
    + ", basis: ["
    + _lines("k#", 450, ",\n ")
    + "]}\n",
    "requirements without number": HEAD
    + ROLE
    + _states(1)
    + f"events:\n{EVENT}, requires: [\n"
    + _lines("{event: q#}", 1500, ",\n")
    + "]}\n",
    "broken states and events": HEAD
    + ROLE
    + "states:\n"
    + _lines("  s#: text\n", 1200)
    + "events:\n"
    + _lines("  e#: {de: a, en: b, bu: lead, movs: {every_open_state: X#}}\n", 150),
    "misspelled keys": HEAD
    + ROLE
    + _states(2)
    + "events:\n"
    + _lines("  e#: {de: a, en: b, yb: lead, mvoes: {s0: end}, bdoy: x}\n", 240),
}
