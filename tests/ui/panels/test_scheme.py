from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.ui.panels.label_deletion import means
from annotator.ui.theme import Theme

KEY, ALT, CONTROL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def opened(sampled, desk, label=""):
    window = desk.open(sampled)
    window.run("label.edit", label)
    return window, window.sides.page


def names(window, layer="entities"):
    return [one.name for one in window.session.state.scheme.labels_in(layer)]


def test_it_shows_every_label_and_leads_back_with_esc(sampled, desk):
    window, page = opened(sampled, desk)
    scheme = window.session.state.scheme
    assert [id for id in page.rows if "new" not in id] == [
        id for layer in scheme.layers for id in (layer.id, *(one.id for one in scheme.labels_in(layer.id)))
    ]
    QTest.keyClick(window.focusWidget(), KEY.Key_Escape)
    assert window.sides.page is None
    assert window.view.hasFocus()


def test_a_name_is_kept_with_enter_and_left_with_esc(sampled, desk):
    window, page = opened(sampled, desk, "entities/per")
    field = page.label_form.name
    assert field.hasFocus()
    QTest.keyClicks(field, "PERSON")
    QTest.keyClick(field, KEY.Key_Escape)
    assert (field.text(), window.sides.page) == ("PER", page)
    field.selectAll()
    QTest.keyClicks(field, "PERSON")
    QTest.keyClick(field, KEY.Key_Return)
    assert names(window)[0] == "PERSON"
    assert len(window.session.unsaved) <= 1, "one gesture"
    assert field.hasFocus()
    window.run("edit.undo")
    window.show_around()
    assert names(window)[0] == field.text() == "PER"


def test_a_name_that_is_refused_says_why_and_stays_to_be_mended(sampled, desk):
    window, page = opened(sampled, desk, "entities/per")
    QTest.keyClicks(page.label_form.name, "GPE")
    assert page.label_form.said.text() == "Entities has a label called GPE already."
    QTest.keyClick(page.label_form.name, KEY.Key_Return)
    assert names(window)[0] == "PER"
    assert page.label_form.name.text() == "GPE"
    page.choose("entities/org")
    assert page.label_form.name.text() == "ORG"


def test_a_key_is_taken_at_once_or_refused(sampled, desk):
    window, page = opened(sampled, desk, "entities/per")
    form = page.label_form
    form.key.setFocus()
    form.key.selectAll()
    QTest.keyClicks(form.key, "g")
    assert window.session.state.scheme.label("entities/per").key == form.key.text() == "G"
    for typed, why in (("s", "S has a command already: Select the sentence."), ("2", "2 is the key of ORG already.")):
        window.show_around()
        form.key.selectAll()
        QTest.keyClicks(form.key, typed)
        assert form.said.text().startswith(why)
        assert form.key.text() == "G"
    window.frame.chosen.keep(keys={"article.flag": "F M"})
    form.key.selectAll()
    QTest.keyClicks(form.key, "m")
    assert form.said.text().startswith("M has a command already")
    form.key.selectAll()
    QTest.keyClick(form.key, KEY.Key_Delete)
    assert window.session.state.scheme.label("entities/per").key == ""


def test_a_guideline_is_kept_when_the_keyboard_leaves_it(sampled, desk):
    window, page = opened(sampled, desk, "entities/per")
    field = page.label_form.guideline
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "People")
    QTest.keyClick(field, KEY.Key_Escape)
    assert field.toPlainText() == "Person"
    field.selectAll()
    QTest.keyClicks(field, "People, named")
    QTest.keyClick(field, KEY.Key_Return)
    QTest.keyClicks(field, "No titles")
    assert window.session.state.scheme.label("entities/per").guideline == "Person"
    QTest.keyClick(field, KEY.Key_Tab)
    assert window.session.state.scheme.label("entities/per").guideline == "People, named\nNo titles"


