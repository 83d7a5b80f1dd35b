"""What a subcommand answers, how it tells its progress, and who is at work."""

from __future__ import annotations

import json
import sys
from typing import Any, NamedTuple

from annotator import places, settings
from annotator.model.identity import author_named
from annotator.model.mark import Author


class Answer(NamedTuple):
    """The text a person reads, the object a program reads, and whether something was left out."""

    text: str
    json: Any
    incomplete: bool = False  # exit 3 under --strict
    exit: int = 0


class Progress:
    """Progress as JSON lines on standard error, where asked for."""

    def __init__(self, shown: bool) -> None:
        self.shown = shown

    def tell(self, **facts: Any) -> None:
        """Write one line, such as `tell(done=120, of=4000)`."""
        if self.shown:
            print(json.dumps(facts, ensure_ascii=False), file=sys.stderr, flush=True)


def author(name: str = "") -> Author:
    """Return the author at work: the user of the settings, or the one called `name`, whose id the name makes."""
    if not name:
        user = settings.load(places.config_folder())
        return Author(user.author_id, user.author_name)
    return author_named(name)
