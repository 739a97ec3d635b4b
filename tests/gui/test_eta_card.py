"""The time of a send before sign-off: what decides it, and what would be faster."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from composer.gui.preview.eta_card import EtaCard
from composer.gui.times import full_moment
from composer.model.campaign import Pace
from composer.model.check_summary import CheckSummary, FasterWay, PaceLimit
from composer.model.identifiers import Digest
from composer.model.planned_time import PlannedTime


def check(total_s: int, *, sampled: bool = False) -> CheckSummary:
    return CheckSummary(
        messages=740_000,
        seconds=90.0,
        findings=(),
        variants=(),
        coverage=1.0,
        eta_total_s=total_s,
        eta_per_domain=(("gmail.com", total_s),),
        root=Digest("0" * 64),
        sampled=sampled,
        eta_limit=PaceLimit(domain="gmail.com", people=473_600, percent=64, per_second=Decimal(20)),
        faster=(
            FasterWay(
                what="connections",
                per_second=Decimal(500),
                connections=64,
                batches=(10, 100, 1000),
                total_s=1500,
                voids=("check", "proof", "test", "approvals"),
            ),
        ),
    )


@pytest.fixture
def card(qtbot) -> EtaCard:
    made = EtaCard()
    qtbot.addWidget(made)
    return made


def test_a_long_time_is_told_with_its_reason_and_the_way_out(card: EtaCard) -> None:
    card.show_check(check(37_200))
    assert not card.isHidden()
    assert "10 h 20 min" in plain(card.time.text())
    told = plain(card.more.text())
    assert "64 % of the addresses are at gmail.com, limited to 20 a second." in told
    assert "Faster and safe: 64 connections and 500 a second, about 25 min." in told
    assert "That makes a new version to check, test and sign." in told
    assert "A longer window: start at least 10 h 20 min before it must be done." in told


def test_a_longer_window_is_told_with_its_end_and_voids_nothing(card: EtaCard) -> None:
    planned = PlannedTime(
        local="2026-12-01 09:00", zone="UTC", at=datetime(2026, 12, 1, 9, tzinfo=UTC)
    )
    card.show_check(check(3_600), Pace(planned=planned))
    told = plain(card.more.text())
    assert plain(full_moment(datetime(2026, 12, 1, 10, tzinfo=UTC))) in told
    assert "Up to an hour earlier nothing is signed anew" in told


def test_a_short_time_and_one_of_a_sample_take_no_room(card: EtaCard) -> None:
    for shown in (None, check(41), check(37_200, sampled=True)):
        card.show_check(shown)
        assert card.isHidden()


def plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in "\u2066\u2067\u2068\u2069")
