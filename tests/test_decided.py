"""Verdicts about places of a text: kept at their places while it changes, and asked before an edit is made."""

from __future__ import annotations

import pytest

from jmclean.text.decided import LONGEST_OLD, Decided, Verdict, decide, find_regions, make_decision
from jmclean.text.decision import Decision
from jmclean.text.doubt import CAPTION_DOUBT, JOINED_DOUBT, SEAM_DOUBT, Doubt, Report
from jmclean.text.edits import Change, Edit

TEXT = "昨夜江边亮起了灯，\n\n市民纷纷出门赏灯。\n"
Span = tuple[int, int]


def refusal(span: Span, *rules: str, number: int = 0, kind: str = "change") -> Verdict:
    return Verdict(number, rules, kind, False, span)


def joint(tail: int, head: int, accepted: bool, number: int = 0) -> Verdict:
    return Verdict(number, ("joins",), "join", accepted, (tail, tail + 1), head)


def region(span: Span, *rules: str) -> Verdict:
    return refusal(span, *rules, number=-1, kind="region")


def drop(verdicts: list[Verdict], *spans: Span, rule: str = "marks") -> list[Span]:
    """Return the spans of those edits that nobody refused."""
    edits = [Edit(start, end, "") for start, end in spans]
    return [edit[:2] for edit in Decided(verdicts, "joins").drop_refused(rule, "江" * 40, edits)]


# places that move


def move(verdict: Verdict, *edits: Edit) -> list[tuple[Span, int]]:
    change = Change("any", edits, tuple(TEXT[edit.start : edit.end] for edit in edits))
    return [(one.span, one.head) for one in Decided([verdict], "joins").after(change).verdicts]


def test_a_verdict_moves_with_its_place() -> None:
    grow = Edit(0, 0, "前")
    assert move(refusal((3, 5), "marks"), grow) == [((4, 6), -1)]
    assert move(joint(7, 11, True), grow) == [((8, 9), 12)]
    assert move(joint(0, 1, True), grow) == [((1, 2), 2)]
    assert move(joint(7, 11, True), Edit(8, 11, "")) == [((7, 8), 8)]


def test_a_verdict_whose_text_is_gone_is_gone() -> None:
    assert move(refusal((3, 5), "marks"), Edit(2, 6, "")) == []
    assert move(joint(7, 11, True), Edit(7, 8, "")) == []
    assert move(joint(7, 11, True), Edit(11, 14, "")) == []
    assert move(joint(7, 11, True), Edit(12, 14, "")) == [((7, 8), 11)]


def test_a_part_of_a_text_has_the_verdicts_that_lie_in_it() -> None:
    verdicts = [
        refusal((9, 10), number=0),  # before it
        refusal((10, 12), number=1),
        refusal((18, 20), number=2),
        refusal((19, 21), number=3),  # over its end
        refusal((20, 20), number=4),  # behind it
        joint(11, 19, True, 5),
        joint(11, 20, True, 6),  # its second block is behind it
        region((0, 10)),
        region((0, 11)),
        region((5, 30)),
        region((19, 25)),
        region((20, 25)),
    ]
    found = Decided(verdicts, "joins").cut_out(10, 20).verdicts
    assert [(one.number, one.span, one.head) for one in found] == [
        (1, (0, 2), -1),
        (2, (8, 10), -1),
        (5, (1, 2), 9),
        (-1, (0, 1), -1),
        (-1, (0, 10), -1),
        (-1, (9, 10), -1),
    ]
    assert [one.head for one in Decided([joint(11, 12, True)], "joins").cut_out(10, 20).verdicts] == [2]
    assert [
        one.head for one in Decided([Verdict(0, ("joins",), "join", True, (5, 6), 0)], "").cut_out(0, 9).verdicts
    ] == [0]


# edits


