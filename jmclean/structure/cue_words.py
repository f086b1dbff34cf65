"""Words and patterns that tell the role of a block: what bylines, credits, captions, folios and jump lines are made of.

All are matched on folded text: simplified characters, full-width punctuation, half-width digits and Latin letters.
A word may hold an optional character (摄影师?). A pattern of several forms is a table, each form with its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from jmclean.chinese.characters import BEYOND_LATIN
from jmclean.chinese.fast import Lazy


def alternate(words: Sequence[str]) -> str:
    """Return the pattern of one of the words."""
    return f"(?:{'|'.join(words)})"


def compile_any_form(forms: Mapping[str, str]) -> Lazy:
    """Return the pattern of one of several forms, tried in order."""
    return Lazy("|".join(forms.values()))


# People

NAME: Final = rf"{BEYOND_LATIN}{{1,3}}(?: ?{BEYOND_LATIN}|[·•]{BEYOND_LATIN}{{1,8}})"
"""A Chinese name as bylines print it: two to four characters, a space in a short one; or a foreign one with a dot."""

OTHER_NAMES: Final = rf"(?:[ 、]{NAME}){{0,3}}"
HOUSES: Final = "本报 本刊 本台 新华社 中新社".split()
HOUSE_ENDINGS: Final = "日报 晚报 早报 时报 商报 晨报 周报 都市报 新闻网 电视台 社".split()
RANKS: Final = rf"全媒体 融媒体? 首席 特派 特约 见习 实习 驻{BEYOND_LATIN}{{2,6}} 摄影 文字 记协 高级".split()
OCCUPATIONS: Final = "记者 通讯员 实习生 摄影师? 作者 评论员 撰稿人?".split()
HOUSE: Final = rf"(?:{'|'.join(HOUSES)}|{BEYOND_LATIN}{{2,6}}{alternate(HOUSE_ENDINGS)})"
REPORTER: Final = f"{HOUSE}?{alternate(RANKS)}?{alternate(OCCUPATIONS)}"
"""Who writes or takes pictures, without the name: 本报记者, 江门日报首席记者."""

BYLINE_TASKS: Final = "文 图 文字 摄影 图片 供图 撰文 采写 统筹 策划 监制 执行 内容统筹 内容采写 出品".split()
BYLINE: Final = Lazy(
    rf"[□■◎●○◆☆★※▪]? ?(?:{alternate(BYLINE_TASKS)}[／/、·| ：:]*)*"
    rf"(?:(?:{REPORTER})[／/：: |]*(?:{NAME}[ 、，/／]*){{0,6}}(?:文[／/]图|图|文|摄影报道|报道)? *)*"
)
BYLINE_WORDS: Final = "记者 通讯员 作者 评论员 撰稿 撰文 实习生 采写 文/ 图/ 文／ 图／ 摄影 策划 统筹".split()
BYLINE_CHARACTERS: Final = frozenset("记通作评撰实采文图摄策统")
BYLINE_OCCUPATIONS: Final = "记者 通讯员 实习生 摄影 作者 评论员 撰稿".split()
NO_NAME_CHARACTERS: Final = frozenset("的了是从到看被把也都已说访获悉")
NO_NAME_WORDS: Final = (
    "发现 跟随 随团 随队 致电 注意 在现场 在会上 在活动 昨日 昨天 今日 今天 近日 日前 产品 工作".split()
)
"""What stands in no name, but where a sentence says what a reporter did."""

MOST_PEOPLE: Final = 8
"""How many occupations or posts a line names at most: each one multiplies the ways to read the names between them."""

BARE_NAME: Final = Lazy(rf"[□■◎●○◆☆★※▪—]{{0,2}} ?{NAME}{OTHER_NAMES}")

# Credits

MAKERS: Final = "摄 摄影 供图 提供 制图 制表 绘 绘图 翻拍 截图".split()
AGENCIES: Final = (
    "新华社 中新社 中新网 视觉中国 人民视觉 资料 受访者 受访单位 受访对象 通讯员 主办方 网络 网上 官方 "
    "东方IC 路透社? 法新社? 美联社? 信报"
).split()
PHOTOGRAPHS: Final = (
    "资料图片? 资料照片? 档案照片? 档案图片? 网络图片? 网上图片 设计图片 示意图 效果图 视频截图 网络截图 "
    "受访者图片 图片来源 图源"
).split()
SOURCES: Final = (
    "互联网 网[上络路站页] 官网 资料 档案 电视 影片 视频 录像 直播 脸书 面书 微博 微信 小红书 抖音 受访 "
    "本报 (?i:facebook|fb|ig|instagram|twitter|youtube) 警方 消防 公司 机构 学校 大会 主办 电脑 模拟"
).split()
"""Where a picture without a photographer comes from."""

AGENCY: Final = alternate(AGENCIES)
CREDIT_FORMS: Final = {
    "who or an agency, names, what they did": (
        rf"(?:{REPORTER}|{AGENCY})[ /／：:]*(?:{NAME}[ 、，/／]*){{0,5}}(?<!拍){alternate(MAKERS)}"
    ),
    "names, what they did": (
        rf"(?:{NAME}[ 、，/／]*){{0,4}}{NAME}(?:[ ：:/／]+{alternate(MAKERS)}|(?<!拍)(?:摄|供图))"
    ),
    "an agency's picture": rf"{AGENCY}(?:发|图片|供图|提供|图)",
    "a kind of picture": rf"{alternate(PHOTOGRAPHS)}(?:[ ：:/／（]+[^。，]{{0,16}}|{AGENCY}|{REPORTER}{NAME})?",
    "a news agency's picture": r"(?:新华社|中新社)[^，。；]{0,10}[发摄]",
    "where it is from": (
        rf"(?:[A-Za-z]{{2,12}}|{BEYOND_LATIN}{{0,12}}(?:电视台?|日报|晚报|周刊|影片|视频|录像|直播)) ?(?:图片|截图)"
    ),
    "picture: who": rf"图片?[／/：:]+ ?(?:{REPORTER}|{AGENCY}|{NAME})[^。，；]{{0,12}}",
    "picture who": rf"图片? +(?:(?:{REPORTER}|{AGENCY})[^。，；]{{0,12}}|{NAME}{OTHER_NAMES})",
    "photograph: who": rf"摄影?[／/：: ]+{NAME}{OTHER_NAMES}",
}
CREDIT: Final = compile_any_form(CREDIT_FORMS)

BRACKET_WORDS: Final = (
    "(?<!拍)摄(?:影)? 供图 网[上络]图片 资料图片? 资料照片 档案图片 视频截图 网络截图 设计图片 "
    "[社局处署院馆]图片 绘 制图 新华社发 中新社发 视觉中国 人民视觉"
).split()
ALL_PICTURES: Final = "图片均 照片均 图均".split()
"""What an article says of its pictures as a whole, below its text."""

NO_GIVERS: Final = "免费 无偿 统一 气象".split()
BEHIND_CREDIT: Final = "。 ▲▼"
"""What may stand behind a credit at the end of a block."""

BRACKETED_CREDIT_FORMS: Final = {
    "how it was made": rf"（[^（）。]{{0,24}}{alternate(BRACKET_WORDS)}(?:（[^（）]{{1,12}}摄）)?）?",
    "who gave it": (
        rf"（(?:(?![^（）]{{0,12}}{alternate(ALL_PICTURES)})[^（）。]{{0,12}}(?:图片?|照片?)[^（）。]{{0,14}}|{AGENCY}"
        rf"|(?!{alternate(NO_GIVERS)}){BEYOND_LATIN}{{2,3}} ?)提供）"
    ),
    "where it is from": rf"（{alternate(SOURCES)}[^（）。，]{{0,10}}(?:图片|照片|相片|截图|撷图|资料照)）",
    "picture: who": r"（(?:图片?|照片|相片|摄影?)[ ]?[／/：:][^（）。，]{1,16}）",
    "copied": r"（翻摄[^（）。，]{0,12}）",
}
BRACKETED_CREDIT: Final = Lazy(
    rf"{alternate(list(BRACKETED_CREDIT_FORMS.values()))}[{BEHIND_CREDIT}]*$"
    r"|(?:新华社|中新社)(?:记者)?[^，。；（）]{0,8}发?（[^（）]{2,16}摄）[ ▲▼]*$"
)
TRAILING_CREDIT: Final = Lazy(rf"[。！？”）\]】 ](?:{CREDIT.pattern})[。 ）▲▼]*$")
CREDIT_WORDS: Final = "摄影 图片 资料照 资料图 示意图 效果图 截图 图源".split()
CREDIT_ENDS: Final = frozenset("摄影道图供表绘拍发片照")
CREDIT_STARTS: Final = frozenset("资档网示效视受图摄")
LONG_CAPTION_ENDS: Final = frozenset("摄攝影道供表绘繪拍发發髮片觉覺）)")
LONG_CAPTION_WORDS: Final = "图 圖 圆 圓 照片 这是 這是".split()
LONG_CREDIT_WORDS: Final = "摄影 攝影 资料 資料".split()
"""What a long block has that may be a caption, as it was read: not folded yet."""

LONGEST_CREDIT: Final = 26
"""How many of a block's last characters are looked at for a credit."""

