"""What a person is asked about a page: the places that rules left as unsure, and the changes that they made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

from jmclean.engine.chain import Note
from jmclean.rules import JOINING_RULE
from jmclean.structure.reasons import find_words
from jmclean.text.decided import make_decision
from jmclean.text.decision import Decision, Kind
from jmclean.text.doubt import JOINED_DOUBT, SEAM_DOUBT
from jmclean.text.edits import Edit
from jmclean.views.ansi import BREAK, ELLIPSIS, Run, elide, make_visible
from jmclean.views.positions import find_first_visible, find_line_starts, find_position
from jmclean.views.preview import Look
from jmclean.views.segments import Step

LETTERS_AROUND: Final = 40
"""How many characters of unchanged text are shown on either side of a place."""

LETTERS_INSIDE: Final = 30
"""How many are shown of either end of what stands unchanged between two changes of one place."""

ID_LENGTH: Final = 12

CHANGE: Final = "change"

ASKS: Final = {
    SEAM_DOUBT: "Join the two parts?",
    "caption": "Take this out as a caption?",
    "script": "Put this paragraph into the page's script?",
    "quotation": "Put this quotation into the page's script?",
    "bracket": "Make this bracket full-width?",
    "quotes": "Let these quotes open and close in turn?",
    "width": "Make these marks full-width?",
    "dots": "Make these dots full stops?",
    "order": "Take the lines in this order?",
    JOINED_DOUBT: "Keep the two parts joined?",
    CHANGE: "Keep this change?",
}
"""What is asked about each kind of place."""


class Question(NamedTuple):
    """A place to be decided about.

    `kind` is that of the doubt, JOINED_DOUBT, or CHANGE. `runs` show the place with what would change. `decision` is
    the answer no; the answer yes differs in that alone. `can_accept` says whether yes would change anything.
    """

    path: str
    line: int
    column: int
    rule: str
    kind: str
    message: str
    likelihood: float
    reasons: tuple[tuple[str, float], ...]
    runs: tuple[Run, ...]
    decision: Decision
    can_accept: bool

    @property
    def id(self) -> str:
        """What the place is called in a list."""
        return sha256("\0".join(self.decision.place).encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]

    @property
    def place(self) -> str:
        """The path, the line and the column."""
        return f"{self.path}:{self.line}:{self.column}"


def ask_doubts(path: str, page: str, text: str, notes: Iterable[Note]) -> Iterator[Question]:
    """Yield the questions about the places that were left; `page` is the name of the page in decisions."""
    starts = find_line_starts(text)
    for note in notes:
        doubt = note.doubt
        if doubt is None:
            continue
        kind: Kind = "join" if doubt.kind in (SEAM_DOUBT, JOINED_DOUBT) else "doubt"
        span = (note.start, doubt.end)
        new = "" if kind == "join" else _carry_out(text, span, doubt.edits)
        decision = make_decision(text, note.rule, kind, span, False, doubt.head, new)
        if decision is None:
            continue
        if kind == "join":
            runs = draw_seam(text, note.start, doubt.head)
            place = max(0, note.start - 1)
        else:
            runs = draw_edits(text, span, doubt.edits)
            place = find_first_visible(text, note.start, doubt.end)
        line, column = find_position(starts, place)
        yield Question(
            path,
            line,
            column,
            note.rule,
            doubt.kind,
            note.message,
            doubt.likelihood,
            doubt.reasons,
            tuple(runs),
            decision._replace(page=page),
            kind == "join" or bool(doubt.edits),
        )


def ask_changes(
    path: str, page: str, text: str, steps: Sequence[Step], joins: Iterable[Note], rules: Sequence[str]
) -> Iterator[Question]:
    """Yield the questions about the changes of some rules, or of all, in order of the source."""
    starts = find_line_starts(text)
    for step in steps:
        if step.rule == JOINING_RULE or (rules and step.rule not in rules):
            continue
        span = (step.start, step.end)
        decision = make_decision(text, step.rule, "change", span, False, -1, step.new)
        if decision is None:
            continue
        line, column = find_position(starts, find_first_visible(text, *span))
        runs = draw_edits(text, span, (Edit(step.start, step.end, step.new),))
        message = f"{elide(step.old, 20)!r} -> {elide(step.new, 20)!r}"
        yield Question(
            path, line, column, step.rule, CHANGE, message, 0.0, (), tuple(runs), decision._replace(page=page), True
        )
    if not rules or JOINING_RULE in rules:
        yield from ask_doubts(path, page, text, joins)


def ask_about_page(look: Look, page_name: Callable[[str], str], rules: Sequence[str] | None) -> list[Question]:
    """Return the questions about a page: its doubtful places, or with `rules` the changes of these, empty for all."""
    text, result, page = look.page.source.text, look.page.result, page_name(look.name)
    if rules is None:
        return list(ask_doubts(look.name, page, text, result.notes))
    return list(ask_changes(look.name, page, text, look.steps, result.joins, rules))


def _carry_out(text: str, span: tuple[int, int], edits: Sequence[Edit]) -> str:
    """Return what stands at a place once its edits are carried out."""
    start, end = span
    parts: list[str] = []
    for edit in edits:
        if start <= edit.start and edit.end <= span[1]:
            parts += [text[start : edit.start], edit.new]
            start = edit.end
    return "".join([*parts, text[start:end]])


def draw_edits(text: str, span: tuple[int, int], edits: Sequence[Edit]) -> Iterator[Run]:
    """Yield the text around a place with what would go and what would come."""
    first = min([span[0], *(edit.start for edit in edits)])
    last = max([span[1], *(edit.end for edit in edits)])
    yield from _draw_left(text, first)
    at = first
    for number, edit in enumerate(edits):
        if edit.start > at or not number:
            yield (
                "",
                make_visible(
                    _flatten(elide(text[at : edit.start], LETTERS_INSIDE) if number else text[at : edit.start])
                ),
            )
        if edit.start < edit.end:
            yield "removed", make_visible(elide(text[edit.start : edit.end], 2 * LETTERS_AROUND), True)
        if edit.new:
            yield "inserted", make_visible(elide(edit.new, 2 * LETTERS_AROUND), True)
        at = edit.end
    yield "", make_visible(_flatten(elide(text[at:last], LETTERS_INSIDE)))
    yield from _draw_right(text, last)


def draw_seam(text: str, end: int, head: int) -> Iterator[Run]:
    """Yield the end of one block, what stands between, and the beginning of another block."""
    yield from _draw_left(text, end, 2 * LETTERS_AROUND)
    between = text[end:head].strip()
    yield "removed", BREAK
    if between:
        yield "elided", "\n" + make_visible(_flatten(elide(between, LETTERS_INSIDE))) + "\n"
        yield "removed", BREAK
    yield from _draw_right(text, head, 2 * LETTERS_AROUND)


def _draw_left(text: str, at: int, room: int = LETTERS_AROUND) -> Iterator[Run]:
    start = max(0, at - room, text.rfind("\n\n", 0, at) + 2 if "\n\n" in text[max(0, at - room) : at] else 0)
    part = text[start:at]
    cut = start > 0 and text[start - 1] != "\n"
    yield "elided", ELLIPSIS if cut else ""
    yield "", make_visible(_flatten(part))


def _draw_right(text: str, at: int, room: int = LETTERS_AROUND) -> Iterator[Run]:
    part = text[at : at + room]
    stop = part.find("\n\n")
    cut = stop < 0 and at + room < len(text)
    yield "", make_visible(_flatten(part if stop < 0 else part[:stop]))
    yield "elided", ELLIPSIS if cut else ""


def _flatten(text: str) -> str:
    """Return a text with its line ends as signs."""
    return text.replace("\n", BREAK)


def explain(question: Question) -> tuple[str, str]:
    """Return what speaks for the change and what speaks against it, in words."""
    sides: tuple[list[str], list[str]] = ([], [])
    for name, share in question.reasons:
        sides[share < 0].append(find_words(name, share))
    return "; ".join(sides[0]), "; ".join(sides[1])
