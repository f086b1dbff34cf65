"""A code fence around a whole page.

GPT-4o, Gemini and Qwen-VL answer in Markdown: half of their pages stand between ```markdown and ```. To a reader of
Markdown such a page is one piece of code, in which nothing is prose. An answer that was cut off has only the opening
fence, and a program that removes the first line leaves the closing one.

The fences are removed if

- all of the page, or all of a page between two page marks, stands in them
- the opening fence is bare or names markdown, md, text or the like
- they hold prose in Chinese.

Left alone: code in another language, fences with text outside of them, and fences within the page.

Before:

    ```markdown
    # 新桥通车

    昨日，新桥通车。
    ```

After:

    # 新桥通车

    昨日，新桥通车。

Unchanged:

    ```python
    print("你好，世界")
    ```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from jmclean.chinese.characters import COMMON_HAN
from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.text.declaration import WORDING, Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit
from jmclean.text.engine_marks import read_page_mark

DECLARATION: Final = Declaration(
    looks_at=WORDING | {"blocks"}, changes=frozenset({"characters", "blocks"}), removes_text=True
)

PROSE_LANGUAGES: Final = frozenset({"", "markdown", "md", "mmd", "text", "txt", "plaintext", "plain", "ocr", "gfm"})
"""What models name a page of prose."""

FENCE_LINE: Final = Lazy(r"(`{3,}|~{3,})[ \t]*([\w+-]*)[ \t]*")
CODE_SIGNS: Final = Lazy(
    r"(?m)^[ \t]*(?:def |class |import |from \w+ import|function |return\b|if ?\(|for ?\(|while ?\(|#include|public "
    r"|private |const |let |var |SELECT |INSERT |\$ |>>> |</?\w+>|[\w.]+\(.*\);?$|[{}];?$)|;[ \t]*$"
)
FEWEST_HAN_IN_FENCE: Final = 12
HAN_SHARE: Final = 0.5
"""How many Han characters a page has at least whose fence does not say Markdown, and which share of its characters."""


class Fence(NamedTuple):
    """A line that is a fence: where it starts, where the next line starts, its mark and the language that it names."""

    start: int
    end: int
    mark: str
    language: str


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Take out the fences around the pages."""
    text = doc.text
    found: list[Fence] = []
    page = FencedPage()
    start = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare and bare[0] in "`~" and not line[0].isspace() and (match := FENCE_LINE.fullmatch(bare)):
            page.add(Fence(start, start + len(line), match[1], match[2].lower()))
        elif bare and not page.opened:
            if read_page_mark(bare):
                found += page.find_wrapping(text, start)
                page = FencedPage()
            else:
                page.has_text_outside = True
        start += len(line) + 1
    found += page.find_wrapping(text, len(text))
    for fence in found:
        yield Edit(fence.start, min(fence.end + 1, len(text)), "")


class FencedPage:
    """The fences of one page, as a model means them: one that names a language opens code within another."""

    def __init__(self) -> None:
        self.opened: list[Fence] = []
        self.outer: list[Fence] = []
        self.has_text_outside = False

    def add(self, fence: Fence) -> None:
        """Take in the next fence: it closes the one opened last, or opens one."""
        last = self.opened[-1] if self.opened else None
        if last and not fence.language and fence.mark[0] == last.mark[0] and len(fence.mark) >= len(last.mark):
            self.opened.pop()
            if not self.opened:
                self.outer.append(fence)
        elif not last or fence.language:
            if not last:
                self.outer.append(fence)
            self.opened.append(fence)

    def find_wrapping(self, text: str, end: int) -> list[Fence]:
        """Return the fences that hold all text of the page, which ends at `end`."""
        outer = self.outer
        if self.has_text_outside:
            closes_nothing = len(outer) == 1 and not outer[0].language and not text[outer[0].end : end].strip()
            return outer if closes_nothing and COMMON_HAN.search(text, 0, outer[0].start) else []
        if not outer or len(self.opened) > 1:
            return []
        stops = [*[fence.start for fence in outer[1::2]], end]
        for opening, stop in zip(outer[::2], stops, strict=False):
            if opening.language not in PROSE_LANGUAGES or not _is_prose(text[opening.end : stop], opening.language):
                return []
        return outer


def _is_prose(text: str, language: str) -> bool:
    """Return whether what a fence holds is a page in Chinese rather than code."""
    if language in ("markdown", "md", "mmd"):
        return COMMON_HAN.search(text) is not None
    letters = sum(not char.isspace() for char in text)
    han = len(COMMON_HAN.findall(text))
    return han >= FEWEST_HAN_IN_FENCE and han >= HAN_SHARE * letters and not CODE_SIGNS.search(text)
