"""spaCy's configs, made by spaCy's own config system and fitted to what is trained; and its files of labels.

All paths are relative: training is started in the folder.
"""

# spaCy ships no types for these.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from annotator.language import blank

from .groups import MOVER
from .tally import Tally
from .training import NER, SPANCAT, Training

TOKENS = "tok2vec"  # the component that both learn with
STREAMED = 2_000_000  # tokens of train from which on they are read anew for each epoch, not kept in memory
EPOCHS, WORDS = 30, 500  # how often all of train is seen at most, in batches of so many words as they are on average
FEWEST_STEPS, MOST_STEPS = 1_000, 20_000
PATIENCE = 1_600  # steps without a better score after which training ends
FEW, OFTEN, SELDOM = 200, 100, 200  # articles of dev up to which they are scored every so many steps


class Configs:
    """spaCy's own configs of a language with one of some components, which all come out of a single one.

    `init_config` makes a whole pipeline to fill in what is usual, most of it the tokeniser, which is the same in all.
    """

    def __init__(self, language: str, heads: Iterable[str]) -> None:
        from spacy.cli.init_config import init_config

        made = init_config(
            lang=language, pipeline=list(dict.fromkeys(heads)), optimize="efficiency", gpu=False, silent=True
        )
        self._all = cast(Any, made)

    def of(self, head: str) -> Any:
        """Return the config that `init_config` makes where `head` is all that is asked for."""
        from spacy.language import Language
        from spacy.util import combine_score_weights

        made = self._all.copy()
        components = {name: one for name, one in made["components"].items() if name in (TOKENS, head)}
        made["components"] = components
        made["nlp"]["pipeline"] = list(components)
        weights = [Language.get_factory_meta(one["factory"]).default_score_weights for one in components.values()]
        made["training"]["score_weights"] = combine_score_weights([one or {} for one in weights])
        return made


def config(configs: Configs, training: Training, tally: Tally, scored: str) -> str:
    """Return the config of one layer's pipeline; `scored` is the part that it is scored on while it trains."""
    made = configs.of(training.head)
    corpus = f"corpus/{training.name}"
    made["paths"].update(train=f"{corpus}/train", dev=f"{corpus}/{scored}")
    made["nlp"]["batch_size"] = training.batch_docs
    labels = {"@readers": "spacy.read_labels.v1", "path": f"labels/{training.name}.json", "require": True}
    made["initialize"]["components"] = {training.head: {"labels": labels}}
    _pace(made["training"], training, tally, scored)
    component = made["components"][training.head]
    if training.head == SPANCAT:
        _suggest(made, component, training)
    elif tally.refusals.total():
        component["incorrect_spans_key"] = "incorrect"
    return str(made.to_str())


def _pace(section: Any, training: Training, tally: Tally, scored: str) -> None:
    """Fit how long and in which batches is trained to the size of the corpus."""
    tokens = tally.tokens["train"]
    steps = -(-EPOCHS * tokens // WORDS // OFTEN) * OFTEN
    section.update(
        max_steps=max(FEWEST_STEPS, min(MOST_STEPS, steps)),
        patience=PATIENCE,
        eval_frequency=OFTEN if tally.articles[scored] <= FEW else SELDOM,
        max_epochs=-1 if tokens > STREAMED else 0,
    )
    size = section["batcher"]["size"]
    size["stop"] = training.batch_words
    size["start"] = min(size["start"], training.batch_words)


def _suggest(made: Any, component: Any, training: Training) -> None:
    key = training.spans_key
    component["spans_key"] = key
    shortest, longest, sizes = training.sizes[0], training.longest, list(training.sizes)
    component["suggester"] = (
        {"@misc": "spacy.ngram_range_suggester.v1", "min_size": shortest, "max_size": longest}
        if len(sizes) > longest - shortest
        else {"@misc": "spacy.ngram_suggester.v1", "sizes": sizes}
    )
    # spaCy would weigh the score of its own key, of which there is none, as much as ours.
    usual = dict.fromkeys(made["training"]["score_weights"])
    made["training"]["score_weights"] = {
        **usual, f"spans_{key}_f": 1.0, f"spans_{key}_p": 0.0, f"spans_{key}_r": 0.0
    }  # fmt: skip


def labels(training: Training, names: Sequence[str], language: str) -> Any:
    """Return the labels as `spacy init labels` writes them: those of all parts, so that none comes as a surprise."""
    from spacy.tokens import Doc, Span
    from spacy.training import Example

    pipeline = blank(language)
    pipe = cast(Any, pipeline.create_pipe(training.head))
    if training.head == SPANCAT:
        for name in names:
            pipe.add_label(name)
        return list(pipe.label_data)
    doc = Doc(pipeline.vocab, words=["x"] * len(names))
    doc.set_ents([Span(doc, at, at + 1, label=name) for at, name in enumerate(names)])
    learnt = Example(Doc(pipeline.vocab, words=["x"] * len(names)), doc)
    found = pipe.moves.get_actions(examples=[learnt], min_freq=0, learn_tokens=False)
    return {str(action): dict(counts) for action, counts in found.items()}


def assembly(trainings: Sequence[Training], entities: str, language: str) -> str:
    """Return the config that joins the trained components to one pipeline, each with the tok2vec it learnt with.

    Components of ner share `doc.ents`. Only the layer of entities keeps them: after each of the others its spans move
    into the layer's group.
    """
    made = cast(Any, blank(language).config.copy())
    made["nlp"]["batch_size"] = min(one.batch_docs for one in trainings)
    order = sorted(trainings, key=lambda one: one.layer == entities)  # entities last: the others leave them free
    pipeline: list[str] = []
    for one in order:
        made["components"][one.name] = {
            "source": f"training/{one.name}/model-best", "component": one.head, "replace_listeners": ["model.tok2vec"],
        }  # fmt: skip
        pipeline.append(one.name)
        if one.head == NER and one.layer != entities:
            mover = f"{one.name}_to_group"
            made["components"][mover] = {"factory": MOVER, "key": one.spans_key}
            pipeline.append(mover)
    made["nlp"]["pipeline"] = pipeline
    return str(made.to_str())
