"""A crash report tells where the program broke, and nothing of anybody."""

from __future__ import annotations

import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.crash_report import MOST_KEPT, report_text, tell_of_thread, write_crash_report
from composer.model.recipient import address_key

ADDRESS = "ann.example@customer.example"
SECRET = "SG.not-to-be-told"


class Refused(Exception):
    """An error of a library that says too much."""


def broken(address: str, secret: str) -> Refused:
    try:
        try:
            address_key({address: secret})  # type: ignore[arg-type]
        except TypeError as error:
            error.add_note(f"for {address}")
            raise ValueError(f"{address} was refused with {secret}") from error
    except ValueError as outer:
        with pytest.raises(Refused) as caught:
            raise Refused(address, {"key": secret}) from outer
        return caught.value


def test_a_report_names_types_and_places_in_the_program_and_no_value():
    text = report_text(broken(ADDRESS, SECRET), at=datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC))
    assert "composer/model/recipient.py:" in text
    assert "in address_key" in text
    assert "builtins.ValueError" in text
    assert "because of builtins.TypeError" in text
    assert "2031-05-06 07:08:09 UTC" in text
    for told in (ADDRESS, "customer.example", SECRET, "refused with", str(Path.home()), __file__):
        assert told not in text


def test_generated_code_has_no_name_in_a_report():
    """A template's place may be called as a person likes."""
    source = compile("1 / 0", f"/home/ann/{ADDRESS}.html", "exec")
    with pytest.raises(ZeroDivisionError) as caught:
        exec(source)
    text = report_text(caught.value)
    assert "elsewhere:1" in text
    assert "ann" not in text.replace("annot", "")


def test_reports_are_for_their_owner_only_and_the_oldest_go(tmp_path: Path):
    folder = tmp_path / "crashes"
    for _number in range(MOST_KEPT + 3):
        written = write_crash_report(broken(ADDRESS, SECRET), folder=folder)
        assert written is not None
    kept = sorted(folder.iterdir())
    assert len(kept) == MOST_KEPT
    assert written in kept
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_thread_that_breaks_is_told_without_any_value(capsys: pytest.CaptureFixture[str]):
    error = broken(ADDRESS, SECRET)
    tell_of_thread(threading.ExceptHookArgs((type(error), error, None, None)))
    told = capsys.readouterr().err
    assert "composer/model/recipient.py:" in told
    assert ADDRESS not in told


def test_a_disk_that_refuses_the_report_breaks_nothing(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    assert write_crash_report(broken(ADDRESS, SECRET), folder=tmp_path / "file") is None
