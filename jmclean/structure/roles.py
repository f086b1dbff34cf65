"""What part of a newspaper a block is: told from its own words, on a folded text without width and script."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from jmclean.chinese.characters import is_letter, places
from jmclean.chinese.fast import Lazy
from jmclean.chinese.lexicon import fold_script_table
from jmclean.structure.openings import begins_item
from jmclean.structure.verse import is_bilingual, is_stanza

Role = Literal[
    "body",
    "heading",
    "label",
    "byline",
    "credit",
    "caption",
    "scan",
    "folio",
    "editors",
    "jump",
    "list",
    "figures",
    "verse",
    "aside",
    "formula",
    "other",
]

STOPS: Final = frozenset("。！？…⋯；：")
CLOSERS: Final = '”’」』）》】〉)]"＂'
MISREAD_STOPS: Final = frozenset("·.°•")
FREE: Final[frozenset[Role]] = frozenset(
    {"byline", "credit", "caption", "scan", "folio", "editors", "jump", "label", "figures", "aside"}
)
"""What a sentence may jump over at no cost."""

HAN: Final = r"[^\x00-\xff\W]"
"""One letter beyond Latin-1: as good as Han here, and a fiftieth of the time to compile that a range of all Han
takes.
"""

NARROW: Final = "".join(map(chr, (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))))
WIDEN = str.maketrans(",:;!?()%", "，：；！？（）％") | str.maketrans("「」『』﹁﹂﹃﹄", "“”‘’“”‘’")
WIDEN |= str.maketrans("".join(chr(ord(char) + 0xFEE0) for char in NARROW), NARROW)
WIDEN |= str.maketrans("\u3000\xa0丶．", "  、.")
WIDEN |= str.maketrans("瞭後於徵夥麽", "了后于征伙么")  # legal in simplified print too, so that the lexicon leaves them

NAME: Final = rf"{HAN}{{1,3}}(?: ?{HAN}|[·•]{HAN}{{1,8}})"
"""A Chinese name as bylines print it: two to four letters, a blank in a short one; or a foreign one with a dot."""

ROLE: Final = (
    rf"(?:本报|本刊|本台|新华社|中新社|{HAN}{{2,6}}(?:日报|晚报|早报|时报|商报|晨报|周报|都市报|新闻网|电视台|社))?"
    rf"(?:全媒体|融媒体?|首席|特派|特约|见习|实习|驻{HAN}{{2,6}}|摄影|文字|记协|高级)?"
    "(?:记者|通讯员|实习生|摄影师?|作者|评论员|撰稿人?)"
)
MAKER: Final = "摄|摄影|供图|提供|制图|制表|绘|绘图|翻拍|截图"
AGENCY: Final = "新华社|中新社|中新网|视觉中国|人民视觉|资料|受访者|受访单位|受访对象|通讯员|主办方|网络|网上|官方|东方IC|路透社?|法新社?|美联社?|信报"
PHOTO: Final = "资料图片?|资料照片?|档案照片?|档案图片?|网络图片?|网上图片|设计图片|示意图|效果图|视频截图|网络截图|受访者图片|图片来源|图源"

CREDIT: Final = Lazy(
    rf"(?:{ROLE}|{AGENCY})[ /／：:]*(?:{NAME}[ 、，/／]*){{0,5}}(?<!拍)(?:{MAKER})"
    rf"|(?:{NAME}[ 、，/／]*){{0,4}}{NAME}(?:[ ：:/／]+(?:{MAKER})|(?<!拍)(?:摄|供图))"
    rf"|(?:{AGENCY})(?:发|图片|供图|提供|图)|(?:{PHOTO})(?:[ ：:/／（]+[^。，]{{0,16}}|{AGENCY}|{ROLE}{NAME})?"
    rf"|(?:新华社|中新社)[^，。；]{{0,10}}[发摄]|图片?[／/：: ]+(?:{ROLE}|{AGENCY}|{NAME})[^。，；]{{0,12}}|摄影?[／/：: ]+{NAME}(?:[ 、]{NAME}){{0,3}}"
)
SOURCE: Final = (
    "互联网|网[上络路站页]|官网|资料|档案|电视|影片|视频|录像|直播|脸书|面书|(?i:facebook|fb|ig|instagram|twitter|youtube)|微博|微信|小红书|"
    "抖音|受访|本报|警方|消防|公司|机构|学校|大会|主办|电脑|模拟"
)
"""Where a picture without a photographer comes from."""

BRACKETED_CREDIT: Final = Lazy(
    r"（[^（）。]{0,24}(?:(?<!拍)摄(?:影)?|供图|网[上络]图片|资料图片?|资料照片|档案图片|视频截图|网络截图|设计图片|[社局处署院馆]图片|绘|制图|新华社发|中新社发|视觉中国|人民视觉)(?:（[^（）]{1,12}摄）)?）?[。 ▲▼]*$"
    rf"|（(?:[^（）。]{{0,12}}(?:图片?|照片?)[^（）。]{{0,14}}|{AGENCY}|(?!免费|无偿|统一|气象){HAN}{{2,3}} ?)提供）[。 ▲▼]*$"
    rf"|（(?:{SOURCE})[^（）。，]{{0,10}}(?:图片|照片|相片|截图|撷图|资料照)）[。 ▲▼]*$"
    r"|（(?:图片?|照片|相片|摄影?)[ ]?[／/：:][^（）。，]{1,16}）[。 ▲▼]*$|（翻摄[^（）。，]{0,12}）[。 ▲▼]*$"
    r"|(?:新华社|中新社)(?:记者)?[^，。；（）]{0,8}发?（[^（）]{2,16}摄）[ ▲▼]*$"
)
TRAILING_CREDIT: Final = Lazy(rf"[。！？”）\]】 ](?:{CREDIT.pattern})[。 ）▲▼]*$")
CUE: Final = Lazy(
    r"[（【\[]?(?:[▲▼◀▶△▽◄►↑↓←→■●◆◎○][ ]?)?(?:[左右上下题本小大主附][左右上中下]?图|图(?:片|[一二三四五六七八九十①-⑳\d]{1,2}))?"
    r"(?:（[左右上下][图]?）)?[ ]?(?:\d{1,2}[、.．：]?(?=图为|图中))?(?:图为|图：|图片为|照片为|压?题(?:图片|照片)：|[上下左右题本]图(?=[：:为中是 （(，、\d])|图①|图②|图③|图④|图⑤)"
)
ARROWS: Final = frozenset("▲▼◀▶△▽◄►⬆⬇")
NUMBERED_PICTURE: Final = Lazy(r"图?[ ]?(?:[①-⑳]|\d{1,2}[：:、．.](?!\d))")
SIDE_PICTURE: Final = Lazy(r"（(?:[左右上下]图|小图|大图|题图)）")
INNER_CUE: Final = Lazy(r"(?:^|[。！？，；·°’?])(?:图为|图中是|图中为|上图为|下图为)(?!何|什|了)")
QUESTION: Final = Lazy(r"图片?为?(?:何|什么|了)")
SCAN: Final = Lazy(
    r"(?:扫码|扫一扫|码上|(?:扫描?|描)[^，。]{0,8}(?:[维方图]码|QR ?[Cc]ode)|长按[^，。]{0,8}码|识别[^，。]{0,8}码)[^，。]{0,8}，?[^，。]{0,4}?"
    r"(?:看|了解|关注|阅读|获取|下载|收听|听|加入|参与|浏览|查询|报名|添加|订阅|咨询|进入|领取|投票|答题|体验|更多)"
    r"|(?:更多|详情|全文|视频|精彩|关注)[^，。]{0,12}，?[^，。]{0,4}(?:扫码|扫一扫|二维码)|^(?:请?扫[^，。]{0,6}码|二维码)$"
)
SCAN_FIRST: Final = Lazy("[（(]?(?:请|扫|长按|更多|欲知|微信扫|手机扫|码上)")
SCAN_REMAINS: Final = Lazy("^[^一]{0,4}码(?:看|听|了解|注|关|阅|收|观)|请码")
SCAN_OBJECTS: Final = (
    *(
        "视频",
        "影片",
        "短片",
        "看片",
        "直播",
        "回放",
        "全文",
        "原文",
        "详情",
        "更多",
        "完整",
        "精彩",
        "内容",
        "报道",
        "新闻",
        "资讯",
    ),
    *(
        "图集",
        "组图",
        "图片",
        "专题",
        "海报",
        "现场",
        "音频",
        "活动",
        "我们",
        "本报",
        "公众号",
        "客户端",
        "小程序",
        "微信",
    ),
    *("微博", "抖音", "账号", "链接", "报纸", "电子版", "电子报", "app", "h5"),
)
SCAN_ENDS: Final = (
    *(
        "看",
        "了解",
        "关注",
        "阅读",
        "获取",
        "下载",
        "收听",
        "听",
        "加入",
        "参与",
        "浏览",
        "查询",
        "报名",
        "添加",
        "订阅",
    ),
    *("咨询", "进入", "领取", "投票", "答题", "体验"),
)
"""What a page's own code leads to; without one, a line on codes may be a sub-head (扫码看病，老人怎么办)."""
WEEKDAY: Final = "(?:星期|周|礼拜)[一二三四五六日天]"
DATE: Final = r"(?:\d{4}|[一二〇○零三四五六七八九]{4})[年./-] ?[\d一二三四五六七八九十]{1,3}[月./-] ?[\d一二三四五六七八九十]{1,3}日?"
PAGE: Final = r"(?:第? ?[A-Z]{0,2}\d{1,3} ?版?|第[一二三四五六七八九十\d]{1,3}版|[A-Z]{1,2}[-—]?\d{0,3})"
PAGE_FIRST: Final = Lazy(r"(?:[A-Z]{1,2}\d{1,3}|第?[一二三四五六七八九十\d]{1,3}版)")
SECTION: Final = rf"(?:{HAN}|[·/、A-Za-z]){{2,10}}"
WEB: Final = r"(?:(?:网址|电邮|邮箱|E-?mail)[：:])?(?:https?：?[：:]?//)?[\w.-]+(?:@[\w.-]+)?\.(?:com|cn|net|org|hk|tw|mo)(?:[./]\w+)*/?"
FOLIO: Final = Lazy(
    rf"(?=.*(?:{WEEKDAY}|{DATE}))(?:{PAGE} *[|｜]? *)?(?:{SECTION} *[|｜]? *){{0,3}}(?:{PAGE} *)?(?:{DATE}) *(?:{WEEKDAY})? *"
    rf"(?:农历{HAN}{{4,12}})?(?: *{PAGE})?(?: *{SECTION}){{0,3}}(?: *{PAGE})?(?: *{WEB})?"
)
PAGE_NUMBER: Final = Lazy(
    rf"(?:[—–·-] ?\d{{1,3}} ?[—–·-]|第 ?\d{{1,3}} ?(?:版|页)(?: ?[／/共] ?\d{{1,3}} ?[版页])?|[A-F]{{1,2}}\d{{1,2}}|[A-Z]{{1,2}}(?:0\d|\d{{1,2}} ?版)|(?:[A-F]{{1,2}}\d{{1,2}} ?版?|第? ?\d{{1,3}} ?版|第[一二三四五六七八九十]{{1,3}}版) +{SECTION})"
)
"""A page, alone or before its section. A bare number before a word numbers a section of the text as often: 1 总则."""

