"""What each feature says of a tail, a head and the candidate between them, on places that are made for it."""

from __future__ import annotations

import math

import pytest

from jmclean.structure import features as features
from jmclean.structure.blocks import LayoutBlock, make_layout_blocks
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.never import NEVER, NEVER_THERE, UNLESS_CUT, UNLESS_CUT_THERE, UNLESS_LIKELY
from jmclean.structure.reasons import FORBIDDING, WORDS, word_reason
from jmclean.structure.scoring import STRONGEST, Scores, add_feature, find_strongest_reasons, weigh
from jmclean.structure.weights import BIAS, WEIGHTS
from jmclean.text.document import Document

HEAD = "大家都说好。"


def candidate(tail: str, head: str, *between: str, blank: str = "\n\n") -> JoinCandidate:
    """The candidate between the first block of a page and the last."""
    found = make_layout_blocks(Document(blank.join((tail, *between, head)) + "\n"))
    return JoinCandidate(found[0], found[-1], found[1:-1])


def block(text: str) -> LayoutBlock:
    return candidate(text, HEAD).tail


@pytest.mark.parametrize(
    ("feature", "tail", "value"),
    [
        ("comma", "新馆开放，", 1.0),
        ("comma", "新馆、", 1.0),
        ("comma", "新馆；", 0.0),
        ("closed_quote", "他说：“新馆今天开放，大家来吧”", 1.0),
        ("closed_quote", "一座“书房”", 0.0),
        ("sentence_tail", "新馆开放，他说", 1.0),
        ("sentence_tail", "新馆开放；他说", 1.0),
        ("sentence_tail", "新馆开放他说", 0.0),
        ("sentence_tail", "新馆开放，", 0.0),
        ("sentence_tail", "新馆开放，他", 1.0),
        ("sentence_tail", "新馆开放" * 70, 1.0),
    ],
)
def test_what_is_said_of_a_tail(feature: str, tail: str, value: float) -> None:
    assert getattr(features, feature)(block(tail)) == value


@pytest.mark.parametrize(
    ("feature", "head", "value"),
    [
        ("speaker", "王师傅：好。", 1.0),
        ("speaker", "王师傅说，好：是的。", 0.0),
        ("speaker", "王师傅和李师傅：", 1.0),
        ("speaker", "王师傅和李师傅说道：", 0.0),
        ("cannot_start", "，他说。", 1.0),
        ("cannot_start", "他说，好。", 0.0),
        ("dateline", "本报讯（记者 林下）稻子熟了。", 1.0),
        ("dateline", "稻子熟了。", 0.0),
        ("opener", "近日，稻子熟了。", 1.0),
        ("opener", "稻子近日熟了。", 0.0),
        ("item", "一、选种", 1.0),
        ("item", "选种", 0.0),
        ("long_head", "稻" * 40, 0.0),
        ("long_head", "稻" * 20, -math.log(2)),
        ("long_head", "稻" * 1000, 2.0),
        ("long_head", "稻", -2.0),
    ],
)
def test_what_is_said_of_a_head(feature: str, head: str, value: float) -> None:
    assert getattr(features, feature)(candidate("他们种", head).head) == pytest.approx(value)


@pytest.mark.parametrize(
    ("feature", "tail", "head", "value"),
    [
        ("phrase_alone", "十二个字的小标题一共是了", "大家都说好。", 0.0),
        ("phrase_alone", "城南旧事", "许多人昨天来过。", 1.0),
        ("phrase_alone", "城南的旧事和城北的新事都在此", "许多人昨天来过。", 12 / 14),
        ("phrase_alone", "城南旧事，", "许多人昨天来过。", 0.0),
        ("phrase_alone", "城南“旧事", "许多人”昨天来过。", 0.0),
        ("phrase_alone", "城南 Old", "Town 昨天来过。", 0.0),
        ("short_clause", "他们昨天来了，他", "们都很高兴，真的。", 1.0),
        ("short_clause", "他们昨天来了，他", "们，都很高兴。", 2.0),
        ("short_clause", "他们昨天来了", "他们都很高兴，真的。", 0.0),
        ("short_clause", "他们昨天来了，", "他们都很高兴，真的。", 0.0),
        ("long_clause", "馆" * 15, "藏" * 15 + "。", math.log(2)),
        ("long_clause", "馆" * 10, "藏" * 10 + "。", 0.0),
        ("quote_met", "他说：“好", "的。”", 1.0),
        ("quote_met", "他说：“好", "的。", 0.0),
        ("mark_unmet", "他说：“好", "的。", 1.0),
        ("mark_unmet", "他说：“好", "的。”", 0.0),
        ("mark_unmet", "他说好", "的。”", 0.0),
        ("number_across", "建成于3", "月。", 1.0),
        ("number_across", "建成于3", "5个。", 1.0),
        ("number_across", "共有3", "2019年建成。", 0.0),
        ("number_across", "共有3", "都好。", 0.0),
        ("number_across", "长3.", "5米。", 1.0),
        ("number_across", "长了.", "5米。", 0.0),
        ("number_across", "长三", "5米。", 0.0),
        ("misread_stop", "他走了.", "他们来了。", 1.0),
        ("misread_stop", "长3.", "5米。", 0.0),
        ("misread_stop", "他走了", "他们来了。", 0.0),
        ("figure_end", "共有3", "他们都好。", 1.0),
        ("figure_end", "增长3％", "他们都好。", 1.0),
        ("figure_end", "共有3", "个。", 0.0),
        ("figure_end", "使用 data", "base 的人。", 0.0),
        ("figure_end", "使用 data", "的人。", 1.0),
        ("figure_end", "共有三", "他们都好。", 0.0),
    ],
)
def test_what_is_said_of_both(feature: str, tail: str, head: str, value: float) -> None:
    assert getattr(features, feature)(candidate(tail, head)) == pytest.approx(value)


