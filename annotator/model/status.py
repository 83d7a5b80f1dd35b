"""The status of an article over all layers, from those it has in each."""

from __future__ import annotations

from collections.abc import Collection


def over_layers(held: Collection[str], layers: int) -> str:
    """Return todo, done, flagged or skipped, of what one author `held` in the scheme's `layers`, todo left out.

    Flagged in any layer is flagged, else skipped in any is skipped; done is what is done in all of them.
    """
    for value in ("flagged", "skipped"):
        if value in held:
            return value
    return "done" if layers and len(held) >= layers else "todo"
