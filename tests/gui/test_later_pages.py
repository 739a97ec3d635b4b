"""The pages Test, Sign off, Review, Send, Decide and Report in a real window, on a played send."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from sample_workspace import ANA, BEN, CAMPAIGN
from sending_workspace import CHEN, SendingWorkspace

from composer.gui.application import make_window
from composer.gui.pages.groups import GROUPS, REFUSED, UNCLEAR, sum_words
from composer.gui.pages.plan_bar import parts_of
from composer.gui.pages.send_phase import Phase
from composer.gui.pages.send_sheet import send_sheet
from composer.gui.theme import ThemeChoice
from composer.model.received import MailSignature, ReceiptFacts, SignatureResult
from composer.model.resuming import ResumeNeeds
from composer.model.stages import Stage
from composer.model.states import Counts, RecipientState

WAIT_MS = 20_000


@pytest.fixture
def open_page(qtbot, tmp_path):
    opened = []

    def open_one(situation, stage, person=None, people=2000, practice=True):
        workspace = SendingWorkspace(tmp_path / "mailbox", people, practice=practice)
        if situation != "new":
            workspace.at(situation)
        window = make_window(workspace, theme=ThemeChoice.LIGHT, person=person)
        qtbot.addWidget(window)
        window.failures = []
        window.session.failed.connect(window.failures.append)
        window.show()
        qtbot.waitUntil(lambda: window.session.content is not None, timeout=WAIT_MS)
        window.show_stage(stage)
        opened.append(window)
        return workspace, window, window.page

    yield open_one
    for window in opened:
        assert window.failures == []
        window.close()


@pytest.fixture
def until(qtbot):
    return lambda ask: qtbot.waitUntil(ask, timeout=WAIT_MS)


# --- Test ------------------------------------------------------------------------------------


def test_without_a_frozen_version_the_test_says_why_and_leads_to_the_preview(open_page, until):
    _workspace, window, page = open_page("new", Stage.TEST)
    until(lambda: len(page.cards.cards) == 3)
    assert not page.footer.primary.isEnabled()
    assert page.footer.reason.text()
    page.footer.go_there.click()
    assert window.page.stage is Stage.PREVIEW


def test_one_press_sends_the_test_and_shows_that_everything_arrived(qtbot, open_page, until):
    _workspace, _window, page = open_page("frozen", Stage.TEST)
    until(lambda: page.footer.primary.text() == "Send test to 3 mailboxes")
    qtbot.mouseClick(page.footer.primary, Qt.MouseButton.LeftButton)
    until(lambda: page.footer.primary.text() == "Go to Sign off")
    assert "3 of 3 mailboxes, exactly as predicted" in page.verdict.text()
    assert page.model.rowCount() == 12


def test_a_different_message_is_shown_part_by_part_the_different_ones_first(open_page, until):
    workspace, window, page = open_page("tested", Stage.TEST)
    workspace.differ()
    window.session.reload()
    until(lambda: page.parts.rowCount() > 8 and page.parts.lines[0].state == "different")
    assert [line.part for line in page.parts.lines[:2]] == ["Subject", "html"]
    assert {line.state for line in page.parts.lines[2:]} == {"equal"}
    assert page.parts.data(page.parts.index(0, 2)).count("[EXTERNAL]") == 1


def test_a_look_that_takes_long_is_waited_for_before_the_next(open_page, until):
    workspace, _window, page = open_page("sent_test", Stage.TEST)
    until(lambda: page.footer.primary.text() == "Look again" and not page._reads)
    looks, go_on, state = [], threading.Event(), workspace.test_state

    def slow(campaign):
        looks.append(campaign)
        go_on.wait(10)
        return state(campaign)

    workspace.test_state = slow
    for _second in range(3):
        page._looking.timeout.emit()
    until(lambda: looks)
    assert page._reads == 1
    go_on.set()
    until(lambda: not page._reads)
    assert len(looks) == 1


def test_a_card_lists_the_messages_of_its_mailbox_only(qtbot, open_page, until):
    _workspace, _window, page = open_page("tested", Stage.TEST)
    until(lambda: page.model.rowCount() == 12)
    qtbot.mouseClick(page.cards.cards[1], Qt.MouseButton.LeftButton)
    assert {receipt.seed for receipt in page.model.receipts} == {"seed2@example.com"}


def test_a_dropped_file_is_compared_and_nothing_is_sent(open_page, until, tmp_path):
    workspace, _window, page = open_page("sent_test", Stage.TEST)
    until(lambda: page.footer.primary.text() == "Look again")
    file = tmp_path / "received.eml"
    file.write_bytes(b"Subject: x\r\n\r\n")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    where, left = QPointF(50, 50), Qt.MouseButton.LeftButton
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where.toPoint(), copy, mime, left, none)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(where, copy, mime, left, none))
    until(lambda: workspace.taken_files == [file])
    until(lambda: page.footer.primary.text() == "Go to Sign off")


def test_a_running_test_tells_how_far_it_is_and_can_be_ended(qtbot, open_page, until):
    workspace, _window, page = open_page("frozen", Stage.TEST)
    workspace.waits_for = threading.Event()
    until(lambda: page.footer.primary.text() == "Send test to 3 mailboxes")
    page.press_primary()
    until(lambda: "0 of 12 messages so far" in page.verdict.text())
    assert page.footer.secondary.text() == "Stop waiting"
    qtbot.mouseClick(page.footer.secondary, Qt.MouseButton.LeftButton)
    until(lambda: page.footer.primary.text() == "Look again")
    assert {line.state for line in page.model.receipts} == {"missing"}


def test_a_pasted_message_is_compared(open_page, until):
    workspace, _window, page = open_page("sent_test", Stage.TEST)
    until(lambda: page.footer.primary.text() == "Look again")
    QApplication.clipboard().setText("Subject: x\n\nGood morning")
    page.drop.paste.click()
    until(lambda: workspace.pasted == ["Subject: x\n\nGood morning"])
    until(lambda: page.footer.primary.text() == "Go to Sign off")


def test_what_a_person_saw_is_kept_under_their_name_and_passes_nothing(open_page, until):
    _workspace, _window, page = open_page("sent_test", Stage.TEST)
    until(lambda: page.footer.primary.text() == "Look again")
    page.drop.say.click()
    assert page.words.isVisible()
    assert not page.words.record.isEnabled()
    page.words.edit.setText("It lies in the inbox.")
    page.words.record.click()
    until(lambda: any(line.state == "attested" for line in page.model.receipts))
    until(lambda: page.footer.primary.text() == "Look again")


def test_a_test_mailbox_is_tried_before_it_is_added(open_page, until):
    workspace, _window, page = open_page("frozen", Stage.TEST)
    page.adding.more.click()
    form = page.adding.form
    assert not form.check.isEnabled()
    form.address.setText("test4@example.com")
    form.host.setText("imap.example.org")
    form.password.setText("secret")
    form.check.click()
    until(lambda: form.result.text() == "The test mailbox could not be reached.")
    form.host.setText("imap.example.com")
    form.check.click()
    until(lambda: form.result.text() == "It opens. Its inbox holds 3 messages.")
    form.add.click()
    until(lambda: workspace.test_mailboxes.added == [("test4@example.com", "secret")])
    until(lambda: not form.isVisible())
    assert form.password.text() == ""


def test_what_may_differ_is_marked_as_such_and_how_it_came_is_said(open_page, until):
    workspace, window, page = open_page("tested", Stage.TEST)
    facts = ReceiptFacts(
        how="mailbox",
        message_id=("<a@example.com>", "<b@mail.example>"),
        signatures=(
            MailSignature(
                domain="example.com",
                selector="s1",
                headers=("from", "to", "subject"),
                result=SignatureResult.PASS,
                aligned=True,
                whole_body=True,
            ),
        ),
        added=("Received", "Return-Path"),
    )
    workspace.receipts = tuple(replace(line, facts=facts) for line in workspace.receipts)
    window.session.reload()
    until(lambda: page.parts.rowCount() > 8 and page.parts.lines[0].state == "allowed")
    assert plain(page.parts.data(page.parts.index(0, 2))) == "may differ: <b@mail.example>"
    assert [line.part for line in page.parts.lines if line.state == "added"] == list(facts.added)
    assert any("example.com signed it, with 3 headers" in plain(line) for line in page.notes.lines)


def plain(text):
    return text.translate(dict.fromkeys((0x2066, 0x2067, 0x2068, 0x2069)))


# --- Sign off and Review ---------------------------------------------------------------------


def test_an_author_is_told_who_may_approve_and_can_act_as_them_in_practice(open_page, until):
    _workspace, window, page = open_page("tested", Stage.SIGN_OFF)
    until(lambda: page.footer.primary.text() == "Act as Ben Okafor")
    assert page.overview.standing.text().startswith(
        "You wrote this, so somebody else must approve it."
    )
    page.press_primary()
    until(lambda: page.footer.primary.text() == "Look at every kind of message")
    assert window.session.person == BEN


def test_outside_practice_a_ready_message_is_offered(open_page, until):
    _workspace, _window, page = open_page("tested", Stage.SIGN_OFF, practice=False)
    until(lambda: page.footer.primary.text() == "Ask Ben Okafor and Chen Wei")
    page.press_primary()
    assert page.overview.ask_card.isVisible()
    assert page.overview.ask_card.mail_link().startswith(f"mailto:{BEN.email.replace('@', '%40')},")
    page.overview.ask_card.copy()
    assert "2,000 people" in QApplication.clipboard().text()


def test_five_lines_say_what_is_signed(open_page, until):
    _workspace, _window, page = open_page("tested", Stage.SIGN_OFF)
    until(lambda: len(page.overview.signed.facts) == 5)
    said = " ".join(fact.value for fact in page.overview.signed.facts)
    for part in (
        "2,000 people",
        "notices@example.com",
        "practice mailbox",
        "4 min",
        "9f3a9f3a",
        "Ana Reyes",
    ):
        assert part in said


def test_a_reviewer_sees_every_kind_by_keyboard_and_approves(qtbot, open_page, until):
    workspace, _window, page = open_page("tested", Stage.SIGN_OFF, person=BEN)
    until(lambda: page.footer.primary.text() == "Look at every kind of message")
    page.press_primary()
    until(lambda: len(page.review.kinds) == 12)
    assert not page.footer.primary.isEnabled()
    for number in range(12):
        until(page.review.right.isEnabled)
        assert page.review.open_count == 12 - number
        qtbot.keyClick(page.review, Qt.Key.Key_Space)
    until(lambda: len(workspace.shown(CAMPAIGN, by=BEN)) == 12)
    until(page.footer.primary.isEnabled)
    assert page.footer.primary.text() == "Approve for 2,000 people"
    page.press_primary()
    until(lambda: page.footer.primary.text() == "Go to Send")
    assert [line.name for line in workspace.status(CAMPAIGN).approvals if line.counts] == [
        "Ben Okafor"
    ]


def test_arrows_go_from_kind_to_kind_and_only_painted_kinds_are_recorded(qtbot, open_page, until):
    workspace, _window, page = open_page("tested", Stage.SIGN_OFF, person=BEN)
    until(lambda: page.footer.primary.text() == "Look at every kind of message")
    page.press_primary()
    until(lambda: bool(page.review.kinds))
    qtbot.keyClick(page.review, Qt.Key.Key_Right)  # not painted yet: nothing moves
    until(page.review.next.isEnabled)
    first = page.review.kinds[0].variant.recipient_id
    until(lambda: workspace.shown(CAMPAIGN, by=BEN) == {first})
    qtbot.keyClick(page.review, Qt.Key.Key_Right)
    assert page.review.kind is page.review.kinds[1]
    until(page.review.previous.isEnabled)
    qtbot.keyClick(page.review, Qt.Key.Key_Left)
    assert page.review.kind is page.review.kinds[0]


def test_looks_right_waits_until_the_kind_is_painted_whatever_is_pressed_meanwhile(
    open_page, until
):
    _workspace, _window, page = open_page("tested", Stage.SIGN_OFF, person=BEN)
    until(lambda: page.footer.primary.text() == "Look at every kind of message")
    page.press_primary()
    review = page.review
    until(lambda: bool(review.kinds))
    assert not review.right.isEnabled()
    review.say_wrong()  # shows the same kind once more, which is still on its way
    assert not review.right.isEnabled()
    loaded = []
    review.pane.loaded.connect(lambda: loaded.append(review.right.isEnabled()))
    until(review.right.isEnabled)
    review.looks_right()
    assert not review.right.isEnabled()
    until(review.right.isEnabled)
    assert loaded == [False, False]  # what was loaded is not seen yet


def test_a_reviewer_of_one_language_is_asked_for_that_language_only(open_page, until):
    _workspace, _window, page = open_page("tested", Stage.SIGN_OFF, person=CHEN)
    until(lambda: page.footer.primary.text() == "Look at every kind of message")
    page.press_primary()
    until(lambda: bool(page.review.kinds))
    assert {kind.variant.locale for kind in page.review.kinds} == {"ja"}


def test_something_wrong_needs_words_and_is_sent_back_with_them(qtbot, open_page, until):
    workspace, _window, page = open_page("tested", Stage.SIGN_OFF, person=BEN)
    until(lambda: page.footer.primary.text() == "Look at every kind of message")
    page.press_primary()
    until(page.review.right.isEnabled)
    page.review.wrong.click()
    assert page.footer.primary.text() == "Send back with a comment"
    assert not page.footer.primary.isEnabled()
    qtbot.keyClicks(page.review.comment, "The date is wrong")
    assert page.footer.primary.isEnabled()
    page.press_primary()
    until(lambda: bool(workspace.comments))
    assert "The date is wrong" in workspace.comments[0]


# --- Send ------------------------------------------------------------------------------------


def test_before_approval_the_send_says_what_is_missing_and_leads_there(open_page, until):
    _workspace, window, page = open_page("tested", Stage.SEND)
    until(lambda: page.footer.primary.text() == "Send to 2,000 people")
    assert not page.footer.primary.isEnabled()
    page.footer.go_there.click()
    assert window.page.stage is Stage.SIGN_OFF


def test_the_sheet_stands_on_not_yet_and_only_its_button_sends(open_page, until):
    workspace, _window, page = open_page("approved", Stage.SEND)
    until(page.footer.primary.isEnabled)
    page.press_primary()
    sheet = QApplication.activeModalWidget()
    assert "First 10, then it waits for you." in sheet.accessibleDescription()
    assert sheet.findChild(QPushButton, "stay").isDefault()
    sheet.reject()
    assert workspace.started == []
    page.press_primary()
    QApplication.activeModalWidget().findChild(QPushButton, "act").click()
    until(lambda: page.phase is Phase.RUNNING)
    assert workspace.started == [ANA.email]


def test_over_ten_thousand_people_the_number_is_typed(qtbot, open_page):
    _workspace, window, _page = open_page("approved", Stage.SEND)
    sheet = send_sheet(window, name="x", people=10_001, first=10, seconds=60)
    act = sheet.findChild(QPushButton, "act")
    assert not act.isEnabled()
    qtbot.keyClicks(sheet.findChild(QLineEdit, "typed"), "10,001")
    assert act.isEnabled()
    assert (
        send_sheet(window, name="x", people=10_000, first=10, seconds=60).findChild(
            QLineEdit, "typed"
        )
        is None
    )


def test_somebody_who_may_not_send_is_told_who_may(open_page, until):
    _workspace, _window, page = open_page("approved", Stage.SEND, person=BEN, practice=False)
    until(lambda: page.footer.reason.text() == "Only Ana Reyes may do this.")
    assert not page.footer.primary.isEnabled()


@pytest.mark.parametrize("situation", ["approved", "stopped"])
def test_in_practice_whoever_has_approved_acts_as_the_sender_with_one_press(
    open_page, until, situation
):
    workspace, window, page = open_page(situation, Stage.SEND, person=BEN)
    until(lambda: page.footer.primary.text() == "Act as Ana Reyes")
    assert page.footer.primary.isEnabled()
    assert page.footer.reason.text() == "Only Ana Reyes may do this."
    page.press_primary()
    until(lambda: page.footer.primary.text() != "Act as Ana Reyes")
    assert window.session.person.email == ANA.email
    until(page.footer.primary.isEnabled)
    assert workspace.started == workspace.resumed == []


def test_a_running_send_shows_numbers_that_add_up_and_can_be_paused(open_page, until):
    workspace, window, page = open_page("running", Stage.SEND)
    until(lambda: page.run.big.text() == "1,204 of 2,000")
    assert page.run.tiles.sum_line.text() == "1,204 + 3 + 1 + 792 + 0 + 0 = 2,000 people"
    until(page.run.lights.isVisible)
    assert window.header.stop.isVisible()
    page.footer.secondary.click()
    until(lambda: page.phase is Phase.STOPPED)
    until(lambda: page.run.halt.title.text() == "Ana Reyes stopped it.")
    assert workspace.stopped_by == ANA.public_key


def test_a_click_on_a_group_lists_its_people_with_the_exact_state(qtbot, open_page, until):
    _workspace, _window, page = open_page("running", Stage.SEND)
    until(lambda: page.phase is Phase.RUNNING)
    qtbot.mouseClick(page.run.tiles.tiles[REFUSED.key], Qt.MouseButton.LeftButton)
    until(lambda: page.run.model.rowCount() == 3)
    assert page.run.model.line(0).state is RecipientState.REFUSED
    assert "550" in page.run.model.data(page.run.model.index(0, 4))
    qtbot.mouseClick(page.run.tiles.tiles[REFUSED.key], Qt.MouseButton.LeftButton)
    assert not page.run.table.isVisible()


def test_the_first_stop_shows_what_arrived_beside_what_was_predicted(open_page, until):
    workspace, _window, page = open_page("first_look", Stage.SEND)
    until(lambda: page.run.beside.verdict.text().startswith("What arrived is exactly"))
    assert page.run.halt.title.text() == "Go on with 100 people?"
    assert page.footer.secondary.text() == "Hold"
    assert page.run.halt.choices.correct.isVisible()
    assert page.run.halt.choices.end.isVisible()
    page.footer.secondary.click()
    assert workspace.started == []
    page.press_primary()
    until(lambda: page.phase is Phase.RUNNING)
    assert workspace.resumed == [""]


def test_a_stop_by_itself_says_its_cause_and_going_on_needs_a_reason(qtbot, open_page, until):
    workspace, _window, page = open_page("held", Stage.SEND)
    until(lambda: page.phase is Phase.HELD)
    assert "refused 20 messages in a row" in page.run.halt.title.text()
    assert page.run.halt.choices.isVisible()
    assert not page.footer.primary.isEnabled()
    qtbot.keyClicks(page.run.halt.reason, "The account was unlocked")
    assert page.footer.primary.text() == "Go on with 1,689 people"
    page.press_primary()
    until(lambda: workspace.resumed == ["The account was unlocked"])
    until(lambda: page.phase is Phase.RUNNING)


def test_after_a_difference_a_sender_waits_for_a_reviewer_and_sees_what_arrived(open_page, until):
    workspace, _window, page = open_page("differs", Stage.SEND)
    until(lambda: page.run.beside.verdict.text().startswith("What arrived differs in 1 place"))
    assert page.run.halt.signature.isVisible()
    assert page.footer.primary.text() == "Sign that it may go on"
    assert not page.footer.primary.isEnabled()
    said = "Only a reviewer may sign: Ben Okafor and Chen Wei."
    assert page.footer.primary.toolTip() == said
    assert "[EXTERNAL]" in page.run.beside.parts.text()
    workspace.needs = ResumeNeeds(reason=True)
    page.session.reload()
    until(lambda: page.footer.primary.text() == "Go on with 1,689 people")
    assert not page.run.halt.signature.isVisible()
    assert page.footer.reason.text() == "Going on needs a reason; write it above."


def test_a_reviewer_signs_with_a_reason_that_it_may_go_on(qtbot, open_page, until):
    workspace, _window, page = open_page("differs", Stage.SEND, person=BEN)
    until(lambda: page.footer.reason.text() == "Signing needs a reason; write it above.")
    qtbot.keyClicks(page.run.halt.reason, "Our own server adds the mark")
    until(page.footer.primary.isEnabled)
    page.press_primary()
    until(lambda: workspace.cleared == [(BEN.email, "Our own server adds the mark")])
    until(lambda: page.footer.reason.text() == "Only Ana Reyes may do this.")
    assert workspace.resumed == workspace.started == []


def test_what_arrives_during_a_planned_stop_is_seen_without_a_press(open_page, until):
    workspace, _window, page = open_page("first_look", Stage.SEND)
    until(lambda: len(page.run.lights.lights) == 1)
    first = workspace.copies[0]
    workspace.copies = (first, replace(first, slot=1_000_001, state="missing"))
    until(lambda: page.run.lights.lights[0].state == "missing")
    workspace.copies = (first, replace(first, slot=1_000_001))
    until(lambda: page.run.lights.lights[0].equal == 2)


def test_unclear_ones_are_decided_one_by_one_with_evidence(qtbot, open_page, until):
    workspace, _window, page = open_page("unclear", Stage.SEND)
    until(lambda: page.footer.primary.text() == "Decide for 3 people")
    page.press_primary()
    until(lambda: page.decide.line is not None)
    assert page.decide.arrived is None
    assert not page.footer.primary.isEnabled()
    page.decide.answers.button(0).click()
    qtbot.keyClicks(page.decide.evidence, "Line 12 of the log")
    address = page.decide.line.address
    page.press_primary()
    assert page.footer.reason.text() == "Recording"
    page.press_primary()  # by a shortcut, while the first is on its way
    assert not page.footer.primary.isEnabled()
    until(lambda: workspace.settled == [(address, True, "Line 12 of the log")])
    until(lambda: page.decide.model.rowCount() == 2)


def test_after_the_last_decision_the_send_is_shown_with_its_new_numbers(
    open_page, until, monkeypatch
):
    _workspace, _window, page = open_page("unclear", Stage.SEND)
    shown, show = [], page.run.show_run

    def note(status, *others, **more):
        shown.append(status.counts.unknown)
        show(status, *others, **more)

    until(lambda: page.footer.primary.text() == "Decide for 3 people")
    monkeypatch.setattr(page.run, "show_run", note)
    page.press_primary()
    for left in (3, 2, 1):
        until(lambda left=left: page.decide.model.rowCount() == left and page.decide.line)
        page.decide.answers.button(0).click()
        page.decide.evidence.setText("Line 12 of the log")
        page.press_primary()
    until(lambda: page.views.currentWidget() is page.run)
    assert set(shown) == {0}


def test_the_decision_goes_to_who_is_selected_and_shown_and_to_nobody_without_a_selection(
    qtbot, open_page, until
):
    workspace, _window, page = open_page("unclear", Stage.SEND)
    page.open_decisions()
    until(lambda: page.decide.line is not None)
    people, left, ctrl = (
        page.decide.people,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ControlModifier,
    )

    def click(row, keys=Qt.KeyboardModifier.NoModifier):
        middle = people.visualRect(page.decide.model.index(row, people.modelColumn())).center()
        qtbot.mouseClick(people.viewport(), left, keys, middle)

    click(0)
    first = page.decide.line.address
    click(1, ctrl)
    assert len(page.decide.lines) == 2
    click(1, ctrl)
    assert people.currentIndex().row() == 1
    assert first in page.decide.address.toolTip() + page.decide.address.text()
    assert [line.address for line in page.decide.lines] == [first] == [page.decide.line.address]
    click(0, ctrl)
    page.decide.answers.button(1).click()
    page.decide.evidence.setText("Line 12 of the log")
    assert page.decide.line is None
    assert not page.footer.primary.isEnabled()
    assert page.footer.reason.text() == "Choose a person first."
    click(2)
    assert page.decide.evidence.text() == ""
    page.decide.answers.button(1).click()
    page.decide.evidence.setText("Line 12 of the log")
    third = page.decide.line.address
    page.press_primary()
    until(lambda: workspace.settled == [(third, False, "Line 12 of the log")])


# --- Report ----------------------------------------------------------------------------------


def test_before_a_send_the_report_says_what_will_be_here(open_page, until):
    _workspace, window, page = open_page("approved", Stage.REPORT)
    until(page.coming.isVisible)
    assert not page.footer.primary.isEnabled()
    page.footer.go_there.click()
    assert window.page.stage is Stage.SEND


def test_the_report_says_handed_over_and_never_delivered(open_page, until, tmp_path):
    _workspace, _window, page = open_page("done", Stage.REPORT)
    until(lambda: len(page.locales.shares) == 5)
    assert (
        page.sentence.text() == "“Index weighting update” was handed over to 1,996 of 2,000 people."
    )
    assert [moment.what for moment in page.timeline.moments][:3] == [
        "Frozen by Ana Reyes",
        "Ben Okafor approved",
        "Sending began",
    ]
    assert sum(share.people for _name, share in page.domains.shares) == 2000
    page.save_report(tmp_path / "report.csv")
    page.save_evidence(tmp_path / "x.composer-evidence")
    until(
        lambda: (tmp_path / "report.csv").exists() and (tmp_path / "x.composer-evidence").exists()
    )


def test_who_has_none_is_listed_and_unclear_ones_lead_to_the_decisions(open_page, until):
    _workspace, window, page = open_page("unclear", Stage.REPORT)
    until(lambda: page.without.text() == "7 people have none")
    page.list_without()
    until(lambda: page.model.rowCount() == 7)
    page.decide.click()
    assert window.page.stage is Stage.SEND
    until(lambda: window.page.decide.model.rowCount() == 3)


# --- words -----------------------------------------------------------------------------------


def test_every_state_is_in_exactly_one_group_and_the_sum_is_the_audience():
    states = [state for group in GROUPS for state in group.states]
    assert sorted(states, key=lambda s: s.value) == sorted(RecipientState, key=lambda s: s.value)
    counts = Counts(**{state.value: n for n, state in enumerate(RecipientState)})
    assert sum(group.count(counts) for group in GROUPS) == counts.total
    assert UNCLEAR.count(counts) == counts.unknown
    assert sum_words(Counts(accepted=1)) == "1 + 0 + 0 + 0 + 0 + 0 = 1 person"


def test_a_long_plan_is_gathered_in_its_last_segment():
    parts = parts_of((10, 100, *[1000] * 20, 5), (1,))
    assert len(parts) == 7
    assert parts[0].waits
    assert parts[-1].batches == 17
    assert sum(part.people for part in parts) == 20_115