@pytest.mark.parametrize(
    ("tail", "value"),
    [
        ("馆" * 12, 1.0),
        ("馆" * 19, 0.5),
        ("馆" * 26, 0.0),
        ("书由市图", 0.0),
        ("书对市图", 1.0),
        ("书好了", 0.0),
        ("为了书", 1.0),
        ("了解书", 1.0),
        ("书：好", 0.0),
    ],
)
def test_a_sub_head_is_short_and_has_no_mark(tail: str, value: float) -> None:
    assert features.as_label(block(tail)) == value


@pytest.mark.parametrize(
    ("elsewhere", "value"),
    [
        ("城里的污水处理厂。", 2.0),
        ("城里的污水处。污水处。水处理。", 1.0),
        ("处理厂。", 1.0),
        ("处，理厂。", 0.0),
        ("处好理厂。", 0.0),
    ],
)
def test_letters_of_the_seam_that_stand_together_elsewhere(elsewhere: str, value: float) -> None:
    for page in ((f"{elsewhere}", "全市新建了污水处", "理厂三座。"), ("全市新建了污水处", "理厂三座。", elsewhere)):
        found = make_layout_blocks(Document("\n\n".join(page) + "\n"))
        at = next(number for number, one in enumerate(found) if one.text.endswith("污水处"))
        assert features.seen_elsewhere(JoinCandidate(found[at], found[at + 1], [])) == value


def test_letters_are_seen_where_a_page_begins() -> None:
    found = make_layout_blocks(Document("水处理场。\n\n全市新建了污水处\n\n理厂三座。\n"))
    assert features.seen_elsewhere(JoinCandidate(found[1], found[2], [])) == 1.0


def test_one_letter_is_seen_nowhere() -> None:
    assert features.seen_elsewhere(candidate("处", "理厂三座。")) == 0.0


CAPTION = "图为污水厂。（周明 摄）"


def test_what_stands_between_is_a_picture_or_text_or_set_apart() -> None:
    tail, head, text = "全市新建了污水处", "理厂三座。", "城南的灯会昨晚开幕。"
    names = ("over_picture", "over_text", "over_set_apart")

    def told(*between: str, blank: str = "\n\n") -> tuple[float, ...]:
        return tuple(getattr(features, name)(candidate(tail, head, *between, blank=blank)) for name in names)

    assert told() == (0.0, 0.0, 0.0)
    assert told(CAPTION) == (1.0, 0.0, 0.0)
    assert told(text) == (0.0, 1.0, 0.0)
    assert told(text, CAPTION, text) == (1.0, 2.0, 0.0)
    assert told(text, CAPTION, text, blank="\n\n\n") == (1.0, 0.0, 2.0)


def test_the_page_and_its_width_speak_for_the_tail() -> None:
    one = candidate("全市新建了污水处", "理厂三座。")
    one.share, one.fill = 0.25, 0.5
    assert (features.cut_page(one), features.fills_column(one)) == (0.25, 0.5)
    one.fill = -0.5
    assert features.fills_column(one) == 0.0


def test_a_score_is_the_weighted_sum_of_what_is_said() -> None:
    one = Scores().score(candidate("全市新建了三座污水处", "理厂，日处理能力大幅提高。"))
    assert one.score == pytest.approx(BIAS + weigh(one.features))
    before = one.score
    add_feature(one, "seen_elsewhere", 2.0)
    assert one.features["seen_elsewhere"] == 2.0
    assert one.score == pytest.approx(before + 2.0 * WEIGHTS["seen_elsewhere"])
    add_feature(one, "fills_column", 0.0)
    assert "fills_column" not in one.features
    strongest = max(one.features, key=lambda name: abs(WEIGHTS[name] * one.features[name]))
    told = find_strongest_reasons(one, is_joined=True)
    assert told[0][0] == strongest
    assert len(told) == STRONGEST