@pytest.mark.parametrize(
    ("refused", "edit", "is_kept"),
    [
        ((3, 5), (3, 5), False),
        ((3, 5), (4, 6), False),
        ((3, 5), (2, 4), False),
        ((3, 5), (5, 6), True),
        ((3, 5), (2, 3), True),
        ((3, 5), (4, 4), False),  # a gap within
        ((3, 5), (3, 3), True),  # a gap at its beginning
        ((3, 5), (5, 5), True),
        ((4, 4), (4, 4), False),
        ((4, 4), (3, 5), False),
        ((4, 4), (4, 5), True),
        ((4, 4), (3, 4), True),
        ((4, 4), (5, 5), True),
    ],
)
def test_a_refused_change_and_an_edit_are_the_same_if_they_share_a_character(
    refused: Span, edit: Span, is_kept: bool
) -> None:
    assert drop([refusal(refused, "marks")], edit) == [edit] * is_kept


@pytest.mark.parametrize(
    ("off", "edit", "is_kept"),
    [
        ((3, 5), (4, 5), False),
        ((3, 5), (2, 4), False),
        ((3, 5), (5, 6), True),
        ((3, 5), (2, 3), True),
        ((3, 5), (3, 3), False),  # a gap at its ends is in it
        ((3, 5), (5, 5), False),
        ((3, 5), (2, 2), True),
        ((3, 5), (6, 6), True),
    ],
)
def test_an_edit_in_a_region_that_is_turned_off_is_not_made(off: Span, edit: Span, is_kept: bool) -> None:
    assert drop([region(off)], edit) == [edit] * is_kept


def test_of_many_edits_those_are_left_that_nobody_refused() -> None:
    verdicts = [
        *(refusal(span, "marks") for span in ((20, 22), (2, 3), (9, 12), (30, 31))),
        *(region(span) for span in ((5, 7), (24, 26), (14, 15))),
    ]
    spans = [(0, 1), (2, 3), (4, 5), (5, 6), (6, 7), (8, 9), (10, 11), (11, 13), (14, 15), (16, 17), (19, 20)]
    spans += [(21, 21), (22, 23), (24, 25), (25, 26), (27, 28), (30, 31), (32, 33)]
    kept = [(0, 1), (4, 5), (8, 9), (16, 17), (19, 20), (22, 23), (27, 28), (32, 33)]
    assert drop(verdicts, *spans) == kept


def test_two_regions_side_by_side_are_both_turned_off() -> None:
    assert drop([region((2, 4)), region((4, 6))], (3, 5), (4, 4), (6, 7)) == [(6, 7)]


def test_a_verdict_about_another_rule_and_an_accepted_one_say_nothing() -> None:
    accepted = refusal((3, 5), "marks")._replace(accepted=True)
    assert drop([refusal((3, 5), "other"), accepted], (3, 5)) == [(3, 5)]
    assert drop([region((3, 5), "other")], (3, 5)) == [(3, 5)]
    assert drop([region((3, 5), "marks", "other")], (3, 5)) == []


def test_the_edits_of_a_join_hang_together_and_are_never_left_out() -> None:
    assert drop([region((3, 5))], (3, 5), rule="joins") == [(3, 5)]


# answers


def heed(answer: bool | None, edits: list[Edit], *proposed: Edit) -> tuple[list[Edit], int]:
    """Return the edits of a rule that reports a place at 4 with an answer to it, and the reports that are left."""
    verdicts = [] if answer is None else [Verdict(0, ("marks",), "doubt", answer, (4, 6))]
    report = Report(4, "a place", Doubt(CAPTION_DOUBT, 6, proposed))
    found, left = Decided(verdicts, "joins").heed("marks", "江" * 20, edits, lambda: [report])
    return found, len(left)


def test_an_accepted_doubt_is_carried_out_and_no_more_reported() -> None:
    edits = [Edit(1, 2, "a"), Edit(8, 9, "b"), Edit(9, 10, "c")]
    new = Edit(4, 6, "")
    assert heed(True, edits, new) == ([edits[0], new, *edits[1:]], 0)
    assert heed(False, edits, new) == (edits, 0)
    assert heed(None, edits, new) == (edits, 1)
    assert heed(True, [], new, Edit(7, 8, "")) == ([new, Edit(7, 8, "")], 0)
    assert heed(True, edits, Edit(10, 11, "")) == ([*edits, Edit(10, 11, "")], 0)
    assert heed(True, edits, Edit(2, 8, "")) == ([edits[0], Edit(2, 8, ""), *edits[1:]], 0)
    assert heed(True, edits, Edit(0, 1, "")) == ([Edit(0, 1, ""), *edits], 0)


