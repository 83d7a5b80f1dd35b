from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import places
from annotator.editing.command import bindings
from annotator.model.mark import Label, Layer
from annotator.model.scheme import Scheme
from annotator.ui.command import every_command
from annotator.ui.sheets.sections import Row, Section, columns, folded, sections

NEWS = Scheme.from_toml(places.resource("schemes", "news.toml").read_text(encoding="utf-8"), "news")[0]


def anything(row):
    return True


def nothing(row):
    return False


def row(words, *keys):
    return Row(words, keys, tuple((key, words) for key in keys))


@pytest.mark.parametrize("fits", [anything, nothing])
def test_every_key_that_is_bound_stands_there_once_with_what_it_calls(fits):
    commands = every_command()
    found = Counter(pair for one in sections(NEWS, commands, fits) for made in one.rows for pair in made.pairs)
    wanted = Counter((key, one.command.name) for key, many in bindings(NEWS, commands).items() for one in many)
    assert found == wanted
    assert set(found.values()) == {1}


def test_what_is_selected_first_stands_first():
    select = next(one for one in sections(NEWS, every_command(), nothing) if one.title == "Select")
    assert [made.keys for made in select.rows][:2] == [("E",), ("Shift+E",)]


def test_keys_are_the_user_s_own():
    own = {**every_command(), "span.next": replace(every_command()["span.next"], keys=("O",))}
    shown = [key for one in sections(NEWS, own, nothing) for made in one.rows for key in made.keys]
    assert "O" in shown
    assert "." not in shown


def test_what_has_no_key_is_left_out():
    own = {name: replace(one, keys=()) for name, one in every_command().items()}
    rows = [made for one in sections(Scheme([], []), own, nothing) for made in one.rows]
    assert all(not made.pairs for made in rows), "only what the mouse does"


def test_digits_of_labels_are_one_row_and_letters_their_own():
    (label,) = [one for one in sections(NEWS, every_command(), nothing) if one.title == "Label"]
    assert label.rows[0][:2] == ("PER ORG GPE LOC EVENT DATE ISSUE", ("1 \u2026 7",))
    assert [made[:2] for made in label.rows[1:4]] == [("CLAIM", ("C",)), ("ATTRIB", ("A",)), ("QUOTE", ("Q",))]


def test_labels_whose_names_fill_more_than_a_line_have_a_row_each():
    layer = Layer("entities", "Entities", "flat")
    labels = [Label(f"entities/{at}", "entities", f"A_LONG_LABEL_{at}", str(at)) for at in range(1, 6)]
    (label,) = [one for one in sections(Scheme([layer], labels), every_command(), anything) if one.title == "Label"]
    assert [made.keys for made in label.rows[:5]] == [("1",), ("2",), ("3",), ("4",), ("5",)]


def test_rows_that_differ_in_one_word_become_one_where_the_first_stands():
    rows = [row("Move the caret up", "Up"), row("Extend up", "Shift+Up"), row("Move the caret down", "Down")]
    made = folded(rows, anything)
    assert [(one.words, one.keys) for one in made] == [
        ("Move the caret up, down", ("Up", "Down")), ("Extend up", ("Shift+Up",)),
    ]  # fmt: skip
    assert made[0].pairs == (("Up", "Move the caret up"), ("Down", "Move the caret down"))
    assert folded(rows, nothing) == rows


def test_keys_with_the_same_modifiers_share_a_cap_and_second_keys_follow_the_first():
    rows = [row("Move the end left", "[", "Alt+Left"), row("Move the end right", "]", "Alt+Right")]
    assert folded(rows, anything)[0].keys == ("[", "]", "Alt+Left Right")


def test_a_plus_is_not_taken_for_the_end_of_its_modifiers():
    rows = [row("Zoom in", "Ctrl++"), row("Zoom out", "Ctrl+-")]
    assert folded(rows, anything)[0].keys == ("Ctrl++", "Ctrl+-")


@pytest.mark.parametrize(
    ("one", "other"), [("Undo", "Redo"), ("Select what is smaller", "Select the next"), ("Zoom in", "Zoom in")]
)
def test_rows_that_are_no_pair_stay_apart(one, other):
    rows = [row(one, "A"), row(other, "B")]
    assert folded(rows, anything) == rows


@given(st.lists(st.integers(1, 300), max_size=12), st.integers(1, 5))
def test_columns_keep_the_order_and_none_can_be_lower(heights, many):
    held = [Section(str(at), ()) for at in range(len(heights))]
    made = columns(held, many, lambda one: heights[int(one.title)])
    assert [one for column in made for one in column] == held
    assert len(made) <= many
    highest = max((sum(heights[int(one.title)] for one in column) for column in made), default=0)
    assert highest == _lowest(heights, many)


def _lowest(heights, many):
    """Return the height of the highest column when it is as low as can be, by trying every cut."""
    if many == 1 or not heights:
        return sum(heights)
    return min(max(sum(heights[:at]), _lowest(heights[at:], many - 1)) for at in range(1, len(heights) + 1))
