"""Tell this user's desktop of Spandesk: its menu entry, its icon, and that project files are opened with it."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from annotator import places
from annotator.cli.answer import Answer, Progress, lines
from annotator.places import CHECKOUT, unwritable

# Where each shipped file goes, in the user's data folder.
PLACES = {
    "spandesk.desktop": ("applications",),
    "spandesk.xml": ("mime", "packages"),
    "spandesk.svg": ("icons", "hicolor", "scalable", "apps"),
}
RESERVED = "\"'\\><~|&;$*?#()` \t\n"  # characters that an Exec line wants in quotes
# What desktops read instead of the files, made anew by their own programs where these are there.
REFRESHING = (("update-desktop-database", "applications"), ("update-mime-database", "mime"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("--remove", action="store_true", help="take away what was put there")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Put the files into the user's folders, or take them away, and say what was done."""
    if not freedesktop():
        said = "There is nothing to do: this system opens Spandesk and its files without such a description."
        return Answer(said, {"installed": [], "removed": []})
    targets = {name: data_folder().joinpath(*folders, name) for name, folders in PLACES.items()}
    done = list(_remove(targets) if options.remove else _install(targets))
    told = [f"{'Removed' if options.remove else 'Installed'} {path}." for path in done]
    if not done:
        told = ["There is nothing to remove."]
    elif refreshed := list(_refreshed()):
        told.append(f"Refreshed with {' and '.join(refreshed)}.")
    else:
        told.append("The desktop reads it when you log in again.")
    names = [str(path) for path in done]
    removed = names if options.remove else []
    return Answer(lines(*told), {"installed": [] if options.remove else names, "removed": removed})


def freedesktop() -> bool:
    """Return whether the system is one whose desktops read such descriptions."""
    return sys.platform not in ("win32", "darwin")


def data_folder() -> Path:
    """Return the folder of what this user's desktop knows."""
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"


def _install(targets: dict[str, Path]) -> Iterator[Path]:
    for name, target in targets.items():
        text = places.resource("desktop", name).read_text(encoding="utf-8").replace("@EXEC@", start_line())
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(target, error) from None
        with places.replacing(target) as fresh:
            fresh.write_text(text, encoding="utf-8")
        yield target


def _remove(targets: dict[str, Path]) -> Iterator[Path]:
    for target in targets.values():
        try:
            target.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise unwritable(target, error) from None
        yield target


def start_line() -> str:
    """Return the words that start this Spandesk, quoted as an Exec line wants them.

    https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
    """
    script = Path(sys.executable).with_name("spandesk")
    if CHECKOUT is not None:
        words = [sys.executable, str(CHECKOUT / "main.py")]
    else:
        words = [str(script)] if script.is_file() else [sys.executable, "-m", "annotator"]
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if not any(sign in RESERVED for sign in word):
        return word
    inside = "".join(f"\\\\{sign}" if sign in '"`$\\' else sign for sign in word)
    return f'"{inside}"'


def _refreshed() -> Iterator[str]:
    """Let the desktop's programs read the files anew, and yield which did."""
    for program, folder in REFRESHING:
        found, read = shutil.which(program), data_folder() / folder
        if found and read.is_dir():
            done = subprocess.run([found, str(read)], capture_output=True, check=False)  # noqa: S603 - our own words
            if done.returncode == 0:
                yield program
