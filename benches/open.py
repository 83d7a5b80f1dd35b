"""Open an article: to its first screen painted, against a plain text widget with a character format for each span."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benches.apparatus import states, texts, windows
from benches.apparatus.figures import Figure, Size
from benches.apparatus.timing import alternated

SPANS = 14  # for each 1,000 code points
TARGETS = {1: "<= 0.5x", 5: "<= 0.3x"}


def run(size: Size, folder: Path) -> Iterator[Figure]:  # noqa: ARG001 - nothing is kept
    """Yield the figures."""
    windows.application()
    for megabytes, target in TARGETS.items():
        length = size.of(10_000, 1_000_000, 1_000_000) * megabytes
        yield _opened(length, target, size.of(1, 15, 60) // (1 if megabytes == 1 else 2) or 1)


def _opened(length: int, target: str, times: int) -> Figure:
    scheme = states.news()
    spans = length * SPANS // 1000
    state = states.state_of(texts.long_article(length, spans), scheme)
    marked = windows.marked_of(state)
    reader, plain = windows.Reader(), windows.PlainText(scheme)
    for widget in (reader, plain):
        windows.shown(widget)

    def ours(_: int) -> float:
        taken = windows.painted(reader.paints, lambda: reader.view.show_state(None, state, None))
        windows.idle()
        return taken

    def baseline(_: int) -> float:
        taken = windows.painted(plain.paints, lambda: plain.show_article(state.text, marked))
        windows.idle()
        return taken

    opened, shown = alternated([ours, baseline], times)
    return Figure(f"{length / 1e6:g} MB and {spans:,} spans, p50", target, opened.p50, "ms", shown.p50)
