"""Commands that label, relabel and delete."""

from __future__ import annotations

from annotator.editing.command import command, label_of, on_range, on_span
from annotator.editing.commands.suggestion import after
from annotator.editing.state import OnSpan, Result, Selection, State
from annotator.model.edit import Edit
from annotator.model.mark import Label, Span
from annotator.model.tongue import tr

ORDER = 20


@command("label.apply", "Label the selection, or relabel the span", when=on_range)
def apply(state: State, label: str) -> Result | None:
    """Make a span of the selection; relabel the focused span, or add one beside it for a label of another layer."""
    wanted, held = label_of(state, label), state.range
    if wanted is None or held is None:
        return None
    target, span = state.target, state.focused
    if target is not None and state.scheme.label(target.label).layer == wanted.layer:
        return _accepted_as(state, target, wanted)
    if span is not None and state.scheme.label(span.label).layer == wanted.layer:
        if span.label == wanted.id:
            return Result(said=tr("It is {name} already.", name=wanted.name))
        return Result(state.replacing(span, span._replace(label=wanted.id)))
    start, end = held
    if not state.text[start:end].strip():
        return Result(said=tr("Only white space is selected: nothing is learnt from it."))
    there = next((one for one in state.marks.spans.touching(start, end)
                  if (one.start, one.end, one.label) == (start, end, wanted.id)), None)  # fmt: skip
    if there is not None:
        return Result(focus=OnSpan(there.id), said=tr("It is {name} already.", name=wanted.name))
    edit, focus = state.labelled(wanted, start, end)
    return Result(edit, focus)


def _accepted_as(state: State, target: Span, label: Label) -> Result:
    """Return what accepts a suggestion, perhaps under another label than it was offered with."""
    chosen = target if target.label == label.id else target._replace(label=label.id, origin="hand")
    edit, focus = state.accepted(chosen)
    return Result(edit, after(state, target, edit) or focus)


@command("span.delete", "Delete the span", keys="Del", when=on_span, group="Span")
def delete(state: State) -> Result | None:
    """Delete the focused span; its range stays selected."""
    span = state.focused
    if span is None:
        return None
    return Result(Edit.removing(state.article.id, span), Selection(span.start, span.end))
