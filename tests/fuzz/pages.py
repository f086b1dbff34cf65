"""Bytes read as pages, so that a fuzzer which knows bytes alone writes what breaks rules rather than noise.

A byte below 248 is a token: a word, a mark, Markdown, furniture, a gap, something stray. A byte from 248 on makes a
character of the two or three bytes behind it.
"""

from __future__ import annotations

import codecs
import re

WORDS = re.findall(
    r"\S+",
    "市民 公园 江边 记者 报道 活动 昨日 近日 城区 三千 万元 同比 增长 学校 图书馆 老师 比赛 其中 省一市一县 "
    "两中心一基地 周一 一 乾隆 位於 以後 這裏 資料 台灣 后 里 发 國 賽 侨 的 了 在 和 为 说 道 他 十 〇 第 "
    "年 月 日 條 裡 爲 着 著 麼 么 云 雲",
)
MARKS = [
    *"，。、；：？！“”‘’（）《》「」『』【】—…·～％丶",
    *",.;:?!\"'()-~%[]{}°•",
    *("——", "……", "--", "...", "。”", "),"),
]
FOREIGN = re.findall(r"\S+", "12 3.5 1,234 8:00 ５Ｇ AI Digital a Z ２０ 1 https://a.cn/b?c=1,2 a@b.cn")
MARKUP = re.findall(
    r"[^·]+",
    "# ·## ·###·- ·* ·1. ·> ·**·*·`a,b`·```\n·~~~·`·|·| a | b |\n·|-|-|\n·<!-- · -->·[图](·)·---\n·<b>·<·>·\\·_·![·](",
)
FURNITURE = re.findall(
    r"\S+",
    "（张三 摄） 李四 摄 图为 扫码看视频 A02版 （下转A03版） （上接第一版） 责任编辑 王五 本报讯 （记者 赵六） "
    "文/图 资料图 2023年5月1日 星期一 第三版 要闻 据新华社电 ②③ 电 摄",
)
STRAY = [
    *"\u200b\u00ad\ufeff⼀⻓\u00a0\t\u2028\x0c\u0301🎏𠮷\x1b\x9b\r\x85\u202e\u2066\x7f\x01",
    *"\ufffd\ufffe\ue000\U000f0000\ud800\U0010ffff",
    "\x1b[31m",
]
GAPS = ["", " ", "  ", "\n", "\n\n", "\n\n\n\n", "  \n", "\n\n　　", "　　", "　", "\n\n# ", "\n- ", "\n> "]
TOKENS = [*WORDS, *MARKS, *FOREIGN, *MARKUP, *FURNITURE, *STRAY, *GAPS, *GAPS[3:8]]
WIDE, WIDER = 248, 252
"""Bytes from which on the two, or three, bytes that follow are the number of a character."""

ENCODINGS = (
    *("utf-8", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp950"),
    *("utf-16", "utf-16-le", "utf-16-be", "hz"),
)


def text_of(data: bytes) -> str:
    """The page that some bytes stand for. It may hold any character, half a surrogate pair too, but no NUL."""
    parts: list[str] = []
    at = 0
    while at < len(data):
        byte = data[at]
        size = 1 if byte < WIDE else 3 if byte < WIDER else 4
        if size == 1:
            parts.append(TOKENS[byte % len(TOKENS)])
        else:
            number = int.from_bytes(data[at + 1 : at + size], "big")
            parts.append(chr(number % 0x110000 or 1))
        at += size
    return "".join(parts)


def printable_text_of(data: bytes) -> str:
    """The same, with nothing that UTF-8 cannot hold and with line feeds alone for line ends, as pages are decoded."""
    text = text_of(data).encode("utf-8", "replace").decode()
    return re.sub("\r\n?", "\n", text).removeprefix("\ufeff")


def bytes_of(data: bytes) -> bytes:
    """A file in one or two encodings, cut somewhere; the first three bytes say which, and where the cut is."""
    first, second, cut, *_ = *data[:3], 0, 0, 0
    text = text_of(data[3:])
    half = len(text) // 2 if second % 4 == 0 else len(text)
    whole = _encoded(text[:half], first) + _encoded(text[half:], second // 4)
    mark = (b"", b"", b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\x84\x31\x95\x33", b"\0")
    whole = mark[first // len(ENCODINGS) % len(mark)] + whole
    return whole[: len(whole) - cut] if cut < 128 else whole


def _encoded(text: str, number: int) -> bytes:
    return text.encode(ENCODINGS[number % len(ENCODINGS)], "ignore")
