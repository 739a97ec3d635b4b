"""What people do in more than one journey: a team is set up, a campaign written and its list read.

Everything is done in the window, as in `tests/gui/test_two_homes.py`, whose acts are used here too.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from tests.flow.conftest import DOMAIN
from tests.gui.driven import Person
from tests.gui.test_two_homes import (
    LONG_S,
    add_mailboxes,
    admit_here,
    be_invited,
    send_to_first,
)
from tests.servers.mailhost import MailHost

SENDER = f"Example Exchange <notices@{DOMAIN}>"
ACCOUNT = "Our own server"
FIRST_BATCH = 10
Row = Sequence[str]


def start(ana: Person) -> None:
    """Ana starts a workspace, which opens at its set-up."""
    ana.until_seen("I was invited to a team")
    ana.fill("Your name", "Ana Torres")
    ana.fill("Your address", f"ana@{DOMAIN}")
    ana.click("Start a workspace")
    ana.until_seen("Still open: Mail service")


def add_service(ana: Person, mailhost: MailHost) -> None:
    """Ana adds the mail server; it is asked before it is kept."""
    ana.fill("Name", ACCOUNT)
    ana.pick("Service", "Mail server")
    ana.fill("Usual sender", f"notices@{DOMAIN}")
    ana.fill("Server", "localhost")
    ana.fill("Port", str(mailhost.submission_port))
    ana.fill("User name", f"sender@{DOMAIN}")
    ana.fill("Key or password", mailhost.password)
    ana.fill("Returned mail", f"bounces+{{id}}@{DOMAIN}")
    ana.click("Check connection")
    ana.until_seen("has no DMARC record")
    ana.click("Save account")
    ana.until_seen(f"Messages can leave through {ACCOUNT}.")


def set_up(ana: Person, chen: Person, mailhost: MailHost, folder: Path) -> str:
    """Ana sets everything up, and admits Chen; gives the owner's words."""
    start(ana)
    add_service(ana, mailhost)
    ana.click("Test mailboxes")
    add_mailboxes(ana, mailhost)
    ana.until_seen("3 test mailboxes are listed")
    request = folder / "chen.join"
    words = be_invited(chen, request)
    ana.click("People")
    ana.click("People…")
    owner_words = admit_here(ana, request, words)
    ana.until_seen("1 other person works here.")
    ana.click("Rules for sign-off")
    ana.click("Sign these rules")
    ana.until_seen("Nothing is open. You can send.")
    ana.click("Finish")
    ana.until_seen("No campaigns yet.")
    return owner_words


def begin_campaign(ana: Person, name: str, layout: str, *, news: bool = False) -> None:
    """Ana begins a campaign with a layout; `news` are for people who asked for them."""
    ana.click("New campaign")
    ana.fill("Name of the campaign", name)
    ana.fill("From", SENDER)
    if news:
        ana.pick("Why it is sent", "News and offers")
    ana.choose("Layouts", layout)
    ana.click("Create")
    ana.until_seen("Start with a greeting.")


def write(ana: Person, *, subject: str, preheader: str, text: str) -> None:
    """Ana writes the message."""
    ana.fill("Subject", subject)
    ana.fill("Preheader", preheader)
    ana.fill("Text", text)
    ana.until_seen("Saved ")


def write_list(file: Path, columns: Row, rows: Sequence[Row]) -> Path:
    """Write a list of people as somebody else's program does."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows])
    return file


def use_list(ana: Person, file: Path, count: int) -> None:
    """Ana says how many she expects, drops the list, and uses it."""
    ana.press("Ctrl+3")
    ana.fill("How many people you expect", str(count))
    ana.fill("The rule in words", "customers with an open account")
    ana.fill("Who agreed to this list", "Customer care")
    ana.click("Keep this")
    ana.drop(file)
    ana.click("Read", seconds=LONG_S)
    ana.until_seen(f"This list has {count}.", seconds=LONG_S)
    ana.click(f"Use these {count} people", seconds=LONG_S)
    ana.until_seen("This list is in use now.", seconds=LONG_S)


def ask_by_file(ana: Person, names: str, proof: Path) -> None:
    """Ana asks people by a file that she saves for them."""
    ana.click(f"Ask {names}", seconds=LONG_S)
    ana.click("Save the proof file…")
    ana.name_file(proof)
    ana.until_seen("Attach it to the message.", seconds=LONG_S)


def open_proof(reviewer: Person, proof: Path, *, owner_words: str = "") -> None:
    """A reviewer opens a file; the first time they compare the owner's words."""
    reviewer.click("Open the file…")
    reviewer.name_file(proof)
    reviewer.until_seen("Ana Torres asks you to approve", seconds=LONG_S)
    if owner_words:
        assert reviewer.sees(owner_words)
        reviewer.click("These are the owner's words")


def take_in(ana: Person, answer: Path, said: str) -> None:
    """Ana drops somebody's signed file anywhere on her window."""
    ana.drop(answer)
    ana.until_seen(said)


def send_all(ana: Person, people: int) -> None:
    """Ana sends: to the first ten, looks at what arrived, and goes on to the others."""
    send_to_first(ana, people)
    if people > FIRST_BATCH:
        ana.click("Go on with", seconds=LONG_S)
    ana.click("See the report", seconds=LONG_S)
    ana.until_seen(f"handed over to {people} of {people} people")


def open_campaign(ana: Person, name: str) -> None:
    """Ana opens another campaign from the list."""
    ana.click("Campaigns")
    ana.choose("Campaigns", name)
