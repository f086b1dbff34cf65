"""Columns are log_likelihood_row from the lengths of the paragraphs that they cut."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest

from jmclean.structure.column_widths import UNFIT, WIDTHS, find_cut_log_odds, find_fits
from jmclean.text.fast import measure_width

CERTAIN = 0.95


def likelihood(size: float, width: float) -> float:
    return dict(find_fits(size)).get(WIDTHS.index(width), UNFIT)


def answers(sizes: list[float], chances: list[float]) -> list[float]:
    return find_cut_log_odds(sizes, chances, [True] * len(sizes))


def cut(width: float, lines: int) -> float:
    """The length of a paragraph that a column of that width cut after so many lines."""
    return width * lines


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("市水务局", 4.0),
        ("，。“”", 4.0),
        ("", 0.0),
        ("2021", 4 * 0.56),
        ("5G", 2 * 0.56),
        ("3.5%", 4 * 0.56),
        ("何 静", 2.3),
        ("何\u3000静", 3.0),
        ("１２", 2.0),
        ("渠務署", 3.0),
    ],
)
def test_length_in_full_width_letters(text: str, letters: float) -> None:
    assert measure_width(text) == pytest.approx(letters)


@pytest.mark.parametrize("width", [10.0, 13.0, 16.0, 24.0])
def test_a_full_line_is_likelier_than_half_a_line(width: float) -> None:
    assert likelihood(cut(width, 5), width) > 1 > likelihood(cut(width, 5) + width / 2, width)


def test_a_length_shorter_than_a_line_says_little() -> None:
    assert 0 < likelihood(4.0, 20.0) < 1


@pytest.mark.parametrize("width", [8.0, 13.0, 20.0, 32.0])
@pytest.mark.parametrize("lines", [1, 2, 5, 12])
@pytest.mark.parametrize("off", [0.0, 0.4, -0.4, 1.5, -1.5])
def test_how_far_off_a_cut_is_follows_a_normal_distribution(width: float, lines: int, off: float) -> None:
    size = cut(width, lines) + off
    spread = NormalDist(0, 0.7 + 0.006 * size)
    assert likelihood(size, width) == pytest.approx(0.25 + 0.75 * width * spread.pdf(off), rel=1e-4)


def test_what_is_more_than_three_standard_deviations_off_is_not_cut() -> None:
    spread = 0.7 + 0.006 * 63
    assert likelihood(63.0, 18.0) == UNFIT == 0.25
    assert likelihood(60.0 + 2.9 * spread, 20.0) > UNFIT
    assert likelihood(60.0 + 3.3 * spread, 20.0) == UNFIT


@pytest.mark.parametrize("width", [12.0, 15.0, 18.0, 23.0])
def test_a_true_cut_fits_the_others(width: float) -> None:
    sizes = [cut(width, lines) for lines in (3, 4, 5, 6, 7, 9)]
    assert all(fit > 0.5 for fit in answers(sizes, [CERTAIN] * len(sizes)))


@pytest.mark.parametrize("width", [12.0, 15.0, 18.0, 23.0])
def test_another_length_does_not(width: float) -> None:
    sizes = [*(cut(width, lines) for lines in (3, 4, 5, 6, 7, 9)), cut(width, 4) + width / 2]
    *_, odd = answers(sizes, [CERTAIN] * 6 + [0.5])
    assert odd < -0.5


def test_the_fewer_the_tails_the_less_is_said() -> None:
    sizes = [cut(14.0, lines) for lines in (3, 5, 4, 7, 6, 8)]
    said = [answers(sizes[:count], [CERTAIN] * count)[0] for count in range(1, 7)]
    assert said[0] < 0.7
    assert said[0] < said[2] < said[5]


def test_tails_that_are_hardly_cut_say_little_of_the_others() -> None:
    sizes = [cut(14.0, lines) for lines in (3, 5, 4, 7, 6)]
    sure, unsure = answers(sizes, [CERTAIN] * 5)[0], answers(sizes, [0.5, 0.02, 0.02, 0.02, 0.02])[0]
    assert unsure < sure


def test_a_story_in_another_width_does_not_hide_the_first() -> None:
    sizes = [cut(14.0, lines) for lines in (3, 5, 4, 7, 6)] + [cut(23.0, 3)]
    assert answers(sizes, [CERTAIN] * 6)[0] > 0.5


def test_lengths_that_are_off_by_a_letter_still_fit() -> None:
    sizes = [cut(16.0, lines) + off for lines, off in ((3, 0.5), (5, -0.6), (4, 0.0), (7, -0.9), (6, 0.4))]
    assert all(fit > 0 for fit in answers(sizes, [CERTAIN] * 5))


def test_only_what_is_asked_is_answered() -> None:
    sizes = [cut(14.0, lines) for lines in (3, 5, 4, 7)]
    one, *others = find_cut_log_odds(sizes, [CERTAIN] * 4, [True, False, False, False])
    assert one == answers(sizes, [CERTAIN] * 4)[0]
    assert others == [0.0, 0.0, 0.0]


def test_no_length_no_answer() -> None:
    assert answers([], []) == []


def test_what_nobody_asks_is_not_answered() -> None:
    assert find_cut_log_odds([42.0, 56.0], [CERTAIN] * 2, [False, False]) == [0.0, 0.0]


def by_hand(sizes: list[float], chances: list[float], number: int) -> float:
    """The answer for one length: its likelihoods, each width weighed by what the other lengths make of it."""
    weights = [
        math.prod(
            1 + chance * (likelihood(size, width) - 1)
            for other, (size, chance) in enumerate(zip(sizes, chances, strict=True))
            if other != number and chance > 0.01
        )
        for width in WIDTHS
    ]
    said = sum(weight * likelihood(sizes[number], width) for weight, width in zip(weights, WIDTHS, strict=True))
    return math.log(said / sum(weights))


@pytest.mark.parametrize(
    ("sizes", "chances"),
    [
        ([42.0], [0.9]),
        ([42.0, 70.0], [0.9, 0.4]),
        ([42.0, 56.5, 69.2, 98.0], [0.9, 0.5, 0.02, 0.7]),
        ([42.0, 56.5, 69.2, 50.0], [0.9, 0.01, 0.005, 1.0]),
    ],
)
def test_every_width_counts_as_much_as_the_other_lengths_make_it(sizes: list[float], chances: list[float]) -> None:
    assert answers(sizes, chances) == pytest.approx([by_hand(sizes, chances, at) for at in range(len(sizes))])


@pytest.mark.parametrize("size", [0.0, 1.0, 7.5, 4000.0])
def test_every_length_has_a_finite_answer(size: float) -> None:
    assert all(value > 0 for _, value in find_fits(size))
    assert all(map(math.isfinite, answers([size, 60.0], [0.0, 1.0])))


def test_columns_of_eight_to_thirty_two_letters_are_tried() -> None:
    assert (min(WIDTHS), max(WIDTHS), len(WIDTHS)) == (8.0, 32.0, 25)


@pytest.mark.parametrize("size", [0.0, 0.5, 1.0, 2.0, 4.0])
def test_a_length_of_less_than_half_a_line_fits_no_column(size: float) -> None:
    assert find_fits(size) == ()
