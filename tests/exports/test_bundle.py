import contextlib
import io
import json

import pytest
import spacy
import srsly
from bundles import ME, NEWS, PARTS, docs, files, found, made, python, record, spans_of, story, write

from annotator import shelf
from annotator.model.dataset import WRITTEN
from annotator.model.mark import Label, Layer, Link, Refusal, Span
from annotator.model.problem import Problem
from annotator.model.scheme import Scheme

TEXT = "Ada Lindqvist met Tom Brandt in Northport."
BUNDLE = shelf.load("exports", "bundle")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "x.training"


def config(folder, name):
    return spacy.util.load_config(folder / "configs" / f"{name}.cfg")


def test_each_layer_has_a_corpus_of_its_own_marks_by_part(folder):
    stories = [story(at) for at in range(10)]
    report = write(made(stories), folder)
    for layer, others in (("entities", "spans"), ("claims", "ents")):
        for part, count in (("train", 8), ("dev", 1), ("test", 1)):
            read = docs(folder / "corpus" / layer / part)
            assert len(read) == count
            assert not any(getattr(doc, others) for doc in read)
    assert (report.articles, report.spans, report.left_out) == (10, 40, [])
    layers = [folder / "corpus" / layer / part for layer in ("entities", "claims") for part in PARTS]
    here = {(doc.text, span.id_): span.text for layer in layers for doc in docs(layer) for span in spans_of(doc)}
    there = {
        (one.article.text, span.id): one.article.text[span.start : span.end] for one in stories for span in one.spans
    }
    assert here == there


def test_nothing_of_one_layer_is_left_in_the_corpus_of_the_next(folder):
    layers = [
        Layer("entities", "E", "flat"),
        Layer("more", "M", "flat", order=1),
        Layer("claims", "C", "free", order=2),
    ]
    scheme = Scheme(layers, [*NEWS.labels, Label("more/x", "more", "X")])
    spans = [found(TEXT, "Ada Lindqvist", "entities/per"), found(TEXT, "Northport", "more/x")]
    spans += [found(TEXT, words, "claims/claim") for words in ("Tom", "Tom Brandt")]
    ids = [layer.id for layer in layers]
    write(made([record(TEXT, *spans, layers=ids)], ids, scheme), folder)
    first, second, third = (docs(folder / "corpus" / layer / "train")[0] for layer in ids)
    assert {token.text: token.ent_id_ for token in first if token.ent_id} == dict.fromkeys(
        ["Ada", "Lindqvist"], spans[0].id
    )
    assert {token.text: token.ent_id_ for token in second if token.ent_id} == {"Northport": spans[1].id}
    assert [(token.ent_id, token.ent_iob, token.ent_type) for token in third] == [(0, 0, 0)] * len(third)
    assert [list(doc.spans) for doc in (first, second, third)] == [[], [], ["claims"]]


def test_a_layer_holds_the_articles_that_are_done_in_it(folder):
    both, one = story(1), story(2)
    alone = one._replace(authors={"claims": ME}, done=frozenset({"claims"}),
                         spans=tuple(span for span in one.spans if span.label.startswith("claims")))  # fmt: skip
    report = write(made([both, alone]), folder)
    assert (len(docs(folder / "corpus/entities/train")), len(docs(folder / "corpus/claims/train"))) == (1, 2)
    assert report.articles == 2


def test_a_finished_article_without_a_span_says_that_nothing_is_an_entity(folder):
    write(made([story(1), record("Nothing is here.")]), folder)
    empty = next(doc for doc in docs(folder / "corpus/entities/train") if not doc.ents)
    assert [token.ent_iob_ for token in empty] == ["O"] * 4
    assert docs(folder / "corpus/claims/train")[0].spans["claims"] is not None
    assert "In 1 article there is no span" in (folder / "README.md").read_text()


