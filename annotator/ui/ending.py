"""The end of a window: its project is closed on a thread of its own, for what is being read may hold that up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from weakref import ref

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

under_way: set[Desk] = set()  # kept here: no thread that closes a project may be the last to let go of its window


def begin(window: Desk, loses: bool) -> None:
    """Close the project of a window that is hidden, then tell that by its signal `ended`.

    The process ends when that is done; but not where a disk may never answer, and the user chose to lose that.
    """
    project, post, closed = window.frame.project, window.frame.post, ref(window)

    def close() -> None:
        if loses:
            project.give_up()
        else:
            project.close()
        post(lambda: _ended(closed()))

    under_way.add(window)
    threading.Thread(target=close, name="closing", daemon=loses).start()


def _ended(window: Desk | None) -> None:
    if window is not None:
        under_way.discard(window)
        window.ended.emit()
