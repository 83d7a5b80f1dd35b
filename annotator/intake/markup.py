"""XML as the kinds read it: the standard library's parser, each element with its line, and no DOCTYPE.

Of a format that wants one it may name a file of rules, which is never read; it may declare nothing.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from annotator.intake import reading

DEEPEST = 200  # levels
AHEAD = 1 << 20  # bytes read at once
NEAR = 256  # bytes before those read at once that are held, to name an entity that begins there
_UNDEFINED = expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]
_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)[^#&;\s][^&;\s]{0,80};")
_DECLARATION = re.compile(
    rb"""(<\?xml\s+version\s*=\s*["']1\.)[01](["'](?:\s+encoding\s*=\s*["'][^"'>]*["'])?)"""
    rb"""(?:(\s+standalone\s*=\s*["'])(?:yes|no)(["']))?(?=\s*\?>)"""
)
_ALONE = b'<?xml version="1.0" standalone="yes"?>'


@dataclass(slots=True)
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
    building = _Building(path)
    for _ in building.parts():
        pass
    return building.root


def parts_of(path: Path, root: str, name: str, what: str) -> Iterator[Element]:
    """Yield the elements of a name that lie directly in the outermost one, each let go after it; as `root_of`.

    `root` is how the outermost element must be called, else the file is refused as `what` says; a DOCTYPE may say the
    same.
    """
    building = _Building(path, name, root)
    for part in building.parts():
        if building.root.name not in ("", root):
            break
        yield from part
    if building.root.name != root:
        reading.refuse(path, building.root.line, what)


class _Building:
    def __init__(self, path: Path, apart: str = "", doctype: str = "") -> None:
        self.path, self.apart, self.doctype = path, apart, doctype
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.open: list[Element] = [Element("", 0)]
        self._ready: list[Element] = []
        self.count = 0
        self._alone, self._has_doctype = False, False
        self._near, self._fed = b"", 0  # the bytes that were given last, and how many were given in all

    @property
    def root(self) -> Element:
        """Return the outermost element, as much of it as was read."""
        return next(self.open[0].children(), None) or Element("", 0)

    def parts(self) -> Iterator[list[Element]]:
        """Read the file, and yield now and then which elements of the name apart are whole; they are kept nowhere."""
        with reading.opened(self.path) as file:
            data = _standing_alone(file.read(AHEAD))
            while data:
                self._parse(data, False)
                if not self.apart and file.tell() > reading.LARGEST:
                    reading.refuse(self.path, 0, f"the file is larger than {reading.LARGEST >> 20} MB")
                yield self._taken()
                data = file.read(AHEAD)
        self._parse(b"", True)
        yield self._taken()

    def _taken(self) -> list[Element]:
        ready, self._ready = self._ready, []
        self.count = 0 if ready else self.count  # only what is held counts
        return ready

    def _parse(self, data: bytes, last: bool) -> None:
        self._near, self._fed = self._near[-NEAR:] + data, self._fed + len(data)
        try:
            self.parser.Parse(data, last)
        except expat.ExpatError as error:
            if error.code == _UNDEFINED and self._has_doctype:
                reading.refuse(self.path, error.lineno, f"what {self._entity()} stands for is told in another file")
            reading.refuse(self.path, error.lineno, f"it is no XML ({expat.ErrorString(error.code)})")
        except (LookupError, ValueError):
            reading.refuse(self.path, 1, "it names an encoding that is not known here")

    def _entity(self) -> str:
        """Return the reference that the parser stopped at, or in the tag that it stopped at, as it is written."""
        found = _ENTITY.search(self._near, max(0, len(self._near) - self._fed + self.parser.ErrorByteIndex))
        return found[0].decode("utf-8", "replace") if found is not None else "an entity"

    def _declaration(self, _version: str, _encoding: str | None, alone: int) -> None:
        self._alone = alone == 1

    def _doctype(self, name: str, _system: str | None, _public: str | None, declares: bool) -> None:
        self._has_doctype = True
        if declares or name != self.doctype or not self._alone:
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
        made = self.open.pop()
        if len(self.open) == 2 and made.name == self.apart:
            self.open[-1].inside.pop()
            self._ready.append(made)

    def _text(self, text: str) -> None:
        self.open[-1].inside.append(text)


def _standing_alone(data: bytes) -> bytes:
    """Return the beginning of a file with the declaration, all in its first line, that no other file is a part of it.

    Beside a DOCTYPE that names a file of rules the parser else passes over what only that file could declare, and of an
    entity within an attribute it does not even say so. What is written as 1.1 becomes 1.0, which is the same but for a
    few control characters, which the parser then names. Bytes that are not such as ASCII is within stay as they are.
    """
    order = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:4]:
        return data
    if re.match(rb"<\?xml\s", data[len(order) :]) is None:
        return order + _ALONE + data[len(order) :]
    return _DECLARATION.sub(_declared_alone, data, count=1)


def _declared_alone(match: re.Match[bytes]) -> bytes:
    return b"".join((match[1], b"0", match[2], match[3] or b' standalone="', b"yes", match[4] or b'"'))
