"""The pages follow the code: each statement that a tool can check is checked here."""

import importlib.util
import re
import sqlite3
import subprocess
from pathlib import Path

import pytest

from annotator import shelf

CHECKOUT = Path(__file__).resolve().parents[1]
DOCS = CHECKOUT / "docs"
RECORDS = sorted((DOCS / "decisions").glob("*.md"))
PAGES = [CHECKOUT / "CHANGELOG.md", CHECKOUT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
FENCED, QUOTED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE), re.compile(r"`[^`\n]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
AVOIDED = re.compile(
    r"\b(annotations?|documents?|tags?|entity types?|tasks?|events?|items?|managers?|utils|core|common|helpers?|base)\b"
)
ONE_KEY = r"(?:(?:Ctrl|Alt|Shift)\+)*(?:(?<=\+)\S|F\d+|PgUp|PgDn|Up|Down|Home|End)"
KEYS = re.compile(rf'"({ONE_KEY}(?: {ONE_KEY})*)"')


def words(path):
    """Return what a page says outside of code."""
    return QUOTED.sub("", FENCED.sub("", path.read_text(encoding="utf-8")))


def kept_pages():
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    done = subprocess.run(listed, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    names = done.stdout.split("\n") if done.returncode == 0 else []
    return [CHECKOUT / name for name in names if name and (CHECKOUT / name).is_file()] or PAGES


def test_the_commands_page_is_what_the_declarations_make():
    spec = importlib.util.spec_from_file_location("commands_page", DOCS / "commands.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), "run `python docs/commands.py`"


def test_the_commands_page_has_every_key_the_window_answers():
    page = (DOCS / "COMMANDS.md").read_text(encoding="utf-8")
    for path in sorted((CHECKOUT / "annotator" / "ui").glob("*.py")):
        for named in KEYS.findall(path.read_text(encoding="utf-8")):
            for key in named.split():
                assert f"`{key}`" in page, (path.name, key)


def test_the_readme_has_a_row_for_every_subcommand_and_kind():
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    for name in shelf.names("cli"):
        assert name == "answer" or re.search(rf"^\| `{name}\b", readme, re.MULTILINE), name
    comes, leaves = shelf.kinds("intake", "read"), shelf.kinds("exports", "write")
    for name in {*comes, *leaves}:
        row = re.search(rf"^\| `{name}` \|([^|]*)\|([^|]*)\|", readme, re.MULTILINE)
        assert row, name
        assert ("yes" in row[1], "yes" in row[2]) == (name in comes, name in leaves), name


@pytest.mark.parametrize("folder", ["model", "project", "editing", "suggest", "intake"])
def test_the_architecture_names_every_module(folder):
    page = (DOCS / "ARCHITECTURE.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| `annotator/{folder}` \|(.*)\|$", page, re.MULTILINE)
    assert row, folder
    kinds = shelf.kinds(folder, "read") if folder == "intake" else {}
    assert [name for name in shelf.names(folder) if f"`{name}`" not in row[1] and name not in kinds] == []


def test_the_readme_has_every_status_that_an_export_takes(spandesk):
    (taken,) = re.findall(r"--status \{([\w,]+)\}", spandesk("export", "--help").out)[:1]
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert "--status " + "\\|".join(taken.split(",")) in readme


def section(page, name):
    found = re.search(rf"^### `{name}`\n(.*?)(?=^##)", page, re.DOTALL | re.MULTILINE)
    assert found, f"{name} has no section"
    return found[1]


def test_the_format_page_has_every_table_view_and_column(path):
    page = (DOCS / "FORMAT.md").read_text(encoding="utf-8")
    file = sqlite3.connect(path)
    named = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    for (name,) in file.execute(named).fetchall():
        told = section(page, name)
        for column in file.execute(f'PRAGMA table_info("{name}")').fetchall():
            assert f"`{column[1]}`" in told, (name, column[1])
    file.close()


def test_the_format_page_has_every_sort_with_its_fields_in_order():
    from annotator.model.mark import SORTS

    page = (DOCS / "FORMAT.md").read_text(encoding="utf-8")
    for sort, kind in SORTS.items():
        row = re.search(rf"^\| `{sort}` \|[^|\n]*\|([^|\n]*)\|", page, re.MULTILINE)
        assert row, sort
        assert re.sub(r" \([^)]*\)", "", row[1]).strip().split(", ") == list(kind._fields[:-1]), sort


def test_the_format_page_has_the_version_and_the_fingerprint(path):
    from annotator.project import connection

    page = (DOCS / "FORMAT.md").read_text(encoding="utf-8")
    file = sqlite3.connect(path)
    assert connection.digest(connection.fingerprint(file)) in page
    file.close()
    assert f"the version of the format: {connection.VERSION} |" in page
    assert f"`0x{connection.APPLICATION_ID:08X}`" in page


def test_the_format_pages_code_verifies_a_project(path, project, taken):
    """It computes each digest from what the page says, and arrives at the position that the project names."""
    taken()
    page = (DOCS / "FORMAT.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    held = {"path": path}
    exec(code, held)
    held["file"].close()
    assert held["position"] == project.reader.position().name


def anchors(path):
    heads = re.findall(r"^#+ (.*)$", FENCED.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", [pytest.param(one, id=str(one.relative_to(CHECKOUT))) for one in kept_pages()])
def test_every_relative_link_leads_somewhere(path):
    for target in LINK.findall(QUOTED.sub("", FENCED.sub("", path.read_text(encoding="utf-8")))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


def test_decision_records_count_up_without_a_gap():
    assert [path.name[:4] for path in RECORDS] == [f"{at:04}" for at in range(1, len(RECORDS) + 1)]


@pytest.mark.parametrize("path", [pytest.param(one, id=one.stem) for one in RECORDS])
def test_a_decision_record_has_its_form(path):
    text = path.read_text(encoding="utf-8")
    assert 20 <= text.count("\n") <= 60
    assert re.match(rf"# {int(path.name[:4])}\. \S", text)
    for word in ("Decision", "Options", "Consequences"):
        assert re.search(rf"^## {word}", text, re.MULTILINE), word


@pytest.mark.parametrize("path", [pytest.param(one, id=str(one.relative_to(CHECKOUT))) for one in PAGES])
def test_pages_use_the_words_of_the_glossary(path):
    if path.name != "GLOSSARY.md":
        assert not AVOIDED.findall(words(path)), path
