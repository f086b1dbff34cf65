"""The two scripts: which letters are legal in which, and what a stray letter of the other stands for.

The character sets draw the line. A letter that GB2312 lacks is no part of a simplified page, one that Big5 lacks no
part of a traditional one; what they lack wrongly is named below. OpenCC is imported only when a letter has to change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from jmclean.chinese.characters import is_han
from jmclean.chinese.fast import Lazy, find_lost, find_lost_in_gb2312
from jmclean.chinese.lexicon import fold_script

PRINT_FORMS: Final = frozenset(
    "内没殁户强温吴别侣吕黄横彦届税脱悦兑册删姗冲决况减凉凑净凛盗却脚叙咏启厢厦厨厩囱嘘够奥屉峥峡争挣睁狰筝静携"
    "撑晋毁汹泪湿潴滚牦猪猫猬瑶珐疱禀禄秆窑笋箪粮糇糍恒抛换唤焕涣痪奂宫耻脉腭葱虚虬衮踪鞲韵鼹烟刹剥卧叠荆碱溆隽"
)
"""Forms that some Chinese type shares with simplified script: 内 for 內, 没 for 沒, 决 for 決, 温 for 溫.

A traditional page may have been printed with them, so alone they prove nothing."""

OF_TWO_PRINTS: Final = frozenset("户兑脱悦税蜕")
TAIWAN_PRINT, HONG_KONG_PRINT = "戶兌脫悅稅蛻說閱銳", "説閲鋭"
"""户 and the family of 兑: Hong Kong and old type have 户 脱 税, as simplified script has, and Taiwan's 戶 脫 稅; the
letters that no script shares tell which type a page is in."""

TRADITIONAL_ONLY: Final = frozenset("裏爲綫説啓産衞鋭閲麪衆羣峯溈蒓鈎喫粧墻")
"""Traditional forms that Big5 lacks; Hong Kong and old type use them."""

SHARED_LETTERS: Final = frozenset("着氹凼埗亻彡丶丿丨钜锺" + "吓琼恒祢亘揾咤迹撑响" + "唔咁嘅冇喺佢啲嚟嗰")
"""Characters that Big5 lacks and a traditional page may well have.

吓 is a particle of Cantonese, 琼 恒 亘 stand in names, 祢 is You to a god, 揾 咤 迹 撑 响 are forms of Hong Kong;
the last nine write Cantonese.
"""

LEGAL_IN_NAMES: Final = frozenset("昇陞氾剋噁祕脩谿蒐釐" + "汎霑塚")
"""Letters that t2s changes, though 通用规范汉字表 (2013), appendix 1, allows them in names, places or terms."""

SHINJITAI: Final = frozenset(
    "亜悪圧囲壱稲隠営縁応桜穏価壊拡撹覚楽渇勧歓観巌帰気戯犠拠挙駆勲渓経継繋蛍軽鶏撃倹剣圏検権険顕験厳鉱砕済斎剤雑桟"
    "児雫実釈収従渋獣縦粛処奨焼証乗剰譲醸図粋酔髄摂銭曽捜挿掻荘騒蔵続騨対帯択単団弾遅庁徴聴逓峠徳読弐匂嚢悩脳廃拝"
    "髪抜払仏変舗穂頬満黙薬訳揺様謡猟塁隷霊労駅円塩沢滝竜辻込栃畑枠咲恵県広効姫辺鉄転売覧両齢斉"
)
"""Letters that only Japanese has: 応 of 慶応, 沢 of 滝沢. Beside them no letter is a stray one."""


JAPANESE_AS_SIMPLIFIED: Final = frozenset(
    "学国会写声点来当号医体双灯虫万与台旧礼区参宝麦党断独乱争径尽昼痴称欧殴枢躯炉余岳胆担将状壮装庄寿属嘱条窃湿蚕挟"
    "狭峡随恒蛮恋湾潜数楼芸静浅践残暦献隠静清晴精并剧弥祢励壳巣禅缠艶辞録"
)
"""Characters whose Japanese form is the simplified one, or nearly always stands in Japanese words."""

NOT_JAPANESE: Final = frozenset(
    "學國會寫聲點來當號醫體雙燈蟲萬與臺舊禮區參寶麥黨斷獨亂爭徑盡晝稱歐毆樞軀爐餘膽擔將狀壯裝莊壽屬囑條"
)
"""Traditional characters that Japanese print writes in another form."""

Words = dict[str, tuple[str, Lazy]]
"""Letters that are legal in most words: for each the one that belongs in the others, and where it stands in those."""

TITLE_WORDS: Final = "老师|先生|女士|小姐|教授|医生|主任|记者|同学|总|某|氏|姓|家"
BEFORE_YU: Final = (
    "位关由对至在属处终过善敢勇便利用基鉴限源始建毕生死低高大小多少优劣等早晚忠乐勤急苦甘归致忙介富易难趋向同别助决眼足益赖存成出"
    "止陷落达精擅居隶衷困羞耻屈迫濒溶寓缘立服见载刊发定设置坐毁败胜献求适倾偏重惯流满囿拘疏疲安异"
)
"""What 于 goes with, so that 於 behind it is no family's name."""