POST: Final = (
    "(?:(?:本版|本期|今日|值班|执行|责任)?(?:责任编辑|责编|编辑|编委|美术编辑|美编|版式设计|版式|版面设计|版面|校对|检校|校检|排版|组版|图编|图片编辑|视觉设计|视觉|"
    "审校|审读|值班主任|值班总编|值班编委|值班|主编|副主编|编审|终审|一审|二审|三审|监印|电子邮箱|邮箱|热线))"
)
EDITORS: Final = Lazy(
    rf"[（(【\[]?(?:{POST}(?:[ ：:/／丨|｜]+|(?={NAME})(?!手记|寄语|感言|札记|点评|推荐))(?:{NAME}(?:[ 、，/／丨|｜]+|(?={POST})|(?=[）)】\]]|$))){{1,4}})+[）)】\]]?"
)
JUMP: Final = (
    "[（(【\\[]?[▲▼►▶→↓◎●■]? ?(?:相关报道|相关新闻|详见|详细报道|更多报道|报道|全文|更多内容)?(?:下转|转入|上接|紧接|续接|转|接|刊|见|详见)"
    " ?(?:本报)?(?:第? ?[A-Z]{0,2}[\\d一二三四五六七八九十]{1,3}(?: ?[·、—-] ?[A-Z]?\\d{1,3})? ?版)[^（）。，]{0,10}[）)】\\]]?"
)
JUMP_LINE: Final = Lazy(JUMP)
JUMP_TAIL: Final = Lazy(
    r"[（(【\[](?:下转|转入?|紧转) ?(?:本报)?第? ?[A-Z]{0,2}[\d一二三四五六七八九十]{1,3} ?版[^（）()。]{0,12}[）)】\]] *$|(?<=[。！？”\n])[ ▼►▶→]*下转 ?第? ?[A-Z]{0,2}[\d一二三四五六七八九十]{1,3} ?版 *$"
)
JUMP_HEAD: Final = Lazy(
    r"[（(【\[]?[▲◀←]? ?(?:紧接|上接|续接) ?(?:本报)?第? ?[A-Z]{0,2}[\d一二三四五六七八九十]{1,3} ?版[^（）()。，]{0,12}(?:[）)】\]]|(?= )) *"
)
BYLINE: Final = Lazy(
    rf"[□■◎●○◆☆★※▪]? ?(?:(?:文|图|文字|摄影|图片|供图|撰文|采写|统筹|策划|监制|执行|内容统筹|内容采写|出品)[／/、·| ：:]*)*"
    rf"(?:(?:{ROLE})[／/：: |]*(?:{NAME}[ 、，/／]*){{0,6}}(?:文[／/]图|图|文|摄影报道|报道)? *)*"
)
BARE_NAME: Final = Lazy(rf"[□■◎●○◆☆★※▪—]{{0,2}} ?{NAME}(?:[ 、]{NAME}){{0,3}}")
SENTENCE_MARKS: Final = frozenset("。！？；，、")
STOPPED: Final = frozenset("。；")
PHONE: Final = Lazy(r"\d{3,4}[-—–]?\d{4,8}|1\d{10}")


