"""Make an empty project; an existing file is never overwritten."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from annotator import places
from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.intake import reading
from annotator.model.languages import USUAL
from annotator.model.problem import Problem
from annotator.model.scheme import Scheme


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the file to make; its name ends in .spans")
    parser.add_argument("--scheme", default="news", metavar="NAME or FILE.toml", help="the labels (news unless said)")
    parser.add_argument("--language", default=USUAL, help="the language code of the texts (en unless said)")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Make the project, whole or not at all."""
    from annotator.project.schema import create

    answer.language_known(options.language, "Nothing was made.")
    path: Path = options.project
    create(path, scheme_of(options.scheme), options.language, answer.author())
    return Answer(f"Made {path}.", {"project": str(path), "scheme": options.scheme, "language": options.language})


def scheme_of(name: str) -> Scheme:
    """Return the scheme that ships under `name`, or the one in the TOML file of that path; raises Problem."""
    shipped = places.resource("schemes", f"{name}.toml") if re.fullmatch(r"[\w-]+", name) else None
    path = shipped if shipped and shipped.is_file() else Path(name)
    try:
        text = reading.text_of(path)
    except Problem as problem:
        known = ", ".join(sorted(one.stem for one in places.resource("schemes").glob("*.toml")))
        raise Problem(f"the scheme {name}", problem.why, f"Schemes that ship: {known}; or name a TOML file.") from None
    try:
        return Scheme.from_toml(text, str(path))[0]
    except RecursionError:
        raise Problem(f"{path} is not a scheme", "its tables are nested too deep") from None
