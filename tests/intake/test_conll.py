import pytest

from annotator.intake import conll
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut


def read(tmp_path, text, name="a.conll"):
    path = tmp_path / name
    path.write_bytes(text.encode())
    items = list(conll.read(path))
    return [i for i in items if isinstance(i, Arrival)], [i for i in items if isinstance(i, LeftOut)]


def told(arrivals):
    return [(one.text, [(one.text[s.start : s.end], s.label) for s in one.spans]) for one in arrivals]


def test_without_marks_of_articles_each_sentence_is_one(tmp_path):
    arrivals, left_out = read(tmp_path, "Ada\tB-PER\nmet\tO\nTom\tB-PER\n\n\nHull\tU-GPE\n.\tO")
    assert told(arrivals) == [("Ada met Tom", [("Ada", "PER"), ("Tom", "PER")]), ("Hull .", [("Hull", "GPE")])]
    assert [one.where.rpartition(":")[2] for one in arrivals] == ["1", "6"]
    assert all(one.marked for one in arrivals)
    assert left_out == []


def test_docstart_parts_articles_and_sentences_stand_on_lines_of_their_own(tmp_path):
    text = "-DOCSTART- -X- -X- O\n\nAda NNP B-NP I-PER\n\nmet VBD B-VP O\n-DOCSTART- -X- O O\nTom NNP B-NP I-PER\n"
    arrivals, left_out = read(tmp_path, text)
    assert told(arrivals) == [("Ada\nmet", [("Ada", "PER")]), ("Tom", [("Tom", "PER")])]
    assert [one.reason for one in left_out] == ["columns 2, 3 of its words, which nothing here holds"]


def test_newdoc_names_an_article_newpar_parts_it_and_its_text_stands_as_it_is(tmp_path):
    text = (
        "# newdoc id = n1\n# sent_id = 1\n# text = Ada  met Tom.\n1\tAda\tB-PER\t-\n2\tmet\tO\t-\n3\tTom\tB-PER\t-\n4\t.\tO\t-\n\n"
        "# newpar\n# text = It rained.\n1\tIt\tO\t-\n2\trained\tO\t-\n3\t.\tO\t-\n# newdoc id = n2\n1\tHull\tB-GPE\t-\n"
    )
    arrivals, left_out = read(tmp_path, text)
    assert told(arrivals) == [
        ("Ada  met Tom.\n\nIt rained.", [("Ada", "PER"), ("Tom", "PER")]), ("Hull", [("Hull", "GPE")]),
    ]  # fmt: skip
    assert [one.title for one in arrivals] == ["n1", "n2"]
    assert left_out == []


def row(index, word, label, more=""):
    return f"{index}\t{word}\t_\t_\t_\t_\t0\t_\t_\t{more}name={label}\n"


def test_words_over_several_lines_and_what_no_space_follows(tmp_path):
    text = (
        row("1-2", "del", "O") + row("1", "de", "O") + row("2", "el", "O") + row("3", "Hull", "B-GPE", "SpaceAfter=No|")
    )
    arrivals, _ = read(
        tmp_path, text + row("4", ",", "O") + row("5-6", "alla", "O") + row("5", "a", "B-X") + row("6", "la", "I-X")
    )
    assert told(arrivals) == [("del Hull, alla", [("Hull", "GPE"), ("alla", "X")])]


def test_a_text_that_does_not_hold_its_words_is_listed_and_they_are_joined(tmp_path):
    arrivals, left_out = read(tmp_path, "# text = Ada met Bob\n1\tAda\tB-PER\t-\n2\tmet\tO\t-\n3\tTom\tO\t-\n")
    assert told(arrivals) == [("Ada met Tom", [("Ada", "PER")])]
    assert [(one.what, one.where.rpartition(":")[2], one.text) for one in left_out] == [
        ("attribute", "2", "Ada met Bob")
    ]