LONGEST_BRACKET: Final = 64
"""More characters than a credit in brackets has."""

# Captions

CUE_PLACE: Final = r"(?:[左右上下题本小大主附][左右上中下]?图|图(?:片|[一二三四五六七八九十①-⑳\d]{1,2}))"
CUE_FORMS: Final = {
    "the picture is": "图为|图：|图片为|照片为|压?题(?:图片|照片)：",
    "the picture at a side": r"[上下左右题本]图(?=[：:为中是 （(，、\d])",
    "a picture by its number": "图①|图②|图③|图④|图⑤",
}
CUE: Final = Lazy(
    rf"[（【\[]?(?:[▲▼◀▶△▽◄►↑↓←→■●◆◎○][ ]?)?{CUE_PLACE}?"
    rf"(?:（[左右上下][图]?）)?[ ]?(?:\d{{1,2}}[、.．：]?(?=图为|图中))?{alternate(list(CUE_FORMS.values()))}"
)
LONGEST_CUE: Final = 20
"""How many of a block's first characters hold all of a cue, with the marks, the place and the number before it."""

INNER_CUE: Final = Lazy(r"(?:^|[。！？，；·°’?])(?:图为|图中是|图中为|上图为|下图为)(?!何|什|了)")
NUMBERED_CUE: Final = Lazy(r"图(?:[①-⑳]|[一二三四五六七八九十\d]{1,2}[：:、 ])")
NUMBERED_PICTURE: Final = Lazy(r"图?[ ]?(?:[①-⑳]|\d{1,2}[：:、．.](?!\d))")
SIDE_PICTURE: Final = Lazy(r"（(?:[左右上下]图|小图|大图|题图)）")
QUESTION: Final = Lazy(r"图片?为?(?:何|什么|了)|图为[^，。；]{1,8}[，；、](?![左右前后上下中图])[^，。；、]{1,3}为")
"""What 图为 begins that is no caption: a question, and a sentence of two halves that are alike (图为媒介，文为载体)."""

