"""`jmclean explain`: every change with its place in the source, for editors and programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from jmclean.rules import RULES
from jmclean.settings.cli_options import RULE_LIST, Choice, chosen, cleaning
from jmclean.settings.command import Command, Option
from jmclean.views.listing import Count, counts, entries, table, told
from jmclean.views.pager import output
from jmclean.views.preview import Looks


@click.command(cls=Command, examples=("jmclean explain page.txt", "jmclean explain --stat scans/"))
@click.argument("paths", metavar="[PATH|-]...", nargs=-1)
@click.option(
    "--format",
    "form",
    cls=Option,
    group="Output",
    metavar="FORMAT",
    type=Choice(["text", "json"]),
    default="text",
    help="text, or json: one object a line.",
)
@click.option(
    "--stat", cls=Option, group="Output", is_flag=True, help="Count the changes of each rule instead, over all files."
)
@click.option(
    "--rule",
    "rules",
    cls=Option,
    group="Rules",
    help="Show only what these rules change; all rules run.",
    **RULE_LIST,
)
@cleaning()
@click.option("-v", "--verbose", cls=Option, is_flag=True, help="Print the places left unchanged too, as notes.")
def command(paths: tuple[str, ...], form: str, stat: bool, rules: tuple[str, ...], verbose: bool, **given: Any) -> int:
    """Print every change that cleaning would make, in the order of the source.

    A line is PATH:LINE:COLUMN: RULE: 'what the rule read' -> 'what it wrote'. Columns count characters from 1, as
    editors do. Exit codes: 0 done, 2 wrong usage, 3 some file could not be read, decoded or cleaned.
    """
    looks = Looks(paths, rules, chosen(given))
    total: dict[str, Count] = {}
    with output(paging=False) as write:
        for look in looks:
            if stat:
                for rule, count in counts(look.steps).items():
                    total[rule] = total.get(rule, Count()) + count
                continue
            notes = [note for note in look.page.result.notes if verbose and (not rules or note.rule in rules)]
            found = entries(look.name, look.page.source.text, look.steps, notes)
            if (layout := look.page.layout) is not None:
                found = (entry | layout.place(entry["start"], entry["end"]) for entry in found)
            write(_lines(map(_json, found) if form == "json" else map(told, found)))
        if stat:
            ordered = {rule: total[rule] for rule in RULES if rule in total}
            rows = ({"rule": rule} | count._asdict() for rule, count in ordered.items())
            write(_lines(map(_json, rows) if form == "json" else table(ordered)))
    return 3 if looks.failed else 0


def _json(entry: dict[str, Any]) -> str:
    import json

    line = json.dumps(entry, ensure_ascii=False)
    return line if line.isprintable() else "".join([char if char.isprintable() else _escape(char) for char in line])


def _escape(char: str) -> str:
    """A character as JSON may write it, so that no terminal obeys it: as one or two numbers of UTF-16."""
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join([f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)])


def _lines(lines: Iterable[str]) -> bytes:
    return "".join([line + "\n" for line in lines]).encode("utf-8", "backslashreplace")
