"""What the program says, in the tongue of whoever reads it.

Sentences are written in English where they are said. Whoever shows them chooses a tongue once, at the start.
"""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]


class _Tongue:
    def __init__(self) -> None:
        self.translate: Translate = str


_TONGUE = _Tongue()


def speak(translate: Translate) -> Translate:
    """Say everything through `translate` from now on, and return what was used before."""
    before, _TONGUE.translate = _TONGUE.translate, translate
    return before


def tr(text: str, **values: object) -> str:
    """Return `text` in the chosen tongue, its `{names}` filled with `values`."""
    said = _TONGUE.translate(text)
    return said.format(**values) if values else said
