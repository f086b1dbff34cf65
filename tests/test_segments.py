"""Segments: every character of source and output once, with the rule that it owes its fate to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmclean import Options, clean
from jmclean.io.codec import decode
from jmclean.rules import RULES
from jmclean.text.edits import Change, Edit, Journal, apply, replay
from jmclean.views.segments import IN_OUTPUT, IN_SOURCE, Segment, Step, compose
from tests.test_edits import histories

DUMPS = sorted((Path(__file__).parent.parent / "samples" / "dumps").iterdir())
LINES = ("市民在江边散步，", "孩子们排队借书。", "图为新馆的门口", "一二", " ", "\n", "\n\n", "a", "，", "。")
texts = st.lists(st.sampled_from(LINES), max_size=8).map("".join)


@st.composite
def edited(draw: st.DrawFn, text: str) -> list[Edit]:
    """Edits that do not overlap, some of which put elsewhere what another one takes away."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2]))  # noqa: B905
    taken = [text[start:end] for start, end in spans]
    new = st.one_of(st.just(""), st.sampled_from([*taken, ""]), texts)
    return [Edit(start, end, draw(new)) for start, end in spans]


pasts = histories(texts, edited)


def side(segments: list[Segment], kinds: frozenset[str]) -> str:
    return "".join(segment.text for segment in segments if segment.kind in kinds)


def hold(source: str, output: str, journal: Journal) -> None:
    """What every composition promises."""
    segments, steps = compose(source, journal)
    assert side(segments, IN_SOURCE) == source
    assert side(segments, IN_OUTPUT) == output
    offset = 0
    for kind, start, end, rule, text in segments:
        assert text
        assert (rule == "") == (kind == "kept")
        assert rule in {"", *(change.rule for change in journal)}
        if kind in IN_SOURCE:
            assert start == offset
            offset = end
        if kind != "inserted":
            assert source[start:end] == text
    away = sorted(c for s in segments if s.kind == "moved away" for c in range(s.start, s.end))
    here = sorted(c for s in segments if s.kind == "moved here" for c in range(s.start, s.end))
    assert set(away) >= set(here)
    assert len(here) == len(set(here))
    assert sorted((s.rule, s.old, s.new) for s in steps) == sorted(
        (change.rule, old, edit.new)
        for change in journal
        for edit, old in zip(change.edits, change.removed, strict=True)
    )
    assert [step.start for step in steps] == sorted(step.start for step in steps)
    assert all(0 <= step.start <= step.end <= len(source) for step in steps)


@given(pasts)
def test_every_character_of_source_and_output_is_there_once(history: tuple[str, str, Journal]) -> None:
    hold(*history)


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.name)
@given(rules=st.sets(st.sampled_from(RULES), min_size=1), join=st.sampled_from(["safe", "full"]))
def test_it_holds_for_any_rules_on_real_pages(path: Path, rules: set[str], join: str) -> None:
    source = decode(path.read_bytes()).text
    result = clean(source, Options(only=tuple(rules), join=join, captions="quote"))
    hold(source, result.text, result.journal)


RULE_SETS = st.sets(st.sampled_from([f"rule-{number}" for number in range(5)]))


@given(pasts, RULE_SETS)
def test_some_rules_alone_leave_the_rest_as_in_the_source(history: tuple[str, str, Journal], rules: set[str]) -> None:
    source, _, journal = history
    chosen, steps = compose(source, journal, tuple(rules))
    whole, every = compose(source, journal)
    assert side(chosen, IN_SOURCE) == source
    assert {segment.rule for segment in chosen} <= rules | {""}
    assert steps == every
    if rules >= {change.rule for change in journal}:
        assert chosen == whole
    if rules.isdisjoint({change.rule for change in journal}):
        assert side(chosen, IN_OUTPUT) == source


@given(pasts, st.integers(0, 4))
def test_the_first_rules_alone_make_what_they_made(history: tuple[str, str, Journal], number: int) -> None:
    source, _, journal = history
    first = journal[:number]
    chosen, _ = compose(source, journal, tuple(change.rule for change in first))
    assert side(chosen, IN_OUTPUT) == replay(source, first)


