"""A team that is set up already, for the journeys that begin later than the first one.

Nothing is put into anybody's files: each person's own commands do on their own computer what the
first journey does in the window.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.flow.conftest import DOMAIN
from tests.gui.journey_acts import ACCOUNT
from tests.gui.test_two_homes import ANA, MAILBOXES, Home, a_home
from tests.servers.mailhost import MailHost

ALL_ROLES = "owner,author,translator,reviewer,sender"
BEGINS = "It begins with a team that is set up: account, three test mailboxes, rules for sign-off, "


@dataclass(frozen=True, kw_only=True)
class Team:
    """Ana's home and the homes of others by first name; `owner_words` she reads out."""

    ana: Home
    others: dict[str, Home]
    owner_words: str


@contextlib.contextmanager
def a_team(
    folder: Path, mailhost: MailHost, *, reviewers: Sequence[str] = (), guests: Sequence[str] = ()
) -> Iterator[Team]:
    """Make homes for Ana, for reviewers whom she has admitted, and for people who are new."""
    with contextlib.ExitStack() as homes:
        ana = homes.enter_context(a_home(folder / "ana", mailhost))
        others = {
            name.split()[0]: homes.enter_context(a_home(folder / name.split()[0].lower(), mailhost))
            for name in (*reviewers, *guests)
        }
        words = _set_up(ana, mailhost)
        for name in reviewers:
            _admit(ana, others[_first(name)], name, folder)
        _command(ana, "policy", "set", "--reviewers", "1")
        yield Team(ana=ana, others=others, owner_words=words)


def address_of(name: str) -> str:
    """Give somebody's address."""
    return f"{_first(name).lower()}@{DOMAIN}"


def _first(name: str) -> str:
    return name.partition(" ")[0]


def _set_up(ana: Home, mailhost: MailHost) -> str:
    _command(ana, "people", "add", "Ana Torres", ANA, "--role", ALL_ROLES)
    _command(
        ana, "accounts", "add", ACCOUNT, "--kind", "smtp", "--from", f"notices@{DOMAIN}",
        "--host", f"localhost:{mailhost.submission_port}", "--username", f"sender@{DOMAIN}",
        "--bounce", f"bounces+{{id}}@{DOMAIN}", "--set-key",
        typed=mailhost.password,
    )  # fmt: skip
    for name in MAILBOXES:
        _command(
            ana, "seeds", "add", f"{name}@{DOMAIN}",
            "--imap", f"localhost:{mailhost.imaps_port}", "--key", name, "--set-key",
            typed=mailhost.password,
        )  # fmt: skip
    answer = _command(ana, "people", "roster", "export", ana.folder / "team.json")
    return str(answer["owner_words"])


def _admit(ana: Home, home: Home, name: str, folder: Path) -> None:
    request = folder / f"{_first(name)}.join"
    asked = _command(home, "people", "join", name, address_of(name), "--out", request)
    _command(ana, "people", "admit", request, "--role", "reviewer", "--words", asked["words"])


def _command(home: Home, *words: object, typed: str = "") -> dict:
    """Run one of somebody's commands on their own computer, and give what it answers."""
    done = subprocess.run(
        [sys.executable, "-m", "composer", "--json", *map(str, words)],
        input=typed, text=True, capture_output=True, check=False, timeout=600,
        env={**home.environment, "PYTHONPATH": str(ROOT)}, cwd=home.folder,
    )  # fmt: skip
    assert done.returncode == 0, (words, done.stdout[-2000:], done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])
