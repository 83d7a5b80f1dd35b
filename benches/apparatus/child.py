"""The process in which one bench runs: it prints each figure as a JSON line as soon as it has it.

`python -m benches.apparatus.child NAME SIZE FOLDER`
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benches.apparatus.disk import CHECKOUT
from benches.apparatus.figures import Figure, Size

_SCREEN = {"name": "bench", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "logicalBaseDpi": 96,
           "dpr": 1}  # fmt: skip


def figures(name: str, size: Size, folder: Path) -> Iterator[Figure]:
    """Run a bench in a process of its own, with `folder` for its files; yield its figures as they come.

    Raises RuntimeError where it could not run to its end.
    """
    command = [sys.executable, "-m", "benches.apparatus.child", name, size, str(folder)]
    child = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, env=_environment(folder))
    assert child.stdout is not None
    try:
        for line in child.stdout:
            yield Figure(**json.loads(line))
        if child.wait():
            raise RuntimeError(f"the bench {name} could not run to its end")
    finally:
        child.kill()  # whoever stops the run stops the bench; one that has ended is not disturbed
        child.wait()
        child.stdout.close()


def _environment(folder: Path) -> dict[str, str]:
    """Return what a bench runs in: no display but a screen as large as a desktop's, a home and compiled modules here.

    Modules are compiled once, as they are where the program is installed, whatever this shell says.
    """
    screen = folder / "screen.json"
    screen.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
    named = {
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
        "DISPLAY": ":none",  # never asked: it lets the program start where it looks for a display
        "SPANDESK_HOME": str(folder / "home"),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "QT_LOGGING_RULES": "qt.qpa.*=false",
    }
    rest = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**rest, **named}


def _run(name: str, size: Size, folder: Path) -> None:
    bench = importlib.import_module(f"benches.{name}")
    told = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    with told, contextlib.redirect_stdout(sys.stderr):  # what is measured may print; the figures go their own way
        for figure in bench.run(size, folder):
            told.write(json.dumps(figure._asdict(), ensure_ascii=False) + "\n")
            told.flush()


if __name__ == "__main__":
    _run(sys.argv[1], Size(sys.argv[2]), Path(sys.argv[3]))
