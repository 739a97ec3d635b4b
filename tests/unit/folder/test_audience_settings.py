"""The decisions about an audience in `campaign.toml`: read strictly, written back exactly."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from composer.folder.audience_source import with_audience_settings
from composer.folder.settings import read_settings
from composer.folder.write import write_folder
from composer.model.campaign import AudienceSettings, Inactive, LeaveOut

HEAD = b"""name = "Weights"  # kept
purpose = "service"
from = "a@example.com"
locale = "en"
[transport]
kind = "practice"
[audience]
file = "people.csv"
"""
DECIDED = AudienceSettings(
    file="people.xlsx",
    email="mail",
    locale="language",
    expected=2000,
    tolerance=Decimal("0.02"),
    rule="customers with status = active",
    agreed="Ana Ortiz",
    ids=("account",),
    contacts=("manager",),
    personal=("first_name",),
    columns=(("Email Address", "mail"), ("Vorname", "first_name")),
    encoding="cp1252",
    delimiter="\t",
    sheet="People",
    no_locale="de",
    segment='status = "admitted" and country in (DE, AT)',
    leave_out=(
        LeaveOut(code="address.no_at", rows=14),
        LeaveOut(code="audience.bad_locale", rows=1),
    ),
    exclude=("a" * 16,),
    inactive=Inactive(column="seen", before="2026-01-31"),
    overlap=(("b" * 16, "A correction of the first letter"),),
    later=(("ja-JP", "c" * 16), ("", "c" * 16)),
    only=("de", ""),
    taken_from="d" * 16,
    corrects="e" * 16,
    follows="f" * 16,
    follows_groups=("handed_over", "unclear", "batch 12"),
    mx=True,
)


def settings_of(toml: bytes) -> AudienceSettings:
    campaign, _id, findings = read_settings(toml)
    assert campaign is not None, [item.text for item in findings]
    return campaign.audience


def problems(toml: bytes) -> list[tuple[str, object]]:
    return [(item.code, item.place_of("key")) for item in read_settings(toml)[2]]


def test_every_decision_is_written_and_read_back():
    plain = settings_of(HEAD)
    unset = [
        item.name
        for item in fields(plain)
        if getattr(DECIDED, item.name) == getattr(plain, item.name)
    ]
    assert unset == [], "the test must decide everything"
    written = with_audience_settings(HEAD, plain, DECIDED)
    assert settings_of(written) == DECIDED
    assert b'name = "Weights"  # kept' in written
    assert with_audience_settings(written, DECIDED, DECIDED) == written


def test_a_decision_taken_back_leaves_no_trace():
    plain = settings_of(HEAD)
    written = with_audience_settings(HEAD, plain, DECIDED)
    assert settings_of(with_audience_settings(written, DECIDED, plain)) == plain


@pytest.mark.parametrize(
    ("line", "code", "key"),
    [
        ('encoding = "klingon"', "audience.unknown_encoding", "audience.encoding"),
        ('delimiter = "::"', "audience.bad_delimiter", "audience.delimiter"),
        ('no_locale = "klingon"', "folder.bad_locale", "audience.no_locale"),
        ('exclude = ["x"]', "folder.bad_id", "audience.exclude"),
        ("mx = 1", "folder.wrong_type", "audience.mx"),
        ('inactive = { column = "seen", before = "soon" }', "audience.bad_day", "audience.inactive.before"),
        ("inactive = { before = 2026-01-01 }", "folder.missing_key", "audience.inactive.column"),
        ('overlap = { x = "y" }', "folder.bad_id", "audience.overlap.x"),
        ('later = { klingon = "cccccccccccccccc" }', "folder.bad_locale", "audience.later.klingon"),
        ('later = { ja = "x" }', "folder.bad_id", "audience.later.ja"),
        ('only = ["klingon"]', "folder.bad_locale", "audience.only"),
        ('taken_from = "x"', "folder.bad_id", "audience.taken_from"),
        ('corrects = "x"', "folder.bad_id", "audience.corrects"),
        ('follows = "x"', "folder.bad_id", "audience.follows"),
        ('follows_groups = ["refused"]', "folder.not_a_choice", "audience.follows_groups"),
        ('columns = { a = "email", b = "email" }', "folder.twice_in_list", "audience.columns.b"),
        ('leave_out = [{ code = "everything", rows = 1 }]', "audience.unknown_decision", "audience.leave_out[1].code"),
        ('leave_out = [{ code = "address.no_at" }]', "folder.missing_key", "audience.leave_out[1].rows"),
        ('leave_out = [{ code = "address.no_at", rows = 0 }]', "folder.out_of_range", "audience.leave_out[1].rows"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_meant_is_told_with_its_key(line, code, key):
    assert (code, key) in problems(HEAD + line.encode())


def test_a_day_may_be_written_as_one():
    toml = HEAD + b'inactive = { column = "seen", before = 2026-01-31 }'
    assert settings_of(toml).inactive == Inactive(column="seen", before="2026-01-31")


def test_an_exported_list_is_described_as_it_is_written(tmp_path):
    toml = with_audience_settings(HEAD, settings_of(HEAD), DECIDED)
    write_folder(tmp_path / "out", {"campaign.toml": toml}, b"mail\r\na@example.com\r\n", "c" * 16)
    kept = settings_of((tmp_path / "out" / "campaign.toml").read_bytes())
    assert kept == replace(
        DECIDED, file="audience.csv", columns=(), encoding="", delimiter="", sheet=""
    )
    assert (tmp_path / "out" / "audience.csv").exists()
