"""`jmclean diff`: before and after, in the terminal, as a patch or as web pages."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import click

from jmclean.errors import UsageError
from jmclean.io.messages import format_count, say
from jmclean.settings.cli_options import COLOR, QUIET, RULE_LIST, add_settings, choose_settings, refuse_both
from jmclean.settings.command import Command, Option
from jmclean.settings.discovery import find_folder
from jmclean.views.ansi import find_terminal_width, is_coloured, make_visible, paint
from jmclean.views.inline import format_inline, tally
from jmclean.views.listing import count_edits
from jmclean.views.pager import open_output
from jmclean.views.preview import Look, Looks, find_place

CHARACTERS, LINES = 24, 3
"""Unchanged text on either side of a change, in the terminal and in a patch."""

UNBROKEN = 130
"""The width of two columns where standard output is no terminal, as diff -y has it."""

BYTES_OF_PART = 1000
"""How many lines are written together."""


@click.command(cls=Command, examples=("jmclean diff page.txt", "jmclean diff --rule captions --html changes/ scans/"))
@click.argument("paths", metavar="[PATH|-]...", nargs=-1)
@click.option(
    "-y", "--side-by-side", cls=Option, group="Output", is_flag=True, help="Show source and result in two columns."
)
@click.option("-u", "--unified", cls=Option, group="Output", is_flag=True, help="Print a patch of the files.")
@click.option(
    "--html", cls=Option, group="Output", metavar="FILE|DIR", help="Write a web page, of a folder an index and pages."
)
@click.option(
    "--context",
    cls=Option,
    group="Output",
    metavar="N",
    type=click.IntRange(0),
    show_default=f"{CHARACTERS} characters, or {LINES} lines of a patch",
    help="Unchanged text around a change.",
)
@COLOR
@click.option(
    "--rule",
    "rules",
    cls=Option,
    group="Rules",
    help="Show only what these rules change; all rules run.",
    **RULE_LIST,
)
@add_settings("--output-encoding", "--jobs", "--include", "--exclude")
@QUIET
@click.option("-v", "--verbose", cls=Option, is_flag=True, help="Print the places left unchanged too.")
def command(
    paths: tuple[str, ...],
    side_by_side: bool,
    unified: bool,
    html: str | None,
    rules: tuple[str, ...],
    context: int | None,
    color: str,
    quiet: bool,
    verbose: bool,
    **given: Any,
) -> int:
    """Show what cleaning would change, and by which rule.

    Prints each paragraph that would change, with its line. Every rule has a colour; removed text is struck through,
    added text underlined. Without colour they are [-removed-], {+added+}, [~moved~] at the old place, {~moved~} at the
    new one, and {，} for punctuation that becomes full-width. ¶ is a line end. Only --html writes files. Exit codes: 0
    nothing would change, 1 something would, 2 wrong usage, 3 some file could not be read, decoded or cleaned.
    """
    refuse_both(side_by_side=side_by_side, unified=unified, html=html)
    looks = Looks(paths, rules, choose_settings(given))
    many = len(paths) > 1 or any(map(os.path.isdir, paths))
    if html is not None and many:
        differs = _write_pages(html, looks, quiet)
    elif html is not None:
        differs = _write_page(html, looks, verbose)
    else:
        colour = color == "always" or (color == "auto" and is_coloured())
        form = Form(unified, side_by_side, context, find_terminal_width(), colour, sys.stdout.isatty(), quiet, verbose)
        differs = _show(looks, form, many)
    looks.say_if_empty(quiet)
    return 3 if looks.failed else int(differs)


class Form(NamedTuple):
    """How pages are shown."""

    unified: bool
    side_by_side: bool
    context: int | None
    width: int | None
    colour: bool
    on_terminal: bool
    quiet: bool
    verbose: bool


class Shown(NamedTuple):
    """What there is to see of a page: whether it changes, what is said of it, its changes by rule, what is printed."""

    changed: bool
    notes: list[str]
    counts: dict[str, int]
    parts: Iterable[bytes]


def _show(looks: Looks, form: Form, many: bool) -> bool:
    """Print what changes in every page; return whether anything does."""
    changed = 0
    made: Counter[str] = Counter()
    pages = (
        looks.show_each(partial(format_whole, form=form), form.quiet)
        if many
        else looks.show(partial(format_lazily, form=form))
    )
    with open_output(paging=not form.quiet) as write:
        for page in pages:
            changed += page.changed
            made.update(page.counts)
            for note in page.notes:
                say(note)
            for part in page.parts:
                write(part)
        if made and not form.unified and not form.quiet:
            head = f"{format_count(changed, 'file')}, {format_count(made.total(), 'change')}"
            lines = [paint([("head", head)], form.colour)] if many else []
            write("\n".join([*lines, *tally(made, form.colour), ""]).encode())
    return bool(changed)


def format_lazily(look: Look, form: Form) -> Shown:
    """Return what there is to see of a page, printed as it is asked for."""
    text = look.page.source.text
    notes = [f"{look.name}:{find_place(text, note.start)[0]}: {note.message}" for note in look.page.result.notes]
    parts: Iterable[bytes] = ()
    if look.changed and not form.quiet:
        parts = _make_patch(look, form) if form.unified else _format_page(look, form)
    made = {rule: count.changes for rule, count in count_edits(look.steps).items()}
    return Shown(look.changed, notes if form.verbose else [], made, parts)


def format_whole(look: Look, form: Form) -> Shown:
    """Return the same, all of it printed already."""
    shown = format_lazily(look, form)
    return shown._replace(parts=list(shown.parts))


def _write_page(target: str, looks: Looks, verbose: bool) -> bool:
    """Write the web page of one file; return whether it changes."""
    from jmclean.views.web import write_page

    differs = False
    for look in looks:
        differs = look.changed
        write_page(target, look)
    return differs


def _write_pages(folder: str, looks: Looks, quiet: bool) -> bool:
    """Write the web pages of a folder and their index; return whether anything changes."""
    from jmclean.views.web_folder import INDEX_FILE, check_folder, write_file, write_index

    if folder == "-" or folder.lower().endswith((".html", ".htm")):
        raise UsageError("The web pages of several files need a folder. Name one with --html DIR.")
    check_folder(folder)
    found = list(looks.show_each(partial(write_file, folder=folder, base=find_folder(looks.paths)), quiet))
    entries = [entry for entry in found if entry is not None]
    write_index(folder, entries, len(found))
    if not quiet:
        say(f"{format_count(len(entries), 'page')} and their index are in {Path(folder, INDEX_FILE)}")
    return any(entry.changes for entry in entries)


def _make_patch(look: Look, form: Form) -> Iterator[bytes]:
    from jmclean.views.patch import make_patch

    lines = LINES if form.context is None else form.context
    found = b"".join(make_patch(look.name, look.data, look.output, look.page.source, look.segments, lines))
    if form.on_terminal or form.colour:
        from jmclean.views.patch_screen import for_terminal

        found = for_terminal(found, look.segments, form.colour)
    yield found


def _format_page(look: Look, form: Form) -> Iterator[bytes]:
    """Yield a page's name and what changes in it, in parts that a reader can begin with."""
    head = f"{look.name}: {format_count(len(look.steps), 'change')}"
    if not look.steps:
        head = f"{look.name}: {look.page.source.encoding} becomes utf-8"
    if form.side_by_side:
        from jmclean.views.side_by_side import format_side_by_side as columns

        lines = columns(look.segments, form.context, form.width or UNBROKEN, form.colour)
    else:
        context = CHARACTERS if form.context is None else form.context
        lines = format_inline(look.segments, context, form.width, form.colour)
    shown = chain((paint([("head", make_visible(head))], form.colour),), lines, ("",))
    while part := list(islice(shown, BYTES_OF_PART)):
        yield "\n".join([*part, ""]).encode()
