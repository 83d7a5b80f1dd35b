"""XML as the kinds read it: the standard library's parser, any DOCTYPE refused, each element with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from annotator.intake import reading

DEEPEST = 200  # levels
_VERSION = re.compile(rb"""(<\?xml[^>]{0,40}version\s*=\s*["'])1\.1""")


@dataclass
class Element:
    """An element: its name without the address of its namespace, its attributes, and what lies in it, in order."""

    name: str
    line: int
    space: str = ""  # the address of the namespace
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    inside: list[Element | str] = field(default_factory=list["Element | str"])

    def children(self, name: str = "") -> Iterator[Element]:
        """Yield the elements directly inside, those of a name if one is given."""
        for one in self.inside:
            if isinstance(one, Element) and name in ("", one.name):
                yield one

    def child(self, name: str) -> Element | None:
        """Return the first element of that name directly inside."""
        return next(self.children(name), None)

    def said(self, name: str = "") -> str:
        """Return the text directly inside, or inside the first element of that name."""
        if name:
            found = self.child(name)
            return found.said() if found is not None else ""
        return "".join(one for one in self.inside if isinstance(one, str))


def root_of(path: Path) -> Element:
    """Return the outermost element of an XML file; raises Problem with the line of what is none, or is not safe."""
    return _Building(path).built(reading.bytes_of(path))


class _Building:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.open: list[Element] = [Element("", 0)]
        self.count = 0

    def built(self, data: bytes) -> Element:
        try:
            # What is written as 1.1 is 1.0 but for a few control characters, which the parser then names.
            self.parser.Parse(_VERSION.sub(rb"\g<1>1.0", data, count=1), True)
        except expat.ExpatError as error:
            reading.refuse(self.path, error.lineno, f"it is no XML ({expat.ErrorString(error.code)})")
        except (LookupError, ValueError):
            reading.refuse(self.path, 1, "it names an encoding that is not known here")
        found = next(self.open[0].children(), None)
        return found or Element("", 0)

    def _doctype(self, *_: object) -> NoReturn:
        reading.refuse(self.path, self.parser.CurrentLineNumber, "it has a DOCTYPE, which may name other files")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        if len(self.open) > DEEPEST:
            reading.refuse(self.path, line, "its elements are nested too deep")
        self.count += 1
        if self.count > reading.MOST_MARKS:
            reading.refuse(self.path, line, f"it has more than {reading.MOST_MARKS:,} elements")
        space, _, local = name.rpartition(" ")
        plain = {one.rpartition(" ")[2]: value for one, value in attributes.items()}
        made = Element(local, line, space, plain)
        self.open[-1].inside.append(made)
        self.open.append(made)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        self.open[-1].inside.append(text)
