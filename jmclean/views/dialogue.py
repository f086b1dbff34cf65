"""One question after the other on a terminal, each answered with a key."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from jmclean.io.messages import format_count
from jmclean.views.question_screen import KEYS_HINT, draw_screen, explain_keys, list_keys, make_prompt
from jmclean.views.questions import Question

if TYPE_CHECKING:
    from jmclean.history.decisions import DecisionsFile
    from jmclean.text.decision import Decision


class Dialogue:
    """Asks, keeps every answer at once, and knows where it is."""

    def __init__(
        self,
        questions: Sequence[Question],
        file: DecisionsFile,
        colour: bool,
        width: Callable[[], int],
        today: str,
    ) -> None:
        self.questions = questions
        self.file = file
        self.colour = colour
        self.width = width
        self.today = today
        self.answers: dict[int, bool] = {}
        self.later: set[int] = set()

    def run(self) -> None:
        """Ask until every question is answered or put off, or the user quits."""
        at = 0
        self._write(KEYS_HINT + "\n")
        while at < len(self.questions):
            key = self._ask(at)
            if key == "q":
                return
            if key == "b":
                at = max(0, at - 1)
            elif key == "l":
                self.later.add(at)
                at += 1
            elif key in "yn":
                self._keep([at], key == "y")
                at += 1
            else:
                self._keep(self._alike(at), key == "Y")
                at += 1
                while at < len(self.questions) and at in self.answers:
                    at += 1

    def summary(self) -> str:
        """Return what came of it."""
        yes = sum(self.answers.values())
        left = len(self.questions) - len(self.answers)
        where = f" Kept in {self.file.path}." if self.answers else ""
        tally = f"{yes:,} yes, {len(self.answers) - yes:,} no; {left:,} left"
        return f"{format_count(len(self.answers), 'answer')}: {tally}.{where}"

    def _ask(self, at: int) -> str:
        """Show a question until a key is pressed that means something; quit at the end of the input."""
        question = self.questions[at]
        known = self.answers.get(at)
        if known is None and (before := self.file.decisions.get(question.decision.place)):
            known = before.accepted
        lines = draw_screen(question, at + 1, len(self.questions), self.width(), self.colour, known)
        self._write("\n" + "\n".join(lines) + "\n")
        while True:
            self._write(make_prompt(question, self.colour))
            key = self._key()
            if key in list_keys(question) and key != "?":
                return key
            self._write("\n".join(explain_keys(question)) + "\n")

    def _key(self) -> str:
        """Return the key that is pressed, or the first letter of a line where the input is not a terminal."""
        if not sys.stdin.isatty():
            line = sys.stdin.readline()
            self._write("\n")
            return line.strip()[:1] or ("?" if line else "q")
        try:
            key = click.getchar()
        except (EOFError, KeyboardInterrupt):
            key = "q"
        self._write((key if key.isprintable() else "") + "\n")
        return {"\r": "?", "\n": "?", "\x04": "q", "\x1b": "q"}.get(key, key)

    def _alike(self, at: int) -> list[int]:
        """Return this question and those of the same kind on the same page that are not answered yet."""
        one = self.questions[at]
        return [
            number
            for number, other in enumerate(self.questions)
            if number == at
            or (
                number not in self.answers
                and (other.path, other.rule, other.kind) == (one.path, one.rule, one.kind)
                and other.can_accept >= one.can_accept
            )
        ]

    def _keep(self, numbers: Sequence[int], accepted: bool) -> None:
        """Write answers into the file."""
        decisions: list[Decision] = []
        for number in numbers:
            decisions.append(self.questions[number].decision._replace(accepted=accepted, when=self.today))
        self.file.put(decisions)
        for number in numbers:
            self.answers[number] = accepted
            self.later.discard(number)

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
