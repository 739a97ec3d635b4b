"""The plain-text part on the Write page: derived, written by hand, older than the text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.errors import UsageError
from tests.flow.authoring.desk import Desk


def test_the_derived_plain_text_can_be_gone_on_from_by_hand(desk: Desk) -> None:
    before = desk.workspace.preview(desk.campaign, None).rendered.text
    derived = desk.authoring.derived_text(desk.campaign)
    assert "{{" in derived
    desk.save(text_override=derived)
    after = desk.workspace.preview(desk.campaign, None).rendered.text
    assert words_of(after) == words_of(before)


def words_of(text: str) -> list[str]:
    """The words without the rules of tables, which are as long as what stands in the column."""
    return [word for word in text.split() if set(word) != {"-"}]


def test_plain_text_is_derived_from_what_is_typed_and_not_saved(desk: Desk) -> None:
    draft = replace(desk.draft, body="Only {{ first_name }} here.\n", text_override="by hand")
    assert "Only {{ first_name }} here." in desk.authoring.derived_text(desk.campaign, draft)


def is_older(desk: Desk) -> bool:
    return desk.workspace.content(desk.campaign).text_is_older


def test_plain_text_by_hand_is_older_once_the_text_changes_and_not_after_undoing(
    desk: Desk,
) -> None:
    body = desk.draft.body
    desk.save(text_override="By hand.\n")
    assert not is_older(desk)
    desk.save(subject="Another subject")
    assert not is_older(desk)
    desk.save(body=body + "\nOne more line.\n")
    assert is_older(desk)
    found = desk.authoring.older_text(desk.campaign)
    assert found is not None
    assert (found.then, found.now) == (body, body + "\nOne more line.\n")
    desk.save(body=body)
    assert not is_older(desk)
    assert desk.authoring.older_text(desk.campaign) is None


def test_plain_text_that_still_fits_is_asked_about_again_only_after_another_change(
    desk: Desk,
) -> None:
    body = desk.draft.body
    desk.save(text_override="By hand.\n")
    desk.save(body=body + "\nOne more line.\n")
    before = desk.revision
    desk.authoring.say_text_still_fits(desk.campaign, by=desk.author)
    assert not is_older(desk)
    assert desk.revision == before
    desk.save(body=body + "\nAnd another.\n")
    assert is_older(desk)
    desk.save(body=body + "\nOne more line.\n")
    assert not is_older(desk)


def test_derived_plain_text_needs_nobody_to_say_that_it_fits(desk: Desk) -> None:
    with pytest.raises(UsageError):
        desk.authoring.say_text_still_fits(desk.campaign, by=desk.author)
