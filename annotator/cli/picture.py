"""Paint an article with its marks into a picture, without a display."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from annotator import places
from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.editing.state import State, split
from annotator.model.mark import Author
from annotator.model.marks import Marks
from annotator.model.problem import Problem
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
        raise Problem("the picture was not made", f"the width is 240 to {WIDEST} pixels, the zoom 0.5 to 3")
    themes = sorted(path.stem for path in places.resource("themes").glob("*.toml"))
    if options.theme not in themes:
        raise Problem(
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
    said = f"{options.file}: {image.width()} x {image.height()} pixels, {len(state.marks.spans)} spans"
    if not picture.has_fonts():
        said += "; this machine has no fonts, so no letters are shown"
    del running
    size = {"width": image.width(), "height": image.height()}
    return Answer(answer.lines(said), {"file": str(options.file), "spans": len(state.marks.spans), **size})


def _state(path: Path, article: str, author: str) -> State:
    user = answer.author()
    project = Project.open(path, user, writable=False)
    try:
        number = project.reader.find(article)
        opened = None if number is None else project.reader.opened(number)
        if opened is None:
            raise Problem(f"the article {article}", f"{path} has none of that number, id or title")
        scheme, authors = project.reader.scheme(), project.reader.authors()
    finally:
        project.close()
    whose = _author(authors.values(), author) if author else _busiest(opened.marks, user.id)
    mine, others = split(whose, opened.marks, opened.article.id)
    return State(opened.article, opened.number, mine, others, whose, scheme)


def _author(authors: Iterable[Author], name: str) -> str:
    held = sorted(authors)
    found = next((one.id for one in held if name in (one.name, one.id)), "")
    if not found:
        known = ", ".join(sorted({one.name for one in held}))
        raise Problem(f"the author {name}", "nobody of that name is in the project", f"It has {known}.")
    return found


def _busiest(marks: Marks, user: str) -> str:
    """Return the user if there are any spans of theirs, else the author of the most spans."""
    made = Counter(span.author for span in marks.spans)
    return user if made[user] or not made else min(made, key=lambda one: (-made[one], one))
