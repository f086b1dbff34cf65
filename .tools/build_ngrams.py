"""Build `jmclean/data/ngrams.bin`: which characters follow which in Chinese newspapers.

    python .tools/build_ngrams.py TEXT.txt.xz ... --out jmclean/data/ngrams.bin [--bigrams 350000] [--trigrams 600000]

A text holds one paragraph a line. It is folded as jmclean compares text (simplified characters, full-width marks); a
run of digits counts as one token, a run of Latin letters as another, the edge of a paragraph as a third. Runs of up to
three tokens are counted; none that occurs fewer than three times is kept. Of the others those are kept whose loss
would change the probabilities most: the count times how far the shorter run's estimate is off, as a logarithm.

The file, little-endian:

1. A line of ASCII: `jmclean-ngrams 1`, and the numbers of tokens V, bigrams B and trigrams T.
2. A line of UTF-8: the tokens from number 4 on, a character each. 0 is the edge of a paragraph, 1 digits, 2 Latin
   letters, 3 every other character.
3. V bytes: the level of each token's count.
4. V + 1 times 32 bits: where the bigrams that begin with each token start; then the same for the trigrams.
5. B times 16 bits: the second token of each bigram (12 bits) and the level of its count (4 bits), in order.
6. B times 16 bits: where the trigrams of each bigram end, counted from the first of that first token.
7. T times 16 bits: the third token of each trigram and the level of its count, in order.

A level stands for a logarithm of a count: `STEPS` in `jmclean/chinese/ngrams.py` says how far apart levels are.
Needs numpy.
"""

from __future__ import annotations

import argparse
import lzma
import re
from pathlib import Path
from typing import Any

import numpy as np

from jmclean.chinese.folding import fold
from jmclean.chinese.ngrams import (
    BACKOFF,
    DIGIT_TOKEN,
    EDGE_TOKEN,
    LATIN_TOKEN,
    LEAST_COUNT,
    OTHER_TOKEN,
    STEPS,
    TOKEN_COUNT,
)

Table = Any
LINES: int = 2000
"""How many paragraphs are folded at once."""


def read_tokens(path: Path) -> str:
    """Return a text as tokens, with the edge of a paragraph as a line end."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        lines = [line.strip() for line in file if line.strip()]
    found = []
    for at in range(0, len(lines), LINES):
        text = fold("\n".join(lines[at : at + LINES]))
        text = re.sub("[A-Za-z]+", LATIN_TOKEN, re.sub("[0-9]+", DIGIT_TOKEN, text))
        found.append(re.sub("[ \t]+", "", text))
    return "\n".join(found)


def number_tokens(text: str) -> tuple[str, Table]:
    """Return the tokens' characters, commonest first, and the text as their numbers."""
    units, places, counts = np.unique(
        np.frombuffer(text.encode("utf-32-le"), np.uint32), return_inverse=True, return_counts=True
    )
    ranked = [chr(units[at]) for at in np.argsort(-counts, kind="stable") if counts[at] >= LEAST_COUNT]
    chosen = "".join([char for char in ranked if char not in (EDGE_TOKEN, DIGIT_TOKEN, LATIN_TOKEN, OTHER_TOKEN)])[
        : TOKEN_COUNT - 4
    ]
    number = {char: at for at, char in enumerate(EDGE_TOKEN + DIGIT_TOKEN + LATIN_TOKEN + OTHER_TOKEN + chosen)}
    return chosen, np.array([number.get(chr(unit), 3) for unit in units], np.int64)[places]


def quantize(counts: Table, step: float, most: int) -> Table:
    """Return the level of every count."""
    return np.clip(np.rint(np.log(counts / LEAST_COUNT) / step), 0, most).astype(np.int64)


def discount(counts: Table, estimate: Table, backed: Table) -> Table:
    """Return how much is lost where an estimate is replaced by that of the shorter run."""
    return counts * np.abs(np.log(estimate / (BACKOFF * backed)))


def main() -> None:
    """Count and pack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--bigrams", type=int, default=350_000)
    parser.add_argument("--trigrams", type=int, default=600_000)
    args = parser.parse_args()
    chosen, seq = number_tokens("\n" + "\n".join(map(read_tokens, args.texts)) + "\n")
    size = len(chosen) + 4
    single = np.bincount(seq, minlength=size)
    alone = (single + 1) / (len(seq) + size)
    pairs, pair_counts = np.unique(seq[:-1] * size + seq[1:], return_counts=True)
    runs = ((seq[:-2] * size + seq[1:-1]) * size + seq[2:])[seq[1:-1] != 0]
    triples, triple_counts = np.unique(runs, return_counts=True)
    triples, triple_counts = triples[triple_counts >= LEAST_COUNT], triple_counts[triple_counts >= LEAST_COUNT]

    behind = np.searchsorted(pairs, triples % (size * size))
    backed = np.where(
        pair_counts[behind] >= LEAST_COUNT,
        pair_counts[behind] / single[triples // size % size],
        BACKOFF * alone[triples % size],
    )
    loss = discount(triple_counts, triple_counts / pair_counts[np.searchsorted(pairs, triples // size)], backed)
    kept = np.sort(np.argsort(-loss, kind="stable")[: args.trigrams])
    triples, triple_counts = triples[kept], triple_counts[kept]

    loss = discount(pair_counts, pair_counts / single[pairs // size], alone[pairs % size])
    loss[np.isin(pairs, triples // size)] = np.inf  # a run of three needs its first two
    loss[pair_counts < LEAST_COUNT] = -1
    kept = np.sort(np.argsort(-loss, kind="stable")[: min(args.bigrams, int((pair_counts >= LEAST_COUNT).sum()))])
    pairs, pair_counts = pairs[kept], pair_counts[kept]

    bounds = np.arange(size + 1)
    pair_places = np.searchsorted(pairs // size, bounds)
    triple_places = np.searchsorted(triples // size // size, bounds)
    ends = np.searchsorted(triples // size, pairs, side="right") - triple_places[pairs // size]
    single_step, pair_step, triple_step = STEPS
    with args.out.open("wb") as out:
        out.write(f"jmclean-ngrams 1 {size} {len(pairs)} {len(triples)}\n{chosen}\n".encode())
        out.write(quantize(np.maximum(single, LEAST_COUNT), single_step, 255).astype(np.uint8).tobytes())
        out.write(pair_places.astype("<u4").tobytes() + triple_places.astype("<u4").tobytes())
        out.write((pairs % size << 4 | quantize(pair_counts, pair_step, 15)).astype("<u2").tobytes())
        out.write(ends.astype("<u2").tobytes())
        out.write((triples % size << 4 | quantize(triple_counts, triple_step, 15)).astype("<u2").tobytes())
    print(f"{len(seq):,} tokens read; {size:,} kinds, {len(pairs):,} bigrams, {len(triples):,} trigrams kept")
    print(f"{args.out}: {args.out.stat().st_size:,} bytes; most trigrams of one first token: {ends.max():,}")


if __name__ == "__main__":
    main()
