"""What part of a newspaper a block is, by its own words, in either script and width."""

from __future__ import annotations

import pytest

from jmclean.joiner.kinds import Part, is_caption, is_credit, is_figures, may_be_caption, part, shadow

BLOCKS: dict[Part, tuple[str, ...]] = {
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
        "游客在湖边赏灯。（左图）",
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
def test_part(text: str, expected: Part) -> None:
    assert part(shadow(text)) == expected


@pytest.mark.parametrize("text", ["「燈會」，（陳志明攝）", "ＡＢＣ１２３：；！？", "渠務署 %", "\u3000丶"])
def test_a_shadow_is_as_long_as_its_text(text: str) -> None:
    assert len(shadow(text)) == len(text)


def test_a_shadow_has_one_width_and_one_script() -> None:
    assert shadow("「燈會」,(陳志明攝)５Ｇ") == "“灯会”，（陈志明摄）5G"


def test_a_long_paragraph_is_body_text_whatever_it_holds() -> None:
    sentence = "展厅入口处挂着一幅航拍照片，图为四十年前的老城区，低矮的房屋一直铺到河边。"
    assert part(shadow(sentence * 8 + "（周明 摄）")) == "body"


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
