"""What part of a newspaper a block is, by its own words, in either script and width."""

from __future__ import annotations

import pytest

from jmclean import clean
from jmclean.chinese.folding import fold, fold_by_table
from jmclean.structure.roles import (
    Role,
    asks_to_scan,
    ends_in_credit,
    find_role,
    is_byline,
    is_caption,
    is_credit,
    is_editors,
    is_figures,
    is_folio,
    is_scan,
    is_verse,
    may_be_caption,
)

BLOCKS: dict[Role, tuple[str, ...]] = {
    "body": (
        "市水务局昨日通报，今年汛期全市水库蓄水正常。",
        "渠務署昨日公布，今年雨季前已完成清理工程。",
        "老艺人的手艺远近闻名",
        "今晨最低气温降至零下六摄氏度。",
        "这部影片在滨江取景拍摄",
        "服务由谁提供",
        "图为何能胜过千言万语？",
        "图片为什么会模糊？",
        "图一时痛快，误了一生。",
        "上图书馆看书，成了孩子们的习惯。",
        "本图书馆自下月起延长开放。",
        "左图右史，是旧时书房的样子。",
        "效果图变成实景图",
        "这是他第三次来到灯会现场，每次都有新的收获。",
        "扫码支付已是老人的日常。",
        "扫码看病，老人怎么办",
        "古树有了二维码",
        "二维码就贴在门上",
        "（据新华社电）",
        "二〇二一年三月五日",
        "她做了二十年责任编辑，经手的书有三百多种。",
        "大桥上接高速，下连国道。",
        "气温下转至零度以下。",
        "详细内容请看明天的报纸。",
        "C919",
        "本报邀您一起出发",
        "学员须带上证件（见网站截图）。",
        "申办时须交验证照（公司营业执照）。",
        "这套书有三百多幅插图（附图片说明）。",
        "讲座分三节（照片的拍摄、修补、收藏）。",
        "The committee met on Friday.",
    ),
    "credit": (
        "周明 摄",
        "周明摄",
        "（周明 摄）",
        "(周明摄)",
        "本报记者 周明 摄",
        "本报记者周明摄",
        "通讯员 何静 摄",
        "新华社记者 周明 摄",
        "新华社发（周明 摄）",
        "视觉中国供图",
        "受访者供图",
        "（受访者供图）",
        "（受訪者供圖）",
        "（资料图片）",
        "（資料圖片）",
        "（網上圖片）",
        "摄影：周明",
        "图/本报记者 周明",
        "陳志明攝",
    ),
    "caption": (
        "▲遊客在海濱長廊看煙花。（圖／本報資料照）",
        "漁民在碼頭修補漁網。（互聯網圖片）",
        "漁民在碼頭修補漁網。（影片截圖）",
        "漁民在碼頭修補漁網。（Facebook圖片）",
        "漁民在碼頭修補漁網。（翻攝網路）",
        "漁民在碼頭修補漁網。（圖：漁業處）",
        "渔民在码头修补渔网。（资料照片）",
        "渔民在码头修补渔网。（图片：渔业局）",
        "◎圖為改建後的碼頭。",
        "图为灯会现场。",
        "圖為燈會現場。",
        "图为灯会现场。（周明 摄）",
        "游客在湖边赏灯。(周明 摄)",
        "游客在湖边赏灯。周明 摄",
        "游客在湖边赏灯。新华社记者 周明 摄",
        "图①：游客在湖边赏灯。",
        "上图：游客在湖边赏灯。",
        "左图为游客在湖边赏灯。",
        "▲游客在湖边赏灯。（周明 摄）",
        "老人在扎灯笼。（受访者供图）",
        "老人在紮燈籠。（受訪者提供）",
        "燈會夜景。（網上圖片）",
        "灯会夜景。（视频截图）",
        "遊客在湖邊賞燈。（陳志明攝）",
    ),
    "scan": (
        "掃描QR Code觀看影片",
        "扫码看视频",
        "扫一扫，看灯会视频",
        "更多精彩内容请扫码关注",
        "长按二维码关注我们",
        "掃碼看影片",
        "扫码看视频\n扫码看图集",
    ),
    "folio": (
        "A05 民生 2021年3月5日 星期五",
        "2021年3月5日 星期五 第5版 综合",
        "２０２１年３月５日　星期五",
        "A13 港聞 2021年3月5日 星期五",
        "滨江日报 2021年3月5日 星期五 A05",
        "第3版",
        "— 12 —",
        "A05 民生",
        "A13",
    ),
    "editors": (
        "责任编辑：周敏之 版式设计：何雨 校对：黎平",
        "责编 周敏之｜美编 何雨｜校对 黎平",
        "（责任编辑：周敏之）",
        "責任編輯：蘇婷 版式：鄭潔",
        "值班编委/林海 责任编辑/苏婷",
        "责编周敏之",
        "责任编辑周 敏",
        "责任编辑周敏之美术编辑何雨校对黎平",
        "編輯歐陽靖",
    ),
    "jump": ("（下转第3版）", "下转A03版", "（上接第一版）", "详见A03版", "(下转A02版)", "（下轉A3版）"),
    "byline": ("本报记者 何静", "文/图 本报记者 李小舟", "本报记者 何静 通讯员 林一舟", "本報記者 陳志明"),
    "list": (
        "一、清理沟渠；",
        "（一）清理沟渠。",
        "1、清理沟渠。",
        "①清理沟渠。",
        "第三条 业主应当遵守下列规定。",
        "●清理沟渠。",
    ),
    "figures": ("2021年3月5日", "滨江市水务局\n2021年3月5日", "市文化馆 2233445", "2019 320 3.5%", "13800000000"),
    "verse": (
        "空山新雨后，\n天气晚来秋。\n明月松间照，\n清泉石上流。",
        "黄河远上白云间\n一片孤城万仞山\n羌笛何须怨杨柳\n春风不度玉门关",
    ),
    "label": ("何静", "何 静", "何静 林一舟", "爱上摄影", "同心共绘", "编辑手记"),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [(text, kind) for kind, texts in BLOCKS.items() for text in texts],
    ids=lambda value: value.replace("\n", " "),
)
def test_part(text: str, expected: Role) -> None:
    assert find_role(fold(text)) == expected


