"""The engine: run the chain over a text until nothing more changes, and keep what every rule did."""

from __future__ import annotations

from collections.abc import Container
from typing import Final, NamedTuple

from jmclean.document import Document
from jmclean.edits import Change, Journal, Offsets, apply, source_span
from jmclean.options import Options
from jmclean.rules import load
from jmclean.settling import Unsettled


class Note(NamedTuple):
    """A place that a rule left alone because it was not sure: the rule, the offset in the source, and why."""

    rule: str
    start: int
    message: str


class Result(NamedTuple):
    """A cleaned text, the journal of what was done to it, and the places left alone.

    Most rules stand once in a journal. One that a later rule showed more to do stands there again, behind it.
    """

    text: str
    journal: Journal
    notes: tuple[Note, ...]


DEFAULTS: Final = Options()

SECTION: Final = 1_000_000
"""The characters of a text, some 3 MB, from which on it is cleaned in sections: more than any page or issue has."""

ROUNDS: Final = 16
"""How often the chain may begin again before a page is given up. No page is known that takes more than three."""


def clean(text: str, options: Options = DEFAULTS) -> Result:
    """Clean one page. `text` may be any string with line feeds for line ends; it is pure and safe in threads.

    `replay(text, result.journal)` gives `result.text`, `undo(result.text, result.journal)` gives `text`, and to clean
    `result.text` changes nothing, but for what the README names under Limits. A text of more characters than SECTION is
    many pages; it is cut between them, as `jmclean.sections` says.
    """
    if len(text) > SECTION:
        from jmclean.sections import clean_in_sections

        return clean_in_sections(text, options, SECTION)
    return clean_document(Document(text, options.protect), options)


def clean_document(doc: Document, options: Options) -> Result:
    """Clean a text as one page, however long it is."""
    text = doc.text
    journal: list[Change] = []
    notes: list[Note] = []
    texts, ends = [text], [0]
    chain = options.chain()
    again: Container[str] = chain
    for _ in range(ROUNDS):
        after, found, again = _run(doc, options, chain, again, journal)
        changed = {change.rule for change in journal[ends[-1] :]}
        first = len(texts) == 1
        notes = [note for note in notes if note.rule not in changed]
        notes += [note for note in found if first or note.rule in changed]
        if not changed:
            break
        if after in texts:  # what one round does another takes back: of such texts the same one is always chosen
            least = texts.index(min(texts[texts.index(after) :]))
            after, journal = texts[least], journal[: ends[least]]
            break
        texts.append(after)
        ends.append(len(journal))
        if not again:
            break
        doc = doc.anew(after)
    else:
        last = journal[-1].rule
        return Result(text, (), (Note(last, 0, "the page stays as it was, because its changes never come to an end"),))
    return Result(after, tuple(journal), tuple(sorted(notes, key=lambda note: note.start)))


def _run(
    doc: Document, options: Options, chain: tuple[str, ...], again: Container[str], journal: list[Change]
) -> tuple[str, list[Note], Container[str]]:
    """Run those rules of `chain` that are named in `again`, and all behind one that changes something.

    What they do goes to `journal`. Gives back the text, the places left alone and the rules to run again.
    """
    maps: list[Offsets] = []
    notes: list[Note] = []
    unsettled = Unsettled(chain)
    before = len(journal)
    for name in chain:
        if len(journal) == before and name not in again:
            continue
        cleaned, change = apply(doc.text, name, load(name).edits(doc, options))
        if reports := doc.take_notes():
            maps += map(Offsets, journal[len(maps) :])
            notes += [Note(name, source_span(maps, (start, start))[0], message) for start, message in reports]
        if change:
            journal.append(change)
            after = doc.after(cleaned, change)
            unsettled.note(doc, change, after)
            doc = after
    return doc.text, notes, unsettled.rules(doc) if len(journal) > before else ()