@pytest.mark.parametrize("claims_as", ["ner", "spancat"])
def test_an_article_of_which_every_span_is_left_out_is_not_told_as_one_without(folder, claims_as):
    half = [Span("half", 20, 28, "entities/per", ME), Span("half claim", 20, 28, "claims/claim", ME)]
    text = "Ada Lindqvist met Tom Brandt in the New York City of London."
    wishes = {"claims-as": {"": claims_as}}
    stories = [story(1, nested=False), record(text, *half), record("Nothing is here.")]
    report = write(made(stories, wishes=wishes), folder)
    assert len(report.left_out) == 2
    assert [line for line in (folder / "README.md").read_text().splitlines() if "there is no span" in line] == [
        "- In 1 article there is no span: nothing is to be found there."
    ] * 2


def test_an_unfinished_one_says_nothing_about_the_rest(folder):
    write(made([story(1), record(TEXT, found(TEXT, "Tom Brandt", "entities/per"), done=())]), folder)
    doc = next(doc for doc in docs(folder / "corpus/entities/train") if doc.text == TEXT)
    assert {token.ent_iob_ for token in doc} == {"B", "I", ""}


def test_words_of_a_span_that_does_not_leave_are_not_learnt_as_no_entity(folder):
    """As where spaCy makes Docs of offsets: what lies across tokens is missing, not outside."""
    text = "Ada Lindqvist met Tom Brandt in the New York City of London."
    spans = [found(text, "Ada", "entities/per"), Span("half", 20, 28, "entities/per", ME)]
    spans += [found(text, "New York City", "entities/gpe"), found(text, "City of London", "entities/gpe")]
    spans += [Span("claim", 4, 13, "claims/claim", ME), Span("half claim", 42, 50, "claims/claim", ME)]
    report = write(made([record(text, *spans)]), folder)
    assert len(report.left_out) == 3
    (doc,) = docs(folder / "corpus/entities/train")
    words = {token.text: token.ent_iob_ for token in doc}
    assert words == {
        "Ada": "B", "Lindqvist": "O", "met": "O", "Tom": "", "Brandt": "", "in": "O", "the": "O",
        "New": "B", "York": "I", "City": "I", "of": "", "London": "", ".": "O",
    }  # fmt: skip
    (doc,) = docs(folder / "corpus/claims/train")
    assert [token.ent_iob_ for token in doc] == [*"OBOOOOOO", "", "", *"OOO"], "nor those of the layer before"
    with pytest.warns(UserWarning, match="Misaligned entities .* will be ignored during training"):
        example = spacy.training.Example.from_dict(spacy.blank("en").make_doc(text), {"entities": [(20, 28, "PER")]})
    assert [token.text for token in example.reference if not token.ent_iob_] == ["Tom", "Brandt"]


def test_refusals_teach_ner_and_are_listed_where_spancat_cannot_learn_them(folder):
    refusals = (Refusal("r", 18, 28, "entities/per", ME), Refusal("s", 0, 13, "claims/claim", ME))
    spans = [found(TEXT, words, "claims/claim") for words in ("Ada Lindqvist met", "Lindqvist met Tom")]
    report = write(made([record(TEXT, found(TEXT, "Ada", "entities/per"), *spans, refusals=refusals)]), folder)
    (doc,) = docs(folder / "corpus/entities/train")
    assert [(span.text, span.label_, span.id_) for span in doc.spans["incorrect"]] == [("Tom Brandt", "PER", "r")]
    assert [(one.what, one.reason) for one in report.left_out] == [("refusal", "spancat learns nothing from a refusal")]
    assert config(folder, "entities")["components"]["ner"]["incorrect_spans_key"] == "incorrect"
    assert config(folder, "claims")["components"]["spancat"]["spans_key"] == "claims"


def test_refusals_of_a_layer_that_ner_learns_leave_with_it(folder):
    one = record(
        TEXT, found(TEXT, "Ada Lindqvist met", "claims/claim"), refusals=(Refusal("s", 18, 28, "claims/claim", ME),)
    )
    write(made([one]), folder)
    (doc,) = docs(folder / "corpus/claims/train")
    assert [span.text for span in doc.spans["incorrect"]] == ["Tom Brandt"]


def test_a_refusal_of_the_range_and_name_of_a_span_is_listed(folder):
    scheme = Scheme(NEWS.layers, [*NEWS.labels, Label("entities/per-2", "entities", "PER", order=7)])
    one = record(TEXT, found(TEXT, "Ada", "entities/per"), refusals=(Refusal("s", 0, 3, "entities/per-2", ME),))
    report = write(made([one], ("entities",), scheme), folder)
    assert [one.reason for one in report.left_out] == ["a span of the same range and label leaves"]
    assert "incorrect" not in docs(folder / "corpus/entities/train")[0].spans