SHORT: Final = 1000
"""The letters of a text that is sooner looked up in a table letter by letter."""

ODD: Final = 20
"""In a text where one letter of so many is outside GB2312 so are they all."""

FULL_WIDTH: Final = Lazy("[０-９Ａ-Ｚａ-ｚ]")


def fold(text: str, narrow: bool = False) -> str:
    """The text as rules compare it: marks full-width, digits and Latin half-width, letters simplified, one for one.

    `narrow` says that it is known to have no full-width letter or digit.
    """
    table = _fold_table()
    if len(text) < SHORT:
        return text.translate(table)
    units = text.encode("gb2312", "replace")
    if (units.count(b"?") - text.count("?")) * ODD > len(text):
        return text.translate(table)
    odd = {text[at] for at in places(units.decode("gb2312"), "?")}  # what a simplified page seldom has
    if not narrow and FULL_WIDTH.search(text):
        odd.update(FULL_WIDTH.findall(text))
    for char in [*_usual(), *odd]:
        if char in text and (new := table.get(ord(char))):
            text = text.replace(char, chr(new))
    return text


@cache
def _fold_table() -> dict[int, int]:
    table = fold_script_table() | WIDEN
    return {old: table.get(new, new) for old, new in table.items()}


@cache
def _usual() -> str:
    """What GB2312 has of the table but the full-width letters and digits."""
    found = "".join(map(chr, _fold_table()))
    known = found.encode("gb2312", "replace").decode("gb2312")
    return "".join(
        [char for char, kept in zip(found, known, strict=True) if char == kept and not FULL_WIDTH.match(char)]
    )


