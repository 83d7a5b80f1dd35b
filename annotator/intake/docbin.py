"""spaCy's DocBin: `doc.ents`, and each group of `doc.spans` as the layer of its name; group `incorrect` as refusals.

A stranger's file may inflate two thousandfold, and spaCy trusts what it reads; so it is read by a child process with
bounds (this module run as a program), which prints a line of JSON for each article. Places count articles from 1.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from annotator.intake import reading
from annotator.intake.stretches import Stretch, arrived, own_ids
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut
from annotator.model.scheme import is_layer_id
from annotator.places import PACKAGE

TITLE, SUFFIXES = "spaCy DocBin", (".spacy",)
UNBOUNDED, MOST_RATIO, MOST = (
    64 << 20,
    200,
    2 << 30,
)  # bytes that any file may inflate to, times its size, bytes at most
MEMORY = 6 << 30  # bytes of address space for the child, of which spaCy takes a quarter at once
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_GRAMMAR = {
    "parts of speech": "POS", "fine parts of speech": "TAG", "lemmas": "LEMMA", "forms": "MORPH", "arcs": "DEP",
}  # fmt: skip
_GROUP, _REFUSED = "sc", "incorrect"  # spaCy's own name for a group, and the one that its ner reads as "not these"
_DONE = "done"  # the attribute by which a group that we wrote says whether somebody finished it


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is a DocBin: it is compressed, and called as one."""
    return 90 if path.suffix.lower() == ".spacy" and head[:2] in _ZLIB else 0


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield the articles; raises Problem where the child could not read the file to its end."""
    for number, held in enumerate(_told(path), 1):
        where = f"{path}:{number}"
        if held["cats"]:
            said = json.dumps(held["cats"], ensure_ascii=False)
            yield LeftOut("attribute", where, "labels of the whole text, which are not held", text=said[:200])
        if held["unspaced"]:
            yield LeftOut("attribute", where, "its white space is not known; its words came in joined by spaces")
        if held["others"]:
            yield LeftOut("attribute", where, f"{', '.join(held['others'])} of its words, which are not held")
        spans = list(_stretches(where, held))
        says = frozenset(_says(held))
        yield from arrived(where, held["text"], spans, marked=bool(says), says=says)


def _says(held: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the layers that somebody finished: words of which nothing is known mean that nobody did.

    Groups that we wrote say it themselves.
    """
    if held["entities"] == "all":
        yield ""
    for name in held["groups"]:
        if name != _REFUSED and held["done"].get(name, held["entities"] != "some"):
            yield name if name != _GROUP and is_layer_id(name) else ""


def _stretches(where: str, held: dict[str, Any]) -> Iterator[Stretch]:
    groups: list[tuple[str, list[Any]]] = [("", held["ents"]), *held["groups"].items()]
    ids = iter(own_ids([one[3] for _, spans in groups for one in spans]))
    for name, spans in groups:
        layer = "" if name in (_GROUP, _REFUSED) else name
        for start, end, label, _ in spans:
            yield Stretch(where, start, end, label, layer=layer, id=next(ids), refused=name == _REFUSED)


def _told(path: Path) -> Iterator[dict[str, Any]]:
    """Yield what the child tells of each article; the child is ended when nobody reads on."""
    root = str(Path(PACKAGE).parent)
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-m", "annotator.intake.docbin", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env={**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        try:
            yield from _lines(path, child.stdout)
        finally:
            child.kill()
            child.wait()


def _lines(path: Path, pipe: IO[bytes] | None) -> Iterator[dict[str, Any]]:
    if pipe is None:
        return
    with pipe:
        for line in pipe:
            try:
                held: dict[str, Any] = json.loads(line)
            except ValueError:
                break  # it was ended within a line
            if "wrong" in held:
                reading.refuse(path, 0, held["wrong"])
            if "end" in held:
                return
            yield held
    reading.refuse(path, 0, "spaCy broke off while it read it: it is damaged, or needs more memory than there is")


# ---- the child
def _bounded(data: bytes) -> str:
    """Return why a file is not read, "" when it is a compressed one that stays within bounds."""
    most = max(UNBOUNDED, min(MOST, MOST_RATIO * len(data)))
    inflating = zlib.decompressobj()
    size = 0
    try:
        part = inflating.decompress(data, 1 << 20)
        while part:
            size += len(part)
            if size > most:
                return f"it inflates to more than {most >> 20:,} MB, far more than such files do"
            part = inflating.decompress(inflating.unconsumed_tail, 1 << 20)
    except zlib.error:
        return "it is no compressed file, so no DocBin"
    return "" if inflating.eof else "it breaks off in the middle"


def _shape(doc: Any) -> dict[str, Any]:
    known = [token.ent_iob != 0 for token in doc]
    others = [name for name, attribute in _GRAMMAR.items() if len(doc) and doc.has_annotation(attribute)]
    if any(one.kb_id for group in (doc.ents, *doc.spans.values()) for one in group):
        others.append("entries of a knowledge base")
    return {
        "text": doc.text,
        "ents": [_span(one) for one in doc.ents],
        "groups": {str(name): [_span(one) for one in group] for name, group in doc.spans.items()},
        "done": {str(name): done for name, group in doc.spans.items() if type(done := group.attrs.get(_DONE)) is bool},
        "entities": "all" if known and all(known) else "some" if any(known) else "none",
        "cats": dict(doc.cats),
        "unspaced": len(doc) > 1 and bool(doc.has_unknown_spaces),
        "others": others,
    }


def _span(one: Any) -> tuple[int, int, str, str]:
    return one.start_char, one.end_char, one.label_, one.id_


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _tell(path: Path) -> Iterator[dict[str, Any]]:
    """Yield what is in the file, then its end, or what is wrong with it."""
    try:
        data = reading.bytes_of(path)
    except Problem as problem:
        yield {"wrong": problem.why}
        return
    if wrong := _bounded(data):
        yield {"wrong": wrong}
        return
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    try:
        for doc in DocBin().from_bytes(data).get_docs(Vocab()):
            yield _shape(doc)
    except MemoryError:
        yield {"wrong": f"it needs more than {MEMORY >> 30} GB of memory"}
    except Exception as error:  # spaCy checks nothing, so that what is damaged raises anything
        yield {"wrong": f"it is no DocBin, or a damaged one ({type(error).__name__})"}
    yield {"end": True}


if __name__ == "__main__":
    _limit_memory()
    for told in _tell(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(told) + "\n")
