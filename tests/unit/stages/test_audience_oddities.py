"""What is odd about the addresses of a list is told once for the list, and keeps nobody out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from composer.finding_texts.left_out import left_out_words
from composer.finding_texts.table import FINDING_TEXTS
from composer.findings import blocking
from composer.model.campaign import LeaveOut
from composer.stages.audience_kinds import KINDS
from composer.transports.mail_domains import DomainVerdict
from tests.unit.stages.test_audiences import Lists

ODD = """email,locale,name,status
j.doe@gmail.com,,John,admitted
jdoe+news@googlemail.com,,Jon,admitted
ann@gmial.com,,Ann,left
info@exchange.org,,Office,left
noreply@exchange.org,,Machine,left
eve@mailinator.com,,Eve,left
bob@gmаil.com,,Bob,left
"""


@pytest.fixture
def lists(tmp_path: Path, home: Path) -> Iterator[Lists]:
    made = Lists(tmp_path)
    yield made
    made.workspace.close()


def test_oddities_warn_with_rows_and_numbers_before_and_after_the_list_is_used(
    lists: Lists,
) -> None:
    pending = lists.read(ODD)
    found = {item.code: dict(item.values) for item in pending.findings}
    assert found["audience.alike"] == {"first": 2, "row": 3, "columns": "name"}
    assert found["audience.typo_domain"]["meant"] == "gmail.com"
    assert found["audience.role_addresses"]["count"] == 2
    assert found["audience.disposable_domain"]["count"] == 1
    assert found["audience.lookalike_domain"]["meant"] == "gmail.com"
    assert not [item for item in blocking(pending.findings) if "alike" in item.code]
    lists.use(ODD)
    assert len(lists.people) == 7
    used = {item.code for item in lists.workspace.audience_findings(lists.campaign)}
    assert {"audience.typo_domain", "audience.role_addresses"} <= used


def test_an_ordinary_list_has_none(lists: Lists) -> None:
    pending = lists.read("email,locale,name,status\nann@firm.org,,A,x\nbob@firm.org,,B,y\n")
    assert not {item.code for item in pending.findings} & {
        "audience.alike", "audience.role_addresses", "audience.typo_domain",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("audience.role_addresses", [5, 6]),
        ("audience.disposable_domain", [7]),
        ("audience.typo_domain", [4]),
        ("audience.lookalike_domain", [8]),
        ("audience.alike", [3]),
    ],
)
def test_the_people_whom_a_warning_means_are_shown_left_out_and_taken_back(
    lists: Lists, code: str, rows: list[int]
) -> None:
    audiences, campaign, ana = lists.audiences, lists.campaign, lists.ana
    before = lists.read(ODD)
    (group,) = (one for one in before.warned if one.code == code)
    assert (group.count, group.may_leave_out) == (len(rows), True)
    assert list(audiences.find_rows(campaign, problem=code, pending=True).positions) == rows
    pending = audiences.leave_out(campaign, code, by=ana, reading=before.reading)
    assert [(item.code, item.rows) for item in pending.left_out] == [(code, len(rows))]
    assert pending.people == before.people - len(rows)
    assert code not in {item.code for item in (*pending.findings, *pending.warned)}
    back = audiences.take_back(campaign, code, by=ana)
    assert (back.people, back.findings) == (before.people, before.findings)


def test_leaving_them_out_is_a_decision_that_is_recorded_said_to_signers_and_carried_out_again(
    lists: Lists,
) -> None:
    lists.read(ODD)
    for code in ("audience.role_addresses", "audience.alike"):
        lists.audiences.leave_out(lists.campaign, code, by=lists.ana)
    assert lists.audiences.take_over(lists.campaign, by=lists.ana).id
    assert len(lists.people) == 4
    content = lists.workspace.content(lists.campaign)
    assert LeaveOut(code="audience.role_addresses", rows=2) in content.campaign.audience.leave_out
    told = lists.workspace.audience_decisions(lists.campaign)
    assert [one for one in told if "left out" in one] == [
        f"Up to 2 people were left out: {FINDING_TEXTS['address.role'].text}",
        "Up to 1 person was left out: The address differs from another one in dots or a plus only.",
    ]
    again = lists.read(ODD)
    assert {item.code: item.rows for item in again.left_out} == {
        "audience.alike": 1, "audience.role_addresses": 2,
    }  # fmt: skip
    more = lists.read(ODD + "sales@exchange.org,,Sales,left\n")
    assert "audience.role_addresses" in {one.code for one in more.warned}, "decided about two only"


def test_whoever_stands_in_their_place_is_of_the_same_kind(lists: Lists) -> None:
    lists.read(ODD + "INFO@exchange.org,,Twin,left\n")
    pending = lists.audiences.leave_out(lists.campaign, "audience.role_addresses", by=lists.ana)
    assert {item.code: item.rows for item in pending.left_out} == {"audience.role_addresses": 3}
    assert "audience.duplicate" not in {one.code for one in pending.groups}


def test_domains_without_mail_can_be_left_out(lists: Lists) -> None:
    desk = lists.workspace._desk
    verdicts = {"gmial.com": DomainVerdict.NO_DOMAIN.value}
    desk.mail_domains.keep(verdicts, at=desk.now())
    lists.read(ODD)
    found = lists.audiences.find_rows(lists.campaign, problem="audience.no_domain", pending=True)
    assert list(found.positions) == [4]


def test_a_decision_is_said_in_words_whatever_it_is_about() -> None:
    for code in {*KINDS, *FINDING_TEXTS, "of.another_version"}:
        assert code not in left_out_words(code, 3)
