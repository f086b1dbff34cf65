"""`jmclean explain`: every change with its place in the source, for editors and programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final

import click

from jmclean.rules import RULES
from jmclean.settings.cli_options import QUIET, RULE_LIST, Choice, add_settings, choose_settings
from jmclean.settings.command import Command, Option
from jmclean.text.engine_facts import recall_pages
from jmclean.views.ansi import make_visible
from jmclean.views.listing import (
    ENTRY_COLUMNS,
    RuleCount,
    count_edits,
    format_entry,
    format_table,
    list_entries,
    make_csv_row,
    to_csv,
    to_github,
)
from jmclean.views.pager import open_output
from jmclean.views.preview import Look, Looks

Entry = dict[str, Any]


@click.command(cls=Command, examples=("jmclean explain page.txt", "jmclean explain --stat scans/"))
@click.argument("paths", metavar="[PATH|-]...", nargs=-1)
@click.option(
    "--format",
    "form",
    cls=Option,
    group="Output",
    metavar="FORMAT",
    type=Choice(["text", "json", "csv", "github"]),
    default="text",
    help="text; json: one object a line; csv; github: annotations of GitHub Actions.",
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
@click.option(
    "--unsure", cls=Option, group="Output", is_flag=True, help="Print only the doubtful places, the likeliest first."
)
@add_settings("--jobs", "--include", "--exclude")
@QUIET
@click.option(
    "-v",
    "--verbose",
    cls=Option,
    is_flag=True,
    help="Print the places left unchanged too, as notes, and why blocks were joined.",
)
def command(
    paths: tuple[str, ...],
    form: str,
    stat: bool,
    rules: tuple[str, ...],
    unsure: bool,
    quiet: bool,
    verbose: bool,
    **given: Any,
) -> int:
    """Print every change that cleaning would make, in the order of the source.

    A line is PATH:LINE:COLUMN: RULE: 'what the rule read' -> 'what it wrote'. Columns count characters from 1, as
    editors do. Exit codes: 0 done, 2 wrong usage, 3 some file could not be read, decoded or cleaned.
    """
    looks = Looks(paths, () if unsure else rules, choose_settings(given))
    with open_output(paging=False) as write:
        if stat:
            total: dict[str, RuleCount] = {}
            for found in looks.show_each(count_page_edits, quiet):
                for rule, count in found.items():
                    total[rule] = total.get(rule, RuleCount()) + count
            ordered = {rule: total[rule] for rule in RULES if rule in total}
            write(_join_lines(STATISTICS_FORMS.get(form, format_table)(ordered)))
        else:
            if form == "csv":
                write(_join_lines([make_csv_row(ENTRY_COLUMNS)]))
            if unsure:
                doubtful: list[Entry] = []
                list_notes = partial(list_page_entries, rules=rules, changes=False, notes=True)
                for entry_list in looks.show_each(list_notes, quiet):
                    doubtful += entry_list
                doubtful.sort(key=lambda entry: -entry.get("likelihood", float("-inf")))
                write(_join_lines(map(ENTRY_FORMS[form], doubtful)))
            else:
                for part in looks.show_each(partial(format_entries, form=form, rules=rules, notes=verbose), quiet):
                    write(part)
        looks.say_if_empty(quiet)
    return 3 if looks.failed else 0


def count_page_edits(look: Look) -> dict[str, RuleCount]:
    """Return what each rule did to a page."""
    return count_edits(look.steps)


WITH_NOTES: Final = frozenset({"likelihood", "reasons"})
"""What is said of a join only to those who ask for notes."""


def list_page_entries(look: Look, rules: Sequence[str], changes: bool, notes: bool) -> list[Entry]:
    """Return the entries of a page: its changes, its notes, or both."""
    result = look.page.result
    wanted = [note for note in result.notes if notes and (not rules or note.rule in rules)]
    found = list_entries(look.name, look.page.source.text, look.steps if changes else (), wanted, result.joins)
    if not notes:
        found = ({key: value for key, value in entry.items() if key not in WITH_NOTES} for entry in found)
    if (layout := look.page.layout) is not None:
        return [entry | layout.find_place(entry["start"], entry["end"]) for entry in found]
    pages = recall_pages(look.page.source.text)
    return [entry | pages.to_entry(entry["start"]) for entry in found] if pages.pages else list(found)


def format_entries(look: Look, form: str, rules: Sequence[str], notes: bool) -> bytes:
    """Return the lines of a page."""
    lines = [*map(ENTRY_FORMS[form], list_page_entries(look, rules, True, notes))]
    if notes and form == "text" and look.page.layout is None:
        from jmclean.text.shape_words import describe_shape

        lines.insert(0, f"{make_visible(look.name)}: read as {describe_shape(look.page.source.text)}")
    return _join_lines(lines)


def to_json(entry: Entry) -> str:
    """Return an entry as a line of JSON that no terminal obeys."""
    import json

    line = json.dumps(entry, ensure_ascii=False)
    return line if line.isprintable() else "".join([char if char.isprintable() else _escape(char) for char in line])


def _escape(char: str) -> str:
    """Return a character as JSON may write it, so that no terminal obeys it: as one or two numbers of UTF-16."""
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join([f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)])


def _tabulate_json(found: dict[str, RuleCount]) -> Iterable[str]:
    return (to_json({"rule": rule} | count._asdict()) for rule, count in found.items())


def _tabulate_csv(found: dict[str, RuleCount]) -> Iterable[str]:
    yield make_csv_row(("rule", *RuleCount._fields))
    yield from (make_csv_row((rule, *count)) for rule, count in found.items())


ENTRY_FORMS: Final[dict[str, Callable[[Entry], str]]] = {
    "text": format_entry,
    "json": to_json,
    "csv": to_csv,
    "github": to_github,
}
STATISTICS_FORMS: Final[dict[str, Callable[[dict[str, RuleCount]], Iterable[str]]]] = {
    "json": _tabulate_json,
    "csv": _tabulate_csv,
}


def _join_lines(lines: Iterable[str]) -> bytes:
    return "".join([line + "\n" for line in lines]).encode("utf-8", "backslashreplace")
