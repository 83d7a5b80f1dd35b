"""Repeats: words that their author labelled elsewhere, in this article or in the project."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.model.mark import Span
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr
from annotator.suggest.given import Given, offered

TITLE = "Repeats"
ORIGIN = "repeat"


def suggest(given: Given, start: int, end: int) -> Iterator[Span]:
    """Yield what begins in start..end and was labelled elsewhere, the longest at each place."""
    reached, text, here, project = start, given.text, given.here, given.project
    for word in given.words(start, end):
        first = text[word[0] : word[1]]
        if word[0] < reached or not (here.begins(first) or project.begins(first)):
            continue
        found = _longest(given, word)
        if found is not None:
            reached = found.end
            yield found


def why(given: Given, one: Span, scheme: Scheme) -> str:
    """Return why a repeat is suggested, for people: how often its words were labelled, here and in the project."""
    words, name = given.text[one.start : one.end], scheme.label(one.label).name
    here, project = given.here.counts(words), given.project.counts(words)
    parts = [tr("{times} in this article", times=_times(here[one.label]))] if here.get(one.label) else []
    if project.get(one.label, 0) > here.get(one.label, 0):
        parts.append(tr("{times} in the project", times=_times(project[one.label])))
    counts = {label: max(here.get(label, 0), project.get(label, 0)) for label in {*here, *project}}
    others = [f"{scheme.label(label).name} {_times(counts[label])}" for label in sorted(counts) if label != one.label]
    if not others:
        return tr("labelled {name} {times}, never otherwise", name=name, times=", ".join(parts))
    said = "labelled {name} {times}, otherwise {others}"
    return tr(said, name=name, times=", ".join(parts), others=", ".join(others))


def _times(count: int) -> str:
    return tr("once") if count == 1 else tr("{count} times", count=f"{count:,}")


def _longest(given: Given, word: tuple[int, int]) -> Span | None:
    known = {*given.here.found_at(given.text, word), *given.project.found_at(given.text, word)}
    for low, high in sorted(known, reverse=True):
        label = given.label(given.text[low:high])
        if label:
            return offered(low, high, label, ORIGIN)
    return None
