"""What fuzzing does to real samples: bytes flipped, cut, spliced and repeated, and JSON changed by its structure."""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SECONDS = 10  # that one small input may take
ODD_BYTES = (
    b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\n", b"\r\n", b"\t", b" ", b'"', b"\\", b"\\u0000",
    b"\\ud800", b"{", b"}", b"[", b"]", b"[" * 500, b'{"a":' * 500, b",", b":", b"<", b">", b"&", b"&#0;", b"&#xd800;", b"<!DOCTYPE a>", b"<![CDATA[",
    b"NaN", b"-1", b"0", b"1e999", b"9" * 30, b"9" * 5_000, b"null", b"true", b"B-", b"B-X", b"-DOCSTART-", b"#", b"|", b"=", b"1-2", b"_",
    "\u202e".encode(), "\u2028".encode(), "\u0663".encode(), "\u00b2".encode(), b"'''", b'"""', b"[[", b"inf", b"0x", b"1979-05-27",
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, 10**30, 10**400, 0.5, -0.0, 1e308, float("nan"), float("inf"), "", " ", "\0", "x" * 10_000, "\ud800",
    "\u202e", "../../x", "O", "B-X", [], {}, [[]], [None], [1], {"": 1}, {"start": 0, "end": 3, "label": "X"}, [0, 3, "X"], "2020-01-01",
)  # fmt: skip
_PIECES = re.compile(rb"\s+|\w+|.", re.DOTALL)


class TooSlow(BaseException):
    """A small input took longer than it may; no handler of the program's own takes it for its own."""


def mutated(sample: bytes, chance: random.Random, others: tuple[bytes, ...] = ()) -> bytes:
    """Return the sample with one to four harms done to it."""
    data = sample
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = chance.choice((flipped, cut, put, put, spliced, repeated, moved))(data, chance, others or (sample,))
    return data


def flipped(data: bytes, chance: random.Random, _others: tuple[bytes, ...]) -> bytes:
    """Flip up to eight bits."""
    held = bytearray(data)
    for _ in range(chance.randrange(1, 9) if held else 0):
        held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
    return bytes(held)


def cut(data: bytes, chance: random.Random, _others: tuple[bytes, ...]) -> bytes:
    """Take a stretch away, at times all to the end."""
    at = chance.randrange(len(data) + 1)
    return data[:at] + (b"" if chance.random() < 0.3 else data[at + chance.randrange(1, 40) :])


def put(data: bytes, chance: random.Random, _others: tuple[bytes, ...]) -> bytes:
    """Put something odd into it, in the place of a word of it, or between two."""
    pieces = _PIECES.findall(data) or [b""]
    at = chance.randrange(len(pieces))
    odd = chance.choice(ODD_BYTES)
    return b"".join([*pieces[:at], odd, *pieces[at + chance.randrange(2) :]])


def spliced(data: bytes, chance: random.Random, others: tuple[bytes, ...]) -> bytes:
    """Put a stretch of another sample into it."""
    other = chance.choice(others)
    first, at = chance.randrange(len(other) + 1), chance.randrange(len(data) + 1)
    return data[:at] + other[first : first + chance.randrange(1, 200)] + data[at:]


def repeated(data: bytes, chance: random.Random, _others: tuple[bytes, ...]) -> bytes:
    """Say a stretch of it several times."""
    at, length = chance.randrange(len(data) + 1), chance.randrange(1, 60)
    return data[:at] + data[at : at + length] * chance.choice((2, 3, 50)) + data[at:]


def moved(data: bytes, chance: random.Random, _others: tuple[bytes, ...]) -> bytes:
    """Change the order of its lines."""
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def restructured(held: Any, chance: random.Random) -> Any:
    """Return a JSON value with one to three of the values in it changed, taken away, doubled or renamed."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        held = _at(held, chance.choice(list(_ways(held))), chance)
    return held


def as_json(held: Any, chance: random.Random) -> bytes:
    """Return a JSON value as a file might hold it."""
    if isinstance(held, list) and chance.random() < 0.3:
        return b"\n".join(json.dumps(one).encode() for one in held)
    return json.dumps(held, indent=chance.choice((None, None, 1))).encode()


def _ways(held: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield way
    for at, one in held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ():
        yield from _ways(one, (*way, at))


def _at(held: Any, way: tuple[Any, ...], chance: random.Random) -> Any:
    if not way:
        return chance.choice(ODD_VALUES) if chance.random() < 0.8 else [held, held]
    copy: Any = dict(held) if isinstance(held, dict) else list(held)
    if len(way) == 1 and chance.random() < 0.3:
        one = copy.pop(way[0])
        if isinstance(copy, dict) and chance.random() < 0.7:
            copy[chance.choice(("", "text", "label", "spans", "start", "\u202e", f"{way[0]}s"))] = one
        return copy
    copy[way[0]] = _at(held[way[0]], way[1:], chance)
    return copy


def fuzz(name: str, tries: int, seconds: float, once: Callable[[random.Random], None], kept: Path) -> int:
    """Call `once` with seeded chances, `tries` times or, where that is more, for so many seconds; return how often.

    A failure names its seed, with which `once` does the very same again, and keeps it in the file `kept`.
    """
    import faulthandler
    import signal

    def late(*_: object) -> None:
        raise TooSlow(f"longer than {SECONDS} s")

    before, until, seed = signal.signal(signal.SIGALRM, late), time.monotonic() + seconds, 0
    try:
        while seed < tries or time.monotonic() < until:
            faulthandler.dump_traceback_later(6 * SECONDS, exit=True, file=sys.__stderr__)  # no signal reaches C
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            try:
                once(random.Random(f"{name} {seed}"))
            except BaseException as error:
                kept.write_text(f"{name} {seed}\n")
                raise AssertionError(
                    f"seed {name!r} {seed}, kept in {kept}: {type(error).__name__}: {error}"
                ) from error
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            seed += 1
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)
    return seed
