"""`jmclean`: clean a pipe, a file, or folders of them."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from jmclean.commands import COMMANDS, load
from jmclean.engine import is_compiled
from jmclean.errors import UsageError
from jmclean.io.page import is_dump
from jmclean.runs.page_task import Task, Work, perform
from jmclean.runs.summary import Report
from jmclean.settings.cli_options import (
    CONTEXT,
    EXCLUDE,
    INCLUDE,
    JOBS,
    OUTPUT_ENCODING,
    Settings,
    cleaning,
    settings,
)
from jmclean.version import VERSION


class DefaultCommand(click.Command):
    """The command that runs where none is named; its help lists the others."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the other commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, load(name).get_short_help_str(80)) for name in COMMANDS])


@click.command(cls=DefaultCommand, context_settings=CONTEXT)
@click.argument("paths", metavar="[PATH|-]...", nargs=-1, type=click.Path(allow_dash=True))
@click.option("-o", "out", metavar="DIR", type=click.Path(), help="Write the pages into DIR, in the same tree, as .md.")
@click.option(
    "-i", "--in-place", is_flag=True, help="Rewrite the files in place; those that would not change are left alone."
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything would change, naming the files.")
@cleaning
@OUTPUT_ENCODING
@JOBS
@INCLUDE
@EXCLUDE
@click.option("--layout", is_flag=True, help="Of a folder, take layout dumps too: .json, .xml, .hocr, .tsv, .mmd.")
@click.option(
    "--journal",
    metavar="PATH",
    type=click.Path(),
    help="Add what was changed to the file PATH; `jmclean undo` needs it.",
)
@click.option("--resume", is_flag=True, help="Pass over what an earlier run has done, if nothing has changed since.")
@click.option(
    "--report",
    "report_file",
    metavar="FILE",
    type=click.Path(),
    help="Write the counts of every file to FILE, as JSON.",
)
@click.option("-q", "quiet", is_flag=True, help="Tell of errors alone.")
@click.option("-v", "verbose", is_flag=True, help="Tell what was changed by which rule, and what was left as unsure.")
@click.version_option(VERSION, prog_name="jmclean", message="%(prog)s %(version)s" + " (compiled)" * is_compiled())
def command(
    paths: tuple[str, ...],
    out: str | None,
    in_place: bool,
    check: bool,
    layout: bool,
    journal: str | None,
    resume: bool,
    report_file: str | None,
    quiet: bool,
    verbose: bool,
    **given: Any,
) -> int:
    """Clean OCR dumps of Chinese newspapers.

    Reads PATH or standard input and writes clean Markdown: to standard output, or with -o or -i to files. Exit codes:
    0 done, 1 --check found changes, 2 wrong usage, 3 some file could not be read, decoded, cleaned or written.
    """
    chosen = settings(paths, given)._replace(layout=layout)
    if not paths:
        if sys.stdin is None or sys.stdin.isatty():
            raise click.UsageError("There is nothing to clean. Name a PATH, or pipe a page in.")
        paths = ("-",)
    to_files = in_place or out is not None
    if in_place + check + (out is not None) > 1:
        raise UsageError("-o, -i and --check exclude each other. Choose one.")
    if "-" in paths and to_files:
        raise UsageError("Standard input has no name for -i or -o to write to. Leave them out for standard output.")
    if paths[0].isalpha() and not os.path.lexists(paths[0]):
        _refuse_command(paths[0])
    if not (to_files or check) and (len(paths) > 1 or os.path.isdir(paths[0])):  # noqa: PTH112 - pathlib costs a pipe 5 ms
        raise UsageError("Several files or a folder need a place to go. Add -o DIR, -i or --check.")
    if resume and not to_files:
        raise UsageError("--resume looks at what an earlier run has written. Add -o DIR or -i.")
    if in_place:
        _refuse_dumps(paths, chosen)
    if check and journal is not None:
        raise UsageError("--check changes nothing that a journal could keep. Leave one of them out.")

    report = Report(check, quiet, verbose)
    work = Work(chosen, not check, out, journal, out is not None or resume, verbose)
    if to_files or report_file is not None or (check and paths != ("-",)):
        from jmclean.runs.folders import Plan, run

        return run(Plan(paths, work, out, in_place, resume, report_file), report)
    if journal is not None:
        from jmclean.history.journal import check as check_journal

        check_journal(journal)
    report.done(perform(Task(None if paths[0] == "-" else paths[0]), work))
    return report.exit_code


def _refuse_dumps(paths: tuple[str, ...], chosen: Settings) -> None:
    """Raise UsageError where layout dumps are to be rewritten, as far as they are named."""
    dumps = [path for path in paths if is_dump(path, chosen.encoding)]
    if dumps or chosen.layout:
        what = f"{dumps[0]} is a layout dump" if dumps else "--layout takes layout dumps"
        raise UsageError(f"{what}, and a dump is never rewritten. Use -o DIR instead of -i.")


def _refuse_command(name: str) -> None:
    """Raise UsageError for a path that is no file, but nearly the name of a command."""
    from difflib import get_close_matches  # only a slip needs it

    from jmclean.commands import COMMANDS

    near = get_close_matches(name, COMMANDS, 1, 0.7)
    if near:
        raise UsageError(f"There is no file {name!r}. For the command say `jmclean {near[0]}`.")
