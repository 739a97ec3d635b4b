"""Two people, two homes, two password stores, two windows; Postfix and Dovecot between them.

Ana owns the team, writes and sends; Chen is invited, reviews without the workspace and sends her
signed file back. Every step is a click, a key or a dropped file in the window of the real program.
Only what no window can do yet is prepared: the folder of the campaign, and the mail server's
password in Ana's own password store.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.conftest import ROOT
from tests.flow.conftest import DOMAIN, change_settings, on_the_wire, read_rows, write_shortened
from tests.flow.test_whole_flow import to_addresses
from tests.gui.driven import Person, a_person, a_screen
from tests.servers.keyring_session import KeyringSession
from tests.servers.mailhost import MailHost

pytestmark = pytest.mark.long

PEOPLE, MAILBOXES = 24, ("seed1", "seed2", "seed3")
ANA, CHEN = f"ana@{DOMAIN}", f"chen@{DOMAIN}"
LONG_S, MOST_KINDS = 400, 40


@dataclass(frozen=True)
class Home:
    """Somebody's own computer: home, password store, screen, mail program."""

    folder: Path
    environment: dict[str, str]

    @contextlib.contextmanager
    def open(self, *arguments: object) -> Iterator[Person]:
        """Start the program here, as a file is opened with it too, and sit down before it."""
        with a_person(*arguments, environment=self.environment, folder=self.folder) as person:
            yield person

    @property
    def mails(self) -> list[str]:
        """The links that the program gave to the mail program."""
        written = self.folder / "mails"
        return written.read_text().splitlines() if written.exists() else []


@contextlib.contextmanager
def a_home(folder: Path, mailhost: MailHost) -> Iterator[Home]:
    """A home that trusts the mail host's authority, as a company's computers do."""
    folder.mkdir()
    programs = folder / "programs"
    programs.mkdir()
    mail_program = programs / "xdg-open"
    mail_program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{folder}/mails"\n')
    mail_program.chmod(0o755)
    with KeyringSession.started(folder) as session, a_screen() as display:
        own = {
            "DISPLAY": display,
            "SSL_CERT_FILE": str(mailhost.ca_file),
            "PATH": f"{programs}:{os.environ['PATH']}",
        }
        yield Home(folder, {**session.environment, **own})


@pytest.fixture
def ana_s(tmp_path: Path, mailhost: MailHost) -> Iterator[Home]:
    with a_home(tmp_path / "ana", mailhost) as home:
        store_password(home, "smtp-main", mailhost.password)
        yield home


@pytest.fixture
def chen_s(tmp_path: Path, mailhost: MailHost) -> Iterator[Home]:
    with a_home(tmp_path / "chen", mailhost) as home:
        yield home


def test_a_version_goes_to_another_home_and_back_and_everybody_has_one_message(
    ana_s: Home, chen_s: Home, mailhost: MailHost, tmp_path: Path
) -> None:
    folder = campaign_folder(tmp_path / "Index update", mailhost)
    request, proof = tmp_path / "chen.join", tmp_path / "weights.proof"
    with ana_s.open() as ana, chen_s.open() as chen:
        words = be_invited(chen, request)
        start_a_team(ana)
        owner_words = admit(ana, request, words)
        open_folder(ana, folder)
        add_mailboxes(ana, mailhost)
        freeze_test_and_save(ana, proof)
        assert DOMAIN.encode() not in proof.read_bytes()
        answer = review(chen, proof, owner_words, tmp_path)
        chen.until(lambda: chen_s.mails, "the mail program was asked to write")
        the_mail_names_one_person(chen_s)
        take_in_and_send(ana, answer)
    nothing_secret_lies_in(ana_s, chen_s)
    everybody_has_one(mailhost, folder)
    print("Ana", ana.counted(), f"{ana.waited_s:.0f} s;", "Chen", chen.counted())
    print(f"{chen.waited_s:.0f} s", chen.steps)


# --- what is prepared ------------------------------------------------------------------------


