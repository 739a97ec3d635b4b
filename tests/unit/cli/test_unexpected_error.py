"""An error inside the program is told without what it says, and described in a file of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.cli import main
from composer.cli.output import Output
from composer.model.recipient import address_key

ADDRESS = "ann.example@customer.example"


def test_a_command_tells_where_the_report_is_and_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with pytest.raises(TypeError) as caught:
        address_key({ADDRESS: 1})  # type: ignore[arg-type]
    error = ValueError(f"{ADDRESS} is wrong")
    error.__cause__ = caught.value
    assert main._explain(error, Output(as_json=True)) == main.FAILED
    told = capfd.readouterr()
    (written,) = (tmp_path / "state").rglob("crashes/*.txt")
    assert str(written) in told.out + told.err
    for text in (told.out, told.err, written.read_text("utf-8")):
        assert "customer.example" not in text
    assert "composer/model/recipient.py:" in written.read_text("utf-8")
