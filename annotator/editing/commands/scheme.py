"""Commands on the scheme: they add, rename, recolour and reorder labels and layers, each in one gesture.

No span changes with them, for spans know labels by their ids.
"""

from __future__ import annotations

from typing import get_args

from annotator.editing.command import command, label_of
from annotator.editing.state import Result, State
from annotator.model import naming
from annotator.model.edit import Edit
from annotator.model.mark import Alignment, Label, Rule
from annotator.model.request import Uses
from annotator.model.tongue import tr


@command("label.add", "Add a label")
def add(state: State, name: str, layer: str, key: str = "", colour: str = "", guideline: str = "") -> Result:
    """Add a label to the end of a layer; without a colour it takes the next free one of the palette."""
    scheme = state.scheme
    if all(one.id != layer for one in scheme.layers):
        return Result(said=tr("The layer is not there any more."))
    refused = (
        naming.label_name_refused(scheme, name, layer)
        or naming.key_refused(scheme, key)
        or (naming.colour_refused(colour) if colour else "")
    )
    if refused:
        return Result(said=refused)
    made = naming.fresh_label(scheme, layer, name, key, colour, guideline.strip())
    return Result(scheme.with_labels((made,)), said=tr("{name} is added.", name=name))


@command("label.rename", "Rename a label")
def rename(state: State, label: str, name: str) -> Result | None:
    """Give a label another name; its spans stay as they are."""
    held = label_of(state, label)
    if held is None or name == held.name:
        return None
    refused = naming.label_name_refused(state.scheme, name, held.layer, label)
    return Result(said=refused) if refused else _changing(held, held._replace(name=name))


@command("label.recolour", "Give a label another colour")
def recolour(state: State, label: str, colour: str) -> Result | None:
    """Give a label another colour of the palette."""
    held = label_of(state, label)
    if held is None or colour == held.colour:
        return None
    refused = naming.colour_refused(colour)
    return Result(said=refused) if refused else _changing(held, held._replace(colour=colour))


@command("label.key", "Give a label another key")
def rekey(state: State, label: str, key: str) -> Result | None:
    """Give a label another key, or none."""
    held = label_of(state, label)
    if held is None or key == held.key:
        return None
    refused = naming.key_refused(state.scheme, key, label)
    return Result(said=refused) if refused else _changing(held, held._replace(key=key))


@command("label.guideline", "Change a label\u2019s guideline")
def guide(state: State, label: str, guideline: str) -> Result | None:
    """Say anew when a label is used; the first line is its long name."""
    held = label_of(state, label)
    if held is None or guideline.strip() == held.guideline:
        return None
    return _changing(held, held._replace(guideline=guideline.strip()))


@command("label.move", "Move a label within its layer")
def move(state: State, label: str, place: int) -> Result | None:
    """Move a label to a place in its layer, counted from 0."""
    held = label_of(state, label)
    if held is None:
        return None
    there = state.scheme.labels_in(held.layer)
    others = [one for one in there if one.id != label]
    at = max(0, min(place, len(others)))
    wanted = (*others[:at], held, *others[at:])
    if wanted == there:
        return None
    return Result(state.scheme.with_labels(one._replace(order=nth) for nth, one in enumerate(wanted)))


@command("label.delete", "Delete a label")
def delete(state: State, label: str, to: str = "") -> Result | None:
    """Delete a label; the spans of all authors that have it move to another one, and without one it stays."""
    held = label_of(state, label)
    if held is None or label == to:
        return None
    return Result(ask=Uses(label, to))


@command("layer.add", "Add a layer")
def add_layer(state: State, name: str, rule: str = "free") -> Result:
    """Add a layer behind the others: flat, where spans that overlap do not leave together, or free."""
    refused = naming.layer_name_refused(state.scheme, name)
    if refused or rule not in get_args(Rule):
        return Result(said=refused)
    said = tr("The layer {name} is added; every article is to do in it.", name=name)
    return Result(Edit.adding(None, naming.fresh_layer(state.scheme, name, rule)), said=said)


@command("layer.rename", "Rename a layer")
def rename_layer(state: State, layer: str, name: str) -> Result | None:
    """Give a layer another name; its labels and spans stay as they are."""
    held = next((one for one in state.scheme.layers if one.id == layer), None)
    if held is None or name == held.name:
        return None
    refused = naming.layer_name_refused(state.scheme, name, layer)
    return Result(said=refused) if refused else Result(Edit.replacing(None, held, held._replace(name=name)))


@command("layer.align", "Change how a layer\u2019s spans are aligned")
def align_layer(state: State, layer: str, alignment: str) -> Result | None:
    """Say what becomes of a layer's spans that are not of whole tokens: left out, shortened or lengthened to them."""
    held = next((one for one in state.scheme.layers if one.id == layer), None)
    if held is None or alignment == held.alignment or alignment not in get_args(Alignment):
        return None
    return Result(Edit.replacing(None, held, held._replace(alignment=alignment)))


def _changing(before: Label, after: Label) -> Result:
    return Result(Edit.replacing(None, before, after))
