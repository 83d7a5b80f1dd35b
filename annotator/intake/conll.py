"""Columns of words with labels: CoNLL-2003, CoNLL-U, IOB1, IOB2, BILUO, IOBES, nested, a character a line.

Where a file parts articles (-DOCSTART-, # newdoc), each is one: its sentences stand on lines of their own, a blank
line before a paragraph (# newpar). Where it parts none, each sentence is an article: nothing says which of them belong
together, and corpora of that form are messages, or sentences in no order; joined they would be a text that nobody
wrote. Words are joined by `wording`, columns are told apart by `columns`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.intake import reading
from annotator.intake.columns import Layout, Line, opens_article, parted
from annotator.intake.wording import Composed, Word, placed
from annotator.model.arrival import Arrival
from annotator.model.article import first_line
from annotator.model.notation import ranges
from annotator.model.report import LeftOut

TITLE = "CoNLL, IOB and BILUO columns"
SUFFIXES = (".conll", ".conllu", ".iob", ".iob2", ".bio", ".biluo", ".bioes", ".tsv", ".txt")
TOO_LONG = f"an article of it has more than {reading.MOST_MARKS:,} words"
UNWRITTEN = "its words are not in the text: an analysis added them"
NO_TEXT_KEPT = "its words are not in the text beside them, so they came in joined by spaces"
_SILENT = frozenset(("", "-", "_"))  # in the columns of labels of a word of which nothing is said


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file holds columns with labels."""
    whole = head[: head.rfind(b"\n") + 1] or head
    lines = enumerate(whole.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), 1)
    layout = Layout.of(parted(lines))
    ours = path.suffix.lower() in SUFFIXES[:7]
    if layout.fits and (layout.rows > 1 or layout.articles) and (layout.sure or ours):
        return 80
    return 30 if ours else 0


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield the articles; raises Problem on a line without a word or label."""
    layout = Layout.of(parted(reading.lines(path)))
    if not layout.fits:
        reading.refuse(path, 0, "no column of it holds labels such as B-PER and O")
    if layout.others:
        said = "column " if len(layout.others) == 1 else "columns "
        reason = f"{said}{', '.join(map(str, layout.others))} of its words, which nothing here holds"
        yield LeftOut("attribute", f"{path}:1", reason)
    article = _Article(path)
    for sentence in _sentences(path, layout):
        if sentence.opens or not layout.articles:
            yield from article.finish()
            article = _Article(path, sentence.line, sentence.name)
        yield from article.add(sentence, layout)
    yield from article.finish()


class _Sentence:
    """The words of one sentence and what the comments before it say."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.text, self.name = "", ""
        self.opens, self.paragraph = False, False  # an article, a paragraph
        self.line = 0
        self._surface = 0  # the last word that the word over several lines covers

    def note(self, line: Line) -> None:
        """Take what a comment says."""
        name, _, value = line.comment.lstrip("# ").partition("=")
        said = name.strip()
        if said == "text":
            self.text = value.strip()
        elif said.split(" ")[0] == "newdoc":
            self.opens, self.name, self.line = True, value.strip(), line.number
        elif said.split(" ")[0] == "newpar":
            self.paragraph = True

    def add(self, word: Word, index: str) -> None:
        """Add a word; `index` is 4-5 for one that stands for several lines, which follow and lie within it.

        An added word of which nothing is said is passed over: it parts no span.
        """
        if word.added and _SILENT.issuperset(word.fields):
            return
        first, _, last = index.partition("-")
        if reading.is_number(last):
            self._surface = int(last)
            self.words.append(word._replace(fields=()))
        elif reading.is_number(first) and int(first) <= self._surface:
            self.words.append(word._replace(inside=True))
        else:
            self.words.append(word)


def _sentences(path: Path, layout: Layout) -> Iterator[_Sentence]:
    """Yield the sentences; one without words opens an article."""
    sentence = _Sentence()
    for line in parted(reading.lines(path)):
        if line.comment:
            if sentence.words:
                yield sentence
                sentence = _Sentence()
            sentence.note(line)
        elif opens_article(line):
            if sentence.words or sentence.opens:
                yield sentence
            sentence = _Sentence()
            sentence.opens, sentence.line = True, line.number
        elif not line.fields:
            if sentence.words:
                yield sentence
                sentence = _Sentence()
        else:
            word = layout.word_of(line)
            if isinstance(word, str):
                reading.refuse(path, line.number, word)
            index = line.fields[0] if layout.numbered else ""
            sentence.add(word._replace(added=layout.adds and "." in index), index)
            if len(sentence.words) > reading.MOST_MARKS:
                reading.refuse(path, line.number, TOO_LONG)
    if sentence.words or sentence.opens:
        yield sentence


class _Article:
    """One article as it grows."""

    def __init__(self, path: Path, line: int = 0, name: str = "") -> None:
        self.path, self.line, self.name = path, line, name
        self.composed = Composed(path)
        self.judged = True  # every word of it
        self.count = 0

    def add(self, sentence: _Sentence, layout: Layout) -> Iterator[LeftOut]:
        """Add a sentence; what its text does not hold is listed."""
        yield from self._unwritten(sentence.words)
        if all(word.added for word in sentence.words):
            return
        if layout.unknown and any("-" in word.fields for word in sentence.words if not word.added):
            self.judged = False
        found = placed(sentence.words, sentence.text, layout.indexed)
        if found is None:
            where = f"{self.path}:{sentence.words[0].line}"
            yield LeftOut("attribute", where, NO_TEXT_KEPT, text=sentence.text[:200])
            found = placed(sentence.words, "", layout.indexed)
        self.count += len(sentence.words)
        if self.count > reading.MOST_MARKS:
            reading.refuse(self.path, sentence.words[0].line, TOO_LONG)
        if found is not None:
            self.composed.add(sentence.words, found, "\n\n" if sentence.paragraph else "\n")

    def _unwritten(self, words: list[Word]) -> Iterator[LeftOut]:
        """Yield the spans that lie on added words only."""
        if not any(word.added for word in words):
            return
        for first, last, label in ranges([word.fields for word in words]):
            if all(words[at].added for at in range(first, last)):
                said = " ".join(word.text for word in words[first:last])
                yield LeftOut("span", f"{self.path}:{words[first].line}", UNWRITTEN, text=said[:200], label=label)

    def finish(self) -> Iterator[Arrival | LeftOut]:
        """Yield the article and what cannot be in it."""
        line = self.line or self.composed.line
        if not line:
            return  # nothing came before the first article
        text, spans, left_out = self.composed.finish()
        yield from left_out
        where = f"{self.path}:{line}"
        if text.strip():
            yield Arrival(where, text, self.name or first_line(text), marked=self.judged, spans=tuple(spans))
        else:
            yield LeftOut("article", where, "it holds no words")
