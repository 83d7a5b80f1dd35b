"""What can be chosen of an export follows what the kinds declare, and is told in words of the shell."""

import pytest
from conftest import ME, OTHER
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from annotator import shelf
from annotator.cli.export import add_arguments
from annotator.model.wish import declared
from annotator.ui.dialogs.choices import Choices

KEY = Qt.Key
KINDS = shelf.kind_names("exports", "write")
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def choices(qtbot, news):
    made = Choices(news)
    qtbot.addWidget(made)
    made.propose(None)
    made.show()
    return made


def pick(choices, kind):
    choices.radios[kind].setChecked(True)
    choices.propose(None)


def test_what_is_chosen_has_a_tick_and_not_a_colour_alone(choices):
    box = next(one for one in choices.statuses.values() if one.isChecked())
    with_tick = box.grab().toImage()
    plain = QCheckBox(box.text(), choices)
    plain.resize(box.size())
    plain.setChecked(True)
    assert with_tick != plain.grab().toImage()
    box.setChecked(False)
    plain.setChecked(False)
    assert box.grab().toImage() == plain.grab().toImage()


def test_every_kind_stands_there_with_a_line_of_what_it_is_and_the_bundle_first(choices):
    assert set(choices.radios) == set(KINDS)
    assert next(iter(choices.radios)) == choices.kind == "bundle"
    for name, radio in choices.radios.items():
        kind = shelf.constants("exports", name)
        assert radio.text() == kind["TITLE"]
        assert radio.accessibleDescription() == kind["ABOUT"] != ""


@pytest.mark.parametrize("name", KINDS)
def test_what_is_proposed_says_nothing_more_than_the_kind_and_its_status(choices, name):
    pick(choices, name)
    status = "any" if shelf.constants("exports", name)["EVERYONE"] else "done"
    assert choices.words == ("--as", name, f"--status={status}")


@pytest.mark.parametrize("name", KINDS)
def test_every_wish_of_a_kind_has_its_fields_and_the_shell_takes_what_they_say(choices, name, news):
    import argparse

    pick(choices, name)
    wishes = declared(shelf.constants("exports", name))
    layers = {wish.name: [one.id for one in news.layers if wish.rule in ("", one.rule)] for wish in wishes}
    assert set(choices.wishes) == {(wish.name, layer) for wish in wishes for layer in layers[wish.name]}
    for (wish, _), field in choices.wishes.items():
        field.setCurrentIndex(1)
        assert field.accessibleDescription() == next(one.words for one in wishes if one.name == wish)
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    options = parser.parse_args(["p", "t", *choices.words])
    for wish in wishes:
        given = getattr(options, wish.name.replace("-", "_"))
        assert wish.read(given) == dict.fromkeys(layers[wish.name], wish.values[0])


def test_a_wish_about_free_layers_is_not_offered_for_a_flat_one(choices):
    pick(choices, "bundle")
    assert [layer for name, layer in choices.wishes if name == "claims-as"] == ["claims"]
    assert [layer for name, layer in choices.wishes if name == "align"] == ["entities", "claims"]


def test_keys_choose_all_of_it(choices, qtbot):
    with qtbot.waitSignal(choices.kind_chosen):
        QTest.keyClick(choices.radios["bundle"], KEY.Key_Down)
    assert choices.kind == "docbin"
    with qtbot.waitSignal(choices.changed):
        QTest.keyClick(choices.layers["claims"], KEY.Key_Space)
    with qtbot.waitSignal(choices.changed):
        QTest.keyClick(choices.statuses["flagged"], KEY.Key_Space)
    assert choices.words == ("--as", "docbin", "--layer=entities", "--status=done", "--status=flagged")
    QTest.keyClick(choices.statuses["any"], KEY.Key_Space)
    assert choices.words[-1] == "--status=any"


def test_without_a_layer_or_a_status_it_says_what_to_choose(choices):
    assert choices.lacking == ""
    for box in choices.layers.values():
        box.setChecked(False)
    assert choices.lacking == "Choose at least one layer."
    choices.layers["claims"].setChecked(True)
    choices.statuses["done"].setChecked(False)
    assert choices.lacking == "Choose which articles leave."


def test_what_was_chosen_comes_back_and_what_makes_no_sense_any_more_does_not(choices, qtbot):
    chosen = {"layer": ["claims"], "status": ["flagged"], "align": ["claims=expand", "entities=sideways"]}
    with qtbot.assertNotEmitted(choices.changed):
        choices.propose(chosen)
    assert choices.chosen == {"layer": ["claims"], "status": ["flagged"], "align": ["claims=expand"]}
    choices.choose("no such kind")
    assert choices.kind in KINDS


def test_a_value_for_all_layers_is_shown_for_each(choices):
    choices.propose({"align": ["contract", "claims=expand"]})
    held = {layer: field.currentData() for (name, layer), field in choices.wishes.items() if name == "align"}
    assert held == {"entities": "contract", "claims": "expand"}


def test_authors_can_be_named_where_there_is_more_than_one(choices):
    choices.show_authors({ME.id: ME}, None)
    assert choices.authors == {}
    choices.show_authors({ME.id: ME, OTHER.id: OTHER}, {"author": [OTHER.name]})
    assert choices.chosen["author"] == [OTHER.name]
    QTest.keyClick(choices.authors[ME.name], KEY.Key_Space)
    assert choices.chosen["author"] == [ME.name, OTHER.name]


def test_what_takes_the_keyboard_has_a_name(choices):
    pick(choices, "bundle")
    held = [*choices.radios.values(), *choices.layers.values(), *choices.statuses.values()]
    assert all(one.text() for one in held)
    assert all(field.accessibleName() for field in choices.wishes.values())
