"""Learn what the features of a candidate weigh, and write `jmclean/structure/weights.py`.

    python .tools/fit_joins.py [PAGE.dirty.md ...] [--held-out LEXICON PAGE.dirty.md ...] ...
        [--write jmclean/structure/weights.py] [--test PAGE.dirty.md ...]
        [--test-held-out LEXICON PAGE.dirty.md ...] [--show N]

A lexicon knows its own articles too well: a page made of them would teach that words tell more than they do. So pages
are given with a lexicon that was built without their articles (`--held-out`, as often as need be); those without one
are read with the package's own.

What the weights at hand were learned from, 20,100 candidates, 4,400 of them right:

- 270 pages that `cut_pages.py` cut out of articles, features of many papers and television news of 2022 to 2026, with
  `--ngrams` a table that was counted without them; 150 simplified, 120 traditional, 24 of whose 95 articles were
  printed in traditional characters and the others converted.
- 200 pages that it cut out of newspaper articles of 1998, half of them converted, with `--held-out` a lexicon that was
  built without them.
- 21 pages of all these articles, laid out in columns, half of them with stories side by side in columns of their own
  width, spoilt as scans are and read by PP-OCRv4; they count four times.

The clean pages of all of them are examples of what is not to be joined. No article of them is on a page that figures
are quoted for, and a third of the articles was held out: 100 pages cut out of these, and 16 that the engine read,
are in no fit. On those, of the best candidates of the open ends that nothing forbids to join, by their score:

    score    below -3  -3 to -2  -2 to -1  -1 to 0  0 to 1  1 to 2  2 to 3  3 to 5  over 5
    number        301        85        70       57      49      49      79     198     594
    right        1 %       4 %      14 %     23 %    45 %    71 %    94 %    97 %   100 %

A page stands beside its gold (`.gold.md`). Every candidate for a join is an example; it is right where the gold puts
the two sides together. The candidates of the gold itself are examples too, all of them wrong. Logistic regression with
an L2 penalty, by Newton's method; needs numpy and rapidfuzz. `--show` prints the N worst answers.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein

from jmclean.chinese import lexicon, ngrams
from jmclean.structure.blocks import make_layout_blocks
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.context import assign_contexts
from jmclean.structure.features import COSTLY_FEATURES, HEAD_FEATURES, OVER_FEATURES, PAIR_FEATURES, TAIL_FEATURES
from jmclean.structure.matching import find_candidates
from jmclean.structure.scoring import Scores
from jmclean.structure.weights import WEIGHTS
from jmclean.text.document import Document

Table = Any
"""An array of numpy, which the tests do without."""

NAMES = [
    name
    for name, _ in (*TAIL_FEATURES, *HEAD_FEATURES, *PAIR_FEATURES, *OVER_FEATURES, *COSTLY_FEATURES)
    if name != "cut_page"
]
for new in NAMES:
    WEIGHTS.setdefault(new, 0.0)  # a feature that was never fitted counts for nothing yet
PENALTY, PRIOR_PENALTY = 1.0, 10.0
PRIOR = {
    "cannot_start": 4.0,
    "number_across": 1.0,
    "bracket_met": 2.0,
    "quote_met": 0.5,
    "set_apart": -3.0,
    "mark_unmet": -0.5,
    "over_picture": 0.5,
    "over_set_apart": 0.5,
    "waits_for_verb": 3.0,
}
"""What is known of features that pages show too seldom to learn from: the weights that the penalty draws towards."""


def read_examples(path: Path) -> list[tuple[JoinCandidate, bool]]:
    """The candidates of one page and whether its gold joins them."""
    dirty = path.read_text("utf-8")
    gold = re.sub(r"(?m)^#+ ", "", path.with_name(path.name.replace(".dirty.", ".gold.")).read_text("utf-8"))
    blocks = [block for block in re.split(r"\n\s*\n", gold) if block.strip()]
    home = [n for n, block in enumerate(blocks) for _ in block]
    flat = "".join(blocks)
    where: dict[int, int] = {}
    for step in Levenshtein.opcodes(dirty, flat):
        if step.tag in ("equal", "replace"):
            both = zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=False)
            where.update(both)
    found = assign_contexts(make_layout_blocks(Document(dirty)))
    result = []
    for candidates in find_candidates(found, Scores(), everything=True):
        block = candidates[0].tail
        ends = [where[at] for at in range(block.markdown.end - 8, block.markdown.end) if at in where]
        for candidate in candidates:
            starts = [
                where[at]
                for at in range(candidate.head.markdown.start, candidate.head.markdown.start + 8)
                if at in where
            ]
            near = bool(ends and starts) and home[ends[-1]] == home[starts[0]] and 0 < starts[0] - ends[-1] < 12
            result.append((candidate, near))
    return result


def read_clean_examples(path: Path) -> list[JoinCandidate]:
    """The candidates of a page's gold, all of them wrong: what is printed whole has nothing to join."""
    gold = path.with_name(path.name.replace(".dirty.", ".gold.")).read_text("utf-8")
    found = assign_contexts(make_layout_blocks(Document(gold)))
    return [candidate for candidates in find_candidates(found, Scores(), everything=True) for candidate in candidates]


