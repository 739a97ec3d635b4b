"""The Brand page: written, seen, put into the campaigns, left and locked."""

from __future__ import annotations

import threading

from author import picture
from PySide6.QtGui import QImage
from unexplained import unexplained

from composer.gui.sheets import Sheet
from composer.gui.writing.panels.layout_panel import LayoutPanel
from composer.model.stages import Stage


def brand_page(author):
    author.window.session.brand_requested.emit()
    author.idle()
    return author.window.page


def test_the_brand_is_reached_from_the_layouts_and_leads_back(author):
    author.click(author.open(LayoutPanel).brand)
    author.idle()
    page = author.window.page
    assert page.heading.text() == "Brand"
    assert page.footer.primary.text() == "Use this brand in 1 campaign"
    assert not page.footer.primary.isEnabled()
    assert page.footer.reason._whole == "Nothing is changed."
    author.click(page.footer.back)
    assert author.window.page.stage is Stage.WRITE
    author.window.show_campaigns()
    author.click(author.window.campaigns.brand)
    assert author.window.page is page
    author.click(page.footer.back)
    assert author.window.page is author.window.campaigns


def test_a_brand_is_written_seen_and_put_into_the_campaigns(author, tmp_path):
    page = brand_page(author)
    author.write(page.form.name.edit, "Example Exchange")
    author.write(page.form.colour.edit, "#7A1F4B")
    assert "easy to read" in page.form.colour.contrast.text()
    page.form.address.edit.setPlainText("Ring 1\n1010 Vienna")
    author.write(page.form.website.edit, "https://seed.test")
    page.form.logo.take(picture(tmp_path / "Logo.png"))
    author.until(lambda: page.form.logo.value is not None)
    author.until(lambda: page.pane._message is not None and "Ring 1" in page.pane._message.html)
    author.until(page.footer.primary.isEnabled)
    author.click(page.footer.primary)
    author.until(lambda: author.workspace.authoring.brand()[0].name == "Example Exchange")
    author.idle()
    brand = author.workspace.content(author.campaign).message.brand
    assert (brand.colour, brand.address) == ("#7a1f4b", "Ring 1\n1010 Vienna")
    assert brand.logo == "files/brand-logo.png"
    assert QImage.fromData(author.workspace.authoring.brand()[1]).width() == 480
    assert not page.footer.primary.isEnabled()


def test_what_is_wrong_in_the_brand_is_told_under_its_field(author, tmp_path):
    page = brand_page(author)
    author.write(page.form.colour.edit, "#ffff00")
    assert "4.5 is the least" in page.form.colour.contrast.text()
    author.until(lambda: "hard to read" in page.form.colour.problems.text)
    assert page.footer.primary.isEnabled()
    author.write(page.form.website.edit, "http://seed.test")
    author.until(lambda: "not protected" in page.form.website.problems.text)
    author.until(lambda: not page.footer.primary.isEnabled())
    bad = tmp_path / "logo.svg"
    bad.write_text("<svg/>")
    page.form.logo.take(bad)
    author.until(lambda: "not a picture" in page.form.logo.problems.text)


def test_what_is_not_saved_in_the_brand_stays_while_one_looks_elsewhere(author):
    page = brand_page(author)
    author.write(page.form.name.edit, "Half a name")
    author.click(page.footer.back)
    page = brand_page(author)
    assert page.form.name.edit.text() == "Half a name"
    assert page.is_unsaved


def test_leaving_the_brand_unsaved_is_told_where_one_goes(author):
    page = brand_page(author)
    author.write(page.form.name.edit, "Half a name")
    author.click(page.footer.back)
    assert "brand is not saved yet" in author.page.notice._text.text()


def test_the_window_is_not_closed_over_an_unsaved_brand_without_asking(author):
    page = brand_page(author)
    author.write(page.form.name.edit, "Half a name")
    author.click(page.footer.back)
    assert not author.window.close()
    assert author.window.page is page
    sheet = author.window.findChild(Sheet)
    assert sheet.accessibleName() == "The brand is not saved."
    assert sheet.focusWidget().text() == "Keep it open"
    sheet.reject()
    assert author.window.isVisible()
    assert not author.window.close()
    author.until(lambda: len(author.window.findChildren(Sheet)) == 1)
    author.window.findChild(Sheet).accept()
    assert not author.window.isVisible()


def test_the_brand_can_be_written_before_its_campaigns_are_counted(author, monkeypatch):
    may_count = threading.Event()
    count = author.workspace.authoring.brand_reach
    monkeypatch.setattr(
        type(author.workspace.authoring),
        "brand_reach",
        lambda _self: may_count.wait(10) and count(),
    )
    author.window.session.brand_requested.emit()
    page = author.window.page
    author.until(lambda: not page.form.name.edit.isReadOnly())
    author.write(page.form.name.edit, "Example Exchange")
    assert page.footer.reason._whole == "Counting the campaigns that get it…"
    may_count.set()
    author.until(page.footer.primary.isEnabled)
    assert page.footer.primary.text() == "Use this brand in 1 campaign"


def test_frozen_campaigns_keep_their_brand_and_the_page_says_so(author):
    author.workspace.check(author.campaign)
    author.workspace.seal(author.campaign, by=author.person)
    page = brand_page(author)
    assert page.footer.primary.text() == "Save the brand"
    assert "1 campaign is frozen or was sent and keeps its own" in page.reach_words.text()


def test_the_brand_says_why_something_is_off(author):
    page = brand_page(author)
    assert not page.footer.primary.isEnabled()
    assert unexplained(page) == []
    author.write(page.form.website.edit, "http://seed.test")
    author.until(lambda: "must be fixed" in page.footer.reason._whole)
    assert unexplained(page) == []


def test_a_reviewer_may_look_at_the_brand_and_not_change_it(author):
    reviewer = next(
        here.person for here in author.workspace.people() if here.person != author.person
    )
    author.window.session.act_as(reviewer)
    author.idle()
    page = brand_page(author)
    assert page.form.name.edit.isReadOnly()
    assert not page.footer.primary.isEnabled()
    assert "Only authors" in page.footer.reason._whole
    assert unexplained(page) == []