@pytest.mark.parametrize("text", ["「燈會」，（陳志明攝）", "ＡＢＣ１２３：；！？", "渠務署 %", "\u3000丶"])
def test_folded_text_is_as_long_as_its_source(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folded_text_has_one_width_and_one_script() -> None:
    assert fold("「燈會」,(陳志明攝)５Ｇ") == "“灯会”，（陈志明摄）5G"


def test_a_long_paragraph_is_body_text_whatever_it_holds() -> None:
    sentence = "展厅入口处挂着一幅航拍照片，图为四十年前的老城区，低矮的房屋一直铺到河边。"
    assert find_role(fold(sentence * 8 + "（周明 摄）")) == "body"


@pytest.mark.parametrize(
    "words", ["图", "圖", "圆", "圓", "照片", "这是", "這是", "摄影：", "攝影：", "资料：", "資料："]
)
def test_a_long_block_may_be_a_caption_by_a_word_alone(words: str) -> None:
    plain = "他们昨天都来了，今天又走了，大家很高兴。"
    assert not may_be_caption(plain * 3)
    assert may_be_caption(plain * 3 + words)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("城南图书馆少年儿童阅览室服务热线 0756-1234567", True),
        ("城南图书馆少年儿童阅览室服务热线，0756-1234567", False),
        ("城南图书馆少年儿童阅览室服务热线 0756-1234567。", False),
        ("1234", True),
        ("123", False),
        ("城南 12 34", True),
        ("城南图书馆藏书 1234 册共二层", False),
        ("12，34", False),
    ],
)
def test_figures_are_digits_without_a_sentence(text: str, figures: bool) -> None:
    assert is_figures(text) == figures


@pytest.mark.parametrize(
    ("text", "credit"),
    [("（张三 摄）", True), ("张三 摄", True), ("（张三）", False), ("张三来了", False), ("他（张三 摄）", False)],
)
def test_a_credit_says_who_made_a_picture(text: str, credit: bool) -> None:
    assert is_credit(text) == credit


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("图1：灯会。游人很多。都说好。", True),
        ("图1：灯会。游人很多。都说好。明天还来。", False),
        ("灯会昨晚开幕。（张三 摄）", True),
        ("灯。" * 6 + "（张三 摄）", True),
        ("灯。" * 7 + "（张三 摄）", False),
        ("灯！" * 7 + "（张三 摄）", False),
        ("灯？" * 7 + "（张三 摄）", False),
        ("灯会昨晚开幕。", False),
    ],
)
def test_a_caption_has_few_sentences(text: str, caption: bool) -> None:
    assert is_caption(text) == caption


def stretched(first: str, fill: str, last: str, size: int) -> str:
    """Two ends of a line with as much between as makes it so long."""
    return first + fill * (size - len(first) - len(last)) + last


