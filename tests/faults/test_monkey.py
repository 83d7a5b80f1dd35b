"""A monkey at the window: random keys, mouse, sizes and themes leave no error, no warning, and a project that is whole.

`--full` gives it a minute for each of five seeds, and prints for how long it ever kept the window from answering.
"""

import random
import time
from collections import Counter

import pytest
from keyboard import KEY, Held, pressed
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget

from annotator.project.check import examine
from annotator.project.project import Project
from annotator.ui import theme

# The offscreen platform says so where a menu opens, and of every popup.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
STEPS, SEEDS = 600, 2  # of the short form
SECONDS, MORE_SEEDS = 60, 5  # of the long one
SLOW = 250  # milliseconds that an event may keep the window
TEXTS = {
    "harbour": "Harbour Town\n\nAda Lindqvist came to Northport on Tuesday. \u201cThe line reopens,\u201d said Tom Brandt, "
    "who had waited at the quay.\n\n" + "The ferry sailed on, and the council of Northport was glad of it. " * 40,
    "arabic": "\u0639\u0627\u062f \u0627\u0644\u062e\u0637\n\n\u0642\u0627\u0644\u062a \u0631\u0626\u064a\u0633\u0629 \u0627\u0644\u0628\u0644\u062f\u064a\u0629 \u0625\u0646 \u0627\u0644\u062e\u0637 \u064a\u0628\u0642\u0649 \u0645\u0641\u062a\u0648\u062d\u0627 \u0641\u064a Northport \u0643\u0644 \u064a\u0648\u0645. " * 6,
    "emoji": "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 and \U0001f1e9\U0001f1ff met e\u0301 in Zu\u0308rich.\n\n"
    + "Tom \U0001f9d1\U0001f3fd\u200d\U0001f680 flew on. " * 30,
    "one": "x",
    "blank": "\n\n \n\nTom\n\n\n",
    "paragraph": "Every word of it stands in one paragraph, and it goes on. " * 400,
}  # fmt: skip
LETTERS = "abcxyz 0123[]{}.,;\u00e9\u0436\u0639\U0001f600"
NONE = Held.NoModifier
# They would end the window, or ask the desktop for a file: both come back by themselves.
LEFT_ALONE = {"Ctrl+Q", "Ctrl+W", "Ctrl+N", "Ctrl+O", "Ctrl+I", "Ctrl+E", "Ctrl+Shift+S"}


@pytest.fixture
def path(tmp_path, spandesk):
    made = tmp_path / "monkey.spans"
    assert spandesk("new", made).code == 0
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        assert spandesk("add", made, tmp_path / f"{name}.txt").code == 0
    return made


