"""Build the wheel, install it alone into a clean environment, and run the demo from it in an empty folder."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


def run(*words: object, folder: Path = CHECKOUT) -> None:
    """Run a command; its output is shown."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    subprocess.run(
        [str(word) for word in words], cwd=folder, check=True, env={**clean, "SPANDESK_HOME": str(folder / "home")}
    )


def main() -> None:
    """Go the whole way."""
    with tempfile.TemporaryDirectory(prefix="spandesk-wheel-") as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder / "dist", CHECKOUT)
        wheel = next((folder / "dist").glob("*.whl"))
        venv.create(folder / "clean", with_pip=True)
        python = folder / "clean" / ("Scripts" if os.name == "nt" else "bin") / "python"
        pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(*pip, "--require-hashes", "-r", CHECKOUT / "requirements" / "run.txt")
        run(*pip, "--no-deps", wheel)
        (folder / "work").mkdir()
        run(python.with_name("spandesk"), "demo", "out", folder=folder / "work")
        size = wheel.stat().st_size // 1024
        print(
            f"The wheel ({size} kB) runs its demo alone: {sorted(one.name for one in (folder / 'work' / 'out').iterdir())}"
        )


if __name__ == "__main__":
    main()
