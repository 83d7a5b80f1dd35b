"""`manifest.json`: from which position and with what a folder was made, and each of its files with its SHA-256."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from annotator.model.dataset import MANIFEST, WRITTEN, Dataset


def write_manifest(folder: Path, kind: str, dataset: Dataset, facts: Mapping[str, Any]) -> None:
    """Write the manifest of all that lies in `folder`; `facts` are the kind's own."""
    held: dict[str, Any] = {
        "written": WRITTEN,
        "kind": kind,
        "position": dataset.position,
        "asked": {name: list(values) for name, values in dataset.asked.items()},
        "wishes": {name: dict(sorted(values.items())) for name, values in sorted(dataset.wishes.items())},
        "language": dataset.language,
        **facts,
        "versions": versions(),
        "files": {name: _facts(folder / name) for name in files(folder)},
    }
    text = json.dumps(held, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def files(folder: Path) -> list[str]:
    """Return the files in a folder, named from it with /, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def versions() -> dict[str, str]:
    """Return the versions of what decides the bytes."""
    made = {name: _version(name) for name in ("spandesk", "spacy", "srsly")}
    return {**made, "zlib": zlib.ZLIB_RUNTIME_VERSION}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # a checkout that is not installed
        return ""


def _facts(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"sha256": digest, "bytes": path.stat().st_size}
