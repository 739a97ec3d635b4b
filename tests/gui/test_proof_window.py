"""A proof file opens in a window alone: what is asked, every kind, an answer that goes back."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from layout_faults import layout_faults
from PySide6.QtCore import Qt

from composer.errors import FileRefused, KeychainError
from composer.findings import finding
from composer.gui.application import _look
from composer.gui.proof_opening import ProofOpening
from composer.gui.proof_window import ProofWindow
from composer.signoff.approval_file import read_approval_file
from composer.signoff.statements import StatementKind
from composer.stages.joining import read_request_file
from tests.unit.stages.proof_reader import (
    NOW,
    Reader,
    html_kind,
    proof_contents,
    proof_file,
    team,
)

SOON = 20_000
APPROVING_STEPS = 3
"""Enter to begin, Ctrl+Enter to sign, Enter to save; beside one Space for each kind."""


@pytest.fixture
def made():
    return team()


@pytest.fixture
def ben(made, tmp_path):
    return Reader(made, "Ben", tmp_path / "ben")


@pytest.fixture
def open_window(qtbot, qapp):
    def open_one(open_desk):
        window = ProofWindow(open_desk, _look())
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=SOON)
        qtbot.waitUntil(lambda: (window.review or window.refusal).isVisible(), timeout=SOON)
        return window

    return open_one


class Keys:
    """A person with a keyboard; each key press is one step."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window, self.steps = qtbot, window, 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key, modifier)
        self.steps += 1

    def until(self, condition):
        self.qtbot.waitUntil(condition, timeout=SOON)

    def look_at_all(self):
        review = self.window.review
        self.press(Qt.Key.Key_Return)
        self.until(lambda: review.kinds.kind is not None)
        for left in range(len(review.kinds.kinds), 0, -1):
            self.until(lambda left=left: review.kinds.open_count == left)
            self.until(review.kinds.right.isEnabled)
            self.press(Qt.Key.Key_Space)

    def save_to(self, file):
        review = self.window.review
        links = []
        review.ask_file, review.open_link = lambda _name: str(file), links.append
        self.until(lambda: review.has_answer)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: bool(links))
        return links[0]


def test_a_reviewer_approves_with_the_keyboard_in_few_steps(
    qtbot, open_window, made, ben, tmp_path
):
    content = proof_file(made)
    window = open_window(lambda: ben.open(content))
    review, keys = window.review, Keys(qtbot, window)
    top = review.overview.top
    assert top.asks.text() == "Ann asks you to approve “Index weights”."
    assert top.may.text() == "You may approve this: yes."
    told = " ".join(fact.value for fact in top.facts.facts)
    assert "2,000 people" in told
    assert "notices@example.com" in told
    assert "German, English, and French" in told
    keys.look_at_all()
    keys.until(review.footer.primary.isEnabled)
    assert review.footer.primary.text() == "Approve for 2,000 people"
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    file = tmp_path / "answer.approval"
    link = keys.save_to(file)
    came = read_approval_file(file.read_bytes())
    assert came.statement.kind is StatementKind.APPROVAL
    assert len(came.statement.shown) == 3
    assert link.startswith("mailto:ann@example.com?")
    assert link.count("@") == 1
    assert keys.steps == APPROVING_STEPS + 3


def test_nothing_is_approved_before_every_kind_was_painted_and_answered(
    qtbot, open_window, made, ben
):
    content = proof_file(made)
    window = open_window(lambda: ben.open(content))
    review, keys = window.review, Keys(qtbot, window)
    keys.press(Qt.Key.Key_Return)
    keys.until(review.kinds.right.isEnabled)
    assert not review.footer.primary.isEnabled()
    assert review.footer.reason.accessibleName() == "3 kinds of 3 have no answer yet."
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert review.desk.review.decisions == ()


def test_something_wrong_goes_back_with_its_comment(qtbot, open_window, made, ben, tmp_path):
    content = proof_file(made)
    window = open_window(lambda: ben.open(content))
    review, keys = window.review, Keys(qtbot, window)
    keys.press(Qt.Key.Key_Return)
    keys.until(review.kinds.right.isEnabled)
    qtbot.mouseClick(review.kinds.wrong, Qt.MouseButton.LeftButton)
    assert not review.footer.primary.isEnabled()
    qtbot.keyClicks(review.kinds.comment, "The third line is wrong.")
    assert review.footer.primary.text() == "Send back with a comment"
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    file = tmp_path / "answer.approval"
    keys.save_to(file)
    came = read_approval_file(file.read_bytes())
    assert came.statement.kind is StatementKind.REJECTION
    assert came.comment.endswith("The third line is wrong.")


def test_what_was_signed_is_taken_back_from_the_same_file(qtbot, open_window, made, ben, tmp_path):
    content = proof_file(made)
    ben.open(content).reject(comment="The third line is wrong.")
    window = open_window(lambda: ben.open(content))
    review, keys = window.review, Keys(qtbot, window)
    assert review.overview.top.signed.isVisible()
    qtbot.mouseClick(review.footer.secondary, Qt.MouseButton.LeftButton)
    keys.until(lambda: review.has_answer)
    file = tmp_path / "taken back.approval"
    keys.save_to(file)
    assert read_approval_file(file.read_bytes()).statement.kind is StatementKind.REVOCATION
    again = open_window(lambda: ben.open(content)).review
    assert not again.overview.top.signed.isVisible()
    assert not again.footer.secondary.isVisible()


