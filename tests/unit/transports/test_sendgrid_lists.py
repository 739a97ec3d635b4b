from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from composer.errors import AccountRefused, TryLater, Unreachable
from composer.transports.sendgrid_lists import ListedAddress, read_complaints, read_lists
from composer.transports.sendgrid_request import SendGridAccount
from tests.measured import within
from tests.servers.sendgrid_lists import (
    KEY,
    SendGridLists,
    busy,
    cut_off,
    drip,
    hang_up,
    in_seconds,
    sendgrid_lists,
    status,
)


@pytest.fixture
def account() -> Iterator[SendGridLists]:
    with sendgrid_lists() as found:
        yield found


def read(
    account: SendGridLists, *, key: str = KEY
) -> tuple[tuple[ListedAddress, ...], list[float]]:
    waits: list[float] = []
    found = read_lists(SendGridAccount(base_url=account.base_url, api_key=key), wait=waits.append)
    return found, waits


def test_every_list_and_group_is_read_with_its_reason_and_blocks_are_left_alone(
    account: SendGridLists,
) -> None:
    for name in account.lists:
        account.add(name, 2)
    account.groups = {7: ["seven@example.com"], 9: []}
    found, waits = read(account)
    by_source = {}
    for item in found:
        by_source.setdefault(item.source, []).append(item)
    assert {source: len(items) for source, items in by_source.items()} == {
        "sendgrid:bounces": 2,
        "sendgrid:invalid_emails": 2,
        "sendgrid:spam_reports": 2,
        "sendgrid:unsubscribes": 2,
        "sendgrid:group:7": 1,
    }
    reasons = {source: items[0].reason.value for source, items in by_source.items()}
    assert reasons == {
        "sendgrid:bounces": "bounce",
        "sendgrid:invalid_emails": "bounce",
        "sendgrid:spam_reports": "complaint",
        "sendgrid:unsubscribes": "unsubscribe",
        "sendgrid:group:7": "unsubscribe",
    }
    assert by_source["sendgrid:bounces"][0].at.isoformat() == "2019-11-01T09:20:00+00:00"
    assert by_source["sendgrid:bounces"][0].note == "550 unknown user"
    assert by_source["sendgrid:group:7"][0].at is None
    assert waits == []
    assert not any("blocks" in path for path in account.asked)


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 998, 999, 1000, 1300])
def test_all_pages_are_read(account: SendGridLists, count: int) -> None:
    account.add("bounces", count)
    found, _waits = read(account)
    assert sorted(item.address for item in found) == sorted(
        entry["email"] for entry in account.lists["bounces"]
    )


def test_an_entry_that_moves_between_pages_is_not_missed(account: SendGridLists) -> None:
    account.add("bounces", 1200)
    wanted = {entry["email"] for entry in account.lists["bounces"][20:]}
    taken_out = []

    def before_page(name: str, offset: int) -> None:
        if name == "bounces" and offset and not taken_out:
            taken_out.extend(account.lists["bounces"][:20])
            del account.lists["bounces"][:20]

    account.before_page = before_page
    found, _waits = read(account)
    assert wanted <= {item.address for item in found}


def test_a_busy_service_is_waited_for_as_long_as_it_says(account: SendGridLists) -> None:
    account.add("bounces", 1)
    account.faults = [
        busy(Retry_After="3"),
        busy(X_RateLimit_Reset=in_seconds(5)),
        busy(),
        None,
        status(503),
    ]
    found, waits = read(account)
    assert len(found) == 1
    assert waits[0] == 3.0
    assert 3.0 <= waits[1] <= 5.0
    assert waits[2:] == [4.0, 1.0]


@pytest.mark.parametrize("fault", [busy(Retry_After="3600"), busy(), status(500), hang_up, cut_off])
def test_a_service_that_stays_busy_or_silent_gives_nothing_at_all(
    account: SendGridLists, fault: object
) -> None:
    account.add("bounces", 1)
    account.faults = [None, *[fault] * 9]
    with pytest.raises((TryLater, Unreachable)):
        read(account)


@pytest.mark.parametrize(
    "fault",
    [
        status(200, b'{"result": []}'),
        status(200, b'[{"mail": "a@example.com"}]'),
        status(200, b"<html>sign in</html>"),
        status(200, b"[1]"),
        status(404),
        status(302, b"", Location="http://127.0.0.1:1/"),
    ],
)
def test_an_answer_that_is_not_sendgrids_ends_it_at_once(
    account: SendGridLists, fault: object
) -> None:
    account.faults = [fault]
    with pytest.raises(Unreachable):
        read(account)
    assert len(account.asked) == 1


@pytest.mark.parametrize("fault", [None, busy(Retry_After="60"), drip])
def test_reading_everything_takes_a_limited_time(account: SendGridLists, fault: object) -> None:
    account.add("bounces", 600)

    def begin() -> None:
        account.faults = [fault]

    def read_slowly() -> TryLater:
        with pytest.raises(TryLater) as late:
            read_lists(
                SendGridAccount(base_url=account.base_url, api_key=KEY),
                wait=lambda _pause_s: None,
                progress=lambda _name, _count: time.sleep(0.3),
                limit_s=0.6,
            )
        return late.value

    late = within(5, read_slowly, first=begin)
    assert "within 1 minute" in str(late)
    assert "--file" in late.advice


def test_one_answer_is_read_up_to_a_size(account: SendGridLists) -> None:
    account.groups = {7: [f"somebody{n}@example.com" for n in range(1000)]}
    with pytest.raises(Unreachable) as large:
        read_lists(
            SendGridAccount(base_url=account.base_url, api_key=KEY),
            wait=lambda _pause_s: None,
            most_bytes=20_000,
        )
    assert "--file" in large.value.advice
    assert len(account.asked) == 6, "it is not asked for again"


@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_key_is_not_tried_again_and_stands_nowhere(
    account: SendGridLists, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    if code == 403:
        account.faults = [status(403)]
    with pytest.raises(AccountRefused) as refused:
        read(account, key="SG.wrong" if code == 401 else KEY)
    assert len(account.asked) == 1
    assert "SG." not in str(refused.value) + refused.value.advice + caplog.text
    assert "SG." not in repr(SendGridAccount(base_url="", api_key=KEY))


def test_the_key_is_in_no_log_when_all_goes_well(
    account: SendGridLists, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    read(account)
    assert "SG." not in caplog.text


def test_complaints_since_a_time_are_read_over_all_pages_and_older_ones_left_out(
    account: SendGridLists,
) -> None:
    account.add("spam_reports", 1100)
    since = datetime.fromtimestamp(1_572_600_000 + 100, UTC)
    found = read_complaints(SendGridAccount(base_url=account.base_url, api_key=KEY), since=since)
    assert len(found) == 1000
    assert {item.reason.value for item in found} == {"complaint"}
    assert all("start_time=1572600100" in path for path in account.asked)
    assert len(account.asked) == 3