@pytest.mark.parametrize("new", [Edit(1, 2, ""), Edit(0, 3, ""), Edit(2, 9, ""), Edit(8, 9, "")])
def test_an_accepted_edit_that_meets_another_is_left_out(new: Edit) -> None:
    edits = [Edit(1, 2, "a"), Edit(8, 9, "b")]
    assert heed(True, edits, new) == (edits, 0)


def test_no_answer_concerns_a_report_without_doubt_or_of_a_join_that_was_made() -> None:
    verdicts = [Verdict(0, ("marks",), "doubt", True, (4, 6)), joint(4, 9, True)]
    decided = Decided(verdicts, "joins")
    assert decided.answer("marks", TEXT, Report(4, "a place")) is None
    assert decided.answer("marks", TEXT, Report(4, "a place", Doubt(JOINED_DOUBT, 6))) is None
    assert decided.answer("marks", TEXT, Report(4, "a place", Doubt(CAPTION_DOUBT, 6))) is True
    assert decided.answer("joins", TEXT, Report(5, "a seam", Doubt(SEAM_DOUBT, 6, head=9))) is None
    assert decided.answer("joins", TEXT, Report(5, "a seam", Doubt(SEAM_DOUBT, 6, head=11))) is None
    assert (
        Decided([joint(7, 11, False)], "joins").answer("joins", TEXT, Report(9, "", Doubt(SEAM_DOUBT, 9, head=11)))
        is False
    )


@pytest.mark.parametrize(("at", "answer"), [(3, None), (4, False), (6, False), (7, None), (9, True)])
def test_a_doubt_in_a_region_that_is_turned_off_is_refused(at: int, answer: bool | None) -> None:
    verdicts = [region((4, 7), "marks"), region((0, 20), "other"), Verdict(0, ("marks",), "doubt", True, (9, 10))]
    assert Decided(verdicts, "joins").answer_doubt("marks", at) is answer


# joins


def test_a_join_is_known_by_the_characters_at_its_seam() -> None:
    """The last one of the first block, and the first one of the second, whatever stands between."""
    decided = Decided([joint(7, 11, True)], "joins")
    assert decided.join(TEXT, 0, 9, 11, 20) is True
    assert decided.join(TEXT, 0, 8, 9, 20) is True
    assert decided.join(TEXT, 0, 6, 11, 20) is None
    assert decided.join(TEXT, 0, 9, 12, 20) is None
    assert Decided([joint(7, 11, False)], "joins").join(TEXT, 0, 9, 11, 20) is False
    assert Decided([], "joins").join(TEXT, 0, 9, 11, 20) is None


def test_no_block_is_joined_that_has_a_part_in_a_region() -> None:
    decided = Decided([joint(7, 11, True), region((19, 30), "joins")], "joins")
    assert decided.join(TEXT, 0, 9, 11, 20) is False
    assert decided.join(TEXT, 0, 9, 11, 19) is True
    assert Decided([region((0, 1), "other")], "joins").join(TEXT, 0, 9, 11, 20) is None


def test_joins_that_a_person_wants_are_named_by_the_numbers_of_their_blocks() -> None:
    text = "江边的灯，\n\n图为江边\n\n很亮，\n\n桥上也有。"
    blocks = [[(0, 5)], [(7, 11)], [(13, 16)], [(18, 23)]]
    assert list(Decided([joint(3, 13, True), joint(14, 18, True)], "").find_wanted_joins(text, blocks)) == [
        (0, 2),
        (2, 3),
    ]
    assert list(Decided([joint(3, 13, False)], "").find_wanted_joins(text, blocks)) == []
    assert list(Decided([joint(14, 0, True)], "").find_wanted_joins(text, blocks)) == []  # backwards
    assert list(Decided([joint(3, 0, True)], "").find_wanted_joins(text, blocks)) == []  # a block to itself
    assert list(Decided([joint(2, 13, True)], "").find_wanted_joins(text, blocks)) == []
    assert list(Decided([joint(3, 14, True)], "").find_wanted_joins(text, blocks)) == []
    in_two = [[(0, 2), (7, 11)], [(13, 16)], [(18, 20), (21, 23)]]
    assert list(Decided([joint(10, 13, True), joint(14, 18, True)], "").find_wanted_joins(text, in_two)) == [
        (0, 1),
        (1, 2),
    ]


