"""No bytes at all stop the program: a broken file is read, or refused with a finding."""

import random
import time

import pytest

from composer.audience.sources.source import SourceOptions, open_source
from tests.faults.mutations import fuzz, mutated, seeds


def test_some_hundred_broken_files_are_read_or_refused(tmp_path):
    outcomes = fuzz(400, seed=20191101, folder=tmp_path)
    assert outcomes.total() == 400
    assert outcomes["read"] > 40


def test_broken_workbooks_and_parquet_files_are_told_by_the_program_itself(tmp_path):
    chance = random.Random(8)
    packed = [content for content in seeds() if content.startswith((b"PK", b"PAR1"))]
    for number in range(6):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(mutated(packed[number % len(packed)], chance))
        source = open_source(path, options=SourceOptions())
        for batch in source.batches():
            assert all(item.text for item in batch.findings)


@pytest.mark.long
@pytest.mark.timeout(6 * 3600)
def test_a_hundred_thousand_broken_files_are_read_or_refused(tmp_path):
    begun = time.monotonic()
    outcomes = fuzz(100_000, seed=1, folder=tmp_path)
    print(f"{time.monotonic() - begun:.0f} s", outcomes.most_common())
    assert outcomes.total() == 100_000
