"""The menu of the text: what is done with the span, the suggestion or the words that it is asked on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from annotator.editing.state import State
from annotator.editing.telling import cut_short
from annotator.model.mark import Span
from annotator.model.tongue import tr
from annotator.ui.menus import acts, with_key
from annotator.ui.typed import shown

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

LONGEST = 24  # characters of the words that are quoted
LABELS, EVERYWHERE, BOUNDS, LINE = "(labels)", "(everywhere)", "(bounds)", "(line)"  # the lines that no command names
AT_A_SPAN = (
    LABELS, EVERYWHERE, "label.everywhere.project", LINE, BOUNDS, "span.align", "span.outward", "label.isolate",
    "label.all", LINE, "span.note.write", "history.span", "label.articles.focused", LINE, "edit.copy", "span.delete",
)  # fmt: skip
AT_A_SELECTION = (
    LABELS, EVERYWHERE, LINE, "select.climb", "select.climb.back", "select.sentence", "span.align", LINE,
    "label.all", "edit.copy",
)  # fmt: skip
AT_A_SUGGESTION = (
    "suggestion.accept", LABELS, "suggestion.refuse", LINE, BOUNDS, "span.align", "suggestion.next",
    "suggestion.accept.seen", LINE, "label.all", "edit.copy",
)  # fmt: skip
AT_A_CARET = (
    "select.climb", "select.sentence", "select.all", LINE, "label.all", "find.open", "edit.undo", LINE,
    "article.done", "article.flag", "article.skip", "article.details",
)  # fmt: skip
ENDS = tuple(
    f"span.{end}{unit}.{way}" for unit in ("", ".character") for end in ("end", "start") for way in ("left", "right")
)


def show(window: Desk, place: QPoint) -> None:
    """Show the menu at a place of the screen."""
    menu = QMenu(window)
    fill(window, menu)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place)


def fill(window: Desk, menu: QMenu) -> None:
    """Fill a menu with what would do something to the focus, and no more."""
    state = window.session.state
    names = (*_names(state), LINE, "history.leave")
    others = {LABELS: _add_labels, EVERYWHERE: _add_everywhere, BOUNDS: _add_bounds}
    is_due = False  # a line between two groups, if anything follows
    for name in names:
        if name == LINE:
            is_due = bool(menu.actions())
            continue
        before = len(menu.actions())
        line = menu.addSeparator() if is_due else None
        if name in others:
            others[name](window, menu)
        else:
            _add(window, menu, name)
        is_new = len(menu.actions()) > before + (line is not None)
        if line is not None and not is_new:
            menu.removeAction(line)
        is_due = is_due and not is_new


def _names(state: State) -> tuple[str, ...]:
    if state.target is not None:
        return AT_A_SUGGESTION
    if state.focused is not None:
        return AT_A_SPAN
    return AT_A_SELECTION if state.range is not None else AT_A_CARET


def _add(window: Desk, menu: QMenu, name: str) -> None:
    one = window.commands[name]
    if acts(window, one):
        menu.addAction(with_key(one), _running(window, name))


def _may_change(window: Desk) -> bool:
    return not window.session.state.past and not window.session.read_only


def _add_labels(window: Desk, menu: QMenu) -> None:
    state = window.session.state
    words = tr("Label")
    if state.target is not None:
        words = tr("Accept as")
    elif state.focused is not None:
        words = tr("Change the label")
    _add_choice(window, menu, words, "label.apply", "")


def _add_everywhere(window: Desk, menu: QMenu) -> None:
    """Offer what Shift and a label's key do; a span has its label already."""
    state = window.session.state
    span = state.focused
    if span is None:
        _add_choice(window, menu, tr("Label here and everywhere in the article"), "label.everywhere", "Shift+")
    elif _may_change(window) and _is_elsewhere(window, state, span):
        words = cut_short(state.text[span.start : span.end])
        words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}\u2026"
        key = state.scheme.label(span.label).key
        said = tr("Label every \u201c{words}\u201d in the article", words=words).replace("&", "&&")
        menu.addAction(
            f"{said}\t{shown(f'Shift+{key}')}" if key else said, _running(window, "label.everywhere", span.label)
        )


def _is_elsewhere(window: Desk, state: State, span: Span) -> bool:
    """Return whether the words of a span stand in places of the article that would get its label."""
    result = window.commands["label.everywhere"](state, span.label)
    return result is not None and bool(result.edit)


def _add_choice(window: Desk, menu: QMenu, words: str, name: str, held: str) -> None:
    """Offer the labels of all layers in a menu of their own, each with its key."""
    scheme = window.session.state.scheme
    if not _may_change(window) or not scheme.labels:
        return
    inner = menu.addMenu(words)
    for layer in scheme.layers:
        for label in scheme.labels_in(layer.id):
            said = label.name.replace("&", "&&")  # a lone one would underline the next letter
            inner.addAction(
                f"{said}\t{shown(held + label.key)}" if label.key else said, _running(window, name, label.id)
            )
        inner.addSeparator()


def _add_bounds(window: Desk, menu: QMenu) -> None:
    held = [one for name in ENDS if acts(window, one := window.commands[name])]
    if held:
        inner = menu.addMenu(tr("Move a boundary"))
        for one in held:
            inner.addAction(with_key(one), _running(window, one.name))


def _running(window: Desk, name: str, *values: object) -> Callable[[], None]:
    return lambda: window.run(name, *values)
