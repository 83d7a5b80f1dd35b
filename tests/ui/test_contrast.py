"""Every text around the article can be read, in every state and both themes: measured on what is painted.

Texts are found by walking the window, so that new parts are taken in.
"""

import pytest
from desk import sheets
from pixels import Picture, Text, short
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QTextEdit,
    QToolTip,
    QWidget,
)

from annotator import shelf
from annotator.ui import tags
from annotator.ui.frame import tip
from annotator.ui.hints import HintStrip, cap_font
from annotator.ui.panels import labels
from annotator.ui.reading.picture import has_fonts
from annotator.ui.theme import Theme

# The offscreen platform says so where a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
THEMES = ("light", "dark")
TWO_LINES = 40  # pixels of a row from which it has a second line
EDGE = 3  # pixels: borders and rings are no text


@pytest.fixture
def window(sampled, desk):
    if not has_fonts():
        pytest.skip("this machine has no fonts, so that there is no text to look at")
    window = desk.open(sampled)
    window.resize(1200, 700)  # all parts are there, and a picture of it is small
    desk.qtbot.waitUntil(lambda: window.list.model.row(0) is not None, timeout=5000)
    return window


def inner(widget, rect=None, edge=EDGE):
    """Return what of a widget is looked at, in itself."""
    return QRectF(rect or widget.rect()).adjusted(edge, edge, -edge, -edge)


def of_label(label):
    if label.text().strip():
        yield f"label {label.property('role') or ''}".strip(), inner(label), label.text()


def of_button(button):
    if isinstance(button, labels._Row):
        width, height = button.width(), button.height()
        columns = {"tag": (9, 9 + tags.width_of(button.label.name, button.font()) - 2), "name": (74, width - 76)}
        columns |= {
            "count": (width - 70, width - 36),
            **({"key": (width - 26, width - 10)} if button.label.key else {}),
        }
        for kind, (left, right) in columns.items():
            yield f"label's {kind}", QRectF(left, 6, right - left, height - 12), button.label.name
    elif button.text().strip():
        yield f"button {button.property('role') or ''}".strip(), inner(button, edge=4), button.text()


def of_field(field):
    words = field.text() or field.placeholderText()
    if words:
        yield (
            "field" if field.text() else "placeholder",
            QRectF(10, 4, min(60, 6 * len(words)), field.height() - 8),
            words,
        )


def of_bar(bar):
    for action in bar.actions():
        if action.isVisible():
            yield "menu of the bar", inner(bar, bar.actionGeometry(action)), action.text()


def of_menu(menu):
    for action in menu.actions():
        if action.isVisible() and not action.isSeparator():
            kind = "line of a menu" if action.isEnabled() else "grey line of a menu"
            yield kind, inner(menu, menu.actionGeometry(action)), action.text()


def of_list(view):
    model = view.model()
    for at in range(model.rowCount() if model is not None else 0):
        index = model.index(at, 0)
        rect = view.visualRect(index)
        if rect.isValid() and view.viewport().rect().contains(rect):
            place = QRect(view.viewport().mapTo(view, rect.topLeft()), rect.size())
            # A line's first words, then what stands beneath them.
            two = [("line", 4, 17), ("line beneath", 22, rect.height() - 25)]
            for kind, top, height in two if rect.height() >= TWO_LINES else [("line", 3, rect.height() - 6)]:
                if height > 8:
                    yield (
                        kind,
                        QRectF(place.left() + 30, place.top() + top, place.width() - 42, height),
                        str(index.data()),
                    )


def of_strip(strip):
    caps = QFontMetricsF(cap_font())
    for hint in strip.placed():
        beyond = hint.left
        for key in hint.keys:
            width = max(19, caps.horizontalAdvance(key) + 12)
            yield "cap of a hint", QRectF(beyond, 8, width, 18).adjusted(EDGE, EDGE, -EDGE, -EDGE), key
            beyond += width + 5
        yield "words of a hint", QRectF(beyond, 8, hint.left + hint.width - beyond, 18), hint.words


WAYS = [
    (QLabel, of_label), (QAbstractButton, of_button), (QLineEdit, of_field), (QMenuBar, of_bar), (QMenu, of_menu),
    (QAbstractItemView, of_list), (QTextEdit, lambda one: [("text", inner(one), one.toPlainText())] if one.toPlainText() else []),
    (QComboBox, lambda one: [("choice", inner(one, edge=5), one.currentText())] if one.currentText() else []),
    (HintStrip, of_strip), (tags.Tag, lambda tag: [("tag", inner(tag, edge=2), tag.accessibleName())]),
]  # fmt: skip


def texts(whole, within=None):
    """Yield every text of a widget, or of a part `within` it, as it is seen."""
    within = within or whole
    for widget in (within, *within.findChildren(QWidget)):
        if not (widget.isVisible() or widget is whole) or (widget.isWindow() and widget is not whole):
            continue
        for kind, way in WAYS:
            if isinstance(widget, kind):
                seen = widget.visibleRegion().boundingRect() if widget is not whole else widget.rect()
                for what, box, words in way(widget):
                    place = box.intersected(QRectF(seen))
                    if place.width() > 4 and place.height() > 4:
                        yield Text(what, place.translated(widget.mapTo(whole, QPoint())), words)
                break


def picture(whole):
    made = Picture(whole.width(), whole.height())
    painter = QPainter(made.image)
    whole.render(painter, QPoint())
    painter.end()
    return made


