"""A journal as plain lists, as JSON has them, and back."""

from __future__ import annotations

from typing import Any

from jmclean.edits import Change, Edit, Journal

PlainChange = dict[str, Any]
"""One rule's change: `{"rule": name, "edits": [[start, removed, new], ...]}`, offsets in what the rule read."""


def to_plain(journal: Journal) -> list[PlainChange]:
    """The journal as JSON can hold it."""
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
    """The journal that `to_plain` made these of. Raises ValueError where they are of another form."""
    try:
        return tuple(
            Change(
                str(change["rule"]),
                tuple(Edit(int(start), int(start) + len(removed), str(new)) for start, removed, new in change["edits"]),
                tuple(str(removed) for _, removed, _ in change["edits"]),
            )
            for change in plain
        )
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError(f"not a journal: {error}") from None
