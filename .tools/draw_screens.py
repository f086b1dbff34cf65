"""Draw the pictures that the README and the manual show, all of samples: terminals, and web pages in a browser.

    python .tools/draw_screens.py samples/
    pngquant --force --ext .png 48 samples/diff-*.png samples/review-terminal.png

`diff-terminal.png` and `review-terminal.png` are what the commands print, set in the cells of a terminal,
`diff-page.png` is the page of `jmclean diff --html FILE`, `diff-index.png` the index of a folder. Needs Chromium and a
font with Han letters: Debian's chromium and fonts-noto-cjk; pngquant makes them small. With the name of a picture
instead of a folder a terminal is drawn from standard input, as `tmux capture-pane -e -p` prints it.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from rich.cells import get_character_cell_size

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.tools.chromium import Chromium

ROOT = Path(__file__).parents[1]
SAMPLE = "samples/dumps/city-page.txt"
UNSURE = "samples/dumps/lost-stops.txt"
COLUMNS, LINES = 96, 19
KEY_DELAY = 0.3
"""Seconds from a question until the terminal takes a key for it: what is typed before is thrown away."""

CODES = re.compile(r"\x1b\[([\d;]*)m")
STYLES = {
    "1": "font-weight:bold",
    "2": "opacity:.65",
    "3": "font-style:italic",
    "4": "text-decoration:underline",
    "9": "text-decoration:line-through",
    "31": "color:#ff8f85",
    "32": "color:#7ce08a",
    "33": "color:#e6c46a",
    "34": "color:#8fb4ff",
    "35": "color:#e79bf0",
    "36": "color:#7fd3e6",
}
PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
body { margin: 0; background: #16191d; color: #e4e7eb; }
pre { margin: 0; padding: 14px 18px; width: max-content;
  font: 15px/1.5 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; }
i { font-style: normal; display: inline-block; width: 1ch; text-decoration: inherit; }
i.w { width: 2ch; }
</style><pre>%s</pre>"""


def spread_cells(text: str) -> str:
    """Text with each character as wide as a terminal makes it."""
    found = ""
    for char in text:
        if char == "\n":
            found += char
        else:
            found += f"<i{' class=w' if get_character_cell_size(char) == 2 else ''}>{escape(char)}</i>"
    return found


def draw_output(output: str) -> str:
    """What a terminal shows of an output with colours, as a web page."""
    parts, style = CODES.split(output), set[str]()
    page = ""
    for number, part in enumerate(parts):
        if number % 2:
            for code in part.split(";"):
                style = {one for one in style if code not in ("", "0") and not (code == "39" and one[0] == "3")} | {
                    code
                }
        elif part:
            page += (
                f'<span style="{";".join(STYLES.get(code, "") for code in sorted(style))}">{spread_cells(part)}</span>'
            )
    return PAGE % page


def draw(browser: Chromium, target: Path, selector: str) -> None:
    """A picture of one element of a page."""
    x, y, width, height = browser.ask(
        f"(b => [b.x, b.y, b.width, b.height])(document.querySelector('{selector}').getBoundingClientRect())"
    )
    browser.picture(target, x=x, y=y, width=width, height=height)


def run_in_terminal(arguments: list[str], typed: bytes = b"") -> str:
    """What a terminal shows of a command of jmclean, its prompt included."""
    variables = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm", "COLORTERM": "", "PAGER": "cat"}
    master, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "jmclean", *arguments],
        cwd=ROOT,
        env=variables,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown, sent = b"", 0
    with suppress(OSError):  # so Linux says that the terminal is closed
        while part := os.read(master, 1 << 16):
            shown += part
            if shown.count(b"?]") > sent:
                sleep(KEY_DELAY)
                os.write(master, typed[sent : sent + 1])
                sent += 1
    process.wait()
    os.close(master)
    return f"$ jmclean {' '.join(arguments)}\n" + "\n".join(shown.decode().splitlines()[:LINES])


def main() -> None:
    target = Path(sys.argv[1])
    with TemporaryDirectory() as scratch, Chromium() as browser:
        page = Path(scratch) / "page.html"
        if not target.is_dir():
            page.write_text(draw_output(sys.stdin.read()), "utf-8")
            browser.open(page)
            draw(browser, target, "pre")
            return
        decisions = str(Path(scratch) / "decisions.jsonl")
        screens = {
            "diff-terminal.png": run_in_terminal(["diff", SAMPLE]),
            "review-terminal.png": run_in_terminal(["review", "--decisions", decisions, UNSURE], b"lq").replace(
                f"--decisions {decisions} ", ""
            ),
        }
        for name, output in screens.items():
            page.write_text(draw_output(output), "utf-8")
            browser.open(page)
            draw(browser, target / name, "pre")
        command = [sys.executable, "-m", "jmclean", "diff", "--html"]
        subprocess.run([*command, page, SAMPLE], cwd=ROOT, check=False)
        browser.open(page, 980, 560)
        for _ in range(3):
            browser.press("n")
        browser.picture(target / "diff-page.png")
        subprocess.run([*command, Path(scratch) / "folder", "samples/dumps"], cwd=ROOT, check=False)
        browser.open(Path(scratch) / "folder" / "index.html", 980, 560)
        browser.picture(target / "diff-index.png")


if __name__ == "__main__":
    main()
