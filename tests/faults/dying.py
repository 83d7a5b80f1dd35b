"""A process ends as by kill -9 at one call after another, under the interposer; each finding is printed as JSON.

The position is set, the work done in a fork until it ends there, what is left is looked at by the parent, which ends
nowhere; then the same work is done again, and must come to its end.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import planting
import workloads
from failing import Desk, forked, shell
from interposing import Control
from workloads import ME

from annotator import shelf
from annotator.model.problem import Problem
from annotator.project import backups
from annotator.project.check import examine
from annotator.project.project import Project

KINDS = shelf.kind_names("exports", "write")
MINE = Path("trained", "mine")  # what no export wrote, in the folder that one replaces
NAMING = ("rename", "link")
DONE = ("new", "made", "split", "all")


class Work(NamedTuple):
    """What is done in the shell; `looked` returns what it came to, and raises AssertionError where that is harm."""

    words: Sequence[str]
    looked: Callable[[Desk], str]
    once: bool = False  # what is there already is refused


# ---- what is looked at
def held(path: Path) -> Mapping[str, bytes]:
    """Return what lies at `path`, a file or a folder, by the names in it."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {str(one.relative_to(path)): one.read_bytes() for one in path.rglob("*") if one.is_file()}


def whole(path: Path, what: str) -> None:
    """Look a project through."""
    try:
        findings = examine(path)
    except Problem as problem:
        raise AssertionError(f"{what}: {problem}") from None
    assert findings == [], f"{what}: {findings[0]}"


def position(path: Path) -> str:
    """Return the position that a project is at."""
    with contextlib.closing(Project.open(path, ME, writable=False)) as project:
        return project.reader.position().name


