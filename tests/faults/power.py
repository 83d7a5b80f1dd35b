"""What a disk holds after the power went: any of the changes that were not synced may be missing or torn.

The model is that of POSIX at its worst: what was written to a file is there for certain once that file was synced;
that a name came, went or changed, once its folder was. Whatever was not synced may be there or not, each change for
itself, and a write by parts of 512 bytes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from interposing import Step

SECTOR = 512  # bytes


class Change(NamedTuple):
    """A step, with the number of the file it was done to: a name may be of one file after another."""

    step: Step
    file: int  # 0: a folder
    sure: int  # after how many steps it is on the disk for certain


class Disk:
    """The changes made to the files that lay in `folder` at first; `spare` is a file of the test, which loses nothing."""

    def __init__(self, folder: Path, steps: Sequence[Step], spare: str = "") -> None:
        self._first = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        self._names = {name: number for number, name in enumerate(self._first, 1)}
        self._spare = spare
        self.changes = self._numbered(steps)

    def _numbered(self, steps: Sequence[Step]) -> list[Change]:
        now, made, numbers = dict(self._names), len(self._names), list[int]()
        for step in steps:
            if step.call == "c":
                made += 1
                now[step.path] = made
            numbers.append(now.get(step.path, 0))
            if step.call == "r" and step.path in now:
                now[step.second] = now.pop(step.path)
            elif step.call == "l" and step.path in now:
                now[step.second] = now[step.path]
            elif step.call == "u":
                now.pop(step.path, None)
        never = len(steps) + 1
        files, folders = dict[int, int](), dict[str, int]()  # when each is synced next
        found: list[Change] = []
        for at in range(len(steps) - 1, -1, -1):
            step, file = steps[at], numbers[at]
            if step.call == "s" and file:
                files[file] = at + 1
            elif step.call == "s":
                folders[step.path] = at + 1
            held = files.get(file, never) if step.call in "wt" else folders.get(_folder(step.path), never)
            if step.call in "rl":
                held = max(held, folders.get(_folder(step.second), never))
            found.append(Change(step, file, held))
        return found[::-1]

    def lay_out(self, folder: Path, done: int, chance: random.Random | None, kept: float) -> None:
        """Write into `folder` what may be there when the power goes after `done` steps.

        Of what is not certain each change is there with the chance `kept`; without `chance` none of them is.
        """
        names = dict(self._names)
        files = {self._names[name]: bytearray(data) for name, data in self._first.items()}
        for change in self.changes[:done]:
            torn = None
            if change.sure > done and change.step.path != self._spare:
                if chance is None or chance.random() >= kept:
                    continue
                torn = chance if change.step.call == "w" and chance.random() < 0.3 else None
            _put(change, names, files, torn)
        for name, number in names.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files.get(number, b""))


def _put(change: Change, names: dict[str, int], files: dict[int, bytearray], torn: random.Random | None) -> None:
    step, file = change.step, files.setdefault(change.file, bytearray())
    if step.call == "c":
        names[step.path] = change.file
    elif step.call == "u":
        names.pop(step.path, None)
    elif step.call == "r":
        if names.get(step.path) == change.file:
            del names[step.path]
        names[step.second] = change.file
    elif step.call == "l":
        names[step.second] = change.file
    elif step.call == "t":
        del file[step.offset :]
        file.extend(bytes(step.offset - len(file)))
    elif step.call == "w":
        for begin in range(0, len(step.data), SECTOR):
            if torn is None or torn.random() < 0.5:
                part, at = step.data[begin : begin + SECTOR], step.offset + begin
                file.extend(bytes(max(0, at - len(file))))
                file[at : at + len(part)] = part


def _folder(path: str) -> str:
    return str(Path(path).parent)
