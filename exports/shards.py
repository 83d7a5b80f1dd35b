"""The corpora of a bundle: each layer's articles by part, in files of at most 5,000."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from .packing import Packed, docbin

if TYPE_CHECKING:
    from spacy.tokens import Doc

MOST = 5_000  # articles in one file


class Shards:
    """Writes Docs into the files `0001.spacy`, `0002.spacy` and so on of a folder, which it makes for the first one."""

    def __init__(self, folder: Path, room: Path) -> None:
        self.folder, self.room = folder, room  # where they lie, and where what waits may lie
        self._open: Packed | None = None
        self._held = self._written = 0

    def add(self, doc: Doc, names: Iterable[str]) -> None:
        """Add one Doc with the ids of its spans; a file that is full is written."""
        if self._open is None:
            self._open = docbin(self.room)
        self._open.add(doc, names)
        self._held += 1
        if self._held == MOST:
            self.finish()

    def finish(self) -> None:
        """Write what waits."""
        if self._open is None:
            return
        self._written += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._open as packed, (self.folder / f"{self._written:04}.spacy").open("wb") as file:
            packed.write(file)
        self._open, self._held = None, 0

    def close(self) -> None:
        """Let go of what waits."""
        if self._open is not None:
            self._open.__exit__(None, None, None)
            self._open = None
