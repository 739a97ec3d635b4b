"""Addresses are found in a received copy, whatever a mail server made of it."""

from __future__ import annotations

import pytest

from composer.records.incident_copies import addresses_in


@pytest.mark.parametrize(
    "broken", [b"=?utf-8?b?YWJjZ?=", b"=?utf-8?b?\xff?=", b"=?x-none?q?a?=", b"\xff\xfe"]
)
def test_a_header_that_cannot_be_decoded_hides_no_address(broken: bytes) -> None:
    content = b"Subject: " + broken + b" bob@customer.example\r\nTo: ann@seed.example\r\n\r\nText"
    assert addresses_in(content) == {"bob@customer.example", "ann@seed.example"}
