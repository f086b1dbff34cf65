"""Tokens, labels with boxes, and front matter of models.

DeepSeek-OCR sets a label and a box before every block if it is asked with <|grounding|>
(`<|ref|>text<|/ref|><|det|>[[77, 48, 512, 96]]<|/det|>`) and an end mark behind the page (`<｜end▁of▁sentence｜>`). The
models of MinerU and Qwen have `<|box_start|>`, `<|im_end|>` and `<|endoftext|>`, those of GLM `<|begin_of_box|>`, older
models `<box>` and `</s>`. olmOCR begins its page with up to five keys between two lines of hyphens: primary_language,
is_rotation_valid, rotation_correction, is_table, is_diagram. A program that keeps special tokens writes all of them
into the page. pdfminer writes `(cid:127)` for a glyph whose character the PDF does not name.

A label decides what its block is: captions are treated as `--captions` says, page numbers, headers and footers are
furniture. Where `<|ref|>` and `<|/ref|>` hold text of the page rather than a label, the text stays.

Left alone:

- tokens in code
- a token between two words of a line, which is reported; `(cid:127)` is none, it stands among characters, but for one
  that stands alone in quotation marks
- other front matter
- a page that is nothing but tokens, which is reported.

Before:

    <|ref|>text<|/ref|><|det|>[[77, 48, 512, 96]]<|/det|>
    会议在市礼堂举行。<｜end▁of▁sentence｜>

After:

    会议在市礼堂举行。

Unchanged:

    标记`<|endoftext|>`表示文本结束。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.text.declaration import WORDING, Declaration
from jmclean.text.document import Document, Spans
from jmclean.text.edits import Edit
from jmclean.text.engine_facts import CAPTION_LABELS, FOLIO_LABELS, Labels
from jmclean.text.engine_marks import cut_lines

DECLARATION: Final = Declaration(looks_at=WORDING, changes=frozenset({"characters", "blocks"}), removes_text=True)

OTHER_LABELS: Final = (
    "text title sub_title doc_title paragraph_title section_header paragraph image figure chart picture table",
    "table_caption table_footnote table_title equation formula display_formula inline_formula list list_item code",
    "code_caption algorithm abstract reference references content footnote page_footnote aside_text seal vertical_text",
    "ref_text phonetic stamp author date index plain_text",
)
KNOWN_LABELS: Final = CAPTION_LABELS | FOLIO_LABELS | frozenset(" ".join(OTHER_LABELS).split())
"""What DeepSeek-OCR, MinerU, PaddleOCR-VL and dots.ocr call a block; anything else between the tags is its text."""

BOX_FORM: Final = r"\[[\d\s,.()\[\]-]{0,4000}\]"
GROUNDING_TAG: Final = Lazy(
    rf"<\|ref\|>(?P<words>[^\n]{{0,2000}}?)<\|/ref\|>(?:[ \t]*<\|det\|>(?:{BOX_FORM})?<\|/det\|>)?"
    rf"|<\|det\|>[ \t]*(?P<label>[a-z_]{{2,20}})?[ \t]*(?:{BOX_FORM})?<\|/det\|>"
    r"|<\|box_start\|>[\d\s,.()\[\]-]{0,200}<\|box_end\|>"
    r"(?:<\|ref_start\|>(?P<other>[a-z_]{2,20})<\|ref_end\|>)?(?:<\|rotate_[a-z]+\|>)?"
    rf"|(?:<ref>(?P<plain>[^<>\n]{{0,500}})</ref>)?<box>(?:{BOX_FORM})</box>"
)
MODEL_TOKEN: Final = Lazy(
    r"(?:<\|/?[A-Za-z][\w▁ /-]{0,40}\|>(?:(?<=<\|im_start\|>)(?:assistant|user|system)(?=\n))?|<｜[^<>|｜\n]{1,40}｜>"
    r"|</?(?:eos|bos|pad|unk)>|</s>)"
)
OPENING_QUOTES: Final = frozenset("“‘「『\"'")
CLOSING_QUOTES: Final = frozenset("”’」』\"'")
NAMELESS_GLYPH: Final = Lazy(r"\(cid:\d{1,5}\)")
FRONT_MATTER: Final = Lazy(
    r"\s*---[ \t]*\n(?:(?:primary_language|is_rotation_valid|rotation_correction|is_table|is_diagram)[ \t]*:"
    r"[^\n]{0,40}\n){2,5}---[ \t]*(?:\n|$)"
)


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Take out the tokens; keep what the labels say of the blocks behind them."""
    text = doc.text
    found: list[tuple[int, int, str]] = []
    tags: list[tuple[int, int, str]] = []
    if text.lstrip().startswith("---") and (head := FRONT_MATTER.match(text)):
        found.append((head.start(), head.end(), ""))
    if "<" in text:
        code = doc.code
        for start, end, label, kept in _find_grounding(text, code):
            tags.append((start, end, label))
            found.append((start, end, kept))
        found += _find_tokens(doc, code, Spans([(start, end) for start, end, _ in found]))
    if "(cid:" in text:
        glyphs = [match.span() for match in doc.matches(NAMELESS_GLYPH) if not is_quoted(text, *match.span())]
        found += [(start, end, "") for start, end in glyphs]
        if glyphs:
            doc.report(glyphs[0][0], f"took out {len(glyphs)} glyphs that the PDF has no characters for")
    if not found:
        return
    found.sort()
    if not _leaves_text(text, found):
        doc.report(found[0][0], "left the model's tokens, since nothing else would be left of the page")
        return
    if labelled := tuple(_find_labelled(text, tags)):
        doc.carry(Labels(labelled))
    done = 0
    for start, end, kept in found:
        yield Edit(max(start, done), max(end, done), kept)
        done = max(end, done)


