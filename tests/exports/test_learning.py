"""What spaCy learns from bundles of real corpora. Minutes of training: only with `--full`."""

import json
import re
import shutil

import pytest
import spacy
from bundles import docs, python

LONG = 3  # tokens: what spaCy's own suggester covers
PROBLEMS = re.compile(r"whitespace|overlap|align|cross|invalid|low .* distinct", re.IGNORECASE)
MARK = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def _only_in_full(request):
    if not request.config.getoption("--full"):
        pytest.skip("it trains for minutes: --full")


def bundle(spandesk, path, source, target, *words):
    assert spandesk("add", path, source, *words).code == 0
    layer = words[-1] if words else "entities"
    assert spandesk("export", path, target, "--as", "bundle", "--layer", layer).code == 0


def troubles(folder, layer):
    """Return what `spacy debug data` warns of or finds wrong, but for how many articles there are."""
    said = MARK.sub("", python(folder, "-m", "spacy", "debug", "data", f"configs/{layer}.cfg"))
    found = [line for line in said.splitlines() if line.startswith(("⚠", "✘"))]
    return [line for line in found if PROBLEMS.search(line)]


def trained(folder, layer, steps, *words):
    """Train for so many steps, and return the best scores on dev."""
    call = ("-m", "spacy", "train", f"configs/{layer}.cfg", "--output", f"training/{layer}")
    said = python(folder, *call, "--training.max_steps", str(steps), *words, seconds=3000)
    assert not re.search(r"\bW\d{3}\b|warning", said, re.IGNORECASE), said
    meta = json.loads((folder / "training" / layer / "model-best" / "meta.json").read_text())
    return meta["performance"]


def test_drugs_are_learnt_within_200_steps(corpora, path, spandesk, tmp_path):
    folder = tmp_path / "drugs"
    bundle(spandesk, path, corpora / "prodigy_drugs", folder)
    assert troubles(folder, "entities") == []
    assert trained(folder, "entities", 200)["ents_f"] >= 0.20


def paragraphs(source, target):
    """Cut the articles of a brat folder into their paragraphs, each with the marks that lie in it."""
    target.mkdir()
    for path in sorted(source.glob("*.txt")):
        text, start = path.read_text(encoding="utf-8"), 0
        rows = [line.split("\t") for line in path.with_suffix(".ann").read_text(encoding="utf-8").splitlines()]
        marks = [(*row[1].split(" "), row[2]) for row in rows if row[0].startswith("T") and ";" not in row[1]]
        for nth, line in enumerate(text.split("\n")):
            end = start + len(line)
            inside = [(label, int(first) - start, int(last) - start, words) for label, first, last, words in marks
                      if start <= int(first) and int(last) <= end]  # fmt: skip
            if line.strip():
                lines = [f"T{at}\t{label} {a} {b}\t{words}\n" for at, (label, a, b, words) in enumerate(inside, 1)]
                made = target / f"{path.stem}.{nth:03}.txt"
                made.write_text(line, encoding="utf-8")
                made.with_suffix(".ann").write_text("".join(lines), encoding="utf-8")
            start = end + 1


def long_f(model, dev):
    """Return F of the spans of more than three tokens alone."""
    pipeline = spacy.load(model)
    hits = found = there = 0
    for doc in dev:
        gold = {(span.start, span.end, span.label_) for span in doc.spans["claims"] if len(span) > LONG}
        guessed = pipeline(
            spacy.tokens.Doc(pipeline.vocab, [token.text for token in doc], [bool(token.whitespace_) for token in doc])
        )
        ours = {(span.start, span.end, span.label_) for span in guessed.spans["claims"] if len(span) > LONG}
        hits, found, there = hits + len(gold & ours), found + len(ours), there + len(gold)
    assert there
    return 2 * hits / (found + there)


def test_nested_and_long_spans_are_learnt_where_spacys_own_config_learns_none(corpora, path, spandesk, tmp_path):
    """Side by side on one corpus: ours, and spaCy's own suggester of 1 to 3 tokens, which never sees a longer span."""
    paragraphs(corpora / "brat_litbank", tmp_path / "paragraphs")
    folder, stock = tmp_path / "litbank", tmp_path / "stock"
    bundle(spandesk, path, tmp_path / "paragraphs", folder, "--layer", "claims")
    assert troubles(folder, "claims") == []
    shutil.copytree(folder, stock)
    config = stock / "configs" / "claims.cfg"
    own = '@misc = "spacy.ngram_suggester.v1"\nsizes = [1, 2, 3]\n'
    config.write_text(
        re.sub(r'@misc = "spacy\.ngram.*\n(?:sizes|min_size).*\n(?:max_size.*\n)?', own, config.read_text())
    )
    assert own in config.read_text()
    scores = {one.name: trained(one, "claims", 1000)["spans_claims_f"] for one in (folder, stock)}
    dev = docs(folder / "corpus" / "claims" / "dev")
    long = {one.name: long_f(one / "training" / "claims" / "model-best", dev) for one in (folder, stock)}
    print(f"\nspans_claims_f {scores}, of spans over {LONG} tokens alone {long}")
    assert scores["litbank"] > 0
    assert long["litbank"] > 0
    assert long["stock"] == 0
