"""A reviewer who has nothing but a `.proof`: no workspace, no key, only a mail with a file.

Every time the file is opened alone, as a double click on it does.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.flow.conftest import DOMAIN, on_the_wire, read_rows
from tests.gui.driven import Person
from tests.gui.journal import JOURNEY_S, Journey
from tests.gui.journey_acts import ask_by_file, send_all, take_in
from tests.gui.journey_mail import nobody_else_has_mail, the_mail_of
from tests.gui.journey_team import BEGINS, a_team
from tests.gui.test_two_homes import (
    ANA,
    CHEN,
    LONG_S,
    Home,
    admit_here,
    campaign_folder,
    freeze_and_test,
    open_folder,
    store_password,
)
from tests.servers.mailhost import MailHost

pytestmark = [pytest.mark.long, pytest.mark.timeout(JOURNEY_S)]

COUNT = 24


def test_a_reviewer_who_has_only_a_proof_file(mailhost: MailHost, tmp_path: Path) -> None:
    forwarded, own = tmp_path / "weights.proof", tmp_path / "weights for Chen.proof"
    request, answer = tmp_path / "request to join.join", tmp_path / "weights.approval"
    folder = campaign_folder(tmp_path / "Index update", mailhost)
    with a_team(tmp_path, mailhost, reviewers=["Ben Okafor"], guests=["Chen Li"]) as team:
        chen_s = team.others["Chen"]
        store_password(team.ana, "smtp-main", mailhost.password)
        journey = Journey(
            4, "A reviewer who has only a .proof file",
            f"{BEGINS}Ben admitted. Chen has the program and nothing else.",
        )  # fmt: skip
        with team.ana.open() as ana:
            journey.people["Ana"] = ana
            journey.chapter("Ana asks Ben, who is away and forwards the file to Chen")
            open_folder(ana, folder)
            freeze_and_test(ana)
            ask_by_file(ana, "Ben Okafor", forwarded)
            journey.chapter("Chen opens the file, and makes her key there")
            with chen_s.open("--open", forwarded) as chen:
                journey.people["Chen"] = chen
                words = make_key(chen, request)
            journey.chapter("Ana admits Chen, and saves the file once more")
            ana.open_menu("You are Ana Torres", "People")
            owner_words = admit_here(ana, request, words)
            ana.until_seen("Ben Okafor and Chen Li]")
            ana.click("Remind " if ana.sees("[Remind ") else "Ask ")
            ana.click("Save the proof file…")
            ana.name_file(own)
            ana.until_seen("Attach it to the message.", seconds=LONG_S)
            journey.chapter("Chen opens it alone, looks at each kind and signs")
            with chen_s.open("--open", own) as chen:
                journey.people["Chen, the second time"] = chen
                look_and_sign(chen, owner_words, answer)
                chen.until(lambda: chen_s.mails, "the mail program was asked to write")
            the_mail_is_for_ana(chen_s, answer)
            assert not list(chen_s.folder.rglob("workspace.db")), "Chen has no workspace"
            journey.chapter("Ana takes it in and sends")
            take_in(ana, answer, "It can be sent now.")
            send_all(ana, COUNT)
    mailhost.wait_until_delivered()
    addresses = [on_the_wire(row[0]) for row in read_rows(folder)[1:]]
    assert len(set(addresses)) == COUNT
    nobody_else_has_mail(mailhost, addresses)
    for address in addresses:
        the_mail_of(mailhost, address)
    journey.keep()


def make_key(chen: Person, request: Path) -> str:
    """What cannot be opened says why, and here is the way: a key, a request, nine words."""
    chen.until_seen("No key of yours is on this computer")
    chen.fill("Your name", "Chen Li")
    chen.fill("Your address", CHEN)
    chen.click("Save the request…")
    chen.name_file(request)
    words = chen.read_after("Your nine words")
    assert len(words.split()) == 9
    return words


def look_and_sign(chen: Person, owner_words: str, answer: Path) -> None:
    """Chen compares words, looks at each kind, first finds one wrong, and changes her mind."""
    chen.until_seen("Ana Torres asks you to approve", seconds=LONG_S)
    assert chen.sees(owner_words)
    chen.click("These are the owner's words")
    chen.until_seen("You may approve this: yes.")
    assert chen.sees(f"{COUNT} people")
    chen.click("Look at ")
    kinds = int(chen.read("1 of "))
    assert kinds > 1
    chen.click("Something is wrong…")
    chen.fill("What is wrong", "Is this the right date?")
    chen.until_seen("[Send back with a comment]")
    for number in range(kinds):
        if number:
            chen.until_seen(f"{number + 1} of {kinds}")
        chen.click("Looks right")
    chen.click(f"Approve for {COUNT} people")
    chen.until_seen("Signed. Save the approval file and send it to Ana Torres.")
    chen.click("Save and write a mail")
    chen.name_file(answer)
    chen.until_seen(f"Saved as {answer.name}")


def the_mail_is_for_ana(home: Home, answer: Path) -> None:
    (link,) = home.mails
    parts = urlsplit(link)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", ANA)
    assert answer.name in parse_qs(parts.query)["body"][0]
    assert DOMAIN.encode() not in answer.read_bytes(), "a signed file names nobody by address"
