"""W3C Web Annotations: places in a text that lies beside the file, with tags as labels and comments as notes.

The text is the file that the target names, or else the one called as the annotations are, as plain text: without it
every span is listed. A place is a position, checked by the quote where there is one, or a quote that stands once. The
standard counts code points, its writers often UTF-16 units: the quotes tell.
The format: https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from annotator.intake import reading, values
from annotator.intake.counting import Counted, Way
from annotator.intake.reading import several
from annotator.intake.stretches import Stretch, arriving, way_of
from annotator.model.arrival import Arrival, ArrivingSpan
from annotator.model.article import first_line
from annotator.model.report import LeftOut

TITLE, SUFFIXES = "W3C Web Annotation JSON", (".json", ".jsonld", ".jsonl")
_TAGS, _COMMENTS = ("tagging", "classifying"), ("commenting", "describing", "replying")
_HYPERTEXT = (".html", ".htm", ".xhtml")
_CONTEXT = re.compile(rb'"@context"\s*:\s*\[?\s*"https?://www\.w3\.org/ns/anno\.jsonld"')
LONGEST = 250  # bytes of a file's name
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file holds Web Annotations."""
    if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"[")):
        return 0
    selected = b'"target"' in head and (b'"TextPositionSelector"' in head or b'"TextQuoteSelector"' in head)
    return 93 if selected or _CONTEXT.search(head) else 0


