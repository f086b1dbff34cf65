"""The diff of a folder as web pages: a page a file, and an index of them that can be searched and sorted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

from jmclean.errors import UsageError
from jmclean.io.files import write
from jmclean.rules import RULES
from jmclean.views.ansi import make_visible
from jmclean.views.listing import count_edits
from jmclean.views.preview import Look
from jmclean.views.web import fill_template, make_page

INDEX_FILE: Final = "index.html"
PAGES: Final = "pages"
GENERATOR: Final = b'<meta name="generator" content="jmclean">'
"""What an index of ours holds, by which it is known that it may be replaced."""

LONGEST_HEAD: Final = 4096


class Entry(NamedTuple):
    """A file as the index has it: its name, the address of its page, and what there is to see."""

    name: str
    address: str
    doubts: int
    changes: dict[str, int]


def check_folder(folder: str) -> None:
    """Raise UsageError for a folder that is something else, or holds an index that is not ours."""
    place = Path(folder)
    if place.exists() and not place.is_dir():
        raise UsageError(f"{folder}: This is not a folder. The pages of several files need one; name another.")
    index = place / INDEX_FILE
    if index.exists():
        with index.open("rb") as file:
            if GENERATOR not in file.read(LONGEST_HEAD):
                raise UsageError(f"{index}: This file was not written by jmclean, and stays. Name another folder.")


def write_file(look: Look, folder: str, base: str) -> Entry | None:
    """Write the page of one file into a folder of pages; None if there is nothing to see. Raises FileError.

    `base` is the folder from which the files are named.
    """
    notes = look.page.result.notes
    if not look.changed and not notes:
        return None
    relative = os.path.relpath(look.name, base)
    name = relative.replace(os.sep, "/") + ".html"
    depth = name.count("/") + 1
    data = make_page(look, "../" * depth + INDEX_FILE)
    write(Path(folder, PAGES, *name.split("/")), data.encode("utf-8", "backslashreplace"), folder)
    found = {rule: count.changes for rule, count in count_edits(look.steps).items()}
    return Entry(relative, quote(os.fsencode(f"{PAGES}/{name}")), len(notes), found)


def write_index(folder: str, entries: Iterable[Entry], total: int) -> None:
    """Write the index of `total` files, of which `entries` have something to see. Raises FileError."""
    ordered = sorted(entries, key=lambda entry: (-entry.doubts, -sum(entry.changes.values()), entry.name))
    sums: Counter[str] = Counter()
    for entry in ordered:
        sums.update(entry.changes)
    rules = [rule for rule in RULES if sums[rule]]
    doubts = sum(entry.doubts for entry in ordered)
    parts = {
        "title": "What jmclean changes",
        "sums": _format_sums(total, len(ordered), sum(sums.values()), doubts),
        "legend": "".join([_make_swatch(rule, sums[rule]) for rule in rules]),
        "options": "".join([f'<option value="{RULES.index(rule)}">{rule}</option>' for rule in rules]),
        "entries": "\n".join(map(_make_row, ordered)),
    }
    data = fill_template("data/diff_index.html", parts).encode("utf-8", "backslashreplace")
    write(Path(folder, INDEX_FILE), data, folder)


def _format_sums(files: int, shown: int, changes: int, doubts: int) -> str:
    return (
        f'<span data-zh="共 {files:,} 个文件，{shown:,} 个有改动或存疑；{changes:,} 处改动，{doubts:,} 处存疑。">'
        f"{files:,} files, {shown:,} with changes or doubtful places: {changes:,} changes, {doubts:,} doubtful.</span>"
    )


def _make_swatch(rule: str, changes: int) -> str:
    return f'<span><span class="swatch rule-{RULES.index(rule)}">{rule}</span> {changes:,}</span>\n'


def _make_row(entry: Entry) -> str:
    changes = sum(entry.changes.values())
    rules = " ".join([f"{RULES.index(rule)}:{count}" for rule, count in entry.changes.items()])
    doubts = f"<b>{entry.doubts}</b>" if entry.doubts else "0"
    return (
        f'<tr data-doubts="{entry.doubts}" data-changes="{changes}" data-rules="{rules}">'
        f'<td><a href="{entry.address}">{escape(make_visible(entry.name))}</a></td>'
        f'<td class="number doubts">{doubts}</td><td class="number">{changes}</td></tr>'
    )
