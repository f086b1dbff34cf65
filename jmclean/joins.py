"""Which blocks belong together, and which between them are captions or furniture: decided once for a page."""

from __future__ import annotations

from jmclean.edits import Change


class Plan:
    """The decisions for one page, as spans of its text."""

    def after(self, change: Change) -> Plan:
        """The same decisions with their offsets moved past a change."""
        return self
