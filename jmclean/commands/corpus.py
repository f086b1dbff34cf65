"""`jmclean corpus`: clean the texts in the rows of JSON Lines and Parquet files."""

from __future__ import annotations

import importlib.util
import json
import os
from typing import TYPE_CHECKING, Any

import click

from jmclean.errors import FileError, UsageError
from jmclean.settings.cli_options import QUIET, Choice, add_settings, choose_settings
from jmclean.settings.command import Command, Option
from jmclean.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jmclean.corpus.local import FileTask
    from jmclean.corpus.locations import Location, Source
    from jmclean.corpus.rows import Job
    from jmclean.corpus.summary import CorpusSummary


@click.command(
    cls=Command,
    examples=("jmclean corpus pages/ clean/", "jmclean corpus 'in/*.parquet' out/ --column body --changes"),
)
@click.argument("paths", metavar="IN...", nargs=-1, required=True)
@click.argument("out", metavar="OUT")
@click.option(
    "--format",
    "wanted",
    cls=Option,
    group="Output",
    metavar="FORMAT",
    type=Choice(("jsonl", "parquet")),
    show_default="the format of each file",
    help="Write jsonl or parquet.",
)
@click.option(
    "--keep-source", cls=Option, group="Output", is_flag=True, help="Keep each original in a column jmclean_source."
)
@click.option(
    "--changes", cls=Option, group="Output", is_flag=True, help="Count each rule's changes in a column jmclean_changes."
)
@click.option(
    "--keep-journal",
    cls=Option,
    group="Output",
    is_flag=True,
    help="Keep what undoes the changes in a column jmclean_journal.",
)
@add_settings("--jobs")
@click.option(
    "--column", cls=Option, group="Pages", default="text", metavar="NAME", help="The column that holds the texts."
)
@click.option(
    "--id-column", cls=Option, group="Pages", metavar="NAME", help="A column whose values name rows in messages."
)
@click.option(
    "--engine",
    cls=Option,
    metavar="ENGINE",
    type=Choice(("local", "ray")),
    default="local",
    help="local is this machine, ray a Ray cluster.",
)
@click.option(
    "--address",
    cls=Option,
    metavar="auto|HOST:PORT",
    show_default="one is started on this machine",
    help="The Ray cluster to use.",
)
@click.option(
    "--batch-rows",
    cls=Option,
    type=click.IntRange(1),
    default=1000,
    metavar="N",
    help="Most rows cleaned at a time.",
)
@QUIET
def command(
    paths: tuple[str, ...],
    out: str,
    column: str,
    id_column: str | None,
    wanted: str | None,
    engine: str,
    address: str | None,
    batch_rows: int,
    keep_source: bool,
    changes: bool,
    keep_journal: bool,
    quiet: bool,
    **given: Any,
) -> int:
    """Clean the texts of a corpus.

    Reads JSON Lines (.jsonl, .ndjson, .json, also .gz and .zst) and Parquet from IN, files, folders, globs or URIs, and
    writes a file for each into the folder OUT, row for row. Files that an earlier run finished are not done again.
    Exit codes: 0 done, 2 wrong usage, 3 some file or row failed.
    """
    _require("pyarrow", "corpus")
    if engine == "ray":
        _require("ray", "ray")
    elif address is not None:
        raise UsageError("--address is for a Ray cluster. Add --engine ray, or leave it out.")
    from jmclean.corpus import local
    from jmclean.corpus.locations import find, locate
    from jmclean.corpus.rows import Job
    from jmclean.corpus.summary import CorpusSummary
    from jmclean.runs.collisions import Survey

    how = choose_settings(given)
    job = Job(column, how.options, id_column, keep_source, changes, keep_journal, how.encoding, how.decisions)
    folder = locate(out)
    if folder.is_local and os.path.exists(folder.path) and not os.path.isdir(folder.path):  # noqa: PTH110, PTH112
        raise UsageError(f"{out} is a file. OUT is a folder; choose another name.")
    failed: list[tuple[str, FileError]] = []
    found = list(find(paths, folder, lambda name, error: failed.append((name, error))))
    for source in found:
        if folder.enter(source.relative).is_same(source.place):
            raise UsageError(f"{out} is where {source.place.name} is. Choose another folder; nothing was written.")
    _check_first(found, job)
    summary = CorpusSummary(quiet, Survey(len(found), sum(source.size for source in found)))
    for name, error in failed:
        summary.fail(name, error)
    try:
        tasks = list(_find_tasks(found, folder, job, wanted, summary))
        if engine == "ray":
            from jmclean.corpus import ray

            ray.run(tasks, job, how.jobs, address, batch_rows, summary)
        else:
            local.run(tasks, job, how.count_jobs(), batch_rows, summary)
    finally:
        summary.close()
    summary.summarize(len(job.decisions) if job.decisions else 0)
    return summary.exit_code


def _require(module: str, extra: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise UsageError(f"{module} is not installed. Install it with: pip install 'jmclean[{extra}]'")


def _check_first(sources: Sequence[Source], job: Job) -> None:
    """Raise UsageError where the first file has no such column: then the command is wrong rather than the file."""
    from jmclean.corpus.formats import check_column

    if sources:
        try:
            check_column(sources[0], job)
        except FileError as error:
            raise UsageError(f"{sources[0].place.name}: {error}") from None


def _find_tasks(
    sources: Sequence[Source], folder: Location, job: Job, wanted: str | None, summary: CorpusSummary
) -> Iterator[FileTask]:
    """Yield the files that are still to do, each with its output."""
    from jmclean.corpus.formats import name_target
    from jmclean.corpus.local import FileTask
    from jmclean.corpus.outputs import Output

    options = job._replace(id_column=None, options=tuple(job.options), decisions=None)._asdict()  # type: ignore[arg-type]
    options["decisions"] = job.decisions.digest if job.decisions else None
    how = json.dumps({"version": VERSION, "format": wanted, **options}, ensure_ascii=False)
    taken: dict[str, str] = {}
    for source in sources:
        name = name_target(source, wanted)
        other = taken.setdefault(name, source.place.name)
        output = Output(folder, source, name, how)
        try:
            if other != source.place.name:
                raise FileError(f"{other} goes to {output.target.name} already. Clean the two into different folders.")
            failed = output.recall_failed()
            if failed is not None:
                summary.skip(source.place.name, failed)
                summary.advance(source.place.name, source.size)
            else:
                yield FileTask(source, output)
        except FileError as error:
            summary.fail(source.place.name, error)
