"""The results as people read them: a table for each bench, with what it was measured on, kept in RESULTS.md."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benches.apparatus.figures import Figure, Size

RESULTS = Path(__file__).resolve().parents[1] / "RESULTS.md"
_HEAD = """# Results of the benches

Written by `make bench`; a run of named benches replaces their tables alone. Every ratio is ours / baseline, both
measured by turns in one run: ratios travel to other machines, absolute times do not.
"""
_COLUMNS = "| what | target | ours | baseline | ratio | outcome |\n|---|---|---:|---:|---:|---|"
_SECTION = re.compile(r"^## (\w+)\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def section(name: str, about: str, figures: Iterable[Figure], conditions: str) -> str:
    """Return the part of the results that tells of one bench."""
    lines = [f"| {' | '.join(cells(one))} |" for one in figures]
    return "\n".join([f"## {name}", about, "", _COLUMNS, *lines, "", conditions, ""])


def cells(figure: Figure) -> Sequence[str]:
    """Return a figure as a row: what, target, ours, baseline, ratio, outcome."""
    baseline = "" if figure.baseline is None else _amount(figure.baseline, figure.unit)
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}x"
    what = f"{figure.what} ({figure.note})" if figure.note else figure.what
    return what, figure.target, _amount(figure.ours, figure.unit), baseline, ratio, figure.verdict


def _amount(value: float, unit: str) -> str:
    digits = 0 if value >= 100 or value == round(value) else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f} {unit}"


def conditions(size: Size, seconds: float) -> str:
    """Return what a bench was measured on: versions, cores and date; never a name or a path of the machine."""
    versions = [f"Python {platform.python_version()}", f"PySide6 {version('PySide6-Essentials')}",
                f"spaCy {version('spacy')}", f"SQLite {sqlite3.sqlite_version}"]  # fmt: skip
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {size} size, {seconds:.0f} s, {', '.join(versions)}, {platform.system()}, "
        f"{cores} core{'s' if cores != 1 else ''}."
    )


def keep(sections: Mapping[str, str], known: Sequence[str], path: Path = RESULTS) -> None:
    """Write the sections of the benches that ran into the file; those of the other `known` ones stay as they are."""
    held = path.read_text(encoding="utf-8") if path.is_file() else ""
    old = {found[1]: found[0].rstrip("\n") + "\n" for found in _SECTION.finditer(held)}
    now = {**old, **sections}
    path.write_text("\n".join([_HEAD, *(now[name] for name in known if name in now)]), encoding="utf-8")
