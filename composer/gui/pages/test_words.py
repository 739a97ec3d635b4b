"""What the page Test says of the whole test, and what it teaches before one was sent."""

from __future__ import annotations

from collections.abc import Sequence

from composer.findings import blocking
from composer.gui.numbers import number
from composer.gui.pages.test_cards import MailboxState
from composer.gui.pages.wording import listed
from composer.i18n import _, ngettext, place
from composer.model.overview import TestSummary


def verdict_of(
    summary: TestSummary, states: Sequence[MailboxState], *, running: bool
) -> tuple[str, str, str]:
    """Give the mark, its colour and the sentence about a test."""
    if running:
        return "loader-circle", "accent", _waiting_words(states)
    if not summary.receipts:
        return "circle-dashed", "muted", _("Nothing was sent yet.")
    if summary.passed:
        return "circle-check", "done", _passed_words(states)
    first = next(iter(blocking(summary.findings)), None)
    text = first.text if first else _("Not everything has arrived yet.")
    if any(receipt.state == "different" for receipt in summary.receipts):
        return "octagon-x", "danger", text
    return "hourglass", "look", text


def teaching_words(seeds: Sequence[str], *, locked: bool) -> str:
    """Say what a test is, and what is missing for one."""
    if not seeds:
        return _(
            "A test mailbox is an address of your own team, on different mail services if you "
            "can. The owner lists at least two; nothing of a test can reach anybody else."
        )
    if locked:
        return _(
            "Freeze the campaign first: then the test shows exactly what everybody will get, "
            "and what arrives can be compared to the letter."
        )
    return place(
        _(
            "One message of every kind goes to {seeds}, through the same account and the same "
            "code as the real send. Then what arrived is read and compared: every header, "
            "the text, the HTML and the attachments. Nobody of the audience gets anything."
        ),
        seeds=listed(seeds),
    )


def _passed_words(states: Sequence[MailboxState]) -> str:
    arrived = sum(state.equal == state.sent > 0 for state in states)
    words = ngettext(
        "The test arrived in {arrived} of {count} mailbox, exactly as predicted. Each "
        "message showed one address in To: its own.",
        "The test arrived in {arrived} of {count} mailboxes, exactly as predicted. Each "
        "message showed one address in To: its own.",
        len(states),
    )
    return place(words, arrived=number(arrived), count=number(len(states)))


def _waiting_words(states: Sequence[MailboxState]) -> str:
    sent, there = sum(one.sent for one in states), sum(one.arrived for one in states)
    if not sent:
        return _("The messages are being made and sent…")
    words = ngettext(
        "Waiting for what arrives: {arrived} of {count} message so far.",
        "Waiting for what arrives: {arrived} of {count} messages so far.",
        sent,
    )
    return place(words, arrived=number(there), count=number(sent))
