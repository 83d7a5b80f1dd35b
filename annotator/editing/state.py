"""What a command sees: one article, its marks, and the one focus that keys act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.article import Article, ArticleId
from annotator.model.edit import EMPTY, Change, Edit
from annotator.model.languages import LANGUAGE, USUAL
from annotator.model.mark import Key, Label, Layer, Mark, Refusal, Setting, Span, Status
from annotator.model.marks import Marks, reduced
from annotator.model.request import Request
from annotator.model.scheme import Scheme
from annotator.model.spans import Spans
from annotator.model.status import over_layers

if TYPE_CHECKING:
    from annotator.model.tokens import Tokens  # they come after the first paint


class Caret(NamedTuple):
    """A place between two characters, in code points."""

    at: int


class Selection(NamedTuple):
    """A range that is not a span.

    `at` is the end that moves, `climbed` the place where the climb to it began, `rung` the unit that J and K walk by.
    """

    anchor: int
    at: int
    climbed: int | None = None
    rung: int | None = None

    @property
    def start(self) -> int:
        """Return the lower end."""
        return min(self.anchor, self.at)

    @property
    def end(self) -> int:
        """Return the higher end."""
        return max(self.anchor, self.at)


class OnSpan(NamedTuple):
    """The span that keys act on; `at` is the place where it was met, if any."""

    span: str
    at: int | None = None


class OnSuggestion(NamedTuple):
    """The suggestion that keys act on."""

    suggestion: str


Focus = Caret | Selection | OnSpan | OnSuggestion


AT_START = Caret(0)
NONE = Spans()


@dataclass(frozen=True, slots=True)
class State:
    """One article as one author sees it. `fresh` is the id the next hand-made mark takes.

    `suggestions` are offered and no marks; `filter` is the id of the one label that is not greyed; `gathering` tells
    that the project is being read for a label that goes everywhere; `past` tells, of an article as it was once, which
    moment is shown: nothing can be changed there. `beneath` holds the status that each flag was set over, "" for to do.
    `tokens` are spaCy's, None until they are known; `tokenless` tells why there are none. `language` is the code of
    the language that the project says its texts are in, "" for none.
    """

    article: Article
    number: int
    marks: Marks  # the author's, and those that have no author
    others: Marks  # other authors'
    author: str
    scheme: Scheme
    focus: Focus = AT_START
    suggestions: Spans = field(default_factory=lambda: NONE)
    filter: str = ""
    fresh: str = ""
    gathering: bool = False
    past: str = ""
    beneath: Mapping[Key, str] = field(default_factory=dict[Key, str])
    tokens: Tokens | None = None
    tokenless: str = ""
    language: str = ""

    @property
    def text(self) -> str:
        """Return the text of the article."""
        return self.article.text

    @property
    def tokenised_as(self) -> str:
        """Return the code of the language by which the texts are split into tokens."""
        return self.language or USUAL

    @property
    def focused(self) -> Span | None:
        """Return the span in focus."""
        return self.marks.spans.get(self.focus.span) if isinstance(self.focus, OnSpan) else None

    @property
    def target(self) -> Span | None:
        """Return the suggestion in focus."""
        return self.suggestions.get(self.focus.suggestion) if isinstance(self.focus, OnSuggestion) else None

    @property
    def range(self) -> tuple[int, int] | None:
        """Return the selected range, or that of the span or suggestion in focus; None for a bare caret."""
        if isinstance(self.focus, Selection):
            return (self.focus.start, self.focus.end) if self.focus.start < self.focus.end else None
        span = self.focused or self.target
        return None if span is None else (span.start, span.end)

    @property
    def aligned(self) -> tuple[int, int] | None:
        """Return the whole tokens nearest to the range, None where it is aligned, holds none, or nothing is known."""
        held = self.range
        found = None if self.tokens is None or held is None else self.tokens.nearest(*held)
        return None if found == held else found

    @property
    def place(self) -> int:
        """Return where the focus is, in code points."""
        if isinstance(self.focus, Caret | Selection):
            return self.focus.at
        span = self.focused or self.target
        return 0 if span is None else span.start

    @property
    def status(self) -> str:
        """Return the article's status for the author over all layers: todo, done, flagged or skipped."""
        held = [value for layer in self.scheme.layers if (value := self.status_in(layer)) != "todo"]
        return over_layers(held, len(self.scheme.layers))

    def status_in(self, layer: Layer) -> str:
        """Return the article's status for the author in `layer`."""
        mark = self.marks.get(Key("status", self.article.id, f"{self.author}/{layer.id}"))
        return mark.value if isinstance(mark, Status) else "todo"

    def detail(self, name: str) -> str:
        """Return a detail of the article, "" when it has none."""
        mark = self.marks.get(Key("detail", self.article.id, name))
        return str(mark[1]) if mark is not None else ""

    @property
    def is_gone(self) -> bool:
        """Return whether the article was taken back while it was open: nobody sees it any more."""
        return self.number > 0 and self.marks.get(Key("entry", self.article.id, "")) is None

    def spans_at(self, place: int) -> list[Span]:
        """Return the author's spans that hold the character at `place`, the smallest first."""
        held = self.marks.spans.touching(place, place + 1)
        return sorted(held, key=lambda span: (span.end - span.start, span.start, span.id))

    # ---- everyone's marks
    def get(self, key: Key) -> Mark | None:
        """Return the mark at `key`, whoever made it; of the project its scheme and language."""
        if key.article is None:
            if key == LANGUAGE:
                return Setting(LANGUAGE.id, self.language) if self.language else None
            return self.scheme.get(key)
        mine = self.marks.get(key)
        return self.others.get(key) if mine is None else mine

    def after(self, edits: Mapping[ArticleId | None, Edit]) -> tuple[State, Edit, Mapping[Key, Mark | None]]:
        """Return the State after what holds here of `edits`, that part for this article, and the keys that do not."""
        kept, dropped = reduced(self.get, edits.get(self.article.id, EMPTY))
        whole = self._of_project(edits.get(None, EMPTY))
        if not kept:
            return whole, kept, dropped
        ours, theirs = _sides(self.author, kept)
        marks = self.marks.apply(ours) if ours else self.marks
        others = self.others.apply(theirs) if theirs else self.others
        offered = still_offered(self, ours)
        flags = {key: _value(before) for key, (before, after) in ours.items() if _value(after) == "flagged"}
        beneath = {**self.beneath, **flags} if flags else self.beneath
        changed = replace(whole, marks=marks, others=others, suggestions=offered, beneath=beneath)
        return changed, kept, dropped

    def _of_project(self, edit: Edit) -> State:
        """Return the State after what holds here of an Edit of the project; itself where nothing does."""
        _, after = reduced(self.get, edit)[0].get(LANGUAGE, (None, self.get(LANGUAGE)))
        scheme, language = self.scheme.changed(edit), after.value if isinstance(after, Setting) else ""
        if scheme is self.scheme and language == self.language:
            return self
        return replace(self, scheme=scheme, language=language)

    # ---- Edits of the author's marks
    def adding(self, *marks: Mark) -> Edit:
        """Return the Edit that adds `marks` to the article."""
        return Edit.adding(self.article.id, *marks)

    def replacing(self, before: Mark, after: Mark) -> Edit:
        """Return the Edit that puts `after` where `before` is."""
        return Edit.replacing(self.article.id, before, after)

    def setting_status(self, value: str) -> Edit:
        """Return the Edit that gives the article `value` in every layer; "" takes the status away."""
        edit: dict[Key, tuple[Mark | None, Mark | None]] = {}
        for layer in self.scheme.layers:
            after = Status(self.author, layer.id, value) if value else None
            key = Key("status", self.article.id, f"{self.author}/{layer.id}")
            before = self.marks.get(key)
            if before != after:
                edit[key] = (before, after)
        return Edit(edit)

    def unflagging(self) -> Edit:
        """Return the Edit that takes the author's flags away: each layer gets the status it had before."""
        edit: dict[Key, tuple[Mark | None, Mark | None]] = {}
        for layer in self.scheme.layers:
            key = Key("status", self.article.id, f"{self.author}/{layer.id}")
            if self.status_in(layer) == "flagged":
                value = self.beneath.get(key, "")
                edit[key] = (self.marks.get(key), Status(self.author, layer.id, value) if value else None)
        return Edit(edit)

    def labelled(self, label: Label, start: int, end: int) -> tuple[Edit, OnSpan]:
        """Return the Edit that labels start..end, and the focus on the new span."""
        span = Span(self.fresh, start, end, label.id, self.author, origin="hand")
        return self.adding(span), OnSpan(span.id)

    def minted(self) -> Iterator[str]:
        """Yield ids for the marks of a gesture that makes many: `fresh`, then as many as are wanted."""
        from annotator.model.identity import derived_id  # the window starts without it

        yield self.fresh
        yield from (derived_id(self.fresh, nth) for nth in count(1))

    def accepted(self, suggestion: Span) -> tuple[Edit, OnSpan]:
        """Return the Edit that makes a span of `suggestion`, and the focus on it."""
        span = suggestion._replace(id=self.fresh, author=self.author)
        return self.adding(span), OnSpan(span.id)


