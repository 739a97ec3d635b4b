import json
from pathlib import Path

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from composer.audience.addresses import (
    address_problem,
    find_address_findings,
    mailbox_key,
    wire_address,
)
from composer.findings import Severity
from tests.unit.audience.address_samples import TEXTS

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"


def corpus(name):
    path = CORPORA / name
    if not path.exists():
        pytest.skip(f"../shared/corpora/{name} is not here")
    return json.loads(path.read_text())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "address.empty"), ("  ", "address.empty"), ("hello.world", "address.no_at"),
        ("hello＠world.com", "address.no_at"), ("a@b.com,c@d.com", "address.two"),
        ("a@b.com; c@d.com", "address.two"), ("a@b.com c@d.com", "address.two"),
        ("a@b.com\nc@d.com", "address.hidden"), ("a@b.com/c@d.com", "address.two"),
        ("A <a@b.com>, B <c@d.com>", "address.two"), ("a@b@c.com", "address.bad_local"),
        ("Bob <bob@example.com>", "address.display_name"), (" bob@example.com", "address.space"),
        ("bob@example.com\u00a0", "address.space"), ("bo b@example.com", "address.space"),
        ("bob\u200b@example.com", "address.hidden"), ("bob@exam\u202eple.com", "address.hidden"),
        ("bob@example.com\r", "address.hidden"), ("=?utf-8?q?a?=@example.com", "address.encoded"),
        ('"bob"@example.com', "address.quoted"), ("bob(x)@example.com", "address.quoted"),
        ("bob@[127.0.0.1]", "address.quoted"), ("bob@example", "address.bad_domain"),
        ("bob@.com", "address.bad_domain"), ("bob@", "address.bad_domain"),
        ("bob@example.com,", "address.bad_domain"), ("@example.com", "address.bad_local"),
        ("bob..x@example.com", "address.bad_local"), (".bob@example.com", "address.bad_local"),
        ("a" * 65 + "@example.com", "address.too_long"), ("bob@" + "a" * 64 + ".com", "address.bad_domain"),
        ("a" * 30 + "@" + ".".join(["abcdefgh"] * 26) + ".com", "address.too_long"),
        ("bob@mail.test", "address.special_use"), ("bob@localhost", "address.special_use"),
        ("bob@TEST", "address.bad_domain"), ("böb@mail.test", "address.special_use"),
        ("bob..x@mail.test", "address.bad_local"), ("bob@-x.test", "address.bad_domain"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_own_finding(text, code):
    [found] = find_address_findings(text, where={"file": "audience.csv", "row": 2})
    assert found.code == code
    assert found.place_of("row") == 2
    assert found.text
    assert found.advice
    assert "@example" not in found.text


@pytest.mark.parametrize(
    "text",
    [
        "bob@example.com", "BOB+news@Example.COM", "o'neil@example.com", "a=b@example.com",
        "бобров@пример.рф", "jeff@臺網中心.tw", "bob@xn--bcher-kva.example.com", "a@b.co",
    ],
)  # fmt: skip
def test_usual_and_international_addresses_are_addresses(text):
    assert find_address_findings(text) == []


def test_a_special_use_domain_only_warns():
    assert find_address_findings("bob@mail.test")[0].severity is Severity.WARN


@pytest.mark.parametrize("group", ["test_email_valid", "test_email_valid_intl_local_part"])
def test_addresses_that_email_validator_accepts_are_accepted(group):
    refused_on_purpose = {
        "address.quoted",
        "address.encoded",
        "address.display_name",
        "address.special_use",
    }
    for entry in corpus("addresses/syntax.json")[group]:
        text = entry[0]
        if text.rpartition("@")[2].startswith("["):
            continue
        problem = address_problem(text)
        assert not problem or problem in refused_on_purpose, (text, problem)


@pytest.mark.parametrize(
    "group",
    ["test_email_invalid_syntax", "test_email_invalid_syntax_strict", "test_email_invalid_syntax_display_name",
     "test_email_invalid_reserved_domain", "test_email_valid_only_if_quoted_local_part"],
)  # fmt: skip
def test_addresses_that_email_validator_refuses_are_refused(group):
    for entry in corpus("addresses/syntax.json")[group]:
        assert address_problem(entry[0]), entry[0]


def test_unsafe_characters_are_refused_anywhere():
    for char, _ in corpus("addresses/syntax.json")["test_email_unsafe_character"]:
        assert find_address_findings(f"{char}b@example.com")
        assert find_address_findings(f"ab@{char}ple.com")


def test_the_isemail_corpus_is_judged_without_an_exception_and_nothing_odd_passes():
    for text, verdict in corpus("addresses/syntax.json")["test_pyisemail_tests"]:
        problem = address_problem(text)
        if "ERR" in verdict:
            assert problem, (text, verdict)


def test_naughty_strings_are_no_addresses_and_raise_nothing():
    for text in corpus("naughty-strings/blns.json"):
        assert address_problem(text)
        address_problem(f"{text}@example.com")
        address_problem(f"bob@{text}")


def oracle_accepts(text):
    try:
        validate_email(text, check_deliverability=False, strict=True)
    except EmailNotValidError:
        return False
    return True


def differs_on_purpose(text, problem):
    """Reserved domains only warn here; “=?” is refused, for mail programs decode it."""
    return problem == "address.special_use" or (problem == "address.encoded" and "=?" in text)


@pytest.mark.parametrize("text", TEXTS)
def test_verdicts_are_email_validators_except_where_the_product_says_otherwise(text):
    problem = address_problem(text)
    assert (not problem) is oracle_accepts(text) or differs_on_purpose(text, problem)


def test_so_are_the_verdicts_on_the_whole_corpus():
    for group in corpus("addresses/syntax.json").values():
        for text in (entry[0] if isinstance(entry, list) else entry for entry in group):
            problem = address_problem(text)
            assert (not problem) is oracle_accepts(text) or differs_on_purpose(text, problem), text


ATOMS = st.text(alphabet="abZ09.+-_'=!/", min_size=1, max_size=12)
DOMAINS = st.text(alphabet="abX0.-ü", min_size=1, max_size=14)


@given(ATOMS, DOMAINS)
def test_the_fast_path_gives_email_validators_verdicts(local, domain):
    text = f"{local}@{domain}"
    try:
        validate_email(text, check_deliverability=False, strict=True)
        valid = True
    except EmailNotValidError:
        valid = False
    assert (address_problem(text) == "") is valid


def test_on_the_wire_the_domain_is_ascii_when_the_local_part_is():
    assert wire_address("Bob@Example.COM") == "Bob@Example.COM"
    assert wire_address("bob@bücher.example") == "bob@xn--bcher-kva.example"
    assert wire_address("bücher@bücher.example") == "bücher@bücher.example"


def test_spellings_of_one_mailbox_share_a_key():
    keys = {
        mailbox_key(text) for text in ("bob@bücher.de", "BOB@xn--bcher-kva.de", "bob@BÜCHER.de")
    }
    assert len(keys) == 1
