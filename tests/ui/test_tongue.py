"""Everything that the window says goes through `tr`: in a made-up tongue nothing is left in English."""

import re

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget

from annotator import shelf
from annotator.model.tongue import speak
from annotator.ui.command import every_command

OPEN, CLOSE = "\u27e6", "\u27e7"  # what is said is put between these
TAGS, SAID = re.compile(r"<[^>]*>"), re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
# Names of keys, of the program, and units of time and date are the same in every tongue of this test.
SAME = re.compile(
    r"\b(Ctrl|Alt|Shift|Meta|Enter|Esc|Del|Tab|Space|Home|End|Left|Right|Up|Down|PgUp|PgDn|F\d+|Spandesk|spaCy|[A-Z])\b"
)
PAGES = shelf.kind_names("ui/panels", "Page")


def made_up(text):
    """Put every word into marks, but the names of values."""
    return "".join(
        part if part.startswith("{") else re.sub(r"[^\W\d_]+", lambda word: f"{OPEN}{word[0]}{CLOSE}", part)
        for part in re.split(r"(\{[^}]*\})", text)
    )


@pytest.fixture
def window(sampled, desk):
    before = speak(made_up)
    every_command.cache_clear()
    yield desk.open(sampled)
    speak(before)
    every_command.cache_clear()


def texts_of(widget):
    """Yield what a widget shows and what it tells a screen reader."""
    if isinstance(widget, QLabel | QAbstractButton) and widget.property("role") != "key":
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())


def data_of(window):
    """Return the words that come from the project and the settings, the longest first."""
    state = window.session.state
    held = {state.text, state.detail("title"), window.frame.project.name, str(window.frame.project.path)}
    held |= {window.frame.project.author.name, *re.findall(r"\w+", state.text), state.article.id}
    for one in (*state.scheme.labels, *state.scheme.layers):
        held |= {one.name, one.id, getattr(one, "guideline", ""), getattr(one, "key", "")}
    return sorted((one for one in held if len(one) > 1), key=len, reverse=True)


def left_of(text, data):
    """Return what of a text is neither said through `tr`, nor data, nor a number or sign."""
    text = re.sub(r"\w+\u2026", " ", TAGS.sub(" ", text).replace("\u200b", ""))  # what is cut off is data
    while SAID.search(text):
        text = SAID.sub(" ", text)
    for one in data:
        text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", text)
    return " ".join(re.findall(r"[^\W\d_]{2,}", SAME.sub(" ", text)))


def untold(window):
    data = data_of(window)
    found = {}
    for widget in (window, *window.findChildren(QWidget)):
        if type(widget).__module__.startswith("annotator") or widget.parent() is not None:
            for text in texts_of(widget):
                if text and (left := left_of(text, data)):
                    found[left] = f"{type(widget).__name__}: {text[:80]}"
    for action in window.findChildren(QAction):
        if left := left_of(action.text().partition("\t")[0], data):
            found[left] = f"menu: {action.text()}"
    return found


def focus(window, words):
    state = window.session.state
    span = next(one for one in state.marks.spans if state.text.startswith(words, one.start))
    window.run("focus.span", span.id)
    window.show_around()


def test_the_window_and_its_menus(window, desk):
    assert untold(window) == {}
    focus(window, "Algeria and France have")
    desk.qtbot.wait(300)
    assert untold(window) == {}
    window.run("focus.range", 0, 15)
    window.show_around()
    assert untold(window) == {}


@pytest.mark.parametrize("name", PAGES)
def test_every_page(window, desk, name):
    focus(window, "Laurent Nunez")
    window.sides.open_page(name)
    desk.qtbot.wait(400)
    window.show_around()
    assert untold(window) == {}


@pytest.mark.parametrize("name", shelf.kind_names("ui/sheets", "Sheet"))
def test_every_sheet(window, desk, name):
    focus(window, "Laurent Nunez")
    window.open_sheet(name)
    desk.qtbot.wait(200)
    assert untold(window) == {}


def test_the_export_dialog(window, desk):
    from annotator.ui.dialogs.export import ExportDialog

    window.run("project.export")
    dialog = window.findChild(ExportDialog)
    desk.qtbot.waitUntil(lambda: dialog.outlook.answer is not None, timeout=120_000)
    # The target is data, and the remarks are what the child said, which speaks no made-up tongue.
    data = (dialog.target.text()[:60], dialog.outlook.answer["remarks"][0][:60])
    assert {left: at for left, at in untold(window).items() if not any(one in at for one in data)} == {}


def test_what_commands_say(window, desk):
    said = []
    window.session.watch_words(said.append)
    focus(window, "Laurent Nunez")
    for name in (
        "label.everywhere",
        "span.delete",
        "edit.undo",
        "edit.redo",
        "article.flag",
        "article.reopen",
        "article.done",
    ):
        window.run(name, *(("entities/gpe",) if name == "label.everywhere" else ()))
        desk.settle(window)
    for _ in range(80):
        window.run("span.next")
    window.run("article.next")
    desk.settle(window)
    data = data_of(window)
    assert {text: left for text in said if (left := left_of(text, data))} == {}
    assert len(said) > 6
