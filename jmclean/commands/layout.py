"""`jmclean layout`: the text that was read out of a layout dump, before any rule."""

from __future__ import annotations

from typing import Any

import click

from jmclean.io.codec import decode
from jmclean.io.messages import say
from jmclean.io.page import read_layout
from jmclean.io.streams import STDIN, read, write_out
from jmclean.options import Options, Order
from jmclean.settings.cli_options import QUIET, Choice, make_option
from jmclean.settings.command import Command, Option


@click.command(cls=Command, examples=("jmclean layout page_res.json", "jmclean layout --format json page.hocr"))
@click.argument("path", metavar="FILE|-")
@click.option(
    "--format",
    "form",
    cls=Option,
    group="Output",
    metavar="FORMAT",
    type=Choice(["text", "json"]),
    default="text",
    help="text, or json: one object per block, with its page, box and role.",
)
@make_option("--order")
@make_option("--encoding")
@QUIET
def command(path: str, form: str, order: Order, encoding: str | None, quiet: bool) -> int:
    """Print the text that is read out of a layout dump.

    A layout dump is a file in which an OCR engine writes lines, regions and boxes: PP-StructureV3, PaddleOCR-VL,
    PaddleOCR, RapidOCR, MinerU, docling, DeepSeek-OCR, hOCR, ALTO, PAGE XML, Tesseract TSV. The text is the one that
    `jmclean FILE` cleans, and that `diff`, `explain` and a journal refer to. Exit codes: 0 done, 2 wrong usage, 3 FILE
    could not be read or is not a layout dump.
    """
    data = read(None if path == "-" else path)
    reading = read_layout(decode(data, encoding).text, Options(order=order))
    name = STDIN if path == "-" else path
    if reading is None:
        say(f"{name}: This is not a layout dump. To clean it as text, use `jmclean FILE`.")
        return 3
    for note in () if quiet else reading.notes:
        say(f"{name}: {note}")
    if form == "json":
        write_out(
            "".join([_format_entry(entry) for entry in reading.list_entries()]).encode("utf-8", "backslashreplace")
        )
    else:
        write_out(reading.text.encode())
    return 0


def _format_entry(entry: dict[str, Any]) -> str:
    import json

    return json.dumps(entry, ensure_ascii=False) + "\n"
