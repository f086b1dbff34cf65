"""Change one thing at a time in the files that must not fail, and see whether their tests notice.

    python tests/tools/mutate.py [FILE ...] [--every N]

A mutant is one operator, comparison, number, string or condition made another, or one statement left out. It is caught
where a test fails or takes far too long. What survives is printed with its line, to be looked at: either it makes no
difference, or a test is missing. --every N tries each N-th mutant alone.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent.parent
TESTS = {
    "edits": "tests/test_edits.py tests/test_withdraw.py",
    "codec": "tests/test_codec.py tests/test_journal.py",
    "files": "tests/test_files.py tests/test_security.py::test_a_page_that_somebody_changes_meanwhile_is_left "
    "tests/test_security.py::test_a_link_that_comes_while_a_page_is_cleaned_leads_nowhere",
    "place": "tests/test_files.py tests/test_security.py -k file_or_link_or_left",
    "joins": "tests/test_joins.py tests/test_rules.py",
    "plan": "tests/test_joins.py tests/test_rules.py",
}
"""The tests that look at each file, quick ones, since each mutant runs them all."""

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr, ast.Mod: ast.Mult, ast.Div: ast.Mult,
}  # fmt: skip


class Mutant(NamedTuple):
    """A changed file: the line, what was done to it, and its text."""

    line: int
    what: str
    text: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module; docstrings, annotations and messages of errors are let be."""
    tree = ast.parse(source)
    spared = {id(inner) for node in ast.walk(tree) for part in _spared(node) for inner in ast.walk(part)}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in spared:
            continue
        for what, change in _changes(node):
            other = copy.deepcopy(tree)
            target = next(found for at, found in enumerate(ast.walk(other)) if at == number)
            change(target)
            text = ast.unparse(ast.fix_missing_locations(other))
            yield Mutant(getattr(node, "lineno", 0), what, text)


def _spared(node: ast.AST) -> list[ast.AST]:
    parts: list[ast.AST] = []
    if isinstance(node, ast.Raise | ast.JoinedStr):
        parts.append(node)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        parts.append(node)
    if isinstance(node, ast.arg) and node.annotation:
        parts.append(node.annotation)
    if isinstance(node, ast.FunctionDef) and node.returns:
        parts.append(node.returns)
    if isinstance(node, ast.AnnAssign):
        parts.append(node.annotation)
    if isinstance(node, ast.Import | ast.ImportFrom) or (
        isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    ):
        parts.append(node)
    return parts


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], object]]]:
    """What can be done to a node: a description, and a function that does it to a copy."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            new = COMPARED[type(operator)]
            yield f"{type(operator).__name__} -> {new.__name__}", partial(_compare, at, new())
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in COUNTED:
        other = COUNTED[type(node.op)]
        yield f"{type(node.op).__name__} -> {other.__name__}", partial(_operate, other())
    elif isinstance(node, ast.BoolOp):
        kind: type[ast.boolop] = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"-> {kind.__name__}", partial(_operate, kind())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not away", lambda n: setattr(n, "operand", _negated(n.operand))
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"-> {not node.value}", lambda n: setattr(n, "value", not n.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield f"{node.value} -> {node.value + 1}", lambda n: setattr(n, "value", n.value + 1)
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        yield "condition turned", lambda n: setattr(n, "test", _negated(n.test))
    elif isinstance(node, ast.Return) and node.value and not isinstance(node.value, ast.Constant):
        yield "returns None", lambda n: setattr(n, "value", ast.Constant(None))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom):
        yield f"without {ast.unparse(node)[:60]}", lambda n: setattr(n, "value", ast.Constant(None))


def _compare(at: int, operator: ast.cmpop, node: Any) -> None:
    node.ops[at] = operator


def _operate(operator: ast.AST, node: Any) -> None:
    node.op = operator


def _negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


class Bench:
    """Copies of the project in which mutants are tried, one for each that is tried at a time."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self.free = []
        for number in range(jobs):
            place = folder / str(number)
            for name in ("jmclean", "tests", "samples"):
                shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
            for name in ("pyproject.toml", "README.md"):
                shutil.copy(ROOT / name, place / name)
            self.free.append(place)

    def is_caught(self, name: str, mutant: Mutant | None) -> bool:
        """Whether the tests of a file fail with a mutant in its place."""
        place = self.free.pop()
        path = place / "jmclean" / f"{name}.py"
        before = path.read_text("utf-8")
        try:
            if mutant:
                path.write_text(mutant.text, "utf-8")
            done = subprocess.run(
                [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *_arguments(name)],
                cwd=place,
                env={**os.environ, "PYTHONPATH": str(place), "CI": "1"},
                capture_output=True,
                timeout=120,
            )
        except subprocess.TimeoutExpired:
            return True
        finally:
            path.write_text(before, "utf-8")
            self.free.append(place)
        return done.returncode != 0


def _arguments(name: str) -> list[str]:
    return [argument.replace("_or_", " or ") for argument in TESTS[name].split(" ")]


def main() -> int:
    """Try the mutants of each file and print how many were caught."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE", help=f"of {', '.join(TESTS)}; all if none is named")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    given = parser.parse_args()
    caught = tried = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(given.jobs) as pool:
        bench = Bench(Path(folder), given.jobs)
        for name in given.files or TESTS:
            if bench.is_caught(name, None):
                sys.exit(f"The tests of {name} fail without any mutant.")
            found = list(mutants((ROOT / "jmclean" / f"{name}.py").read_text("utf-8")))[:: given.every]
            results = list(pool.map(lambda mutant, name=name: bench.is_caught(name, mutant), found))
            for mutant, result in zip(found, results, strict=True):
                if not result:
                    print(f"{name}.py:{mutant.line}: survived: {mutant.what}", flush=True)
            caught, tried = caught + sum(results), tried + len(found)
            print(f"{name}: {sum(results)} of {len(found)} caught, {sum(results) / len(found):.1%}", flush=True)
    print(f"{caught} of {tried} caught, {caught / tried:.1%}")
    return 0 if caught >= 0.85 * tried else 1


if __name__ == "__main__":
    sys.exit(main())
