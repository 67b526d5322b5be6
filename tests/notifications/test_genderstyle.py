"""Gender styles: what does not fit is named with its place, and never rewritten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.genderstyle import contrary
from notifications.pairs import PAIRS
from workflow.portfolios import STYLES


def forms(text: str, style: str) -> list[str]:
    return [str(each.values["form"]) for each in contrary(text, style)]


SIGNED = (
    *("Bürger:innen", "Bürger*innen", "Bürger_innen", "Bürger/innen", "Bürger/-innen"),
    *("Bürger(innen)", "BürgerInnen", "Bürger:in", "BürgerIn", "Bürger/in", "jede:r"),
    *(
        "der:die",
        "eine*r",
        "Mitarbeitende:r",
        "Bürger:innenbeteiligung",
        "Bürger·innen",
    ),
)
PAIRED = (
    *("Bürgerinnen und Bürger", "Bürger und Bürgerinnen", "Bürgerin oder Bürger"),
    *("Ärztinnen und Ärzte", "Kolleginnen/Kollegen", "Beamtinnen bzw. Beamte"),
    *("Bürger oder eine Bürgerin", "Ärztinnen und Ärzten", "Kundin oder Kunde"),
)
NEITHER = (
    *("in Berlin und Berliner Bezirken", "LinkedIn und PlugIn", "12:30 Uhr", "km/h"),
    *("Termin und Termine", "Magazin oder Magazine", "Bund/Länder und/oder Bezirke"),
    *("https://b.example/forscher:innen", "a_in@senat.example", "Innen- und Außenraum"),
    *(
        "Medienvertretende und Studierende",
        "die Senatorin für Finanzen",
        "Wien/in Tirol",
    ),
    *("Rad:Weg", "S-Bahn-Plan", "Innensenator", "gestern drinnen"),
    *("Sein und See", "Stein und Steg", "Schein oder Scheck", "Wein und Wetter"),
)


@pytest.mark.parametrize("form", SIGNED)
def test_a_sign_is_named_where_women_and_men_are_a_pair(form: str) -> None:
    assert forms(f"Für alle: {form}, heute.", "pair") == [form]
    assert forms(f"Für alle: {form}, heute.", "neutral") == [form]


@pytest.mark.parametrize("form", SIGNED)
def test_where_a_colon_is_the_style_every_other_sign_is_named(form: str) -> None:
    assert forms(f"{form} kommen.", "colon") == ([] if ":" in form else [form])


@pytest.mark.parametrize("form", PAIRED)
def test_a_pair_is_named_in_the_other_styles(form: str) -> None:
    text = f"Die {form} kommen."
    assert forms(text, "pair") == []
    assert forms(text, "colon") == [form]
    assert forms(text, "neutral") == [form]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", NEITHER)
def test_what_names_nobody_is_left_alone(text: str, style: str) -> None:
    assert forms(text, style) == []


def test_place_and_stored_form_are_told() -> None:
    text = "Die Mieter*innen und die Gründer*innen der Stadt."
    first, second = (str(each) for each in contrary(text, "pair"))
    assert "“Mieter*innen” (at character 5)" in first
    assert "write “Mieterinnen und Mieter”" in first
    assert "name women and men, without a sign" in second  # nothing is made by rule
    assert "write “Mieter:innen”" in str(contrary(text, "colon")[0])
    assert "write “Lehrkräfte”" in str(contrary("Lehrer:innen", "neutral")[0])
    assert "find a word" in str(contrary("Bürger:innen", "neutral")[0])
    compound = str(contrary("Bürger:innenrat", "pair")[0])
    assert "Bürgerinnen und Bürger" not in compound


def test_what_somebody_said_is_not_looked_at() -> None:
    said = "Müller: „Liebe Bürger:innen, liebe Berlinerinnen und Berliner!“"
    for style in STYLES:
        assert contrary(said, style) == []
    after = f"{said} Eingeladen sind alle Nutzer*innen."
    (told,) = contrary(after, "pair")
    assert told.values["place"] == after.index("Nutzer") + 1


@pytest.mark.parametrize("stem", PAIRS)
def test_the_stored_forms_fit_the_styles_they_are_stored_for(stem: str) -> None:
    both = PAIRS[stem]
    assert contrary(both.pair, "pair") == []
    assert forms(both.pair, "colon") == [both.pair]
    assert contrary(f"{stem}:innen", "colon") == []
    if both.neutral is not None:
        assert contrary(both.neutral, "neutral") == []


@given(
    st.text(alphabet="Bürgein:*_/-(I) nudm„“", max_size=200), st.sampled_from(STYLES)
)
def test_every_form_stands_where_it_is_said_to_stand(text: str, style: str) -> None:
    for each in contrary(text, style):
        form, place = str(each.values["form"]), int(str(each.values["place"]))
        assert text[place - 1 : place - 1 + len(form)] == form