def test_a_word_that_an_analysis_added_is_not_in_the_text_and_its_label_is_listed(tmp_path):
    rows = (
        (1, "He", "O"),
        (2, "went", "O"),
        (3, "and", "O"),
        (4, "she", "B-PER"),
        ("4.1", "went", "B-ACT"),
        (5, "home", "O"),
    )
    text = "# text = He went and she home\n" + "".join(
        f"{index}\t{word}\t_\t_\t_\t_\t_\t_\t_\tname={label}\n" for index, word, label in rows
    )
    arrivals, left_out = read(tmp_path, text)
    assert told(arrivals) == [("He went and she home", [("she", "PER")])]
    assert [
        (one.what, one.where.rpartition(":")[2], one.text, one.label) for one in left_out if one.what == "span"
    ] == [("span", "6", "went", "ACT")]
    assert not [one for one in left_out if "not in the text beside them" in one.reason]


def added(tmp_path, *rows):
    """Return what is read of one sentence of CoNLL-U: the spans taken, and those listed with line, words and label."""
    lines = "".join(row(*one) if one[2] else row(*one).replace("name=", "_") for one in rows)
    rest = "".join(row(at, word, label) for at, word, label in ((1, "Hull", "B-GPE"), (2, "slept", "O"), (3, ".", "O")))
    arrivals, left_out = read(tmp_path, f"{lines}\n{rest}")
    listed = [(one.where.rpartition(":")[2], one.text, one.label) for one in left_out if one.what == "span"]
    return [said for _, spans in told(arrivals) for said in spans if said != ("Hull", "GPE")], listed


@pytest.mark.parametrize(
    ("labels", "taken", "listed"),
    [
        ("B-PER I-PER I-PER", ["Ada Tom"], []),  # begins on a word, goes on over one that is not there
        ("O B-PER I-PER", ["Tom"], []),
        ("B-PER I-PER O", ["Ada"], []),
        ("B-PER O I-PER", ["Ada", "Tom"], []),
        ("B-PER - I-PER", ["Ada Tom"], []),  # nothing is said of the word between
        ("B-PER B-PER I-PER", ["Ada", "Tom"], []),
        ("B-PER U-PER B-PER", ["Ada", "Tom"], [("2", "x", "PER")]),
        ("O B-PER O", [], [("2", "x", "PER")]),
    ],
)
def test_a_span_over_written_and_added_words_is_one_span(tmp_path, labels, taken, listed):
    first, between, last = (one.strip("-") for one in labels.split(" "))
    found = added(tmp_path, ("3", "Ada", first), ("3.1", "x", between), ("4", "Tom", last))
    assert found == ([(words, "PER") for words in taken], listed)


def test_a_span_over_added_words_only_is_listed_once(tmp_path):
    rows = (("5", "Ada", "O"), ("5.1", "x", "B-ACT"), ("5.2", "y", "I-ACT"))
    assert added(tmp_path, *rows) == ([], [("2", "x y", "ACT")])


def test_a_sentence_of_added_words_only_is_listed_and_keeps_apart_from_the_next(tmp_path):
    assert added(tmp_path, ("0.1", "x", "B-ACT"), ("0.2", "y", "I-ACT")) == ([], [("1", "x y", "ACT")])
    arrivals, left_out = read(
        tmp_path, f"# newdoc\n{row('0.1', 'x', 'B-A')}\n{row(1, 'Ada', 'I-A')}{row(2, 'met', 'O')}"
    )
    assert told(arrivals) == [("Ada met", [("Ada", "A")])]
    assert [(one.what, one.text) for one in left_out if one.what == "span"] == [("span", "x")]


def test_an_added_word_within_a_word_over_several_lines_takes_no_place_from_it(tmp_path):
    rows = (("1-2", "del", "O"), ("1", "de", "B-X"), ("1.1", "x", "I-X"), ("2", "el", "I-X"), ("3", "so", "O"))
    assert added(tmp_path, *rows) == ([("del", "X")], [])


