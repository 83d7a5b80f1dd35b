import pytest

from annotator.intake import text
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut


def test_a_file_is_one_article_and_its_first_line_the_title(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffHeadline\r\nMore \U0001f600\r\n".encode())
    assert list(text.read(path)) == [Arrival(f"{path}:1", "Headline\nMore \U0001f600\n", "Headline")]


@pytest.mark.parametrize(("data", "line", "why"), [(b"a\nb\xff", 2, "not UTF-8"), (b"a\n\nb\x00c", 3, "NUL")])
def test_what_is_no_text_is_refused_with_its_line(tmp_path, data, line, why):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(Problem, match=why) as told:
        list(text.read(path))
    assert told.value.what.endswith(f":{line}")


def test_an_empty_file_is_listed(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(" \n")
    assert [one.what for one in text.read(path) if isinstance(one, LeftOut)] == ["article"]


def test_a_text_with_marks_beside_it_is_not_ours(tmp_path):
    path = tmp_path / "a.txt"
    assert text.detect(path, b"x") > 0
    (tmp_path / "a.ann").touch()
    assert text.detect(path, b"x") == 0
    assert text.detect(tmp_path / "a.jsonl", b"{}") == 0
