"""What every kind found on the shelf must do."""

import pytest

from annotator import shelf
from annotator.model.article import Article
from annotator.model.dataset import Record
from annotator.model.mark import Span
from annotator.model.report import Report
from annotator.model.wish import ALIGN, declared

KINDS = shelf.kinds("exports", "write")
ME = "author-a"
HOSTILE = (
    "\U0001f600 \u0627\u0644\u0633\u0644\u0627\u0645 e\u0301",
    "a\r\nb",
    "NUL \x00 here",
    " \n ",
    "word " * 3000,
    "\u4e2d\u6587\u3002",
)


@pytest.mark.parametrize("name", KINDS)
def test_it_writes_hostile_texts_and_accounts_for_every_span(name, dataset, tmp_path):
    kind = KINDS[name]
    records = []
    for text in HOSTILE:
        spans = (
            Span("a", 0, 1, "entities/per", ME),
            Span("b", 0, len(text), "claims/claim", ME),
            Span("c", 0, len(text), "entities/per", ME),
        )
        ordered = tuple(sorted(spans, key=lambda s: (s.start, -s.end, s.id)))
        records.append(
            Record(
                Article.of(text),
                "",
                {},
                ordered,
                authors={"entities": ME, "claims": ME},
                done=frozenset({"entities", "claims"}),
                part="train",
            )
        )
    report = kind.write(dataset(*records), tmp_path / f"x{kind.SUFFIX}")
    assert isinstance(report, Report)
    listed = sum(one.what == "span" for one in report.left_out)
    assert all(one.article and one.verdict for one in report.left_out)
    assert all(one.id and one.layer for one in report.left_out if one.what == "span")
    assert report.spans + listed == 3 * len(HOSTILE)
    assert report.articles == len(HOSTILE)
    assert all((tmp_path / one).stat().st_size for one in report.files)


@pytest.mark.parametrize("name", KINDS)
def test_a_note_on_a_span_that_leaves_is_there_or_listed(name, dataset, tmp_path):
    kind, text = KINDS[name], "Ada met Tom in Northport."
    spans = (
        Span("a", 0, 3, "entities/per", ME, note="sure?"), Span("b", 8, 11, "entities/per", ME),
        Span("c", 16, 24, "entities/per", ME, note="inside a token: the span is listed itself"),
    )  # fmt: skip
    record = Record(Article.of(text), "", {}, spans, authors={"entities": ME, "claims": ME},
                    done=frozenset({"entities", "claims"}), part="train")  # fmt: skip
    target = tmp_path / f"x{kind.SUFFIX}"
    report = kind.write(dataset(record), target)
    notes = [(one.start, one.end, one.id) for one in report.left_out if one.what == "note"]
    assert notes == ([] if kind.HOLDS.notes else [(0, 3, "a")])
    assert not kind.HOLDS.notes or "sure?" in target.read_text("utf-8")


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if not kind.EVERYONE])
def test_spans_inside_tokens_leave_as_it_was_wished(name, dataset, tmp_path):
    kind, text = KINDS[name], "Ada met Tom in Northport."
    span = Span("c", 9, 24, "entities/per", ME)
    record = Record(Article.of(text), "", {}, (span,), authors={"entities": ME, "claims": ME},
                    done=frozenset({"entities", "claims"}), part="train")  # fmt: skip
    assert ALIGN in declared(vars(kind))
    for wish, leave in (("strict", 0), ("contract", 1), ("expand", 1)):
        held = dataset(record)
        held.wishes = {"align": {"entities": wish}}
        report = kind.write(held, tmp_path / f"{wish}{kind.SUFFIX}")
        assert (report.spans, [one.what for one in report.left_out].count("span")) == (leave, 1 - leave)


@pytest.mark.parametrize("name", KINDS)
def test_it_says_what_it_is_and_what_it_holds(name):
    kind = KINDS[name]
    assert kind.TITLE
    assert kind.SUFFIX.startswith(".")
    assert 0 < len(kind.ABOUT) <= 80
    assert "\n" not in kind.ABOUT
    assert isinstance(kind.ORDER, int)
    assert isinstance(kind.EVERYONE, bool)
    assert all(isinstance(held, bool) for held in kind.HOLDS)
