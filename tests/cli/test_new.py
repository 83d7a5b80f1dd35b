import pytest

from annotator.cli.answer import author
from annotator.project.project import Project


def test_a_project_is_made_with_scheme_and_language(spandesk, tmp_path):
    said = spandesk("new", tmp_path / "p.spans", "--language", "de", "--json")
    assert said.json == {"project": str(tmp_path / "p.spans"), "scheme": "news", "language": "de"}
    project = Project.open(tmp_path / "p.spans", author())
    assert project.reader.setting("language") == "de"
    assert project.reader.scheme().named("ISSUE").key == "7"
    project.close()


def test_a_scheme_of_ones_own(spandesk, tmp_path):
    (tmp_path / "s.toml").write_text('[[layers]]\nid = "things"\n[[layers.labels]]\nname = "THING"\nkey = "T"\n')
    assert spandesk("new", tmp_path / "p.spans", "--scheme", tmp_path / "s.toml").code == 0


@pytest.mark.parametrize(("words", "why"), [
    (["--scheme", "unheard"], "Schemes that ship: news"), (["--scheme", "bad.toml"], "bad.toml"),
    (["--language", "../x"], "the language ../x: it is none of spaCy's own codes, such as en, de and xx. Nothing was made."),
    (["--language", "qq"], "the language qq: it is none of spaCy's own codes, such as en, de and xx. Nothing was made."),
    (["--scheme", "deep.toml"], "nested too deep"), (["--scheme", "slash.toml"], "id of a layer"), (["--scheme", "binary.toml"], "not UTF-8"), (["--scheme", "."], "Is a directory"),
])  # fmt: skip
def test_what_cannot_be_made_leaves_nothing(spandesk, tmp_path, monkeypatch, words, why):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.toml").write_text("layers = 3")
    (tmp_path / "deep.toml").write_text("layers = " + "[" * 100_000)
    (tmp_path / "slash.toml").write_text('[[layers]]\nid = "../a"\n')
    (tmp_path / "binary.toml").write_bytes(b"\xff")
    said = spandesk("new", tmp_path / "p.spans", *words)
    assert (said.code, said.err.count("\n")) == (2 if "--language" in words else 1, 1)
    assert why in said.err
    assert not (tmp_path / "p.spans").exists()


def test_nothing_is_overwritten(spandesk, path):
    before = path.read_bytes()
    said = spandesk("new", path)
    assert said.code == 1
    assert "already" in said.err
    assert path.read_bytes() == before
