"""The ways to break a job off. Each leaves the job's folder to be looked at, and says what it did, None for nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.faults.jobs import Job, Loss, cleaned, environment, run

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2

FAILED = (3, 2)
DONE = (0, *FAILED)
HERE = Path(__file__).parent


def kill(job: Job, dice: random.Random) -> str | None:
    """Kill the whole group of processes at a random moment."""
    process = run(job)
    began = time.monotonic()
    moment = 0.04 + dice.random() * length(job)
    with suppress(subprocess.TimeoutExpired):
        process.wait(moment)
        return None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    await_group(process.pid)
    return f"killed after {time.monotonic() - began:.2f} s"


def interrupt(job: Job, dice: random.Random) -> str | None:
    """Interrupt it as Ctrl-C does."""
    process = run(job)
    with suppress(subprocess.TimeoutExpired):
        process.wait(0.1 + dice.random() * length(job))
        return None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    said = process.communicate()[1]
    await_group(process.pid)
    if b"Traceback" in said and process.returncode != -signal.SIGINT and b"KeyboardInterrupt" not in said:
        raise Loss(f"{job.name}: {said.decode()[-600:]}")
    return "interrupted"


def fill(job: Job, dice: random.Random) -> str:
    """Let no file grow past a size, as a full disk does."""
    import resource

    sizes = sorted(len(new) for _, new in job.written.values())
    most = dice.randrange(1, sizes[-1] + 2)
    limit = (most, most)
    ended(job, DONE, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    return f"no file over {most} bytes"


def forbid(job: Job, dice: random.Random) -> str:
    """Take permissions away from some files and folders, and run as one to whom they mean something."""
    paths = sorted(job.folder.rglob("*"))
    modes = {path: path.stat().st_mode for path in dice.sample(paths, min(3, len(paths)))}
    for path in sorted(modes, reverse=True):  # what is in a folder before the folder
        path.chmod(dice.choice((0o000, 0o444, 0o555)) if path.is_dir() else dice.choice((0o000, 0o444)))
    ended(job, DONE, preexec_fn=obey_permissions)
    for path in sorted(modes):
        path.chmod(modes[path])
    return f"no permission for {len(modes)} paths"


def obey_permissions() -> None:
    """Give up what lets root read and write everything (capabilities(7)); another user has nothing to give up."""
    import ctypes

    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def break_reading(job: Job, dice: random.Random) -> str:
    """Let the reading of some files fail in the middle."""
    every = dice.randrange(2, 6)
    ended(job, DONE, env=environment(PYTHONPATH=f"{HERE}/shim:{os.getcwd()}", JMCLEAN_FAULT=f"read {every}"))  # noqa: PTH109
    return f"every read but one in {every} whole"


def break_calls(job: Job, dice: random.Random) -> str:
    """Let the calls that write, sync or rename fail now and then."""
    call = dice.choice(("fsync", "replace", "write"))
    every = dice.randrange(2, 6)
    ended(job, DONE, env=environment(PYTHONPATH=f"{HERE}/shim:{os.getcwd()}", JMCLEAN_FAULT=f"{call} {every}"))  # noqa: PTH109
    return f"one {call} in {every} fails"


def change(job: Job, dice: random.Random) -> str | None:
    """Let somebody else rewrite a source again and again while the job runs; the last text must not be lost."""
    candidates = [path for path, data in job.sources.items() if is_utf8(data) and path.suffix == ".txt"]
    if not candidates:
        return None
    path = dice.choice(candidates)
    output = path if path in job.written else output_of(job, path)
    texts = [job.sources[path]]
    process = run(job)
    while process.poll() is None:
        if path.read_bytes() == texts[-1]:
            texts.append(job.sources[path] + f"又一句,{len(texts)}.\n".encode())
            if output == path or dice.random() < 0.5:
                temporary = path.with_name(f".{path.name}.editor")
                temporary.write_bytes(texts[-1])
                temporary.replace(path)
            else:
                half_by_half(path, texts[-1])
        time.sleep(0.003)
    process.communicate()
    await_group(process.pid)
    now, last = output.read_bytes() if output.exists() else None, texts[-1]
    seen = [b"", *texts, *(text[: len(text) // 2] for text in texts)]  # what a reader finds while it is filled
    allowed: set[bytes | None] = (
        {last, cleaned(last)} if output == path else {None, *map(cleaned, filter(is_utf8, seen))}
    )
    if output != path and process.returncode in FAILED:
        allowed.add(job.written[output][0])  # half a page that ends within a character is refused: an earlier one stays
    if now not in allowed or path.read_bytes() not in allowed | {last}:
        raise Loss(f"{job.name}: what somebody wrote into {path} meanwhile is lost: {now!r:.80}")
    job.sources[path] = last
    job.written[output] = (last if output == path else now, cleaned(last))
    return f"changed {len(texts) - 1} times while it was read"


def is_utf8(data: bytes) -> bool:
    """Whether a page can be added to in UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


def output_of(job: Job, path: Path) -> Path:
    """Where a page of the folder `in` goes."""
    return (job.folder / "out" / path.relative_to(job.folder / "in")).with_suffix(".md")


def half_by_half(path: Path, data: bytes) -> None:
    """Write a file as most programs do: empty it, and fill it in two steps."""
    with path.open("wb") as file:
        file.write(data[: len(data) // 2])
        file.flush()
        time.sleep(0.001)
        file.write(data[len(data) // 2 :])


def ended(job: Job, codes: tuple[int, ...], **how: Any) -> None:
    """Run a job to its end. Raises Loss where it ends in no documented way."""
    process = run(job, **how)
    said = process.communicate(timeout=120)[1].decode("utf-8", "replace")
    await_group(process.pid)
    if process.returncode not in codes or "Traceback" in said or "Report it" in said:
        raise Loss(f"{job.name}: ended with {process.returncode}: {said[-800:]}")


def await_group(group: int) -> None:
    """Wait until no process of a group is left."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return
        time.sleep(0.02)
    raise Loss("processes were left behind")


def length(job: Job) -> float:
    """About how long a job takes, in seconds."""
    return 1.6 if job.name == "corpus" else 0.25 + 0.012 * len(job.sources)


WAYS: dict[str, Callable[[Job, random.Random], str | None]] = {
    "kill": kill,
    "interrupt": interrupt,
    "full disk": fill,
    "permissions": forbid,
    "reading": break_reading,
    "calls": break_calls,
    "changes": change,
}
"""Each way that leaves every file wholly old or wholly new."""
