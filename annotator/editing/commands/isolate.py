"""Commands that look at one label alone: the others are greyed."""

from __future__ import annotations

from annotator.editing.command import command
from annotator.editing.state import Result, State

ORDER = 55


def _may_isolate(state: State) -> bool:
    """Hold when a span is in focus, or a label is looked at alone."""
    return state.focused is not None or bool(state.filter)


def _is_isolated(state: State) -> bool:
    """Hold when a label is looked at alone and Esc has nothing to stop."""
    return bool(state.filter) and not state.gathering


@command("label.isolate", "Show only the span\u2019s label, or all again", "I", _may_isolate, group="Span")
def isolate(state: State) -> Result:
    """Grey every label but the focused span's; a second time shows all again."""
    span = state.focused
    alone = span.label if span is not None and span.label != state.filter else ""
    return Result(filter=alone)


@command("label.all", "Show all labels again", "Esc", _is_isolated)
def show_all(state: State) -> Result:
    """Grey no label any more; the focus stays."""
    return Result(filter="")
