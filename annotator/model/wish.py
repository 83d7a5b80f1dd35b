"""A wish: what one kind of export lets people choose beside what all kinds do; each declares its own as `WISHES`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from annotator.model.problem import Problem

Wishes = Mapping[str, Mapping[str, str]]  # by the wish's name: by layer the value; the layer "" stands for all others


class Wish(NamedTuple):
    """One choice of a kind: its name, the values it can have, and the words that say what it decides."""

    name: str
    values: tuple[str, ...]
    words: str
    by_layer: bool = False  # each layer may have a value of its own
    rule: str = ""  # of the layers that it is about: flat or free; "" for all

    @property
    def form(self) -> str:
        """Return how the shell shows what is to be given."""
        values = "|".join(self.values)
        return f"[LAYER=]{values}" if self.by_layer else values

    def read(self, given: Iterable[str]) -> Mapping[str, str]:
        """Return the value for each layer named, for the others under ""; raises Problem for what has another form."""
        held: dict[str, str] = {}
        for one in given:
            layer, _, value = one.rpartition("=")
            if value not in self.values or (layer and not self.by_layer):
                raise Problem(f"--{self.name} {one}", f"it is not of the form {self.form}")
            if held.setdefault(layer, value) != value:
                raise Problem(f"--{self.name}", f"it is given twice{f' for {layer}' if layer else ''}")
        return held


ALIGN = Wish(
    "align",
    ("strict", "contract", "expand"),
    "what becomes of spans that start or end inside a token, instead of what the layer says",
    by_layer=True,
)
SHARED = {one.name: one for one in (ALIGN,)}  # by the name that a kind declares them by


def declared(constants: Mapping[str, Any]) -> tuple[Wish, ...]:
    """Return the wishes that a kind declares, of its constants or of what is in its module; raises Problem."""
    held: tuple[str | Mapping[str, Any], ...] = tuple(constants.get("WISHES", ()))
    for one in held:
        if isinstance(one, str) and one not in SHARED:
            why = f"its WISHES names {one}, which no other kind shares with it: known is {', '.join(SHARED)}"
            raise Problem(f"the kind {constants.get('TITLE', '')}", why, "Declare it there, or take it out.")
    return tuple(SHARED[one] if isinstance(one, str) else Wish(**one) for one in held)


def wished(wishes: Wishes, name: str, layer: str = "") -> str:
    """Return the value wished for a layer, else the one for all layers, else nothing."""
    held = wishes.get(name, {})
    return held.get(layer) or held.get("", "")
