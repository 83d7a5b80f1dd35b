"""Made-up news articles with entities and claims: the same for the same seed, some letters beyond ASCII.

Offsets are code points. A label is given as (layer, name).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

WORDS, SPANS = 400, 37  # of an ordinary article; four to six of the spans are claims, the rest entities

_FILLERS = {
    "PER": (
        "Ada Lindqvist", "Tom Brandt", "Zoë Ångström", "João Peçanha", "Małgorzata Wójcik", "Nikos Papadópoulos",
        "Siobhán O'Neill", "Jürgen Groß", "Amélie Rousseau", "Ivan Horvat", "Leyla Şahin", "Grace Mwangi",
    ),
    "ORG": (
        "the Harbour Board", "Northport Council", "Banco São Jorge", "the Transport Ministry", "Værk Energy",
        "the Ferry Workers' Union", "Société du Littoral", "the Central Bank", "Grünwald Shipping",
    ),
    "GPE": (
        "Northport", "Harbour Town", "Łódź", "São Paulo", "Zürich", "Malmö", "Reykjavík", "Norway", "Türkiye", "Kenya",
    ),
    "LOC": ("the Øresund", "the North Sea", "the Tatra Mountains", "Lake Malaŵi", "the old quay"),
    "EVENT": ("the spring summit", "the Northport Accord", "the coastal games", "the ferry strike"),
    "DATE": ("Monday", "Tuesday", "last week", "March 2024", "the first quarter", "9 May", "this autumn"),
}  # fmt: skip
_SENTENCES = (
    "{PER} of {ORG} said on {DATE} that the line between {GPE} and {GPE} would be opened again.",
    "Officials in {GPE} told {ORG} about {EVENT} before {DATE}.",
    "{ORG} signed a contract worth €40 million with {ORG} on {DATE}.",
    "“We have waited long enough,” {PER} told reporters in {GPE}, “and so have the passengers at {LOC}.”",
    "After {EVENT}, {PER} travelled from {GPE} to {LOC} with a delegation of twelve.",
    "Prices at {LOC} rose by 4.5 per cent, {ORG} reported on {DATE} — the most since records began.",
    "{PER}, who led {ORG} until {DATE}, declined to comment.",
    "The {word} of the {word} was {word} by the evening, when the {word} {word} is forecast to turn at last.",
    "It was a {word}, {word} and {word} year for {word} and {word}, as every {word} of the {word} knows.",
)
_CLAIMS = (
    "The agreement with {GPE} is a concrete step, and it will make the crossing cheaper for everyone",
    "Nobody at {ORG} doubted that the {word} timetable had failed the {word} who depend on it",
)
VOCABULARY = 20_000  # made-up words, the nth of them n times as rare as the first
_SYLLABLES = ("ba", "ken", "lor", "mi", "ston", "ra", "del", "vu", "gé", "thi", "sper", "on", "ta", "wick", "lé", "no")
_SLOT = re.compile(r"\{(\w+)\}")


class Mention(NamedTuple):
    """A range of a text with its layer and the name of its label."""

    start: int
    end: int
    layer: str
    label: str


class Written(NamedTuple):
    """An article with its mentions in the order of their starts."""

    title: str
    text: str
    mentions: tuple[Mention, ...]


class _Pen:
    """Writes sentence after sentence and notes what stands where."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.parts: list[str] = []
        self.mentions: list[Mention] = []
        self.length = 0

    def write(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)

    def sentence(self, template: str) -> None:
        at = 0
        for slot in _SLOT.finditer(template):
            self.write(template[at : slot.start()])
            at = slot.end()
            if slot[1] == "word":
                self.write(_word(int(VOCABULARY ** self.dice.random())))
                continue
            start = self.length
            self.write(self.dice.choice(_FILLERS[slot[1]]))
            self.mentions.append(Mention(start, self.length, "entities", slot[1]))
        self.write(template[at:])

    def claim(self) -> None:
        start = self.length
        self.sentence(self.dice.choice(_CLAIMS))
        self.mentions.append(Mention(start, self.length, "claims", self.dice.choice(("CLAIM", "QUOTE"))))
        self.write(".")

    def paragraph(self, nth: int) -> None:
        for at in range(3):
            self.sentence(self.dice.choice(_SENTENCES))
            self.write(" ")
            if at == 1 and nth % 8 < 5:
                self.claim()
                self.write(" ")
        self.write("\N{CHART WITH UPWARDS TREND}\n" if nth % 40 == 7 else "\n")

    def done(self, title: str) -> Written:
        return Written(title, "".join(self.parts), tuple(sorted(self.mentions)))


def article(seed: int, words: int = WORDS, spans: int = SPANS) -> Written:
    """Return an ordinary article of about `words` words; no two seeds give the same text."""
    pen = _Pen(random.Random(seed))
    title = f"Report {seed:,} from {pen.dice.choice(_FILLERS['GPE'])}"
    pen.write(f"{title}\n")
    nth = 0
    while sum(map(_words, pen.parts)) < words or len(pen.mentions) < spans:
        pen.paragraph(nth)
        nth += 1
    return _thinned(pen.done(title), spans)


def articles(count: int, first: int = 0) -> Iterator[Written]:
    """Yield ordinary articles."""
    for seed in range(first, first + count):
        yield article(seed)


def long_article(length: int, spans: int, seed: int = 1, one_paragraph: bool = False) -> Written:
    """Return an article of at least `length` code points with exactly `spans` mentions, spread over all of it."""
    pen = _Pen(random.Random(seed))
    pen.write("A long report\n")
    nth = 0
    while pen.length < length:
        pen.paragraph(nth)
        nth += 1
    made = _thinned(pen.done("A long report"), spans)
    return made._replace(text=made.text.replace("\n", " ")) if one_paragraph else made


@cache
def _word(nth: int) -> str:
    """Return a word that is like no other one."""
    syllables = ""
    while nth:
        nth, at = divmod(nth, len(_SYLLABLES))
        syllables += _SYLLABLES[at]
    return syllables


def _words(part: str) -> int:
    return part.count(" ")


def _thinned(made: Written, spans: int) -> Written:
    """Return the article with `spans` of its mentions: all claims, and entities evenly chosen."""
    claims = [one for one in made.mentions if one.layer == "claims"][:spans]
    entities = [one for one in made.mentions if one.layer == "entities"]
    kept = min(spans - len(claims), len(entities))
    chosen = [entities[at * len(entities) // kept] for at in range(kept)]
    return made._replace(mentions=tuple(sorted((*claims, *chosen))))
