"""Regions sorted by the list of references that some formats give as their reading order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from jmclean.readers.model import Region


def sort_regions(found: Iterable[tuple[Sequence[str], Region | None]], order: Iterable[str]) -> tuple[Region, ...]:
    """Return regions in the order of their names; one that is not named stays behind the one that it follows.

    Each comes with its names, the most telling one first: its own, those of its lines, those of what it lies in. None
    is a region without content, which others may follow.
    """
    rank = {name: at for at, name in enumerate(dict.fromkeys(order))}
    last, ranked = -1, list[tuple[int, int, Region | None]]()
    for at, (names, region) in enumerate(found):
        last = next((rank[name] for name in names if name in rank), last)
        ranked.append((last, at, region))
    ranked.sort(key=lambda entry: entry[:2])
    return tuple([region for _, _, region in ranked if region is not None])


def follow_chains(names: Iterable[str], following: Mapping[str, str]) -> list[str]:
    """Return names in an order that is given as the next one of each, beginning with those that follow none."""
    known = list(dict.fromkeys(names))
    behind = set(following.values())
    found: dict[str, None] = {}
    for first in (*(name for name in known if name not in behind), *known):
        name: str | None = first
        while name is not None and name not in found:
            found[name] = None
            name = following.get(name)
    return list(found)
