"""Which of the candidates that were tried are joined: by score, by margin, across others, and on which pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from jmclean.options import Join
from jmclean.structure import matching as joins
from jmclean.structure.blocks import LayoutBlock, make_layout_blocks
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.matching import (
    CAUTION,
    THRESHOLDS,
    JoinDecision,
    find_candidates,
    find_interleaved,
    is_in_doubt,
    match,
    reads_as_caption,
)
from jmclean.structure.scoring import Scores
from jmclean.structure.weights import WEIGHTS
from jmclean.text.document import Document
from tests.builds import needs_plain_modules

LEAST, FULL = THRESHOLDS["safe"], THRESHOLDS["full"]
OPEN, WHOLE, NAME = "他们昨天在江边看灯，今天", "城南的灯会昨晚开幕，游人很多。", "张三和李四"


def page(*blocks: str, blank: str = "\n\n") -> list[LayoutBlock]:
    return make_layout_blocks(Document(blank.join(blocks) + "\n"))


class Scored:
    """The blocks of a page, and candidates between them with the scores that a test gives them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *blocks: str, blank: str = "\n\n") -> None:
        needs_plain_modules()
        self.found = page(*blocks, blank=blank)
        self.rows: dict[int, list[JoinCandidate]] = {}
        monkeypatch.setattr(joins, "find_candidates", lambda *_: list(self.rows.values()))
        monkeypatch.setattr(joins, "find_reason_against", lambda _: "")
        monkeypatch.setattr(joins, "find_reason_for_care", lambda _: "")
        monkeypatch.setattr(joins, "find_disordered", lambda *_: frozenset())

    def candidate(self, tail: int, head: int, score: float, **features: float) -> JoinCandidate:
        candidate = JoinCandidate(self.found[tail], self.found[head], self.found[tail + 1 : head])
        candidate.score, candidate.features = score, features
        self.rows.setdefault(tail, []).append(candidate)
        return candidate

    def match(self, join: Join = "safe") -> list[JoinDecision]:
        return list(match(self.found, join, Scores()))

    def joined(self, join: Join = "safe") -> set[tuple[int, int]]:
        return {(one.candidate.tail.number, one.candidate.head.number) for one in self.match(join) if one.joined}


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Scored]:
    return lambda *blocks, blank="\n\n": Scored(monkeypatch, *blocks, blank=blank)


@pytest.mark.parametrize(
    ("join", "score", "joined"),
    [("safe", LEAST, True), ("safe", LEAST - 0.01, False), ("full", FULL, True), ("full", FULL - 0.01, False)],
)
def test_the_least_score_of_a_join(scored: Callable[..., Scored], join: Join, score: float, joined: bool) -> None:
    made = scored(OPEN, WHOLE)
    made.candidate(0, 1, score)
    assert bool(made.joined(join)) == joined


@pytest.mark.parametrize(
    ("second", "margin", "safe"), [(None, float("inf"), True), (1.5, 0.5, True), (1.75, 0.25, False), (2.0, 0.0, False)]
)
def test_the_best_head_must_be_better_than_the_second_but_with_full(
    scored: Callable[..., Scored], second: float | None, margin: float, safe: bool
) -> None:
    made = scored(OPEN, WHOLE, WHOLE)
    if second is not None:
        made.candidate(0, 1, second)
    made.candidate(0, 2, 2.0)
    (one,) = made.match()
    assert (one.joined, one.margin) == (safe, margin)
    (one,) = made.match("full")
    assert (one.joined, one.margin) == (True, margin)


@pytest.mark.parametrize(
    ("blocks", "word", "score", "joined"),
    [(9, 0.0, 0.9, True), (10, 0.0, 0.9, False), (10, 2.0, 0.9, True), (10, 0.0, LEAST + CAUTION, True)],
    ids=["few blocks", "nothing shows a cut", "a word does", "a high score"],
)
def test_a_page_that_nothing_shows_to_be_cut_was_hardly_cut(
    scored: Callable[..., Scored], blocks: int, word: float, score: float, joined: bool
) -> None:
    made = scored(OPEN, WHOLE, *[WHOLE] * (blocks - 2))
    made.candidate(0, 1, score).ends._word = word
    assert bool(made.joined()) == joined


