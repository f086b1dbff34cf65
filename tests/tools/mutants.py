"""One thing changed at a time in a module: what a test that looks at it should notice."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr, ast.Mod: ast.Mult, ast.Div: ast.Mult,
}  # fmt: skip


class Mutant(NamedTuple):
    """One change of a module: the file's name, the line, what is done there, and to which node, in the order of a walk.

    `is_run` is whether the line is part of a function; others are run once, when the module is imported.
    """

    name: str
    line: int
    what: str
    is_run: bool
    number: int
    change: Callable[[Any], object]

    def text(self, source: str) -> str:
        """The changed module."""
        tree = ast.parse(source)
        self.change(next(node for at, node in enumerate(ast.walk(tree)) if at == self.number))
        return ast.unparse(ast.fix_missing_locations(tree))


def mutants(name: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a module; docstrings, annotations and messages of errors are let be."""
    tree = ast.parse(source)
    spared = {id(inner) for node in ast.walk(tree) for part in _spared(node) for inner in ast.walk(part)}
    inside = {id(inner) for node in ast.walk(tree) for part in _bodies(node) for inner in ast.walk(part)}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in spared:
            for what, change in _changes(node):
                yield Mutant(name, getattr(node, "lineno", 0), what, id(node) in inside, number, change)


def _bodies(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FunctionDef):
        yield from node.body


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
