"""What the marks of a paragraph are placed by: sizes, colours, the focused span, and what is unsaved or dimmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtGui import QColor

from annotator.model.mark import Span
from annotator.model.problem import visible
from annotator.model.scheme import Scheme
from annotator.ui.reading.layout import Box
from annotator.ui.reading.measure import Measure
from annotator.ui.theme import Hue, Theme

LONGEST_TAG = 24  # letters of a label's name that are shown in the text


class Looks(NamedTuple):
    """How spans of one label are painted."""

    tag: str
    hue: Hue
    flat: bool


class Piece(NamedTuple):
    """A span's box on a line, with how it looks: pieces that are equal are placed alike among equal ones."""

    span: Span
    box: Box
    looks: Looks
    suggested: bool
    dim: bool  # greyed: another label is looked at alone
    focused: bool
    inside: bool  # the focused span, and another one
    unsaved: bool
    target: bool  # it is the suggestion that is the focus


@dataclass(slots=True)
class Scene:
    """Everything but the paragraph and its spans. `room` is the free width to the right of the column."""

    measure: Measure
    theme: Theme
    scheme: Scheme
    focus: Span | None = None
    filter: str = ""  # the id of the one label that is not dimmed
    unsaved: frozenset[str] = frozenset()
    width: float = 0.0
    room: float = 0.0
    target: str = ""  # the id of the suggestion that is the focus
    known: dict[str, Looks] = field(default_factory=dict[str, Looks])  # by label, for one theme and scheme

    def looks(self, label: str) -> Looks:
        """Return how a label's spans are painted."""
        found = self.known.get(label)
        if found is None:
            tag = shortened(self.scheme.label(label).name)
            found = self.known[label] = Looks(tag, self.theme.hue_of(self.scheme, label), self.scheme.is_flat(label))
        return found

    def is_focused(self, span: Span) -> bool:
        """Return whether `span` is the focus."""
        return self.focus is not None and span.id == self.focus.id

    def pieces(self, span: Span, boxes: Iterable[Box], suggested: bool = False) -> list[Piece]:
        """Return a span box by box."""
        focus, looks = self.focus, self.looks(span.label)
        dim = bool(self.filter) and span.label != self.filter
        focused = self.is_focused(span)
        inside = focus is not None and not focused and focus.start <= span.start and span.end <= focus.end
        unsaved, target = span.id in self.unsaved, span.id == self.target
        return [Piece(span, box, looks, suggested, dim, focused, inside, unsaved, target) for box in boxes]

    def tint(self, inks: list[tuple[QColor, float]]) -> QColor:
        """Return the page coloured by each ink in turn, each at its strength."""
        page = self.theme.colour("page")
        red, green, blue = page.redF(), page.greenF(), page.blueF()
        for ink, strength in inks:
            red += (ink.redF() - red) * strength
            green += (ink.greenF() - green) * strength
            blue += (ink.blueF() - blue) * strength
        return QColor.fromRgbF(red, green, blue)


def shortened(name: str) -> str:
    """Return a label's name on one line, cut where it is long."""
    plain = visible(" ".join(name.split()))
    return plain if len(plain) <= LONGEST_TAG else plain[: LONGEST_TAG - 1] + "…"
