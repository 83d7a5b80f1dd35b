"""The model of a list on a sheet: a sequence that is shown whole, and replaced whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")


class Held(QAbstractListModel, Generic[T]):
    """What is listed; `words` are those of a line, `spoken` what a screen reader says of it."""

    def __init__(self, words: Callable[[T], str], spoken: Callable[[T], str]) -> None:
        super().__init__()
        self.held: Sequence[T] = ()
        self._told = {Qt.ItemDataRole.DisplayRole: words, Qt.ItemDataRole.AccessibleTextRole: spoken}

    def show(self, held: Sequence[T]) -> None:
        """Show `held` in the place of what was listed."""
        self.beginResetModel()
        self.held = held
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self.held)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a line, as they are shown or spoken."""
        told = self._told.get(Qt.ItemDataRole(role))
        return None if told is None else told(self.held[index.row()])
