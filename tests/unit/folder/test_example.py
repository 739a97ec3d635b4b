"""The example: 2,000 people who exist nowhere, with everything that real lists hold."""

from __future__ import annotations

import csv
import io
import tomllib
import unicodedata

import pytest

from composer.audience.addresses import address_problem, wire_address
from composer.folder.example import COLUMNS, example_audience, example_tree, idn_domain
from composer.folder.load import ParsedTree, parse_tree
from composer.model.identifiers import RecipientId
from composer.model.message import RenderContext
from composer.model.recipient import Recipient, address_key
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import compile_message, find_template_findings
from composer.rendering.message import render_message
from composer.translation.progress import catalogue_progress, find_translation_findings
from tests.unit.audience.reading import ListRead, a_desk, read_list

DOMAINS = ["exchange.example", "seed.test", "mail.example.com"]
MAILHOST_DOMAINS = {
    "seed.test",
    "gmail.seed.test",
    "outlook.seed.test",
    "yahoo.seed.test",
    "xn--mxaa.test",
}


def rows(domain: str = "exchange.example") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(example_audience(domain).decode())))


@pytest.mark.parametrize("domain", DOMAINS)
def test_there_are_2000_different_addresses_and_account_numbers(domain: str) -> None:
    people = rows(domain)
    assert len({address_key(person["email"]) for person in people}) == len(people) == 2000
    assert len({person["account"] for person in people}) == 2000


@pytest.mark.parametrize("domain", ["exchange.example", "mail.example.com"])
def test_every_address_can_be_written_to(domain: str) -> None:
    assert {address_problem(person["email"]) for person in rows(domain)} == {""}


def test_the_audience_of_a_domain_is_always_the_same() -> None:
    assert example_audience("seed.test") == example_audience("seed.test")
    assert example_audience("seed.test") != example_audience("exchange.example")


def test_with_seed_test_everybody_has_a_mailbox_on_the_test_mail_host() -> None:
    domains = {wire_address(person["email"]).partition("@")[2] for person in rows("seed.test")}
    assert domains == MAILHOST_DOMAINS


@pytest.mark.parametrize(
    ("domain", "idn"),
    [("seed.test", "αα.test"), ("a.localhost", "αα.localhost"), ("firm.com", "αα.firm.com")],
)
def test_the_internationalised_domain_belongs_to_nobody_else(domain: str, idn: str) -> None:
    assert idn_domain(domain) == idn


def test_every_kind_of_locale_is_there() -> None:
    locales = {person["locale"] for person in rows()}
    assert locales == {"", "en", "de", "de-AT", "es", "es-MX", "ja", "ar"}


@pytest.mark.parametrize(
    "script", ["LATIN", "GREEK", "CYRILLIC", "ARABIC", "CJK UNIFIED", "KATAKANA"]
)
def test_names_stand_in_every_script(script: str) -> None:
    letters = {char for person in rows() for char in person["first_name"] + person["last_name"]}
    assert any(unicodedata.name(char, "").startswith(script) for char in letters)


def test_the_cases_that_break_mailers_are_there() -> None:
    people = rows()
    addresses = {person["email"] for person in people}
    companies = {person["company"] for person in people}
    assert "o'brien@exchange.example" in addresses
    assert "nina+index@gmail.exchange.example" in addresses
    assert "McDonald.Ian@exchange.example" in addresses
    assert any(len(address.partition("@")[0]) == 64 for address in addresses)
    assert any(len(company) > 120 for company in companies)
    assert any("," in company for company in companies)
    assert any('"' in company for company in companies)
    assert any("<" in company for company in companies)
    assert any(company.startswith("=") for company in companies)
    assert any(ord(char) > 0xFFFF for company in companies for char in company)
    assert any(
        unicodedata.normalize("NFC", person["first_name"]) != person["first_name"]
        for person in people
    )


@pytest.mark.parametrize("column", ["first_name", "company", "product", "balance", "manager_email"])
def test_optional_cells_are_missing_for_some_and_there_for_others(column: str) -> None:
    filled = sum(bool(person[column]) for person in rows())
    assert 0 < filled < 2000


def test_what_belongs_together_is_there_or_missing_together() -> None:
    for person in rows():
        assert bool(person["manager_name"]) == bool(person["manager_email"])
        assert bool(person["product"]) == bool(person["contracts"])
        assert person["product"] or not person["balance"]


def test_managers_are_nobody_of_the_audience_and_few() -> None:
    people = rows()
    managers = {person["manager_email"] for person in people} - {""}
    assert 1 < len(managers) <= 50
    assert not managers & {person["email"] for person in people}


