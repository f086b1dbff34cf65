"""What a person decided about one place of a page."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Kind = Literal["change", "join", "doubt"]
"""A change that a rule makes, two blocks that are joined or could be, a place that a rule left alone as unsure."""

DECISION_KINDS: Final = ("change", "join", "doubt")


class Decision(NamedTuple):
    """One answer: what the place is, so that it is found again in a page that has shifted, and yes or no.

    `old` is the text at the place as the page has it, `before` and `after` are the text on either side within its
    block. For a join they are the end of the first block and the beginning of the second, and `old` is empty. Of `of`
    places on the page that look alike it is number `number`, from 1. `new` is what would stand there instead, for the
    reader of the file only. `page` is the path of the page from the folder of the decisions, empty if unknown.
    """

    rule: str
    kind: Kind
    accepted: bool
    before: str
    old: str
    new: str
    after: str
    number: int = 1
    of: int = 1
    page: str = ""
    when: str = ""

    @property
    def place(self) -> tuple[str, ...]:
        """What tells this place from every other: two decisions with the same place answer the same question."""
        return (self.page, self.rule, self.kind, self.before, self.old, self.after, str(self.number), str(self.of))
