"""Now and once: how an article differs from what it was, and the Edit that brings back what it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from heapq import nsmallest
from typing import NamedTuple

from annotator.editing.shown import unlike
from annotator.editing.state import Focus, OnSpan, Selection, State
from annotator.editing.telling import quoted
from annotator.model.edit import Change, Edit
from annotator.model.mark import Key, Mark, Span
from annotator.model.problem import counted
from annotator.model.scheme import Scheme
from annotator.model.spans import rank
from annotator.model.tongue import tr

SINCE, GONE, MOVED, RELABELLED, NOTED = "since", "gone", "moved", "relabelled", "with another note"
KINDS = (SINCE, GONE, MOVED, RELABELLED, NOTED)


class Difference(NamedTuple):
    """A span that is not now what it was: since, gone, moved, relabelled or with another note."""

    kind: str
    span: Span  # as it is now; of one that is gone, as it was


def changed(now: State, was: State) -> Edit:
    """Return what leads from the marks of an article as they were to those of now, of all that authors make."""
    found = unlike(was, now)
    return Edit({key: change for key, change in found.items() if any(hasattr(mark, "author") for mark in change)})


def differences(since: Edit, most: int) -> list[Difference]:
    """Return how the first `most` spans that are not what they were differ from that, in the order of the text."""
    found = (Difference(_kind(*change), span) for change in since.values() if (span := _span(change)) is not None)
    return nsmallest(most, found, key=lambda one: rank(one.span))


def _span(change: Change) -> Span | None:
    return next((mark for mark in reversed(change) if isinstance(mark, Span)), None)


def _kind(before: Mark | None, after: Mark | None) -> str:
    if not isinstance(before, Span) or not isinstance(after, Span):
        return GONE if isinstance(before, Span) else SINCE
    if before[1:3] != after[1:3]:
        return MOVED
    return RELABELLED if before.label != after.label else NOTED


def in_short(since: Edit, now: State, was: State) -> str:
    """Return in a sentence how an article differs now from what it was."""
    held = Counter(_kind(*change) for change in since.values() if _span(change) is not None)
    counts = [(held[kind], kind) for kind in KINDS if kind in held]
    said = [f"{counted(count, 'span') if at == 0 else count} {tr(kind)}" for at, (count, kind) in enumerate(counts)]
    if now.status != was.status:
        said.append(tr("the article was {was}, is {now}", was=tr(was.status), now=tr(now.status)))
    return f"{', '.join(said)}." if said else tr("The same as now.")


def words_of(one: Difference, state: State) -> str:
    """Return a difference in words."""
    return f"{tr(one.kind)}: {state.scheme.label(one.span.label).name} {quoted(state, one.span)}"


class Restoring(NamedTuple):
    """What brings back the author's marks, how many of others differ too and stay, and how many have no label now."""

    edit: Edit
    others: int
    retired: int = 0


def restoring(author: str, since: Edit, scheme: Scheme, span: str = "") -> Restoring:
    """Return what makes the author's marks, or one span of them, what they were before what was done `since`.

    A mark whose label is gone since is not brought back: it would be under none.
    """
    mine = Edit(restorable(author, since, span)).inverse
    kept = Edit({key: change for key, change in mine.items() if _has_label(change[1], scheme)})
    return Restoring(kept, sum(1 for _ in _about(since, span)) - len(mine), len(mine) - len(kept))


def _has_label(mark: Mark | None, scheme: Scheme) -> bool:
    label = getattr(mark, "label", "")
    return not label or scheme.holds(label)


def restorable(author: str, since: Edit, span: str = "") -> Iterator[tuple[Key, Change]]:
    """Yield what of `since` concerns the author's marks, or one span of them, alone."""
    return ((key, change) for key, change in _about(since, span) if all(_is_by(author, mark) for mark in change))


def _about(since: Edit, span: str) -> Iterator[tuple[Key, Change]]:
    return ((key, change) for key, change in since.items() if not span or key[::2] == ("span", span))


def _is_by(author: str, mark: Mark | None) -> bool:
    return mark is None or getattr(mark, "author", "") == author


def focus_on_one(edit: Edit) -> Focus | None:
    """Return the focus that shows what a gesture did where it changed one span, else None."""
    changes = [change for key, change in edit.items() if key.sort == "span"]
    before, after = changes[0] if len(changes) == 1 else (None, None)
    if isinstance(after, Span):
        return OnSpan(after.id)
    return Selection(before.start, before.end) if isinstance(before, Span) else None
