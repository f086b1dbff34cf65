"""Which rules a later one may have shown more to do, so that a second run over the cleaned page finds nothing.

A rule goes by what it finds beside its own damage. Where a later rule mends that, the earlier one is asked again. It
seldom finds more: of damaged pages most are asked about again, and what is asked is a fraction of the chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from jmclean.chinese.characters import LINE_END
from jmclean.chinese.fast import Lazy
from jmclean.structure.plan import Plan
from jmclean.structure.plan_stability import is_stable
from jmclean.text.decided import Decided
from jmclean.text.declaration import Declaration, Subject
from jmclean.text.document import Document
from jmclean.text.edits import Change
from jmclean.text.engine_facts import LeftAlone

PLANNED: Final[frozenset[Subject]] = frozenset(
    {"characters", "script", "quotes", "dashes", "stops", "spaces", "line-breaks", "line-ends"}
)
"""What the plan of a page goes by, beside its blocks."""

WHOLE_BLOCKS: Final[frozenset[Subject]] = frozenset({"blocks", "heading-marks", "blank-lines"})
"""What lies outside of code, HTML and addresses, so that a change of it leaves those as they are."""

FENCE_STARTS: Final = ("`", "~~~", "<")
"""What a join may put together to code or HTML."""

INDENT_CHARACTERS: Final = " \t\u3000"

ODD_ENDS: Final = frozenset(LINE_END)

LINE_END_IN_PARAGRAPH: Final = Lazy(r"\n(?=[^\n])(?<=[^\n\\]\n)(?<!  \n)")
"""A line end within a block that is no line break of Markdown."""


class Reruns:
    """The rules to be asked again, as changes come in. `declared` is what every rule of the chain says of itself."""

    def __init__(self, declared: Mapping[str, Declaration]) -> None:
        self.declared = declared
        self.asked: set[str] = set()

    def find_lookers(self, subject: Subject) -> list[str]:
        """Return the rules of the chain that look at `subject`."""
        return [name for name, rule in self.declared.items() if subject in rule.looks_at]

    def note(self, doc: Document, change: Change, after: Document) -> None:
        """Take notice of a change that made `after` of `doc`."""
        rule = self.declared[change.rule]
        for subject in rule.changes:
            self.asked.update(self._list_up_to(change.rule, self.find_lookers(subject)))
        if "heading-marks" in rule.changes and joins_punctuation(doc.text, change):
            self.asked.update(self.find_lookers("neighbours"))
        if may_reshape(rule, doc, change, after) or self._ends_lines_alone(rule) or ends_lines(rule, change):
            self.asked.update(self.declared)
        planning = self.find_lookers("plan")
        plan = doc.recall_as_found(Plan)
        carries_out = "plan" in rule.looks_at
        if plan is None or not self.asked.isdisjoint(planning) or not (carries_out or rule.changes & PLANNED):
            return
        if carries_out and (decided := doc.recall(Decided)) is not None and any(decided.joins.values()):
            return  # what a person joined is no reason to join more
        if not (is_stable(doc, change, after) if not carries_out else not plan.is_doubtful(after.text)):
            self.asked.update(planning)

    def _list_up_to(self, rule: str, names: list[str]) -> Iterator[str]:
        """Yield those of the names that stand before a rule in the chain, and the rule: the others come anyway."""
        place = {name: number for number, name in enumerate(self.declared)}
        return (name for name in names if place[name] <= place[rule])

    def _ends_lines_alone(self, rule: Declaration) -> bool:
        """Return whether a rule looks at the characters that end lines, and none of the chain repairs those."""
        return "line-ends" in rule.looks_at and not any(
            "line-ends" in other.changes for other in self.declared.values()
        )

    def choose_rules(self, doc: Document) -> frozenset[str]:
        """Return those of the chain to be run again over the text that all changes made, which `doc` is."""
        if LINE_END_IN_PARAGRAPH.search(doc.text):
            self.asked.update(self.find_lookers("lines"))
        plan = doc.recall_as_found(Plan)
        # what told that columns stand in each other's way, or that nothing but furniture is there, may be repaired
        if doc.recall(LeftAlone) or (plan is not None and plan.holds_back):
            self.asked.update(self.find_lookers("lines"), self.find_lookers("plan"))
        return frozenset(self.asked)


def joins_punctuation(text: str, change: Change) -> bool:
    """Return whether a change took out a line end before what is no letter or digit, so that marks meet there."""
    for edit, removed in zip(change.edits, change.removed, strict=True):
        if "\n" in removed and not text[edit.end : edit.end + 1].isalnum():
            return True
    return False


def ends_lines(rule: Declaration, change: Change) -> bool:
    """Return whether a change put line feeds for other ends of lines or pages, which told the page's shape before."""
    return "line-ends" in rule.changes and any(not ODD_ENDS.isdisjoint(removed) for removed in change.removed)


def may_reshape(rule: Declaration, doc: Document, change: Change, after: Document) -> bool:
    """Return whether a change that made `after` of `doc` may have made or broken code, HTML or an address.

    So may one that took out the last sign that somebody wrote the page as Markdown.
    """
    if doc.is_authored and not after.is_authored:
        return True
    if rule.moves_text:
        return holds_fence(after.text)
    fences = any(map(holds_fence, change.removed)) or (takes_indent(change) and holds_fence(after.text))
    if rule.changes <= WHOLE_BLOCKS and not fences:
        return False
    return doc.guarded != after.guarded


def holds_fence(text: str) -> bool:
    """Return whether a text has what code or HTML may begin with."""
    return any(fence in text for fence in FENCE_STARTS)


def takes_indent(change: Change) -> bool:
    """Return whether spaces were taken out, as before a line that is code or HTML only where it is not indented."""
    return any(removed and removed[-1] in INDENT_CHARACTERS for removed in change.removed)
