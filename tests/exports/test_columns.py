import pytest

from annotator import shelf
from annotator.model.article import Article
from annotator.model.dataset import Record
from annotator.model.mark import Link, Refusal, Span

conll, biluo = shelf.load("exports", "conll"), shelf.load("exports", "biluo")
ME = "author-a"


def record(text, *spans, done=True):
    made = tuple(Span(f"{at}", start, end, f"entities/{label}", ME) for at, (start, end, label) in enumerate(spans))
    layers = frozenset({"entities"}) if done else frozenset()
    return Record(Article.of(text), "T", {}, spans=made, authors={"entities": ME}, done=layers)


def written(kind, made, tmp_path):
    report = kind.write(made, tmp_path / "x")
    assert report.files == ["x"]
    return (tmp_path / "x").read_text(encoding="utf-8"), report


TEXT = "Ada Byron met Tom.\nHull rained"
SPANS = [(0, 9, "per"), (14, 17, "per"), (19, 23, "gpe")]


def test_conll_2003_is_iob2_with_sentences_and_articles_parted(dataset, tmp_path):
    text, report = written(conll, dataset(record(TEXT, *SPANS), record("No.")), tmp_path)
    assert text == (
        "-DOCSTART- -X- -X- O\n\nAda -X- -X- B-PER\nByron -X- -X- I-PER\nmet -X- -X- O\nTom -X- -X- B-PER\n. -X- -X- O\n\n"
        "Hull -X- -X- B-GPE\nrained -X- -X- O\n\n-DOCSTART- -X- -X- O\n\nNo -X- -X- O\n. -X- -X- O\n\n"
    )
    assert (report.articles, report.spans, report.left_out) == (2, 3, [])


def test_biluo_tells_what_nobody_judged_from_what_is_none(dataset, tmp_path):
    text, report = written(
        biluo, dataset(record("Ada Byron met", (0, 9, "per")), record("Tom met", (0, 3, "per"), done=False)), tmp_path
    )
    assert text == "-DOCSTART-\tO\n\nAda\tB-PER\nByron\tL-PER\nmet\tO\n\n-DOCSTART-\tO\n\nTom\tU-PER\nmet\t-\n\n"
    assert report.left_out == []


def test_no_sentence_ends_within_a_span(dataset, tmp_path):
    text, _ = written(biluo, dataset(record("It fell. Ada rose. It fell.", (9, 21, "per"))), tmp_path)
    assert text.split("\n\n")[1:3] == [
        "It\tO\nfell\tO\n.\tO",
        "Ada\tB-PER\nrose\tI-PER\n.\tI-PER\nIt\tL-PER\nfell\tO\n.\tO",
    ]


@pytest.mark.parametrize("text", ["\n\n", " Ada\n\n\n met  Tom \n", "a\u2028b\u00a0c", "\U0001f600 \u0000 e\u0301"])
def test_white_space_is_no_word(dataset, tmp_path, text):
    written_text, _ = written(biluo, dataset(record(text)), tmp_path)
    words = [line.split("\t")[0] for line in written_text.split("\n") if line and not line.startswith("-DOCSTART-")]
    assert "".join(words) == "".join(text.split())
    assert all(word and not word.isspace() for word in words)


@pytest.mark.parametrize("kind", [conll, biluo])
def test_an_article_with_the_word_that_begins_one_is_listed_with_its_marks(dataset, tmp_path, kind):
    odd = record("A -DOCSTART- line by Ada", (21, 24, "per"))._replace(
        refusals=(Refusal("r", 0, 1, "entities/per", ME),), links=(Link("l", "0", "0", "x", ME),)
    )
    text, report = written(kind, dataset(odd, record("Tom met x-DOCSTART-y", (0, 3, "per"))), tmp_path)
    assert text.count("-DOCSTART-") == 1
    assert [one.what for one in report.left_out] == ["span", "refusal", "link", "article"]
    assert {one.reason for one in report.left_out} == {"its word -DOCSTART- begins another article in this format"}
    assert (report.articles, report.spans) == (1, 1)
