from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.audience.suppression_file import SuppressionFile, read_suppression_file
from composer.model.suppression import SuppressionReason

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def read(folder: Path, text: str, reason: str = "", *, encoding: str = "utf-8") -> SuppressionFile:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return read_suppression_file(
        path, reason=SuppressionReason(reason) if reason else None, now=NOW
    )


def facts(found: SuppressionFile) -> list[tuple[str, str, str]]:
    return [(one.address, one.reason.value, one.at.date().isoformat()) for one in found.entries]


def test_a_list_with_reasons_and_dates_is_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "address,reason,date,note\n"
        "a@example.com,bounce,2019-11-01,550\n"
        "b@example.com,Unsubscribed,1572600000,\n"
        "c@example.com,legal,,court order\n",
    )
    assert found.findings == ()
    assert facts(found) == [
        ("a@example.com", "bounce", "2019-11-01"),
        ("b@example.com", "unsubscribe", "2019-11-01"),
        ("c@example.com", "legal", "2026-01-02"),
    ]
    assert found.entries[0].source == "file:list.csv"
    assert [one.note for one in found.entries] == ["550", "", "court order"]


@pytest.mark.parametrize(
    ("text", "reason", "expected"),
    [
        (  # SendGrid: bounces, exported from its window
            "status,reason,email,created\n5.1.1,550 unknown user,a@example.com,1572600000\n",
            "bounce",
            ("a@example.com", "bounce", "2019-11-01"),
        ),
        (  # SendGrid: global unsubscribes
            "email,created\na@example.com,2019-11-01T09:20:00Z\n",
            "unsubscribe",
            ("a@example.com", "unsubscribe", "2019-11-01"),
        ),
        (  # Mailchimp: unsubscribed
            "Email Address,First Name,UNSUB_TIME\na@example.com,Ana,2019-11-01 09:20:00\n",
            "",
            ("a@example.com", "unsubscribe", "2019-11-01"),
        ),
        (  # Mailchimp: cleaned
            "Email Address,First Name,CLEAN_TIME\na@example.com,Ana,2019-11-01 09:20:00\n",
            "",
            ("a@example.com", "bounce", "2019-11-01"),
        ),
    ],
)
def test_exports_of_services_are_read(
    tmp_path: Path, text: str, reason: str, expected: tuple[str, str, str]
) -> None:
    found = read(tmp_path, text, reason)
    assert found.findings == ()
    assert facts(found) == [expected]


def test_rows_that_cannot_be_taken_are_findings_and_the_others_are_taken(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "address,reason,date\n"
        "a@example.com,bounce,2019-11-01\n"
        "not an address,bounce,2019-11-01\n"
        "c@example.com,no idea,2019-11-01\n"
        "d@example.com,bounce,01/11/2019\n"
        "e@example.com,bounce\n"
        "f@example.com,legal,2019-11-01\n",
    )
    assert [one.address for one in found.entries] == ["a@example.com", "f@example.com"]
    assert [(item.code, item.place_of("row")) for item in found.findings] == [
        ("audience.short_row", 6),
        ("address.no_at", 3),
        ("suppress.no_reason", 4),
        ("suppress.bad_date", 5),
    ]


def test_a_file_without_addresses_is_refused_whole(tmp_path: Path) -> None:
    found = read(tmp_path, "name,city\nAna,Graz\n", "bounce")
    assert [item.code for item in found.findings] == ["suppress.no_address_column"]
    assert found.entries == ()


def test_a_guessed_encoding_does_not_keep_addresses_out(tmp_path: Path) -> None:
    found = read(
        tmp_path, "email,name\na@example.com,Jürgen Groß\n", "unsubscribe", encoding="cp1252"
    )
    assert [one.address for one in found.entries] == ["a@example.com"]
    assert not [item for item in found.findings if item.blocks]


def test_an_address_with_letters_of_a_guessed_encoding_is_told_and_not_taken(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        "email,name\nmüller@example.com,Jürgen\nb@example.com,Groß\n",
        "unsubscribe",
        encoding="cp1252",
    )
    assert [one.address for one in found.entries] == ["b@example.com"]
    assert [(item.code, item.place_of("row")) for item in found.findings] == [
        ("audience.encoding_guess", 2)
    ]


@pytest.mark.parametrize("date", ["99999999999999999999", "2019-13-01", "yesterday", "²019-11-01"])
def test_a_date_that_is_none_is_a_finding(tmp_path: Path, date: str) -> None:
    found = read(tmp_path, f"email,date\na@example.com,{date}\n", "bounce")
    assert [item.code for item in found.findings] == ["suppress.bad_date"]
