"""The campaign of `--selftest`: the example to a few people, taken through every stage.

Nothing is left out or put in place of a stage: it is checked, frozen, tested, approved by a second
person and sent by a process of its own, as any campaign is.
"""

from __future__ import annotations

import csv
import io
import time
from collections import Counter
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import tomlkit

from composer.errors import Blocked, ComposerError
from composer.findings import blocking
from composer.folder.example import EXAMPLE_DOMAIN
from composer.i18n import _, place
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.stages.example import make_people, write_example
from composer.transports.maildir import SEEDS_FOLDER
from composer.wire.address_form import canonical_address
from composer.workspace import Workspace

PEOPLE = 40
SOON_S = 120.0
LOOK_EVERY_S = 0.1


class SelfTestCampaign:
    """One campaign in a practice workspace below `home`; `close` it.

    Each step gives what it found, and raises a `ComposerError` when it was not as it should be.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / "workspace"
        self.id = CampaignId("")
        self._folder = home / "campaign"
        self._review = home / "review"
        self._workspace: Workspace | None = None
        self._author: Person | None = None
        self._reviewer: Person | None = None

    @property
    def workspace(self) -> Workspace:
        """The open workspace."""
        assert self._workspace is not None, "it is made first"
        return self._workspace

    def close(self) -> None:
        """Close the workspace, if it was made."""
        if self._workspace is not None:
            self._workspace.close()

    def make(self) -> str:
        """Make the workspace and take the example in, for a few of its people."""
        self._workspace = Workspace.create(self.path, practice=True)
        author, self._reviewer = make_people(self._workspace, domain=EXAMPLE_DOMAIN)
        self._author = author
        self._folder.mkdir()
        write_example(self._folder, domain=EXAMPLE_DOMAIN)
        _make_small(self._folder)
        result = self._workspace.import_folder(self._folder, by=author)
        if not result.id:
            raise Blocked(blocking(result.findings))
        self.id = CampaignId(result.id)
        return ""

    def freeze(self) -> int:
        """Check everybody's message and freeze the version; give how many messages it has."""
        return self.workspace.seal(self.id, by=self._by(self._author))[1]

    def test(self) -> str:
        """Send the test by a process of its own and compare what arrived."""
        summary = self.workspace.run_test(self.id, by=self._by(self._author), wait_s=SOON_S)
        if not summary.passed:
            raise Blocked(list(summary.findings))
        return str(len(summary.receipts))

    def approve(self) -> str:
        """Show the reviewer every kind of message and sign for them."""
        reviewer = self._by(self._reviewer)
        kinds = self.workspace.review(self.id, self._review, by=reviewer)
        self.workspace.approve(self.id, by=reviewer)
        return str(len(kinds))

    def send(self) -> str:
        """Send by a detached process and wait until everybody has their message."""
        self.workspace.start_sending(self.id, by=self._by(self._author))
        until = time.monotonic() + SOON_S
        while True:
            status = self.workspace.status(self.id)
            if status.counts.accepted == status.audience:
                return str(status.audience)
            if status.held_because or time.monotonic() > until:
                raise ComposerError(
                    place(
                        _("{done} of {all} messages were handed over."),
                        done=status.counts.accepted,
                        all=status.audience,
                    ),
                    advice=status.held_because,
                )
            time.sleep(LOOK_EVERY_S)

    def read_copies(self) -> str:
        """Read every message in the practice mailbox: one for each person, one address in To."""
        page = self.workspace.audience_page(self.id, offset=0, limit=PEOPLE)
        wanted = Counter(canonical_address(person.address) for person in page.rows)
        messages = [_read(file) for file in sorted((self.workspace.mailbox / "new").iterdir())]
        found = Counter(",".join(_recipients(message)) for message in messages)
        tests = [_read(file) for file in (self.workspace.mailbox / SEEDS_FOLDER / "new").iterdir()]
        if found != wanted or any(len(_recipients(message)) != 1 for message in tests):
            raise ComposerError(
                place(
                    _("Of {all} people, {done} have exactly one message of their own."),
                    all=len(page.rows),
                    done=sum(count == 1 == wanted[address] for address, count in found.items()),
                )
            )
        return str(len(messages))

    @staticmethod
    def _by(person: Person | None) -> Person:
        assert person is not None, "the people are made first"
        return person


def _make_small(folder: Path) -> None:
    """Keep a few people of the example, and let nobody be asked on the way."""
    rows = list(csv.reader(io.StringIO((folder / "audience.csv").read_text(encoding="utf-8"))))
    with (folder / "audience.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows[: PEOPLE + 1])
    settings = tomlkit.parse((folder / "campaign.toml").read_text(encoding="utf-8")).unwrap()
    settings["audience"]["expected"] = PEOPLE
    settings["pace"]["hold_after"] = []
    (folder / "campaign.toml").write_text(tomlkit.dumps(settings), encoding="utf-8")


def _read(file: Path) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(file.read_bytes())


def _recipients(message: EmailMessage) -> list[str]:
    """Give every address that a message names as a recipient of its own."""
    fields = [field for name in ("To", "Cc", "Bcc") for field in message.get_all(name, [])]
    return [canonical_address(address.addr_spec) for field in fields for address in field.addresses]
