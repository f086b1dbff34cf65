"""The manual: every topic in both languages, and the command that prints it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from jmclean import manual
from jmclean.commands import COMMANDS
from jmclean.rules import RULES


def printed(*arguments: str, locale: str = "C.UTF-8", command: str = "help") -> tuple[int, str, str]:
    environment = {"LC_ALL": locale, "PATH": "", "PYTHONPATH": str(Path(__file__).parent.parent)}
    called = [sys.executable, "-m", "jmclean", command, *arguments]
    done = subprocess.run(called, capture_output=True, env=environment, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("language", manual.MANUAL_SUFFIXES)
@pytest.mark.parametrize("topic", manual.TOPICS)
def test_every_topic_is_there_in_every_language(topic: str, language: str) -> None:
    text = manual.read(topic, language)
    assert re.match(r"# \S", text)
    assert ("的" in text) == (language == "zh")
    code, out, _ = printed(topic, "--lang", language)
    assert (code, out) == (0, text)


def test_no_page_of_the_manual_is_out_of_reach() -> None:
    pages = {path.name.partition(".")[0] for path in Path(manual.__file__).parent.glob("*.md")}
    assert pages == {*manual.TOPICS, "rules"}


def test_every_rule_has_its_sentence_in_chinese() -> None:
    for name in RULES:
        assert manual.read_rule_in_chinese(name), name
    assert manual.read_rule_in_chinese("no-such-rule") is None


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_manual_in_chinese_with_the_same_examples(rule: str) -> None:
    english, chinese = (printed(rule, "--lang", language)[1] for language in ("en", "zh"))
    assert manual.read_rule_manual_in_chinese(rule), f"rules.zh-CN.md has no section of the name `{rule}`"
    assert chinese.startswith(f"{manual.read_rule_in_chinese(rule)}\n\n")
    assert "不动的：" in chinese
    heads = r"^(?:Before|After|Unchanged|改前|改后|不改)(?: \(.*\))?[:：]$"
    first, second = (re.split(heads, text, flags=re.MULTILINE)[1:] for text in (english, chinese))
    assert first == second
    assert len(first) == 3


def test_the_list_of_rules_follows_the_locale() -> None:
    for locale, summary in (("zh_CN.UTF-8", "图注、摄影署名"), ("C.UTF-8", "Captions, photo credits")):
        assert re.search(f"^captions +{summary}", printed(locale=locale, command="rules")[1], re.MULTILINE)


def test_every_page_that_a_text_sends_to_is_there() -> None:
    root = Path(__file__).parent.parent
    texts = [path.read_text("utf-8") for path in (*root.glob("*.md"), *root.glob("jmclean/**/*.md"))]
    texts += [path.read_text("utf-8") for path in root.glob("jmclean/**/*.py")]
    named = set(re.findall(r"\bjmclean help ([a-z-]*[a-z])\b", "\n".join(texts)))
    assert len(named) > 10
    assert named <= {*manual.TOPICS, *RULES, *COMMANDS}


def test_the_list_of_topics_names_each() -> None:
    code, out, _ = printed()
    assert code == 0
    assert re.findall(r"^  ([a-z-]+) ", out, re.MULTILINE) == list(manual.TOPICS)


def test_the_language_is_the_locale_s() -> None:
    assert printed("undo", locale="zh_CN.UTF-8")[1] == manual.read("undo", "zh")
    assert printed("undo", locale="de_DE.UTF-8")[1] == manual.read("undo", "en")


def test_a_rule_is_a_topic_and_a_mistyped_one_is_answered() -> None:
    assert printed("captions")[1].startswith("Captions")
    code, out, err = printed("undoo")
    assert (code, out) == (2, "")
    assert "Did you mean 'undo'?" in err
