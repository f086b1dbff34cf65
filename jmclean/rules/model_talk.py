"""What a chat model says around the page.

GPT-4o, Qwen-VL, GLM-4V, Gemini and HunyuanOCR answer a request to read a picture as they answer anybody:
好的，以下是图片中识别出的文字： in front, 如果您还需要进一步整理，请告诉我！ behind.
A line of hyphens often stands between talk and page. Models that think first (Qwen3, DeepSeek-R1, GLM-4.1V) leave
`<think>` … `</think>` in front if the server does not separate it from the answer.

An opening is removed if it stands alone at the start of a page and speaks of the picture and of its text, or says that
a result follows. A closing is removed if it stands alone at the end and speaks of the picture or of what was read. A
line of hyphens between talk and page is removed with the talk.

Left alone:

- a paragraph that begins with 以下是 but speaks of no picture
- words that an article may end with too (希望以上内容对您有所帮助), unless an opening is removed
- an answer that refuses (Sorry, I can't assist with that), which is reported
- a page that is nothing but talk.

Before:

    以下是图片中的文字内容：

    近日，新桥通车。

    以上就是图片中的全部文字。

After:

    近日，新桥通车。

Unchanged:

    以下是今年的十件民生实事：

    一、新建公园三座。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.chinese.fast import Lazy
from jmclean.chinese.folding import fold
from jmclean.options import Options
from jmclean.structure.plan import cut_out
from jmclean.text.declaration import WORDING, Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit
from jmclean.text.engine_marks import find_page_marks, may_have_page_marks
from jmclean.text.markdown import Block

DECLARATION: Final = Declaration(looks_at=WORDING | {"blocks"}, changes=frozenset({"blocks"}), removes_text=True)

LONGEST_TALK: Final = 90
"""The most characters of an opening or a closing in Chinese."""

LONGEST_ENGLISH: Final = 200
"""The most characters of an opening or a closing in English."""

MOST_OPENINGS, MOST_CLOSINGS = 3, 5
"""How many blocks at the start and at the end of a page are looked at."""

ASSENT_WORDS: Final = ("好的", "当然", "没问题", "可以", "收到", "明白", "您好", "你好")
PICTURE_WORDS: Final = (
    "图片",
    "图像",
    "图中",
    "图里",
    "该图",
    "张图",
    "幅图",
    "此图",
    "截图",
    "扫描件",
    "原图",
    "影像",
    "照片",
)
CERTAIN_PICTURE_WORDS: Final = ("图片", "图像", "图中", "截图", "扫描件", "原图")
"""Those of which no newspaper says that they have a content."""

DOCUMENT_WORDS: Final = ("PDF", "pdf", "文档", "文件", "页面", "报纸")
TEXT_WORDS: Final = ("文字", "文本", "Markdown", "markdown", "OCR", "ocr")
CONTENT_WORDS: Final = ("内容", "信息", "正文", "结果")
READING_WORDS: Final = ("识别", "辨识", "提取", "转录", "转写", "OCR", "ocr")
MACHINE_READING_WORDS: Final = ("识别", "辨识", "OCR", "ocr", "Markdown", "markdown")
"""What is done to pictures alone; an interview is transcribed too."""

OPENING_STARTS: Final = (
    *(
        "以下",
        "下面",
        "这是",
        "这张",
        "这幅",
        "此图",
        "该图",
        "图片",
        "图像",
        "图中",
        "根据",
        "我",
        "从",
        "已",
        "截图",
        "扫描",
    ),
    *("照片", "影像", "PDF", "识别", "提取", "您", "你", "OCR", "上图", "所"),
)
CONTENT_STARTS: Final = (
    "以下是",
    "以下为",
    "下面是",
    "这张",
    "这幅",
    "该图",
    "图片",
    "图像",
    "图中",
    "此图",
    "这是",
    "您",
    "你",
)
OPENING_ENDS: Final = ("：", "如下", "如下。", "内容。", "文字。", "结果。")
INNER_STOPS: Final = frozenset("。！？；")
RESULT_PHRASE: Final = Lazy(
    r"(?:OCR|ocr|图片|文字|文本)?(?:识别|辨识|提取|OCR|ocr)(?:后|出)?的?(?:文字|文本|内容|结果)+(?:如下|为|是)?(?:所示)?："
)
UNREADABLE_WORDS: Final = (
    *("模糊", "无法辨认", "无法识别", "不清", "难以辨认", "难以识别", "遮挡", "不完整", "缺失", "截断", "裁切"),
)
NOTE_WORDS: Final = ("注", "备注", "说明", "提示")
REQUEST_STARTS: Final = ("如", "若", "要是", "需要", "请", "希望", "还有", "是否", "有任何")
REQUEST_WORDS: Final = (
    *(
        "告诉我",
        "告知",
        "让我知道",
        "联系我",
        "问我",
        "随时",
        "提供更",
        "进一步",
        "其他问题",
        "其他需要",
        "核对",
        "我来",
        "我帮",
    ),
    *("帮助", "有用", "满足", "符合"),
)
ENGLISH_READ: Final = r"\b(?:text|transcription|transcript|contents?|markdown|ocr|extract\w*|version|results?)\b"
ENGLISH_OPENING: Final = Lazy(
    r"(?i:(?:(?:sure|certainly|of course|absolutely|ok(?:ay)?|great)\b[,.!]{0,2} )?(?:"
    rf"(?:here(?:'s|’s| is| are)|below is|the following is|this is)\b[^.\n]{{0,100}}{ENGLISH_READ}[^.\n]{{0,80}}"
    r"|the (?:extracted |transcribed |recognized |visible )?(?:text|contents?) (?:in|of|from|on) (?:the|this) "
    r"(?:image|picture|page|document|photo|scan)[^.\n]{0,60}"
    r"|(?:extracted|transcribed|recognized) text[^.\n]{0,60}|ocr (?:results?|output|text)[^.\n]{0,30})[:.])"
)
ENGLISH_CLOSING: Final = Lazy(
    r"(?i:(?:please )?(?:let me know|feel free)\b[^\n]{0,150}|i hope (?:this|that) helps[^\n]{0,60}"
    r"|if you (?:need|have|want|would like)\b[^\n]{0,150}"
    r"|[(\[]?note: [^\n]{0,80}(?:image|illegible|unclear|blurr|legible|scan)[^\n]{0,80})"
)
ENGLISH_CLOSING_STARTS: Final = frozenset("PpLlFfIiNn")
ENGLISH_REFUSAL: Final = Lazy(
    r"(?i:(?:i'm |i’m |i am )?sorry,? (?:but )?i (?:can't|can’t|cannot|am unable|don't|won't)[^\n]{0,150}"
    r"|i(?: can't| can’t| cannot|'m unable to|’m unable to| am unable to|'m not able to) "
    r"(?:assist|help|read|extract|transcribe|process|provide|view|see)[^\n]{0,150})"
)
ENGLISH_REFUSAL_STARTS: Final = frozenset("IiSs")
REFUSAL_PHRASE: Final = Lazy(
    r"(?:很?抱歉|对不起|不好意思)，?(?:但)?我?(?:目前)?(?:无法|不能|没有办法|看不到|未能)[^\n]{0,120}"
)
REFUSAL_STARTS: Final = ("很抱歉", "抱歉", "对不起", "不好意思")
"""How a refusal begins: asked first, since the patterns are dear to compile. So are the first letters in English."""

THOUGHT_TAGS: Final = Lazy(r"\s*<think>(?:(?!</?think>)[\s\S])*</think>\s*")
THOUGHT_END: Final = Lazy(r"(?:(?!</?think>)[\s\S])*</think>\s*")


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Take out openings and closings at the edges of the pages, and thoughts in front of all."""
    text = doc.text
    if "</think>" in text and (thought := _find_thought_end(text)):
        if text[thought:].strip():
            yield Edit(0, thought, "")
        else:
            doc.report(0, "left the model's thoughts, since nothing else would be left of the page")
        return  # the chain asks again for what stands behind them
    blocks = doc.blocks
    gone: set[int] = set()
    for first, last in _find_pages(text, blocks):
        gone.update(_find_talk(doc, blocks, first, last))
    if not gone:
        return
    if len(gone) == len(blocks):
        doc.report(blocks[0].start, "left what may be a model's talk, since nothing else would be left of the page")
        return
    yield from cut_out(text, [(blocks[number].start, blocks[number].end) for number in sorted(gone)])