def test_groups_say_whose_spans_they_are(folder):
    write(made([story(1)]), folder)
    (doc,) = docs(folder / "corpus/claims/train")
    assert doc.spans["claims"].attrs == {"author": "annotator A", "done": True}


def test_a_free_layer_without_overlaps_is_learnt_by_ner_and_the_card_says_why(folder):
    write(made([story(at, nested=False) for at in range(10)]), folder)
    assert config(folder, "claims")["nlp"]["pipeline"] == ["tok2vec", "ner"]
    assert "Its spans may overlap, but none does" in (folder / "README.md").read_text()


def test_claims_as_decides_otherwise(folder):
    stories = [story(at) for at in range(10)]
    report = write(made(stories, wishes={"claims-as": {"": "ner"}}), folder)
    assert config(folder, "claims")["nlp"]["pipeline"] == ["tok2vec", "ner"]
    assert len(report.left_out) == 10
    assert all("which leaves instead" in one.reason and one.text == "the ferry line" for one in report.left_out)
    assert report.spans == 30
    assert "asks for ner, which holds no overlaps" in (folder / "README.md").read_text()
    apart = folder.with_name("apart")
    write(made([story(at, nested=False) for at in range(10)], wishes={"claims-as": {"claims": "spancat"}}), apart)
    assert config(apart, "claims")["nlp"]["pipeline"] == ["tok2vec", "spancat"]


def test_a_flat_layer_is_no_claim(folder):
    with pytest.raises(Problem, match="the layer is flat"):
        write(made([story(1)], wishes={"claims-as": {"entities": "spancat"}}), folder)


@pytest.mark.parametrize(("value", "text"), [("strict", None), ("contract", "Lindqvist"), ("expand", "Ada Lindqvist")])
def test_how_spans_are_aligned_is_a_layers_or_a_wish(value, text, folder):
    one = record(TEXT, Span("half", 1, 13, "entities/per", ME), found(TEXT, "Northport", "entities/gpe"))
    report = write(made([one], ("entities",), wishes={"align": {"entities": value}}), folder)
    assert [span.text for span in docs(folder / "corpus/entities/train")[0].ents] == [
        *filter(None, [text, "Northport"])
    ]
    assert len(report.left_out) == (text is None)
    layers = [layer._replace(alignment=value) for layer in NEWS.layers]
    by_layer = folder.with_name("by_layer")
    write(made([one], ("entities",), Scheme(layers, NEWS.labels)), by_layer)
    assert files(by_layer / "corpus") == files(folder / "corpus")


def test_the_suggester_covers_what_was_found_and_the_card_says_how_much(folder):
    write(made([story(at) for at in range(10)]), folder)
    suggester = config(folder, "claims")["components"]["spancat"]["suggester"]
    found_ = {len(span) for doc in docs(folder / "corpus/claims/train") for span in doc.spans["claims"]}
    assert found_ <= set(range(suggester["min_size"], suggester["max_size"] + 1))
    card = (folder / "README.md").read_text()
    assert "100.0% of the spans. spaCy's own default, 1 to 3, offers 50.0%." in card


def test_spans_beyond_what_fits_into_memory_stay_in_the_corpora_so_that_scores_miss_them(folder, monkeypatch):
    monkeypatch.setattr(shelf.load("exports", "training"), "BUDGET", 2_500_000)
    report = write(made([story(at) for at in range(10)], ("claims",)), folder)
    assert (report.spans, report.left_out) == (20, [])
    assert not (folder / "left_out.jsonl").exists()
    longest = config(folder, "claims")["components"]["spancat"]["suggester"]["max_size"]
    held = [
        len(span) for part in PARTS for doc in docs(folder / "corpus/claims" / part) for span in doc.spans["claims"]
    ]
    assert (len(held), sum(length > longest for length in held)) == (20, 10)
    assert report.remarks[0].startswith(f"Of the 20 spans of the layer claims 10 have more than {longest} tokens")
    assert "more does not fit into 2 GB with its longest article" in report.remarks[0]
    assert report.remarks[0] in (folder / "README.md").read_text().replace("\\", "")
    train = ("-m", "spacy", "train", "configs/claims.cfg", "--output", "training/claims", "--training.max_steps", "1")
    python(folder, *train)
    python(folder, "-m", "spacy", "evaluate", "training/claims/model-best", "corpus/claims/dev", "-sk", "claims")


