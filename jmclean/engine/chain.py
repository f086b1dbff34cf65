"""The chain: run the rules over a page until nothing more changes, and keep what every rule did."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cache
from importlib import import_module
from typing import Final, NamedTuple, Protocol, cast

from jmclean.engine.reruns import Reruns
from jmclean.options import Options
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Change, Edit, Journal, apply
from jmclean.text.tracing import Offsets, source_span


class Rule(Protocol):
    """What a module of `jmclean.rules` must hold; its docstring is the rule's manual."""

    __doc__: str | None
    DECLARATION: Declaration

    def edits(self, doc: Document, options: Options) -> Iterable[Edit]:
        """Yield what the rule would change in `doc`, as edits that do not overlap."""


@cache
def load(name: str) -> Rule:
    """Return the rule of that name, which must be one of RULES."""
    return cast(Rule, import_module(f"jmclean.rules.{name.replace('-', '_')}"))


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


ROUNDS: Final = 16
"""How often the chain may begin again before a page is given up. No page is known that takes more than three."""


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
    reruns = Reruns({name: load(name).DECLARATION for name in chain})
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
            after = doc.after(cleaned, change, load(name).DECLARATION.keeps_blocks)
            reruns.note(doc, change, after)
            doc = after
    return doc.text, notes, reruns.rules(doc) if len(journal) > before else ()
