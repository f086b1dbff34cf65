"""`jmclean`: clean a pipe, a file, or folders of them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from jmclean.commands import COMMANDS, DEFAULT, load
from jmclean.engine import is_compiled
from jmclean.errors import UsageError
from jmclean.io.page import is_dump
from jmclean.runs.page_task import PageTask, Work, perform
from jmclean.runs.summary import Summary
from jmclean.settings.cli_options import QUIET, add_settings, choose_settings, refuse_both
from jmclean.settings.command import Command, Option, list_sources
from jmclean.settings.run_settings import Settings
from jmclean.version import VERSION

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class DefaultCommand(Command):
    """The command that runs where none is named; its help lists the others."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, the other commands and the examples."""
        super().format_options(ctx, formatter)
        with formatter.section("Commands"):
            formatter.write_dl([(name, load(name).get_short_help_str(80)) for name in COMMANDS])


def complete_paths(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return what the shell offers for a path: files, and the other commands where one may stand."""
    from click.shell_completion import CompletionItem

    names = [] if ctx.params.get("paths") else [name for name in COMMANDS if name.startswith(incomplete)]
    commands = [CompletionItem(name, help=load(name).get_short_help_str()) for name in names]
    return [CompletionItem(incomplete, type="file"), *commands]  # bash drops what stands before a file


@click.command(
    cls=DefaultCommand,
    examples=("jmclean < page.txt > page.md", "jmclean scans/ -o clean/", "jmclean --captions quote -v page.txt"),
)
@click.argument(
    "paths",
    metavar="[PATH|-]...",
    nargs=-1,
    type=click.Path(allow_dash=True),
    shell_complete=complete_paths,
)
@click.option(
    "-o",
    "--output",
    "out",
    cls=Option,
    group="Output",
    metavar="DIR|FILE.md",
    type=click.Path(),
    help="Write the pages into DIR, in the same tree, as .md; or one page into FILE.md; - is standard output.",
)
@click.option(
    "-i", "--in-place", cls=Option, group="Output", is_flag=True, help="Rewrite the files that change, in place."
)
@click.option(
    "--check",
    cls=Option,
    group="Output",
    is_flag=True,
    help="Write nothing; name the files that would change, and exit 1 if there are any.",
)
@click.option(
    "--journal",
    cls=Option,
    group="Output",
    metavar="PATH",
    type=click.Path(),
    help="Add every change to the file PATH; `jmclean undo` needs it.",
)
@click.option(
    "--report",
    "report_file",
    cls=Option,
    group="Output",
    metavar="FILE",
    type=click.Path(),
    help="Write the counts of every file to FILE, as JSON.",
)
@add_settings("--output-encoding", "--jobs", "--include", "--exclude")
@click.option(
    "--layout",
    cls=Option,
    group="Pages",
    is_flag=True,
    help="In folders, take layout dumps too: .json, .xml, .hocr, .tsv, .mmd.",
)
@click.option("--resume", cls=Option, is_flag=True, help="Skip what an earlier run has done, if nothing changed since.")
@click.option(
    "--overwrite", cls=Option, is_flag=True, help="Replace files in DIR that were changed since jmclean wrote them."
)
@QUIET
@click.option(
    "-v",
    "--verbose",
    cls=Option,
    is_flag=True,
    help="Print each rule's changes, and the places left unchanged because a rule was unsure.",
)
@click.version_option(
    VERSION,
    "-V",
    "--version",
    prog_name="jmclean",
    message="%(prog)s %(version)s" + " (compiled)" * is_compiled(),
)
def command(
    paths: tuple[str, ...],
    out: str | None,
    in_place: bool,
    check: bool,
    layout: bool,
    journal: str | None,
    resume: bool,
    overwrite: bool,
    report_file: str | None,
    quiet: bool,
    verbose: bool,
    **given: Any,
) -> int:
    """Clean OCR dumps of Chinese newspapers.

    Reads PATH or standard input and writes clean Markdown: to standard output, or with -o or -i to files. Exit codes:
    0 done, 1 --check found changes, 2 wrong usage, 3 some file could not be read, decoded, cleaned or written.
    """
    how = choose_settings(given)._replace(layout=layout)
    file = None
    if out is not None and out.endswith(".md") and not os.path.isdir(out):  # noqa: PTH112
        out, file = None, out
    if not paths:
        if sys.stdin is None or sys.stdin.isatty():
            raise click.UsageError("There is nothing to clean. Name a PATH, or pipe a page in.")
        paths = ("-",)
    refuse_both(o=out or file, i=in_place, check=check)
    if out == "-":  # as pandoc, curl and many others have it
        out = None
    to_files = in_place or out is not None or file is not None
    if file is not None:
        _refuse_file(file, paths)
    elif "-" in paths and to_files:
        raise UsageError("Standard input has no name for -i or -o to write to. Leave them out for standard output.")
    if paths[0].isalpha() and not os.path.lexists(paths[0]):
        _refuse_command(paths[0])
    if not (to_files or check) and (len(paths) > 1 or os.path.isdir(paths[0])):  # noqa: PTH112 - pathlib costs a pipe 5 ms
        raise UsageError("Several files or a folder need a place to go. Add -o DIR, -i or --check.")
    if resume and file is not None:
        raise UsageError("--resume looks at what an earlier run has written into a folder. Add -o DIR.")
    if resume and not to_files:
        raise UsageError("--resume looks at what an earlier run has written. Add -o DIR or -i.")
    if overwrite and out is None:
        raise UsageError("--overwrite is about what an earlier run wrote into a folder. Add -o DIR.")
    if in_place:
        for path in paths:
            if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):  # noqa: PTH110, PTH112, PTH113
                raise UsageError(f"{path} is a pipe or a device, which cannot be rewritten. Leave -i out.")
        _refuse_dumps(paths, how)
    if report_file is not None and os.path.abspath(report_file) in [  # noqa: PTH100 - as above
        os.path.abspath(other)  # noqa: PTH100
        for other in (journal, file, *paths)
        if other is not None
    ]:
        raise UsageError(f"{report_file} is named for the report and for something else. Name a file of its own.")
    if check and journal is not None:
        raise UsageError("--check changes nothing that a journal could keep. Leave one of them out.")

    report = Summary(check, quiet, verbose)
    for line in list_sources(click.get_current_context()) if verbose else ():
        report.say(f"jmclean: {line}")
    work = Work(how, not check, out, journal, out is not None or resume, verbose, report_file is not None)
    if to_files or report_file is not None or (check and paths != ("-",)):
        from jmclean.runs.folders import RunPlan, run

        report.where = _describe_target(out or file, in_place, journal, report_file)
        return run(RunPlan(paths, work, out, in_place, resume, report_file, overwrite, file), report)
    if journal is not None:
        from jmclean.history.journal import check as check_journal

        check_journal(journal)
    report.add(perform(PageTask(None if paths[0] == "-" else paths[0]), work))
    return report.exit_code


def _refuse_file(file: str, paths: tuple[str, ...]) -> None:
    """Raise UsageError where a single file is named for the output of several pages, or of itself."""
    if len(paths) > 1 or os.path.isdir(paths[0]):  # noqa: PTH112
        raise UsageError(f"{file} is one file, and there are several pages. Name a folder with -o DIR.")
    if paths[0] != "-" and os.path.exists(file) and os.path.samefile(file, paths[0]):  # noqa: PTH110, PTH121
        raise UsageError(f"{file} is the page itself. Use -i to rewrite it in place.")


def _describe_target(out: str | None, in_place: bool, journal: str | None, report_file: str | None) -> str:
    """Return where a run writes to, in words; empty if nowhere."""
    places = [("pages", "in place" if in_place else out), ("journal", journal), ("report", report_file)]
    return "; ".join([f"{name}: {place}" for name, place in places if place])


def _refuse_dumps(paths: tuple[str, ...], how: Settings) -> None:
    """Raise UsageError where layout dumps are to be rewritten, as far as they are named."""
    dumps = [path for path in paths if is_dump(path, how.encoding)]
    if dumps or how.layout:
        what = f"{dumps[0]} is a layout dump" if dumps else "--layout takes layout dumps"
        raise UsageError(f"{what}, and a dump is never rewritten. Use -o DIR instead of -i.")


def _refuse_command(name: str) -> None:
    """Raise UsageError for a path that is not a file, but nearly the name of a command."""
    from difflib import get_close_matches  # only a slip needs it

    near = get_close_matches(name, (DEFAULT, *COMMANDS), 1, 0.7)
    if near:
        raise UsageError(f"There is no file {name!r}. For the command say `jmclean {near[0]}`.")
