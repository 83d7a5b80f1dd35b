"""What Ctrl+Z and Ctrl+Shift+Z mean in a journal without an end, and what is taken back from the history, and how."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from annotator.model.article import ArticleId
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Key, Mark
from annotator.model.marks import reduced
from annotator.model.problem import Problem
from annotator.model.split import RATIO, SALT
from annotator.project import rows
from annotator.project.journal import decode
from annotator.project.positions import FAR

USED = {"author", "layer", "label"}  # sorts of marks that other marks name
LAW = {Key("setting", None, name) for name in (RATIO, SALT)}


class Made(NamedTuple):
    """A gesture of the journal without its changes."""

    seq: int
    id: str
    command: str
    author: str
    via: str
    batch: str
    undoes: str
    merged: int


_MADE = "SELECT seq, id, command, author, via, batch, undoes, merged FROM gesture"


def to_undo(connection: sqlite3.Connection, author: str, opened: int) -> Gesture | None:
    """Return the gesture that takes back the author's newest live one made in a window up to seq `opened`."""
    for made, live in _backwards(connection, author):
        if live and not made.undoes and made.via == "window" and not made.merged and made.seq <= opened:
            return _taking_back(connection, made, "undo")
    return None


def to_redo(connection: sqlite3.Connection, author: str, opened: int) -> Gesture | None:
    """Return the gesture that takes back the author's newest live undo, if only undos and redos came after it."""
    depths = _Depths(connection)
    for made, live in _backwards(connection, author):
        if made.via != "window" or made.merged:
            continue
        if not made.undoes:
            return None
        if live and made.seq <= opened and depths.of(made) % 2 == 1:
            return _taking_back(connection, made, "redo")
    return None


def _backwards(connection: sqlite3.Connection, author: str) -> Iterator[tuple[Made, bool]]:
    """Yield the author's gestures, newest first, each with whether it is live."""
    dead: set[str] = set()  # ids of gestures, and of batches: the undo of a batch names its newest gesture
    below = FAR
    while True:
        found = connection.execute(
            f"{_MADE} WHERE seq < ? AND (author = ? OR undoes <> '') ORDER BY seq DESC LIMIT 500", (below, author)
        ).fetchall()
        if not found:
            return
        for made in map(Made._make, found):
            live = made.id not in dead and (not made.batch or made.batch not in dead)
            if live and made.undoes:
                dead.add(made.undoes)
            if not live and made.batch:
                dead.add(made.batch)
            if made.author == author:
                yield made, live
        below = int(found[-1][0])


