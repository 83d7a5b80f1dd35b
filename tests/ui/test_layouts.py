"""Names of keys on five layouts, from what X11 sends: no two keys are taken for one, and every bound key can be typed."""

import sys
from itertools import product

import pytest
from layouts import DEAD, LAYOUTS, PLACES, characters, press

from annotator import places
from annotator.editing.command import bindings
from annotator.model.scheme import Scheme
from annotator.ui import keys
from annotator.ui.keys import name_of

pytestmark = pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="the codes of X11 places")
SCHEME = Scheme.from_toml(places.resource("schemes", "news.toml").read_text(encoding="utf-8"), "news")[0]
BOTH = (False, True)
HOLDS = [
    pytest.param(control, alt, id=f"{'Ctrl+' * control}{'Alt+' * alt}" or "alone") for control in BOTH for alt in BOTH
]
DIGITS = dict(zip(range(10, 20), "1234567890", strict=True))


def named(layout, control=False, alt=False):
    """Return, by name, the keys that have it: their place, and what they type."""
    found: dict[str, list[tuple[int, str]]] = {}
    for place, shift, graph in product(PLACES, BOTH, BOTH):
        one = press(layout, place, shift and not graph, graph, control, alt)
        if one is not None and not (shift and graph):
            plain, shifted, graphic = characters(layout, place)
            found.setdefault(name_of(one), []).append((place, graphic if graph else shifted if shift else plain))
    found.pop("", None)
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("control", "alt"), HOLDS)
def test_two_keys_have_one_name_only_where_both_type_it_or_it_is_a_bracket(layout, control, alt):
    for name, held in named(layout, control, alt).items():
        bare = name.rpartition("+")[2] or "+"
        if bare not in keys.BRACKETS and len({place for place, _ in held}) > 1:
            assert {typed.upper() for _, typed in held} == {bare.upper()}, (name, held)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("control", "alt"), HOLDS)
def test_shift_makes_another_key_of_it(layout, control, alt):
    for place in PLACES:
        plain, shifted = (press(layout, place, shift, False, control, alt) for shift in BOTH)
        if plain and shifted and name_of(plain) and DEAD not in characters(layout, place)[:2]:
            assert name_of(plain) != name_of(shifted), (place, name_of(plain))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_bracket_is_where_it_is_printed_and_where_the_layout_has_no_latin_letter(layout):
    for place in PLACES:
        for shift, typed in zip(BOTH, characters(layout, place)[:2], strict=True):
            if typed in keys.BRACKETS:
                assert name_of(press(layout, place, shift)) == typed
    us = {34: "[", 35: "]"}
    for place, bracket in us.items():
        if not characters(layout, place)[0].isascii():
            assert name_of(press(layout, place)) == bracket


@pytest.mark.parametrize("layout", LAYOUTS)
def test_digits_are_found_by_place_whatever_they_type(layout):
    for place, digit in DIGITS.items():
        for shift, control in product(BOTH, BOTH):
            held = "Ctrl+" * control + "Shift+" * shift
            assert name_of(press(layout, place, shift, control=control)) == held + digit


@pytest.mark.parametrize("layout", LAYOUTS)
def test_latin_letters_are_what_they_type_and_others_the_letter_of_their_place(layout):
    us = {place: characters("us", place)[0].upper() for place in PLACES}
    for place in PLACES:
        typed = characters(layout, place)[0]
        if typed.isalpha() and typed.isascii():
            assert name_of(press(layout, place)) == typed.upper()
            assert name_of(press(layout, place, control=True)) == "Ctrl+" + typed.upper()
        elif typed.isalpha() and us[place].isalpha():
            assert name_of(press(layout, place)) == us[place]
            assert name_of(press(layout, place, control=True)) == "Ctrl+" + us[place]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_bound_key_can_be_typed(layout):
    typed = {
        name_of(one)
        for place, *held in product(PLACES, BOTH, BOTH, BOTH, BOTH)
        if (one := press(layout, place, *held)) is not None
    }
    bound = [key for key in bindings(SCHEME) if (key.rpartition("+")[2] or "+") not in keys.NAMED.values()]
    assert len(bound) > 20
    assert [key for key in bound if key not in typed] == []
