"""What stands above an article: its title, and the line of facts: source, date, words."""

from __future__ import annotations

from datetime import date

from annotator.editing.state import State
from annotator.model.extent import extent_of
from annotator.model.problem import counted
from annotator.model.tongue import tr

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
COUNTED = 200_000  # code points up to which words are counted: a longer text would be slower to open


def facts_of(state: State) -> str:
    """Return the line of facts; a title that is not the text's own first line stands first."""
    text, title = state.article.text, state.detail("title").strip()
    shown = [] if not title or text[: len(title) + 200].lstrip().startswith(title) else [title]
    shown += [one for one in (state.detail("source"), as_written(state.detail("date"))) if one]
    if len(text) <= COUNTED:
        shown.append(counted(*extent_of(text)))
    else:
        shown.append(counted(len(text), "character"))
    return "  ·  ".join(" ".join(one.split()) for one in shown)


def as_written(day: str, short: bool = False) -> str:
    """Return an ISO date as people write it ("21 February 2026", in short "21 Feb 2026"), anything else as it is."""
    found = _date(day)
    if found is None:
        return day
    month = tr(MONTHS[found.month - 1])
    return f"{found.day} {month[:3] if short else month} {found.year}"


def is_date(written: str) -> bool:
    """Return whether `written` begins with a day of the calendar, as in 2026-02-21."""
    return _date(written) is not None


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None
