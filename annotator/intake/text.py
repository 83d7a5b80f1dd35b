"""Plain text: one article a file, without marks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.intake import reading
from annotator.model.arrival import Arrival
from annotator.model.article import as_taken_in, first_line
from annotator.model.report import LeftOut

TITLE, SUFFIXES = "Plain text", (".txt", ".text", ".md")


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is plain text; a text with marks beside it is not ours."""
    if path.with_suffix(".ann").exists():
        return 0
    return 40 if path.suffix.lower() in SUFFIXES else 10 if not path.suffix and b"\0" not in head else 0


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield the one article of the file."""
    text = reading.text_of(path)
    taken = as_taken_in(text)
    if not taken.strip():
        yield LeftOut("article", f"{path}:1", "the file holds no text")
        return
    yield Arrival(f"{path}:1", taken, first_line(taken))
