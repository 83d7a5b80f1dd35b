import pytest
from samples import TSV

from annotator.intake import webanno
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut

HEAD = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|value\n\n\n"


def read(tmp_path, text):
    path = tmp_path / "a.tsv"
    path.write_text(text, encoding="utf-8")
    items = list(webanno.read(path))
    return [i for i in items if isinstance(i, Arrival)], [i for i in items if isinstance(i, LeftOut)]


def told(arrivals):
    return [[(one.text[s.start : s.end], s.label) for s in one.spans] for one in arrivals]


def test_spans_over_words_stacked_and_of_parts_come_in(tmp_path):
    arrivals, left_out = read(tmp_path, TSV)
    assert [one.text for one in arrivals] == ["\U0001f600 Ada Byron met\nTom"]
    assert told(arrivals) == [[("Ada Byron", "PER"), ("Ada", "X|Y"), ("By", "PART"), ("Tom", "Name")]]
    assert [(one.what, one.reason) for one in left_out] == [
        ("link", "a relation, which is not held yet"), ("attribute", "Name.sure, of 1 word, which is not held"),
    ]  # fmt: skip


def test_a_span_may_cross_sentences(tmp_path):
    text = (
        HEAD
        + "#Text=Ada met\n1-1\t0-3\tAda\t_\t\n1-2\t4-7\tmet\tX[1]\t\n\n#Text=Tom .\n2-1\t8-11\tTom\tX[1]\t\n2-2\t12-13\t.\t_\t\n"
    )
    assert told(read(tmp_path, text)[0]) == [[("met\nTom", "X")]]


def test_the_text_stands_as_it_is_written_over_several_lines_too(tmp_path):
    text = (
        HEAD
        + "#Text=Ada  met\\t\n#Text=Tom.\n1-1\t0-3\tAda\tX\n1-2\t5-8\tmet\t_\n1-3\t10-13\tTom\tX\n1-4\t13-14\t.\t_\n"
    )
    arrivals, _ = read(tmp_path, text)
    assert arrivals[0].text == "Ada  met\t\nTom."
    assert told(arrivals) == [[("Ada", "X"), ("Tom", "X")]]


@pytest.mark.parametrize(("low", "high"), [(2, 4), (1, 3)])
def test_a_part_of_a_word_is_found_however_it_is_counted(tmp_path, low, high):
    text = HEAD + f"#Text=\U0001f600abc\n1-1\t0-5\t\U0001f600abc\t_\n1-1.1\t{low}-{high}\tab\tX\n"
    assert told(read(tmp_path, text)[0]) == [[("ab", "X")]]


def test_grammar_chains_and_slots_are_no_spans(tmp_path):
    text = (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n"
        "#T_SP=webanno.custom.Host|ROLE_webanno.custom.Host:links_webanno.custom.Link|webanno.custom.Span\n"
        "#T_CH=webanno.custom.Chain|referenceRelation|referenceType\n\n\n#Text=Ada\n1-1\t0-3\tAda\tNNP\t*;*\t1-1;1-1\t*->1-1\tX[1]\n"
    )
    arrivals, left_out = read(tmp_path, text)
    assert told(arrivals) == [[("Ada", "Host")]]
    assert [(one.what, one.reason.partition(",")[0]) for one in left_out] == [
        ("link", "an element of a chain"), ("attribute", "Host.webanno.custom.Span"), ("attribute", "POS.PosValue"),
    ]  # fmt: skip


def test_a_span_of_nothing_is_listed_with_its_line(tmp_path):
    _, left_out = read(tmp_path, HEAD + "#Text=Ada\n1-1\t0-3\tAda\t_\n1-1.1\t0-0\t\tX\n")
    assert [(one.reason, one.where.rpartition(":")[2]) for one in left_out] == [("empty", "7")]


@pytest.mark.parametrize(
    ("text", "why"),
    [("Ada\tB-PER\n", "does not begin"), (HEAD + "#Text=Ada\n1-1\tx\tAda\tX\n", "no line of WebAnno"),
     (HEAD + "#Text=Tom\n1-1\t0-3\tAda\tX\n", "not in the text"), (HEAD + "#Text=Ada\n1\t0-3\tAda\tX\n", "no line of WebAnno")],
)  # fmt: skip
def test_what_has_another_shape_refuses_the_file(tmp_path, text, why):
    with pytest.raises(Problem, match=why):
        read(tmp_path, text)


def test_labels_that_are_stacked_without_numbers_are_spans_of_their_own(tmp_path):
    arrivals, _ = read(tmp_path, HEAD + "#Text=Ada met\n1-1\t0-3\tAda\tPER|ORG\t\n1-2\t4-7\tmet\t_\t\n")
    assert told(arrivals) == [[("Ada", "PER"), ("Ada", "ORG")]]


@pytest.mark.parametrize(("text", "word"), [("a\\\\b", "a\\\\b"), ("a\\\\b", "a\\b"), ("a\\b", "a\\b")])
def test_a_backslash_is_kept_whoever_escapes_it(tmp_path, text, word):
    arrivals, _ = read(tmp_path, f"{HEAD}#Text={text} met\n1-1\t0-3\t{word}\tPER\t\n1-2\t4-7\tmet\t_\t\n")
    assert [one.text for one in arrivals] == ["a\\b met"]
    assert told(arrivals) == [[("a\\b", "PER")]]
