"""What the README says is what there is: every command runs, no option or rule is missing, none is invented."""

import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jmclean.commands import COMMANDS, DEFAULT
from jmclean.commands import load as load_command
from jmclean.commands.rules import read_manual
from jmclean.engine.chain import load
from jmclean.manual import TOPICS, read, read_rule_in_chinese
from jmclean.options import Options
from jmclean.rules import RULES
from jmclean.settings.cli_options import SETTINGS
from tests.corpora import rows, write_lines
from tests.layouts import ppstructure
from tests.settings import settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text("utf-8")
DOCS = "\n".join([README, *(read(topic, "en") for topic in TOPICS)])
"""The README and the manual."""

BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
LONGEST_README = 150
FENCES = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = [line for language, code in BLOCKS if language == "sh" for line in code.splitlines()]
EXAMPLES = [line for line in SHELL if line.startswith("jmclean")]
SPANS = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", DOCS, flags=re.MULTILINE | re.DOTALL))
OPTION = re.compile(r"(?<!\S)--?[A-Za-z][\w-]*")
HELP = {"-h", "--help"}


def test_every_promise_has_its_test() -> None:
    rows = [line for line in read("promises", "en").splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 10
    for row in rows:
        named = re.findall(r"`(tests/\w+\.py)::(\w+)`", row)
        assert named, row
        for path, name in named:
            assert re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE), (path, name)


def options() -> list[click.Option]:
    every = map(load_command, (DEFAULT, *COMMANDS))
    params = [param for command in every for param in command.params if isinstance(param, click.Option)]
    return [option for option in params if not option.hidden]


def test_every_option_is_told_of_and_none_is_invented() -> None:
    known = {name for option in options() for name in option.opts} | HELP
    rows = re.findall(r"^\| (`-.*?) \|", DOCS, re.MULTILINE)
    table = {name for row in rows for name in OPTION.findall(re.sub("[`,]", " ", row))}
    used = {name for line in EXAMPLES for name in OPTION.findall(line.partition("#")[0])}
    used |= {name for span in SPANS if span.startswith(("-", "jmclean ")) for name in OPTION.findall(span)}
    assert table == known
    assert used <= known


def test_the_chinese_page_of_options_has_every_option_with_the_same_default() -> None:
    pages = [read("options", language) for language in ("en", "zh")]
    rows = [re.findall(r"^\| (`-.*?) \|(?= )", page, re.MULTILINE) for page in pages]
    first, second = (sorted(re.findall(r"`([^`]+)`", " ".join(names))) for names in rows)
    assert first == second


def test_every_choice_is_told_of_with_the_default_first() -> None:
    for option in options():
        if isinstance(option.type, click.Choice):
            name = option.opts[0]
            rows = [line for line in DOCS.splitlines() if line.startswith(f"| `{name} ")]
            default = getattr(Options(), str(option.name), option.type.choices[0])
            row = next((row for row in rows if f"`{name} {default}`" in row), f"{name}: none with {default}")
            assert [choice for choice in option.type.choices if f"`{choice}`" not in row] == [], row


def test_every_command_is_told_of_and_none_is_invented() -> None:
    named = {match[1] for line in EXAMPLES if (match := re.match(r"jmclean ([a-z]+)(?= |$)", line))}
    assert named == set(COMMANDS)


def listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


@pytest.mark.parametrize(
    ("declared", "promise"),
    [("removes_text", "Only {} remove text."), ("changes_characters", "Only {} change a character.")],
)
def test_the_promises_name_the_rules_that_declare_it(declared: str, promise: str) -> None:
    rules = [name for name in RULES if getattr(load(name).DECLARATION, declared)]
    row = f"| {promise.format(listed(rules))} |"
    assert row in DOCS, f"the promise should read: {row}"


def test_every_rule_is_told_of_in_order() -> None:
    rows = [f"| `{name}` | {read_manual(name).splitlines()[0]} |" for name in RULES]
    found = re.findall(r"^(\| `[a-z-]+` \|.*\|) .*? \|$", README, re.MULTILINE)
    assert found == rows, "the table of rules should begin:\n" + "\n".join(rows)


def test_the_readmes_are_short_and_the_chinese_one_has_the_same_rules_and_commands() -> None:
    for text in (README, CHINESE):
        assert len(text.splitlines()) <= LONGEST_README
    rows = [f"| `{name}` | {read_rule_in_chinese(name)} |" for name in RULES]
    assert re.findall(r"^(\| `[a-z-]+` \|.*\|) .*? \|$", CHINESE, re.MULTILINE) == rows
    command = re.compile(r"^(jmclean [^#\n]*?|python3 .*?) *(?:#.*)?$", re.MULTILINE)
    shell = [command.findall("".join(FENCES.findall(text))) for text in (README, CHINESE)]
    assert shell[0] == shell[1]
    links = [sorted(re.findall(r"jmclean help ([a-z-]+)", text)) for text in (README, CHINESE)]
    assert links[0] == links[1]
    assert set(links[0]) <= set(TOPICS)


