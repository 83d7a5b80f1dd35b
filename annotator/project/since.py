"""What changed in a project between two positions, told as people count it: spans, and articles that became done."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

from annotator.model.mark import Entry, Key, Mark, Span, Status
from annotator.model.scheme import Scheme
from annotator.project import positions
from annotator.project.positions import Position

STRETCH = 2_000  # articles whose numbers are read in one statement


@dataclass
class Difference:
    """Counts of spans, and of articles that came to be done in a layer, or are no longer."""

    added: int = 0
    changed: int = 0  # another range or label
    removed: int = 0
    done: int = 0
    reopened: int = 0

    def as_json(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self)

    def take(self, before: Iterable[Mark], after: Iterable[Mark], scheme: Scheme, layers: Collection[str]) -> None:
        """Add the difference of one article."""
        old, new = _spans(before, scheme, layers), _spans(after, scheme, layers)
        self.added += len(new.keys() - old.keys())
        self.removed += len(old.keys() - new.keys())
        self.changed += sum(old[id] != new[id] for id in old.keys() & new.keys())
        was, now = _done(before, layers), _done(after, layers)
        self.done += bool(now - was)
        self.reopened += bool(was - now)


def difference(
    connection: sqlite3.Connection, since: Position, until: Position, scheme: Scheme, layers: Collection[str]
) -> Difference:
    """Return what changed in some layers after one position, up to another. Only articles that changed are read."""
    found, last = Difference(), 0
    while True:
        rows = connection.execute(
            "SELECT DISTINCT article, text.id FROM change JOIN text ON text.number = article"
            " WHERE article > ? AND gesture > ? AND gesture <= ? ORDER BY article LIMIT ?",
            (last, since.seq, until.seq, STRETCH),
        ).fetchall()
        if not rows:
            return found
        for number, id in rows:
            before, after = (
                _present(positions.marks_at(connection, number, id, position.seq)) for position in (since, until)
            )
            found.take(before, after, scheme, layers)
        last = int(rows[-1][0])


def _present(marks: dict[Key, Mark]) -> list[Mark]:
    """Return the marks of an article that is present and not hidden, else none: they leave with no export."""
    held = [*marks.values()]
    entry = next((one for one in held if isinstance(one, Entry)), None)
    return held if entry is not None and not entry.hidden else []


def _spans(marks: Iterable[Mark], scheme: Scheme, layers: Collection[str]) -> dict[str, tuple[int, int, str]]:
    return {
        one.id: (one.start, one.end, one.label)
        for one in marks
        if isinstance(one, Span) and scheme.label(one.label).layer in layers
    }


def _done(marks: Iterable[Mark], layers: Collection[str]) -> set[tuple[str, str]]:
    return {
        (one.author, one.layer)
        for one in marks
        if isinstance(one, Status) and one.value == "done" and one.layer in layers
    }
