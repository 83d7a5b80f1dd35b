"""Run the benches: all, or those named; each in a process of its own, its figures told as they come.

Exit code: 0 when all ran, met or not; 1 when one could not run; 2 on wrong usage.
"""

from __future__ import annotations

import argparse
import ast
import sys
import tempfile
import time
from pathlib import Path

from benches.apparatus import results
from benches.apparatus.child import figures
from benches.apparatus.disk import folder_on_disk
from benches.apparatus.figures import Figure, Size

FOLDER = Path(__file__).resolve().parent


def names() -> list[str]:
    """Return the names of the benches: every file here that is none of Python's own."""
    return sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benches", description="Measure what the design promises.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--full", action="store_true", help="a million articles, more repetitions; it takes long")
    size.add_argument("--tiny", action="store_true", help="only prove that the benches run; nothing is kept")
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(names()))
    if unknown:
        parser.error(f"there is no bench called {unknown[0]}")
    chosen = [name for name in names() if name in options.names or not options.names]
    return _run(chosen, Size.FULL if options.full else Size.TINY if options.tiny else Size.USUAL)


def _run(chosen: list[str], size: Size) -> int:
    sections: dict[str, str] = {}
    missed: list[str] = []
    failed: list[str] = []
    for name in chosen:
        about, begun = _about(name), time.monotonic()
        print(f"\n{name}: {about}", flush=True)
        told: list[Figure] = []
        try:
            with tempfile.TemporaryDirectory(prefix="spandesk-bench-", dir=folder_on_disk()) as folder:
                for figure in figures(name, size, Path(folder)):
                    told.append(figure._replace(judged=figure.judged and size is not Size.TINY))
                    print(_line(told[-1]), flush=True)
        except RuntimeError as error:
            failed.append(str(error))
            continue
        sections[name] = results.section(name, about, told, results.conditions(size, time.monotonic() - begun))
        missed += [f"{name}: {figure.what}" for figure in told if figure.met is False]
    if size is not Size.TINY:
        results.keep(sections, names())
    fine = "Nothing is judged in the tiny size." if size is Size.TINY else "Every target that is judged is met."
    said = [*(f"not met  {one}" for one in missed), *failed]
    print("\n" + "\n".join(said or [fine]))
    return 1 if failed else 0


def _about(name: str) -> str:
    """Return the first line of what a bench says of itself, without loading it."""
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or name).partition("\n")[0]


def _line(figure: Figure) -> str:
    what, target, ours, baseline, ratio, verdict = results.cells(figure)
    against = f"against {baseline}, {ratio}" if baseline else ""
    asked = f"  [{target}: {verdict}]" if target else ""
    return f"  {what}: {ours} {against}{asked}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
