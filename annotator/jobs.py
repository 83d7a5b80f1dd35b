"""The window's long work: the shell's own subcommands, run in a child process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from annotator.model.problem import Problem
from annotator.places import PACKAGE


def command(*words: str) -> list[str]:
    """Return the command line that runs `spandesk WORDS` with this interpreter."""
    return [sys.executable, "-m", "annotator", *words]


def start(*words: str) -> subprocess.Popen[str]:
    """Start `spandesk WORDS --json --progress`; progress comes as JSON lines on its standard error."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        command(*words, "--json", "--progress"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=_environment(),
    )


def finish(job: subprocess.Popen[str], seconds: float | None = None) -> Any:
    """Wait for `job` and return the object it printed; raises Problem with its sentence when it could not."""
    try:
        out, said = job.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        job.kill()
        job.communicate()
        raise Problem("the work in the background was stopped", f"it took over {seconds:g} seconds") from None
    if job.returncode not in (0, 3):
        plain = [line for line in said.splitlines() if not line.startswith("{")]
        raise Problem("the work in the background could not be done", plain[-1] if plain else f"exit {job.returncode}")
    return json.loads(out)


def _environment() -> dict[str, str]:
    # The child must find this package where this process found it, whatever its working folder is.
    root = str(Path(PACKAGE).parent)
    others = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, others))), "PYTHONIOENCODING": "utf-8"}
