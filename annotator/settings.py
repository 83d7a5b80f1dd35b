"""What this user chose: a typed table, kept as JSON in the user's settings folder."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, cast

NAME = "settings.json"
LEAST, MOST = 0.5, 3.0  # of the zoom


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's settings. The author's id is made once and stays; all else may change."""

    author_id: str = ""
    author_name: str = ""
    theme: str = "system"  # system, or the name of a theme: light, dark
    zoom: float = 1.0  # 0.5 to 3.0
    geometry: str = ""  # the window's, in base 64
    project: str = ""  # the path of the project that was open last
    recent: list[str] = field(default_factory=list[str])
    article: dict[str, str] = field(default_factory=dict[str, str])  # project path to the id of the article shown last
    scroll: dict[str, int] = field(default_factory=dict[str, int])  # project path to its scroll place, code points
    hints: bool = True
    others: bool = False  # whether other authors' spans are shown where the user has some
    keys: dict[str, str] = field(default_factory=dict[str, str])  # command name to its keys, separated by spaces
    commands: list[str] = field(default_factory=list[str])  # names of those run from the palette, the newest first
    added_from: str = ""  # the folder in which articles to add were looked for last


def load(folder: Path) -> Settings:
    """Return the settings kept in `folder`; what cannot be read takes its default, an author id is made."""
    settings = _read(folder / NAME)
    if not settings.author_id or not settings.author_name:
        settings = replace(
            settings,
            author_id=settings.author_id or os.urandom(8).hex(),
            author_name=settings.author_name or _account(),
        )
        with contextlib.suppress(OSError):  # a home that cannot be written still labels; the id lives this long only
            save(settings, folder)
    return settings


def save(settings: Settings, folder: Path) -> None:
    """Write the settings into `folder`, whole or not at all; raises OSError."""
    path = folder / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(json.dumps(asdict(settings), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    fresh.replace(path)


class Chosen:
    """The settings of one window. Others may keep theirs meanwhile: what this one does not change stays as it is."""

    def __init__(self, now: Settings, folder: Path) -> None:
        self.now, self._folder = now, folder

    @property
    def latest(self) -> Settings:
        """Return what is kept now, perhaps by another window; nobody is given an id for it."""
        return _read(self._folder / NAME)

    def keep(self, **changed: Any) -> None:
        """Keep changed settings; where they cannot be written they hold for this window only."""
        # Who labels here does not change with what another window kept; a name that was changed there stays changed.
        who = {"author_id": self.now.author_id, "author_name": self.now.author_name}
        held = self.latest
        kept = replace(held if held.author_id == self.now.author_id else replace(held, **who), **changed)
        self.now = replace(kept, **{**who, **changed})
        with contextlib.suppress(OSError):
            save(kept, self._folder)


def _read(path: Path) -> Settings:
    try:
        held: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(held, dict):
        return Settings()
    table = cast(dict[str, Any], held)
    plain = Settings()
    known = {one.name: table[one.name] for one in fields(Settings) if one.name in table}
    return replace(plain, **{name: value for name, value in known.items() if _fits(name, getattr(plain, name), value)})


# What the lists and tables hold: a value of another type would be met far from here.
_INSIDE: dict[str, type] = {"recent": str, "article": str, "scroll": int, "keys": str, "commands": str}


def _fits(name: str, default: object, value: object) -> bool:
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool) and LEAST <= value <= MOST
    if type(value) is not type(default) or not _is_plain(value):
        return False
    if isinstance(value, dict):
        table = cast(dict[str, object], value)
        return all(map(_is_plain, table)) and _holds(name, table.values())
    return not isinstance(value, list) or _holds(name, cast(list[object], value))


def _holds(name: str, inside: Iterable[object]) -> bool:
    return all(type(one) is _INSIDE[name] and _is_plain(one) for one in inside)


def _is_plain(value: object) -> bool:
    """Return whether a text can be written again, and a number is one that a place can have."""
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    return not isinstance(value, int) or 0 <= value < 1 << 31


def _account() -> str:
    import getpass  # only at the very first start

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "author"
