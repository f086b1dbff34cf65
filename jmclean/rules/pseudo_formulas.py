r"""Figures that are no formulas: $35 \%$, km^{2}.

MinerU, PaddleOCR-VL, DeepSeek-OCR and marker look for formulas on every page, and what they take for one is read by a
model that writes LaTeX: percentages, degrees, numbers in circles, square kilometres, with spaces between the digits and
around the whole.

Only what is made of figures and a closed list of commands becomes text: per cent signs, degrees, numbers in circles,
units with a power, and \mathrm, \mathbf and \text around them. The spaces that the engine set around it are removed
beside Chinese.

Left alone: a bare number ($100$), which may be money or a variable; the number of a note ($^{1}$); variables; every
other formula; code, tables and HTML.

Before:

    完成率提高到 $3 5 . 6 \%$ ，创下新高。

After:

    完成率提高到35.6%，创下新高。

Unchanged:

    当 $x^{2} = 4$ 时，方程有两个解。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.text.declaration import WORDING, Declaration
from jmclean.text.document import Document, Spans
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(
    looks_at=WORDING, changes=frozenset({"characters", "spaces"}), removes_text=True, changes_characters=True
)

LONGEST_FORMULA: Final = 100
FORMULA_OF_FIGURES: Final = Lazy(
    rf"(?<![$\\])(?:\$[ ]?([^$\n\u3000-\u9fff]{{1,{LONGEST_FORMULA}}}?)\$(?!\$)"
    rf"|\\\(([^\n\u3000-\u9fff]{{1,{LONGEST_FORMULA}}}?)\\\))"
)
LENGTH_UNIT: Final = r"(?:km|hm|dm|cm|mm|nm|μm|m)"
BARE_UNIT: Final = Lazy(rf"(?<=[\d 万亿萬億]){LENGTH_UNIT}\^(?:\{{([23])\}}|([23]))(?![\w^])")
FONT_COMMAND: Final = Lazy(
    r"\\(?:mathrm|mathbf|mathsf|mathit|text|textbf|textrm|rm|bf|operatorname)[ ]?\{([^{}\\]{0,20})\}"
)
OLD_FONT: Final = Lazy(r"\{\\(?:bf|rm|sf|it)[ ]([^{}\\]{0,20})\}")
CIRCLED: Final = Lazy(
    r"\\(?:textcircled|circled|ding)[ ]?\{[ ]?(?:\\(?:scriptsize|small)[ ]?)?\{?(\d[ ]?\d?)\}?[ ]?\}"
    r"|\\textcircled[ ](\d)"
)
DEGREE_COMMAND: Final = Lazy(r"[ ]?\^[ ]?\{?[ ]?\\circ[ ]?\}?[ ]?|[ ]?\\(?:degree|textdegree|celsius)[ ]?(?![a-z])")
SPACES_IN_FIGURES: Final = Lazy(r"(?<=[\d.,:~%°℃+-])[ ]+(?=[\d.,:~%°℃+-])|(?<=\d)[ ]+(?=(?:km|hm|dm|cm|mm|nm|m)\b)")
FIGURE: Final = r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:[.:]\d+)?"
PERCENT: Final = Lazy(rf"(?:{FIGURE})%?(?:[~-](?:{FIGURE}))?%|[±+-]?(?:{FIGURE})(?:‰)")
DEGREES: Final = Lazy(rf"(?:{FIGURE})(?:°C?|℃)?(?:[~-](?:{FIGURE}))?(?:℃|°[CF]?)|℃|°C")
WITH_POWER: Final = Lazy(rf"((?:{FIGURE})?)[ ]?({LENGTH_UNIT})[ ]?\^[ ]?\{{?[ ]?([23])[ ]?\}}?")
CIRCLED_NUMBERS: Final = Lazy(r"[①-⑳]+")
POWER_SIGNS: Final = {"2": "²", "3": "³"}
SIGN_COMMANDS: Final = (
    ("\\sim", "~"),
    ("\\%", "%"),
    ("\\permil", "‰"),
    ("\\,", ""),
    ("\\;", ""),
    ("\\!", ""),
    ("~", "~"),
    ("\\-", "-"),
    ("−", "-"),
)


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Put text for the formulas that are none."""
    text = doc.text
    if "$" in text or "\\(" in text:
        for match in _find_formulas(doc, FORMULA_OF_FIGURES):
            formula = match[1] or match[2]
            if ("\\" in formula or "^" in formula) and (plain := read_formula(formula.strip())):
                start, end = match.span()
                if start > 1 and text[start - 1] == " " and not text[start - 2].isascii():
                    start -= 1
                if text[end : end + 1] == " " and text[end + 1 : end + 2] and not text[end + 1].isascii():
                    end += 1
                yield Edit(start, end, plain)
    elif "^" in text:
        for match in doc.matches(BARE_UNIT):
            yield Edit(match.start(), match.end(), match[0].partition("^")[0] + POWER_SIGNS[match[1] or match[2]])


def _find_formulas(doc: Document, pattern: Lazy) -> Iterator[re.Match[str]]:
    """Yield the matches outside of code, tables, HTML and displayed formulas; a formula in a line is guarded itself."""
    code = doc.code
    spans = Spans([(start, end) for kind, start, end in doc.blocks if kind in ("table", "html", "formula")])
    for match in pattern.finditer(doc.text):
        if not spans.touch(*match.span()) and not code.touch(*match.span()):
            yield match


def read_formula(formula: str) -> str | None:
    """Return what a formula of figures and commands of the closed list says, None for any other."""
    text = formula
    for pattern in (FONT_COMMAND, OLD_FONT):
        text = replace_all(pattern, text, lambda match: match[1].replace(" ", ""))
    text = replace_all(CIRCLED, text, lambda match: circle_digits((match[1] or match[2]).replace(" ", "")))
    if CIRCLED_NUMBERS.fullmatch(text.replace(" ", "")):
        return text.replace(" ", "")
    for command, sign in SIGN_COMMANDS:
        text = text.replace(command, sign)
    if "circ" in text or "degree" in text or "celsius" in text:
        text = replace_all(DEGREE_COMMAND, text, lambda match: "°").replace("{", "").replace("}", "")
    text = replace_all(SPACES_IN_FIGURES, text.strip(), lambda match: "")
    if PERCENT.fullmatch(text):
        return text
    if DEGREES.fullmatch(bare := text.replace(" ", "")):
        return bare.replace("°C", "℃")
    if found := WITH_POWER.fullmatch(text):
        return f"{found[1]}{found[2]}{POWER_SIGNS[found[3]]}"
    return None


def replace_all(pattern: Lazy, text: str, new: Callable[[re.Match[str]], str]) -> str:
    """Return the text with something else for every match."""
    parts, done = [], 0
    for match in pattern.finditer(text):
        parts += [text[done : match.start()], new(match)]
        done = match.end()
    return "".join((*parts, text[done:]))


def circle_digits(digits: str) -> str:
    """Return a number in a circle, which Unicode has up to 20."""
    number = int(digits)
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"\\textcircled{{{digits}}}"
