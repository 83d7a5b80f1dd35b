"""Peak memory of the shell's own commands, each in a process of its own.

`python -m benches.apparatus.memory WORDS` runs `spandesk WORDS` and prints its peak.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path


def peak_of(*words: str) -> float | None:
    """Run `spandesk WORDS` in a process of its own; return its peak in MB, None where the system does not tell it."""
    done = subprocess.run(
        [sys.executable, "-m", "benches.apparatus.memory", *words], stdout=subprocess.PIPE, text=True, check=True
    )
    told = done.stdout.strip()
    return float(told) if told else None


def _own_peak() -> float | None:
    """Return the peak of this process in MB."""
    status = Path("/proc/self/status")
    if status.is_file():  # on Linux the other figure may be that of the process that started this one
        lines = status.read_text(encoding="ascii").splitlines()
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), None)
    try:
        import resource
    except ImportError:
        return None
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _run(words: list[str]) -> int:
    from annotator.cli import main

    with contextlib.redirect_stdout(io.StringIO()):
        code = main(words)
    peak = _own_peak()
    if peak is not None:
        print(peak)
    return code


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]))
