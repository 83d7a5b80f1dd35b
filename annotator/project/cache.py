"""What can be computed again, in a second SQLite file in the user's cache folder, by project and path.

It may be dropped at any time: whatever goes wrong with it, things are computed as if it were not there.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator import places
from annotator.model.article import ArticleId
from annotator.model.tokens import Tokens

VERSION = 2
_TABLES = """
CREATE TABLE IF NOT EXISTS tokens (
    article TEXT NOT NULL, tokeniser TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (article, tokeniser)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sketch (
    article TEXT PRIMARY KEY, sketcher TEXT NOT NULL, data BLOB NOT NULL
) WITHOUT ROWID;
"""
# A power cut may cost what was kept last, which costs nothing; what is there afterwards is whole.
_PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA trusted_schema=OFF")


class Cache:
    """The cache of one project; of a home that cannot be written, an empty one that forgets."""

    def __init__(self, path: Path, patience: float = 5.0) -> None:
        """Open the cache at `path`; where another process holds it for `patience` seconds, do without."""
        self.path = path
        self._connection = opened(path, patience)

    @classmethod
    def of(cls, project: sqlite3.Connection, path: Path) -> Cache:
        """Return the cache of the project that `project` is open on at `path`."""
        return cls(path_of(project, path))

    def tokens(self, article: ArticleId, tokeniser: str) -> Tokens | None:
        """Return the tokens of an article by a tokeniser ("en, spaCy 3.8.18"), or None where they are not kept."""
        row = self._one("SELECT data FROM tokens WHERE article = ? AND tokeniser = ?", (article, tokeniser))
        try:
            return None if row is None else Tokens.unpacked(row[0])
        except (zlib.error, ValueError, TypeError, IndexError):
            return None

    def keep_tokens(self, article: ArticleId, tokeniser: str, tokens: Tokens) -> None:
        """Keep the tokens of an article."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                kept = (article, tokeniser, tokens.packed())
                self._connection.execute("INSERT OR REPLACE INTO tokens VALUES (?, ?, ?)", kept)

    def sketches(self, articles: Sequence[ArticleId], sketcher: str) -> dict[ArticleId, bytes]:
        """Return the sketches of those articles of which one by this sketcher is kept; a few hundred in one go."""
        if self._connection is None:
            return {}
        asked = f"SELECT article, data FROM sketch WHERE sketcher = ? AND article IN ({', '.join('?' * len(articles))})"
        with contextlib.suppress(sqlite3.Error):
            return dict(self._connection.execute(asked, (sketcher, *articles)).fetchall())
        return {}

    def keep_sketches(self, made: Mapping[ArticleId, bytes], sketcher: str) -> None:
        """Keep the sketches of some articles, in place of those of another sketcher."""
        if self._connection is None or not made:
            return
        rows = [(article, sketcher, data) for article, data in made.items()]
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany("INSERT OR REPLACE INTO sketch VALUES (?, ?, ?)", rows)
            finally:
                self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file; what was kept stays."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _one(self, statement: str, values: tuple[str, ...]) -> tuple[Any, ...] | None:
        if self._connection is None:
            return None
        try:
            return self._connection.execute(statement, values).fetchone()
        except sqlite3.Error:
            return None


def path_of(project: sqlite3.Connection, path: Path) -> Path:
    """Return where the cache lies of the project that `project` is open on at `path`: two copies have each one."""
    from hashlib import blake2b  # the window starts without it

    first = project.execute("SELECT id FROM gesture ORDER BY seq LIMIT 1").fetchone()
    named = f"{first[0] if first else ''}\n{path.absolute()}"
    name = blake2b(named.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return places.cache_folder() / f"{name}.cache"


def remove(path: Path) -> None:
    """Remove the cache at `path`, damaged as it may be."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


def opened(path: Path, patience: float = 5.0) -> sqlite3.Connection | None:
    """Return a connection to the cache at `path`, afresh where it is damaged; None where it cannot be had."""
    with contextlib.suppress(sqlite3.Error, OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _connected(path, patience)
        except sqlite3.OperationalError:
            return None  # held, or out of reach: another process may be at work in it
        except sqlite3.DatabaseError:
            remove(path)
            return _connected(path, patience)
    return None


def _connected(path: Path, patience: float) -> sqlite3.Connection:
    # One thread at a time uses it, and another one may interrupt it. In autocommit what is kept holds nobody up.
    connection = sqlite3.connect(path, patience, isolation_level=None, check_same_thread=False)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError("of another version")
        if version != VERSION:
            connection.executescript(_TABLES)
            connection.execute(f"PRAGMA user_version={VERSION}")
    except BaseException:
        connection.close()
        raise
    return connection
