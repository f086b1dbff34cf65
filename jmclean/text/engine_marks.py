"""What engines and programs that assemble pages write between the paragraphs: pictures, page marks, formulas, comments.

Such marks are no text of the page. The reader of blocks asks `set_marks_apart` to give each its own block, the rules
ask `find_page_marks` for the places where one physical page ends and the next begins. Each form is one that a program
is known to write; the manuals of the rules name the programs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from jmclean.chinese.characters import COMMON_HAN
from jmclean.chinese.fast import Lazy, holds_any
from jmclean.text.markdown import Block, Kind

MARK_KINDS: Final[frozenset[Kind]] = frozenset({"picture", "page-mark", "formula", "comment"})
"""The kinds of block that hold no text."""

BLOCK_SIGNS: Final = {
    "<": ("<",),
    "[": ("![", "[图", "[圖", "[照", "[插", "[配", "[I", "[i", "[F", "[f", "[P", "[p", "\\["),
    "【": ("【图", "【圖", "【照", "【插", "【配"),
    "$": ("$$",),
    "\\": ("\\begin{",),
    "=": ("==>",),
}
PAGE_SIGNS: Final = ("页", "頁", "age", "AGE", "}---", "-\n", "—\n", "–\n", "lide")
SLASH_LINE: Final = Lazy(r"\n[ \t]*\d{1,4}[ \t]*[/／]")
"""One of these stands in every text that has a mark, each behind its rarest character, which is sooner found."""

LONGEST_PAGE_MARK: Final = 100
"""The most characters of a line that is a page mark."""

LONGEST_FORMULA_LINES: Final = 60
"""The most lines of a displayed formula; an opening mark without an end within these opens none."""

LONGEST_PLACEHOLDER: Final = 80
"""The most characters of a picture's placeholder in words."""

PICTURE_WORD: Final = (
    "(?:图片|圖片|照片|插图|插圖|图像|圖像|配图|配圖|图|圖"
    "|[Ii]mage|IMAGE|[Pp]icture|PICTURE|[Pp]hoto|PHOTO|[Ff]igure|FIGURE|img)"
)
PICTURE_FORMS: Final = (
    r"\[!\[[^\]\n]{0,400}\]\([^()\s]*\)\]\([^()\s]*\)",  # a picture that is a link
    r"!\[[^\]\n]{0,2000}\]\([^()\s]*(?:\([^()\s]{0,500}\)[^()\s]{0,500})?(?:[ \t]+\"[^\"\n]{0,500}\")?\)"
    r"(?:\{[^{}\n]{0,200}\})?",
    r"!\[[^\]\n]{0,2000}\]\(<[^<>\n]{0,2000}>(?:[ \t]+\"[^\"\n]{0,500}\")?\)",
    r"!\[[^\]\n]{0,2000}\]\[[^\]\n]{0,200}\]",
    r"!\[\[[^\[\]\n]{1,300}\]\]",  # as Obsidian embeds one
    r"</?(?:img|image|video|audio|source|picture|svg|iframe|embed|object)(?=[\s/>])[^<>\n]{0,4000}>",
    rf"[\[【]{PICTURE_WORD}[ \t]?[\d一二三四五六七八九十-]{{0,6}}(?:\.(?:jpe?g|png))?"
    rf"(?:[ \t]*[:：][^\[\]【】\n]{{1,{LONGEST_PLACEHOLDER}}})?[\]】]",
    r"(?:\*\*)?==> picture \[\d+ x \d+\] intentionally omitted <==(?:\*\*)?",
    r"<!--[ \t]*(?:image|picture|figure|图片|圖片)(?:[ \t]*:[^\n]{0,2000}?)?[ \t]*-->",
)
PICTURE_ITEM: Final = "(?:" + "|".join(PICTURE_FORMS) + ")"
LAYOUT_TAG: Final = r"</?(?:div|p|center|span|a|figure|br)(?:[ \t][^<>\n]{0,300})?/?>"
PICTURE_LINE: Final = Lazy(rf"(?:{LAYOUT_TAG}[ \t]*)*{PICTURE_ITEM}(?:[ \t|]*(?:{PICTURE_ITEM}|{LAYOUT_TAG}))*")
FIGURE_ELEMENT: Final = Lazy(r"<figure(?=[\s>])(?:(?!<figure|</figure>)[\s\S]){0,20000}</figure>")
TAGGED_PICTURE: Final = Lazy(r"<(?:img|image|video|audio|picture|svg|iframe|embed|object)(?=[\s/>])")
ANY_TAG: Final = Lazy(r"<[^<>]{1,4000}>")
COMMENT_MARK: Final = Lazy(r"<!--(?:(?!-->)[\s\S]){0,20000}-->")
FORMULA_OPENERS: Final = ("$$", "\\[", "\\begin{")
FORMULA_ENVIRONMENT: Final = Lazy(
    r"\\begin\{((?:equation|align|aligned|gather|gathered|multline|eqnarray|array|cases|split|[bpvV]?matrix)\*?)\}"
)

