"""The statuses above the article list, with how many articles have each; what is seldom asked for shares a tab."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QWidget

from annotator.model.tongue import tr
from annotator.ui.frame import explain

TABS = (("", "All"), ("todo", "To do"), ("done", "Done"), ("flagged", "Flagged"))
SELDOM = (("flagged", "Flagged"), ("skipped", "Skipped"))  # one of them is the last tab
USEFUL = (1, 2, 3, 0)  # the order in which the counts of the tabs are shown where not all fit
PADDING, SPACING, MORE = 14, 2, 22  # pixels of a tab beside its words, between two, and of the button at the end


class StatusTabs(QWidget):
    """Counts that do not fit are left out, but of the tab that is chosen; the tips have all of them."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tabs = list(TABS)
        self._counts: Mapping[str, int] = {}
        self._group = QButtonGroup(self)
        self._buttons = [QPushButton(tr(words)) for _, words in TABS]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # what does not fit is left out
        for at, button in enumerate(self._buttons):
            button.setCheckable(True)
            button.setAutoExclusive(True)  # the group sees to it; said here too, screen readers tell one of several
            button.setProperty("role", "tab")
            self._group.addButton(button, at)
            row.addWidget(button)
        row.addStretch(1)
        self.more = QPushButton("\u2026")
        self.more.setProperty("role", "more")
        self.more.setFixedWidth(MORE)
        self.more.setAccessibleName(tr("Further statuses"))
        explain(self.more, tr("Further statuses"))
        self.more.clicked.connect(self._show_more)
        row.addWidget(self.more)
        self.menu = QMenu(self)
        for status, words in SELDOM:
            self.menu.addAction(tr(words)).triggered.connect(lambda _checked=False, status=status: self.choose(status))
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(self._toggled)

    def button(self, at: int) -> QPushButton:
        """Return the tab at a place."""
        return self._buttons[at]

    @property
    def status(self) -> str:
        """Return the status that is listed, "" for all."""
        return self._tabs[max(0, self._group.checkedId())][0]

    @property
    def words(self) -> str:
        """Return what the chosen tab is called."""
        return tr(self._tabs[max(0, self._group.checkedId())][1])

    def choose(self, status: str) -> None:
        """List another status."""
        for found in SELDOM:
            if found[0] == status:
                self._tabs[-1] = found
        at = next(at for at, (one, _) in enumerate(self._tabs) if one == status)
        same = self._group.checkedId() == at
        self._group.button(at).setChecked(True)
        self._fit()
        if same:  # the last tab stands for another status now
            self.chosen.emit()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many articles of each status there are."""
        self._counts = counts
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the counts that fit now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the counts: all of them, else that of the chosen tab, and of the others as many as fit, to do first."""
        names = [tr(words) for _, words in self._tabs]
        counts = [self._counts.get(status or "all", 0) for status, _ in self._tabs]
        whole = [f"{name} {count:,}" for name, count in zip(names, counts, strict=True)] if self._counts else names
        chosen = self._group.checkedId()
        shown = [words if at == chosen else name for at, (words, name) in enumerate(zip(whole, names, strict=True))]
        for at in USEFUL:
            more = [*shown[:at], whole[at], *shown[at + 1 :]]
            shown = more if counts[at] and self._fits(more) else shown
        shown = whole if self._fits(whole) else shown
        for button, words, all_of_it in zip(self._buttons, shown, whole, strict=True):
            button.setText(words)
            explain(button, all_of_it)

    def _fits(self, words: list[str]) -> bool:
        metrics = self.fontMetrics()
        wide = sum(metrics.horizontalAdvance(one) + PADDING + SPACING for one in words)
        return wide <= self.width() - MORE - SPACING

    def _toggled(self, at: int, chosen: bool) -> None:  # noqa: ARG002 - `status` tells which one it is
        if chosen:
            self._fit()
            self.chosen.emit()

    def _show_more(self) -> None:
        for (status, words), action in zip(SELDOM, self.menu.actions(), strict=True):
            action.setText(f"{tr(words)}\t{self._counts.get(status, 0):,}")
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