def test_whoever_worked_on_it_is_told_first_and_cannot_sign(qtbot, open_window, made, tmp_path):
    emil, content = Reader(made, "Emil", tmp_path / "emil"), proof_file(made)
    window = open_window(lambda: emil.open(content))
    top = window.review.overview.top
    assert top.may.text().startswith("You may approve this: no. Emil worked on this version")
    keys = Keys(qtbot, window)
    keys.look_at_all()
    keys.until(lambda: window.review.desk.review.right != frozenset())
    assert not window.review.footer.primary.isEnabled()
    assert "Emil worked on this version" in window.review.footer.reason.accessibleName()


def test_ticks_stay_where_the_message_is_the_same_and_changes_are_told(
    qtbot, open_window, made, ben
):
    first = proof_contents(made)
    desk = ben.open(proof_file(made))
    digests = [kind.variant.digest for kind in desk.opened.required]
    desk.record_shown(digests)
    for digest in digests:
        desk.keep_verdict(digest, is_right=True)
    desk.approve()
    changed = (*first.kinds[:2], html_kind(3, "evi@example.net", "fr", "Salut Evi,"))
    content = proof_file(made, kinds=changed, made_at=NOW + timedelta(hours=1))
    window = open_window(lambda: ben.open(content))
    review, keys = window.review, Keys(qtbot, window)
    lines = [line.text for line in review.overview.changed._lines]
    assert review.overview.changed.title.text() == "What changed since you approved it"
    assert "2 kinds are the same as you saw them, and keep their ticks." in lines
    keys.press(Qt.Key.Key_Return)
    keys.until(review.kinds.right.isEnabled)
    assert review.kinds.open_count == 1
    assert review.kinds.kind.variant.locale == "fr"
    keys.press(Qt.Key.Key_Space)
    keys.until(review.footer.primary.isEnabled)


def test_an_older_version_says_so_in_the_band(open_window, made, ben):
    newer = html_kind(1, "eva@example.net", "de", "Liebe Eva,")
    ben.open(proof_file(made, kinds=(newer,), made_at=NOW + timedelta(hours=1)))
    content = proof_file(made)
    window = open_window(lambda: ben.open(content))
    assert window.band.isVisible()
    assert window.band_words.text().startswith("This is an older version")


def test_an_unknown_owner_is_compared_before_anything_else(qtbot, open_window, made, tmp_path):
    stranger = Reader(made, "Ben", tmp_path / "ben", knows_owner=False)
    content = proof_file(made)
    window = open_window(lambda: stranger.open(content))
    review, keys = window.review, Keys(qtbot, window)
    assert review.overview.owner.isVisible()
    assert len(review.overview.owner.words.text().split()) == 9
    assert review.footer.primary.text() == "These are the owner's words"
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: review.footer.primary.text() == "Look at 3 kinds of message")
    assert not review.overview.owner.isVisible()


def test_a_file_that_cannot_be_shown_says_why_in_the_window(open_window, made, ben):
    wrong = proof_contents(made)
    damaged = dataclasses.replace(wrong.kinds[0], eml=wrong.kinds[1].eml)
    content = proof_file(made, manifest=wrong.manifest, kinds=(damaged, *wrong.kinds[1:]))
    window = open_window(lambda: ben.open(content))
    assert window.review is None
    assert "another content" in window.refusal.sentence.text()


def test_a_file_that_is_none_says_so(open_window):
    def refuse():
        raise FileRefused([finding("proof_file.unreadable")])

    window = open_window(refuse)
    assert "not a proof file" in window.refusal.sentence.text()
    assert window.refusal.advice.text()


@pytest.fixture
def at_home(home, monkeypatch):
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "only for this test")
    return home


def test_whoever_has_no_key_makes_one_and_asks_to_be_admitted_in_this_very_window(
    qtbot, open_window, made, at_home, tmp_path
):
    file = tmp_path / "asked.proof"
    file.write_bytes(proof_file(made))
    window = open_window(ProofOpening(file, tmp_path / "no workspace").desk)
    form = window.refusal.joining
    assert "No key of yours" in window.refusal.sentence.text()
    assert "composer people" not in window.refusal.advice.text()
    assert window.focusWidget() is form.name
    keys = Keys(qtbot, window)
    qtbot.keyClicks(form.name, "Dora Ek")
    keys.press(Qt.Key.Key_Tab)
    assert window.focusWidget() is form.email
    qtbot.keyClicks(form.email, "dora@example.com")
    request = tmp_path / "dora.join"
    form.save_file(request)
    qtbot.waitUntil(form.words.isVisible, timeout=SOON)
    assert read_request_file(request).words in form.words.text()
    window.refusal.again.click()  # the key is here now; the file was made for others
    qtbot.waitUntil(lambda: "made for other people" in window.refusal.sentence.text())
    assert "save" in window.refusal.advice.text()
    assert form.words.isVisible()
    assert layout_faults(window) == []


def test_a_file_that_could_not_be_opened_opens_at_another_try(qtbot, open_window, made, ben):
    content, locked = proof_file(made), [KeychainError("locked", advice="Unlock it.")]

    def open_desk():
        if locked:
            raise locked.pop()
        return ben.open(content)

    window = open_window(open_desk)
    assert window.refusal.joining is None
    assert window.focusWidget() is window.refusal.again
    Keys(qtbot, window).press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.review is not None, timeout=SOON)
    qtbot.waitUntil(window.review.isVisible, timeout=SOON)  # Qt shows what joins a layout later
    assert not window.refusal.isVisible()