def campaign_folder(folder: Path, mailhost: MailHost) -> Path:
    write_shortened(folder, PEOPLE)
    transport = (
        f'kind = "smtp"\nhost = "localhost"\nport = {mailhost.submission_port}\n'
        'security = "starttls"\nusername = "sender@seed.test"\nkey = "smtp-main"\n'
        f'bounce = "bounces+{{id}}@{DOMAIN}"'
    )
    change_settings(folder, 'kind = "practice"', transport)
    return folder


def store_password(home: Home, name: str, secret: str) -> None:
    """Put a mail server's password into a home's own password store."""
    code = (
        "import sys; from composer.keychain import find_system_keychain, provider_entry;"
        "find_system_keychain().set(provider_entry(sys.argv[1]), sys.stdin.read())"
    )
    subprocess.run(
        [sys.executable, "-c", code, name],
        input=secret, text=True, check=True, env={**home.environment, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


# --- what they do ----------------------------------------------------------------------------


def be_invited(chen: Person, request: Path) -> str:
    """Chen makes her key and a request; gives the words that she reads out."""
    return ask_to_join(chen, request, name="Chen Li", address=CHEN)


def ask_to_join(person: Person, request: Path, *, name: str, address: str) -> str:
    """Somebody makes a key and a request; gives the words that they read out."""
    person.until_seen("I was invited to a team")
    person.fill("Your name", name, which=1)
    person.fill("Your address", address, which=1)
    person.click("Save the request…")
    person.name_file(request)
    words = person.read_after("Your nine words")
    assert len(words.split()) == 9
    return words


def start_a_team(ana: Person) -> None:
    """Ana starts a workspace, and owns it."""
    ana.fill("Your name", "Ana Torres")
    ana.fill("Your address", ANA)
    ana.click("Start a workspace")
    ana.until_seen("Six steps before the first real send. Leave and come back whenever you like.")
    ana.click("Finish")
    ana.until_seen("No campaigns yet.")


def admit(ana: Person, request: Path, words: str) -> str:
    """Ana hears the words on the telephone; wrong ones admit nobody. Gives the owner's words."""
    ana.open_menu("You are Ana Torres", "People")
    return admit_here(ana, request, words)


def admit_here(ana: Person, request: Path, words: str, *, name: str = "Chen Li") -> str:
    """Admit somebody on the page of the people."""
    ana.click("Admit somebody…")
    ana.name_file(request)
    ana.until_seen(f"{name} asks to join")
    ana.fill("The nine words, as you hear them", "zebra " * 9)
    ana.click("reviewer")
    ana.click("Admit")
    ana.until_seen("1 thing must be fixed")
    ana.fill("The nine words, as you hear them", words)
    ana.click("Admit")
    ana.until_seen(f"{name} works here now.")
    told = "The owner's words, for a computer that sees this team for the first time:"
    owner_words = ana.read(told)
    assert len(owner_words.split()) == 9
    ana.click("Back")
    return owner_words


def open_folder(ana: Person, folder: Path) -> None:
    """Ana drops the campaign's folder on the window, and goes to its test."""
    ana.until_seen("No campaigns yet.")
    ana.drop(folder)
    ana.until_seen("Index weighting update", seconds=LONG_S)
    ana.press("Ctrl+5")


def add_mailboxes(ana: Person, mailhost: MailHost) -> None:
    """Ana adds three mailboxes that Composer reads by IMAPS."""
    for name in MAILBOXES:
        ana.click("Add a test mailbox…")
        ana.fill("Address", f"{name}@{DOMAIN}")
        ana.fill("Server", "localhost")
        ana.fill("Port", str(mailhost.imaps_port))
        ana.fill("Password", mailhost.password)
        ana.click("Check connection")
        ana.until_seen("It opens. Its inbox holds 0 messages.")
        ana.click("Add test mailbox")
        ana.until(lambda: not ana.sees("[Check connection]"), "the mailbox was added")


def freeze_test_and_save(ana: Person, proof: Path) -> None:
    """Ana looks at every kind, freezes, tests, and saves the version for Chen."""
    freeze_and_test(ana)
    save_for_chen(ana, proof)


def freeze_and_test(ana: Person) -> None:
    """Ana looks at every kind, freezes, and tests."""
    ana.press("Ctrl+4")
    ana.click("Check everybody")
    ana.until(
        lambda: ana.sees("[Next kind]") or ana.sees("[Freeze for sign-off]"),
        "the check is done",
        seconds=LONG_S,
    )
    while not ana.sees("[Freeze for sign-off]"):
        ana.press("Ctrl+Return")
    ana.click("Freeze for sign-off")
    ana.click("Go to Test", seconds=LONG_S)
    ana.click("Send test to 3 mailboxes")
    ana.until_seen("The test arrived in 3 of 3 mailboxes", seconds=LONG_S)
    ana.click("Go to Sign off", seconds=LONG_S)


def save_for_chen(ana: Person, proof: Path) -> None:
    """Ana asks Chen by a file."""
    ana.click("Ask Chen Li")
    ana.click("Save the proof file…")
    ana.name_file(proof)
    ana.until_seen("Attach it to the message.", seconds=LONG_S)


def review(chen: Person, proof: Path, owner_words: str, folder: Path) -> Path:
    """Chen compares the owner's words, looks at every kind, approves, and saves her answer."""
    chen.click("Open the file…")
    chen.name_file(proof)
    chen.until_seen("Ana Torres asks you to approve", seconds=LONG_S)
    assert chen.sees(owner_words)
    chen.click("These are the owner's words")
    return approve(chen, PEOPLE, folder / "weights.approval")


def approve(chen: Person, people: int, answer: Path) -> Path:
    """Chen looks at every kind, approves, and saves her answer."""
    assert chen.sees(f"{people} people")
    chen.until_seen("You may approve this: yes.")
    chen.click("Look at ")
    for _kind in range(MOST_KINDS):
        if f"[Approve for {people} people]" in chen.look()["texts"]:
            break
        chen.click("Looks right")
    chen.click(f"Approve for {people} people")
    chen.until_seen("Signed. Save the approval file")
    chen.click("Save and write a mail")
    chen.name_file(answer)
    chen.until_seen(f"Saved as {answer.name}")
    return answer


def take_in_and_send(ana: Person, answer: Path, *, people: int = PEOPLE) -> None:
    """Ana drops the file anywhere, sends to the first ten, looks, and goes on."""
    ana.drop(answer)
    ana.until_seen("Chen Li")
    send_to_first(ana, people)
    ana.click("Go on with", seconds=LONG_S)
    ana.click("See the report", seconds=LONG_S)
    ana.until_seen(f"handed over to {people} of {people} people")


def send_to_first(ana: Person, people: int) -> None:
    """Ana sends, which begins with ten."""
    ana.press("Ctrl+7")
    ana.click(f"Send to {people} people", seconds=LONG_S)
    ana.until_seen("A message that has left cannot be called back.")
    ana.click(f"Send to {people} people")


# --- what is true afterwards -----------------------------------------------------------------


def the_mail_names_one_person(home: Home) -> None:
    (link,) = home.mails
    parts = urlsplit(link)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", ANA)
    assert "weights.approval" in parse_qs(parts.query)["body"][0]


def nothing_secret_lies_in(*homes: Home) -> None:
    """Signing keys are in the password stores: no file of keys was made."""
    for home in homes:
        assert not list(home.folder.rglob("keys.json"))


def everybody_has_one(mailhost: MailHost, folder: Path) -> None:
    """Each mailbox holds one message with one To: its own address; nobody else has any."""
    mailhost.wait_until_delivered()
    addresses = [on_the_wire(row[0]) for row in read_rows(folder)[1:]]
    assert len(set(addresses)) == PEOPLE
    for address in addresses:
        (message,) = mailhost.wait_for_mail(address)
        assert to_addresses(message) == [address]
    for name in MAILBOXES:
        seed = f"{name}@{DOMAIN}"
        for message in mailhost.mail(seed):
            assert to_addresses(message) == [seed]
