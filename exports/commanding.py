"""`project.yml`: how a bundle is trained, scored and joined, as commands of weasel (`spacy project run`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import srsly  # pyright: ignore[reportMissingTypeStubs]

from .fitted import Fitted
from .training import SPANCAT

PIPELINE = "training/pipeline"
GPU = "--gpu-id ${vars.gpu}"  # as in spaCy's own projects: `weasel run all . --vars.gpu 0`


def project(layers: Sequence[Fitted], assembly: str, code: str) -> str:
    """Return the file. `assembly` is the config that joins the layers, if there is one, `code` what it needs."""
    commands = [command for one in layers for command in _of_layer(one)]
    steps: dict[str, list[str]] = {"train": [f"train-{one.name}" for one in layers]}
    steps["evaluate"] = [f"evaluate-{one.name}" for one in layers]
    if assembly:
        commands.append(_joining(layers, assembly, code))
        steps["assemble"] = ["assemble-pipeline"]
    steps["all"] = [command for step in ("train", "evaluate", "assemble") for command in steps.get(step, ())]
    made = {
        "title": "Trains a spaCy pipeline on this folder",
        "vars": {"gpu": -1},
        "directories": ["training", "metrics"],  # weasel makes them
        "workflows": steps,
        "commands": commands,
    }
    return str(cast(Any, srsly).yaml_dumps(made))


def _of_layer(one: Fitted) -> list[dict[str, Any]]:
    name, part = one.name, one.scored_when_trained
    config, best, metrics = f"configs/{name}.cfg", f"training/{name}/model-best", f"metrics/{name}.json"
    # Unasked, spaCy shows the scores of its own group, "sc", alone.
    group = f" --spans-key {one.training.spans_key}" if one.training.head == SPANCAT else ""
    train = {
        "name": f"train-{name}",
        "help": f"Train {one.training.head} on the layer {one.layer}",
        "script": [f"python -m spacy train {config} --output training/{name} {GPU}"],
        "deps": [config, f"corpus/{name}", f"labels/{name}.json"],
        "outputs": [best],
    }
    evaluate = {
        "name": f"evaluate-{name}",
        "help": f"Score the layer {one.layer} on its {part}",
        "script": [f"python -m spacy evaluate {best} corpus/{name}/{part} --output {metrics}{group} {GPU}"],
        "deps": [best, f"corpus/{name}/{part}"],
        "outputs": [metrics],
    }
    return [train, evaluate]


def _joining(layers: Sequence[Fitted], assembly: str, code: str) -> dict[str, Any]:
    needed = f" --code {code}" if code else ""
    return {
        "name": "assemble-pipeline",
        "help": "Join the trained layers to one pipeline",
        "script": [f"python -m spacy assemble {assembly} {PIPELINE}{needed}"],
        "deps": [assembly, *([code] if code else []), *(f"training/{one.name}/model-best" for one in layers)],
        "outputs": [PIPELINE],
    }
