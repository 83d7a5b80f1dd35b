"""What labels and layers may be called and which keys labels may have; a refusal is one plain sentence, "" for none."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.model.mark import Label, Layer
from annotator.model.problem import visible
from annotator.model.scheme import HUES, KEYS, Scheme, slug
from annotator.model.tongue import tr

LONGEST = 60  # code points of a name

# What the label's key does when these are held beside it.
HELD = ("", "Shift+", "Ctrl+Shift+")
COMMANDS = "BESYFXNHLIJKPZ"  # letters that commands have for ever


def label_name_refused(scheme: Scheme, name: str, layer: str, but: str = "") -> str:
    """Return why no label of `layer` may be called `name`; `but` is the id of the label that is renamed."""
    there = scheme.named(name, layer)
    if there is not None and there.id != but:
        return tr("{layer} has a label called {name} already.", layer=scheme.layer(layer).name, name=name)
    return _refused(name, tr("label"))


def layer_name_refused(scheme: Scheme, name: str, but: str = "") -> str:
    """Return why no layer may be called `name`; `but` is the id of the layer that is renamed."""
    if any(one.name == name and one.id != but for one in scheme.layers):
        return tr("There is a layer called {name} already.", name=name)
    return _refused(name, tr("layer"))


def _refused(name: str, what: str) -> str:
    if not name.strip():
        return tr("A {what} needs a name.", what=what)
    if name != name.strip() or visible(name) != name:
        return tr("The name of a {what} is one line without spaces around it.", what=what)
    if len(name) > LONGEST:
        return tr("The name of a {what} has at most {longest} characters.", what=what, longest=LONGEST)
    return ""


def key_refused(scheme: Scheme, key: str, but: str = "", taken: Mapping[str, str] | None = None) -> str:
    """Return why no label may have `key` ("" is allowed); `taken` holds the words of commands by their keys."""
    if not key:
        return ""
    for held in HELD:
        if taken and held + key in taken:
            return tr("{key} has a command already: {words}.", key=held + key, words=taken[held + key])
    if key in COMMANDS:
        return tr("{key} is kept for a command: a label takes another letter or a digit.", key=key)
    if len(key) != 1 or key not in KEYS:
        return tr("The key of a label is a digit or a capital letter: {keys}.", keys=" ".join(KEYS))
    other = next((one for one in scheme.labels if one.key == key and one.id != but), None)
    return "" if other is None else tr("{key} is the key of {name} already.", key=key, name=other.name)


def colour_refused(colour: str) -> str:
    """Return why no label may have `colour`, which is a hue of the palette."""
    return "" if colour in HUES else tr("A label takes one of the colours {colours}.", colours=", ".join(HUES))


def fresh_label(scheme: Scheme, layer: str, name: str, key: str, colour: str, guideline: str) -> Label:
    """Return a new last label of `layer`; without `colour` it takes the first hue that no label has."""
    known = (*scheme.labels, *scheme.retired.values())
    taken = {one.id.partition("/")[2] for one in known if one.id.partition("/")[0] == layer}
    order = max((one.order for one in scheme.labels_in(layer)), default=-1) + 1
    return Label(f"{layer}/{slug(name, taken)}", layer, name, key, colour or free_hue(scheme), guideline, order)


def free_hue(scheme: Scheme) -> str:
    """Return the first hue of the palette that no label has, else the one whose turn it is."""
    shown = {scheme.hue(one.id) for one in scheme.labels}
    return next((hue for hue in HUES if hue not in shown), HUES[len(scheme.labels) % len(HUES)])


def free_key(scheme: Scheme) -> str:
    """Return the first digit from 1 that no label has, "" when all are taken."""
    held = {one.key for one in scheme.labels}
    return next((key for key in KEYS[1:10] if key not in held), "")


def fresh_layer(scheme: Scheme, name: str, rule: str) -> Layer:
    """Return a new last layer."""
    known = (*scheme.labels, *scheme.retired.values())
    taken = {one.id for one in scheme.layers} | {one.id.partition("/")[0] for one in known}
    order = max((one.order for one in scheme.layers), default=-1) + 1
    return Layer(slug(name, taken), name, rule, order=order)
