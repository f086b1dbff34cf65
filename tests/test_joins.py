"""Why two blocks were or were not joined, and what becomes of the text between them."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from jmclean import Options, clean, replay, undo
from jmclean.engine import is_compiled
from jmclean.structure.features import COSTLY_FEATURES, HEAD_FEATURES, OVER_FEATURES, PAIR_FEATURES, TAIL_FEATURES
from jmclean.structure.plan import recall_plan
from jmclean.structure.scoring import find_strongest_reasons
from jmclean.structure.weights import WEIGHTS
from jmclean.text.document import Document
from jmclean.text.edits import Edit, apply

ACROSS = "全市新建了三座污水处\n\n图为污水厂。（周明 摄）\n\n理厂，日处理能力大幅提高。\n"


def test_every_signal_has_a_weight_and_says_what_it_is() -> None:
    features = (*TAIL_FEATURES, *HEAD_FEATURES, *PAIR_FEATURES, *OVER_FEATURES, *COSTLY_FEATURES)
    assert {name for name, _ in features} == WEIGHTS.keys()
    assert is_compiled() or all(feature.__doc__ for _, feature in features), "a compiled function has no docstring"


def test_a_decision_keeps_its_signals() -> None:
    decisions = recall_plan(Document(ACROSS), Options()).decisions
    candidate = decisions[0].candidate
    assert decisions[0].joined
    assert candidate.features["word_across"] > 0
    assert "word_across" in dict(find_strongest_reasons(candidate, is_joined=True))


def test_what_is_left_apart_is_named_with_its_score_and_reasons() -> None:
    page = "警惕改号软件冒充\n\n功能强大的改号软件在网上随处可见，售价不过几十元。\n"
    result = clean(page)
    assert result.text == page
    assert [note.rule for note in result.notes] == ["split-paragraphs"]
    assert result.notes[0].start == page.index("\n")
    assert '警惕改号软件冒充" | "功能强大的改号软…" (' in result.notes[0].message
    assert "reads as a headline" in result.notes[0].message


def run(*arguments: str, page: str) -> tuple[str, str]:
    """What the command writes and what it says."""
    command = [sys.executable, "-m", "jmclean", *arguments]
    done = subprocess.run(command, input=page.encode(), capture_output=True, timeout=60)
    assert done.returncode == 0
    return done.stdout.decode(), done.stderr.decode()


def test_the_command_names_what_it_left_apart() -> None:
    page = "# 要闻\n\n警惕改号软件冒充\n\n功能强大的改号软件在网上随处可见，售价不过几十元。\n"
    _, said = run("-v", page=page)
    form = r"<stdin>:3: left apart: \"…警惕改号软件冒充\" \| \"功能强大的改号软…\" \([+-]\d\.\d: .*\)"
    assert any(re.fullmatch(form, line) for line in said.splitlines())
    assert "left apart" not in run("-v", "--join", "off", page=page)[1]


def test_the_command_names_what_may_be_a_caption() -> None:
    page = "灯会昨晚开幕。\n\n\n\n游客在湖边赏灯。\n\n灯会持续到月底。\n\n票价不变。\n\n欢迎前来。\n"
    cleaned, said = run("-v", page=page)
    assert "游客在湖边赏灯。" in cleaned
    assert '<stdin>:5: kept, though it may be a caption: "游客在湖边赏灯。…"' in said.splitlines()


@pytest.mark.parametrize(
    ("arguments", "after"),
    [
        (("--captions", "drop"), "三座污水处理厂"),
        (("--captions", "comment"), "<!-- caption: 图为污水厂。（周明 摄） -->"),
        (("--captions", "quote"), "> 图为污水厂。（周明 摄）"),
        (("--captions", "keep"), "\n\n图为污水厂。（周明 摄）"),
        (("--join", "off"), "三座污水处\n\n理厂"),
        (("--join", "safe"), "三座污水处理厂"),
        (("--join", "full"), "三座污水处理厂"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_the_command_s_choices(arguments: tuple[str, str], after: str) -> None:
    cleaned, _ = run(*arguments, page=ACROSS)
    assert after in cleaned
    assert run(*arguments, page=cleaned)[0] == cleaned


def test_full_takes_the_likely_joins_and_off_takes_none() -> None:
    other = "江边还有人唱戏，有人下棋，有人遛鸟，好不热闹，连外地来的游客也要停下来看上一会儿才肯走。"
    tail = "老人们都记得，当年修桥的时候没有机器，石头全靠人抬，这座桥的桥墩在去年夏天的大水里"
    page = f"{other}\n\n{tail}\n\n裂缝越来越宽，过桥的卡车只好绕道。\n\n{other}\n"
    joined = {mode: clean(page, Options(join=mode)).text.count("\n\n") == 2 for mode in ("safe", "full", "off")}
    assert not joined["off"]
    assert joined["full"]
    assert not joined["safe"]


@pytest.mark.parametrize(
    ("captions", "after"),
    [
        ("drop", "全市新建了三座污水处理厂，日处理能力大幅提高。\n"),
        ("keep", "全市新建了三座污水处理厂，日处理能力大幅提高。\n\n图为污水厂。（周明 摄）\n"),
        ("quote", "全市新建了三座污水处理厂，日处理能力大幅提高。\n\n> 图为污水厂。（周明 摄）\n"),
        ("comment", "全市新建了三座污水处理厂，日处理能力大幅提高。\n\n<!-- caption: 图为污水厂。（周明 摄） -->\n"),
    ],
)
def test_a_caption_between_two_pieces_goes_or_moves_behind_them(captions: str, after: str) -> None:
    options = Options(captions=captions)
    result = clean(ACROSS, options)
    assert result.text == after
    assert clean(after, options).text == after
    assert undo(after, result.journal) == ACROSS


SMALL_TYPE = (
    "老城的石板路上月翻修一新，沿街的\n店铺陆续开业，卖糖画的老人又摆出\n了摊子，来买的多半是带着孩子的年\n"
    "轻父母，也有专程来拍照的外地游客\n，从早到晚人来人往，好不热闹。\n\n"
    "小学生在老街入口处体验活字印刷，印\n出自己的名字。\n\n"
    "街道办事处在入口处设了咨询台，志\n愿者轮流值守，为游客指路、寄存行\n李，还备有轮椅和雨伞，随借随还，\n"
    "一个月来已服务上万人次，收到感谢\n信三十多封。\n"
)


def test_lines_in_smaller_type_than_the_columns_are_a_caption() -> None:
    result = clean(SMALL_TYPE)
    assert "活字印刷" not in result.text
    assert result.text.count("\n\n") == 1
    assert undo(result.text, result.journal) == SMALL_TYPE
    assert "小学生在老街入口处体验活字印刷，印出自己的名字。" in clean(SMALL_TYPE, Options(captions="keep")).text


CAPTION_LINES = "小学生在老街入口处体验活字印刷，印\n出自己的名字。\n"


@pytest.mark.parametrize(
    "lines",
    [
        "小学生在老街入口处体验活字印刷，印\n出自己的名字和老师的赠言，过后还\n要带回家里去。\n",
        "小学生在老街入口处体验活字印刷术\n，印出自己和同学们的名字，都笑开了。\n",
        "小学生在老街入口处体验活字印刷，印\n出自己的名字，带回家里\n",
        "小学生在老街入口处体验活字印刷，印\n出自己的名字之后又印出一首唐诗，带\n回家里去送给爷爷和奶，同他们说\n"
        "起师傅怎样排字上墨，又怎样把纸铺平\n，一家人都很高兴。\n",
    ],
    ids=["a line that lost a letter", "a full last line", "a lost stop", "one short line of four"],
)
def test_lines_in_smaller_type_with_what_engines_lose(lines: str) -> None:
    page = SMALL_TYPE.replace(CAPTION_LINES, lines)
    result = clean(page)
    assert "活字印刷" not in result.text
    assert result.text.count("\n\n") == 1
    assert clean(result.text).text == result.text
    assert undo(result.text, result.journal) == page


@pytest.mark.parametrize(
    "lines",
    [
        "活字印刷走进老街引来全城的小学生和\n家长争相体验\n",
        "活字印刷走进老街，引来全城的小学生\n和家长争相体验\n",
        "活字印刷走进老街\n",
        "小学生在老街入口处体验活字印刷，也\n有人来画糖画\n老师都说这样的课\n更好。\n",
    ],
    ids=["a headline over two lines", "one with a comma", "one line", "lines of several widths"],
)
def test_lines_that_are_no_caption_whatever_their_width(lines: str) -> None:
    assert "活字印刷" in clean(SMALL_TYPE.replace(CAPTION_LINES, lines)).text


def test_lines_as_wide_as_the_columns_are_text() -> None:
    page = SMALL_TYPE.replace("体验活字印刷，印\n", "体验活字印\n刷，印")
    assert "小学生在老街入口处体验活字印刷，印出自己的名字。" in clean(page).text


def test_text_that_moved_is_in_the_journal_and_comes_back() -> None:
    page = (
        "展出的青铜器吸引了大批观众，不少文物是首次与公\n\n医院新院区昨日启用，大厅设立了志\n\n"
        "众见面，其中一件铜鼎最受关注。\n\n愿服务台，为患者提供陪同服务。\n"
    )
    result = clean(page)
    first, second = result.text.split("\n\n")
    assert "与公众见面" in first
    assert "志愿服务台" in second
    assert undo(result.text, result.journal) == page


@pytest.mark.parametrize(
    "page",
    [
        "县里的农技员分头下村，向各家各户通\n\n过电话回访，问清了缺苗的地块。\n",
        "码头的吊机昨日全部换新，一位姓何的搬\n\n运工笑着说：“现在轻松多了。”\n",
        "過去村民靠擔水度日的情形已成為歷史’近年來’\n\n家家戶戶都接上了自來水。\n",
        "这一带的地价去年下降了近三成，降幅达12%\n\n，比前年又多了一倍。\n",
        "乘客们等了将近两个小时的\n\n渡轮终于靠岸，码头上响起掌声。\n",
    ],
    ids=["no dateline", "a reporter's name", "a misread comma", "a comma behind a figure", "的 ends no sub-head"],
)
def test_heads_and_tails_that_look_like_something_else(page: str) -> None:
    assert len(recall_plan(Document(page), Options()).chains) == 1


PAGES = {
    "a caption between": ACROSS,
    "a code between": "市图书馆新开通了网上借阅服\n\n扫码看详情\n\n务，读者足不出户便可借书。\n",
    "a folio between": "全市今年新修了三百公里农村公\n\nA05 民生 2021年3月5日 星期五\n\n路，惠及沿线六十个村。\n",
    "a caption and a folio between": (
        "老船厂的旧址如今改造成了工业遗\n\n图为改造后的船坞。（周明 摄）\n\n"
        "A05 民生 2021年3月5日 星期五\n\n产公园，每天游人不断。\n"
    ),
    "two cuts, a caption in the second": (
        "全市新建了三座污水处\n\n理厂，日处理能力大幅提高。\n\n水质明显改善，白鹭又飞回了湿\n\n\n\n"
        "图为白鹭。（周明 摄）\n\n地公园，市民争相观看。\n"
    ),
    "four blocks": (
        "环岛公路全长六十公里，途经九个渔\n\n村，沿线建有观景平\n\n（资料图片）\n\n"
        "台十二处，预计每年可接待游\n\n客一百万人次。\n"
    ),
    "traditional": "舊船廠現已改建為工業遺\n\n圖為改建後的船塢。（陳志明攝）\n\n產公園，每日遊人不絕。\n",
    "two stories in turn": (
        "展出的青铜器吸引了大批观众，不少文物是首次与公\n\n医院新院区昨日启用，大厅设立了志\n\n"
        "众见面，其中一件铜鼎最受关注。\n\n愿服务台，为患者提供陪同服务。\n"
    ),
    "a story on two pages": (
        "## 全市大会召开\n\n全市大会昨日召开，会议就今年的任务作了部（下转A02版）\n\n"
        "## 图书馆延长开放\n\n读者可在晚上九点前借阅。\n\n（上接A01版）署，要求各部门抓好落实。\n"
    ),
}

page_of = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())


@page_of
@pytest.mark.parametrize("captions", ["drop", "comment", "quote", "keep"])
@pytest.mark.parametrize("join", ["safe", "full", "off"])
def test_a_second_run_changes_nothing_and_undo_gives_the_source(page: str, captions: str, join: str) -> None:
    options = Options(captions=captions, join=join)
    result = clean(page, options)
    assert clean(result.text, options).text == result.text
    assert undo(result.text, result.journal) == page
    assert replay(page, result.journal) == result.text


@page_of
@pytest.mark.parametrize("captions", ["comment", "quote", "keep"])
def test_no_letter_is_lost_where_captions_are_kept(page: str, captions: str) -> None:
    kept = clean(page, Options(captions=captions, skip=("page-furniture",))).text.replace("caption", "")
    assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, page))


@page_of
def test_off_keeps_the_order_of_all_that_is_left(page: str) -> None:
    rest = iter(page)
    assert all(letter in rest for letter in clean(page, Options(join="off")).text.strip())


@page_of
def test_a_plan_s_spans_are_blocks_or_marks_at_their_ends(page: str) -> None:
    doc = Document(page)
    decided = recall_plan(doc, Options())
    spans = [*decided.furniture, *decided.captions, *(span for chain in decided.chains for span in chain)]
    for start, end in spans:
        assert page[start:end] == page[start:end].strip() != ""
        assert any(block.start <= start < end <= block.end for block in doc.blocks)
    assert sorted(spans) == sorted(set(spans))


@page_of
def test_the_plan_s_spans_move_with_what_is_taken_out_before_them(page: str) -> None:
    before = recall_plan(Document(page), Options())
    text, change = apply(page, "captions", [Edit(start, end, "") for start, end in before.captions])
    after = before.after(change) if change else before
    for chain, moved in zip(before.chains, after.chains, strict=True):
        assert [page[slice(*span)] for span in chain] == [text[slice(*span)] for span in moved]
    assert [page[slice(*span)] for span in before.furniture] == [text[slice(*span)] for span in after.furniture]


@page_of
def test_decisions_are_in_reach_of_the_text_and_say_why(page: str) -> None:
    for decision in recall_plan(Document(page), Options()).decisions:
        assert 0 < decision.end <= len(page)
        assert decision.candidate.features.keys() <= WEIGHTS.keys()


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (
            "这座老桥建成于1931年1\n\n0月，至今仍在使用，是全县最长的石桥。\n",
            "a digit and 0 are not read as a number",
        ),
        (
            "老街的灯会吸引了不少外地游\n\n本报记者 何静\n\n客，民宿早已订满。\n",
            "a short block above a byline is taken for its headline",
        ),
    ],
)
def test_cuts_that_are_not_seen(page: str, why: str, request: pytest.FixtureRequest) -> None:
    request.applymarker(pytest.mark.xfail(reason=why, strict=True))
    assert recall_plan(Document(page), Options()).chains


@pytest.mark.parametrize("place", ["停水范围：江边路、石桥路、青山路一带", "影响范围：江边路、石桥路一带"])
def test_lines_of_a_notice_without_stops_stay(place: str) -> None:
    notice = (
        "停水公告\n\n因管道检修，定于2023年9月7日（星期四）7时至15时停水\n\n"
        f"{place}\n\n请各住户备好用水\n\n服务电话：0555-66667777\n\n江边供水公司\n\n2023年9月1日\n"
    )
    assert clean(notice).text == notice
