"""Characters that look like another one and are there by mistake: radicals, vertical marks, compatibility ideographs.

Radicals follow Unicode's EquivalentUnifiedIdeograph. For the Kangxi radicals NFKC says the same; of the supplement NFKC
knows two, so that table is written out, as of Unicode 14, without the 13 whose ideograph lies outside the Basic
Multilingual Plane.
"""

from __future__ import annotations

import unicodedata

KANGXI_RADICALS = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}

RADICALS_SUPPLEMENT = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥"
        "⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏"
        "⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫"
        "丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑"
        "钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)

VERTICAL_MARKS = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？〖〗…：—–（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)
"""The marks of vertical text. ︰ is meant for two dots, but horizontal text has it for a colon and never for dots."""

COMPATIBILITY_IDEOGRAPHS = {
    chr(code): plain
    for code in range(0xF900, 0xFB00)
    if (plain := unicodedata.normalize("NFC", chr(code))) != chr(code) and len(plain) == 1 and plain <= "\uffff"
}
"""Second code points of one ideograph, kept for old character sets. To Unicode they are one letter: NFC folds them."""

PLAIN = KANGXI_RADICALS | RADICALS_SUPPLEMENT | VERTICAL_MARKS | COMPATIBILITY_IDEOGRAPHS
"""Every such character and what stands in a clean text."""
