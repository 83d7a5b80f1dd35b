import pytest

from annotator.intake import markup
from annotator.intake.markup import DEEPEST, root_of
from annotator.model.problem import Problem


def read(tmp_path, data):
    path = tmp_path / "a.xml"
    path.write_bytes(data)
    return root_of(path)


def test_elements_have_their_lines_attributes_and_what_lies_in_them(tmp_path):
    root = read(tmp_path, b'<a xmlns:x="urn:x" x:id="1">\nbefore <b c="&#128512;"/>\n<x:b>in</x:b> after</a>')
    first, second = root.children("b")
    assert (root.attributes, first.attributes, first.line, second.line) == ({"id": "1"}, {"c": "\U0001f600"}, 2, 3)
    assert (second.space, second.said(), root.said("b"), root.said()) == ("urn:x", "in", "", "\nbefore \n after")
    assert root.child("none") is None
    assert len(list(root.children())) == 2


@pytest.mark.parametrize(
    ("data", "why", "line"),
    [
        (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>\n<a>&b;</a>", "DOCTYPE", 1),
        (b"\n<!DOCTYPE a SYSTEM 'a.dtd'><a/>", "DOCTYPE", 2), (b"<a>\n<b>", "no XML", 2), (b"", "no XML", 1),
        (b"<a>" * (DEEPEST + 5), "too deep", 1), (b"<?xml version='1.0' encoding='none-such'?><a/>", "encoding", 1),
        (b"<a>\n&#1;</a>", "no XML", 2), (b"<a>\xff</a>", "no XML", 1),
    ],
)  # fmt: skip
def test_what_is_no_xml_or_not_safe_is_refused_with_its_line(tmp_path, data, why, line):
    with pytest.raises(Problem, match=why) as told:
        read(tmp_path, data)
    assert told.value.what.endswith(f"a.xml:{line}")


def test_version_1_1_is_read(tmp_path):
    assert (
        read(tmp_path, b'<?xml version="1.1" encoding="UTF-8"?>\n<a b="1.1">version="1.1"</a>').said()
        == 'version="1.1"'
    )


def test_a_file_that_is_gone_is_told(tmp_path):
    with pytest.raises(Problem, match="No such file"):
        root_of(tmp_path / "none.xml")


@pytest.mark.parametrize("ahead", [1, 7, 1 << 20])
def test_parts_of_the_outermost_element_come_one_by_one_however_much_is_read(tmp_path, monkeypatch, ahead):
    monkeypatch.setattr(markup, "AHEAD", ahead)
    path = tmp_path / "a.xml"
    path.write_text("<a>\n<b>\u00e9<b>x</b></b> <c/>\n<b/></a>\n", encoding="utf-8")
    found = list(markup.parts_of(path, "a", "b", "no a"))
    assert [(one.line, one.said(), len(list(one.children("b")))) for one in found] == [(2, "\u00e9", 1), (3, "", 0)]
    with pytest.raises(Problem, match="no a"):
        list(markup.parts_of(path, "z", "b", "no a"))
    path.write_text("<a><b/>\n<b></a>")
    with pytest.raises(Problem) as told:
        list(markup.parts_of(path, "a", "b", "no a"))
    assert told.value.what == f"{path}:2"


HEADS = {
    "no declaration": "",
    "a byte order mark": "\ufeff",
    "a version": "<?xml version='1.0'?>",
    "version 1.1": '<?xml version="1.1" encoding="UTF-8"?>',
    "an encoding": "<?xml version='1.0' encoding='ISO-8859-1' ?>",
    "no standing alone": "<?xml version='1.0' encoding='UTF-8' standalone='no'?>",
    "standing alone": '<?xml version="1.0" standalone="yes"?>',
}


def parts(tmp_path, data):
    path = tmp_path / "a.xml"
    path.write_bytes(data)
    return list(markup.parts_of(path, "a", "b", "no a"))


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("reference", ["<b>\n&o;4</b>", "\n<b\nc='&lt;&#65;&o;4'/>", "<b>\n<c d='x>' e=\"1&o;\"/></b>"])
def test_what_another_file_tells_is_refused_wherever_it_stands(tmp_path, head, reference):
    with pytest.raises(Problem, match="what &o; stands for is told in another file") as told:
        parts(tmp_path, f"{HEADS[head]}<!DOCTYPE a SYSTEM 'x.dtd'>\n<a>{reference}</a>".encode())
    assert told.value.what.endswith("a.xml:3")


@pytest.mark.parametrize("ahead", [60, 61, 62, 63, 1 << 20])
def test_an_entity_is_named_however_much_is_read(tmp_path, monkeypatch, ahead):
    monkeypatch.setattr(markup, "AHEAD", ahead)
    with pytest.raises(Problem, match="what &other; stands"):
        parts(tmp_path, b"<!DOCTYPE a PUBLIC 'p' 'x.dtd'><a><b c='%s&other;'/></a>" % (25 * b"x"))


@pytest.mark.parametrize("head", HEADS)
def test_beside_a_doctype_the_five_entities_numbers_and_what_only_looks_like_one_are_read(tmp_path, head):
    written = "<b c='&amp;&#52;&lt;&#x34;&quot;'>&gt;<![CDATA[&o;]]><!-- &o; -->&apos;</b>"
    (one,) = parts(tmp_path, f"{HEADS[head]}\n<!DOCTYPE a SYSTEM 'x.dtd'>\n<a>{written}</a>".encode())
    assert (one.attributes["c"], one.said(), one.line) == ('&4<4"', ">&o;'", 3)


def test_a_doctype_in_bytes_unlike_ascii_is_refused_and_without_one_they_are_read(tmp_path):
    written = "<?xml version='1.0' encoding='UTF-16'?>{}<a><b c='\u00e9'/></a>"
    (one,) = parts(tmp_path, written.format("").encode("utf-16"))
    assert one.attributes == {"c": "\u00e9"}
    with pytest.raises(Problem, match="DOCTYPE"):
        parts(tmp_path, written.format("<!DOCTYPE a SYSTEM 'x.dtd'>").encode("utf-16"))
