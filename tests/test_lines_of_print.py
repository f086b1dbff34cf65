"""Tests of lines of print: what stands beside each other, over or under a caption, and what is no caption at all."""

from __future__ import annotations

import pytest

from jmclean import clean

COLUMN = """\
市水务局昨日通报，全市二十座水
库水位均在汛限以下，蓄水总量比
去年同期多两成，能够满足秋种用
水需要。水务局提醒市民，汛期还
没有过去，不要到水库里游泳，也
不要在泄洪道附近停留。各镇已经
派人在堤上值守，遇到险情立即报
告，附近的村民要听从安排转移到
安全地带，不要自己返回家中取东
西。学校和医院也做好了准备，食
品和饮水足够三天，药品由市里统
一调配，道路由交警日夜疏导。
"""

CAPTION = """\
工人昨日在水库大坝上检查闸门和护
栏，清理坝顶的杂物，为秋汛做准备，
傍晚才下坝。（林小舟摄）
"""


def test_headline_over_a_caption_in_one_block_stays() -> None:
    text = clean(f"{COLUMN}\n老街茶馆重新开张\n{CAPTION}\n{COLUMN}").text
    assert "老街茶馆重新开张\n" in text
    assert "林小舟" not in text


def test_what_stands_under_a_caption_in_one_block_stays() -> None:
    text = clean(f"{COLUMN}\n图为工人检查闸门。\n各镇的机关减到五十三个，人员少了一成半。\n\n{COLUMN}").text
    assert "人员少了一成半。" in text
    assert "图为工人" not in text


def wrap(paragraph: str, width: int) -> list[str]:
    return [paragraph[at : at + width] for at in range(0, len(paragraph), width)]


STORY = "".join(COLUMN.splitlines())
OTHER_STORY = "江畔灯会昨夜点亮了三里长堤，彩灯映红了半条江，市民纷纷出门赏灯，直到深夜才陆续散去。" * 2
READING_ROOM = "图书馆昨日在江边开了一间新的阅览室，孩子们放学以后都来这里看书写字"


@pytest.mark.parametrize(
    ("width", "caption"),
    [
        (13, wrap(f"1、{READING_ROOM}。（新华社记者林小舟摄）", 15)),
        (15, wrap(f"{READING_ROOM}，管理员给他们备了热水。图为孩子们在看书。（周舟摄）", 16)),
        (17, wrap(f"{READING_ROOM}，管理员给他们备了热水。图为孩子们在看书。（周舟摄）", 19)),
    ],
)
def test_a_credit_takes_no_lines_along_that_go_on_behind_its_caption(width: int, caption: list[str]) -> None:
    story = wrap(STORY, width)
    lines = [*wrap(OTHER_STORY, width), *story[:3], *caption, *story[3:], *wrap(OTHER_STORY, width)]
    text = clean("\n".join(lines) + "\n").text
    assert story[2] + story[3] in text
    assert "阅览室" not in text


def test_a_dateline_under_a_headline_begins_a_story() -> None:
    story = "本报江州1月4日电（记者林小舟）江州市政府昨日决定从下月起开放三座水库的堤岸步道"
    text = clean(f"{COLUMN}\n水库堤岸步道下月开放给市民使用\n{story}\n{COLUMN}").text
    assert "使用\n\n本报江州" in text


def test_a_byline_as_wide_as_its_column_stands_alone_under_a_headline() -> None:
    head = "全市水库的护林员有了新驿站\n本报记者林小舟周明远王大有\n"
    text = clean(f"{COLUMN}\n{head}{COLUMN}").text
    assert "新驿站\n\n本报记者林小舟" in text


ROWS = """\
一九八三年秋天，刚到水库的林清 昨天夜里下了一场大雪，全城都白
把行李放下就上了大坝，他说这里 了，公园里的腊梅开得正好，游人
的水养活了半个县，不能有一点差 冒着寒风前来赏花，留下许多照片
错。从那天起他每天要走二十里路 （新华社记者周舟摄）
查看每一处闸门和护栏，三十年里
"""


