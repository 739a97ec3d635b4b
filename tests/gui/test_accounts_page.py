"""The page Accounts on a real workspace: a service added, asked, changed, its key stored and taken out."""

from __future__ import annotations

import pytest
from layout_faults import layout_faults
from PySide6.QtCore import Qt

from composer.gui.application import make_window
from composer.gui.pages.apart import Apart
from composer.gui.theme import ThemeChoice
from composer.model.accounts import Verdict
from composer.model.person import Role
from composer.workspace import Workspace
from tests.servers.sendgrid import KEY, sendgrid

ANA = "ana@acme.co"


@pytest.fixture
def real(tmp_path):
    opened = Workspace.create(tmp_path / "workspace", practice=True)
    opened.add_person(name="Ana Reyes", email=ANA, roles=frozenset({Role.AUTHOR}), by=None)
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, real):
    made = make_window(real, person=real.resolve_person(ANA), theme=ThemeChoice.LIGHT)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def page(qtbot, window):
    window.session.accounts_requested.emit()
    qtbot.waitUntil(lambda: Apart.ACCOUNTS in window.apart)
    qtbot.waitUntil(lambda: window.apart[Apart.ACCOUNTS].seen is not None)
    return window.apart[Apart.ACCOUNTS]


@pytest.fixture
def provider():
    with sendgrid() as running:
        running.senders["notices@example.com"] = True
        yield running


def idle(qtbot, page):
    qtbot.waitUntil(lambda: page.session.background.is_idle)


def fill(qtbot, page, provider):
    qtbot.mouseClick(page.footer.primary, Qt.MouseButton.LeftButton)
    form = page.form
    qtbot.waitUntil(form.isVisible)
    for edit, text in (
        (form.name, "Notices"), (form.usual_sender, "notices@example.com"),
        (form.url, provider.base_url), (form.secret, KEY),
    ):  # fmt: skip
        edit.setText(text)


def test_a_service_is_asked_before_it_is_saved_and_its_key_goes_into_the_store(
    qtbot, page, real, provider
):
    assert page.empty.isVisible()
    assert layout_faults(page) == []
    fill(qtbot, page, provider)
    assert layout_faults(page) == []
    qtbot.mouseClick(page.form.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.form.lines.isVisible)
    not_fine = [line for line in page.form.lines.shown if line.verdict is not Verdict.FINE]
    assert [(line.topic, line.verdict) for line in not_fine] == [
        ("Authenticated domains", Verdict.LOOK)
    ]
    assert not_fine[0].said == "No domain is authenticated."
    assert real.accounts.saved() == ()
    qtbot.waitUntil(lambda: layout_faults(page) == [])  # it has to find its heights first
    qtbot.mouseClick(page.footer.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.form.secret.text() == ""
    assert "Notices" in page.detail.name.accessibleName()
    assert not page.empty.isVisible()
    qtbot.mouseClick(page.detail.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.detail.lines.isVisible)
    qtbot.waitUntil(lambda: layout_faults(page) == [])  # once the lines have their place
    idle(qtbot, page)
    qtbot.mouseClick(page.detail.forget, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.detail.forget.isVisible())
    page.detail.secret.setText("SG.another")
    qtbot.keyClick(page.detail.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(page.detail.forget.isVisible)
    idle(qtbot, page)
    qtbot.mouseClick(page.detail.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.detail.lines.isVisible)
    assert page.detail.lines.shown[0].verdict is Verdict.FAULT


def test_what_is_missing_is_said_and_a_name_that_is_taken_is_told_in_the_form(
    qtbot, page, real, provider
):
    fill(qtbot, page, provider)
    page.form.name.clear()
    assert not page.footer.primary.isEnabled()
    assert page.footer.reason.accessibleName() == "It needs a name first."
    page.form.name.setText("Notices")
    qtbot.mouseClick(page.footer.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    idle(qtbot, page)
    fill(qtbot, page, provider)
    qtbot.mouseClick(page.footer.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "already" in page.form.result.text())
    qtbot.mouseClick(page.footer.secondary, Qt.MouseButton.LeftButton)
    idle(qtbot, page)
    qtbot.mouseClick(page.detail.change, Qt.MouseButton.LeftButton)
    assert page.form.name.text() == "Notices"
    page.form.name.setText("Letters")
    qtbot.mouseClick(page.footer.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Letters" in page.detail.name.accessibleName())
    assert [one.settings.key for one in real.accounts.saved()] == ["account-notices"]
    idle(qtbot, page)
    qtbot.mouseClick(page.detail.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert real.accounts.saved() == ()


def test_a_mailbox_with_certificates_of_its_own_is_added_from_here(qtbot, page, real):
    qtbot.mouseClick(page.add_mailbox, Qt.MouseButton.LeftButton)
    form = page.boxes.form
    qtbot.waitUntil(form.isVisible)
    assert layout_faults(page) == []
    form.address.setText("seed@example.com")
    form.host.setText("imap.example.com")
    form.password.setText("secret")
    form.ca_file.edit.setText("/etc/ssl/own.pem")
    qtbot.mouseClick(page.footer.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert real.test_mailboxes.listed()[0].imap.ca_file == "/etc/ssl/own.pem"
    assert page.body.currentWidget() is page.sides
    idle(qtbot, page)
    qtbot.mouseClick(page.detail.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)


def test_who_keeps_no_accounts_sees_them_and_why_nothing_can_be_added(qtbot, page, real, window):
    owner = real.resolve_person(ANA)
    ben = real.add_person(
        name="Ben", email="ben@acme.co", roles=frozenset({Role.TRANSLATOR}), by=owner
    )
    window.session.act_as(ben)
    qtbot.waitUntil(lambda: not page.footer.primary.isEnabled())
    assert page.footer.reason.accessibleName() == "Only owners and senders keep accounts."
    assert not page.add_mailbox.isVisible()
