"""Add a span, jump and scroll in a long article: to painted, against a plain text widget doing the same.

Adding is measured three times: the key in the whole window until the text is painted, until the panels that follow it
are painted, too, and the reading view alone, without a key; the plain text widget with a key and without. The commit is
apart: the writer answers when the figure has been taken.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar

from annotator.editing.session import Session
from annotator.model.edit import Gesture
from annotator.model.offsets import Utf16Map
from annotator.ui.frame import Post
from benches.apparatus import projects, texts, windows
from benches.apparatus.figures import Figure, Size
from benches.apparatus.texts import Written
from benches.apparatus.timing import Times, Turn, alternated, seconds

LABEL, KEY = "entities/per", Qt.Key.Key_1
NOTCH, LINES = 102, 3  # what one notch of the wheel scrolls: our pixels, lines of the plain text widget
PLACES = 2_000  # words to label and places to jump to, more than there are repetitions
AS_FAST, STILL, GIANT = "<= 1.5x", "< 16 ms", "<= 0.05x"  # 16 ms: a frame at 60 Hz


def run(size: Size, folder: Path) -> Iterator[Figure]:
    """Yield the figures."""
    windows.application()
    length, times = size.of(60_000, 1_000_000, 1_000_000), size.of(3, 300, 1_000)
    spans = length * 14 // 1000
    pair = _Pair(folder / "long.spans", texts.long_article(length, spans))
    where = f"in {length / 1e6:g} MB and {spans:,} spans"
    turns = [pair.add_in_window(), pair.add_around(), pair.add_by_key(), pair.add_in_view(), pair.add_in_plain()]
    window, around, by_key, alone, plain = alternated(turns, times, warm_up=3)
    yield from _judged(f"add a span {where}, key to painted in the whole window", window, by_key)
    yield Figure(f"add a span {where}, key to painted panels, p50", "", around.p50, "ms", by_key.p50)
    yield from _judged(f"add a span {where}, the view alone", alone, plain)
    for name, turns in {"jump": pair.jumps(), "scroll": pair.scrolls()}.items():
        yield from _judged(f"{name} {where}", *alternated(turns, times, warm_up=3))
    pair.close()
    pair = _Pair(folder / "giant.spans", texts.long_article(length, spans, one_paragraph=True))
    turns = [pair.add_in_window(), pair.add_by_key(), pair.add_in_view(), pair.add_in_plain()]
    window, by_key, alone, plain = alternated(turns, size.of(2, 20, 60))
    where = f"in one paragraph of {length / 1e6:g} MB"
    yield Figure(f"add a span {where}, key to painted in the whole window, p50", GIANT, window.p50, "ms", by_key.p50)
    yield Figure(f"add a span {where}, the view alone, p50", GIANT, alone.p50, "ms", plain.p50)
    pair.close()


def _judged(what: str, ours: Times, plain: Times) -> Iterator[Figure]:
    yield Figure(f"{what}, p50", AS_FAST, ours.p50, "ms", plain.p50)
    yield Figure(f"{what}, p99", STILL, ours.p99, "ms", plain.p99)


class _Pair:
    """The window, a reading view alone and the plain text widget on the same article, driven to the same places."""

    def __init__(self, path: Path, written: Written) -> None:
        self.dice = random.Random(2)
        self.text, self.units = written.text, Utf16Map(written.text)
        projects.holding(path, [written]).close()
        self.window = windows.opened(path)
        self.waiting: list[tuple[Gesture, Future[Gesture | None]]] = []
        self.window.session._commit = self._commit
        view = self.window.view
        self.words = self._words()
        self.half = len(self.words) // 2  # from there on the widget takes its words that marks by a key
        self.reader, self.alone = self._reader_alone()
        self.plain = windows.PlainText(self.alone.state.scheme)
        for widget in (self.reader, self.plain):
            widget.resize(view.width() + view.bar.width(), view.height())
            windows.shown(widget)
        self.plain.show_article(self.text, windows.marked_of(self.alone.state))
        windows.idle()
        # What is suggested is looked through in the seconds after an article is opened; then a key is what it stays.
        while not self.window.frame.suggesting.is_idle:
            windows.idle()

    def _reader_alone(self) -> tuple[windows.Reader, Session]:
        """Return a view beside the window, and a Session that only it follows."""
        reader, shown = windows.Reader(), self.window.session.state
        session = Session(shown, self._commit, self.window.frame.project.library, lambda: os.urandom(12).hex(), Post())
        session.watch(lambda before, after, edit: reader.view.show_state(before, after, edit, session.unsaved_ids))
        reader.view.show_state(None, session.state, None)
        return reader, session

    def _words(self) -> list[tuple[int, int]]:
        """Return words from all over the text (code points), none of them twice."""
        starts = {self.text.index(" ", self.dice.randrange(len(self.text) - 1_000)) + 1 for _ in range(PLACES)}
        found = [(start, self.text.index(" ", start + 1)) for start in sorted(starts)]
        self.dice.shuffle(found)
        return found

    def close(self) -> None:
        for widget in (self.plain, self.reader, self.window):
            widget.close()
        windows.idle()

    def _commit(self, gesture: Gesture) -> Future[Gesture | None]:
        future: Future[Gesture | None] = Future()
        self.waiting.append((gesture, future))
        return future

    def _answer(self) -> None:
        """Say that everything is stored, and let what follows happen."""
        for gesture, future in self.waiting:
            future.set_result(gesture._replace(id=f"stored {gesture.token}"))
        self.waiting.clear()
        windows.idle()

    # ---- a word is labelled
    def add_in_window(self) -> Turn:
        view, session = self.window.view, self.window.session
        paints = windows.Paints(view)

        def turn(nth: int) -> float:
            session.run("focus.range", *self.words[nth])
            windows.idle()
            taken = windows.painted(paints, lambda: QTest.keyClick(view, KEY))
            self._answer()
            return taken

        return turn

    def add_around(self) -> Turn:
        """Return the turn that also waits for the panels, the status bar and the overview, which follow the text."""
        window = self.window

        def followed() -> None:
            QTest.keyClick(window.view, KEY)
            while window._later.isActive() or window.view.bar._soon.isActive():
                QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)

        def turn(nth: int) -> float:
            window.session.run("focus.range", *self.words[-1 - nth])
            windows.idle()
            taken = seconds(followed)
            self._answer()
            return taken

        return turn

    def add_in_view(self) -> Turn:
        def turn(nth: int) -> float:
            self.alone.run("focus.range", *self.words[nth])
            windows.idle()
            taken = windows.painted(self.reader.paints, lambda: self.alone.run("label.apply", LABEL))
            self._answer()
            return taken

        return turn

    def add_in_plain(self) -> Turn:
        def turn(nth: int) -> float:
            start, end = map(self.units.to_units, self.words[nth])
            self._show(start)
            return windows.painted(self.plain.paints, lambda: self.plain.add((start, end, LABEL)))

        return turn

    def add_by_key(self) -> Turn:
        """Return the turn of the plain text widget that marks a word when a key is pressed."""

        def turn(nth: int) -> float:
            start, end = map(self.units.to_units, self.words[self.half + nth])
            self._show(start)
            self.plain.by_key = (start, end, LABEL)
            return windows.painted(self.plain.paints, lambda: QTest.keyClick(self.plain, KEY))

        return turn

    def _show(self, unit: int) -> None:
        cursor = self.plain.textCursor()
        cursor.setPosition(unit)
        self.plain.setTextCursor(cursor)
        self.plain.centerCursor()
        windows.idle()

    # ---- the text moves
    def jumps(self) -> list[Turn]:
        """Return the turns that move the scroll bar to somewhere else."""
        places = [self.dice.random() for _ in range(PLACES)]

        def turn(paints: windows.Paints, bar: QScrollBar, nth: int) -> float:
            taken = windows.painted(paints, lambda: bar.setValue(round(places[nth] * bar.maximum())))
            windows.idle()
            return taken

        view, plain = self.window.view, self.plain
        return [partial(turn, windows.Paints(view), view.bar), partial(turn, plain.paints, plain.verticalScrollBar())]

    def scrolls(self) -> list[Turn]:
        """Return the turns that scroll down by one notch of the wheel, from the start of the text."""
        view, bar = self.window.view, self.plain.verticalScrollBar()
        view.scroll_to(0)
        bar.setValue(0)
        windows.idle()
        paints = windows.Paints(view)

        def ours(_: int) -> float:
            return windows.painted(paints, lambda: view.scroll_by(NOTCH))

        def plain(_: int) -> float:
            return windows.painted(self.plain.paints, lambda: bar.setValue(bar.value() + LINES))

        return [ours, plain]