def test_every_exit_code_is_told_of() -> None:
    assert re.findall(r"^\| (\d) \|", DOCS, re.MULTILINE) == ["0", "1", "2", "3"]


def test_every_file_that_is_linked_is_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert links
    heads = {"#" + head.lower().replace(" ", "-") for head in re.findall(r"^#+ (.+)$", README, re.MULTILINE)}
    assert [link for link in links if "://" not in link and link not in heads and not (ROOT / link).exists()] == []


def test_the_example_of_settings_holds(tmp_path: Path) -> None:
    (example,) = (code for language, code in BLOCKS if language == "toml")
    (tmp_path / "jmclean.toml").write_text(example, "utf-8")
    (tmp_path / "names.txt").write_text("青澜\n", "utf-8")
    options = settings([str(tmp_path)], {}).options
    assert options.protect == ("于老师", "萧乾", "青澜")
    assert re.fullmatch(options.furniture_patterns[0], "青澜之声 第12期")
    assert [name for name in SETTINGS if f"`{name[2:]}`" not in DOCS] == []


def test_every_hook_runs_a_command_that_there_is(tmp_path: Path) -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    assert re.findall(r"^- id: (\S+)$", hooks, re.MULTILINE) == ["jmclean", "jmclean-check"]
    page = tmp_path / "page.txt"
    for code, entry in zip((0, 1), re.findall(r"^  entry: jmclean (.*)$", hooks, re.MULTILINE), strict=True):
        page.write_text("他说:好。\n", "utf-8")
        done = subprocess.run([sys.executable, "-m", "jmclean", *entry.split(), page], capture_output=True, check=False)
        assert done.returncode == code
        assert page.read_text("utf-8") == ("他说:好。\n" if code else "他说：好。\n")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a clone knows its commits")
def test_the_revision_of_the_hooks_exists() -> None:
    (revision,) = re.findall(r"^    rev: (\S+)", DOCS, re.MULTILINE)
    subprocess.run(["git", "cat-file", "-e", f"{revision}:.pre-commit-hooks.yaml"], cwd=ROOT, check=True)


def test_the_two_commands_for_newcomers() -> None:
    first, second = (line for line in README.splitlines() if line.startswith("python3 -m venv"))
    assert first.endswith(".venv/bin/jmclean samples/dumps -o build/clean")
    assert second == (
        "python3 -m venv .venv && .venv/bin/python -m pip install -q '.[test]' && .venv/bin/python -m pytest"
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="the examples are for a shell")
@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_runs(line: str, tmp_path: Path) -> None:
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    command = bin_folder / "jmclean"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jmclean "$@"\n', "utf-8")
    command.chmod(0o755)
    here = tmp_path / "here"
    shutil.copytree(ROOT / "samples" / "dumps", here / "scans")
    (here / "more").mkdir()
    for name in ("page.txt", "more/page.txt"):
        shutil.copy(ROOT / "samples" / "dumps" / "city-page.txt", here / name)
    write_lines(here / "pages" / "a.jsonl", rows(3))
    write_lines(here / "more.jsonl", rows(3))
    (here / "more.jsonl.gz").write_bytes(gzip.compress((here / "more.jsonl").read_bytes()))
    pq.write_table(pa.Table.from_pylist(rows(3)), here / "pages" / "b.parquet")
    shutil.copytree(ROOT / "samples" / "layout", here / "samples" / "layout")
    (here / "page_res.json").write_text(ppstructure(), "utf-8")
    harbour = (ROOT / "samples" / "dumps" / "harbour-page.txt").read_text("utf-8")
    (here / "old.txt").write_bytes(harbour.encode("big5hkscs", "ignore"))
    env = os.environ | {"PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    if " undo " in line:
        recorded = "jmclean -q -i scans/ --journal scans.jsonl"
        assert any(recorded.replace(" -q", "") in example for example in EXAMPLES)
        subprocess.run(["bash", "-c", recorded], cwd=here, env=env, check=True)
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=here,
        env=env,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    finds = "--check" in line or line.startswith("jmclean diff")
    assert done.returncode == finds, done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_the_python_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    examples = [code for language, code in BLOCKS if language == "python"]
    exec(examples[0], {"__name__": "example"})
    assert "> 翻修一新的三号仓库前，市民正在排队参观。（周明远 摄）" in capsys.readouterr().out