def is_han(char: str) -> bool:
    """Whether `char` is one Han letter of the folded text."""
    return "\u3400" <= char <= "\u9fff"


def role_of(text: str) -> Role:
    """What a block that Markdown calls a paragraph is, by its folded text without blanks around."""
    size = len(text)
    if size > 260:
        return "list" if begins_item(text) else "body"
    lines = text.count("\n") + 1
    flat = text.replace("\n", " ") if lines > 1 else text
    if size <= LONGEST_LINE and (lines > 1 or "。" not in flat.rstrip(BEHIND_CREDIT)):  # none goes on behind a stop
        letters = frozenset(flat)
        if has_any(letters, FOLIO_LETTERS) and is_folio(flat):
            return "folio"
        if has_any(letters, POST_LETTERS) and any(word in flat for word in POSTS) and is_editors(flat):
            return "editors"
        if "版" in letters and has_any(letters, JUMP_LETTERS) and JUMP_LINE.fullmatch(flat):
            return "jump"
        if size <= 40 and is_credit(flat):
            return "credit"
        if size <= 60 and has_any(letters, BYLINE_LETTERS) and not has_any(letters, NO_BYLINE) and is_byline(flat):
            return "byline"
        if has_any(letters, CODE_LETTERS) and all(map(is_scan, text.split("\n"))):
            return "scan"
    if is_caption(flat) and (has_any(flat, CAPTION_LETTERS) or flat.endswith(("片）", "片）。"))):
        return "caption"
    if lines > 1:
        parts = text.split("\n")
        if is_bilingual(parts) or (lines > 2 and (is_verse(text) or is_stanza(parts))):
            return "verse"
    if size <= 60 and "。" not in flat and is_figures(flat):
        return "figures"
    if flat[0] in ORNAMENTS and all(char in ORNAMENTS or char == " " for char in flat):
        return "other"
    if begins_item(flat):
        return "list"
    if size <= 9 and is_letter(flat[-1]) and BARE_NAME.fullmatch(flat):
        return "label"
    return "body"


