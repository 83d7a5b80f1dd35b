"""The command that lets people choose the language of the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.editing.sight import PAST
from annotator.model.tongue import tr
from annotator.ui.command import window_command

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

ORDER = 20


@window_command("project.language", "Language of the texts\u2026", group="File")
def language(window: Desk) -> None:
    """Choose the language of the texts among those of spaCy, which splits them into tokens by it."""
    from annotator.ui.dialogs.language import LanguageDialog

    refused = tr(PAST) if window.session.state.past else window.session.read_only
    if refused:
        window.status.say(refused)
        return
    LanguageDialog(window).open()
