"""What a target starts from: sound inputs, which the fuzzer then breaks."""

from __future__ import annotations

import json

from jmclean import Options, clean
from jmclean.history.journal import record, to_line
from jmclean.history.records import to_plain
from jmclean.io.page import clean_page
from tests.fuzz.dumps import MAKERS, make_decisions
from tests.fuzz.pages import ENCODINGS, TOKENS

TEXT = "他说,好。\n\n\n\n乾隆年间以後,市民(张三)来了\n\n公园.\n"
SETTINGS = (
    'captions = "quote"\njoin = "full"\n',
    'only = ["captions"]\nprotect = ["青澜"]\njobs = 2\n',
    'caption-patterns = ["图[0-9]+.*"]\nencoding = "gbk"\ninclude = ["*.ocr"]\n',
    '[tool.jmclean]\nscript = "keep"\nexclude = ["old/**"]\n',
)


def seeds(target: str) -> list[bytes]:
    """Some inputs of a target."""
    if target == "codec":
        return [b"\0" + TEXT.encode(name, "ignore") for name in ENCODINGS] + [
            bytes([2 * number + 1]) + TEXT.encode(name, "ignore") for number, name in enumerate(ENCODINGS)
        ]
    if target == "journal":
        return _journal()
    if target == "plain":
        return [json.dumps(to_plain(clean(TEXT).journal)).encode(), b'[{"rule": "a", "edits": [[0, "x", "y"]]}]']
    if target == "configuration":
        return [text.encode() for text in SETTINGS]
    if target == "pattern":
        return [b"(a+)+b\naaaaaaaaaaaa", b"[^x]*?(?:y|yz){2,9}\nyyz", "图\\d+：.*\n图3：江边".encode()]
    if target == "globs":
        return [b"*.txt\n!b/**\n", b"a*a*a*a*b\n[a-z]?.md\n/**/x\\ "]
    if target == "lines":
        return [b'{"text": "a,b", "n": 1.10}\n{"text": null}\n\n', b'\xef\xbb\xbf{"text":"\\ud83d","text":"x"}\r\n[]']
    if target == "layout":
        return [bytes([number]) for number in range(len(MAKERS))]
    if target == "decisions":
        return [b"\0" + make_decisions(), b"\0{}", b"\x80", b"\x80\0\1\4\7"]
    return [bytes(range(start, start + 24)) for start in range(0, len(TOKENS) - 24, 24)] + [bytes(24)]


def _journal() -> list[bytes]:
    found = []
    for encoding in ("utf-8", "gb18030", "big5"):
        data = TEXT.encode(encoding, "ignore")
        page = clean_page(data, Options(), encoding, "same")
        made = record("a", "b", data, page, "same")
        found += [to_line(made), to_line(made._replace(original=data, odd=((1, "\r"),)))]
    return found
