"""One name means one thing: no two classes of the package share one."""

from __future__ import annotations

import ast
from pathlib import Path


def test_every_class_has_a_name_of_its_own() -> None:
    package = Path(__file__).parent.parent / "jmclean"
    places: dict[str, list[str]] = {}
    for path in package.rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(path.name)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
