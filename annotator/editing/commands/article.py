"""Commands that finish an article and go to another."""

from __future__ import annotations

from annotator.editing.command import command, in_article
from annotator.editing.state import Result, State
from annotator.model.request import OpenNext, OpenNumber
from annotator.model.tongue import tr

SAID = {"todo": "to do", "done": "done", "skipped": "skipped", "flagged": "flagged"}  # a status, as it is read


def _next(state: State, back: bool = False, unfinished: bool = False) -> OpenNext:
    return OpenNext(state.number, state.author, back, unfinished)


@command("article.done", "Done, and on to the next unfinished article", "Enter", in_article, group="Article")
def done(state: State) -> Result:
    """Mark the article done in every layer and open the next unfinished one."""
    said = "" if len(state.marks.spans) else tr("Done, empty.")
    return Result(state.setting_status("done"), ask=_next(state, unfinished=True), said=said)


@command("article.skip", "Skip the article", "X", in_article, group="Article")
def skip(state: State) -> Result:
    """Mark the article skipped in every layer and open the next unfinished one."""
    return Result(state.setting_status("skipped"), ask=_next(state, unfinished=True))


@command("article.flag", "Flag the article, or take the flag away", "F", in_article, group="Article")
def flag(state: State) -> Result:
    """Flag the article in every layer; a second time gives back the status it had before."""
    if state.status == "flagged":
        edit = state.unflagging()
        status = state.after({state.article.id: edit})[0].status
        return Result(edit, said=tr("The flag is taken away: the article is {status}.", status=tr(SAID[status])))
    return Result(state.setting_status("flagged"), said=tr("Flagged."))


@command("article.reopen", "Mark the article to do again", when=in_article, group="Article")
def reopen(state: State) -> Result:
    """Take its status away: the article is to do again in every layer."""
    return Result(state.setting_status(""))


@command("article.previous", "Previous article", "Ctrl+PgUp Shift+Enter", group="Article")
def previous(state: State) -> Result:
    """Open the article before."""
    return Result(ask=_next(state, back=True))


@command("article.next", "Next article", "Ctrl+PgDn", group="Article")
def following(state: State) -> Result:
    """Open the article after."""
    return Result(ask=_next(state))


@command("article.next.unfinished", "Next unfinished article", "Ctrl+Shift+PgDn", group="Article")
def next_unfinished(state: State) -> Result:
    """Open the next article that is not done or skipped in every layer."""
    return Result(ask=_next(state, unfinished=True))


@command("article.open", "Open an article by its number")
def open_number(state: State, number: int) -> Result:
    """Open the article with this number."""
    return Result(ask=OpenNumber(number))
