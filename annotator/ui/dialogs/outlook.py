"""What an export would be: what goes out, which spans a suggester covers, and what is left out with the reasons."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.model.problem import counted, visible
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr
from annotator.ui.dialogs.coverage import Coverage, Lengths
from annotator.ui.dialogs.leaving import LeavingTable
from annotator.ui.dialogs.split import going
from annotator.ui.field import Choice
from annotator.ui.frame import plain
from annotator.ui.left_out_list import Entry, LeftOutList
from annotator.ui.shell_words import in_window
from annotator.ui.sides import tight
from annotator.ui.theme import Theme

EMPTY, UNBOUNDED = 24, 16_777_215  # pixels: how high a list of nothing is, and what Qt takes for no bound


class Outlook(QWidget):
    """Shows the shell's answer as far as it is there; a row of what is left out tells that it is to be opened."""

    opened = Signal(dict)  # an entry
    all_wanted = Signal()  # to take the articles of every status

    def __init__(self, theme: Theme, scheme: Scheme) -> None:
        super().__init__()
        self.answer: dict[str, Any] | None = None
        self.table = LeavingTable(lambda label: theme.hue_of(scheme, label).ink)
        self.coverage, self.layer, self.share = Coverage(theme), Choice(), plain("", "small")
        self.left_out, self.count = LeftOutList(tr("What is left out, and why")), plain("", "count")
        self.note, self.not_taken = plain("", "muted"), plain("", "small")
        self.all = QPushButton(tr("Take all articles, done or not"))
        self.all.setAutoDefault(False)
        self.all.hide()
        self.all.clicked.connect(lambda _checked=False: self.all_wanted.emit())
        self.layer.setAccessibleName(tr("Layer of the curve"))
        for label in (self.note, self.not_taken, self.share):
            label.setWordWrap(True)
        self._lay_out()
        self._lengths: dict[str, Lengths] = {}
        self.layer.currentIndexChanged.connect(self._show_curve)
        self.table.asked.connect(self._find)
        self.left_out.opened.connect(self._open)

    def _lay_out(self) -> None:
        self._curve = QWidget()
        curve = tight(QVBoxLayout(self._curve))
        curve.setSpacing(4)
        for words, role in (
            (tr("How many can be suggested at all"), "name"),
            (tr("% of the spans that have at most so many tokens"), "small"),
        ):
            curve.addWidget(_wrapped(words, role))  # in a small window it has little room beside the table
        curve.addWidget(self.layer)
        curve.addWidget(self.coverage, 1)
        curve.addWidget(self.share)
        goes = QVBoxLayout()
        goes.setSpacing(6)
        self.heads = plain(tr("What goes out"), "name"), plain(tr("What is left out, and why"), "name")
        goes.addWidget(self.heads[0])
        goes.addWidget(self.table, 1)
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addLayout(goes, 5)
        top.addWidget(self._curve, 4)
        head = QHBoxLayout()
        head.addWidget(self.heads[1])
        head.addWidget(self.count)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 10)
        column.setSpacing(8)
        column.addWidget(self.note)
        column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(top, 5)
        column.addLayout(head)
        column.addWidget(self.not_taken)
        column.addWidget(self.left_out, 2)
        column.addStretch(0)  # where nothing but a sentence is shown it stands at the top

    # ---- what is known
    def wait(self, words: str) -> None:
        """Say that nothing is known yet, or no longer; what was shown goes."""
        self.answer = None
        self.note.setText(words)
        self.note.show()
        self.all.hide()
        self._show_known(True)
        self.left_out.show_entries(())
        self.left_out.setEnabled(False)
        self.count.setText("")
        self.not_taken.hide()
        self._curve.hide()

    def tell(self, facts: dict[str, Any]) -> None:
        """Show how far it is, with what was counted until then."""
        if facts.get("stage") == "export":
            self.note.setText(tr("Read: {articles}", articles=counted(facts.get("done", 0), "article")))
        else:
            self.note.setText(going(facts))
        if "leaving" in facts:
            self.table.show_leaving(facts["leaving"])

    def refuse(self, said: str, all_leave: bool = False) -> None:
        """Say why there is nothing to be shown, and offer all articles where they would leave."""
        self.wait(said)
        self._show_known(False)
        self.all.setVisible(all_leave)

    def _show_known(self, shown: bool) -> None:
        for widget in (*self.heads, self.table, self.count, self.left_out):
            widget.setVisible(shown)

    def show_answer(self, answer: dict[str, Any]) -> None:
        """Show all of it."""
        self.answer = answer
        self.note.setText("\n".join(visible(in_window(remark)) for remark in answer.get("remarks", [])))
        self.note.setVisible(bool(self.note.text()))
        self.table.show_leaving(answer["leaving"])
        entries: list[Entry] = answer["left_out"]
        self.left_out.setEnabled(True)
        self.left_out.show_entries(entries)
        self.left_out.setMaximumHeight(UNBOUNDED if entries else EMPTY)  # what goes out has the room instead
        self.count.setText(f"{len(entries):,}" if entries else tr("Nothing is left out."))
        self.not_taken.setText(_not_taken(answer))
        self.not_taken.setVisible(bool(self.not_taken.text()))
        self._take_lengths(answer)

    def _take_lengths(self, answer: dict[str, Any]) -> None:
        told = answer.get("layers", {})
        free = [one for one in answer["leaving"]["layers"] if one["rule"] == "free" and one["id"] in told]
        held = {one["id"]: Lengths.of(told[one["id"]]) for one in free}
        self._lengths = {id: lengths for id, lengths in held.items() if lengths.total}
        chosen = self.layer.currentData()
        self.layer.blockSignals(True)
        self.layer.clear()
        for one in free:
            if one["id"] in self._lengths:
                self.layer.addItem(visible(one["name"]), one["id"])
        self.layer.setCurrentIndex(max(0, self.layer.findData(chosen)))
        self.layer.blockSignals(False)
        self.layer.setVisible(len(self._lengths) > 1)
        self._curve.setVisible(bool(self._lengths))
        self._show_curve()

    def _show_curve(self, _at: int = 0) -> None:
        lengths = self._lengths.get(str(self.layer.currentData()))
        if lengths is not None:
            self.coverage.show_lengths(lengths)
            self.share.setText(lengths.words)

    # ---- what is asked
    def _find(self, layer: str, label: str) -> None:
        """Go to the first thing of a layer and label that is left out."""

        def fits(entry: Entry) -> bool:
            if not layer:
                return entry["what"] == "article"
            same = not label or entry.get("label") == label
            return entry["what"] == "span" and entry.get("layer") == layer and same

        if self.left_out.choose(fits):
            self.left_out.setFocus()

    def _open(self, row: int) -> None:
        entry = self.left_out.entry(row)
        if entry is not None and "article" in entry:
            self.opened.emit(entry)


def _wrapped(words: str, role: str) -> QLabel:
    label = plain(words, role)
    label.setWordWrap(True)
    return label


def _not_taken(answer: dict[str, Any]) -> str:
    """Return what was not asked for, in a sentence."""
    articles = [
        tr("{articles}: {reason}", articles=counted(count, "article"), reason=visible(in_window(tr(reason))))
        for reason, count in answer.get("articles_not_taken", {}).items()
    ]
    spans = [
        tr("{spans}: {reason}", spans=counted(count, "span"), reason=visible(in_window(tr(reason))))
        for reason, count in answer.get("not_taken", {}).items()
    ]
    return tr("Not taken: {what}.", what="; ".join([*articles, *spans])) if articles or spans else ""