def test_where_the_engine_loses_stops_only_a_comma_goes_on(scored: Callable[..., Scored]) -> None:
    made = scored(*[OPEN, WHOLE] * 5, f"{OPEN}，", WHOLE)
    for tail in range(0, 12, 2):
        made.candidate(tail, tail + 1, 5.0).ends._word = 0.0
    assert made.joined() == {(10, 11)}
    made.rows[0][0].ends._word = 2.0
    assert len(made.joined()) == 6


def test_of_two_tails_the_better_gets_the_head(scored: Callable[..., Scored]) -> None:
    made = scored(OPEN, NAME, OPEN, WHOLE, blank="\n\n\n")
    made.candidate(0, 3, 4.5)
    made.candidate(2, 3, 5.0)
    assert [(one.candidate.tail.number, one.joined) for one in made.match()] == [(2, True), (0, False)]


@pytest.mark.parametrize(
    ("between", "blank", "least"),
    [(WHOLE, "\n\n", LEAST), (OPEN, "\n\n", 4.0), (OPEN, "\n\n\n", 4.0), (NAME, "\n\n", 4.0), (NAME, "\n\n\n", LEAST)],
    ids=["whole", "open", "open and set apart", "a few letters", "a name set apart"],
)
def test_a_seam_over_an_open_block_must_be_strong(
    scored: Callable[..., Scored], between: str, blank: str, least: float
) -> None:
    for score, joined in ((least, True), (least - 0.01, False)):
        made = scored(OPEN, between, WHOLE, blank=blank)
        made.candidate(0, 2, score)
        assert bool(made.joined()) == joined


@pytest.mark.parametrize(
    ("wide", "other", "least"),
    [
        ((0, 3), (1, 4), 4.0),
        ((0, 3), (2, 4), 4.0),
        ((0, 3), (1, 2), LEAST),
        ((0, 3), (3, 4), LEAST),
        ((2, 5), (0, 1), LEAST),
        ((2, 5), (1, 2), LEAST),
        ((0, 1), (1, 2), LEAST),
        ((2, 3), (1, 2), LEAST),
    ],
    ids=["crossing", "crossing by one", "within", "behind", "before", "up to", "on from a next", "up to a next"],
)
def test_a_seam_that_crosses_one_that_was_joined_must_be_strong(
    scored: Callable[..., Scored], wide: tuple[int, int], other: tuple[int, int], least: float
) -> None:
    for score, joined in ((least, True), (least - 0.01, False)):
        made = scored(OPEN, *[WHOLE] * 5)
        made.candidate(*wide, 6.0)
        made.candidate(*other, score)
        assert made.joined() == ({wide, other} if joined else {wide})


def test_what_would_be_a_caption_is_left_apart(scored: Callable[..., Scored]) -> None:
    made = scored("图为昨天启用的污水处", "理厂。（周明 摄）")
    made.candidate(0, 1, 9.0)
    assert not made.joined()


# two stories in turn


CERTAIN = {"word_across": 2.0}


def in_turn(scored: Callable[..., Scored], one: float, two: float, read: dict[str, float]) -> Scored:
    made = scored(OPEN, OPEN, WHOLE, WHOLE)
    made.candidate(0, 1, 6.0, **read)
    made.candidate(0, 2, one + WEIGHTS["over_text"], over_text=1.0, **CERTAIN)
    made.candidate(1, 3, two + WEIGHTS["over_text"], over_text=1.0, **CERTAIN)
    return made


def test_two_stories_in_turn_are_joined_over_each_other(scored: Callable[..., Scored]) -> None:
    made = in_turn(scored, 3.0, 3.0, {})
    assert made.joined() == {(0, 2), (1, 3)}
    assert all(one.margin == float("inf") for one in made.match())


@pytest.mark.parametrize(
    ("one", "two", "read"),
    [(2.9, 3.0, {}), (3.0, 2.9, {}), (3.0, 3.0, CERTAIN)],
    ids=["the first in doubt", "the second in doubt", "certain as they were read"],
)
def test_stories_are_not_in_turn_where_anything_is_in_doubt(
    scored: Callable[..., Scored], one: float, two: float, read: dict[str, float]
) -> None:
    assert not find_interleaved(list(in_turn(scored, one, two, read).rows.values()))


