from annotator.model.problem import Damaged, Problem
from annotator.ui.ways import RESTORE, SALVAGE, ways_of, ways_on


def test_damage_has_both_ways_and_what_has_backups_one(path, tmp_path, spandesk):
    assert ways_of(path, Damaged("p", "it is damaged")) == (RESTORE, SALVAGE)
    assert ways_of(path, Problem("p", "another")) == ()
    spandesk("backup", path)
    path.unlink()
    assert ways_of(path, Problem("p", "it is gone")) == (RESTORE,)
    assert ways_of(tmp_path / "a\0b", ValueError("embedded null byte")) == ()


def test_each_way_is_offered_in_words_and_runs_its_command(path):
    ran = []
    offered = ways_on(lambda *asked: ran.append(asked), path)
    for act in offered.values():
        act()
    assert list(offered) == ["Restore a backup\u2026", "Salvage what it holds\u2026"]
    assert ran == [("project.backups", str(path)), ("project.salvage", str(path))]
    assert list(ways_on(lambda *_: None, path, (RESTORE,))) == ["Restore a backup\u2026"]
    assert not ways_on(lambda *_: None, path, ())
