"""Commands on what is known about an article: its details, and whether the list shows it."""

from __future__ import annotations

from annotator.editing.command import command, in_article
from annotator.editing.state import Result, State
from annotator.model.edit import Edit
from annotator.model.mark import Detail, Entry, Key
from annotator.model.problem import visible
from annotator.model.tongue import tr

ORDER = 65
LONGEST = 60  # code points of a name


def name_refused(state: State, name: str) -> str:
    """Return why no further detail may be called `name`, "" where it may."""
    if not name.strip():
        return tr("A detail needs a name.")
    if name != name.strip() or visible(name) != name or len(name) > LONGEST:
        return tr("The name of a detail is one line of at most {longest} characters.", longest=LONGEST)
    if state.marks.get(Key("detail", state.article.id, name)) is not None:
        return tr("The article has a detail called {name} already.", name=name)
    return ""


@command("detail.set", "Change a detail of the article", when=in_article)
def put(state: State, name: str, value: str) -> Result | None:
    """Give a detail of the article another value; without one it is taken away."""
    key, wanted = Key("detail", state.article.id, name), value.strip()
    before = state.marks.get(key)
    after = Detail(name, wanted) if wanted else None
    if before == after or (before is None and name not in ("title", "source", "date") and name_refused(state, name)):
        return None
    return Result(Edit({key: (before, after)}))


def is_hidden(state: State) -> bool:
    """Hold when the list leaves the open article out."""
    entry = state.marks.get(Key("entry", state.article.id, ""))
    return isinstance(entry, Entry) and entry.hidden


def is_listed(state: State) -> bool:
    """Hold when the list shows the open article."""
    entry = state.marks.get(Key("entry", state.article.id, ""))
    return isinstance(entry, Entry) and not entry.hidden


@command("article.hide", "Hide the article", when=is_listed, group="Article")
def hide(state: State) -> Result:
    """Leave the article out of the list, the counts and exports; nothing of it is lost."""
    return Result(_entry(state, True), said=tr("Hidden: the list leaves it out. Undo brings it back."))


@command("article.show", "Show the hidden article again", when=is_hidden, group="Article")
def show(state: State) -> Result:
    """Put the article back into the list."""
    return Result(_entry(state, False), said=tr("The list shows it again."))


def _entry(state: State, hidden: bool) -> Edit:
    return Edit.replacing(state.article.id, Entry(not hidden), Entry(hidden))
