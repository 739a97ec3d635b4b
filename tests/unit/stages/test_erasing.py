"""Whoever was erased is found in what a check says of people, however their address is written."""

from __future__ import annotations

import pytest

from composer.audience.suppression import key_of
from composer.model.suppression import erasure_digest
from composer.stages.erasing import _Gone

SECRET = b"s" * 32


@pytest.mark.parametrize("address", ["ann@customer.example", "o'brien@customer.example"])
@pytest.mark.parametrize(
    "written",
    ["{0}", "{0}.", "It stands “{0}” here", "'{0}'", "<{0}>, other@customer.example", "[{0}]"],
)
def test_a_finding_that_names_somebody_erased_is_known(address: str, written: str) -> None:
    gone = _Gone(frozenset({erasure_digest(key_of(address), secret=SECRET)}), SECRET)
    record = {"code": "any", "where": {"row": 2}, "values": {"text": written.format(address)}}
    assert gone.is_named_in(record)
    assert not gone.is_named_in({**record, "values": {"text": written.format(f"x{address}")}})
