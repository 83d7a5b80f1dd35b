"""Commands that take back, over articles and restarts, and that bring back what was."""

from __future__ import annotations

from annotator.editing.command import command, in_present
from annotator.editing.restoring import Restoring, changed, restoring
from annotator.editing.state import Focus, OnSpan, Result, State
from annotator.editing.telling import quoted
from annotator.model.problem import counted
from annotator.model.tongue import tr

ORDER = 10


@command("edit.undo", "Undo", "Ctrl+Z", group="Edit", repeats=True)
def undo(state: State) -> Result:
    """Take back your newest change; where it was in another article, that is opened first."""
    return Result(turn="undo")


@command("edit.redo", "Redo", "Ctrl+Shift+Z Ctrl+Y", group="Edit", repeats=True)
def redo(state: State) -> Result:
    """Do again what was undone last, if nothing else was done since."""
    return Result(turn="redo")


@command("article.restore", "Restore the article", when=in_present)
def restore_article(state: State, was: State) -> Result:
    """Make the author's marks of the article what they were at a moment of its history."""
    found = restoring(state.author, changed(state, was), state.scheme)
    marks = counted(len(found.edit), "mark")
    return _restored(found, tr("{marks} of the article restored.", marks=marks), None)


@command("span.restore", "Restore the span", when=in_present)
def restore_span(state: State, was: State, span: str) -> Result:
    """Make one span of the author's what it was at a moment of its history."""
    found = restoring(state.author, changed(state, was), state.scheme, span)
    there = was.marks.spans.get(span)
    if there is not None:
        said = tr("{words} restored.", words=f"{state.scheme.label(there.label).name} {quoted(state, there)}")
    else:
        said = tr("The span is removed: it was not there then.")
    return _restored(found, said, OnSpan(span) if there is not None else None)


def _restored(found: Restoring, said: str, focus: Focus | None) -> Result:
    if not found.edit:
        said = tr("There was nothing of yours to restore.")
    if found.retired:
        marks = counted(found.retired, "mark")
        said = tr("{said} {marks} could not be restored: the label was deleted since.", said=said, marks=marks)
    if found.others:
        theirs = counted(found.others, "mark")
        said = tr("{said} {marks} of others differ too and stay as they are now.", said=said, marks=theirs)
    return Result(found.edit or None, focus if found.edit else None, said=said)
