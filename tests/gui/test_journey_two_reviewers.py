"""An urgent notice: the rules ask for two approvals, and both reviewers sit at other computers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.conftest import DOMAIN
from tests.gui.driven import Person
from tests.gui.journal import JOURNEY_S, Journey
from tests.gui.journey_acts import (
    ask_by_file,
    begin_campaign,
    open_proof,
    send_all,
    take_in,
    use_list,
    write,
    write_list,
)
from tests.gui.journey_mail import nobody_else_has_mail, the_mail_of
from tests.gui.journey_team import BEGINS, a_team
from tests.gui.test_two_homes import approve, freeze_and_test
from tests.servers.mailhost import MailHost

pytestmark = [pytest.mark.long, pytest.mark.timeout(JOURNEY_S)]

PEOPLE = [(f"trader{number:02}@{DOMAIN}", f"Ada {number}") for number in range(12)]
COUNT = len(PEOPLE)
TEXT = """Dear {{ first_name }},

trading in Linden bonds has stopped **until noon**. Orders given this morning are not carried out.

Yours, the Example Exchange"""


def test_an_urgent_notice_with_two_reviewers_on_other_computers(
    mailhost: MailHost, tmp_path: Path
) -> None:
    with a_team(tmp_path, mailhost, reviewers=["Ben Okafor", "Chen Li"]) as team:
        proof, words = tmp_path / "stopped.proof", team.owner_words
        answers = {name: tmp_path / f"{name}.approval" for name in ("ben", "chen")}
        journey = Journey(
            3, "An urgent notice with two reviewers on other computers",
            f"{BEGINS}Ben and Chen admitted.",
        )  # fmt: skip
        ben_s, chen_s = team.others["Ben"], team.others["Chen"]
        with team.ana.open() as ana, ben_s.open() as ben, chen_s.open() as chen:
            journey.people = {"Ana": ana, "Ben": ben, "Chen": chen}
            journey.chapter("The rules ask for two approvals")
            ask_for_two(ana)
            journey.chapter("The notice, its list, check, freeze, test")
            begin_campaign(ana, "Trading has stopped", "Incident")
            write(ana, subject="Trading has stopped", preheader="Until noon", text=TEXT)
            rows = write_list(tmp_path / "traders.csv", ("email", "first_name"), PEOPLE)
            use_list(ana, rows, COUNT)
            freeze_and_test(ana)
            ask_by_file(ana, "Ben Okafor and Chen Li", proof)
            journey.chapter("Ben approves; one approval opens nothing")
            open_proof(ben, proof, owner_words=words)
            approve(ben, COUNT, answers["ben"])
            take_in(ana, answers["ben"], "1 more approval is needed.")
            ana.until_seen("1 of 2 approvals")
            nothing_can_be_sent(ana)
            assert mailhost.count_delivered() == len(mails_of_the_test(mailhost))
            journey.chapter("Chen approves, Ana sends")
            open_proof(chen, proof, owner_words=words)
            approve(chen, COUNT, answers["chen"])
            take_in(ana, answers["chen"], "It can be sent now.")
            send_all(ana, COUNT)
    mailhost.wait_until_delivered()
    nobody_else_has_mail(mailhost, [address for address, _name in PEOPLE])
    for address, name in PEOPLE:
        (text,) = the_mail_of(mailhost, address)
        assert f"Dear {name}," in text
    journey.keep()


def ask_for_two(ana: Person) -> None:
    """Ana signs rules by which two people approve everything."""
    ana.until_seen("No campaigns yet.")
    ana.open_menu("You are Ana Torres", "Rules for sign-off…")
    ana.click("Change: How many approve")
    ana.fill("Always", "2")
    ana.click("Sign these rules")
    ana.until_seen("The rules are signed.")
    ana.click("Back")


def nothing_can_be_sent(ana: Person) -> None:
    """The button is off, and says what is missing and where."""
    ana.press("Ctrl+7")
    ana.until_seen("This version has 1 of 2 approvals.")
    assert ana.sees(f"[Send to {COUNT} people] (off)")
    ana.click("Go to Sign off")


def mails_of_the_test(mailhost: MailHost) -> list[bytes]:
    return [one for number in (1, 2, 3) for one in mailhost.mail(f"seed{number}@{DOMAIN}")]