def test_an_index_of_sentence_and_word_is_that_of_a_word(tmp_path):
    text = "1.1\tAda\tB-PER\n1.2\tmet\tO\n1.3\tTom\tB-PER\n\n2.1\tIt\tO\n2.2\trained\tO\n"
    arrivals, left_out = read(tmp_path, text)
    assert told(arrivals) == [("Ada met Tom", [("Ada", "PER"), ("Tom", "PER")]), ("It rained", [])]
    assert left_out == []


def test_an_article_opens_with_or_without_a_space_after_the_sign_of_a_comment(tmp_path):
    rows = "1\tAda\tB-PER\t-\n\n# text = met\n1\tmet\tO\t-\n\n"
    spaced, close = (told(read(tmp_path, f"{sign} id = a\n{rows}")[0]) for sign in ("# newdoc", "#newdoc"))
    assert spaced == close == [("Ada\nmet", [("Ada", "PER")])]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("Ada\tB-PER\nmet\tO\nTom\tnothing\n" + "x\tO\n" * 20, 3, "no label of a word"),
        ("Ada\tO\nTom\n", 2, "fewer columns"),
    ],
)
def test_a_broken_line_refuses_the_file(tmp_path, text, line, why):
    with pytest.raises(Problem, match=why) as problem:
        read(tmp_path, text)
    assert problem.value.what.endswith(f":{line}")


def test_a_file_without_labels_is_refused(tmp_path):
    with pytest.raises(Problem, match="no column of it holds labels"):
        read(tmp_path, "Ada met Tom\n")


def test_an_article_without_words_is_listed(tmp_path):
    arrivals, left_out = read(tmp_path, "-DOCSTART- O\n\n-DOCSTART- O\n\nAda B-PER\n")
    assert told(arrivals) == [("Ada", [("Ada", "PER")])]
    assert [(one.what, one.where.rpartition(":")[2]) for one in left_out] == [("article", "1")]


def test_it_is_told_from_text_by_its_columns(tmp_path):
    path = tmp_path / "a.txt"
    assert conll.detect(path, b"Ada B-PER\nmet O\n") == 80
    assert conll.detect(path, b"Ada met Tom.\n") == 0
    assert conll.detect(tmp_path / "a.conll", b"broken") == 30
    assert conll.detect(path, b"Ada B-PER\nmet O\nTo") == 80, "the last line may be cut"


@pytest.mark.parametrize(("text", "marked"), [
    ("Ada\tU-PER\nmet\t-\n\nTom\tU-PER\nran\tO\n", [False, True]),
    ("-DOCSTART-\tO\n\nAda\tU-PER\nmet\t-\n", [False]),
    ("Ada\tB-PER\nmet\t-\n", [True]),  # such a file has no other way to say none
])  # fmt: skip
def test_a_word_of_which_nothing_is_known_leaves_its_article_undone(tmp_path, text, marked):
    arrivals, _ = read(tmp_path, text)
    assert [one.marked for one in arrivals] == marked


@pytest.mark.parametrize("text", [
    "Shirt M-42\nShirt S-36\nShirt L-44\n", "the E-mail\nan S-Bahn\nmy U-turn\n", "Alas O\nFor O\n", "milk -\neggs -\n",
])  # fmt: skip
def test_a_text_of_short_lines_is_no_columns(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(text)
    assert conll.detect(path, text.encode()) == 0
    assert conll.detect(path, b"-DOCSTART- O\n\n" + b"Ada O\n") == conll.detect(path, b"Ada O\n" * 50) == 80


def test_a_word_that_begins_as_an_article_does_is_a_word(tmp_path):
    text = "-DOCSTART- -X- -X- O\n\nAda -X- -X- B-PER\n-DOCSTART-s -X- -X- O\n-DOCSTART- -X- -X- B-SIGN\n"
    assert told(read(tmp_path, text)[0]) == [("Ada -DOCSTART-s -DOCSTART-", [("Ada", "PER"), ("-DOCSTART-", "SIGN")])]