ORNAMENTS: Final = frozenset("*＊※☆★◇◆○●□■△▲▽▼~～=＝_＿+＋-")
"""What a line that parts two stories or two sections is made of."""

LONGEST_LINE: Final = 90
"""The most letters of a folio, an editors' line, a byline, a credit or a line that asks to scan a code."""

POSTS: Final = ("责编", "责任编", "编辑", "美编", "版式", "校对", "检校", "编委", "排版", "组版")
BYLINE_WORDS: Final = (
    "记者",
    "通讯员",
    "作者",
    "评论员",
    "撰稿",
    "撰文",
    "实习生",
    "采写",
    "文/",
    "图/",
    "文／",
    "图／",
    "摄影",
    "策划",
    "统筹",
)
CREDIT_WORDS: Final = ("摄影", "图片", "资料照", "资料图", "示意图", "效果图", "截图", "图源")
CREDIT_ENDS: Final = frozenset("摄影道图供表绘拍发片照")
CREDIT_STARTS: Final = frozenset("资档网示效视受图摄")
CREDIT_LAST: Final = frozenset("摄攝影道供表绘繪拍发發髮片觉覺）)")
LONGEST_CUE: Final = 20
"""How many of a block's first letters hold all of a cue, with the marks, the place and the number before it."""

BEHIND_CREDIT: Final = "。 ▲▼"
LONGEST_CREDIT: Final = 26
"""How many of a block's last letters are looked at for a credit."""

LONGEST_BRACKET: Final = 64
"""More letters than a credit in brackets has."""

CAPTION_LETTERS: Final = frozenset("摄攝图圖圆供提绘繪制发發觉覺景形场場角镜鏡")
POST_LETTERS: Final = frozenset("编版校")
BYLINE_LETTERS: Final = frozenset("记通作评撰实采文图摄策统")
NO_BYLINE: Final = frozenset(NARROW + "。！？；“”《》（）")
PAGE_LETTERS: Final = frozenset("0123456789版")
JUMP_LETTERS: Final = frozenset("转接见刊")
CODE_LETTERS: Final = frozenset("码碼扫")
FOLIO_LETTERS: Final = frozenset("0123456789版年")


POST_NAME: Final = Lazy(
    "责编|编辑|编委|美编|版式|版面|校对|检校|校检|排版|组版|设计|审校|审读|值班|主编|编审|[终一二三]审|监印|邮箱|热线"
)
ROLES: Final = ("记者", "通讯员", "实习生", "摄影", "作者", "评论员", "撰稿")
MOST_ROLES: Final = 8
"""How many people's roles or posts a line names at most: with each one the ways to read the names between them multiply."""


def has_any(text: str | frozenset[str], letters: frozenset[str]) -> bool:
    """Whether the text holds one of the letters, without which a costlier look finds nothing."""
    return not letters.isdisjoint(text)


def is_editors(text: str) -> bool:
    """A line that only names who made the page."""
    return len(POST_NAME.findall(text)) <= MOST_ROLES and EDITORS.fullmatch(text) is not None


def is_byline(text: str) -> bool:
    """A line that only says who wrote the story."""
    if not any(word in text for word in BYLINE_WORDS) or sum(map(text.count, ROLES)) > MOST_ROLES:
        return False
    return BYLINE.fullmatch(text) is not None


def is_folio(text: str) -> bool:
    """A line that only gives the page's number, section and date; a date by itself may sign a document."""
    if len(text) <= 20 and has_any(text, PAGE_LETTERS) and PAGE_NUMBER.fullmatch(text):
        return True
    if "，" in text or "。" in text:
        return False
    dated = ("月" in text and "年" in text) or ("." in text or "/" in text or "-" in text)
    return dated and FOLIO.fullmatch(text) is not None and bool(re.search(WEEKDAY, text) or PAGE_FIRST.match(text))


