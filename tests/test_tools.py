"""The programs in .tools/, which no run calls: what they import exists, and CONTRIBUTING names them all."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = sorted((ROOT / ".tools").glob("*.py"))


@pytest.mark.parametrize("path", TOOLS, ids=lambda path: path.name)
def test_what_a_tool_imports_of_the_package_exists(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    for node in imports:
        if node.module and node.module.partition(".")[0] == "jmclean":
            module = import_module(node.module)
            for name in node.names:
                assert hasattr(module, name.name) or import_module(f"{node.module}.{name.name}"), name.name


def test_the_manual_for_contributors_names_every_tool_and_no_other() -> None:
    said = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert set(re.findall(r"(?<!\S)`?(\.tools/\w+\.py)", said)) == {f".tools/{path.name}" for path in TOOLS}
