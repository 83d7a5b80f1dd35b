"""Names of keys on five layouts, from what X11 sends: no two keys are taken for one, and every bound key can be typed."""

import sys
from itertools import product

import pytest
from layouts import DEAD, LAYOUTS, PLACES, characters, press

from annotator import places
from annotator.editing.command import all_commands, bindings
from annotator.model.scheme import Scheme
from annotator.ui import keys
from annotator.ui.command import every_command
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


def typed_on(layout):
    """Return the names of all keys of a layout, and those that only Qt's own shortcuts find: by what they type."""
    names, shortcuts = set(keys.NAMED.values()), set()
    for place, *held in product(PLACES, BOTH, BOTH, BOTH, BOTH):
        if (one := press(layout, place, *held)) is not None:
            names.add(name_of(one))
    for place in PLACES:
        shortcuts |= {f"Ctrl+{typed}" for typed in characters(layout, place)[:2]}
    return names, shortcuts


def is_typed(key, layout):
    names, shortcuts = typed_on(layout)
    bare = key.rpartition("+")[2] or "+"
    return key in names or bare in keys.NAMED.values() or key in shortcuts


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_command_has_a_key_that_can_be_typed_or_stands_in_a_menu(layout):
    for one in every_command().values():
        assert not one.keys or one.group or any(is_typed(key, layout) for key in one.keys), one.name


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_key_of_the_focus_can_be_typed(layout):
    held = [key for key in bindings(SCHEME, all_commands()) if not keys.is_shortcut(key)]
    assert len(held) > 30
    names, _ = typed_on(layout)
    missing = [key for key in held if key not in names and key.rpartition("+")[2] not in keys.NAMED.values()]
    # What a layout prints on a key goes before the letter of its place: Arabic has a bracket where Shift and C is.
    taken = {f"Shift+{characters('us', place)[1]}" for place in PLACES if characters(layout, place)[1] in keys.BRACKETS}
    assert set(missing) <= taken
