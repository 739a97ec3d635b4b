from __future__ import annotations

import pytest

from composer.audience.address_warnings import (
    address_warning,
    domain_warning,
    find_domain_findings,
    is_role,
)
from composer.audience.addresses import domain_shown, u_labels
from composer.audience.known_domains import PROVIDERS, REAL_NEIGHBOURS, disposable_domains


@pytest.mark.parametrize(
    ("domain", "code", "meant"),
    [
        ("gmial.com", "typo", "gmail.com"),
        ("gmai.com", "typo", "gmail.com"),
        ("gmail.con", "typo", "gmail.com"),
        ("gmail.co", "typo", "gmail.com"),
        ("gmaill.com", "typo", "gmail.com"),
        ("hotmial.com", "typo", "hotmail.com"),
        ("outlok.com", "typo", "outlook.com"),
        ("icoud.com", "typo", "icloud.com"),
        ("yaho.com", "typo", "yahoo.com"),
        ("t-onlne.de", "typo", "t-online.de"),
        ("company.con", "typo", "company.com"),
        ("gmаil.com", "mixed_script", "gmail.com"),  # Cyrillic а
        ("xn--gmil-63d.com", "mixed_script", "gmail.com"),
        ("οutlook.com", "mixed_script", "outlook.com"),  # Greek ο
        ("paypаl.com", "mixed_script", ""),
        ("grnail.com", "lookalike", "gmail.com"),
        ("gmàil.com", "lookalike", "gmail.com"),
        ("уаһоо.com", "lookalike", "yahoo.com"),  # all Cyrillic
        ("1cloud.com", "lookalike", "icloud.com"),
        ("mailinator.com", "disposable", ""),
        ("inbox.mailinator.com", "disposable", ""),
        ("example.com", "special_use", ""),
        ("mail.example.org", "special_use", ""),
        ("some.test", "special_use", ""),
        ("localhost", "special_use", ""),
    ],
)
def test_odd_domains_are_told(domain: str, code: str, meant: str) -> None:
    assert domain_warning(domain) == (f"address.{code}", meant)


@pytest.mark.parametrize(
    "domain",
    [
        *sorted(PROVIDERS),
        *sorted(REAL_NEIGHBOURS),
        "münchen.de", "xn--mnchen-3ya.de", "пример.рф", "例え.jp", "日本テレビ.jp", "αβγ.gr",
        "한국.kr", "tv한국.kr", "exchange.org", "bücher.at", "mail.uni-graz.at", "x.com", "ibm.com",
    ],
)  # fmt: skip
def test_ordinary_domains_are_not(domain: str) -> None:
    assert domain_warning(domain) == ("", "")


@pytest.mark.parametrize("local", ["info", "INFO", "no-reply", "noreply+x", "postmaster"])
def test_roles_are_told(local: str) -> None:
    assert is_role(local)
    assert address_warning(f"{local}@exchange.org") == "address.role"


@pytest.mark.parametrize("local", ["informed", "ana.admin", "ana"])
def test_people_are_not_roles(local: str) -> None:
    assert address_warning(f"{local}@exchange.org") == ""


def test_a_lists_domains_are_told_once_each_with_their_number() -> None:
    counts = {
        "gmial.com": 3,
        "gmail.com": 900,
        "xn--gmil-63d.com": 1,
        "a.test": 5,
        "example.com": 2,
    }
    found = [(item.code, dict(item.values)) for item in find_domain_findings(counts, file="a.csv")]
    assert found == [
        ("audience.typo_domain", {"domain": "gmial.com", "count": 3, "meant": "gmail.com"}),
        ("audience.special_domain", {"domain": "example.com", "count": 2, "meant": ""}),
        ("audience.lookalike_domain", {"domain": "gmаil.com", "count": 1, "meant": "gmail.com"}),
    ]


def test_the_kept_list_holds_no_provider() -> None:
    assert len(disposable_domains()) > 5000
    assert not disposable_domains() & PROVIDERS
    assert "gmail.com" not in disposable_domains()


def test_a_domain_is_shown_in_both_forms_where_they_differ() -> None:
    assert domain_shown("xn--bcher-kva.example") == ("bücher.example", "xn--bcher-kva.example")
    assert domain_shown("BÜCHER.example")[1] == "xn--bcher-kva.example"
    assert domain_shown("Example.com") == ("Example.com", "")
    assert u_labels("xn--zz--broken.example") == "xn--zz--broken.example"
