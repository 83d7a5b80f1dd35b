"""What was exported last from a project: which kind, where to, with which choices, from which position.

It lies in the user's state folder, by the project's path, so that nothing of an export depends on another one before.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, cast

from annotator import places

MOST = 50  # exports that are remembered of a project


class Exported(NamedTuple):
    """One export. The choices are words of the shell: `{"layer": ["claims"], "align": ["contract"]}`."""

    kind: str
    target: str  # an absolute path
    position: str  # ID:COUNT:XOR
    choices: Mapping[str, Sequence[str]]


def path_of(project: Path) -> Path:
    """Return the file in which the exports of the project at `project` are remembered."""
    real = os.path.normcase(os.path.realpath(project))
    name = blake2b(real.encode(errors="surrogateescape"), digest_size=12).hexdigest()
    return places.state_folder() / "exports" / f"{name}.json"


def load(project: Path) -> list[Exported]:
    """Return the exports of a project, the newest first, one of each target; what makes no sense is passed over."""
    try:
        held: Any = json.loads(path_of(project).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    rows = cast(list[Any], held) if isinstance(held, list) else []
    return [one for one in map(_read, rows) if one is not None]


def last(held: Sequence[Exported], kind: str, target: Path) -> Exported | None:
    """Return the last export of a kind to `target`, else the last of that kind to wherever, else None."""
    mine = [one for one in held if one.kind == kind]
    there = str(target.absolute())
    return next((one for one in mine if one.target == there), next(iter(mine), None))


def remember(project: Path, one: Exported) -> None:
    """Remember an export; where the state folder cannot be written, it is forgotten."""
    others = [held for held in load(project) if (held.kind, held.target) != (one.kind, one.target)]
    path = path_of(project)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    text = json.dumps([held._asdict() for held in [one, *others][:MOST]], ensure_ascii=False)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text + "\n", encoding="utf-8", errors="surrogateescape")
        fresh.replace(path)


def _read(held: Any) -> Exported | None:
    try:
        kind, target, position = (held[name] for name in Exported._fields[:3])
        choices = {name: list(map(_word, values)) for name, values in held["choices"].items()}
        return Exported(_word(kind), _word(target), _word(position), choices)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _word(value: Any) -> str:
    if type(value) is not str:
        raise TypeError
    return value
