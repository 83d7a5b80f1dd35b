"""The status bar: what is saved, true to the disk, what was said last, and how far the work is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QDateTime, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from annotator.editing.state import State
from annotator.editing.telling import in_short
from annotator.model.problem import counted
from annotator.model.tongue import tr
from annotator.ui.elided import Elided
from annotator.ui.frame import plain

NAMED_AFTER = 250  # milliseconds until waiting marks are named and counted
SAID_FOR = 8_000  # milliseconds a sentence stays
READ_IN = 1_500  # milliseconds it stays in any case: after them a span that comes into focus takes its place


class StatusBar(QWidget):
    """28 pixels at the foot of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(28)
        self.saved = plain(tr("\u25cf Saved"), "saved")
        self.last = plain("", "muted")  # when something was saved, while nothing is
        self.last.hide()
        self.said = Elided("", "muted")
        self.place = plain("", "muted")
        self.done = plain("", "muted")
        self.share = QProgressBar()
        self.share.setTextVisible(False)
        self.share.setFixedSize(120, 6)
        self.share.setAccessibleName(tr("Share of the articles that is done"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(16)
        self._row = row
        for widget in (self.saved, self.last, self.said, self.place, self.done, self.share):
            row.addWidget(widget, 1 if widget is self.said else 0)
        self._waiting = 0
        self._refused = False  # whether the disk refuses what waits
        self._saved_at = ""
        self._focus = ""
        self._late = _timer(self, NAMED_AFTER, self._name_waiting)
        self._quiet = _timer(self, SAID_FOR, lambda: self.said.setText(self._focus))

    def show_work(self, work: QWidget) -> None:
        """Show what goes on in the background: beside what is said, so that nothing else moves."""
        self._row.insertWidget(3, work)

    def show_waiting(self, waiting: int, refused: bool = False) -> None:
        """Show how many marks are not on the disk yet, after a moment, and at once that the disk refuses them."""
        before, self._waiting, self._refused = self._waiting, waiting, refused
        if waiting and (refused or self.saved.property("role") != "saved"):
            self._name_waiting()
        elif waiting and not self._late.isActive():
            self._late.start()
        elif not waiting:
            self._late.stop()
            if before or not self._saved_at:
                self._saved_at = QDateTime.currentDateTime().toString("HH:mm:ss")
            self._set(tr("\u25cf Saved {time}", time=self._saved_at), "saved")
        self.last.setVisible(bool(waiting and refused and self._saved_at))

    def _name_waiting(self) -> None:
        if not self._waiting:
            return
        marks = counted(self._waiting, "mark")
        if self._refused:
            wait = tr("waits" if self._waiting == 1 else "wait")
            self._set(tr("\u25b2 Not saved: {marks} {wait} in memory", marks=marks, wait=wait), "unsaved")
            self.last.setText(tr("last saved {time}", time=self._saved_at))
        else:
            self._set(tr("\u25cb {marks} not saved yet", marks=marks), "waiting")

    def _set(self, text: str, role: str) -> None:
        self.saved.setText(text)
        if self.saved.property("role") != role:
            self.saved.setProperty("role", role)
            self.saved.style().unpolish(self.saved)
            self.saved.style().polish(self.saved)

    def say(self, sentence: str) -> None:
        """Show a sentence for a while."""
        self.said.setText(sentence)
        self._quiet.start()

    def show_focus(self, words: str) -> None:
        """Show what is in focus, unless something else was just said."""
        if words != self._focus:
            self._focus = words
            if words and self._quiet.remainingTime() <= SAID_FOR - READ_IN:
                self._quiet.stop()
            if not self._quiet.isActive():
                self.said.setText(words)

    def show_counts(self, counts: Mapping[str, int], place: int) -> None:
        """Show where the open article stands (0: not in the list), and how many are done."""
        total = counts.get("all", 0)
        listed = counts.get("listed", total)
        here = tr("Article {place} of {listed}", place=f"{place:,}", listed=f"{listed:,}")
        self.place.setText(here if place else counted(total, "article"))
        done = counts.get("done", 0)
        self.done.setText(tr("{count} done", count=f"{done:,}"))
        self.share.setRange(0, max(1, total))
        self.share.setValue(done)


def _timer(parent: QWidget, milliseconds: int, function: object) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(function)
    return timer


def in_focus(state: State) -> str:
    """Return the focused span in a few words, behind what is to be known of it: that is in no other place."""
    span = state.focused or state.target
    if span is None:
        return _trouble(state)
    told = f"{state.scheme.label(span.label).name}  {in_short(state, span)}"
    told = told if state.focused else tr("Suggestion  {told}", told=told)
    return "  ".join(filter(None, (_trouble(state), told)))


def _trouble(state: State) -> str:
    """Return what spaCy will not make of what is in focus, or only with a warning; the side may be folded."""
    if state.tokens is None:
        return ""
    from annotator.editing.verdicts import trouble  # after the first paint

    return trouble(state)
