import subprocess
import sys

import pytest

from annotator import shelf


def test_names_are_found_without_loading_anything():
    assert set(shelf.names("intake")) >= {"brat", "jsonl", "prodigy", "text"}
    assert set(shelf.names("exports")) >= {"docbin", "jsonl"}
    assert "__init__" not in shelf.names("cli")


def test_kinds_are_the_modules_with_the_function():
    assert set(shelf.kinds("intake", "read")) >= {"brat", "jsonl", "prodigy", "text"}
    assert set(shelf.kinds("exports", "write")) >= {"docbin", "jsonl"}
    assert not {"holding", "lean"} & set(shelf.kind_names("exports", "write"))


def test_the_kinds_are_found_without_what_only_one_of_them_needs():
    code = "import sys\nfrom annotator import shelf\nshelf.kinds('exports', 'write')\nprint('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_exports_are_loaded_under_one_name():
    module = shelf.load("exports", "jsonl")
    assert module.__name__ == "annotator.exports.jsonl"
    assert shelf.load("exports", "jsonl") is module
    with pytest.raises(ModuleNotFoundError):
        shelf.load("exports", "pigeon")


def test_a_new_file_is_a_new_kind(tmp_path):
    """Adding a kind is adding one file: nothing else names it."""
    code = """
import sys
from pathlib import Path
from annotator import places, shelf
place = Path(sys.argv[1])
(place / "exports").mkdir()
(place / "exports" / "__init__.py").touch()
(place / "exports" / "pigeon.py").write_text("TITLE = 'Pigeon post'\\ndef write(dataset, target): ...\\n")
shelf.ROOT = place
print(list(shelf.kinds("exports", "write")))
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['pigeon']"


def test_what_a_kind_says_of_itself_is_read_and_nothing_is_loaded():
    import subprocess
    import sys

    code = (
        "import sys; from annotator import shelf;"
        "print([shelf.constants('exports', name)['SUFFIX'] for name in shelf.kind_names('exports', 'write')]);"
        "print('spacy' in sys.modules, any(name.startswith('annotator.exports') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    suffixes, loaded = done.stdout.splitlines()
    assert ".spacy" in suffixes
    assert ".jsonl" in suffixes
    assert loaded == "False False"


def test_every_kind_says_of_itself_in_plain_values_what_a_dialog_needs():
    for name, module in shelf.kinds("exports", "write").items():
        told = shelf.constants("exports", name)
        assert (told["TITLE"], told["SUFFIX"], told["EVERYONE"]) == (module.TITLE, module.SUFFIX, module.EVERYONE)
