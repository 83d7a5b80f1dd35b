"""Which labels of a call are new, and which of them overlap in the flat layer."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as some

from annotator.model.arrival import Arrival, ArrivingSpan
from annotator.model.mark import Label, Layer
from annotator.model.scheme import Scheme
from annotator.project.plan import Plan, Wanted

SCHEME = Scheme([Layer("entities", "Entities", "flat"), Layer("claims", "Claims", "free", order=1)],
                [Label("entities/old", "entities", "OLD"), Label("claims/free", "claims", "FREE")])  # fmt: skip
SPANS = some.lists(
    some.tuples(some.integers(0, 40), some.integers(1, 12), some.sampled_from(["OLD", "FREE", "A", "B", "C"])),
    max_size=25,
)


@given(some.lists(SPANS, max_size=3))
def test_new_labels_that_overlap_are_what_comparing_each_pair_finds(articles):
    plan = Plan(SCHEME)
    found: set[str] = set()
    for made in articles:
        spans = tuple(ArrivingSpan("x:1", start, start + length, label) for start, length, label in made)
        plan.see(Arrival("x:1", "text", spans=spans), 0, False)
        flat = [one for one in spans if one.label != "FREE"]
        pairs = [(a, b) for at, a in enumerate(flat) for b in flat[at + 1 :] if a.start < b.end and b.start < a.end]
        found |= {one.label for pair in pairs for one in pair if one.label != "OLD"}
    assert plan.crossing == {Wanted(label) for label in found}
    assert plan.spans == Counter(Wanted(label) for made in articles for _, _, label in made)


def test_many_spans_over_one_another_take_no_longer_than_many_beside(monkeypatch):
    spans = tuple(ArrivingSpan("x:1", at, 100_000, "OLD") for at in range(30_000))
    plan = Plan(SCHEME)
    asked = []
    sought = plan._sought
    monkeypatch.setattr(plan, "_sought", lambda wanted: asked.append(wanted) or sought(wanted))
    plan.see(Arrival("x:1", "text", spans=spans), 0, False)
    assert len(asked) == 1
    assert not plan.crossing