def is_credit(text: str) -> bool:
    """A line that only says who made or gave a picture; in brackets it may say so in fewer words."""
    if text[0] == "（" and has_any(text, CREDIT_ENDS) and BRACKETED_CREDIT.match(text):
        return True
    text = text.strip("（）()[]【】 ")
    return (text[-1:] in CREDIT_ENDS or text[:1] in CREDIT_STARTS) and CREDIT.fullmatch(text) is not None


def ends_in_credit(text: str) -> bool:
    """Whether the last words say who made or gave a picture."""
    last = text[-LONGEST_CREDIT:].rstrip(BEHIND_CREDIT)
    if last[-1:] not in CREDIT_ENDS and last[-1:] not in "）觉":
        worded = "图" in last or "摄影" in last or "资料照" in last
        if not worded or not any(word in last for word in CREDIT_WORDS):
            return False
    if last[-1:] == "）" and not has_any(last, CREDIT_ENDS) and "觉" not in last:
        return False
    start = max(0, len(text.rstrip(BEHIND_CREDIT)) - LONGEST_BRACKET)
    return BRACKETED_CREDIT.search(text, start) is not None or TRAILING_CREDIT.search(text) is not None


def is_scan(text: str) -> bool:
    """A line that asks to scan a code, and is no sentence or sub-head of a story that mentions one."""
    if not asks_to_scan(text):
        return False
    lower = text.lower()
    return lower.endswith(SCAN_ENDS) or any(word in lower for word in SCAN_OBJECTS)


def asks_to_scan(text: str) -> bool:
    """A short line that could ask to scan a code, by its words."""
    if len(text) > 36 or not has_any(text, CODE_LETTERS) or not STOPPED.isdisjoint(text[:-1]) or text.count("，") > 1:
        return False
    if text[-1] == "。" and not SCAN_FIRST.match(text):
        return False
    return bool(SCAN.search(text) or (len(text) <= 14 and SCAN_REMAINS.search(text)))


def may_be_caption(text: str) -> bool:
    """Whether a long block of a page, as it was read, has what a caption has: a picture's words, or a credit's end."""
    last = text[-LONGEST_CREDIT:].rstrip(BEHIND_CREDIT)
    if last[-1:] in CREDIT_LAST or "摄影" in last or "攝影" in last or "资料" in last or "資料" in last:
        return True
    if "图" in text or "圖" in text or "圆" in text or "圓" in text or "照片" in text:
        return True
    return "这是" in text or "這是" in text


def is_caption(text: str) -> bool:
    """A caption by its own cue: a credit at its end, or words that only stand under a picture."""
    size, credited = len(text), ends_in_credit(text)
    if not credited and "图" not in text and "这是" not in text and "照片" not in text:
        return False
    sentences = text.count("。") + text.count("！") + text.count("？")
    if size <= 220 and credited:
        return sentences <= 6
    if size > 160 or (text[0] == "图" and QUESTION.match(text)):
        return False
    head = text[:LONGEST_CUE]
    if sentences <= 2 and ("图" in head or "照片" in head) and CUE.match(text):
        return True
    if (
        text[0] == "图"
        and sentences <= 3
        and size <= 130
        and re.match(r"图(?:[①-⑳]|[一二三四五六七八九十\d]{1,2}[：:、 ])", text)
    ):
        return True
    if sentences <= 4 and size <= 130 and ("图为" in text or "图中" in text) and INNER_CUE.search(text):
        return True
    return sentences <= 2 and size <= 120 and (text[0] == "（" or text[0] in ARROWS) and bool(SIDE_PICTURE.search(head))


def is_verse(text: str) -> bool:
    """Short lines, most of which end in a mark, none of which fills a column."""
    lines = [line.strip() for line in text.split("\n")]
    sizes = {len(line) for line in lines}
    marked = sum(line[-1:] in "，。！？；、…—”" for line in lines)
    return max(sizes) <= 24 and (marked >= 0.75 * len(lines) or (len(sizes) == 1 and marked == 0))


def is_figures(text: str) -> bool:
    """A line of a table, a telephone list or statistics: digits and short words, no sentence."""
    digits = sum(map(str.isdigit, text))
    if digits < 4:
        return False
    if PHONE.search(text) and "。" not in text and "，" not in text:
        return True
    return digits * 3 >= len(text) and SENTENCE_MARKS.isdisjoint(text)