def check(whole, where, *kinds):
    """Look at every text of a widget; `kinds` must be among them."""
    found = list(texts(whole))
    assert set(kinds) <= {text.kind for text in found}, {text.kind for text in found}
    lines = short(picture(whole), found, where)
    assert lines == [], "\n".join(lines)


def words_of(window, words):
    at = window.session.state.text.index(words)
    return at, at + len(words)


def on_caret(window):
    window.session.run("focus.caret", 10)


def on_selection(window):
    window.session.run("focus.range", *words_of(window, "announcement"))


def on_entity(window):
    state = window.session.state
    flat = next(one for one in state.marks.spans if state.scheme.is_flat(one.label))
    window.session.run("focus.span", flat.id)


def on_claim(window):
    state = window.session.state
    free = next(one for one in state.marks.spans if not state.scheme.is_flat(one.label))
    window.session.run("focus.span", free.id)


def in_trouble(window):
    actions = {"Try again": lambda: None, "Save a copy": lambda: None}
    window.banner.tell("unsaved", "3 marks wait in memory.", actions, "Not saved", "/home/a/p.spans")
    window.status.show_waiting(3, refused=True)
    window.status.say("Something was said.")
    window.banner.buttons[0].setFocus()


def told(window):
    window.banner.tell("start", "A note.", {"Close this note": lambda: None})


def in_field(window):
    window.list.field.setText("Algeria")
    window.list.field.setFocus()
    window.list.field.selectAll()


def nothing_listed(window):
    window.list.field.setText("nowhere")
    window.list.table.say_nothing_is_listed("No title holds it.")
    window.list.tabs.button(1).setFocus()


def in_list(window):
    window.list.table.setFocus()


def on_row(window):
    row = window.side.findChildren(labels._Row)[0]
    row.setFocus(Qt.FocusReason.TabFocusReason)
    assert row.hasFocus()


STATES = {
    "a caret": (
        on_caret,
        "label muted",
        "cap of a hint",
        "words of a hint",
        "label's tag",
        "menu of the bar",
        "placeholder",
        "line",
    ),
    "a selection": (on_selection, "label muted"),
    "an entity in focus": (on_entity, "tag", "label quote", "label count"),
    "a claim in focus": (on_claim, "tag"),
    "what could not be saved": (
        in_trouble,
        "label unsaved",
        "label name",
        "label small",
        "button default",
        "button",
        "button link",
    ),
    "a note": (told, "button default"),
    "a field in use": (in_field, "field"),
    "nothing listed": (nothing_listed, "button tab"),
    "the list in use": (in_list, "line"),
    "a label's row in use": (on_row, "label's key"),
    "the first hint": (lambda window: (on_caret(window), window.hints.show_welcome()), "label muted"),
}


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_around_the_article_can_be_read(window, theme):
    window.set_theme(Theme.load(theme))
    for where, (put, *kinds) in STATES.items():
        window.banner.clear("unsaved")
        window.banner.clear("start")
        window.list.field.setText("")
        window.view.setFocus()
        put(window)
        window.show_around()
        check(window, f"{where}, {theme}", *kinds)


@pytest.mark.parametrize("theme", THEMES)
def test_every_line_of_every_menu_can_be_read(window, theme):
    window.set_theme(Theme.load(theme))
    on_caret(window)
    assert window.commands
    for menu in window.menus.menus.values():
        if not menu.actions():
            continue
        menu.popup(QPoint(0, 0))
        check(menu, f"menu {menu.title()}, {theme}", "line of a menu")
        for action in menu.actions():
            menu.setActiveAction(action)
            line = [one for one in texts(menu) if one.words == action.text()]
            assert short(picture(menu), line, f"menu {menu.title()} on its line, {theme}") == []
        menu.close()
    on_entity(window)
    window.view.ask_menu()
    menu = QApplication.activePopupWidget()
    check(menu, f"the menu of the text, {theme}", "line of a menu")
    menu.close()


@pytest.mark.parametrize("theme", THEMES)
def test_tool_tips_can_be_read(window, theme):
    window.set_theme(Theme.load(theme))
    QToolTip.showText(QPoint(50, 50), tip("A tip & more"), window)
    (shown,) = [one for one in QApplication.topLevelWidgets() if one.metaObject().className() == "QTipLabel"]
    check(shown, f"a tip, {theme}", "label")
    QToolTip.hideText()
    shown.hide()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sheet", sheets())
def test_every_text_of_every_sheet_can_be_read(window, theme, sheet):
    window.set_theme(Theme.load(theme))
    on_entity(window)
    window.run(sheet)
    QApplication.processEvents()
    found = list(texts(window, window.sheet.panel))
    assert len(found) > 3
    lines = short(picture(window), found, f"{sheet}, {theme}")
    assert lines == [], "\n".join(lines)


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_of_the_side_can_be_read(window, theme):
    window.set_theme(Theme.load(theme))
    on_entity(window)
    for name in shelf.kinds("ui/panels", "Page"):
        window.sides.open_page(name)
        check(window, f"the page {name}, {theme}")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("token", ["text", "muted"])
def test_what_is_too_pale_is_found(window, theme, token):
    pale = Theme.load(theme)
    pale._colours[token] = QColor({"light": "#b0b0b0", "dark": "#505050"}[theme])
    window.set_theme(pale)
    on_entity(window)
    window.show_around()
    found = short(picture(window), texts(window), "pale")
    kinds = {
        "text": ["label", "label quote", "label's name", "menu of the bar"],
        "muted": ["label muted", "label head", "label key"],
    }
    for kind in kinds[token]:
        assert any(f": {kind} '" in line for line in found), kind
