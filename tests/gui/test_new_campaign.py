"""New campaign: from a layout, from an earlier one, from a folder dropped anywhere."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QUrl

from composer.gui.dropping import campaign_folder
from composer.gui.new_campaign_forms import LayoutForm
from composer.gui.pages.apart import Apart
from composer.model.accounts import MailAccount
from composer.model.campaign import TransportKind, TransportSettings
from composer.model.new_campaign import Part
from composer.model.stages import Stage


def test_a_campaign_is_begun_in_the_window_either_way(author):
    window = author.window
    window.show_campaigns()
    window.campaigns.press_primary()
    page = window.apart[Apart.NEW_CAMPAIGN]
    author.until(lambda: page.copy_form.source.count() == 1)
    assert page.layout_form.from_field.text().endswith("<notices@seed.test>")
    assert page.footer.reason._whole == "A campaign needs a name."
    page.name.setText("Spring news")
    page.layout_form.layouts.chosen.emit("newsletter")
    author.until(page.footer.primary.isEnabled)
    page.press_primary()
    author.until(lambda: window.session.content is not None and window.page.stage is Stage.WRITE)
    assert window.session.content.campaign.layout == "newsletter"
    window.session.new_campaign_requested.emit()
    author.until(lambda: page.copy_form.source.count() == 2)
    page.by_copy.click()
    page.copy_form.source.setCurrentIndex(1)
    page.copy_form.parts[Part.TEXT].setChecked(False)
    assert page.copy_form.wanted == (Part.AUDIENCE, Part.ACCOUNT)
    page.name.setText("Another")
    page.press_primary()
    author.until(lambda: "Another" in window.windowTitle())
    assert window.session.content.message.subject == ""


def test_a_folder_is_taken_for_a_campaign_only_when_it_holds_one(qapp, tmp_path):
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    assert campaign_folder(dragged) == ()
    (tmp_path / "campaign.toml").write_text("")
    assert campaign_folder(dragged) == (tmp_path,)


def test_the_usual_sender_of_the_account_stands_in_from_until_somebody_types(qtbot):
    form = LayoutForm()
    qtbot.addWidget(form)
    settings = TransportSettings(kind=TransportKind.SENDGRID)
    accounts = [MailAccount(name=name, settings=settings) for name in ("News", "Notices", "Old")]
    form.show_known((), accounts)
    senders = {"News": "Acme <news@acme.co>", "Notices": "notices@acme.co", "Old": ""}
    form.suggest_senders(senders, "Acme <newest@acme.co>")
    assert form.from_field.text() == "Acme <news@acme.co>"
    form.account.setCurrentIndex(1)
    assert form.from_field.text() == "notices@acme.co"
    form.account.setCurrentIndex(2)
    assert form.from_field.text() == "Acme <newest@acme.co>"
    form.from_field.setText("me@acme.co")
    form.account.setCurrentIndex(0)
    form.suggest_senders(senders, "Acme <newest@acme.co>")
    assert form.from_field.text() == "me@acme.co"
