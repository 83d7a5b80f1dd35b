"""Which files an input names, and of which kind each is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from annotator.model.problem import Problem
from annotator.model.report import LeftOut

HEAD = 16_384  # bytes looked at to tell a kind


class Input(NamedTuple):
    """One file and the kind that reads it."""

    path: Path
    kind: ModuleType


def gather(named: Iterable[Path], kinds: Mapping[str, ModuleType], kind: str = "") -> Iterator[Input | LeftOut]:
    """Yield the files to read, in order; a file that is of no kind is left out, with the reason.

    From a folder only files with a suffix of the kind (of any kind, when none is named) are taken.
    """
    chosen = {kind: _kind(kinds, kind)} if kind else kinds
    suffixes = {suffix for module in chosen.values() for suffix in module.SUFFIXES}
    for path in named:
        if path.is_dir():
            for file in _files(path):
                if file.suffix.lower() in suffixes:
                    yield from _detected(file, chosen, bool(kind), inside=True)
        else:
            yield from _detected(path, chosen, bool(kind), inside=False)


def _kind(kinds: Mapping[str, ModuleType], name: str) -> ModuleType:
    if name not in kinds:
        raise Problem(f"the kind {name}", "it is not known", f"Known kinds: {', '.join(sorted(kinds))}.")
    return kinds[name]


def _files(folder: Path) -> Iterator[Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        raise Problem(f"{folder} was not read", error.strerror or str(error), "Nothing was taken from it.") from None
    for path in found:
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if not path.is_symlink():  # a link back up would never end
                yield from _files(path)
        elif path.is_file():
            yield path


def _detected(path: Path, kinds: Mapping[str, ModuleType], named: bool, inside: bool) -> Iterator[Input | LeftOut]:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        yield LeftOut("file", str(path), error.strerror or str(error))
        return
    if named:
        yield Input(path, next(iter(kinds.values())))
        return
    sure, best = max(((module.detect(path, head), name) for name, module in kinds.items()), default=(0, ""))
    if sure > 0:
        yield Input(path, kinds[best])
    elif not (inside and path.suffix.lower() == ".txt" and path.with_suffix(".ann").exists()):
        yield LeftOut("file", str(path), "it is of no kind that is known here")
