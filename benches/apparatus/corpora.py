"""Real articles with what people marked in them, read from the corpora that may lie beside the checkout.

Each reader yields Gold: a text with its sentences, names and claims as ranges in code points. Corpora that give only
words are written out again as print would: no space before a full stop, quotes closed against their words.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

FOLDER = Path(os.environ.get("SPANDESK_CORPORA") or Path(__file__).resolve().parents[3] / "shared" / "data")

Bounds = tuple[int, int]
Sentence = list[str]  # its words

_NO_SPACE_BEFORE = re.compile(r"[.,;:!?%)\]}…»”،؛؟]+|n['’]t|['’](?:s|re|ve|ll|d|m)|\.\.\.")
_NO_SPACE_AFTER = re.compile(r"[(\[{«“]|(?:US)?[$€£]")
_STOPS = ".!?…\"'”’:)۔؟。！？"


class Gold(NamedTuple):
    """An article as people marked it; a corpus that lacks one of the three leaves it empty."""

    text: str
    sentences: tuple[Bounds, ...] = ()
    names: tuple[Bounds, ...] = ()
    claims: tuple[Bounds, ...] = ()
    name: str = ""


def corpus(name: str, folder: Path = FOLDER, most: int | None = None) -> list[Gold]:
    """Return the articles of a corpus, the first `most` of them or all; none where it is not there."""
    place = folder / name
    return list(islice(READERS[name](place), most)) if name in READERS and place.is_dir() else []


# ---- words written out as print would
def written(sentences: Iterable[Sentence], lines: bool = False) -> tuple[str, list[Bounds], list[list[Bounds]]]:
    """Return a text made of words, with the places of its sentences and of their words.

    A sentence without a stop, such as a headline, and the one after it, begin a new line; with `lines` every one does.
    """
    text, places, words, inside = "", [], [], False
    for sentence in sentences:
        if text:
            follows = text[-1] in _STOPS and not lines
            text += " " if follows else "\n"
            inside = inside and follows
        held = []
        for at, word in enumerate(sentence):
            closing = word in ('"', "'") and inside
            inside = inside != (word in ('"', "'"))
            if at and not _joins(sentence[at - 1], word, closing, inside):
                text += " "
            held.append((len(text), len(text) + len(word)))
            text += word
        places.append((held[0][0], held[-1][1]))
        words.append(held)
    return text, places, words


def _joins(before: str, word: str, closing: bool, inside: bool) -> bool:
    if closing or _NO_SPACE_BEFORE.fullmatch(word) or _NO_SPACE_AFTER.fullmatch(before):
        return True
    if before in ('"', "'") and inside and word not in ('"', "'"):
        return True  # the first word of a quotation
    return word == "-" or before == "-"


# ---- the corpora
def _gum(place: Path) -> Iterator[Gold]:
    """WebAnno TSV 3.2: `entity` may hold several, `event[1]|abstract[2]`; those of one word have no number."""
    for path in sorted(place.glob("*.tsv")):
        sentences: list[Sentence] = []
        marked: dict[str, list[tuple[int, int]]] = {}
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("#Text="):
                sentences.append([])
            elif line[:1].isdigit():
                fields = line.split("\t")
                sentences[-1].append(fields[2])
                here = (len(sentences) - 1, len(sentences[-1]) - 1)
                for one in fields[3].split("|"):
                    number = re.search(r"\[(\d+)\]", one)
                    if one != "_":
                        marked.setdefault(number[1] if number else f"{here}", []).append(here)
        text, places, words = written(sentences)
        names = sorted({(words[s[0][0]][s[0][1]][0], words[s[-1][0]][s[-1][1]][1]) for s in marked.values()})
        yield Gold(text, tuple(places), tuple(names), name=path.stem.rpartition("_")[2])


def _brat(place: Path) -> Iterator[Gold]:
    for path in sorted(place.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode()
        found = re.findall(r"^T\d+\t\S+ (\d+) (\d+)\t", path.read_text(encoding="utf-8"), re.MULTILINE)
        yield Gold(text, (), tuple(sorted({(int(start), int(end)) for start, end in found})))


def _legal(place: Path) -> Iterator[Gold]:
    for path in sorted(place.glob("*.xmi")):
        text, claims = "", list[Bounds]()
        # XML 1.1 is declared, which the parser of the standard library refuses; nothing of it is used.
        for element in ElementTree.fromstring(re.sub(r"^<\?xml[^>]*>", "", path.read_text(encoding="utf-8"))):
            sort = element.tag.rpartition("}")[2]
            text = element.get("sofaString", text)
            if sort == "LegalArgumentation":  # its sentences are whole paragraphs
                claims.append((int(element.get("begin", "0")), int(element.get("end", "0"))))
        yield Gold(text, claims=tuple(sorted(claims)))


def _columns(path: Path) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Yield the comments and the rows of each block that a blank line ends."""
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip("\n")):
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("# ")]
        yield comments, [re.split(r"[\t ]", line) for line in lines if line not in comments]


