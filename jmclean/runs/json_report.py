"""`--report`: what the summary says and the counts of every file, as one JSON file that is written as they come."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress

from jmclean.errors import FileError, UsageError
from jmclean.io.atomic import CREATE_FLAGS, HOLDS, PRIVATE, give, make_temporary_name
from jmclean.runs.page_task import Outcome
from jmclean.runs.summary import Summary
from jmclean.version import VERSION

BEGINNING = re.compile(rb'\{"jmclean": "[^"\n]*",\n"files": \[')
"""What a report begins with, and a journal does not."""


class Ledger:
    """A JSON file of all outcomes. It takes its name when it is whole, so that no half of one is read."""

    def __init__(self, path: str) -> None:
        """Begin the file. Raises UsageError where it cannot be written."""
        self.path = path
        self.temporary = os.path.join(os.path.dirname(path), make_temporary_name())
        self.error: OSError | None = None
        self.separator = "\n"
        try:
            _refuse_other_file(path)
            self.file = os.fdopen(os.open(self.temporary, CREATE_FLAGS, PRIVATE), "w", -1, "utf-8", "backslashreplace")
            self.file.write(f'{{"jmclean": "{VERSION}",\n"files": [')
        except OSError as error:
            raise UsageError(f"{path}: The report cannot be written: {error.strerror}. Name another place.") from None

    def add(self, outcome: Outcome) -> None:
        """Write the counts of one page."""
        if outcome.error:
            result = "failed"
        elif outcome.passed_over:
            result = "passed over"
        elif outcome.skipped:
            result = "skipped"
        else:
            result = "changed" if outcome.changed else "unchanged"
        entry: dict[str, object] = {
            "file": outcome.task.source,
            "output": outcome.task.target,
            "result": result,
            "bytes": outcome.size,
        }
        if outcome.error:
            entry["error"] = outcome.error
        elif outcome.passed_over:
            entry |= {"output": None, "kind": outcome.passed_over}
        else:
            entry["changes"] = outcome.edits
        if not outcome.error and not outcome.skipped and not outcome.passed_over:
            entry |= {
                "encoding": outcome.encoding,
                "shape": outcome.shape or None,
                "doubtful": outcome.doubtful,
                "places": [{"line": line, "message": message} for line, message in outcome.doubts],
                "decisions_used": len(outcome.used),
                "decisions_not_found": len(outcome.lost),
            }
        self._write(f"{self.separator}{json.dumps(entry, ensure_ascii=False)}")
        self.separator = ",\n"

    def close(self, report: Summary, interrupted: bool) -> None:
        """Write the sums and give the file its name."""
        sums = {
            "check": report.check,
            "interrupted": interrupted,
            "files": report.pages,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "skipped": report.skipped,
            "failed": report.failed,
            "passed_over": dict(report.passed_over),
            "changes": dict(report.edits),
            "doubtful": report.doubtful,
            "decisions_used": report.decided,
            "decisions_not_found": len(report.lost),
            "bytes": report.size,
            "seconds": round(report.seconds, 3),
            "megabytes_per_second": round(report.size / 1e6 / max(report.seconds, 1e-3), 3),
        }
        self._write(f'\n],\n"summary": {json.dumps(sums)}}}\n')
        try:
            self.file.flush()
            if HOLDS:
                give(self.file.fileno(), None)
            self.file.close()
            if self.error is None:
                os.replace(self.temporary, self.path)
                return
        except OSError as error:
            self.error = error
        with suppress(OSError):
            os.unlink(self.temporary)
        reason = self.error.strerror if self.error else ""
        report.fail(self.path, FileError(f"The report could not be written: {reason}. The pages are as told above."))

    def _write(self, text: str) -> None:
        """Write on, unless an earlier line could not be written; it is told of at the end."""
        if self.error is None:
            try:
                self.file.write(text)
            except OSError as error:
                self.error = error


def _refuse_other_file(path: str) -> None:
    """Raise UsageError where something stands that is no report, and OSError where that cannot be seen."""
    if not os.path.exists(path):
        return
    if os.path.isdir(path):
        raise IsADirectoryError(0, "it is a folder")
    if os.path.isfile(path):  # to open a pipe or a device may wait for ever
        with open(path, "rb") as file:
            found = file.read(200)
        if not found or BEGINNING.match(found):
            return
    raise UsageError(f"{path}: This file is not a report of jmclean, and it would be lost. Name another file.")