MARK_NUMERAL: Final = "[一二三四五六七八九十百零〇]{1,5}"
MARK_GAP: Final = "[ \t]*"
MARK_NUMBER: Final = rf"(\d{{1,4}}|{MARK_NUMERAL})"
PAGE_SIGN: Final = f"{MARK_GAP}[页頁]"
OF_ALL: Final = rf"[共总總]{MARK_GAP}(?:\d{{1,4}}|{MARK_NUMERAL}){PAGE_SIGN}"
MARK_CORES: Final = {
    "page": r"(?:(?:end|start|beginning) of )?page(?:[ _.]?page)?(?:[ _]?(?:number|num|no\.?|index))?"
    rf"{MARK_GAP}[.:=#_-]?{MARK_GAP}\"?(\d{{1,4}})\"?"
    rf"(?:{MARK_GAP}(?:of|/|／|-){MARK_GAP}\d{{1,4}})?(?:{MARK_GAP}(?:ends?|starts?|begins?))?",
    "of": rf"第{MARK_GAP}{MARK_NUMBER}{MARK_GAP}[页頁]?{MARK_GAP}[，,、/／;；|]?{MARK_GAP}{OF_ALL}",
    "of-first": rf"[共总總]{MARK_GAP}\d{{1,4}}{PAGE_SIGN}{MARK_GAP}[，,、/／;；|]?{MARK_GAP}"
    rf"第{MARK_GAP}(\d{{1,4}}){PAGE_SIGN}",
    "part": rf"第{MARK_GAP}(\d{{1,4}}){MARK_GAP}[/／]{MARK_GAP}\d{{1,4}}{PAGE_SIGN}",
    "han": rf"第{MARK_GAP}{MARK_NUMBER}{PAGE_SIGN}(?:{MARK_GAP}(?:开始|結束|结束|開始))?",
    "break": r"page[ _-]?(?:split|break|separator)|new[ _-]?page|分[页頁](?:符|线|線)?()",
    "slide": rf"slide(?: number)?{MARK_GAP}[:=#]?{MARK_GAP}(\d{{1,4}})",
    "slash": rf"(\d{{1,4}}){MARK_GAP}[/／]{MARK_GAP}\d{{1,4}}",
    "furniture": r"page(?:number|header|footer)=\"[^\"\n]{0,80}\"()",
}
"""What the words of a page mark are, less the marks around them."""

