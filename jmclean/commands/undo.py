"""`jmclean undo`: the source of a cleaned page again, by the journal of the run that cleaned it."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

import click

from jmclean.errors import FileError, JmcleanError, UsageError
from jmclean.history.edited_undo import pack_lines, undo_edited
from jmclean.history.journal import Record, append
from jmclean.history.lookup import Wanted, look_up
from jmclean.history.partial_undo import Chosen, Kept, find_edits, leave_out_kept, take_back
from jmclean.history.partial_undo import add_dependents as extend_with_dependents
from jmclean.history.refusals import refuse_changes
from jmclean.io.files import find_target, refuse_outside, walk, write
from jmclean.io.messages import format_count, say
from jmclean.io.selection import DUMP_SUFFIXES, Selection
from jmclean.io.streams import read, write_out
from jmclean.rules import JOINING_RULE, RULES
from jmclean.settings.cli_options import GLOB_LIST, QUIET, RULE_LIST, refuse_both
from jmclean.settings.command import Command, Option
from jmclean.settings.discovery import find_nearest_decisions, name_new_decisions
from jmclean.text.decision import Decision
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
    quiet: bool = False
    for_good: Callable[[Record, list[Decision]], None] | None = None

    @property
    def is_partial(self) -> bool:
        """Return whether only some rules, or one place, are to be undone."""
        return bool(self.rules or self.at)


class Undone(NamedTuple):
    """What comes of an output: its bytes, the record if it can be undone further, and whether all was undone."""

    data: bytes
    record: Record | None = None
    is_whole: bool = True


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
@click.option(
    "--for-good",
    cls=Option,
    group="Rules",
    is_flag=True,
    help="With --only or --at, also decide that later runs do not make these changes again.",
)
@click.option(
    "--decisions",
    cls=Option,
    group="Rules",
    metavar="FILE",
    type=click.Path(),
    help="With --for-good, the file of decisions.",
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
    for_good: bool,
    decisions: str | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    quiet: bool,
) -> int:
    """Restore the original of a cleaned page, byte for byte.

    Reads OUTPUT and writes its original to standard output, or with -i or -o to files. In a file that was edited since,
    the lines that are as jmclean wrote them are restored; the others stay and are named. Exit codes: 0 done, 2 wrong
    usage, 3 some file could not be undone, or not all of it.
    """
    to_files = in_place or out is not None
    refuse_both(o=out, i=in_place)
    if "-" in outputs and (to_files or len(outputs) > 1):
        raise UsageError("Standard input goes to standard output alone. Leave out -i, -o and the other files.")
    if not to_files and (len(outputs) > 1 or os.path.isdir(outputs[0])):
        raise UsageError("Several files or a folder need a place to go. Add -o DIR or -i.")
    if with_dependents and not (only or at):
        raise UsageError("--with-dependents goes with --only or --at. Without them everything is undone.")
    if for_good and not (only or at):
        raise UsageError("--for-good goes with --only or --at. Without them everything is undone.")
    if decisions is not None and not for_good:
        raise UsageError("--decisions goes with --for-good. Add it, or leave it out.")
    if at and (len(outputs) > 1 or os.path.isdir(outputs[0])):
        raise UsageError("--at is a place of one page. Name one file.")
    failed = 0

    def fail(name: str, error: JmcleanError) -> None:
        nonlocal failed
        failed += 1
        say(f"{name}: {error}")

    keeper = partial(_keep, decisions, outputs, quiet) if for_good else None
    undoing = Undoing(
        journal, only, in_place, out, Selection(include, exclude), _parse_place(at), with_dependents, quiet, keeper
    )
    held = read(None) if outputs == ("-",) else None
    wanted = list(_find_wanted(outputs, held, undoing, fail))
    try:
        look_up(journal, wanted)
    except FileError as error:
        raise UsageError(f"{journal}: {error}") from None
    written: dict[str, str] = {}
    undone = in_part = 0
    for file in wanted:
        try:
            in_part += not _undo(file, held, undoing, written)
            undone += 1
        except JmcleanError as error:
            fail(file.name, error)
    if to_files and not quiet:
        part = f", {in_part:,} of them in part" if in_part else ""
        say(f"{undone:,} undone{part}, {failed:,} failed")
        if undoing.is_partial and undone and not for_good:
            say("A later run makes these changes again; with --for-good it does not.")
    return 3 if failed or in_part else 0


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


def _undo(file: Wanted, held: bytes | None, undoing: Undoing, written: dict[str, str]) -> bool:
    """Undo one file and write what comes of it; return whether all was undone. Raises JmcleanError."""
    record = file.record(undoing.journal)
    output = read(file.path) if held is None else held
    if sha256(output).hexdigest() != file.sha256:
        raise FileError("It was changed while it was looked up, so it is left as it is. Try again.")
    if file.was_edited:
        undone = _undo_edited(output, record, undoing, file.name)
    elif undoing.is_partial:
        undone = _withdraw_rules(output, record, undoing, file.name)
    else:
        undone = Undone(record.undo(output))
    if file.path is None or not (undoing.in_place or undoing.out):
        write_out(undone.data)
        return undone.is_whole
    place = file.path
    if undoing.out is not None:
        place = find_target(file.path, file.root, undoing.out, _choose_suffix(record, file.path))
        refuse_outside(place, undoing.out)
        other = written.setdefault(os.path.normcase(os.path.abspath(place)), file.path)
        if other != file.path:
            raise FileError(f"{place} is that of {other} already. Undo it into another folder with -o DIR.")
    if undone.record is not None:
        append(undoing.journal, undone.record._replace(output=place), durable=True)
    root = file.root if os.path.isdir(file.root) else None
    write(place, undone.data, undoing.out or root, output if undoing.in_place else None)
    if undoing.in_place and not file.was_edited:
        from jmclean.runs.resume import note_undone

        note_undone(os.path.abspath(place), output, undone.data)
    return undone.is_whole


def _keep(named: str | None, outputs: tuple[str, ...], quiet: bool, record: Record, refused: list[Decision]) -> None:
    """Write decisions against some changes. Raises UsageError if nobody says into which file."""
    from jmclean.history.decisions import DecisionsFile

    path = named or find_nearest_decisions(outputs, None)
    if path is None:
        if record.source is None or record.output is None or record.source != record.output:
            raise UsageError("The pages lie elsewhere, and so do their decisions. Name the file with --decisions FILE.")
        path = name_new_decisions(outputs, None)
    file = DecisionsFile(path)
    page = file.known().name_page(record.source) if record.source else ""
    file.put([decision._replace(page=page, when=date.today().isoformat()) for decision in refused])
    if not quiet:
        say(f"{format_count(len(refused), 'decision')} written to {path}")


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
            start = find_first_visible(source, *trace_span(maps[:place], (first, last)))
            if undoing.at == find_position(starts, start):
                found.setdefault(place, set()).add(number)
    if not found:
        line, column = undoing.at
        raise FileError(
            f"There is no change at {line}:{column} of the original, or it is already undone. "
            "`jmclean explain` prints the places."
        )
    return found


def _withdraw_rules(data: bytes, record: Record, undoing: Undoing, name: str) -> Undone:
    """Return the output without what some rules did, and the record of how it comes of the source."""
    try:
        text = record.text(data) if record.is_change else None
        source = "" if text is None else undo(text, record.changes)
    except ValueError:
        raise FileError(
            "In this page's encoding the journal cannot be followed rule by rule. Undo all of it, without --only."
        ) from None
    if undoing.at and text is None:
        line, column = undoing.at
        raise FileError(
            f"There is no change at {line}:{column}, or it is already undone. All of the page is as in the original."
        )
    if text is None or not any(change.rule in (undoing.rules or RULES) for change in record.changes):
        return Undone(data, record)
    chosen = _choose_edits(source, record, undoing)
    changes, kept = take_back(record.changes, _add_dependents(record, chosen, undoing))
    _say_kept(kept, source, record, undoing, name)
    if undoing.for_good:
        undone = leave_out_kept(record.changes, chosen, kept)
        undoing.for_good(record, list(refuse_changes(source, record.changes, undone)))
    remaining = replay(source, changes)
    output = record.encode_text(remaining)
    made = record._replace(changes=changes, output_sha256=sha256(output).hexdigest(), lines=pack_lines(remaining))
    return Undone(output, made)


def _undo_edited(data: bytes, record: Record, undoing: Undoing, name: str) -> Undone:
    """Undo what a person left as it was, and name what they changed."""
    if not record.lines or not record.is_change:
        raise FileError(
            "It was edited since jmclean wrote it, so it is left as it is. Undo a copy from before the edit."
        )
    if undoing.at or undoing.for_good:
        raise FileError("It was edited since jmclean wrote it, so its places are others now. Undo it by --only.")
    try:
        text = record.text(data)
        chosen = _add_dependents(record, find_edits(record.changes, undoing.rules or RULES), undoing)
        found = undo_edited(text, record.lines, record.changes, chosen)
    except (ValueError, IndexError) as error:
        raise FileError(
            f"It was edited since jmclean wrote it, and what is left cannot be told apart: {error}. "
            "Undo a copy from before the edit."
        ) from None
    if not found.undone and found.held:
        raise FileError(
            "It was edited since jmclean wrote it, everywhere that something could be undone. It is left as it is."
        )
    if not undoing.quiet:
        for line, rules in found.held:
            say(f"{name}:{line}: edited since, and stays as it is, with what {', '.join(rules)} did there")
        if found.kept:
            _say_later(found.kept, name)
    output = (record.encode_text if undoing.rules else record.encode_source)(found.text)
    return Undone(output, None, not found.held)


def _add_dependents(record: Record, chosen: Chosen, undoing: Undoing) -> Chosen:
    return extend_with_dependents(record.changes, chosen) if undoing.dependents else chosen


def _say_kept(kept: Sequence[Kept], source: str, record: Record, undoing: Undoing, name: str) -> None:
    """Name the changes that could not be undone alone."""
    if undoing.quiet or not kept:
        return
    maps = [Offsets(change) for change in record.changes]
    ends = list(accumulate([len(line) + 1 for line in source.split("\n")]))
    for place, rule, edit, removed, later in kept:
        start, _ = trace_span(maps[:place], (edit.start, edit.start))
        line = bisect_right(ends, start) + 1
        say(f"{name}: line {line} of the source: {rule}: {removed!r} -> {edit.new!r} stays: {later} went on from it")
    _say_later(kept, name)


def _say_later(kept: Sequence[Kept], name: str) -> None:
    rules = ", ".join(dict.fromkeys([one.later for one in kept]))
    say(f"{name}: {format_count(len(kept), 'change')} held back by {rules}; --with-dependents undoes those too")


def _choose_suffix(record: Record, path: str) -> str:
    """Return that which the source had, if it is a plain one; else that of the file."""
    suffix = os.path.splitext(record.source or "")[1]
    if suffix.lower() in DUMP_SUFFIXES:
        return ".md"  # the text that was read, and no dump
    return suffix if suffix[1:].isalnum() else os.path.splitext(path)[1]
