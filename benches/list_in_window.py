"""The list in the window, over very many articles: dragged to its middle, and one line of it changed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QApplication

from annotator.project.listing import Row
from annotator.ui.window import Window
from benches.apparatus import windows
from benches.apparatus.figures import Figure, Size
from benches.apparatus.filling import fill
from benches.apparatus.timing import Turn, alternated, seconds

MOST_ROUNDS, PAUSE = 20_000, 0.0002  # of Qt's events while a page is awaited, and seconds between them


def run(size: Size, folder: Path) -> Iterator[Figure]:
    """Yield the figures."""
    windows.application()
    count, times = size.of(300, 100_000, 1_000_000), size.of(3, 100, 300)
    path = folder / "very many.spans"
    fill(path, count)
    window = windows.opened(path)
    _wait(lambda: window.list.model.rowCount() == count)
    dragged = alternated([_drag(window)], times)[0]
    yield Figure(f"dragged to somewhere in {count:,} articles until the lines have their text, p50", "<= 50 ms",
                 dragged.p50, "ms")  # fmt: skip
    changed = alternated([_change(window)], times)[0]
    yield Figure("a line that changed, from the reader's answer to painted, p50", "<= 1 ms", changed.p50, "ms")
    window.close()


def _wait(done: Callable[[], bool]) -> None:
    for _ in range(MOST_ROUNDS):
        QApplication.processEvents()
        if done():
            return
        time.sleep(PAUSE)  # the reader's thread must have its turn
    raise RuntimeError("what was awaited did not come")


def _drag(window: Window) -> Turn:
    dice, table, model = random.Random(5), window.list.table, window.list.model
    bar, paints = table.verticalScrollBar(), windows.Paints(table)

    def has_text() -> bool:
        first = table.rowAt(1)
        return first >= 0 and model.row(first) is not None

    def drag(value: int) -> None:
        bar.setValue(value)
        _wait(has_text)
        before = paints.count
        table.viewport().update()
        paints.wait(before)

    def turn(_: int) -> float:
        value = round(bar.maximum() * dice.uniform(0.3, 0.7))
        taken = seconds(lambda: drag(value))
        windows.idle()
        return taken

    return turn


def _change(window: Window) -> Turn:
    table, model = window.list.table, window.list.model
    paints = windows.Paints(table)

    def turn(nth: int) -> float:
        at = table.rowAt(1) + 1
        _wait(lambda: model.row(at) is not None)
        row = cast(Row, model.row(at))
        answer: Future[dict[int, Row]] = Future()
        answer.set_result({row.number: row._replace(status=("done", "flagged")[nth % 2])})
        return windows.painted(paints, lambda: model._arrived(answer))

    return turn
