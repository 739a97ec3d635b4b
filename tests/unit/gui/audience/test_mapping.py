"""What each column of a source is to be."""

from __future__ import annotations

from composer.gui.audience.mapping import again, suggested
from composer.model.audience import ColumnRole, ColumnSuggestion
from composer.model.campaign import AudienceSettings

BEFORE = AudienceSettings(file="list.csv", segment="tier = gold")


def column(source, name="", *roles):
    return ColumnSuggestion(
        source=source, name=name or source, roles=frozenset(roles), examples=("a",)
    )


def sample():
    return suggested(
        [
            column("Email Address", "email", ColumnRole.EMAIL),
            column("Lang", "lang", ColumnRole.LOCALE),
            column("No", "number", ColumnRole.ID, ColumnRole.PERSONAL),
            column("City", "city", ColumnRole.FIELD),
        ]
    )


def test_suggestions_become_settings_and_nothing_else_changes():
    settings = sample().settings(BEFORE)
    assert settings.email == "email"
    assert settings.locale == "lang"
    assert settings.ids == settings.personal == ("number",)
    assert settings.columns == (
        ("Email Address", "email"),
        ("Lang", "lang"),
        ("No", "number"),
        ("City", "city"),
    )
    assert settings.segment == "tier = gold"


def test_the_address_moves_from_one_column_to_another():
    mapping = sample().with_role(3, ColumnRole.EMAIL, has=True)
    assert [ColumnRole.EMAIL in one.roles for one in mapping.columns] == [False, False, False, True]
    assert [one.origin for one in mapping.columns] == ["chosen", "suggested", "suggested", "chosen"]


def test_without_an_address_nothing_can_be_read():
    mapping = sample().with_role(0, ColumnRole.EMAIL, has=False)
    assert mapping.problem() == "Say which column holds the address."
    assert sample().problem() == ""


def test_two_columns_of_one_name_are_told():
    assert "city" in sample().with_name(2, " city ").problem()
    assert sample().with_name(2, " ").problem() == "Each column needs a name in the message."


def test_no_language_is_no_column_by_chance():
    mapping = suggested([column("email", "", ColumnRole.EMAIL), column("locale")])
    assert mapping.settings(BEFORE).locale == ""


def test_what_was_chosen_stays_when_the_file_is_opened_anew():
    chosen = sample().with_name(3, "town")
    columns = [column(one.source, one.name) for one in sample().columns]
    assert again(chosen, columns).columns[3].name == "town"
    assert again(chosen, columns[:2]).columns == suggested(columns[:2]).columns
