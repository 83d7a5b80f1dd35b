"""Which files an input names, and of which kind each is."""

from __future__ import annotations

import re
import stat
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, NamedTuple

from annotator.intake import reading
from annotator.model.problem import Problem
from annotator.model.report import LeftOut

HEAD = 16_384  # bytes looked at to tell a kind
FAR = 16 << 20  # bytes of JSON read for them: what tells its kind may stand behind the text of a long article
STEP = 1 << 16  # bytes of them at a time: the beginning of a large file costs no more than that of a small one
LONGEST = 200  # bytes of a string of JSON that are looked at
SCHEME = ".scheme.toml"  # what is called so is read with the lines of JSON beside it
# It ends where it is not closed, so that every quotation mark is met once.
_STRING = re.compile(rb'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"?')


class Input(NamedTuple):
    """One file and the kind that reads it."""

    path: Path
    kind: ModuleType


def gather(
    named: Iterable[Path], kinds: Mapping[str, ModuleType], kind: str = "", others: Counter[str] | None = None
) -> Iterator[Input | LeftOut]:
    """Yield the files to read, in order; a file that is of no kind is left out, with the reason.

    From a folder only files with a suffix of the kind (of any kind, when none is named) are taken; where none is named,
    the suffixes of those that are passed over are counted in `others`.
    """
    chosen = {kind: kinds[kind]} if kind else kinds
    suffixes = {suffix for module in chosen.values() for suffix in module.SUFFIXES}
    paths, passed = list(named), Counter[str]() if kind or others is None else others
    for path in paths:
        for found in _files(path, suffixes, passed):
            if isinstance(found, LeftOut):
                yield found
            elif kind:
                yield Input(found, chosen[kind])
            else:
                yield from _detected(found, chosen, companion=found != path or found.with_suffix(".ann") in paths)


def _files(named: Path, suffixes: Collection[str], passed: Counter[str]) -> Iterator[Path | LeftOut]:
    """Yield the file called `named`, or those in that folder; what cannot be read is left out, with the reason."""
    waiting = [named]
    while waiting:
        path = waiting.pop()
        inside = path is not named
        wanted = not inside or path.suffix.lower() in suffixes
        try:
            mode = path.stat().st_mode
            if not stat.S_ISDIR(mode):
                if wanted:
                    yield path if stat.S_ISREG(mode) else LeftOut("file", str(path), reading.NOT_REGULAR)
                elif not path.name.endswith(SCHEME):
                    passed[path.suffix.lower()] += 1
            elif inside and path.is_symlink():
                yield LeftOut("file", str(path), "a link to a folder, which is not followed: it might never end")
            else:
                held = sorted(path.iterdir(), reverse=True)
                waiting += (one for one in held if not one.name.startswith("."))
        except OSError as error:
            if wanted or isinstance(error, PermissionError):  # behind it there may be a folder of files
                yield LeftOut("file", str(path), error.strerror or str(error))


def _detected(path: Path, kinds: Mapping[str, ModuleType], companion: bool) -> Iterator[Input | LeftOut]:
    """Yield the file with its kind; `companion` says that marks that lie beside a text come in with it."""
    try:
        with reading.opened(path) as file:
            head = _head(file)
    except Problem as problem:
        yield LeftOut("file", problem.what, problem.why)
        return
    sure, best = max(((module.detect(path, head), name) for name, module in kinds.items()), default=(0, ""))
    marks = path.with_suffix(".ann")
    if sure > 0:
        yield Input(path, kinds[best])
    elif path.suffix.lower() != ".txt" or not marks.exists():
        yield LeftOut("file", str(path), "Spandesk does not read files of this kind")
    elif not companion:
        yield LeftOut("file", str(path), f"it is the text of {marks.name}; give that, or --as text for the text alone")


def _head(file: BinaryIO) -> bytes:
    """Return the beginning of a file; of JSON without its long strings, behind which its names are."""
    head = file.read(HEAD)
    is_json = head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"["))
    if not is_json or not any(map(_is_long, _STRING.finditer(head))):
        return head
    told, rest, far = b"", head, FAR
    while len(told) < HEAD and (more := file.read(min(far, max(STEP, len(rest))))):
        rest, far = rest + more, far - len(more)
        at = _end_of_whole_strings(rest)
        told, rest = told + _STRING.sub(_emptied, rest[:at]), rest[at:]
    return (told + _STRING.sub(_emptied, rest))[:HEAD]


def _end_of_whole_strings(data: bytes) -> int:
    """Return where the last string of JSON begins, if it may go on behind `data`, else the end."""
    last = deque(_STRING.finditer(data), maxlen=1)
    # A backslash at the end is not yet part of the string that it stands in.
    return last[0].start() if last and last[0].end() >= len(data) - 1 else len(data)


def _emptied(string: re.Match[bytes]) -> bytes:
    return b'""' if _is_long(string) else string[0]


def _is_long(string: re.Match[bytes]) -> bool:
    return string.end() - string.start() > LONGEST