def records(path: Path) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Return the part and the spans of each article of a project."""
    with contextlib.closing(Project.open(path, ME, writable=False)) as project:
        found = project.reader.records(project.reader.position())
        return {one.article.id: (one.part, frozenset(span.id for span in one.spans)) for one in found}


# Of what no work changes: looked at once.
held_before, records_before, position_before = cache(held), cache(records), cache(position)


def kept_work(desk: Desk) -> None:
    """Look whether the project is whole, and what was acknowledged is there."""
    whole(desk.project, "the project")
    there, before = records(desk.project), records_before(desk.origin / "p.spans")
    lost = [article for article, (_, spans) in before.items() if article not in there or spans - there[article][1]]
    assert not lost, f"acknowledged work is lost in {lost}"


def exported(name: str) -> Callable[[Desk], str]:
    """Return what looks at the target `name` of an export: the old one or the new one must be there."""

    def look(desk: Desk) -> str:
        kept_work(desk)
        found = held(desk.place / name)
        if found == held_before(desk.origin / name):
            return "old"
        assert found, "there is no target"
        new = held_before(desk.origin.with_name("whole") / name)
        assert found == new, f"the target is neither: {sorted(found)}"
        return "new"

    return look


def backed_up(desk: Desk) -> str:
    """Look whether each backup that is there is whole."""
    kept_work(desk)
    found = backups.listed(desk.project)
    for one in found:
        whole(one.path, "a backup")
    return "made" if found else "not made"


def restored(desk: Desk) -> str:
    """Look whether the project is what it was, or what the backup is, and the way back is there."""
    assert desk.project.exists(), "there is no project"
    whole(desk.project, "the project")
    after, before, old = (position(path) for path in (desk.project, desk.origin / "p.spans", desk.origin / "old.spans"))
    assert after in (before, old), "the project is neither the old one nor the new"
    found = backups.listed(desk.project)
    for one in found:
        whole(one.path, "a backup")
    if after == before:
        kept_work(desk)
        return "old"
    assert before in [position(one.path) for one in found], "what was there before is lost"
    return "new"


def made(desk: Desk) -> str:
    """Look whether a new project is whole, or not there."""
    kept_work(desk)
    new = desk.place / "new.spans"
    if not new.exists():
        return "not made"
    whole(new, "the new project")
    return "made"


def salvaged(desk: Desk) -> str:
    """Look whether a project that was salvaged holds all, or is not there."""
    outcome = made(desk)
    assert outcome != "made" or position(desk.place / "new.spans") == position(desk.project), "not all was salvaged"
    return outcome


def split(desk: Desk) -> str:
    """Look whether each article has no part, or the one that the law gives."""
    kept_work(desk)
    there = records(desk.project)
    before, law = (records_before(path / "p.spans") for path in (desk.origin, desk.origin.with_name("whole")))
    for article, (part, _) in there.items():
        assert part in (before[article][0], law[article][0]), "a part that no law gives"
    moved = [there[article][0] == law[article][0] for article in there if before[article][0] != law[article][0]]
    return "split" if all(moved) else "partly" if any(moved) else "not split"


def added(desk: Desk) -> str:
    """Look whether the articles that came are whole."""
    kept_work(desk)
    there = records(desk.project)
    came = there.keys() - records_before(desk.origin / "p.spans").keys()
    assert all(len(there[article][1]) == 2 for article in came), "half an article"
    return "all" if len(came) == workloads.FEW else f"{len(came)} articles"


WORKS: dict[str, Work] = {
    **{
        f"export {kind}": Work(
            ("export", "{desk}/p.spans", f"{{desk}}/{kind}", "--as", kind, "--status", "any"), exported(kind)
        )
        for kind in KINDS
    },
    "backup": Work(("backup", "{desk}/p.spans"), backed_up),
    "restore": Work(("restore", "{desk}/p.spans", "{desk}/old.spans"), restored),
    "salvage": Work(("salvage", "{desk}/p.spans", "{desk}/new.spans"), salvaged, once=True),
    "split": Work(("split", "{desk}/p.spans", "--salt", "another"), split),
    "new": Work(("new", "{desk}/new.spans"), made, once=True),
    "add": Work(("add", "{desk}/p.spans", "{desk}/in.jsonl"), added),
}

# They put one file in its place, as that of jsonl is: half as many positions do in the short form.
ALIKE = {f"export {kind}" for kind in KINDS if kind not in ("jsonl", "bundle")}


# ---- one after another
def undisturbed(desk: Desk, work: Work) -> list[str]:
    """Do the work once to its end, keep what is there then, and return which calls it passes."""
    desk.lay_out()
    desk.control.end(0)
    ended(desk, work)
    passed = desk.control.passed
    shutil.rmtree(desk.origin.with_name("whole"), ignore_errors=True)
    shutil.copytree(desk.place, desk.origin.with_name("whole"))
    return passed


def ended(desk: Desk, work: Work) -> None:
    """Do the work, which must come to its end."""
    code = forked(shell(*work.words), desk)
    assert code == 0, desk.report.read_text() if code > 100 else f"done undisturbed it ends with {code}"


def tried(desk: Desk, work: Work, at: int) -> tuple[str, str]:
    """Return what a work that ends at a position came to, and what is wrong with it."""
    desk.lay_out()
    desk.control.end(at)
    code = forked(shell(*work.words), desk)
    desk.control.end(0)
    if code != -signal.SIGKILL:
        return "", f"ended with {code}" if code else "came to its end"
    try:
        outcome = work.looked(desk)
        if work.once and outcome == "made":
            return outcome, ""
        ended(desk, work)
        last = work.looked(desk)
        assert last in DONE, f"done again it is {last}"
        left = [str(one.relative_to(desk.place)) for one in desk.place.rglob(".*")]
        assert not left, f"done again it leaves {left} behind"
    except AssertionError as error:
        return "", str(error)
    except Exception as error:
        return "", f"{type(error).__name__}: {error}"
    return outcome, ""


def positions(passed: Sequence[str], most: int) -> list[int]:
    """Return at which positions a work is to end: all, or some `most`, those about changes of names and syncs first.

    Position 1 is before the first call, and so on; to end after a call is to end before the next one.
    """
    every = range(1, len(passed) + 1)
    if not most or most >= len(passed):
        return list(every)
    about = [sorted({at + add for at, call in enumerate(passed, 1) if call in calls for add in (0, 1)})
             for calls in (NAMING, ("sync",))]  # fmt: skip
    chosen = set[int]()
    for found, share in ((about[0], most // 2), (about[1], most // 4), (list(every), most)):
        left = [at for at in found if at in every and at not in chosen]
        chosen.update(spread(left, min(share, most - len(chosen))))
    return sorted(chosen)


def spread(found: Sequence[int], count: int) -> list[int]:
    """Return so many of `found`, from the first to the last of them."""
    if count < 2 or len(found) <= count:
        return list(found[:count]) if count < 2 else list(found)
    return [found[at * (len(found) - 1) // (count - 1)] for at in range(count)]


def main() -> None:
    """End each work that is named at some `MOST` positions, 0 for all: FOLDER MOST WORK..."""
    folder, most, names = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    planting.plant()
    desk = Desk(folder / "origin", folder / "desk", Control(folder / "control"))
    for name in names:
        work = WORKS[name]
        warm(desk, work)
        passed, outcomes = undisturbed(desk, work), Counter[str]()
        chosen = positions(passed, most // 2 if name in ALIKE else most)
        for at in chosen:
            outcome, wrong = tried(desk, work, at)
            outcomes[outcome] += 1
            if wrong:
                print(json.dumps({"work": name, "at": at, "call": passed[at - 1], "wrong": wrong}), flush=True)
        told = {"work": name, "tried": len(chosen), "of": len(passed), "outcomes": outcomes,
                "calls": Counter(passed)}  # fmt: skip
        print(json.dumps(told), flush=True)


def warm(desk: Desk, work: Work) -> None:
    """Import all that the work needs, so that no fork does."""
    desk.lay_out()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        workloads.shell([word.format(desk=desk.place) for word in work.words])


if __name__ == "__main__":
    main()
