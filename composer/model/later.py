"""Languages that are sent later: who would be taken out, and the campaigns that are linked."""

from __future__ import annotations

from dataclasses import dataclass

from composer.model.identifiers import CampaignId


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterPlan:
    """Who would be written to later: `people` with these `wishes`; `left` stay.

    A wish is a language as the list names it, empty for people who named none.
    """

    wishes: tuple[str, ...]
    people: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedCampaign:
    """A campaign at the other end: it writes to `people` who have one of the wishes.

    `name` is empty where it is not in this workspace.
    """

    id: CampaignId
    name: str
    wishes: tuple[str, ...]
    people: int
    is_later: bool
