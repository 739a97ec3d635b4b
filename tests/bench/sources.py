"""What reading a source costs beside its library alone: `python -m tests.bench.sources`.

A text file of a million rows × 10 beside a bare `csv.reader`, and a workbook of 200,000 rows × 10
beside python-calamine's own reading. Seconds by the clock and of all processes' computing; the runs
take turns and the best of each counts.
"""

import csv
import gc
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from composer.audience.sources.source import SourceOptions, open_source
from tests.unit.audience.sources.workbooks import styled, table, xlsx

HEADER = [
    "email",
    "locale",
    "first_name",
    "last_name",
    "account",
    "city",
    "country",
    "balance",
    "status",
    "updated",
]
ROUNDS = 3


def person(at):
    return [
        f"person{at}@mail{at % 500}.example.com", ("de", "en", "fr")[at % 3], f"Anna{at % 977}",
        f"Müller{at % 3331}", f"{at:08d}", "Berlin, Mitte" if at % 7 == 0 else "Paris", "DE",
        f"{at % 100_000}.5", "active", "2026-01-02",
    ]  # fmt: skip


def write_text(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(person(at) for at in range(rows))


def write_workbook(path, rows):
    people = ([*one[:4], styled(int(one[4]), 1), *one[5:7], float(one[7]), one[8], styled(46024, 2)]
              for one in map(person, range(rows)))  # fmt: skip
    path.write_bytes(xlsx(table(HEADER, *people)))


def read_bare(path):
    with path.open(newline="", encoding="utf-8") as file:
        for _row in csv.reader(file):
            pass


def read_with_calamine(path):
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def read_source(path):
    gc.disable()
    source = open_source(path, options=SourceOptions(email="email"))
    rows = sum(len(batch.rows) for batch in source.batches())
    assert rows > 0


def computed():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measured(pipe, read, path):
    """Run in a fresh process: seconds by the clock, seconds of computing, most megabytes of one."""
    begun, before = time.perf_counter(), computed()
    read(path)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    most = max(one.ru_maxrss for one in used) // 1024
    pipe.send((time.perf_counter() - begun, computed() - before, most))


def best(reads, path):
    found = {read: [] for read in reads}
    spawn = multiprocessing.get_context("spawn")
    for _round in range(ROUNDS):
        for read in reads:
            near, far = spawn.Pipe(duplex=False)
            process = spawn.Process(target=measured, args=(far, read, path))
            process.start()
            found[read].append(near.recv())
            process.join()
    return [[min(numbers) for numbers in zip(*found[read], strict=True)] for read in reads]


def main():
    print(f"load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as folder:
        text, workbook = Path(folder) / "people.csv", Path(folder) / "people.xlsx"
        for write, path, rows in (
            (write_text, text, 1_000_000),
            (write_workbook, workbook, 200_000),
        ):
            # Apart: a process that was once large makes its children look so.
            process = multiprocessing.get_context("spawn").Process(target=write, args=(path, rows))
            process.start()
            process.join()
        for path, reads in (
            (text, (read_bare, read_source)),
            (workbook, (read_with_calamine, read_source)),
        ):
            lines = best(reads, path)
            for read, (clock, cpu, megabytes) in zip(reads, lines, strict=True):
                print(
                    f"{path.name} {read.__name__:20} {clock:6.2f} s  {cpu:6.2f} s computing  {megabytes} MiB"
                )
            print(
                f"ratio {lines[1][0] / lines[0][0]:.2f} by the clock, {lines[1][1] / lines[0][1]:.2f} computing"
            )


if __name__ == "__main__":
    main()
