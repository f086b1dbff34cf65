"""What a later rule may change of a block without a change of its plan, and what it may not."""

from __future__ import annotations

import pytest

from jmclean.structure.plan_stability import is_stable
from jmclean.text.document import Document
from jmclean.text.edits import Edit, apply

BEFORE, BEHIND = "昨夜下了大雪。\n\n", "\n\n今早路上结了冰。\n"
LONG = "馆" * 300


def settled(old: str, new: str) -> bool:
    """Whether the plan would be the same once the letters that differ of a block between two others are changed."""
    at = len(BEFORE)
    doc = Document(BEFORE + old + BEHIND)
    edits = [Edit(at + place, at + place + 1, letter) for place, letter in enumerate(new[: len(old) - 1])]
    edits.append(Edit(at + len(old) - 1, at + len(old), new[len(old) - 1 :]))
    text, change = apply(doc.text, "misread-marks", edits)
    assert change
    return is_stable(doc, change, doc.after(text, change))


def one(text: str, place: int, letter: str) -> str:
    """A text with another letter at a place."""
    at = place % len(text)
    return text[:at] + letter + text[at + 1 :]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("游人很多,都说好。", "游人很多，都说好。", True),
        ("遊人很多，都说好。", "游人很多，都说好。", True),
        ("游人很多，都说好。", "游人很多、都说好。", False),
        ("游人很多’都说好", "游人很多，都说好", False),
        ("游人很多，都说好°", "游人很多，都说好。", False),
        ("游人很多，都说：好。", "游人很多，都说“好。", False),
        ("游人很多，都说：”好。", "游人很多，都说：“好。", False),
        ("1. 选种", "1. 育种", True),
        ("１. 选种", "1. 选种", False),
    ],
    ids=["width", "script", "a mark within", "a comma", "a stop", "an open quotation", "turned", "list", "now a list"],
)
def test_a_change_of_marks_that_tell_a_cut_is_seen(old: str, new: str, same: bool) -> None:
    assert settled(old, new) == same


@pytest.mark.parametrize(
    ("place", "same"),
    [(0, False), (8, False), (59, False), (60, True), (150, True), (-61, True), (-60, False), (-1, False)],
)
def test_of_a_long_block_sixty_letters_at_each_end_are_looked_at(place: int, same: bool) -> None:
    assert settled(LONG, one(LONG, place, "书")) == same


@pytest.mark.parametrize("mark", ["“", "”", "《", "（", "]"])
def test_a_mark_of_a_pair_is_looked_at_wherever_it_stands(mark: str) -> None:
    assert not settled(LONG, one(LONG, 150, mark))


def test_a_mark_that_tells_text_from_a_headline_is_looked_at_wherever_it_stands() -> None:
    text = one("馆" * 200, 100, "，")
    assert not settled(text, one(text, 100, "、"))
    assert settled(text, one(text, 90, "、"))


def test_a_letter_more_is_seen() -> None:
    assert not settled("游人很多，都说好", "游人很多，都说好的")


@pytest.mark.parametrize(
    ("size", "same"),
    [(39, False), (40, False), (41, True), (119, True), (120, False), (121, True), (220, False), (260, False)],
)
def test_a_letter_more_of_a_block_that_ends_is_seen_where_its_length_tells(size: int, same: bool) -> None:
    begun = "开馆，" + "馆" * (size - 4)
    assert settled(f"{begun}。", f"{begun}馆。") == same


def test_other_blocks_of_the_same_kind_are_no_change() -> None:
    doc = Document(f"{BEFORE}游人很多,都说好。{BEHIND}")
    text, change = apply(doc.text, "halfwidth-punctuation", [Edit(doc.text.index(","), doc.text.index(",") + 1, "，")])
    assert change
    after = Document(text)
    assert doc.blocks is not after.blocks
    assert is_stable(doc, change, after)


def test_each_block_is_compared_by_itself() -> None:
    doc = Document(f"{LONG}\n\n{LONG}\n")
    behind = len(LONG) + 2
    for place, same in ((150, True), (1, False)):
        edits = [Edit(at, at + 1, "书") for at in (150, behind + place)]
        text, change = apply(doc.text, "mixed-script", edits)
        assert change
        assert is_stable(doc, change, doc.after(text, change)) == same
