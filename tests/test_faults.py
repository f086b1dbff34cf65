"""Some jobs are broken off in every way; `python -m tests.faults` does it by the hundred."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.breaking import WAYS
from tests.faults.jobs import Job, Loss, deciding, in_place, to_folder


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_lost_or_halved(way: str, tmp_path: Path) -> None:
    dice = random.Random(way)
    for number, make in enumerate((in_place, to_folder, deciding)):
        job = make(tmp_path / str(number), 6, dice)
        WAYS[way](job, dice)
        job.check_whole()
        job.finish()


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return in_place(tmp_path / "job", 3, random.Random(1))


def test_half_a_file_is_a_loss(job: Job) -> None:
    job.check_whole()
    path = next(iter(job.written))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Loss, match="neither old nor new"):
        job.check_whole()


def test_a_temporary_file_under_another_name_is_a_loss(job: Job) -> None:
    (job.folder / "in" / "page.md.tmp").touch()
    with pytest.raises(Loss, match="left under a name"):
        job.check_whole()


def test_a_run_that_does_not_finish_the_work_is_a_loss(job: Job) -> None:
    with pytest.raises(Loss, match="has not made"):
        job._replace(command=["true"]).finish()


def test_an_undo_that_gives_nothing_back_is_a_loss(job: Job) -> None:
    with pytest.raises(Loss, match="has not given back"):
        job._replace(undo=["true"]).finish()
