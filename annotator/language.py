"""spaCy's tokeniser, by language code. spaCy is imported when first asked, and never in the window's process.

As a program, `python -m annotator.language LANGUAGE`, it answers on its standard output the texts that come on its
standard input, until that ends. A text is one or more lines of JSON, `{"text": ..., "more": true}`, the last without
`more`; an answer is one, `{"tokens": ...}` as `Tokens.packed` makes it, in Base64, or `{"why": ...}`. Where there is no
tokeniser of the language it answers `{"wrong": ...}`, and ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from annotator.model.problem import Problem
from annotator.model.tokens import Tokens
from annotator.model.tongue import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

    from spacy.language import Language
    from spacy.tokens import Doc

MOST_MET = 100_000  # words that the tokeniser remembers
MOST_MEMORY = 2 << 30  # bytes that the program may take, where the system can hold it to them
MOST_NEW = 22_000  # strings that a pipeline takes in before another one follows: it forgets none, at about 1 kB each


# What a tokeniser of spaCy imports besides, for each language that has no other one.
NEEDED = {"ja": ("sudachipy", "sudachidict_core"), "ko": ("natto",), "th": ("pythainlp",), "vi": ("pyvi",)}


def known() -> tuple[str, ...]:
    """Return the codes of the languages that spaCy has here; spaCy itself is not loaded for it."""
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("spacy")
    places = () if spec is None else spec.submodule_search_locations or ()
    return tuple(sorted(one.parent.name for place in places for one in Path(place, "lang").glob("*/__init__.py")))


def lacks(language: str) -> bool:
    """Return whether a language that spaCy has needs one more package that is not here; nothing is loaded for it."""
    from importlib.util import find_spec

    return any(find_spec(name) is None for name in NEEDED.get(language, ()))


def no_tokeniser(language: str) -> Problem:
    """Return what is told where the texts of a language cannot be split into tokens."""
    return Problem(
        tr("the language {language}", language=language),
        tr("spaCy has no tokeniser for it, or it needs one more package"),
    )


@cache
def blank(language: str) -> Language:
    """Return spaCy's blank pipeline of a language; raises Problem for one that it does not know."""
    import spacy

    try:
        pipeline = spacy.blank(language)
    except (ImportError, OSError, ValueError):
        raise no_tokeniser(language) from None
    pipeline.max_length = 1 << 40  # the limit guards parsers; a tokeniser needs none
    return pipeline


def doc_of(language: str, text: str) -> Doc:
    """Return `text` tokenised.

    spaCy's tokeniser remembers words only until the first special case of a text, and a newline is one: so the words
    it has not met are shown to it one by one before, which makes it ten times as fast on what follows.
    """
    met = _met(language)
    if len(blank(language).vocab.strings) > met.most_strings:
        blank.cache_clear()
        _met.cache_clear()
        met = _met(language)
    pipeline = blank(language)
    if len(met.words) < MOST_MET:
        fresh = set(text.split()) - met.words
        for word in fresh:
            pipeline.tokenizer(word)
        met.words |= fresh
    return pipeline.make_doc(text)


class _Met:
    """The words that a pipeline has met, and how many strings it may hold."""

    def __init__(self, pipeline: Language) -> None:
        self.words: set[str] = set()
        self.most_strings = len(pipeline.vocab.strings) + MOST_NEW


@cache
def _met(language: str) -> _Met:
    cast(Any, blank(language).tokenizer).max_cache_size = MOST_MET
    return _Met(blank(language))


def tokens_of(doc: Doc) -> Tokens:
    """Return where the tokens of a Doc start and end."""
    rows = cast(Any, doc.to_array(["IDX", "LENGTH", "IS_SPACE"])).astype("int64")
    ends = (rows[:, 0] + rows[:, 1]).tolist()
    return Tokens(rows[:, 0].tolist(), ends, frozenset(rows[:, 2].nonzero()[0].tolist()))


def tokeniser(language: str) -> str:
    """Return the name under which a language's tokens are kept; spaCy itself is not loaded for it."""
    from importlib.metadata import version

    return f"{language}, spaCy {version('spacy')}"


def tokens(language: str, text: str) -> Tokens:
    """Return the tokens of `text`."""
    return tokens_of(doc_of(language, text))


def spans_in(docbin: Path, language: str) -> Iterator[tuple[str, list[tuple[int, int, str, str]]]]:
    """Yield the text of each document in one of our own DocBins, with start, end, label and text of its spans."""
    from spacy.tokens import DocBin

    for doc in DocBin().from_disk(docbin).get_docs(blank(language).vocab):
        free: list[Any] = [span for group in cast(Any, doc.spans).values() for span in group]
        yield doc.text, [(one.start_char, one.end_char, str(one.label_), str(one.text)) for one in [*doc.ents, *free]]


# ---- the program
def serve(language: str, lines: Iterable[str], answers: TextIO) -> None:
    """Answer texts with their tokens, until there are no more."""
    from base64 import b64encode

    def answer(**words: str) -> None:
        answers.write(json.dumps(words) + "\n")
        answers.flush()

    try:
        tokens(language, "")
    except Problem as problem:
        answer(wrong=str(problem))
        return
    for text in _texts(lines):
        try:
            answer(tokens=b64encode(tokens(language, text).packed()).decode())
        except MemoryError:
            answer(why="there is not enough memory for it")
        except Exception as error:  # whatever a tokeniser of another language raises: the next text may do
            answer(why=str(error) or type(error).__name__)


def _texts(lines: Iterable[str]) -> Iterator[str]:
    parts: list[str] = []
    for line in lines:
        said: dict[str, Any] = json.loads(line)
        parts.append(said["text"])
        if not said.get("more"):
            yield "".join(parts)
            parts.clear()


def main() -> None:
    """Serve the texts on the standard input; what libraries print does not get between the answers."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # on Windows there is none

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):  # whoever asked is gone
        serve(sys.argv[1], sys.stdin, answers)


if __name__ == "__main__":
    main()
