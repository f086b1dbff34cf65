"""One rule's changes are taken back, the others' stay, and what cannot be told apart is left and named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmclean import clean, replay, undo
from jmclean.history.partial_undo import withdraw
from jmclean.io.codec import decode
from jmclean.rules import RULES
from jmclean.text.edits import Change, Edit, Journal, apply, edits_by_rule

SAMPLES = sorted((Path(__file__).parent.parent / "samples" / "dumps").iterdir())


def journal_of(source: str, *steps: list[tuple[int, int, str]]) -> Journal:
    """A journal of rules a, b, c, … whose edits are given."""
    changes: list[Change] = []
    for rule, edits in zip("abcdefgh", steps, strict=False):
        source, change = apply(source, rule, [Edit(*edit) for edit in edits])
        if change:
            changes.append(change)
    return tuple(changes)


def is_sound(source: str, journal: Journal) -> bool:
    """Whether every change takes away what it says, in a text that is there."""
    for change in journal:
        if any(source[e.start : e.end] != old for e, old in zip(change.edits, change.removed, strict=True)):
            return False
        source = replay(source, [change])
    return True


@pytest.mark.parametrize(
    ("source", "steps", "rules", "wanted", "stay"),
    [
        ("一,二(三", [[(1, 2, "，")], [(3, 4, "（")]], "a", "一,二（三", 0),
        ("一,二(三", [[(1, 2, "，")], [(3, 4, "（")]], "b", "一，二(三", 0),
        ("甲乙丙", [[(0, 1, "")], [(0, 1, "XY")]], "a", "甲XY丙", 0),
        ("甲乙丙", [[(2, 3, "")], [(1, 2, "XY")]], "a", "甲XY丙", 0),
        ("甲乙丙", [[(1, 2, "子")], [(1, 2, "丑")]], "a", "甲丑丙", 1),
        ("甲乙丙", [[(1, 2, "子")], [(1, 2, "丑")]], "b", "甲子丙", 0),
        ("甲乙丙", [[(1, 2, "子")], [(1, 2, "丑")]], "ab", "甲乙丙", 0),
        ("甲乙丙", [[(1, 2, "")], [(1, 1, "X")]], "a", "甲X丙", 1),
        ("甲图\n\n乙", [[(1, 2, "")], [(1, 3, "")]], "a", "甲乙", 1),
        ("甲图\n\n乙", [[(1, 2, "")], [(1, 3, "")]], "ab", "甲图\n\n乙", 0),
        ("甲乙丙丁", [[(1, 1, "++"), (3, 3, "--")], [(0, 1, "")]], "a", "乙丙丁", 0),
        ("甲乙丙丁", [[(1, 1, "++"), (3, 3, "--")], [(2, 4, "")]], "a", "甲+丙丁", 1),
    ],
)
def test_what_is_taken_back_and_what_stays(
    source: str, steps: list[list[tuple[int, int, str]]], rules: str, wanted: str, stay: int
) -> None:
    journal = journal_of(source, *steps)
    left, kept = withdraw(journal, rules)
    assert (replay(source, left), len(kept)) == (wanted, stay)
    assert is_sound(source, left)


EDITS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), st.text("xyz", max_size=3)), max_size=4)


@given(st.text("甲乙丙丁戊己庚辛", min_size=12, max_size=12), st.lists(EDITS, min_size=2, max_size=5), st.data())
def test_any_journal_stays_sound(source: str, steps: list[list[tuple[int, int, str]]], data: st.DataObject) -> None:
    text, changes = source, []
    for rule, edits in zip("abacb", steps, strict=False):
        apart, end = [], 0
        for start, size, new in sorted(edits):
            if end <= start and start + size <= len(text):
                apart.append(Edit(start, start + size, new))
                end = start + size + 1
        text, change = apply(text, rule, apart)
        if change:
            changes.append(change)
    journal = tuple(changes)
    rules = data.draw(st.sets(st.sampled_from("abc")))
    left, kept = withdraw(journal, rules)
    assert is_sound(source, left)
    assert undo(replay(source, left), left) == source
    edits_of = edits_by_rule(left)
    for rule, number in edits_by_rule(journal).items():
        if rule not in rules:
            assert edits_of[rule] == number
    assert sum(edits_of.get(rule, 0) for rule in rules) == len(kept)
    assert withdraw(journal, "abc") == ((), ())
    assert withdraw(journal, "") == (journal, ())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_rule_of_a_page_alone(path: Path) -> None:
    source = decode(path.read_bytes()).text
    journal = clean(source).journal
    for rule in RULES:
        left, kept = withdraw(journal, {rule})
        assert is_sound(source, left)
        rest = [change for change in left if change.rule == rule]
        assert sum(len(change.edits) for change in rest) == len(kept)
    assert withdraw(journal, RULES) == ((), ())
