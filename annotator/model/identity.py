"""Ids that follow from what they name, so that the same input always makes the same marks."""

from __future__ import annotations

import hashlib
from json.encoder import encode_basestring

from annotator.model.mark import Author

_quoted = encode_basestring


def imported_id(article: str, author: str, start: int, end: int, label: str, ordinal: int) -> str:
    """Return the id of an imported mark: 96 bits of BLAKE2b over what it was in its input.

    `label` is the name as written, `ordinal` counts equal marks of one record.
    """
    # The JSON array of the six, written by hand: an intake asks for one at each span.
    named = f"[{_quoted(article)},{_quoted(author)},{start},{end},{_quoted(label)},{ordinal}]"
    return hashlib.blake2b(named.encode("utf-8"), digest_size=12).hexdigest()


def derived_id(id: str, nth: int) -> str:
    """Return one more id made from a fresh one: 96 bits, for the marks of a gesture that makes many."""
    return hashlib.blake2b(f"{id}/{nth}".encode(), digest_size=12, person=b"derived").hexdigest()


def anothers_id(id: str, author: str) -> str:
    """Return the id of an author's mark that came with the id of somebody else's: 96 bits, the same on every machine.

    Two people who begin with the same marks have them under the same ids.
    """
    named = f"[{_quoted(id)},{_quoted(author)}]"
    return hashlib.blake2b(named.encode("utf-8"), digest_size=12, person=b"another").hexdigest()


def author_named(name: str) -> Author:
    """Return the author who is known by name only; the id follows from it, the same on every machine."""
    return Author(hashlib.blake2b(name.encode("utf-8"), digest_size=8, person=b"author").hexdigest(), name)
