"""Near copies are found and different stories are not, in any order; Chinese, Thai, short and empty texts as well."""

import random
import subprocess
import sys
import tempfile
from collections import Counter

import pytest
import stories
from hypothesis import given
from hypothesis import strategies as st

from annotator import nearness
from annotator.model.groups import Groups
from annotator.model.shingles import NEAR, jaccard, shingles
from benches.apparatus import copies

CASES = 1_000
CHINESE = "北京市政府星期一宣布，新的地铁线路将在明年春天开通，预计每天运送三十万名乘客。官员们说，这项工程耗资四百亿元，历时六年。"
OTHER_CHINESE = "上海证券交易所周五收盘时，主要指数上涨了百分之二。分析师认为，投资者对央行降低利率的决定感到满意，但仍担心出口下滑。"
THAI = "รัฐบาลประกาศเมื่อวันจันทร์ว่ารถไฟฟ้าสายใหม่จะเปิดให้บริการในฤดูใบไม้ผลิปีหน้า และคาดว่าจะมีผู้โดยสารสามแสนคนต่อวัน"
OTHER_THAI = "นักวิทยาศาสตร์ค้นพบปลาชนิดใหม่ในทะเลอันดามัน ซึ่งมีสีสันสวยงามและอาศัยอยู่ในน้ำลึกกว่าสองร้อยเมตร พวกเขากล่าวเมื่อวานนี้"


def grouped(texts, parts=None):
    """Return for each text what stands for its group."""
    groups = Groups(parts or [""] * len(texts))
    nearness.gather(map(nearness.sketch, texts), texts.__getitem__, groups)
    return groups, [groups.first(at) for at in range(len(texts))]


def near(*texts):
    return len(set(grouped(list(texts))[1])) == 1


def proved(originals):
    dice = random.Random(7)
    made = copies.of(originals, CASES, dice)
    texts = [*originals, *(copy.text for copy in made)]
    places = list(range(len(texts)))
    dice.shuffle(places)
    _, shuffled = grouped([texts[at] for at in places])
    first = dict(zip(places, shuffled, strict=True))
    found = Counter(copy.change for at, copy in enumerate(made) if first[len(originals) + at] == first[copy.place])
    assert found.total() >= 0.95 * CASES, found
    for change, count in Counter(copy.change for copy in made).items():
        assert found[change] >= 0.95 * count, found
    assert len({first[at] for at in range(len(originals))}) == len(originals), "two different stories are together"


def test_near_copies_of_made_stories_come_together_and_different_ones_do_not():
    proved(stories.made(CASES))


def test_near_copies_of_real_stories_come_together_and_different_ones_do_not(corpora):
    originals = stories.real(corpora)
    assert len(originals) > 150
    proved(originals)


@pytest.mark.parametrize(("text", "other"), [(CHINESE, OTHER_CHINESE), (THAI, OTHER_THAI)])
def test_scripts_without_spaces_are_compared_by_their_characters(text, other):
    half = len(text) // 2
    assert near(text, text[:half] + text[half + 1 :])
    assert near(text, text + text[:8])
    assert not near(text, other)


def test_letters_case_and_signs_make_no_difference():
    assert near("“The ferry,” said Ada, “is late.”", "the FERRY said Ada is late")
    assert near("Le café est ouvert à Zürich", "le cafe\u0301 est ouvert a\u0300 Zu\u0308rich")


def test_a_short_text_with_another_word_is_another_text():
    assert not near("Ada met Tom in Northport.", "Ada met Tom in Paris.")
    assert not near("Yes.", "No.")
    assert near("Yes.", "yes!")
    assert near("Ha ha ha ha!", "ha ha ha")


def test_a_text_of_numbers_is_its_numbers():
    table = " ".join(str(number) for number in range(100, 160))
    assert near(table, table.replace("130", "999"))
    assert not near(table, " ".join(str(number) for number in range(500, 560)))


def test_what_holds_no_word_is_like_its_own_signs_alone():
    assert near("", "  \n ")
    assert near("?!", "  ?! ")
    assert not near("?!", "...")
    assert not near("", "Ada met Tom.")


def test_thousands_of_copies_of_one_text_are_one_group_in_no_time():
    text = stories.made(1)[0]
    copies = [f"{text}\nUpdate {at}" for at in range(3_000)]
    assert len(set(grouped(copies)[1])) == 1


def forms(count, dice, printed, choices=0):
    """Return texts of 400 words filled into one form, of which so many words in 20 are printed.

    What is filled in is of each text alone, or one of some choices.
    """
    made = []
    for text in range(count):
        filled = ((text, dice.randrange(choices or 1)) for _ in range(20))
        fields = [("c", choice) if choices else ("t", text) for text, choice in filled]
        blocks = ([f"p{at}n{word}" if word < printed else f"{kind}{one}n{at}n{word}" for word in range(20)]
                  for at, (kind, one) in enumerate(fields))  # fmt: skip
        made.append(" ".join(word for block in blocks for word in block))
    return made


