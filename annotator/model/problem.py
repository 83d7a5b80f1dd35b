"""The one type of trouble a user is told about, in one plain sentence."""

from annotator.model.tongue import tr


class Problem(Exception):  # noqa: N818 - it is told to people, and not always an error
    """Something that could not be done: what and where, why, and what the user can do now.

    `str(problem)` is one line, fit for a terminal and a banner.
    """

    def __init__(self, what: str, why: str, now: str = "") -> None:
        self.what, self.why, self.now = what, why, now
        super().__init__(what, why, now)

    def __str__(self) -> str:
        """Return the sentence on one line, control characters shown as code."""
        parts = (self.what, self.why, self.now)
        return visible(": ".join(part for part in parts[:2] if part) + (f". {self.now}" if self.now else ""))


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "1 article", "2,000 articles"."""
    noun = one if count == 1 else many or f"{one}s"
    return tr(f"{{count}} {noun}", count=f"{count:,}")


def visible(text: str) -> str:
    """Return `text` on one line, with control characters and bidi overrides written as codes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\u00a0" else c.encode("unicode_escape").decode() for c in text)