def test_two_columns_in_one_line_are_left_with_what_reads_as_a_credit() -> None:
    text = clean(f"{COLUMN}\n{ROWS}\n{COLUMN}").text.replace(" （", "（")
    assert [line for line in ROWS.replace(" （", "（").splitlines() if line not in text.splitlines()] == []


def test_folio_among_rows_of_columns_is_gone() -> None:
    lines = ROWS.splitlines()
    page = "\n".join([*lines[:2], "", "A05 综合 2021年6月9日 星期三", "", *lines[2:]])
    text = clean(f"{COLUMN}\n{page}\n\n{COLUMN}").text
    assert "综合" not in text
    assert lines[1] in text


def test_headline_of_two_parts_is_no_row_of_columns() -> None:
    text = clean(f"全市水库蓄水充足秋种用水有保障 汛期仍要小心\n{COLUMN}").text
    assert "满足秋种用水需要。" in text


@pytest.mark.parametrize(
    "line",
    [
        "（本文图片均由区文化馆提供）",
        "图\n患上急症的四十三",
    ],
)
def test_what_only_reads_like_a_credit_stays(line: str) -> None:
    page = f"老街的锣鼓队有了接班人。\n\n{line}\n\n岁的林清每天去教孩子打鼓。\n"
    assert line.split("\n")[-1] in clean(page).text


def test_credit_of_a_picture_with_its_name_is_gone() -> None:
    assert "林清" not in clean("老街的锣鼓队有了接班人。\n\n图 本报记者林清\n").text


def test_short_line_in_quotes_that_a_sentence_goes_on_in_is_no_caption() -> None:
    head = COLUMN.replace("道路由交警日夜疏导。", "镇里的人都说要让大伙")
    text = clean(f"{COLUMN}\n{head}\n“吃得上热饭”才算安顿好。\n\n{COLUMN}").text
    assert "才算安顿好。" in text


def test_what_an_open_line_of_the_same_width_goes_on_in_is_no_caption() -> None:
    narrow = "孩子们提着灯笼在街上跑来\n跑去，大人坐在门口喝茶聊\n天，谁也不愿意早早地回家\n"
    end = "掌柜说今晚不打烊，等到最\n后一位客人走了才关门。\n"
    text = clean(f"{COLUMN}\n{COLUMN}\n{CAPTION}\n{narrow}\n{end}\n全市水库蓄水充足\n\n{COLUMN}").text
    assert "客人走了才关门。" in text


def test_dates_that_differ_are_no_running_heads() -> None:
    shows = "\n".join(f"展览日期：2021年{month}月{month + 8}日 - 5月{month}日" for month in (3, 4))
    assert clean(f"{COLUMN}\n{shows}\n{COLUMN}").text.count("展览日期") == 2


def test_running_heads_of_one_date_are_gone_without_page_breaks() -> None:
    pages = [f"江边晚报 2014年4月4日 星期五 文化 A0{number}\n{COLUMN}" for number in (1, 2, 3)]
    assert "江边晚报" not in clean("\n".join(pages)).text


def test_what_was_read_in_a_photograph_is_no_part_of_a_sentence() -> None:
    text = clean("老街的古桥昨日修好，两\n\n3a，kx 口\n\n头都能走车了。\n").text
    assert "3a，kx 口" in text.split("\n\n")[-1]


def test_caption_between_two_lines_of_a_paragraph_is_gone() -> None:
    lines = COLUMN.splitlines()[:8]
    page = "\n".join([*lines[:3], "图为市民在水库边散步。（周舟 摄）", *lines[3:]]) + "\n"
    assert "满足秋种用水需要" in clean(page).text
    assert "散步" not in clean(page).text


