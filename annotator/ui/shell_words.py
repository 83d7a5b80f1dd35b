"""What the shell calls its ways, in the words of the window: sentences of an export name options nobody sees here."""

from __future__ import annotations

import re

from annotator.model.tongue import tr

# An option, and what leads to the same in the window. Each that is named is put in its words.
WAYS = (
    (r"spandesk split --salt", "Split in the File menu, with another salt"),
    (r"spandesk split --ratio", "Split in the File menu, with another ratio"),
    (r"name --author", "choose one under Authors"),
    (r"Name one by --layer", "Choose one under Layers"),
    (r"--(claims-as|align) [^\s=]+=(\w+)", "\u201c{wish}: {value}\u201d"),
    (r"--(claims-as|align)", "\u201c{wish}\u201d"),
    (r", --status any takes all", "; \u201cAll articles, done or not\u201d takes all"),
    (r"--status any takes all", "\u201cAll articles, done or not\u201d takes all"),
)


def in_window(sentence: str) -> str:
    """Return a sentence of the shell in words of the window."""
    for option, words in WAYS:
        sentence = re.sub(option, lambda found, words=words: _said(found, words), sentence)
    return sentence


def _said(found: re.Match[str], words: str) -> str:
    held = [*found.groups(), "", ""]
    return tr(words, wish=tr(held[0].replace("-", " ").capitalize()), value=held[1])
