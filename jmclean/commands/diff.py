"""`jmclean diff`: before and after, in the terminal, as a patch or as a web page."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import click

from jmclean.errors import EncodeError, UsageError
from jmclean.io.messages import say
from jmclean.settings.cli_options import CONTEXT, OUTPUT_ENCODING, cleaning, names, settings
from jmclean.views.ansi import painted, visible
from jmclean.views.pager import output
from jmclean.views.preview import Look, Looks, place

CHARACTERS, LINES = 8, 3
"""How much unchanged text is shown on either side of a change, in the terminal and in a patch."""

UNBROKEN = 130
"""The width of two columns where standard output is no terminal, as diff -y has it."""

PART = 1000
"""How many lines are written together."""


@click.command(context_settings=CONTEXT)
@click.argument("paths", metavar="[PATH|-]...", nargs=-1)
@click.option("-y", "--side-by-side", is_flag=True, help="Two columns: the source, and beside it what it becomes.")
@click.option("-u", "--unified", is_flag=True, help="A patch of the files, for patch and git apply.")
@click.option("--html", metavar="FILE", help="Write a web page that shows before and after into FILE.")
@click.option(
    "--rule",
    "rules",
    metavar="RULE,...",
    multiple=True,
    callback=names,
    help="Show the changes of these rules alone; all of them run.",
)
@click.option(
    "--context",
    metavar="N",
    type=click.IntRange(0),
    help=f"How much unchanged text around a change: characters (default {CHARACTERS}), lines of a patch ({LINES}).",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="auto (default): colour on a terminal.",
)
@cleaning
@OUTPUT_ENCODING
@click.option("-q", "quiet", is_flag=True, help="Print nothing but errors; the exit code tells.")
@click.option("-v", "verbose", is_flag=True, help="Tell what was left as unsure.")
def command(
    paths: tuple[str, ...],
    side_by_side: bool,
    unified: bool,
    html: str | None,
    rules: tuple[str, ...] | None,
    context: int | None,
    color: str,
    quiet: bool,
    verbose: bool,
    **given: Any,
) -> int:
    """Show what cleaning would change, and by which rule.

    What goes is red, what comes is green, what only moves is cyan; without colour it stands in [-...-], {+...+}, and
    [~...~] where it was, {~...~} where it is. ¶ is a line end. Nothing is written but the FILE of --html. Exit codes: 0
    nothing would change, 1 something would, 2 wrong usage, 3 some file could not be read, decoded or cleaned.
    """
    if side_by_side + unified + (html is not None) > 1:
        raise UsageError("--side-by-side, --unified and --html exclude each other. Choose one.")
    looks = Looks(paths, rules or (), settings(paths, given))
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
