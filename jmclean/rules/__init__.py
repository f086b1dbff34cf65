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

SIGNS: Final[Mapping[str, tuple[str, ...]]] = {
    "model-tokens": (
        "<|",
        "<｜",
        "</s>",
        "<eos>",
        "<bos>",
        "<pad>",
        "<unk>",
        "</box>",
        "is_rotation_valid",
        "is_diagram",
    ),
    "model-talk": (
        *(
            "图片",
            "圖片",
            "图像",
            "圖像",
            "图中",
            "圖中",
            "截图",
            "截圖",
            "照片",
            "影像",
            "扫描",
            "掃描",
            "文档",
            "文檔",
        ),
        *("识别", "識別", "辨识", "辨識", "提取", "转录", "轉錄", "OCR", "ocr", "PDF", "</think>", "抱歉", "orry"),
        *("ere is", "ere's", "ere’s", "ere are", "elow is", "llowing is", "text in", "text of", "tracted text"),
    ),
    "wrapping-fences": ("```", "~~~"),
    "page-marks": ("页", "頁", "age", "AGE", "}---", " -\n", "/", "／", "lide"),
    "html-entities": ("&",),
    "pseudo-formulas": ("$", "\\(", "^"),
    "needless-escapes": ("\\",),
    "pictures": ("![", "<", "[", "【", "==>"),
}
"""What a page must hold for a rule to find anything; where nothing of it stands in a page the rule is not asked."""
