"""How far a page can be believed: is it cut, does its engine lose stops, is it in order?

An open end is a cut or a sentence whose stop was lost or never printed, as under a headline. One candidate tells
little; all open ends of a page together tell how many of them are cuts, and that is where each one starts from.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import TYPE_CHECKING, Final

from jmclean.chinese.engine_signature import lacks_traditional
from jmclean.chinese.lexicon import fold_script_table
from jmclean.chinese.ngrams import NEXT, rate_sequel
from jmclean.text.reading_order import find_disorder, weigh_sequel

if TYPE_CHECKING:
    from jmclean.structure.candidates import JoinCandidate

WORD: Final = 1.5
"""The least saving, in units of the feature `word_across`, of a word across a candidate that is proof by itself."""

RUNS_ON: Final = 2.0
"""The least sum of what n-grams say that is as good as a word: 4 of 1,000 lost stops reach it, half of the cuts do."""

MANY_OPEN: Final = 6
"""So many open ends, and not one where something runs across: the engine lost the stops."""

MANY_LIKELY: Final = 12
SUPPORTED_SHARE: Final = 0.45
"""Where of so many likely candidates fewer than this are supported, the page may not have been read in order."""

OWN_SHARE: Final = 0.68
"""Nor was it if the tails do not prefer their own heads to those of others at least so often; chance is a half."""

OTHERS: Final = 6
"""With how many other heads of the page each tail is tried."""

SURE: Final = 8.0
"""More than this a single candidate does not count for or against a page."""

MOST_CUT: Final = 0.75
"""The most that is believed of a page: none makes up for a candidate that reads as an end."""

SCRAP: Final = 100
"""Fewer characters than this are a scrap of a page, not an article with its headline."""

SCRAP_CUTS: Final = 20.0
"""How many cuts are presumed on a scrap."""

LOOKED_AT: Final = 4000
"""How many characters of a page are looked at for what its engine cannot write."""

ROUNDS: Final = 60
NEAR_ENOUGH: Final = 1e-4
"""How many steps are made towards the share of cuts at most, and how near is near enough."""


def count_witnesses(best: Sequence[JoinCandidate]) -> int:
    """Return at how many open ends of a page something runs across, by the best candidate of each."""
    return sum([is_witness(one) or rate_run_on(one) >= RUNS_ON for one in best])


def loses_stops(open_ends: int, witnesses: int) -> bool:
    """Return whether the engine lost a page's stops, so that an open end means nothing by itself."""
    return open_ends >= MANY_OPEN and not witnesses


def find_odds_of_cuts(best: Sequence[JoinCandidate], is_scrap: bool = False) -> float:
    """Return the natural logarithm of the odds that an open end of a page is a cut, by the best candidates of all.

    `is_scrap` says that it is but a few words without a headline.
    """
    scores = [candidate.score for candidate in best]
    share = find_share_of_cuts(scores, SCRAP_CUTS) if is_scrap else min(MOST_CUT, find_share_of_cuts(scores))
    return log(share / (1 - share))


def rate_run_on(candidate: JoinCandidate) -> float:
    """Return how much n-grams say that the tail goes on in the head: no end, no beginning, and drawn to each other."""
    features = candidate.features
    return sum([features.get(name, 0.0) for name in ("unfinished", "no_beginning", "drawn")])


def was_misread(text: str) -> bool:
    """Return whether a page shows an engine that cannot write common traditional characters.

    Such a page is no clean text, and one character of twenty is misread, which hides what would speak for a join.
    """
    table, start = fold_script_table(), text[:LOOKED_AT]
    return lacks_traditional(start, [at for at, char in enumerate(start) if ord(char) in table])


def find_share_of_cuts(scores: Sequence[float], presumed: float = 1.0) -> float:
    """Return the likeliest share of cuts among open ends.

    `scores` are natural logarithms of how much likelier each candidate is if it is a cut than if it is none. `presumed`
    cuts and one lost stop are counted beside them, so that a page of few open ends is judged by its candidates.
    """
    ratios = [exp(max(-SURE, min(SURE, score))) - 1 for score in scores]
    low, high, share = 0.0, 1.0, 0.5
    for _ in range(ROUNDS):  # Newton's method between bounds: the slope falls all the way
        slope, bend = presumed / share - 1 / (1 - share), presumed / share**2 + 1 / (1 - share) ** 2
        for ratio in ratios:
            part = ratio / (1 + share * ratio)
            slope += part
            bend += part * part
        low, high = (share, high) if slope > 0 else (low, share)
        before, share = share, share + slope / bend
        if not low < share < high:
            share = (low + high) / 2
        if abs(share - before) < NEAR_ENOUGH:
            break
    return share