def _runs(labels: list[str], words: list[Bounds]) -> Iterator[Bounds]:
    """Yield the ranges of B- and I- labels."""
    start = -1
    for at, label in enumerate([*labels, "O"]):
        if start >= 0 and not label.startswith("I"):
            yield words[start][0], words[at - 1][1]
            start = -1
        if label.startswith("B"):
            start = at


def _told(path: Path, label: Callable[[list[str]], str], fresh: str) -> Iterator[Gold]:
    """Sentences that bring their text in a comment; a comment that begins with `fresh` begins an article."""
    text, sentences, names = "", list[Bounds](), list[Bounds]()
    for comments, rows in _columns(path):
        if text and any(one.startswith(fresh) for one in comments):
            yield Gold(text, tuple(sentences), tuple(names))
            text, sentences, names = "", [], []
        said = next(one for one in comments if one.startswith("# text = "))[9:]
        text += (" " if text[-1] in _STOPS else "\n") if text else ""
        begun = len(text)
        text += said
        sentences.append((begun, len(text)))
        rows = [row for row in rows if row[0].isdigit()]
        at, words = begun, list[Bounds]()
        for row in rows:
            at = text.index(row[1], at)
            words.append((at, at + len(row[1])))
            at += len(row[1])
        names += _runs([label(row) for row in rows], words)
    yield Gold(text, tuple(sentences), tuple(names))


def _pud(place: Path) -> Iterator[Gold]:
    yield from _told(place / "en_pud-ud-test.iob2", lambda row: row[2], "# newdoc")


def _norne(place: Path) -> Iterator[Gold]:
    yield from _told(place / "no_nynorsk-ud-dev.conllu", lambda row: row[9].rpartition("name=")[2], "# newpar")


def _wojood(place: Path) -> Iterator[Gold]:
    blocks = [[row for row in rows if row[0] != "$#$"] for _, rows in _columns(place / "val.txt")]
    blocks = [rows for rows in blocks if rows]
    yield _labelled(blocks, lambda row: row[1])


def _weibo(place: Path) -> Iterator[Gold]:
    """One character a row, with its number within the word; each block is a post."""
    blocks = [rows for _, rows in _columns(place / "weiboNER_2nd_conll.dev")]
    text, sentences, names = "", list[Bounds](), list[Bounds]()
    for rows in blocks:
        begun = len(text)
        characters = [row[0][:-1] for row in rows]
        words = list[Bounds]()
        for one in characters:
            words.append((len(text), len(text) + len(one)))
            text += one
        names += _runs([row[1] if row[1].endswith("NAM") else "O" for row in rows], words)
        sentences.append((begun, len(text)))
        text += "\n"
    yield Gold(text, (), tuple(names))


def _labelled(blocks: list[list[list[str]]], label: Callable[[list[str]], str]) -> Gold:
    text, places, words = written([[row[0] for row in rows] for rows in blocks], lines=True)
    names = [one for rows, held in zip(blocks, words, strict=True) for one in _runs([label(row) for row in rows], held)]
    return Gold(text, tuple(places), tuple(names))


def _spacy(place: Path) -> Iterator[Gold]:
    for article in json.loads((place / "training-data.json").read_text(encoding="utf-8")):
        for paragraph in article["paragraphs"]:
            yield _raw(paragraph)


def _raw(paragraph: Mapping[str, Any]) -> Gold:
    text, at = str(paragraph["raw"]), 0
    sentences, names = list[Bounds](), list[Bounds]()
    for sentence in paragraph["sentences"]:
        words = list[Bounds]()
        for token in sentence["tokens"]:
            word = str(token["orth"]).replace("``", '"').replace("''", '"')
            at = text.index(word, at)
            words.append((at, at + len(word)))
            at += len(word)
        labels = [token["ner"].replace("U-", "B-").replace("L-", "I-") for token in sentence["tokens"]]
        names += _runs(labels, words)
        sentences.append((words[0][0], words[-1][1]))
    return Gold(text, tuple(sentences), tuple(names))


READERS: Mapping[str, Callable[[Path], Iterator[Gold]]] = {
    "webanno_gum_news": _gum,
    "spacy_v2_json": _spacy,
    "iob2_uner_en_pud": _pud,
    "conllup_norne": _norne,
    "brat_litbank": _brat,
    "uima_legal_claims": _legal,
    "conll_wojood_ar": _wojood,
    "conll_weibo": _weibo,
}