PIECES = """\
市 水 务 局 昨 日 通 报 ， 全 市 二 十 座 水 库 水 位
均 在 汛 限 以 下 ， 蓄 水 总 量 比 去 年 同 期 多 两
成 ， 能 够 满 足 秋 种
用 水 需 要 。 水 务 局 提 醒
市
民 ， 汛 期 还 没 有 过 去 ， 不 要 到 水 库 里 游 泳
， 也 不 要 在 泄 洪 道 附 近 停 留 。 各 镇 已 经 派 人
在 堤 上 值 守 ，
遇 到 险 情 立 即 报 告 ， 附 近 的
村 民 要 听 从 安 排 转 移 到 安 全 地 带 ， 不 要 自 己
返 回 家 中 取 东 西 。 学 校 和
医 院 也 做 好 了 准
备 ， 食 品 和 饮 水 足 够 三 天 ， 药 品 由 市 里 统 一
调 配 ， 道 路
由 交 警 日 夜 疏 导 。 两 岸 的 公 园
和 步 道 昨 晚 已 经 关 闭 ， 何 时 开 放 另 行 通 知 。
"""


def test_lines_of_a_text_layer_in_pieces_are_put_together() -> None:
    page = clean(f"A05 综 合 2021\n年 6 月 9 日 星 期 三\n\n{PIECES}").text
    assert page == PIECES.replace(" ", "").replace("\n", "") + "\n"


def test_headline_beside_a_folio_in_pieces_stays() -> None:
    text = clean(f"A05 综合 2021\n年6月9日 星期三\n老街茶馆重新开张\n\n{COLUMN}").text
    assert "星期三" not in text
    assert "老街茶馆重新开张" in text


def test_short_lines_of_a_column_are_no_pieces_without_a_page_of_them() -> None:
    text = clean(
        COLUMN.replace("调配，道路由交警日夜疏导。", "调配。\n\n老街\n茶馆今日重新开张迎客") + "\n" + COLUMN
    ).text
    assert "老街茶馆" not in text


def test_lines_of_a_column_that_end_in_pauses_are_no_verse() -> None:
    block = """\
林小舟今日公开两份水库的文件，
引述各镇意见，质疑通报的数字，
认为做法违反规定。他说，一旦堤
上无人值守，险情就不会有人报告
要求公开所有记录，向市民交代。
"""
    text = clean(f"{COLUMN}\n{block}\n{COLUMN}").text
    assert block.replace("\n", "") in text.split("\n")


def test_block_of_the_same_column_with_figures_and_few_words_across_is_joined() -> None:
    block = """\
水务局的何雨Lee又说，
愿意拿出他存在镇上的600只
船买下河边一栋85平方米老屋，
屋主早年曾同何雨在渡口做工。
陈一帆就住在隔壁这条巷子口他
离开渡口不到28步远的院子里，
这位裁缝说，何雨每年春分前后
必定到他屋里住4个月或者6
个月，所以同他一家人很相熟又
裁缝也愿出5万元相帮他买。
"""
    assert block.replace("\n", "") in clean(f"{COLUMN}\n{COLUMN}\n{block}").text


def test_lead_of_four_lines_over_a_column_is_joined() -> None:
    lead = """\
林小舟昨日抵达青澜古桥参加老街茶馆开张
仪式，各镇派出数十名代表到场祝贺并合影留念。
林小舟随后在文化馆会见周远与工程队全体队员
并向他们赠书。据介绍，新馆落成后将全年开放
"""
    assert lead.replace("\n", "") in clean(f"{lead}\n{COLUMN}\n{COLUMN}").text


def test_caption_amid_a_block_of_lines_is_gone_and_the_sentence_runs_on() -> None:
    caption = """\
林小舟和工人们昨日在水库大坝上检查闸
门和护栏，清理坝顶的杂物，为秋汛做准
备，傍晚才下坝。
"""
    at = COLUMN.index("告，附近的村民")
    text = clean(f"{COLUMN}\n{COLUMN[:at]}{caption}{COLUMN[at:]}\n{COLUMN}").text
    assert "林小舟" not in text
    assert text.split("\n\n")[1] == COLUMN.replace("\n", "")


def test_lines_of_the_column_amid_a_block_stay() -> None:
    lines = """\
林小舟和工人们昨日在水库大坝上
检查闸门和护栏，清理坝顶的杂物
，傍晚才下坝。
"""
    at = COLUMN.index("告，附近的村民")
    text = clean(f"{COLUMN}\n{COLUMN[:at]}{lines}{COLUMN[at:]}\n{COLUMN}").text
    assert lines.replace("\n", "") in text


