"""The rules of the house that no tool checks."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
CODE = [path for folder in ("annotator", "exports", "benches") for path in sorted((CHECKOUT / folder).rglob("*.py"))]
PRODUCT = [path for path in CODE if path.relative_to(CHECKOUT).parts[0] != "benches"]
FILE_LINES, FUNCTION_LINES = 400, 40
SAY_NOTHING = re.compile(r"(^|_)(util|utils|helper|helpers|common|manager|misc|core|base)(_|$)")
INDEX = re.compile(r"https?://[^\s\"']*(pypi\.|pythonhosted|npmjs|debian\.org)")
TESTED_ELSEWHERE = {
    # module: the test file that covers it
    "annotator/__main__.py": "cli/test_main.py", "annotator/cli/__init__.py": "cli/test_main.py",
    "annotator/cli/answer.py": "cli/test_main.py", "annotator/cli/check.py": "cli/test_looks.py",
    "annotator/cli/stats.py": "cli/test_looks.py", "annotator/cli/history.py": "cli/test_looks.py",
    "annotator/cli/list.py": "cli/test_looks.py", "annotator/cli/upgrade.py": "project/test_backup.py",
    "annotator/cli/backup.py": "project/test_backups.py", "annotator/cli/restore.py": "project/test_backups.py",
    "annotator/cli/salvage.py": "project/test_backups.py", "annotator/project/pages.py": "project/test_salvage.py",
    "annotator/cli/demo.py": "cli/test_looks.py",
    "annotator/editing/state.py": "editing/test_commands.py", "annotator/editing/command.py": "editing/test_commands.py",
    "annotator/editing/voice.py": "editing/test_session.py", "annotator/editing/turns.py": "editing/test_session.py",
    "annotator/editing/commands/label.py": "editing/test_commands.py",
    "annotator/editing/commands/boundary.py": "editing/test_commands.py", "annotator/editing/commands/focus.py": "editing/test_commands.py",
    "annotator/editing/commands/isolate.py": "editing/test_commands.py", "annotator/editing/commands/suggestion.py": "editing/test_suggestions.py",
    "annotator/editing/commands/everywhere.py": "editing/test_gathering.py", "annotator/editing/commands/article.py": "editing/test_commands.py", "annotator/editing/commands/history.py": "editing/test_session.py",
    "annotator/model/arrival.py": "intake/test_jsonl.py", "annotator/model/dataset.py": "exports/test_docbin.py",
    "annotator/model/request.py": "project/test_reader.py", "annotator/project/writing.py": "project/test_project.py", "annotator/project/reading.py": "project/test_project.py",
    "annotator/project/rows.py": "project/test_writer.py",
    "annotator/ui/app.py": "ui/test_window.py", "annotator/ui/command.py": "ui/test_menus.py",
    "annotator/ui/sides.py": "ui/test_behaviour.py", "annotator/ui/corner.py": "ui/test_behaviour.py",
    "annotator/ui/commands/view.py": "ui/test_behaviour.py", "annotator/ui/commands/caret.py": "ui/test_window.py",
    "annotator/ui/commands/program.py": "ui/test_menus.py", "annotator/ui/commands/clipboard.py": "ui/test_menus.py", "annotator/ui/commands/help.py": "ui/sheets/test_help.py",
    "annotator/ui/sheets/choices.py": "ui/sheets/test_palette.py", "annotator/ui/sheets/lines.py": "ui/sheets/test_palette.py",
    "annotator/ui/sheets/held.py": "ui/sheets/test_palette.py",
    "annotator/ui/sheets/key_lines.py": "ui/sheets/test_key_table.py",
    "annotator/editing/commands/hit.py": "editing/test_hits.py", "annotator/ui/commands/find.py": "ui/test_finding.py",
    "annotator/ui/find_bar.py": "ui/test_finding.py",
    "annotator/ui/commands/history.py": "ui/panels/test_history.py",
    "annotator/ui/commands/project.py": "ui/test_opening.py",
    "annotator/ui/commands/split.py": "ui/dialogs/test_split.py", "annotator/ui/commands/language.py": "ui/dialogs/test_language.py", "annotator/ui/commands/work.py": "ui/test_work.py", "annotator/ui/dialogs/files.py": "ui/test_opening.py",
    "annotator/ui/recent.py": "ui/test_opening.py", "annotator/ui/panels/left_out.py": "ui/test_work.py",
    "annotator/ui/ground.py": "ui/test_window.py", "annotator/ui/desk.py": "ui/test_window.py",
    "annotator/ui/dots.py": "ui/test_window.py", "annotator/ui/frame.py": "ui/test_window.py", "annotator/ui/ending.py": "ui/test_safety.py",
    "annotator/ui/list_model.py": "ui/test_window.py", "annotator/ui/sheet.py": "ui/test_window.py",
    "annotator/ui/sample.py": "journeys/test_a_day.py",
    "annotator/ui/reading/shapes.py": "ui/reading/test_painting.py",
    "annotator/ui/panels/labels.py": "ui/test_window.py", "annotator/ui/label_row.py": "ui/test_window.py",
    "annotator/ui/panels/label_form.py": "ui/panels/test_scheme.py", "annotator/ui/panels/layer_form.py": "ui/panels/test_scheme.py",
    "annotator/ui/panels/label_deletion.py": "ui/panels/test_scheme.py", "annotator/ui/swatches.py": "ui/panels/test_scheme.py",
    "annotator/ui/field.py": "ui/panels/test_scheme.py", "annotator/ui/page.py": "ui/panels/test_scheme.py",
    "annotator/ui/commands/pages.py": "ui/panels/test_scheme.py", "annotator/ui/commands/listing.py": "ui/panels/test_articles.py",
    "annotator/ui/panels/offer.py": "ui/panels/test_focused.py", "annotator/ui/panels/span_keys.py": "ui/panels/test_focused.py",
    "annotator/editing/commands/note.py": "ui/panels/test_focused.py",
    "annotator/ui/left_out_list.py": "ui/panels/test_left_out.py", "annotator/ui/dialogs/outlook.py": "ui/dialogs/test_export.py",
    "exports/conll.py": "exports/test_columns.py", "exports/biluo.py": "exports/test_columns.py",
    "exports/holding.py": "exports/test_every_kind.py", "exports/lean.py": "exports/test_docbin.py",
    "exports/bundling.py": "exports/test_bundle.py", "exports/marking.py": "exports/test_docbin.py", "exports/corpora.py": "exports/test_bundle.py",
    "exports/shards.py": "exports/test_bundle.py", "exports/tally.py": "exports/test_bundle.py",
    "exports/fitted.py": "exports/test_bundle.py",
    "exports/commanding.py": "exports/test_bundle.py", "exports/card.py": "exports/test_bundle.py",
    "exports/markdown.py": "exports/test_bundle.py", "exports/groups.py": "exports/test_bundle.py",
}  # fmt: skip


def named(paths):
    return [pytest.param(path, id=str(path.relative_to(CHECKOUT))) for path in paths]


@pytest.mark.parametrize("path", named(CODE))
def test_files_and_functions_are_small_and_say_what_they_are(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert text.count("\n") <= FILE_LINES
    assert ast.get_docstring(tree)
    assert not SAY_NOTHING.search(path.stem)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < FUNCTION_LINES, node.name
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b", text)


@pytest.mark.parametrize(
    "path", named(path for path in PRODUCT if path.name != "__init__.py" or path.parent.name == "cli")
)
def test_every_module_has_its_tests(path):
    inside = path.relative_to(CHECKOUT)
    parts = inside.parts[1:] if inside.parts[0] == "annotator" else inside.parts
    mirrored = CHECKOUT.joinpath("tests", *parts[:-1], f"test_{parts[-1]}")
    elsewhere = TESTED_ELSEWHERE.get(str(inside).replace("\\", "/"))
    assert mirrored.exists() or (elsewhere and (CHECKOUT / "tests" / elsewhere).exists()), inside


def imported(path, names):
    """Return the product's modules that a file imports: at its top, in its functions, or for its types alone."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found & names


