"""The search page: words sought in all articles, and what was found, which can be opened and labelled from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.problem import counted
from annotator.model.terms import Term, terms_of
from annotator.model.tongue import tr
from annotator.project.search import HitPage, Indexed
from annotator.ui.field import Seeking
from annotator.ui.frame import Frame, plain, rule
from annotator.ui.hit_list import HitList, Place
from annotator.ui.page import closing, headed
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

TITLE = "Search"
TYPED_PAUSE = 150  # milliseconds after the last letter
LONGEST = 200  # code points of a selection that is taken as what to seek
AHEAD = 400  # pixels from the end of the list at which it is read on


class Page(QWidget):
    """Asks the project's searcher, page by page as the list is scrolled."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.field = Seeking(tr("Search all articles"))
        self.list = HitList(frame.theme)
        self.found, self.indexed = plain("", "muted"), plain("", "muted")
        self._foot = plain(tr("Enter opens a hit, a label\u2019s key labels it."), "muted")
        self._terms: tuple[Term, ...] = ()
        self._turn = 0  # how often something else was sought: an older answer is not worth showing
        self._last = 0  # the number of the last article looked at
        self._ended = self._asking = False
        self._opens_first = False  # Enter was pressed before anything was found
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPED_PAUSE)
        self._pause.timeout.connect(self._seek)
        self._lay_out()
        self.field.textChanged.connect(self._typed)
        self.field.done.connect(self._to_list)
        self.list.opened.connect(self._open)
        self.list.keyed.connect(self._label)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        searcher = frame.project.searcher
        searcher.watch(lambda indexed: frame.post(lambda: self._grown(indexed)))
        searcher.start()
        self._tell_indexed(searcher.indexed)
        self._tell_found()

    def _lay_out(self) -> None:
        self.indexed.setWordWrap(True)
        self.found.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(headed(plain(tr("Search all articles"), "name"), closing(self.frame)))
        column.addWidget(rule())
        inside = QVBoxLayout()
        inside.setContentsMargins(14, 8, 14, 6)
        inside.setSpacing(6)
        for part in (self.field, self.indexed, self.found):
            inside.addWidget(part)
        column.addLayout(inside)
        column.addWidget(self.list, 1)
        self._foot.setContentsMargins(14, 6, 14, 8)
        column.addWidget(self._foot)

    # ---- what is sought
    def begin(self) -> None:
        """Give the field the keyboard, with the words of the selection if there are any."""
        state = self.frame.session.state
        words = state.text[slice(*state.range)] if state.range is not None else ""
        if words.strip() and len(words) <= LONGEST and not self.list.hasFocus():
            shown = " ".join(words.replace('"', " ").split())
            self.field.setText(f'"{shown}"' if " " in shown else shown)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._scrolled()

    def _typed(self, _text: str) -> None:
        self._opens_first = False
        self._pause.start()

    def _seek(self) -> None:
        """Seek what is written, from the first article on."""
        self._pause.stop()
        terms = terms_of(self.field.text())
        if terms == self._terms:
            return
        self._terms, self._last, self._ended, self._asking = terms, 0, not terms, False
        self._turn += 1
        self.list.hits.clear()
        self._more()
        self._tell_found()

    def _more(self) -> None:
        if self._ended or self._asking or not self._terms:
            return
        self._asking, turn = True, self._turn
        asked = self.frame.project.searcher.search(self._terms, self._last)
        asked.add_done_callback(lambda done: self.frame.post(lambda: self._arrived(done, turn)))

    def _arrived(self, done: Future[HitPage | None], turn: int) -> None:
        if turn != self._turn:
            return
        self._asking = False
        trouble = done.exception()
        page = None if trouble is not None else done.result()
        if page is None:
            self.found.setText("" if trouble is None else str(trouble))
            self._ended = True  # until more is indexed
            return
        self.list.hits.add(page.articles)
        self._last, self._ended = page.last, page.ended
        self._tell_found()
        if self._opens_first and self.list.hits.rowCount():
            self._to_list()
        QTimer.singleShot(0, self, self._scrolled)  # once the list knows how long it is

    def _scrolled(self) -> None:
        bar = self.list.verticalScrollBar()
        if bar.maximum() - bar.value() < AHEAD:
            self._more()

    # ---- what is said
    def _tell_found(self) -> None:
        hits = self.list.hits
        if not self._terms:
            said = tr('Type words, "words in a row" or the beginning of a word*.')
        elif not hits.articles:
            said = tr("Nothing found.") if self._ended else tr("Searching\u2026")
        else:
            where = counted(hits.articles, tr("article"), tr("articles"))
            said = tr("{hits} in {where}", hits=counted(hits.hits, tr("hit"), tr("hits")), where=where)
            said += "." if self._ended else tr(", more below.")
        self.found.setText(said)
        self._foot.setVisible(hits.articles > 0)

    def _grown(self, indexed: Indexed) -> None:
        self._tell_indexed(indexed)
        self._ended = not self._terms  # the new articles may hold it too
        if self.isVisible():
            self._scrolled()

    def _tell_indexed(self, indexed: Indexed) -> None:
        said = indexed.trouble
        if not said and indexed.articles < indexed.of:
            said = tr("{count:,} of {of:,} articles are indexed.", count=indexed.articles, of=indexed.of)
        self.indexed.setText(said)
        self.indexed.setVisible(bool(said))

    # ---- what is done with a hit
    def _to_list(self) -> None:
        """Open the first hit, and give the list the keyboard; where none is found yet, once one is."""
        self._seek()
        self._opens_first = not self.list.choose_first()
        if not self._opens_first:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._open(self.list.currentIndex().row())

    def _open(self, row: int) -> None:
        place = self.list.hits.rows[row]
        if isinstance(place, Place):
            self.frame.run("hit.open", place.number, place.hit.start, place.hit.end)

    def _label(self, row: int, key: str) -> None:
        place = self.list.hits.rows[row]
        label = next((one for one in self.frame.session.state.scheme.labels if one.key == key), None)
        if label is not None and isinstance(place, Place):
            self.frame.run("hit.label", place.number, place.hit.start, place.hit.end, label.id)

    # ---- following
    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Stay as it is: texts never change."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.list.set_theme(theme)