def _find_thought_end(text: str) -> int:
    """Return where a model's thoughts end that a page begins with, 0 if it does not."""
    match = THOUGHT_TAGS.match(text) or ("<think>" not in text and THOUGHT_END.match(text))
    return match.end() if match else 0


def _find_pages(text: str, blocks: list[Block]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the first block of every page and of the one behind its last."""
    first = 0
    if may_have_page_marks(text):
        marks = {mark.start for mark in find_page_marks(text)}
        for number, block in enumerate(blocks):
            if block.start in marks:
                if first < number:
                    yield first, number
                first = number + 1
    if first < len(blocks):
        yield first, len(blocks)


def _find_talk(doc: Document, blocks: list[Block], first: int, last: int) -> Iterator[int]:
    """Yield the numbers of the blocks of one page that are talk, and of the hyphens that part them from it."""
    text = doc.text
    start = first + (blocks[first].kind == "rule" and first + 1 < last and is_opening(text, blocks[first + 1]))
    hyphens = start
    while start < min(last, first + MOST_OPENINGS) and is_opening(text, blocks[start]):
        start += 1
    opened = start > hyphens
    if opened and start < last and blocks[start].kind == "rule":
        start += 1
    if opened:
        yield from range(first, start)
    elif is_refusal(text, blocks[first]):
        doc.report(blocks[first].start, "kept, though it may be a model's refusal to read the page")
    end, closed = last, False
    while end > start and last - end < MOST_CLOSINGS:
        own = is_closing(text, blocks[end - 1])
        if not own and not is_request(text, blocks[end - 1]):
            break
        closed = closed or own
        end -= 1
    if not (opened or closed) or end in (last, start):
        return
    if blocks[end - 1].kind == "rule" and end - 1 > start:
        end -= 1
    yield from range(end, last)


def read_line(text: str, block: Block) -> str:
    """Return the words of a block that is one line, short enough for talk, without emphasis and quotation marks."""
    if block.end - block.start > LONGEST_ENGLISH or block.kind not in ("paragraph", "heading", "quote"):
        return ""
    words = text[block.start : block.end]
    return "" if "\n" in words else words.strip('*_># \t"“”')


def fold_words(words: str) -> str:
    """Return Chinese words in simplified characters with full-width punctuation, nothing if they are too long."""
    return fold(words) if len(words) <= LONGEST_TALK else ""


def has(words: str, found: tuple[str, ...]) -> bool:
    """Return whether one of some words stands in others."""
    return any(word in words for word in found)


def is_opening(text: str, block: Block) -> bool:
    """Return whether a block is what a model says before it writes what it read."""
    words = read_line(text, block)
    if not words:
        return False
    if words[0].isascii() and words[-1] in ":." and ENGLISH_OPENING.fullmatch(words):
        return True
    words = fold_words(words)
    agreed = words.startswith(ASSENT_WORDS)
    while words.startswith(ASSENT_WORDS):
        words = words[2:].lstrip("，。！、的了 ")
    if not words.endswith(OPENING_ENDS) or not INNER_STOPS.isdisjoint(words[:-1]):
        return False
    if RESULT_PHRASE.fullmatch(words):
        return True
    if not words.startswith(OPENING_STARTS):
        return False
    if has(words, PICTURE_WORDS) and (has(words, READING_WORDS) or has(words, TEXT_WORDS)):
        return True
    if has(words, CERTAIN_PICTURE_WORDS) and has(words, CONTENT_WORDS) and (agreed or words.startswith(CONTENT_STARTS)):
        return True
    if has(words, DOCUMENT_WORDS) and has(words, MACHINE_READING_WORDS):
        return True
    return has(words, MACHINE_READING_WORDS) and (has(words, CONTENT_WORDS) or has(words, TEXT_WORDS[:2]))


def is_closing(text: str, block: Block) -> bool:
    """Return whether a block is what a model says of what it read, behind it."""
    words = fold_words(read_line(text, block))
    if words.startswith("以上"):
        read = has(words, CERTAIN_PICTURE_WORDS) or has(words, MACHINE_READING_WORDS)
        return read and (has(words, TEXT_WORDS) or has(words, CONTENT_WORDS)) and INNER_STOPS.isdisjoint(words[:-1])
    bare = words.lstrip("（[【").rstrip("）]】")
    return bare.partition("：")[0] in NOTE_WORDS and has(bare, PICTURE_WORDS) and has(bare, UNREADABLE_WORDS)


def is_request(text: str, block: Block) -> bool:
    """Return whether a block is how a model takes its leave, in words that others use as well."""
    words = read_line(text, block)
    if not words:
        return False
    if words.lstrip("([")[:1] in ENGLISH_CLOSING_STARTS and ENGLISH_CLOSING.fullmatch(words):
        return True
    words = fold_words(words)
    return words.startswith(REQUEST_STARTS) and has(words, REQUEST_WORDS)


def is_refusal(text: str, block: Block) -> bool:
    """Return whether a block says that a model cannot read the page."""
    words = read_line(text, block)
    if not words:
        return False
    if words[0] in ENGLISH_REFUSAL_STARTS and ENGLISH_REFUSAL.fullmatch(words):
        return True
    words = fold_words(words)
    return words.startswith(REFUSAL_STARTS) and REFUSAL_PHRASE.fullmatch(words) is not None
