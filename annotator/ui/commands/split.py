"""The command that shares the articles out into train, dev and test, after a preview; the shell's `split` does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.model.tongue import tr
from annotator.ui.command import window_command

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

ORDER = 20


@window_command("project.split", "Split into train, dev and test\u2026", group="File")
def split(window: Desk) -> None:
    """Give every article its part of the training data, near copies together; which articles move is shown before."""
    from annotator.ui.dialogs.split import SplitDialog

    if window.session.read_only:
        window.status.say(window.session.read_only)
        return
    SplitDialog(window, lambda ratio, salt: _split(window, ratio, salt)).open()


def _split(window: Desk, ratio: str, salt: str) -> None:
    from annotator.ui.dialogs.split import going
    from annotator.ui.work import Undertaking

    words = ("split", str(window.frame.project.path), f"--ratio={ratio}", f"--salt={salt}")
    window.work.begin(Undertaking(words, tr("Splitting"), going, _done, tr("The split did not come to its end")))


def _done(answer: Any) -> str:
    parts = ", ".join(
        tr("{count} in {part}", count=f"{held['articles']:,}", part=tr(part)) for part, held in answer["parts"].items()
    )
    return tr("The articles are split: {parts}.", parts=parts)
