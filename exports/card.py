"""The card of a bundle, README.md: what it holds and was made of, how it trains, and what is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from annotator.model.dataset import Dataset
from annotator.model.problem import counted
from annotator.model.report import Report
from annotator.model.scheme import Scheme

from .fitted import PARTS, Fitted, enumerated
from .manifest import versions
from .markdown import page, plain, table
from .tally import middle, share_up_to
from .training import SPANCAT

CURVE = (3, 5, 10, 15, 20, 25, 30, 40, 60, 80, 120)  # tokens at which the share of shorter spans is told
DEFAULT = 3  # tokens that spaCy's own suggester covers
MOST_VALUES = 20  # of a detail
SPACY_ITSELF = 0.2  # GB


class Details:
    """Counts what articles say of their languages and licences."""

    WANTED = (("Languages", ("language", "lang")), ("Licences", ("licence", "license")))

    def __init__(self) -> None:
        self.found: dict[str, Counter[str]] = {title: Counter() for title, _ in self.WANTED}

    def add(self, details: Mapping[str, str]) -> None:
        """Count the details of one article."""
        held = {name.casefold(): value.strip() for name, value in details.items()}
        for title, names in self.WANTED:
            self.found[title][next((held[name] for name in names if held.get(name)), "")] += 1


def card(dataset: Dataset, layers: Sequence[Fitted], report: Report, details: Details) -> str:
    """Return the page."""
    lines = [
        *("# Training data for spaCy", ""),
        _opening(dataset, report),
        *("", *_overview(layers), "", *_training(layers), ""),
        *(f"- {plain(remark)}" for one in layers for remark in one.remarks(dataset.scheme)),
    ]
    for one in layers:
        lines += ["", f"## The layer {plain(one.layer)}", "", *_layer(dataset, one)]
    for title, found in details.found.items():
        lines += ["", f"## {title}", "", *_values(found)]
    lines += ["", "## Split", "", "Each article is in the part that the project keeps for it, for ever. Texts that are"]
    lines += ["nearly the same are in one part.", "", "## Left out", "", *_left_out(report), "", *_not_taken(report)]
    return page(lines).rstrip() + "\n"


def _opening(dataset: Dataset, report: Report) -> str:
    return (
        f"{counted(report.articles, 'article')} with {counted(report.spans, 'span')}, as the tokeniser of spaCy "
        f"{versions()['spacy']} for the language {plain(dataset.language)} cuts them, exported by Spandesk. "
        "`manifest.json` has the position in the project's journal, the choices, the versions, and the SHA-256 of "
        "every file."
    )


def _overview(layers: Sequence[Fitted]) -> list[str]:
    rows: list[list[object]] = []
    for one in layers:
        parts = [f"{one.tally.articles[part]:,} / {one.tally.spans[part]:,}" for part in PARTS]
        head = "nothing" if one.hindrance else one.training.head
        rows.append([plain(one.layer), head, *parts, one.tally.tokens.total()])
    return table(["layer", "trained as", *(f"{part}: articles / spans" for part in PARTS), "tokens"], rows)


def _training(layers: Sequence[Fitted]) -> list[str]:
    trained = [one for one in layers if not one.hindrance]
    if not trained:
        return []
    commands = [f"spacy train configs/{one.name}.cfg --output training/{one.name}" for one in trained]
    return [
        *("## Train", "", "In this folder (all paths in it are relative, so it can be moved):", ""),
        *(f"    python -m {command}" for command in commands),
        *("", "or all of it, with the scores and, where there are several layers, the joined pipeline:", ""),
        "    python -m weasel run all",
    ]


def _layer(dataset: Dataset, one: Fitted) -> list[str]:
    if not one.tally.articles.total():
        return [f"No config: {one.hindrance}."]
    lines = [plain(one.training.why), ""]
    if one.name != one.layer:
        lines += [f"In the names of files and groups it is called `{one.name}`.", ""]
    lines += [*_labels(dataset.scheme, one), "", *_lengths(one), "", *_counts(one)]
    names = Counter[str]()
    for author, count in one.tally.authors.items():
        names[dataset.authors[author].name if author in dataset.authors else author] += count
    lines += [f"- Labelled by {plain(name)}: {counted(count, 'article')}." for name, count in _often_first(names)]
    return lines if one.hindrance else [*lines, _batches(one)]


def _labels(scheme: Scheme, one: Fitted) -> list[str]:
    labels = sorted(map(scheme.label, one.tally.label_ids()), key=lambda label: (label.order, label.id))
    rows = [
        [plain(label.name), *(one.tally.labels[label.id, part] for part in PARTS), plain(label.guideline)]
        for label in labels
    ]
    return table(["label", *PARTS, "guideline"], rows) if rows else ["No span of it leaves."]


def _lengths(one: Fitted) -> list[str]:
    lengths, training = one.tally.lengths, one.training
    if not lengths:
        return []
    longest = max(lengths)
    said = f"Spans have {min(lengths):,} to {longest:,} tokens, half of them at most {middle(lengths):,}."
    if training.head != SPANCAT:
        return [said]
    share, usual = share_up_to(lengths, training.longest), share_up_to(lengths, DEFAULT)
    said += (
        f" The suggester offers every run of {_ranges(training.sizes)} tokens: {share:.1%} of the spans. spaCy's own "
        f"default, 1 to {DEFAULT}, offers {usual:.1%}."
    )
    steps = [*(at for at in CURVE if at < longest), longest]
    rows = [[at, f"{share_up_to(lengths, at):.1%}"] for at in steps]
    return [said, "", *table(["up to tokens", "share of spans"], rows)]


def _ranges(sizes: Sequence[int]) -> str:
    """Return sizes in words, such as "1 to 12, 15 and 40"."""
    runs: list[list[int]] = []
    for size in sizes:
        if runs and size == runs[-1][1] + 1:
            runs[-1][1] = size
        else:
            runs.append([size, size])
    said = [f"{first:,} to {last:,}" if last > first else f"{first:,}" for first, last in runs]
    return enumerated(said)


def _counts(one: Fitted) -> list[str]:
    empty, unfinished = one.tally.empty.total(), one.tally.unfinished.total()
    refusals = one.tally.refusals.total()
    told = (
        (empty, f"In {counted(empty, 'article')} there is no span: nothing is to be found there."),
        (unfinished, f"{counted(unfinished, 'article')} of it {'is' if unfinished == 1 else 'are'} not finished."),
        (refusals, f"{counted(refusals, 'refusal')} of it leave as `incorrect`: what is no entity."),
    )
    return [f"- {words}" for count, words in told if count]


def _batches(one: Fitted) -> str:
    training = one.training
    largest = max(training.batch_words, one.tally.longest_article)
    needed = SPACY_ITSELF + training.learning * largest / 1e9
    return (
        f"- Batches: {training.batch_words:,} words are learnt from, {counted(training.batch_docs, 'article')} "
        f"predicted at a time; with its longest article, of {counted(one.tally.longest_article, 'token')}, training "
        f"takes about {needed:.1f} GB of memory."
    )


def _values(found: Counter[str]) -> list[str]:
    lines = [f"- {plain(value) or 'not told'}: {counted(count, 'article')}" for value, count in _often_first(found)]
    rest = len(lines) - MOST_VALUES
    return lines if rest <= 0 else [*lines[:MOST_VALUES], f"- and {rest:,} more"]


def _often_first(found: Counter[str]) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _left_out(report: Report) -> list[str]:
    if not report.left_out:
        return ["Nothing."]
    counts = Counter((one.what, one.verdict) for one in report.left_out)
    rows = [[what, count, plain(reason)] for (what, reason), count in sorted(counts.items())]
    told = "Each is in `left_out.jsonl`, with its article, place and text."
    return [*table(["what", "how many", "why"], rows), "", told]


def _not_taken(report: Report) -> list[str]:
    if report.not_taken is None:
        return []
    rows = [[plain(reason.words), count] for reason, count in sorted(report.not_taken.spans.items()) if count]
    return ["## Not taken", "", *table(["why", "spans"], rows)] if rows else []
