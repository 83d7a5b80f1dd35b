import io

import pytest
from spacy.tokens import DocBin
from spacy.vocab import Vocab

from annotator import shelf
from annotator.language import doc_of

packing, lean = shelf.load("exports", "packing"), shelf.load("exports", "lean")


@pytest.fixture(autouse=True)
def _tried_anew():
    packing.lean_is_true.cache_clear()
    yield
    packing.lean_is_true.cache_clear()


def test_the_fast_one_is_taken_where_it_reads_back_as_the_stock_one():
    with packing.docbin() as packed:
        assert isinstance(packed, lean.LeanDocBin)


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        (
            "_span_bytes",
            lambda span: lean._SPAN.pack(span.id, span.kb_id, span.label, span.start, span.start + 1, 0, 3),
        ),
        ("_span_bytes", lambda span: b"another layout"),
        ("ATTRIBUTES", ("ORTH", "ENT_IOB", "ENT_TYPE")),
    ],
    ids=["another end", "what cannot be read", "an attribute less"],
)
def test_where_the_layout_is_another_the_stock_one_writes(name, planted, monkeypatch, tmp_path):
    """As if spaCy had changed it: the planted change makes the fast one differ from the stock one."""
    monkeypatch.setattr(lean, name, planted)
    with packing.docbin(tmp_path) as packed:
        assert isinstance(packed, packing.StockDocBin)
        packed.add(doc_of("en", "Ada met Tom."))
        file = io.BytesIO()
        packed.write(file)
    (doc,) = DocBin().from_bytes(file.getvalue()).get_docs(Vocab())
    assert doc.text == "Ada met Tom."


def test_a_bundle_is_written_by_the_stock_one_too(monkeypatch, tmp_path):
    from bundles import docs, made, story, write

    stories = [story(at) for at in range(10)]
    write(made(stories), tmp_path / "fast")
    monkeypatch.setattr(lean, "_span_bytes", lambda span: b"another layout")
    packing.lean_is_true.cache_clear()
    write(made(stories), tmp_path / "stock")
    for inside in ("corpus/entities/train", "corpus/claims/dev"):
        facts = [[packing._facts(doc) for doc in docs(tmp_path / kind / inside)] for kind in ("fast", "stock")]
        assert facts[0] == facts[1]
        assert facts[0]