def test_labels_that_only_dev_has_are_known_to_the_model(folder):
    stories = [story(at) for at in range(10)]
    dev = record(TEXT, found(TEXT, "Northport", "entities/gpe"), part="dev")
    write(made([*stories, dev]), folder)
    labels = json.loads((folder / "labels/entities.json").read_text())
    assert set(labels["1"]) == {"PER", "GPE"}
    assert json.loads((folder / "labels/claims.json").read_text()) == ["CLAIM"]
    python(folder, "-m", "spacy", "train", "configs/entities.cfg", "--training.max_steps", "1")


def test_labels_of_which_train_has_no_span_are_named(folder):
    labels = [*NEWS.labels, Label("entities/gpe-2", "entities", "GPE", order=7)]
    scheme = Scheme(
        NEWS.layers, [*labels, *(Label(f"entities/{at}", "entities", str(at), order=at) for at in range(9))]
    )
    dev = record(TEXT, found(TEXT, "Northport", "entities/gpe"), part="dev")
    stories = [story(at) for at in range(10)]
    report = write(made([*stories, dev], ("entities",), scheme), folder)
    assert report.remarks == [
        "The layer entities has spans of GPE in dev or test, but none in train: it is not learnt."
    ]
    assert report.remarks[0] in (folder / "README.md").read_text()
    both = record("Malmö.", found("Malmö.", "Malmö", "entities/gpe-2"))
    assert write(made([*stories, dev, both], ("entities",), scheme), folder.with_name("both")).remarks == []
    many = record(TEXT + "!", *(found(TEXT, TEXT.split()[at // 2], f"entities/{at}") for at in range(9)), part="test")
    spoken = write(made([*stories, many], ("entities",), scheme), folder.with_name("many")).remarks
    assert spoken[0].endswith("has spans of 0, 2, 4, 6 and 8 in dev or test, but none in train: they are not learnt.")


def test_a_layer_of_which_nothing_leaves_is_said_to_be_learnt_by_nobody(folder):
    alone = [story(at) for at in range(10)]
    alone = [one._replace(authors={"entities": ME}, spans=one.spans[:2]) for one in alone]
    write(made(alone), folder)
    card = (folder / "README.md").read_text()
    assert "| claims | nothing | 0 / 0 | 0 / 0 | 0 / 0 | 0 |" in card
    _, _, section = card.partition("## The layer claims\n\n")
    assert section.partition("\n\n##")[0] == "No config: no article of it leaves."


def test_what_to_do_is_said_once_for_all_layers(folder):
    report = write(made([one for one in map(story, range(10)) if one.part == "train"]), folder)
    assert [one.split()[2] for one in report.remarks[:-1]] == ["entities", "claims"]
    assert report.remarks[-1] == FINISH.format("dev")


def test_without_a_test_part_nothing_names_it(folder):
    write(made([one for one in map(story, range(10)) if one.part != "test"]), folder)
    assert not (folder / "corpus/entities/test").exists()
    for path in (folder / "configs/entities.cfg", folder / "project.yml"):
        assert "/test" not in path.read_text()
    assert "corpus/entities/dev --output" in (folder / "project.yml").read_text().replace("\n        ", " ")


def test_without_a_test_part_scores_are_of_dev_and_that_is_said(folder):
    report = write(made([one for one in map(story, range(10)) if one.part != "test"], ("entities",)), folder)
    assert report.remarks == [
        "The layer entities has no finished article in test: its scores are those of dev, by which the model was chosen.",
        FINISH.format("test"),
    ]


FINISH = (
    "If the split gives {0} a share, finish one that part:{0} lists in the filter, add articles, or share them out anew "
    "with spandesk split --salt; if it gives none, share them out anew with spandesk split --ratio."
)


def test_without_a_dev_part_it_is_scored_on_train_and_that_is_said(folder):
    report = write(made([one for one in map(story, range(10)) if one.part == "train"], ("entities",)), folder)
    assert config(folder, "entities")["paths"]["dev"] == "corpus/entities/train"
    assert report.remarks == [
        "The layer entities has no finished article in dev: it is scored on train, which tells nothing of new texts.",
        FINISH.format("dev"),
    ]


@pytest.mark.parametrize(
    ("stories", "why"),
    [
        (
            [story(8)._replace(part="dev"), story(9)._replace(part="test")],
            ["none of its articles is in train", FINISH.format("train")],
        ),
        (
            [record("Nothing is here."), record("Nor here.", part="dev")],
            ["none of its articles has a span that leaves"],
        ),
    ],
)
def test_a_layer_of_which_nothing_can_be_learnt_has_no_config_and_that_is_said(stories, why, folder):
    report = write(made(stories, ("entities",)), folder)
    assert not (folder / "configs").exists()
    assert not (folder / "project.yml").exists()
    assert report.remarks == [f"The layer entities has no config: {why[0]}.", *why[1:]]


def test_an_article_without_a_part_is_listed_with_all_that_it_holds(folder):
    loose = record(TEXT, found(TEXT, "Northport", "entities/gpe"), part="", refusals=(Refusal("r", 0, 3, "entities/per", ME),),
                   links=(Link("l", "a", "b", "x", ME),))  # fmt: skip
    report = write(made([story(1), story(8), loose]), folder)
    assert sorted(one.what for one in report.left_out) == ["article", "link", "refusal", "span"]
    assert report.articles == 2


def test_corpora_are_cut_into_shards(folder, monkeypatch):
    monkeypatch.setattr(shelf.load("exports", "shards"), "MOST", 3)
    write(made([story(at) for at in range(10)], ("entities",)), folder)
    assert [path.name for path in sorted((folder / "corpus/entities/train").iterdir())] == [
        "0001.spacy",
        "0002.spacy",
        "0003.spacy",
    ]
    assert len(docs(folder / "corpus/entities/train")) == 8


def test_layers_with_strange_names_have_files_that_spacy_can_name(folder):
    layers = [
        Layer(id, id, "free", order=at) for at, id in enumerate(["a=b: c$", "Claims", "claims", "assemble", "../x"[3:]])
    ]
    labels = [Label(f"{layer.id}/x", layer.id, "X") for layer in layers]
    ids = [layer.id for layer in layers]
    spans = [
        found(TEXT, words, f"{id}/x", f"{id}{words}") for id in ids for words in ("Ada Lindqvist", "Lindqvist met")
    ]
    write(made([record(TEXT, *spans, layers=ids)], ids, Scheme(layers, labels)), folder)
    names = {path.stem for path in (folder / "configs").iterdir()}
    assert names == {"a-b-c", "Claims", "claims-2", "assemble-2", "x", "assemble"}
    for name in names - {"assemble"}:
        assert config(folder, name)["components"]["spancat"]["spans_key"] == name
        assert set(docs(folder / "corpus" / name / "train")[0].spans) == {name}
        spacy.util.load_model_from_config(config(folder, name), auto_fill=False, validate=True)


def test_the_manifest_names_position_choices_versions_and_every_file(folder):
    import hashlib

    asked = {"layers": ("claims",), "authors": ("A",), "statuses": ("done",)}
    write(
        made([story(1), story(8)], ("claims",), position="id:2:ff", asked=asked, wishes={"align": {"": "expand"}}),
        folder,
    )
    held = json.loads((folder / "manifest.json").read_text())
    assert (held["written"], held["position"], held["kind"]) == (WRITTEN, "id:2:ff", "bundle")
    assert held["asked"] == {"layers": ["claims"], "authors": ["A"], "statuses": ["done"]}
    assert held["wishes"] == {"align": {"": "expand"}}
    assert held["versions"]["spacy"] == spacy.__version__
    assert held["layers"]["claims"]["parts"]["train"] == {
        "articles": 1,
        "spans": 2,
        "tokens": len(docs(folder / "corpus/claims/train")[0]),
    }
    there = files(folder)
    del there["manifest.json"]
    assert held["files"] == {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in sorted(there.items())
    }


def test_what_is_left_out_lies_beside_line_by_line(folder):
    report = write(made([story(1), record(TEXT, Span("half", 1, 13, "entities/per", ME))]), folder)
    lines = [json.loads(line) for line in (folder / "left_out.jsonl").read_text().splitlines()]
    assert lines == [one.as_json() for one in report.left_out]
    assert len(lines) == 1


def test_the_card_counts_and_shows_what_texts_say_as_text(folder):
    details = {"Licence": "CC BY [4.0](x)", "language": "en"}
    write(made([story(1)._replace(details=details), story(8)]), folder)
    card = (folder / "README.md").read_text()
    assert f"as the tokeniser of spaCy {spacy.__version__} for the language en cuts them" in card
    assert "| entities | ner | 1 / 2 | 1 / 2 | 0 / 0 |" in card
    assert "| PER | 2 | 2 | 0 | A person \\| by \\*name\\* |" in card
    assert "- CC BY \\[4.0\\](x): 1 article" in card
    assert "- not told: 1 article" in card
    assert "- Labelled by annotator A: 2 articles." in card
    assert "## Left out\n\nNothing.\n" in card


def test_the_project_file_is_one_that_weasel_takes(folder):
    from weasel.schemas import ProjectConfigSchema, validate

    write(made([story(at) for at in range(10)]), folder)
    held = srsly.read_yaml(folder / "project.yml")
    assert validate(ProjectConfigSchema, held) == []
    assert held["workflows"]["all"] == [
        "train-entities",
        "train-claims",
        "evaluate-entities",
        "evaluate-claims",
        "assemble-pipeline",
    ]
    named = {command["name"] for command in held["commands"]}
    assert all(name in named for steps in held["workflows"].values() for name in steps)


def test_one_word_trains_and_scores_it_on_a_gpu(folder):
    from weasel.cli.run import project_run

    write(made([story(at) for at in range(10)]), folder)
    for workflow in ("train", "evaluate"):
        seen = io.StringIO()
        with contextlib.redirect_stdout(seen):
            project_run(folder, workflow, overrides={"vars.gpu": 7}, dry=True)
        commands = [line for line in seen.getvalue().splitlines() if line.startswith("Running")]
        assert [line.count("--gpu-id 7") for line in commands] == [1, 1]
    said = [line for line in (folder / "project.yml").read_text().splitlines() if "gpu: " in line]
    assert [line.strip() for line in said] == ["gpu: -1"]


@pytest.mark.parametrize("nested", [True, False], ids=["spancat", "two of ner"])
def test_it_trains_and_is_joined_as_it_stands_wherever_it_lies(nested, folder):
    """Ten steps by weasel, from a folder that was moved, with warnings as errors; the pipeline finds both layers."""
    write(made([story(at, nested) for at in range(40)]), folder)
    for path in (folder / "configs").glob("[ec]*.cfg"):
        text = path.read_text().replace("eval_frequency = 100", "eval_frequency = 10")
        path.write_text(text.replace("max_steps = 1000", "max_steps = 10"))
    moved = folder.rename(folder.with_name("moved"))
    said = python(moved, "-m", "weasel", "run", "all")
    assert "W0" not in said
    assert "NER F" in said
    assert ("SPAN F" in said) == nested  # weasel shows what spaCy prints, which is of one group of spans alone
    scores = {name: json.loads((moved / "metrics" / f"{name}.json").read_text()) for name in ("entities", "claims")}
    assert "ents_f" in scores["entities"]
    assert ("spans_claims_f" if nested else "ents_f") in scores["claims"]
    code = "" if nested else "exec(open('code/groups.py').read())\n"
    code += "import spacy\nnlp = spacy.load('training/pipeline')\nprint(nlp.pipe_names)\n"
    code += "doc = nlp('Ada Lindqvist told Tom Brandt that it rains.')\nprint(list(doc.spans))"
    names, keys = python(moved, "-c", code).splitlines()[-2:]
    assert names == ("['claims', 'entities']" if nested else "['claims', 'claims_to_group', 'entities']")
    assert keys == "['claims']"
