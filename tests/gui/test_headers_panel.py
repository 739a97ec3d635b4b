"""The panel "Headers": sender, reply address, headers of one's own, the link to unsubscribe."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from composer.gui.writing.panels.headers_panel import HeadersPanel


def test_the_sender_is_changed_in_one_step_and_undone(author):
    panel = author.open(HeadersPanel)
    before = author.page.draft.sender
    author.write(panel.from_box.name.edit, "Exchange, Desk")
    assert author.page.draft.sender == '"Exchange, Desk" <notices@seed.test>'
    author.write(panel.from_box.address.edit, "desk@seed.test")
    author.saved(lambda draft: draft.sender == '"Exchange, Desk" <desk@seed.test>')
    author.undo()
    author.undo()
    assert author.page.draft.sender == before
    assert panel.from_box.name.edit.text() == "Example Exchange"
    assert panel.from_box.address.edit.text() == "notices@seed.test"


def test_an_address_that_cannot_be_one_is_told_under_its_field_and_kept_there(author):
    panel = author.open(HeadersPanel)
    author.write(panel.from_box.address.edit, "nobody at all")
    author.until(lambda: panel.from_box.address.edit.property("state") == "error")
    assert panel.from_box.address.problems.text
    author.page.save()
    author.idle()
    assert author.stored.sender == "Example Exchange <notices@seed.test>"
    assert panel.from_box.address.edit.text() == "nobody at all"
    author.write(panel.from_box.address.edit, "desk@seed.test")
    author.until(lambda: panel.from_box.address.edit.property("state") == "")
    author.saved(lambda draft: draft.sender == "Example Exchange <desk@seed.test>")


def test_an_address_comes_from_a_column_of_contacts_only(author):
    panel = author.open(HeadersPanel)
    box = panel.reply_to
    box._list_columns()
    assert [action.text() for action in box.from_column.menu().actions()] == ["manager_email"]
    box.choose_column("manager_email")
    assert author.page.draft.reply_to.endswith("<{{ manager_email }}>")
    assert not box.address.edit.isVisible()
    assert "manager_email" in box.chosen.text()
    author.saved(lambda draft: draft.reply_to.endswith("<{{ manager_email }}>"))
    box.choose_column("")
    assert box.address.edit.isVisible()
    assert box.address.edit.hasFocus()
    author.idle()
    assert author.page.draft.reply_to.endswith("<{{ manager_email }}>")  # nothing is written yet
    box.name.edit.setFocus()
    assert author.page.draft.reply_to == "Example Exchange Support <>"
    author.undo()
    assert author.page.draft.reply_to.endswith("<{{ manager_email }}>")
    assert not box.address.edit.isVisible()
    box.choose_column("")
    author.write(box.address.edit, "{{ company }}")
    author.until(lambda: "not a column of contacts" in box.address.problems.text)


def test_a_default_header_is_left_out_written_and_filled_in_again(author):
    panel = author.open(HeadersPanel)
    author.click(panel.more)
    row = panel.defaults["List-Id"]
    author.until(lambda: row.field.edit.text() == "<notices.seed.test>")
    assert row.state.text() == "Filled in by the program."
    author.click(row.turn)
    assert ("List-Id", "") in author.page.draft.headers
    assert row.state.text() == "Left out."
    author.saved(lambda draft: ("List-Id", "") in draft.headers)
    assert "List-Id" not in dict(author.workspace.preview(author.campaign, None).rendered.headers)
    author.click(row.turn)
    assert "List-Id" not in dict(author.page.draft.headers)
    author.write(row.field.edit, "<weights.seed.test>")
    assert ("List-Id", "<weights.seed.test>") in author.page.draft.headers
    assert row.state.text() == "Your own words."
    author.saved(lambda draft: ("List-Id", "<weights.seed.test>") in draft.headers)


def test_a_header_of_ones_own_is_added_and_removed(author):
    panel = author.open(HeadersPanel)
    author.click(panel.more)
    assert [(row.name.text(), row.value.text()) for row in panel.own] == [
        ("X-Campaign", "index-weights")
    ]
    author.click(panel.add)
    row = panel.own[-1]
    author.write(row.name, "X-Reason")
    assert "X-Reason" not in dict(author.page.draft.headers)
    author.write(row.value, "terms")
    assert dict(author.page.draft.headers)["X-Reason"] == "terms"
    author.saved(lambda draft: ("X-Reason", "terms") in draft.headers)
    author.click(panel.own[0].remove)
    assert "X-Campaign" not in dict(author.page.draft.headers)
    author.undo()
    assert [row.name.text() for row in panel.own] == ["X-Campaign", "X-Reason"]


def test_a_header_whose_value_is_emptied_leaves_the_message_and_its_row_says_so(author):
    panel = author.open(HeadersPanel)
    author.click(panel.more)
    row = panel.own[0]
    author.write(row.value, "")
    assert row.missing.isVisible()
    assert row.missing.text() == "Left out of the message: it has no value."
    assert row.value.accessibleDescription() == row.missing.text()
    assert "X-Campaign" not in dict(author.page.draft.headers)
    author.saved(lambda draft: "X-Campaign" not in dict(draft.headers))
    assert panel.own[0] is row
    author.write(row.value, "again")
    assert not row.missing.isVisible()
    assert dict(author.page.draft.headers)["X-Campaign"] == "again"


def test_ctrl_z_in_a_row_made_later_takes_back_the_pages_step(author):
    panel = author.open(HeadersPanel)
    author.click(panel.more)
    author.write(panel.own[0].value, "other")
    assert dict(author.page.draft.headers)["X-Campaign"] == "other"
    panel.own[0].value.setFocus()
    author.qtbot.keyClick(panel.own[0].value, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dict(author.page.draft.headers)["X-Campaign"] == "index-weights"
    assert panel.own[0].value.text() == "index-weights"


def test_a_line_that_nobody_left_yet_is_saved_with_the_page(author):
    panel = author.open(HeadersPanel)
    panel.from_box.name.edit.setFocus()
    panel.from_box.name.edit.end(False)
    author.qtbot.keyClicks(panel.from_box.name.edit, " Desk")
    author.page.leave()
    author.until(lambda: " Desk" in author.stored.sender)


@pytest.mark.parametrize("name", ["Bcc", "X-SMTPAPI", "X-Bcc", "Subject", "X-A: x"])
def test_a_header_that_is_not_allowed_is_told_in_its_row_and_not_stored(author, name):
    panel = author.open(HeadersPanel)
    author.click(panel.more)
    author.click(panel.add)
    row = panel.own[-1]
    author.write(row.name, name)
    author.write(row.value, "x")
    author.until(lambda: "not allowed" in row.problems.text)
    author.page.save()
    author.idle()
    assert name not in dict(author.stored.headers)


def test_the_link_to_unsubscribe_takes_the_persons_own_word(author):
    panel = author.open(HeadersPanel)
    panel.unsubscribe.edit.setFocus()
    author.qtbot.keyClicks(panel.unsubscribe.edit, "http://seed.test/out?t=")
    author.click(panel.token)
    author.qtbot.keyClick(panel.unsubscribe.edit, Qt.Key.Key_Return)
    assert author.page.draft.unsubscribe == "http://seed.test/out?t={{ token }}"
    author.until(lambda: "not protected" in panel.unsubscribe.problems.text)
    author.write(panel.unsubscribe.edit, "https://seed.test/out?t={{ token }}")
    author.until(lambda: panel.unsubscribe.problems.text == "")
    author.saved(lambda draft: draft.unsubscribe.startswith("https://"))


def test_the_account_is_chosen_recorded_at_once_and_taken_back_to_the_same_bytes(author):
    from composer.model.accounts import MailAccount
    from composer.model.campaign import Security, TransportKind, TransportSettings

    here = TransportSettings(
        kind=TransportKind.SMTP, host="localhost", port=2525, security=Security.NONE
    )
    author.workspace.accounts.save(MailAccount(name="Here", settings=here), by=author.person)
    before = author.workspace.content(author.campaign).settings_source
    panel = author.open(HeadersPanel)
    choice = panel.account.choice
    author.until(lambda: choice.count() == 2)
    assert choice.currentText() == "Practice mailbox"
    author.write(panel.from_box.name.edit, "Desk")  # not saved yet, and not lost
    choice.activated.emit(0)
    author.until(lambda: author.window.session.content.campaign.transport == here)
    author.until(panel.account.undo.isVisible)
    assert "Here" in choice.currentText()
    author.saved(lambda draft: draft.sender.startswith("Desk"))
    author.undo()
    author.saved(lambda draft: not draft.sender.startswith("Desk"))
    author.click(panel.account.undo)
    author.until(lambda: author.window.session.content.settings_source == before)
    author.until(lambda: choice.currentText() == "Practice mailbox")