MARK_CORE: Final = Lazy("(?i:" + "|".join(f"(?:{core})" for core in MARK_CORES.values()) + ")")
MARK_CORE_NAMES: Final = tuple(MARK_CORES)
MARK_FRAME: Final = "-=*_~#<>+—–―· \t>!"
FOLIO_MARK: Final = Lazy(r"([-—–])[ \t]?(\d{1,3})[ \t]?[-—–]")
MARKER_LINE: Final = Lazy(r"\{(\d{1,4})\}-{5,}")
PAGE_TAG: Final = Lazy(
    r"<page(?:_?(?:number|num|no))?(?:[ \t][^<>\n]{0,60}?\"?(\d{1,4})\"?)?[ \t]*/?>"
    r"(?:[ \t]*(\d{1,4})(?:[ \t]*/[ \t]*\d{1,4})?[ \t]*</page(?:_?(?:number|num|no))?>)?|</page>"
    r"|<div[ \t][^<>\n]{0,40}page-break-(?:after|before)[^<>\n]{0,40}>(?:[ \t]*</div>)?"
    r"|\\(?:newpage|pagebreak|clearpage)"
)
STRONG_CORES: Final = frozenset({"of", "of-first", "part", "break", "furniture"})
"""Words that a page of print has nowhere but in its own number."""

PAGE_STARTS: Final = frozenset("pPeEsSbBnN第共總总分0123456789[【{〔［（(")
PAIRED_BRACKETS: Final = {"[": "]", "【": "】", "<": ">", "{": "}", "〔": "〕", "［": "］"}
NUMERAL_VALUES: Final = {char: number for number, char in enumerate("零一二三四五六七八九十")} | {"〇": 0}
LETTERED_FRAME: Final = frozenset("#*_")


PROSE_FENCES: Final = frozenset({"markdown", "md", "mmd"})
"""What a model names its own answer, in a fence that is no code."""


class PageMark(NamedTuple):
    """A line that says where one physical page ends and another begins.

    `start` and `end` are those of its visible characters, `number` the page's number if it has one, `form` names how
    it is written, `is_certain` says that no page of print has such a line, and `ends` that it stands behind its page.
    """

    start: int
    end: int
    number: int | None
    form: str
    is_certain: bool
    ends: bool = False


def read_page_mark(line: str) -> tuple[str, int | None, bool] | None:
    """Return the form and the number of a line that could be a page mark, and whether it is certain to be one."""
    if len(line) > LONGEST_PAGE_MARK or len(line) < 2:
        return None
    if line[0] == "{":
        found = MARKER_LINE.fullmatch(line)
        return ("braces", int(found[1]), True) if found else None
    if line[0] in "<\\" and (found := PAGE_TAG.fullmatch(line)):
        number = found[1] or found[2]
        return ("tag", int(number) if number else None, True)
    if line[0] in "-—–" and (found := FOLIO_MARK.fullmatch(line)):
        return (f"folio {found[1]}", int(found[2]), found[1] == "-")
    comment = line.startswith("<!--") and line.endswith("-->")
    bare = line[4:-3].strip() if comment else line
    words = bare.strip(MARK_FRAME)
    if not words or (words[0] not in PAGE_STARTS):
        return None
    start = bare.find(words) if words else -1
    if start < 0:
        return None
    left, right = bare[:start].strip(), bare[start + len(words) :].strip()
    bracket = words[0] if words[0] in PAIRED_BRACKETS and words[-1] == PAIRED_BRACKETS[words[0]] else ""
    if bracket:
        words = words[1:-1].strip(MARK_FRAME)
    elif words[0] in "（(" and words[-1] in "）)":
        words = words[1:-1].strip()
    found = MARK_CORE.fullmatch(words)
    if not found:
        return None
    name = MARK_CORE_NAMES[
        next((at for at, value in enumerate(found.groups()) if value is not None), MARK_CORE_NAMES.index("break"))
    ]
    if name == "slash" and (left or right or bracket or comment):
        return None
    if bracket and name == "slash":
        return None
    ruled = (len(left) > 1 and len(right) > 1 and not LETTERED_FRAME.issuperset(left)) or len(left) > 3
    certain = comment or ruled or bool(bracket) or name in STRONG_CORES
    number = next((value for value in found.groups() if value), None)
    return (f"{name} {left[:3]}{bracket}", _read_number(number) if number else None, certain)


def _read_number(digits: str) -> int:
    """Return the number that digits or Chinese numerals up to 99 stand for."""
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    if ten:
        return (NUMERAL_VALUES.get(tens, 1) if tens else 1) * 10 + NUMERAL_VALUES.get(ones, 0)
    return NUMERAL_VALUES.get(digits, 0)


