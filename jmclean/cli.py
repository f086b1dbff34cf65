"""The command line: options in, exit code out. It knows no rule and touches no text."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, get_args

import click

from jmclean.errors import FileError, JmcleanError, UsageError
from jmclean.options import Captions, Join, Options, Script
from jmclean.page import OutputEncoding, clean_page
from jmclean.report import Report, say
from jmclean.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STDIN = "<stdin>"
INTERRUPTED = 130
SETTINGS = {"help_option_names": ["-h", "--help"]}


def names(_: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The rule names of a list with commas, given once or several times."""
    found = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if values and not found:
        raise click.BadParameter("no rule is named. `jmclean rules` lists them.", param=option)
    return found


class DefaultCommand(click.Command):
    """The command that runs where none is named; its help lists the others."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the other commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(80)) for name, command in COMMANDS.items()])


@click.command(cls=DefaultCommand, context_settings=SETTINGS)
@click.argument("paths", metavar="[PATH|-]...", nargs=-1)
@click.option("-o", "out", metavar="DIR", help="Write the pages into DIR, in the same tree, as .md.")
@click.option("-i", "--in-place", is_flag=True, help="Rewrite the files themselves, only those that change.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything would change, naming the files.")
@click.option("--only", metavar="RULE,...", multiple=True, callback=names, help="Run these rules alone.")
@click.option("--skip", metavar="RULE,...", multiple=True, callback=names, help="Run all rules but these.")
@click.option(
    "--captions", type=click.Choice(get_args(Captions)), default="drop", help="What becomes of captions. Default: drop."
)
@click.option(
    "--join",
    type=click.Choice(get_args(Join)),
    default="safe",
    help="How sure a join of two blocks must be. Default: safe; breaks left as unsure are named with -v.",
)
@click.option(
    "--script",
    type=click.Choice(get_args(Script)),
    default="auto",
    help="auto (default): stray letters follow the script of the page. simplified, traditional: the whole page.",
)
@click.option("--encoding", metavar="NAME", help="The encoding of the pages. Default: it is found.")
@click.option(
    "--output-encoding",
    type=click.Choice(get_args(OutputEncoding)),
    default="utf-8",
    help="utf-8 (default), or the encoding and byte order mark that the page came in.",
)
@click.option("-q", "quiet", is_flag=True, help="Tell of errors alone.")
@click.option("-v", "verbose", is_flag=True, help="Tell what was changed by which rule, and what was left as unsure.")
@click.version_option(VERSION, prog_name="jmclean", message="%(prog)s %(version)s")
def clean(
    paths: tuple[str, ...],
    out: str | None,
    in_place: bool,
    check: bool,
    encoding: str | None,
    output_encoding: OutputEncoding,
    quiet: bool,
    verbose: bool,
    **choices: Any,
) -> int:
    """Clean OCR dumps of Chinese newspapers.

    Reads PATH or standard input and writes clean Markdown: to standard output, or with -o or -i to files. Exit codes:
    0 done, 1 --check found changes, 2 wrong usage, 3 some file could not be read, decoded, cleaned or written.
    """
    options = Options(**choices)
    if encoding is not None:
        from jmclean.codec import codec_name

        codec_name(encoding)
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


@click.command(context_settings=SETTINGS)
@click.argument("name", required=False)
def rules(name: str | None) -> None:
    """List the rules in the order in which they run, or print the manual of one."""
    from jmclean.rules import RULES, load

    if name is not None:
        Options(only=(name,))
        text = load(name).__doc__ or ""
    else:
        width = max(map(len, RULES))
        text = "\n".join(f"{rule:{width}}  {(load(rule).__doc__ or '').partition(chr(10))[0]}" for rule in RULES)
    write_out(text.strip().encode() + b"\n")


COMMANDS: dict[str, click.Command] = {"rules": rules}


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


def read(source: Path | None) -> bytes:
    """The bytes of a file, or of standard input for None. Raises FileError."""
    if source is not None:
        from jmclean.files import read

        return read(source)
    if sys.stdin is None:
        raise FileError("Standard input is closed. Name a PATH, or pipe a page in.")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise FileError(f"Standard input could not be read: {error.strerror}. Check what it comes from.") from None


def write(target: Path, data: bytes) -> None:
    """Write a file whole. Raises FileError."""
    from jmclean.files import write

    write(target, data)


def write_out(data: bytes) -> None:
    """Write to standard output, as bytes whatever the locale; a reader that has seen enough may leave."""
    if sys.stdout is None:
        raise FileError("Standard output is closed. Open it, or use -o DIR.")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence()
    except OSError as error:
        silence()
        raise FileError(f"Standard output could not be written: {error.strerror}. Check where it goes.") from None


def silence() -> None:
    """Let what is left in the buffer of standard output go nowhere when Python flushes it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def main() -> None:
    """Run the command that the first argument names, or clean, and exit."""
    name, arguments = "jmclean", sys.argv[1:]
    command: click.Command = clean
    if arguments and arguments[0] in COMMANDS:
        command, name, arguments = COMMANDS[arguments[0]], f"jmclean {arguments[0]}", arguments[1:]
    try:
        code = command.main(arguments, name, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except JmcleanError as error:
        say(f"jmclean: {error}")
        code = error.exit_code
    except click.Abort:
        say("jmclean: Interrupted. Every file is either as it was or done; run it again to do the rest.")
        code = INTERRUPTED
    sys.exit(code)
