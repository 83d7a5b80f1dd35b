"""The journal's own writing: changes as exact bytes, their digests, and the fold that the rows must equal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as _quoted
from typing import Any, NamedTuple

from annotator.model.article import ArticleId
from annotator.model.edit import Change, Edit, Gesture
from annotator.model.mark import Key, Mark, Span, fields_of, mark_of
from annotator.model.problem import Problem

DIGEST_SIZE = 16
FIRST_PARTS = "split"  # the command of gestures that give articles a part for the first time
# Of gestures, in SQL: an intake, or a first part. Two copies of a project may both have made it: the older one stays.
OLDEST_WINS = f"(gesture.via = 'intake' OR gesture.command = '{FIRST_PARTS}') AND gesture.undoes = ''"


class Header(NamedTuple):
    """What a gesture's digest covers beside its changes: all its fields but `seq` and `merged`."""

    id: str
    at: int
    command: str
    author: str
    via: str
    batch: str
    undoes: str
    changes: int


def encode(edit: Edit) -> bytes:
    """Return the bytes of one change: [sort, id, before, after] of each key, in the order of the keys."""
    rows = [
        f'["{key.sort}",{_quoted(key.id)},{_written(before)},{_written(after)}]'
        for key, (before, after) in sorted(edit.items(), key=_by_key)
    ]
    return f"[{','.join(rows)}]".encode()


def _by_key(item: tuple[Key, Change]) -> tuple[str, str]:
    return (item[0].sort, item[0].id)


def _written(mark: Mark | None) -> str:
    if not isinstance(mark, Span):
        return "null" if mark is None else _as_json(fields_of(mark))
    # As JSON writes it, in a third of the time: an intake brings them by the thousand.
    return (
        f'{{"id":{_quoted(mark.id)},"start":{mark.start},"end":{mark.end},"label":{_quoted(mark.label)}'
        f',"author":{_quoted(mark.author)},"note":{_quoted(mark.note)},"origin":{_quoted(mark.origin)}}}'
    )


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_head = json.JSONEncoder(separators=(",", ":")).encode


def decode(data: bytes, article: ArticleId | None) -> Edit:
    """Return the Edit in `data`; sorts and fields unknown here are passed over, and stay in the bytes.

    Raises Problem on bytes that no version writes.
    """
    changes: dict[Key, Change] = {}
    try:
        for sort, name, before, after in json.loads(data):
            changes[Key(sort, article, name)] = (_mark(sort, before), _mark(sort, after))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        why = f"it holds a change that no version writes ({error})"
        raise Problem("the journal", why, "Run `spandesk check`, and restore a backup.") from None
    return Edit({key: change for key, change in changes.items() if change != (None, None)})


def _mark(sort: str, fields: Mapping[str, Any] | None) -> Mark | None:
    return None if fields is None else mark_of(sort, fields)


def change_digest(gesture: str, article: ArticleId | None, data: bytes) -> bytes:
    """Return the digest of one change: of its gesture, its article and its exact bytes."""
    from hashlib import blake2b  # the window starts without it

    return blake2b(_head([gesture, article]).encode() + b"\n" + data, digest_size=DIGEST_SIZE).digest()


def gesture_digest(header: Header, changes: Iterable[bytes]) -> bytes:
    """Return the digest of a gesture: of its header and of the digests of its changes, in any order."""
    from hashlib import blake2b

    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return blake2b(head + b"\n" + b"".join(sorted(changes)), digest_size=DIGEST_SIZE).digest()


class Ranked(NamedTuple):
    """A change with what decides its rank."""

    gesture: str  # the gesture's id
    oldest_wins: bool  # an intake or a first part, with empty undoes: ranks below every other change of its key
    edit: Edit

    @property
    def rank(self) -> tuple[int, str]:
        """Return the rank; among intakes and first parts the oldest wins, so their ids count backwards."""
        return (0, _backwards(self.gesture)) if self.oldest_wins else (1, self.gesture)


def oldest_wins(gesture: Gesture) -> bool:
    """Return whether a gesture is an intake or gives first parts: what the journal named already it does not change."""
    return not gesture.undoes and (gesture.via == "intake" or gesture.command == FIRST_PARTS)


def mentioning(sort: str) -> bytes:
    """Return the bytes that every change of a mark of `sort` holds; in no string of a mark do they stand so."""
    return f'["{sort}",'.encode()


def _backwards(id: str) -> str:
    return "".join("f" if c == "-" else "0123456789abcdef"[15 - int(c, 16)] for c in id)


def fold(changes: Iterable[Ranked]) -> dict[Key, Mark]:
    """Return for each key the after-value of its highest-ranked change; absent marks are left out."""
    return {key: mark for key, (_, mark) in winners(changes).items() if mark is not None}


def winners(changes: Iterable[Ranked]) -> dict[Key, tuple[Ranked, Mark | None]]:
    """Return for each key its highest-ranked change, with the after-value."""
    found: dict[Key, tuple[Ranked, Mark | None]] = {}
    ranks: dict[Key, tuple[int, str]] = {}
    for change in changes:
        rank = change.rank
        for key, (_, after) in change.edit.items():
            held = ranks.get(key)
            if held is None or rank > held:
                ranks[key] = rank
                found[key] = (change, after)
    return found