@lru_cache(2)
def may_have_page_marks(text: str) -> bool:
    """Return whether a text has what no page mark is without; a page is asked several times."""
    if holds_any(text, PAGE_SIGNS):
        return True
    return ("/" in text or "／" in text) and SLASH_LINE.search(text) is not None


def find_page_mark_lines(text: str) -> list[PageMark]:
    """Return every line of a text that could be a page mark, by its words alone."""
    found: list[PageMark] = []
    if not may_have_page_marks(text):
        return found
    at, fence, wrapped = 0, "", False
    for line in text.split("\n"):
        bare = line.strip()
        if bare.startswith(("```", "~~~")):
            if not fence and bare[3:].strip().lower() in PROSE_FENCES:
                wrapped = True
            elif not fence and wrapped:
                wrapped = False
            elif not fence:
                fence = bare[:3]
            elif bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ""
        elif 2 <= len(bare) <= LONGEST_PAGE_MARK and not fence and (mark := read_page_mark(bare)):
            start = at + len(line) - len(line.lstrip())
            form, number, certain = mark
            found.append(PageMark(start, start + len(bare), number, form, certain, bare.lower().find("end") >= 0))
        at += len(line) + 1
    return found


def find_page_marks(text: str) -> list[PageMark]:
    """Return the page marks of a text in order: those of a form that no print has, and forms whose numbers rise.

    A line such as `3 / 8` or `第3页` may be a score or a heading if it stands once. Two or more of one form, each
    number larger than the one before, count the pages.
    """
    lines = find_page_mark_lines(text)
    rising: set[str] = set()
    numbers: dict[str, list[int]] = {}
    for mark in lines:
        if mark.number is not None:
            numbers.setdefault(mark.form, []).append(mark.number)
    for form, found in numbers.items():
        if len(found) > 1 and all(one < two for one, two in pairwise(found)):
            rising.add(form)
    return [
        mark
        for mark in lines
        if mark.form in rising or (mark.is_certain and (mark.number is None or not _is_led_to(text, mark.start)))
    ]


def _is_led_to(text: str, start: int) -> bool:
    """Return whether a colon stands before a line, which it then quotes or gives as a figure."""
    at = start - 1
    while at >= 0 and text[at].isspace():
        at -= 1
    return at >= 0 and text[at] in "：:"


