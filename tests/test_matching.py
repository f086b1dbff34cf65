"""Which of the candidates that were tried are joined: by score, by margin, across others, and on which pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import exp
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
from jmclean.text.edits import Change, Edit
from jmclean.text.tracing import Offsets
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


# how much is asked of a page


@pytest.mark.parametrize(
    ("join", "blocks", "care", "misread", "least"),
    [
        ("safe", 9, "", False, 0.25),
        ("full", 9, "", False, -0.7),
        ("safe", 10, "", False, 3.25),
        ("full", 10, "", False, 2.3),
        ("safe", 9, "a reason", False, 1.5),
        ("full", 10, "a reason", False, 3.55),
        ("safe", 10, "", True, -0.75),
        ("full", 10, "", True, -1.7),
        ("safe", 9, "", True, -0.75),
    ],
)
def test_the_least_score_on_each_kind_of_page(
    scored: Callable[..., Scored],
    monkeypatch: pytest.MonkeyPatch,
    join: Join,
    blocks: int,
    care: str,
    misread: bool,
    least: float,
) -> None:
    monkeypatch.setattr(joins, "find_reason_for_care", lambda _: care)
    monkeypatch.setattr(joins, "was_misread", lambda _: misread)
    for score, joined in ((least + 1e-9, True), (least - 1e-3, False)):
        made = scored(OPEN, WHOLE, *[WHOLE] * (blocks - 2))
        monkeypatch.setattr(joins, "find_reason_for_care", lambda _: care)
        made.candidate(0, 1, score).ends._word = 0.0
        assert bool(made.joined(join)) == joined


PARAGRAPH = "昨夜江边亮起了灯市民纷纷出门赏灯有人说好"
"""Twenty characters without a stop."""


@pytest.mark.parametrize(
    ("blocks", "ends"),
    [
        ([PARAGRAPH] * 4, True),
        ([PARAGRAPH] * 3, False),
        ([PARAGRAPH] * 3 + [PARAGRAPH[1:]], False),
        ([PARAGRAPH] * 4 + [WHOLE], True),
        ([PARAGRAPH] * 4 + [PARAGRAPH + "。"], False),
        ([PARAGRAPH] * 4 + ["## 江边的灯火亮了江边的灯火亮了江边的灯火亮"], True),
    ],
)
def test_a_page_ends_nowhere_that_has_four_paragraphs_and_no_stop(blocks: list[str], ends: bool) -> None:
    assert joins.ends_nowhere(page(*blocks)) == ends


def demands(monkeypatch: pytest.MonkeyPatch, found: list[LayoutBlock], *scores: float, **said: Any) -> Any:
    """Return what a page asks for, and what is asked about its order: the least score and whether it is in doubt."""
    needs_plain_modules()
    asked: list[Any] = []
    monkeypatch.setattr(joins, "find_reason_against", lambda _: "")
    monkeypatch.setattr(joins, "count_witnesses", lambda _: said.get("witnesses", 1))
    monkeypatch.setattr(joins, "has_layout", lambda _: said.get("layout", False))

    def is_in_order(likely: list[JoinCandidate]) -> bool:
        asked.append(len(likely))
        return False

    def find(likely: list[JoinCandidate], least: float, is_doubted: bool) -> frozenset[int]:
        asked.append((least, is_doubted))
        return frozenset(said.get("disordered", ()))

    monkeypatch.setattr(joins, "is_in_order", is_in_order)
    monkeypatch.setattr(joins, "find_disordered", find)
    best = []
    for score in scores:
        best.append(JoinCandidate(found[0], found[1], []))
        best[-1].score = score
    return joins.find_demands(found, best, "safe"), asked


def test_what_a_page_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = page(OPEN, *[WHOLE] * 9)
    usual, asked = demands(monkeypatch, found, 0.25, 0.24, 3.0)
    assert usual == (0.25, False, False, False, frozenset(), False)
    assert asked == [(0.25, False), 2]
    strict, asked = demands(monkeypatch, found, 3.25, 3.24, *[0.0] * 4, witnesses=0, disordered=(3,))
    assert strict == (3.25, True, False, False, {3}, True)
    assert asked == [(3.25, False), 1]
    laid_out, asked = demands(monkeypatch, found, 0.25, witnesses=0, layout=True)
    assert laid_out == (0.25, False, False, True, frozenset(), False)
    assert asked == []


@pytest.mark.parametrize(("number", "doubted"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_fifth_of_the_blocks_out_of_order_puts_the_others_in_doubt(
    monkeypatch: pytest.MonkeyPatch, number: int, doubted: bool
) -> None:
    found = page(OPEN, *[WHOLE] * 9)
    found = [block.give_context("unordered") if at >= 10 - number else block for at, block in enumerate(found)]
    told, asked = demands(monkeypatch, found, 1.0)
    assert asked[0] == (0.25, doubted)
    assert told.has_disorder == (number > 0)


def test_on_a_page_without_stops_or_in_disorder_less_is_joined(
    scored: Callable[..., Scored], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = scored(OPEN, WHOLE, WHOLE)
    made.candidate(0, 1, 5.0)
    usual = joins.PageDemands(0.25, False, False, True, frozenset(), False)
    for asked, joined in (
        (usual, True),
        (usual._replace(stopless=True), False),
        (usual._replace(in_order=False), False),
        (usual._replace(disordered=frozenset({0})), False),
        (usual._replace(disordered=frozenset({1})), True),
        (usual._replace(has_disorder=True), True),
        (usual._replace(lost=True), False),
    ):
        monkeypatch.setattr(joins, "find_demands", lambda *_, asked=asked: asked)
        monkeypatch.setattr(joins, "is_supported", lambda _: False)
        assert bool(made.joined()) == joined
        monkeypatch.setattr(joins, "is_supported", lambda _: True)
        assert bool(made.joined()) == (joined or not asked.in_order)


@pytest.mark.parametrize(
    ("between", "supported", "moves"),
    [
        ([], False, False),
        ([NAME], True, True),
        ([NAME], False, True),
        (["责任编辑：王五"], True, False),
        (["责任编辑：王五"], False, True),
    ],
)
def test_text_is_moved_where_a_join_jumps_over_it(
    monkeypatch: pytest.MonkeyPatch, between: list[str], supported: bool, moves: bool
) -> None:
    needs_plain_modules()
    found = page(OPEN, *between, WHOLE)
    monkeypatch.setattr(joins, "is_supported", lambda _: supported)
    assert joins.is_move(JoinCandidate(found[0], found[-1], found[1:-1])) == moves


@pytest.mark.parametrize(
    ("tail", "layout", "seen", "goes"),
    [
        (f"{OPEN}，", 0.0, 0.0, True),
        (OPEN, 0.1, 0.0, True),
        (OPEN, 0.0, 1.1, True),
        (OPEN, 0.0, 1.0, False),
        (OPEN, 0.0, None, False),
    ],
)
def test_what_goes_on_though_stops_are_lost(tail: str, layout: float, seen: float | None, goes: bool) -> None:
    needs_plain_modules()
    features = {} if seen is None else {"seen_elsewhere": seen}
    candidate: Any = SimpleNamespace(tail=page(tail)[0], layout=layout, features=features)
    assert joins.goes_on_anyhow(candidate) == goes


def test_the_best_head_and_its_lead() -> None:
    found = page(OPEN, WHOLE, WHOLE)
    row = [JoinCandidate(found[0], head, []) for head in found[1:]]
    row[0].score, row[1].score = 1.0, 3.0
    assert joins.choose_best(row, set()) == (row[1], 2.0)
    assert joins.choose_best(row, {row[0]}) == (row[0], float("inf"))
    assert joins.choose_best(row[:1], set()) == (row[0], float("inf"))


def test_a_decision_keeps_its_places() -> None:
    found = page(OPEN, WHOLE)
    candidate = JoinCandidate(found[0], found[1], [])
    decision = joins.make_decision(candidate)
    assert decision == (candidate, True, float("inf"), len(OPEN), len(OPEN) + 2, False)
    assert JoinDecision(candidate, False, 1.0) == (candidate, False, 1.0, 0, 0, False)
    moved = decision.after(
        Offsets(Change("a rule", (Edit(3, 3, "江边的灯火"), Edit(len(OPEN), len(OPEN) + 2, "\n")), ("", "\n\n")))
    )
    assert (moved.end, moved.head) == (len(OPEN) + 5, len(OPEN) + 6)


# physical pages


def test_blocks_and_candidates_are_parted_by_the_pages_on_which_they_end() -> None:
    found = page(OPEN, WHOLE, OPEN, WHOLE, OPEN, WHOLE)
    starts = [0, found[2].spans[0][0], found[4].spans[0][0]]
    rows = [[JoinCandidate(found[at], found[at + 1], [])] for at in (0, 4)]
    assert [joins.find_page(block, starts) for block in found] == [1, 1, 2, 2, 3, 3]
    assert joins.part_blocks(found, starts) == [found[:2], found[2:4], found[4:]]
    assert joins.part_blocks(found, starts[:2]) == [found[:2], found[2:]]
    assert joins.part_blocks(found, starts[1:2]) == joins.part_blocks(found, []) == [found]
    assert joins.part_by_pages(found, rows, starts) == [(found[:2], rows[:1]), (found[4:], rows[1:])]
    assert joins.part_by_pages(found, [*rows, rows[0]], starts)[0] == (found[:2], [rows[0], rows[0]])
    assert joins.part_by_pages(found, rows, starts[1:2]) == [(found, rows)]
    assert joins.part_by_pages(found, rows, starts[:2]) == [(found[:2], rows[:1]), (found[2:], rows[1:])]


@pytest.mark.parametrize(
    ("scores", "blocks", "layout", "odds", "share"),
    [
        ((1.0,), [OPEN, WHOLE], False, -1.5, -1.5),
        ((1.0,), [OPEN, WHOLE], True, -1.5, 0.0),
        ((1.0,), [OPEN, WHOLE], True, 1.5, 1.5),
        ((1.0,), [PARAGRAPH] * 4, False, 1.5, -4.0),
        ((1.0,), [PARAGRAPH] * 4, False, -5.0, -5.0),
        ((1.0,), [PARAGRAPH] * 4, True, -5.0, 0.0),
    ],
)
def test_all_candidates_of_a_page_start_from_its_share_of_cuts(
    monkeypatch: pytest.MonkeyPatch,
    scores: tuple[float, ...],
    blocks: list[str],
    layout: bool,
    odds: float,
    share: float,
) -> None:
    needs_plain_modules()
    found = page(*blocks)
    rows = [[JoinCandidate(found[0], found[1], [])]]
    rows[0][0].score = scores[0]
    monkeypatch.setattr(joins, "find_cut_log_odds", lambda *_: [0.0])
    monkeypatch.setattr(joins, "find_odds_of_cuts", lambda *_: odds)
    monkeypatch.setattr(joins, "has_layout", lambda _: layout)
    joins.weigh_page(found, rows, Scores(), frozenset(), False)
    assert rows[0][0].share == share


@pytest.mark.parametrize(("number", "headline", "scrap"), [(99, False, True), (100, False, False), (99, True, False)])
def test_a_few_words_without_a_headline_are_a_scrap(
    monkeypatch: pytest.MonkeyPatch, number: int, headline: bool, scrap: bool
) -> None:
    needs_plain_modules()
    found = page("水" * (number - 10), "江边的灯火亮了起来。")
    candidate = JoinCandidate(found[0], found[1], [])
    asked: list[Any] = []
    monkeypatch.setattr(joins, "find_cut_log_odds", lambda *_: [0.0])

    def find_odds(best: list[JoinCandidate], is_scrap: bool) -> float:
        asked.append(is_scrap)
        return 0.0

    monkeypatch.setattr(joins, "find_odds_of_cuts", find_odds)
    keys = frozenset({found[0].key}) if headline else frozenset()
    joins.weigh_page(found, [[candidate]], Scores(), keys, False)
    assert asked == [scrap]


@pytest.mark.parametrize(("score", "indent"), [(0.0, 2), (0.1, 0)])
def test_columns_are_asked_about_tails_with_the_chance_of_their_best_head(
    monkeypatch: pytest.MonkeyPatch, score: float, indent: int
) -> None:
    needs_plain_modules()
    found = page(OPEN, OPEN, WHOLE)
    rows = [[JoinCandidate(found[0], found[1], [])], [JoinCandidate(found[1], found[2], [])]]
    rows[0][0].score, rows[1][0].score = score, -20.0
    asked: list[Any] = []

    def tell(*said: Any) -> list[float]:
        asked.extend(said)
        return [0.25, 0.5]

    monkeypatch.setattr(joins, "find_cut_log_odds", tell)
    monkeypatch.setattr(joins, "find_odds_of_cuts", lambda *_: 0.0)
    joins.weigh_page(found, rows, Scores(), frozenset(), False)
    size = len(OPEN)
    assert asked[0] == [size + 2, size + indent]
    assert asked[1] == [pytest.approx(1 / (1 + exp(-score))), pytest.approx(exp(-20), rel=1e-3)]
    assert asked[2] == [True, False]
    assert [row[0].fill for row in rows] == [0.25, 0.5]


@pytest.mark.parametrize(
    ("word", "sides", "skipped", "laced", "may"),
    [
        (1.5, 0.0, 1, False, True),
        (1.49, 0.0, 1, True, False),
        (1.5, -30.0, 1, False, False),
        (1.5, -30.0, 1, True, True),
        (1.5, -12.0, 0, False, False),
        (1.5, -11.9, 0, False, True),
    ],
)
def test_a_join_may_jump_over_text_where_it_could_still_be_saved(
    word: float, sides: float, skipped: int, laced: bool, may: bool
) -> None:
    needs_plain_modules()
    candidate: Any = SimpleNamespace(word=word, tail=None, head=None)
    scores: Any = SimpleNamespace(
        score_tail=lambda _: SimpleNamespace(score=sides - 7.0), score_head=lambda _: SimpleNamespace(score=7.0)
    )
    assert joins.may_jump(candidate, scores, skipped, laced) == may


def test_a_candidate_is_certain_by_what_runs_across_it_whatever_it_skips() -> None:
    needs_plain_modules()

    def certain(score: float, **features: float) -> bool:
        candidate: Any = SimpleNamespace(score=score, features=features)
        return joins.is_certain(candidate)

    assert certain(3.0, word_across=1.5)
    assert not certain(2.99, word_across=1.5)
    assert not certain(3.0, word_across=1.49)
    assert not certain(3.0)
    assert certain(3.0, quote_met=1.0)
    assert certain(3.0, bracket_met=1.0)
    assert not certain(3.0, quote_met=1.0, mark_unmet=1.0)
    assert certain(3.0 + WEIGHTS["over_text"] + 1e-9, word_across=2.0, over_text=1.0)
    assert not certain(3.0 + WEIGHTS["over_text"] - 0.01, word_across=2.0, over_text=1.0)


def test_a_page_with_boxes_was_read_from_a_layout() -> None:
    needs_plain_modules()

    def block(*box: float | None) -> Any:
        return SimpleNamespace(first_facts=SimpleNamespace(box=box[0]) if box else None)

    assert joins.has_layout([block(), block(1.0)]) is True
    assert joins.has_layout([block(), block(None)]) is False


def test_a_page_without_stops_is_stopless_but_not_one_of_a_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    found = page(*[PARAGRAPH] * 4)
    assert demands(monkeypatch, found, 1.0)[0].stopless is True
    assert demands(monkeypatch, found, 1.0, layout=True)[0].stopless is False
    assert demands(monkeypatch, page(*[PARAGRAPH] * 3), 1.0)[0].stopless is False


def test_both_sides_count_for_the_length_of_a_caption() -> None:
    before, behind = page("图为昨天启用的" + "水" * 104, "水" * 102 + "。（周明 摄）")
    assert len(before.text) + len(behind.text) == 220
    assert reads_as_caption(JoinCandidate(before, behind, []))
    before, behind = page("图为昨天启用的" + "水" * 105, "水" * 102 + "。（周明 摄）")
    assert not reads_as_caption(JoinCandidate(before, behind, []))
