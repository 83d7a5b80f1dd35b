"""What a name is by rule: a run of capitalised words, joined by particles and initials, and dates with their numbers.

A run may have a title before the person: "Interior Minister Laurent Nunez" is "Laurent Nunez", and larger the whole.
A word of a script without capitals (Arabic, Hebrew, Chinese, Korean) is its own name; katakana is joined by its dot.
"""

from __future__ import annotations

from annotator.model.characters import Bounds
from annotator.model.words import word_at, words_before, words_from

_LINE = 160  # code points that a headline may have
MOST = 12  # words of a name; a longer run of capitals is a headline, and each of its words is a name

_PARTICLES = frozenset(
    (
        "of de la le du des del della di da dos das do van von der den el al al- bin ibn ben abu y zu zur ter ten af av"
    ).split()
)
_ARTICLES = frozenset("the la le les el los las der die das den".split())  # after "of"
_OPENING = frozenset(
    (
        "a an the this that these those he she it they we you i i'm his her its their our my your but and or nor so "
        "yet in on at by for from to of as if when while after before since because although though however meanwhile "
        "there here what who why how where which whose under over with without among amid according despite during "
        "until unless both some many most all each every no not now then once also only even such more other another "
        "several about against between der die das ein eine er sie es wir ich im am und aber nach bei mit für auf von "
        "le les un une il elle ils elles on et mais en dans pour avec sur los las una y pero no se det den de ei eit "
        "ein eg han ho vi som men og på av til for frå в на он она они это но и а по как из с у для при не что мы я "
        "его"
    ).split()
)
_ALWAYS = frozenset("i i'm i've i'd i'll i\u2019m i\u2019ve i\u2019d i\u2019ll".split())  # capital everywhere
_TITLES = frozenset(
    (
        "president vice prime minister premier chancellor secretary senator congressman congresswoman representative "
        "governor mayor judge pope bishop archbishop reverend sir lord dr dr. mr mr. mrs mrs. ms ms. prof prof. "
        "professor gen gen. col col. colonel lt lt. captain capt. sgt. sergeant admiral commander chairman chairwoman "
        "chairperson director ambassador sen sen. rep rep. gov gov. rev. officer spokesman spokeswoman spokesperson "
        "coach attorney detective inspector sheriff mm. mme mlle m. herr frau président ministre präsident kanzler "
        "statsminister"
    ).split()
)
_NUMBERED = frozenset(
    (
        "article art section sec rule chapter flight resolution protocol no no. nos phase group channel title route "
        "interstate boeing airbus apollo"
    ).split()
)  # fmt: skip
_HEADS = frozenset(
    (
        "academy agency ambassador archbishop association bank battle bay bishop board book bureau cathedral centre "
        "center chairman chamber church city college commission committee conference congress convention council "
        "court daughters department director district duke emirate emirates faculty federation general government "
        "governor gulf hall head house institute isle journal king kingdom league mayor medal member minister "
        "ministry museum office order organisation organization palace parliament party port president prime prince "
        "princess province queen republic school secretary senate society sons speaker state states strait study "
        "supreme treaty union university war"
    ).split()
)
_MONTHS = frozenset(
    (
        "january february march april may june july august september october november december jan. feb. mar. apr. "
        "jun. jul. aug. sep. sept. oct. nov. dec. januar februar märz mai juni juli oktober dezember desember"
    ).split()
)


# ---- the name at a place
def name_at(text: str, at: int) -> Bounds:
    """Return the name at `at`, without the title before it; else the word."""
    return names_at(text, at)[0]


# Words in -ed that begin sentences; and names that end as words that begin sentences do.
_BEGINNING = frozenset("asked based founded located led born pressed faced armed backed elected given".split())
_NAMES_LIKE_THOSE = frozenset(
    (
        "beijing sterling king irving fleming browning harding ming ping jinping xing nanjing chongqing reading "
        "manning keating wing ring ling ding boeing kelly emily billy sally italy lily molly july polly holly reilly "
        "beverly kimberly sicily"
    ).split()
)


def names_at(text: str, at: int) -> tuple[Bounds, Bounds]:
    """Return the name at `at` without and with the title before it; else the word twice."""
    run = _run(text, at)
    parts = _parts(text, run)
    return next((part for part in parts if at < part[1]), parts[-1]), (run[0][0], run[-1][1])


def is_name(text: str, word: Bounds) -> bool:
    """Return whether a name may begin with `word`: it has a capital, or its script has none."""
    first = text[word[0]]
    return _capital(text, word) or (first.isalpha() and not first.islower() and not first.isupper())