@given(st.data())
def test_rules_that_touch_different_places_do_the_same_alone(data: st.DataObject) -> None:
    source = data.draw(texts)
    apart: list[Edit] = []
    for edit in data.draw(edited(source)):
        if not apart or edit.start > apart[-1].end:
            apart.append(edit)
    numbered = [(number % 3, edit) for number, edit in enumerate(apart)]
    journal: list[Change] = []
    text = source
    for rule in range(3):
        shift = 0
        moved = []
        for other, edit in numbered:
            if other == rule:
                moved.append(Edit(edit.start + shift, edit.end + shift, edit.new))
            elif other < rule:
                shift += len(edit.new) - (edit.end - edit.start)
        text, change = apply(text, f"rule-{rule}", moved)
        journal += [change] if change else []
    for rule in range(3):
        alone = apply(source, "", [edit for other, edit in numbered if other == rule])[0]
        assert side(compose(source, journal, (f"rule-{rule}",))[0], IN_OUTPUT) == alone


def composed(source: str, *edits: Edit | list[Edit]) -> tuple[list[tuple[str, str, str]], list[Step]]:
    journal: list[Change] = []
    text = source
    for rule, edit in zip("abc", edits, strict=False):
        text, change = apply(text, rule, [edit] if isinstance(edit, Edit) else edit)
        assert change
        journal.append(change)
    segments, steps = compose(source, journal)
    return [(segment.kind, segment.rule, segment.text) for segment in segments], steps


def test_a_text_without_changes_is_kept() -> None:
    assert composed("一二三") == ([("kept", "", "一二三")], [])
    assert compose("", ()) == ([], [])


def test_a_rule_that_edits_what_another_wrote_is_named_for_that_part() -> None:
    segments, steps = composed("一二三四", Edit(1, 3, "五六七"), Edit(2, 3, "八"))
    assert segments == [
        ("kept", "", "一"),
        ("removed", "a", "二三"),
        ("inserted", "a", "五"),
        ("inserted", "b", "八"),
        ("inserted", "a", "七"),
        ("kept", "", "四"),
    ]
    assert steps == [Step("a", 1, 3, "二三", "五六七", False), Step("b", 1, 3, "六", "八", False)]


def test_changes_that_undo_each_other_are_none() -> None:
    segments, steps = composed("一 二", Edit(1, 2, ""), Edit(1, 1, " "))
    assert segments == [("kept", "", "一 二")]
    assert len(steps) == 2


def test_what_is_put_elsewhere_is_moved_and_what_a_later_rule_does_there_is_seen_at_its_place() -> None:
    source = "市民散\n\n图为新馆,门口\n\n步了。\n\n尾"
    moved = [Edit(3, 14, ""), Edit(17, 17, "\n\n图为新馆,门口")]
    segments, steps = composed(source, moved, Edit(12, 13, "，"))
    assert segments == [
        ("kept", "", "市民散"),
        ("removed", "a", "\n\n"),
        ("moved away", "a", "图为新馆"),
        ("removed", "b", ","),
        ("moved away", "a", "门口"),
        ("removed", "a", "\n\n"),
        ("kept", "", "步了。"),
        ("inserted", "a", "\n\n"),
        ("moved here", "a", "图为新馆"),
        ("inserted", "b", "，"),
        ("moved here", "a", "门口"),
        ("kept", "", "\n\n尾"),
    ]
    assert steps[1] == Step("b", source.index(","), source.index(",") + 1, ",", "，", False)
    assert [step.moved for step in steps] == [True, False, True]


def test_a_rule_that_edits_moved_text_edits_it_in_its_place_where_the_move_is_not_looked_at() -> None:
    source = "市民散\n\n图为新馆,门口\n\n步了。\n\n尾"
    moved, first = apply(source, "a", [Edit(3, 14, ""), Edit(17, 17, "\n\n图为新馆,门口")])
    _, second = apply(moved, "b", [Edit(12, 13, "，")])
    assert first
    assert second
    journal = (first, second)
    assert side(compose(source, journal, ("b",))[0], IN_OUTPUT) == source.replace(",", "，")
    assert side(compose(source, journal, ("a",))[0], IN_OUTPUT) == moved
