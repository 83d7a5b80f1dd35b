"""An article: one immutable text, known by the SHA-256 of that text."""

from __future__ import annotations

from typing import NamedTuple

ArticleId = str  # 64 hex digits


class Article(NamedTuple):
    """A text and the id that follows from it."""

    id: ArticleId
    text: str

    @classmethod
    def of(cls, text: str) -> Article:
        """Return the article of `text`; raises UnicodeEncodeError on a lone surrogate."""
        import hashlib  # the window starts without it

        return cls(hashlib.sha256(text.encode("utf-8")).hexdigest(), text)


def as_taken_in(text: str) -> str:
    """Return `text` as it is stored: one leading BOM dropped and CRLF made LF, nothing else ever."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def first_line(text: str, most: int = 200) -> str:
    """Return the first line that says something, cut to `most` code points: the title where none is given."""
    head = text[: 20 * most].lstrip()
    return head.partition("\n")[0][:most].strip()
