"""Which tests run which lines of some modules, so that a change of one is tried with those first."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest


class Lines:
    """A plugin of pytest that watches some modules, and what it has seen."""

    def __init__(self, watched: list[Path], told: Path) -> None:
        self.watched = frozenset(map(str, watched))
        self.told = told
        self.seconds = 0.0
        self.tests_of: dict[str, set[str]] = defaultdict(set)
        self.took: dict[str, float] = {}

    @classmethod
    def read(cls, told: Path) -> Lines:
        """What another process has seen."""
        seen = json.loads(told.read_text("utf-8"))
        lines = cls([], told)
        lines.seconds, lines.took = seen["seconds"], seen["took"]
        lines.tests_of.update({place: set(tests) for place, tests in seen["tests"].items()})
        return lines

    def tests(self, module: Path, line: int) -> list[str]:
        """The tests that run a line, the quickest first."""
        return sorted(self.tests_of.get(f"{module}:{line}", ()), key=lambda test: self.took[test])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Watch one test."""
        test = item.nodeid

        def local(frame: FrameType, event: str, _: Any) -> Any:
            if event == "line":
                self.tests_of[f"{frame.f_code.co_filename}:{frame.f_lineno}"].add(test)
            return local

        def called(frame: FrameType, _: str, __: Any) -> Any:
            return local if frame.f_code.co_filename in self.watched else None

        began = time.process_time()
        sys.settrace(called)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.took[test] = time.process_time() - began

    def pytest_sessionfinish(self) -> None:
        """Write down what was seen."""
        used = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds = sum(usage.ru_utime + usage.ru_stime for usage in used)
        tests = {place: sorted(found) for place, found in self.tests_of.items()}
        self.told.write_text(json.dumps({"seconds": self.seconds, "took": self.took, "tests": tests}), "utf-8")