IN_SIMPLIFIED: Final[Words] = {
    "於": (
        "于",
        Lazy(
            f"於(?:(?<=[{BEFORE_YU}]於)(?!{TITLE_WORDS}|菟)"
            "|(?=[0-9０-９]|是(?!否)|此|今[天日年晨晚]|昨|去年|明年|本月|近日|[一二三四五六七八九十]+[年月日]))"
        ),
    ),
    "後": ("后", Lazy("後(?![胜羿])")),
    "徵": ("征", Lazy("徵(?<![宫商角变清魏]徵)(?![羽音调])")),
    "麽": ("么", Lazy("麽(?<=[什怎那这多要甚]麽)")),
    "夥": ("伙", Lazy("夥(?:(?<=[合团同大家小一散入结]夥)(?!颐)|(?=[伴计]))")),
    "乾": (
        "干",
        Lazy(
            "乾(?:(?<=[饼烘晒风晾吹擦肉豆笋口骨树主才能若相天]乾)(?![隆坤县陵])"
            "|(?=[净燥杯旱脆枯涸爹妈洗货粮渴冰瘪草部线活劲群警扰预涉什]))"
        ),
    ),
    "菸": ("烟", Lazy("菸(?:(?<=[香吸抽禁戒]菸)|(?=[草酒民]))")),
    "摺": ("折", Lazy("摺(?<=[存对转骨打百波曲]摺)")),
    "昇": ("升", Lazy("昇(?:(?<=[提上晋回攀跃爬飙直]昇)|(?=[级值华高温空旗学幅任迁]))")),
    "祕": ("秘", Lazy("祕(?:(?<=[神奥]祕)|(?=[书密诀方鲁]))")),
    "瞭": ("了", Lazy("瞭(?:(?<=明瞭)|(?=[解然]))")),
}
"""Read over the text with all its other letters simplified. Outside of these words the letters are legal."""

IN_TRADITIONAL: Final[Words] = {
    "游": (
        "遊",
        Lazy("游(?:(?<=[旅導导郊漫周巡夢梦]游)(?![擊击泳離离])|(?<![上中下]游)(?=[客戲戏覽览艇玩樂乐歷历]))"),
    ),
    "乾": ("幹", Lazy("乾(?:(?<=骨乾)|(?=[部線线警勁劲]))")),
    "准": ("準", Lazy("准(?:(?<=[標标水]准)|(?=[備备確确時时則则]))")),
    "么": ("麼", Lazy("么(?<=[什怎這这那多]么)")),
}
"""Words in which a letter that a traditional page may have is wrong: 旅游, 標准. 乾 is what an engine reads for 幹."""

RARELY_TRADITIONAL: Final = frozenset("价优体坏听惊扰构极机洁确网触赶愿怜忏儿圣厂复")
"""Letters that Big5 has for a word of its own that newspapers never use: 价 is a servant, 机 a tree."""

MISREAD_LETTERS: Final = dict(
    zip(
        "舆韩门湾载虚开摊规宝组业调讨属岁减纺圆镶垦亚饼证优体骚腻网黄横楼猫携价温盗",
        "與幹鬥濟戰盧關擁範實織並週議嵐戲滅織圖讓舉並併誕僅儘擾贓岡責積棲猶擔償盪盪",
        strict=True,
    )
)
"""Simplified letters that engines answer with for another traditional letter of like shape: 领导韩部 was 領導幹部.

Putting 韓 for 韩 there would make one wrong letter of another, so these change only within a word of the lexicon."""

REGIONAL: Final = (
    ("為", "爲"),
    ("裡", "裏"),
    ("線", "綫"),
    ("啟", "啓"),
    ("說", "説"),
    ("衛", "衞"),
    ("眾", "衆"),
    ("麵", "麪"),
    ("閱", "閲"),
    ("銳", "鋭"),
)
"""Pairs of traditional forms, both legal, the second the one that engines seldom have seen: they read 爲 as 為, but
never 為 as 爲. A page has one of them, and a repaired letter follows it."""


@cache
def is_simplified(letter: str) -> bool:
    """Return whether GB2312 has the letter."""
    return _has(letter, "gb2312")


@cache
def is_traditional(letter: str) -> bool:
    """Return whether Big5 has the letter, or it is one that traditional text has all the same."""
    return letter in SHARED_LETTERS or letter in TRADITIONAL_ONLY or _has(letter, "big5")


def find_not_simplified(text: str) -> list[int]:
    """Return where the text has Han letters that GB2312 lacks."""
    return [at for at in find_lost_in_gb2312(text) if is_han(text[at])]


