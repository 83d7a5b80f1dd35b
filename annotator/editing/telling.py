"""What a gesture did, in a few words: for the menu, for the status bar, and for whoever cannot see the screen."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.editing.command import all_commands
from annotator.editing.state import State
from annotator.model.article import ArticleId
from annotator.model.edit import EMPTY, Change, Edit, Gesture
from annotator.model.languages import LANGUAGE, named
from annotator.model.mark import Label, Refusal, Setting, Span, Status
from annotator.model.problem import counted
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr

LONGEST = 40  # code points of a span's words


def told(gesture: Gesture, state: State, words: str = "") -> str:
    """Return what `gesture` did in the open article or in another one: of an undo or redo what that did.

    `words` are those of the one range it touched in another article, where they are known.
    """
    name = gesture.command.removeprefix("undo ").removeprefix("redo ")
    undone = gesture.command.startswith("undo ")
    edit = gesture.edits.get(state.article.id) or _only(gesture.edits)
    there = "" if edit is None or state.article.id in gesture.edits else _elsewhere(words)
    edit = EMPTY if edit is None else edit.inverse if undone else edit
    many = sum(map(len, gesture.edits.values())) > 1
    found = _of_spans(gesture.edits, undone, state) if many else _of_span(edit, state, there)
    if name.startswith("label."):
        found = _of_scheme(gesture.edits.get(None, EMPTY), undone) or found
    elif name == "language.set":
        found = _of_language(gesture.edits.get(None, EMPTY), undone)
    found = found or _of_refusal(edit, state, there) or _of_status(edit, there)
    if found:
        return found
    done = all_commands().get(name)
    words = tr(done.words) if done else name
    return f"{words[:1].lower()}{words[1:]}"


def not_deleted(gesture: Gesture, scheme: Scheme) -> str:
    """Return why nothing was stored of a label's deletion that the label outlived; "" for anything else."""
    gone = next((key.id for key, (_, after) in gesture.edits.get(None, EMPTY).items() if after is None), "")
    if gesture.command != "label.delete" or not scheme.holds(gone):
        return ""
    name = scheme.label(gone).name
    moved = next((edit for article, edit in gesture.edits.items() if article is not None), EMPTY)
    to = next((getattr(after, "label", "") for _, after in moved.values()), "")
    if not to:
        return tr("{name} stays: meanwhile others changed it or gave it to marks. Delete it again.", name=name)
    return tr("{name} stays: meanwhile others changed it, its marks or {to}. Delete it again.", name=name,
              to=scheme.label(to).name)  # fmt: skip


def quoted(state: State, span: Span) -> str:
    """Return the words of a span in quotation marks, cut where they are long."""
    return f"\u201c{in_short(state, span)}\u201d"


def in_short(state: State, span: Span) -> str:
    """Return the words of a span on one line, cut where they are long."""
    return cut_short(state.text[span.start : min(span.end, span.start + 10 * LONGEST + 1)])


def cut_short(text: str) -> str:
    """Return `text` on one line, cut where it is long."""
    words = " ".join(text[: 10 * LONGEST].split())
    cut = len(words) > LONGEST or len(text) > 10 * LONGEST
    return f"{words[: LONGEST - 1].rstrip()}\u2026" if cut else words


def _only(edits: Mapping[ArticleId | None, Edit]) -> Edit | None:
    """Return the Edit of a gesture that touched one article and nothing else."""
    return next(iter(edits.values())) if len(edits) == 1 and None not in edits else None


def _elsewhere(words: str) -> str:
    return f"\u201c{cut_short(words)}\u201d" if words else tr("words in another article")


def _words(state: State, span: Span, there: str) -> str:
    """Return the words of a span; `there` are those of one in another article."""
    return there or quoted(state, span)


