"""The command that copies another author's marks of the article."""

from __future__ import annotations

from collections import Counter

from annotator.editing.command import command
from annotator.editing.state import Result, State
from annotator.model.mark import Link, Mark, Refusal, Span
from annotator.model.problem import counted
from annotator.model.tongue import tr

ORDER = 60


def with_others(state: State) -> bool:
    """Hold when other authors have spans in the article."""
    return len(state.others.spans) > 0


@command("article.take-over", "Take over another author\u2019s marks", when=with_others, group="Article")
def take_over(state: State, author: str = "") -> Result:
    """Make another author's marks of the article your own as well; theirs stay.

    A status is not copied: what was taken over is looked through before it is done.
    """
    wanted = author or Counter(span.author for span in state.others.spans).most_common(1)[0][0]
    mine = {_place(mark): mark.id for mark in state.marks if isinstance(mark, Span | Refusal)}
    minted, copies, ids = state.minted(), list[Mark](), dict[str, str]()
    theirs = [mark for mark in state.others if isinstance(mark, Span | Refusal) and mark.author == wanted]
    for mark in theirs:
        held = mine.get(_place(mark))
        ids[mark.id] = held or next(minted)
        if held is None:
            origin = mark.origin if mark.origin.startswith("author@") else f"author@{wanted}"
            copies.append(mark._replace(id=ids[mark.id], author=state.author, origin=origin))
    links = (mark for mark in state.others if isinstance(mark, Link) and mark.author == wanted)
    linked = (_linked(mark, state, next(minted), ids) for mark in links)
    have = {mark[1:4] for mark in state.marks if isinstance(mark, Link)}
    copies += [link for link in linked if link[1:4] not in have]
    spans = sum(isinstance(mark, Span) for mark in copies)
    if not copies:
        return Result(said=tr("You have all of these marks already."))
    return Result(state.adding(*copies), said=tr("{spans} taken over.", spans=counted(spans, "span")))


def _place(mark: Span | Refusal) -> tuple[str, int, int, str]:
    return mark.sort, mark.start, mark.end, mark.label


def _linked(link: Link, state: State, id: str, ids: dict[str, str]) -> Link:
    source, target = (ids.get(span, span) for span in (link.source_span, link.target_span))
    return link._replace(id=id, author=state.author, source_span=source, target_span=target)
