"""What is said in the status bar: sentences, and by name who changed marks since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from annotator.editing.telling import changed
from annotator.model.mark import Author, Key
from annotator.model.request import Answer, Changers, Request, WhoChanged

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without


class Voice:
    """Tells whoever listens. `ask` asks the project; `post` runs a function later on the thread of the listeners."""

    def __init__(
        self, ask: Callable[[Request], Future[Answer]], post: Callable[[Callable[[], None]], None], author: str
    ) -> None:
        self._ask, self._post, self._author = ask, post, author
        self._speakers: list[Callable[[str], None]] = []
        self.said = ""
        self.names: dict[str, str] = {}  # of the authors, by id

    def watch(self, speaker: Callable[[str], None]) -> None:
        """Call `speaker(sentence)` with what is to be said in the status bar."""
        self._speakers.append(speaker)

    def say(self, sentence: str) -> None:
        """Say a sentence in the status bar, "" for none."""
        if sentence:
            self.said = sentence
            for speaker in self._speakers:
                speaker(sentence)

    def know(self, authors: Iterable[Author]) -> None:
        """Learn the names of authors."""
        self.names.update((author.id, author.name) for author in authors)

    def tell_changed(self, said: str, dropped: Collection[Key], of: int) -> None:
        """Say `said`, and of how many of the marks at stake were changed since, and by whom, once the journal tells."""

        def tell(done: Future[Answer]) -> None:
            answer = None if done.exception() is not None else done.result()
            authors = answer.authors if isinstance(answer, Changers) else ()
            self.know(authors)
            others = {author.id for author in authors} - {self._author}
            self.say(f"{said} {changed(len(dropped), of, [self.names[one] for one in others])}".strip())

        self.say(said)
        asked = self._ask(WhoChanged(tuple(dropped)))
        asked.add_done_callback(lambda done: self._post(lambda: tell(done)))
