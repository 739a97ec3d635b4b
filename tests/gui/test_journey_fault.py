"""A fault in mid-send: the mail server hangs, Ana stops, and one message is unclear.

Meanwhile the date in it turns out to be wrong: the rest get it corrected, those who have it a
letter about it, and the report counts everybody once.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.flow.conftest import DOMAIN
from tests.gui.driven import Person
from tests.gui.journal import JOURNEY_S, Journey
from tests.gui.journey_acts import (
    ask_by_file,
    begin_campaign,
    open_campaign,
    open_proof,
    send_all,
    take_in,
    use_list,
    write,
    write_list,
)
from tests.gui.journey_mail import nobody_else_has_mail, the_mail_of
from tests.gui.journey_team import BEGINS, a_team
from tests.gui.test_two_homes import LONG_S, approve, freeze_and_test, send_to_first
from tests.servers.mailhost import MailHost
from tests.servers.stumbling import Stumbling, stumbling

pytestmark = [pytest.mark.long, pytest.mark.timeout(JOURNEY_S)]

PEOPLE = [(f"client{number:02}@{DOMAIN}", f"Ada {number}") for number in range(24)]
ADDRESSES = [address for address, _name in PEOPLE]
COUNT, STUMBLES_AT = len(PEOPLE), 12
NAME, WRONG, RIGHT = "Closed in January", "6 January", "13 January"
TEXT = """Dear {{ first_name }},

our office is closed on DATE. Please write to us before.

Yours, the Example Exchange"""
LETTER = f"""Dear {{{{ first_name }}}},

we wrote that our office is closed on {WRONG}. That was wrong: it is closed on **{RIGHT}**.