def test_short_paragraph_under_a_caption_in_one_small_block_is_no_verse() -> None:
    block = """\
市水务局昨日通报，全市二十座水
库水位均在汛限以下，蓄水总量比
去年同期多两成，能够满足秋种用
图为市民在坝上散步。（林小舟摄）
水需要。
水务局提醒市民，汛期还没有过去，
不要到水库里游泳，也不要在泄洪
道附近停留。
"""
    text = clean(block).text
    assert text.split("\n\n")[-1] == "水务局提醒市民，汛期还没有过去，不要到水库里游泳，也不要在泄洪道附近停留。\n"


def test_caption_with_a_number_and_a_quotation_in_a_block_is_gone_as_a_whole() -> None:
    caption = """\
2、“天天上坝，习惯了也不觉得累。”
在水库守了三十多年的林清笑着说，这
是他在察看闸门的情况。（林小舟摄）
"""
    text = clean(f"{COLUMN}{caption}{COLUMN}").text
    assert "习惯了" not in text


def test_lines_of_a_wider_column_behind_a_dateline_are_no_caption() -> None:
    story = """\
本报青澜县水库大坝9月12日电
（记者林清）昨日水务局的工程队来
到大坝上，对闸门和护栏做了检查，
清理了坝顶的杂物，为秋汛做好准
备，傍晚才下坝。
"""
    text = clean(f"{COLUMN}\n{COLUMN}{story}{COLUMN}\n{COLUMN}").text
    assert "昨日水务局的工程队来到大坝上" in text
    assert "傍晚才下坝。" in text


def test_headline_over_a_caption_that_ends_in_a_credit_stays() -> None:
    caption = """\
市民昨日在新开张的茶馆排队等候
入座，据店主估计，总人数将超过去
年。（本报记者林清摄）
"""
    text = clean(f"{COLUMN}青澜古镇老街摘掉旧帽\n{caption}{COLUMN}").text
    assert "青澜古镇老街摘掉旧帽" in text
    assert "茶馆" not in text


def test_line_behind_the_credit_of_a_caption_amid_a_block_stays() -> None:
    caption = """\
1、林小舟和工人们昨日在水库大坝上检查
闸门和护栏，清理坝顶上的落叶和杂物，又
把通往坝底的台阶重新铺过，傍晚才下坝。
图为工人们在大坝上。
（本报记者林清摄）
"""
    lines = COLUMN.splitlines(keepends=True)
    for at in range(2, len(lines) - 2):
        text = clean(f"{COLUMN}{''.join(lines[:at])}{caption}{''.join(lines[at:])}{COLUMN}").text
        assert all(line.strip() in text for line in lines), at
        assert "林小舟" not in text


@pytest.mark.parametrize(
    "rows",
    [
        ["门面出租", "江边路一间六十平方米", "电话13511112222", "招收学徒", "包吃住工资面议", "电话13611113333"],
        ["退休教师名册", "周木兰", "陈石头", "吴　江", "林小舟", "孙开河"],
        ["投递处", "xin@qingjiang.com", "传真", "66667777", "所在", "江边路6号"],
        ["萝卜0.8元", "羊肉36元", "鸭蛋5.5元", "豆芽1元"],
        ["此致", "敬礼", "江边路居民　周木兰", "9月7日"],
        ["北江3比1东湖", "青山队0比0大河", "石桥2比2海港"],
        ["月色", "落在旧河滩", "渔火", "照着归来人", "秋水", "流过石桥边"],
        ["晚间节目", "19:10江边人家", "20:25青山故事", "21:40夜谈", "22:50星光音乐会"],
    ],
)
def test_short_rows_behind_a_column_stay_lines_of_their_own(rows: list[str]) -> None:
    text = clean(COLUMN + "\n".join(rows) + "\n").text
    assert [line for line in text.split("\n") if line][-len(rows) :] == rows
    assert clean(text).text == text


def test_a_headline_of_two_lines_over_a_column_is_joined() -> None:
    text = clean(f"全市二十座水库蓄水\n能够满足秋种用水\n{COLUMN}").text
    assert "全市二十座水库蓄水能够满足秋种用水\n" in text
