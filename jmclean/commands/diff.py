"""`jmclean diff`: before and after, in the terminal, as a patch or as a web page."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import click

from jmclean.errors import EncodeError
from jmclean.io.messages import say
from jmclean.settings.cli_options import QUIET, RULE_LIST, Choice, chosen, cleaning, refuse_both
from jmclean.settings.command import Command, Option
from jmclean.views.ansi import painted, visible
from jmclean.views.pager import output
from jmclean.views.preview import Look, Looks, place

CHARACTERS, LINES = 8, 3
"""Unchanged text on either side of a change, in the terminal and in a patch."""

UNBROKEN = 130
"""The width of two columns where standard output is no terminal, as diff -y has it."""

PART = 1000
"""How many lines are written together."""


@click.command(
    cls=Command, examples=("jmclean diff page.txt", "jmclean diff --rule captions --html changes.html scans/")
)
@click.argument("paths", metavar="[PATH|-]...", nargs=-1)
@click.option(
    "-y", "--side-by-side", cls=Option, group="Output", is_flag=True, help="Show source and result in two columns."
)
@click.option("-u", "--unified", cls=Option, group="Output", is_flag=True, help="Print a patch of the files.")
@click.option("--html", cls=Option, group="Output", metavar="FILE", help="Write a web page into FILE.")
@click.option(
    "--context",
    cls=Option,
    group="Output",
    metavar="N",
    type=click.IntRange(0),
    show_default=f"{CHARACTERS} characters, or {LINES} lines of a patch",
    help="Unchanged text around a change.",
)
@click.option(
    "--color",
    cls=Option,
    group="Output",
    metavar="WHEN",
    type=Choice(["auto", "always", "never"]),
    default="auto",
    help="auto uses colour on a terminal, always everywhere, never nowhere.",
)
@click.option(
    "--rule",
    "rules",
    cls=Option,
    group="Rules",
    help="Show only what these rules change; all rules run.",
    **RULE_LIST,
)
@cleaning("--output-encoding")
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

    Removed text is red, added text is green, moved text is cyan. Without colour they are [-removed-], {+added+},
    [~moved~] at the old place and {~moved~} at the new one. ¶ is a line end. Only --html writes a file. Exit codes: 0
    nothing would change, 1 something would, 2 wrong usage, 3 some file could not be read, decoded or cleaned.
    """
    refuse_both(side_by_side=side_by_side, unified=unified, html=html)
    looks = Looks(paths, rules, chosen(given))
    differs = False

    def changed() -> Iterator[Look]:
        nonlocal differs
        for look in looks:
            if verbose:
                for note in look.page.result.notes:
                    say(f"{look.name}:{place(look.page.source.text, note.start)[0]}: {note.message}")
            if look.changed:
                differs = True
                yield look

    if html is not None:
        from jmclean.views.web import write_page

        write_page(html, list(changed()))
    elif quiet:
        for _ in changed():
            pass
    else:
        colour = color == "always" or (color == "auto" and _is_coloured())
        with output(paging=True) as write:
            for look in changed():
                try:
                    for part in _patch(look, context) if unified else _view(look, side_by_side, context, colour):
                        write(part)
                except EncodeError as error:
                    looks.fail(look.name, error)
    return 3 if looks.failed else int(differs)


def _patch(look: Look, context: int | None) -> Iterator[bytes]:
    from jmclean.views.patch import patch

    lines = LINES if context is None else context
    found = b"".join(patch(look.name, look.data, look.output, look.page.source, look.segments, lines))
    yield _for_terminal(found) if sys.stdout.isatty() else found


def _for_terminal(patch: bytes) -> bytes:
    """A patch that is only to be looked at, in which nothing can drive the terminal."""
    return "\n".join(map(visible, patch.decode("utf-8", "backslashreplace").split("\n"))).encode()


def _view(look: Look, side_by_side: bool, context: int | None, colour: bool) -> Iterator[bytes]:
    """A page's name and what changes in it, in parts that a reader can begin with."""
    head = f"{look.name}: {len(look.steps)} change{'s' * (len(look.steps) != 1)}"
    if not look.steps:
        head = f"{look.name}: {look.page.source.encoding} becomes utf-8"
    width = _width()
    if side_by_side:
        from jmclean.views.side_by_side import side_by_side as columns

        lines = columns(look.segments, context, width or UNBROKEN, colour)
    else:
        from jmclean.views.inline import inline

        lines = inline(look.segments, CHARACTERS if context is None else context, width, colour)
    shown = chain((painted([("head", visible(head))], colour),), lines, ("",))
    while part := list(islice(shown, PART)):
        yield "\n".join([*part, ""]).encode()


def _is_coloured() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _width() -> int | None:
    """The cells of a line of the terminal; None where standard output is none and COLUMNS does not say."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(1).columns or None
    except OSError:
        return None
