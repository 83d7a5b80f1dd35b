"""Take back an intake, or what another process did: the shell's own subcommand, in a child process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton

from annotator.model.problem import a_few, counted
from annotator.model.tongue import tr
from annotator.project.moments import Recorded
from annotator.project.undo import why_it_stays
from annotator.ui.frame import Frame

if TYPE_CHECKING:
    from annotator.ui.work import Undertaking


class TakingBack(QPushButton):
    """There for the gestures that can be taken back; what the child changes comes in as from any other process."""

    def __init__(self, frame: Frame, done: Callable[[], None]) -> None:
        super().__init__(tr("Take this back"))
        self.frame, self._done = frame, done
        self.undertake: Callable[[Undertaking], bool] = lambda _: False  # which the window's work does
        self._line: Recorded | None = None
        self._runs = False
        self.clicked.connect(self._start)
        self.hide()

    def show_line(self, line: Recorded | None) -> None:
        """Take the gesture that is picked."""
        self._line = line
        intake = line is not None and line.gesture.via == "intake"
        self.setText(tr("Take the intake back") if intake else tr("Take this back"))
        self.setVisible(line is not None and self._can(line))
        self.setEnabled(not self._runs)

    def _can(self, line: Recorded) -> bool:
        gesture, project = line.gesture, self.frame.project
        if project.read_only or line.undone or gesture.undoes or gesture.via == "merge":
            return False
        mine = gesture.author == project.author.id
        return not why_it_stays(gesture.via, mine, bool(line.articles), gesture.edits)

    def _start(self) -> None:
        from annotator.ui.work import Undertaking

        if self._line is None:
            return
        words = ("history", str(self.frame.project.path), "--take-back", self._line.gesture.id)
        self._runs = self.undertake(Undertaking(words, tr("Taking back"), _progress, _told, "", ended=self._ended))
        self.setEnabled(not self._runs)

    def _ended(self) -> None:
        self._runs = False
        self.setEnabled(True)
        self._done()


def _progress(facts: dict[str, Any]) -> str:
    if facts.get("stage") == "backup":
        return tr("Making a backup")
    return tr("Taking back: {done} of {of}", done=f"{facts.get('done', 0):,}", of=f"{facts.get('of', 0):,}")


def _told(answer: Any) -> str:
    """Return in words what the subcommand answered."""
    kept, said = len(answer["kept"]), tr("{marks} taken back.", marks=counted(answer["marks"], "mark"))
    if kept:
        stays = tr("stays") if kept == 1 else tr("stay")
        said += " " + tr("{articles} {stays}, because someone has worked there since: {which}.",
                         articles=counted(kept, "article"), stays=stays,
                         which=a_few([article[:12] for article in answer["kept"]]))  # fmt: skip
    return said
