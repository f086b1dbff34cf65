"""`jmclean undo`: the source of a cleaned page again, by the journal of the run that cleaned it."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

import click

from jmclean.errors import FileError, JmcleanError, UsageError
from jmclean.history.journal import Record, append
from jmclean.history.lookup import Wanted, look_up
from jmclean.history.partial_undo import Chosen, find_edits, take_back
from jmclean.history.partial_undo import add_dependents as and_dependents
from jmclean.io.files import find_target, refuse_outside, walk, write
from jmclean.io.messages import format_count, say
from jmclean.io.selection import DUMP_SUFFIXES, Selection
from jmclean.io.streams import read, write_out
from jmclean.rules import RULES
from jmclean.settings.cli_options import GLOB_LIST, QUIET, RULE_LIST, refuse_both
from jmclean.settings.command import Command, Option
from jmclean.text.decided import JOINING_RULE
from jmclean.text.edits import replay, undo
from jmclean.text.tracing import Offsets, trace_span
from jmclean.views.positions import find_first_visible, find_line_starts, find_position


class Undoing(NamedTuple):
    """What is to be undone, and where it goes to; `dependents` says whether what went on from it is, too."""

    journal: str
    rules: tuple[str, ...]
    in_place: bool
    out: str | None
    selection: Selection
    at: tuple[int, int] | None = None
    dependents: bool = False


@click.command(
    cls=Command,
    examples=(
        "jmclean undo clean/page.md --journal run.jsonl > page.txt",
        "jmclean undo -i scans/ --journal run.jsonl --only captions",
    ),
)
@click.argument("outputs", metavar="OUTPUT|-...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    "out",
    cls=Option,
    group="Output",
    metavar="DIR",
    type=click.Path(),
    help="Write the originals into DIR, in the same tree.",
)
@click.option("-i", "--in-place", cls=Option, group="Output", is_flag=True, help="Rewrite the files in place.")
@click.option("--only", cls=Option, group="Rules", help="Undo only what these rules did.", **RULE_LIST)
@click.option(
    "--at",
    cls=Option,
    group="Rules",
    metavar="LINE:COLUMN",
    help="Undo only the change at this place of the original, as `jmclean explain` prints it.",
)
@click.option(
    "--with-dependents",
    cls=Option,
    group="Rules",
    is_flag=True,
    help="With --only or --at, undo the later changes that went on from those, too.",
)
@click.option("--include", cls=Option, group="Pages", help="In folders, take only files that match.", **GLOB_LIST)
@click.option("--exclude", cls=Option, group="Pages", help="In folders, leave out what matches.", **GLOB_LIST)
@click.option(
    "--journal",
    cls=Option,
    metavar="PATH",
    required=True,
    type=click.Path(),
    help="The file that the run wrote with --journal.",
)
@QUIET
def command(
    outputs: tuple[str, ...],
    journal: str,
    in_place: bool,
    out: str | None,
    only: tuple[str, ...],
    at: str | None,
    with_dependents: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    quiet: bool,
) -> int:
    """Restore the original of a cleaned page, byte for byte.

    Reads OUTPUT, which must be as jmclean wrote it, and writes its original to standard output, or with -i or -o to
    files. Exit codes: 0 done, 2 wrong usage, 3 some file could not be undone.
    """
    to_files = in_place or out is not None
    refuse_both(o=out, i=in_place)
    if "-" in outputs and (to_files or len(outputs) > 1):
        raise UsageError("Standard input goes to standard output alone. Leave out -i, -o and the other files.")
    if not to_files and (len(outputs) > 1 or os.path.isdir(outputs[0])):
        raise UsageError("Several files or a folder need a place to go. Add -o DIR or -i.")
    if with_dependents and not (only or at):
        raise UsageError("--with-dependents goes with --only or --at. Without them everything is undone.")
    if at and (len(outputs) > 1 or os.path.isdir(outputs[0])):
        raise UsageError("--at is a place of one page. Name one file.")
    failed = 0

    def fail(name: str, error: JmcleanError) -> None:
        nonlocal failed
        failed += 1
        say(f"{name}: {error}")

    undoing = Undoing(journal, only, in_place, out, Selection(include, exclude), _parse_place(at), with_dependents)
    held = read(None) if outputs == ("-",) else None
    wanted = list(_find_wanted(outputs, held, undoing, fail))
    try:
        look_up(journal, wanted)
    except FileError as error:
        raise UsageError(f"{journal}: {error}") from None
    written: dict[str, str] = {}
    undone = 0
    for file in wanted:
        try:
            _undo(file, held, undoing, written, quiet)
            undone += 1
        except JmcleanError as error:
            fail(file.name, error)
    if to_files and not quiet:
        say(f"{undone:,} undone, {failed:,} failed")
    return 3 if failed else 0


def _find_wanted(
    outputs: tuple[str, ...], held: bytes | None, undoing: Undoing, fail: Callable[[str, JmcleanError], None]
) -> Iterator[Wanted]:
    """Yield the files to be undone; what cannot be read fails."""
    if held is not None:
        yield Wanted(None, "-", held)
        return
    for root in outputs:
        for path in walk(root, undoing.out, fail, undoing.selection):
            try:
                yield Wanted(path, root, read(path))
            except JmcleanError as error:
                fail(path, error)


def _undo(file: Wanted, held: bytes | None, undoing: Undoing, written: dict[str, str], quiet: bool) -> None:
    """Undo one file and write what comes of it. Raises JmcleanError where that cannot be done."""
    record = file.record(undoing.journal)
    output = read(file.path) if held is None else held
    if sha256(output).hexdigest() != file.sha256:
        raise FileError("It was changed while it was looked up, so it is left as it is. Try again.")
    if undoing.rules or undoing.at:
        data, remaining = _withdraw_rules(output, record, undoing, file.name, quiet)
    else:
        data, remaining = record.undo(output), None
    if file.path is None or not (undoing.in_place or undoing.out):
        write_out(data)
        return
    place = file.path
    if undoing.out is not None:
        place = find_target(file.path, file.root, undoing.out, _choose_suffix(record, file.path))
        refuse_outside(place, undoing.out)
        other = written.setdefault(os.path.normcase(os.path.abspath(place)), file.path)
        if other != file.path:
            raise FileError(f"{place} is that of {other} already. Undo it into another folder with -o DIR.")
    if remaining is not None:
        append(undoing.journal, remaining._replace(output=place), durable=True)
    root = file.root if os.path.isdir(file.root) else None
    write(place, data, undoing.out or root, output if undoing.in_place else None)


def _parse_place(at: str | None) -> tuple[int, int] | None:
    """Return the line and the column of a place. Raises UsageError for what is not one."""
    if at is None:
        return None
    line, _, column = at.partition(":")
    if not (line.isdecimal() and column.isdecimal()):
        raise UsageError(f"There is no place {at!r}. Write LINE:COLUMN, such as 12:5, as `jmclean explain` prints it.")
    return int(line), int(column)


def _choose_edits(source: str, record: Record, undoing: Undoing) -> Chosen:
    """Return the edits that are to be undone. Raises FileError if there is none at the place that was named."""
    chosen = find_edits(record.changes, undoing.rules or RULES)
    if undoing.at is None:
        return chosen
    maps = [Offsets(change) for change in record.changes]
    starts = find_line_starts(source)
    found: Chosen = {}
    for place, numbers in chosen.items():
        for number in numbers:
            first, last, _ = record.changes[place].edits[number]
            if record.changes[place].rule == JOINING_RULE:  # named by the end of the first part
                first, last = max(0, first - 1), first
            if undoing.at == find_position(
                starts, find_first_visible(source, *trace_span(maps[:place], (first, last)))
            ):
                found.setdefault(place, set()).add(number)
    if not found:
        line, column = undoing.at
        raise FileError(f"There is no change at {line}:{column} of the original. `jmclean explain` prints the places.")
    return found


def _withdraw_rules(data: bytes, record: Record, undoing: Undoing, name: str, quiet: bool) -> tuple[bytes, Record]:
    """The output without what some rules did, and the record of how it comes of the source."""
    try:
        text = record.text(data) if record.is_change else None
        source = "" if text is None else undo(text, record.changes)
    except ValueError:
        raise FileError(
            "In this page's encoding the journal cannot be followed rule by rule. Undo all of it, without --only."
        ) from None
    if text is None or not any(change.rule in (undoing.rules or RULES) for change in record.changes):
        return data, record
    chosen = _choose_edits(source, record, undoing)
    changes, kept = take_back(record.changes, and_dependents(record.changes, chosen) if undoing.dependents else chosen)
    if not quiet:
        maps = [Offsets(change) for change in record.changes] if kept else []
        ends = list(accumulate([len(line) + 1 for line in source.split("\n")])) if kept else []
        for place, rule, edit, removed, later in kept:
            start, _ = trace_span(maps[:place], (edit.start, edit.start))
            line = bisect_right(ends, start) + 1
            say(
                f"{name}: line {line} of the source: {rule}: {removed!r} -> {edit.new!r} stays: {later} went on from it"
            )
        if kept:
            rules = ", ".join(dict.fromkeys([one.later for one in kept]))
            say(f"{name}: {format_count(len(kept), 'change')} held back by {rules}; --with-dependents undoes those too")
    output = record.encode_text(replay(source, changes))
    return output, record._replace(changes=changes, output_sha256=sha256(output).hexdigest())


def _choose_suffix(record: Record, path: str) -> str:
    """Return that which the source had, if it is a plain one; else that of the file."""
    suffix = os.path.splitext(record.source or "")[1]
    if suffix.lower() in DUMP_SUFFIXES:
        return ".md"  # the text that was read, and no dump
    return suffix if suffix[1:].isalnum() else os.path.splitext(path)[1]
