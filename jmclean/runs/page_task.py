"""One page of a run, from file to file: what the process that was called and those that help it do alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jmclean.errors import CleanError, FileError, JmcleanError, NotAPageError
from jmclean.io.page import LAYOUT, CleanedPage, clean_page
from jmclean.io.streams import STDIN, read, write_out
from jmclean.settings.run_settings import Settings
from jmclean.text.edits import edits_by_rule

if TYPE_CHECKING:
    from jmclean.io.files import Draft
    from jmclean.text.decision import Decision

STATE_FILE = ".jmclean-state"
"""What an output folder keeps of the runs that wrote into it."""

MOST_DOUBTS = 100
"""How many doubtful places of a page a report names."""

A_PAGE = 2_000
"""Bytes of text that take as long as the opening, writing and syncing of a file."""


class PageTask:
    """A page: the file it is in, the file it goes to, and its size in bytes; None is standard input or output.

    `root` is what was named: the file itself, or a folder above it. `done` holds the hashes of source and output of an
    earlier run that need not be repeated if they still hold, `written` the hash of the output as it was last written.
    """

    __slots__ = (
        "done",
        "root",
        "size",
        "source",
        "target",
        "written",
    )  # a tuple with names takes a pipe a millisecond more

    def __init__(
        self,
        source: str | None,
        target: str | None = None,
        size: int = 0,
        root: str = "",
        done: tuple[bytes, bytes] | None = None,
        written: bytes | None = None,
    ) -> None:
        self.source = source
        self.written = written
        self.target = target
        self.size = size
        self.root = root
        self.done = done

    @property
    def name(self) -> str:
        """Return what the page is called."""
        return STDIN if self.source is None else self.source


class Work:
    """What is the same for every page of a run; `inside` is the folder that no page may be written outside of.

    `details` asks for what a report says of every page.
    """

    __slots__ = ("details", "hashes", "inside", "journal", "notes", "settings", "writes")

    def __init__(
        self,
        settings: Settings,
        writes: bool = True,
        inside: str | None = None,
        journal: str | None = None,
        hashes: bool = False,
        notes: bool = False,
        details: bool = False,
    ) -> None:
        self.settings = settings
        self.writes = writes
        self.inside = inside
        self.journal = journal
        self.hashes = hashes
        self.notes = notes
        self.details = details


class Outcome:
    """What came of a page. `notes` hold lines of the source; `hashes` are those of source and output.

    `lost_links` is how many links to pictures lead nowhere from the output, `passed_over` names the kind of a file in
    a folder that is not a page. `doubtful` counts the places that were left as unsure, `reviewable` those of them that
    can be decided about, and `doubts` are lines of the source with what is doubtful there. Of the decisions about the
    page `used` are those whose place it has, and `lost` the others.
    """

    __slots__ = (
        "changed",
        "doubtful",
        "doubts",
        "edits",
        "encoding",
        "error",
        "hashes",
        "lost",
        "lost_links",
        "notes",
        "passed_over",
        "reviewable",
        "shape",
        "size",
        "skipped",
        "task",
        "used",
    )

    def __init__(
        self,
        task: PageTask,
        error: str = "",
        skipped: bool = False,
        changed: bool = False,
        size: int = 0,
        edits: dict[str, int] | None = None,
        notes: tuple[tuple[int, str], ...] = (),
        hashes: tuple[bytes, bytes] | None = None,
        passed_over: str = "",
        encoding: str = "",
        doubtful: int = 0,
        reviewable: int = 0,
        doubts: tuple[tuple[int, str], ...] = (),
        shape: str = "",
        used: tuple[Decision, ...] = (),
        lost: tuple[Decision, ...] = (),
        lost_links: int = 0,
    ) -> None:
        self.task = task
        self.passed_over = passed_over
        self.encoding = encoding
        self.doubtful = doubtful
        self.reviewable = reviewable
        self.doubts = doubts
        self.shape = shape
        self.used = used
        self.lost = lost
        self.error = error
        self.skipped = skipped
        self.changed = changed
        self.size = size
        self.edits = edits or {}
        self.notes = notes
        self.hashes = hashes
        self.lost_links = lost_links


def perform(task: PageTask, work: Work) -> Outcome:
    """Clean a page and write it; whatever goes wrong with it is told in the outcome."""
    try:
        return finish(*begin(task, work))
    except BaseException:  # Ctrl-C, perhaps between the two
        if task.target is not None:
            import os

            from jmclean.io.files import remove_temporary

            remove_temporary(task.target, os.getpid())
        raise


def begin(task: PageTask, work: Work) -> tuple[Outcome, Draft | None]:
    """Clean a page and write it but for its name; what would come of it then, or what went wrong."""
    try:
        return _begin(task, work)
    except Exception as error:  # one page must not take the others with it
        return _fail(task, error), None


def finish(outcome: Outcome, draft: Draft | None) -> Outcome:
    """Give a page that is begun its name."""
    try:
        if draft is not None:
            draft.finish()
    except Exception as error:
        return _fail(outcome.task, error)
    return outcome


def _fail(task: PageTask, error: Exception) -> Outcome:
    if isinstance(error, MemoryError):
        return Outcome(task, "There is not enough memory for it. Cut it into smaller files, or use fewer processes -j.")
    if isinstance(error, NotAPageError) and task.root not in ("", task.source):
        return Outcome(task, passed_over=error.kind)  # it was found in a folder, not named
    if not isinstance(error, JmcleanError):
        error = CleanError(f"jmclean failed ({type(error).__name__}: {error}). Report it.")
    return Outcome(task, str(error))


def _begin(task: PageTask, work: Work) -> tuple[Outcome, Draft | None]:
    options, encoding, output_encoding, *_ = work.settings
    data = read(task.source)
    if task.done is not None and _is_done(task, data):
        return Outcome(task, skipped=True, size=len(data), hashes=task.done), None
    page = clean_page(data, options, encoding, output_encoding, work.settings.decide(task.source))
    if page.layout is not None and task.target is not None and task.target == task.source:
        raise NotAPageError("This is a layout dump, which is never rewritten. Use -o DIR for its text.", "layout dump")
    writes = work.writes and (task.target is None or page.changed or task.target != task.source)
    if writes and task.written is not None:
        _refuse_changed(task, page.data)
    if work.journal is not None:
        from jmclean.history.journal import append, record

        if writes and work.inside is not None and task.target is not None:
            from jmclean.io.files import refuse_outside

            refuse_outside(task.target, work.inside)  # or the journal would tell of a page that is not written
        made = record(task.source, task.target, page.read(data), page, output_encoding)
        append(work.journal, made, durable=writes and task.target == task.source)
    draft = _write(task, page.data, data, work.inside) if writes else None
    outcome = Outcome(
        task,
        changed=page.changed,
        size=len(data),
        edits=edits_by_rule(page.result.journal),
        notes=_list_notes(page, work.notes),
        hashes=(_hash(data), _hash(page.data)) if work.hashes else None,
        encoding=page.source.encoding,
        doubtful=len(page.result.notes),
        reviewable=sum([note.doubt is not None for note in page.result.notes]),
        doubts=_list_doubts(page)[:MOST_DOUBTS] if work.details else (),
        shape=_describe_shape(page) if work.details else "",
        used=page.used,
        lost=_find_lost(page, task.source, work.settings),
        lost_links=_count_lost_links(task, page.data) if writes and task.target != task.source else 0,
    )
    return outcome, draft


def _find_lost(page: CleanedPage, path: str | None, settings: Settings) -> tuple[Decision, ...]:
    """Return the decisions about this page whose place it no longer has."""
    if settings.decisions is None or path is None:
        return ()
    used = set(page.used)
    return tuple([decision for decision in settings.decisions.find_own(path) if decision not in used])


def _count_lost_links(task: PageTask, data: bytes) -> int:
    """Return how many pictures are found from the source and not from the output."""
    if task.source is None or task.target is None or (b"](" not in data and b"src=" not in data):
        return 0
    from jmclean.runs.picture_links import count_lost_links

    return count_lost_links(data, task.source, task.target)


def _refuse_changed(task: PageTask, data: bytes) -> None:
    """Raise FileError where the output is neither what an earlier run wrote nor what this one would write."""
    import os

    if not os.path.exists(str(task.target)):
        return
    found = _hash(read(task.target))
    if found not in (task.written, _hash(data)):
        raise FileError(
            f"{task.target} was changed since jmclean wrote it, and is left as it is. Add --overwrite to replace it."
        )


def _is_done(task: PageTask, data: bytes) -> bool:
    """Return whether source and output are still those of the earlier run."""
    try:
        return task.done == (_hash(data), _hash(read(task.target)))
    except JmcleanError:  # there is no output any more
        return False


def _list_notes(page: CleanedPage, verbose: bool) -> tuple[tuple[int, str], ...]:
    """Return the places left alone, if they are asked for, and in any case what was left of a layout."""
    text = page.source.text
    notes = [note for note in page.result.notes if verbose or note.rule == LAYOUT]
    places = [(text.count("\n", 0, note.start) + 1, note.message) for note in notes]
    if verbose and (shape := _describe_shape(page)):
        places.insert(0, (1, f"read as {shape}"))
    return tuple(places)


def _list_doubts(page: CleanedPage) -> tuple[tuple[int, str], ...]:
    """Return the lines of the doubtful places, and why they are doubtful."""
    text = page.source.text
    return tuple([(text.count("\n", 0, note.start) + 1, note.message) for note in page.result.notes])


def _describe_shape(page: CleanedPage) -> str:
    """Return the shape of a page in words; empty for a layout dump."""
    if page.layout is not None:
        return ""
    from jmclean.text.shape_words import describe_shape

    return describe_shape(page.source.text)


def _write(task: PageTask, data: bytes, source: bytes, inside: str | None) -> Draft | None:
    if task.target is None:
        write_out(data)
        return None
    import os

    from jmclean.io.files import Draft

    in_place = task.target == task.source
    if in_place and os.path.isdir(task.root):
        inside = task.root
    return Draft(task.target, data, inside, source if in_place else None)


def _hash(data: bytes) -> bytes:
    from hashlib import sha256  # OpenSSL takes some milliseconds to load

    return sha256(data).digest()
