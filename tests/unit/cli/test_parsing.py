"""Values on the command line are read strictly: what no send could use is refused there."""

from __future__ import annotations

import argparse
from decimal import Decimal

import pytest

from composer.cli.parsing import rate_per_second


@pytest.mark.parametrize(
    ("text", "rate"),
    [("50/s", "50"), ("50", "50"), ("30/min", "0.5"), ("0.5/s", "0.5"), ("0.001/s", "0.001")],
)
def test_a_pace_is_read(text: str, rate: str) -> None:
    assert rate_per_second(text) == Decimal(rate)


@pytest.mark.parametrize(
    "text",
    [
        "0/s",
        "-1/s",
        "1e-400/s",
        "1e-9/min",
        "0.0001/s",
        "1e999999999/s",
        "nan/s",
        "inf",
        "5/h",
        "/s",
    ],
)
def test_a_pace_that_no_send_could_keep_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        rate_per_second(text)
