"""Lines that are statements of a programming language, as lessons print them without a fence around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.chinese.fast import Lazy, holds_any

TEXT_OF_CODE: Final = "[^\\n，。；：！？“”]"
STATEMENTS: Final = {
    "a call": r"[a-z_][\w.]{0,60}\((?:[^\n，。；：！？（）]{0,200}[\"',=+()][^\n]{0,200})?\)[ \t]*[;:{]?",
    "a call at the end": rf"{TEXT_OF_CODE}{{0,200}}[a-z_]\w{{0,60}}\({TEXT_OF_CODE}{{0,200}}\)[ \t]*[;{{]",
    "a value is given a name": r"[^\W\d][\w.\[\]]{0,60} (?:[-+*/]?=|:=) [^\n，。；：！？（）“”]{1,200}",
    "a block begins": rf"(?:if|elif|for|while|def|class|with|except|switch)\b{TEXT_OF_CODE}{{1,200}}[:{{]",
    "a word of a language": (
        rf"(?:return|import|from|print|echo|let|var|const|int|char|float|double|public|private) {TEXT_OF_CODE}{{1,200}}"
    ),
    "a query": rf"(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE) {TEXT_OF_CODE}{{1,300}};?",
    "a command": rf"[$>] [a-z][\w.-]{{0,30}} {TEXT_OF_CODE}{{1,200}}",
    "brackets": r"[{}()\[\]]{1,4}[;,]?",
    "C's own": rf"#(?:include|define|if|else|endif|pragma)\b{TEXT_OF_CODE}{{0,200}}",
}
STATEMENT: Final = Lazy("(?m)^[ \\t]*(?:" + "|".join(STATEMENTS.values()) + ")[ \\t]*$")
STATEMENT_MARKS: Final = (");", "):", '("', "('", " = ", "\n$ ", "SELECT ", "#include")
"""What no text with such lines is without."""


def find_statements(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text that are statements, with the spaces around them."""
    if holds_any(text, STATEMENT_MARKS):
        for match in STATEMENT.finditer(text):
            yield match.span()


def is_code(text: str) -> bool:
    """Return whether at least half of the lines of a block are statements."""
    if not holds_any(text, STATEMENT_MARKS):
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    return 2 * sum(STATEMENT.match(line) is not None for line in lines) >= len(lines)
