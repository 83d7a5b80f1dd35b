"""The history of an article that very many gestures changed: opened to its first lines, and moments stepped through."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Span
from annotator.project.project import Project
from annotator.ui.window import Window
from benches.apparatus import projects, texts, windows
from benches.apparatus.figures import Figure, Size
from benches.apparatus.states import ME
from benches.apparatus.timing import Turn, alternated, seconds

MOST_ROUNDS, PAUSE = 40_000, 0.0002  # of Qt's events while an answer is awaited, and seconds between them
LENGTH, SLICE = 100_000, 500  # code points of the article; gestures stored at once while the project is filled
NEAR = 10  # gestures between two moments that lie near each other


def run(size: Size, folder: Path) -> Iterator[Figure]:
    """Yield the figures."""
    windows.application()
    count, times = size.of(60, 10_000, 10_000), size.of(2, 30, 100)
    path = folder / "much worked in.spans"
    project = projects.holding(path, [texts.long_article(LENGTH, 0)], done=False)
    _work(project, count)
    project.close()
    window = windows.opened(path)
    what = f"{count:,} gestures"
    opened = alternated([_open(window)], times)[0]
    yield Figure(f"the history of {what}, opened to its first lines, p50", "<= 100 ms", opened.p50, "ms")
    page = _opened(window)
    _wait(lambda: page.model.rowCount() > count)
    window.sides.page.list.pick(count)  # the oldest: the journal is read for it
    _wait(lambda: bool(window.session.state.past))
    near, far = alternated([_step(window, _near), _step(window, _far)], times)
    yield Figure(f"a moment near the last one among {what}, picked to painted, p50", "<= 50 ms", near.p50, "ms")
    yield Figure(f"a moment anywhere among {what}, picked to painted, p50", "", far.p50, "ms")
    window.close()


def _work(project: Project, count: int) -> None:
    """Store gestures as an annotator makes them: labels, bounds that move, labels taken away."""
    dice, held = random.Random(11), list[Span]()
    opened = project.reader.opened(1)
    if opened is None:
        raise RuntimeError("the article is not there")
    article, made = opened.article, list[Gesture]()
    for nth in range(count):
        kind = dice.random()
        if kind < 0.6 or not held:
            start = dice.randrange(len(article.text) - 20)
            held.append(Span(f"{nth:024x}", start, start + 9, "entities/per", ME.id, origin="hand"))
            command, edit = "label.apply", Edit.adding(article.id, held[-1])
        elif kind < 0.8:
            at = dice.randrange(len(held))
            before, held[at] = held[at], held[at]._replace(end=held[at].end + 1)
            command, edit = "span.end.right", Edit.replacing(article.id, before, held[at])
        else:
            command, edit = "span.delete", Edit.removing(article.id, held.pop(dice.randrange(len(held))))
        made.append(Gesture("", command, ME.id, "window", {article.id: edit}))
        if len(made) == SLICE or nth == count - 1:
            project.store_all(made)
            made.clear()


def _wait(done: Callable[[], bool]) -> None:
    for _ in range(MOST_ROUNDS):
        QApplication.processEvents()
        if done():
            return
        time.sleep(PAUSE)  # the reader's thread must have its turn
    raise RuntimeError("what was awaited did not come")


def _opened(window: Window) -> Any:
    window.run("history.article")
    return window.sides.page


def _open(window: Window) -> Turn:
    def open_page() -> None:
        page = _opened(window)
        _wait(lambda: page.model.line(1) is not None)
        page.list.viewport().repaint()

    def turn(_: int) -> float:
        taken = seconds(open_page)
        window.sides.close_page()
        windows.idle()
        return taken

    return turn


def _near(dice: random.Random, row: int, last: int) -> int:
    return min(last, max(1, row + dice.choice((-NEAR, -1, 1, NEAR))))


def _far(dice: random.Random, row: int, last: int) -> int:  # noqa: ARG001 - from wherever it is
    return dice.randrange(1, last + 1)


def _step(window: Window, choose: Callable[[random.Random, int, int], int]) -> Turn:
    dice, paints = random.Random(3), windows.Paints(window.view)

    def turn(_: int) -> float:
        page = window.sides.page
        row = page.list.row
        while row == page.list.row:
            row = choose(dice, page.list.row, page.model.rowCount() - 1)
        shown, painted = window.session.state, paints.count

        def step() -> None:
            page.list.pick(row)
            _wait(lambda: window.session.state is not shown)
            window.view.viewport().update()
            paints.wait(painted)

        taken = seconds(step)
        windows.idle()
        return taken

    return turn
