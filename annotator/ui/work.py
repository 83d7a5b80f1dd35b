"""Long work in the background, one job at a time: progress and Cancel in the status bar, the result in the banner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from annotator import jobs
from annotator.model.problem import counted, visible
from annotator.model.tongue import tr
from annotator.ui.banner import PASSING
from annotator.ui.frame import plain

if TYPE_CHECKING:
    from annotator.ui.ground import Ground
    from annotator.ui.sides import Sides

RESULTS = ("trouble", "partly", PASSING)  # what the banner may tell of a job: the next one takes its place


class Undertaking(NamedTuple):
    """What is to be done in the background, and how it is told."""

    words: tuple[str, ...]  # of the shell
    doing: str  # "Adding articles"
    progress: Callable[[dict[str, Any]], str]  # in words, from a line of progress; "" for none
    result: Callable[[Any], str]  # in a sentence, from what the shell printed
    undone: str  # "Nothing was exported"; "" where the job's own sentence says what is there
    folder: str = ""  # to be shown when it is done
    then: Callable[[Any], None] | None = None  # what follows when it is done, instead of a note
    ended: Callable[[], None] | None = None  # what follows however it ended
    looks: bool = False  # it only looks: what is left out would be


class Work:
    """Runs one job at a time for a window."""

    def __init__(self, window: Ground, sides: Sides) -> None:
        self._window, self._sides = window, sides
        self._job: jobs.Job | None = None
        self._damaged = False  # the job found its project to be
        self._closes = False  # the window waits for the job's end to close
        self.line = _Line(self.cancel)
        window.status.show_work(self.line)

    @property
    def running(self) -> bool:
        """Return whether a job is under way."""
        return self._job is not None

    def begin(self, undertaking: Undertaking) -> bool:
        """Begin a job, or say that another one is under way; return whether it began."""
        if self._job is not None:
            self._window.status.say(tr("One thing at a time: wait for what is under way, or cancel it."))
            return False
        for kind in RESULTS:
            self._window.banner.clear(kind)
        self.line.begin(undertaking.doing)
        self._damaged = False
        post = self._window.frame.post
        self._job = jobs.Job(
            undertaking.words,
            lambda facts: post(lambda: self._told(undertaking, facts)),
            lambda answer, said: post(lambda: self._ended(undertaking, answer, said)),
        )
        return True

    def _told(self, undertaking: Undertaking, facts: dict[str, Any]) -> None:
        if "damaged" in facts:
            self._damaged = True
        else:
            self.line.tell(undertaking.progress(facts))

    def cancel(self) -> None:
        """Stop the job: whole slices that it wrote stay."""
        if self._job is not None:
            self._job.cancel()
            self.line.stop()

    def may_close(self) -> bool:
        """Return whether nothing is under way; else stop it, say so, and close the window then."""
        if self._job is None:
            return True
        self._closes = True
        self.cancel()
        self._window.status.say(tr("What is under way is stopped; then the window closes."))
        return False

    def _ended(self, undertaking: Undertaking, answer: Any, said: str) -> None:
        job, self._job = self._job, None
        self.line.hide()
        if undertaking.ended is not None:
            undertaking.ended()
        if self._closes:
            self._window.close()
        elif answer is not None and undertaking.then is not None:
            undertaking.then(answer)
        elif answer is not None:
            self._tell_done(undertaking, answer)
        elif job is not None and job.cancelled:
            told = f"{undertaking.undone}. {tr('It was cancelled.')}" if undertaking.undone else visible(said)
            self._tell("partly", tr("Cancelled"), told, {})
        else:
            self._tell_undone(undertaking, said)

    def _tell_undone(self, undertaking: Undertaking, said: str) -> None:
        from annotator.ui.shell_words import in_window

        actions: dict[str, Callable[[], None]] = {}
        if self._damaged:
            from annotator.ui.ways import ways_on

            actions.update(ways_on(self._window.run, Path(undertaking.words[1])))
        actions[tr("Try again")] = lambda: self._again(undertaking)
        self._tell("trouble", undertaking.undone or tr("The work could not be done"), visible(in_window(said)), actions)

    def _again(self, undertaking: Undertaking) -> None:
        self.begin(undertaking)

    def _tell_done(self, undertaking: Undertaking, answer: Any) -> None:
        left_out: list[dict[str, Any]] = answer.get("left_out", [])
        warned: list[dict[str, Any]] = answer.get("warnings", [])
        said, actions = undertaking.result(answer), dict[str, Callable[[], None]]()
        if answer.get("backup_trouble"):
            said = f"{said} {tr('There is no backup of before: {why}', why=visible(answer['no_backup']))}"
        if left_out:
            said = f"{said} {_told_of(len(left_out), undertaking.looks)}"
        if warned:
            said = f"{said} {tr('{warnings} on spans that can be.', warnings=counted(len(warned), 'warning'))}"
        if left_out or warned:
            actions[tr("Show them")] = lambda: self.show_left_out(left_out, warned)
        if undertaking.folder:
            actions[tr("Show folder")] = lambda: self._window.run("project.folder", undertaking.folder)
        passes = not (left_out or warned or answer.get("backup_trouble"))
        self._tell(PASSING if passes else "partly", "", said, actions)

    def _tell(self, kind: str, head: str, sentence: str, actions: dict[str, Callable[[], None]]) -> None:
        banner = self._window.banner
        actions[tr("Close this note")] = lambda: banner.clear(kind)
        banner.tell(kind, sentence, actions, head)

    def show_left_out(self, entries: Sequence[dict[str, Any]], warned: Sequence[dict[str, Any]] = ()) -> None:
        """List on a page what was left out or lost, and what is worth a look."""
        self._sides.open_page("left_out").show_entries(entries, warned)


def _told_of(count: int, looks: bool) -> str:
    if count == 1:
        return tr("1 thing would be left out.") if looks else tr("1 thing was left out.")
    shown = f"{count:,}"
    if looks:
        return tr("{count} things would be left out.", count=shown)
    return tr("{count} things were left out.", count=shown)


class _Line(QWidget):
    """What goes on, and a button to cancel it."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        super().__init__()
        self.words = plain("", "muted")
        self.button = QPushButton(tr("Cancel"))
        self.button.setProperty("role", "small")
        self.button.clicked.connect(lambda _checked=False: cancel())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(self.button)
        self._doing = ""
        self.hide()

    def begin(self, doing: str) -> None:
        """Show that something began."""
        self._doing = doing
        self.words.setText(doing)
        self.button.setEnabled(True)
        self.show()

    def tell(self, progress: str) -> None:
        """Show how far it is."""
        if progress and self.button.isEnabled():
            self.words.setText(progress)

    def stop(self) -> None:
        """Show that it is being stopped."""
        self.button.setEnabled(False)
        self.words.setText(tr("{doing}: stopping", doing=self._doing))
