"""The scheme: layers and their labels in order, found by id, name and key; TOML in and out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, get_args

from annotator.model.edit import Edit
from annotator.model.mark import Alignment, Author, Key, Label, Layer, Mark, Rule, key_of
from annotator.model.marks import reduced
from annotator.model.problem import Problem

# The hues of the palette in the order labels take them; a theme gives each its colours.
HUES = (
    "green", "blue", "violet", "amber", "crimson", "teal",
    "rust", "olive", "indigo", "magenta", "slate", "brown",
)  # fmt: skip


# A digit or a capital letter that no command has: a label on another key could never be reached by it.
KEYS = "0123456789ACDGMOQRTUVW"


@cache
def is_layer_id(name: str) -> bool:
    """Return whether `name` can be a layer's id, which stands before the / of label ids and in names of folders."""
    return name.isprintable() and not set(name) & set("/\\") and bool(name.strip(" .")) and len(name) <= 64


class Scheme:
    """All labels of a project. Labels whose mark is gone stay known as retired, with their last name."""

    def __init__(self, layers: Iterable[Layer], labels: Iterable[Label], retired: Iterable[Label] = ()) -> None:
        self.layers = tuple(sorted(layers, key=lambda layer: (layer.order, layer.id)))
        self.retired: Mapping[str, Label] = {label.id: label for label in retired}
        place = {layer.id: at for at, layer in enumerate(self.layers)}
        last = len(place)
        self.labels = tuple(sorted(labels, key=lambda label: (place.get(label.layer, last), label.order, label.id)))

    @classmethod
    def of(cls, marks: Iterable[Mark], retired: Iterable[Label] = ()) -> Scheme:
        """Return the scheme that the project's marks make."""
        held = list(marks)
        layers = [mark for mark in held if isinstance(mark, Layer)]
        return cls(layers, [mark for mark in held if isinstance(mark, Label)], retired)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scheme) and (self.layers, self.labels) == (other.layers, other.labels)

    __hash__ = None  # type: ignore[assignment]

    def marks(self) -> Iterator[Mark]:
        """Yield the layers, then the labels."""
        yield from self.layers
        yield from self.labels

    def get(self, key: Key) -> Mark | None:
        """Return the layer or label at `key`, or None."""
        if key.sort == "layer":
            return self._layers.get(key.id)
        return self._labels[key.id] if key.sort == "label" and self.holds(key.id) else None

    def changed(self, edit: Edit) -> Scheme:
        """Return the scheme after what of `edit` holds here, by key; itself where nothing does."""
        kept = {key: change for key, change in reduced(self.get, edit)[0].items() if key.sort in ("layer", "label")}
        if not kept:
            return self
        held: dict[Key, Mark] = {key_of(mark, None): mark for mark in self.marks()}
        retired = dict(self.retired)
        for key, (before, after) in kept.items():
            if after is not None:
                held[key] = after
                retired.pop(key.id, None)
            else:
                del held[key]
                if isinstance(before, Label):
                    retired[key.id] = before
        return Scheme.of(held.values(), retired.values())

    @cached_property
    def _labels(self) -> Mapping[str, Label]:
        return {**self.retired, **{label.id: label for label in self.labels}}

    @cached_property
    def _layers(self) -> Mapping[str, Layer]:
        return {layer.id: layer for layer in self.layers}

    def label(self, id: str) -> Label:
        """Return the label with `id`; a label that is gone comes back with its last name, or its slug."""
        return self._labels.get(id) or Label(id, id.partition("/")[0], id.partition("/")[2] or id)

    def layer(self, id: str) -> Layer:
        """Return the layer with `id`; one that is gone comes back free."""
        return self._layers.get(id) or Layer(id, id, "free", order=len(self.layers))

    def layer_of(self, label_id: str) -> Layer:
        """Return the layer of the label with `label_id`."""
        return self.layer(self.label(label_id).layer)

    def holds(self, label_id: str) -> bool:
        """Return whether the label is in the scheme, and not retired."""
        return label_id in self._labels and label_id not in self.retired

    def is_flat(self, label_id: str) -> bool:
        """Return whether the label's layer is flat."""
        return self.layer_of(label_id).rule == "flat"

    def hue(self, label_id: str) -> str:
        """Return the name of the label's hue; labels without one take the palette's in the order of the scheme."""
        label = self.label(label_id)
        if label.colour in HUES:
            return label.colour
        nth = next((at for at, one in enumerate(self.labels) if one.id == label_id), -1)
        return HUES[nth % len(HUES)] if nth >= 0 else "slate"

    def named(self, name: str, layer: str = "") -> Label | None:
        """Return the label called `name`, in `layer` if given, else the first in scheme order."""
        return next((one for one in self.labels if one.name == name and layer in ("", one.layer)), None)

    def labels_in(self, layer: str) -> tuple[Label, ...]:
        """Return the labels of `layer` in order."""
        return tuple(label for label in self.labels if label.layer == layer)

    def with_labels(self, after: Iterable[Label], gone: str = "") -> Edit:
        """Return the Edit that puts the labels `after` into the scheme, and takes the one with the id `gone`.

        A label without a colour of its own is shown in that of its place: where its place changes it keeps the colour.
        """
        known = {one.id: one for one in self.labels}
        held = {id: one for id, one in known.items() if id != gone} | {one.id: one for one in after}
        changed = Scheme(self.layers, held.values())
        for one in self.labels:
            if one.id in held and changed.hue(one.id) != self.hue(one.id):
                held[one.id] = held[one.id]._replace(colour=self.hue(one.id))
        changes = ((Key("label", None, id), (known.get(id), held.get(id))) for id in {**known, **held})
        return Edit({key: change for key, change in changes if change[0] != change[1]})

    def to_toml(self, authors: Collection[Author] = ()) -> str:
        """Return the scheme as TOML, with `authors` beside it where given."""
        lines: list[str] = []
        for layer in self.layers:
            lines += _table("layers", layer._asdict(), ("id", "name", "rule", "alignment"))
            for label in self.labels_in(layer.id):
                lines += _table("layers.labels", label._asdict(), ("id", "name", "key", "colour", "guideline"))
        for author in sorted(authors):
            lines += _table("authors", author._asdict(), ("id", "name", "role"))
        return "\n".join(lines).lstrip("\n") + "\n"

    @classmethod
    def from_toml(cls, text: str, where: str) -> tuple[Scheme, tuple[Author, ...]]:
        """Return the scheme and the authors in `text`; raises Problem naming `where`."""
        import tomllib  # the window starts without it

        try:
            return _read(tomllib.loads(text))
        except (tomllib.TOMLDecodeError, TypeError, KeyError, ValueError, AttributeError) as error:
            raise Problem(f"{where} is not a scheme", str(error) or "it has another shape") from None


