"""Text and tables as Markdown shows them, whatever their characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from annotator.model.problem import visible

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def plain(text: str) -> str:
    """Return `text` on one line, none of its characters taken as markup."""
    return _MARKUP.sub(r"\\\1", visible(text))


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a table; whole numbers are written with their thousands."""
    made = [head, ["---"] * len(head)]
    made += [[f"{one:,}" if isinstance(one, int) else str(one) for one in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in made]


def page(lines: Iterable[str]) -> str:
    """Return the page of these lines, of empty ones in a row one."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"
