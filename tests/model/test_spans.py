import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import spans as module
from annotator.model.mark import Span
from annotator.model.spans import MOST, Spans, rank


def ranged(pairs):
    return [Span(f"s{at}", a, a + n + 1, "l", "a") for at, (a, n) in enumerate(pairs)]


PAIRS = st.lists(st.tuples(st.integers(0, 900), st.one_of(st.integers(0, 8), st.integers(0, 900))), max_size=60)


@given(PAIRS)
def test_is_ordered_by_start_then_the_longer_then_id(pairs):
    held = ranged(pairs)
    assert list(Spans(held)) == sorted(held, key=rank)


@given(PAIRS, st.integers(0, 950), st.integers(0, 60))
def test_touching_is_what_a_plain_search_finds(pairs, start, length):
    held = ranged(pairs)
    end = start + length
    low, high = (start, end) if length else (start - 1, end + 1)
    assert list(Spans(held).touching(start, end)) == [
        s for s in sorted(held, key=rank) if s.end > low and s.start < high
    ]


@given(PAIRS, st.lists(st.tuples(st.booleans(), st.integers(0, 100), st.integers(0, 20)), max_size=40))
def test_changing_is_what_a_plain_set_does(pairs, steps):
    plain = {span.id: span for span in ranged(pairs)}
    held = Spans(plain.values())
    for at, (add, start, length) in enumerate(steps):
        before = list(held)
        if add or not plain:
            span = Span(f"n{at}", start, start + length + 1, "l", "a")
            fresh, plain[span.id] = held.changed([], [span]), span
        else:
            gone = plain.pop(sorted(plain)[start % len(plain)])
            fresh = held.changed([gone], [])
        assert list(held) == before, "a version never changes"
        held = fresh
        assert list(held) == sorted(plain.values(), key=rank)
        assert len(held) == len(plain)
        assert all(held.get(span.id) == span and span in held for span in plain.values())
    assert held == Spans(plain.values())


@given(PAIRS, PAIRS, st.integers(1, 4))
def test_what_two_versions_do_not_share_is_what_two_plain_sets_do_not(pairs, others, most):
    before = module.MOST
    module.MOST = most  # so that few spans make many chunks
    try:
        held = Spans(ranged(pairs))
        gone, come = ranged(pairs)[::3], [span._replace(id=f"n{span.id}") for span in ranged(others)]
        changed = held.changed(gone, come)
        for one, two in ((held, changed), (changed, held), (held, Spans(ranged(others))), (held, held)):
            assert one.differing(two) == (set(one) - set(two), set(two) - set(one))
    finally:
        module.MOST = before


@given(PAIRS, st.tuples(st.integers(0, 950), st.integers(-950, 0), st.sampled_from(["", "s1", "t"])))
def test_after_and_before_walk_in_order(pairs, place):
    held = ranged(pairs)
    above = [span for span in sorted(held, key=rank) if rank(span) > place]
    below = [span for span in sorted(held, key=rank) if rank(span) < place]
    assert Spans(held).after(place) == (above[0] if above else None)
    assert Spans(held).before(place) == (below[-1] if below else None)


def test_refuses_two_spans_of_one_id_and_one_that_is_not_there():
    one = Span("s", 0, 1, "l", "a")
    with pytest.raises(ValueError, match="one id"):
        Spans([one, one._replace(start=0, end=2)])
    with pytest.raises(ValueError, match="the id s"):
        Spans([one]).changed([], [one])
    with pytest.raises(KeyError):
        Spans([]).changed([one], [])


def test_a_look_up_reads_few_chunks_even_under_a_span_as_long_as_the_article():
    count = 100_000
    held = Spans(
        [Span("long", 0, 10 * count, "l", "a"), *(Span(str(i), 10 * i, 10 * i + 5, "l", "a") for i in range(count))]
    )
    seen = 0

    class Counting(tuple):
        def __iter__(self):
            nonlocal seen
            seen += 1
            return super().__iter__()

    held._chunks = [chunk._replace(spans=Counting(chunk.spans)) for chunk in held._chunks]
    assert [span.id for span in held.touching(500_000, 500_004)] == ["long", "50000"]
    assert seen <= 3


def test_versions_share_the_chunks_that_did_not_change():
    held = Spans(Span(str(i), i, i + 1, "l", "a") for i in range(10 * MOST))
    fresh = held.changed([], [Span("new", 0, 1, "l", "a")])
    shared = sum(a is b for a in held._chunks for b in fresh._chunks)
    assert shared == len(held._chunks) - 1
    assert sum(a is b for a, b in zip(held._buckets, fresh._buckets, strict=True)) == module.BUCKETS - 1


LABELLED = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 9), st.sampled_from("xyz")), max_size=700)


@given(LABELLED, st.integers(0, 699))
def test_counts_and_places_by_label_are_what_a_plain_count_finds(made, at):
    held = [Span(f"s{nth}", start, start + length, label, "a") for nth, (start, length, label) in enumerate(made)]
    spans = Spans(held[::2]).changed([], held[1::2])
    for label in "xyz":
        assert spans.counts.get(label, 0) == sum(span.label == label for span in held)
    if held:
        span = held[at % len(held)]
        same = [one for one in sorted(held, key=rank) if one.label == span.label]
        assert spans.nth(span) == same.index(span) + 1
        assert spans.changed([span], []).counts.get(span.label, 0) == len(same) - 1


@given(PAIRS, PAIRS, st.data())
def test_what_differs_between_two_versions_is_what_two_sets_would_say(pairs, more, data):
    held = ranged(pairs)
    gone = data.draw(st.lists(st.sampled_from(held), unique=True)) if held else []
    come = [span._replace(id=f"n{span.id}") for span in ranged(more)]
    come += [span._replace(end=span.end + 1) for span in gone[:2]]
    before = Spans(held)
    after = before.changed(gone, come)
    assert before.differing(after) == (set(gone), set(come))
    assert before.differing(before) == (set(), set())
    assert before.differing(Spans(held)) == (set(), set()), "also where no chunk is shared"


@given(PAIRS, st.integers(0, 900))
def test_the_place_of_a_span_is_how_many_are_ranked_up_to_it(pairs, start):
    held = sorted(ranged(pairs), key=rank)
    for at, span in enumerate(held, 1):
        assert Spans(held).place(span) == at
    other = Span("x", start, start + 3, "l", "a")
    assert Spans(held).place(other) == sum(rank(one) < rank(other) for one in held)