def cut_lines(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield what to put where for whole lines to be gone, with blank lines enough to part what stood around them."""
    done = 0
    for start, end in spans:
        left, right, last = start, end, end
        while left > done and text[left - 1] in " \t\n":
            left -= 1
        while right < len(text) and text[right] in " \t\n":
            right += 1
            if text[right - 1] == "\n":
                last = right
        if left <= done and not text[:left].strip():
            yield done, last, ""
        elif right == len(text):
            yield left, end, ""
            last = end
        else:
            breaks = max(text.count("\n", left, start), text.count("\n", end, last))
            yield left, last, "\n" * (breaks if breaks > 1 else 2)
        done = last


def is_picture(text: str) -> bool:
    """Return whether a block is nothing but pictures or placeholders of pictures."""
    if text[0] == "<":
        if text.startswith("<figure") and FIGURE_ELEMENT.fullmatch(text):
            return True
        if TAGGED_PICTURE.search(text) and not _drop_tags(text).strip():
            return True
    return all(PICTURE_LINE.fullmatch(line.strip()) for line in text.split("\n"))


PROSE_TAGS: Final = "p|div|center|span|font|b|i|u|s|em|strong|small|sub|sup|br|h[1-6]|figcaption|blockquote|mark"
PROSE_HTML: Final = Lazy(rf"(?:[^<>]|</?(?:{PROSE_TAGS})(?:[ \t][^<>\n]{{0,500}})?/?>)+")


def is_prose(text: str) -> bool:
    """Return whether a block of HTML is a paragraph of Chinese text with tags that only say how it is set."""
    return COMMON_HAN.search(text) is not None and PROSE_HTML.fullmatch(text) is not None


def _drop_tags(text: str) -> str:
    return "".join(ANY_TAG.split(text))


def has_marks(text: str) -> bool:
    """Return whether a text has what no picture, comment, formula or page mark is without."""
    for char, signs in BLOCK_SIGNS.items():
        if char in text and holds_any(text, signs):
            return True
    return may_have_page_marks(text)


SPLIT_KINDS: Final[frozenset[Kind]] = frozenset({"paragraph", "html", "list", "rule", "heading"})


def set_marks_apart(text: str, blocks: list[Block], is_authored: bool = False) -> list[Block]:
    """Return the blocks of a text with every picture, page mark, formula and comment as a block of its own.

    Where somebody wrote the text as Markdown, blocks of several lines stay whole.
    """
    found: list[Block] = []
    until = 0
    for number, block in enumerate(blocks):
        kind, start, _ = block
        if start < until:
            continue
        if kind not in SPLIT_KINDS:
            found.append(block)
            continue
        first = text[start]
        if first in "$\\" and text.startswith(FORMULA_OPENERS, start):
            until = find_formula_end(text, start, blocks, number)
            if until:
                found.append(Block("formula", start, until))
                tail = next(((k, s, e) for k, s, e in blocks[number:] if s < until < e), None)
                if tail and text[until : tail[2]].strip():
                    rest = until + len(text[until : tail[2]]) - len(text[until : tail[2]].lstrip())
                    found += set_marks_apart(text, [Block("paragraph", rest, tail[2])])
                    until = tail[2]
                continue
            until = 0
        found += _split(text, block, is_authored)
    return found


def find_formula_end(text: str, start: int, blocks: list[Block], number: int) -> int:
    """Return where the displayed formula ends that opens a line at `start`, 0 if none does."""
    stop = blocks[min(len(blocks) - 1, number + LONGEST_FORMULA_LINES)][2]
    if text.startswith("$$", start):
        end = text.find("$$", start + 2, stop)
        end = end + 2 if end >= 0 else -1
    elif text.startswith("\\[", start):
        end = text.find("\\]", start + 2, stop)
        end = end + 2 if end >= 0 else -1
    else:
        opening = FORMULA_ENVIRONMENT.match(text, start)
        end = text.find(f"\\end{{{opening[1]}}}", start, stop) if opening else -1
        end = end + len(opening[1]) + 6 if opening and end >= 0 else -1
    if end < 0 or text.count("\n", start, end) > LONGEST_FORMULA_LINES:
        return 0
    line_end = text.find("\n", end)
    rest = text[end : line_end if line_end >= 0 else len(text)].strip()
    if rest and (len(rest) > 12 or COMMON_HAN.search(rest)):
        return 0  # a formula within a sentence
    inside = text[start:end]
    if text[start + 1] == "[" and COMMON_HAN.search(inside) and "\\" not in inside[2:-2]:
        return 0  # square brackets with a backslash, around words
    return (
        end + len(rest) + (len(text[end:line_end]) - len(text[end:line_end].lstrip()) if rest and line_end >= 0 else 0)
    )


def _split(text: str, block: Block, is_authored: bool) -> list[Block]:
    """Return one block as it is, or the marks and the rest that it is made of, line by line."""
    kind, start, end = block
    body = text[start:end]
    first = body[0]
    if kind == "html" and first == "<":
        if body.startswith("<!--") and COMMENT_MARK.fullmatch(body):
            return [Block(_judge_comment(body), start, end)]
        if is_picture(body):
            return [Block("picture", start, end)]
    if kind == "heading" or (kind in ("list", "rule") and "\n" not in body):
        return [Block("page-mark", start, end)] if len(body) <= LONGEST_PAGE_MARK and read_page_mark(body) else [block]
    if kind in ("list", "rule"):
        return [block]
    if "\n" not in body:
        return [Block(_judge_line(body) or kind, start, end)]
    if is_authored:
        return [Block("picture", start, end)] if is_picture(body) else [block]
    return _split_lines(text, block)


def _judge_comment(body: str) -> Kind:
    if PICTURE_LINE.fullmatch(body):
        return "picture"
    return "page-mark" if read_page_mark(body) else "comment"


def _judge_line(line: str, alone: bool = True) -> Kind | None:
    """Return the kind of mark that a line is, None if it is text."""
    first = line[0]
    if first in "![【<*" and PICTURE_LINE.fullmatch(line):
        return "picture"
    if len(line) <= LONGEST_PAGE_MARK and (mark := read_page_mark(line)) and (alone or mark[2]):
        return "page-mark"
    if first == "<" and line.startswith("<!--") and COMMENT_MARK.fullmatch(line):
        return "comment"
    return None


def _split_lines(text: str, block: Block) -> list[Block]:
    """Return the runs of lines of a block that are pictures, certain page marks or formulas, and the runs of text."""
    kind, start, end = block
    found: list[Block] = []
    at, until = start, 0
    for line in text[start:end].split("\n"):
        bare = line.strip()
        here = at + len(line) - len(line.lstrip())
        stop = here + len(bare)
        at += len(line) + 1
        if not bare or here < until:
            continue
        own: Kind = kind
        if bare[0] in "$\\" and bare.startswith(FORMULA_OPENERS):
            until = find_formula_end(text, here, [Block("paragraph", here, end)], 0)
            if until:
                found.append(Block("formula", here, until))
                continue
        own = _judge_line(bare, alone=False) or kind
        if own == kind == "html" and not found and bare[0] != "<":
            own = "html"
        elif own == "html" and found and found[-1][0] in MARK_KINDS and bare[0] != "<":
            own = "paragraph"
        last = found[-1] if found else None
        if last and last.kind == own and own in ("paragraph", "picture", "html") and not _ends_caption(text, found):
            found[-1] = Block(own, last.start, stop)
        else:
            found.append(Block(own, here, stop))
    return found or [block]


CAPTION_ENDS: Final = frozenset("。！？）)摄攝")
"""What the line under a picture ends with if the next line is no more of its caption."""


def _ends_caption(text: str, found: list[Block]) -> bool:
    """Return whether the last of the blocks is a line under a picture that ends as a caption does."""
    under = len(found) > 1 and found[-1].kind == "paragraph" and found[-2].kind == "picture"
    return under and text[found[-1].end - 1] in CAPTION_ENDS


WRAPPING_TAGS: Final = Lazy(
    r"(?:<(?:div|center|p|span|figcaption|small|font|sub|i|b|em|strong)(?:[ \t][^<>]{0,300})?>\s*)+"
    r"([^<>]+?)\s*(?:</(?:div|center|p|span|figcaption|small|font|sub|i|b|em|strong)>\s*)+"
)
WRAPPING_STARS: Final = Lazy(r"(\*{1,3}|_{1,3})([^*_\s][^*_]*[^*_\s])\1")
LONGEST_WRAPPED: Final = 600
"""The most characters of a caption with the tags around it."""


def unwrap(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the words of a block stand that is in tags or in emphasis as a whole, None for any other block."""
    if end - start > LONGEST_WRAPPED:
        return None
    if text[start] == "<":
        match = WRAPPING_TAGS.fullmatch(text, start, end)
        return match.span(1) if match else None
    match = WRAPPING_STARS.fullmatch(text, start, end) if text[start] in "*_" else None
    return match.span(2) if match else None


CENTERED_TAG: Final = Lazy(r"<(?:center|figcaption)\b|<(?:div|p)[ \t][^<>]{0,200}center")


def is_centered(text: str, block: Block) -> bool:
    """Return whether a block of HTML is set in the middle, as engines set what belongs to a picture."""
    return block.kind == "html" and CENTERED_TAG.match(text, block.start, block.end) is not None


def is_in_italics(text: str, block: Block) -> bool:
    """Return whether a paragraph is set in italics as a whole; in bold it may be a headline."""
    mark = text[block.start]
    if mark not in "*_" or text[block.start + 1] == mark:
        return False
    return unwrap(text, block.start, block.end) is not None
