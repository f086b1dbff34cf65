"""Edits: what is applied can be replayed, undone, and followed back to the source."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmclean.text.edits import MANY_EDITS, Change, Edit, Journal, OverlapError, apply, replay, trim, undo
from jmclean.text.tracing import Offsets, trace, trace_offset, trace_span

texts = st.text("一市人，。 a1\n", max_size=30)


@st.composite
def edited(draw: st.DrawFn, text: str) -> list[Edit]:
    """Edits of `text` that do not overlap."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return [Edit(start, end, draw(st.text("一二，a ", max_size=4))) for start, end in zip(cuts[::2], cuts[1::2])]  # noqa: B905


@st.composite
def histories(
    draw: st.DrawFn,
    sources: st.SearchStrategy[str] = texts,
    changes: Callable[[str], st.SearchStrategy[list[Edit]]] = edited,
) -> tuple[str, str, Journal]:
    """A source, what some rules made of it, and their journal."""
    source = text = draw(sources)
    journal: list[Change] = []
    for number in range(draw(st.integers(0, 5))):
        text, change = apply(text, f"rule-{number}", draw(changes(text)))
        if change:
            journal.append(change)
    return source, text, tuple(journal)


def naive(text: str, edits: list[Edit]) -> str:
    for start, end, new in reversed(sorted(edits, key=lambda edit: edit[:2])):  # noqa: C413 - equal places keep their order
        text = text[:start] + new + text[end:]
    return text


@given(st.data())
def test_apply_does_what_the_edits_say(data: st.DataObject) -> None:
    text = data.draw(texts)
    edits = data.draw(edited(text).flatmap(st.permutations))
    output, change = apply(text, "rule", edits)
    assert output == naive(text, edits)
    assert (change is None) == (not trim(text, edits))


@given(st.data())
def test_trimmed_edits_touch_only_what_differs(data: st.DataObject) -> None:
    text = data.draw(texts)
    for start, end, new in trim(text, data.draw(edited(text))):
        old = text[start:end]
        assert old != new
        assert not (old and new and (old[0] == new[0] or old[-1] == new[-1]))


@pytest.mark.parametrize(
    ("edit", "shorter"),
    [
        (Edit(0, 5, "一二八四五"), Edit(2, 3, "八")),
        (Edit(0, 5, "八二三四五"), Edit(0, 1, "八")),
        (Edit(0, 5, "一二三四八"), Edit(4, 5, "八")),
        (Edit(1, 4, "二三三四"), Edit(3, 3, "三")),
        (Edit(0, 5, "一二五"), Edit(2, 4, "")),
    ],
    ids=["middle", "beginning", "end", "more of the same", "less"],
)
def test_an_edit_is_cut_down_to_what_differs(edit: Edit, shorter: Edit) -> None:
    assert trim("一二三四五", [edit]) == [shorter]


@given(histories())
def test_replay_gives_the_output_and_undo_the_source(history: tuple[str, str, Journal]) -> None:
    source, output, journal = history
    assert replay(source, journal) == output
    assert undo(output, journal) == source


@given(histories())
def test_trace_names_every_edit_by_a_span_of_the_source(history: tuple[str, str, Journal]) -> None:
    source, _, journal = history
    traced = trace(journal)
    assert len(traced) == sum(len(change.edits) for change in journal)
    assert all(0 <= start <= end <= len(source) for _, start, end, _, _ in traced)
    assert traced == sorted(traced, key=lambda edit: (edit.start, edit.end))


@given(histories())
def test_edits_of_a_single_rule_are_traced_to_what_they_replaced(history: tuple[str, str, Journal]) -> None:
    source, _, journal = history
    for _, start, end, old, _ in trace(journal[:1]):
        assert source[start:end] == old


@given(histories())
def test_an_untouched_character_is_traced_to_itself(history: tuple[str, str, Journal]) -> None:
    source, _, journal = history
    marked = source + "※"
    output = replay(marked, journal)
    assert trace_offset(journal, output.index("※")) == len(source)


