"""The practice workspace's example: two people, three test mailboxes and a finished campaign.

It comes in through the very import that any folder goes through.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Protocol

from composer import paths
from composer.audience.addresses import find_address_findings
from composer.errors import Blocked, UsageError
from composer.findings import blocking
from composer.folder.example import example_audience, example_tree
from composer.model.identifiers import CampaignId
from composer.model.overview import CampaignContent, ImportResult
from composer.model.person import Person, Role
from composer.stages.authoring import Authoring
from composer.stages.remembering import Memory

AUTHOR_ROLES = frozenset({Role.OWNER, Role.AUTHOR, Role.TRANSLATOR, Role.SENDER})
SEEDS = ("seed1", "seed2", "seed3")


class PracticeWorkspace(Protocol):
    """What the example needs of a workspace."""

    def add_person(
        self,
        *,
        name: str,
        email: str,
        roles: frozenset[Role],
        locales: tuple[str, ...] = (),
        by: Person | None,
    ) -> Person:
        """Add somebody with a key of their own."""

    def add_seed(self, address: str, *, by: Person) -> None:
        """Add a test mailbox."""

    @property
    def authoring(self) -> Authoring:
        """Give the author's side."""

    @property
    def memory(self) -> Memory:
        """Give the memory of translations, with the team's words."""

    def content(self, campaign_id: CampaignId) -> CampaignContent:
        """Give a campaign as it is edited."""

    def import_folder(
        self, folder: Path, *, by: Person, campaign_id: CampaignId | None = None
    ) -> ImportResult:
        """Take a campaign in from a folder."""


def require_domain(domain: str) -> None:
    """Require that people can have addresses in a domain, before anything is made in it.

    Raises:
        UsageError: it is no domain.
    """
    problems = blocking(find_address_findings(f"ana@{domain}"))
    if problems:
        raise UsageError(problems[0].text, advice=problems[0].advice)


def make_example(workspace: PracticeWorkspace, *, domain: str) -> CampaignId:
    """Fill an empty practice workspace; give the example campaign's id."""
    ana, _ben = make_people(workspace, domain=domain)
    with tempfile.TemporaryDirectory(prefix="composer-example-") as folder:
        write_example(Path(folder), domain=domain)
        result = workspace.import_folder(Path(folder), by=ana)
    if not result.id:
        raise Blocked(blocking(result.findings))
    keep_example_brand(workspace, CampaignId(result.id), by=ana)
    keep_example_words(workspace, by=ana)
    return CampaignId(result.id)


def make_people(workspace: PracticeWorkspace, *, domain: str) -> tuple[Person, Person]:
    """Fill an empty practice workspace with an author, a reviewer and three test mailboxes."""
    ana = workspace.add_person(
        name="Ana Torres", email=f"ana@{domain}", roles=AUTHOR_ROLES, by=None
    )
    ben = workspace.add_person(
        name="Ben Okafor",
        email=f"ben@{domain}",
        roles=frozenset({Role.REVIEWER}),
        by=ana,
    )
    for name in SEEDS:
        workspace.add_seed(f"{name}@{domain}", by=ana)
    return ana, ben


def keep_example_brand(
    workspace: PracticeWorkspace, campaign_id: CampaignId, *, by: Person
) -> None:
    """Make the example's brand the team's, so that it is there for the next campaign as well."""
    message = workspace.content(campaign_id).message
    logo = next(item for item in message.files if item.path == message.brand.logo)
    workspace.authoring.save_brand(message.brand, logo=(logo.path, logo.content), by=by)


def keep_example_words(workspace: PracticeWorkspace, *, by: Person) -> None:
    """Give the team words of its own and translations from before."""
    folder = paths.resources() / "translators"
    workspace.memory.import_terms(folder / "glossary.csv", source_locale="en", by=by)
    workspace.memory.import_tmx(folder / "Earlier notices.tmx", by=by)


def write_example(folder: Path, *, domain: str) -> None:
    """Write the example as a plain campaign folder."""
    for name, content in {
        **example_tree(domain),
        "audience.csv": example_audience(domain),
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
