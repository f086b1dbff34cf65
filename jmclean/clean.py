"""The engine: run the chain over a text and keep what every rule did."""

from __future__ import annotations

from typing import NamedTuple

from jmclean.document import Document
from jmclean.edits import Change, Journal, Offsets, apply, source_span
from jmclean.options import Options
from jmclean.rules import load


class Note(NamedTuple):
    """A place that a rule left alone because it was not sure: the rule, the offset in the source, and why."""

    rule: str
    start: int
    message: str


class Result(NamedTuple):
    """A cleaned text, the journal of what was done to it, and the places left alone."""

    text: str
    journal: Journal
    notes: tuple[Note, ...]


DEFAULTS = Options()

SECTION = 1_000_000
"""The characters of a text, some 3 MB, from which on it is cleaned in sections: more than any page or issue has."""


def clean(text: str, options: Options = DEFAULTS) -> Result:
    """Clean one page. `text` may be any string with line feeds for line ends; it is pure and safe in threads.

    `replay(text, result.journal)` gives `result.text` and `undo(result.text, result.journal)` gives `text`. A text of
    more characters than SECTION is many pages; it is cut between them, as `jmclean.sections` says.
    """
    if len(text) > SECTION:
        from jmclean.sections import clean_in_sections

        return clean_in_sections(text, options, SECTION)
    return clean_document(Document(text, options.protect), options)


def clean_document(doc: Document, options: Options) -> Result:
    """Clean a text as one page, however long it is."""
    journal: list[Change] = []
    maps: list[Offsets] = []
    notes: list[Note] = []
    for name in options.chain():
        cleaned, change = apply(doc.text, name, load(name).edits(doc, options))
        if reports := doc.take_notes():
            maps += map(Offsets, journal[len(maps) :])
            notes += [Note(name, source_span(maps, (start, start))[0], message) for start, message in reports]
        if change:
            journal.append(change)
            doc = doc.after(cleaned, change)
    return Result(doc.text, tuple(journal), tuple(sorted(notes, key=lambda note: note.start)))
