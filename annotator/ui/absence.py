"""What is told while the open article is one that was taken back: it stays open, and is in no list any more."""

from __future__ import annotations

from collections.abc import Callable

from annotator.editing.state import State
from annotator.model.tongue import tr
from annotator.ui.banner import Banner

KIND = "absent"


class Absence:
    """Follows the open article."""

    def __init__(self, banner: Banner, run: Callable[..., None]) -> None:
        self._banner, self._run = banner, run
        self._told = False

    def show_state(self, present: State) -> None:
        """Tell that the article was taken back; take that back where it is there again, or another one is open."""
        if present.is_gone == self._told:
            return
        self._told = present.is_gone
        if not self._told:
            self._banner.clear(KIND)
            return
        self._banner.tell(
            KIND,
            tr("What is labelled in it is saved, and seen nowhere until the article is added again."),
            {
                tr("Next article"): lambda: self._run("article.next"),
                tr("Add articles\u2026"): lambda: self._run("articles.add"),
            },
            tr("This article was taken back"),
        )