class Monkey:
    """Does one thing after another, and takes note of how long each kept the window."""

    def __init__(self, window, seed):
        self.window, self.chance = window, random.Random(seed)
        self.done: list[str] = []
        self.waits: list[tuple[float, str]] = []  # milliseconds, and what was done where
        self.what = ""  # was pressed or clicked
        self.bound = sorted({key for one in window.commands.values() for key in one.keys} - LEFT_ALONE)
        self.bound += [label.key for label in window.session.state.scheme.labels] * 3
        self.deeds = [self.key] * 8 + [self.click] * 5 + [self.drag] * 3 + [self.type, self.hold, self.resize]
        self.deeds += [self.wheel] * 2 + [self.theme, self.menu, self.into_a_field, self.to_the_text, self.to_the_text]

    def step(self):
        deed = self.chance.choice(self.deeds)
        self.done.append(deed.__name__)
        self.what, state = "", self.window.session.state
        self.timed(deed, deed.__name__, state)
        self.timed(QApplication.processEvents, f"what followed {deed.__name__}", state)
        if self.chance.random() < 0.3:
            self.leave_popups()
        if not self.window.isVisible():
            return  # a menu has the end of the window in it
        if self.chance.random() < 0.1:
            QTest.qWait(5)  # the writer's and the reader's answers

    def timed(self, deed, name, state):
        began, worked = time.perf_counter(), time.thread_time()
        deed()
        waited, worked = 1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - worked)
        sheet = type(self.window.sheet).__module__.rpartition(".")[2] if self.window.sheet is not None else "no sheet"
        where = f"{type(state.focus).__name__} in article {state.number}, {sheet}"
        self.waits.append((waited, f"{name} {self.what}, {worked:.0f} ms of work, {where}"))

    # ---- where
    def held(self):
        popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        return (popup.focusWidget() or popup) if popup else QApplication.focusWidget() or self.window.view

    def place(self, widget):
        return QPoint(self.chance.randrange(max(1, widget.width())), self.chance.randrange(max(1, widget.height())))

    def anywhere(self):
        if self.chance.random() < 0.75:
            return self.window.view.viewport()
        whole = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        return self.chance.choice([one for one in (whole, *whole.findChildren(QWidget)) if one.isVisible()])

    def modifiers(self):
        return self.chance.choice([NONE, NONE, NONE, Held.ShiftModifier, Held.ControlModifier, Held.AltModifier])

    # ---- what
    def key(self):
        self.what = self.chance.choice(self.bound)
        key, modifiers, text = pressed(self.what)
        QTest.sendKeyEvent(QTest.KeyAction.Click, self.held(), key, text, modifiers)

    def hold(self):
        self.what = self.chance.choice(self.bound)
        key, modifiers, text = pressed(self.what)
        for _ in range(self.chance.randrange(2, 12)):
            QApplication.sendEvent(self.held(), QKeyEvent(QEvent.Type.KeyPress, key.value, modifiers, text, True, 1))

    def type(self):
        for _ in range(self.chance.randrange(1, 8)):
            letter, held = self.chance.choice(LETTERS), self.held()
            key = KEY(ord(letter.upper())) if letter.isascii() else KEY.Key_unknown
            QTest.sendKeyEvent(QTest.KeyAction.Click, held, key, letter, NONE)

    def click(self):
        widget = self.anywhere()
        self.what = type(widget).__name__
        button = self.chance.choice(
            [Qt.MouseButton.LeftButton] * 5 + [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton]
        )
        place, modifiers = self.place(widget), self.modifiers()
        (QTest.mouseDClick if self.chance.random() < 0.2 else QTest.mouseClick)(widget, button, modifiers, place)

    def drag(self):
        widget, modifiers = self.anywhere(), self.modifiers()
        place = self.place(widget)
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, modifiers, place)
        for _ in range(self.chance.randrange(1, 5)):
            place = QPoint(*(self.chance.randrange(-30, max(1, size) + 30) for size in widget.size().toTuple()))
            QTest.mouseMove(widget, place)
        if self.chance.random() < 0.2:
            QTest.sendKeyEvent(QTest.KeyAction.Click, self.held(), KEY.Key_Escape, "", NONE)
        if self.chance.random() < 0.9:  # else the release goes to another window
            QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, modifiers, place)

    def wheel(self):
        view, modifiers = self.window.view.viewport(), self.chance.choice([NONE, NONE, Held.ControlModifier])
        place, turned = QPointF(self.place(view)), QPoint(0, self.chance.choice([-480, -120, -8, 8, 120, 480]))
        pixels = QPoint(0, turned.y() // 4) if self.chance.random() < 0.3 else QPoint()
        event = QWheelEvent(
            place, QPointF(view.mapToGlobal(place.toPoint())), pixels, turned, Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, event)

    def resize(self):
        self.window.resize(self.chance.randrange(600, 2200), self.chance.randrange(400, 1300))

    def theme(self):
        self.window.set_theme(theme.Theme.load(self.chance.choice(theme.names())))

    def menu(self):
        view = self.window.view.viewport()
        place = self.place(view)
        reason = self.chance.choice([QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
        QApplication.sendEvent(view, QContextMenuEvent(reason, place, view.mapToGlobal(place)))
        popup = QApplication.activePopupWidget()
        for _ in range(self.chance.randrange(6) if popup else 0):
            QTest.keyClick(popup, self.chance.choice([KEY.Key_Down, KEY.Key_Up]))
        if popup and self.chance.random() < 0.7:
            QTest.keyClick(popup, KEY.Key_Return)

    def into_a_field(self):
        found = [one for kind in (QLineEdit, QTextEdit) for one in self.window.findChildren(kind) if one.isVisible()]
        if found:
            self.chance.choice(found).setFocus()
            self.type()

    def to_the_text(self):
        self.leave_popups()
        self.window.view.setFocus()

    def leave_popups(self):
        for _ in range(10):
            popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if popup is None:
                return
            popup.close()


def ends(full):
    """Yield until the monkey has done enough."""
    if not full:
        yield from range(STEPS)
        return
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        yield 0


@pytest.mark.parametrize("seed", range(MORE_SEEDS))
def test_a_monkey_leaves_no_trouble_behind(desk, path, request, seed):
    full = request.config.getoption("--full")
    if seed >= SEEDS and not full:
        pytest.skip("more seeds are tried with --full")
    window = desk.open(path)
    monkey = Monkey(window, seed)
    for _ in ends(full):
        monkey.step()
        if not monkey.window.isVisible():
            desk.qtbot.waitUntil(lambda: monkey.window.frame.project.unsaved == 0, timeout=15_000)
            desk.windows.remove(monkey.window)
            monkey.window = desk.open(path)
    monkey.leave_popups()
    window = monkey.window
    desk.settle(window)
    state = window.session.state
    desk.close(window)
    assert examine(path) == [], "the rows are not the fold of the journal"
    tell(monkey, full)
    project = Project.open(path, window.frame.project.author)
    try:
        opened = project.reader.opened(state.number)
        assert {mark for mark in opened.marks.spans} == {*state.marks.spans, *state.others.spans}
        made = project.reader.connection.execute("SELECT count(*) FROM gesture WHERE via = 'window'").fetchone()[0]
    finally:
        project.close()
    assert made > 5, "it did nothing"
    assert all(0 <= one.start < one.end <= len(state.text) for one in state.marks.spans)


def tell(monkey, full):
    """Print what was done and how long it kept the window; nothing is judged by the clock."""
    slow = Counter(name for wait, name in monkey.waits if wait > SLOW)
    longest = sorted(monkey.waits, reverse=True)[:3]
    print(
        f"{len(monkey.done)} deeds; over {SLOW} ms: {dict(slow) or 'none'}; longest {[(round(ms), name) for ms, name in longest]}"
    )