def is_quoted(text: str, start: int, end: int) -> bool:
    """Return whether a token stands alone between quotation marks: a text speaks of it."""
    return text[max(0, start - 1) : start] in OPENING_QUOTES and text[end : end + 1] in CLOSING_QUOTES


def _find_grounding(text: str, code: Spans) -> Iterator[tuple[int, int, str, str]]:
    """Yield the tags with boxes: where each stands, what it calls its block, and what of it is text of the page."""
    for match in GROUNDING_TAG.finditer(text):
        start, end = match.span()
        if code.touch(start, end):
            continue
        words = match["words"] or match["plain"] or ""
        label = words.strip().lower()
        if label in KNOWN_LABELS:
            words = ""
        else:
            label = match["label"] or match["other"] or ""
        yield start, end if words else _find_line_start(text, start, end), label, words


def _find_line_start(text: str, start: int, end: int) -> int:
    """Return where the text begins that a tag stands before, if the tag is a line of its own."""
    if text[max(0, start - 1) : start] not in ("", "\n"):
        return end
    line = end
    while text[line : line + 1] in (" ", "\t"):
        line += 1
    if text[line : line + 1] != "\n":
        return end
    if text[line + 1 : line + 2] not in ("", "\n"):
        return line + 1
    if text[max(0, start - 2) : start] not in ("", "\n", "\n\n"):
        return end
    while text[line : line + 1] == "\n":
        line += 1
    return line


def _find_tokens(doc: Document, code: Spans, done: Spans) -> Iterator[tuple[int, int, str]]:
    """Yield the tokens at the ends of their lines; report those between words."""
    text = doc.text
    found = [match.span() for match in MODEL_TOKEN.finditer(text)]
    found = [span for span in found if not code.touch(*span) and not done.touch(*span)]
    for line in _group_by_line(text, found):
        first, last = 0, len(line)
        left = text.rfind("\n", 0, line[0][0]) + 1
        while first < last and not text[left : line[first][0]].strip():
            left = line[first][1]
            first += 1
        right = text.find("\n", line[-1][1])
        right = len(text) if right < 0 else right
        while last > first and not text[line[last - 1][1] : right].strip():
            last -= 1
            right = line[last][0]
        if first >= last:
            left, right = text.rfind("\n", 0, line[0][0]) + 1, text.find("\n", line[-1][1])
            if _is_all(text, left, right if right >= 0 else len(text), line):
                yield from cut_lines(text, [(line[0][0], line[-1][1])])
                continue
        for number, (start, end) in enumerate(line):
            if first <= number < last:
                doc.report(start, f"kept {text[start:end]}, since it stands between words")
            else:
                yield start, end, ""


def _group_by_line(text: str, spans: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the spans of each line that has some."""
    line: list[tuple[int, int]] = []
    for span in spans:
        if line and text.find("\n", line[-1][1], span[0]) >= 0:
            yield line
            line = []
        line.append(span)
    if line:
        yield line


def _is_all(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Return whether nothing but spans and spaces stands from one place to another."""
    for left, right in spans:
        if text[start:left].strip():
            return False
        start = right
    return not text[start:end].strip()


def _leaves_text(text: str, found: list[tuple[int, int, str]]) -> bool:
    """Return whether anything visible is left without the tokens."""
    done = 0
    for start, end, kept in found:
        if kept.strip() or text[done:start].strip():
            return True
        done = end
    return bool(text[done:].strip())


def _find_labelled(text: str, tags: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield what stands between a tag and the next with the tag's label, for the labels that decide something."""
    starts = [*[start for start, _, _ in tags[1:]], len(text)][: len(tags)]
    for (_, end, label), after in zip(tags, starts, strict=True):
        if label in CAPTION_LABELS or label in FOLIO_LABELS:
            inside = text[end:after]
            words = inside.strip()
            if words:
                begin = end + inside.index(words)
                yield begin, begin + len(words), label
