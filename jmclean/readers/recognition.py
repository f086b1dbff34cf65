"""Which layout dump a text is, by its content: names and suffixes of files say nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from jmclean.errors import LayoutError
from jmclean.readers.model import Layout
from jmclean.readers.values import make_error

LONGEST_DUMP: Final = 60_000_000
"""The characters of a dump, some 60 MB of JSON, from which on it is refused: a page of a newspaper has 0.3 MB."""

LOOKED_AT_CHARACTERS: Final = 4_000
"""How much of a file's beginning is looked at."""

JSON_DUMP_START: Final = re.compile(r'\s*(?:\{\s*"|\[\s*[\[{])')
XML_DUMP_START: Final = re.compile(r"\s*<(?:\?xml|!DOCTYPE|html|\w*:?alto|\w*:?PcGts|!--)[\s>]", re.IGNORECASE)
XML_ROOTS: Final = re.compile(r"<(?:\w+:)?(alto|PcGts|html)[\s>]", re.IGNORECASE)
HOCR_CLASS: Final = re.compile(r"""class\s*=\s*['"]?[^'">]{0,100}\bocr_page\b""", re.IGNORECASE)
DUMP_KEYS: Final = ("parsing_res_list", "rec_texts", "pdf_info", "DoclingDocument")
"""Names that only a layout dump has, so that a broken file is known for one."""


def recognize(text: str) -> Layout | None:
    """Return what a text holds if it is a layout dump, else None.

    Raises LayoutError for a dump that is broken, too large or nested too deep.
    """
    head = text[:LOOKED_AT_CHARACTERS]
    reader = _find_reader(head, text)
    if reader is None:
        return None
    if len(text) > LONGEST_DUMP:
        raise LayoutError(
            f"This looks like a layout dump of {len(text):,} characters, more than the {LONGEST_DUMP:,} that are read. "
            "Split it into files of fewer pages."
        )
    layout = reader(text)
    if layout is not None and not any(page.regions or page.lines for page in layout.pages):
        return layout._replace(pages=())
    return layout


def _find_reader(head: str, text: str) -> Callable[[str], Layout | None] | None:
    if JSON_DUMP_START.match(head):
        return _read_json
    if head.lstrip().startswith("<|ref|>"):
        from jmclean.readers import deepseek

        return deepseek.read
    if head.startswith("level\tpage_num\tblock_num\tpar_num"):
        from jmclean.readers import tesseract_tsv

        return tesseract_tsv.read
    if XML_DUMP_START.match(head):
        root = XML_ROOTS.search(head)
        name = root[1].lower() if root else ""
        if name == "alto":
            from jmclean.readers import alto

            return alto.read
        if name == "pcgts":
            from jmclean.readers import page_xml

            return page_xml.read
        if name == "html" and HOCR_CLASS.search(text):
            from jmclean.readers import hocr

            return hocr.read
    return None


def _read_json(text: str) -> Layout | None:
    known = next((key for key in DUMP_KEYS if f'"{key}"' in text), "")
    import json  # XML has none

    try:
        data = json.loads(text, parse_constant=lambda _: None)
    except RecursionError:
        raise make_error("a layout dump in JSON", "it is nested too deep to be read") from None
    except ValueError as error:
        if known:
            raise make_error("a layout dump in JSON", f"its JSON is broken ({error})") from None
        return None
    from jmclean.readers import docling, mineru, paddle

    return docling.read(data) or mineru.read(data) or paddle.read(data)
