"""A journal as plain lists, as JSON has them, and back."""

from __future__ import annotations

from typing import Any

from jmclean.text.edits import Change, Edit, Journal

PlainChange = dict[str, Any]
"""One rule's change: `{"rule": name, "edits": [[start, removed, new], ...]}`, offsets in what the rule read."""


def to_plain(journal: Journal) -> list[PlainChange]:
    """Return the journal as JSON can hold it."""
    return [
        {
            "rule": change.rule,
            "edits": [
                [edit.start, removed, edit.new] for edit, removed in zip(change.edits, change.removed, strict=True)
            ],
        }
        for change in journal
    ]


def from_plain(plain: list[PlainChange]) -> Journal:
    """Return the journal that `to_plain` made these of. Raises ValueError where they are of another form."""
    try:
        return tuple(map(_change, plain))
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError(f"not a journal: {error}") from None


def _change(plain: PlainChange) -> Change:
    edits = [tuple(edit) for edit in plain["edits"]]
    if not isinstance(plain["rule"], str) or any(tuple(map(type, edit)) != (int, str, str) for edit in edits):
        raise TypeError("a change has a rule's name and edits of an offset, what was removed, and what was put")
    return Change(
        plain["rule"],
        tuple(Edit(start, start + len(removed), new) for start, removed, new in edits),
        tuple(removed for _, removed, _ in edits),
    )
