"""What every SVG drawing of the project has in common: colours, numbers, safe text."""

from xml.sax.saxutils import escape

FONT = "DejaVu Sans, Verdana, Arial, sans-serif"
INK, GREY, BLUE, PALE = "#1a1a1a", "#555555", "#1f4e79", "#dce6f0"


def text_at(
    x: float,
    y: float,
    line: str,
    size: float,
    *,
    bold: bool = False,
    ink: str = INK,
    anchor: str = "",
) -> str:
    """A line of text at a place, with the size and the colour of its letters."""
    heavy = ' font-weight="bold"' if bold else ""
    colour = "" if ink == INK else f' fill="{ink}"'
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
        f"{anchor}{heavy}{colour}>"
        f"{safe(line)}</text>"
    )


def safe(text: str) -> str:
    """Text as XML may hold it: what no XML file can say is replaced."""
    fit = "".join(each if _in_xml(each) else "\ufffd" for each in text)
    return escape(fit)


def _in_xml(letter: str) -> bool:
    code = ord(letter)
    return letter in "\t\n\r" or (
        code >= 0x20 and code & 0xFFFE != 0xFFFE and not 0xD800 <= code <= 0xDFFF
    )


def number(value: float) -> str:
    """A number with at most one place behind the point, never `-0`."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text in {"-0", "0"} else text
