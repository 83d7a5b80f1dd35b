"""What this process did, for undo and redo: gestures newest last, and which of them are live."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.model.edit import Gesture


@dataclass
class Deed:
    """One gesture; `depth` counts undos: 0 a deed, 1 its undo, 2 the redo; `elsewhere`: another process made it."""

    gesture: Gesture
    depth: int = 0
    elsewhere: bool = False


@dataclass
class Deeds:
    """The gestures of one author in one window, in the order they were made."""

    held: list[Deed] = field(default_factory=list[Deed])

    def add(self, gesture: Gesture, depth: int = 0) -> None:
        """Remember a gesture that was made."""
        self.held.append(Deed(gesture, depth))

    def add_elsewhere(self, gesture: Gesture) -> None:
        """Take note of what another process made: what it takes back is dead here too, and after it nothing is redone.

        It is of depth 0, so that it is never taken for an undo of this process, and not undone here.
        """
        self.held.append(Deed(gesture, elsewhere=True))

    def stored(self, token: str, gesture: Gesture | None) -> None:
        """Put what the writer stored in the place of the guess; None: nothing of it was stored."""
        for at in range(len(self.held) - 1, -1, -1):
            if self.held[at].gesture.token == token:
                if gesture is None:
                    del self.held[at]
                else:
                    self.held[at].gesture = gesture
                return

    def to_undo(self) -> Deed | None:
        """Return the newest live deed that is neither undo nor redo."""
        dead: set[str] = set()
        for deed in reversed(self.held):
            gesture = deed.gesture
            if gesture.token in dead or (gesture.id and gesture.id in dead):
                continue
            if gesture.undoes:
                dead.add(gesture.undoes)
            elif not deed.elsewhere:
                return deed
        return None

    def to_redo(self) -> Deed | None:
        """Return the newest live undo, if all deeds after it are undos or redos."""
        dead: set[str] = set()
        for deed in reversed(self.held):
            gesture = deed.gesture
            if not gesture.undoes:
                return None
            if gesture.token in dead or (gesture.id and gesture.id in dead):
                continue
            dead.add(gesture.undoes)
            if deed.depth % 2 == 1:
                return deed
        return None

    @property
    def only_undone(self) -> bool:
        """Return whether nothing but undos and redos was done here."""
        return all(deed.gesture.undoes for deed in self.held)
