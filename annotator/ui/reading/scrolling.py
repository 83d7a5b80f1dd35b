"""Where the page is scrolled to: a stretch and a distance into it, which stay when estimates become exact."""

from __future__ import annotations

from annotator.ui.reading.page import Page


class Scrolling:
    """The part of a page that is seen through an opening of a given height, in logical pixels."""

    def __init__(self, page: Page, height: float) -> None:
        self.page, self.height = page, height
        self._at, self._into = 0, -page.head

    @property
    def offset(self) -> float:
        """Return the page's y at the top of the opening."""
        return self.page.top(self._at) + self._into

    @property
    def furthest(self) -> float:
        """Return the largest offset."""
        return max(0.0, self.page.height - self.height)

    def to(self, offset: float) -> None:
        """Scroll to an offset, within the page; the end stays the end when it turns out to lie further."""
        to_end = offset >= self.furthest
        for _ in range(4):
            self._go(self.furthest if to_end else max(0.0, offset))
            self.settle()
            if not to_end or self.offset == self.furthest:
                return

    def _go(self, offset: float) -> None:
        self._at = self.page.index_at(offset)
        self._into = offset - self.page.top(self._at)

    def by(self, distance: float) -> None:
        """Scroll by a distance; what comes into sight above is laid out first, so that nothing jumps."""
        self._into += distance
        while self._into < 0 and self._at > 0:
            self._at -= 1
            self.page.flow.laid_out(self._at)
            self._into += self.page.flow.heights[self._at]
        self._go_on()
        self.settle()

    def _go_on(self) -> None:
        """Hold on to the stretch that is first in sight: what stays put must not be one scrolled past."""
        flow = self.page.flow
        while self._at + 1 < len(flow) and self._into >= flow.heights[self._at]:
            self._into -= flow.heights[self._at]
            self._at += 1

    def settle(self) -> None:
        """Lay out all that is seen, and stay within the page."""
        for _ in range(8):  # each round lays out more; the heights are exact after one or two
            flow, y, at = self.page.flow, -self._into, self._at
            while y < self.height + self.page.head and at < len(flow):
                flow.laid_out(at)
                y += flow.heights[at]
                at += 1
            offset = min(max(0.0, self.offset), self.furthest)
            if offset == self.offset:
                return
            self._go(offset)

    def hold(self) -> tuple[int, float]:
        """Return the first character seen and how far below the top it stands: what stays put."""
        flow = self.page.flow
        laid = flow.laid_out(self._at)
        if self._at == 0 and self._into <= 0:
            return 0, -self._into
        lines = [line for line in laid.lines if line.top + line.box > self._into]
        line = lines[0] if lines else laid.lines[-1]
        return laid.start + laid.units.to_code_points(line.start), line.top - self._into

    def restore(self, held: tuple[int, float]) -> None:
        """Scroll so that the held character stands where it stood."""
        code_point, below = held
        if code_point == 0 and below > 0:
            at_top = abs(below - self.page.head) < 1  # but for the rounding of another zoom
            self._at, self._into = 0, -self.page.head if at_top else -below
        else:
            self._at = self.page.flow.index_of(code_point)
            laid = self.page.flow.laid_out(self._at)
            self._into = laid.lines[laid.line_of(code_point)].top - below
        self.settle()
        self.by(0)

    def show(self, at: int, top: float, bottom: float) -> bool:
        """Scroll as little as needed to see stretch `at` from `top` to `bottom`; return whether it moved."""
        before, y = self.offset, self.page.top(at)
        if y + top >= before and y + bottom <= before + self.height:
            return False
        # From the place itself, not by the distance to it: what lies between may be estimated.
        above = y + top < before or bottom - top > self.height
        self._at, self._into = at, top if above else bottom - self.height
        self.by(0)
        return self.offset != before