TASK: Final = Lazy(
    r"(?:^|[，。；！？])(?:求(?![助救职婚学医证])|请(?:你|写|画|说|回答|计算|求|证明|根据|判断|在|用|把|将|问|选|填)|试[求说用写]"
    r"|证明：|计算(?!机)|写出|画出|填[写空上]|量[一出]|数一数|算一算|看图[写回填]|据图|回答(?:下列|以下)?问题[。：]|则?下列)|（\d{1,2}分）|（本题"
)
"""What a sentence about a picture asks a pupil to do: 下图是一个正方形，求它的面积。"""

ARROWS: Final = frozenset("▲▼◀▶△▽◄►⬆⬇")
CAPTION_CHARACTERS: Final = frozenset("摄攝图圖圆供提绘繪制发發觉覺景形场場角镜鏡")

ROLL_LINE: Final = Lazy(
    rf"{BEYOND_LATIN}{{2,6}}(?:[ 　]+|[ ]*[：/／|｜][ ]*|[·.…]{{2,12}}){BEYOND_LATIN}{{2,10}}"
    rf"(?:[ 　、/／]+{BEYOND_LATIN}{{2,10}}){{0,4}}"
)
"""A line of a programme or of the people who made a film: 灯光 赵大年."""

# Lines that ask to scan a code

SCAN_VERBS: Final = (
    "看 了解 关注 阅读 获取 下载 收听 听 加入 参与 浏览 查询 报名 添加 订阅 咨询 进入 领取 投票 答题 体验".split()
)
SCAN_ACTS: Final = (
    "扫码",
    "扫一扫",
    "码上",
    "(?:扫描?|描)[^，。]{0,8}(?:[维方图]码|QR ?[Cc]ode)",
    "长按[^，。]{0,8}码",
    "识别[^，。]{0,8}码",
)
SCAN_FORMS: Final = {
    "scan to": rf"{alternate(SCAN_ACTS)}[^，。]{{0,8}}，?[^，。]{{0,4}}?{alternate([*SCAN_VERBS, '更多'])}",
    "for more, scan": "(?:更多|详情|全文|视频|精彩|关注)[^，。]{0,12}，?[^，。]{0,4}(?:扫码|扫一扫|二维码)",
    "the code alone": "^(?:请?扫[^，。]{0,6}码|二维码)$",
}
SCAN: Final = compile_any_form(SCAN_FORMS)
SCAN_FIRST: Final = Lazy("[（(]?(?:请|扫|长按|更多|欲知|微信扫|手机扫|码上)")
SCAN_REMAINS: Final = Lazy("^[^一]{0,4}码(?:看|听|了解|注|关|阅|收|观)|请码")
SCAN_OBJECTS: Final = (
    "视频 影片 短片 看片 直播 回放 全文 原文 详情 更多 完整 精彩 内容 报道 新闻 资讯 图集 组图 图片 专题 "
    "海报 现场 音频 活动 我们 本报 公众号 客户端 小程序 微信 微博 抖音 账号 链接 报纸 电子版 电子报 app "
    "h5"
).split()
"""What a page's own code leads to; without one, a line on codes may be a sub-head (扫码看病，老人怎么办)."""

