"""The disk that the benches write to: a real one where there is one, since a file in memory syncs in no time."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
IN_MEMORY = ("tmpfs", "ramfs", "devtmpfs")
BLOCK = 8192  # bytes: a page of a project file


def folder_on_disk() -> Path:
    """Return a folder for temporary files that is on a disk; the usual one where none is, or nobody can tell."""
    usual, build = Path(tempfile.gettempdir()), CHECKOUT / "build"
    if not is_in_memory(usual):
        return usual
    build.mkdir(exist_ok=True)
    return usual if is_in_memory(build) else build


def is_in_memory(path: Path) -> bool:
    """Return whether `path` lies in a file system that is kept in memory; False where that cannot be told."""
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return False
    held = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    around = [(len(words[1]), words[2]) for words in held if path.resolve().is_relative_to(words[1])]
    return max(around, default=(0, ""))[1] in IN_MEMORY


class Blocks:
    """A file that is there already, of which one block at a time is written anew and synced."""

    def __init__(self, path: Path, count: int = 64) -> None:
        self.count = count
        path.write_bytes(os.urandom(BLOCK * count))
        self._file = os.open(path, os.O_RDWR)
        os.fsync(self._file)

    def write(self, nth: int) -> None:
        """Write a block and wait until the disk has it."""
        os.lseek(self._file, BLOCK * (nth % self.count), os.SEEK_SET)
        os.write(self._file, nth.to_bytes(8, "big") * (BLOCK // 8))
        getattr(os, "fdatasync", os.fsync)(self._file)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
