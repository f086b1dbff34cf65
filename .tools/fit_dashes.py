"""Learn what tells a dash from 一, and a whole dash from a hyphen, and print the tables of `jmclean/chinese/dashes.py`.

    python .tools/fit_dashes.py ARTICLE.txt ... [--without PAGE.gold.md ...] [--show N]

Articles are text as it was printed, with — between names and —— or ——— between phrases, a paragraph a line. What
stands in a page of `--without` is left out, so that the page can be measured on. Every dash is an example, read as if
an engine had given it as 一, and every 一 that may be one. Five parts take turns to be the test. Needs numpy.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from jmclean.chinese.dashes import CLOSING, DashLine, is_between_phrases, may_be_one

Table = Any
PRINTED = re.compile("—+|一")
PENALTY, PARTS = 0.3, 5


class Case(NamedTuple):
    """A dash or a 一 between phrases: what was printed, a few letters to show, and what tells it before any weight."""

    printed: str
    line: DashLine
    shown: str
    may_be_one: bool
    beside_mark: bool


def read_cases(paths: list[Path], without: str) -> Iterator[Case]:
    """Every dash and every 一 between phrases."""
    for path in paths:
        for paragraph in path.read_text("utf-8").split("\n"):
            text = paragraph.strip("\u3000 ")
            if len(text) > 20 and text[:40] in without:
                continue
            for match in PRINTED.finditer(text):
                start, end = match.span()
                if is_between_phrases(text, start, end):
                    line, shown = DashLine(text, start, end), text[max(0, start - 10) : end + 10]
                    beside = line.quoted or text[start - 1] in CLOSING
                    yield Case(match[0], line, shown, may_be_one(text, start, end), beside)


def fit(rows: Table, right: Table) -> Table:
    """The weights, the bias last, by Newton's method with an L2 penalty."""
    weights = np.zeros(rows.shape[1])
    penalty = np.array([PENALTY] * (rows.shape[1] - 1) + [0.0])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        curve = (rows * (chance * (1 - chance) + 1e-9)[:, None]).T @ rows + np.diag(penalty)
        weights += np.linalg.solve(curve, rows.T @ (right - chance) - penalty * weights)
    return weights


def learn(name: str, found: list[Case], sign: Callable[[DashLine], dict[str, float]], wanted: str, show: int) -> None:
    """Print the weights, and how often the scores above a threshold are right on parts that were not learned from."""
    rows = np.array([[*sign(line).values(), 1.0] for _, line, *_ in found])
    right = np.array([float(re.fullmatch(wanted, printed) is not None) for printed, *_ in found])
    names = [*sign(found[0][1]), "bias"]
    print(name, {key: round(float(weight), 2) for key, weight in zip(names, fit(rows, right), strict=True)})
    part = np.random.default_rng(0).integers(0, PARTS, len(right))
    scores = np.zeros(len(right))
    for number in range(PARTS):
        scores[part == number] = rows[part == number] @ fit(rows[part != number], right[part != number])
    for threshold in (0, 1, 1.5, 2, 2.5, 3, 3.5, 4):
        made = scores > threshold
        hits = int(right[made].sum())
        print(
            f"  > {threshold}: {hits} of {int(made.sum())} right, {hits / right.sum():.2f} of {int(right.sum())} found"
        )
    for at in np.argsort(-scores * (1 - right))[:show]:
        print(f"  {scores[at]:+.1f} {found[at][2]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    found = list(read_cases(args.articles, "".join(path.read_text("utf-8") for path in args.without)))
    print({mark: sum(printed == mark for printed, *_ in found) for mark in ("一", "—", "——", "———")})
    open_ = [case for case in found if not case.may_be_one]
    print({mark: sum(printed == mark for printed, *_ in open_) for mark in ("一", "—", "——", "———")}, "may be dashes")
    learn("ONE", open_, DashLine.measure_one, "—+", args.show)
    dashes = [case for case in found if case.printed != "一" and not case.beside_mark]
    learn("HALF", dashes, DashLine.measure_half, "——+", args.show)


if __name__ == "__main__":
    main()
