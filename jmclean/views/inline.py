"""The default view of a diff: the source's lines with what goes and what comes, the rules in the margin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby, zip_longest
from operator import itemgetter
from typing import NamedTuple

from jmclean.views.ansi import ELLIPSIS, Run, dropped, elided, marked, painted, run, visible, wrapped
from jmclean.views.segments import IN_SOURCE, Segment

LEAST = 20
"""The least cells that the text gets beside its margin, however narrow the terminal is."""


class Cluster(NamedTuple):
    """Changes without a kept character between them, the kept text on either side, and the line they begin in."""

    before: str
    segments: list[Segment]
    after: str
    line: int
    at_start: bool
    """Whether nothing of the line stands before `before`."""
    gap: bool
    """Whether others stand between `before` and these: what is dropped stands alone."""

    @property
    def rules(self) -> list[str]:
        """Return the rules in order of what they did here."""
        return list(dict.fromkeys([segment.rule for segment in self.segments]))


def inline(segments: list[Segment], context: int, width: int | None, colour: bool) -> Iterator[str]:
    """Yield the lines of the view, each change with `context` characters around it; `width` None does not wrap."""
    found = list(clusters(segments))
    if not found:
        return
    digits = len(str(found[-1].line))
    margin = max([len(rule) for cluster in found for rule in cluster.rules])
    room = None if width is None else max(LEAST, width - digits - margin - 4)
    for rules, rows in groups(found):
        line = str(rows[0].line)
        content = marked(row(rows, context), colour)
        lines = [list(content)] if room is None else wrapped(content, room)
        for rule, runs in zip_longest(rules if room else [", ".join(rules)], lines, fillvalue=None):
            head: list[Run] = [("line", line.rjust(digits)), ("", "  "), ("rule", (rule or "").ljust(margin))]
            text = painted(chain(head, [("", "  ")], runs or []), colour)
            yield text if runs else text.rstrip()
            line = ""


def clusters(segments: list[Segment]) -> Iterator[Cluster]:
    """Yield the clusters of changes in order; a drop is one of its own."""
    line, before, at_start = 1, "", True
    runs = [(kept, list(found)) for kept, found in groupby(segments, lambda segment: segment.kind == "kept")]
    for at, (kept, found) in enumerate(runs):
        if kept:
            before = found[0].text
            line += before.count("\n")
            continue
        after = runs[at + 1][1][0].text if at + 1 < len(runs) else ""
        drops = zip(dropped(found), found, strict=True)
        parts = [[segment for _, segment in part] for _, part in groupby(drops, itemgetter(0))]
        at_start = at_start or "\n" in before
        for number, part in enumerate(parts):
            yield Cluster(before, part, after if part is parts[-1] else "", line, at_start, number > 0)
            line += sum(segment.text.count("\n") for segment in part if segment.kind in IN_SOURCE)
        before, at_start = "", found[-1].text.endswith("\n")


def groups(found: list[Cluster]) -> Iterator[tuple[list[str], list[Cluster]]]:
    """Yield the clusters that share a row: neighbours in a line that are due to the same rules."""
    rows: list[Cluster] = []
    for cluster in found:
        if rows and (cluster.gap or "\n" in cluster.before or cluster.rules != rows[-1].rules):
            yield rows[-1].rules, rows
            rows = []
        rows.append(cluster)
    yield rows[-1].rules, rows


def row(rows: list[Cluster], context: int) -> Iterator[Run]:
    """Yield clusters with the ends of the kept text between and around them."""
    first = rows[0]
    line = first.before.rpartition("\n")[2]
    shown = line[len(line) - min(context, len(line)) :]
    yield from _kept(ELLIPSIS if len(shown) < len(line) or not first.at_start else "", shown, ELLIPSIS * first.gap)
    for number, cluster in enumerate(rows):
        if number:
            yield from _kept("", elided(cluster.before, context), "")
        drops = dropped(cluster.segments)
        for segment, drop in zip(cluster.segments, drops, strict=True):
            yield run(segment, drop, context)
    line = rows[-1].after.partition("\n")[0]
    shown = line[:context]
    yield from _kept("", shown, ELLIPSIS if len(shown) < len(line) else "")


def _kept(before: str, text: str, after: str) -> Iterator[Run]:
    yield "elided", before
    yield "", visible(text)
    yield "elided", after
