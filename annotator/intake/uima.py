"""UIMA XMI, as INCEpTION and WebAnno export it: an article for each text, a span for each annotation of a layer.

The label of a span is its feature `value`, one whose name ends in label, category, class, kind or type, its only one,
else the name of its type. Tokens, sentences and grammar are not marks and are counted; relations and elements of
chains are listed. UIMA counts UTF-16 units; other writers do not always, so the tokens vote. The format:
https://uima.apache.org, reference, chapter XMI
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from annotator.intake import markup, reading
from annotator.intake.counting import UTF_16_FIRST, Way
from annotator.intake.markup import Element
from annotator.intake.stretches import Stretch, arrived, way_of
from annotator.model.arrival import Arrival
from annotator.model.problem import counted as times
from annotator.model.report import LeftOut

TITLE, SUFFIXES = "UIMA XMI", (".xmi",)
_GRAMMAR = re.compile(
    r"(ukp/dkpro|org/dkpro)/core/api/(anomaly|lexmorph|metadata|segmentation|structure|syntax|transform|xml|pdf)"
)
_WHOLE = ("DocumentAnnotation", "DocumentMetaData")
_PLACE = {"id", "sofa", "begin", "end"}
_LABELS = re.compile(r"(value|label|category|class|kind|type)$", re.IGNORECASE)
_ENDS = ({"Dependent", "Governor"}, {"source", "target"})


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is XMI of UIMA."""
    return 95 if b":XMI" in head[:4000] and b"uima/cas.ecore" in head else 0


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield an article for each text of the file."""
    root = markup.root_of(path)
    if root.name != "XMI":
        reading.refuse(path, root.line, "it is no XMI")
    texts = {one.attributes.get("id", ""): one for one in root.children("Sofa")}
    found: dict[str, list[Element]] = {sofa: [] for sofa in texts}
    for one in root.children():
        if (sofa := _sofa(one)) in found:
            found[sofa].append(one)
    voters = ((_text(sofa), map(_plain, found[id])) for id, sofa in texts.items())
    way = way_of(((text, list(stretches)) for text, stretches in voters), UTF_16_FIRST)
    strays = [one for one in root.children() if _sofa(one) is not None and _sofa(one) not in texts]
    for one in strays:
        yield LeftOut("span", f"{path}:{one.line}", "its text is not in the file", label=_label(one))
    chained = _chained(root)
    if not texts:
        yield LeftOut("article", f"{path}:1", "it holds no text")
    for id, sofa in texts.items():
        yield from _article(path, sofa, found[id], way, chained)


def _article(
    path: Path, sofa: Element, held: list[Element], way: Way, chained: Collection[str]
) -> Iterator[Arrival | LeftOut]:
    stretches: list[Stretch] = []
    counted: Counter[str] = Counter()
    title = ""
    for one in held:
        where = f"{path}:{one.line}"
        if one.name in _WHOLE:
            title = title or one.attributes.get("documentTitle", "")
        elif _is_link(one, chained):
            yield LeftOut("link", where, f"a {one.name}, which is not held yet", label=_label(one))
        elif _GRAMMAR.search(one.space):
            counted[one.name] += 1
        else:
            label = _label(one)
            said = {name for name, value in one.attributes.items() if value and value != label} - _PLACE
            counted.update(f"{one.name}.{name}" for name in (*said, *(child.name for child in one.children())))
            stretches.append(_plain(one)._replace(where=where, label=label))
    for name, number in sorted(counted.items()):
        yield LeftOut("attribute", f"{path}:{sofa.line}", f"{name}, {times(number, 'time')}, which is not held")
    yield from arrived(f"{path}:{sofa.line}", _text(sofa), stretches, way, title)


def _text(sofa: Element) -> str:
    return sofa.attributes.get("sofaString", "")


def _sofa(one: Element) -> str | None:
    """Return the text that an element marks a range of, "" where it does not say of which, None where it marks none."""
    return one.attributes.get("sofa", "") if "begin" in one.attributes or "end" in one.attributes else None


def _plain(one: Element) -> Stretch:
    start, end = (one.attributes.get(name, "") for name in ("begin", "end"))
    whole = start.isdecimal() and end.isdecimal()
    return Stretch("", int(start[:18]) if whole else start, int(end[:18]) if whole else end, "")


def _is_link(one: Element, chained: Collection[str]) -> bool:
    names = set(one.attributes)
    return any(ends <= names for ends in _ENDS) or one.attributes.get("id") in chained


def _chained(root: Element) -> set[str]:
    """Return the ids of what chains are made of: a chain has no place and names the first, each names its next.

    All of one chain are of one type. A mark may well have features of those names and be no part of any.
    """
    marks = {one.attributes.get("id", ""): one for one in root.children() if _sofa(one) is not None}
    found: set[str] = set()
    for chain in root.children():
        id = chain.attributes.get("first", "") if _sofa(chain) is None else ""
        kind = _type(marks.get(id))
        while id and id not in found and id in marks and _type(marks[id]) == kind:
            found.add(id)
            id = marks[id].attributes.get("next", "")
    return found


def _type(one: Element | None) -> tuple[str, str] | None:
    return (one.space, one.name) if one is not None else None


def _label(one: Element) -> str:
    features = {name: value for name, value in one.attributes.items() if name not in _PLACE and value.strip()}
    fit = [name for name in features if _LABELS.search(name)]
    named = next((features[name] for name in sorted(fit, key=lambda name: (name != "value", name))), "")
    words = [value for value in features.values() if not re.fullmatch(r"[\d ]+|true|false", value)]
    return named or (words[0] if len(words) == 1 else one.name)