def is_witness(candidate: JoinCandidate) -> bool:
    """Return whether a word, a number or a pair of marks runs across the candidate, which no lost stop explains."""
    if candidate.word >= WORD or "number_across" in candidate.features:
        return True
    opened, closing = candidate.tail.unclosed, candidate.head.unopened
    return bool(opened) and not set(opened).isdisjoint(closing)


def is_supported(candidate: JoinCandidate) -> bool:
    """Return whether something speaks for just these two: a witness, or characters that are drawn to each other."""
    return is_witness(candidate) or candidate.is_drawn


def is_in_order(likely: Sequence[JoinCandidate]) -> bool:
    """Return whether a page was read in order, as far as those of its candidates tell that are likely to be joined.

    On 50 pages in order three of four such candidates are supported, and on none with so many fewer than half; on a
    page whose columns were read row by row two of five. Where an engine misreads many characters, fewer are supported;
    then each tail is asked whether its own head follows it better than other heads do. In order, .71 to .98 of the
    answers are yes, row by row .59 and .62.
    """
    if len(likely) < MANY_LIKELY or sum(map(is_supported, likely)) >= SUPPORTED_SHARE * len(likely):
        return True
    return find_share_of_own_heads(likely) >= OWN_SHARE


def find_disordered(likely: Sequence[JoinCandidate], least: float, is_doubted: bool) -> frozenset[int]:
    """Return the numbers of the tails of candidates in stretches of a page where these do not stand in order.

    Such are the pieces of columns that an engine gave in another order: each tail is open and each head no beginning,
    but the characters of a tail are drawn to the head of another. One tail tells little, some in a row tell enough, and
    fewer where `is_doubted` says that much of the page was out of order, or where those that score `least` and more
    speak against the order on average: of 50 pages in order no such average is under .4.
    """
    row = sorted(likely, key=lambda candidate: candidate.tail.number)
    own = [weigh_sequel(one.tail.text[-NEXT:], one.head.text[:NEXT]) for one in row]
    said: list[float] = []
    for at, one in enumerate(row):
        near = range(max(0, at - NEAR_TAILS), min(len(row), at + NEAR_TAILS + 1))
        heads = [row[other].head.text[:NEXT] for other in near if other != at and own[other] < HEAD_FITS]
        others = [weigh_sequel(one.tail.text[-NEXT:], head) for head in heads]
        said.append(own[at] - max(0.0, log((1.0 + sum(map(exp, others))) / (1 + len(others)))))
    joinable = [value for value, one in zip(said, row, strict=True) if one.score >= least]
    is_doubted = is_doubted or (
        len(joinable) >= MANY_OPEN and sum(joinable) < 0 and not was_misread(row[0].tail.page.text)
    )
    trust, dear = (LESS_TRUST, LESS_DEAR) if is_doubted else (MORE_TRUST, MORE_DEAR)
    found = find_disorder([one + trust for one in said], [False] * len(said), dear)
    unfit = UNFIT if is_doubted else -MOST_SAID
    return frozenset([one.tail.number for one, out, fit in zip(row, found, own, strict=True) if out or fit < unfit])


MORE_TRUST, MORE_DEAR = 1.0, 4.0
LESS_TRUST, LESS_DEAR = 0.3, 3.0
"""What is added for the order to the log odds of every tail, and what it costs to pass from order to disorder: on most
pages, and on one that is in doubt."""

UNFIT, MOST_SAID = 0.6, 10.0
"""The log odds of tail and head under which as many are wrong as right on such a page, and what none goes beyond."""

NEAR_TAILS, HEAD_FITS = 8, 1.5
"""How many tails before and behind one have heads that it may be drawn to, and the log odds of a head's own tail from
which on it has no other."""


def find_share_of_own_heads(likely: Sequence[JoinCandidate]) -> float:
    """Return how often the heads of some candidates follow their own tails better than heads of others would."""
    heads = [(candidate.right[:NEXT], candidate.head.stands) for candidate in likely]
    size, step, wins = len(likely), max(1, len(likely) // (OTHERS + 1)), 0.0
    for at, candidate in enumerate(likely):
        own = candidate.follows - heads[at][1]
        for turn in range(1, OTHERS + 1):
            text, anywhere = heads[(at + turn * step) % size]
            other = rate_sequel(candidate.left[-NEXT:], text) - anywhere
            wins += 0.5 if own == other else own > other
    return wins / (size * OTHERS)