def test_stories_in_turn_skip_one_piece_each(scored: Callable[..., Scored]) -> None:
    made = scored(OPEN, OPEN, WHOLE, WHOLE, WHOLE)
    made.candidate(0, 3, 3.0, **CERTAIN)
    made.candidate(1, 4, 3.0, **CERTAIN)
    assert not find_interleaved(list(made.rows.values()))
    made = scored(OPEN, OPEN, WHOLE, WHOLE)
    made.candidate(0, 3, 3.0, **CERTAIN)
    made.candidate(1, 2, 3.0, **CERTAIN)
    assert not find_interleaved(list(made.rows.values()))


# what is asked of candidates


@pytest.mark.parametrize(("score", "doubt"), [(-12.0, False), (-11.9, True), (0.0, True), (3.9, True), (4.0, False)])
def test_a_seam_is_in_doubt_where_the_dear_signals_could_decide(score: float, doubt: bool) -> None:
    needs_plain_modules()
    candidate: Any = SimpleNamespace(score=score)
    assert is_in_doubt(candidate) == doubt


def widths(
    monkeypatch: pytest.MonkeyPatch, found: list[LayoutBlock], fill: float
) -> tuple[list[float], list[list[JoinCandidate]]]:
    """The lengths that the columns are asked about, and the candidates if they answer so."""
    needs_plain_modules()
    asked: list[float] = []

    def cut_log_odds(sizes: list[float], chances: Iterable[float], wanted: list[bool]) -> list[float]:
        assert all(0 < chance < 1 for chance in chances)
        asked.extend(sizes)
        return [fill * want for want in wanted]

    monkeypatch.setattr(joins, "find_cut_log_odds", cut_log_odds)
    return asked, find_candidates(found, Scores(), everything=True)


@pytest.mark.parametrize(("score", "asked"), [(-7.0, False), (0.0, True), (3.9, True), (4.0, False)])
@pytest.mark.parametrize("everything", [False, True])
def test_what_is_dear_is_asked_of_a_seam_in_doubt_or_of_all(
    monkeypatch: pytest.MonkeyPatch, score: float, asked: bool, everything: bool
) -> None:
    needs_plain_modules()
    monkeypatch.setattr(joins, "seen_elsewhere", lambda _: 0.01)
    monkeypatch.setattr(joins, "find_cut_log_odds", lambda sizes, chances, wanted: [0.5 * want for want in wanted])
    monkeypatch.setattr(joins, "is_in_doubt", lambda _: -7.0 < score < 4.0)
    (row,) = find_candidates(page(OPEN, WHOLE), Scores(), everything)
    assert row[0].features.get("seen_elsewhere", 0.0) == (0.01 if asked or everything else 0.0)
    assert row[0].fill == (0.5 if asked or everything else 0.0)


def test_a_paragraph_has_an_indent_and_what_goes_on_from_another_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = (
        "全市今年新建了三座污水处",
        "理厂，日处理能力大幅提高，水质明显改善，白鹭又飞回了湿",
        "地公园，市民争相观看。",
    )
    sizes, rows = widths(monkeypatch, page(*blocks), 0.5)
    assert rows[0][0].score > 0
    assert sizes == [len(blocks[0]) + 2, len(blocks[1])]
    assert [row[0].fill for row in rows] == [0.5, 0.5]
    assert all(candidate.features["fills_column"] == 0.5 for row in rows for candidate in row)


def test_what_a_join_makes_is_read_as_a_caption_up_to_the_length_of_one() -> None:
    begun, ended = "图为昨天启用的", "理厂。（周明 摄）"
    for size, caption in ((220, True), (221, False)):
        before, behind = page(begun + "水" * (size - len(begun) - len(ended)), ended)
        assert reads_as_caption(JoinCandidate(before, behind, [])) == caption


def test_furniture_cut_in_two_is_not_put_together() -> None:
    before, behind = page("（下转", "第3版）")
    assert reads_as_caption(JoinCandidate(before, behind, []))
