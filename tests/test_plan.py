"""What is decided of a page: which candidates are tried, what is taken out and how, and what a choice leaves alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from jmclean import Options, clean
from jmclean.engine.chain import load
from jmclean.structure import matching as joins
from jmclean.structure.blocks import LayoutBlock, make_layout_blocks
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.matching import (
    JoinDecision,
    find_candidates,
    is_certain,
    make_decision,
    match,
    reads_as_caption,
    score_candidates,
)
from jmclean.structure.plan import (
    Plan,
    cut_out,
    find_furniture,
    join_decided,
    match_jump,
    may_turn,
    recall_plan,
    share_end,
)
from jmclean.structure.scoring import Scores, SideScore
from jmclean.structure.weights import WEIGHTS
from jmclean.text.declaration import sum_carried_out
from jmclean.text.document import Document
from jmclean.text.edits import Edit, apply, splice
from tests.builds import needs_plain_modules

TAIL, HEAD = "全市新建了三座污水处", "理厂，日处理能力大幅提高。"
CAPTION = "图为污水厂。（周明 摄）"
TEXT = "城南的灯会昨晚开幕，游人很多，都说好看。"


def page(*blocks: str, blank: str = "\n\n") -> list[LayoutBlock]:
    return make_layout_blocks(Document(blank.join(blocks) + "\n"))


def decided(*blocks: str, **options: Any) -> tuple[Plan, str]:
    text = "\n\n".join(blocks) + "\n"
    return planned(text, **options), text


def planned(text: str, **options: Any) -> Plan:
    doc, chosen = Document(text), Options(**options)
    doc.carry(sum_carried_out([load(name).DECLARATION for name in chosen.chain()]))
    return recall_plan(doc, chosen)


# taking out


@pytest.mark.parametrize(
    ("text", "out", "left"),
    [
        ("一\n\n二\n\n三\n", "二", "一\n\n三\n"),
        ("一\n\n\n\n二\n\n三\n", "二", "一\n\n三\n"),
        ("二\n\n三\n", "二", "三\n"),
        ("\n\n二\n\n三\n", "二", "三\n"),
        ("一\n\n二", "二", "一"),
        ("一\n\n二\n", "二", "一\n"),
        ("一二三\n", "二", "一三\n"),
        ("二三\n", "二", "三\n"),
        ("一二\n", "二", "一\n"),
        ("一 二\n", "二", "一 \n"),
        ("二 三\n", "二", " 三\n"),
        ("二", "二", ""),
    ],
)
def test_a_block_goes_with_its_blank_lines_and_a_part_of_one_alone(text: str, out: str, left: str) -> None:
    at = text.index(out)
    assert splice(text, list(cut_out(text, [(at, at + len(out))]))) == left


def test_all_blocks_may_go() -> None:
    text = "一\n\n二\n\n三\n"
    spans = [(at, at + 1) for at in map(text.index, "一二三")]
    assert splice(text, list(cut_out(text, spans))) == ""
    assert splice(text, list(cut_out(text, spans[:2]))) == "三\n"
    assert splice(text, list(cut_out(text, spans[1:]))) == "一\n"


# which candidates are tried


def heads(*blocks: str, everything: bool = True) -> list[int]:
    return [candidate.head.number for candidate in score_candidates(page(*blocks), 0, Scores(), everything=everything)]


def test_a_heading_ends_the_search_and_a_second_block_of_text_does() -> None:
    assert heads(TAIL, HEAD) == [1]
    assert heads(TAIL, "# 要闻", HEAD) == []
    assert heads(TAIL, CAPTION, HEAD) == [2]
    assert heads(TAIL, TEXT, HEAD) == [1, 2]
    assert heads(TAIL, TEXT, TEXT + "好", HEAD) == [1, 2]


def test_twelve_blocks_of_any_kind_may_stand_between_and_no_more() -> None:
    captions = [f"图为污水厂{number}号。（周明 摄）" for number in range(14)]
    assert heads(TAIL, *captions[:12], HEAD) == [13]
    assert heads(TAIL, *captions[:13], HEAD) == []


def test_a_tail_that_ends_in_a_stop_waits_for_its_quotation_alone() -> None:
    assert heads("他说：“灯会很好。", "大家都来。”") == [1]
    assert heads("他说：“灯会很好。", "大家都来。") == []
    assert heads("他说，灯会很好。", "大家都来。”") == []


def test_what_could_save_a_seam_over_text_is_a_word_or_a_mark() -> None:
    assert heads(TAIL, TEXT, HEAD, everything=False) == [1, 2]
    assert heads("昨天他们走了吧", TEXT, "昨日又来了很多人，都说好看。", everything=False) == [1]


@pytest.mark.parametrize(("between", "tried"), [(TEXT, [1]), ("他们昨天在江边看灯，今天", [1, 2])])
def test_a_weak_seam_over_text_is_tried_where_the_text_is_open_itself(between: str, tried: list[int]) -> None:
    found = page(TAIL, between, HEAD)
    scores = Scores()
    weak = -joins.MOST - WEIGHTS["over_text"] - scores.score_head(found[2]).score - 0.1
    scores._tails[found[0].folded] = SideScore({}, weak)
    assert [candidate.head.number for candidate in score_candidates(found, 0, scores)] == tried


def test_every_open_block_has_its_seams() -> None:
    found = page(TAIL, CAPTION, HEAD, "展出的青铜器吸引了大批观众，不少文物是首次与公", "众见面，大家都说好。")
    assert [(row[0].tail.number, row[0].head.number) for row in find_candidates(found, Scores())] == [(0, 2), (3, 4)]
    assert find_candidates(page(TEXT, TEXT), Scores()) == []
    assert len({one.share for row in find_candidates(found, Scores()) for one in row}) == 1


def test_a_seam_across_a_word_is_certain_and_one_across_nothing_is_not() -> None:
    found = page(TAIL, HEAD)
    assert is_certain(find_candidates(found, Scores())[0][0])
    assert not is_certain(find_candidates(page("昨天他们走了吧", "昨日又来了很多人，都说好看。"), Scores())[0][0])


@pytest.mark.parametrize(
    ("features", "score", "certain"),
    [
        ({"word_across": 1.5}, 3.0, True),
        ({"word_across": 1.4}, 3.0, False),
        ({"word_across": 1.5}, 2.9, False),
        ({"quote_met": 1.0}, 3.0, True),
        ({"quote_met": 1.0}, 2.9, False),
        ({"quote_met": 1.0, "mark_unmet": 1.0}, 3.0, False),
        ({"mark_unmet": 1.0}, 3.0, False),
        ({}, 9.0, False),
        ({"word_across": 1.5, "over_text": 1.0}, 3.0 + WEIGHTS["over_text"], True),
        ({"word_across": 1.5, "over_text": 1.0}, 2.9 + WEIGHTS["over_text"], False),
    ],
)
def test_a_certain_seam_has_a_word_or_marks_across_whatever_it_skips(
    features: dict[str, float], score: float, certain: bool
) -> None:
    needs_plain_modules()
    assert is_certain(SimpleNamespace(features=features, score=score)) == certain  # type: ignore[arg-type]


def one(tail: str, head: str) -> JoinCandidate:
    before, behind = page(tail, head)
    return JoinCandidate(before, behind, [])


def test_what_would_read_as_a_caption_is_not_put_together() -> None:
    assert reads_as_caption(one("图为昨天启用的污水处", "理厂。（周明 摄）"))
    assert not reads_as_caption(one(TAIL, HEAD))
    long = "图为昨天启用的" + "污水处" * 80
    assert not reads_as_caption(one(long, "理厂。（周明 摄）"))


def test_no_block_is_joined_twice_on_one_side() -> None:
    found = page(TAIL, "本报讯 市里昨天又新建了污水处", HEAD)
    taken = [decision.candidate.head.number for decision in match(found, "safe", Scores()) if decision.joined]
    assert len(taken) == len(set(taken)) == 1


# choices


def test_what_is_in_a_plan() -> None:
    found, text = decided(TAIL, CAPTION, "A05 民生 2021年3月5日 星期五", HEAD)
    assert ["".join(text[slice(*span)] for span in chain) for chain in found.chains] == [TAIL + HEAD]
    assert [text[slice(*span)] for span in found.captions] == [CAPTION]
    assert [text[slice(*span)] for span in found.furniture] == ["A05 民生 2021年3月5日 星期五"]
    assert {(decision.end, decision.head) for decision in found.decisions} == {(len(TAIL), text.index(HEAD))}


@pytest.mark.parametrize(
    "options", [{"join": "off"}, {"skip": ("split-paragraphs",)}, {"only": ("captions",)}], ids=lambda o: next(iter(o))
)
def test_without_joins_there_are_no_chains_and_captions_all_the_same(options: dict[str, Any]) -> None:
    found, text = decided(TAIL, CAPTION, HEAD, **options)
    assert found.chains == ()
    assert [text[slice(*span)] for span in found.captions] == [CAPTION]


STORY = "全市大会昨日召开，会议就今年的任务作了部"
GOES_ON = "署，要求各部门抓好落实。"


@pytest.mark.parametrize(
    ("blocks", "joined"),
    [
        ((f"{STORY}（下转A02版）", "# 图书馆", TEXT, f"（上接A01版）{GOES_ON}"), True),
        ((STORY, "（下转A02版）", "# 图书馆", TEXT, "（上接A01版）", GOES_ON), True),
        ((f"{STORY}（下转A02版）", "# 图书馆", TEXT, f"（上接A01版）{GOES_ON}", f"（上接A03版）{GOES_ON}"), False),
        ((f"（上接A01版）{GOES_ON}", "# 图书馆", TEXT, f"{STORY}（下转A02版）"), False),
        ((STORY, "# 图书馆", TEXT, f"（上接A01版）{GOES_ON}"), False),
    ],
    ids=["in the blocks", "by themselves", "two heads", "the wrong way round", "no turn"],
)
def test_a_story_that_turns_to_another_page_goes_on_where_it_comes_back(blocks: tuple[str, ...], joined: bool) -> None:
    found, text = decided(*blocks)
    chains = ["".join(text[slice(*span)] for span in chain) for chain in found.chains]
    assert (STORY + GOES_ON in chains) == joined
    assert not decided(*blocks, join="off")[0].chains
    assert not decided(*blocks, skip=("split-paragraphs",))[0].chains


def test_own_patterns_say_what_a_block_is() -> None:
    found, text = decided(TEXT, "老街夜景", TEXT, "第三版完", TEXT)
    assert (found.captions, found.furniture) == ((), ())
    found, text = decided(
        TEXT, "老街夜景", TEXT, "第三版完", TEXT, caption_patterns=("老街.*",), furniture_patterns=("第.版完",)
    )
    assert [text[slice(*span)] for span in found.captions] == ["老街夜景"]
    assert [text[slice(*span)] for span in found.furniture] == ["第三版完"]


APART = "游客在湖边赏灯。"


def test_what_is_set_apart_is_in_doubt_where_such_lines_are_rare() -> None:
    for blocks, doubted in ((3, [APART]), (2, [])):
        rest = "\n\n".join(f"{TEXT}{number}号。" for number in range(blocks - 1))
        text = f"{TEXT}\n\n\n{APART}\n\n{rest}\n"
        found = recall_plan(Document(text), Options())
        assert [text[slice(*span)] for span in found.doubtful] == doubted
        assert not recall_plan(Document(text), Options(captions="keep")).doubtful
        assert not planned(text, skip=("captions",)).doubtful


def test_where_one_caption_is_set_apart_so_are_the_others() -> None:
    text = f"{TEXT}\n\n\n图为灯会。（周明 摄）\n\n{TEXT}\n\n\n{APART}\n\n{TEXT}好。\n"
    assert [text[slice(*span)] for span in recall_plan(Document(text), Options()).captions] == [
        "图为灯会。（周明 摄）",
        APART,
    ]
    other = text.replace(APART, f"{APART}{'好' * 120}。")
    assert len(recall_plan(Document(other), Options()).captions) == 1


def test_a_sentence_that_is_set_apart_and_that_a_join_jumps_over_is_a_caption() -> None:
    text = f"{TAIL}\n\n\n{APART}\n\n{HEAD}\n"
    found = recall_plan(Document(text), Options())
    assert [text[slice(*span)] for span in found.captions] == [APART]
    assert len(found.chains) == 1
    assert not recall_plan(Document(text), Options(captions="keep")).captions


@pytest.mark.parametrize(
    ("known", "laced", "word", "jumps"),
    [
        (9.0, False, 1.4, False),
        (-11.9, False, 1.5, True),
        (-11.9, False, 1.4, False),
        (-12.1, False, 1.5, False),
        (-12.1, True, 1.5, True),
        (-12.1, True, 1.4, False),
    ],
)
def test_a_seam_over_text_needs_a_word_and_the_most_that_could_speak_for_it(
    known: float, laced: bool, word: float, jumps: bool
) -> None:
    needs_plain_modules()
    scores: Any = SimpleNamespace(
        score_tail=lambda _: SideScore({}, known - WEIGHTS["over_text"]), score_head=lambda _: SideScore({}, 0.0)
    )
    candidate: Any = SimpleNamespace(tail=SimpleNamespace(unclosed=""), head=SimpleNamespace(unopened=""), word=word)
    assert joins.may_jump(candidate, scores, 1, laced) == jumps


# put together


def pairs(found: list[LayoutBlock], *ends: tuple[int, int]) -> list[JoinCandidate]:
    return [JoinCandidate(found[tail], found[head], found[tail + 1 : head]) for tail, head in ends]


def test_pieces_are_put_together_round_by_round() -> None:
    found = page("甲", "乙", "丙", "丁", "戊")
    left = join_decided(found, pairs(found, (1, 3)))
    assert [block.text for block in left] == ["甲", "乙丁", "丙", "戊"]
    left = join_decided(left, [JoinCandidate(left[0], left[1], []), JoinCandidate(left[1], left[3], [left[2]])])
    assert [block.text for block in left] == ["甲乙丁戊", "丙"]
    assert join_decided(left, []) == left


def test_a_decision_ends_where_the_last_piece_of_its_tail_does() -> None:
    found = page("甲", "乙", "丙")
    (whole, behind) = join_decided(found, pairs(found, (0, 1)))
    decision = make_decision(JoinCandidate(whole, behind, []))
    assert (decision.end, decision.head) == (found[1].spans[0][1], found[2].spans[0][0]) == (4, 6)


def test_decisions_that_share_an_end_meet() -> None:
    found = page("甲", "乙", "丙", "丁")
    one, same_tail, same_head, apart, behind = (
        JoinDecision(candidate, True, 0.0) for candidate in pairs(found, (0, 1), (0, 2), (2, 1), (2, 3), (1, 2))
    )
    assert share_end(one, one)
    assert share_end(one, same_tail)
    assert share_end(one, same_head)
    assert not share_end(one, apart)
    assert not share_end(one, behind)


def test_furniture_is_a_block_or_the_marks_at_its_ends() -> None:
    for block, out in (
        ("A05 民生 2021年3月5日 星期五", ["A05 民生 2021年3月5日 星期五"]),
        (f"（上接A01版）{TEXT}", ["（上接A01版）"]),
        (f"{TAIL}（下转A02版）", ["（下转A02版）"]),
        (f"（上接A01版）{TAIL}（下转A02版）", ["（上接A01版）", "（下转A02版）"]),
        (TEXT, []),
        ("（下转A02版）", ["（下转A02版）"]),
    ):
        text = f"{TEXT}\n\n{block}\n"
        _, found = make_layout_blocks(Document(text))
        assert [text[slice(*span)] for span in find_furniture(found)] == out


@pytest.mark.parametrize(
    ("tail", "head", "turn"),
    [
        ("他们（下转", "A02版）好。", True),
        ("他们（下轉A02", "版）好。", True),
        ("他们（上接A01", "版）好。", True),
        ("他们转", "身走了。", False),
        ("他们出", "版了书。", False),
        (f"转{'他' * 59}", "出版了书。", True),
        (f"转{'他' * 60}", "出版了书。", False),
        ("他们转身走", f"{'他' * 59}版。", True),
        ("他们转身走", f"{'他' * 60}版。", False),
    ],
)
def test_a_jump_mark_may_stand_across_a_seam(tail: str, head: str, turn: bool) -> None:
    assert may_turn(one(tail, head)) == turn


@pytest.mark.parametrize(
    ("joined", "score", "doubtful"),
    [(False, -1.4, True), (False, -1.5, False), (True, -1.4, False), (True, 9.0, False)],
)
def test_a_plan_is_in_doubt_by_a_break_that_was_nearly_joined(joined: bool, score: float, doubtful: bool) -> None:
    candidate = one(TAIL, HEAD)
    candidate.score = score
    assert Plan(decisions=(JoinDecision(candidate, joined, 0.0),)).is_doubtful("") == doubtful


@pytest.mark.parametrize(
    ("score", "text", "doubtful"),
    [
        (-3.0, f"全市的{TAIL[-2:]}{HEAD[:1]}很大", True),
        (-3.0, f"全市的{TAIL[-1:]}{HEAD[:2]}很大", True),
        (-3.0, f"全市的{TAIL[-1:]}{HEAD[:1]}很大", False),
        (-9.0, f"全市的{TAIL[-2:]}{HEAD[:2]}很大", False),
    ],
)
def test_a_plan_is_in_doubt_by_letters_that_stand_together_elsewhere(score: float, text: str, doubtful: bool) -> None:
    candidate = one(TAIL, HEAD)
    candidate.score = score
    assert Plan(decisions=(JoinDecision(candidate, False, 0.0),)).is_doubtful(text) == doubtful


@pytest.mark.parametrize(("breaks", "doubtful"), [(50, False), (51, True)])
def test_a_plan_of_many_unlikely_breaks_is_in_doubt(breaks: int, doubtful: bool) -> None:
    candidate = one(TAIL, HEAD)
    candidate.score = -3.0
    assert Plan(decisions=(JoinDecision(candidate, False, 0.0),) * breaks).is_doubtful("") == doubtful


def test_a_plan_is_in_doubt_by_a_jump_mark_that_was_put_together() -> None:
    assert Plan(decisions=(JoinDecision(one("他们（下转", "A02版）好。"), True, 0.0),)).is_doubtful("")
    assert not Plan().is_doubtful("")


def test_all_that_a_plan_names_moves_with_the_text() -> None:
    text = f"{TEXT}\n\n{TAIL}\n\n{CAPTION}\n\n{HEAD}\n\nA13\n"

    def span(text: str, block: str) -> tuple[int, int]:
        return text.index(block), text.index(block) + len(block)

    def planned(text: str) -> Plan:
        tail, head, caption, folio = (span(text, block) for block in (TAIL, HEAD, CAPTION, "A13"))
        return Plan(
            ((tail, head),), (folio,), (caption,), (caption,), (JoinDecision(candidate, True, 0.5, tail[1], head[0]),)
        )

    candidate = one(TAIL, HEAD)
    for edits in ([Edit(0, 2, "")], [Edit(0, 0, "昨日")], [Edit(text.index(TAIL), text.index(TAIL), "> ")]):
        after, change = apply(text, "captions", edits)
        assert change
        assert planned(text).after(change) == planned(after)


# jumps


FAR = ("# 图书馆", TEXT)


@pytest.mark.parametrize(
    ("blocks", "ends"),
    [
        ((f"{STORY}（下转A02版）", *FAR, f"（上接A01版）{GOES_ON}"), (0, 3)),
        ((STORY, "（下转A02版）", *FAR, "（上接A01版）", GOES_ON), (0, 5)),
        ((STORY, "（下转A02版）", *FAR, f"（上接A01版）{GOES_ON}"), (0, 4)),
        ((f"{STORY}（下转A02版）", *FAR, "（上接A01版）", GOES_ON), (0, 4)),
        ((f"{STORY}。（下转A02版）", *FAR, f"（上接A01版）{GOES_ON}"), None),
        ((f"{STORY}（下转A02版）", f"{STORY}（下转A03版）", *FAR, f"（上接A01版）{GOES_ON}"), None),
        ((f"{STORY}（下转A02版）", *FAR), None),
        ((*FAR, f"（上接A01版）{GOES_ON}"), None),
        ((STORY, "（上接A02版）", *FAR, "（下转A01版）", GOES_ON), None),
    ],
)
def test_a_jump_has_two_ends(blocks: tuple[str, ...], ends: tuple[int, int] | None) -> None:
    found = list(match_jump(page(*blocks), Scores()))
    assert [(one.candidate.tail.number, one.candidate.head.number) for one in found] == ([ends] if ends else [])
    assert all(one.joined and one.margin == float("inf") for one in found)
    for off in ({"join": "off"}, {"skip": ("split-paragraphs",)}):
        assert not decided(*blocks, **off)[0].chains


def test_what_a_jump_joins_is_joined_to_nothing_else() -> None:
    found, text = decided(f"{STORY}（下转A02版）", GOES_ON, *FAR, f"（上接A01版）{GOES_ON}")
    (chain,) = found.chains
    assert [span[0] for span in chain] == [0, text.rindex(GOES_ON)]
    assert len(found.decisions) == 1


# the second look, at the page as it will be


NUMBERED, FOLIO = "1：老街的灯。", "·12·"
"""The folio begins as an item of a list does."""


@pytest.mark.parametrize(
    ("options", "captions"),
    [
        ({}, [NUMBERED]),
        ({"captions": "comment"}, [NUMBERED]),
        ({"skip": ("page-furniture",)}, []),
        ({"captions": "keep"}, []),
        ({"skip": ("captions",)}, []),
    ],
)
def test_a_numbered_caption_is_seen_once_a_folio_like_an_item_is_gone(
    options: dict[str, Any], captions: list[str]
) -> None:
    found, text = decided(TEXT, NUMBERED, FOLIO, f"{TEXT}好。", **options)
    assert [text[slice(*span)] for span in found.furniture] == [FOLIO]
    assert [text[slice(*span)] for span in found.captions] == captions


@pytest.mark.parametrize(
    ("options", "joined"), [({}, True), ({"captions": "comment"}, True), ({"skip": ("page-furniture",)}, False)]
)
def test_a_paragraph_goes_on_behind_what_only_a_second_look_finds_to_be_a_caption(
    options: dict[str, Any], joined: bool
) -> None:
    begun, ended = "他说：“灯会很好。", "大家都来。”"
    found, text = decided(begun, NUMBERED, FOLIO, ended, **options)
    chains = ["".join(text[slice(*span)] for span in chain) for chain in found.chains]
    assert chains == ([begun + ended] if joined else [])


MANY = [f"图为污水厂{number}号。（周明 摄）" for number in range(13)]


@pytest.mark.parametrize(
    ("options", "joined"),
    [
        ({}, True),
        ({"captions": "comment"}, False),
        ({"captions": "keep"}, False),
        ({"skip": ("captions",)}, False),
    ],
)
def test_a_head_comes_within_reach_once_captions_are_taken_out(options: dict[str, Any], joined: bool) -> None:
    found, text = decided(TAIL, *MANY, HEAD, **options)
    chains = ["".join(text[slice(*span)] for span in chain) for chain in found.chains]
    assert chains == ([TAIL + HEAD] if joined else [])


@pytest.mark.parametrize(("options", "joined"), [({}, False), ({"skip": ("blank-lines",)}, True)])
def test_extra_blank_lines_tell_nothing_once_they_are_gone(options: dict[str, Any], joined: bool) -> None:
    text = "\n\n".join((TAIL, *MANY, f"\n{APART}", HEAD)) + "\n"
    chains = planned(text, **options).chains
    assert (TAIL + HEAD in ["".join(text[slice(*span)] for span in chain) for chain in chains]) == joined


# what is joined is no caption


@pytest.mark.parametrize("tail", [TAIL, TEXT], ids=["joined", "left apart"])
def test_what_is_joined_is_in_no_doubt(tail: str) -> None:
    text = "\n\n".join((tail, f"\n{HEAD}", f"{TEXT}一", f"{TEXT}二", f"{TEXT}三")) + "\n"
    found = recall_plan(Document(text), Options())
    assert [text[slice(*span)] for span in found.doubtful] == ([] if found.chains else [HEAD])
    assert bool(found.chains) == (tail == TAIL)


def test_a_plan_is_made_once() -> None:
    doc = Document(f"{TAIL}\n\n{HEAD}\n")
    first = recall_plan(doc, Options())
    assert doc.recall(Plan) is first is recall_plan(doc, Options(join="off"))


def test_a_date_beside_a_caption_is_at_the_edge_of_the_page() -> None:
    text = "老街的灯修好了。\n\n\n\n2021年3月5日 星期五\n\n\n\n扫码关注公众号\n责任编辑 周明\n"
    for options in (Options(), Options(join="full"), Options(captions="comment")):
        once = clean(text, options).text
        assert "星期五" not in once
        assert clean(once, options).text == once
