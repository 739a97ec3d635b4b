import pytest

from composer.audience.sources.headers import likely_email_column, suggest_columns
from composer.audience.sources.view import view_source
from composer.model.audience import ColumnRole, RememberedColumn
from tests.unit.audience.sources.reading import opened

EMAIL, LOCALE, ID = ColumnRole.EMAIL, ColumnRole.LOCALE, ColumnRole.ID
CONTACT, PERSONAL, FIELD = ColumnRole.CONTACT, ColumnRole.PERSONAL, ColumnRole.FIELD


def suggested(header, *rows):
    found = suggest_columns(header.split(","), [row.split(",") for row in rows])
    return {one.source: (one.name, set(one.roles)) for one in found}


def test_an_export_of_mailchimp_is_understood():
    header = "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_IP,LANGUAGE,LEID,EUID"
    assert suggested(header) == {
        "Email Address": ("email", {EMAIL}),
        "First Name": ("first_name", {PERSONAL}),
        "Last Name": ("last_name", {PERSONAL}),
        "MEMBER_RATING": ("member_rating", {FIELD}),
        "OPTIN_IP": ("optin_ip", {PERSONAL}),
        "LANGUAGE": ("locale", {LOCALE}),
        "LEID": ("leid", {ID, PERSONAL}),
        "EUID": ("euid", {ID, PERSONAL}),
    }


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("EMAIL,FNAME,LNAME", ["email", "first_name", "last_name"]),
        (
            "email,first_name,contact_id,CREATED_AT",
            ["email", "first_name", "contact_id", "created_at"],
        ),
        (
            "Record ID,Email,Preferred language,Contact owner email",
            ["record_id", "email", "locale", "contact_owner_email"],
        ),
        (
            "E-Mail-Adresse,Vorname,Nachname,Kundennummer,Sprache",
            ["email", "first_name", "last_name", "kundennummer", "locale"],
        ),
        ("Courriel,Prénom,Nom,Langue", ["email", "first_name", "last_name", "locale"]),
        (
            "Correo electrónico,Nombre,Apellidos,Idioma",
            ["email", "first_name", "last_name", "locale"],
        ),
        ("Endereço de e-mail,Primeiro nome,Sobrenome", ["email", "first_name", "last_name"]),
        ("メールアドレス,姓,名,言語", ["email", "last_name", "first_name", "locale"]),
        ("123,if,,token,a b,A-B", ["column_123", "if_", "column_3", "token_", "a_b", "a_b_2"]),
        ("firstName,ΑΒΓ", ["first_name", "αβγ"]),
    ],
)
def test_names_for_the_message_are_short_usual_and_all_different(header, expected):
    names = [name for name, _roles in suggested(header).values()]
    assert names == expected
    assert all(name.isidentifier() for name in names)


def test_without_a_telling_name_the_cells_tell():
    found = suggested(
        "a,b,c,d,e",
        "x@y.com,de,10017,boss@z.com,DE",
        "y@y.com,en,10018,boss@z.com,AT",
        "z@y.com,de,10019,,DE",
        "w@y.com,fr-CA,10020,other@z.com,DE",
    )
    assert found["a"] == ("email", {EMAIL})
    assert found["b"] == ("locale", {LOCALE})
    assert found["c"] == ("c", {ID, PERSONAL})
    assert found["d"] == ("d", {CONTACT})
    assert found["e"] == ("e", {FIELD})


def test_a_name_that_the_cells_contradict_is_not_believed():
    found = suggested("email,language,mail", "yes,German,a@b.com", "no,French,b@b.com")
    assert found["mail"] == ("email", {EMAIL})
    assert EMAIL not in found["email"][1]
    assert found["language"][1] == {FIELD}


def test_what_a_person_said_before_counts_more():
    remembered = (
        RememberedColumn(source="Mail 2", name="email", roles=frozenset({EMAIL})),
        RememberedColumn(source="Email", name="private", roles=frozenset()),
    )
    found = suggest_columns(["Email", "Mail 2"], [], remembered)
    assert [(one.name, one.remembered) for one in found] == [("private", True), ("email", True)]


def test_the_column_with_the_addresses_is_named_for_whoever_must_write_it_down():
    assert likely_email_column(["Name", "Adresse mail"], []) == "Adresse mail"
    assert likely_email_column(["Name", "Town"], []) == ""


def test_a_view_shows_what_was_found_before_rows_are_read(tmp_path):
    view = view_source(opened(tmp_path / "a.csv", "Email;Name\na@b.com;Ann\n"))
    assert (view.file, view.delimiter, view.encoding) == ("a.csv", ";", "utf-8")
    assert [(one.source, one.examples) for one in view.columns] == [
        ("Email", ("a@b.com",)),
        ("Name", ("Ann",)),
    ]
