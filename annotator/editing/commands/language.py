"""The command on the language of the texts, by which spaCy splits them into tokens."""

from __future__ import annotations

from annotator.editing.command import command
from annotator.editing.state import Result, State
from annotator.model.edit import Edit
from annotator.model.languages import LANGUAGE, is_code, named
from annotator.model.mark import Setting
from annotator.model.tongue import tr


@command("language.set", "Change the language of the texts")
def put(state: State, code: str) -> Result:
    """Say in which language the texts of the project are: spaCy splits them into tokens by it."""
    if not is_code(code):
        return Result(said=tr("A language is said by its code, such as en."))
    if code == state.language:
        return Result(said=tr("The language of the texts is {name} already.", name=named(code)))
    edit = Edit({LANGUAGE: (state.get(LANGUAGE), Setting(LANGUAGE.id, code))})
    return Result(edit, said=tr("The language of the texts is {name} now.", name=named(code)))