class _Target(NamedTuple):
    """What one annotation says of one place."""

    where: str
    source: str  # the last part of the address of its text, "" where none is given
    selectors: list[dict[str, Any]]
    labels: list[Any]
    note: str
    author: str

    def selector(self, sort: str) -> dict[str, Any]:
        """Return the first selector of that type, an empty one where there is none; what is refined lies within it."""
        none: dict[str, Any] = {}
        whole = (one for one in self.selectors if not one.get("refinedBy"))
        return next((one for one in whole if sort in several(one.get("type"))), none)

    @property
    def words(self) -> str:
        exact = self.selector("TextQuoteSelector").get("exact")
        return exact if isinstance(exact, str) else ""

    def stretches(self, text: str) -> Iterator[Stretch]:
        """Yield a span for each label; one without a position is sought in `text`."""
        position = self.selector("TextPositionSelector")
        start, end = (position.get("start"), position.get("end")) if position else self._quoted(text)
        for label in self.labels or [None]:
            yield Stretch(self.where, start, end, label, self.words, author=self.author, note=self.note)

    def _quoted(self, text: str) -> tuple[int | None, int | None]:
        quote = self.selector("TextQuoteSelector")
        before, after = (str(quote.get(name) or "") for name in ("prefix", "suffix"))
        whole = f"{before}{self.words}{after}"
        at = text.find(whole) if self.words else -1
        if at < 0 or text.find(whole, at + 1) >= 0:
            return None, None
        return at + len(before), at + len(before) + len(self.words)

    def is_quoted_alone(self) -> bool:
        return not self.selector("TextPositionSelector")


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield what is left out, then an article for each text; raises Problem on what is no annotation."""
    found: dict[str, list[_Target]] = {}
    for where, annotation in _annotations(path):
        for one in _targets(where, annotation):
            if isinstance(one, LeftOut):
                yield one
            else:
                found.setdefault(one.source, []).append(one)
    for source, targets in found.items():
        text = _beside(path, source)
        if text is None:
            name = source or f"{path.stem}.txt"
            why = f"its text, {name[:80]}, does not lie beside it as plain text"
            yield from (_listed(target, label, why) for target in targets for label in target.labels or [""])
            yield LeftOut("article", targets[0].where, why)
        else:
            yield from _article(text, targets)


def _article(path: Path, targets: list[_Target]) -> Iterator[Arrival | LeftOut]:
    raw = reading.text_of(path)
    counted = Counted(raw)
    given = [one for target in targets if not target.is_quoted_alone() for one in target.stretches("")]
    sought = [one for target in targets if target.is_quoted_alone() for one in target.stretches(counted.text)]
    way = way_of([(raw, given)])
    spans: list[ArrivingSpan] = []
    made_of = [arriving(one, counted, way) for one in given]
    made_of += [_found(one, counted) for one in sought]
    for made in made_of:
        if isinstance(made, LeftOut):
            yield made
        else:
            spans.append(made)
    if counted.is_blank:
        yield LeftOut("article", f"{path}:1", "it holds no text")
    else:
        yield Arrival(f"{path}:1", counted.text, first_line(counted.text), marked=True, spans=tuple(spans))


def _found(one: Stretch, counted: Counted) -> ArrivingSpan | LeftOut:
    """Return the span of a quote that was sought in the text as it is stored."""
    if one.start is not None:
        return arriving(one, counted, Way.STORED_CODE_POINTS)
    why = "its words do not stand in the text, or more than once" if one.words else "it has no place"
    return LeftOut("span", one.where, why, text=one.words[:200], label=str(one.label or ""))


def _beside(path: Path, source: str) -> Path | None:
    """Return the plain text that the annotations are of, None where none lies in the same folder."""
    if source:
        names = (source, f"{source}.txt", f"{source.rpartition('.')[0] or source}.txt")
    else:
        names = (f"{path.stem}.txt", f"{path.name.partition('.')[0]}.txt")
    plain = (name for name in names if not name.lower().endswith(_HYPERTEXT) and len(name.encode()) <= LONGEST)
    fit = map(path.with_name, plain)
    return next((one for one in fit if one != path and one.is_file()), None)


def _annotations(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for line, held in values.records(path):
        record = reading.as_object(held)
        if record is None:
            reading.refuse(path, line, "it is no annotation")
        first = reading.as_object(record.get("first")) or {}
        several = reading.as_list(record.get("items") or first.get("items"))
        for one in several if several is not None else [record]:
            annotation = reading.as_object(one)
            if annotation is None:
                reading.refuse(path, line, "it is no annotation")
            yield f"{path}:{line}", annotation


def _targets(where: str, annotation: dict[str, Any]) -> Iterator[_Target | LeftOut]:
    labels: list[Any] = []
    notes: list[str] = []
    motivated = [one for one in several(annotation.get("motivation")) if one in _TAGS]
    for one in several(annotation.get("body")) + several(annotation.get("bodyValue")):
        body = reading.as_object(one) or {"value": one}
        # A body that says no purpose has that of its annotation; what is merely marked is commented on.
        value, purposes = body.get("value"), several(body.get("purpose") or motivated)
        if isinstance(value, str) and any(purpose in _TAGS for purpose in purposes):
            labels.append(value)
        elif isinstance(value, str) and all(purpose in _COMMENTS for purpose in purposes):
            notes.append(value)
        else:
            said = " and ".join(map(str, purposes)) or "nothing"
            yield LeftOut("attribute", where, f"a body for {said}, which is not held", text=str(one)[:200])
    author = _named(annotation.get("creator"))
    targets = several(annotation.get("target"))
    objects = [reading.as_object(one) or {} for one in targets]
    if not any("selector" in one for one in objects):
        linked = annotation.get("motivation") == "linking" or len(targets) > 1
        why = "a relation, which is not held yet" if linked else "it has no place"
        label = str(labels[0]) if labels else ""
        yield LeftOut("link" if linked else "span", where, why, text="; ".join(notes)[:200], label=label)
        return
    for one in objects:
        selectors = [held for held in map(reading.as_object, several(one.get("selector"))) if held]
        yield _Target(where, _source(one.get("source")), selectors, labels, "; ".join(notes), author)


def _source(held: Any) -> str:
    """Return the last part of the address of a text, which is its name in a folder."""
    address = (reading.as_object(held) or {"id": held}).get("id")
    if not isinstance(address, str):
        return ""
    path = re.split("[?#]", address)[0].rstrip("/").encode()
    whole = _PERCENT.sub(lambda match: bytes([int(match[1], 16)]), path).decode("utf-8", "replace")
    name = re.split(r"[/\\]", whole)[-1]
    return "" if name in (".", "..") or "\0" in name else name


def _named(creator: Any) -> str:
    person = reading.as_object((several(creator) or [None])[0])
    named = next((person[name] for name in ("name", "nickname", "id") if person.get(name)), "") if person else creator
    return named if isinstance(named, str) else ""


def _listed(target: _Target, label: Any, why: str) -> LeftOut:
    return LeftOut("span", target.where, why, text=target.words[:200], label=str(label))
