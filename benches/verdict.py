"""The verdict on all spans of a long article against spaCy's own char_span and filter_spans; on one; beside a key.

The last is the time from the key that selects the next word, or labels it, until the panels show what spaCy will make
of it: all that happens on the window's thread, the text painted before it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.editing.state import Selection, State
from annotator.editing.verdicts import verdict
from annotator.language import doc_of, tokens_of
from annotator.model.tokens import Tokens
from annotator.model.verdict import judge
from annotator.ui import app
from annotator.ui.window import Window
from benches.apparatus import projects, states, texts, windows
from benches.apparatus.figures import Figure, Size
from benches.apparatus.timing import Times, alternated, seconds, settle
from benches.apparatus.windows import idle

STILL, SHORT = "< 16 ms", "< 1 ms"  # 16 ms: a frame at 60 Hz
LABEL = "entities/per"


def run(size: Size, folder: Path) -> Iterator[Figure]:
    """Yield the figures."""
    windows.application()
    app.TOKENS_AFTER = 1 << 30  # the tokens are given here, and no process is started beside what is measured
    length, times = size.of(60_000, 1_000_000, 1_000_000), size.of(3, 300, 1_000)
    written = texts.long_article(length, length * 14 // 1000)
    doc = doc_of("en", written.text)
    state = replace(states.state_of(written, states.news()), tokens=tokens_of(doc), fresh="fresh")
    where = f"in {length / 1e6:g} MB and {len(state.marks.spans):,} spans"
    yield from _all(state, doc, where, size.of(1, 7, 20))
    yield from _one(state, where, times)
    yield from _arriving(state, where, size.of(1, 9, 20))
    project = folder / "long.spans"
    projects.holding(project, [written]).close()
    yield from _in_window(project, state.tokens, where, size.of(3, 60, 300))


def _all(state: State, doc: object, where: str, times: int) -> Iterator[Figure]:
    spans, tokens = list(state.marks.spans), state.tokens
    assert tokens is not None
    ours, stock = alternated(
        [
            lambda _: seconds(lambda: judge(spans, tokens, state.scheme)),
            lambda _: seconds(lambda: _stock(spans, doc, state)),
        ],
        times,
    )
    yield Figure(f"the verdict on every span {where}, p50", "<= 3x", ours.p50, "ms", stock.p50)
    warned = Times([seconds(lambda: judge(spans, tokens, state.scheme, text=state.text)) for _ in range(times)])
    yield Figure("the same, sentences looked at too", "", warned.p50, "ms")


def _stock(spans: list, doc: object, state: State) -> None:
    """Align and sift the spans as spaCy's own functions do."""
    from spacy.util import filter_spans

    held: dict[str, list[object]] = {"entities": [], "claims": []}
    for span in spans:
        label = state.scheme.label(span.label)
        found = doc.char_span(span.start, span.end, label=label.name)
        if found is not None:
            held[label.layer].append(found)
    filter_spans(held["entities"])


def _one(state: State, where: str, times: int) -> Iterator[Figure]:
    dice = random.Random(4)
    taken: list[float] = []
    settle()
    for _ in range(times):
        start = dice.randrange(len(state.text) - 100)
        selected = replace(state, focus=Selection(start, start + dice.randrange(1, 60)))
        taken.append(seconds(lambda selected=selected: verdict(selected)))
    yield Figure(f"the verdict on a selection {where}, p50", SHORT, Times(taken).p50, "ms")
    yield Figure(f"the verdict on a selection {where}, p99", STILL, Times(taken).p99, "ms")


def _arriving(state: State, where: str, times: int) -> Iterator[Figure]:
    assert state.tokens is not None
    packed = state.tokens.packed()
    read = Times([seconds(lambda: Tokens.unpacked(packed)) for _ in range(times)])
    yield Figure(f"the tokens {where} read from the cache or the child, on another thread, p50", "", read.p50, "ms")


def _in_window(path: Path, tokens: Tokens | None, where: str, times: int) -> Iterator[Figure]:
    window = windows.opened(path)
    session = window.session
    _settled(window)
    session.take_tokens(session.state.article.id, tokens)
    idle()
    dice = random.Random(5)
    walked, labelled = [], []
    for _ in range(times + 3):
        start = session.state.text.index(" ", dice.randrange(len(session.state.text) - 1_000)) + 1
        session.run("focus.range", start, start + 2)
        _settled(window)  # what the last label suggests elsewhere is looked through
        walked.append(_to_verdict(window, Qt.Key.Key_J))
        labelled.append(_to_verdict(window, Qt.Key.Key_1))
        idle()
    for what, taken in (("select the next word", Times(walked[3:])), ("label it", Times(labelled[3:]))):
        yield Figure(f"{what} {where}, key to the verdict shown, p50", "", taken.p50, "ms")
        yield Figure(f"{what} {where}, key to the verdict shown, p99", STILL, taken.p99, "ms")
    window.close()
    idle()


def _settled(window: Window) -> None:
    while not window.frame.suggesting.is_idle:
        idle()
    idle()


def _to_verdict(window: Window, key: Qt.Key) -> float:
    def pressed() -> None:
        QTest.keyClick(window.view, key)
        QApplication.processEvents()
        window.show_around()

    return seconds(pressed)
