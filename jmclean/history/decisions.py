"""The file of decisions: what people answered in `jmclean review`, one line of JSON an answer, for version control."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final
from unicodedata import normalize

from jmclean.errors import FileError, UsageError
from jmclean.text.decision import DECISION_KINDS, Decision

FORM: Final = 1
"""The version of the form below."""

FIRST_KEY: Final = "jmclean-decisions"
LARGEST_BYTES: Final = 256_000_000
LONGEST_LINE: Final = 200_000
MOST_PLACES: Final = 1_000_000

TEXTS: Final = ("rule", "page", "before", "old", "new", "after", "when")
ANSWERS: Final = {"yes": True, "no": False}

FEW_DECISIONS: Final = 32
"""So many are looked for one by one; of more those are picked that share a beginning with the text."""

KEY_LETTERS: Final = 6
"""The letters of a beginning."""

ATTEMPTS: Final = 8
"""How often a file is read again that somebody else has written meanwhile."""


class Decisions:
    """Decisions as a file holds them, ready to be asked about pages. Picklable.

    A page below the folder of the file is known by its path from there. A page elsewhere is known by the end of its
    path. A decision whose page is no longer there, and one about a page without a name, holds for any text that has
    its place; so do all decisions for a text without a name, such as standard input or the row of a corpus.
    """

    def __init__(self, path: str, decisions: Sequence[Decision]) -> None:
        self.path = path
        self.folder = os.path.dirname(os.path.realpath(path))
        self.all = tuple(decisions)
        self._by_page: dict[str, list[int]] = {}
        for number, decision in enumerate(decisions):
            self._by_page.setdefault(decision.page, []).append(number)
        self._free: _Index | None = None
        self._every: _Index | None = None

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.all)

    @property
    def digest(self) -> str:
        """Return the hash of all that decides how a text is cleaned."""
        return _hash_decisions(self.all)

    def hash_for(self, path: str) -> str:
        """Return the hash of all that may decide how a page is cleaned; empty if there is nothing."""
        numbers = {*self._find_own(path), *self._find_free().numbers}
        return _hash_decisions(self.pick(sorted(numbers))) if numbers else ""

    def name_page(self, path: str) -> str:
        """Return the name by which a page is known."""
        return _name_page(path, self.folder)

    def find(self, path: str | None, text: str) -> tuple[Decision, ...]:
        """Return the decisions that may hold for a page, or for a text without a path."""
        return self.pick(self.find_numbers(path, text))

    def pick(self, numbers: Iterable[int]) -> tuple[Decision, ...]:
        """Return the decisions of these numbers."""
        return tuple([self.all[number] for number in numbers])

    def find_numbers(self, path: str | None, text: str) -> list[int]:
        """Return the numbers of the decisions that may hold for a page, or for a text without a path."""
        if path is None:
            if self._every is None:
                self._every = _Index(self.all, range(len(self.all)))
            return self._every.find_candidates(text)
        own = self._find_own(path)
        known = set(own)
        return [*own, *(number for number in self._find_free().find_candidates(text) if number not in known)]

    def _find_free(self) -> _Index:
        """Return the decisions that may hold for any page."""
        if self._free is None:
            self._free = _Index(self.all, self._find_homeless())
        return self._free

    def find_own(self, path: str) -> tuple[Decision, ...]:
        """Return the decisions that were made about a page of that path."""
        return self.pick(self._find_own(path))

    def _find_own(self, path: str) -> list[int]:
        name = self.name_page(path)
        if name in self._by_page:
            return self._by_page[name]
        if name.startswith("../") or os.path.isabs(name):
            parts = normalize("NFC", os.path.abspath(path)).replace(os.sep, "/").split("/")
            for first in range(1, len(parts)):
                if (end := "/".join(parts[first:])) in self._by_page:
                    return self._by_page[end]
        return []

    def _find_homeless(self) -> list[int]:
        """Return the decisions whose page has no name or is no longer there."""
        found: list[int] = []
        for page, numbers in self._by_page.items():
            if not page or not os.path.lexists(os.path.join(self.folder, *page.split("/"))):
                found += numbers
        return found


def _hash_decisions(decisions: Iterable[Decision]) -> str:
    told = [decision._replace(new="", when="") for decision in decisions]
    return sha256(json.dumps(told).encode()).hexdigest()


class _Index:
    """Decisions by the letters that their places begin with."""

    def __init__(self, decisions: Sequence[Decision], numbers: Iterable[int]) -> None:
        from jmclean.text.anchors import make_skeleton

        self.numbers = list(numbers)
        self.by_key: dict[str, list[int]] = {}
        self.short: list[int] = []
        if len(self.numbers) <= FEW_DECISIONS:
            return
        for number in self.numbers:
            decision = decisions[number]
            join = decision.kind == "join"
            key = make_skeleton(decision.before if join else decision.before + decision.old + decision.after).letters
            if len(key) < KEY_LETTERS:
                self.short.append(number)
            else:
                self.by_key.setdefault(key[:KEY_LETTERS], []).append(number)

    def find_candidates(self, text: str) -> list[int]:
        """Return the decisions that a text may have the place of, in order."""
        if len(self.numbers) <= FEW_DECISIONS:
            return self.numbers
        from jmclean.text.anchors import make_skeleton

        letters = make_skeleton(text).letters
        grams = {letters[at : at + KEY_LETTERS] for at in range(len(letters) - KEY_LETTERS + 1)}
        return sorted([*self.short, *(number for key in grams & self.by_key.keys() for number in self.by_key[key])])


def _name_page(path: str, folder: str) -> str:
    real = os.path.realpath(path)
    try:
        name = os.path.relpath(real, folder)
    except ValueError:  # on another drive
        name = real
    return normalize("NFC", name.replace(os.sep, "/"))


def read_decisions(path: str) -> Decisions:
    """Return the decisions of a file. Raises UsageError if it cannot be read, is broken, or of another version."""
    return Decisions(path, parse(path, _read_bytes(path)))


def _read_bytes(path: str) -> bytes:
    try:
        state = os.stat(path)
        if not stat.S_ISREG(state.st_mode):
            raise UsageError(f"{path}: This is not a regular file. Name the file that `jmclean review` wrote.")
        if state.st_size > LARGEST_BYTES:
            raise UsageError(
                f"{path}: This file is larger than {LARGEST_BYTES:,} bytes. Name a file that `jmclean review` wrote."
            )
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise UsageError(f"{path}: The decisions cannot be read: {error.strerror}. Check the name.") from None


def parse(path: str, data: bytes) -> list[Decision]:
    """Return the decisions that the bytes of a file hold; of two answers to one question the later line counts.

    Raises UsageError, which names the line.
    """
    found: dict[tuple[str, ...], Decision] = {}
    lines = data.split(b"\n")
    if not lines[0].strip():
        raise UsageError(f"{path}: This is not a file of decisions: its first line is empty. {_REMEDY}")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            if len(line) > LONGEST_LINE:
                raise ValueError(f"it is longer than {LONGEST_LINE:,} bytes")
            plain = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            if not isinstance(plain, dict):
                raise TypeError("it is not an object")
            if number == 1:
                _check_first(path, plain)
                continue
            decision = _from_plain(plain)
        except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
            raise UsageError(
                f"{path}:{number}: This line is not a decision: {_explain_error(error)}. {_REMEDY}"
            ) from None
        found.pop(decision.place, None)
        found[decision.place] = decision
    return list(found.values())


_REMEDY: Final = "Correct or remove the line, or take the file from version control again; nothing was changed."


def _explain_error(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it has no {error.args[0]!r}"
    if isinstance(error, json.JSONDecodeError):
        return "it is not valid JSON"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    return str(error)[:200]


def _check_first(path: str, plain: Mapping[str, Any]) -> None:
    if FIRST_KEY not in plain:
        raise UsageError(f"{path}: This is not a file of decisions. Name the file that `jmclean review` wrote.")
    if plain[FIRST_KEY] != FORM or isinstance(plain[FIRST_KEY], bool):
        raise UsageError(
            f"{path}: Its decisions are of form {plain[FIRST_KEY]!r:.20}, and this jmclean reads form {FORM}. "
            "Install the version that wrote it, or name another file with --decisions."
        )


def _from_plain(plain: Mapping[str, Any]) -> Decision:
    for name in TEXTS:
        if not isinstance(plain[name], str):
            raise TypeError(f"{name!r} must be a string")
    kind, answer, place = plain["kind"], plain["answer"], plain["place"]
    if kind not in DECISION_KINDS:
        raise ValueError(f"there is no kind {kind!r:.40}")
    if answer not in ANSWERS:
        raise ValueError(f"the answer must be yes or no, not {answer!r:.40}")
    if (
        not isinstance(place, list)
        or len(place) != 2
        or any(type(number) is not int for number in place)
        or not 1 <= place[0] <= place[1] <= MOST_PLACES
    ):
        raise ValueError("'place' must be two numbers, such as [1, 2] for the first of two")
    return Decision(
        plain["rule"],
        kind,
        ANSWERS[answer],
        plain["before"],
        plain["old"],
        plain["new"],
        plain["after"],
        place[0],
        place[1],
        plain["page"],
        plain["when"],
    )


def to_plain(decision: Decision) -> dict[str, Any]:
    """Return a decision as a line of the file has it."""
    return {
        "page": decision.page,
        "rule": decision.rule,
        "kind": decision.kind,
        "answer": "yes" if decision.accepted else "no",
        "before": decision.before,
        "old": decision.old,
        "new": decision.new,
        "after": decision.after,
        "place": [decision.number, decision.of],
        "when": decision.when,
    }


def to_bytes(decisions: Iterable[Decision]) -> bytes:
    """Return the bytes of a file: pages in order, and the decisions about one page in the order of their making."""
    ordered = sorted(decisions, key=lambda decision: decision.page)
    lines = [{FIRST_KEY: FORM}, *map(to_plain, ordered)]
    return b"".join([_line(line) for line in lines])


def _line(plain: dict[str, Any]) -> bytes:
    try:
        return (json.dumps(plain, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:  # a name that is not text
        return (json.dumps(plain) + "\n").encode()


class DecisionsFile:
    """A file of decisions that is written while others may write it too."""

    def __init__(self, path: str) -> None:
        """Read the file, if there is one. Raises UsageError as `read_decisions` does."""
        self.path = path
        self.data: bytes | None = None
        self.decisions: dict[tuple[str, ...], Decision] = {}
        self._read()

    def known(self) -> Decisions:
        """Return what the file holds."""
        return Decisions(self.path, list(self.decisions.values()))

    def put(self, answers: Iterable[Decision], withdrawn: Iterable[Decision] = ()) -> None:
        """Add answers, replace earlier ones to the same questions, and take some back; the file changes in one step.

        What somebody else has written since is kept. Raises FileError, and then the file is as it was.
        """
        from jmclean.io.files import write

        added, gone = list(answers), list(withdrawn)
        if not added and not gone:
            return
        for attempt in range(ATTEMPTS):
            wanted = dict(self.decisions)
            for decision in gone:
                wanted.pop(decision.place, None)
            for decision in added:
                wanted.pop(decision.place, None)
                wanted[decision.place] = decision
            data = to_bytes(wanted.values())
            try:
                if self.data is None and os.path.lexists(self.path):
                    raise FileError("The file of decisions appeared meanwhile. Try again.")
                write(self.path, data, before=self.data)
            except FileError:
                before = self.data
                self._read()
                if self.data == before or attempt + 1 == ATTEMPTS:
                    raise
            else:
                self.data, self.decisions = data, wanted
                return

    def _read(self) -> None:
        if not os.path.lexists(self.path):
            self.data, self.decisions = None, {}
            return
        self.data = _read_bytes(self.path)
        self.decisions = {decision.place: decision for decision in parse(self.path, self.data)}
