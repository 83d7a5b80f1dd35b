import pytest
from hypothesis import given
from hypothesis import strategies as some

from annotator.model.folding import folded
from annotator.model.terms import MOST_TERMS, Term, hit_of, ranges, terms_of

WORDS = some.lists(some.sampled_from(["ada", "Ada", "met", "tom", "北京", "Łódź", "ß", "SS", "-", "\n"]), max_size=14)


def words_in(text, written):
    return [text[start:end] for start, end in ranges(text, terms_of(written))]


@pytest.mark.parametrize(
    ("written", "terms"),
    [
        ("Ada met", (Term(("ada",)), Term(("met",)))),
        ('"Ada met" Tom', (Term(("ada", "met")), Term(("tom",)))),
        ("“Ada met”", (Term(("ada", "met")),)),
        ("lond* 'new yo'", (Term(("lond",), True), Term(("new",)), Term(("yo",)))),
        ('"new yo"*', (Term(("new", "yo"), True),)),
        ("O'Neill", (Term(("o", "neill")),)),
        ("北京", (Term(("北", "京")),)),
        ('"never closed', (Term(("never", "closed")),)),
        ("ada ADA", (Term(("ada",)),)),
        ("", ()),
        ('* " - "" (', ()),
        ("AND OR NOT", (Term(("and",)), Term(("or",)), Term(("not",)))),
    ],
)
def test_what_is_written_is_read(written, terms):
    assert terms_of(written) == terms


@given(some.text())
def test_whatever_is_written_can_be_read(written):
    for term in terms_of(written):
        assert term.words
        assert all(word.strip() and folded(word).strip() and '"' not in word for word in term.words)


def test_so_many_words_are_not_sought_at_once():
    assert len(terms_of(" ".join(f"w{n}" for n in range(200)))) == MOST_TERMS


def test_hits_are_found_whatever_the_case_and_the_accents():
    assert words_in("Łódź, lodz; LODZ and łodzi", "lodz") == ["Łódź", "lodz", "LODZ"]
    assert words_in("cafe\u0301 CAFÉ cafes", "café") == ["cafe\u0301", "CAFÉ"]
    assert words_in("Στον ΛΌΓΟ του λόγου", "λογου") == ["λόγου"]


def test_a_prefix_takes_the_whole_word():
    assert words_in("London, Londoner, Lon and Blondon", "lond*") == ["London", "Londoner"]


def test_words_in_a_row_may_be_parted_by_signs_and_lines():
    assert words_in("new york, New\nYork; new (york) York new", '"new york"') == ["new york", "New\nYork", "new (york"]


def test_two_ideographs_are_found_within_a_sentence():
    assert words_in("我在北京大学读书。北方的京城", "北京") == ["北京"]
    assert words_in("カタカナのタカ", "タカ") == ["タカ", "タカ"]


def test_all_of_the_words_must_be_there():
    assert words_in("Ada met Tom", "tom ada") == ["Ada", "Tom"]
    assert words_in("Ada met Tom", "tom eve") == []


@given(WORDS, WORDS)
def test_every_hit_reads_as_what_was_sought_and_none_is_missed(text, sought):
    text, written = " ".join(text), f'"{" ".join(sought)}"'
    terms = terms_of(written)
    found = ranges(text, terms)
    if terms:
        (term,) = terms
        assert all(tuple(folded(text[start:end]).split()) == term.words for start, end in found)
        held = folded(text).split()
        there = [at for at in range(len(held)) if tuple(held[at : at + len(term.words)]) == term.words]
        assert bool(found) == bool(there)


def test_a_hit_shows_the_words_around_it_on_one_line():
    text = "First line\nthe quick  brown\tfox jumps\nlast"
    start = text.index("brown")
    assert hit_of(text, start, start + 5) == (start, start + 5, "the quick  ", "brown", " fox jumps")
    assert hit_of(text, start, start + 5, 8) == (start, start + 5, "quick  ", "brown", " fox jum")
    assert hit_of("ab\ncd", 1, 4).words == "b c"
