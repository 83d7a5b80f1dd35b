"""What lies on the shelf: kinds, sources, panels, commands and subcommands, each found as a file in its folder.

`exports` lies beside the package in a checkout and inside it when installed; it is loaded as `annotator.exports`
from either place.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from annotator.places import PACKAGE, ROOT


def names(folder: str) -> list[str]:
    """Return the names of the modules in `folder` ("intake", "ui/panels", "exports"), sorted, none of them loaded."""
    found = _path(folder).glob("[a-z]*.py")
    return sorted(path.stem for path in found)


def load(folder: str, name: str) -> ModuleType:
    """Return the module `name` of `folder`; raises ModuleNotFoundError when there is none."""
    if folder == "exports":
        _adopt_exports()
    return importlib.import_module(f"annotator.{folder.replace('/', '.')}.{name}")


def modules(folder: str) -> dict[str, ModuleType]:
    """Return all modules of `folder` by name."""
    return {name: load(folder, name) for name in names(folder)}


def kind_names(folder: str, function: str) -> list[str]:
    """Return the names of the modules of `folder` that define `function`: the kinds, without what they share.

    None is loaded: what they share may be heavy.
    """
    return [name for name in names(folder) if _defines((_path(folder) / f"{name}.py").read_text("utf-8"), function)]


def _defines(source: str, name: str) -> bool:
    return f"\ndef {name}(" in source or f"\nclass {name}(" in source


def kinds(folder: str, function: str) -> dict[str, ModuleType]:
    """Return the modules of `folder` that define `function` by name."""
    return {name: load(folder, name) for name in kind_names(folder, function)}


def constants(folder: str, name: str) -> dict[str, Any]:
    """Return what the module `name` of `folder` says of itself in plain values, such as its TITLE; it is not loaded."""
    import ast

    found: dict[str, Any] = {}
    for node in ast.parse((_path(folder) / f"{name}.py").read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            pair = isinstance(node.targets[0], ast.Tuple)
            targets, values = (
                one.elts if pair and isinstance(one, ast.Tuple) else [one] for one in (node.targets[0], node.value)
            )
            for target, value in zip(targets, values, strict=False):
                if isinstance(target, ast.Name):
                    with contextlib.suppress(ValueError):  # it is made by a call, and no plain value
                        found[target.id] = ast.literal_eval(value)
    return found


def _path(folder: str) -> Path:
    return ROOT / "exports" if folder == "exports" else PACKAGE.joinpath(*folder.split("/"))


def _adopt_exports() -> None:
    if "annotator.exports" in sys.modules:
        return
    start = ROOT / "exports" / "__init__.py"
    spec = importlib.util.spec_from_file_location(
        "annotator.exports", start, submodule_search_locations=[str(start.parent)]
    )
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"no exports at {start}")
    package = importlib.util.module_from_spec(spec)
    sys.modules["annotator.exports"] = package
    spec.loader.exec_module(package)