@pytest.mark.parametrize(
    ("feature", "text", "value"),
    [
        ("comma", "新馆’", 1.0),
        ("comma", "新‘馆’", 0.0),
        ("closed_quote", "新馆开放，大家来吧’", 0.0),
        ("closed_quote", "他说‘新馆开放，大家来吧’", 1.0),
        ("closed_quote", "（新馆）", 1.0),
        ("sentence_tail", "新馆。", 0.0),
        ("sentence_tail", "好。新馆", 1.0),
    ],
)
def test_what_else_is_said_of_a_tail(feature: str, text: str, value: float) -> None:
    assert getattr(features, feature)(block(text)) == pytest.approx(value)


@pytest.mark.parametrize(
    ("feature", "head", "value"),
    [
        ("speaker", "一二三四五六七八：好。", 1.0),
        ("speaker", "一二三四五六七八九：好。", 0.0),
        ("speaker", "老王问：好。", 0.0),
        ("cannot_start", "％的人。", 1.0),
        ("long_head", "稻" * 295, math.log(295 / 40)),
        ("long_head", "稻" * 6, math.log(6 / 40)),
    ],
)
def test_what_else_is_said_of_a_head(feature: str, head: str, value: float) -> None:
    assert getattr(features, feature)(candidate("他们种", head).head) == pytest.approx(value)


@pytest.mark.parametrize(
    ("feature", "tail", "head", "value"),
    [
        ("short_clause", "他们昨天来了，他们都", "说好，真的。", 2.0),
        ("short_clause", "他们昨天来了，他们都在", "江边看灯，真的。", 0.0),
        ("short_clause", "他们昨天来了，他们都在", "江边看，真的。", 1.0),
        ("short_clause", "他们昨天来了，他们都在", "说好，真的。", 1.0),
        ("short_clause", "他们昨天来了，", "，真的。", 0.0),
        ("long_clause", "馆" * 11, "藏" * 10 + "。", math.log(1.1)),
        ("long_clause", "馆，" + "馆" * 15, "藏" * 10 + "，藏。", math.log(1.5)),
        ("long_clause", "馆" * 4, "藏" * 4 + "。", 0.0),
        ("number_across", "共3", "％的人。", 1.0),
        ("number_across", "长3.", "5年。", 0.0),
        ("number_across", "长3.", "5％。", 1.0),
        ("number_across", "长3.", "5678米。", 0.0),
        ("number_across", "长3，", "5米。", 0.0),
        ("number_across", "共有3", "2019人。", 1.0),
        ("misread_stop", "他走了·", "他们来了。", 1.0),
        ("misread_stop", "他走了°", "他们来了。", 1.0),
        ("figure_end", "增长3％", "，他们都好。", 0.0),
        ("figure_end", "增长3％", "2019年好。", 1.0),
        ("figure_end", "增长3，", "他们都好。", 0.0),
        ("figure_end", "增长-", "他们都好。", 0.0),
        ("figure_end", "共有3", "5个。", 0.0),
        ("bracket_met", "他（说：好", "的”）。", 1.0),
        ("quote_met", "他（说：好", "的”）。", 0.0),
        ("bracket_met", "他在《渔港", "往事》里说。", 1.0),
        ("bracket_met", "他说：“好", "的。”", 0.0),
    ],
)
def test_what_else_is_said_of_both(feature: str, tail: str, head: str, value: float) -> None:
    assert getattr(features, feature)(candidate(tail, head)) == pytest.approx(value)


@pytest.mark.parametrize(
    ("tail", "head", "latin"),
    [("use data", "base", True), ("use data", "基地", False), ("使用", "data", False), ("use 3", "data", False)],
)
def test_two_latin_letters_meet(tail: str, head: str, latin: bool) -> None:
    assert features.is_latin(candidate(tail, head)) == latin


@pytest.mark.parametrize(
    ("tail", "value"),
    [
        ("馆" * 25, 1 / 14),
        ("馆" * 13, 13 / 14),
        ("馆的", 0.0),
        ("书对“市图”", 0.0),
        ("书房“市图”", 1.0),
        ("书由“市图”", 0.0),
        ("书好，市图", 0.0),
        ("为了好了书", 0.0),
    ],
)
def test_what_waits_for_another_word_is_no_sub_head(tail: str, value: float) -> None:
    assert features.as_label(block(tail)) == pytest.approx(value)


