"""Finding in the article that is open: from what the find bar holds to hits that are painted and walked through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from annotator.editing.state import State
from annotator.model.characters import whole
from annotator.model.edit import Edit
from annotator.model.finding import Finder, Hits
from annotator.model.problem import Problem, counted
from annotator.model.tongue import tr
from annotator.ui.find_bar import BESIDE, FindBar

if TYPE_CHECKING:
    from annotator.jobs import Matching
    from annotator.ui.ground import Ground

LONGEST = 200  # code points of a selection that is taken as what to look for
TYPED_PAUSE = 200  # milliseconds after the last letter of an expression, which costs a process


class Finding:
    """The find bar at work: plain words are found at once, an expression in a child process."""

    def __init__(self, window: Ground) -> None:
        self._view, self._say = window.view, window.status.say
        self._session, self._post = window.session, window.frame.post
        self.bar = FindBar(window, window.view)
        self.hits = Hits()
        self._of = ""  # the article that the hits are of; "" while they must be looked for
        self._finder: Finder | None = None
        self._job: Matching | None = None
        self._wanted = 0  # the direction to go in once the hits are there
        self._origin = 0  # from where, code points
        self._trouble = ""
        self._pause = QTimer(self.bar)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPED_PAUSE)
        self._pause.timeout.connect(self._look)
        self.bar.changed.connect(self._changed)
        self.bar.asked.connect(window.run)
        self.bar.closed.connect(self.close)
        self._session.watch(self._follow)

    # ---- opening and closing
    def open(self) -> None:
        """Show the bar, with the words of the selection if there are any, and give it the keyboard."""
        state = self._session.state
        self._origin = _place(state)
        words = state.text[slice(*state.range)] if state.range is not None else ""
        if words.strip() and len(words) <= LONGEST and "\n" not in words and not self.bar.sought.expression:
            self.bar.write(words)
            self._of = ""
        self.bar.take_keyboard()
        if self._of == state.article.id:
            self._show_hits()
        else:
            self._look()

    def close(self) -> None:
        """Hide the bar and what it painted, and return to the text."""
        self.bar.hide()
        self._view.show_found(Hits())
        self._view.setFocus()

    # ---- looking
    def _changed(self) -> None:
        self._of, self._wanted = "", 1
        if self.bar.sought.expression:
            self._pause.start()
        else:
            self._look()

    def _look(self) -> None:
        """Look for what is sought in the open article."""
        state, sought = self._session.state, self.bar.sought
        self._stop()
        if sought.expression and sought.words:
            from annotator.jobs import Matching  # only who looks for expressions needs processes

            self.bar.tell(tr("looking\u2026"))
            self._job = job = Matching(
                state.text, sought, lambda answer: self._post(lambda: self._matched(job, state.article.id, answer))
            )
            return
        if self._finder is None or self._finder.text is not state.text:
            self._finder = Finder(state.text)
        self._found(state.article.id, self._finder.find(sought))

    def _stop(self) -> None:
        self._pause.stop()
        if self._job is not None:
            self._job.stop()
            self._job = None

    def _matched(self, job: Matching, article: str, answer: Hits | Problem) -> None:
        if job is self._job:  # else something else is looked for by now
            self._job = None
            self._found(article, answer)

    def _found(self, article: str, answer: Hits | Problem) -> None:
        self._of, wanted, self._wanted = article, self._wanted, 0
        self.hits = answer if isinstance(answer, Hits) else Hits()
        self._trouble = _sentence(answer) if isinstance(answer, Problem) else ""
        self._show_hits()
        if wanted:
            self._go_from(self._origin, wanted)

    def _show_hits(self) -> None:
        if not self.bar.isHidden():
            self._view.show_found(self.hits)
        self._tell()

    # ---- going
    def go(self, direction: int) -> None:
        """Select the next hit (1) or the one before (-1), from the other end again after the last."""
        state = self._session.state
        if not self.bar.field.text():
            self.open()
        elif self._of == state.article.id:
            here = self._present(state)
            if here is None:
                self._go_from(_place(state), direction)
            else:
                self._go_on(here, direction)
        else:
            self._origin, self._wanted = _place(state), direction
            if self._job is None:
                self._look()

    def _go_on(self, here: int, direction: int) -> None:
        at = (here + direction) % len(self.hits)
        if at != here + direction:
            self._say(tr("From the top again.") if direction > 0 else tr("From the end again."))
        self._select(at)

    def _go_from(self, place: int, direction: int) -> None:
        if len(self.hits):
            self._select(self.hits.at_or_after(place) if direction > 0 else self.hits.before(place))
        if self.bar.isHidden():
            self._say(f"\u201c{self.bar.field.text()}\u201d: {self._trouble or self._counted()}")

    def _present(self, state: State) -> int | None:
        """Return which hit is selected, or is a span in focus."""
        held = state.range
        if held is None or not len(self.hits) or self._of != state.article.id:
            return None
        at = self.hits.at_or_after(held[0])
        return at if whole(state.text, *self.hits[at]) == held else None

    def _select(self, at: int) -> None:
        start, end = self.hits[at]
        self._origin = start
        self._session.run("focus.range", start, end)
        # What the bar covers is scrolled from under it.
        covered = self.bar.covers()
        beneath = [rect for rect in self._view.rects_of(start, end)[:8] if covered.intersects(rect.toAlignedRect())]
        if beneath:
            self._view.scroll_by(beneath[0].top() - covered.bottom() - BESIDE)

    # ---- following and telling
    def _follow(self, before: State, after: State, edit: Edit | None) -> None:  # noqa: ARG002 - as watchers are called
        if before.article.id != after.article.id:
            self._of, self._origin = "", 0
            self._stop()
            if not self.bar.isHidden():
                self._look()
        elif before.focus != after.focus and not self.bar.isHidden() and self._job is None:
            self._tell()

    def _tell(self) -> None:
        self.bar.tell("" if self._trouble else self._counted(), self._trouble)

    def _counted(self) -> str:
        count, here = len(self.hits), self._present(self._session.state)
        if not count:
            return tr("nothing found") if self.bar.field.text() else ""
        over = tr("over {count:,}", count=count) if self.hits.more else f"{count:,}"
        if here is not None:
            return tr("{nth:,} of {count}", nth=here + 1, count=over)
        return tr("{count} hits", count=over) if self.hits.more else counted(count, tr("hit"), tr("hits"))


def _place(state: State) -> int:
    return state.place if state.range is None else state.range[0]


def _sentence(problem: Problem) -> str:
    said = str(problem)
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith('.') else '.'}"
