"""spaCy's tokeniser, by language code. spaCy is imported when first asked, and never in the window's process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from annotator.model.problem import Problem
from annotator.model.verdict import Tokens

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


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


def tokens_of(doc: Doc) -> Tokens:
    """Return where the tokens of a Doc start and end."""
    rows = cast(Any, doc.to_array(["IDX", "LENGTH", "IS_SPACE"])).astype("int64")
    ends = (rows[:, 0] + rows[:, 1]).tolist()
    return Tokens(rows[:, 0].tolist(), ends, frozenset(rows[:, 2].nonzero()[0].tolist()))


def tokens(language: str, text: str) -> Tokens:
    """Return the tokens of `text`."""
    return tokens_of(blank(language).make_doc(text))
