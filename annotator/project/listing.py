"""The article list: pages by number, the next one to do, and counts, all independent of depth."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.model.article import first_line
from annotator.model.status import over_layers

READ_STRETCH = 2_000  # articles whose titles are read in one go: whoever opens an article meanwhile waits for it
NO_PART = "none"  # what is asked for to list the articles without a part
STRETCH = 20_000  # numbers read in one statement: an unfinished one would hold up every commit


class Row(NamedTuple):
    """One line of the article list, for one author."""

    number: int
    article: str
    title: str
    status: str  # todo, started (todo with marks), done, flagged, skipped
    flat: int  # spans in flat layers
    free: int  # spans in free layers
    date: str = ""
    part: str = ""  # train, dev, test, or none yet


def numbers(connection: sqlite3.Connection, author: str = "", status: str = "", text: str = "") -> array[int]:
    """Return the numbers of the shown articles in order, those of `status`, with `text` in the title."""
    found: array[int] = array("q")
    last: int | None = 0
    while last is not None:
        stretch, last = numbers_after(connection, last, author, status, text)
        found.extend(stretch)
    return found


def numbers_after(
    connection: sqlite3.Connection, last: int, author: str = "", status: str = "", text: str = "", part: str = ""
) -> tuple[array[int], int | None]:
    """Return the numbers of the next stretch of articles after `last`, and where it ended; None at the end of all."""
    most = READ_STRETCH if text else STRETCH
    stretch = [
        row[0]
        for row in connection.execute(
            "SELECT number FROM article WHERE hidden = 0 AND number > ? ORDER BY number LIMIT ?",
            (last, most),
        ).fetchall()
    ]
    ended = stretch[-1] if len(stretch) == most else None
    return narrowed(connection, stretch, author, status, text, part), ended


def narrowed(
    connection: sqlite3.Connection, stretch: Sequence[int], author: str, status: str, text: str, part: str = ""
) -> array[int]:
    """Return those of some ascending numbers whose articles are of `status`, with `text` in the title, in `part`."""
    if part and stretch:
        parts = _parts(connection, "article BETWEEN ? AND ?", (stretch[0], stretch[-1]))
        stretch = [number for number in stretch if parts.get(number, NO_PART) == part]
    if status and stretch:
        layers, held = len(_layers(connection)), _statuses(connection, stretch[0], stretch[-1], author)
        stretch = [number for number in stretch if over_layers(held.get(number, ()), layers) == status]
    return array("q", _titled(connection, stretch, text) if text else stretch)


def _titled(connection: sqlite3.Connection, stretch: Sequence[int], text: str) -> Iterable[int]:
    sought = text.casefold()
    for at in range(0, len(stretch), 500):
        part = stretch[at : at + 500]
        titles = _titles(connection, part)
        yield from (number for number in part if sought in titles.get(number, ("", ""))[1].casefold())


def rows(connection: sqlite3.Connection, wanted: Sequence[int], author: str) -> dict[int, Row]:
    """Return the list's lines of the `wanted` numbers."""
    if not wanted:
        return {}
    titles = _titles(connection, wanted)
    held = _statuses_of(connection, wanted, author)
    layers = len(_layers(connection))
    spans = _spans(connection, wanted, author)
    dates = dict(
        connection.execute(
            f"SELECT article, value FROM detail WHERE name = 'date' AND article IN ({_questions(wanted)})",
            tuple(wanted),
        ).fetchall()
    )
    parts = _parts(connection, f"article IN ({_questions(wanted)})", wanted)
    made: dict[int, Row] = {}
    for number, (article, title) in titles.items():
        flat, free = spans.get(number, (0, 0))
        status = over_layers(held.get(number, ()), layers)
        if status == "todo" and flat + free:
            status = "started"
        made[number] = Row(number, article, title, status, flat, free, dates.get(number, ""), parts.get(number, ""))
    return made


def next_number(
    connection: sqlite3.Connection, number: int, author: str, back: bool = False, unfinished: bool = False
) -> int | None:
    """Return the number of the next shown article after `number` (before it with `back`), the next unfinished if asked.

    Blocks of 1024 articles in which all layers are finished are passed over by the tally.
    """
    order, sign = ("DESC", "<") if back else ("ASC", ">")
    if not unfinished:
        row = connection.execute(
            f"SELECT number FROM article WHERE hidden = 0 AND number {sign} ? ORDER BY number {order} LIMIT 1",
            (number,),
        ).fetchone()
        return None if row is None else int(row[0])
    layers = list(_layers(connection)) or [""]
    block, sign = number >> 10, f"{sign}="  # the block it is in may be finished as well
    # What the author has in articles that are not present is tallied in their blocks as well.
    (gone,) = connection.execute(
        "SELECT coalesce(sum(count), 0) FROM tally WHERE what = 'statuses' AND author = ? AND value = ''", (author,)
    ).fetchone()
    while True:
        row = connection.execute(_open_block(layers, sign, order), (author, block, gone, *layers)).fetchone()
        if row is None:
            return None
        block, sign = int(row[0]), sign.rstrip("=")
        found = _unfinished_in(connection, block, number, author, layers, back)
        if found is not None:
            return found


def _open_block(layers: Sequence[str], sign: str, order: str) -> str:
    """Return the statement for the next block that is not finished: where in a layer fewer are done than there are."""
    tallied = (
        "coalesce((SELECT count FROM tally WHERE what = '{}' AND author = {} AND name = {} AND value = '{}'"
        " AND block = place.block), 0)"
    )
    there = f"place.count + {tallied.format('article', repr(''), repr(''), '1')} + ?3"
    fewer = (
        f"{tallied.format('status', '?1', f'?{at}', 'done')} + {tallied.format('status', '?1', f'?{at}', 'skipped')}"
        f" < {there}"
        for at in range(4, 4 + len(layers))
    )
    return (
        "SELECT place.block FROM tally AS place WHERE place.what = 'article' AND place.author = '' AND place.name = ''"
        f" AND place.value = '0' AND place.block {sign} ?2 AND ({' OR '.join(fewer)})"
        f" ORDER BY place.block {order} LIMIT 1"
    )


