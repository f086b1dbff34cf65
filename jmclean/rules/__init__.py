"""The chain. A rule is a module of this package; its place in `RULES` is when it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

RULES: Final[tuple[str, ...]] = (
    "model-tokens",
    "model-talk",
    "wrapping-fences",
    "page-marks",
    "repeated-lines",
    "html-entities",
    "pseudo-formulas",
    "needless-escapes",
    "line-numbers",
    "spaced-characters",
    "wrapped-lines",
    "stray-characters",
    "page-furniture",
    "captions",
    "split-paragraphs",
    "pictures",
    "mixed-script",
    "fullwidth-letters",
    "straight-quotes",
    "misread-dashes",
    "misread-marks",
    "halfwidth-punctuation",
    "stray-spaces",
    "headings",
    "blank-lines",
)

JOINING_RULE: Final = "split-paragraphs"
"""The rule that joins blocks; where a person decided about joins, it is what they meant."""

RULES_OF_ORDER: Final = ("wrapped-lines", "split-paragraphs", "captions", "page-furniture")
"""The rules that look at what stands beside a block, which says nothing where lines have no order."""

RULE_SIGNS: Final[Mapping[str, tuple[str, ...]]] = {
    "model-tokens": ("<", "(cid:", "is_rotation_valid", "is_diagram"),
    "model-talk": (
        *("图", "圖", "识", "識", "辨", "OCR", "ocr", "PDF", "提取", "转录", "轉錄", "照片", "影像", "扫描", "掃描"),
        *("think>", "抱歉", "orry", "text", "transcri", "content"),
    ),
    "wrapping-fences": ("```", "~~~"),
    "page-marks": ("页", "頁", "age", "AGE", "}---", " -\n", "/", "／", "lide", "\f"),
    "html-entities": ("&",),
    "pseudo-formulas": ("$", "\\(", "^"),
    "needless-escapes": ("\\",),
    "line-numbers": tuple([f"\n{' ' * spaces}{first}" for spaces in range(7) for first in ("2", "02", "002")]),
    "pictures": ("![", "<", "[", "【", "==>"),
}
"""What a page must hold for a rule to find anything; where nothing of it stands in a page the rule is not asked."""

RULES_AT_EDGES: Final = frozenset({"model-talk"})
"""Rules that find something only near an end of the text, or beside a mark between two pages."""

PAGE_EDGE: Final = 600
"""How many characters are near an end."""

PAGE_PARTS: Final = ("页", "頁", "age", "AGE", "---", "lide", "</think>")
"""What a text has if there may be more in its middle."""