def test_an_edit_in_new_text_goes_back_to_what_the_new_text_replaced() -> None:
    middle, first = apply("一二三四", "first", [Edit(1, 3, "五六七")])
    output, second = apply(middle, "second", [Edit(2, 3, "八")])
    assert output == "一五八七四"
    assert first
    assert second
    assert [tuple(t) for t in trace([first, second])] == [
        ("first", 1, 3, "二三", "五六七"),
        ("second", 1, 3, "六", "八"),
    ]


def test_an_edit_in_moved_text_goes_back_to_where_that_stood() -> None:
    source = "堤上的人\n\n一张旧照片,两人\n\n都回来了,很晚"
    picture = "\n\n一张旧照片,两人"
    start = source.index(picture)
    moves = [Edit(start, start + len(picture) + 2, ""), Edit(len(source), len(source), picture)]
    middle, first = apply(source, "split-paragraphs", moves)
    output, second = apply(middle, "commas", [Edit(at, at + 1, "，") for at, char in enumerate(middle) if char == ","])
    assert output == "堤上的人都回来了，很晚\n\n一张旧照片，两人"
    assert first
    assert second
    commas = [traced for traced in trace([first, second]) if traced.rule == "commas"]
    assert [(traced.start, traced.end) for traced in commas] == [
        (at, at + 1) for at, char in enumerate(source) if char == ","
    ]
    for at, char in enumerate(middle):
        if char != "\n":
            assert source[trace_offset([first], at)] == char


def test_moved_text_ends_where_what_stands_behind_it_begins() -> None:
    source = "堤上的人\n\n一张旧照片，两人\n\n都回来了。\n\n天色已晚。"
    picture = "\n\n一张旧照片，两人"
    start, behind = source.index(picture), source.index("\n\n天色")
    middle, change = apply(
        source, "split-paragraphs", [Edit(start, start + len(picture) + 2, ""), Edit(behind, behind, picture)]
    )
    assert change
    maps, end = [Offsets(change)], middle.index("\n\n天色")
    assert trace_span(maps, (end, end)) == (start + len(picture), start + len(picture))
    assert trace_span(maps, (end - 1, end)) == (start + len(picture) - 1, start + len(picture))
    assert trace_span(maps, (end - 1, end + 1))[1] == start + len(picture)
    assert trace_span(maps, (end + 1, end + 1)) == (behind + 1, behind + 1)
    assert trace_span(maps, (end + 1, end + 2)) == (behind + 1, behind + 2)
    assert trace_span(maps, (0, 1)) == (0, 1)


def test_more_edits_than_are_held_at_once_are_taken_back() -> None:
    source = "一,二" * MANY_EDITS
    output, change = apply(source, "commas", [Edit(at, at + 1, "，") for at in range(1, len(source), 3)])
    assert change
    assert undo(output, [change]) == source


def test_a_letter_goes_back_to_where_what_it_replaced_began() -> None:
    _, change = apply("一二三四", "rule", [Edit(1, 3, "五六七")])
    assert change
    assert [trace_offset([change], offset) for offset in range(5)] == [0, 1, 1, 1, 3]


def test_an_edit_before_those_of_earlier_rules_goes_back_to_its_own_place() -> None:
    middle, first = apply("一二三四五", "first", [Edit(4, 5, "六七")])
    _, second = apply(middle, "second", [Edit(0, 1, "八")])
    assert first
    assert second
    assert [(traced.rule, traced.start, traced.end) for traced in trace([first, second])] == [
        ("second", 0, 1),
        ("first", 4, 5),
    ]


@pytest.mark.parametrize(
    "edits",
    [[Edit(0, 2, "a"), Edit(1, 3, "b")], [Edit(-1, 1, "")], [Edit(3, 5, "")], [Edit(2, 1, "")], [Edit(5, 5, "a")]],
    ids=["overlap", "before the text", "past the end", "backwards", "insertion past the end"],
)
def test_an_edit_that_cannot_be_applied_is_refused(edits: list[Edit]) -> None:
    with pytest.raises(OverlapError):
        apply("一二三四", "rule", edits)


def test_undo_refuses_a_text_that_was_changed_since() -> None:
    output, change = apply("一,二", "commas", [Edit(1, 2, "，")])
    assert change
    with pytest.raises(ValueError, match="commas"):
        undo(output.replace("，", "。"), [change])
