"""Ray gives what one machine gives, row for row, whichever process dies on the way. Needs jmclean[ray]."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ray = pytest.importorskip("ray")
pa = pytest.importorskip("pyarrow")

import pyarrow.parquet as pq  # noqa: E402

from tests.corpora import odd_rows, rows, write_lines  # noqa: E402

ROWS = 2000
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DATA_DISABLE_PROGRESS_BARS": "1", "PYTHONWARNINGS": "ignore"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two nodes with a core each."""
    os.environ.update(QUIET)
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "object_store_memory": 200 << 20, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=node)
    cluster.add_node(num_cpus=1, object_store_memory=200 << 20)
    yield cluster.address
    cluster.shutdown()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,000 rows and the odd ones, in files of both formats, some of them large enough to be cut."""
    folder = tmp_path_factory.mktemp("in")
    pages = rows(ROWS)
    large = [{**row, "text": "\n\n".join([row["text"]] * 4)} for row in pages[:700]]
    write_lines(folder / "large.jsonl", [*large, *odd_rows()])
    with (folder / "large.jsonl").open("ab") as file:
        file.write(b'{"text": \n{"id": "last", "text": "\xe4\xb8\x80,\xe4\xba\x8c"}')
    write_lines(folder / "b" / "small.jsonl", pages[700:900])
    with pa.output_stream(str(folder / "zipped.jsonl.gz"), "gzip") as stream:
        stream.write((folder / "b" / "small.jsonl").read_bytes())
    table = pa.Table.from_pylist([*pages[900:], *odd_rows()])
    paper = pa.array(["晚报", None] * (len(table) // 2) + [None] * (len(table) % 2)).dictionary_encode()
    pq.write_table(table.append_column("paper", paper), folder / "rows.parquet", row_group_size=90)
    pq.write_table(table.slice(0, 0), folder / "none.parquet")
    (folder / "broken.jsonl.gz").write_bytes((folder / "zipped.jsonl.gz").read_bytes()[:-100])
    (folder / "broken.parquet").write_bytes((folder / "rows.parquet").read_bytes()[:-100])
    return folder


def corpus(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "jmclean", "corpus", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def told(run: subprocess.Popen[str]) -> str:
    out, said = run.communicate(timeout=300)
    assert out == ""
    assert "Traceback" not in said
    return said


def written(folder: Path) -> list[str]:
    """The files that are there, but for the records: a file that failed has none or one that claims nothing."""
    files = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.suffix != ".record"]
    return sorted(map(str, files))


def same(one: Path, other: Path) -> None:
    """Whether two outputs hold the same, lines to the byte and tables to the type."""
    assert written(one) == written(other)
    for name in written(one):
        if name.endswith(".parquet"):
            before, after = pq.read_table(one / name), pq.read_table(other / name)
            assert after.schema.equals(before.schema, check_metadata=True)
            assert after.equals(before)
        else:
            assert (one / name).read_bytes() == (other / name).read_bytes()


@pytest.fixture(scope="module")
def local(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """What one machine makes of it, and what it says."""
    out = tmp_path_factory.mktemp("local") / "out"
    run = corpus(source, out, "--changes", "--id-column", "id")
    said = told(run)
    assert run.returncode == 3
    return out, said.splitlines()


def test_a_cluster_gives_what_one_machine_gives(
    address: str, source: Path, local: tuple[Path, list[str]], tmp_path: Path
) -> None:
    run = corpus(source, tmp_path / "out", "--changes", "--id-column", "id", "--engine", "ray", "--address", address)
    said = told(run).splitlines()
    assert run.returncode == 3
    same(local[0], tmp_path / "out")
    rows_of_all = ROWS + 200 + 2 * len(odd_rows()) + 2
    assert next(line for line in said if " rows: " in line).startswith(f"{rows_of_all:,} rows: ")
    assert told_of(said) == told_of(local[1])
    assert any("large.jsonl:707: It is no JSON" in line for line in said)
    again = corpus(source, tmp_path / "out", "--changes", "--engine", "ray", "--address", address)
    assert "0 files written, 5 done before, 2 failed" in told(again)


def told_of(lines: list[str]) -> list[str]:
    """The lines that do not tell of time, in an order of their own, since files end in any."""
    about = ("jsonl", "parquet", "rows: ", "by rule")
    return sorted(line for line in lines if any(map(line.__contains__, about)) and " left, at " not in line)


@pytest.mark.skipif(not Path("/proc").exists(), reason="finds the workers in /proc")
def test_a_worker_that_is_killed_costs_no_row_and_doubles_none(
    address: str, source: Path, local: tuple[Path, list[str]], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run = corpus(source, out, "--changes", "--engine", "ray", "--address", address)
    killed = None
    while killed is None:
        assert run.poll() is None, told(run)
        if list(out.glob(".jmclean/*.parts/*")):  # it is in the middle
            killed = next(iter(busy_workers(address)), None)
        time.sleep(0.05)
    os.kill(killed, signal.SIGKILL)
    told(run)
    assert run.returncode == 3
    same(local[0], out)


def busy_workers(address: str) -> Iterator[int]:
    """The processes of this cluster that are at a step of Ray Data."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            name = (path / "cmdline").read_bytes().replace(b"\0", b" ")
            if b"ray::" not in name or b"IDLE" in name or (b"Map" not in name and b"read" not in name):
                continue
            parent = (path / "stat").read_text().rpartition(")")[2].split()[1]
            if address.encode() in Path(f"/proc/{parent}/cmdline").read_bytes():
                yield int(path.name)
        except OSError:
            continue


def test_a_cluster_of_its_own_and_the_other_format(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", rows(60))
    for engine in ("local", "ray"):
        run = corpus(tmp_path / "a.jsonl", tmp_path / engine, "--engine", engine, "-j1", "--format", "parquet")
        told(run)
        assert run.returncode == 0
    same(tmp_path / "local", tmp_path / "ray")


def test_a_cluster_that_does_not_answer(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", rows(1))
    run = corpus(tmp_path / "a.jsonl", tmp_path / "out", "--engine", "ray", "--address", "localhost:1")
    assert "No Ray cluster answers at localhost:1" in told(run)
    assert run.returncode == 2
    assert not (tmp_path / "out").exists()