@pytest.mark.parametrize(
    ("first", "fill", "last", "most", "kind"),
    [
        ("责任编辑：周敏之、何雨生", " ", "校对：林海天", 90, "editors"),
        ("2021年3月5日", " ", "星期五", 90, "folio"),
        ("第3版", " ", "综合", 20, "folio"),
        ("周敏之", " ", "摄", 40, "credit"),
        ("本报记者 何静", " ", "通讯员 林一舟", 60, "byline"),
        ("", "灯", "扫码看视频", 36, "scan"),
        ("灯会热线", " ", "0756-1234567", 60, "figures"),
        ("图1：老街", "灯", "会。", 130, "caption"),
        ("图为老街", "灯", "会。", 160, "caption"),
        ("昨晚，图为老街", "灯", "会。", 130, "caption"),
        ("老街", "灯", "会。（周明 摄）", 220, "caption"),
    ],
)
def test_how_long_each_part_may_be(first: str, fill: str, last: str, most: int, kind: Role) -> None:
    assert find_role(stretched(first, fill, last, most)) == kind
    assert find_role(stretched(first, fill, last, most + len(fill))) == "body"


def test_a_line_of_names_is_short_and_ends_in_a_name() -> None:
    assert find_role("何静 林一舟 周明") == "label"
    assert find_role("何静静 林一舟 周明") == "body"
    assert find_role("何静 林一舟·") == "body"


def test_an_item_of_a_list_is_one_whatever_its_length() -> None:
    for size in (20, 91, 260, 261, 400):
        assert find_role(stretched("一、", "灯", "。", size)) == "list"
        assert find_role(stretched("一些", "灯", "。", size)) == "body"


@pytest.mark.parametrize(
    ("first", "sentence", "most"),
    [
        ("上图：灯会。", "好。", 2),
        ("图1：灯会。", "好。", 3),
        ("好。图为灯会。", "好。", 4),
        ("（左图）灯会。", "好。", 2),
    ],
)
def test_how_many_sentences_a_caption_with_a_cue_may_have(first: str, sentence: str, most: int) -> None:
    more = most - first.count("。")
    assert is_caption(first + sentence * more)
    assert not is_caption(first + sentence * (more + 1))
    for other in ("好！", "好？"):
        assert is_caption(first + other * more)
        assert not is_caption(first + other * (more + 1))


def test_a_cue_stands_among_the_first_letters() -> None:
    assert is_caption("▲小图（左图）：灯会夜景。")
    assert is_caption("上图（左图）①：灯会夜景。")
    assert is_caption("（上图）灯会夜景。")
    assert not is_caption("游客在湖边赏灯。（左图）")
    assert not is_caption("灯会的夜景、老街的夜景和江边的夜景，上图：都好。")
    assert not is_caption("图何以胜过千言万语？")
    assert is_caption("图1 灯会夜景。")
    assert not is_caption("图1灯会夜景。")
    assert is_caption("昨晚，图中是老街的灯会。")
    assert is_caption("这是灯会。（周明 摄）")
    assert not is_caption("这是灯会。")


@pytest.mark.parametrize(
    ("text", "scan"),
    [
        ("扫码看视频", True),
        ("扫码看", True),
        ("扫码看灯", False),
        ("灯会昨晚开幕。扫码看视频", False),
        ("灯会昨晚开幕；扫码看视频", False),
        ("灯，会，扫码看视频", False),
        ("灯会，扫码看视频", True),
        ("请扫码看视频。", True),
        ("老人扫码看视频。", False),
        ("看视频", False),
    ],
)
def test_a_line_asks_to_scan_a_code_and_says_what_for(text: str, scan: bool) -> None:
    assert is_scan(text) == scan


def test_what_is_left_of_a_cut_line_on_a_code_is_short() -> None:
    assert asks_to_scan(stretched("", "灯", "请码", 14))
    assert not asks_to_scan(stretched("", "灯", "请码", 15))


@pytest.mark.parametrize(
    "headline",
    [
        "编辑部的早晨",
        "校对的学问",
        "编辑学会换届",
        "编委会换届",
        "版式之变",
        "排版大赛揭晓",
        "美编的桌子",
        "编辑方法",
        "校对高手",
        "排版易出错",
        "编辑江边学会",
        "編輯部來信",
        "责任编辑论坛",
    ],
)
def test_a_headline_that_begins_with_an_editor_s_post_stays(headline: str) -> None:
    text = f"新桥昨天通车，两岸居民都来参观。\n\n{headline}\n\n灯会今晚开幕，江边的路七点封闭。\n"
    assert clean(text).text == text


