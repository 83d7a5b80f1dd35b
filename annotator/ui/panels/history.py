"""The history page: what was done, by whom and when; the article as it was then; and the way back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from annotator.editing.restoring import Difference, changed, differences, focus_on_one, in_short, restorable, words_of
from annotator.editing.sight import PAST
from annotator.editing.state import OnSpan, Selection, State
from annotator.model.edit import EMPTY, Edit
from annotator.model.mark import Key
from annotator.model.marks import Marks
from annotator.model.tongue import tr
from annotator.project.moments import Past, Recorded
from annotator.project.reader import Reader
from annotator.ui.frame import Frame, plain, rule
from annotator.ui.moment_list import INSET, DifferenceList, MomentList
from annotator.ui.moments import NOW, About, MomentModel, when
from annotator.ui.page import closing, headed
from annotator.ui.sides import tight
from annotator.ui.taking_back import TakingBack
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from concurrent.futures import Future

TITLE = "History"
SHOWN = 200  # differences that are listed
Was = tuple[Recorded, Marks]  # a gesture, and everyone's marks right after it


class Page(QWidget):
    """Lists gestures; the one that is picked shows the article as it was right after it. Looking writes nothing."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame, self.session = frame, frame.session
        self.about = About()
        self._past = Past(0, "", 0)
        self._ahead: Past | None = None  # the journal that is read before it is asked for
        self._wanted = 0  # seq of the moment to be shown, 0 for now
        self._asking = False
        self.since = EMPTY  # what was done to the article since the moment that is shown
        self.found: list[Difference] = []  # what of it concerns spans
        self.model = MomentModel(frame)
        self.head, self.place, self.differ = plain("", "name"), plain("", "count"), plain("", "muted")
        self.list = MomentList(frame.theme, self.model)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.differences = DifferenceList()
        self.restore_article = QPushButton(tr("Restore the article to this moment"))
        self.restore_span = QPushButton(tr("Restore this span"))
        self.taking_back = TakingBack(frame, self.model.refresh)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.slider.setAccessibleName(tr("Moment of the history"))
        self.slider.setPageStep(10)
        self.differ.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(8)
        top = tight(QVBoxLayout())
        top.addLayout(headed(self.head, self.place, closing(self.frame)))
        top.addWidget(rule())
        top.addWidget(self.list, 1)
        column.addLayout(top, 1)
        below = QVBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.slider)
        below.addWidget(self.differ)
        column.addLayout(_inset(below))
        column.addWidget(self.differences)
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        for button in (self.restore_article, self.restore_span, self.taking_back):
            buttons.addWidget(button)
        column.addLayout(_inset(buttons))

    def _connect(self) -> None:
        self.list.chosen.connect(self._picked)
        self.list.typed.connect(lambda: self.session.say(tr(PAST) if self.session.state.past else ""))
        self.slider.valueChanged.connect(self._slid)
        self.model.grown.connect(self._grown)
        self.model.dataChanged.connect(self._tell_place)
        self.model.dataChanged.connect(self._read_ahead)
        self.differences.chosen.connect(self._show_difference)
        self.restore_article.clicked.connect(self._restore_article)
        self.restore_span.clicked.connect(self._restore_span)
        self.session.watch_saving(lambda _: self._saved())

    # ---- what it is about
    def show_article(self) -> None:
        """Show the gestures that changed the open article."""
        self._show(self._open_article())
        self.list.setFocus()

    def show_span(self, span: str) -> None:
        """Show the gestures that changed a span of the open article."""
        about = self._open_article()
        self._show(about._replace(key=Key("span", about.article, span)))
        self.list.setFocus()

    def show_project(self) -> None:
        """Show every gesture of the project."""
        self._show(About())
        self.list.setFocus()

    def _open_article(self) -> About:
        return About(self.session.present.number, self.session.present.article.id)

    def _show(self, about: About) -> None:
        self.session.come_back()
        present = self.session.present
        if (self._past.number, self._past.article) != (about.number, about.article):
            self._past = Past(about.number, about.article or "", len(present.text))
        self.about, self._wanted = about, 0
        words = tr("History of the span") if about.key else tr("History of the article")
        self.head.setText(words if about.number else tr("History of the project"))
        self.list.setAccessibleName(self.head.text())
        self.model.show(about)
        self.list.pick(NOW)
        self._tell()

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:  # noqa: ARG002 - as panels
        """Follow the open article, and what happens to it while its past is shown."""
        # What is told comes after the text is painted: the Session may be further by then.
        if self.about.number and self.session.present.number != self.about.number:
            self._show(self._open_article())
            return
        came_back = before is not None and before.past and not self.session.state.past
        if came_back and self._wanted and not self._asking:
            self.list.pick(NOW)
        if before is None or before.past or after.past:
            self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.list.set_theme(theme)

    # ---- travelling
    def _slid(self, value: int) -> None:
        self.list.pick(self.model.rowCount() - 1 - value)

    def _picked(self, row: int) -> None:
        self._tell_place()
        self._wanted = self.model.seqs[row - 1] if self.about.number and row > NOW else 0
        if self._wanted:
            self._read_past()
        else:
            self.session.come_back()

    def _read_ahead(self) -> None:
        """Read the journal of the article before it is asked for, slice by slice, once there are lines to look at."""
        past = self._past
        if self._ahead is past or not self.about.number:
            return
        self._ahead = past

        def read_on() -> None:
            asked = self.frame.project.read(lambda reader: past.read_on(reader.connection))
            asked.add_done_callback(lambda done: self.frame.post(lambda: arrived(done)))

        def arrived(done: Future[bool]) -> None:
            if done.exception() is None and done.result() and past is self._past and self.isVisible():
                read_on()

        read_on()

    def _read_past(self) -> None:
        """Read the marks of the moment that is wanted; while they are read another may come to be wanted."""
        if self._asking:
            return
        self._asking = True
        about, past, seq = self.about, self._past, self._wanted

        def read(reader: Reader) -> Was:
            line = about.lines(reader, [seq])[seq]
            return line, past.marks_at(reader.connection, seq)

        asked = self.frame.project.read(read)
        asked.add_done_callback(lambda done: self.frame.post(lambda: self._arrived(done, about, seq)))

    def _arrived(self, done: Future[Was], about: About, seq: int) -> None:
        self._asking = False
        error = done.exception()
        if error is not None:
            self.session.say(str(error))
        elif self._wanted and about == self.about:
            self._visit(*done.result())
        if self._wanted not in (0, seq):
            self._read_past()

    def _visit(self, line: Recorded, marks: Marks) -> None:
        gesture = line.gesture
        said = tr("As it was on {day}, after {words}, by {name}.", day=when(gesture.at),
                  words=self.model.words_of(line), name=self.model.name(gesture.author))  # fmt: skip
        key = self.about.key
        focus = OnSpan(key.id) if key and marks.get(key) else focus_on_one(gesture.edits.get(self.about.article, EMPTY))
        self.session.visit(marks, said, focus)

    # ---- what is told
    def _grown(self) -> None:
        row = self.model.row_of(self._wanted) if self._wanted else self.list.row
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, self.model.rowCount() - 1)
        self.list.pick(row)
        self._tell_place()

    def _tell_place(self) -> None:
        row, last = max(NOW, self.list.row), self.model.rowCount() - 1
        with QSignalBlocker(self.slider):
            self.slider.setValue(last - row)
        self.place.setText(f"{last:,}" if row == NOW else tr("{at} of {last}", at=f"{row:,}", last=f"{last:,}"))
        self.taking_back.show_line(self.model.line(row))

    def _tell(self) -> None:
        """Tell how the article differs now from what is shown, and what of it can be restored."""
        now, was = self.session.present, self.session.state
        travels = bool(was.past)
        self.since = changed(now, was) if travels else EMPTY
        self.found = differences(self.since, SHOWN)
        self.differ.setText(in_short(self.since, now, was) if travels else "")
        self.differences.show_lines([words_of(one, now) for one in self.found])
        for shown in (self.differ, self.restore_article, self.restore_span):
            shown.setVisible(travels)
        self.differences.setVisible(bool(self.found))
        can = travels and not self.session.read_only
        self.restore_article.setEnabled(can and any(restorable(now.author, self.since)))
        self._tell_span()

    def _tell_span(self) -> None:
        span, author = self._span(), self.session.state.author
        can = bool(span) and not self.session.read_only
        self.restore_span.setEnabled(can and any(restorable(author, self.since, span)))

    def _span(self) -> str:
        """Return the id of the span that is restored alone: of the difference that was chosen, else the focused one."""
        at = self.differences.row
        if 0 <= at < len(self.found):
            return self.found[at].span.id
        focused = self.session.state.focused
        if focused is not None:
            return focused.id
        return self.about.key.id if self.about.key else ""

    def _show_difference(self, at: int) -> None:
        if 0 <= at < len(self.found):
            span = self.found[at].span
            there = self.session.state.marks.spans.get(span.id)
            if there is not None:
                self.session.run("focus.span", there.id)
            else:
                self.session.run("focus.range", *Selection(span.start, span.end)[:2])
        self._tell_span()

    # ---- bringing back
    def _restore_article(self) -> None:
        self._restore("article.restore")

    def _restore_span(self) -> None:
        self._restore("span.restore", self._span())

    def _restore(self, name: str, *values: object) -> None:
        was = self.session.state
        if was.past:
            self.session.come_back()
            self.frame.run(name, was, *values)
            self.frame.run("view.text")  # the button is gone, and with it the keyboard

    def _saved(self) -> None:
        if self.isVisible() and not self.session.unsaved:
            self.model.refresh()

    # ---- the way out
    def hideEvent(self, event: QHideEvent) -> None:
        """Return to the present when another page or the panels are shown; not when the whole window is hidden."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._wanted = 0
            self.session.come_back()


def _inset(layout: QLayout) -> QLayout:
    layout.setContentsMargins(INSET, 0, INSET, 0)
    return layout
