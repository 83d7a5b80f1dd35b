"""What the palette offers: commands that can be run now, labels, articles, and words in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.finding import Finder, Hits, Sought
from annotator.model.problem import counted, visible
from annotator.model.tongue import tr
from annotator.ui import dots
from annotator.ui.sheets.matching import LEAST_INSIDE, SCATTERED, TOLD, Match, match

if TYPE_CHECKING:
    from annotator.editing.command import Command
    from annotator.project.listing import Row
    from annotator.project.reader import Reader
    from annotator.ui.desk import Desk

MOST_PLACES, MOST_ARTICLES = 200, 50
BEFORE, AFTER = 30, 60  # characters shown around words in the text


class Choice(NamedTuple):
    """A line of the palette and what it does."""

    words: str
    run: Callable[[], None]
    further: str = ""  # muted, what it would do now
    key: str = ""
    strong: tuple[int, ...] = ()  # the characters of `words` that were typed
    name: str = ""  # of the command, where it is one


# ---- commands
def runnable(commands: Iterable[Command]) -> list[Command]:
    """Return the commands that can be run by their name alone."""
    return [one for one in commands if not one.needs_values]


def commands(window: Desk, typed: str, recent: Sequence[str], further: Callable[[str], str]) -> list[Choice]:
    """Return the commands that can be run now and fit what is typed, the best first; of equals the recent first."""
    state = window.session.state
    found: list[tuple[Match, int, Choice]] = []
    for one in runnable(window.commands.values()):
        fits = _fitting(typed, one) if one.when(state) else None
        if fits is not None:
            run, told = _running(window, one.name), tr(one.does) if fits.rank[0] == TOLD else further(one.name)
            made = Choice(tr(one.words), run, told, one.keys[0] if one.keys else "", fits.at, one.name)
            found.append((fits, recent.index(one.name) if one.name in recent else len(recent), made))
    well = [each for each in found if each[0].rank[0] < TOLD]
    best = well or [each for each in found if each[0].rank[0] < SCATTERED] or found
    order = sorted(best, key=lambda each: (each[0].rank[:2], each[1], each[0].rank[2:]) if typed else ((), each[1], ()))
    return [made for _, _, made in order]


def _fitting(typed: str, one: Command) -> Match | None:
    """Return how what is typed fits the words of a command, else what it is said to do: "rename" finds Edit labels."""
    fits = match(typed, tr(one.words))
    if (fits is None or fits.rank[0] == SCATTERED) and all(len(part) >= LEAST_INSIDE for part in typed.split()):
        told = match(typed, tr(one.does))
        if told is not None and told.rank[0] < 2 and not told.rank[1]:
            return Match((TOLD, *told.rank[1:]), ())
    return fits


def _running(window: Desk, name: str, *values: object) -> Callable[[], None]:
    return lambda: window.run(name, *values)


def telling(window: Desk) -> Callable[[str], str]:
    """Return a function from a command's name to what it would do now, where that is known."""
    session, view = window.session, window.view
    known: dict[str, Callable[[], str]] = {
        "edit.undo": lambda: session.words_of("undo"),
        "edit.redo": lambda: session.words_of("redo"),
        "view.zoom.in": lambda: tr("now {percent} %", percent=round(view.zoom * 100)),
        "view.zoom.out": lambda: tr("now {percent} %", percent=round(view.zoom * 100)),
        f"view.theme.{window.frame.chosen.now.theme}": lambda: tr("in use"),
    }
    return lambda name: known[name]() if name in known else ""


def neighbours(reader: Reader, number: int, author: str) -> dict[str, str]:
    """Return the titles of the articles that the commands which go to another one would open."""
    ways = {
        "article.next": reader.next_number(number, author),
        "article.previous": reader.next_number(number, author, back=True),
        "article.next.unfinished": reader.next_number(number, author, unfinished=True),
    }
    rows = reader.rows([number for number in ways.values() if number is not None], author)
    return {name: visible(rows[number].title) for name, number in ways.items() if number in rows}


# ---- labels
def labels(window: Desk, typed: str) -> list[Choice]:
    """Return the labels whose name or meaning fits what is typed; running one labels the focus."""
    scheme, found = window.session.state.scheme, list[tuple[Match, Choice]]()
    for label in scheme.labels:
        name, meaning = visible(label.name), visible(label.guideline.partition("\n")[0])
        fits = match(typed, name)
        other = match(typed, meaning) if fits is None or fits.rank[0] == SCATTERED else None
        best = min((one for one in (fits, other) if one is not None), default=None)
        if best is not None and best.rank[0] < SCATTERED:
            run = _running(window, "label.apply", label.id)
            strong = best.at if best is fits else ()
            found.append((best, Choice(name, run, meaning or scheme.layer(label.layer).name, label.key, strong)))
    return [made for _, made in (sorted(found, key=lambda each: each[0].rank) if typed.strip() else found)]


# ---- articles
def articles(window: Desk, typed: str, rows: Iterable[Row]) -> list[Choice]:
    """Return a choice for each of these articles; running one opens it."""
    made: list[Choice] = []
    for row in rows:
        title = visible(row.title)
        at = title.lower().find(typed.strip().lower()) if typed.strip() else -1
        strong = tuple(range(at, at + len(typed.strip()))) if at >= 0 else ()
        further = f"{row.number:,} \u00b7 {tr(dots.WORDS[row.status])}"
        made.append(Choice(title, _running(window, "article.open", row.number), further, "", strong))
    return made


def sought(reader: Reader, typed: str, author: str, last: int) -> tuple[list[Row], int | None]:
    """Return articles after `last` whose number or title is typed, and where the look ended; None at the end of all."""
    text = typed.strip()
    named = reader.rows([int(text)], author) if text.isascii() and text.isdigit() and len(text) < 19 else {}
    found, ended = reader.numbers_after(last, author, "", text)
    rows = reader.rows(found[:MOST_ARTICLES], author)
    return [*(named.values() if not last else ()), *(row for at, row in sorted(rows.items()) if at not in named)], ended


# ---- words in the text
def places(window: Desk, typed: str, finder: Finder) -> list[Choice]:
    """Return where the words typed lie in the text, the next place after the focus first, and around the end."""
    hits = finder.find(Sought(typed)) if typed.strip() else Hits()
    first = hits.at_or_after(window.session.state.place)
    order = chain(range(first, len(hits)), range(first))
    return [_place(window, *hits[at]) for at in islice(order, MOST_PLACES)]


def _place(window: Desk, start: int, end: int) -> Choice:
    text = window.session.state.text
    low = max(text.rfind("\n", 0, start) + 1, start - BEFORE)
    stop = text.find("\n", end)
    high = min(len(text) if stop < 0 else stop, end + AFTER)
    cut = "\u2026" if low and text[low - 1] != "\n" else ""
    before, held = visible(text[low:start]), visible(text[start:end])
    first = len(cut) + len(before)
    words = f"{cut}{before}{held}{visible(text[end:high])}"
    return Choice(words, _running(window, "focus.range", start, end), "", "", tuple(range(first, first + len(held))))


def told(window: Desk, found: int, kind: str) -> str:
    """Return in words how many there are: of labels, articles, places, or (for "") of commands."""
    if kind == "#":
        return tr("{found} of {all} labels", found=found, all=len(window.session.state.scheme.labels))
    if kind in ("@", "/"):
        many, most = ("article", MOST_ARTICLES) if kind == "@" else ("place", MOST_PLACES)
        return tr("the first {found}", found=counted(found, many)) if found >= most else counted(found, many)
    return tr("{found} of {all} commands", found=found, all=len(runnable(window.commands.values())))