def _run(text: str, at: int) -> list[Bounds]:
    """Return the words that are linked to the one at `at`, without particles at the edges; at least that word."""
    here = word_at(text, at)
    found = [here]
    for word in words_from(text, here[1], 3):
        if len(found) > MOST or not _linked(text, found[-1], word):
            break
        found.append(word)
    for word in words_before(text, here[0], 3):
        if len(found) > MOST or not _linked(text, word, found[0]):
            break
        found.insert(0, word)
    if len(found) == 1 or len(found) > MOST:
        return [here]
    edges = [n for n, word in enumerate(found) if not _is_particle(text, word)]
    found = found[edges[0] : edges[-1] + 1] if edges else []
    return [here] if here not in found or _is_headline(text, found) else found


def _parts(text: str, run: list[Bounds]) -> list[Bounds]:
    """Return a run in two where a title stands before a person's name."""
    titles = [n for n, word in enumerate(run) if text[slice(*word)].casefold() in _TITLES]
    after = titles[-1] + 1 if titles else 0
    if not 0 < after < len(run) or not is_name(text, run[after]):
        return [(run[0][0], run[-1][1])]
    return [(run[0][0], run[after - 1][1]), (run[after][0], run[-1][1])]


def _linked(text: str, word: Bounds, following: Bounds) -> bool:
    """Return whether two words that follow each other are of one name."""
    between = text[word[1] : following[0]]
    if between in ("\u30fb", "\uff1d"):
        return _is_katakana(text[word[0]]) and _is_katakana(text[following[0]])
    if between not in (" ", "\u00a0", " & ", ", "):
        return False
    before, after = text[slice(*word)], text[slice(*following)]
    if before[0].isdigit() or after[0].isdigit() or between == ", ":
        return _dated(text, word, before, between, after)
    first, second = _capital(text, word), _capital(text, following)
    if first and second:
        return not (_may_be_plain(before) and _opens(text, word[0]))
    if first or second:
        return _is_particle(text, following if first else word) and not (after == "of" and _is_person(text, word))
    return before in _PARTICLES and after in _ARTICLES


def _may_be_plain(word: str) -> bool:
    """Return whether a word may have its capital only because a sentence begins: Visiting Algeria, Only France."""
    plain = word.casefold()
    return plain in _BEGINNING or (plain.endswith(("ing", "ly")) and plain not in _NAMES_LIKE_THOSE)


def _is_person(text: str, word: Bounds) -> bool:
    """Return whether what stands before "of" is two words or more and names nothing that is of something."""
    if text[slice(*word)].casefold() in _HEADS:
        return False
    before = next(words_before(text, word[0], 3), None)
    return before is not None and text[before[1] : word[0]] in (" ", "\u00a0") and _capital(text, before)


def _dated(text: str, word: Bounds, before: str, between: str, after: str) -> bool:
    """Return whether a number belongs to what is beside it: "July 21, 2017", "8 November", "Article 6"."""
    if len(after) == 4 and after.isdigit() and before.isdigit():
        month = next(words_before(text, word[0]), None)
        return month is not None and text[slice(*month)].casefold() in _MONTHS
    if between == ", ":
        return False
    if after.isdigit():
        return before.casefold() in _NUMBERED or (before.casefold() in _MONTHS and len(after) in (1, 2, 4))
    return before.isdigit() and len(before) <= 2 and after.casefold() in _MONTHS


def _is_katakana(sign: str) -> bool:
    return "\u30a0" <= sign <= "\u30ff"


def _capital(text: str, word: Bounds) -> bool:
    first = text[word[0]]
    return (first.isupper() or first.istitle()) and not _only_opens(text, word)


def _is_particle(text: str, word: Bounds) -> bool:
    return text[slice(*word)] in _PARTICLES or text[slice(*word)] in _ARTICLES


def _only_opens(text: str, word: Bounds) -> bool:
    """Return whether a word has its capital only because a sentence or a quotation begins there."""
    said = text[slice(*word)].casefold()
    return said in _ALWAYS or (said in _OPENING and _opens(text, word[0]))


def _opens(text: str, at: int) -> bool:
    """Return whether a sentence, a quotation or a line begins at `at`."""
    while at > 0 and text[at - 1] in " \u00a0":
        at -= 1
    return at == 0 or text[at - 1] in ".!?\u2026:\n\"'\u201c\u201d\u2018\u00ab\u201e([\u2014\u2013-\u2022*"


def _is_headline(text: str, run: list[Bounds]) -> bool:
    """Return whether the capitals of a run say nothing, because all words of its line have them."""
    if len(run) < 3:
        return False
    low, high = max(0, run[0][0] - _LINE), run[-1][1] + _LINE
    start, end = text.rfind("\n", low, run[0][0]) + 1, text.find("\n", run[-1][1], high)
    line = text[max(low, start) : end if end >= 0 else high]  # a line that is longer is no headline
    long = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    if line[-1:] in '.!?\u201d"' or len(line) >= _LINE or len(long) < 4:
        return False
    return all(word[0].isupper() for word in long)
