"""Paint an article with its marks into a picture, without a display."""

from __future__ import annotations

import argparse
import contextlib
from collections import Counter
from pathlib import Path

from annotator import places
from annotator.cli import answer
from annotator.cli.answer import Answer, Misuse, Progress
from annotator.editing.state import State, split
from annotator.model.marks import Marks
from annotator.model.problem import Problem, counted
from annotator.project.project import Project

WIDEST = 4000  # pixels


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("article", metavar="ARTICLE", help="its number, id or exact title")
    parser.add_argument("file", type=Path, metavar="FILE.png")
    parser.add_argument("--theme", default="light", help="light or dark")
    parser.add_argument("--width", type=int, default=866, help="pixels, 240 to 4000")
    parser.add_argument("--zoom", type=float, default=1.0, help="0.5 to 3")
    parser.add_argument("--author", default="", metavar="NAME", help="whose marks; the others' are painted faintly")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Write the picture, whole or not at all."""
    if not 240 <= options.width <= WIDEST or not 0.5 <= options.zoom <= 3:
        raise Misuse("the picture was not made", f"the width is 240 to {WIDEST} pixels, the zoom 0.5 to 3")
    themes = sorted(path.stem for path in places.resource("themes").glob("*.toml"))
    if options.theme not in themes:
        raise Misuse(
            f"the theme {options.theme} cannot be used", "there is none of that name", f"There are {', '.join(themes)}."
        )
    answer.spare(options.file)
    state = _state(options.project, options.article, options.author)
    from annotator.ui.reading import picture  # only now: a wrong name must not wait for Qt
    from annotator.ui.theme import Theme

    theme = Theme.load(options.theme)
    progress.tell(stage="paint")
    running = picture.application()
    image = picture.paint_article(state, theme, options.width, options.zoom)
    with places.replacing(options.file) as fresh:
        picture.save(image, fresh)
    said = f"{options.file}: {image.width()} x {image.height()} pixels, {counted(len(state.marks.spans), 'span')}"
    if not picture.has_fonts():
        said += "; this machine has no fonts, so no letters are shown"
    del running
    size = {"width": image.width(), "height": image.height()}
    return Answer(answer.lines(said), {"file": str(options.file), "spans": len(state.marks.spans), **size})


def _state(path: Path, article: str, author: str) -> State:
    user = answer.author()
    with contextlib.closing(Project.open(path, user, writable=False)) as project:
        opened = project.reader.opened(answer.article(project, article))
        if opened is None:
            raise Problem(f"the article {article}", "it left the project just now")
        scheme, authors = project.reader.scheme(), project.reader.authors()
    whose = answer.authors_named(authors, author)[0] if author else _busiest(opened.marks, user.id)
    mine, others = split(whose, opened.marks, opened.article.id)
    return State(opened.article, opened.number, mine, others, whose, scheme)


def _busiest(marks: Marks, user: str) -> str:
    """Return the user if there are any spans of theirs, else the author of the most spans."""
    made = Counter(span.author for span in marks.spans)
    return user if made[user] or not made else min(made, key=lambda one: (-made[one], one))
