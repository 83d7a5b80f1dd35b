"""Each bench runs, in its smallest size; figures are judged as the design writes its targets; results are kept."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.editing.state import Caret, OnSpan, Selection, State
from annotator.model.article import Article
from annotator.model.mark import Span
from annotator.model.marks import Marks
from benches.__main__ import names
from benches.apparatus import claims, corpora, fewest, results, states, texts
from benches.apparatus.disk import is_in_memory
from benches.apparatus.figures import Figure, Size
from benches.apparatus.timing import Times, alternated

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", names())
def test_each_bench_runs(name):
    done = subprocess.run(
        [sys.executable, "-m", "benches", name, "--tiny"], cwd=CHECKOUT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert ": not judged]" in done.stdout
    assert "[met" not in done.stdout


def test_a_bench_that_is_not_there_is_named():
    done = subprocess.run([sys.executable, "-m", "benches", "nothing"], cwd=CHECKOUT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "no bench called nothing" in done.stderr


@pytest.mark.parametrize(
    ("target", "ours", "baseline", "verdict"),
    [
        ("<= 1.3x", 13, 10, "met"),
        ("<= 1.3x", 14, 10, "not met"),
        (">= 2.5x", 24, 10, "not met"),
        (">= 0.3x", 3, 10, "met"),
        ("< 16 ms", 16, 1, "not met"),
        ("< 16 ms", 15.9, None, "met"),
        ("<= 0 modules", 0, None, "met"),
        ("", 5, None, ""),
    ],
)
def test_a_target_is_judged_as_it_is_written(target, ours, baseline, verdict):
    assert Figure("what", target, ours, "ms", baseline).verdict == verdict
    assert Figure("what", target, ours, "ms", baseline, judged=False).verdict == ("not judged" if target else "")


def test_a_ratio_without_a_baseline_and_a_target_of_another_shape_are_refused():
    for target in ("<= 1.3x", "about 3 ms"):
        with pytest.raises(ValueError, match="target"):
            assert Figure("what", target, 1, "ms").met


def test_percentiles_are_times_that_were_taken():
    times = Times([n / 1000 for n in range(100, 0, -1)])
    assert (times.p50, times.p99, times.percentile(100)) == (50, 99, 100)
    assert Times([0.002]).p99 == 2


def test_turns_are_taken_by_turns():
    said = []
    alternated([lambda n: said.append(f"a{n}") or 0.0, lambda n: said.append(f"b{n}") or 0.0], 2, warm_up=1)
    assert said == ["a0", "b0", "a1", "b1", "b2", "a2"]


def test_made_up_articles_are_the_same_each_time_and_their_mentions_stand_in_the_text():
    made = texts.article(7)
    assert made == texts.article(7)
    assert made.text != texts.article(8).text
    assert len(made.mentions) == texts.SPANS
    assert not made.text.isascii()
    assert all(made.text[one.start : one.end].strip() == made.text[one.start : one.end] != "" for one in made.mentions)
    long = texts.long_article(20_000, 280, one_paragraph=True)
    assert (len(long.mentions), long.text.count("\n")) == (280, 0)
    assert len(long.text) >= 20_000


def test_results_of_benches_that_did_not_run_are_kept(tmp_path):
    path = tmp_path / "RESULTS.md"

    def told(name, ours):
        return results.section(
            name, "About.", [Figure("what", "<= 2x", ours, "ms", 10)], results.conditions(Size.USUAL, 3)
        )

    results.keep({"a": told("a", 15), "b": told("b", 25)}, ["a", "b"], path)
    results.keep({"b": told("b", 5)}, ["a", "b", "c"], path)
    kept = path.read_text(encoding="utf-8")
    assert kept.count("## ") == 2
    assert "| what | <= 2x | 15 ms | 10 ms | 1.50x | met |" in kept
    assert "| 25 ms" not in kept
    assert str(Path.home()) not in kept


def test_what_is_kept_in_memory_is_known(tmp_path):
    assert isinstance(is_in_memory(tmp_path), bool)
    if Path("/dev/shm").is_dir() and Path("/proc/mounts").is_file():
        assert is_in_memory(Path("/dev/shm"))


SAID = "Ada Lindqvist met Tom. \u201cWe go,\u201d he said."


def at(focus, *spans):
    article = Article.of(SAID)
    held = [Span(f"s{n}", *one, "entities/per", states.ME.id) for n, one in enumerate(spans)]
    return State(article, 1, Marks.of(article.id, held), Marks(), states.ME.id, states.news(), focus)


@pytest.mark.parametrize(("focus", "wanted", "keys"), [
    (Caret(5), (4, 13), ["E"]), (Caret(5), (0, 13), ["E", "E"]), (Caret(5), (0, 22), ["S"]), (Selection(0, 13), (0, 13), []), (Caret(0), (18, 21), ["E", "E", "J"]),
])  # fmt: skip
def test_the_cheapest_keys_to_a_range_are_found(focus, wanted, keys):
    state = at(focus)
    assert fewest.shortest(state, wanted, fewest.commands(state), 4) == keys


def test_a_boundary_that_is_moved_counts_and_a_range_beyond_the_depth_is_not_reached():
    state = at(OnSpan("s0"), (0, 13))
    assert fewest.shortest(state, (0, 17), fewest.commands(state, ("]", "[")), 2) == ["]"]
    assert fewest.shortest(state, (0, 3), fewest.commands(state, ("]", "[")), 2) == ["["]
    assert fewest.shortest(at(Caret(0)), (5, 8), fewest.commands(state), 2) is None


def test_the_cheapest_keys_to_a_label_change_no_other_span():
    state = replace(at(OnSpan("s0"), (0, 3)), fresh="new")
    keys = fewest.commands(state, ("]", "S", "J", "1"))
    assert fewest.labelling(state, (4, 17), keys, 3) == ["J", "1", "]"]
    assert fewest.labelling(state, (0, 13), fewest.commands(state, ("]", "1")), 3) is None
    assert fewest.labelling(state, (0, 22), keys, 3) == ["S", "1"]


def test_claims_of_news_are_found_by_their_first_and_last_words():
    found = claims.claims_in("He said it rains. It rains.", "It rains ... rains.\nHe said ... rains\nit rains")
    assert found == [(0, 16), (8, 16), (18, 27)]
    marked = claims.marked({"one": "It rains."}, {"one": "It rains", "other": "nothing"})
    assert marked == [("It rains.", [(0, 8)])]


def test_a_key_costs_its_press_and_each_modifier():
    assert fewest.seconds(["E", "E"]) == pytest.approx(0.4)
    assert fewest.seconds(["Ctrl+Shift+Right", "{"]) == pytest.approx(1.0)
    state = at(Caret(0))
    for keys in (("Ctrl+Shift+Right", "E"), ("E", "Ctrl+Shift+Right")):
        assert fewest.shortest(state, (0, 3), fewest.commands(state, keys), 2) == ["E"]


def test_words_are_written_out_as_print_would():
    sentences = [["A", "headline"], ["He", "said", ":", '"', "We", "wo", "n't", "go", ",", '"', "at", "3", "%", "(", "or", "$", "5", ")", "."], ["Two", "-", "day", "."]]  # fmt: skip
    text, places, words = corpora.written(sentences)
    assert text == 'A headline\nHe said: "We won\'t go," at 3% (or $5). Two-day.'
    assert [text[slice(*one)].split()[0] for one in places] == ["A", "He", "Two-day."]
    assert [text[slice(*one)] for one in words[1]] == sentences[1]


def test_every_corpus_is_read_and_its_ranges_are_what_people_marked():
    if not corpora.FOLDER.is_dir():
        pytest.skip("the folder of corpora is not beside the checkout")
    for name in corpora.READERS:
        gold = corpora.corpus(name)
        assert gold, name
        marked = [one.text[start:end] for one in gold for start, end in (*one.names, *one.claims, *one.sentences)]
        assert marked
        assert all(said == said.strip() != "" for said in marked), name
    assert "the United States" in {
        one.text[slice(*name)] for one in corpora.corpus("webanno_gum_news") for name in one.names
    }
    assert corpora.corpus("nothing of the kind") == []
