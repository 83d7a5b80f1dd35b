"""spaCy's tokeniser, by language code. spaCy is imported when first asked, and never in the window's process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from annotator.model.problem import Problem
from annotator.model.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc

MOST_MET = 100_000  # words that the tokeniser remembers


@cache
def blank(language: str) -> Language:
    """Return spaCy's blank pipeline of a language; raises Problem for one that it does not know."""
    import spacy

    try:
        pipeline = spacy.blank(language)
    except (ImportError, OSError, ValueError):
        raise Problem(
            f"the language {language}", "spaCy has no tokeniser for it, or it needs one more package"
        ) from None
    pipeline.max_length = 1 << 40  # the limit guards parsers; a tokeniser needs none
    return pipeline


def doc_of(language: str, text: str) -> Doc:
    """Return `text` tokenised.

    spaCy's tokeniser remembers words only until the first special case of a text, and a newline is one: so the words
    it has not met are shown to it one by one before, which makes it ten times as fast on what follows.
    """
    pipeline, met = blank(language), _met(language)
    if len(met) < MOST_MET:
        fresh = set(text.split()) - met
        for word in fresh:
            pipeline.tokenizer(word)
        met |= fresh
    return pipeline.make_doc(text)


@cache
def _met(language: str) -> set[str]:
    cast(Any, blank(language).tokenizer).max_cache_size = MOST_MET
    return set()


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
