import re

import pytest

from annotator.intake import brat
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut


def read(tmp_path, text, ann):
    (tmp_path / "a.txt").write_bytes(text.encode())
    path = tmp_path / "a.ann"
    path.write_bytes(ann.encode())
    items = list(brat.read(path))
    arrivals = [item for item in items if isinstance(item, Arrival)]
    return (arrivals[0] if arrivals else None), [item for item in items if isinstance(item, LeftOut)]


def test_spans_notes_and_what_is_not_held(tmp_path):
    arrival, left_out = read(
        tmp_path, "Ada met Tom.\n",
        "T1\tPER 0 3\tAda\nT2\tPER 8 11\tTom\nR1\tMeets Arg1:T1 Arg2:T2\n#1\tAnnotatorNotes T1\tunsure\n"
        "#2\tAnnotatorNotes R1\tx\nA1\tLiving T1\n*\tEquiv T1 T2\nN1\tReference T1 W:1\tAda\nE1\tMeet:T1\n",
    )  # fmt: skip
    assert [(s.start, s.end, s.label, s.note) for s in arrival.spans] == [(0, 3, "PER", "unsure"), (8, 11, "PER", "")]
    assert arrival.marked
    assert sorted((one.where.rpartition(":")[2], one.what) for one in left_out) == [
        ("3", "link"), ("5", "note"), ("6", "attribute"), ("7", "link"), ("8", "attribute"), ("9", "link"),
    ]  # fmt: skip


def test_what_cannot_be_a_span_is_listed_with_its_line(tmp_path):
    arrival, left_out = read(
        tmp_path, "one two three\n",
        "T1\tX 0 3;8 13\tone three\nT2\tX 0 3;3 7\tone two\nT3\tX 0 0\t\nT4\tX 0 99\tone\nT5\tX 0 3\ttwo\n",
    )  # fmt: skip
    assert [(s.start, s.end) for s in arrival.spans] == [(0, 7)]
    assert [(one.where.rpartition(":")[2], one.reason.split()[0]) for one in left_out] == [
        ("1", "discontinuous"), ("3", "empty"), ("4", "it"), ("5", "the"),
    ]  # fmt: skip


def test_a_span_over_the_end_of_a_line_is_one_though_it_is_written_in_fragments(tmp_path):
    text = "\U0001f600 New\r\n \r\nYork and on\r\nJersey and\r\n\r\nHull"
    places = ((2, 5), (10, 14), (19, 21), (23, 29))
    fragments = [";".join(f"{start} {end}" for start, end in places[at : at + 2]) for at in (0, 2)]
    arrival, left_out = read(
        tmp_path, text, f"T1\tX {fragments[0]}\tNew York\nT2\tX {fragments[1]}\ton Jersey\nT3\tX 14 15;15 18\t and\n"
        "T4\tX 2 5;23 29\tNew Jersey\nT5\tX 10 14;2 5\tYork New\nT6\tX 10 14;15 18\tYork and\n",
    )  # fmt: skip
    assert [arrival.text[s.start : s.end] for s in arrival.spans] == ["New\n \nYork", "on\nJersey", " and"]
    assert [(one.where.rpartition(":")[2], one.reason) for one in left_out] == [
        ("4", "discontinuous"), ("5", "discontinuous"), ("6", "discontinuous"),
    ]  # fmt: skip


def test_an_empty_ann_is_a_record_of_marks(tmp_path):
    arrival, left_out = read(tmp_path, "text", "")
    assert arrival.marked
    assert not arrival.spans
    assert not left_out


def test_offsets_in_utf_16_are_seen_by_the_mentions(tmp_path):
    text = "\U0001f600\U0001f600 Ada met Tom"
    arrival, left_out = read(tmp_path, text, "T1\tPER 5 8\tAda\nT2\tPER 13 16\tTom\n")
    assert [text[s.start : s.end] for s in arrival.spans] == ["Ada", "Tom"]
    assert not left_out
    arrival, left_out = read(tmp_path, text, "T1\tPER 3 6\tAda\nT2\tPER 11 14\tTom\n")
    assert [text[s.start : s.end] for s in arrival.spans] == ["Ada", "Tom"]
    assert not left_out