def test_the_tree_holds_every_file_with_the_domain_filled_in() -> None:
    tree = example_tree("seed.test")
    settings = tomllib.loads(tree["campaign.toml"].decode())
    assert settings["test"]["seeds"] == [f"seed{number}@seed.test" for number in (1, 2, 3)]
    assert settings["from"] == "Example Exchange <notices@seed.test>"
    assert not any(b"exchange.example" in content for content in tree.values())
    assert {"message.md", "brand.toml", "files/brand-logo.png"} <= set(tree)
    named = {settings["audience"][key] for key in ("email", "locale")}
    for key in ("ids", "contacts", "personal"):
        named |= set(settings["audience"][key])
    assert named <= set(COLUMNS)


def test_every_locale_of_the_audience_has_a_finished_catalogue() -> None:
    tree, audience = parsed()
    assert tree.message is not None
    assert {catalogue.locale for catalogue in tree.message.catalogues} == {"ar", "de", "es", "ja"}
    for catalogue in tree.message.catalogues:
        progress = catalogue_progress(tree.message, catalogue.locale)
        assert progress.reviewed == progress.total > 20
    wishes = {row.locale for row in audience.rows}
    assert find_translation_findings(tree.message, wishes, {}) == []


def parsed(domain: str = "exchange.example") -> tuple[ParsedTree, ListRead]:
    tree = parse_tree(example_tree(domain))
    assert tree.campaign is not None
    content = example_audience(domain)
    with a_desk() as desk:
        return tree, read_list(desk, content, settings=tree.campaign.audience)


def test_the_example_loads_without_any_finding() -> None:
    tree, audience = parsed()
    assert tree.findings == ()
    assert audience.findings == ()
    assert (len(audience.rows), audience.columns) == (2000, COLUMNS)


def test_at_a_reserved_domain_it_loads_with_nothing_but_a_warning_about_the_domain() -> None:
    tree, audience = parsed("seed.test")
    codes = {item.code for item in (*tree.findings, *audience.findings)}
    assert codes == {"address.special_use", "audience.special_domain"}
    assert not any(item.blocks for item in (*tree.findings, *audience.findings))
    assert len(audience.rows) == 2000


@pytest.fixture(scope="module")
def rendered() -> list[RenderedMessage]:
    tree, audience = parsed()
    assert tree.campaign is not None
    assert tree.message is not None
    context = RenderContext(
        campaign=tree.campaign,
        message=tree.message,
        message_seed="5eed" * 8,
        columns=audience.columns,
    )
    assert find_template_findings(context) == []
    compiled = compile_message(context)
    return [
        render_message(
            compiled,
            Recipient(
                id=RecipientId(f"{row.row:032x}"),
                row=row.row,
                address=row.address,
                locale=row.locale,
                fields=row.fields,
                token=f"{row.row:032x}",
                salt="",
            ),
        )
        for row in audience.rows
    ]


def test_everybody_gets_a_message_in_one_of_the_five_languages(
    rendered: list[RenderedMessage],
) -> None:
    assert len(rendered) == 2000
    assert {message.locale for message in rendered} == {"en", "de", "es", "ja", "ar"}


def test_every_condition_is_true_for_some_and_false_for_others_in_every_language(
    rendered: list[RenderedMessage],
) -> None:
    for locale in ("en", "de", "es", "ja", "ar"):
        outcomes = {
            branch
            for message in rendered
            if message.locale == locale
            for branch in message.branches
        }
        names = {name for name, _taken in outcomes}
        mixed = {name for name in names if {(name, True), (name, False)} <= outcomes}
        assert all(name.startswith("layout: ") for name in names - mixed), locale
        assert len(mixed) == 5  # first_name, product, balance, manager_email, company


def test_no_sentence_of_the_source_is_left_in_a_translated_message(
    rendered: list[RenderedMessage],
) -> None:
    tree, _audience = parsed()
    assert tree.message is not None
    for catalogue in tree.message.catalogues:
        texts = [message.html for message in rendered if message.locale == catalogue.locale]
        for entry in catalogue.entries:
            assert entry.target
            assert not entry.fuzzy
            if entry.source != entry.target and "{" not in entry.source and "[" not in entry.source:
                assert not any(f">{entry.source}<" in text for text in texts), entry.source


def test_dates_and_amounts_stand_in_the_form_of_each_language(
    rendered: list[RenderedMessage],
) -> None:
    expected = {
        "en": "28.75%",
        "de": "1. März 2027",
        "es": "1 de marzo de 2027",
        "ja": "2027年3月1日",
        "ar": "1 مارس 2027",
    }
    for message in rendered:
        assert expected[message.locale] in message.text