SCAN_ENDS: Final = tuple(SCAN_VERBS)
SCAN_CHARACTERS: Final = frozenset("码碼扫")

# Folios

WEEKDAY: Final = "(?:星期|周|礼拜)[一二三四五六日天]"
NUMBER: Final = r"[\d一二三四五六七八九十]{1,3}"
DATE: Final = rf"(?:\d{{4}}|[一二〇○零三四五六七八九]{{4}})[年./-] ?{NUMBER}[月./-] ?{NUMBER}日?"
PAGE: Final = r"(?:第? ?[A-Z]{0,2}[lI]?\d{1,3} ?版?|第[一二三四五六七八九十\d]{1,3}版|[A-Z]{1,2}[-—]?\d{0,3})"
PAGE_FIRST: Final = Lazy(r"(?:[A-Z]{1,2}\d{1,3}|第?[一二三四五六七八九十\d]{1,3}版)")
SECTION: Final = rf"(?:{BEYOND_LATIN}|[·/、A-Za-z]){{2,10}}"
WEB: Final = (
    r"(?:(?:网址|电邮|邮箱|E-?mail)[：:])?(?:https?：?[：:]?//)?"
    r"[\w.-]+(?:@[\w.-]+)?\.(?:com|cn|net|org|hk|tw|mo)(?:[./]\w+)*/?"
)
FOLIO: Final = Lazy(
    rf"(?:{PAGE} *[|｜]? *)?(?:{SECTION} *[|｜]? *){{0,3}}(?:{PAGE} *)?(?:{DATE}) *"
    rf"(?:{WEEKDAY})? *(?:农历{BEYOND_LATIN}{{4,12}})?(?: *{PAGE})?(?: *{SECTION}){{0,3}}(?: *{PAGE})?(?: *{WEB})?"
)
PAGE_NUMBER_FORMS: Final = {
    "between dashes": r"[—–·-] ?\d{1,3} ?[—–·-]",
    "a page or a sheet": r"第 ?\d{1,3} ?(?:版|页)(?: ?[／/共] ?\d{1,3} ?[版页])?",
    "a section's letter and a number": r"[A-F]{1,2}\d{1,2}|[A-Z]{1,2}(?:0\d|\d{1,2} ?版)",
    "a page before its section": (
        rf"(?:[A-F]{{1,2}}\d{{1,2}} ?版?|第? ?\d{{1,3}} ?版|第[一二三四五六七八九十]{{1,3}}版) +{SECTION}"
    ),
}
PAGE_NUMBER: Final = compile_any_form(PAGE_NUMBER_FORMS)
"""A page, alone or before its section. A bare number before a word numbers a section of the text as often: 1 总则."""

WEEKDAY_OF_FOLIO: Final = Lazy(WEEKDAY)
PAGE_CHARACTERS: Final = frozenset("0123456789版")
FOLIO_CHARACTERS: Final = frozenset("0123456789版年")

# Lines that name the editors

POST_TIMES: Final = "本版 本期 今日 值班 执行 责任".split()
POSTS: Final = (
    "责任编辑 责编 编辑 编委 美术编辑 美编 版式设计 版式 版面设计 版面 校对 检校 校检 排版 组版 图编 "
    "图片编辑 视觉设计 视觉 审校 审读 值班主任 值班总编 值班编委 值班 主编 副主编 编审 终审 一审 二审 "
    "三审 监印 电子邮箱 邮箱 热线"
).split()
POST: Final = f"(?:{alternate(POST_TIMES)}?{alternate(POSTS)})"
NO_EDITORS: Final = "手记 寄语 感言 札记 点评 推荐".split()
SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦马苗凤方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐傅皮卞齐康伍余顾孟黄穆萧肖尹姚邵汪祁毛戴宋庞熊纪舒屈项祝董梁杜阮蓝闵"
    "季贾路江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万柯管卢莫房缪解应宗丁宣邓单杭洪包诸左石崔吉龚程邢裴陆荣翁"
    "荀惠曲封储靳段焦巴牧车侯全班秋仲伊宫宁仇甘武符刘景詹龙叶黎白蒲邰赖卓蔺屠蒙池乔闻党翟谭劳姬申冉桑桂牛边燕温庄"
    "晏柴瞿阎闫连习艾鱼向古易廖耿匡文寇欧沃利越师巩聂晁冷辛那简饶曾沙丰关查游权尚佟岳帅涂苟于"
)
"""The characters that most family names are, simplified."""