def test_no_modules_import_each_other_in_a_circle_not_even_for_their_types():
    places = {
        ".".join(path.relative_to(CHECKOUT).with_suffix("").parts): path for path in PRODUCT if path.stem != "__init__"
    }
    left = {name: imported(path, places.keys()) - {name} for name, path in places.items()}
    while free := {name for name, wants in left.items() if not wants & left.keys()}:
        left = {name: wants for name, wants in left.items() if name not in free}
    assert not left, "these import each other, or what does"


def kept_files():
    done = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    names = done.stdout.split("\n") if done.returncode == 0 else []
    return [CHECKOUT / name for name in names if name and (CHECKOUT / name).is_file()]


def test_no_file_names_a_package_index():
    for path in kept_files():
        if path.suffix not in (".png", ".spans") and path != Path(__file__):
            assert not INDEX.search(path.read_text(encoding="utf-8", errors="ignore")), path


def test_locked_versions_carry_hashes():
    for name in ("run.txt", "test.txt"):
        lines = (CHECKOUT / "requirements" / name).read_text().split("\n")
        pinned = [at for at, line in enumerate(lines) if re.match(r"[A-Za-z0-9._-]+==", line)]
        assert pinned
        assert all("--hash=sha256:" in lines[at + 1] for at in pinned)


def test_every_subcommand_and_kind_is_documented():
    from annotator import shelf

    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    for name in shelf.names("cli"):
        if name != "answer":
            assert f"`{name}" in readme or f"spandesk {name}" in readme, name
    for name in (*shelf.kinds("intake", "read"), *shelf.kinds("exports", "write")):
        assert name in readme.lower(), name


def test_nothing_shipped_calls_the_network():
    calls = re.compile(r"\b(urllib|http\.client|requests|socket|QNetwork\w*|httpx)\b")
    for path in PRODUCT:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith(("import ", "from ")):
                assert not calls.search(line), (path, line)
