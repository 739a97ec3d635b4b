"""What a sender's domain says is read from the name service, and what it means is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.checks.sender_domain import envelope_domain, find_sender_findings
from composer.model.campaign import TransportKind, TransportSettings
from composer.model.sender_records import SenderRecords
from composer.transports.mail_domains import NameService
from composer.transports.sender_records import read_sender_records
from tests.servers.name_server import name_server
from tests.unit.checks.made_campaigns import made_campaign

SMTP = TransportSettings(kind=TransportKind.SMTP, host="mail.acme.co")
FINE = SenderRecords(
    domain="acme.co",
    envelope_domain="acme.co",
    spf=("v=spf1 include:_spf.acme.co -all",),
    dmarc=("v=DMARC1; p=reject",),
    dkim=("s1",),
)


def codes(records: SenderRecords, **transport: str) -> list[str]:
    campaign = made_campaign(transport=replace(SMTP, **transport))
    return [item.code for item in find_sender_findings(records, campaign)]


def test_records_are_read_and_the_domain_above_speaks_for_one_below() -> None:
    with name_server() as names:
        names.records = {
            ("news.acme.co", "TXT"): ['"v=spf1 -all"', '"something else"'],
            ("_dmarc.acme.co", "TXT"): ['"v=DMARC1; " "p=none"'],
            ("s1._domainkey.news.acme.co", "TXT"): ['"v=DKIM1; p=MIG"'],
            ("s2._domainkey.news.acme.co", "TXT"): ['"nothing"'],
        }
        service = NameService(host="127.0.0.1", port=names.port, query_s=2)
        found = read_sender_records("news.acme.co", envelope_domain="news.acme.co", names=service)
    assert found.spf == ("v=spf1 -all",)
    assert found.dmarc == ("v=DMARC1; p=none",)
    assert found.dkim == ("s1",)


def test_no_answer_is_said_and_nothing_is_made_of_it() -> None:
    nobody = NameService(host="127.0.0.1", port=1, query_s=0.3)
    found = read_sender_records("acme.co", envelope_domain="acme.co", names=nobody)
    assert codes(found) == ["sender.no_answer"]


def test_a_domain_in_order_is_fine() -> None:
    assert codes(FINE) == ["sender.fine"]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("sender.no_spf", {"spf": ()}),
        ("sender.several_spf", {"spf": ("v=spf1 -all", "v=spf1 ~all")}),
        ("sender.open_spf", {"spf": ("v=spf1 +all",)}),
        ("sender.no_dmarc", {"dmarc": ()}),
        ("sender.dmarc_watches", {"dmarc": ("v=DMARC1;p=none; rua=x",)}),
        ("sender.no_dkim", {"dkim": ()}),
        ("sender.other_bounce", {"envelope_domain": "bounces.example.net"}),
    ],
)
def test_what_is_missing_is_told(code: str, change: dict[str, object]) -> None:
    assert codes(replace(FINE, **change)) == [code]  # type: ignore[arg-type]


def test_returned_mail_below_the_same_domain_is_aligned_unless_strictness_is_asked() -> None:
    below = replace(FINE, envelope_domain="bounces.acme.co")
    assert codes(below) == ["sender.fine"]
    strict = replace(below, dmarc=("v=DMARC1; p=reject; aspf=s",))
    assert codes(strict) == ["sender.other_bounce"]


def test_spf_is_asked_about_where_returned_mail_goes() -> None:
    assert envelope_domain(made_campaign(transport=SMTP)) == "acme.co"
    bounce = replace(SMTP, bounce="bounces+{id}@mail.acme.net")
    assert envelope_domain(made_campaign(transport=bounce)) == "mail.acme.net"
