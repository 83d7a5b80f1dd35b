"""The interposer at work: files of one folder whose calls are counted, delayed, failed and recorded."""

from __future__ import annotations

import mmap
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

SOURCE = Path(__file__).with_name("interposer.c")
CALLS = ("open", "read", "write", "sync", "truncate", "rename", "link", "unlink", "lock", "folder", "rights")
FIELDS = (
    *CALLS, "fail", "at", "seen", "error", "ever", "fired", "delay", "half", "window", "in_window", "passed", "end",
)  # fmt: skip
MOST_PASSED = 1 << 20  # positions of which it is known which call they were
_HEAD = struct.Struct("=5q")


class Control:
    """What the interposer is told and tells, shared with the processes that run under it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            path.touch()
            os.truncate(path, 8 * len(FIELDS) + MOST_PASSED)
        with path.open("r+b") as file:
            self._held = mmap.mmap(file.fileno(), 8 * len(FIELDS) + MOST_PASSED)

    def __getitem__(self, field: str) -> int:
        return struct.unpack_from("=q", self._held, 8 * FIELDS.index(field))[0]

    def __setitem__(self, field: str, value: int) -> None:
        struct.pack_into("=q", self._held, 8 * FIELDS.index(field), value)

    def fail(self, calls: tuple[str, ...], at: int, error: int, ever: bool = False, half: bool = False) -> None:
        """Let the `at`th of these calls from now on fail, once or from there on for `ever`."""
        self["fail"] = 0
        self["at"], self["seen"], self["error"], self["fired"] = at, 0, error, 0
        self["ever"], self["half"] = int(ever), int(half)
        self["fail"] = sum(1 << CALLS.index(call) for call in calls)

    def end(self, at: int) -> None:
        """Let the process end at the `at`th position from now on, 0 for none: before a call, or midway in a write."""
        self["passed"], self["end"] = 0, at

    @property
    def passed(self) -> list[str]:
        """Return which call each position was that was passed, "torn" for the midst of a write."""
        count, begin = min(self["passed"], MOST_PASSED), 8 * len(FIELDS)
        return [(*CALLS, "torn")[call] for call in self._held[begin : begin + count]]

    def lift(self) -> None:
        """Let everything go well again."""
        self["fail"], self["delay"], self["end"] = 0, 0, 0

    @property
    def calls(self) -> dict[str, int]:
        """Return how often each call was made."""
        return {call: self[call] for call in CALLS}


@cache
def library() -> str:
    """Return the path of the interposer, built once; skips the test where it cannot be."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the interposer is made for Linux")
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        pytest.skip("there is no C compiler to build the interposer with")
    made = Path(tempfile.mkdtemp(prefix="interposer-"), "interposer.so")
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(SOURCE), "-ldl", "-lpthread"]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return str(made)


def environment(folder: Path, control: Control, record: Path | None = None) -> dict[str, str]:
    """Return the environment of a process whose files under `folder` are interposed."""
    given = {
        **os.environ,
        "LD_PRELOAD": library(),
        "FAULTS_UNDER": str(folder),
        "FAULTS_CONTROL": str(control.path),
        "PYTHONPATH": os.pathsep.join([str(SOURCE.parents[2]), str(SOURCE.parent)]),
    }
    if record is not None:
        given["FAULTS_RECORD"] = str(record)
    return given


class Step(NamedTuple):
    """One thing that was done to a folder.

    c(reated), w(ritten), t(runcated), s(ynced), r(enamed), l(inked), u(nlinked), o(pened), x: a sync that failed.
    """

    call: str
    path: str
    second: str  # the new name
    offset: int  # of what was written; the length a file was cut to
    data: bytes


def steps(record: Path, folder: Path) -> list[Step]:
    """Return what was done in `folder`, in order, with paths relative to it."""
    held, at, found = record.read_bytes(), 0, list[Step]()
    while at < len(held):
        call, offset, path, second, length = _HEAD.unpack_from(held, at)
        at += _HEAD.size
        parts = [held[at : at + path], held[at + path : at + path + second]]
        at += path + second
        names = [os.path.relpath(part.decode(), folder) if part else "" for part in parts]
        found.append(Step(chr(call), names[0], names[1], offset, held[at : at + length]))
        at += length
    return found