def test_a_colour_is_chosen_with_arrows_and_space(sampled, desk):
    window, page = opened(sampled, desk, "entities/per")
    swatches = page.label_form.swatches
    swatches.buttons["green"].setFocus()
    QTest.keyClick(swatches.buttons["green"], KEY.Key_Right)
    assert window.session.state.scheme.hue("entities/per") == "green", "arrows only walk"
    QTest.keyClick(window.focusWidget(), KEY.Key_Space)
    assert window.session.state.scheme.hue("entities/per") == swatches.hue == "blue"
    assert [name for name, button in swatches.buttons.items() if button.isChecked()] == ["blue"]


def test_the_keyboard_reorders_and_stays_with_the_label(sampled, desk):
    window, page = opened(sampled, desk)
    page.rows["entities/org"].setFocus()
    QTest.keyClick(page.rows["entities/org"], KEY.Key_Up, ALT)
    assert names(window)[:3] == ["ORG", "PER", "GPE"]
    assert page.rows["entities/org"].hasFocus()
    QTest.keyClick(page.rows["entities/org"], KEY.Key_Down, ALT)
    QTest.keyClick(page.rows["entities/org"], KEY.Key_Down, ALT)
    assert names(window)[:3] == ["PER", "GPE", "ORG"]
    window.show_around()
    assert page.rows["entities/org"].hasFocus()
    page.choose("entities/org")
    page.label_form.up.click()
    assert names(window)[:3] == ["PER", "ORG", "GPE"]


def test_a_label_is_dragged_to_its_place(sampled, desk):
    window, page = opened(sampled, desk)
    row, left = page.rows["entities/per"], Qt.MouseButton.LeftButton
    desk.qtbot.waitUntil(lambda: page.rows["entities/org"].y() == row.y() + row.height())
    QTest.mousePress(row, left, pos=QPoint(40, 13))
    QTest.mouseMove(row, QPoint(40, 13 + 70))
    assert page.drop.isVisible()
    QTest.mouseRelease(row, left, pos=QPoint(40, 13 + 70))
    assert not page.drop.isVisible()
    assert names(window)[:4] == ["ORG", "GPE", "PER", "LOC"]
    assert page.chosen == "", "a drag is no click"


def test_a_label_is_added_by_keys_alone(sampled, desk):
    window, page = opened(sampled, desk)
    page.rows["new/entities"].setFocus()
    QTest.keyClick(page.rows["new/entities"], KEY.Key_Space)
    form = page.label_form
    assert form.name.hasFocus()
    assert not form.add.isEnabled()
    QTest.keyClicks(form.name, "WORK")
    QTest.keyClick(form.name, KEY.Key_Tab)
    assert "WORK" not in names(window), "Tab goes on, it adds nothing"
    QTest.keyClick(form.name, KEY.Key_Return)
    made = window.session.state.scheme.named("WORK")
    assert (made.layer, made.key, made.colour) == ("entities", "8", "slate")
    assert page.rows["new/entities"].hasFocus()
    window.run("edit.undo")
    assert "WORK" not in names(window)


def test_a_layer_is_added_and_renamed(sampled, desk):
    window, page = opened(sampled, desk, "new/")
    form = page.layer_form
    QTest.keyClicks(form.name, "Claims")
    assert form.said.text() == "There is a layer called Claims already."
    form.name.selectAll()
    QTest.keyClicks(form.name, "Topics")
    form.flat.click()
    form.add.click()
    made = window.session.state.scheme.layers[-1]
    assert (made.name, made.rule) == ("Topics", "flat")
    window.show_around()
    page.choose("topics")
    QTest.keyClicks(form.name, "Subjects")
    QTest.keyClick(form.name, KEY.Key_Return)
    assert window.session.state.scheme.layer("topics").name == "Subjects"