def find_not_traditional(text: str) -> Iterator[int]:
    """Return where the text has Han letters that no traditional text has."""
    return (at for at in find_lost(text, "big5") if is_han(text[at]) and not is_traditional(text[at]))


def _has(letter: str, charset: str) -> bool:
    return letter.encode(charset, "replace") != b"?" or letter == "?"


SURROGATE: Final = Lazy(r"([\ud800-\udfff]+)")


@cache
def load_converter(name: str) -> Callable[[str], str]:
    """OpenCC's conversion of that name, without the dictionaries of letters that most fonts lack."""
    from opencc import OpenCC  # 14 ms, and a page of one script never needs it

    convert: Callable[[str], str] = OpenCC(name, False).convert
    return convert


def convert(text: str, name: str) -> str:
    """Return the text in the other script, letter for letter: always as long as it was."""
    try:
        converted = load_converter(name)(text)
    except UnicodeEncodeError:  # half a surrogate pair, which OpenCC's own UTF-8 cannot hold
        return "".join([part if SURROGATE.match(part) else convert(part, name) for part in SURROGATE.split(text)])
    if len(converted) != len(text):
        converted = "".join(new if len(new := load_converter(name)(letter)) == 1 else letter for letter in text)
    if len(converted.encode("utf-16-le", "surrogatepass")) == 2 * len(converted):
        return converted
    return "".join(new if new <= "\uffff" else old for old, new in zip(text, converted, strict=True))


@cache
def map_to_simplified() -> dict[str, str]:
    """Return every letter of Big5 whose simplified form is another, and that form."""
    lead, trail = range(0xA4, 0xFA), (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = bytes(byte for first in lead for second in trail for byte in (first, second)).decode("big5", "ignore")
    letters = dict.fromkeys(letter for letter in big5 if "\u4e00" <= letter <= "\u9fff")
    simplified = load_converter("t2s")("\n".join(letters)).split("\n")
    return {old: new for old, new in zip(letters, simplified, strict=True) if old != new <= "\uffff"}


@cache
def map_to_traditional() -> dict[str, list[str]]:
    """Return every simplified letter, and the letters of Big5 that it stands for.

    Only the common ones where some are rare.
    """
    parents: dict[str, list[str]] = defaultdict(list)
    for old, new in map_to_simplified().items():
        parents[new].append(old)
    return {new: [old for old in found if old.encode("big5") < RARE_FROM] or found for new, found in parents.items()}


RARE_FROM: Final = b"\xc9\x40"
"""Where Big5's second level begins: letters that daily text hardly uses."""


def convert_letters(text: str, strays: list[int]) -> str:
    """Return the text with its letters at `strays` simplified one by one, but those legal in a simplified page."""
    letters = list(text)
    for at in strays:
        if letters[at] not in LEGAL_IN_NAMES:
            letters[at] = simplify_letter(letters[at])
    return "".join(letters)


BY_PHRASE: Final = frozenset("瞭鍾鍊甦鉅扞脩畫噁麼昇蒐")
"""The letters outside of GB2312 that OpenCC simplifies in one way alone and in another in some words."""


def simplify(text: str, strays: list[int]) -> list[str]:
    """Return the simplified letters for those at `strays`: by OpenCC only if words make a difference to one of them."""
    letters = [text[at] for at in strays]
    if BY_PHRASE.isdisjoint(letters):
        return [fold_script(letter) for letter in letters]
    converted = convert(text, "t2s")
    return [converted[at] for at in strays]


@cache
def simplify_letter(letter: str) -> str:
    """Return the simplified form of one letter of Big5; any other character as it is."""
    return fold_script(letter) if "\u4e00" <= letter <= "\u9fff" and _has(letter, "big5") else letter


class GlyphForms:
    """The type that a traditional page is printed in, by the letters of which there is more than one form."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.known: dict[str, bool] = {}

    def choose_form(self, letter: str) -> str:
        """Return the traditional letter in the form that the page has."""
        for usual, regional in REGIONAL:
            if letter in (usual, regional):
                return regional if self.has_regional(usual, regional) else usual
        return letter

    def is_of_taiwan(self) -> bool:
        """Return whether the page has more letters of Taiwan's type than of Hong Kong's."""
        if "" not in self.known:
            count = self.page.count
            self.known[""] = sum(map(count, TAIWAN_PRINT)) > 2 * sum(map(count, HONG_KONG_PRINT))
        return self.known[""]

    def has_regional(self, usual: str, regional: str) -> bool:
        """Return whether the page is printed with the regional form of a pair.

        Half as often as the usual one proves it.
        """
        if usual not in self.known:
            self.known[usual] = 2 * self.page.count(regional) >= max(self.page.count(usual), 3)
        return self.known[usual]
