"""Finding by a regular expression, run as a program of its own: nothing can interrupt one within a process.

Standard input: a line of JSON (`words`, `whole`, `case`, `most`), then the text, UTF-8. Standard output: JSON,
`hits` as flat list of starts and ends with `more`, or `wrong`, why the expression cannot be read.
"""

# No import but of the standard library, and few of those: it is started for every expression that is tried.
import json
import re
import sys


def hits(text: str, words: str, whole: bool, case: bool, most: int) -> tuple[list[int], bool]:
    """Return starts and ends in turn, and whether there are more; raises re.error and its like for no expression."""
    flags = re.MULTILINE | (0 if case else re.IGNORECASE)
    pattern = re.compile(words, flags)  # as it is written first: in brackets what is wrong could become right
    pattern = re.compile(rf"\b(?:{words})\b", flags) if whole else pattern
    found: list[int] = []
    for match in pattern.finditer(text):
        start, end = match.span()
        if start < end:  # nothing can be selected where nothing is
            if len(found) == 2 * most:
                return found, True
            found += (start, end)
    return found, False


def answer(asked: dict[str, object], text: str) -> dict[str, object]:
    """Return what is written to standard output."""
    try:
        found, more = hits(text, *(asked[name] for name in ("words", "whole", "case", "most")))  # type: ignore[arg-type]
    except (re.error, RecursionError, OverflowError, MemoryError) as error:
        return {"wrong": str(error) or "it is too large"}
    return {"hits": found, "more": more}


if __name__ == "__main__":
    head, _, body = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.write(json.dumps(answer(json.loads(head), body.decode("utf-8", "surrogatepass"))))