@pytest.mark.parametrize("far", [7_000, 9_000])
def test_letters_are_looked_for_on_a_page_s_length_around_the_seam(far: int) -> None:
    for blocks in (
        ("处理厂。", "馆" * far, "全市新建了污水处", "理厂三座。"),
        ("全市污水处", "理厂三座。", "馆" * far, "处理厂。"),
    ):
        found = make_layout_blocks(Document("\n\n".join(blocks) + "\n"))
        at = next(number for number, one in enumerate(found) if one.text.endswith("污水处"))
        assert features.seen_elsewhere(JoinCandidate(found[at], found[at + 1], [])) == (far < 8_000)


def test_reasons_are_the_three_strongest_in_order() -> None:
    scores = Scores()
    one = scores.score(candidate("全市新建了三座污水处", "理厂，日处理能力大幅提高。"))
    shares = [share for _, share in find_strongest_reasons(one, is_joined=True)]
    known = {name: WEIGHTS[name] * value for name, value in one.features.items()}
    assert shares == [
        pytest.approx(share, abs=0.051) for share in sorted(known.values(), key=lambda share: -abs(share))[:3]
    ]
    for side in (scores.score_tail(one.tail), scores.score_head(one.head)):
        assert side.features.items() <= one.features.items()
        assert side.score == pytest.approx(weigh(side.features))


@pytest.mark.parametrize(
    ("tail", "value"),
    [
        ("这项工程由市里的船厂", 1.0),
        ("这项工程把船厂旧", 1.0),
        ("这项工程由，市里的船厂", 0.0),
        ("这就是他们的理由", 0.0),
        ("这项工程由市财政支付", 0.0),
        ("这项工程", 0.0),
    ],
)
def test_a_tail_waits_for_the_verb_of_who_or_what_does_it(tail: str, value: float) -> None:
    assert features.waits_for_verb(block(tail)) == value


@pytest.mark.parametrize(
    ("tail", "head", "value"),
    [
        ("他们昨天走了", "稻" * 26, 1.0),
        ("他们昨天走了", "稻" * 27, 0.0),
        ("他们昨天走了", "稻子熟了。", 0.0),
        ("他们昨天走了，", "稻" * 26, 0.0),
        ("他们昨天走进的", "稻" * 26, 0.0),
    ],
)
def test_a_head_that_reads_as_a_cross_head(tail: str, head: str, value: float) -> None:
    assert features.label_follows(candidate(tail, head)) == value


def test_characters_that_end_sentences_are_told_from_those_that_do_not() -> None:
    assert features.unfinished(block("他们来自附近的")) > features.unfinished(block("问题得到了解决")) + 0.3
    assert features.unfinished(block("他说：“问题得到了解决。")) == 0.0


def test_characters_that_follow_each_other_are_told_from_those_that_do_not() -> None:
    cut, whole = candidate("全市今年新建", "设的污水厂。"), candidate("全市今年新建", "近日，污水厂启用。")
    assert features.drawn(cut) > 0 > features.drawn(whole)
    assert features.drawn(candidate("建成于193", "1年。")) == features.drawn(candidate("use data", "base。")) == 0.0


def test_a_beginning_of_a_paragraph_is_told_from_what_none_begins_with() -> None:
    cut, whole = block("的污水厂启用了。"), block("近日，污水厂启用。")
    assert features.no_beginning(cut) > 0.3 > 0 > features.no_beginning(whole)


def test_a_sentence_that_says_how_something_is_may_end_in_de() -> None:
    for tail, value in (("这是他自己做的", 1.0), ("这些都是，他自己做的", 0.0), ("这是他自己做", 0.0)):
        assert features.shi_de(block(tail)) == value


def test_nothing_is_held_against_a_comma_on_a_page_that_lost_its_stops() -> None:
    for tail, value in (("全市新建了三座厂，", 0.0), ("全市新建了三座厂", -2.0)):
        one = candidate(tail, "每天处理污水。")
        one.share = -2.0
        assert features.cut_page(one) == value


def test_every_feature_has_words_for_what_its_weight_says() -> None:
    for name, weight in WEIGHTS.items():
        assert WORDS[name][weight < 0]


def test_what_forbids_a_join_has_words_and_stands_before_the_reasons() -> None:
    predicates = (*NEVER, *NEVER_THERE, *UNLESS_CUT, *UNLESS_CUT_THERE, *UNLESS_LIKELY)
    assert {forbids.__name__ for forbids in predicates} == FORBIDDING.keys()
    one = Scores().score(candidate("他们昨天在江边看灯，今天", "本报江城5月1日电 灯会开幕。"))
    name, share = find_strongest_reasons(one, is_joined=False)[0]
    assert word_reason(name, share) == "the next begins with a dateline"
    assert find_strongest_reasons(one, is_joined=True)[0][0] in WEIGHTS
