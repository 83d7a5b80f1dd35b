"""Hostile texts and marks for property tests."""

from hypothesis import strategies as st

from annotator.model.mark import Author, Detail, Entry, Label, Layer, Link, Part, Refusal, Setting, Span, Status

CHARACTERS = st.sampled_from(
    "ab Z.,-'\n\t\u00e9e\u0301\u0627\u0644\u05d0\u4e2d\u6587\U0001f600\U0001f1e9\U0001f1ff\u200d\ufe0f\u0000\u2028\u202e"
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=40)
# Texts of words and signs that units of text are made of, and of what may stand between them.
PIECES = st.sampled_from([
    "Ada", "ada", "The", "of", "Dr.", "J.", "St", "July", "5", "2024", " ", " ", " ", ".", ". ", "... ", "? ", "!\u201d ", ", ", ",\u201d ", "; ", "\n", "\n\n",
    "\u2014", " \u2013 ", " -- ", "(", ")", "\u201c", "\u201d", "\"", "'", "\u2019s", "\u00ab", "\u00bb", "e\u0301", "\u0301", "\U0001f468\u200d\U0001f469", "\u200d", "\U0001f1e9",
    "\U0001f1e9\U0001f1ff", "\U0001f44d\U0001f3fd", "\u4e2d\u6587", "\u3002", "\u300c", "\u300d", "\u30a2\u30fb\u30a4", "\u306e", "\u0627\u0644\u0633\u0651\u0644\u0627\u0645", "\u061f ", "\u05e9\u05b8\u05dc\u05d5\u05b9\u05dd",
    "\u05e6\u05d4\u05f4\u05dc", "\u041c\u043e\u0441\u043a\u0432\u0430", "two-day", "U.S. ", "\u0e01\u0e33", "\ud55c\uad6d", "\u1112\u1161", "3.5", "3,000", "$4", "10%", "l'Ada", "AT&T", "\r\n", "\t", "\u00a0", "\u2028", "@a", "a@b.c",
])  # fmt: skip
HOSTILE = st.one_of(TEXTS, st.lists(PIECES, max_size=16).map("".join))
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
IDS = st.text("0123456789abcdef", min_size=1, max_size=3)


def spans(length: int = 60, ids: st.SearchStrategy[str] = IDS) -> st.SearchStrategy[Span]:
    place = st.integers(0, length - 1)
    return st.builds(
        lambda id, a, b, label, author, note: Span(id, min(a, b), max(a, b) + 1, label, author, note, "hand"),
        ids, place, place, st.sampled_from(["entities/per", "claims/claim"]), st.sampled_from(["a", "b"]), NAMES,
    )  # fmt: skip


def marks(length: int = 60) -> st.SearchStrategy[object]:
    number, place = st.integers(0, 50), st.integers(0, length - 1)
    return st.one_of(
        spans(length),
        st.builds(Link, IDS, IDS, IDS, NAMES, NAMES, NAMES, NAMES),
        st.builds(lambda i, a, b: Refusal(i, min(a, b), max(a, b) + 1, "entities/per", "a"), IDS, place, place),
        st.builds(
            Status, st.sampled_from("ab"), st.sampled_from(["entities", "claims"]), st.sampled_from(["done", "flagged"])
        ),
        st.builds(Entry, st.booleans()),
        st.builds(Detail, NAMES, NAMES),
        st.builds(Part, st.sampled_from(["train", "dev", "test"])),
        st.builds(Label, NAMES, NAMES, NAMES, NAMES, NAMES, NAMES, number),
        st.builds(Layer, NAMES, NAMES, st.sampled_from(["flat", "free"])),
        st.builds(Author, NAMES, NAMES, NAMES),
        st.builds(Setting, NAMES, NAMES),
    )
