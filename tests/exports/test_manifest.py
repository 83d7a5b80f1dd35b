import hashlib
import json

from bundles import made

from annotator import shelf

manifest = shelf.load("exports", "manifest")


def test_files_are_named_from_the_folder_in_order_whatever_the_system(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/two", "b/one", "a"):
        (tmp_path / name).write_text(name)
    manifest.write_manifest(tmp_path, "kind", made([]), {"more": 1})
    held = json.loads((tmp_path / "manifest.json").read_text())
    assert list(held["files"]) == ["a", "b/one", "b/two"]
    assert held["files"]["a"] == {"sha256": hashlib.sha256(b"a").hexdigest(), "bytes": 1}
    assert held["more"] == 1
