"""The shell: `spandesk [PROJECT]` opens the window, `spandesk SUBCOMMAND ...` works without one.

Each subcommand is a file of this folder with `add_arguments` and `run`; only the one that is called is loaded.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, cast

import annotator
from annotator import places, shelf
from annotator.model.problem import Damaged, Problem, visible

if TYPE_CHECKING:
    import argparse

    from annotator.cli.answer import Answer

STEERING = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # JSON itself writes those below as codes
DONE, COULD_NOT, WRONG_USAGE, LEFT_OUT = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 done, 1 could not, 2 wrong usage, 3 left out under --strict."""
    words = [*(sys.argv[1:] if arguments is None else arguments)]  # the subcommand list has the name of `list` here
    first = words[0] if words else ""
    try:
        if first in ("-h", "--help", "--version"):
            return _overview(first)
        if first and first in subcommands():
            return _run(first, words[1:])
        return _window(words)
    except Problem as problem:
        _could_not(str(problem))
        return WRONG_USAGE if getattr(problem, "misuse", False) else COULD_NOT
    except KeyboardInterrupt:
        return _could_not(f"{first or 'spandesk'} was stopped")
    except BrokenPipeError:
        # Whoever read the output has gone; nothing more can be said to them.
        _drop_output()
        return COULD_NOT
    except (OSError, MemoryError) as error:
        return _could_not(f"{first or 'spandesk'} could not go on: {_plain(error)}")
    except Exception as error:  # whatever happens, a user is told in one line, and the details are kept
        return _could_not(f"{first or 'spandesk'} could not go on: {_plain(error)}. {_kept_details()}")


def subcommands() -> list[str]:
    """Return the names of the subcommands."""
    return [name for name in shelf.names("cli") if name != "answer"]


def _run(name: str, words: Sequence[str]) -> int:
    import json

    from annotator.cli.answer import Progress, as_meant

    module = shelf.load("cli", name)
    options = _parser(name, module).parse_args(words)
    for word, value in vars(options).items():
        setattr(options, word, as_meant(value))
    progress = Progress(options.progress)
    try:
        with _stoppable():
            answer: Answer = module.run(options, progress)
    except Exception as error:
        told = _told_of(error, getattr(options, "project", Path(name)))
        if isinstance(told, Damaged):
            progress.tell(damaged=True)
        if told is error:
            raise
        raise told from None
    text = _steerless(json.dumps(answer.json, ensure_ascii=False)) if options.json else answer.text
    if text:
        _print(text)
    return answer.exit or (LEFT_OUT if answer.incomplete and getattr(options, "strict", False) else DONE)


def _told_of(error: Exception, project: Path) -> Exception:
    if type(error).__module__ != "sqlite3":  # by name: the shell knows no SQLite
        return error
    from annotator.project.connection import trouble

    return trouble(project, cast(Any, error))


@contextlib.contextmanager
def _stoppable() -> Generator[None]:
    """Let SIGTERM, which is how the window cancels, stop the work as Ctrl+C does: nothing half made is left behind."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _steerless(text: str) -> str:
    """Return JSON with the characters written as codes that could steer a terminal or turn its lines around."""
    import re  # the window starts without it

    return re.sub(f"[{STEERING}]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _print(text: str) -> None:
    # A lone surrogate in a file name must not stop a report from being printed.
    data = (text + "\n").encode("utf-8", "backslashreplace")
    out = cast(TextIO | None, sys.stdout)
    if out is None:
        return  # the output was closed before we began: nobody wants to read it
    try:
        out.flush()
        if hasattr(out, "buffer"):
            out.buffer.write(data)
            out.buffer.flush()
        else:
            out.write(data.decode("utf-8"))
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop_output()
        raise Problem("the answer was not written", error.strerror or str(error), "The work itself is done.") from None


def _drop_output() -> None:
    """Send what still waits to be written to nowhere, so that the interpreter does not stumble over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _plain(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _kept_details() -> str:
    import traceback

    path = places.state_folder() / "trouble.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(traceback.format_exc(), encoding="utf-8", errors="backslashreplace")
    except OSError:
        return "This is a fault of Spandesk."
    return f"This is a fault of Spandesk; {path} has the details."


def _parser(name: str, module: ModuleType) -> argparse.ArgumentParser:
    import argparse  # the window starts without it

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            super().error(visible(message))  # a word may be the name of a file, as the terminal completes it

    parser = Parser(prog=f"spandesk {name}", description=module.__doc__, allow_abbrev=False)
    module.add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--progress", action="store_true", help="tell progress as JSON lines on standard error")
    return parser


def _overview(asked: str) -> int:
    if asked == "--version":
        print(f"spandesk {places.version()}")
        return DONE
    lines = [str(annotator.__doc__), "", "  spandesk [PROJECT]          open the window"]
    for name in subcommands():
        about = str(shelf.load("cli", name).__doc__).partition("\n")[0]
        lines.append(f"  spandesk {name:<18} {about}")
    print("\n".join([*lines, "", "spandesk SUBCOMMAND --help tells more."]))
    return DONE


def _window(words: Sequence[str]) -> int:
    if len(words) > 1 or (words and words[0].startswith("-")):
        known = ", ".join(subcommands())
        print(f"usage: spandesk [PROJECT] or spandesk SUBCOMMAND ...; subcommands: {known}", file=sys.stderr)
        return WRONG_USAGE
    project = Path(words[0]) if words else None
    if project is not None and not os.path.isfile(project):  # noqa: PTH113 - unlike Path.is_file it never raises
        said = f"{project} is neither a project file nor a subcommand; nothing was created"
        print(visible(said), file=sys.stderr)
        return WRONG_USAGE
    if _is_shown(project):
        return DONE
    return int(shelf.load("ui", "app").main(project))


def _is_shown(project: Path | None) -> bool:
    """Return whether the window that is to be opened is there already; it comes to the front then."""
    from annotator import door, settings

    last = project or settings.load(places.config_folder()).project
    with contextlib.suppress(ValueError):  # a path with a zero in it is none at all
        return bool(last) and door.ring(Path(last))
    return False


def _could_not(sentence: str) -> int:
    print(visible(sentence), file=sys.stderr)
    return COULD_NOT
