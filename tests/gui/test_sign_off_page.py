"""The Sign off page: what changed, whose approval is lost, asking, and everything in one press."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel
from sample_workspace import ANA, BEN, CAMPAIGN
from sending_workspace import CHEN, SendingWorkspace

from composer.gui.application import make_window
from composer.gui.band import band_state
from composer.gui.change_sheet import change_sheet
from composer.gui.pages.sign_off_now import notes_of, time_words
from composer.gui.theme import ThemeChoice
from composer.model.frozen_and_tested import Step
from composer.model.signers import Signer, Signers
from composer.model.stages import Stage

WAIT_MS = 20_000


@pytest.fixture
def open_page(qtbot, tmp_path):
    opened = []

    def open_one(situation, *, practice=False, prepare=lambda workspace: None):
        workspace = SendingWorkspace(tmp_path / "mailbox", practice=practice)
        if situation != "new":
            workspace.at(situation)
        prepare(workspace)
        window = make_window(workspace, theme=ThemeChoice.LIGHT, person=ANA)
        qtbot.addWidget(window)
        window.failures = []
        window.session.failed.connect(window.failures.append)
        window.show()
        qtbot.waitUntil(lambda: window.session.content is not None, timeout=WAIT_MS)
        window.show_stage(Stage.SIGN_OFF)
        opened.append(window)
        return workspace, window, window.page

    yield open_one
    for window in opened:
        assert window.failures == []
        window.close()


@pytest.fixture
def until(qtbot):
    return lambda ask: qtbot.waitUntil(ask, timeout=WAIT_MS)


def test_a_lost_approval_is_said_on_the_page_and_in_the_band(open_page, until):
    _workspace, window, page = open_page("new", prepare=SendingWorkspace.lose_the_approval)
    until(page.overview.void.isVisible)
    assert page.overview.void.words.text().startswith("Ben Okafor's approval no longer counts")
    assert page.overview.void.ask.text() == "Ask Ben Okafor again"
    assert not page.overview.void.ask.isEnabled()
    assert page.overview.void.why_not.text()
    assert page.overview.changed.sentences[0].startswith("The subject was")
    assert window.band.words.text() == page.overview.void.words.text()
    assert window.band.button.text() == "Show what changed"


def test_one_press_freezes_tests_and_offers_to_ask_again(open_page, until):
    workspace, _window, page = open_page("new", prepare=SendingWorkspace.lose_the_approval)
    until(lambda: page.footer.primary.text() == "Freeze, test and ask again")
    page.press_primary()
    until(page.overview.ask_card.isVisible)
    assert page.overview.run.words.text().startswith("Frozen and tested.")
    assert (
        "The pace was 50 messages a second and is now 500."
        in page.overview.ask_card.text.toPlainText()
    )
    assert page.overview.void.ask.isEnabled()
    page.overview.ask_card.copy()
    until(lambda: BEN.public_key in workspace.asked_at)
    until(lambda: page.footer.primary.text().startswith("Remind "))
    page.press_primary()
    assert page.overview.ask_card.text.toPlainText().startswith("A reminder:")


def test_the_file_for_those_who_are_asked_is_saved(open_page, until, tmp_path):
    workspace, _window, page = open_page("tested")
    until(lambda: page.footer.primary.text().startswith("Ask "))
    page.press_primary()
    page.asking.save_file(tmp_path / "weights.proof")
    until(lambda: workspace.passing.exported == [(BEN.email, CHEN.email)])
    assert "attached proof file" in page.overview.ask_card.text.toPlainText()


def test_it_says_where_it_stopped(open_page, until):
    def missing(workspace):
        workspace.stop_at = Step.ARRIVAL

    _workspace, _window, page = open_page("new", prepare=missing)
    until(lambda: page.footer.primary.text() == "Freeze, test and ask")
    page.press_primary()
    until(lambda: page.overview.run.look.isVisible())
    assert "Not everything has arrived" in page.overview.run.words.text()
    assert not page.overview.run.cancel.isVisible()


def test_messages_that_changed_stand_side_by_side(open_page, until):
    _workspace, _window, page = open_page("tested", prepare=SendingWorkspace.lose_the_approval)
    until(page.overview.changed.isVisible)
    page.overview.changed.beside.click()
    until(lambda: page.beside is not None and page.views.currentWidget() is page.beside)
    assert page.beside.count.text() == "1 of 3"
    page.beside.step(1)
    assert page.beside.count.text() == "2 of 3"
    page.beside.left.emit()
    assert page.views.currentIndex() == 0


def test_the_sheet_names_what_a_change_voids(open_page, until):
    workspace, window, _page = open_page("approved")
    sheet = change_sheet(window, workspace.status(CAMPAIGN))
    assert "frozen and signed by Ben Okafor" in sheet.accessibleName()
    assert "the test and Ben Okafor's approval no longer count" in sheet.accessibleDescription()
    tested = replace(workspace.status(CAMPAIGN), approvals=(), stage=Stage.SIGN_OFF)
    assert "the test no longer counts" in change_sheet(window, tested).accessibleDescription()


def test_the_band_says_that_an_opened_campaign_still_counts(open_page, until):
    workspace, _window, _page = open_page("approved")
    status = workspace.status(CAMPAIGN)
    assert band_state(status, practice=False).action == "change"
    assert "still counts" in band_state(status, practice=False, thawed=True).text


def test_undoing_a_change_is_said_to_bring_everything_back(open_page, until):
    workspace, window, page = open_page("new", prepare=SendingWorkspace.lose_the_approval)
    until(page.overview.void.isVisible)
    proof = workspace.changed_now.proof
    workspace.at("approved")
    workspace._proof, workspace.changed_now = proof, None
    window.session.reload()
    until(lambda: "frozen version again" in page.notice._text.text())


def test_who_can_be_reached_now_and_until_when_is_said():
    at = datetime(2026, 12, 1, 16, 5, tzinfo=UTC)
    ben = Signer(
        person=BEN,
        why_not=(),
        zone="Asia/Tokyo",
        hours=("09:00", "17:00"),
        local_now=at,
        is_in_hours=True,
        phone="+49 30 1234",
        stands_in_for="Chen",
    )
    now = Signers(people=(ben,), have=0, needed=1, latest_at=at)
    notes = notes_of(now, {BEN.public_key: at - timedelta(hours=2)}, {})[BEN.email]
    assert "Stands in for Chen." in notes
    assert any(note.startswith("Can be reached now: it is") for note in notes)
    assert any("30 1234" in note for note in notes)
    assert any(note.startswith("Asked ") for note in notes)
    assert time_words(now).startswith("An approval until")
    assert time_words(replace(now, is_too_late=True)).startswith("No approval is early enough")


def test_one_press_asks_by_mail_and_says_of_each_what_became(open_page, until):
    def know_everybody(workspace):
        people = tuple(Signer(person=line.person, why_not=()) for line in workspace.people())
        workspace.signers_now = Signers(people=people, have=0, needed=1)

    workspace, _window, page = open_page("tested", prepare=know_everybody)
    until(lambda: page.footer.primary.text().startswith("Ask "))
    page.press_primary()
    card = page.overview.ask_card
    until(card.isVisible)
    assert card.send.text() == "Send this to 2 reviewers"
    asked = set(card.addresses)
    workspace.refuses_mail_to = card.addresses[-1]
    card.send.click()
    assert not card.send.isEnabled(), "a second press would be a second message to each"
    until(lambda: not card.isVisible())
    until(card.send.isEnabled)
    until(lambda: any("Asked by mail" in text for text in said_in(page.overview.signers)))
    failed = next(one for one in workspace.mail_outcomes.values() if not one.is_taken)
    assert failed.failed.text in said_in(page.overview.signers)
    assert "550 5.1.1 <…>: no such user" in failed.failed.text
    assert asked == {one.email for one in workspace.mail_outcomes.values()}


def said_in(widget):
    """Give every text that a card shows."""
    return [line.text() for line in widget.findChildren(QLabel)]


def test_the_review_says_what_changed_since_this_person_approved(open_page, until):
    def change_after_it(workspace):
        workspace.lose_the_approval()
        workspace.changed_since_mine, workspace.changed_now = workspace.changed_now, None

    _workspace, window, page = open_page("tested", prepare=change_after_it)
    window.session.act_as(BEN)
    until(lambda: page.footer.primary.text() == "Look at every kind of message")
    page.press_primary()
    card = page.review.since_mine
    until(card.isVisible)
    assert card.title.text() == "What changed since you approved it"
    assert card.sentences[0].startswith("The subject was")
    until(page.review.right.isEnabled)
    page.review.looks_right()
    assert not card.isVisible(), "then each message has the room"
