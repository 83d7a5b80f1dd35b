"""Hostile texts and marks for property tests."""

from hypothesis import strategies as st

from annotator.model.mark import Author, Detail, Entry, Label, Layer, Link, Part, Refusal, Setting, Span, Status

CHARACTERS = st.sampled_from(
    "ab Z.,-'\n\t\u00e9e\u0301\u0627\u0644\u05d0\u4e2d\u6587\U0001f600\U0001f1e9\U0001f1ff\u200d\ufe0f\u0000\u2028\u202e"
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=40)
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
