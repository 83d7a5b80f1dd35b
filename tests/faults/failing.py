"""One call after another fails, in a process of its own under the interposer; each finding is printed as JSON.

Each try is a fork, so that nothing is imported twice: a fresh copy of the desk, the fault set, the work done, the fault
lifted, and the project looked at by the parent, which no fault meets.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from pathlib import Path
from typing import Any, NamedTuple

import planting
import workloads
from interposing import CALLS, Control
from workloads import ME, PAIR

from annotator.model.article import Article
from annotator.model.problem import Problem
from annotator.project import backups
from annotator.project.check import examine
from annotator.project.project import Project

GESTURES = 3
PATIENCE = 30.0  # seconds for one try
# Which calls fail by what: the disk is full, it is broken, it is forbidden.
FAULTS = (
    (("write", "truncate", "open"), errno.ENOSPC),
    (CALLS, errno.EIO),
    (("open", "rename", "link", "unlink", "write"), errno.EACCES),
)


class Case(NamedTuple):
    """One fault: the `at`th of `calls` fails by `error`, once or from there on for `ever`."""

    calls: tuple[str, ...]
    error: int
    at: int
    ever: bool


class Desk:
    """A folder with a project, copied afresh for each try."""

    def __init__(self, origin: Path, place: Path, control: Control) -> None:
        self.origin, self.place, self.control = origin, place, control
        self.project = place / "p.spans"
        self.said, self.report = control.path.with_name("said"), control.path.with_name("report")

    def lay_out(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.origin, self.place)
        self.said.unlink(missing_ok=True)


# ---- what is done, in the child
def label(desk: Desk) -> int:
    """Label while the fault is there; when nothing moves any more it is lifted, and all must be saved."""
    said = os.open(desk.said, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    project = _opened(desk)
    project.on_trouble(lambda _: project.retry() if not desk.control["ever"] else None)
    article, chance = Article.of(workloads.TEXT), random.Random(desk.control["at"])
    futures: list[Any] = []
    for at in range(GESTURES):
        future = project.commit(workloads.pair(article.id, f"n{at}", chance))
        future.add_done_callback(lambda done, at=at: os.write(said, f"n{at}\n".encode()) if done.result() else None)
        futures.append(future)
    wait(futures, 0.02 if desk.control["ever"] else 10.0)
    desk.control.lift()
    project.retry()
    for future in futures:
        assert future.result(10.0) is not None, "a gesture came to nothing"
    assert project.close(10.0) == ()
    return 0


def _opened(desk: Desk) -> Project:
    try:
        return Project.open(desk.project, ME)
    except Problem:
        desk.control.lift()
        return Project.open(desk.project, ME)


def shell(*words: str) -> Callable[[Desk], int]:
    """Return the work of a subcommand whose words name files of the desk by {desk}."""

    def work(desk: Desk) -> int:
        code = workloads.shell([word.format(desk=desk.place) for word in words])
        said = sys.stderr.getvalue() if isinstance(sys.stderr, io.StringIO) else ""
        assert code in (0, 1, 3), f"exit code {code}"
        assert code != 1 or len(said.strip().split("\n")) == 1, f"not one line: {said}"
        return code

    return work


# ---- what is looked at afterwards, in the parent
def labelled(desk: Desk, _: int) -> str:
    """Return what is wrong where all gestures had to be saved in the end."""
    said = set(desk.said.read_text().split())
    with contextlib.closing(Project.open(desk.project, ME)) as project:
        there = [span.id.rpartition("-")[0] for span in project.reader.opened(1).marks.spans]
    missing = {f"n{at}" for at in range(GESTURES)} - set(there)
    if missing or said - set(there):
        return f"lost {sorted(missing | (said - set(there)))}"
    return "half a gesture" if len(there) != PAIR * len(set(there)) else "; ".join(examine(desk.project))


def added(desk: Desk, code: int) -> str:
    """Return what is wrong where whole articles may have come in, and all if that is what was said."""
    with contextlib.closing(Project.open(desk.project, ME)) as project:
        records = [one for one in project.reader.records(project.reader.position()) if one.title.startswith("Report")]
    if any(len(record.spans) != 2 for record in records):
        return "half an article"
    if code == 0 and len(records) != workloads.FEW:
        return f"{len(records)} articles came in, and all were said to"
    return "; ".join(examine(desk.project))


def exported(desk: Desk, code: int) -> str:
    """Return what is wrong where the old file or the new one must be there."""
    found, old = (desk.place / "out.jsonl").read_bytes(), (desk.origin / "out.jsonl").read_bytes()
    new = (desk.origin.parent / "new.jsonl").read_bytes()
    if found != new and (code == 0 or found != old):
        return "the file is neither the old one nor the new one" if found != old else "the old file is said to be new"
    return ""


def made(desk: Desk, code: int) -> str:
    """Return what is wrong where a new project is whole, or nothing is there."""
    path = desk.place / "new.spans"
    if not path.exists():
        return "nothing was made, and it was said to be" if code == 0 else ""
    try:
        return "; ".join(examine(path))
    except Problem as problem:
        return "" if code else str(problem)


def backed_up(desk: Desk, code: int) -> str:
    """Return what is wrong where the project is as it was, and each backup that is there is whole."""
    found = backups.listed(desk.project)
    if code == 0 and len(found) != 1:
        return f"{len(found)} backups are there, and one was said to be"
    return "; ".join(finding for path in (desk.project, *(one.path for one in found)) for finding in examine(path))


def restored(desk: Desk, code: int) -> str:
    """Return what is wrong where the project must be what it was, or what the backup was."""
    after, before, old = (
        _position(path) for path in (desk.project, desk.origin / "p.spans", desk.origin / "old.spans")
    )
    if after not in (before, old) or (code == 0 and after != old):
        return "the project is not what it should be"
    if after == old and not any(_position(one.path) == before for one in backups.listed(desk.project)):
        return "what was there before is lost"
    return "; ".join(examine(desk.project))


def _position(path: Path) -> str:
    with contextlib.closing(Project.open(path, ME, writable=False)) as project:
        return project.reader.position().name


WORKS: dict[str, tuple[Callable[[Desk], int], Callable[[Desk, int], str]]] = {
    "label": (label, labelled),
    "add": (shell("add", "{desk}/p.spans", "{desk}/in.jsonl"), added),
    "export": (shell("export", "{desk}/p.spans", "{desk}/out.jsonl", "--as", "jsonl"), exported),
    "new": (shell("new", "{desk}/new.spans"), made),
    "backup": (shell("backup", "{desk}/p.spans"), backed_up),
    "restore": (shell("restore", "{desk}/p.spans", "{desk}/old.spans"), restored),
}


# ---- one after another
def tried(desk: Desk, work: str, case: Case) -> tuple[str, bool]:
    """Return what went wrong in one case, and whether the fault was met at all."""
    doing, looking = WORKS[work]
    desk.lay_out()
    desk.control.fail(case.calls, case.at, case.error, case.ever, half=case.error == errno.ENOSPC)
    code = forked(doing, desk)
    met = desk.control["fired"] > 0
    desk.control.lift()
    if code < 0:
        return f"ended by signal {-code}", met
    if code > 100:
        return desk.report.read_text(), met
    try:
        return looking(desk, code), met
    except Exception as error:
        return f"{type(error).__name__}: {error}", met


def forked(doing: Callable[[Desk], int], desk: Desk) -> int:
    """Do it in a child process; return its exit code, 101 where `desk.report` tells why, or a signal below 0."""
    child = os.fork()
    if child == 0:
        _child(doing, desk)
    return _ended(child)


def _child(doing: Callable[[Desk], int], desk: Desk) -> None:
    try:
        sys.stderr = io.StringIO()
        sys.stdout = io.StringIO()
        code = doing(desk)
    except BaseException:
        desk.control.lift()
        desk.report.write_text(traceback.format_exc())
        code = 101
    os._exit(code)


def _ended(child: int) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -signal.SIGALRM


def cases(desk: Desk, work: str, stride: int) -> Iterator[Case]:
    """Yield every `stride`th case until the calls of the work are used up."""
    for calls, error in FAULTS:
        for ever in (False, True):
            at = 1
            while True:
                case = Case(calls, error, at, ever)
                yield case
                if not desk.control["fired"]:
                    break  # the work makes fewer calls than that
                at += stride


def main() -> None:
    """Run the work that is named in all cases, or until something is found: FOLDER WORK STRIDE [first]."""
    folder, work, stride, first = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4:] == ["first"]
    planting.plant()
    with contextlib.redirect_stdout(io.StringIO()):  # so that all is imported before a fork
        workloads.shell(["stats", str(folder / "origin" / "p.spans")])
    desk = Desk(folder / "origin", folder / "desk", Control(folder / "control"))
    count = 0
    for case in cases(desk, work, stride):
        wrong, met = tried(desk, work, case)
        count += met
        if wrong:
            print(json.dumps({"case": case, "wrong": wrong}), flush=True)
            if first:
                break
    print(json.dumps({"tried": count}), flush=True)


if __name__ == "__main__":
    main()
