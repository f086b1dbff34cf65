"""The chain: run the rules over a page until nothing more changes, and keep what every rule did."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from functools import cache, partial
from importlib import import_module
from typing import Final, NamedTuple, Protocol, cast

from jmclean.chinese.fast import holds_any
from jmclean.engine.reruns import Reruns
from jmclean.options import Options
from jmclean.rules import PAGE_EDGE, PAGE_PARTS, RULE_SIGNS, RULES_AT_EDGES
from jmclean.text.decided import Decided
from jmclean.text.declaration import Declaration, sum_carried_out
from jmclean.text.document import Document
from jmclean.text.doubt import JOINED_DOUBT, Doubt
from jmclean.text.edits import Change, Edit, Journal, Span, apply, trim
from jmclean.text.tracing import Offsets, trace_span


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


def may_find(name: str, text: str) -> bool:
    """Return whether a text has what a rule of RULE_SIGNS needs to find anything."""
    if name in RULES_AT_EDGES and len(text) > 2 * PAGE_EDGE and not holds_any(text, PAGE_PARTS):
        text = text[:PAGE_EDGE] + text[-PAGE_EDGE:]
    return holds_any(text, RULE_SIGNS[name])


class Note(NamedTuple):
    """A place that a rule left alone because it was not sure: the rule, the offset in the source, and why.

    `doubt` says what would be done there, with offsets in the source; None where there is nothing to decide.
    """

    rule: str
    start: int
    message: str
    doubt: Doubt | None = None

    def trace_back(self, origin: Callable[[Span], Span]) -> Note:
        """Return the note with every place where it was in an earlier text, as `origin` says of spans."""
        doubt = self.doubt
        if doubt is None:
            return self._replace(start=trace_start(origin, self.start))
        edits: list[Edit] = []
        for edit in doubt.edits:
            start, end = origin(edit[:2])
            if edit.start < edit.end:
                start, end = trace_start(origin, edit.start), trace_end(origin, edit.end)
            edits.append(Edit(start, end, edit.new))
        head = trace_start(origin, doubt.head) if doubt.head >= 0 else -1
        start = (trace_end if doubt.head >= 0 else trace_start)(origin, self.start)
        end = trace_end(origin, doubt.end)
        return self._replace(start=start, doubt=doubt._replace(end=end, edits=tuple(edits), head=head))


def trace_start(origin: Callable[[Span], Span], at: int) -> int:
    """Return where the character that begins at an offset stood."""
    return origin((at, at + 1))[0]


def trace_end(origin: Callable[[Span], Span], at: int) -> int:
    """Return where the character that ends at an offset stood."""
    return origin((at - 1, at))[1] if at else 0


class Result(NamedTuple):
    """A cleaned text, the journal of what was done to it, and the places left alone.

    Most rules stand once in a journal. One that a later rule showed more to do stands there again, behind it. `joins`
    are the places where blocks were joined, and `found` the numbers of those decisions of the options that the text
    has the place of.
    """

    text: str
    journal: Journal
    notes: tuple[Note, ...]
    joins: tuple[Note, ...] = ()
    found: tuple[int, ...] = ()


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
    decided = doc.recall(Decided)
    for _ in range(ROUNDS):
        doc, found, again = _run(doc, options, chain, again, journal)
        after = doc.text
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
        doc = doc.renew()
        if decided is not None:
            for change in journal[ends[-2] :]:
                decided = decided.after(change)
            doc.carry(decided)
    else:
        last = journal[-1].rule
        return Result(text, (), (Note(last, 0, "the page stays as it was, because its changes never come to an end"),))
    notes.sort(key=start_of)
    joins = tuple([note for note in notes if is_join(note)])
    if joins:
        notes = [note for note in notes if not is_join(note)]
    return Result(after, tuple(journal), tuple(notes), joins)


def start_of(note: Note) -> int:
    """Return where a note's place begins."""
    return note.start


def is_join(note: Note) -> bool:
    """Return whether a note says where blocks were joined, which is no doubt."""
    return note.doubt is not None and note.doubt.kind == JOINED_DOUBT


def _run(
    doc: Document, options: Options, chain: tuple[str, ...], again: Container[str], journal: list[Change]
) -> tuple[Document, list[Note], Container[str]]:
    """Run those rules of `chain` that are named in `again`, and all behind one that changes something.

    What they do goes to `journal`. Gives back the page, the places left alone and the rules to run again.
    """
    maps: list[Offsets] = []
    notes: list[Note] = []
    passed_over = [name for name in RULE_SIGNS if name in chain and not may_find(name, doc.text)]
    if passed_over:
        chain = tuple([name for name in chain if name not in passed_over])
    declared = {name: load(name).DECLARATION for name in chain}
    reruns = Reruns(declared)
    doc.carry(sum_carried_out(declared.values()))
    before = len(journal)
    for name in chain:
        if len(journal) == before and name not in again:
            continue
        edits = load(name).edits(doc, options)
        decided = doc.recall(Decided)
        if decided is None:
            cleaned, change = apply(doc.text, name, edits)
            reports = doc.take_notes()
        else:
            edits, reports = decided.heed(name, doc.text, trim(doc.text, edits), doc.take_notes)
            cleaned, change = apply(doc.text, name, edits)
        if reports:
            maps += map(Offsets, journal[len(maps) :])
            notes += [Note(name, *report).trace_back(partial(trace_span, maps)) for report in reports]
        if change:
            journal.append(change)
            after = doc.after(cleaned, change, load(name).DECLARATION.keeps_blocks)
            reruns.note(doc, change, after)
            doc = after
    if len(journal) == before:
        return doc, notes, ()
    missed = [name for name in passed_over if may_find(name, doc.text)]
    return doc, notes, reruns.choose_rules(doc).union(missed)
