"""What a subcommand answers, how it tells its progress, who is at work, and what its words name."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from annotator import language, places, settings, shelf
from annotator.intake import reading
from annotator.model.dataset import MANIFEST, WRITTEN
from annotator.model.identity import author_named
from annotator.model.mark import Author
from annotator.model.problem import Problem, visible
from annotator.model.report import LeftOut
from annotator.project.connection import MAGIC

if TYPE_CHECKING:
    from annotator.project.project import Project

LONGEST_SHOWN, LONGEST_TITLE = 200, 80  # code points of an omitted text and of its article's title that are shown
_FILE_AND_LINE = re.compile(r":\d+$")


class Answer(NamedTuple):
    """The text a person reads, the object a program reads, and whether something was left out."""

    text: str
    json: Any
    incomplete: bool = False  # exit 3 under --strict
    exit: int = 0


class Misuse(Problem):
    """Words that make no call: exit 2."""

    misuse = True  # so told because the shell's `main` starts without this module


class Progress:
    """Progress as JSON lines on standard error, where asked for."""

    def __init__(self, shown: bool) -> None:
        self.shown = shown

    def tell(self, **facts: Any) -> None:
        """Write one line, such as `tell(done=120, of=4000)`."""
        if self.shown:
            print(json.dumps(facts, ensure_ascii=False), file=sys.stderr, flush=True)

    def of_stage(self, stage: str, done: int, of: int) -> None:
        """Tell how many of some articles are done in a stage of the work."""
        self.tell(stage=stage, done=done, of=of)


def lines(*said: str) -> str:
    """Return one line for each of `said`; what names and titles hold cannot break a line or steer the terminal."""
    return "\n".join(map(visible, said))


def left_out(one: LeftOut, head: str = "left out") -> str:
    """Return the line that tells a person of one omission, or under another head of something like it."""
    place = "" if one.start is None else f"at {one.start}-{one.end}"
    words = [one.what, one.label, repr(_cut(one.text, LONGEST_SHOWN)) if one.text else "", place]
    where = one.where if _FILE_AND_LINE.search(one.where) else _cut(one.where, LONGEST_TITLE)
    return f"{head}: {' '.join(filter(None, words))} in {where}: {one.reason}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}\u2026"


def spare(target: Path) -> None:
    """Refuse a target that is a project, whose journal would be gone for ever, or no file at all; raises Problem."""
    places.spare(target)
    try:
        if not stat.S_ISREG(target.stat().st_mode):
            raise Problem(
                f"{target} was not written", "it is a folder or a device", "Name a file; nothing was changed."
            )
        with target.open("rb") as file:
            head = file.read(len(MAGIC))
    except OSError:
        return  # absent, or not to be read: writing it tells why
    if head == MAGIC:
        raise Problem(f"{target} was not written", "it is a project or another database", "Name another file.")


def spare_folder(target: Path) -> list[Path]:
    """Refuse a target that is no folder of an export; raises Problem. Return what in it no export wrote.

    A folder is replaced where it is empty, or holds a manifest and each file that this names as it was written, or
    not at all.
    """
    places.spare(target)
    try:
        if not target.is_dir():
            if not os.path.lexists(target):
                return []
            spare(target)
            raise _spared(target, "it is a file", "Name a folder")
        written: Mapping[str, str] = _written(target) if any(target.iterdir()) else {}
        for name, digest in written.items():
            file = target / name
            if file.is_file() and _digest(file) != digest:
                raise _spared(target, f"{file} was changed since it was written", "Move it, or name another folder")
        return [*_others(target, Path(), {Path(MANIFEST), *map(Path, written)})]
    except OSError as error:
        raise places.unwritable(target, error) from None


def _spared(target: Path, why: str, now: str) -> Problem:
    return Problem(f"{target} was not written", why, f"{now}; nothing was changed.")


def _written(target: Path) -> Mapping[str, str]:
    """Return the files that the manifest in `target` names, each with its SHA-256."""
    try:
        held: Any = json.loads(reading.text_of(target / MANIFEST))
        if held["written"] == WRITTEN:
            return {str(name): str(file["sha256"]) for name, file in held["files"].items()}
    except (Problem, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise _spared(target, "the folder is not empty and no export wrote it", "Move it, or name another one")


def _digest(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _others(root: Path, inside: Path, written: Collection[Path]) -> Iterator[Path]:
    """Yield, relative to `root`, what is not `written`; a folder in which nothing is as a whole."""
    for one in sorted((root / inside).iterdir()):
        path = inside / one.name
        if one.is_dir() and not one.is_symlink():
            if any(path in name.parents for name in written):
                yield from _others(root, path, written)
            else:
                yield path
        elif path not in written:
            yield path


def kind_of(folder: str, function: str, name: str) -> ModuleType:
    """Return the kind called `name`; raises Misuse naming those there are."""
    kinds = shelf.kinds(folder, function)
    if name not in kinds:
        raise Misuse(f"the kind {name}", "it is not known", f"Known kinds: {', '.join(kinds)}.")
    return kinds[name]


def language_known(code: str, now: str) -> None:
    """Refuse what is no code of a language that spaCy has here; raises Misuse, which says `now` what was not done.

    spaCy itself also takes other codes of a language; they would be kept as one more language.
    """
    if code not in language.known():
        raise Misuse(f"the language {code[:40]}", "it is none of spaCy's own codes, such as en, de and xx", now)


def article(project: Project, name: str) -> int:
    """Return the number of the article with that number, id or exact title; raises Problem."""
    number = project.reader.find(name)
    if number is None:
        raise Problem(f"the article {name}", f"{project.path} has none of that number, id or title")
    return number


def authors_named(authors: Mapping[str, Author], name: str) -> list[str]:
    """Return the ids of those called `name`, which more than one may bear, such as one whom an input named."""
    found = sorted(author.id for author in authors.values() if name in (author.name, author.id))
    if not found:
        known = ", ".join(sorted({author.name for author in authors.values()}))
        raise Problem(f"the author {name}", "nobody of that name is in the project", f"It has {known}.")
    return found


def author(name: str = "") -> Author:
    """Return the author at work: the user of the settings, or the one called `name`, whose id the name makes."""
    if not name:
        user = settings.load(places.config_folder())
        return Author(user.author_id, user.author_name)
    return author_named(name)


def as_meant(value: Any) -> Any:
    """Return words as they were typed: where the locale is not UTF-8, Python hands on their bytes as surrogates.

    Paths keep them, since that is how files are found; so does what may be one, where that file is there.
    """
    if isinstance(value, list):
        return [as_meant(one) for one in cast("list[Any]", value)]
    if not isinstance(value, str) or value.isascii() or os.path.lexists(value):
        return value
    try:
        return os.fsencode(value).decode("utf-8")
    except UnicodeError:
        if any("\udc80" <= letter <= "\udcff" for letter in value):
            raise Misuse(visible(value), "it is not written in UTF-8", "Set the locale to one that is.") from None
        return value
