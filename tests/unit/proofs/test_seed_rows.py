"""A seed's row shows nothing of the person it stands for, and keeps the shape of the row."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.model.recipient import Recipient
from composer.proofs.seed_rows import SeedColumns, seed_recipient

COLUMNS = SeedColumns(
    email="email",
    ids=("account",),
    personal=("first_name", "balance", "joined", "phone", "link", "note", "at", "account"),
)
SEED = "seed1@seeds.example"


def row(**cells):
    return Recipient(
        id="1" * 32,
        row=7,
        address="maria@example.com",
        locale="de",
        fields=tuple({"email": "maria@example.com", **cells}.items()),
        token="2" * 32,
        salt="3" * 32,
    )


def seeded(variant, *, seed=SEED, slot=0, message_seed="s" * 32):
    return seed_recipient(variant, seed=seed, slot=slot, message_seed=message_seed, columns=COLUMNS)


def cell(**cells):
    name = next(iter(cells))
    return dict(seeded(row(**cells)).fields)[name]


def test_address_id_token_and_salt_are_the_seeds_own():
    variant = row(first_name="Maria")
    made = seeded(variant)
    assert made.address == SEED
    assert dict(made.fields)["email"] == SEED
    assert len({made.id, made.token, made.salt, variant.id, variant.token, variant.salt}) == 6
    for name in (made.id, made.token, made.salt):
        assert re.fullmatch("[0-9a-f]{32}", name)
    assert (made.locale, made.row) == ("de", 7)


def test_the_same_place_makes_the_same_row_and_another_place_another():
    variant = row(account="AB-1234567", first_name="Maria")
    made = seeded(variant)
    assert seeded(variant) == made
    others = [
        seeded(variant, slot=1),
        seeded(variant, seed="seed2@seeds.example"),
        seeded(variant, message_seed="t" * 32),
    ]
    assert len({made.id, *(other.id for other in others)}) == 4
    assert len({dict(one.fields)["account"] for one in (made, *others)}) == 4


def test_columns_that_are_not_personal_stay_as_they_are():
    assert cell(status="active") == "active"
    assert cell(index="DAX 40") == "DAX 40"
    assert cell(manager_email="manager@example.com") == "manager@example.com"


def test_the_variants_own_address_is_replaced_wherever_it_stands():
    assert cell(login="Maria@Example.com ") == SEED


def test_columns_keep_their_order():
    variant = row(first_name="Maria", status="active", account="1")
    assert [name for name, _ in seeded(variant).fields] == [name for name, _ in variant.fields]


@pytest.mark.parametrize("nothing", ["", "  ", "n/a", "NULL", "-", "\u200b"])
@pytest.mark.parametrize("name", ["first_name", "account", "balance"])
def test_an_empty_cell_stays_exactly_as_it_is(name, nothing):
    assert cell(**{name: nothing}) == nothing


@pytest.mark.parametrize("number", ["1234.50", "-17", "+4,250.00", "8.9%", "12 000", "0.25"])
def test_a_number_stays_a_number_of_the_same_length_and_format(number):
    made = cell(balance=number)
    assert made != number
    assert re.sub(r"\d", "9", made) == re.sub(r"\d", "9", number)
    assert (made[0] == "0") == (number[0] == "0")


@pytest.mark.parametrize("zero", ["0", "0.00", "-0"])
def test_zero_stays_zero(zero):
    assert cell(balance=zero) == zero


def test_a_date_stays_a_real_date_of_the_same_year():
    assert re.fullmatch(r"2019-(0[1-9]|1[0-2])-([01]\d|2[0-8])", cell(joined="2019-02-28"))
    made = cell(joined="2019-12-31T23:59:00Z")
    assert re.fullmatch(r"2019-\d\d-\d\dT23:59:00Z", made)


def test_text_behind_a_date_does_not_stay():
    assert cell(joined="2019-02-28 with Maria") == "Test Joined"


def test_a_time_stays_a_time():
    assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", cell(at="09:15"))
    assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d:00", cell(at="09:15:30"))


def test_a_telephone_number_keeps_its_marks():
    made = cell(phone="+44 (20) 7946-0958")
    assert re.fullmatch(r"\+\d\d \(\d\d\) \d{4}-\d{4}", made)
    assert made != "+44 (20) 7946-0958"


def test_a_personal_link_keeps_its_host_alone():
    made = cell(link="https://example.com/u/maria-4711?k=a%20b")
    assert re.fullmatch(r"https://example\.com/[a-z]/[a-z]{5}-\d{4}\?[a-z]=[a-z]-\d\d[a-z]", made)
    assert "maria" not in made


def test_a_personal_address_becomes_the_seeds():
    assert cell(note="other@example.org") == SEED


def test_text_says_which_column_it_stands_for():
    assert cell(first_name="Maria") == "Test First Name"


def test_text_keeps_script_length_and_marks_of_the_value():
    assert cell(first_name="佐藤") == "Test First Name 試験"
    assert cell(first_name="فاطمة") == "Test First Name اختبار"
    assert cell(first_name="O'Brien, Pat") == "Test First Name ',"
    assert 80 < len(cell(first_name="Maximiliane " * 9)) < 130


@pytest.mark.parametrize("value", ["AB-12", "7", "0000", "---x", "konto-ü", "9f3a"])
def test_an_id_never_stays_the_id(value):
    assert cell(account=value) != value


@given(value=st.text(max_size=60), name=st.sampled_from(["account", *COLUMNS.personal]))
def test_whatever_a_cell_holds_a_row_is_made_and_says_nothing_of_it(value, name):
    made = dict(seeded(row(**{name: value})).fields)[name]
    words = [word for word in re.findall(r"[a-z]{6,}", value) if word not in "test first name"]
    assert not any(word in made for word in words)
