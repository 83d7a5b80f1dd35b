"""Undos and redos that were asked for, each answered from what was done here, else by the journal."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from annotator.editing.deeds import Deed, Deeds
from annotator.editing.telling import turned
from annotator.model.edit import Gesture


class Turn(NamedTuple):
    """An undo or redo that was asked for. Without a deed the journal is asked; with neither there is nothing."""

    word: str  # undo or redo
    held: bool  # whether its key is held down
    deed: Deed | None = None
    asks: bool = False

    def back(self, deed: Deed, token: str) -> Gesture:
        """Return the gesture that takes back `deed`."""
        done = deed.gesture
        edits = {article: edit.inverse for article, edit in done.edits.items()}
        return Gesture(token, turned(self.word, done.command), done.author, "window", edits,
                       undoes=done.id or done.token)  # fmt: skip


class Turns:
    """What waits, in order. `saved` tells whether the journal holds all of what was done here."""

    def __init__(self, saved: Callable[[], bool]) -> None:
        self.deeds = Deeds()
        self._saved = saved
        self._waiting: deque[tuple[str, bool]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def ask(self, word: str, held: bool) -> None:
        """Ask for an undo or redo; those of a held key do not pile up."""
        if not (held and self._waiting):
            self._waiting.append((word, held))

    def forget(self) -> None:
        """Ask for none of what waits."""
        self._waiting.clear()

    def deed(self, word: str) -> Deed | None:
        """Return the deed of this process that an undo or redo would take back now."""
        return self.deeds.to_undo() if word == "undo" else self.deeds.to_redo()

    def next(self) -> Turn | None:
        """Return what is to be turned now; None where nothing waits, or the journal cannot be asked yet."""
        if not self._waiting:
            return None
        word, held = self._waiting[0]
        deed = self.deed(word)
        asks = deed is None and (word == "undo" or self.deeds.only_undone)
        if asks and not self._saved():
            return None
        self._waiting.popleft()
        return Turn(word, held, deed, asks)