class Result(NamedTuple):
    """What a command did: an Edit, a new focus or filter, something to ask the project, a sentence to say.

    `turn` is "undo" or "redo" where the Session is to take back what the journal names, "stop" where it is to stop
    what it gathers. An Edit beside an `Everywhere` is committed with what that brings, as one gesture. `then` are the
    commands to run after it, by name and values; where something is asked, once that is open.
    """

    edit: Edit | None = None
    focus: Focus | None = None
    filter: str | None = None
    ask: Request | None = None
    said: str = ""
    turn: str = ""
    then: tuple[tuple[str, tuple[object, ...]], ...] = ()


def _value(mark: Mark | None) -> str:
    """Return the value of a status, "" for none and for any other mark."""
    return mark.value if isinstance(mark, Status) else ""


def split(author: str, marks: Marks, article: ArticleId) -> tuple[Marks, Marks]:
    """Return the marks that are the author's or nobody's, and those of other authors."""
    theirs = [mark for mark in marks if not is_mine(author, mark)]
    if not theirs:
        return marks, Marks()
    mine = (mark for mark in marks if is_mine(author, mark))
    return Marks.of(article, mine), Marks.of(article, theirs)


def is_mine(author: str, mark: Mark | None) -> bool:
    """Return whether `mark` is the author's, or of a sort that has no author."""
    return mark is None or getattr(mark, "author", author) == author


