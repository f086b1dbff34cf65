"""`jmclean`: clean a pipe, a file, or folders of them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from jmclean.choices import CONTEXT, OUTPUT_ENCODING, cleaning, settings
from jmclean.commands import COMMANDS, load
from jmclean.errors import FileError, JmcleanError, UsageError
from jmclean.page import clean_page
from jmclean.report import Report
from jmclean.streams import STDIN, read, write_out
from jmclean.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class DefaultCommand(click.Command):
    """The command that runs where none is named; its help lists the others."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the other commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, load(name).get_short_help_str(80)) for name in COMMANDS])


@click.command(cls=DefaultCommand, context_settings=CONTEXT)
@click.argument("paths", metavar="[PATH|-]...", nargs=-1)
@click.option("-o", "out", metavar="DIR", help="Write the pages into DIR, in the same tree, as .md.")
@click.option("-i", "--in-place", is_flag=True, help="Rewrite the files themselves, only those that change.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything would change, naming the files.")
@cleaning
@OUTPUT_ENCODING
@click.option("-q", "quiet", is_flag=True, help="Tell of errors alone.")
@click.option("-v", "verbose", is_flag=True, help="Tell what was changed by which rule, and what was left as unsure.")
@click.version_option(VERSION, prog_name="jmclean", message="%(prog)s %(version)s")
def command(
    paths: tuple[str, ...],
    out: str | None,
    in_place: bool,
    check: bool,
    quiet: bool,
    verbose: bool,
    **given: Any,
) -> int:
    """Clean OCR dumps of Chinese newspapers.

    Reads PATH or standard input and writes clean Markdown: to standard output, or with -o or -i to files. Exit codes:
    0 done, 1 --check found changes, 2 wrong usage, 3 some file could not be read, decoded, cleaned or written.
    """
    options, encoding, output_encoding = settings(paths, given)
    if not paths:
        if sys.stdin is None or sys.stdin.isatty():
            raise click.UsageError("There is nothing to clean. Name a PATH, or pipe a page in.")
        paths = ("-",)
    to_files = in_place or out is not None
    if in_place + check + (out is not None) > 1:
        raise UsageError("-o, -i and --check exclude each other. Choose one.")
    if "-" in paths and to_files:
        raise UsageError("Standard input has no name for -i or -o to write to. Leave them out for standard output.")
    if not (to_files or check) and (len(paths) > 1 or os.path.isdir(paths[0])):  # noqa: PTH112 - pathlib costs a pipe 5 ms
        raise UsageError("Several files or a folder need a place to go. Add -o DIR, -i or --check.")

    report = Report(check, quiet, verbose)
    for source, target in tasks(paths, out, in_place, report):
        name = STDIN if source is None else str(source)
        try:
            page = clean_page(read(source), options, encoding, output_encoding)
            if target is None:
                if not check:
                    write_out(page.data)
            elif page.changed or target != source:
                write(target, page.data)
        except JmcleanError as error:
            report.fail(name, error)
        else:
            report.done(name, page)
    if to_files or (check and paths != ("-",)):
        report.summarize()
    return report.exit_code


def tasks(
    paths: tuple[str, ...], out: str | None, in_place: bool, report: Report
) -> Iterator[tuple[Path | None, Path | None]]:
    """The pages that `paths` stand for, each with the file that it goes to; None is standard input or output."""
    if paths == ("-",):
        yield None, None
        return
    from pathlib import Path

    from jmclean.files import pages, targets

    folder = None if out is None else Path(out)
    found: list[tuple[Path, Path]] = []
    for path in paths:
        if path == "-":
            yield None, None
        else:
            found += [(page, Path(path)) for page in pages(Path(path), folder, report.fail)]
    if folder is None:
        yield from ((page, page if in_place else None) for page, _ in found)
        return
    for (page, _), target in zip(found, targets(found, folder), strict=True):
        if isinstance(target, FileError):
            report.fail(str(page), target)
        else:
            yield page, target


def write(target: Path, data: bytes) -> None:
    """Write a file whole. Raises FileError."""
    from jmclean.files import write

    write(target, data)