def slug(name: str, taken: Collection[str] = ()) -> str:
    """Return a stable id made from `name`, with a number where it is taken."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    base = re.sub(r"[^\w]+", "-", plain).strip("-_") or "label"
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found


def _table(name: str, fields: Mapping[str, Any], shown: Iterable[str]) -> list[str]:
    lines = ["", f"[[{name}]]"]
    return lines + [f"{field} = {quoted(fields[field])}" for field in shown if fields[field]]


def quoted(text: str) -> str:
    """Return `text` as a TOML basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _read(tables: Mapping[str, Any]) -> tuple[Scheme, tuple[Author, ...]]:
    layers: list[Layer] = []
    labels: list[Label] = []
    for place, table in enumerate(tables["layers"]):
        layer = Layer(_text(table, "id"), _text(table, "name", table["id"]), _text(table, "rule", "free"),
                      _text(table, "alignment", "strict"), place)  # fmt: skip
        if not is_layer_id(layer.id):
            raise ValueError(f"{layer.id[:40]!r} cannot be the id of a layer")
        if layer.rule not in get_args(Rule) or layer.alignment not in get_args(Alignment):
            raise ValueError(f"the layer {layer.id} has the rule {layer.rule!r} and alignment {layer.alignment!r}")
        layers.append(layer)
        for order, entry in enumerate(table.get("labels", [])):
            labels.append(_label(entry, layer.id, order, len(labels), labels))
    _refuse_twice("layer", [layer.id for layer in layers])
    _refuse_twice("label", [label.id for label in labels])
    _refuse_twice("label key", [label.key for label in labels if label.key])
    authors = tuple(Author(_text(a, "id"), _text(a, "name"), _text(a, "role", "")) for a in tables.get("authors", []))
    return Scheme(layers, labels), authors


def _label(entry: Mapping[str, Any], layer: str, order: int, nth: int, before: list[Label]) -> Label:
    name, key = _text(entry, "name"), _text(entry, "key", "")
    if key and (key not in KEYS or len(key) > 1):
        raise ValueError(f"{key[:20]!r}, the key of {name[:40]}, is no digit and no capital letter that is free")
    made = f"{layer}/{slug(name, {label.id.partition('/')[2] for label in before if label.layer == layer})}"
    return Label(_text(entry, "id", made), layer, name, key,
                 _text(entry, "colour", HUES[nth % len(HUES)]), _text(entry, "guideline", ""), order)  # fmt: skip


def _text(table: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Return a field, its default where it is missing or empty: nothing empty is written, and it is read as it was."""
    value = table[name] if default is None else table.get(name, default)
    if not isinstance(value, str) or (default is None and not value):
        raise TypeError(f"{name} must be a text")
    return value or default or ""


def _refuse_twice(what: str, ids: list[str]) -> None:
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ValueError(f"the {what} {twice[0]} stands twice")
