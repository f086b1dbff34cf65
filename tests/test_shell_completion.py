"""Tab: commands, options, choices, rules and files, asked for as the shells ask and in a real bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "jmclean"]


def offered(*words: str) -> set[str]:
    """What bash is told for a line whose last word is being typed."""
    asked = {"_JMCLEAN_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(COMMAND, capture_output=True, text=True, env={**os.environ, **asked}, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return {line.partition(",")[2] for line in done.stdout.splitlines()}


def test_commands_options_choices_and_rules() -> None:
    assert {"undo", "rules", "config"} <= offered("jmclean", "")
    assert {"undo"} < offered("jmclean", "u") <= {"undo", "u"}
    assert {"--captions", "--config", "--check"} <= offered("jmclean", "--c")
    assert offered("jmclean", "--script", "") == {"auto", "simplified", "traditional", "keep"}
    assert offered("jmclean", "--only", "head") == {"headings"}
    assert offered("jmclean", "--skip", "captions,half") == {"captions,halfwidth-punctuation"}
    assert "--journal" in offered("jmclean", "undo", "-")
    assert "--captions" not in offered("jmclean", "undo", "-")
    assert offered("jmclean", "rules", "cap") == {"captions"}
    assert "undo" not in offered("jmclean", "page.txt", "")


def test_a_shell_that_is_none_is_an_error() -> None:
    done = subprocess.run(
        COMMAND, capture_output=True, text=True, env={**os.environ, "_JMCLEAN_COMPLETE": "cmd_source"}
    )
    assert done.returncode == 2
    assert "bash_source, zsh_source, fish_source" in done.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_itself_completes(tmp_path: Path) -> None:
    command = tmp_path / "jmclean"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jmclean "$@"\n')
    command.chmod(0o755)
    (tmp_path / "unread page.txt").touch()
    program = (
        'eval "$(_JMCLEAN_COMPLETE=bash_source jmclean)"; '
        'COMP_WORDS=(jmclean --script tr); COMP_CWORD=2; _jmclean_completion jmclean; echo "${COMPREPLY[@]}"; '
        'COMPREPLY=(); COMP_WORDS=(jmclean und); COMP_CWORD=1; _jmclean_completion jmclean; echo "${COMPREPLY[@]}"'
    )
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, env=env, cwd=tmp_path, timeout=60)
    lines = done.stdout.splitlines()
    assert lines[0] == "traditional"
    assert lines[1] == "undo"
