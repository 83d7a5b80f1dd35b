"""The table of what goes out is walked with keys and asks for what is left out of a row."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from annotator.ui.dialogs.leaving import LeavingTable, lines_of

KEY = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def leaving(parts, **labels):
    held = [{"id": f"e/{name}", "name": name, "spans": dict(zip(parts, counts, strict=False)), "left_out": counts[-1]}
            for name, counts in labels.items()]  # fmt: skip
    total = {part: sum(one["spans"][part] for one in held) for part in parts}
    layer = {"id": "e", "name": "Entities", "rule": "flat", "spans": total, "left_out": sum(one["left_out"] for one in held),
             "labels": held}  # fmt: skip
    return {"parts": parts, "articles": dict.fromkeys(parts, 4), "articles_left_out": 1, "layers": [layer]}


@pytest.fixture
def table(qtbot):
    table = LeavingTable(lambda _label: QColor("red"))
    qtbot.addWidget(table)
    table.resize(420, 240)
    table.show_leaving(leaving(["train", "dev", "test"], PER=(8, 2, 1, 3), GPE=(1_200, 0, 0, 0)))
    table.show()
    return table


def shown(table):
    model = table.model()
    return [[model.data(model.index(row, column)).strip() for column in range(model.columnCount())]
            for row in range(model.rowCount())]  # fmt: skip


def test_every_row_has_its_counts_by_part_and_what_is_left_out(table):
    assert shown(table) == [
        ["Articles", "4", "4", "4", "1"],
        ["Entities", "1,208", "2", "1", "3"],
        ["PER", "8", "2", "1", "3"],
        ["GPE", "1,200", "0", "0", "0"],
    ]
    model = table.model()
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads == ["", "train", "dev", "test", "left out"]


def test_a_kind_without_parts_has_one_column_of_what_leaves(table):
    table.show_leaving(leaving([""], PER=(8, 3)))
    assert shown(table) == [["Articles", "4", "1"], ["Entities", "8", "3"], ["PER", "8", "3"]]
    model = table.model()
    assert model.headerData(1, Qt.Orientation.Horizontal) == "leaves"
    spoken = model.data(model.index(2, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "PER, leaves 8, left out 3"


def test_enter_asks_for_what_is_left_out_of_a_row_and_says_nothing_where_nothing_is(table, qtbot):
    QTest.keyClick(table, KEY.Key_Down)
    QTest.keyClick(table, KEY.Key_Down)
    with qtbot.waitSignal(table.asked) as asked:
        QTest.keyClick(table, KEY.Key_Return)
    assert asked.args == ["e", "PER"]
    QTest.keyClick(table, KEY.Key_Down)
    with qtbot.assertNotEmitted(table.asked):
        QTest.keyClick(table, KEY.Key_Space)


def test_the_current_row_stays_when_counts_change(table):
    table.setCurrentIndex(table.model().index(2, 0))
    table.show_leaving(leaving(["train", "dev", "test"], PER=(9, 2, 1, 3), GPE=(1, 0, 0, 0)))
    assert table.currentIndex().row() == 2


def test_names_keep_their_room_beside_large_counts(table):
    table.show_leaving(leaving(["train", "dev", "test"], PER=(10**9, 10**9, 10**9, 10**9)))
    table.resize(table.minimumWidth(), 240)
    assert table.columnWidth(0) >= 60


def test_the_rows_follow_the_answer():
    lines = lines_of(leaving([""], PER=(8, 3)))
    assert [(one.layer, one.label, one.label_id) for one in lines] == [
        ("", "", ""),
        ("e", "", ""),
        ("e", "PER", "e/PER"),
    ]
