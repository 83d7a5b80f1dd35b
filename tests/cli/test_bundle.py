"""`export --as bundle` from projects: its choices, its target, what leaves of every corpus, and the same bytes."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import closing

import pytest
from bundles import PARTS, docs, files, spans_of

from annotator import beside, places, shelf
from annotator.cli.answer import author
from annotator.project.project import Project
from tests.beside import left_by_the_killed
from tests.conftest import CHECKOUT, CORPORA


@pytest.fixture
def target(tmp_path):
    return tmp_path / "x.training"


def sample(spandesk, path):
    spandesk("add", path, places.resource("sample", "sample.jsonl"))


def put(spandesk, path, tmp_path, *records, name="in.jsonl"):
    (tmp_path / name).write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return spandesk("add", path, tmp_path / name, "--as", "jsonl", "--json").json


def by(start, end, label="PER", layer="entities"):
    return {"start": start, "end": end, "label": label, "layer": layer, "author": "A"}


def kept_parts(path):
    """Return the parts that are kept, by the number of the article."""
    with closing(Project.open(path, author(), writable=False)) as project:
        return dict(project.reader.connection.execute("SELECT article, part FROM part").fetchall())


def unlike(at):
    """Return words that nothing else is a near copy of."""
    dice = random.Random(at)
    return " ".join("".join(dice.choices("abcdefghiklmnoprstuvw", k=6)) for _ in range(20))


def people(count=10):
    done = {"A": {"entities": "done", "claims": "done"}}
    return [
        {"text": f"Ada met Tom {unlike(at)}.", "status": done,
         "spans": [by(0, 3), by(8, 11), by(0, 11, "CLAIM", "claims"), by(4, 11, "CLAIM", "claims")]}
        for at in range(count)
    ]  # fmt: skip


def test_the_choices_of_a_kind_are_options_of_the_shell(path, spandesk, tmp_path, target):
    put(spandesk, path, tmp_path, *people())
    said = spandesk(
        "export", path, target, "--as", "bundle", "--claims-as", "claims=ner", "--align", "expand", "--json"
    ).json
    assert {one["reason"] for one in said["left_out"]} == {
        "it overlaps 0-11, which leaves instead: ner holds no overlaps"
    }
    plainly = "it overlaps a longer or earlier span, which leaves instead: ner holds no overlaps"
    assert {one["verdict"] for one in said["left_out"]} == {plainly}
    assert f"| {plainly} |" in (target / "README.md").read_text()
    held = json.loads((target / "manifest.json").read_text())
    assert held["wishes"] == {"align": {"": "expand"}, "claims-as": {"claims": "ner"}}
    assert held["position"] == said["position"]
    assert held["asked"] == {"layers": ["entities", "claims"], "authors": [], "statuses": ["done"]}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--as", "jsonl", "--claims-as", "ner"], 2, "--claims-as: jsonl has no such choice. It is one of bundle."),
        (
            ["--as", "bundle", "--claims-as", "tagger"],
            2,
            "--claims-as tagger: it is not of the form [LAYER=]ner|spancat",
        ),
        (["--as", "bundle", "--align", "pigeons=expand"], 1, "the layer pigeons: the project has none of that name"),
    ],
)
def test_a_choice_that_is_none_is_told(words, code, said, path, spandesk, tmp_path, target):
    put(spandesk, path, tmp_path, *people())
    told = spandesk("export", path, target, *words)
    assert (told.code, told.err.count("\n")) == (code, 1)
    assert said in told.err
    assert not target.exists()


def test_the_help_names_the_choices_and_their_kinds(spandesk):
    said = " ".join(spandesk("export", "--help").out.split())
    assert "[LAYER=]ner|spancat (bundle)" in said
    assert "[LAYER=]strict|contract|expand (biluo, bundle, conll, docbin, prodigy, spacy_json)" in said


def test_what_is_not_trained_well_is_said(path, spandesk, tmp_path, target):
    put(spandesk, path, tmp_path, *people(1))
    said = spandesk("export", path, target, "--as", "bundle")
    assert said.code == 0
    assert "The layer entities has no finished article in dev: it is scored on train" in said.out


def test_the_parts_that_a_first_bundle_gives_can_be_taken_back(path, spandesk, tmp_path, target):
    put(spandesk, path, tmp_path, *people())
    assert spandesk("export", path, target, "--as", "bundle").code == 0
    held = kept_parts(path)
    assert len(held) == 10
    split = next(one for one in spandesk("history", path, "--json").json["gestures"] if one["command"] == "split")
    assert spandesk("history", path, "--take-back", split["id"]).code == 0
    assert kept_parts(path) == {}
    assert spandesk("export", path, target, "--as", "bundle").code == 0
    assert kept_parts(path) == held


def test_a_folder_of_an_export_is_replaced_and_what_it_did_not_write_stays(path, spandesk, tmp_path, target):
    put(spandesk, path, tmp_path, *people())
    call = ("export", path, target, "--as", "bundle")
    assert spandesk(*call).code == 0
    first = files(target)
    model = target / "training" / "entities" / "model-best" / "model"
    model.parent.mkdir(parents=True)
    model.write_text("hours of work")
    (target / "configs" / "mine.cfg").write_text("mine")
    assert spandesk(*call, "--layer", "entities").code == 0
    assert not (target / "corpus" / "claims").exists()
    assert spandesk(*call).code == 0
    kept = {"training/entities/model-best/model": b"hours of work", "configs/mine.cfg": b"mine"}
    assert files(target) == {**first, **kept}
    assert list(tmp_path.glob(".x*")) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork processes")
@pytest.mark.parametrize("exchanged", [True, False])
def test_what_was_trained_outlives_an_export_that_was_killed_with_the_folder_moved_aside(
    exchanged, path, spandesk, tmp_path, target, monkeypatch
):
    if not exchanged:
        monkeypatch.setattr(places, "_exchanged", lambda *_: False)
    put(spandesk, path, tmp_path, *people())
    call = ("export", path, target, "--as", "bundle")
    assert spandesk(*call).code == 0
    (target / "training").mkdir()
    (target / "training" / "model").write_text("hours of work")
    left = left_by_the_killed(target, [target.name])
    target.rename(left / beside.ASIDE)
    assert spandesk(*call, "--dry-run").code == 0
    assert (left / beside.ASIDE / "training" / "model").exists()
    assert not target.exists()
    assert spandesk(*call).code == 0
    assert (target / "training" / "model").read_text() == "hours of work"
    assert list(tmp_path.glob(".x*")) == []


def test_what_is_begun_in_the_folder_while_an_export_is_written_stays(path, spandesk, tmp_path, target, monkeypatch):
    put(spandesk, path, tmp_path, *people())
    call = ("export", path, target, "--as", "bundle")
    assert spandesk(*call).code == 0
    kind = shelf.load("exports", "bundle")
    write, changes = kind.write, [target / "training" / "model", target / "train.py"]

    def meanwhile(*words):
        changes[0].parent.mkdir(exist_ok=True)
        changes.pop(0).write_text("mine")
        return write(*words)

    monkeypatch.setattr(kind, "write", meanwhile)
    assert spandesk(*call).code == 0
    assert (target / "training" / "model").read_text() == "mine"
    changes[0] = next(one for one in target.iterdir() if one.is_file())
    done = spandesk(*call)
    assert "was changed since it was written" in done.err
    assert (target / "training" / "model").read_text() == "mine"


def test_a_folder_that_no_export_wrote_and_one_that_was_changed_are_spared(path, spandesk, tmp_path, target):
    put(spandesk, path, tmp_path, *people())
    call = ("export", path, target, "--as", "bundle")

    def spared(why):
        before = files(target)
        said = spandesk(*call)
        assert (said.code, said.err.count("\n")) == (1, 1)
        assert why in said.err
        assert files(target) == before

    target.mkdir()
    for name, text in (
        ("letter.txt", "mine"),
        ("manifest.json", '{"files": {}}'),
        ("manifest.json", "[]"),
        ("manifest.json", ""),
    ):
        (target / name).write_text(text)
        spared("the folder is not empty and no export wrote it. Move it, or name another one; nothing was changed.")
    shutil.rmtree(target)
    target.mkdir()
    assert spandesk(*call).code == 0, "an empty one"
    config = target / "configs" / "entities.cfg"
    config.write_text(config.read_text().replace("max_steps = 1000", "max_steps = 50"))
    spared("entities.cfg was changed since it was written. Move it, or name another folder; nothing was changed.")
    config.unlink()
    assert spandesk(*call).code == 0, "what is gone is written again"
    assert "max_steps = 1000" in config.read_text()


def test_a_file_is_no_place_for_a_folder(path, spandesk, tmp_path, target):
    put(spandesk, path, tmp_path, *people())
    target.write_text("mine")
    for place, why in ((target, "it is a file. Name a folder"), (path, "it is a project or another database")):
        said = spandesk("export", path, place, "--as", "bundle")
        assert (said.code, said.err.count("\n")) == (1, 1)
        assert why in said.err
    assert target.read_text() == "mine"


def test_where_nothing_is_done_no_folder_is_made(path, spandesk, tmp_path, target):
    put(spandesk, path, tmp_path, {"text": "Ada met Tom.", "spans": [by(0, 3)]})
    said = spandesk("export", path, target, "--as", "bundle")
    assert said.code == 1
    assert "1 article has marks but none is done" in said.err
    assert not target.exists()


THERE = sorted(path.name for path in CORPORA.iterdir() if path.is_dir()) if CORPORA.is_dir() else []

# Patterns, labels of whole texts, annotations without their text, and columns under a suffix of another kind.
SPANLESS = {"patterns_fashion", "spacy_healthsea_cc", "w3c_recogito", "conll_weibo", "seed"}


@pytest.mark.parametrize("name", THERE)
def test_spans_in_are_spans_trained_on_and_spans_listed(name, corpora, path, spandesk, target, request):
    """Of every corpus that can be read, proved by reading the DocBins back."""
    added = spandesk("add", path, corpora / name, "--json")
    taken = added.json["spans"] if added.code == 0 else 0
    if not taken:
        assert name in SPANLESS, added.err or added.out
        pytest.skip("nothing reads spans out of it")
    for claims_as in ("", "ner", "spancat") if request.config.getoption("--full") else ("",):
        _prove(
            spandesk, path, target.with_name(f"x{claims_as}"), ["--claims-as", claims_as] if claims_as else [], taken
        )


def _prove(spandesk, path, target, wish, taken):
    """Each span that is read back has the text, the range and the label that the project has, and none is there twice."""
    said = spandesk("export", path, target, "--as", "bundle", "--status", "any", *wish, "--json").json
    project = Project.open(path, author())
    stored = {record.article.text: record for record in project.reader.records(project.reader.position())}
    scheme = project.reader.scheme()
    project.close()
    read = Counter(
        (doc.text, span.start_char, span.end_char, span.label_, span.id_)
        for part in (target / "corpus").glob("*/*")
        for doc in docs(part)
        for span in spans_of(doc)
    )
    there = {
        (text, span.start, span.end, scheme.label(span.label).name, span.id)
        for text, one in stored.items()
        for span in one.spans
    }
    assert set(read) <= there
    assert set(read.values()) <= {1}
    listed = [one for one in said["left_out"] if one["what"] == "span"]
    assert len(there) == taken == read.total() + len(listed) + sum(said["not_taken"].values())
    assert read.total() == said["spans"]


def test_a_broken_project_gives_the_report_that_a_careful_person_would_write(path, spandesk, tmp_path, target):
    """Half tokens, edges of white space, overlaps of entities, refusals, an empty article, a claim of 25 words."""
    done = {"A": {"entities": "done", "claims": "done"}}
    claim = "the line will be opened again " * 4 + "in"
    long = f"Ada said that {claim} spring."
    records = [
        {"text": "Ada Lindqvist met Tom Brandt in  Northport.", "title": "Broken", "status": done,
         "spans": [by(0, 13), by(1, 13), by(29, 33), by(18, 28), by(22, 28), by(10, 17), by(18, 28, "GPE")],
         "refusals": [by(33, 42), by(0, 13), by(34, 42), by(0, 13, "CLAIM", "claims")]},
        {"text": "Nothing is to be found here.", "title": "Empty", "status": done},
        {"text": long, "title": "Long", "status": done, "spans": [
            by(0, 3), by(14, 14 + len(claim), "CLAIM", "claims"), by(14, 22, "CLAIM", "claims")]},
        {"text": "Tom was not read to the end.", "title": "Todo", "spans": [by(0, 3)]},
        *people(8),
    ]  # fmt: skip
    put(spandesk, path, tmp_path, *records)
    said = spandesk("export", path, target, "--as", "bundle", "--json").json
    told = {(one["what"], one["where"], one["text"], one["label"], one["reason"]) for one in said["left_out"]}
    overlap = "it overlaps {} in a flat layer, which leaves instead"
    assert told == {
        ("span", "Broken", "da Lindqvist", "PER", "it starts or ends inside a token"),
        ("span", "Broken", "in  ", "PER", "it starts or ends with white space, from which nothing is learnt"),
        ("span", "Broken", "Brandt", "PER", overlap.format("18-28")),
        ("span", "Broken", "ist met", "PER", "it starts or ends inside a token"),
        ("span", "Broken", "Tom Brandt", "GPE", overlap.format("18-28")),
        ("refusal", "Broken", "Ada Lindqvist", "PER", "a span of the same range and label leaves"),
        ("refusal", "Broken", "orthport", "PER", "it starts or ends inside a token"),
        ("refusal", "Broken", "Ada Lindqvist", "CLAIM", "spancat learns nothing from a refusal"),
    }
    assert said["not_taken"] == {"entities not done": 1}
    assert said["spans"] == 2 + 3 + 4 * 8
    read = {doc.text: doc for part in PARTS for doc in docs(target / "corpus" / "entities" / part)}
    assert [token.ent_iob_ for token in read["Nothing is to be found here."]] == ["O"] * 7
    broken = read["Ada Lindqvist met Tom Brandt in  Northport."]
    assert [span.text for span in broken.spans["incorrect"]] == ["Northport"]
    claims = {
        span.text for part in PARTS for doc in docs(target / "corpus" / "claims" / part) for span in doc.spans["claims"]
    }
    assert {claim, "the line"} <= claims
    assert len(claim.split()) == 25
    card = (target / "README.md").read_text()
    for row in (
        "| span | 2 | it starts or ends inside a token |",
        "| span | 2 | it overlaps a longer or earlier span in a flat layer, which leaves instead |",
        "| refusal | 1 | spancat learns nothing from a refusal |",
        "| entities not done | 1 |",
    ):
        assert row in card
    assert "2 to 25 tokens: 100.0% of the spans" in card


def exported(project, target, home, **environment):
    words = [sys.executable, "-m", "annotator", "export", project, target, "--as", "bundle", "--align", "claims=expand"]
    call = {**os.environ, "SPANDESK_HOME": str(home), **environment}
    subprocess.run(words, cwd=CHECKOUT, env=call, check=True, capture_output=True)
    return files(target)


def test_the_same_position_and_choices_give_the_same_bytes_anywhere(path, spandesk, tmp_path):
    """In other processes: from a copy of another name, in another locale and zone, as somebody else, after other exports."""
    sample(spandesk, path)
    put(spandesk, path, tmp_path, *people())
    first = exported(path, tmp_path / "one", tmp_path / "home1", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    shutil.copy(path, tmp_path / "a copy \u00fc.spans")
    spandesk("export", path, tmp_path / "x.spacy", "--as", "docbin")
    spandesk("export", path, tmp_path / "other", "--as", "bundle", "--claims-as", "ner")
    other = tmp_path / "another folder" / "two"
    other.parent.mkdir()
    second = exported(
        tmp_path / "a copy \u00fc.spans", other, tmp_path / "home2",
        PYTHONHASHSEED="77", TZ="Pacific/Auckland", LC_ALL="tr_TR.UTF-8", LANG="tr_TR.UTF-8", HOME=str(tmp_path), USER="b",
    )  # fmt: skip
    assert first == second
    assert len(first) > 12
