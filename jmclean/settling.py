"""Which rules a later one may have shown more to do, so that a second run over the cleaned page finds nothing.

A rule goes by what it finds beside its own damage. Where a later rule mends that, the earlier one is asked again. It
seldom finds more: of damaged pages most are asked about again, and what is asked is a fraction of the chain.
"""

from __future__ import annotations

from typing import Final

from jmclean.document import Document
from jmclean.edits import Change
from jmclean.lazy import Lazy

JOINING: Final = ("page-furniture", "captions", "split-paragraphs")
"""The rules that carry out the plan of a page's joins."""

ASKS: Final = {
    "misread-dashes": ("straight-quotes",),
    "misread-marks": ("straight-quotes", "misread-dashes", "misread-marks"),
    "stray-spaces": ("straight-quotes", "misread-dashes", "misread-marks", "halfwidth-punctuation"),
}
"""For a rule those before it that go by what it changes."""

BY_NEIGHBOURS: Final = (
    "mixed-script",
    "straight-quotes",
    "misread-dashes",
    "misread-marks",
    "halfwidth-punctuation",
    "stray-spaces",
)
"""Rules that go by what stands beside, as a headline's mark does beside its kicker once they are one line."""

WIDTHS_ALONE: Final = frozenset(("fullwidth-letters", "halfwidth-punctuation", "headings", "blank-lines"))
"""Rules that change nothing which the plan goes by."""

FENCES: Final = ("`", "~~~", "<")
"""What a join may put together to code or HTML."""

KEEP_GUARDS: Final = frozenset(("page-furniture", "captions", "headings", "blank-lines"))
"""Rules that touch whole blocks, the marks of headings and blank lines, and so no code, HTML or address."""

LINES: Final = Lazy(r"\n(?=[^\n])(?<=[^\n\\]\n)(?<!  \n)")
"""A line end within a block that is no line break of Markdown."""


class Unsettled:
    """The rules to be asked again, as changes come in."""

    def __init__(self, chain: tuple[str, ...]) -> None:
        self.chain = chain
        self.asked: set[str] = set()

    def note(self, doc: Document, change: Change, after: Document) -> None:
        """Take notice of a change that made `after` of `doc`."""
        rule = change.rule
        self.asked.update(ASKS.get(rule, ()))
        if rule == "headings" and joins_marks(doc.text, change):
            self.asked.update(BY_NEIGHBOURS)
        if may_reshape(rule, doc, after) or (rule == "blank-lines" and "stray-characters" not in self.chain):
            self.asked.update(self.chain)
        if doc.planned is None or rule in WIDTHS_ALONE or not self.asked.isdisjoint(JOINING):
            return
        if rule in JOINING:
            settled = not doc.planned.is_doubtful(after.text)
        else:
            from jmclean.joiner.settled import is_settled

            settled = is_settled(doc, change, after)
        if not settled:
            self.asked.update(JOINING)

    def rules(self, doc: Document) -> frozenset[str]:
        """Those of the chain to be run again over the text that all changes made, which `doc` is."""
        if LINES.search(doc.text):
            self.asked.add("wrapped-lines")
        return frozenset(self.asked).intersection(self.chain)


def joins_marks(text: str, change: Change) -> bool:
    """Whether a change took out a line end before what is no letter or digit, which marks may stand beside now."""
    for edit, removed in zip(change.edits, change.removed, strict=True):
        if "\n" in removed and not text[edit.end : edit.end + 1].isalnum():
            return True
    return False


def may_reshape(rule: str, doc: Document, after: Document) -> bool:
    """Whether a change that made `after` of `doc` may have made or broken code, HTML or an address."""
    if rule == "split-paragraphs":
        return any(mark in after.text for mark in FENCES)
    return rule not in KEEP_GUARDS and doc.guarded != after.guarded
