"""What the window is told of a running send: also what it waits for, and that it is slower."""

import json
from datetime import UTC, datetime

from composer.cli.sending import _waits_lines
from composer.delivery.progress import PROGRESS_FILE
from composer.stages.progress import LOCK_FILE, read_progress
from composer.store.locks import OsLock

LINE = {
    "at": "2026-06-01T22:00:00+00:00", "state": "sending", "batch": 1, "batches": [10],
    "rate_per_s": 0.0, "eta_s": 40_000, "waits_for": "window",
    "waits_until": "2026-06-02T06:00:00+00:00", "speed": 0.25,
}  # fmt: skip


def test_a_running_send_tells_what_it_waits_for_and_an_ended_one_waits_for_nothing(tmp_path):
    (tmp_path / PROGRESS_FILE).write_text(json.dumps(LINE) + "\n")
    assert read_progress(tmp_path).waits_for == ""
    lock = OsLock(tmp_path / LOCK_FILE)
    lock.acquire(1.0)
    try:
        told = read_progress(tmp_path)
    finally:
        lock.release()
    assert (told.waits_for, told.speed) == ("window", 0.25)
    assert told.waits_until == datetime(2026, 6, 2, 6, tzinfo=UTC)
    assert "2026-06-02 06:00:00 (UTC)" in _waits_lines(told.waits_until)[0]


def test_a_line_of_an_earlier_program_waits_for_nothing(tmp_path):
    old = {key: LINE[key] for key in ("at", "state", "batch", "batches", "rate_per_s", "eta_s")}
    (tmp_path / PROGRESS_FILE).write_text(json.dumps(old) + "\n")
    told = read_progress(tmp_path)
    assert (told.waits_for, told.waits_until, told.speed) == ("", None, 1.0)
