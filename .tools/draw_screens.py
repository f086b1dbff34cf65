"""Draw the pictures of `jmclean diff` that the README shows: a terminal, and the web page, both of a sample.

    python .tools/draw_screens.py samples/diff-terminal.png samples/diff-page.png
    pngquant --force --ext .png 48 samples/diff-*.png

The first is what the command prints, set in the cells of a terminal; the second is the page in a browser. Needs
Chromium and a font with Han letters: Debian's chromium and fonts-noto-cjk; pngquant makes them small. With one argument
the terminal is drawn from standard input instead, as `tmux capture-pane -e -p` prints it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.cells import get_character_cell_size

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.tools.chromium import Chromium

ROOT = Path(__file__).parents[1]
SAMPLE = "samples/dumps/city-page.txt"
COLUMNS, LINES = 96, 19
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


def main() -> None:
    terminal, *others = map(Path, sys.argv[1:])
    command = [sys.executable, "-m", "jmclean", "diff"]
    with TemporaryDirectory() as folder, Chromium() as browser:
        page = Path(folder) / "page.html"
        if not others:
            output = sys.stdin.read()
        else:
            coloured = [*command, "--color", "always", SAMPLE]
            environment = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm", "COLORTERM": ""}
            output = subprocess.run(coloured, cwd=ROOT, env=environment, capture_output=True, text=True).stdout
            prompt = f"$ jmclean diff {SAMPLE}\n"
            output = prompt + "\n".join(output.splitlines()[:LINES])
        page.write_text(draw_output(output), "utf-8")
        browser.open(page)
        draw(browser, terminal, "pre")
        if others:
            subprocess.run([*command, "--html", page, SAMPLE], cwd=ROOT, check=False)
            browser.open(page, 980, 560)
            for _ in range(3):
                browser.press("n")
            browser.picture(others[0])


if __name__ == "__main__":
    main()