def _of_span(edit: Edit, state: State, there: str) -> str:
    changes = [change for key, change in edit.items() if key.sort == "span"]
    if len(changes) != 1 or len(edit) != 1:
        return ""
    before, after = changes[0]
    if not isinstance(before, Span):
        return _on(tr("{label} on {words}"), state, after, there) if isinstance(after, Span) else ""
    if not isinstance(after, Span):
        return _on(tr("{label} on {words} deleted"), state, before, there)
    if before.label != after.label:
        return _on(tr("{label} instead of {before} on {words}"), state, after, there, _label(state, before))
    if (before.start, before.end) == (after.start, after.end):
        return _on(tr("the note of {label} on {words}"), state, after, there)
    return _on(tr("the bounds of {label} on {words}"), state, after, there)


def _on(said: str, state: State, span: Span, there: str, before: str = "") -> str:
    return said.format(label=_label(state, span), words=_words(state, span, there), before=before)


def _of_spans(edits: Mapping[ArticleId | None, Edit], undone: bool, state: State) -> str:
    """Return what a gesture that gave many spans one label did, or "" for anything else."""
    made = [change[0 if undone else 1] for edit in edits.values() for change in edit.values()]
    labels = {mark.label if isinstance(mark, Span) else "" for mark in made}
    if len(labels) != 1 or "" in labels:
        return ""
    name, spans = state.scheme.label(labels.pop()).name, counted(len(made), "span")
    if len(edits) == 1:
        return tr("{name} on {spans}", name=name, spans=spans)
    return tr("{name} on {spans} in {articles}", name=name, spans=spans, articles=counted(len(edits), "article"))


def _of_scheme(edit: Edit, undone: bool) -> str:
    """Return what an Edit of the project did to the labels, "" for anything else."""
    edit = edit.inverse if undone else edit
    changes = [change for key, change in edit.items() if key.sort == "label"]
    for before, after in sorted(changes, key=_stays):
        if isinstance(before, Label) and after is None:
            return tr("the label {name} deleted", name=before.name)
        if isinstance(after, Label) and before is None:
            return tr("the label {name} added", name=after.name)
        if isinstance(after, Label) and isinstance(before, Label) and before.name != after.name:
            return tr("the label {before} renamed {after}", before=before.name, after=after.name)
    return ""


def _of_language(edit: Edit, undone: bool) -> str:
    after = edit.get(LANGUAGE, (None, None))[0 if undone else 1]
    name = named(after.value) if isinstance(after, Setting) else ""
    return tr("the language of the texts changed to {name}", name=name) if name else ""


def _stays(change: Change) -> bool:
    return None not in change


def _of_refusal(edit: Edit, state: State, there: str) -> str:
    changes = list(edit.values())
    made = next((mark for mark in changes[0] if mark), None) if len(changes) == 1 else None
    if not isinstance(made, Refusal):
        return ""
    on = _words(state, Span("", made.start, made.end, made.label, made.author), there)
    return tr("{name} refused on {words}", name=state.scheme.label(made.label).name, words=on)


def _of_status(edit: Edit, there: str) -> str:
    after = {change[1] for key, change in edit.items() if key.sort == "status"}
    if not edit or any(key.sort != "status" for key in edit):
        return ""
    values = {mark.value if isinstance(mark, Status) else "to do" for mark in after}
    if len(values) > 1:
        return ""
    value = values.pop()
    return tr(f"another article {value}") if there else tr(f"the article {value}")


def _label(state: State, span: Span) -> str:
    return state.scheme.label(span.label).name


def changed(count: int, of: int, names: list[str]) -> str:
    """Return that `count` of `of` marks were changed since by others, and stay."""
    by = tr(" by {names}", names=tr(" and ").join(sorted(names))) if names else ""
    if count == of == 1:
        return tr("The mark was changed since{by} and stays as it is.", by=by)
    return tr("{count} of {of} marks were changed since{by} and stay as they are.", count=count, of=of, by=by)


def turned(turn: str, command: str) -> str:
    """Return what the command that takes `command` back is called; `turn` is "undo" or "redo"."""
    known = all_commands().get(command.removeprefix("undo ").removeprefix("redo "))
    return f"{turn} {known.name if known else command.removeprefix('undo ').removeprefix('redo ')}"
