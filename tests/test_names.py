"""Names in a conversion of the whole page: listed ones, surnames that a text betrays, words alike."""

from __future__ import annotations

import pytest

from jmclean import Options, clean
from jmclean.chinese.names import find_people, load_names


def converted(text: str, script: str = "traditional") -> str:
    """The text in the other script, converted by the rule alone."""
    return clean(text, Options(only=("mixed-script",), script=script)).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("五十公里海岸线上有灯塔。", "五十公里海岸線上有燈塔。"),
        ("由于是之前说好的，大家都来了。", "由於是之前說好的，大家都來了。"),
        ("电台中的节目很多。", "電臺中的節目很多。"),
        ("总统于去年访问，记者于今日抵达。", "總統於去年訪問，記者於今日抵達。"),
        ("三十余名记者，余下的专家范围很广。", "三十餘名記者，餘下的專家範圍很廣。"),
        ("导演游览了古镇，司机的钟点工来了。", "導演遊覽了古鎮，司機的鐘點工來了。"),
        ("会上谈到目标、范围、周期，（周末）放假。", "會上談到目標、範圍、週期，（週末）放假。"),
        ("模范周宏英的规范做法，一百余户茶余饭后都说。", "模範周宏英的規範做法，一百餘戶茶餘飯後都說。"),
        ("余震和余波使示范园停工，其余照常。", "餘震和餘波使示範園停工，其餘照常。"),
        ("从余干县出发。", "從餘干縣出發。"),
        ("一周后，胡须长了。", "一週後，鬍鬚長了。"),
    ],
)
def test_words_that_look_like_a_name_are_none(before: str, after: str) -> None:
    assert converted(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("记者于晓棠报道。", "記者于曉棠報道。"),
        ("（记者余继梅 摄影范春棠）", "（記者余繼梅 攝影范春棠）"),
        ("部长胡耀邦到会，纪念周恩来。", "部長胡耀邦到會，紀念周恩來。"),
        ("馆长岳美缇和队员游德馨到场。", "館長岳美緹和隊員游德馨到場。"),
        ("他想起了范敬棠和余继梅。", "他想起了范敬棠和余繼梅。"),
        ("（李明、于居洋、涂慧芳）", "（李明、于居洋、涂慧芳）"),
    ],
)
def test_a_title_or_a_list_betrays_a_surname(before: str, after: str) -> None:
    assert converted(before) == after


def test_who_was_named_once_is_known_all_over_the_page() -> None:
    text = "市长于晓棠昨天到会。\n\n掌声中于晓棠发言，会议于昨天结束。\n"
    assert converted(text) == "市長于曉棠昨天到會。\n\n掌聲中于曉棠發言，會議於昨天結束。\n"
    assert {name.simplified for name in find_people(text)} == {"于晓棠"}


@pytest.mark.parametrize("name", ["姜子牙", "范仲淹", "咸阳", "台州", "萧乾", "岳阳楼", "于右任"])
def test_a_listed_name_is_found_in_either_script(name: str) -> None:
    (found,) = load_names().find(f"书中写到{name}的事。")
    assert found.name.simplified == name
    (again,) = load_names().find(f"書中寫到{found.name.traditional}的事。")
    assert again == found


def test_the_longest_of_several_names_is_found() -> None:
    assert [found.name.simplified for found in load_names().find("登上岳阳楼。")] == ["岳阳楼"]


def test_converting_again_changes_nothing() -> None:
    for text in ("记者于晓棠在岳阳楼前说，里约热内卢的钟声响了。", "纪念周恩来，市长余继梅到会。"):
        once = converted(text)
        assert converted(once) == once
        assert converted(converted(once, "simplified")) == once