def _unfinished_in(
    connection: sqlite3.Connection, block: int, number: int, author: str, layers: Sequence[str], back: bool
) -> int | None:
    low, high = block << 10, (block + 1) << 10
    low, high = (low, min(high, number)) if back else (max(low, number + 1), high)
    missing = (
        "NOT EXISTS (SELECT 1 FROM status WHERE status.article = article.number AND status.author = ?3"
        f" AND status.layer = ?{at} AND status.value IN ('done', 'skipped'))"
        for at in range(4, 4 + len(layers))
    )
    row = connection.execute(
        "SELECT article.number FROM article WHERE hidden = 0 AND article.number >= ?1 AND article.number < ?2"
        f" AND ({' OR '.join(missing)}) ORDER BY article.number {'DESC' if back else 'ASC'} LIMIT 1",
        (low, high, author, *layers),
    ).fetchone()
    return None if row is None else int(row[0])


def counts(connection: sqlite3.Connection, author: str) -> Mapping[str, int]:
    """Return how many articles are shown, and how many are todo, done, flagged and skipped for `author`."""
    total, layers = _shown(connection), _layers(connection)
    found: Counter[str] = Counter()
    for held, count in _tallied(connection, author):
        found[over_layers([value for layer, value in held.items() if layer in layers], len(layers))] += count
    return {"all": total, **_with_todo(found, total)}


def counts_by_layer(connection: sqlite3.Connection, author: str) -> dict[str, Mapping[str, int]]:
    """Return, by layer, how many of the shown articles are todo, done, flagged and skipped there for `author`."""
    total = _shown(connection)
    found = {layer: Counter[str]() for layer in _layers(connection)}
    for held, count in _tallied(connection, author):
        for layer in held.keys() & found.keys():
            found[layer][held[layer]] += count
    return {layer: _with_todo(counted, total) for layer, counted in found.items()}


def _shown(connection: sqlite3.Connection) -> int:
    statement = "SELECT coalesce(sum(count), 0) FROM tally WHERE what = 'article' AND value = '0'"
    return int(connection.execute(statement).fetchone()[0])


def _tallied(connection: sqlite3.Connection, author: str) -> Iterator[tuple[dict[str, str], int]]:
    """Yield the statuses by layer that `author` has in some shown articles, and in how many of them."""
    for held, count in connection.execute(
        "SELECT name, count FROM tally WHERE what = 'statuses' AND author = ? AND value = '0'", (author,)
    ).fetchall():
        pairs = (line.partition(" ") for line in held.split("\n"))  # a status and the layer it is of
        yield {layer: value for value, _, layer in pairs}, count


def _with_todo(found: Counter[str], total: int) -> dict[str, int]:
    """Return the counts of statuses among `total` articles; what is in none of them is todo."""
    done, flagged, skipped = found["done"], found["flagged"], found["skipped"]
    return {"todo": total - done - flagged - skipped, "done": done, "flagged": flagged, "skipped": skipped}


def _layers(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute('SELECT id, rule FROM layer ORDER BY "order", id').fetchall())


def _questions(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _titles(connection: sqlite3.Connection, wanted: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = connection.execute(
        "SELECT text.number, text.id, detail.value, CASE WHEN detail.value IS NULL THEN substr(text.text, 1, 400) END"
        " FROM text LEFT JOIN detail ON detail.article = text.number AND detail.name = 'title'"
        f" WHERE text.number IN ({_questions(wanted)})",
        tuple(wanted),
    ).fetchall()
    return {number: (article, title or first_line(head or "")) for number, article, title, head in found}


def _statuses(connection: sqlite3.Connection, first: int, last: int, author: str) -> dict[int, list[str]]:
    return _by_article(connection, "article BETWEEN ? AND ?", (first, last), author)


def _statuses_of(connection: sqlite3.Connection, wanted: Sequence[int], author: str) -> dict[int, list[str]]:
    return _by_article(connection, f"article IN ({_questions(wanted)})", wanted, author)


def _by_article(connection: sqlite3.Connection, where: str, values: Sequence[int], author: str) -> dict[int, list[str]]:
    held: dict[int, list[str]] = {}
    for number, value in connection.execute(
        f"SELECT article, value FROM status WHERE {where} AND author = ? AND layer IN (SELECT id FROM layer)",
        (*values, author),
    ).fetchall():
        held.setdefault(number, []).append(value)
    return held


def _parts(connection: sqlite3.Connection, where: str, values: Sequence[int]) -> dict[int, str]:
    return dict(connection.execute(f"SELECT article, part FROM part WHERE {where}", tuple(values)).fetchall())


def _spans(connection: sqlite3.Connection, wanted: Sequence[int], author: str) -> dict[int, tuple[int, int]]:
    found = connection.execute(
        "SELECT span.article, sum(coalesce(layer.rule, 'free') = 'flat'), count(*) FROM span"
        " LEFT JOIN label ON label.id = span.label LEFT JOIN layer ON layer.id = label.layer"
        f" WHERE span.article IN ({_questions(wanted)}) AND span.author = ? GROUP BY span.article",
        (*wanted, author),
    ).fetchall()
    return {number: (flat, total - flat) for number, flat, total in found}