DOUBLE_SURNAMES: Final = tuple("欧阳 上官 司马 司徒 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 端木 轩辕 南宫".split())
FULL_NAME: Final = (
    rf"(?:[{SURNAMES}](?: ?{BEYOND_LATIN}|{BEYOND_LATIN}{{2}})|{alternate(DOUBLE_SURNAMES)}{BEYOND_LATIN}{{1,2}})"
)
"""A name that is one by its family name."""

POST_NAMES: Final = rf"(?:{NAME}(?:[ 、，/／丨|｜]+|(?={POST})|(?=[）)】\]]|$))){{1,4}}"
EDITORS: Final = Lazy(
    rf"[（(【\[]?(?:{POST}(?:[ ：:/／丨|｜]+|(?={FULL_NAME})(?!{alternate(NO_EDITORS)})){POST_NAMES})+[）)】\]]?"
)
LONE_POST: Final = Lazy(rf"[（(【\[]?{POST}(?:[ ：:/／丨|｜]|(?P<name>{FULL_NAME})(?=[ 、，/／丨|｜）)】\]]|$))")
"""A post apart from what follows, or right before a name: 责编周敏之."""

BODIES: Final = tuple("部 室 会 社 界 展 大赛 软件 中心".split())
"""What ends the name of a body or an event and no person's: 编辑江边学会."""

POST_NAME: Final = Lazy(
    alternate(
        (
            "责编 编辑 编委 美编 版[式面](?:设计)? 校对 检校 校检 排版 组版 设计 审校 审读 值班 主编 编审 [终一二三]审 "
            "监印 邮箱 热线"
        ).split()
    )
)
EDITORS_WORDS: Final = "责编 责任编 编辑 美编 版式 校对 检校 编委 排版 组版".split()
EDITORS_CHARACTERS: Final = frozenset("编版校")

# Jump lines

JUMP_SIGNS: Final = "相关报道 相关新闻 详见 详细报道 更多报道 报道 全文 更多内容".split()
JUMP_VERBS: Final = "下转 转入 上接 紧接 续接 转 接 刊 见 详见".split()
JUMP_PAGE: Final = rf"第? ?[A-Z]{{0,2}}{NUMBER} ?版"
JUMP_LINE: Final = Lazy(
    rf"[（(【\[]?[▲▼►▶→↓◎●■]? ?{alternate(JUMP_SIGNS)}?{alternate(JUMP_VERBS)}"
    rf" ?(?:本报)?(?:第? ?[A-Z]{{0,2}}{NUMBER}(?: ?[·、—-] ?[A-Z]?\d{{1,3}})? ?版)[^（）。，]{{0,10}}[）)】\]]?"
)
JUMP_TAIL: Final = Lazy(
    rf"[（(【\[](?:下转|转入?|紧转) ?(?:本报)?{JUMP_PAGE}[^（）()。]{{0,12}}[）)】\]]\s*\Z"
    rf"|(?<=[。！？”\n])[ ▼►▶→]*下转 ?{JUMP_PAGE}\s*\Z"
)
JUMP_HEAD: Final = Lazy(
    rf"[（(【\[]?[▲◀←]? ?(?:紧接|上接|续接) ?(?:本报)?{JUMP_PAGE}[^（）()。，]{{0,12}}(?:[）)】\]]|(?= ))\s*"
)
JUMP_CHARACTERS: Final = frozenset("转接见刊")

# Other lines

PHONE: Final = Lazy(r"\d{3,4}[-—–]?\d{4,8}|1\d{10}")
ORNAMENTS: Final = frozenset("*＊※☆★◇◆○●□■△▲▽▼~～=＝_＿+＋-")
"""What a line that parts two articles or two sections is made of."""

NOISE: Final = Lazy("[0-9a-z][。，、；][a-z]|[a-z][。，、；][0-9]")
"""What no print has: full-width punctuation between lower-case Latin letters or figures."""
