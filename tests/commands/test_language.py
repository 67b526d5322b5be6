"""Two languages at once: that of whoever is at the keyboard, and that of a reader."""

from email import message_from_bytes
from email.policy import SMTP

from commands.language import in_language, speak, spoken
from tests.commands.terminal import REF, Terminal

IN_GERMAN = "Wiedervorlage, nicht aus dem Gesetz"
IN_ENGLISH = "Office term, not from law"


def test_a_sentence_is_put_into_any_language_whatever_is_spoken() -> None:
    before = spoken()
    try:
        for language in ("de", "en"):
            speak(language)
            assert in_language(IN_ENGLISH, "de") == IN_GERMAN
            assert in_language(IN_ENGLISH, "en") == IN_ENGLISH
            assert in_language("", "de") == ""  # the header of the catalogue
    finally:
        speak(before)


def test_the_calendar_of_a_letter_speaks_the_language_of_its_reader(
    terminal: Terminal,
) -> None:
    """The scheduler runs in English, the letter is German to its last line."""
    terminal.opened()
    day = terminal.now.date().isoformat()
    terminal.does(
        "deadline", "add", REF, "--due", day, "--reason", "x", "--for", "lead"
    )
    terminal.does("contact", "set", "role:lead", "--mail", "amt@senat.example")
    terminal.does("scheduler", "tick", "--outbox", str(terminal.folder / "o"))
    (path,) = (terminal.folder / "o").glob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=SMTP)
    (calendar,) = mail.iter_attachments()
    text = calendar.get_content().replace("\r\n ", "")
    assert IN_GERMAN.replace(",", "\\,") in text
