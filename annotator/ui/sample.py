"""The sample project: the article that ships, with its labels, in the user's data folder."""

from __future__ import annotations

from pathlib import Path

from annotator import jobs, places


def path() -> Path:
    """Return where the sample project lies; it may not exist yet."""
    return places.data_folder() / "Sample project.spans"


def source() -> Path:
    """Return the shipped article with its labels, own JSONL."""
    return places.resource("sample", "sample.jsonl")


def make(target: Path) -> bool:
    """Make the sample project at `target` in child processes and return True; raises Problem.

    An existing one stays as it is, and False is returned.
    """
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    fresh.unlink(missing_ok=True)
    jobs.finish(jobs.start("new", str(fresh)), seconds=60)
    jobs.finish(jobs.start("add", str(fresh), str(source())), seconds=60)
    fresh.replace(target)
    return True
