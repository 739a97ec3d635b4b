"""One open campaign and its author, for the tests of the Write page's side of the workspace."""

from __future__ import annotations

from dataclasses import replace

from composer.model.identifiers import CampaignId
from composer.model.message import Brand
from composer.model.person import Person
from composer.model.writing import MessageDraft
from composer.workspace import Workspace

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
COLUMN = "contracts"
BRAND = Brand(
    name="Example Exchange",
    colour="#0b57d0",
    address="Example Exchange\nRing 1\n1010 Vienna",
    website="https://exchange.example",
)
FRAME = (
    b"<!DOCTYPE html><html><head><title>{{ subject }}</title></head><body>{{ body }}</body></html>"
)


class Desk:
    """One open campaign and its author."""

    def __init__(self, workspace: Workspace, campaign: CampaignId, author: Person) -> None:
        self.workspace = workspace
        self.authoring = workspace.authoring
        self.campaign = campaign
        self.author = author

    @property
    def draft(self) -> MessageDraft:
        return self.authoring.draft(self.campaign)

    def save(self, **changes: object) -> tuple[str, ...]:
        """Change the draft and save it; give the codes of what was found."""
        draft = replace(self.draft, **changes)  # type: ignore[arg-type]
        found = self.workspace.save_message(self.campaign, draft, by=self.author)
        return tuple(item.code for item in found)

    def add(self, name: str, content: bytes = PIXEL) -> str:
        return self.authoring.add_file(self.campaign, name, content, by=self.author)

    def remove(self, path: str) -> None:
        self.authoring.remove_file(self.campaign, path, by=self.author)

    def line(self, path: str):  # type: ignore[no-untyped-def]
        return next(item for item in self.authoring.files(self.campaign) if item.path == path)

    @property
    def revision(self) -> int:
        return self.workspace.content(self.campaign).revision


def save_brand(
    desk: Desk, brand: Brand = BRAND, logo: tuple[str, bytes] | None = ("Logo.PNG", PIXEL)
) -> tuple[CampaignId, ...]:
    return desk.authoring.save_brand(brand, logo=logo, by=desk.author)
