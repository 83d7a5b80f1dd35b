"""The whole sample is labelled from nothing by real events; the motor seconds stand beside those of other programs.

The orders of work are written down here. A line is what is done for one mark, or for one that goes everywhere:
keys by their names, and `@N` for a click on the character N of the text.
"""

import json

import pytest
from hands import Hands
from peers import PEERS, Wanted, best

from annotator import places

ENTITIES_BY_KEYS = """
E Shift+3
J Shift+3
E J 2
E , J 6
J 3
J Shift+E Shift+3
E J 1
J Shift+E Shift+3
E J 1
E J J J J 5 ]
S . E J 1
J Shift+1
E J J J J J J 7
J 7
J 7
J 7
J Right E 7 { {
. . K 6 ] ] ]
E K 6 }
S J J J Shift+Left Shift+E Shift+E J J J 7 ]
J J 7 ]
. E K 5 [ [ [ } }
. J 6
J 3
J 4
"""
# Names are clicked with the right hand and labelled with the left; at the issues the right hand goes to the keys.
ENTITIES_BY_MOUSE = """
E Shift+3
@9 Shift+3
@56 2
@329 6
@359 3
@375 Shift+3
E E 1 } }
@419 Shift+3
@452 E 1
@475 5 ]
@636 E 1
@700 Shift+1
""" + "\n".join(ENTITIES_BY_KEYS.strip().splitlines()[12:])
# A quotation is cut out of what is said before that is labelled: K comes back to all of it.
CLAIMS = """
Ctrl+Home
S J , E C Shift+J Shift+J
J A
J J J C
J J A
J C
J A
J Q } }
K C
J J Shift+J Shift+J Shift+J Shift+J C
. C Shift+J Shift+J Shift+J
J C
. C Shift+J
J A
J Q } } }
K C
J J Q } } } } }
K C
J J C
J C
J J C
J J A
J C
J J J C } } } }
J C
"""


@pytest.fixture
def source():
    return json.loads(places.resource("sample", "sample.jsonl").read_text(encoding="utf-8").splitlines()[0])


@pytest.fixture
def window(tmp_path, spandesk, desk, source):
    path = tmp_path / "p.spans"
    (tmp_path / "a.jsonl").write_text(json.dumps({**source, "spans": [], "status": {}}) + "\n", encoding="utf-8")
    spandesk("new", path)
    spandesk("add", path, tmp_path / "a.jsonl")
    return desk.open(path)


def follow(hands, script):
    """Do what a script says and return its motor seconds."""
    before = hands.seconds
    for one in script.split():
        if one.startswith("@"):
            hands.click(int(one[1:]))
        else:
            hands.press(one)
    return hands.seconds - before


def made(window):
    return {(span.start, span.end, span.label) for span in window.session.state.marks.spans}


def wanted(source):
    return {(one["start"], one["end"], one["label_id"]) for one in source["spans"]}


def beside(source, claims):
    """Return what the peers need for the entities or for the claims."""
    marks = [one for one in source["spans"] if (one["layer"] != "entities") == claims]
    return [Wanted(source["text"][one["start"] : one["end"]], one["label_id"], claims) for one in marks]


@pytest.mark.parametrize(
    ("entities", "most"),
    [(ENTITIES_BY_KEYS, 0.35), (ENTITIES_BY_MOUSE, 0.6)],
    ids=["keys alone", "mouse and keys"],
)
def test_the_whole_sample_from_nothing(window, desk, source, entities, most, record_property):
    hands = Hands(window, desk)
    spent = {False: follow(hands, entities), True: follow(hands, CLAIMS)}
    desk.settle(window)
    assert made(window) == wanted(source)
    for claims, seconds in spent.items():
        name, theirs = best(beside(source, claims))
        record_property("claims" if claims else "entities", f"{seconds:.1f} s, {seconds / theirs:.2f}x of {name}")
        print(f"{'claims' if claims else 'entities'}: {seconds:.1f} s, {name} {theirs:.1f} s, {seconds / theirs:.2f}x")
        assert seconds <= most * theirs
    everything = beside(source, claims=False) + beside(source, claims=True)
    name, theirs = best(everything)
    print(f"all: {hands.seconds:.1f} s, {name} {theirs:.1f} s, {hands.seconds / theirs:.2f}x, {hands.presses} presses")
    assert hands.seconds <= most * theirs
    assert {name: round(cost(everything), 1) for name, cost in PEERS.items()} == {
        "Prodigy, doccano, Argilla, Potato": 143.6, "Label Studio": 154.7, "INCEpTION": 147.2, "labelbuddy": 130.4,
        "QualCoder": 166.4, "brat": 295.0,
    }  # fmt: skip
