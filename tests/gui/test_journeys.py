"""Journeys through the real program's window, each from its beginning to its end.

What each shows goes into `docs/journeys.md` (see `tests/gui/journal.py`) once it has passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.flow.conftest import DOMAIN
from tests.flow.test_whole_flow import to_addresses
from tests.gui.driven import Person
from tests.gui.journal import Journey
from tests.gui.journey_acts import begin_campaign, set_up, use_list, write, write_list
from tests.gui.test_two_homes import (
    Home,
    a_home,
    approve,
    freeze_and_test,
    save_for_chen,
    take_in_and_send,
)
from tests.servers.mailhost import MailHost

pytestmark = pytest.mark.long

PEOPLE, LONG_S = 24, 400
NAMES = ("Ada", "Björn", "Chloé")
TEXT = """Dear {{ first_name }},

our office is closed on 6 January. Please write to us **by Friday**.

Yours, the Example Exchange"""


@pytest.fixture
def ana_s(tmp_path: Path, mailhost: MailHost) -> Iterator[Home]:
    with a_home(tmp_path / "ana", mailhost) as home:
        yield home


@pytest.fixture
def chen_s(tmp_path: Path, mailhost: MailHost) -> Iterator[Home]:
    with a_home(tmp_path / "chen", mailhost) as home:
        yield home


def test_from_the_first_launch_to_the_first_campaign_that_was_really_sent(
    ana_s: Home, chen_s: Home, mailhost: MailHost, tmp_path: Path
) -> None:
    mailhost.empty()
    journey = Journey(1, "First launch to first real campaign")
    people = [(f"first{n:02}@{DOMAIN}", NAMES[n % 3]) for n in range(PEOPLE)]
    customers = write_list(tmp_path / "customers.csv", ("email", "first_name"), people)
    with ana_s.open() as ana, chen_s.open() as chen:
        journey.people = {"Ana": ana, "Chen": chen}
        journey.chapter("Ana starts a workspace and sets it up, Chen is admitted")
        owner_words = set_up(ana, chen, mailhost, tmp_path)
        journey.chapter("A campaign from a layout")
        begin_campaign(ana, "Closed on 6 January", "Notice")
        write(ana, subject="Closed on 6 January", preheader="Write to us by Friday", text=TEXT)
        use_list(ana, customers, PEOPLE)
        journey.chapter("Check everybody, freeze, test")
        freeze_and_test(ana)
        save_for_chen(ana, tmp_path / "closed.proof")
        journey.chapter("Chen approves on another computer")
        open_first(chen, tmp_path / "closed.proof", owner_words)
        approve(chen, PEOPLE, tmp_path / "closed.approval")
        journey.chapter("Send, and the report")
        take_in_and_send(ana, tmp_path / "closed.approval")
    mailhost.wait_until_delivered()
    for address, name in people:
        (message,) = mailhost.wait_for_mail(address)
        assert to_addresses(message) == [address]
        assert f"Dear {name}," in plain_text(message)
    journey.keep()


def open_first(chen: Person, proof: Path, owner_words: str) -> None:
    """Chen opens the first version that she was ever sent, and compares the owner's words."""
    chen.click("Open the file…")
    chen.name_file(proof)
    chen.until_seen("Ana Torres asks you to approve", seconds=LONG_S)
    assert chen.sees(owner_words)
    chen.click("These are the owner's words")


def plain_text(message: bytes) -> str:
    """Give the plain text of a message."""
    for part in message_from_bytes(message).walk():
        if part.get_content_type() == "text/plain":
            return part.get_payload(decode=True).decode()
    raise AssertionError("no plain text")