Yours, the Example Exchange"""
_SUM = re.compile(r"^(\d+) \+ (\d+) \+ (\d+) \+ (\d+) \+ (\d+) \+ (\d+) = (\d+) people$")


def test_a_fault_in_mid_send_stop_correction_and_follow_up(
    mailhost: MailHost, tmp_path: Path
) -> None:
    with a_team(tmp_path, mailhost, reviewers=["Chen Li"]) as team:
        journey = Journey(
            5, "A fault in mid-send: stop, correction to the rest, follow-up, joint report",
            f"{BEGINS}Chen admitted.",
        )  # fmt: skip
        with team.ana.open() as ana, team.others["Chen"].open() as chen:
            journey.people = {"Ana": ana, "Chen": chen}
            journey.chapter("A notice with a wrong date that nobody notices")
            begin_campaign(ana, NAME, "Notice")
            text = TEXT.replace("DATE", WRONG)
            write(ana, subject=f"Closed on {WRONG}", preheader="Write to us before", text=text)
            use_list(ana, write_list(tmp_path / "c.csv", ("email", "first_name"), PEOPLE), COUNT)
            sign(ana, chen, COUNT, tmp_path / "first", owner_words=team.owner_words)
            journey.chapter("The mail server hangs in mid-send; Ana stops")
            with stumbling(mailhost, at=STUMBLES_AT, people=ADDRESSES) as fault:
                stop_in_mid_send(ana, fault)
            journey.chapter("One message is unclear: the log shows that it did not arrive")
            decide(ana, fault.cut)
            has, left = who_has_it(ana)
            journey.chapter("The date is wrong: a correction to those who have not got it")
            correct(ana, left)
            sign(ana, chen, left, tmp_path / "corrected")
            send_all(ana, left)
            journey.chapter("What happened, and a letter to those who got the wrong date")
            follow_up(ana, has)
            sign(ana, chen, has, tmp_path / "letter")
            send_all(ana, has)
            journey.chapter("The joint report")
            report = tmp_path / "report.html"
            read_report(ana, report)
    mailhost.wait_until_delivered()
    everybody_has_the_right_date_once(mailhost, has=has)
    text = report.read_text("utf-8")
    assert "The date was wrong" in text
    assert f"{NAME}, corrected" in text
    journey.keep()


def sign(ana: Person, chen: Person, people: int, files: Path, *, owner_words: str = "") -> None:
    """Check, freeze, test; Chen approves elsewhere; Ana takes her answer in."""
    proof, answer = files.with_suffix(".proof"), files.with_suffix(".approval")
    freeze_and_test(ana)
    ask_by_file(ana, "Chen Li", proof)
    if not owner_words:
        chen.close()  # the file that she signed before
    open_proof(chen, proof, owner_words=owner_words)
    approve(chen, people, answer)
    take_in(ana, answer, "It can be sent now.")


def stop_in_mid_send(ana: Person, fault: Stumbling) -> None:
    """While the server says nothing Ana presses Stop; then its connection breaks."""
    send_to_first(ana, COUNT)
    ana.click("Go on with", seconds=LONG_S)
    ana.until(fault.hangs.is_set, "the mail server hangs", seconds=LONG_S)
    ana.until_seen("being handed over now.")
    ana.click("Stop sending")
    fault.let_go()
    ana.until_seen("Ana Torres stopped it.", seconds=LONG_S)
    assert counts(ana)[2] == 1, "one is unclear"


def decide(ana: Person, address: str) -> None:
    ana.click("Decide for each")
    ana.until_seen(address)
    ana.click("It did not arrive.")
    ana.fill("Evidence", "The server's log has no line about it after the connection broke")
    ana.click("Record decision")
    ana.until_seen("Recorded.")
    ana.until_seen("Ana Torres stopped it.")
    ana.until(lambda: not counts(ana)[2], "nobody is unclear any more")


def who_has_it(ana: Person) -> tuple[int, int]:
    """Read from the page how many have it and how many do not."""
    handed_over, refused, unclear, waiting, held, left_out = counts(ana)
    assert (refused, unclear, left_out) == (0, 0, 0)
    assert handed_over >= STUMBLES_AT - 1
    return handed_over, waiting + held


def counts(ana: Person) -> tuple[int, ...]:
    """Give the six groups as the page adds them up."""
    found: list[tuple[int, ...]] = []

    def look() -> bool:
        told = (_SUM.match(text) for text in ana.look()["texts"])
        found[:] = [tuple(map(int, match.groups())) for match in told if match]
        return bool(found)

    ana.until(look, "the sum of the groups")
    *groups, total = found[0]
    assert sum(groups) == total == COUNT
    return tuple(groups)


def correct(ana: Person, left: int) -> None:
    ana.click("Correct it…")
    ana.fill("Reason for ending the send", "The date was wrong")
    ana.click(f"Correct it for {left} people")
    ana.until_seen(f"{NAME}, corrected", seconds=LONG_S)
    text = TEXT.replace("DATE", RIGHT)
    write(ana, subject=f"Closed on {RIGHT}", preheader="Write to us before", text=text)


def follow_up(ana: Person, has: int) -> None:
    open_campaign(ana, NAME)
    ana.until_seen(f"handed over to {has} of {COUNT} people")
    ana.until_seen(f"Both campaigns together: {COUNT} + 0 + 0 + 0 + 0 + 0 = {COUNT} people")
    ana.click("What happened…")
    ana.until_seen(f"The follow-up is for exactly {has} people.")
    ana.click("Prepare follow-up")
    ana.until_seen(f"{NAME}, follow-up", seconds=LONG_S)
    write(ana, subject=f"Closed on {RIGHT}, not on {WRONG}", preheader="A correction", text=LETTER)


def read_report(ana: Person, file: Path) -> None:
    open_campaign(ana, NAME)
    ana.until_seen(f"Both campaigns together: {COUNT} + 0 + 0 + 0 + 0 + 0 = {COUNT} people")
    ana.click("Save report")
    ana.name_file(file)
    ana.until_seen(f"Saved as {file.name}.")


def everybody_has_the_right_date_once(mailhost: MailHost, *, has: int) -> None:
    """Whoever got the wrong date has a letter about it, everybody else the corrected notice."""
    nobody_else_has_mail(mailhost, ADDRESSES)
    got_wrong = 0
    for address, name in PEOPLE:
        is_wrong = len(mailhost.mail(address)) > 1
        got_wrong += is_wrong
        texts = the_mail_of(mailhost, address, count=1 + is_wrong)
        assert all(f"Dear {name}," in text for text in texts)
        right = [text for text in texts if RIGHT in text]
        assert len(right) == 1
        assert (WRONG in right[0]) is is_wrong
        assert sum(WRONG in text and RIGHT not in text for text in texts) == is_wrong
    assert got_wrong == has