def test_crlf_and_line_breaks_inside_a_mention(tmp_path):
    arrival, left_out = read(tmp_path, "x\r\nNew\r\nYork\r\n", "T1\tLOC 3 12\tNew York\r\n")
    assert [arrival.text[s.start : s.end] for s in arrival.spans] == ["New\nYork"]
    assert not left_out
    arrival, left_out = read(tmp_path, "x\nNew\nYork\n", "T1\tLOC 2 10\tNew York\n")
    assert [arrival.text[s.start : s.end] for s in arrival.spans] == ["New\nYork"]


@pytest.mark.parametrize(
    ("ann", "why"),
    [("T1\tPER\tAda\n", "label and offsets"), ("hello\n", "no line of brat"), ("T1 PER 0 3\n", "no line")],
)
def test_a_broken_line_refuses_the_file(tmp_path, ann, why):
    with pytest.raises(Problem, match=why):
        read(tmp_path, "Ada", ann)


def test_without_its_text_it_is_refused(tmp_path):
    path = tmp_path / "b.ann"
    path.write_text("T1\tPER 0 3\tAda\n")
    with pytest.raises(Problem, match=re.escape("there is no b.txt")):
        list(brat.read(path))


@pytest.mark.parametrize("name", ["brat_litbank", "brat_anem", "brat_tutorial"])
def test_every_span_of_a_corpus_arrives_or_is_listed(corpora, name):
    files = sorted((corpora / name).rglob("*.ann"))
    assert files
    for path in files:
        written = sum(line.startswith("T") for line in path.read_text(encoding="utf-8").split("\n"))
        items = list(brat.read(path))
        spans = [span for item in items if isinstance(item, Arrival) for span in item.spans]
        listed = [item for item in items if isinstance(item, LeftOut) and item.what == "span"]
        assert len(spans) + len(listed) == written
        assert all(re.fullmatch(r".+\.ann:\d+", item.where) and item.reason for item in listed)


def test_every_note_on_a_span_is_kept_and_one_on_a_span_that_is_left_out_is_listed(tmp_path):
    arrival, left_out = read(
        tmp_path, "one two\n",
        "#1\tAnnotatorNotes T1\tunsure\n#2\tAnnotatorNotes T1\task again\tB\nT1\tX 0 3\tone\n"
        "T2\tX 0 99\ttwo\n#3\tAnnotatorNotes T2\tlost\n#4\tAnnotatorNotes T9\tnobody\n",
    )  # fmt: skip
    assert [span.note for span in arrival.spans] == ["unsure; ask again\tB"]
    assert [(one.what, one.where.rpartition(":")[2]) for one in left_out] == [
        ("span", "4"), ("note", "5"), ("note", "6"),
    ]  # fmt: skip
    assert "lost" in left_out[1].text


def test_a_text_that_got_windows_line_ends_or_a_bom_after_it_was_marked(tmp_path):
    text = "\ufeffOne.\r\n\r\nAda \U0001f600 met\r\nTom in New\r\nYork.\r\n"
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for counted in (lambda part: len(part), lambda part: len(part.encode("utf-16-le")) // 2):
        lines = []
        for number, mention in enumerate(("Ada", "Tom", "New\nYork")):
            start = counted(plain[: plain.index(mention)])
            flat = mention.replace("\n", " ")
            lines.append(f"T{number}\tX {start} {start + counted(mention)}\t{flat}\n")
        arrival, left_out = read(tmp_path, text, "".join(lines))
        assert [arrival.text[s.start : s.end] for s in arrival.spans] == ["Ada", "Tom", "New\nYork"]
        assert not left_out


def test_what_is_not_kept_of_a_text_holds_no_span(tmp_path):
    arrival, left_out = read(
        tmp_path,
        "\ufeffa\r\nb",
        "T1\tX 0 1\t\nT2\tX 2 3\t\nT3\tX 1 2\ta\nT4\tX 4 1\t\nT5\tX 9 99999999999999999999\t\n",
    )
    assert [(s.start, s.end) for s in arrival.spans] == [(0, 1)]
    assert [one.reason.partition(" only")[0] for one in left_out] == [
        "it covers", "it covers", "it ends before it starts", "it lies outside the text",
    ]  # fmt: skip


def test_of_a_text_without_words_every_span_and_note_is_listed(tmp_path):
    arrival, left_out = read(tmp_path, " \n", "T1\tX 0 1\t\n#1\tAnnotatorNotes T1\thm\n")
    assert arrival is None
    assert [one.what for one in left_out] == ["article", "span", "note"]
