"""`jmclean rules`: what the chain does, told by the rules themselves."""

from __future__ import annotations

import ast
from pathlib import Path

import click

from jmclean import rules
from jmclean.io.streams import write_out
from jmclean.options import Options
from jmclean.rules import RULES
from jmclean.settings.cli_options import CONTEXT, rule_names


@click.command(context_settings=CONTEXT)
@click.argument("name", required=False, shell_complete=rule_names)
def command(name: str | None) -> None:
    """List the rules in the order in which they run, or print the manual of one."""
    if name is not None:
        Options(only=(name,))
        text = manual(name)
    else:
        width = max(map(len, RULES))
        text = "\n".join(f"{rule:{width}}  {manual(rule).partition(chr(10))[0]}" for rule in RULES)
    write_out(text.encode() + b"\n")


def manual(name: str) -> str:
    """The docstring of a rule, from its source, which every install has: a compiled module keeps none."""
    path = Path(rules.__file__).with_name(f"{name.replace('-', '_')}.py")
    return (ast.get_docstring(ast.parse(path.read_bytes()), clean=False) or "").strip()
