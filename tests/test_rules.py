"""Every rule against its fixture file: alone, twice, and in the chain's promises."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from jmclean import Options, clean, replay, undo
from jmclean.commands.rules import read_manual
from jmclean.engine.chain import load
from jmclean.rules import RULES

FIXTURES = Path(__file__).parent / "rules"
MAY_CHANGE_CHARACTERS = {
    name for name in RULES if load(name).DECLARATION.removes_text or load(name).DECLARATION.changes_characters
}


class Case(NamedTuple):
    rule: str
    title: str
    before: str
    after: str
    options: dict[str, Any]


def read(rule: str) -> list[Case]:
    """The cases of a rule's fixture file."""
    path = FIXTURES / f"{rule}.md"
    if not path.exists():
        return []
    cases = []
    stays, changes = path.read_text("utf-8").split("\n# changes\n")
    for part, texts in ((stays.removeprefix("# stays\n"), 1), (changes, 2)):
        pieces = re.split(r"^\.\n", part, flags=re.M)
        assert not pieces[-1].strip(), f"{path}: a case is not closed by a dot"
        for at in range(0, len(pieces) - 1, texts + 1):
            title, *found = (pieces[at].strip(), *map(unescape, pieces[at + 1 : at + 1 + texts]))
            options: dict[str, Any] = dict(re.findall(r"([\w-]+)=(\S+?)[\s\]]", title)) if "[" in title else {}
            for name in ("protect", "caption_patterns", "furniture_patterns"):
                if name in options:
                    options[name] = tuple(options[name].split(","))
            cases.append(Case(rule, title, found[0], found[-1], options))
    return cases


def unescape(text: str) -> str:
    text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    return text.replace("¬¬\n", "").replace("¬\n", "\n")


CASES = [case for rule in RULES for case in read(rule)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.title}")
def test_case(case: Case) -> None:
    options = Options(only=(case.rule,), **case.options)
    result = clean(case.before, options)
    assert result.text == case.after
    assert clean(result.text, options).text == result.text
    assert replay(case.before, result.journal) == result.text
    assert undo(result.text, result.journal) == case.before
    if case.rule not in MAY_CHANGE_CHARACTERS:
        assert sorted(filter(str.isalnum, case.before)) == sorted(filter(str.isalnum, result.text))


@pytest.mark.parametrize("rule", RULES)
def test_the_examples_of_a_manual_hold(rule: str) -> None:
    _, *parts = re.split(r"^(Before|After|Unchanged)(?: \(--(\w+) (\w+)\))?:$", read_manual(rule), flags=re.MULTILINE)
    assert parts[::4] == ["Before", "After", "Unchanged"], "a manual ends with these three, each with a text below"
    before, after, unchanged = (textwrap.dedent(text).strip("\n") + "\n" for text in parts[3::4])
    given: dict[str, Any] = {parts[1]: parts[2]} if parts[1] else {}
    for options in (Options(only=(rule,), **given), Options(**given)):
        assert clean(before, options).text == after
        assert clean(unchanged, options).text == unchanged
    assert before != after


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_manual_and_cases(rule: str) -> None:
    assert "\nLeft alone:" in read_manual(rule), "a manual says the damage, why engines make it, and what is left alone"
    cases = read(rule)
    stays = [case for case in cases if case.before == case.after]
    assert len(stays) >= 3
    assert len(cases) - len(stays) >= 3


def test_no_module_or_fixture_is_without_a_place_in_the_chain() -> None:
    modules = {path.stem.replace("_", "-") for path in Path(load(RULES[0]).__file__ or "").parent.glob("[a-z]*.py")}  # type: ignore[attr-defined]
    assert modules == set(RULES)
    assert {path.stem for path in FIXTURES.glob("*.md")} - {"README"} == set(RULES)
