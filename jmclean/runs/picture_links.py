"""Links to pictures that lead nowhere from where a page was written."""

from __future__ import annotations

import os
from typing import Final

from jmclean.chinese.fast import Lazy

LINK_ADDRESS: Final = Lazy(r"!\[[^\]\n]*\]\(<?([^()\s<>]+)|<img[^<>]*?\ssrc=[\"']?([^\"'\s<>]+)")
NOT_RELATIVE: Final = Lazy(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\#]")


def count_lost_links(data: bytes, source: str, target: str) -> int:
    """Return how many pictures of a page are found from where it was read, and not from where it is written."""
    here, there = os.path.dirname(source), os.path.dirname(target)
    if os.path.abspath(here) == os.path.abspath(there):
        return 0
    lost = 0
    for match in LINK_ADDRESS.finditer(data.decode("utf-8", "replace")):
        address = match[1] or match[2]
        if NOT_RELATIVE.match(address):
            continue
        if os.path.exists(os.path.join(here, address)) and not os.path.exists(os.path.join(there, address)):
            lost += 1
    return lost