def test_the_numbers_of_decisions_are_told_in_order() -> None:
    verdicts = [refusal((3, 5), number=2), refusal((1, 2), number=0), region((0, 9))]
    assert Decided(verdicts, "joins").numbers == (0, 2)


# comments


def list_regions(text: str) -> list[tuple[tuple[str, ...], str]]:
    return [(one.rules, text[one.span[0] : one.span[1]]) for one in find_regions(text)]


OFF, ON = "<!-- jmclean-disable{} -->", "<!-- jmclean-enable{} -->"


def test_rules_are_off_from_a_comment_to_the_next_that_names_them() -> None:
    every, off_a = OFF.format(""), OFF.format(" a, b")
    text = f"一{every}二{ON.format('')}三"
    assert list_regions(text) == [((), text[1:-1])]
    text = f"一{off_a}二{ON.format(' a')}三{ON.format('')}四"
    assert list_regions(text) == [
        (("a",), f"{off_a}二{ON.format(' a')}"),
        (("b",), f"{off_a}二{ON.format(' a')}三{ON.format('')}"),
    ]
    text = f"{ON.format('')}一{off_a}二{ON.format(' c')}"
    assert list_regions(text) == [(("a",), text[len(ON.format("")) + 1 :]), (("b",), text[len(ON.format("")) + 1 :])]
    text = f"一{every}二{every}三"
    assert list_regions(text) == [((), text[1:])]


def test_a_text_has_verdicts_if_something_was_decided_about_it() -> None:
    decision = Decision("marks", "change", False, "昨夜", "江边", "", "亮起")
    assert decide(TEXT, (), "joins") is None
    assert decide(TEXT, (decision._replace(old="河边"),), "joins") is None
    found = decide(TEXT, (decision,), "joins")
    assert found is not None
    assert found.verdicts == (Verdict(0, ("marks",), "change", False, (2, 4)),)
    assert decide(OFF.format("") + TEXT, (), "joins") is not None


# places that are found again

TWICE = "江边亮起了灯，市民赏灯。\n\n江边亮起了灯，市民赏灯。\n"


def test_of_places_that_look_alike_the_right_one_is_found() -> None:
    at = TWICE.rindex("赏")
    decision = make_decision(TWICE, "marks", "change", (at, at + 1), False)
    assert decision is not None
    assert (decision.number, decision.of) == (2, 2)
    found = decide(TWICE, (decision,), "joins")
    assert found is not None
    assert [one.span for one in found.verdicts] == [(at, at + 1)]
    assert decide(TWICE[: len(TWICE) // 2], (decision,), "joins") is None


def test_of_seams_that_look_alike_the_right_one_is_found() -> None:
    text = "江边亮起了灯，\n\n市民赏灯。\n\n江边亮起了灯，\n\n市民赏灯。\n"
    end, head = text.rindex("\n\n市"), text.rindex("市")
    decision = make_decision(text, "joins", "join", (text.rindex("江"), end), True, head)
    assert decision is not None
    assert (decision.number, decision.of) == (2, 2)
    found = decide(text, (decision,), "joins")
    assert found is not None
    assert found.verdicts == (Verdict(0, ("joins",), "join", True, (end - 2, end - 1), head),)


def test_a_change_that_is_too_long_to_be_kept_is_not_decided_about() -> None:
    text = "江边" * LONGEST_OLD
    assert make_decision(text, "marks", "change", (10, 10 + LONGEST_OLD), False) is not None
    assert make_decision(text, "marks", "change", (10, 11 + LONGEST_OLD), False) is None