@pytest.mark.parametrize(("people", "read"), [(8, True), (9, False)])
def test_a_line_names_eight_people_s_parts_at_most(people: int, read: bool) -> None:
    assert is_editors(" ".join(["编辑：周敏之"] * people)) == read
    assert is_byline(" ".join(["记者 周敏之"] * people)) == read


@pytest.mark.parametrize(
    "text", ["记者从气象部门了解到", "本报记者随团采访", "记者昨日在江边看到", "記者從船工口中獲悉"]
)
def test_a_sentence_about_a_reporter_is_no_byline(text: str) -> None:
    assert find_role(fold(text)) == "body"


@pytest.mark.parametrize(
    ("text", "byline"),
    [("文/图 记者 周敏之", True), ("图/文 周敏之", False), ("图文", False), ("文字 图片", False), ("周敏之", False)],
)
def test_a_byline_names_a_part(text: str, byline: bool) -> None:
    assert is_byline(text) == byline


@pytest.mark.parametrize(
    ("text", "folio"),
    [
        ("2021年3月5日 星期五", True),
        ("2021.3.5 星期五", True),
        ("2021/3/5 星期五", True),
        ("2021-3-5 星期五", True),
        ("2021年3月5日", False),
        ("A05 2021年3月5日", True),
        ("二〇二一年三月五日 星期五", True),
        ("2021年3月5日，星期五", False),
        ("2021年3月5日 星期五。", False),
        ("星期五", False),
        ("第3版", True),
        ("版", False),
    ],
)
def test_a_folio_has_a_page_or_a_weekday(text: str, folio: bool) -> None:
    assert is_folio(text) == folio


def test_two_lines_are_no_verse() -> None:
    assert find_role("春风绿江，\n明月照我。") == "body"
    assert find_role("春风绿江，\n明月照我，\n青山看我。") == "verse"


@pytest.mark.parametrize(
    ("lines", "verse"),
    [
        (["春风绿了，"] * 3 + ["江南又青了一片"], True),
        (["春风绿了，"] * 2 + ["江南又青了一片"], False),
        (["春风绿江岸", "明月照我还", "青山看不厌"], True),
        (["春风绿江岸", "明月照我还还"], False),
        (["春风绿江岸，", "明月照我还还"], False),
        (["春" * 23 + "，", "风" * 23 + "。"], True),
        (["春" * 24 + "，", "风" * 23 + "。"], False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_verse_has_short_lines_with_marks_or_of_one_length(lines: list[str], verse: bool) -> None:
    assert is_verse("\n".join(lines)) == verse
    assert is_verse("\n".join(f"  {line} " for line in lines)) == verse


@pytest.mark.parametrize(("letters", "figures"), [(8, True), (9, False)])
def test_every_third_letter_of_figures_is_a_digit(letters: int, figures: bool) -> None:
    assert is_figures("馆" * letters + "1234") == figures
    assert is_figures("12" + "馆" * letters + "34") == figures


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("灯会夜景。周明 摄", True),
        ("灯会夜景。（周明 摄）", True),
        ("灯会夜景。（周明 摄）▲", True),
        ("灯会夜景。（周明 摄）。", True),
        ("灯会夜景。资料图", True),
        ("灯会夜景。摄影：周明", True),
        ("灯会夜景（视觉中国）", True),
        ("灯会夜景。BBC图片", True),
        ("灯会夜景。青澜电视截图", True),
        ("灯会夜景。这就是图片", False),
        ("灯会夜景，他看电视截图", False),
        ("灯会夜景。视觉", False),
        ("灯会夜景（周明）", False),
        ("灯会夜景。", False),
        ("灯会夜景，周明 摄", False),
        ("灯会夜景拍摄", False),
    ],
)
def test_a_credit_ends_a_caption(text: str, credit: bool) -> None:
    assert ends_in_credit(text) == credit


def test_digits_and_latin_are_narrow_in_folded_text_and_their_neighbours_are_let_be() -> None:
    assert fold("０９ＡＺａｚ") == "09AZaz"
    assert fold("／＠［｀｛") == "／＠［｀｛"


@pytest.mark.parametrize("size", [999, 1000, 1001])
@pytest.mark.parametrize("letters", ["燈會,好", "".join(map(chr, (*range(0x30, 0x7B), *range(0xFF10, 0xFF5B))))])
def test_the_folded_form_of_a_long_text_is_that_of_its_parts(letters: str, size: int) -> None:
    text = (letters * size)[:size]
    assert fold(text) == fold_by_table(text) == "".join(map(fold, text))
