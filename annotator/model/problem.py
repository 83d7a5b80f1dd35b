"""The one type of trouble a user is told about, in one plain sentence."""

from collections.abc import Sequence

from annotator.model.tongue import tr

FEW = 5  # names that are told one by one
_JOINERS = "\u200c\u200d"  # zero width non-joiner and joiner
_JOINED = frozenset(("Lo", "Mn", "Mc", "So", "Sk"))  # letters without case, signs on them, emoji and their skin tones
_TAGS = "".join(map(chr, range(0xE0020, 0xE0080)))  # which spell a region behind a black flag


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


def a_few(names: Sequence[str]) -> str:
    """Return the first of some names, and how many there are besides: what may be thousands is no sentence."""
    more = len(names) - FEW
    first = ", ".join(names[:FEW])
    return tr("{first} and {count} more", first=first, count=f"{more:,}") if more > 0 else first


class Damaged(Problem):
    """A project file that is not whole: a backup in its place, or what can be salvaged of it, is the way on."""


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "1 article", "2,000 articles"."""
    noun = one if count == 1 else many or f"{one}s"
    return tr(f"{{count}} {noun}", count=f"{count:,}")


def visible(text: str) -> str:
    """Return `text` on one line, with control characters and bidi overrides written as codes.

    What joins the parts of an emoji, or letters of a script that needs it, is neither: it is drawn as it is.
    """
    if text.isprintable():
        return text
    shown = (
        c if c.isprintable() or c == "\u00a0" or _joins(text, at) else c.encode("unicode_escape").decode()
        for at, c in enumerate(text)
    )
    return "".join(shown)


def _joins(text: str, at: int) -> bool:
    """Return whether the character at `at` joins those around it; between Latin letters nothing does."""
    from unicodedata import category

    if text[at] in _JOINERS:
        around = (text[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " ")
        return all(category(c) in _JOINED for c in around)
    return text[at] in _TAGS and text[:at].rstrip(_TAGS)[-1:] == "\U0001f3f4"  # the flag of Scotland, say
