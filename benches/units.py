"""Units of text without a model: how exactly they meet what people marked, and how long they take in a megabyte.

An action is a click on a word, E, J, or a boundary moved by one word. Shares are of what the corpora beside the
checkout hold; without them only the sample and the times are told.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from annotator import places
from annotator.editing.state import Caret, OnSpan, Selection, State
from annotator.model import units, walk, words
from annotator.model.article import Article
from annotator.model.characters import Bounds
from annotator.model.mark import Span
from annotator.model.marks import Marks
from annotator.model.sentences import clause_at, sentence_at
from benches.apparatus import claims, corpora, fewest, states, texts
from benches.apparatus.corpora import Gold
from benches.apparatus.figures import Figure, Size
from benches.apparatus.timing import Times, seconds, settle

LONG = 6  # words that a name may have
MOST = 8  # names that are walked over in search of one
OUT_OF_REACH = 99
ALL = 1 << 60  # code points
SHORT = "< 1 ms"
_NO_NAMES = frozenset(
    "i he she it they we you his her its their our my your him them us who that this these those the a an".split()
)


def run(size: Size, folder: Path) -> Iterator[Figure]:  # noqa: ARG001 - nothing is kept
    """Yield the figures."""
    yield from _times(size)
    for name in corpora.READERS:
        length = size.of(500, ALL, ALL)  # an article of some corpora is as long as all of others
        gold = [_beginning(one, length) for one in corpora.corpus(name, most=size.of(1, 1_000, 1_000))]
        yield from _sentences(name, gold)
        yield from _names("unseen news (webanno_gum_news)" if name == "webanno_gum_news" else name, gold)
        yield from _claims(name, gold)
    yield from _labelled_claims(size.of(1, 4, 5))
    yield from _sample(size.of(2, 4, 5))


def _beginning(gold: Gold, length: int) -> Gold:
    """Return an article with what is marked in its first `length` code points."""
    inside = (tuple(one for one in held if one[1] <= length) for held in (gold.sentences, gold.names, gold.claims))
    return gold._replace(**dict(zip(("sentences", "names", "claims"), inside, strict=True)))


def _share(what: str, met: list[bool], among: int = 0) -> Figure:
    among = among or len(met)
    return Figure(what, "", 100 * sum(met) / among, "%", note=f"of {among:,}")


# ---- what people marked
def _sentences(name: str, gold: list[Gold]) -> Iterator[Figure]:
    found = [sentence_at(one.text, start) == (start, end) for one in gold for start, end in one.sentences]
    if found:
        yield _share(f"{name}: sentences found exactly", found)


def _names(name: str, gold: list[Gold]) -> Iterator[Figure]:
    by_mouse = [_clicks(one.text, *wanted) for one in gold for wanted in _named(one)]
    by_keys = [needed for one in gold for needed in _presses(one)]
    if by_mouse:
        yield _share(f"On {name}: names reached in one click", [needed == 1 for needed in by_mouse])
        yield _share(f"On {name}: names reached in two actions or fewer by mouse", [needed <= 2 for needed in by_mouse])
        what = f"On {name}: names reached in two actions or fewer by keys, from the one before"
        yield _share(what, [needed <= 2 for needed in by_keys])


def _claims(name: str, gold: list[Gold]) -> Iterator[Figure]:
    begins = [start in _edges(one.text, start, 0) for one in gold for start, _ in one.claims]
    ends = [bool(_edges(one.text, end - 1, 1) & {end, end - 1}) for one in gold for _, end in one.claims]
    if begins:
        yield _share(f"{name}: long claims that begin where a clause or sentence does", begins)
        yield _share(f"{name}: long claims that end where one does, its stop apart", ends)


def _edges(text: str, at: int, side: int) -> set[int]:
    return {clause_at(text, at)[side], sentence_at(text, at)[side]}


def _named(gold: Gold) -> list[Bounds]:
    """Return what is named, of the entities that are marked: few words, the last one with a capital if it can have."""
    found: list[Bounds] = []
    for start, end in sorted(gold.names):
        said = gold.text[start:end].split()
        last = said[-1]
        if len(said) <= LONG and not last[0].islower() and last[0].isalnum() and last.casefold() not in _NO_NAMES:
            found.append((start, end))
    return found


def _stepped(text: str, start: int, end: int) -> set[Bounds]:
    """Return what a boundary moved by one word makes of a range."""
    longer = {(start, words.next_word_end(text, end)), (words.previous_word_start(text, start), end)}
    return longer | {(start, words.previous_word_end(text, end)), (words.next_word_start(text, start), end)}


def _clicks(text: str, start: int, end: int) -> int:
    """Return how many actions it takes from a click on the best of the words: 1, 2, or too many."""
    inside = [word for word in words.words_from(text, start) if word[0] < end] if end - start < 400 else []
    if (start, end) in inside:
        return 1
    reached = any((start, end) == units.larger(text, *word) or (start, end) in _stepped(text, *word) for word in inside)
    return 2 if reached else OUT_OF_REACH


def _presses(gold: Gold) -> Iterator[int]:
    """Yield how many actions each name takes from the last one that ends before it: J over names, then E or a step."""
    named, text = _named(gold), gold.text
    for start, end in named:
        before = max((other for _, other in named if other <= start), default=0)
        yield min(_ways(text, before, (start, end)), default=OUT_OF_REACH)


def _ways(text: str, before: int, wanted: Bounds) -> Iterator[int]:
    for pressed, unit in enumerate(islice(units.units_from(text, before, units.NAME), MOST), 1):
        if unit == wanted:
            yield pressed
        elif wanted == units.larger(text, *unit) or wanted in _stepped(text, *unit):
            yield pressed + 1
        if unit[0] >= wanted[1]:
            return


# ---- claims of unseen news, by the fewest keys
def _labelled_claims(deepest: int) -> Iterator[Figure]:
    articles = {one.name: one.text for one in corpora.corpus("webanno_gum_news")}
    for which, among in (("seen before the rules were finished", claims.EARLIER), ("held back", claims.HELD_BACK)):
        taken = [keys for text, marked in claims.marked(articles, among) for keys in _one_by_one(text, marked, deepest)]
        if taken:
            reached = [keys for keys in taken if keys is not None]
            on = f"On unseen news, claims {which}"
            yield _share(f"{on}: labelled in two keys or fewer", [len(keys) <= 2 for keys in reached], len(taken))
            yield _share(f"{on}: labelled in {deepest} keys or fewer", [True for _ in reached], len(taken))
            spent = sum(map(fewest.seconds, reached)) / max(1, len(reached))
            yield Figure(f"{on}: seconds for each of these, the label's key too", "", spent, "s")


def _one_by_one(text: str, marked: list[Bounds], deepest: int) -> Iterator[list[str] | None]:
    """Yield the keys that label each claim, the focus on the one before, as it is after that was labelled."""
    state = replace(State(Article.of(text), 1, Marks(), Marks(), states.ME.id, states.news()), fresh="fresh")
    keys = fewest.commands(state, fewest.CLAIM_KEYS)
    made: list[Span] = []
    for at, wanted in enumerate(marked):
        focus = OnSpan(made[-1].id) if made else Caret(0)
        yield fewest.labelling(
            replace(state, marks=Marks.of(state.article.id, made), focus=focus), wanted, keys, deepest
        )
        made.append(Span(f"made{at}", *wanted, "claims/claim", states.ME.id))


# ---- the sample, by the fewest keys
def _sample(deepest: int) -> Iterator[Figure]:
    """Yield what the marks of the sample cost from the one before, as the commands are."""
    held = json.loads(places.resource("sample", "sample.jsonl").read_text(encoding="utf-8").split("\n")[0])
    state = State(Article.of(held["text"]), 1, Marks(), Marks(), states.ME.id, states.news())
    keys = fewest.commands(state)
    for layer in ("entities", "claims"):
        marked = sorted((span["start"], span["end"]) for span in held["spans"] if span["layer"] == layer)
        focuses = [Caret(0), *(Selection(*one) for one in marked)]
        found = [
            fewest.shortest(replace(state, focus=focus), wanted, keys, deepest)
            for focus, wanted in zip(focuses, marked, strict=False)
        ]
        reached = [pressed for pressed in found if pressed is not None]
        yield _share(f"sample: {layer} reached in {deepest} keys or fewer", [pressed is not None for pressed in found])
        if reached:
            yield Figure(f"sample: keys for each of these {layer}", "", sum(map(len, reached)) / len(reached), "keys")
            taken = sum(map(fewest.seconds, reached)) / len(reached)
            yield Figure(f"sample: seconds for each of these {layer}, 0.2 for a key or modifier", "", taken, "s")


# ---- how long they take
def _times(size: Size) -> Iterator[Figure]:
    length = size.of(20_000, 1_000_000, 1_000_000)
    text = texts.long_article(length, length // 100, one_paragraph=True).text
    calls: dict[str, Callable[[int], object]] = {
        "the word at a place": partial(words.word_at, text),
        "the next boundary of a word": partial(words.next_word_end, text),
        "what is larger": lambda at: units.larger(text, *words.word_at(text, at)),
        "the next name": lambda at: walk.next_unit(text, *words.word_at(text, at), units.NAME),
        "the next clause": lambda at: walk.next_unit(text, *clause_at(text, at), units.CLAUSE),
        "the next sentence": lambda at: walk.next_unit(text, *sentence_at(text, at), units.SENTENCE),
        "the sentence before": lambda at: walk.previous_unit(text, *sentence_at(text, at), units.SENTENCE),
        "what a drag takes": lambda at: words.snapped(text, at, min(len(text), at + 300)),
    }
    dice = random.Random(9)
    spots = [dice.randrange(length) for _ in range(size.of(3, 400, 2_000))]
    for what, call in calls.items():
        call(0)
        settle()
        taken = Times([seconds(partial(call, at)) for at in spots])
        yield Figure(f"{what} in one paragraph of {length / 1e6:g} MB, p50", SHORT, taken.p50, "ms")
        yield Figure(f"{what} in one paragraph of {length / 1e6:g} MB, p99", "", taken.p99, "ms")
