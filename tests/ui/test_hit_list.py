import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from annotator.model.terms import Hit
from annotator.project.search import HitArticle
from annotator.ui.hit_list import LONGEST, HitList, in_context
from annotator.ui.theme import Theme

ARTICLES = [
    HitArticle(1, "One <b>", (Hit(4, 7, "and ", "Ada", " met"), Hit(9, 12, "", "Tom", " left")), 2),
    HitArticle(7, "Two", (Hit(0, 3, "", "\U0001f600Ada", ""),), 30),
]


@pytest.fixture
def hits(qtbot):
    made = HitList(Theme.load("light"))
    qtbot.addWidget(made)
    made.resize(288, 400)
    made.hits.add(ARTICLES)
    made.show()
    return made


def test_titles_are_passed_over_and_hits_are_chosen(hits):
    assert hits.choose_first()
    walked = [hits.currentIndex().row()]
    for _ in range(3):
        QTest.keyClick(hits, Qt.Key.Key_Down)
        walked.append(hits.currentIndex().row())
    assert walked == [1, 2, 4, 4]


def test_enter_and_clicks_open_and_other_keys_are_handed_on(hits):
    opened, keyed = [], []
    hits.opened.connect(opened.append)
    hits.keyed.connect(lambda row, name: keyed.append((row, name)))
    hits.choose_first()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_1, Qt.Key.Key_C):
        QTest.keyClick(hits, key)
    for row in (4, 3):
        QTest.mouseClick(
            hits.viewport(), Qt.MouseButton.LeftButton, pos=hits.visualRect(hits.hits.index(row, 0)).center()
        )
    assert opened == [1, 1, 4]
    assert keyed == [(1, "1"), (1, "C")]


def test_without_hits_nothing_is_chosen_and_keys_do_nothing(hits):
    keyed = []
    hits.keyed.connect(lambda *told: keyed.append(told))
    hits.hits.clear()
    assert not hits.choose_first()
    QTest.keyClick(hits, Qt.Key.Key_1)
    assert keyed == []


def test_the_words_of_a_hit_run_as_its_text_does(hits, qtbot):
    """Where the first letters stand tells the direction: Arabic begins at the right, also in an English program."""
    hits.hits.clear()
    hits.hits.add([HitArticle(1, "", (Hit(3, 6, "\u0645\u0639 ", "Ada", " \u0648\u0645\u0639"),), 1)])
    hits.hits.add([HitArticle(2, "", (Hit(3, 6, "so ", "Ada", " met"),), 1)])

    def darkest(row):
        place = hits.visualRect(hits.hits.index(row, 0))
        seen = hits.viewport().grab(place).toImage()
        ground = seen.pixelColor(1, 1)
        return [x for x in range(seen.width()) if any(seen.pixelColor(x, y) != ground for y in range(seen.height()))]

    assert darkest(1)[0] > 144 > darkest(3)[-1]


def test_the_list_says_what_is_in_it(hits):
    model = hits.hits
    assert (model.articles, model.hits, model.rowCount()) == (2, 32, 5)
    assert model.data(model.index(1, 0)) == "and Ada met"
    assert model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole) == "<span>One &lt;b></span>"
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.rowCount(QModelIndex()) == 5


def test_a_hit_is_painted_in_bold_among_its_words(hits):
    plain = HitList(Theme.load("light"))
    plain.resize(288, 400)
    plain.hits.add([HitArticle(1, "One <b>", (Hit(4, 7, "and Ada met", "", ""),), 1)])
    row = hits.visualRect(hits.hits.index(1, 0))
    dark = [
        sum(
            view.viewport().grab(row).toImage().pixelColor(x, y).lightness() < 128
            for x in range(row.width()) for y in range(row.height())
        )
        for view in (hits, plain)
    ]  # fmt: skip
    plain.deleteLater()
    assert dark[0] > dark[1] > 0


@pytest.mark.parametrize(
    ("hit", "shown"),
    [
        (Hit(0, 3, "", "Ada", " met Tom"), ("Ada met Tom", 0, 3)),
        (Hit(0, 3, "the mayor of the town, ", "Ada", ""), ("the mayor of the town, Ada", 23, 26)),
        (Hit(0, 3, "said the mayor of the old town, ", "Ada", ""), ("\u2026mayor of the old town, Ada", 24, 27)),
        (Hit(0, 3, "x" * 60, "Ada", ""), (f"\u2026{'x' * 24}Ada", 25, 28)),
    ],
)
def test_a_hit_stands_within_what_is_shown(hit, shown):
    assert in_context(hit) == shown


def test_a_long_hit_is_cut():
    text, start, end = in_context(Hit(0, 900, "before ", "y" * 900, " after"))
    assert len(text) <= LONGEST
    assert text[start:end].endswith("\u2026")