class _Depths:
    """How many undos a gesture is away from what was done: 0 a deed, 1 its undo, 2 the redo."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def of(self, made: Made) -> int:
        depth, undoes = 0, made.undoes
        while undoes:
            depth += 1
            row = self.connection.execute("SELECT undoes FROM gesture WHERE id = ?", (undoes,)).fetchone()
            undoes = row[0] if row else ""
        return depth


def _taking_back(connection: sqlite3.Connection, made: Made, command: str) -> Gesture:
    batch = [made]
    if made.batch:
        batch = _slices(connection, made.batch)
    edits: dict[ArticleId | None, Edit] = {}
    for one in batch:
        for article, edit in edits_of(connection, one.seq).items():
            edits[article] = edits[article].and_then(edit.inverse) if article in edits else edit.inverse
    # The undo names the newest slice, from which the older ones are known to be dead.
    return Gesture("", f"{command} {made.command}", made.author, "window", edits, undoes=batch[0].id)


def edits_of(connection: sqlite3.Connection, seq: int) -> Mapping[ArticleId | None, Edit]:
    """Return the changes of the gesture at `seq` by article."""
    found = connection.execute(
        "SELECT text.id, change.data FROM change LEFT JOIN text ON text.number = change.article"
        " WHERE change.gesture = ?",
        (seq,),
    ).fetchall()
    return {article: decode(data, article) for article, data in found}


def changers(connection: sqlite3.Connection, number: int, article: ArticleId | None, keys: set[Key]) -> set[str]:
    """Return the authors whose gestures changed these keys of an article (number 0: of the project) last."""
    left, found, below = set(keys), set[str](), FAR
    while left:
        made = connection.execute(
            "SELECT change.gesture, author, data FROM change JOIN gesture ON gesture.seq = change.gesture"
            " WHERE change.article = ? AND change.gesture < ? ORDER BY change.gesture DESC LIMIT 100",
            (number, below),
        ).fetchall()
        if not made:
            break
        below = made[-1][0]
        for _, author, data in made:
            held = left.intersection(decode(data, article))
            if held:
                found.add(author)
                left -= held
    return found


class TakenBack(NamedTuple):
    """What taking back did: marks that are as before, and articles that stay because someone worked there."""

    marks: int
    kept: list[ArticleId]


def slices_of(connection: sqlite3.Connection, gesture: str, author: str) -> list[Made]:
    """Return the slices of what `gesture` belongs to, newest first: an intake, or what `author` did.

    Raises Problem for a gesture that cannot be taken back.
    """
    row = connection.execute(f"{_MADE} WHERE id = ?", (gesture,)).fetchone()
    made = Made._make(row) if row else None
    if made is None or made.undoes or made.merged:
        raise _refused(gesture, "it is none of this project that can be taken back")
    touched = "SELECT 1 FROM change WHERE gesture = ? AND article > 0 LIMIT 1"
    articles = connection.execute(touched, (made.seq,)).fetchone() is not None
    if why := why_it_stays(
        made.via, made.author == author, articles, {} if articles else edits_of(connection, made.seq)
    ):
        raise _refused(gesture, why)
    slices = _slices(connection, made.batch) if made.batch else [made]
    if any(_law_in_use(connection, one) for one in slices):
        raise _refused(gesture, "articles got their parts by the law of the split that it set: take those back first")
    return slices


def _law_in_use(connection: sqlite3.Connection, made: Made) -> bool:
    """Return whether a slice set the law of the split that is there, and others gave articles their parts since."""
    row = connection.execute("SELECT data FROM change WHERE article = 0 AND gesture = ?", (made.seq,)).fetchone()
    edit = decode(row[0], None) if row else Edit()
    if not any(key in LAW and rows.one(connection, key, 0) == after for key, (_, after) in edit.items()):
        return False
    given = (
        "SELECT 1 FROM part JOIN gesture ON seq = part.gesture"
        " WHERE part.gesture > ? AND NOT (batch <> '' AND batch = ?) LIMIT 1"
    )
    return connection.execute(given, (made.seq, made.batch)).fetchone() is not None


def why_it_stays(via: str, mine: bool, articles: bool, edits: Mapping[ArticleId | None, Edit]) -> str:
    """Return why a gesture that is no undo and undone by none cannot be taken back, "" where it can.

    Of one that changed no `articles` it is asked what it made of the project, by its `edits`.
    """
    if via != "intake" and not mine:
        return "it is another author's work, which its author alone takes back"
    made = {key.sort for edit in edits.values() for key, (before, _) in edit.items() if before is None}
    if not articles and made & USED:
        return "it made what marks may be using by now"
    return ""


def _refused(gesture: str, why: str) -> Problem:
    return Problem(f"{gesture[:80]} was not taken back", why, "Nothing was changed.")


def _slices(connection: sqlite3.Connection, batch: str) -> list[Made]:
    """Return the slices of a bulk command, newest first."""
    found = connection.execute(f"{_MADE} WHERE batch = ? AND undoes = '' ORDER BY seq DESC", (batch,)).fetchall()
    return [Made._make(row) for row in found]


def back_of(
    connection: sqlite3.Connection, made: Made, intake: set[str]
) -> tuple[str, Mapping[ArticleId | None, Edit], list[ArticleId]]:
    """Return the command and the Edits that take back what is left of a slice, and the articles that stay."""
    if made.via == "intake":
        return ("add.take-back", *left_of(connection, made, intake))
    return f"undo {made.command}", undoing(connection, made), []


def undoing(connection: sqlite3.Connection, made: Made) -> Mapping[ArticleId | None, Edit]:
    """Return what takes back what is left of a gesture: marks that were changed since stay as they are."""
    edits: dict[ArticleId | None, Edit] = {}
    for article, edit in edits_of(connection, made.seq).items():
        number = 0
        if article is not None:
            (number,) = connection.execute("SELECT number FROM text WHERE id = ?", (article,)).fetchone()
        left, _ = reduced(partial(_there, connection, number), edit.inverse)
        if left:
            edits[article] = left
    return edits


def left_of(
    connection: sqlite3.Connection, made: Made, intake: set[str]
) -> tuple[dict[ArticleId | None, Edit], list[ArticleId]]:
    """Return what takes back what is left of a slice, and the articles that stay: someone has worked in them since.

    Labels, layers and authors it made stay, for marks may use them. `intake` holds the ids of all its slices.
    """
    edits: dict[ArticleId | None, Edit] = {}
    kept: list[ArticleId] = []
    changed = edits_of(connection, made.seq)
    for article in sorted(filter(None, changed)):
        (number,) = connection.execute("SELECT number FROM text WHERE id = ?", (article,)).fetchone()
        left, _ = reduced(partial(_there, connection, number), changed[article].inverse)
        if left and _worked_in(connection, article, made.seq, intake):
            kept.append(article)
        elif left:
            edits[article] = left
    return edits, kept


def _there(connection: sqlite3.Connection, number: int, key: Key) -> Mark | None:
    return rows.one(connection, key, number)


def _worked_in(connection: sqlite3.Connection, article: ArticleId, seq: int, intake: set[str]) -> bool:
    """Return whether something that was done in the article after `seq`, outside `intake`, is live.

    That it was given a part is no work in it: the part stays, and is there if the article comes back.
    """
    found = connection.execute(
        "SELECT gesture.id, gesture.undoes, change.data FROM change JOIN gesture ON gesture.seq = change.gesture"
        " JOIN text ON text.number = change.article WHERE text.id = ? AND change.gesture > ?"
        " ORDER BY gesture.seq DESC",
        (article, seq),
    ).fetchall()
    since = {made for made, _, _ in found} | intake
    dead: set[str] = set()
    for made, undoes, data in found:
        if {key.sort for key in decode(data, article)} == {"part"}:
            continue
        if made in dead:
            continue
        dead.add(undoes)
        if made not in intake and undoes not in since:
            return True
    return False