def fit(rows: Table, right: Table) -> Table:
    """The weights, the bias first."""
    weights = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], PENALTY)
    penalty[0] = 0.01
    penalty[[1 + NAMES.index(name) for name in PRIOR]] = PRIOR_PENALTY
    prior = np.array([0.0] + [PRIOR.get(name, 0.0) for name in NAMES])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (right - chance) - penalty * (weights - prior)
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curve, gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def find_usual_odds(candidates: list[tuple[JoinCandidate, bool]], scores: Table) -> float:
    """The natural logarithm of the odds that the best seam of an open end is right: what `cut_page` says instead."""
    best: dict[int, int] = {}
    for at, (candidate, _) in enumerate(candidates):
        tail = id(candidate.tail)
        if tail not in best or scores[at] > scores[best[tail]]:
            best[tail] = at
    share = float(np.mean([candidates[at][1] for at in best.values()]))
    return float(np.log(share / (1 - share)))


def make_table(candidates: list[tuple[JoinCandidate, bool]]) -> tuple[Table, Table]:
    rows = np.array([[1.0] + [candidate.features.get(name, 0.0) for name in NAMES] for candidate, _ in candidates])
    return rows, np.array([float(right) for _, right in candidates])


def read(lexicon_file: str, paths: list[Path], gold: bool) -> list[tuple[JoinCandidate, bool]]:
    """The examples of some pages, as a lexicon sees them."""
    lexicon.LEXICON_PATH = lexicon_file
    lexicon._map_file.cache_clear()
    lexicon.fold_script_table.cache_clear()
    lexicon.look_up.cache_clear()
    candidates = [candidate for path in paths for candidate in read_examples(path)]
    if gold:
        candidates += [(candidate, False) for path in paths for candidate in read_clean_examples(path)]
    return candidates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, nargs="*")
    parser.add_argument("--held-out", nargs="+", action="append", default=[])
    parser.add_argument("--write", type=Path)
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    parser.add_argument("--test-held-out", nargs="+", action="append", default=[])
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--ngrams", help="a table that was counted without the texts of the pages")
    args = parser.parse_args()
    if args.ngrams:
        ngrams.NGRAMS_PATH = args.ngrams
    own = lexicon.LEXICON_PATH
    candidates = read(own, args.pages, gold=True)
    for other, *paths in args.held_out:
        candidates += read(other, list(map(Path, paths)), gold=True)
    tests = read(own, args.test, gold=False)
    for other, *paths in args.test_held_out:
        tests += read(other, list(map(Path, paths)), gold=False)
    rows, right = make_table(candidates)
    weights = fit(rows, right)
    usual = find_usual_odds(candidates, rows @ weights)
    counts = (rows != 0).sum(0)
    print(f"{len(candidates)} candidates, {int(right.sum())} right")
    for name, weight, count in zip(["bias", *NAMES], weights, counts, strict=True):
        print(f"  {name:16} {weight:+.2f}  ({count})")
    for what, some in (("fit", candidates), ("test", tests)):
        if not some:
            continue
        rows, right = make_table(some)
        score = rows @ weights
        for threshold in (0.0, 0.5, 1.0, 1.5, 2.0):
            made = score > threshold
            hits = int((made & (right > 0)).sum())
            precision, recall = hits / max(1, int(made.sum())), hits / max(1, int(right.sum()))
            print(f"{what} > {threshold}: P {precision:.3f} R {recall:.3f}")
        order = np.argsort(-np.abs(score) * ((score > 0) != (right > 0)))[: args.show]
        for at in order:
            candidate, good = some[at]
            verdict, between = "right" if good else "wrong", [block.role for block in candidate.between]
            left, right_side = candidate.left[-16:], candidate.right[:16]
            print(f"  {score[at]:+.1f} {verdict} {left!r} | {right_side!r} {between} {candidate.features}")
    if args.write:
        lines = [f'    "{name}": {weight:.2f},' for name, weight in zip(NAMES, weights[1:], strict=True)]
        lines.append('    "cut_page": 1.00,')
        args.write.write_text(
            '"""What the features of a candidate weigh: natural logarithms of odds, by `.tools/fit_joins.py`."""\n\n'
            f"BIAS = {weights[0] - usual:.2f}\n\nWEIGHTS = {{\n" + "\n".join(lines) + "\n}\n",
            "utf-8",
        )


if __name__ == "__main__":
    main()