def _sides(author: str, edit: Edit) -> tuple[Edit, Edit]:
    """Return what `edit` does to the marks of `author`, and to those of others; a mark may change sides."""
    ours: dict[Key, Change] = {}
    theirs: dict[Key, Change] = {}
    for key, change in edit.items():
        before, after = (mark if is_mine(author, mark) else None for mark in change)
        if (before, after) == change:
            ours[key] = change
            continue
        theirs[key] = (None if before else change[0], None if after else change[1])
        if before or after:
            ours[key] = (before, after)
    return (edit, EMPTY) if not theirs else (Edit(ours), Edit(theirs))


def still_offered(state: State, edit: Edit) -> Spans:
    """Return the suggestions of `state` that an Edit leaves: none on what its author was just given, or refused."""
    if not len(state.suggestions):
        return state.suggestions
    gone: set[Span] = set()
    for _, after in edit.values():
        if not is_mine(state.author, after):
            continue
        if isinstance(after, Span):
            layer = state.scheme.label(after.label).layer
            there = state.suggestions.touching(after.start, after.end)
            gone.update(one for one in there if state.scheme.label(one.label).layer == layer)
        elif isinstance(after, Refusal):
            there = state.suggestions.touching(after.start, after.end)
            gone.update(one for one in there if is_refused(one, after))
    return state.suggestions.changed(gone, ()) if gone else state.suggestions


def is_refused(suggestion: Span, refusal: Refusal) -> bool:
    """Return whether `refusal` says no to just this suggestion."""
    return refusal[1:4] == suggestion[1:4]


def refocused(before: State, after: State) -> State:
    """Return `after` with a focus that is there: of a focused span or suggestion that is gone the range is selected."""
    if isinstance(after.focus, Caret | Selection) or after.focused is not None or after.target is not None:
        return after
    sought = replace(before, focus=after.focus)
    gone = sought.focused or sought.target
    return replace(after, focus=Caret(0) if gone is None else Selection(gone.start, gone.end))
