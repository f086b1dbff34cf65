"""`jmclean rules`: what the rules do, in the words of their own manuals."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from typing import Final

import click

from jmclean import rules
from jmclean.io.streams import write_out
from jmclean.manual import MANUAL_SUFFIXES, find_language, read_rule_in_chinese, read_rule_manual_in_chinese
from jmclean.options import check
from jmclean.rules import RULES
from jmclean.settings.cli_options import Choice, complete_rules
from jmclean.settings.command import Command, Option

WIDEST_MANUAL: Final = 100
"""The most columns of a manual, however wide the terminal is."""

EXAMPLE_HEADS: Final = {"Before": "改前", "After": "改后", "Unchanged": "不改"}
"""What stands over the three examples of a manual, in English and Chinese."""

EXAMPLE_HEAD: Final = re.compile(rf"^({'|'.join(EXAMPLE_HEADS)})( \(.*\))?:$", re.MULTILINE)

LANGUAGE: Final = click.option(
    "--lang",
    cls=Option,
    group="Output",
    metavar="LANGUAGE",
    type=Choice(list(MANUAL_SUFFIXES)),
    show_default="by the locale",
    help=f"Language of the manual: {' or '.join(MANUAL_SUFFIXES)}.",
)


@click.command(cls=Command, examples=("jmclean rules", "jmclean rules captions", "jmclean rules captions --lang zh"))
@click.argument("name", required=False, metavar="[RULE]", shell_complete=complete_rules)
@LANGUAGE
def command(name: str | None, lang: str | None) -> None:
    """List the rules in the order in which they run, or print the manual of one."""
    language = lang or find_language()
    if name is not None:
        check("rule", name, RULES)
        write_out(lay_out(name, language).encode())
        return
    width = max(map(len, RULES))
    write_out("".join(f"{rule:{width}}  {read_summary(rule, language)}\n" for rule in RULES).encode())


def read_manual(name: str) -> str:
    """Return the docstring of a rule, from its source, which every install has: a compiled module keeps none."""
    path = Path(rules.__file__).with_name(f"{name.replace('-', '_')}.py")
    return (ast.get_docstring(ast.parse(path.read_bytes()), clean=False) or "").strip()


def read_summary(name: str, language: str = "en") -> str:
    """Return the damage that a rule repairs, in one line."""
    translated = read_rule_in_chinese(name) if language == "zh" else None
    return translated or read_manual(name).partition("\n")[0]


def lay_out(name: str, language: str) -> str:
    """Return the manual of a rule, as wide as the terminal; examples stay as they are."""
    english = read_manual(name)
    translated = read_rule_manual_in_chinese(name) if language == "zh" else None
    if translated is not None:
        first = EXAMPLE_HEAD.search(english)
        examples = english[first.start() :] if first else ""
        examples = EXAMPLE_HEAD.sub(lambda head: f"{EXAMPLE_HEADS[head[1]]}{head[2] or ''}：", examples)
        return f"{read_summary(name, language)}\n\n{translated}\n\n{examples}\n"
    width = min(shutil.get_terminal_size().columns, WIDEST_MANUAL)
    return "\n\n".join("\n".join(wrap_block(block, width)) for block in english.split("\n\n")) + "\n"


def wrap_block(block: str, width: int) -> list[str]:
    """Return the lines of a paragraph, a list or an example, none of the first two wider than `width` cells."""
    if block.lstrip("\n").startswith("    "):
        return [block]
    from rich.console import Console
    from rich.text import Text

    lines = []
    for item in re.split(r"\n(?=- )", block):
        indent = 2 if item.startswith("- ") else 0
        found = Text(" ".join(item[indent:].split())).wrap(Console(), width - indent)
        lines += [f"{'- '[:indent] if n == 0 else '  '[:indent]}{line.plain.rstrip()}" for n, line in enumerate(found)]
    return lines