def test_forms_that_share_a_little_too_little_are_each_read_a_few_times_only(monkeypatch):
    monkeypatch.setattr(nearness, "KEPT", 1_000)
    texts, read = forms(600, random.Random(1), 15), Counter()
    assert 0.45 < jaccard(set(shingles(texts[0])), set(shingles(texts[1]))) < NEAR
    groups = Groups([""] * len(texts))
    nearness.gather(map(nearness.sketch, texts), lambda at: read.update([at]) or texts[at], groups)
    assert len({groups.first(at) for at in range(len(texts))}) == len(texts)
    assert read.total() < 12 * len(texts)


@pytest.mark.parametrize("parts", [("",), ("", "", "train", "dev")])
@pytest.mark.parametrize("printed", [10, 11, 12])
def test_forms_are_told_apart_as_by_a_look_at_each_two(monkeypatch, printed, parts):
    monkeypatch.setattr(nearness, "PATIENCE", 1)
    dice = random.Random(printed)
    texts = [text for seed in range(30) for text in forms(4, random.Random(seed), printed, 6)]
    dice.shuffle(texts)
    texts = list(dict.fromkeys(texts))
    held = [dice.choice(parts) for _ in texts]
    groups, _ = grouped(texts, held)
    exact, certain = Groups(held), Groups(held)
    sets = [set(shingles(text)) for text in texts]
    for one in range(len(texts)):
        for other in range(one):
            alike = jaccard(sets[one], sets[other])
            if alike > NEAR:
                exact.join(one, other)
            if alike > 0.65:
                certain.join(one, other)
    for one in range(len(texts)):
        assert groups.touched(one) <= exact.touched(one) if not held[one] else True
        for other in range(one):
            if certain.together(one, other):
                assert groups.together(one, other)
            if groups.together(one, other):
                assert exact.together(one, other)
    assert len({exact.first(at) for at in range(len(texts))}) > 1


def test_more_texts_than_a_block_are_compared_with_each_other(monkeypatch):
    monkeypatch.setattr(nearness, "BLOCK", 16)
    monkeypatch.setattr(nearness, "KEPT", 1_000)
    originals = stories.made(60)
    texts = [*originals, *(copies.new_headline(one, random.Random(3)) for one in originals)]
    first = grouped(texts)[1]
    assert first[60:] == first[:60] == list(range(60))


def test_articles_that_have_a_part_are_touched_and_never_join():
    one, two = stories.made(2)
    texts = [one, one + " More.", two, two + " More."]
    groups, _ = grouped(texts, ["train", "", "dev", ""])
    assert [groups.touched(1), groups.touched(3)] == [{"train"}, {"dev"}]


def test_what_is_near_two_parts_touches_both():
    first, second, third = stories.made(3)
    groups, _ = grouped(
        [f"{first}\n{second}", f"{second}\n{third}", f"{first}\n{second}\n{third}"], ["train", "dev", ""]
    )
    assert groups.touched(2) == {"train", "dev"}


words = st.sampled_from("ferry council port line Ada Tom says opens again late".split())
texts = st.lists(words, min_size=0, max_size=14).map(" ".join)


@given(st.lists(texts, min_size=2, max_size=12, unique=True), st.randoms())
def test_the_groups_are_those_of_an_exact_look_at_each_two_wherever_all_but_equal(held, dice):
    """Candidates are found by chance, so only what is well above or below is certain; groups never go too far."""
    sets = [set(shingles(text)) for text in held]
    exact = Groups([""] * len(held))
    for one in range(len(held)):
        for other in range(one):
            if jaccard(sets[one], sets[other]) > NEAR:
                exact.join(one, other)
    groups, first = grouped(held)
    for one in range(len(held)):
        for other in range(one):
            if jaccard(sets[one], sets[other]) >= 0.9:
                assert groups.together(one, other)
            if groups.together(one, other):
                assert exact.together(one, other)
    places = list(range(len(held)))
    dice.shuffle(places)
    again, _ = grouped([held[at] for at in places])
    for one in range(len(held)):
        for other in range(one):
            assert again.together(one, other) == groups.together(places[one], places[other])
    assert len(first) == len(held)


def test_rensa_is_loaded_only_when_texts_are_compared_and_brings_no_numpy():
    code = (
        "import sys; from annotator import nearness; from annotator.project import parts; assert 'rensa' not in sys.modules\n"
        "from annotator.model.groups import Groups; t = ['a b c d', 'e f g h']\n"
        "nearness.gather(map(nearness.sketch, t), t.__getitem__, Groups(['', ''])); assert 'rensa' in sys.modules; assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    grouped(stories.made(3))
    assert list(tmp_path.iterdir()) == []
