"""Going by lines: up and down in one column, by a view, and to the ends of a line."""

from __future__ import annotations

from annotator.ui.reading.page import Page


class Goal:
    """Remembers the column that going up and down began in, as long as nothing else moves the caret."""

    def __init__(self) -> None:
        self._came_to = -1
        self._x = 0.0

    def beyond(self, page: Page, code_point: int, direction: int, distance: float = 0.0) -> int:
        """Return the place above (-1) or below (1) a place: one line further, or `distance` pixels."""
        rect = page.rect_at(code_point)
        if code_point != self._came_to:
            self._x = rect.center().x()
        if distance:
            y = rect.center().y() + direction * distance
            found = page.place_at(self._x, min(max(y, page.head), page.height))
        else:
            found = _next_line(page, code_point, direction, self._x)
        self._came_to = found
        return found


def _next_line(page: Page, code_point: int, direction: int, x: float) -> int:
    at = page.flow.index_of(code_point)
    laid = page.flow.laid_out(at)
    number = laid.line_of(code_point) + direction
    if not 0 <= number < len(laid.lines):
        at += direction
        if not 0 <= at < len(page.flow):
            return laid.start if direction < 0 else laid.end
        laid = page.flow.laid_out(at)
        number = 0 if direction > 0 else len(laid.lines) - 1
    return laid.place(x, laid.lines[number].top + 1)


def bounds(page: Page, code_point: int) -> tuple[int, int]:
    """Return where the line of a place starts and where its words end (code points)."""
    laid = page.flow.laid_out(page.flow.index_of(code_point))
    line = laid.lines[laid.line_of(code_point)]
    return laid.place(line.left - 1e6, line.top + 1), laid.place(line.right + 1e6, line.top + 1)