def test_a_layer_says_what_becomes_of_spans_that_do_not_align(sampled, desk):
    window, page = opened(sampled, desk, "claims")
    form = page.layer_form
    assert form.alignment.currentData() == "strict"
    QTest.keyClick(form.alignment, KEY.Key_Down)
    assert window.session.state.scheme.layer("claims").alignment == "contract"
    assert window.session.state.scheme.layer("entities").alignment == "strict"
    window.run("edit.undo")
    window.show_around()
    assert form.alignment.currentData() == "strict"
    page.choose("new/")
    assert not form.alignment.isVisible()


def test_what_is_being_typed_stays_when_the_scheme_changes(sampled, desk):
    window, page = opened(sampled, desk, "entities/per")
    QTest.keyClicks(page.label_form.name, "PERS")
    window.session.run("label.recolour", "entities/org", "brown")
    window.show_around()
    assert page.label_form.name.text() == "PERS"
    assert page.label_form.name.hasFocus()


def test_the_rows_follow_the_theme(sampled, desk):
    window, page = opened(sampled, desk)
    window.set_theme(Theme.load("dark"))
    assert page.rows["entities/per"].hue == Theme.load("dark").hue("green")
    assert page.label_form.swatches.theme.name == "dark"


def test_a_label_is_deleted_and_its_spans_move_by_keys_alone_and_one_undo_brings_all_back(sampled, desk):
    window, page = opened(sampled, desk)
    before = window.session.state
    count = before.marks.spans.counts["entities/gpe"]
    page.rows["entities/gpe"].setFocus()
    QTest.keyClick(page.rows["entities/gpe"], KEY.Key_Delete)
    deletion = page.deletion
    desk.qtbot.waitUntil(lambda: "15 spans" in deletion.count.text())
    assert deletion.count.text() == "GPE is on 15 spans in 1 article. They are kept: choose the label they get."
    assert not deletion.delete.isEnabled()
    deletion.target.setFocus()
    QTest.keyClicks(deletion.target, "LOC")
    assert deletion.target.currentText().startswith("LOC")
    assert not deletion.across.isVisible()
    QTest.keyClicks(deletion.target, "QUOTE")
    deletion.target.setCurrentIndex(deletion.target.findData("claims/quote"))
    assert deletion.across.text() == "They are exported with Claims then."
    deletion.target.setCurrentIndex(deletion.target.findData("entities/loc"))
    deletion.delete.setFocus()
    QTest.keyClick(deletion.delete, KEY.Key_Space)
    desk.qtbot.waitUntil(lambda: not window.session.state.scheme.holds("entities/gpe"))
    held = window.session.state.marks.spans
    assert held.counts["entities/loc"] == count + before.marks.spans.counts["entities/loc"]
    assert len(held) == len(before.marks.spans)
    window.show_around()
    assert "entities/gpe" not in page.rows
    desk.settle(window)
    QTest.keyClick(window.view, KEY.Key_Z, CONTROL)
    assert window.session.state.scheme == before.scheme
    assert window.session.state.marks.spans == before.marks.spans
    window.show_around()
    assert page.rows["entities/gpe"].isVisible()


def test_a_label_that_nothing_has_is_deleted_without_a_question_of_whither(sampled, desk):
    window, page = opened(sampled, desk)
    window.run("label.add", "WORK", "entities")
    window.show_around()
    page.choose("entities/work")
    page.label_form.delete.click()
    deletion = page.deletion
    desk.qtbot.waitUntil(lambda: deletion.count.text() == "No span has WORK.")
    assert not deletion.target.isVisible()
    deletion.leave.click()
    assert page.label_form.isVisible()
    page.label_form.delete.click()
    desk.qtbot.waitUntil(deletion.delete.isEnabled)
    deletion.delete.click()
    desk.qtbot.waitUntil(lambda: not window.session.state.scheme.holds("entities/work"))


def test_what_a_move_across_layers_means_is_said(news):
    per, claim = news.label("entities/per"), news.label("claims/claim")
    assert means(news, per, "entities/gpe") == means(news, per, "") == ""
    assert means(news, per, "claims/claim") == "They are exported with Claims then."
    assert means(news, claim, "entities/per").endswith("only one of them is exported; none is lost here.")
